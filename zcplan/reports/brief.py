"""``brief``: one or two pages for leaders: what was achieved, what exceeded, what missed, what contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison, headline, one_each, planned, tally
from zcplan.analysis.finding import Finding, errors
from zcplan.analysis.reconcile import reconcile
from zcplan.model import LEVEL, Dataset
from zcplan.reports.parts import wording
from zcplan.reports.parts.facts import discrepancies
from zcplan.reports.parts.layout import Output

TITLE = "计划执行简报"
MOST = 6
FEW = 4
"""Clauses and contradictions told in full: a brief has two pages."""
FEW_THINGS = 3
"""A target of fewer is soon exceeded: one more of two is no news."""


@dataclass(frozen=True)
class Section:
    """A numbered section with its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


def outputs(dataset: Dataset, year: int) -> Iterator[Output]:
    """The brief of a year.

    :raises UsageError: the year has no targets
    """
    comparisons = planned(dataset, year)
    yield Output("brief.docx", f"{year}年{TITLE}.docx", _context(dataset, year, comparisons))


def _context(dataset: Dataset, year: int, comparisons: tuple[Comparison, ...]) -> dict[str, Any]:
    whole = [c for c in one_each(comparisons) if c.area.id == dataset.whole]
    leading = headline(comparisons, dataset.whole)
    others = [c for c in whole if c not in leading]
    counts = tally(whole)
    wrong = errors(reconcile(dataset))
    found = tuple(f for y in (year, year - 1) for f in wrong if f.year == y)
    newest = max(dataset.documents, key=lambda d: d.date)
    return {
        "place": wording.place(dataset),
        "year": year,
        "title": f"{wording.place(dataset)}{year}年计划执行情况简报",
        "issuer": newest.issuer if newest.kind.startswith("plan") else wording.place(dataset),
        "date": wording.day(newest.date),
        "summary": _summary(year, whole, counts),
        "numerals": wording.NUMERALS,
        "sections": tuple(_sections(dataset, leading, others, found)),
    }


def _sections(
    dataset: Dataset, leading: tuple[Comparison, ...], others: list[Comparison], found: tuple[Finding, ...]
) -> Iterator[Section]:
    """The sections that the data has something for."""
    known = [c for c in leading if c.actual is not None]
    untold = [c.indicator.name for c in leading if c.verdict == rule.UNDISCLOSED]
    texts = [_clauses(known, dataset)] if known else []
    if untold:
        names = "、".join(untold[:MOST]) + (f"等{len(untold)}项主要指标" if len(untold) > MOST else "")
        texts.append(f"{names}尚未公布完成情况，不作判断。")
    yield Section("主要指标完成情况", tuple(texts))
    beyond = sum(c.verdict == rule.EXCEEDED for c in others)
    best = _most(others, rule.EXCEEDED)
    if best:
        rest = f"此外还有{beyond - len(best)}项超额完成。" if beyond > len(best) else ""
        yield Section("超出目标较多的指标", (_clauses(best, dataset) + rest,))
    short = [c for c in others if c.verdict in (rule.MISSED, rule.NEAR)]
    if short:
        yield Section("未达到目标的指标", (wording.listing(_with_caveats(c, dataset) for c in short),))
    if found:
        rows = discrepancies(_gravest(dataset, found), dataset)
        items = [f"{d.number}. {d.message}" for d in rows]
        if len(found) > len(rows):
            items.append(f"此外还有{len(found) - len(rows)}处，详见计划执行对比表。")
        yield Section("需要核实的数据", tuple(items))


def _summary(year: int, whole: list[Comparison], counts: Any) -> str:
    known = len(whole) - counts[rule.UNDISCLOSED]
    reached = counts[rule.EXCEEDED] + counts[rule.MET]
    short = counts[rule.MISSED] + counts[rule.NEAR]
    if not known:
        return f"{year}年有计划目标的{len(whole)}项指标均未公布完成情况。"
    text = f"{year}年有计划目标的{len(whole)}项指标中，{known}项已公布完成情况，其中{reached}项完成或超额完成"
    return text + (f"，{short}项未达到目标。" if short else "。")


def _clauses(comparisons: Iterable[Comparison], dataset: Dataset) -> str:
    return wording.listing(wording.sentence(c, dataset) for c in comparisons)


def _with_caveats(c: Comparison, dataset: Dataset) -> str:
    told = wording.sentence(c, dataset)
    return f"{told}（{'；'.join(c.caveats)}）" if c.caveats else told


def _most(comparisons: Iterable[Comparison], verdict: str) -> list[Comparison]:
    """The ones furthest beyond their target, as a share of it; none that the dataset has a caveat about."""
    members = [c for c in comparisons if c.verdict == verdict and c.difference and c.target.value and not c.caveats]
    telling = [c for c in members if c.measure != LEVEL or abs(c.target.value or Decimal(0)) >= FEW_THINGS]
    return sorted(telling, key=_excess, reverse=True)[:MOST]


def _excess(c: Comparison) -> Decimal:
    assert c.difference is not None and c.target.value
    return abs(c.difference / c.target.value)


def _gravest(dataset: Dataset, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """One for each indicator of the whole territory, headline indicators first."""
    first: dict[str, Finding] = {}
    for f in found:
        if f.area == dataset.whole:
            first.setdefault(f.indicator.id, f)
    return tuple(sorted(first.values(), key=lambda f: not f.indicator.nature))[:FEW]
