"""Differences from a target, worked out from the fact that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.figures import difference_words, terms
from zcplan.figures.difference_words import Lead
from zcplan.figures.figure import CellFigure, Figure, TextFigure
from zcplan.figures.name_edges import trimmed, without_lead
from zcplan.figures.statement import Statement
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK
from zcplan.matching.names import Names
from zcplan.model import CHANGE, GROWTH, LEVEL, TARGET, Fact
from zcplan.proof import difference as gap
from zcplan.proof.finding import (
    AGREES,
    AMBIGUOUS,
    ARITHMETIC,
    CONTRADICTS,
    DATASET,
    OTHER_SUBJECT,
    SUPERSEDED,
    UNKNOWN,
    Finding,
)

_REACH = 12
"""How many figures back a difference from a target looks for its fact."""


def differences(held: list[Finding], names: Names) -> dict[int, Finding]:
    """A finding on each statement that is a difference from a target, by the statement's identity."""
    found: dict[int, Finding] = {}
    for at, own in enumerate(held):
        lead = difference_words.lead_of(own.figure)
        if lead is not None:
            end = at - lead.text.count(MASK)
            before = [h for h in held[max(0, end - _REACH) : end] if id(h.statement) not in found]
            found[id(own.statement)] = _difference(own.statement, lead, before, names)
    return found


def _difference(statement: Statement, lead: Lead, before: list[Finding], names: Names) -> Finding:
    """Work out the difference from the fact that is told before it, or that its own clause names."""
    figure = statement.figure
    assert figure is not None
    for fact in _facts_of(statement, lead, before, names):
        pairs = gap.gaps(fact, figure.quantity.unit, names.dataset)
        if not pairs:
            continue
        codes = [gap.held(figure, lead.sign, p) for p in pairs]
        if codes[0] == gap.DIFFERENT and gap.EQUAL in codes:
            return _on_gap(statement, SUPERSEDED, fact, lead, pairs[0])
        if codes[0] != gap.EQUAL and (gap.OPEN in codes or any(gap.names_target(figure, p) for p in pairs)):
            return replace(_on_gap(statement, UNKNOWN, fact, lead, pairs[0]), code="none", reason=AMBIGUOUS)
        verdict = AGREES if codes[0] == gap.EQUAL else CONTRADICTS
        return _on_gap(statement, verdict, fact, lead, pairs[0])
    return Finding(
        UNKNOWN, DATASET, "none", statement, year=figure.year, measure=figure.measures[0], reason=OTHER_SUBJECT
    )


def _facts_of(statement: Statement, lead: Lead, before: list[Finding], names: Names) -> Iterator[Fact]:
    """The fact that a difference may be of; several where the clause names an indicator but not what is measured."""
    figure = statement.figure
    assert figure is not None
    territory, clause = split_territory(without_lead(trimmed(lead.before))[0])
    clause = trimmed(without_lead(clause)[0])
    if len(clause) > 1:
        named = names.named(clause) or names.told(clause)
        area = names.areas.get(lead.bracket) or names.area(territory)
        if len(named) == 1 and figure.year and area:
            yield from ((named[0], figure.year, area, m) for m in (GROWTH, LEVEL, CHANGE))
        return
    for h in reversed(before):
        if not _same_clause(h.figure, figure):
            return
        if not _is_beside(h.figure, figure) or h.figure.status == TARGET:
            continue
        if gap.is_of_its_kind(figure.quantity, h.figure.quantity):
            if h.indicator and h.year and h.reason != AMBIGUOUS:
                yield (h.indicator, h.year, h.area, h.measure)
            return


def _is_beside(one: Figure, other: Figure) -> bool:
    """Whether a figure stands in no bracket, or in that of the other."""
    if not isinstance(one, TextFigure) or not isinstance(other, TextFigure):
        return True
    return one.bracket in (-1, other.bracket)


def _same_clause(one: Figure, other: Figure) -> bool:
    """Whether two figures stand in one clause, or in one row."""
    if isinstance(one, CellFigure) and isinstance(other, CellFigure):
        return (one.label, one.sentence) == (other.label, other.sentence)
    if not isinstance(one, TextFigure) or not isinstance(other, TextFigure) or one.flow is not other.flow:
        return False
    between = one.flow.masked[one.flow.at[one.number] : one.flow.at[other.number]]
    return not any(c in terms.CLAUSE for c in between)


def _on_gap(statement: Statement, verdict: str, fact: Fact, lead: Lead, pair: gap.Gap) -> Finding:
    figure = statement.figure
    assert figure is not None
    side = "over" if pair.difference > 0 else "under" if pair.difference < 0 else "even"
    amount = quantity.plain(abs(pair.difference))
    amount = amount.rstrip("0").rstrip(".") if "." in amount else amount
    numbers = {
        "result": quantity.format(as_quantity(pair.result)),
        "target": quantity.format(as_quantity(pair.target)),
        "expected": f"{amount}{pair.unit}",
        "figure": difference_words.wording(figure, lead),
    }
    indicator, year, area, measure = fact
    return Finding(
        verdict, ARITHMETIC, side, statement, indicator, year, area, measure, (pair.result, pair.target), None, numbers
    )
