"""What a department filled in that can hardly be right is merged and told with its cell, never in silence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Tool
from tests.ledgers import book, save
from zcplan.dataset import load
from zcplan.ledgers.answers import Figure
from zcplan.ledgers.doubts import of_day, of_figure
from zcplan.model import Dataset, TaskTarget

D = Decimal
DAY = dt.date(2023, 7, 3)


def target(value: str | None, unit: str, label: str = "新建平台") -> TaskTarget:
    return TaskTarget("d", "1", "", label, 2023, "exact", D(value) if value else None, unit, "", "")


def doubts(value: str, unit: str, of: TaskTarget) -> list[str]:
    return [what for what, todo in of_figure(Figure(D(value), unit), of) if todo]


@pytest.mark.parametrize(
    ("value", "unit", "of", "words"),
    [
        ("9", "个", target("9", "家"), "counts 个, the target 家"),
        ("9", "人", target("9", "个"), "counts 人"),
        ("1.2", "万个", target("1.2", "万家"), "counts 万个"),
        ("0.73", "%", target("75", "%"), "73% may be meant"),
        ("0.9", "%", target("90", "%"), "90% may be meant"),
        ("1", "%", target("100", "%"), "100% may be meant"),
        ("0.735", "%", target("75", "%"), "73.5% may be meant"),
        ("-9", "家", target("9", "家"), "negative"),
        ("-3.2", "亿元", target("3", "亿元"), "negative"),
        ("1.5", "家", target("2", "家"), "no whole number"),
        ("2.5", "人", target("3", "人"), "no whole number"),
        ("1.00001", "万人", target("1", "万人"), "no whole number"),
    ],
)
def test_a_figure_that_can_hardly_be_right(value: str, unit: str, of: TaskTarget, words: str) -> None:
    assert any(words in what for what in doubts(value, unit, of)), doubts(value, unit, of)


@pytest.mark.parametrize(
    ("value", "unit", "of"),
    [
        ("9", "家", target("9", "家")),
        ("0", "家", target("9", "家")),
        ("12000", "家", target("1.2", "万家")),
        ("1.5", "万人", target("2", "万人")),
        ("1.5", "亿元", target("2", "亿元")),
        ("73", "%", target("75", "%")),
        ("0.6", "%", target("0.5", "%")),
        ("0.9", "%", target("1.2", "%")),
        ("0.45", "%", target("0.5", "%")),
        ("-2.3", "%", target("5", "%", "产值增长")),
        ("-2", "家", target("5", "家", "企业增加")),
        ("9", "家", target(None, "")),
    ],
)
def test_a_figure_that_may_well_be_right(value: str, unit: str, of: TaskTarget) -> None:
    assert doubts(value, unit, of) == []


def test_a_day_of_another_year_or_after_the_reply() -> None:
    assert list(of_day(dt.date(2023, 6, 9), 2023, DAY)) == []
    assert "not in the plan's year" in next(of_day(dt.date(2022, 6, 9), 2023, DAY))[0]
    assert "after that of the reply" in next(of_day(dt.date(2023, 12, 9), 2023, DAY))[0]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ({"完成值": "9个"}, "9"),
        ({"完成值": 1.5}, "1.5"),
        ({"完成值": -9}, "-9"),
        ({"完成值": 9, "完成日期": dt.date(2022, 6, 9)}, "9"),
    ],
)
def test_it_is_merged_told_with_its_cell_and_the_exit_code_tells(
    dataset: Dataset, folder: Path, tool: Tool, tmp_path: Path, answer: dict[str, Any], kept: str
) -> None:
    answers = {("1", "新培育市级以上创新平台"): {"状态": "已完成", **answer}}
    save(book(dataset, "science-bureau", answers), tmp_path / "a.xlsx")
    for _again in range(2):
        told = tool.json("--data", folder, "collect", tmp_path / "a.xlsx", code=1)
        assert [(p["code"], p["file"]) for p in told["problems"]] == [("doubt", "a.xlsx")]
        assert told["problems"][0]["cell"] and told["problems"][0]["todo"]
    (reply,) = load(folder).progress
    assert reply.value == D(kept)
