"""Figures that contradict each other are found; rounding, wording and prices are no alarm."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.conftest import DATA
from zcplan.analysis.explain import message, number
from zcplan.analysis.finding import KINDS, errors, used
from zcplan.analysis.interval import Interval, printed, stated
from zcplan.analysis.reconcile import reconcile
from zcplan.cli import cli
from zcplan.dataset import load
from zcplan.model import Area, Dataset, Document, Indicator, Observation


def english(text):
    return text


DOCUMENTS = (
    Document("work", "2023年政府工作报告", "", "区政府", date(2023, 1, 7), "work-report", 3),
    Document("plan", "关于印发某区2023年计划的通知", "", "区政府", date(2023, 4, 25), "plan", 1),
    Document("tasks", "重点工作任务", "", "区政府办", date(2023, 6, 9), "task-list", 4),
)
AREAS = (Area("all", "某区", "", ""), Area("lake", "某湖", "all", ""), Area("rest", "不含某湖", "all", "all"))


def indicator(name="x", unit="亿元", parent="", basis="current"):
    return Indicator(name, f"指标{name}", unit, "综合", parent, "up", "", 1, basis, ())


def said(value, unit="亿元", document="plan", year=2023, measure="level", status="target", **more):
    fields = {"indicator": "x", "area": "all", "bound": "exact", "text": "", "locator": "一", "note": "", **more}
    return Observation(
        year=year,
        measure=measure,
        status=status,
        value=None if value is None else Decimal(str(value)),
        unit=unit,
        document=document,
        evidence=f"原文{value}{unit}",
        **fields,
    )


def dataset(*statements, indicators=None):
    return Dataset(DOCUMENTS, AREAS, indicators or (indicator(),), statements, (), (), (), (), ())


def findings(*statements, indicators=None):
    return reconcile(dataset(*statements, indicators=indicators))


def codes(*statements, indicators=None):
    return [(f.kind, f.code) for f in findings(*statements, indicators=indicators)]


@pytest.fixture(scope="module")
def real():
    return load(DATA)


@pytest.fixture(scope="module")
def real_findings(real):
    return reconcile(real)


# --- the real documents ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "year", "kind", "figures"),
    [
        ("district-projects", 2023, "conflict", {"120", "93"}),
        ("district-projects-investment", 2023, "conflict", {"448", "394.3"}),
        ("out-of-province-funds", 2023, "conflict", {"50", "52"}),
        ("digital-core-value-added", 2023, "conflict", {"25", "8"}),
        ("startup-guaranteed-loans", 2023, "conflict", {"4000", "8000"}),
        ("four-new-share", 2022, "conflict", {"37.1", "43.3"}),
        ("gdp", 2022, "revision", {"3.5", "2.3"}),
        ("fixed-asset-investment", 2022, "revision", {"16.5", "22.7"}),
        ("retail-sales", 2023, "arithmetic", {"71.05", "76.02", "5.0"}),
    ],
)
def test_the_known_contradictions_of_the_documents_are_found(real_findings, name, year, kind, figures):
    found = [f for f in real_findings if f.indicator.id == name and f.year == year and f.area == "zhoucun"]
    assert [f.kind for f in found] == [kind]
    assert {str(o.value) for o in found[0].statements} == figures


def test_every_statement_comes_with_its_document_and_evidence(real, real_findings):
    for finding in real_findings:
        assert len(finding.statements) >= 2
        for o in finding.statements:
            assert o.document in real.document
            assert o.evidence


def test_growth_at_constant_prices_is_explained_and_no_error(real, real_findings):
    found = [f for f in real_findings if f.code == "real-growth"]
    assert [(f.indicator.id, f.year, f.kind) for f in found] == [("services-value-added", 2023, "arithmetic")]
    assert not errors(found)
    assert "4.75%" in message(found[0], real, english)


def test_a_figure_that_only_rounds_another_is_not_reported(real_findings):
    """0.4万人 beside 4000人以上, 3.05% beside 3%左右, 0.1139亿美元 beside 1139万美元."""
    assert not {"urban-jobs", "rd-share", "foreign-investment"} & {f.indicator.id for f in real_findings}


def test_errors_stand_before_what_is_merely_told(real_findings):
    told = [f.is_error for f in real_findings]
    assert told == sorted(told, reverse=True)
    assert all(f.kind in KINDS for f in real_findings)


# --- between statements ----------------------------------------------------------------------------


def test_documents_that_say_the_same_are_told_together_with_the_gap():
    statements = [said(4000, "万元", "work"), said(4000, "万元"), said(8000, "万元", "tasks")]
    data = dataset(*statements)
    (found,) = reconcile(data)
    text = message(found, data, english)
    assert (found.kind, found.code) == ("conflict", "between")
    assert "《2023年政府工作报告》《某区2023年计划》 4000万元; 《重点工作任务》 8000万元" in text
    assert text.endswith("a difference of 4000万元.")
    assert used(found, data) == (statements[1],)


def test_a_difference_of_rates_is_in_percentage_points():
    data = dataset(said(25, "%", "work", measure="growth"), said(8, "%", "tasks", measure="growth"))
    assert "17个百分点" in message(reconcile(data)[0], data, english)


def test_goals_with_the_same_number_agree_whatever_the_bound():
    assert not codes(said(50, bound="at_least"), said(50, document="tasks"), said(50, document="work", bound="about"))


def test_a_result_above_a_limit_is_no_contradiction():
    assert not codes(
        said(195, "家", status="actual", bound="at_least"),
        said(201, "家", "tasks", status="actual"),
        indicators=(indicator(unit="家"),),
    )


def test_words_that_hold_two_figures_are_no_stumbling_block():
    assert codes(said(50, text="先50亿元、再52亿元"), said(52, document="tasks")) == [("conflict", "between")]


def test_one_document_that_contradicts_itself_is_told_so():
    assert codes(said(50), said(52)) == [("conflict", "within")]


def test_an_estimate_that_a_later_document_replaced_is_a_revision():
    assert codes(said(50, document="work", status="estimate"), said(52, status="actual")) == [("revision", "revision")]


def test_an_estimate_after_the_result_is_a_contradiction():
    assert codes(said(50, document="work", status="actual"), said(52, status="estimate")) == [("conflict", "between")]


def test_results_that_differ_are_a_contradiction_even_beside_an_estimate():
    found = codes(
        said(50, document="work", status="estimate"),
        said(52, status="actual"),
        said(53, "亿元", "tasks", status="actual"),
    )
    assert found == [("conflict", "between")]


def test_goals_are_never_called_a_revision():
    assert codes(said(30, document="work"), said(31)) == [("conflict", "between")]


def test_a_goal_and_a_result_do_not_contradict_each_other():
    assert not codes(said(50), said(40, status="actual", document="tasks"))


def test_words_beside_a_number_are_no_contradiction():
    assert not codes(said(5), said(None, "", "tasks", bound="qualitative", text="稳定增长"))


@pytest.mark.parametrize(("one", "other"), [((0.4, "人"), (4000, "人")), ((1139, "亿元"), (0.11, "亿元"))])
def test_a_factor_of_ten_thousand_is_a_wrong_unit(one, other):
    unit = (indicator(unit=one[1]),)
    data = dataset(said(*one, "work"), said(*other), indicators=unit)
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("unit", "magnitude")
    assert "a factor of 10000" in message(found, data, english)


def test_two_small_numbers_are_no_wrong_unit():
    assert codes(said(4, "个", "work"), said(430, "个"), indicators=(indicator(unit="个"),)) == [
        ("conflict", "between")
    ]


def test_an_exchange_rate_between_two_amounts_is_a_wrong_unit():
    data = dataset(
        said(1139, "万美元", "work", status="actual"),
        said(8156, "万美元", status="actual"),
        indicators=(indicator(unit="万美元"),),
    )
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("unit", "exchange")
    assert "7.16" in message(found, data, english)


@pytest.mark.parametrize(
    ("dollars", "code"), [(5990, "between"), (6000, "exchange"), (8800, "exchange"), (8810, "between")]
)
def test_an_exchange_rate_lies_between_six_and_almost_nine(dollars, code):
    pair = (said(1000, "万美元", "work", status="actual"), said(dollars, "万美元", status="actual"))
    assert [c for _kind, c in codes(*pair, indicators=(indicator(unit="万美元"),))] == [code]


@pytest.mark.parametrize(("other", "code"), [("11.39", "magnitude"), ("113.9", "between")])
def test_a_factor_of_a_hundred_is_the_least_that_a_wrong_unit_makes(other, code):
    pair = (said(1139, "人", "work"), said(other, "人"))
    assert [c for _kind, c in codes(*pair, indicators=(indicator(unit="人"),))] == [code]


@pytest.mark.parametrize(("level", "code"), [("115.0", "real-growth"), ("115.1", "growth")])
def test_prices_may_set_growth_apart_by_ten_points(level, code):
    start = said("100.0", year=2022, status="actual")
    moved = said(level, status="actual")
    rate = said("5.00", "%", measure="growth", status="actual")
    assert [c for _kind, c in codes(start, moved, rate, indicators=(indicator(basis="constant"),))] == [code]


def test_things_counted_have_no_exchange_rate():
    assert codes(said(10, "个", "work"), said(70, "个"), indicators=(indicator(unit="个"),)) == [
        ("conflict", "between")
    ]


# --- level, growth, base ---------------------------------------------------------------------------


def rate_of(base, level, rate, measure="growth", unit="亿元", rate_unit="%", **more):
    return (
        said(base, unit, year=2022, status="actual"),
        said(level, unit),
        said(rate, rate_unit, measure=measure, **more),
    )


def test_a_level_that_its_growth_does_not_lead_to_is_told_with_what_it_should_be():
    data = dataset(*rate_of("71.05", "76.02", "5.0"))
    (found,) = reconcile(data)
    text = message(found, data, english)
    assert (found.kind, found.code) == ("arithmetic", "growth")
    assert "71.05亿元 and 增长5.0% give 74.6亿元, but 76.02亿元 is printed, which is 增长7%." in text


def test_a_fall_is_told_as_a_fall():
    data = dataset(*rate_of("100", "90", "5"))
    assert "which is 下降10%." in message(reconcile(data)[0], data, english)
    data = dataset(*rate_of("100", "90", "5", "change", rate_unit="亿元"))
    assert "give 105亿元, but 90亿元 is printed, which is 减少10亿元." in message(reconcile(data)[0], data, english)


def test_a_growth_that_is_only_a_lower_limit_fits_a_higher_level():
    assert not codes(*rate_of("71.05", "76.02", "5.0", bound="at_least"))


@pytest.mark.parametrize(("rate", "fits"), [("6.6", True), ("5.9", False)])
def test_about_is_half_a_percentage_point_wide(rate, fits):
    assert (codes(*rate_of("71.05", "76.02", rate, bound="about")) == []) is fits


def test_a_share_whose_change_is_printed_as_growth_is_told_so():
    data = dataset(*rate_of("43.3", "44.3", "1", unit="%"), indicators=(indicator(unit="%"),))
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("arithmetic", "points")
    assert "from 43.3% to 44.3% is 提高1个百分点, which 增长1% gives as a growth" in message(found, data, english)


def test_a_share_whose_growth_is_printed_as_a_change_is_told_so():
    statements = rate_of("43.3", "44.3", "2.3", "change", "%", "个百分点")
    data = dataset(*statements, indicators=(indicator(unit="%"),))
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("arithmetic", "relative")
    assert "is 增长2.31%, which 提高2.3个百分点 gives as a change" in message(found, data, english)


def test_an_absolute_change_is_held_against_the_levels_whatever_its_unit():
    assert not codes(*rate_of("1.2", "1.5", "3000", "change", rate_unit="万元"))
    assert codes(*rate_of("1.2", "1.9", "3000", "change", rate_unit="万元")) == [("arithmetic", "change")]


def test_a_level_off_by_ten_thousand_is_a_wrong_unit():
    assert codes(*rate_of("71.05", "746000", "5.0")) == [("unit", "scale")]


def test_growth_at_constant_prices_excuses_no_impossible_level():
    constant = (indicator(basis="constant"),)
    assert codes(*rate_of("132.7", "139", "5.8"), indicators=constant) == [("arithmetic", "real-growth")]
    assert codes(*rate_of("132.7", "190", "5.8"), indicators=constant) == [("arithmetic", "growth")]


def test_a_base_of_nothing_is_no_alarm():
    assert not codes(*rate_of("0", "5", "100"))


LEVELS = st.decimals(min_value=1, max_value=10000, places=4, allow_nan=False, allow_infinity=False)
RATES = st.decimals(min_value=-60, max_value=300, places=4, allow_nan=False, allow_infinity=False)
PLACES = st.integers(min_value=0, max_value=3)


def rounded(value, places):
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(base=LEVELS, rate=RATES, base_places=PLACES, level_places=PLACES, rate_places=PLACES)
@settings(deadline=None)
def test_rounding_levels_and_rates_never_raises_a_finding(base, rate, base_places, level_places, rate_places):
    level = base * (1 + rate / 100)
    assert not codes(*rate_of(rounded(base, base_places), rounded(level, level_places), rounded(rate, rate_places)))


@given(base=LEVELS, change=RATES, places=PLACES, change_places=PLACES)
@settings(deadline=None)
def test_rounding_shares_and_their_changes_never_raises_a_finding(base, change, places, change_places):
    statements = rate_of(
        rounded(base, places), rounded(base + change, places), rounded(change, change_places), "change", "%", "个百分点"
    )
    assert not codes(*statements, indicators=(indicator(unit="%"),))


@given(base=LEVELS, rate=RATES, places=PLACES, up=st.booleans(), digit=st.integers(min_value=1, max_value=9))
@settings(deadline=None)
def test_a_digit_changed_beyond_rounding_always_raises_one(base, rate, places, up, digit):
    """Slack is what the three roundings may hide together; the level is moved by more than that."""
    half = Decimal(5).scaleb(-places - 1)
    start, by = rounded(base, places), rounded(rate, places)
    assume(start > half)
    slack = half * (1 + by / 100 + half / 100) + start * half / 100 + half
    moved = rounded(start * (1 + by / 100), places) + (2 * slack + digit).quantize(half * 2) * (1 if up else -1)
    assume(moved > 0)
    assert [kind for kind, _ in codes(*rate_of(start, moved, by))] in (["arithmetic"], ["unit"])


@given(values=st.lists(LEVELS, min_size=2, max_size=2), places=PLACES, whole_places=PLACES)
@settings(deadline=None)
def test_rounding_parts_and_whole_never_raises_a_finding(values, places, whole_places):
    lake, rest = values
    assert not codes(
        said(rounded(lake + rest, whole_places)),
        said(rounded(lake, places), area="lake"),
        said(rounded(rest, places), area="rest"),
    )


@given(value=LEVELS, places=PLACES)
@settings(deadline=None)
def test_a_figure_rounded_in_another_document_agrees(value, places):
    assert not codes(said(value, document="work"), said(rounded(value, places)))


# --- what sort of disagreement it is ---------------------------------------------------------------


def natures(*statements, **more):
    return [f.nature for f in findings(*statements, **more)]


@pytest.mark.parametrize(
    ("one", "other", "nature"),
    [
        ((31, {}), (30, {"bound": "at_least"}), "goals"),
        ((5, {"bound": "about"}), (4, {"bound": "at_least"}), "goals"),
        ((4000, {"bound": "at_least"}), (8000, {"bound": "at_least"}), "goals"),
        ((31, {}), (30, {}), "contradiction"),
        ((29, {}), (30, {"bound": "at_least"}), "contradiction"),
        ((20, {"bound": "at_most"}), (30, {"bound": "at_least"}), "contradiction"),
    ],
)
def test_goals_that_one_result_can_meet_get_a_softer_word(one, other, nature):
    assert natures(said(one[0], document="work", **one[1]), said(other[0], **other[1])) == [nature]


def test_results_are_never_within_reach_of_each_other():
    statements = (said(31, status="actual", document="work"), said(30, status="actual"))
    assert natures(*statements) == ["contradiction"]


def test_three_goals_are_within_reach_only_where_one_result_meets_them_all():
    goals = (said(31), said(30, document="work", bound="at_least"), said(33, document="tasks"))
    assert natures(*goals) == ["contradiction"]


@pytest.mark.parametrize(
    "other",
    [
        {"note": "口径不含某湖"},
        {"evidence": "总投资（不含某湖）40亿元"},
        {"note": "合并单元格；统计口径调整后"},
    ],
)
def test_statements_that_do_not_cover_the_same_are_told_and_not_blamed(other):
    told = {"status": "actual", **other}
    told_of = said(40, document="tasks", **{k: v for k, v in told.items() if k != "evidence"})
    told_of = told_of._replace(evidence=told.get("evidence", told_of.evidence))
    data = dataset(said(50, status="actual"), told_of)
    (found,) = reconcile(data)
    assert (found.nature, found.is_error) == ("scope", False)
    assert "do not cover the same: " in message(found, data, english)


def test_a_remark_on_coverage_that_both_bear_excuses_nothing():
    remark = {"status": "actual", "note": "统计口径调整前"}
    assert natures(said(50, **remark), said(40, document="tasks", **remark)) == ["contradiction"]


def test_the_gravest_sort_stands_first(real_findings):
    order = ["contradiction", "goals", "scope", "revision", "explained"]
    found = [order.index(f.nature) for f in real_findings]
    assert found == sorted(found)
    assert {f.indicator.id for f in real_findings if f.nature == "goals"} >= {
        "large-projects-new",
        "out-of-province-funds",
    }


def test_digits_that_changed_places_are_told_as_the_likely_cause():
    data = dataset(said(448, document="work"), said(484))
    (found,) = reconcile(data)
    assert "two neighbouring digits of 484亿元 changed places: 448亿元" in message(found, data, english)
    assert reconcile(dataset(said(448, document="work"), said(449)))[0].misprint is None


def test_arithmetic_names_the_one_figure_that_would_fit_with_its_digits_exchanged():
    data = dataset(*rate_of("71.05", "76.40", "5.0"))
    (found,) = reconcile(data)
    assert found.misprint and (found.misprint.statement.value, found.misprint.meant) == (
        Decimal("76.40"),
        Decimal("74.60"),
    )
    assert "of 76.40亿元 changed places: 74.60亿元" in message(found, data, english)


def test_no_cause_is_named_where_none_fits():
    assert findings(*rate_of("71.05", "76.02", "5.0"))[0].misprint is None


# --- what can't be ---------------------------------------------------------------------------------


def named(name, unit, **more):
    return replace(indicator("x", unit, **more), name=name)


@pytest.mark.parametrize(
    ("name", "unit", "value", "year", "code"),
    [
        ("高技术产业增加值占比", "%", "167.4", 2023, "share-limit"),
        ("森林覆盖率", "%", "100.5", 2023, "share-limit"),
        ("空气质量优良天数", "天", "367", 2024, "days-limit"),
        ("空气质量优良天数", "天", "366", 2023, "days-limit"),
        ("空气质量优良天数", "天", "366", 2024, None),
        ("高技术产业增加值占比", "%", "100.0", 2023, None),
        ("高等教育毛入学率", "%", "102", 2023, None),
        ("拨备覆盖率", "%", "180", 2023, None),
        ("连续安全生产天数", "天", "1200", 2023, None),
    ],
)
def test_more_than_the_whole_and_more_days_than_the_year_has_are_told(name, unit, value, year, code):
    found = findings(said(value, unit, year=year, status="actual"), indicators=(named(name, unit),))
    assert [f.code for f in found] == ([code] if code else [])


def test_a_growth_of_a_share_may_be_above_a_hundred():
    share = named("高技术产业增加值占比", "%")
    assert not codes(said(120, "%", measure="growth", status="actual"), indicators=(share,))


def test_days_beyond_the_year_say_how_many_it_has():
    days = named("空气质量优良天数", "天")
    data = dataset(said(420, "天", status="actual"), indicators=(days,))
    assert "420天, but the year has 365天" in message(reconcile(data)[0], data, english)


# --- wholes that grow as none of their parts, stocks below their additions -------------------------


def industries(**basis):
    names = ("第一产业增加值", "第二产业增加值", "第三产业增加值")
    whole = replace(indicator("x", **basis), name="地区生产总值")
    return (whole, *(replace(indicator(f"p{n}", parent="x", **basis), name=name) for n, name in enumerate(names)))


def growths(whole, *parts, **more):
    rates = [said(rate, "%", measure="growth", indicator=f"p{n}") for n, rate in enumerate(parts)]
    return (said(whole, "%", measure="growth", **more), *rates)


@pytest.mark.parametrize(("whole", "wrong"), [("7.1", True), ("2.9", True), ("6.0", False), ("5.0", False)])
def test_a_whole_grows_within_the_range_of_its_parts(whole, wrong):
    assert codes(*growths(whole, "3.1", "5.8", "6.0"), indicators=industries()) == (
        [("part-whole", "range")] if wrong else []
    )


def test_the_range_needs_every_part():
    assert not codes(*growths("7.1", "3.1", "5.8"), indicators=industries())


def test_the_range_is_open_where_a_part_has_only_a_lower_limit():
    statements = (*growths("7.1", "3.1", "5.8"), said(6, "%", measure="growth", indicator="p2", bound="at_least"))
    assert not codes(*statements, indicators=industries())


def test_parts_by_other_names_are_all_there_is_where_their_levels_say_so():
    family = (indicator(), indicator("p0", parent="x"), indicator("p1", parent="x"))
    rates = growths("9", "3", "5")
    levels = (said(50), said(20, indicator="p0"), said(30, indicator="p1"))
    assert codes(*rates, *levels, indicators=family) == [("part-whole", "range")]
    levels = (said(90), *levels[1:])
    assert not codes(*rates, *levels, indicators=family)


def test_a_territory_grows_within_the_range_of_its_parts():
    levels = (said(93), said(31, area="lake"), said(62, area="rest"))
    rates = [said(v, "%", measure="growth", area=a) for v, a in ((9, "all"), (3, "lake"), (5, "rest"))]
    assert codes(*levels, *rates) == [("part-whole", "range")]


def test_there_can_not_be_fewer_than_were_added_within_the_year():
    stock, new = named("高新技术企业数", "家"), replace(indicator("n", "家"), name="新增高新技术企业数")
    data = dataset(said(14, "家"), said(134, "家", indicator="n"), indicators=(stock, new))
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("part-whole", "additions")
    assert "there are 14家 in all, less than were added within the year: 新增高新技术企业数134家" in message(
        found, data, english
    )
    assert not codes(said(134, "家"), said(14, "家", indicator="n"), indicators=(stock, new))
    assert not codes(said(14, "家", status="actual"), said(134, "家", indicator="n"), indicators=(stock, new)), (
        "a goal is not held against a result"
    )


def test_an_increase_can_not_exceed_the_level_it_led_to():
    assert codes(said(20), said(30, measure="change")) == [("part-whole", "additions")]
    assert not codes(said(30), said(20, measure="change"))
    assert not codes(said(-5), said(2, measure="change")), "a balance may rise from below nothing"


# --- parts and wholes ------------------------------------------------------------------------------


def test_a_part_of_the_territory_above_the_whole_is_told():
    data = dataset(said(93, "个"), said(131, "个", area="lake"), indicators=(indicator(unit="个"),))
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("part-whole", "above")
    assert "the part (某湖131个) is more than the whole, 93个" in message(found, data, english)


def test_a_part_is_held_against_the_whole_of_another_document_where_its_own_has_none():
    unit = (indicator(unit="个"),)
    assert codes(said(93, "个"), said(131, "个", "tasks", area="lake"), indicators=unit) == [("part-whole", "above")]
    assert not codes(said(93, "个", bound="at_least"), said(131, "个", "tasks", area="lake"), indicators=unit)


def test_parts_that_do_not_make_up_the_whole_are_told_with_their_sum():
    data = dataset(said(93), said(31, area="lake"), said(60, area="rest"))
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("part-whole", "sum")
    assert "come to 91亿元, not to the whole, 93亿元" in message(found, data, english)


def test_one_part_alone_is_never_taken_for_all_there_is():
    areas = tuple(a for a in dataset().areas if a.id in ("all", "lake"))
    assert len(areas) == 2
    assert reconcile(replace(dataset(said(93), said(31, area="lake")), areas=areas)) == ()
    (found,) = reconcile(replace(dataset(said(93), said(131, area="lake")), areas=areas))
    assert found.code == "above"


def test_indicators_that_are_parts_of_another_may_not_come_to_more():
    family = (indicator(), indicator("a", parent="x"), indicator("b", parent="x"))
    data = dataset(said(93), said(50, indicator="a"), said(50, indicator="b"), indicators=family)
    (found,) = reconcile(data)
    assert (found.kind, found.code) == ("part-whole", "above")
    assert "指标a50亿元, 指标b50亿元" in message(found, data, english)
    assert not codes(said(93), said(50, indicator="a"), said(40, indicator="b"), indicators=family)


def test_rates_and_days_do_not_add_up():
    for unit in ("%", "天"):
        assert not codes(said(90, unit), said(95, unit, area="lake"), indicators=(indicator(unit=unit),))


def test_parts_in_another_unit_of_the_same_kind_are_converted():
    assert not codes(said("17.1"), said(7000, "万元", area="lake"))
    assert codes(said("0.1"), said(7000, "万元", area="lake")) == [("part-whole", "above")]


# --- intervals -------------------------------------------------------------------------------------


def test_more_than_a_round_number_lies_above_it_and_a_fall_of_more_below():
    assert stated(Decimal(4000), "approx") == Interval(Decimal(4000), Decimal(5000))
    assert stated(Decimal(-3), "approx") == Interval(Decimal(-4), Decimal(-3))


def test_a_level_can_not_grow_below_nothing():
    assert printed(Decimal(1)).grown(printed(Decimal(-150))).low == 0


@pytest.mark.parametrize(
    ("value", "text"), [("74.6025", "74.6"), ("0.000345", "0.00034"), ("10000", "10000"), ("0", "0"), ("-0.5", "-0.5")]
)
def test_a_number_in_a_sentence_is_short(value, text):
    assert number(Decimal(value)) == text


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("ZCPLAN_LANG", "en")
    return lambda *args: CliRunner().invoke(cli, ["reconcile", *map(str, args)])


def test_the_command_exits_with_one_and_tells_source_and_evidence(run):
    result = run("2023")
    assert result.exit_code == 1
    assert "93个 (used)  《周村区2023年国民经济和社会发展计划》二（一）  “" in result.stdout
    assert "2022: an estimate" not in result.stdout
    assert "explanation" in result.stdout
    assert "[goals differ] 新引进过亿元项目数" in result.stdout
    assert "goals that differ, though one result can meet them" in result.stderr


def test_json_holds_what_the_contract_names(run):
    records = json.loads(run("--format", "json").stdout)
    assert {r["kind"] for r in records} <= set(KINDS)
    assert not [r for r in records if r["code"] == "real-growth" and r["error"]]
    for record in records:
        assert {"kind", "nature", "indicator", "year", "statements", "message"} <= record.keys()
        for statement in record["statements"]:
            assert {"document", "value", "unit", "evidence"} <= statement.keys()


def test_a_year_without_contradictions_exits_with_zero_until_a_document_says_otherwise(run, folder):
    result = run("2020")
    assert (result.exit_code, result.stdout.strip()) == (0, "")
    assert result.stderr.startswith("0 contradictions; 0 goals that differ")
    with (folder / "observations.csv").open("a", encoding="utf-8") as table:
        table.write("gdp,2020,zhoucun,growth,target,exact,9.5,%,,work-report-2023,二,地区生产总值增长9.5%,\n")
    result = run("2020", "--data", folder)
    assert result.exit_code == 1
    assert "[contradiction] 地区生产总值, target of 2020" in result.stdout
    assert result.stderr.startswith("1 contradiction")
