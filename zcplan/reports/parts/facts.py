"""Rows that several kinds of documents print: a comparison as cells of text and numbers, a finding in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from zcplan import i18n, quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison
from zcplan.analysis.explain import message
from zcplan.analysis.finding import Finding
from zcplan.model import GROWTH, Dataset, Observation
from zcplan.reports.parts import wording
from zcplan.reports.parts.layout import Chart, ChartSeries


@dataclass(frozen=True)
class Fact:
    """A comparison as a table prints it. Values are in ``unit``; ``difference`` in ``difference_unit``."""

    number: int
    group: str
    name: str
    area: str
    nature: str
    measure: str
    unit: str
    target: str
    target_value: Decimal | str
    actual: str
    actual_value: Decimal | str
    status: str
    difference: Decimal | str
    difference_unit: str
    gap: str
    verdict: str
    target_source: str
    actual_source: str
    note: str


@dataclass(frozen=True)
class Discrepancy:
    """A finding as a table prints it."""

    number: int
    kind: str
    indicator: str
    year: int
    area: str
    measure: str
    message: str
    statements: str


def fact(number: int, c: Comparison, dataset: Dataset) -> Fact:
    """A comparison as a row."""
    shown = c.actual.area if c.actual is not None and c.stands_in else c.area.id
    notes = [f"结果为{dataset.area[shown].name}数"] if c.stands_in else []
    notes += [f"另有{wording.source(o, dataset)}：{wording.STATUS[o.status]}{wording.figure(o)}" for o in _differing(c)]
    notes += c.caveats
    return Fact(
        number=number,
        group=c.indicator.group,
        name=c.indicator.name,
        area=c.area.name,
        nature=c.indicator.nature,
        measure=wording.MEASURE[c.measure],
        unit=quantity.PERCENT if c.measure == GROWTH else c.unit,
        target=wording.goal(c),
        target_value=c.target.value if c.target.value is not None else wording.NOTHING,
        actual=wording.result(c) if c.actual is not None else wording.NOTHING,
        actual_value=_actual_value(c),
        status=wording.STATUS[c.actual.status] if c.actual else wording.NOTHING,
        difference=wording.NOTHING if c.difference is None else Decimal(wording.number(c.difference)),
        difference_unit="" if c.difference is None else c.difference_unit,
        gap=wording.gap(c),
        verdict=wording.VERDICT[c.verdict],
        target_source=wording.source(c.target, dataset),
        actual_source=wording.source(c.actual, dataset),
        note="；".join(notes),
    )


def _differing(c: Comparison) -> list[Observation]:
    """The other statements that do not just repeat the chosen ones."""
    said = {wording.figure(c.target)} | ({wording.figure(c.actual)} if c.actual else set())
    kept = []
    for o in c.others:
        if wording.figure(o) not in said and not (o.document == c.target.document and o.value == c.target.value):
            said.add(wording.figure(o))
            kept.append(o)
    return kept


def _actual_value(c: Comparison) -> Decimal | str:
    return wording.NOTHING if c.actual_value is None else c.actual_value


def facts(comparisons: Iterable[Comparison], dataset: Dataset) -> tuple[Fact, ...]:
    """Comparisons as numbered rows."""
    return tuple(fact(n, c, dataset) for n, c in enumerate(comparisons, start=1))


def discrepancies(findings: Iterable[Finding], dataset: Dataset) -> tuple[Discrepancy, ...]:
    """Findings as numbered rows, worded in Chinese."""
    chinese = i18n.translator("zh")
    return tuple(
        Discrepancy(
            number=n,
            kind=wording.KIND.get(f.code, wording.KIND[f.kind]),
            indicator=f.indicator.name,
            year=f.year,
            area=dataset.area[f.area].name,
            measure=wording.MEASURE[f.measure],
            message=message(f, dataset, chinese),
            statements="\n".join(_quoted(o, dataset) for o in f.statements),
        )
        for n, f in enumerate(findings, start=1)
    )


def _quoted(o: Observation, dataset: Dataset) -> str:
    where = f"{wording.source(o, dataset)}（{o.locator}）"
    return f"{wording.STATUS[o.status]} {wording.figure(o)}：{where}“{o.evidence}”"


def growth_chart(comparisons: Iterable[Comparison], year: int) -> Chart:
    """Target and result of every headline rate that has a number for its target, in %."""
    shown = [c for c in comparisons if c.measure == GROWTH and c.target.value is not None]
    return Chart(
        title=f"{year}年主要指标增速：目标与完成（%）",
        categories=tuple(c.indicator.name for c in shown),
        series=(
            ChartSeries("预期目标", tuple(c.target.value for c in shown)),
            ChartSeries("完成情况", tuple(c.actual_value for c in shown)),
        ),
    )


def verdict_rows(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """How many indicators have each verdict, as (label, count)."""
    return tuple((wording.VERDICT[name], counts[name]) for name in rule.VERDICTS)
