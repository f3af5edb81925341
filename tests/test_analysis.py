"""What results stand on: intervals, results in another unit, goals of two years side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.test_reconcile import codes, dataset, indicator, said
from zcplan.analysis.compare import compare
from zcplan.analysis.goals import goals
from zcplan.analysis.interval import Interval, printed

D = Decimal


def between(low: str | None, high: str | None) -> Interval:
    return Interval(None if low is None else D(low), None if high is None else D(high))


def test_intervals_add_subtract_and_widen_on_both_sides() -> None:
    one, other = between("1", "2"), between("10", "20")
    assert one + other == between("11", "22")
    assert other - one == between("8", "19")
    assert one.widened(D("0.5")) == between("0.5", "2.5")
    assert one.scaled(D(10)) == between("10", "20")


def test_what_is_open_on_a_side_stays_open() -> None:
    open_above, open_below = between("1", None), between(None, "2")
    assert open_above + open_below == between(None, None)
    assert between("5", "6") - open_above == between(None, "5")
    assert between("5", "6") - open_below == between("3", None)
    assert open_above.widened(D(1)) == between("0", None) and open_below.widened(D(1)) == between(None, "3")
    assert open_above.meets(between("100", "101")) and not open_above.meets(between("0", "0.5"))
    assert open_below.meets(between("-5", "-4")) and not open_below.meets(between("3", "4"))


def test_a_level_grows_by_a_rate_and_never_below_nothing() -> None:
    assert between("100", "200").grown(between("10", "20")) == between("110", "240")
    assert between("100", "200").grown(between("-150", "10")) == between("0", "220")
    assert between("100", None).grown(between("10", "20")) == between("110", None)
    assert between("100", "200").grown(between("10", None)) == between("110", None)


@pytest.mark.parametrize(
    ("value", "unit", "low", "high"),
    [
        ("5", "所", "5", "5"),
        ("4427", "人", "4427", "4427"),
        ("12", "万人", "11.5", "12.5"),
        ("4.5", "家", "4.45", "4.55"),
        ("5", "亿元", "4.5", "5.5"),
        ("5", "", "4.5", "5.5"),
    ],
)
def test_a_count_is_what_it_says_and_an_amount_may_be_rounded(value, unit, low, high) -> None:
    assert printed(D(value), unit) == between(low, high)


def test_a_result_is_held_against_its_target_in_the_target_s_unit() -> None:
    (found,) = compare(dataset(said(50, "亿元", bound="at_least"), said("536400", "万元", status="actual")), 2023)
    assert (found.actual_value, found.difference, found.verdict) == (D("53.6400"), D("3.6400"), "exceeded")


def test_where_less_is_better_a_lower_result_is_better() -> None:
    down = indicator(unit="%")
    down = type(down)(**{**vars(down), "direction": "down"})
    (found,) = compare(dataset(said(4, "%"), said(2, "%", status="actual"), indicators=(down,)), 2023)
    assert found.verdict == "exceeded" and found.less_is_better


@pytest.mark.parametrize(
    ("goal", "before", "change"),
    [
        (said(52), said(50, year=2022), "raised"),
        (said(52), said("500000", "万元", year=2022), "raised"),
        (said(48), said(50, year=2022), "lowered"),
        (said(50), said(50, year=2022), "same"),
        (said(50, bound="at_least"), said(50, year=2022), "reworded"),
        (said(5, "%", measure="growth"), said(50, year=2022), "reworded"),
        (said(None, "", text="保持稳定", bound="qualitative"), said(50, year=2022), "reworded"),
    ],
)
def test_a_goal_beside_that_of_the_year_before(goal, before, change) -> None:
    (found,) = goals(dataset(goal, before, said(51, year=2022, status="actual")), 2023)
    assert (found.change, found.goal, found.before) == (change, goal, before)


def test_a_goal_that_is_new_and_one_that_is_dropped() -> None:
    new = said(5, indicator="n")
    old = said(50, year=2022)
    result = said(51, year=2022, status="actual")
    family = (indicator(), indicator("n"))
    added, dropped = goals(dataset(new, old, result, indicators=family), 2023)
    assert (added.change, added.goal, added.before, added.result) == ("new", new, None, None)
    assert (dropped.change, dropped.goal, dropped.before, dropped.result) == ("dropped", None, old, result)


def test_a_change_in_points_is_of_shares_alone() -> None:
    levels = (said(40, year=2022, status="actual"), said(42))
    assert not codes(*levels, said(3, "个百分点", measure="change"))


def test_only_wrong_growth_is_searched_for_exchanged_digits() -> None:
    from zcplan.analysis.reconcile import reconcile

    data = dataset(
        said("71.05", year=2022, status="actual"),
        said("79.6"),
        said("5.0", "%", measure="growth"),
        indicators=(indicator(basis="constant"),),
    )
    (found,) = reconcile(data)
    assert (found.code, found.misprint) == ("real-growth", None)
