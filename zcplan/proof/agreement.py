"""Whether two statements of one fact can both be true: units converted, rounding and bounds understood.

A result may be rounded in one text and not in the other (251.2亿元 and 251亿元), or told within a limit (超过195家 and
201家). Two goals are one where their numbers are, whatever the bound: a table drops words such as 以上.
"""

from __future__ import annotations

from decimal import Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.interval import Interval
from zcplan.quantity import ABOUT, APPROX, AT_LEAST, AT_MOST, EXACT, Quantity, half_step

BEYOND = Decimal("1.5")
"""突破, 超过 and 以上 name the round number just passed: 超过195家 may be 201, it is not said of 400."""


def agree(one: Quantity, other: Quantity, *, are_goals: bool) -> bool:
    """Whether both can be true; what can't be held together (no number, other units) is let pass."""
    if one.value is None or other.value is None or not _comparable(one, other):
        return True
    if _same_upper(one, other) and (_same_goal(one, other) if are_goals else _same_number(one, other)):
        return {one.bound, other.bound} != {AT_LEAST, AT_MOST}
    if are_goals:
        return False
    if (one.upper is None) != (other.upper is None):
        return _lies_in(*sorted((one, other), key=lambda said: said.upper is None))
    if one.bound == other.bound and one.bound != ABOUT:
        return one.bound != EXACT and _cut_alike(one, other)
    return _allowed(one, one.unit).meets(_allowed(other, one.unit))


def within_reach(one: Quantity, other: Quantity) -> bool:
    """Whether one result can meet both goals: 31 and 30以上, not 31 and 30. Goals are set, not rounded."""
    if one.value is None or other.value is None or not _comparable(one, other):
        return True
    return _met_by(one, one.unit).meets(_met_by(other, one.unit))


def same_figure(one: Quantity, other: Quantity) -> bool:
    """Whether two texts print one figure, perhaps in another unit: 41.7万人 and 417000人."""
    if one.value is None or other.value is None or not _comparable(one, other):
        return False
    return value_in(one, one.unit) == value_in(other, one.unit) and one.bound == other.bound


def value_in(said: Quantity, unit: str) -> Decimal:
    """The number in another unit of its kind; measure words that stand for one another count alike."""
    assert said.value is not None
    return quantity.convert(said.value, said.unit, unit) if quantity.comparable(said.unit, unit) else said.value


def _comparable(one: Quantity, other: Quantity) -> bool:
    """5户 and 5家 count alike; 个百分点 and % do not, unless both are growth in a table without units."""
    counts = {quantity.unit(q.unit).dimension for q in (one, other)} <= {"count", "household", ""}
    return counts or quantity.comparable(one.unit, other.unit)


def _step(said: Quantity, unit: str) -> Decimal:
    """Half a unit of the last printed digit, in another unit."""
    assert said.value is not None
    step = half_step(said.value)
    return quantity.convert(step, said.unit, unit) if quantity.comparable(said.unit, unit) else step


def _same_number(one: Quantity, other: Quantity) -> bool:
    """Whether two printed numbers are one, the finer of them perhaps rounded in the other."""
    a, b = value_in(one, one.unit), value_in(other, one.unit)
    steps = _step(one, one.unit), _step(other, one.unit)
    return a == b or (steps[0] != steps[1] and abs(a - b) <= max(steps))


def _same_goal(one: Quantity, other: Quantity) -> bool:
    """Whether two goals are one number: 5% and 5.4% are not, 0.4万人 and 4000人 are, and so are 3.05% and 3%左右."""
    a, b = value_in(one, one.unit), value_in(other, one.unit)
    if a == b:
        return True
    coarse = max((one, other), key=lambda said: _step(said, one.unit))
    rounded = one.unit != other.unit or coarse.bound == ABOUT or _digits(coarse) > 1
    return rounded and abs(a - b) < _step(coarse, one.unit)


def _digits(said: Quantity) -> int:
    assert said.value is not None
    return len(said.value.normalize().as_tuple().digits)


def _lies_in(span: Quantity, single: Quantity) -> bool:
    """Whether a number lies in a range: 3处 in 2-3处, not 4处."""
    assert span.upper is not None
    low, high = (value_in(Quantity(end, span.unit), span.unit) for end in (span.value, span.upper))
    return low <= value_in(single, span.unit) <= high


def _same_upper(one: Quantity, other: Quantity) -> bool:
    """2-3处 is not 2处; a range beside a number is the same where the number lies in it."""
    return one.upper == other.upper or one.upper is None or other.upper is None


def _cut_alike(one: Quantity, other: Quantity) -> bool:
    """Whether the finer number cut or rounded to the coarser one's last digit that counts is that: 4427余, 4000余."""
    unit = one.unit
    fine, coarse = sorted((one, other), key=lambda said: _last_digit(said, unit))
    step, a, b = _last_digit(coarse, unit), value_in(coarse, unit), value_in(fine, unit)
    return abs(a - b) < step and (abs(a) <= abs(b) or abs(a - b) <= step / 2)


def _last_digit(said: Quantity, unit: str) -> Decimal:
    """The size of the last digit that is not nought: 1000 of 4000人, in another unit of its kind."""
    exponent = value_in(said, unit).normalize().as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _allowed(said: Quantity, unit: str) -> Interval:
    """What the true figure may be, in ``unit``."""
    value, step = value_in(said, unit), _step(said, unit)
    last = _last_digit(said, unit)
    if said.upper is not None:
        upper = value_in(Quantity(said.upper, said.unit), unit)
        return Interval(value - step, upper + step)
    if said.bound == AT_LEAST:
        return Interval(value, value * BEYOND if value > 0 else None)
    if said.bound == AT_MOST:
        return Interval(None, value)
    if said.bound == APPROX:
        return Interval(value - last, value) if value < 0 else Interval(value, value + last)
    if said.bound == ABOUT:
        return Interval(value, value).widened(max(last / 2, rule.tolerance(value, unit, said.measure)))
    return Interval(value - step, value + step)


def _met_by(goal: Quantity, unit: str) -> Interval:
    value = value_in(goal, unit)
    if goal.bound == ABOUT:
        return Interval(value, value).widened(rule.tolerance(value, unit, goal.measure))
    if goal.upper is not None:
        return Interval(value, value_in(Quantity(goal.upper, goal.unit), unit))
    low = None if goal.bound == AT_MOST else value
    return Interval(low, None if goal.bound in (AT_LEAST, APPROX) else value)
