"""``comparison``: plan against result, several years side by side, discrepancies, sources.

Of a year that has goals only, the plan itself is compared: its goals with those and the results of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeVar

from zcplan.analysis import goals as plan
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison, Counted, counted, headline, planned, standings
from zcplan.analysis.goals import Goal
from zcplan.analysis.reconcile import reconcile
from zcplan.model import Dataset
from zcplan.reports.parts import counting, goals, history, wording
from zcplan.reports.parts.execution import doubts, groups_of
from zcplan.reports.parts.facts import Discrepancy, Fact, discrepancies, fact, facts, growth_chart, verdict_rows
from zcplan.reports.parts.layout import Chart, ChartSeries, Output
from zcplan.reports.parts.writer import Writer

Told = TypeVar("Told", Comparison, Goal)
TITLE = "计划执行对比"
PLAN_TITLE = "计划目标对比"
ENOUGH_BARS = 3
"""A chart of fewer bars shows nothing that its table does not."""


@dataclass(frozen=True)
class Group:
    """A subject with the clauses on its indicators."""

    name: str
    text: str


@dataclass(frozen=True)
class Source:
    """A source document as a row, with how many of its statements the dataset holds."""

    number: int
    title: str
    code: str
    issuer: str
    date: str
    statements: int


def outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The comparison of a year, in Word and in Excel.

    :raises UsageError: the year has no targets
    """
    comparisons = planned(writer.dataset, year)
    is_plan = all(c.actual is None for c in comparisons)
    template, title = ("plan-comparison", PLAN_TITLE) if is_plan else ("comparison", TITLE)
    context = (_of_plan if is_plan else _of_execution)(writer, year, comparisons)
    for suffix in ("docx", "xlsx"):
        yield Output(f"{template}.{suffix}", f"{year}年{title}.{suffix}", context)


def _frame(writer: Writer, year: int, title: str, years: tuple[int, ...]) -> dict[str, Any]:
    """What both kinds of comparison tell: names, history, what contradicts, sources."""
    dataset = writer.dataset
    found = tuple(f for f in reconcile(dataset) if f.year in years)
    issues = discrepancies(writer, [f for f in found if f.is_error])
    remarks = discrepancies(writer, [f for f in found if not f.is_error])
    return {
        "place": wording.place(dataset),
        "year": year,
        "title": writer.phrases(f"comparison.{title}", place=wording.place(dataset), year=year),
        "as_of": wording.day(counting.newest_document(dataset, year).date),
        "data_as_of": wording.day(max(d.date for d in dataset.documents)),
        "discrepancies": issues,
        "check_words": _check_words(writer, issues),
        "discrepancy_groups": tuple(_by_kind(issues)),
        "remarks": remarks,
        "sources": tuple(_sources(dataset)),
        "numerals": wording.NUMERALS,
        **history.sheets(writer),
    }


# --- a year with results ---------------------------------------------------------------------------


def _of_execution(writer: Writer, year: int, comparisons: tuple[Comparison, ...]) -> dict[str, Any]:
    dataset = writer.dataset
    leading = headline(comparisons, dataset.whole)
    found = counted(comparisons, dataset.whole)
    counts = standings(found.indicators)
    known = [c for c in found.indicators if c.actual is not None]
    charts = {"growth": growth_chart(writer, leading, year), "verdicts": _verdict_chart(writer, year, counts)}
    untold = [c.indicator.name for c in leading if c.actual is None]
    names = wording.names(untold)
    return {
        **_frame(writer, year, "title", (year - 1, year)),
        "summary": counting.summary(writer, year, found),
        "beside": counting.beside(writer, found),
        "verdicts": verdict_rows(writer, counts),
        "total": len(found.indicators),
        "headline": facts(writer, leading),
        "told": facts(writer, _grouped(dataset, (c for c in known if not c.indicator.nature))),
        "everything": _everything(writer, comparisons, found),
        "groups": tuple(_groups(writer, known)),
        "short": facts(writer, (c for c in known if c.standing in (rule.SLIGHT, rule.NEAR, rule.MISSED))),
        "reached": sum(counts[v] for v in (rule.EXCEEDED, rule.MET)),
        "untold": writer.phrases("comparison.untold", names=names, count=len(untold)) if untold else "",
        "untold_label": writer.phrases("verdict.undisclosed"),
        "untold_count": counts[rule.UNDISCLOSED],
        "untold_words": _untold_words(writer, counts[rule.UNDISCLOSED], untold),
        "judge_words": _judge_words(writer, known),
        "rate_tolerance": wording.number(rule.RATE_TOLERANCE),
        "level_tolerance": wording.number(rule.LEVEL_TOLERANCE * 100),
        "headline_years": history.headline(writer, [c.indicator.id for c in leading]),
        "charts": charts,
        "shows": {
            "growth": len(charts["growth"].categories) >= ENOUGH_BARS,
            "verdicts": sum(bool(n) for n in charts["verdicts"].series[0].values) >= ENOUGH_BARS,
        },
        "growth_rows": _rows(charts["growth"]),
        "verdict_bars": _rows(charts["verdicts"]),
    }


def _untold_words(writer: Writer, count: int, leading: Sequence[str]) -> str:
    """Those without a result in words: the headline ones by name."""
    if not count:
        return writer.phrases("comparison.none")
    if not leading:
        return writer.phrases("comparison.untold-others", count=count)
    names = wording.names(leading)
    return writer.phrases("comparison.untold-words", count=count, main=len(leading), names=names)


def _judge_words(writer: Writer, known: Sequence[Comparison]) -> str:
    """Those without a verdict, and those whose verdict is not sure."""
    listed = _listed(writer, [c.indicator.name for c in known if c.standing == rule.JUDGE])
    unsure = doubts(writer, known)
    return listed + writer.phrases("comparison.doubts", names=unsure) if unsure else listed


def _listed(writer: Writer, names: Sequence[str]) -> str:
    if not names:
        return writer.phrases("comparison.none")
    return writer.phrases("comparison.listed", count=len(names), names=wording.names(names))


def _check_words(writer: Writer, issues: Sequence[Discrepancy]) -> str:
    """What contradicts, by the names of the indicators."""
    if not issues:
        return writer.phrases("comparison.no-check")
    names = wording.names(dict.fromkeys(d.indicator for d in issues))
    return writer.phrases("comparison.check", count=len(issues), names=names)


def _everything(writer: Writer, comparisons: Sequence[Comparison], found: Counted) -> tuple[Fact, ...]:
    """Every target as a row that says whether it is among those counted."""
    counts = {id(c): writer.phrases("comparison.row-counted") for c in found.indicators}
    counts |= {id(c): writer.phrases("comparison.row-measure") for c in found.measures}
    counts |= {id(c): writer.phrases("comparison.row-area") for c in found.areas}
    ranked = _grouped(writer.dataset, comparisons)
    return tuple(fact(writer, n, c, counts[id(c)]) for n, c in enumerate(ranked, start=1))


def _grouped(dataset: Dataset, items: Iterable[Told]) -> list[Told]:
    """Comparisons or goals by subject, which the dataset's order of indicators need not keep together."""
    order = {name: n for n, name in enumerate(groups_of(dataset))}
    return sorted(items, key=lambda item: order[item.indicator.group])


def _groups(writer: Writer, comparisons: Sequence[Comparison]) -> Iterator[Group]:
    ranked = _grouped(writer.dataset, comparisons)
    for name, members in groupby(ranked, key=lambda c: c.indicator.group):
        weight = sorted(members, key=lambda c: (not c.indicator.nature, c.verdict == rule.JUDGE))
        yield Group(name, wording.listing(writer.sentence(c) for c in weight))


def _verdict_chart(writer: Writer, year: int, counts: Any) -> Chart:
    """How the published ones stand; those not published are told in words, their bar would dwarf the others."""
    shown = [v for v in rule.STANDINGS if v != rule.UNDISCLOSED]
    return Chart(
        writer.phrases("comparison.verdict-chart", year=year),
        tuple(writer.phrases(f"verdict.{v}") for v in shown),
        (ChartSeries(writer.phrases("comparison.verdict-count"), tuple(Decimal(counts[v]) for v in shown)),),
    )


# --- a year with goals only ------------------------------------------------------------------------


def _of_plan(writer: Writer, year: int, comparisons: tuple[Comparison, ...]) -> dict[str, Any]:
    dataset = writer.dataset
    found = plan.goals(dataset, year)
    sorted_goals = counted(comparisons, dataset.whole)
    leading = {c.indicator.id for c in headline(comparisons, dataset.whole)}
    kept, dropped = (_grouped(dataset, (g for g in found if (g.goal is None) is gone)) for gone in (False, True))
    main = [g for g in found if g.indicator.id in leading and g.goal is not None]
    chart = goals.chart(writer, main, year)
    return {
        **_frame(writer, year, "plan-title", (year,)),
        "before": year - 1,
        "has_before": any(g.before for g in found),
        "summary": counting.plan_summary(writer, year, found, sorted_goals),
        "beside": counting.beside(writer, sorted_goals),
        "total": len(sorted_goals.indicators),
        "headline": goals.rows(writer, main),
        "others": goals.rows(writer, (g for g in kept if g not in main)),
        "dropped": goals.rows(writer, dropped),
        "everything": goals.rows(writer, (*kept, *dropped)),
        "changes": tuple(_changes(writer, found)),
        "headline_years": history.headline(writer, [g.indicator.id for g in main]),
        "charts": {"goals": chart},
        "shows": {"goals": len(chart.categories) >= ENOUGH_BARS},
        "goal_rows": _rows(chart),
    }


def _changes(writer: Writer, found: Sequence[Goal]) -> Iterator[tuple[str, int]]:
    for name in plan.CHANGES:
        yield writer.phrases(f"change.{name}"), sum(g.change == name for g in found)


# --- what both tell --------------------------------------------------------------------------------


def _rows(chart: Chart) -> tuple[tuple[Any, ...], ...]:
    """A chart's data as rows: the category, then a value of each series."""
    return tuple(zip(chart.categories, *(s.values for s in chart.series), strict=True))


def _by_kind(rows: tuple[Discrepancy, ...]) -> Iterator[tuple[str, list[Discrepancy]]]:
    for kind, members in groupby(rows, key=lambda d: d.kind):
        yield kind, list(members)


def _sources(dataset: Dataset) -> Iterator[Source]:
    for n, d in enumerate(sorted(dataset.documents, key=lambda d: d.date), start=1):
        count = sum(o.document == d.id for o in dataset.observations)
        yield Source(n, d.title, d.number or wording.NOTHING, d.issuer, wording.day(d.date), count)
