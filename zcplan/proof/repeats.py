"""The same thing given two values in one draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.interval import stated
from zcplan.figures.figure import Figure, TextFigure
from zcplan.figures.statement import CITED, POINT, SAID, YEAR
from zcplan.matching.canonical import key_of
from zcplan.model import TARGET
from zcplan.proof.finding import AMBIGUOUS, CONTRADICTS, REPEAT, Finding
from zcplan.quantity import half_step

_TELLING = 6
"""Characters from which on a subject that no dataset knows is told from another."""


def repeats(held: Iterable[Finding]) -> Iterator[Finding]:
    """The same thing given two values in one draft; told of the later one, unless the dataset told already."""
    first: dict[tuple[object, ...], Finding] = {}
    told: set[tuple[object, ...]] = set()
    for finding in held:
        key = _same_thing(finding)
        if key is None or finding.verdict == CONTRADICTS:
            continue
        other = first.setdefault(key, finding)
        said = (*key, finding.statement.quantity.value, finding.statement.quantity.unit)
        if other is finding or said in told:
            continue
        if not _say_the_same(other.figure.quantity, finding.figure.quantity):
            told.add(said)
            numbers = {
                "figure": finding.figure.text,
                "other": other.figure.text,
                "paragraph": str(other.figure.paragraph + 1),
            }
            yield replace(finding, verdict=CONTRADICTS, check=REPEAT, code="repeat", equal=None, numbers=numbers)


def _same_thing(finding: Finding) -> tuple[object, ...] | None:
    """What a statement is about, as far as it is sure: a fact of the dataset, or its own subject, place and time."""
    statement = finding.statement
    if statement.period.kind not in (YEAR, POINT) or statement.period.year is None or _is_cited(finding.figure):
        return None
    if finding.indicator and finding.reason != AMBIGUOUS:
        return (finding.indicator, finding.year, finding.area, finding.measure, statement.status == TARGET)
    if finding.indicator or statement.status == CITED or len(statement.subject) < _TELLING:
        return None
    if not isinstance(finding.figure, TextFigure) or finding.figure.bracket >= 0 or statement.subject_known != SAID:
        return None
    return (
        *(key_of(statement.subject), statement.territory.name, statement.period.kind, statement.period.year),
        *(statement.quantity.measure, statement.status == TARGET),
    )


def _is_cited(figure: Figure) -> bool:
    """Whether a document is named as saying it: 《…》93个, 《…》预计增长3%; then others may say otherwise."""
    if not isinstance(figure, TextFigure):
        return False
    return bool(re.search("》(?:预计)?$", figure.flow.text[: figure.flow.found[figure.number].start]))


def _say_the_same(one: quantity.Quantity, other: quantity.Quantity) -> bool:
    """Whether two statements can both be true, one perhaps rounded; what can't be compared is let pass."""
    if one.value is None or other.value is None or not quantity.comparable(one.unit, other.unit):
        return True
    value, factor = (
        quantity.convert(other.value, other.unit, one.unit),
        quantity.convert(Decimal(1), other.unit, one.unit),
    )
    slack = max(half_step(one.value), half_step(other.value) * factor)
    if value == one.value or (
        half_step(one.value) != half_step(other.value) * factor and abs(value - one.value) <= slack
    ):
        return True
    return one.bound != other.bound and stated(one.value, one.bound).meets(stated(value, other.bound))
