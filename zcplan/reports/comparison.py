"""``comparison``: plan against result, several years side by side, discrepancies, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from zcplan.analysis.compare import Comparison, headline, one_each, planned, tally
from zcplan.analysis.reconcile import reconcile
from zcplan.analysis.series import Point, Series, series
from zcplan.analysis.verdict import EXCEEDED, MISSED, NEAR, UNDISCLOSED, VERDICTS
from zcplan.model import Dataset
from zcplan.reports.parts import wording
from zcplan.reports.parts.facts import Discrepancy, discrepancies, facts, growth_chart, verdict_rows
from zcplan.reports.parts.layout import Chart, ChartSeries, Output

TITLE = "计划执行对比"


@dataclass(frozen=True)
class Group:
    """A subject with the clauses on its indicators."""

    name: str
    text: str


@dataclass(frozen=True)
class Years:
    """A series as a row: a cell for each year."""

    name: str
    group: str
    area: str
    measure: str
    unit: str
    kind: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Source:
    """A source document as a row, with how many of its statements the dataset holds."""

    number: int
    title: str
    code: str
    issuer: str
    date: str
    statements: int


def outputs(dataset: Dataset, year: int) -> Iterator[Output]:
    """The comparison of a year, in Word and in Excel.

    :raises UsageError: the year has no targets
    """
    comparisons = planned(dataset, year)
    context = _context(dataset, year, comparisons)
    for suffix in ("docx", "xlsx"):
        yield Output(f"comparison.{suffix}", f"{year}年{TITLE}.{suffix}", context)


def _context(dataset: Dataset, year: int, comparisons: tuple[Comparison, ...]) -> dict[str, Any]:
    leading = headline(comparisons, dataset.whole)
    whole = [c for c in one_each(comparisons) if c.area.id == dataset.whole]
    counts = tally(whole)
    told = [c for c in whole if c.actual is not None]
    found = tuple(f for f in reconcile(dataset) if f.year in (year - 1, year))
    years = sorted({o.year for o in dataset.observations})
    issues = discrepancies(found, dataset)
    charts = {"growth": growth_chart(leading, year), "verdicts": _verdict_chart(year, counts)}
    return {
        "place": wording.place(dataset),
        "year": year,
        "title": f"{wording.place(dataset)}{year}年计划执行情况对比",
        "as_of": wording.day(max(d.date for d in dataset.documents)),
        "summary": _summary(year, whole, counts),
        "verdicts": verdict_rows(dict(counts)),
        "total": len(whole),
        "headline": facts(leading, dataset),
        "told": facts((c for c in told if not c.indicator.nature), dataset),
        "everything": facts(comparisons, dataset),
        "groups": tuple(_groups(told, dataset)),
        "missed": facts((c for c in whole if c.verdict in (MISSED, NEAR)), dataset),
        "untold": "、".join(c.indicator.name for c in leading if c.verdict == UNDISCLOSED),
        "untold_count": sum(c.verdict == UNDISCLOSED for c in whole),
        "years": years,
        "series": tuple(_years_of(dataset, years, [i.id for i in dataset.indicators])),
        "headline_years": tuple(_headline_years(dataset, years, leading)),
        "discrepancies": issues,
        "discrepancy_groups": tuple(_by_kind(issues)),
        "sources": tuple(_sources(dataset)),
        "numerals": wording.NUMERALS,
        "charts": charts,
        "growth_rows": tuple(
            zip(charts["growth"].categories, *(x.values for x in charts["growth"].series), strict=True)
        ),
    }


def _summary(year: int, whole: list[Comparison], counts: Any) -> str:
    judged = sum(counts[v] for v in VERDICTS if v != UNDISCLOSED)
    shares = "、".join(f"{wording.VERDICT[v]}{counts[v]}项" for v in VERDICTS if v != UNDISCLOSED and counts[v])
    lead = f"{year}年有计划目标的指标共{len(whole)}项，"
    if not judged:
        return f"{lead}均未公布完成情况。"
    rest = f"；{counts[UNDISCLOSED]}项未公布完成情况" if counts[UNDISCLOSED] else ""
    return f"{lead}已公布完成情况的{judged}项，其中{shares}{rest}。"


def _groups(comparisons: list[Comparison], dataset: Dataset) -> Iterator[Group]:
    order = {name: n for n, name in enumerate(dict.fromkeys(i.group for i in dataset.indicators))}
    ranked = sorted(comparisons, key=lambda c: order[c.indicator.group])
    for name, members in groupby(ranked, key=lambda c: c.indicator.group):
        weight = sorted(
            members, key=lambda c: (not c.indicator.nature, c.verdict != EXCEEDED, c.verdict not in (MISSED, NEAR))
        )
        yield Group(name, wording.listing(wording.sentence(c, dataset) for c in weight))


def _years_of(dataset: Dataset, years: list[int], indicators: list[str]) -> Iterator[Years]:
    for name in indicators:
        for s in series(dataset, name):
            for kind, pick in (("完成", lambda p: p.result), ("目标", lambda p: p.target)):
                cells = _cells(s, years, pick)
                if any(c != wording.NOTHING for c in cells):
                    yield Years(
                        s.indicator.name,
                        s.indicator.group,
                        s.area.name,
                        wording.MEASURE[s.measure],
                        _unit(s),
                        kind,
                        cells,
                    )


def _headline_years(
    dataset: Dataset, years: list[int], leading: tuple[Comparison, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Headline indicators by year: the result, or the target in brackets where no result is known."""
    for c in leading:
        for s in series(dataset, c.indicator.id):
            if s.area.id != dataset.whole:
                continue
            points = {p.year: p for p in s.points}
            label = f"{s.indicator.name}（{wording.MEASURE[s.measure]}）"
            yield label, tuple(_result_or_target(points.get(year)) for year in years)


def _result_or_target(point: Point | None) -> str:
    if point is None:
        return wording.NOTHING
    return wording.figure(point.result) if point.result else f"（目标{wording.figure(point.target)}）"


def _unit(s: Series) -> str:
    """The unit of the newest figure, which the row's figures are printed in."""
    return next((o.unit for p in reversed(s.points) for o in p.statements if o.unit), s.indicator.unit)


def _cells(s: Series, years: list[int], pick: Any) -> tuple[Any, ...]:
    points = {p.year: pick(p) for p in s.points if isinstance(p, Point)}
    return tuple(_year_cell(points.get(year), _unit(s)) for year in years)


def _year_cell(o: Any, unit: str) -> Any:
    """A bare number where it is exact and in the row's unit, else the figure in words."""
    if o is None:
        return wording.NOTHING
    plain = o.value is not None and o.bound == "exact" and not o.text and o.unit == unit
    return o.value if plain else wording.figure(o)


def _by_kind(rows: tuple[Discrepancy, ...]) -> Iterator[tuple[str, list[Discrepancy]]]:
    for kind, members in groupby(rows, key=lambda d: d.kind):
        yield kind, list(members)


def _sources(dataset: Dataset) -> Iterator[Source]:
    for n, d in enumerate(sorted(dataset.documents, key=lambda d: d.date), start=1):
        count = sum(o.document == d.id for o in dataset.observations)
        yield Source(n, d.title, d.number or wording.NOTHING, d.issuer, wording.day(d.date), count)


def _verdict_chart(year: int, counts: Any) -> Chart:
    shown = [v for v in VERDICTS if counts[v]]
    return Chart(
        f"{year}年计划目标完成情况（项）",
        tuple(wording.VERDICT[v] for v in shown),
        (ChartSeries("项数", tuple(Decimal(counts[v]) for v in shown)),),
    )
