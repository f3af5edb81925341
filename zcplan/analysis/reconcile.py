"""Figures that contradict each other: between documents, in arithmetic, part against whole.

Findings are data; :mod:`zcplan.analysis.explain` words them. Tolerance follows the printed digits, by interval
arithmetic, so that rounding is no alarm. Growth at constant prices does not go with levels at current
prices: that is told (``real-growth``), and is no error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, groupby

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import as_quantity
from zcplan.analysis.interval import Interval, printed, stated
from zcplan.analysis.vintage import Statements, results, targets
from zcplan.model import ESTIMATE, GROWTH, LEVEL, Dataset, Fact, Indicator, Observation
from zcplan.quantity import half_step

CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION = "conflict", "arithmetic", "part-whole", "unit", "revision"
KINDS = (CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION)
REAL_GROWTH = "real-growth"
"""Code of an arithmetic finding that has its reason: growth at constant prices beside levels at current ones."""
EXCHANGE_RATES = (Decimal("6.0"), Decimal("8.8"))
"""Yuan for a US dollar or a euro since 2008, generously: a factor in between hints at a wrong currency."""
PRICES = Decimal(10)
"""Percentage points by which prices may set growth at current prices apart from growth at constant ones."""
MAGNITUDE = 100
"""The least factor that hints at a wrong magnitude: 百, 千, 万, 亿."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Finding:
    """Statements that can't all be right, or that look so and have their reason.

    ``code`` tells the sort within the kind: ``between`` or ``within`` documents; ``growth`` ``change`` ``points``
    ``relative`` ``real-growth``; ``above`` ``sum``; ``magnitude`` ``exchange`` ``scale``; ``revision``. The
    statements of an arithmetic finding (and of ``scale``) are base, level, rate; those of a part-whole finding the
    whole, then its parts. ``numbers`` holds what the sentence needs beside them.
    """

    kind: str
    code: str
    indicator: Indicator
    year: int
    area: str
    measure: str
    statements: Statements
    numbers: dict[str, Decimal] = field(default_factory=dict, hash=False)

    @property
    def is_error(self) -> bool:
        """Whether someone must put it right; a revision and an explained difference are told, not blamed."""
        return self.kind != REVISION and self.code != REAL_GROWTH


def reconcile(dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Every finding of the dataset, or of one year: errors first, by kind, indicator and year."""
    found = [*_between_statements(dataset), *_arithmetic(dataset), *_territory(dataset), *_parents(dataset)]
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    areas = {a.id: n for n, a in enumerate(dataset.areas)}
    found = [f for f in found if year is None or f.year == year]

    def rank(f: Finding) -> tuple:
        return (not f.is_error, KINDS.index(f.kind), order[f.indicator.id], f.year, areas[f.area], f.measure)

    return tuple(sorted(found, key=rank))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that someone must put right."""
    return tuple(f for f in findings if f.is_error)


def used(finding: Finding, dataset: Dataset) -> Statements:
    """Of the statements that differ, those that the rule of vintages uses: a goal's and a result's."""
    fact: Fact = (finding.indicator.id, finding.year, finding.area, finding.measure)
    chosen = (*targets(dataset, fact)[:1], *results(dataset, fact)[:1])
    return tuple(o for o in finding.statements if any(o is c for c in chosen))


# --- the same fact in different statements ---------------------------------------------------------


def _between_statements(dataset: Dataset) -> Iterator[Finding]:
    for (name, year, area, measure), statements in dataset.by_fact.items():
        numbers = [o for o in statements if o.value is not None]
        for is_goal in (True, False):
            same_kind = [o for o in numbers if o.is_target is is_goal]
            if _differ(same_kind, is_goal):
                kind, code, extra = _difference_kind(dataset, same_kind)
                told = tuple(sorted(same_kind, key=lambda o: dataset.document[o.document].date))
                yield Finding(kind, code, dataset.indicator[name], year, area, measure, told, extra)


def _differ(statements: list[Observation], is_goal: bool) -> bool:
    return any(not _agree(a, b, is_goal) for a, b in combinations(statements, 2))


def _agree(one: Observation, other: Observation, is_goal: bool) -> bool:
    """Goals agree when their numbers do, whatever the bound; results when both can be true."""
    assert one.value is not None and other.value is not None
    open_ended = {quantity.APPROX} if is_goal else {quantity.APPROX, quantity.AT_LEAST, quantity.AT_MOST}
    if open_ended & {one.bound, other.bound} and one.bound != other.bound:
        return _interval(one, one.bound, one.unit).meets(_interval(other, other.bound, one.unit))
    return as_quantity(one).upper == as_quantity(other).upper and _same_number(
        one.value, quantity.convert(other.value, other.unit, one.unit)
    )


def _same_number(one: Decimal, other: Decimal) -> bool:
    """Whether two printed numbers are one, the finer of them perhaps rounded in the other: 3.05 and 3."""
    steps = {half_step(one), half_step(other)}
    return one == other if len(steps) == 1 else abs(one - other) <= max(steps)


def _interval(o: Observation, bound: str, unit: str) -> Interval:
    """What an observation says, in ``unit``."""
    assert o.value is not None
    own = stated(o.value, bound)
    if bound == quantity.ABOUT:
        own = own.widened(rule.tolerance(o.value, o.unit, o.measure))
    upper = as_quantity(o).upper
    if upper is not None:
        own = Interval(own.low, printed(upper).high)
    return own.scaled(quantity.convert(Decimal(1), o.unit, unit)) if o.unit != unit else own


def _difference_kind(dataset: Dataset, statements: list[Observation]) -> tuple[str, str, dict[str, Decimal]]:
    values = [_value(o, statements[0].unit) for o in statements]
    for one, other in combinations(statements, 2):
        factor = _magnitude(one, other)
        if factor:
            return UNIT, "magnitude", {"factor": factor}
    ratio = _exchange(values, statements)
    if ratio:
        return UNIT, "exchange", {"factor": ratio}
    if not statements[0].is_target and _is_revision(dataset, statements):
        return REVISION, "revision", {}
    code = "within" if len({o.document for o in statements}) == 1 else "between"
    return CONFLICT, code, {"gap": max(values) - min(values)}


def _value(o: Observation, unit: str) -> Decimal:
    assert o.value is not None
    return quantity.convert(o.value, o.unit, unit)


def _magnitude(one: Observation, other: Observation) -> Decimal | None:
    """The power of ten between two statements of the same digits, the coarser perhaps rounded: 1139 and 0.11."""
    small, large = sorted((_value(one, one.unit), _value(other, one.unit)), key=abs)
    if not small or small * large < 0:
        return None
    power = round((large / small).log10())
    factor, scaled = Decimal(10) ** power, small.scaleb(power)
    if factor < MAGNITUDE:
        return None
    digits = min(len(v.normalize().as_tuple().digits) for v in (small, large))
    rounded = digits > 1 and _same_number(scaled, large)
    return factor if scaled == large or rounded else None


def _exchange(values: list[Decimal], statements: list[Observation]) -> Decimal | None:
    """The factor between two amounts of money that differ as yuan and a foreign currency do."""
    money = {quantity.unit(o.unit).dimension for o in statements} <= {"CNY", "USD", "EUR"}
    distinct = sorted(set(values))
    if not money or len(distinct) != 2 or distinct[0] <= 0:
        return None
    low, high = EXCHANGE_RATES
    ratio = distinct[1] / distinct[0]
    return ratio if low <= ratio <= high else None


def _is_revision(dataset: Dataset, statements: list[Observation]) -> bool:
    """Whether each difference is an estimate that a later document replaced."""

    def replaced(one: Observation, other: Observation) -> bool:
        earlier, later = sorted((one, other), key=lambda o: dataset.document[o.document].date)
        dates = {dataset.document[o.document].date for o in (earlier, later)}
        return earlier.status == ESTIMATE and len(dates) == 2

    return all(_agree(a, b, False) or replaced(a, b) for a, b in combinations(statements, 2))


# --- level, growth and base ------------------------------------------------------------------------


def _arithmetic(dataset: Dataset) -> Iterator[Finding]:
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
    factor = _off_by(numbers["expected"], _value(level, level.unit))
    kind = ARITHMETIC
    if factor:
        kind, code, numbers = UNIT, "scale", {**numbers, "factor": factor}
    return Finding(kind, code, indicator, rate.year, rate.area, rate.measure, (base, level, rate), numbers)


Wrong = tuple[str, dict[str, Decimal]]


def _growth(indicator: Indicator, base: Observation, level: Observation, rate: Observation) -> Wrong | None:
    """What is wrong when base, level and growth do not fit: points, growth, or nothing but prices."""
    start, end = _interval(base, base.bound, level.unit), _interval(level, level.bound, level.unit)
    by = _interval(rate, rate.bound, rate.unit)
    before, after, percent = _value(base, level.unit), _value(level, level.unit), _value(rate, rate.unit)
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
    start, end = _interval(base, base.bound, level.unit), _interval(level, level.bound, level.unit)
    by = _interval(rate, rate.bound, rate.unit if points else level.unit)
    if (start + by).meets(end):
        return None
    numbers = {"expected": _value(base, level.unit) + _value(rate, rate.unit if points else level.unit)}
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


# --- parts and wholes ------------------------------------------------------------------------------


def _territory(dataset: Dataset) -> Iterator[Finding]:
    """A part of the territory above the whole, or parts that do not make it up."""
    children = defaultdict(list)
    for territory in dataset.areas:
        children[territory.part_of].append(territory.id)
    for (name, year, area, measure), statements in dataset.by_fact.items():
        parts = children.get(area)
        if measure != LEVEL or not parts:
            continue
        facts: list[Fact] = [(name, year, part, LEVEL) for part in parts]
        for whole in statements:
            told = [o for fact in facts for o in _with(dataset, whole, fact)]
            yield from _check_parts(dataset.indicator[name], whole, told, complete=len(told) == len(parts))
        yield from _elsewhere(dataset, statements, facts)


def _elsewhere(dataset: Dataset, statements: Statements, facts: list[Fact]) -> Iterator[Finding]:
    """Parts whose document states no whole, held against the whole that is used."""
    for fact in facts:
        for part in dataset.by_fact.get(fact, ()):
            same_kind = [o for o in statements if o.is_target is part.is_target]
            if part.value is None or any(o.document == part.document for o in same_kind):
                continue
            pick = targets if part.is_target else results
            whole = next(iter(pick(dataset, same_kind[0].fact)), None) if same_kind else None
            if whole is not None:
                yield from _check_parts(dataset.indicator[fact[0]], whole, [part], complete=False)


def _parents(dataset: Dataset) -> Iterator[Finding]:
    """Indicators that are parts of another, within one document and year."""
    related = sorted((i for i in dataset.indicators if i.parent), key=lambda i: i.parent)
    for parent, group in groupby(related, key=lambda i: i.parent):
        children = list(group)
        for whole in dataset.by_indicator.get(parent, ()):
            if whole.measure == LEVEL:
                facts: list[Fact] = [(child.id, whole.year, whole.area, LEVEL) for child in children]
                parts = [o for fact in facts for o in _with(dataset, whole, fact)]
                yield from _check_parts(dataset.indicator[parent], whole, parts, complete=False)


def _with(dataset: Dataset, whole: Observation, fact: Fact) -> Statements:
    """The statement of a part that goes with the whole: same document, both goals or both results."""
    return tuple(
        o
        for o in dataset.by_fact.get(fact, ())
        if o.document == whole.document and o.is_target == whole.is_target and o.value is not None
    )[:1]


def _check_parts(
    indicator: Indicator, whole: Observation, parts: list[Observation], *, complete: bool
) -> Iterator[Finding]:
    """Nothing where amounts do not add up (a rate, days), or are in units that can't be compared."""
    sound = whole.value is not None and quantity.unit(whole.unit).additive
    if not parts or not sound or not all(quantity.comparable(p.unit, whole.unit) for p in parts):
        return
    limit, total = _interval(whole, whole.bound, whole.unit), Interval(Decimal(0), Decimal(0))
    for part in parts:
        total = total + _interval(part, part.bound, whole.unit)
    above = limit.high is not None and total.low is not None and total.low > limit.high
    if above or (complete and not total.meets(limit)):
        code = "above" if above else "sum"
        numbers = {"sum": sum((_value(p, whole.unit) for p in parts), Decimal(0))}
        yield Finding(PART_WHOLE, code, indicator, whole.year, whole.area, LEVEL, (whole, *parts), numbers)
