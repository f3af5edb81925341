"""Sentences about figures, as a clerk of a planning office writes them.

高于预期目标4.9个百分点, 比目标少22天, 与预期目标持平; a fall is 下降2.3%, never 增长-2.3%.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison, as_quantity
from zcplan.model import CHANGE, ESTIMATE, GROWTH, LEVEL, Dataset, Observation

VERDICT: Mapping[str, str] = {
    rule.EXCEEDED: "超额完成",
    rule.MET: "完成",
    rule.NEAR: "接近完成",
    rule.MISSED: "未完成",
    rule.UNDISCLOSED: "未公布",
    rule.JUDGE: "需研判",
}
MEASURE: Mapping[str, str] = {LEVEL: "绝对值", GROWTH: "增速", CHANGE: "增减"}
STATUS: Mapping[str, str] = {"actual": "完成", ESTIMATE: "预计", "target": "目标"}
KIND: Mapping[str, str] = {
    "conflict": "口径或数值不一致",
    "arithmetic": "推算不符",
    "part-whole": "分项与总量不符",
    "unit": "单位疑误",
    "real-growth": "不变价增速与现价总量（口径不同）",
    "revision": "数据修订",
}
_DOCUMENT = {"plan": "年度计划", "plan-report": "计划报告", "work-report": "政府工作报告", "task-list": "任务清单"}
NOTHING = "—"
_DIGITS = ("", *"一二三四五六七八九")
NUMERALS = tuple(
    f"{_DIGITS[n // 10] if n >= 20 else ''}{'十' if n >= 10 else ''}{_DIGITS[n % 10]}" for n in range(1, 100)
)
"""一 to 九十九, to number sections by."""
_BOUND = {**quantity.BOUND_WORDS, quantity.APPROX: "余"}


def numeral(n: int) -> str:
    """A heading's number in Chinese numerals: 三, 十二, 三十; beyond 99 in Arabic ones."""
    return NUMERALS[n - 1] if 0 < n <= len(NUMERALS) else str(n)


def bounded(value: Decimal, bound: str) -> Decimal | str:
    """A number as a table prints it beside its unit: bare where it is exact, else with its bound: 5.5以上."""
    suffix = _BOUND.get(bound, "")
    return f"{quantity.plain(value)}{suffix}" if suffix else value


def place(dataset: Dataset) -> str:
    """Name of the territory that the plan is about."""
    return dataset.area[dataset.whole].name


def day(value: date) -> str:
    """A date in Arabic numerals without leading zeros: 2023年4月25日 (GB/T 9704-2012, 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def figure(o: Observation | None) -> str:
    """The figure with its direction, unit and bound: 增长5.5%左右, 50亿元以上, 2-3处; — for none."""
    if o is None:
        return NOTHING
    return o.text if o.text else quantity.format(as_quantity(o))


def subject(c: Comparison, dataset: Dataset) -> str:
    """What a sentence is about: the indicator, led by the area where it is not the whole territory."""
    shown = c.actual.area if c.actual is not None and c.stands_in else c.area.id
    return c.indicator.name + ("" if shown == dataset.whole else f"（{dataset.area[shown].name}）")


def result(c: Comparison) -> str:
    """What came of it: 预计增长5.25%, 53.64亿元, 超过195家."""
    assert c.actual is not None
    return stated(c.actual)


def stated(o: Observation) -> str:
    """A figure as a sentence gives it: a result of at least 195家 is 超过195家, an estimate 预计."""
    lead = "预计" if o.status == ESTIMATE else ""
    if not o.is_target and o.bound == quantity.AT_LEAST and o.measure == LEVEL and not o.text:
        return f"{lead}超过{quantity.format(replace(as_quantity(o), bound=quantity.EXACT))}"
    return lead + figure(o)


def goal(c: Comparison) -> str:
    """The goal: 增长5%以上, 50亿元以上, 保持稳定增长."""
    return figure(c.target)


def gap(c: Comparison) -> str:
    """How far the result is from the target; — where there is none or the target is words."""
    if c.difference is None:
        return NOTHING
    if c.difference == 0:
        return "与预期目标持平"
    assert c.actual is not None
    amount = f"{number(abs(c.difference))}{c.difference_unit}"
    if c.difference > 0 and c.actual.bound in (quantity.AT_LEAST, quantity.APPROX):
        amount += "以上"
    if c.difference_unit == quantity.POINTS:
        return f"{'高于' if c.difference > 0 else '低于'}预期目标{amount}"
    return f"超出目标{amount}" if c.difference > 0 else f"比目标少{amount}"


def number(difference: Decimal) -> str:
    """A difference without the zeros that subtraction leaves behind."""
    text = quantity.plain(difference)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def sentence(c: Comparison, dataset: Dataset, parts: str = "") -> str:
    """One clause on a comparison, without a final stop.

    :param parts: the result's parts by territory, in brackets
    """
    name = subject(c, dataset)
    if c.actual is None:
        return f"{name}（目标{goal(c)}）未公布"
    lead = f"{name}{result(c)}{parts}"
    if c.target.value is None:
        quoted = c.target.text if "“" in c.target.text else f"“{c.target.text}”"
        kept = {rule.MET: f"实现{quoted}目标", rule.MISSED: f"未实现{quoted}目标"}
        return f"{lead}，{kept.get(c.verdict, f'{quoted}目标完成情况需研判')}"
    if c.verdict == rule.JUDGE:
        return f"{lead}，目标为{goal(c)}，完成情况需研判"
    within = "，在目标允许范围内" if c.verdict == rule.MET and c.difference else ""
    return f"{lead}，{gap(c)}{within}"


def listing(clauses: Iterable[str], end: str = "。") -> str:
    """Clauses joined into one sentence."""
    text = "；".join(clauses)
    return text + end if text else ""


def source(o: Observation | None, dataset: Dataset) -> str:
    """The document that a figure is taken from, as short as a column wants it: 年度计划2023-04."""
    if o is None:
        return NOTHING
    document = dataset.document[o.document]
    word = _DOCUMENT.get(document.kind)
    return f"{word}{document.date:%Y-%m}" if word else document.name
