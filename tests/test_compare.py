"""Plan against result: the rule of verdicts, the choice of vintage, and what a careful reader finds for 2023."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Tool
from zcplan.analysis.compare import Comparison, compare, compare_fact, headline, one_each, ordered, plan_year
from zcplan.analysis.verdict import judge
from zcplan.analysis.vintage import printed, results, targets
from zcplan.model import Dataset, Observation
from zcplan.quantity import Quantity, parse

D = Decimal


def verdict(target: str, actual: str | None, direction: str = "up") -> str:
    return judge(parse(target), parse(actual) if actual else None, direction)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("增长5%以上", "增长5%", "met"),
        ("增长5%以上", "增长5.25%", "exceeded"),
        ("增长5%以上", "增长4.5%", "near"),
        ("增长5%以上", "增长3.9%", "missed"),
        ("增长5.5%左右", "增长5.5%左右", "met"),
        ("增长5.5%左右", "增长5.0%", "met"),
        ("增长5.5%左右", "增长4.99%", "near"),
        ("增长5.5%左右", "增长4.4%", "missed"),
        ("增长5.5%左右", "增长6.1%", "exceeded"),
        ("增长5.5%", "下降2.3%", "missed"),
        ("242天", "220天", "missed"),
        ("242天", "240天", "met"),
        ("242天", "238天", "near"),
        ("200亿元", "198亿元", "met"),
        ("200亿元", "197.99亿元", "near"),
        ("200亿元", "196亿元", "near"),
        ("200亿元", "195.99亿元", "missed"),
        ("44.3%", "40%", "missed"),
        ("44.3%", "43.9%", "met"),
        ("4%以内", "4%", "met"),
        ("4%以内", "2.56%", "exceeded"),
        ("4%以内", "4.8%", "near"),
        ("4%以内", "6%", "missed"),
        ("1处", "1处", "met"),
        ("1处", "2处", "exceeded"),
        ("50亿元以上", "53.64亿元", "exceeded"),
        ("保持稳定增长", "增长52%", "met"),
        ("保持稳定", "持平", "met"),
        ("稳步增长", "下降64.8%", "missed"),
        ("完成市下达任务指标", "完成市下达任务指标", "met"),
        ("完成市下达任务指标", "增长3%", "judge"),
        ("不低于全市平均水平", "增长3%", "judge"),
        ("200家", "突破195家", "judge"),
        ("190家以上", "突破195家", "exceeded"),
        ("增长5%以上", None, "undisclosed"),
        ("保持稳定", None, "undisclosed"),
    ],
)
def test_the_rule_of_verdicts(target: str, actual: str | None, expected: str) -> None:
    assert verdict(target, actual) == expected


def test_less_is_better_where_the_direction_is_down() -> None:
    assert verdict("5%", "3%", "down") == "exceeded"
    assert verdict("5%", "5.8%", "down") == "near"
    assert verdict("5%", "8%", "down") == "missed"
    assert verdict("5%", "8%", "neutral") == "judge"


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_a_better_result_never_gets_a_worse_verdict(target: int, actual: int) -> None:
    order = ["missed", "near", "met", "exceeded"]
    for bound in ("at_least", "about", "exact"):
        goal = Quantity(D(target), "个", bound)
        one, other = (judge(goal, Quantity(D(a), "个")) for a in (actual, actual + 1))
        assert order.index(one) <= order.index(other)


@given(st.integers(1, 1000), st.integers(-50, 50))
def test_at_most_mirrors_at_least(target: int, off: int) -> None:
    least = judge(Quantity(D(target), "%", "at_least"), Quantity(D(target + off), "%"))
    most = judge(Quantity(D(target), "%", "at_most"), Quantity(D(target - off), "%"))
    assert least == most


def test_the_plan_outranks_the_work_report_and_that_a_task_list(dataset: Dataset) -> None:
    chosen = targets(dataset, ("district-projects", 2023, "zhoucun", "level"))
    assert [(o.document, o.value) for o in chosen] == [("plan-2023", 93), ("work-report-2023", 120)]
    funds = targets(dataset, ("out-of-province-funds", 2023, "zhoucun", "level"))
    assert [o.document for o in funds] == ["plan-2023", "work-report-2023", "green-tasks-2023"]


def test_a_later_actual_outranks_an_estimate(dataset: Dataset) -> None:
    chosen = results(dataset, ("gdp", 2022, "zhoucun", "growth"))
    assert [(o.status, o.value) for o in chosen] == [("actual", D("2.3")), ("estimate", D("3.5"))]


def test_within_a_document_the_body_leads_and_the_table_prints_the_annex(dataset: Dataset) -> None:
    chosen = targets(dataset, ("budget-revenue", 2023, "zhoucun", "growth"))
    assert (chosen[0].bound, chosen[0].in_annex) == ("at_least", False)
    assert (printed(chosen)[0].bound, printed(chosen)[0].in_annex) == ("exact", True)


def test_only_what_had_been_issued_by_a_day_counts(dataset: Dataset) -> None:
    then = dataset.as_of(date(2023, 3, 1))
    assert targets(then, ("district-projects", 2023, "zhoucun", "level"))[0].value == 120
    assert results(then, ("gdp", 2022, "zhoucun", "growth"))[0].value == D("3.5")
    assert {c.verdict for c in compare(then, 2023)} == {"undisclosed"}


def test_the_newest_year_with_targets_and_results_is_meant(dataset: Dataset) -> None:
    assert plan_year(dataset) == 2023


def test_from_one_report_the_year_of_its_targets_is_meant(dataset: Dataset) -> None:
    def of(year: int, status: str) -> list[Observation]:
        return [o for o in dataset.observations if (o.year, o.status) == (year, status)]

    results, goals = of(2022, "actual"), of(2023, "target")
    assert plan_year(replace(dataset, observations=(*results, *goals))) == 2023
    assert plan_year(replace(dataset, observations=tuple(results))) == 2022
    assert plan_year(replace(dataset, observations=())) is None


@pytest.mark.parametrize(
    ("indicator", "measure", "expected"),
    [
        ("gdp", "growth", "met"),
        ("retail-sales", "growth", "exceeded"),
        ("budget-revenue", "growth", "exceeded"),
        ("fixed-asset-investment", "growth", "undisclosed"),
        ("fixed-asset-investment", "level", "undisclosed"),
        ("good-air-days", "level", "missed"),
        ("four-new-share", "level", "missed"),
        ("foreign-investment", "growth", "met"),
        ("foreign-trade", "growth", "met"),
        ("residents-income", "growth", "undisclosed"),
        ("rd-share", "level", "undisclosed"),
        ("urban-jobs", "level", "exceeded"),
        ("out-of-province-funds", "level", "exceeded"),
        ("district-projects", "level", "met"),
        ("pv-capacity-new", "level", "exceeded"),
        ("charging-piles-new", "level", "exceeded"),
        ("energy-intensity-reduction", "level", "undisclosed"),
    ],
)
def test_verdicts_of_2023_are_what_a_careful_reader_finds(dataset: Dataset, indicator, measure, expected) -> None:
    found = {(c.indicator.id, c.measure): c for c in compare(dataset, 2023) if c.area.id == "zhoucun"}
    assert found[indicator, measure].verdict == expected


def test_differences_are_in_points_for_rates_and_in_the_targets_unit_else(dataset: Dataset) -> None:
    found = {(c.indicator.id, c.measure): c for c in compare(dataset, 2023) if c.area.id == "zhoucun"}
    retail, jobs = found["retail-sales", "growth"], found["urban-jobs", "level"]
    assert (retail.difference, retail.difference_unit) == (D("4.9"), "个百分点")
    assert (jobs.difference, jobs.difference_unit) == (D(427), "人")
    air = found["good-air-days", "level"]
    assert (air.difference, air.stands_in, air.actual.area) == (D(-22), True, "zhoucun-proper")


def test_parts_are_compared_with_parts(dataset: Dataset) -> None:
    found = {(c.indicator.id, c.area.id): c for c in compare(dataset, 2023)}
    assert found["district-projects", "wenchanghu"].target.value == 31
    assert found["district-projects", "wenchanghu"].actual.value == 29


def test_each_headline_indicator_has_one_line(dataset: Dataset) -> None:
    lines = headline(compare(dataset, 2023), dataset.whole)
    ids = [c.indicator.id for c in lines]
    assert len(ids) == len(set(ids))
    assert {"gdp", "retail-sales", "energy-intensity-reduction"} <= set(ids)
    assert "district-projects" not in ids
    assert all(c.indicator.nature for c in lines)
    keys = [(c.indicator.id, c.area.id) for c in one_each(compare(dataset, 2023))]
    assert len(keys) == len(set(keys))


def test_the_command_prints_the_contracts_records(tool: Tool) -> None:
    records = {(r["indicator"], r["area"], r["measure"]): r for r in tool.json("compare", 2023)}
    retail = records["retail-sales", "zhoucun", "growth"]
    assert retail["name"] == "社会消费品零售总额"
    assert retail["target"] == {"value": 5, "bound": "at_least", "text": "", "document": "plan-2023"}
    assert retail["actual"] == {"value": 9.9, "status": "estimate", "document": "plan-report-2024"}
    assert (retail["difference"], retail["verdict"], retail["unit"]) == (4.9, "exceeded", "%")
    assert {o["document"] for o in retail["others"]} == {"plan-2023", "work-report-2023", "green-tasks-2023"}
    missing = records["fixed-asset-investment", "zhoucun", "growth"]
    assert (missing["actual"], missing["difference"], missing["verdict"]) == (None, None, "undisclosed")


def test_messages_never_mix_with_json(tool: Tool) -> None:
    result = tool("compare", 2023, "--format", "json")
    assert result.stdout.lstrip().startswith("[") and result.stdout.rstrip().endswith("]")
    assert "missed" in result.stderr


def test_filters_and_forms(tool: Tool) -> None:
    only = tool.json("compare", 2023, "--verdict", "missed", "--verdict", "near")
    assert {r["verdict"] for r in only} == {"missed"}
    head = tool.json("compare", 2023, "--headline")
    assert 15 < len(head) < 40
    text = tool("compare", 2023, "--headline", "--format", "csv").stdout
    assert text.splitlines()[0] == "Indicator,Area,Target,Result,Difference,Unit,Verdict"
    assert "社会消费品零售总额,周村区,增长5%以上,预计增长9.9%,4.9,个百分点,exceeded" in text
    assert "| 社会消费品零售总额" in tool("compare", "--headline", "--format", "markdown").stdout


def test_a_year_without_targets_says_which_years_have_some(tool: Tool) -> None:
    result = tool("compare", 2022, code=2)
    assert "no targets of 2022" in result.stderr and "2020, 2023, 2024" in result.stderr


def test_as_of_a_day_the_command_tells_what_was_known(tool: Tool) -> None:
    records = {
        (r["indicator"], r["measure"], r["area"]): r for r in tool.json("--as-of", "2023-03-01", "compare", 2023)
    }
    assert records["district-projects", "level", "zhoucun"]["target"]["value"] == 120
    assert "had been issued" in tool("--as-of", "2019-01-01", "compare", 2023, code=2).stderr


# --- the order of a listing ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_2023(dataset: Dataset):
    return compare(dataset, 2023)


def test_a_listing_by_name_or_group_is_in_the_order_of_their_characters(of_2023) -> None:
    names = [c.indicator.name for c in ordered(of_2023, "name")]
    groups = [c.indicator.group for c in ordered(of_2023, "group")]
    assert names == sorted(names) and groups == sorted(groups) and len(set(groups)) > 5
    assert [c.fact for c in ordered(of_2023, "plan")] == [c.fact for c in of_2023]


@pytest.mark.parametrize(("by", "value"), [("target", lambda c: c.target.value), ("result", lambda c: c.actual_value)])
def test_a_listing_by_a_figure_begins_with_the_lowest_and_ends_with_what_has_none(of_2023, by, value) -> None:
    values = [value(c) for c in ordered(of_2023, by)]
    known = [v for v in values if v is not None]
    assert values == sorted(known) + [None] * (len(values) - len(known)) and len(known) < len(values)


def test_a_listing_by_verdict_begins_with_the_worst(of_2023) -> None:
    worst_first = ["missed", "near", "judge", "met", "exceeded", "undisclosed"]
    verdicts = [c.verdict for c in ordered(of_2023, "verdict")]
    assert verdicts == sorted(verdicts, key=worst_first.index) and len(set(verdicts)) > 4


def test_a_listing_by_difference_begins_with_what_falls_short_most(dataset: Dataset) -> None:
    def case(name: str, goal: str, actual: str, unit: str = "亿元", **more: str) -> Comparison:
        found = compare_fact(dataset, ("gdp", 2023, "zhoucun", "growth"))
        fields = {"indicator": name, "unit": unit, "measure": "level", "bound": "exact", **more}
        target = found.target._replace(value=D(goal), **fields)
        result = found.target._replace(value=D(actual), status="actual", **fields)
        indicator = replace(found.indicator, id=name, unit=unit, direction="up")
        return replace(
            found,
            indicator=indicator,
            measure=fields["measure"],
            target=target,
            actual=result,
            actual_value=D(actual),
            difference=D(actual) - D(goal),
        )

    cases = [
        case("six percent above", "100", "106"),
        case("far below a small goal", "2", "1"),
        case("one point below", "5", "4", "%", measure="growth"),
        case("three points above", "5", "8", "%", measure="growth"),
        case("above a ceiling", "100", "110", bound="at_most"),
        case("of nought", "0", "4"),
    ]
    assert [c.indicator.id for c in ordered(cases, "difference")] == [
        "far below a small goal",
        "above a ceiling",
        "one point below",
        "three points above",
        "of nought",
        "six percent above",
    ]
