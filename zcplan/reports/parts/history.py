"""All years of the dataset: series as numbers beside each other, and every statement in long form.

A series is one indicator, territory and measure; its figures stand in one unit, so that they can be calculated with.
Where a figure has a bound (以上, 左右) or is words, a neighbouring cell says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zcplan import quantity
from zcplan.analysis.series import Point, Series, series
from zcplan.analysis.vintage import results, targets
from zcplan.model import ACTUAL, ESTIMATE, TARGET, Observation
from zcplan.reports.parts import wording
from zcplan.reports.parts.writer import Writer

ENOUGH_YEARS = 2
"""A series of fewer years is none; its figure is in the long form."""


@dataclass(frozen=True)
class SeriesRow:
    """A series as a row: for each year the number in ``unit``, then what is to be said of it beside."""

    number: int
    name: str
    group: str
    area: str
    measure: str
    kind: str
    unit: str
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Statement:
    """One statement of one document as a row; ``used`` says whether it is the one that documents are made of."""

    number: int
    indicator: str
    name: str
    group: str
    area: str
    year: int
    measure: str
    status: str
    value: Decimal | str
    unit: str
    bound: str
    text: str
    used: str
    document: str
    date: str
    locator: str
    evidence: str
    note: str


def sheets(writer: Writer) -> dict[str, Any]:
    """What the sheets of all years are given."""
    years = sorted({o.year for o in writer.dataset.observations})
    heads = tuple(head for year in years for head in (str(year), writer.phrases("history.remark", year=year)))
    return {
        "years": years,
        "series_heads": heads,
        "series": tuple(_series(writer, years)),
        "statements": tuple(statements(writer)),
    }


def _series(writer: Writer, years: Sequence[int]) -> Iterator[SeriesRow]:
    number = 0
    for indicator in writer.dataset.indicators:
        for s in series(writer.dataset, indicator.id):
            for status in (ACTUAL, TARGET):
                found = {p.year: o for p in s.points if (o := p.target if status == TARGET else p.result) is not None}
                if sum(o.value is not None for o in found.values()) >= ENOUGH_YEARS:
                    number += 1
                    yield _row(writer, number, s, status, found, years)


def _row(
    writer: Writer, number: int, s: Series, status: str, found: dict[int, Observation], years: Sequence[int]
) -> SeriesRow:
    unit = next((o.unit for _year, o in sorted(found.items(), reverse=True) if o.unit), s.indicator.unit)
    cells = tuple(cell for year in years for cell in _cells(writer, found.get(year), unit))
    measure = writer.phrases(f"measure.{s.measure}")
    kind = writer.phrases(f"status.{status}")
    return SeriesRow(number, s.indicator.name, s.indicator.group, s.area.name, measure, kind, unit, cells)


def _cells(writer: Writer, o: Observation | None, unit: str) -> tuple[Decimal | str, str]:
    """The number in the series' unit, and beside it what it alone would not say."""
    if o is None:
        return "", ""
    if o.value is None:
        return "", o.text
    if not quantity.comparable(o.unit, unit):
        return "", writer.figure(o)
    value = quantity.convert(o.value, o.unit, unit)
    told = [o.text] if o.text else [writer.phrases(f"bound.{o.bound}")]
    if o.status == ESTIMATE:
        told.insert(0, writer.phrases("status.estimate"))
    if o.unit != unit:
        told.append(writer.figure(o))
    return value, "，".join(filter(None, told))


def statements(writer: Writer) -> Iterator[Statement]:
    """Every statement of the dataset, one row an observation, in the order of indicators, years and documents."""
    dataset = writer.dataset
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    dates = {d.id: d.date for d in dataset.documents}
    ranked = sorted(dataset.observations, key=lambda o: (order[o.indicator], o.year, o.area, dates[o.document]))
    used = {id(o) for fact in dataset.by_fact for o in (*results(dataset, fact)[:1], *targets(dataset, fact)[:1])}
    for n, o in enumerate(ranked, start=1):
        yield _statement(writer, n, o, is_used=id(o) in used)


def _statement(writer: Writer, number: int, o: Observation, *, is_used: bool) -> Statement:
    indicator, document = writer.dataset.indicator[o.indicator], writer.dataset.document[o.document]
    return Statement(
        number=number,
        indicator=o.indicator,
        name=indicator.name,
        group=indicator.group,
        area=writer.dataset.area[o.area].name,
        year=o.year,
        measure=writer.phrases(f"measure.{o.measure}"),
        status=writer.phrases(f"status.{o.status}"),
        value="" if o.value is None else o.value,
        unit=o.unit,
        bound=writer.phrases(f"bound.{o.bound}"),
        text=o.text,
        used=writer.phrases("history.used") if is_used else "",
        document=document.name,
        date=document.date.isoformat(),
        locator=o.locator,
        evidence=o.evidence,
        note=o.note,
    )


def headline(writer: Writer, indicators: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Indicators by year, as far as two years are known: the result, or the target in brackets where none is."""
    years = sorted({o.year for o in writer.dataset.observations})
    rows = []
    for name in indicators:
        for s in series(writer.dataset, name):
            if s.area.id != writer.dataset.whole or len(s.points) < ENOUGH_YEARS:
                continue
            points = {p.year: p for p in s.points}
            label = writer.in_measure(s.indicator, s.measure)
            rows.append((label, tuple(_result_or_target(writer, points.get(year)) for year in years)))
    return tuple(rows)


def _result_or_target(writer: Writer, point: Point | None) -> str:
    if point is None:
        return wording.NOTHING
    if point.result:
        return writer.stated(point.result)
    return writer.phrases("comparison.goal", goal=writer.figure(point.target))
