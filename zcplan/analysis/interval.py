"""Intervals of decimals: what a printed figure may stand for, and what follows from several of them.

A rounded figure is no false alarm: each printed number is the interval that rounding may have hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zcplan import quantity
from zcplan.quantity import APPROX, AT_LEAST, AT_MOST, EXACT, half_step

COUNTED = ("count", "person", "household", "bed")
"""What is counted one by one: 5所 is five, and not what 4.5 to 5.5 was rounded to."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Interval:
    """A closed interval; ``None`` is no limit on that side."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        """Whether the two share a point."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not (below or above)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(_difference(self.low, other.high), _difference(self.high, other.low))

    def scaled(self, factor: Decimal) -> Interval:
        """Times a positive factor."""
        return Interval(_times(self.low, factor), _times(self.high, factor))

    def widened(self, slack: Decimal) -> Interval:
        """The interval with ``slack`` more on either side."""
        return Interval(_difference(self.low, slack), _sum(self.high, slack))

    def grown(self, rate: Interval) -> Interval:
        """A level, never below nothing, after growing by ``rate`` percent."""
        low, high = _level(self.low), None if self.high is None else _level(self.high)
        least = _level(None if rate.low is None else 1 + rate.low / _HUNDRED)
        most = None if rate.high is None else _level(1 + rate.high / _HUNDRED)
        return Interval(low * least, None if high is None or most is None else high * most)


def printed(value: Decimal, unit: str = "") -> Interval:
    """What the printed digits may stand for: half a unit of the last one to either side, or a count as it is.

    >>> printed(Decimal("5.0"), "亿元"), printed(Decimal(5), "所")
    (Interval(low=Decimal('4.95'), high=Decimal('5.05')), Interval(low=Decimal('5'), high=Decimal('5')))
    """
    slack = Decimal(0) if unit and _is_count(value, unit) else half_step(value)
    return Interval(value - slack, value + slack)


def _is_count(value: Decimal, unit: str) -> bool:
    """Whether a number counts things one by one: 1.2万人 and 12万人 are rounded, 4427人 is not."""
    own = quantity.unit(unit)
    return own.dimension in COUNTED and own.factor == 1 and value == value.to_integral_value()


def stated(value: Decimal, bound: str, unit: str = "") -> Interval:
    """What a statement says of the true figure.

    4000余 lies from 4000 to 5000, 下降3%余 from -4 to -3, 50以上 has no upper limit.
    """
    if bound == AT_LEAST:
        return Interval(value - half_step(value), None)
    if bound == AT_MOST:
        return Interval(None, value + half_step(value))
    if bound == APPROX:
        leading = value.normalize().as_tuple().exponent
        step = Decimal(10) ** (leading if isinstance(leading, int) else 0)
        return Interval(value - step, value) if value < 0 else Interval(value, value + step)
    return printed(value, unit) if bound == EXACT else printed(value)


def _level(value: Decimal | None) -> Decimal:
    """A lower limit of what can't be negative."""
    return Decimal(0) if value is None else max(value, Decimal(0))


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _times(one: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if one is None else one * factor
