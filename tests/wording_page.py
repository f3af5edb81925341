"""docs/wording.md: every sentence on a result that the phrases can make, for a person to read.

Every verdict in every measure, direction and bound is made from figures, told by the phrases that come along, and
written down; a test holds the page to the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison, compare_fact
from zcplan.model import CHANGE, GROWTH, LEVEL, Area, Dataset, Document, Indicator, Observation
from zcplan.reports.parts.writer import Writer

# What is measured: name, unit of the level, direction, measure, unit of the figure, goals to try.
SUBJECTS = (
    ("地区生产总值", "亿元", "up", GROWTH, "%", ("6", "-2")),
    ("民间投资", "亿元", "up", GROWTH, "%", ("0",)),
    ("居民消费价格涨幅", "%", "neutral", GROWTH, "%", ("3",)),
    ("单位生产总值能耗", "吨", "down", GROWTH, "%", ("-3", "2")),
    ("单位生产总值能耗降低率", "%", "up", LEVEL, "%", ("3",)),
    ("城镇登记失业率", "%", "down", LEVEL, "%", ("4.5",)),
    ("高新技术产业产值占比", "%", "up", LEVEL, "%", ("60",)),
    ("高新技术产业产值占比", "%", "up", CHANGE, "个百分点", ("1", "-1")),
    ("城镇新增就业人数", "人", "up", LEVEL, "人", ("4000",)),
    ("安全生产事故起数", "起", "down", LEVEL, "起", ("200",)),
    ("实际使用外资", "万美元", "neutral", LEVEL, "万美元", ("1500",)),
    ("存量积案", "件", "down", CHANGE, "件", ("-100",)),
)
BOUNDS = (quantity.EXACT, quantity.ABOUT, quantity.AT_LEAST, quantity.AT_MOST)
OFF = ("0", "0.3", "-0.3", "0.8", "-0.8", "3", "-3")
"""Points, or hundredths of an amount, that a result is beside its goal."""
WORDS = ("保持稳定增长", "全面完成", "不低于全市平均水平")


def comparisons() -> Iterator[Comparison]:
    """A comparison for every combination of subject, goal, bound and distance."""
    for name, unit, direction, measure, own, goals in SUBJECTS:
        indicator = Indicator("i", name, unit, "综合", "", direction, "", 1, "current", ())
        for goal in goals:
            counts = measure == LEVEL and quantity.unit(own).additive
            for bound in (*BOUNDS, quantity.APPROX) if counts else BOUNDS:
                for off in OFF:
                    yield _compared(indicator, measure, own, Decimal(goal), bound, Decimal(off))
        if measure == GROWTH:
            for words in WORDS:
                for value in ("2", "0", "-2"):
                    yield _in_words(indicator, measure, own, words, Decimal(value))


def _compared(i: Indicator, measure: str, unit: str, goal: Decimal, bound: str, off: Decimal) -> Comparison:
    is_rate = rule.is_rate(unit, measure)
    result = goal + (off if is_rate else (abs(goal) * off / 100).quantize(Decimal(1)))
    return _of(i, _stated(measure, "target", bound, goal, unit), _stated(measure, "actual", "exact", result, unit))


def _in_words(i: Indicator, measure: str, unit: str, words: str, value: Decimal) -> Comparison:
    goal = _stated(measure, "target", quantity.QUALITATIVE, None, "")._replace(text=words)
    return _of(i, goal, _stated(measure, "actual", "exact", value, unit))


def _stated(measure: str, status: str, bound: str, value: Decimal | None, unit: str) -> Observation:
    return Observation("i", 2030, "a", measure, status, bound, value, unit, "", "d", "", "", "")


def _of(i: Indicator, goal: Observation, result: Observation) -> Comparison:
    return compare_fact(dataset_of(i, (goal, result)), goal.fact)


def dataset_of(i: Indicator, observations: tuple[Observation, ...]) -> Dataset:
    """A dataset of one indicator."""
    from datetime import date

    document = Document("d", "某区计划", "", "某区人民政府", date(2030, 4, 1), "plan", 1)
    return Dataset((document,), (Area("a", "某区", ""),), (i,), observations, (), (), (), (), ())


def sentences(writer: Writer) -> Iterator[tuple[str, str, str, str, str]]:
    """Verdict, goal, result, and the sentence made of them, each once."""
    seen = set()
    for c in comparisons():
        told = Writer(dataset_of(c.indicator, (c.target, *((c.actual,) if c.actual else ()))), writer.phrases)
        line = (told.verdict(c), c.indicator.name, told.goal(c), told.result(c), told.sentence(c))
        if line not in seen:
            seen.add(line)
            yield line


def page(writer: Writer) -> str:
    """The page."""
    lines = [
        "# Sentences 句子一览",
        "",
        "Made from `templates/wording.toml` by every verdict, measure, direction and bound; do not edit.",
        "改了 `templates/wording.toml` 之后，可在这里逐句读一遍。",
        "",
    ]
    subject = ""
    for verdict, name, goal, result, sentence in sentences(writer):
        if name != subject:
            subject = name
            lines += ["", f"## {name}", "", "| 结论 | 目标 | 完成 | 句子 |", "| --- | --- | --- | --- |"]
        lines.append(f"| {verdict} | {goal} | {result} | {sentence} |")
    return "\n".join(lines) + "\n"
