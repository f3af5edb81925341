"""An indicator is found by id, name or alias; its history names the source of every figure."""

from __future__ import annotations

import pytest

from tests.conftest import Tool


@pytest.mark.parametrize(
    "wanted",
    ["gdp", "GDP", "地区生产总值", "地区 生产总值", "外贸进出口总额", '"四新"经济增加值占比', "“四新”经济占比"],
)
def test_an_indicator_is_found_by_id_name_or_alias(tool: Tool, wanted: str) -> None:
    assert tool.json("show", wanted)


def test_a_history_names_document_place_and_evidence_of_each_figure(tool: Tool) -> None:
    records = tool.json("show", "地区生产总值")
    growth = [r for r in records if r["measure"] == "growth" and r["year"] == 2022]
    assert {(r["value"], r["status"], r["document"], r["used"]) for r in growth} == {
        (2.3, "actual", "plan-2023", True),
        (3.5, "estimate", "work-report-2023", False),
    }
    assert all(r["evidence"] and r["locator"] and r["date"] for r in records)


def test_a_slip_gets_a_helpful_guess(tool: Tool) -> None:
    assert "地区生产总值" in tool("show", "地区生产总植", code=2).stderr
    assert "社会消费品零售总额" in tool("show", "社会消费零售额", code=2).stderr
    assert "zcplan show" in tool("show", "xyzzy", code=2).stderr


def test_several_that_hold_the_words_are_listed(tool: Tool) -> None:
    text = tool("show", "居民人均可支配").stdout
    assert "城镇居民人均可支配收入" in text and "农村居民人均可支配收入" in text


def test_the_list_has_every_indicator(tool: Tool, dataset) -> None:
    assert [r["indicator"] for r in tool.json("show")] == [i.id for i in dataset.indicators]


def test_as_of_a_day_later_figures_are_unknown(tool: Tool) -> None:
    years = {r["year"] for r in tool.json("--as-of", "2023-03-01", "show", "gdp")}
    assert 2024 not in years and 2023 in years
