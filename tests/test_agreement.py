"""Whether two figures of one fact can both be true: by rounding, bound, range and unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zcplan.figures.read import read_statements
from zcplan.model import Observation
from zcplan.proof.agreement import agree, same_figure, within_reach
from zcplan.proof.compare import DIFFERENT, EQUAL, compared
from zcplan.quantity import Quantity, parse
from zcplan.reading.document import Draft, Paragraph


def told(text: str) -> Quantity:
    return parse(text)


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("251.27亿元", "251.3亿元", True),
        ("251.27亿元", "251.2亿元", False),
        ("251.3亿元", "251.4亿元", False),
        ("0.4427万人", "4427人", True),
        ("0.44万人", "4427人", True),
        ("0.45万人", "4427人", False),
        ("195家以上", "201家", True),
        ("195家以上", "400家", False),
        ("200家以上", "300家", True),
        ("200家以上", "301家", False),
        ("195家以上", "190家", False),
        ("195家以上", "195家以内", False),
        ("4%以内", "3.5%", True),
        ("4%以内", "4.6%", False),
        ("4400余人", "4427人", True),
        ("4400余人", "4527人", False),
        ("4000余人", "4400余人", True),
        ("4000余人", "5200余人", False),
        ("23亿元左右", "22.67亿元", True),
        ("23亿元左右", "21亿元", False),
        ("2-3处", "3处", True),
        ("2-3处", "2处", True),
        ("2-3处", "4处", False),
        ("2-3万处", "25000处", True),
        ("5户", "5家", True),
        ("5户", "6家", False),
        ("5亿元", "5%", True),
        ("保持稳定", "5%", True),
    ],
)
def test_two_results(one: str, other: str, can: bool) -> None:
    assert agree(told(one), told(other), are_goals=False) is can
    assert agree(told(other), told(one), are_goals=False) is can


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("5%以上", "5%", True),
        ("5%左右", "5%", True),
        ("3.05%", "3%左右", True),
        ("5.4%", "5%", False),
        ("0.4万人", "4000人", True),
        ("5%以上", "6%以上", False),
        ("5%以上", "5%以内", False),
        ("2-3处", "2处", True),
        ("2-3处", "2-4处", False),
    ],
)
def test_two_goals_are_one_number_whatever_the_bound(one: str, other: str, can: bool) -> None:
    assert agree(told(one), told(other), are_goals=True) is can
    assert agree(told(other), told(one), are_goals=True) is can


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("31个", "30个以上", True),
        ("29个", "30个以上", False),
        ("31个", "30个", False),
        ("30个以上", "40个以上", True),
        ("30个以内", "40个以内", True),
        ("30个以内", "40个以上", False),
        ("5万吨以内", "40000吨", True),
        ("5万吨以内", "60000吨", False),
        ("2-3万处", "25000处", True),
        ("2-3万处", "35000处", False),
        ("5.5%左右", "6%", True),
        ("5.5%左右", "6.1%", False),
        ("30余个", "40个", True),
        ("保持稳定", "5%", True),
        ("5亿元", "5%", True),
    ],
)
def test_one_result_may_meet_two_goals(one: str, other: str, can: bool) -> None:
    assert within_reach(told(one), told(other)) is can
    assert within_reach(told(other), told(one)) is can


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("41.7万人", "417000人", True),
        ("41.7万人", "417001人", False),
        ("41.7万人", "41.7万人以上", False),
        ("5户", "5家", True),
        ("5亿元", "5%", False),
        ("保持稳定", "5%", False),
        ("5%", "保持稳定", False),
    ],
)
def test_one_figure_in_two_units(one: str, other: str, same: bool) -> None:
    assert same_figure(told(one), told(other)) is same


@pytest.mark.parametrize(
    ("printed", "known", "code"),
    [
        ("近500家", "450", EQUAL),
        ("近500家", "449", DIFFERENT),
        ("近500家", "500.5", DIFFERENT),
        ("近9000家", "8100", EQUAL),
        ("近1.5亿元", "1.4", EQUAL),
        ("近1.5亿元", "1.3", DIFFERENT),
    ],
)
def test_what_comes_near_a_number_is_a_tenth_below_it_at_most_and_no_more_than_its_last_digit(printed, known, code):
    (said,) = read_statements(Draft((Paragraph(0, f"高新技术企业达到{printed}。"),)), (), 2023)
    unit = said.quantity.unit
    stated = ("actual", "exact", Decimal(known), unit, "", "", "", "", "")
    assert said.figure is not None
    assert compared(said.figure, Observation("x", 2023, "a", "level", *stated)) == code
