"""``brief``: one or two pages for leaders: what was achieved, what exceeded, what missed, what contradicts.

A year that has goals only gets a brief on the plan: its goals beside those of the year before, and what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zcplan.analysis import goals as plan
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison, Counted, counted, headline, planned
from zcplan.analysis.finding import Finding, errors
from zcplan.analysis.goals import Goal
from zcplan.analysis.reconcile import reconcile
from zcplan.model import LEVEL, Dataset
from zcplan.reports.parts import counting, wording
from zcplan.reports.parts.facts import discrepancies
from zcplan.reports.parts.goals import GoalRow, rows
from zcplan.reports.parts.layout import Output
from zcplan.reports.parts.official import signature
from zcplan.reports.parts.writer import Writer

TITLE = "计划执行简报"
PLAN_TITLE = "计划目标简报"
MOST = 3
FEW = 2
"""Clauses and contradictions told in full: a brief has two pages."""
NAMES = 12
SHOWN = 7
"""Names that are all told, and how many are of a longer list: the rest is in the comparison."""
FEW_THINGS = 3
"""A target of fewer is soon exceeded: one more of two is no news."""


@dataclass(frozen=True)
class Section:
    """A numbered section with its paragraphs; ``rows`` are goals for a table below, ``after`` what follows it.

    ``compares`` tells whether there are goals of the year before, to stand beside them.
    """

    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[GoalRow, ...] = ()
    after: tuple[str, ...] = ()
    compares: bool = False


def outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The brief of a year.

    :raises UsageError: the year has no targets
    """
    comparisons = planned(writer.dataset, year)
    if all(c.actual is None for c in comparisons):
        yield Output("brief.docx", f"{year}年{PLAN_TITLE}.docx", _of_plan(writer, year, comparisons))
    else:
        yield Output("brief.docx", f"{year}年{TITLE}.docx", _of_execution(writer, year, comparisons))


def _frame(writer: Writer, year: int, title: str) -> dict[str, Any]:
    dataset = writer.dataset
    newest = counting.newest_document(dataset, year)
    date = wording.day(newest.date)
    issuer = newest.issuer if newest.kind.startswith("plan") else wording.place(dataset)
    return {
        "place": wording.place(dataset),
        "year": year,
        "title": writer.phrases(f"brief.{title}", place=wording.place(dataset), year=year),
        "issuer": issuer,
        "date": date,
        "signature": signature(issuer, date),
        "basis": writer.phrases("brief.dated", date=date),
        "numerals": wording.NUMERALS,
    }


# --- a year with results ---------------------------------------------------------------------------


def _of_execution(writer: Writer, year: int, comparisons: tuple[Comparison, ...]) -> dict[str, Any]:
    found = counted(comparisons, writer.dataset.whole)
    leading = headline(comparisons, writer.dataset.whole)
    return {
        **_frame(writer, year, "title"),
        "before": year - 1,
        "summary": counting.summary(writer, year, found),
        "sections": tuple(_execution(writer, year, found, leading)),
    }


def _execution(writer: Writer, year: int, found: Counted, leading: Sequence[Comparison]) -> Iterator[Section]:
    """The sections that the data has something for."""
    phrases = writer.phrases
    yield Section(phrases("brief.headline"), tuple(_headline(writer, found, leading)))
    beyond = [c for c in found.indicators if c.standing == rule.EXCEEDED]
    best = _most([c for c in beyond if c not in leading])
    if best:
        above = sum(c in leading for c in beyond)
        rest = len(beyond) - len(best) - above
        kind = "exceeded-others" if above else "exceeded-lead" if rest else "exceeded"
        given = {"headline": above} if above else {}
        lead = phrases(f"brief.{kind}" if rest else f"brief.{kind}-all", count=len(beyond), **given)
        more = phrases("brief.exceeded-rest", count=rest) if rest else ""
        yield Section(phrases("brief.exceeded"), (lead + _sentence(writer, best) + more,))
    for name, standings in (("slight", (rule.SLIGHT, rule.NEAR)), ("short", (rule.MISSED,))):
        of_one = [c for c in found.indicators if c.standing in standings]
        if of_one:
            lead = phrases(f"brief.{name}-lead", count=len(of_one))
            yield Section(phrases(f"brief.{name}"), (lead + _sentence(writer, of_one),))
    to_judge = [c for c in found.indicators if c.standing == rule.JUDGE]
    if to_judge:
        names = wording.names(writer.subject(c) for c in to_judge)
        yield Section(phrases("brief.judge"), (phrases("brief.judge-lead", count=len(to_judge), names=names),))
    yield from _to_check(writer, (year, year - 1))


def _headline(writer: Writer, found: Counted, leading: Sequence[Comparison]) -> Iterator[str]:
    known = [c for c in leading if c.actual is not None]
    if known:
        yield _sentence(writer, known)
    untold = [c.indicator.name for c in leading if c.actual is None]
    others = sum(c.actual is None for c in found.indicators) - len(untold)
    names = wording.names(untold[:MOST])
    if untold and others > 0:
        yield writer.phrases("brief.both-untold", names=names, count=len(untold), others=others)
    elif untold:
        yield writer.phrases("brief.headline-untold", names=names, count=len(untold))
    elif others > 0:
        yield writer.phrases("brief.others-untold", count=others)


def _sentence(writer: Writer, comparisons: Iterable[Comparison]) -> str:
    return wording.listing(writer.sentence(c) for c in comparisons)


def _most(exceeded: Iterable[Comparison]) -> list[Comparison]:
    """The ones furthest beyond their target, as a share of it; none that the dataset has a caveat about."""
    members = [c for c in exceeded if c.difference and c.target.value and not c.caveats]
    telling = [c for c in members if c.measure != LEVEL or abs(c.target.value or Decimal(0)) >= FEW_THINGS]
    return sorted(telling, key=_excess, reverse=True)[:MOST]


def _excess(c: Comparison) -> Decimal:
    assert c.difference is not None and c.target.value
    return abs(c.difference / c.target.value)


# --- a year with goals only ------------------------------------------------------------------------


def _of_plan(writer: Writer, year: int, comparisons: tuple[Comparison, ...]) -> dict[str, Any]:
    found = plan.goals(writer.dataset, year)
    leading = {c.indicator.id for c in headline(comparisons, writer.dataset.whole)}
    return {
        **_frame(writer, year, "plan-title"),
        "before": year - 1,
        "summary": counting.plan_summary(writer, year, found, counted(comparisons, writer.dataset.whole)),
        "sections": tuple(_plan(writer, year, found, leading)),
    }


def _plan(writer: Writer, year: int, found: Sequence[Goal], leading: set[str]) -> Iterator[Section]:
    phrases = writer.phrases
    main = [g for g in found if g.goal is not None and g.indicator.id in leading]
    others = sum(g.goal is not None for g in found) - len(main)
    more = (phrases("brief.goals-others", count=others),) if others else ()
    compares = any(g.before for g in found)
    yield Section(phrases("brief.goals"), (), rows(writer, main), more, compares)
    if compares:
        yield Section(phrases("brief.compared"), tuple(_changes(writer, found)))
    yield from _to_check(writer, (year,))


def _changes(writer: Writer, found: Sequence[Goal]) -> Iterator[str]:
    """The names of the indicators whose goals changed in each way, or remained."""
    for change in plan.CHANGES:
        names = [g.indicator.name for g in found if g.change == change]
        if names:
            kind = "change" if len(names) <= NAMES else "change-some"
            told = {"change": writer.phrases(f"change.{change}"), "count": len(names)}
            yield writer.phrases(
                f"brief.{kind}", names=wording.names(names if len(names) <= NAMES else names[:SHOWN]), **told
            )


# --- contradictions --------------------------------------------------------------------------------


def _to_check(writer: Writer, years: tuple[int, ...]) -> Iterator[Section]:
    """What contradicts itself: the gravest in full, and how many more there are."""
    wrong = errors(reconcile(writer.dataset))
    found = tuple(f for year in years for f in wrong if f.year == year)
    if not found:
        return
    told = discrepancies(writer, _gravest(writer.dataset, found), writer.called)
    rest = len(found) - len(told)
    lead = writer.phrases("brief.check-lead", count=len(found))
    if rest:
        lead += writer.phrases("brief.check-some", count=rest)
    else:
        lead += writer.phrases("brief.check-all")
    items = [lead, *(f"{d.number}. {d.message}" for d in told)]
    yield Section(writer.phrases("brief.check"), tuple(items))


def _gravest(dataset: Dataset, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """One for each indicator of the whole territory, headline indicators first."""
    first: dict[str, Finding] = {}
    for f in found:
        if f.area == dataset.whole:
            first.setdefault(f.indicator.id, f)
    return tuple(sorted(first.values(), key=lambda f: not f.indicator.nature))[:FEW]
