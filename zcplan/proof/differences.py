"""Differences from a target, worked out from the fact that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.figures import difference_words, terms
from zcplan.figures.figure import Figure
from zcplan.figures.text import MASK
from zcplan.matching.names import Known
from zcplan.model import CHANGE, GROWTH, LEVEL, TARGET, Fact
from zcplan.proof import difference as gap
from zcplan.proof.finding import AGREES, ARITHMETIC, CONTRADICTS, DATASET, SUPERSEDED, UNKNOWN, Finding

_REACH = 12
"""How many figures back a difference from a target looks for its fact."""


def differences(held: list[Finding], known: Known) -> dict[int, Finding]:
    """A finding on each figure that is a difference from a target, by the figure's identity."""
    found: dict[int, Finding] = {}
    for at, own in enumerate(held):
        lead = difference_words.lead_of(own.figure)
        if lead is not None:
            end = at - lead.text.count(MASK)
            before = [h for h in held[max(0, end - _REACH) : end] if id(h.figure) not in found]
            found[id(own.figure)] = _difference(own.figure, lead, before, known)
    return found


def _difference(figure: Figure, lead: difference_words.Lead, before: list[Finding], known: Known) -> Finding:
    """Work out the difference from the fact that is told before it, or that its own clause names."""
    for fact in _facts_of(figure, lead, before, known):
        pairs = gap.gaps(fact, figure.quantity.unit, known.dataset)
        if not pairs:
            continue
        codes = [gap.held(figure, lead.sign, p) for p in pairs]
        if codes[0] == gap.DIFFERENT and gap.EQUAL in codes:
            return _on_gap(figure, SUPERSEDED, fact, lead, pairs[0])
        if codes[0] != gap.EQUAL and (gap.OPEN in codes or any(gap.names_target(figure, p) for p in pairs)):
            return replace(_on_gap(figure, UNKNOWN, fact, lead, pairs[0]), code="ambiguous")
        verdict = AGREES if codes[0] == gap.EQUAL else CONTRADICTS
        return _on_gap(figure, verdict, fact, lead, pairs[0])
    return Finding(UNKNOWN, DATASET, "none", figure, year=figure.year, measure=figure.measures[0])


def _facts_of(figure: Figure, lead: difference_words.Lead, before: list[Finding], known: Known) -> Iterator[Fact]:
    """The fact that a difference may be of; several where the clause names an indicator but not what is measured."""
    clause = terms.without_end(lead.before, terms.NAME_GLUE)
    if clause:
        name = known.name_at_end(clause)
        if name and figure.year:
            area = known.part(lead.bracket) or known.territory(clause) or known.dataset.whole
            yield from ((known.of(name)[0], figure.year, area, m) for m in (GROWTH, LEVEL, CHANGE))
        return
    for h in reversed(before):
        if not _same_clause(h.figure, figure):
            return
        if h.figure.bracket not in (-1, figure.bracket) or h.figure.status == TARGET:
            continue
        if gap.is_of_its_kind(figure.quantity, h.figure.quantity):
            if h.indicator and h.year and h.code != "ambiguous":
                yield (h.indicator, h.year, h.area, h.measure)
            return


def _same_clause(one: Figure, other: Figure) -> bool:
    """Whether two figures stand in one clause, or in one row."""
    if one.number < 0 or other.number < 0:
        return one.number == other.number and (one.label, one.sentence) == (other.label, other.sentence)
    if one.flow is not other.flow:
        return False
    between = one.flow.masked[one.flow.at[one.number] : one.flow.at[other.number]]
    return not any(c in terms.CLAUSE for c in between)


def _on_gap(figure: Figure, verdict: str, fact: Fact, lead: difference_words.Lead, pair: gap.Gap) -> Finding:
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
        verdict, ARITHMETIC, side, figure, indicator, year, area, measure, (pair.result, pair.target), None, numbers
    )
