"""Differences from a target: 高于预期目标4.9个百分点, 超目标3.64亿元, 比目标少22天, 超额427人.

Such a figure is no fact of its own. It lies between the result and the target of the fact told just before it, and
both are statements of the dataset.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import as_quantity, in_unit_of, results_of
from zcplan.analysis.interval import printed, stated
from zcplan.analysis.vintage import targets
from zcplan.figures.figure import Figure
from zcplan.model import Dataset, Fact, Observation
from zcplan.quantity import ABOUT, APPROX, AT_LEAST, AT_MOST, EXACT, Quantity, half_step

EQUAL, OPEN, DIFFERENT = "equal", "open", "different"


@dataclass(frozen=True)
class Gap:
    """A difference worked out from a result and a target, in ``unit`` (percentage points between rates)."""

    result: Observation
    target: Observation
    difference: Decimal
    unit: str


def is_of_its_kind(difference: Quantity, said: Quantity) -> bool:
    """Whether a difference may be one between figures such as this: points between rates, else like amounts."""
    if rule.is_rate(said.unit, said.measure):
        return quantity.unit(difference.unit).dimension == "points"
    return quantity.comparable(difference.unit, said.unit)


def gaps(fact: Fact, unit: str, dataset: Dataset) -> tuple[Gap, ...]:
    """Every difference between a result and a target of a fact, those to use first; in units like the one given.

    Where a part stands for a whole that has the target, the target is that of the whole.
    """
    indicator, year, area, measure = fact
    whole = dataset.area[area].stands_for
    if whole and not targets(dataset, fact):
        fact = (indicator, year, whole, measure)
    found = tuple(_pairs(fact, dataset))
    return tuple(g for g in found if quantity.comparable(g.unit, unit))


def _pairs(fact: Fact, dataset: Dataset) -> Iterator[Gap]:
    for target in targets(dataset, fact):
        for result in results_of(dataset, fact):
            value = in_unit_of(target, result)
            if value is not None and target.value is not None:
                unit = quantity.POINTS if rule.is_rate(target.unit, target.measure) else target.unit
                yield Gap(result, target, value - target.value, unit)


def held(figure: Figure, sign: int, gap: Gap) -> str:
    """``equal``, ``open`` (both may be true) or ``different``: what a draft says against what the data give."""
    said = figure.quantity
    assert said.value is not None
    value = sign * quantity.convert(abs(said.value), said.unit, gap.unit)
    step = quantity.convert(half_step(said.value), said.unit, gap.unit)
    own = half_step(gap.difference)
    off = abs(value - gap.difference)
    if not off or (step != own and off <= max(step, own)):
        return EQUAL
    if said.bound in (AT_LEAST, AT_MOST, APPROX, ABOUT) and _allows(abs(value), said.bound, sign * gap.difference):
        return EQUAL
    if gap.result.bound != EXACT:
        return OPEN if _may_be(value, gap) else DIFFERENT
    return DIFFERENT


def _allows(value: Decimal, bound: str, difference: Decimal) -> bool:
    """Whether a difference is one that 400人以上, 400余人 or 430人左右 speaks of."""
    if bound == ABOUT:
        return printed(value.normalize()).meets(printed(difference))
    return difference >= 0 and stated(value, bound).meets(printed(difference))


def _may_be(value: Decimal, gap: Gap) -> bool:
    """Whether a result that is told within limits (超过195家) may lie that far from its target."""
    return stated(gap.difference, gap.result.bound).meets(printed(value))


def names_target(figure: Figure, gap: Gap) -> bool:
    """Whether the figure is the target itself: 超过目标4000人 may tell how much that is."""
    said, target = figure.quantity, as_quantity(gap.target)
    if said.value is None or target.value is None or not quantity.comparable(said.unit, target.unit):
        return False
    return quantity.convert(said.value, said.unit, target.unit) == target.value
