"""The same thing given two values in one draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.interval import stated
from zcplan.figures import terms
from zcplan.figures.figure import Figure
from zcplan.figures.terms import LIST_MARK as LIST
from zcplan.matching.evidence import own_clause
from zcplan.model import TARGET
from zcplan.proof.finding import CONTRADICTS, REPEAT, Finding
from zcplan.quantity import half_step

_GLUE = re.compile("|".join(sorted(map(re.escape, terms.GLUE), key=len, reverse=True)))


def repeats(held: Iterable[Finding]) -> Iterator[Finding]:
    """The same thing given two values in one draft; told of the later one, unless the dataset told already."""
    first: dict[tuple[object, ...], Finding] = {}
    for finding in held:
        key = _same_thing(finding)
        if key is None or finding.verdict == CONTRADICTS:
            continue
        other = first.setdefault(key, finding)
        if other is not finding and not _say_the_same(other.figure.quantity, finding.figure.quantity):
            numbers = {
                "figure": finding.figure.text,
                "other": other.figure.text,
                "paragraph": str(other.figure.paragraph + 1),
            }
            yield replace(finding, verdict=CONTRADICTS, check=REPEAT, code="repeat", equal=None, numbers=numbers)


def _same_thing(finding: Finding) -> tuple[object, ...] | None:
    """What a figure is about, as far as it is sure: a fact of the dataset, or the very same clause."""
    figure = finding.figure
    if figure.year is None or _is_cited(figure):
        return None
    if finding.indicator and finding.code != "ambiguous":
        return (finding.indicator, finding.year, finding.area, finding.measure, figure.status == TARGET)
    if figure.number < 0 or figure.bracket >= 0 or finding.indicator:
        return None
    clause = "\n".join(own_clause(figure.left, figure.right))
    if len(_telling(clause)) < 8 or LIST.search(figure.left[-40:]):
        return None
    return (_topic(figure), clause, figure.year, figure.quantity.measure, figure.status == TARGET)


def _topic(figure: Figure) -> str:
    """What leads a clause up to its colon: 固定资产投资（2022年） in 固定资产投资（2022年）：预计增长16.5%."""
    before = figure.left.removesuffix(own_clause(figure.left, "")[0])
    return re.split(f"[{terms.CLAUSE}]", before)[-1] if before.endswith("：") else ""


def _is_cited(figure: Figure) -> bool:
    """Whether a document is named as saying it: 《…》93个, 《…》预计增长3%; then others may say otherwise."""
    if figure.number < 0:
        return False
    return bool(re.search("》(?:预计)?$", figure.flow.text[: figure.flow.found[figure.number].start]))


def _telling(clause: str) -> str:
    """A clause without its glue."""
    return _GLUE.sub("", clause)


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
