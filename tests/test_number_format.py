"""A number is read as its cell shows it, in the unit that it shows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zcplan.reading.number_format import BUILT_IN, general, is_date, moment_of, shown, shown_date, shown_text


@pytest.mark.parametrize(
    ("number", "code", "text", "value", "unit"),
    [
        ("13900000000", '0!.00,,"亿元"', "139.00亿元", "139", "亿元"),
        ("13900000000", "0!.00,,", "139.00", "139", ""),
        ("12345", '0!.0,"万家"', "1.2万家", "1.2345", "万家"),
        ("12345", '0\\.0,"万"', "1.2万", "1.2345", "万"),
        ("123456", '0!.0000"亿元"', "12.3456亿元", "12.3456", "亿元"),
        ("139000000", '0.0,,"百万"', "139.0百万", "139", "百万"),
        ("12345", '0.0,"千家"', "12.3千家", "12.345", "千家"),
        ("1234567", "#,##0,", "1,235", "1234.567", ""),
        ("12", '0"人"', "12人", "12", "人"),
        ("12", "0人", "12人", "12", "人"),
        ("3", '"约"0"个"', "约3个", "3", "个"),
        ("0.055", "0.0%", "5.5%", "5.5", "%"),
        ("0.055", "0%", "6%", "5.5", "%"),
        ("0.055", '0.0%"左右"', "5.5%左右", "5.5", "%"),
        ("5.5", '0.0"%"', "5.5%", "5.5", "%"),
        ("1234567.891", "#,##0.00", "1,234,567.89", "1234567.891", ""),
        ("5.4678", "0.0", "5.5", "5.4678", ""),
        ("2.5", "0", "3", "2.5", ""),
        ("12.5", "#.##", "12.5", "12.5", ""),
        ("7", "000", "007", "7", ""),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50", "1234.5", ""),
        ("-5.5", "0.0;0.0", "5.5", "-5.5", ""),
        ("-5.5", "0.0;[Red]0.0", "-5.5", "-5.5", ""),
        ("-5.5", "0.0_);(0.0)", "-5.5", "-5.5", ""),
        ("-5.5", "0.0", "-5.5", "-5.5", ""),
        ("-0.04", "0.0", "0.0", "-0.04", ""),
        ("0", '0;-0;"—"', "—", "0", ""),
        ("150", '[>=100]0"大";[<0]"负"0;0"小"', "150大", "150", "大"),
        ("50", '[>=100]0"大";[<0]"负"0;0"小"', "50小", "50", "小"),
        ("-3", '[>=100]0"大";[<0]"负"0;0"小"', "负3", "-3", ""),
        ("25000", '[>=10000]0!.0,"万";0', "2.5万", "2.5", "万"),
        ("2500", '[>=10000]0!.0,"万";0', "2500", "2500", ""),
        ("12", "[DBNum1][$-804]General", "一十二", "12", ""),
        ("100030005", "[DBNum2]General", "壹亿零叁万零伍", "100030005", ""),
        ("2023", "[DBNum1]0", "二〇二三", "2023", ""),
        ("13800138000", "000-0000-0000", "138-0013-8000", "13800138000", ""),
        ("1234567", "# ##0", "1234 567", "1234567", ""),
        ("0.1", "General", "0.1", "0.1", ""),
        ("12.345678901234", "General", "12.3456789", "12.345678901234", ""),
        ("5", '0_ "件"_ ', "5 件", "5", "件"),
        ("5", "0;", "5", "5", ""),
    ],
)
def test_what_a_cell_shows_and_of_what_it_is_a_number(number: str, code: str, text: str, value: str, unit: str) -> None:
    found = shown(Decimal(number), code)
    assert (found.text, found.value, found.unit) == (text, Decimal(value), unit)
    assert found.is_sure


def test_a_fraction_is_told_as_one_that_can_t_be_laid_out() -> None:
    found = shown(Decimal("1.5"), "# ?/?")
    assert (found.text, found.is_sure) == ("1.5", False)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('yyyy"年"m"月"', "2023年6月"),
        ("yyyy-mm-dd", "2023-06-09"),
        ('[$-804]yyyy"年"m"月"d"日";@', "2023年6月9日"),
        ('[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年六月九日"),
        ("m/d/yy h:mm", "6/9/23 8:05"),
        ("aaaa", "星期五"),
        ("h:mm:ss", "8:05:00"),
        (BUILT_IN[57], "2023年6月"),
    ],
)
def test_dates_are_read_as_they_are_written(code: str, text: str) -> None:
    assert is_date(code)
    assert shown_date(datetime(2023, 6, 9, 8, 5), code) == text


def test_what_is_no_date_format() -> None:
    assert not any(map(is_date, ("General", "0.00", '0"d"', "[Red]0.0", '0"月"', "0.00E+00", "@")))


def test_days_count_from_where_excel_counts_them() -> None:
    assert moment_of(Decimal(45086), datetime(1899, 12, 30)) == datetime(2023, 6, 9)
    assert moment_of(Decimal(9), datetime(1899, 12, 30)) == datetime(1900, 1, 9)
    assert moment_of(Decimal(43624), datetime(1904, 1, 1)) == datetime(2023, 6, 9)
    assert moment_of(Decimal(-1), datetime(1899, 12, 30)) is None


def test_text_in_a_format_for_text() -> None:
    assert shown_text("约5", '@"元"') == "约5元"
    assert shown_text("约5", "0.00") == "约5"


def test_a_number_without_a_format_shows_no_binary_tail() -> None:
    assert [general(Decimal(n)) for n in ("0.30000000000000004", "-0", "1E+15", "0.00001234")] == [
        "0.3", "0", "1000000000000000", "0.00001234",
    ]  # fmt: skip


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6),
    st.text(alphabet="0#?.,%;\"万亿!\\[]<>=E+-_*@/ 年月ymdhs'$", max_size=20),
)
def test_no_format_makes_the_reader_stumble(number: Decimal, code: str) -> None:
    found = shown(number, code)
    assert isinstance(found.text, str)
    assert found.value.is_finite()
