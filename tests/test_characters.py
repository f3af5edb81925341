"""Characters that mean the same are read the same, and every one knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zcplan.folding import fold, plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("增长９．９％", "增长9.9%"),
        ("增长9.9﹪", "增长9.9%"),
        ("增长9\u200c.\u00ad9\u200e%", "增长9.9%"),
        ("增长9\ufeff.9\u2060%", "增长9.9%"),
        ("增长9·9%左右", "增长9.9%左右"),
        ("增长９。９％", "增长9.9%"),
        ("增长9,9%", "增长9.9%"),
        ("收入1,234元", "收入1,234元"),
        ("分别增长8,9%", "分别增长8,9%"),
        ("增长5,6,7%", "增长5,6,7%"),
        ("9·18事变", "9·18事变"),
        ("5·1期间1.2万人次", "5·1期间1.2万人次"),
        ("完成9项。5月", "完成9项。5月"),
        ("新增7\u00a0472家", "新增7472家"),
        ("新增1\u2009234\u2009567家", "新增1234567家"),
        ("新增7\u202f472.123\u202f45家", "新增7472.12345家"),
        ("新增7 472家", "新增7 472家"),
        ("2023\u00a0472家", "2023\u00a0472家"),
        ("增长5.5¹%", "增长5.5%"),
        ("增长5.5%²，", "增长5.5%，"),
        ("服务业增加值³139亿元", "服务业增加值139亿元"),
        ("面积10km²和5平方米²", "面积10km²和5平方米²"),
        ("ＧＤＰ增长", "GDP增长"),
        ("⽣产总值", "生产总值"),
        ("٣٫٥", "3٫5"),
        ("下降−3.2%", "下降-3.2%"),
    ],
)
def test_what_was_typed_and_what_was_meant(typed: str, meant: str) -> None:
    assert plain(typed) == meant


@given(st.text(alphabet="0123456789.,，。·％%﹪ \u00a0\u2009\u200b\u00ad¹²增长亿元", max_size=40))
def test_each_character_knows_where_it_stood_and_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert len(folded.at) == len(folded.text) + 1
    assert list(folded.at) == sorted(folded.at) and folded.at[-1] == len(text)
    for character, at in zip(folded.text, folded.at, strict=False):
        assert plain(text[at]) in (character, "") or character == "."


def test_the_offset_of_a_figure_is_that_in_the_text_as_it_stands() -> None:
    text = "增\u200b长\u200b9\u00ad.9%"
    folded = fold(text)
    assert folded.text == "增长9.9%"
    assert text[folded.at[2]] == "9" and folded.at[2] == 4
