"""Rows that several kinds of documents print: a comparison as cells of text and numbers, a finding in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison
from zcplan.analysis.explain import Called, explained
from zcplan.analysis.finding import Finding
from zcplan.model import GROWTH, Observation
from zcplan.reports.parts import wording
from zcplan.reports.parts.layout import Chart, ChartSeries
from zcplan.reports.parts.writer import Writer


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
    counts: str = ""


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


def fact(writer: Writer, number: int, c: Comparison, counts: str = "") -> Fact:
    """A comparison as a row.

    :param counts: whether it is one of those counted
    """
    return Fact(
        number=number,
        group=c.indicator.group,
        name=c.indicator.name,
        area=c.area.name,
        nature=c.indicator.nature,
        measure=writer.phrases(f"measure.{c.measure}"),
        unit=quantity.PERCENT if c.measure == GROWTH else c.unit,
        target=writer.goal(c),
        target_value=c.target.value if c.target.value is not None else wording.NOTHING,
        actual=_actual(writer, c),
        actual_value=_actual_value(writer, c),
        status=writer.phrases(f"status.{c.actual.status}") if c.actual else wording.NOTHING,
        difference=wording.NOTHING if c.difference is None else Decimal(wording.number(c.difference)),
        difference_unit="" if c.difference is None else c.difference_unit,
        gap=writer.gap(c),
        verdict=writer.verdict(c),
        target_source=writer.source(c.target),
        actual_source=writer.source(c.actual),
        note="；".join(_notes(writer, c)),
        counts=counts,
    )


def _actual(writer: Writer, c: Comparison) -> str:
    """The result in words, with the part of the territory that stands for the whole."""
    if c.actual is None:
        return wording.NOTHING
    if not c.stands_in:
        return writer.result(c)
    return writer.phrases("figure.stands-in", figure=writer.result(c), area=writer.dataset.area[c.actual.area].name)


def _notes(writer: Writer, c: Comparison) -> list[str]:
    notes = []
    if c.stands_in:
        assert c.actual is not None
        notes.append(writer.phrases("comparison.area-result", area=writer.dataset.area[c.actual.area].name))
    for o in _differing(writer, c):
        status = writer.phrases(f"status.{o.status}")
        notes.append(
            writer.phrases("comparison.other", source=writer.source(o), status=status, figure=writer.figure(o))
        )
    return [*notes, *c.caveats]


def _differing(writer: Writer, c: Comparison) -> list[Observation]:
    """The other statements that do not just repeat the chosen ones."""
    said = {writer.figure(c.target)} | ({writer.figure(c.actual)} if c.actual else set())
    kept = []
    for o in c.others:
        if writer.figure(o) not in said and not (o.document == c.target.document and o.value == c.target.value):
            said.add(writer.figure(o))
            kept.append(o)
    return kept


def _actual_value(writer: Writer, c: Comparison) -> Decimal | str:
    """The number in the row's unit, or the result as published where it is words or in another unit."""
    if c.actual is None:
        return wording.NOTHING
    as_published = c.actual_value is None or (c.target.unit and c.actual.unit != c.target.unit)
    return writer.figure(c.actual) if as_published or c.actual_value is None else c.actual_value


def facts(writer: Writer, comparisons: Iterable[Comparison]) -> tuple[Fact, ...]:
    """Comparisons as numbered rows."""
    return tuple(fact(writer, n, c) for n, c in enumerate(comparisons, start=1))


def discrepancies(writer: Writer, findings: Iterable[Finding], called: Called | None = None) -> tuple[Discrepancy, ...]:
    """Findings as numbered rows, in the office's words.

    :param called: what a statement's document is called, beside those of the other statements; else by its title
    """
    dataset = writer.dataset
    kinds = writer.phrases.of("finding")
    return tuple(
        Discrepancy(
            number=n,
            kind=kinds.get(f.code, kinds[f.kind]),
            indicator=f.indicator.name,
            year=f.year,
            area=dataset.area[f.area].name,
            measure=writer.phrases(f"measure.{f.measure}"),
            message=explained(f, dataset, writer.difference, called),
            statements="\n".join(_quoted(writer, o) for o in f.statements),
        )
        for n, f in enumerate(findings, start=1)
    )


def _quoted(writer: Writer, o: Observation) -> str:
    where = f"{writer.source(o)}（{o.locator}）"
    return f"{writer.phrases(f'status.{o.status}')} {writer.figure(o)}：{where}“{o.evidence}”"


def growth_chart(writer: Writer, comparisons: Iterable[Comparison], year: int) -> Chart:
    """Target and result of every headline rate that has a number for both, in %."""
    shown = [c for c in comparisons if c.measure == GROWTH and c.difference is not None]
    return Chart(
        title=writer.phrases("comparison.growth-chart", year=year),
        categories=tuple(c.indicator.name for c in shown),
        series=(
            ChartSeries(writer.phrases("comparison.growth-goal"), tuple(c.target.value for c in shown)),
            ChartSeries(writer.phrases("comparison.growth-actual"), tuple(c.actual_value for c in shown)),
        ),
    )


def verdict_rows(writer: Writer, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """How many indicators stand how, as (label, count)."""
    return tuple((writer.phrases(f"verdict.{name}"), counts[name]) for name in rule.STANDINGS)
