"""What a statement of the dataset says of the true figure, as a value and as an interval in any unit."""

from __future__ import annotations

from decimal import Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import as_quantity
from zcplan.analysis.interval import Interval, printed, stated
from zcplan.model import Observation
from zcplan.quantity import half_step


def interval(o: Observation, bound: str, unit: str) -> Interval:
    """What an observation says, in ``unit``."""
    assert o.value is not None
    own = stated(o.value, bound, o.unit)
    if bound == quantity.ABOUT:
        own = own.widened(rule.tolerance(o.value, o.unit, o.measure))
    upper = as_quantity(o).upper
    if upper is not None:
        own = Interval(own.low, printed(upper).high)
    return own.scaled(quantity.convert(Decimal(1), o.unit, unit)) if o.unit != unit else own


def value_in(o: Observation, unit: str) -> Decimal:
    """The value that an observation has in another unit of its dimension."""
    assert o.value is not None
    return quantity.convert(o.value, o.unit, unit)


def same_number(one: Decimal, other: Decimal) -> bool:
    """Whether two printed numbers are one, the finer of them perhaps rounded in the other: 3.05 and 3."""
    steps = {half_step(one), half_step(other)}
    return one == other if len(steps) == 1 else abs(one - other) <= max(steps)
