"""How a figure of a draft stands to one statement of the dataset: the same, both possible, or how they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.analysis.interval import stated
from zcplan.figures.figure import CellFigure, Figure
from zcplan.model import CHANGE, GROWTH, Observation
from zcplan.quantity import ABOUT, APPROX, AT_LEAST, AT_MOST, EXACT, Quantity, half_step

EQUAL, OPEN, APART, DIFFERENT, UNIT, BOUND, MAGNITUDE = (
    *("equal", "open", "apart", "different", "unit"),
    *("bound", "magnitude"),
)
NEAR_SHARE = Decimal("0.1")
"""近500 may stand for a number this much smaller at most: 近500家 is no 410家."""
_NEAR = re.compile("(?:将近|接近|近)$")
_MORE = re.compile("(?:超过?|突破|逾|高于|多于|不低于|不少于)$")


def compared(figure: Figure, o: Observation) -> str:
    """``equal``, ``open`` (both can be true), or how they differ; ``apart`` where they can't be held together."""
    said = figure.quantity
    if said.value is None or o.value is None:
        return APART
    value = in_unit(said, o, figure)
    if value is None:
        return UNIT if abs(said.value) == abs(o.value) and said.unit and not alike(said.unit, o.unit) else APART
    if o.text and as_quantity(o).upper != said.upper:
        is_lower_end = isinstance(figure, CellFigure) and said.upper is None and value == o.value
        return OPEN if is_lower_end else DIFFERENT
    if value == o.value:
        return EQUAL if bounds_agree(said.bound, o.bound) else BOUND
    loose = _loosely(figure, value, said, o)
    if loose:
        return loose
    if _rounded(value, o.value, said, o):
        return EQUAL if bounds_agree(said.bound, o.bound) else BOUND
    open_ended = (AT_LEAST, AT_MOST, APPROX)
    if not o.is_target and said.bound != o.bound and (o.bound in open_ended or said.bound in open_ended):
        one, other = stated(value, said.bound), stated(o.value, o.bound)
        return OPEN if one.meets(other) else DIFFERENT
    if not o.is_target and len(said.value.as_tuple().digits) == 1 and abs(value - o.value) <= half_step(value):
        return OPEN
    if o.is_target and not (o.bound == ABOUT and said.bound != ABOUT):
        return DIFFERENT
    finer = half_step(value) < half_step(o.value)
    return OPEN if finer and abs(value - o.value) <= half_step(o.value) else DIFFERENT


def _loosely(figure: Figure, value: Decimal, said: Quantity, o: Observation) -> str:
    """What 约, 近, 余 and 突破 before or behind a rounder number make of it; empty where none is said, or none matters.

    近 comes near from below, 余 and 多 from above; 约 either way; 突破 and 超 go beyond a round number.
    """
    assert o.value is not None
    lead = _lead(figure)
    step = _step(value)
    off = o.value - value
    if said.bound == ABOUT and _NEAR.search(lead):
        reach = min(step, abs(value) * NEAR_SHARE)
        return EQUAL if -reach <= off <= 0 else DIFFERENT
    if said.bound == ABOUT and not (o.is_target and (o.bound == ABOUT or figure.text.rstrip().endswith("左右"))):
        return EQUAL if abs(off) <= step / 2 else DIFFERENT
    if said.bound == APPROX and o.bound in (EXACT, ABOUT):
        return EQUAL if 0 <= off < step else DIFFERENT
    goes_beyond = _MORE.search(lead) or figure.text.rstrip().endswith("以上")
    if said.bound == AT_LEAST and not o.is_target and o.bound == EXACT and goes_beyond:
        return EQUAL if 0 <= off < step else OPEN if off > 0 else DIFFERENT
    return ""


def _lead(figure: Figure) -> str:
    """The words of the figure before its digits."""
    return re.split(r"[\d一二两三四五六七八九十百]", re.sub(r"\s", "", figure.text), maxsplit=1)[0]


def _step(value: Decimal) -> Decimal:
    """One in the last digit that is no nought: 100 for 6700."""
    return half_step(value.normalize()) * 2


def in_unit(said: Quantity, o: Observation, figure: Figure) -> Decimal | None:
    """The figure's value in the observation's unit, or ``None`` where they measure different things.

    A table's column heads a change of a share as growth; a cell without a unit is taken in none.
    """
    assert said.value is not None
    if quantity.comparable(said.unit, o.unit):
        return quantity.convert(said.value, said.unit, o.unit)
    pair = {quantity.unit(said.unit).dimension, quantity.unit(o.unit).dimension}
    if pair == {"ratio", "points"} and said.measure == o.measure == CHANGE:
        return said.value
    if isinstance(figure, CellFigure) and pair == {"ratio", "points"} and (o.measure, said.measure) == (CHANGE, GROWTH):
        return said.value
    return said.value if alike(said.unit, o.unit) else None


def is_as_fine(figure: Figure, o: Observation) -> bool:
    """Whether a statement has as many digits as the draft, so that it can tell."""
    value = in_unit(figure.quantity, o, figure)
    return value is not None and o.value is not None and half_step(o.value) <= half_step(value)


def alike(one: str, other: str) -> bool:
    """Measure words that stand for one another: 5户企业, 5家企业."""
    dimensions = {quantity.unit(one).dimension, quantity.unit(other).dimension}
    return dimensions <= {"count", "household"}


def bounds_agree(one: str, other: str) -> bool:
    """以上 is not 以内, nor is it 左右; a bare figure leaves it open."""
    return one == other or not {one, other} <= {ABOUT, AT_LEAST, AT_MOST}


def is_magnitude(said: Quantity, statements: Iterable[Observation]) -> bool:
    """Whether the digits are right and the unit's multiplier is not: 亿元 for 万元."""
    return any(
        said.value is not None
        and o.value is not None
        and said.unit != o.unit
        and said.value.normalize().as_tuple().digits == o.value.normalize().as_tuple().digits
        for o in statements
    )


def _rounded(value: Decimal, other: Decimal, said: Quantity, o: Observation) -> bool:
    """Whether the draft rounds what the dataset has: 12% for 11.92%."""
    assert said.value is not None
    step = half_step(said.value)
    if quantity.comparable(said.unit, o.unit):
        step = quantity.convert(step, said.unit, o.unit)
    rounds = len(said.value.as_tuple().digits) > 1 and said.bound in (EXACT, ABOUT)
    return rounds and step > half_step(other) and abs(value - other) <= step
