"""Was a target reached? One rule, in one place, for compare and for progress alike.

``at_least`` is met from its value on and exceeded above it, ``at_most`` mirrored. ``about`` and ``exact``
are met within a tolerance. Short of that, but within twice the tolerance, is near. Words such as 保持稳定
are met while growth is not negative; other words are for a person to judge. No result is undisclosed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from zcplan import quantity
from zcplan.model import CHANGE, GROWTH
from zcplan.quantity import ABOUT, APPROX, AT_LEAST, AT_MOST, EXACT

EXCEEDED, MET, NEAR, MISSED, UNDISCLOSED, JUDGE = "exceeded", "met", "near", "missed", "undisclosed", "judge"
VERDICTS = (EXCEEDED, MET, NEAR, MISSED, UNDISCLOSED, JUDGE)
SLIGHT = "slight"
"""How a met target stands whose result falls short of it within the tolerance: no document calls that reached."""
STANDINGS = (EXCEEDED, MET, SLIGHT, NEAR, MISSED, UNDISCLOSED, JUDGE)

RATE_TOLERANCE = Decimal("0.5")
"""Percentage points within which a rate meets an exact or approximate target."""
LEVEL_TOLERANCE = Decimal("0.01")
"""Share of a level's target within which the level meets it."""
_STEADY = re.compile("(保持|持续)?(稳定|平稳|稳步|稳中有升)(增长|提升)?|稳定增长|稳步增长|只增不减")


def is_rate(unit: str, measure: str) -> bool:
    """Whether differences are in percentage points: growth, a change in points, or a share."""
    return measure == GROWTH or quantity.unit(unit).dimension in ("ratio", "points")


def tolerance(target: Decimal, unit: str, measure: str) -> Decimal:
    """How far from an exact or approximate target still meets it, in the target's own unit."""
    return RATE_TOLERANCE if is_rate(unit, measure) else abs(target) * LEVEL_TOLERANCE


def judge(
    target: quantity.Quantity,
    actual: quantity.Quantity | None,
    direction: str = "up",
) -> str:
    """Return the verdict on a result.

    :param target: the goal
    :param actual: the result in the target's unit, or ``None`` when none was published
    :param direction: ``up`` ``down`` ``neutral``: the side on which missing an exact goal is good
    """
    if actual is None:
        return UNDISCLOSED
    if target.value is None:
        return _judge_words(target, actual)
    if actual.value is None:
        return JUDGE
    return _judge_number(target.value, target, actual.value, actual.bound, direction)


def _judge_words(target: quantity.Quantity, actual: quantity.Quantity) -> str:
    if actual.text and actual.text == target.text:
        return MET
    if _STEADY.fullmatch(target.text) and actual.value is not None and actual.measure in (GROWTH, CHANGE):
        return MET if actual.value >= 0 else MISSED
    return JUDGE


def _judge_number(value: Decimal, target: quantity.Quantity, actual: Decimal, bound: str, direction: str) -> str:
    """Judge by the margin: how far the result is beyond the target, negative when short of it."""
    slack = tolerance(value, target.unit, target.measure)
    margin = value - actual if less_is_better(target.bound, direction) else actual - value
    if margin and _is_open(bound, actual - value):
        return JUDGE
    ends_at_value = target.bound in (AT_LEAST, AT_MOST)
    if ends_at_value and margin >= 0:
        return MET if margin == 0 else EXCEEDED
    if not ends_at_value and abs(margin) <= slack:
        return MET
    if direction == "neutral" and not ends_at_value:
        return JUDGE
    if margin > 0:
        return EXCEEDED
    return NEAR if -margin <= 2 * slack else MISSED


def less_is_better(bound: str, direction: str) -> bool:
    """Whether a result is the better the lower it is: under a ceiling, or where direction ``down`` asks for it."""
    return bound == AT_MOST or (direction == "down" and bound in (ABOUT, EXACT, APPROX))


def _is_open(bound: str, gap: Decimal) -> bool:
    """Whether the true result may lie on the other side of the target: more than 195 says nothing of 200."""
    return (bound in (AT_LEAST, APPROX) and gap < 0) or (bound == AT_MOST and gap > 0)
