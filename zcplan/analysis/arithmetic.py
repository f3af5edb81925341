"""Levels, growth and base that do not fit.

Tolerance follows the printed digits, by interval arithmetic, so that rounding is no alarm. Growth at constant prices
does not go with levels at current prices: that is told (``real-growth``), and is no error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.disagreement import MAGNITUDE
from zcplan.analysis.finding import ARITHMETIC, REAL_GROWTH, UNIT, Finding, Misprint
from zcplan.analysis.statement_interval import interval, value_in
from zcplan.analysis.transposition import transpositions
from zcplan.analysis.vintage import results
from zcplan.model import GROWTH, LEVEL, Dataset, Indicator, Observation

PRICES = Decimal(10)
"""Percentage points by which prices may set growth at current prices apart from growth at constant ones."""
_HUNDRED = Decimal(100)
Wrong = tuple[str, dict[str, Decimal]]
Triple = tuple[Observation, Observation, Observation]
Check = Callable[[Indicator, Observation, Observation, Observation], Wrong | None]


def arithmetic(dataset: Dataset) -> Iterator[Finding]:
    """Rates that do not lead from the base to the level of their own document."""
    for (name, _year, _area, measure), statements in dataset.by_fact.items():
        if measure == LEVEL:
            continue
        reported: set[tuple[str, bool]] = set()
        for rate in sorted(statements, key=lambda o: o.bound != quantity.EXACT):
            key = (rate.document, rate.is_target)
            finding = None if key in reported else _check_rate(dataset, dataset.indicator[name], rate)
            if finding:
                reported.add(key)
                yield finding


def _check_rate(dataset: Dataset, indicator: Indicator, rate: Observation) -> Finding | None:
    """Hold a rate against the level of its own document and the base that it starts from."""
    level, base = _own_level(dataset, rate), _base(dataset, rate)
    if level is None or base is None or rate.value is None:
        return None
    check = _growth if rate.measure == GROWTH else _change
    wrong = check(indicator, base, level, rate)
    if wrong is None:
        return None
    code, numbers = wrong
    factor = _off_by(numbers["expected"], value_in(level, level.unit))
    kind = ARITHMETIC
    if factor:
        kind, code, numbers = UNIT, "scale", {**numbers, "factor": factor}
    slip = _misprint(check, indicator, (base, level, rate)) if code in ("growth", "change") else None
    return Finding(kind, code, indicator, rate.year, rate.area, rate.measure, (base, level, rate), numbers, slip)


def _misprint(check: Check, indicator: Indicator, statements: Triple) -> Misprint | None:
    """The one statement that would fit if two neighbouring digits changed places; none where several would."""
    found = []
    for at, doubted in enumerate(statements):
        for value in transpositions(doubted.value) if doubted.value else ():
            base, level, rate = (o._replace(value=value) if n == at else o for n, o in enumerate(statements))
            if check(indicator, base, level, rate) is None:
                found.append(Misprint(doubted, value))
    return found[0] if len(found) == 1 else None


def _growth(indicator: Indicator, base: Observation, level: Observation, rate: Observation) -> Wrong | None:
    """What is wrong when base, level and growth do not fit: points, growth, or nothing but prices."""
    start, end = interval(base, base.bound, level.unit), interval(level, level.bound, level.unit)
    by = interval(rate, rate.bound, rate.unit)
    before, after, percent = value_in(base, level.unit), value_in(level, level.unit), value_in(rate, rate.unit)
    if before <= 0 or after < 0 or start.grown(by).meets(end):
        return None
    numbers = {"expected": before * (1 + percent / _HUNDRED)}
    if quantity.unit(level.unit).dimension == "ratio" and (start + by).meets(end):
        return "points", numbers
    by_prices = indicator.growth_basis == "constant" and abs((after / before - 1) * _HUNDRED - percent) <= PRICES
    return REAL_GROWTH if by_prices else "growth", numbers


def _change(_indicator: Indicator, base: Observation, level: Observation, rate: Observation) -> Wrong | None:
    """What is wrong when base, level and absolute change do not fit."""
    points = quantity.unit(rate.unit).dimension == "points" and quantity.unit(level.unit).dimension == "ratio"
    if not points and not quantity.comparable(rate.unit, level.unit):
        return None
    start, end = interval(base, base.bound, level.unit), interval(level, level.bound, level.unit)
    by = interval(rate, rate.bound, rate.unit if points else level.unit)
    if (start + by).meets(end):
        return None
    numbers = {"expected": value_in(base, level.unit) + value_in(rate, rate.unit if points else level.unit)}
    return "relative" if points and start.grown(by).meets(end) else "change", numbers


def _off_by(expected: Decimal, level: Decimal) -> Decimal | None:
    """The power of ten by which a level is off what it should be, within a hundredth."""
    small, large = sorted((abs(expected), abs(level)))
    if not small or large / small < MAGNITUDE / 2:
        return None
    factor = Decimal(10) ** round((large / small).log10())
    near = abs(large / small / factor - 1) <= Decimal("0.01")
    return factor if near and factor >= MAGNITUDE else None


def _own_level(dataset: Dataset, rate: Observation) -> Observation | None:
    """The level that goes with a rate: its own document's, an exact one first."""
    fact = (rate.indicator, rate.year, rate.area, LEVEL)
    own = [o for o in dataset.by_fact.get(fact, ()) if o.is_target is rate.is_target and o.document == rate.document]
    return _exact_first(own)


def _base(dataset: Dataset, rate: Observation) -> Observation | None:
    """The result of the year before: its own document's first, else the one that is used."""
    statements = results(dataset, (rate.indicator, rate.year - 1, rate.area, LEVEL))
    own = _exact_first(o for o in statements if o.document == rate.document)
    return own or next((o for o in statements if o.value is not None), None)


def _exact_first(statements: Iterable[Observation]) -> Observation | None:
    numbers = [o for o in statements if o.value is not None]
    return min(numbers, key=lambda o: o.bound != quantity.EXACT, default=None)
