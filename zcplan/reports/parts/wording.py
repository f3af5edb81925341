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
    "revision": "数据修订",
}
NOTHING = "—"
NUMERALS = tuple("一二三四五六七八九十") + tuple(f"十{n}" for n in "一二三四五六七八九") + ("二十",)
_BOUND = {quantity.ABOUT: "左右", quantity.AT_LEAST: "以上", quantity.AT_MOST: "以内", quantity.APPROX: "余"}


def numeral(n: int) -> str:
    """A heading's number in Chinese numerals: 三, 十二, 三十; beyond 99 in Arabic ones."""
    if not 0 < n < 100:
        return str(n)
    tens, units = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十") + (
        NUMERALS[units - 1] if units else ""
    )


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
    lead = "预计" if c.actual.status == ESTIMATE else ""
    if c.actual.bound == quantity.AT_LEAST and c.actual.measure == LEVEL and not c.actual.text:
        return f"{lead}超过{quantity.format(replace(as_quantity(c.actual), bound=quantity.EXACT))}"
    return lead + figure(c.actual)


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
    amount = f"{_number(c.difference)}{c.difference_unit}"
    if c.difference > 0 and c.actual.bound in (quantity.AT_LEAST, quantity.APPROX):
        amount += "以上"
    if c.difference_unit == quantity.POINTS:
        return f"{'高于' if c.difference > 0 else '低于'}预期目标{amount}"
    return f"超出目标{amount}" if c.difference > 0 else f"比目标少{amount}"


def _number(difference: Decimal) -> str:
    """The size of a difference, without the zeros that subtraction leaves behind."""
    text = quantity.plain(abs(difference))
    return text.rstrip("0").rstrip(".") if "." in text else text


def sentence(c: Comparison, dataset: Dataset) -> str:
    """One clause on a comparison, without a final stop."""
    name = subject(c, dataset)
    if c.actual is None:
        return f"{name}（目标{goal(c)}）未公布"
    lead = f"{name}{result(c)}"
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
    """Short name of the document that a figure is taken from."""
    return dataset.document[o.document].name if o else NOTHING
