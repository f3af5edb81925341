"""Figures that contradict each other: between documents, in arithmetic, part against whole.

Findings are data; :func:`message` words them. Tolerance follows the printed digits, by interval
arithmetic. Growth at constant prices is never held against levels at current prices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, groupby

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.analysis.interval import Interval, printed, stated
from zcplan.model import ACTUAL, CHANGE, ESTIMATE, GROWTH, LEVEL, Dataset, Indicator, Observation
from zcplan.quantity import half_step

CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION = "conflict", "arithmetic", "part-whole", "unit", "revision"
KINDS = (CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION)
ERRORS = (CONFLICT, ARITHMETIC, PART_WHOLE, UNIT)
"""Kinds that someone must put right; a revision is told, not blamed."""
_HUNDRED = Decimal(100)
Gettext = Callable[[str], str]


@dataclass(frozen=True)
class Finding:
    """Statements that can't all be right.

    ``numbers`` holds what the message needs beside the statements (what the arithmetic gives, a factor).
    """

    kind: str
    code: str
    indicator: Indicator
    year: int
    area: str
    measure: str
    statements: tuple[Observation, ...]
    numbers: dict[str, Decimal] = field(default_factory=dict, hash=False)


def reconcile(dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Every contradiction of the dataset, or of one year, by indicator and year."""
    found = [*_between_statements(dataset), *_arithmetic(dataset), *_territory(dataset), *_parents(dataset)]
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    kinds = {kind: n for n, kind in enumerate(KINDS)}
    found = [f for f in found if year is None or f.year == year]
    return tuple(sorted(found, key=lambda f: (kinds[f.kind], order[f.indicator.id], f.year, f.area, f.measure)))


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
    upper = as_quantity(o).upper
    if upper is not None:
        own = Interval(own.low, printed(upper).high)
    return own.scaled(quantity.convert(Decimal(1), o.unit, unit)) if o.unit != unit else own


def _difference_kind(dataset: Dataset, statements: list[Observation]) -> tuple[str, str, dict[str, Decimal]]:
    factor = _power_of_ten(statements)
    if factor:
        return UNIT, "unit", {"factor": factor}
    statuses = {o.status for o in statements}
    if statuses == {ACTUAL, ESTIMATE}:
        settled = [o for o in statements if o.status == ACTUAL]
        if not _differ(settled, is_goal=False):
            return REVISION, "revision", {}
    if len({o.document for o in statements}) == 1:
        return CONFLICT, "within", {}
    return CONFLICT, "between", {}


def _power_of_ten(statements: list[Observation]) -> Decimal | None:
    """The factor between two statements that print the same digits in other magnitudes."""
    values = {quantity.convert(o.value, o.unit, statements[0].unit).normalize() for o in statements if o.value}
    if len(values) != 2:
        return None
    small, large = sorted(values, key=abs)
    same_digits = small.as_tuple().digits == large.as_tuple().digits
    return large / small if same_digits and abs(large / small) >= 100 else None


# --- level, growth and base ------------------------------------------------------------------------


def _arithmetic(dataset: Dataset) -> Iterator[Finding]:
    for (name, _year, _area, measure), statements in dataset.by_fact.items():
        indicator = dataset.indicator[name]
        if measure not in (GROWTH, CHANGE) or (measure == GROWTH and indicator.growth_basis == "constant"):
            continue
        reported: set[tuple[str, bool]] = set()
        for rate in sorted(statements, key=lambda o: o.bound != quantity.EXACT):
            key = (rate.document, rate.is_target)
            if rate.value is None or key in reported:
                continue
            finding = _check_rate(dataset, indicator, rate)
            if finding:
                reported.add(key)
                yield finding


def _check_rate(dataset: Dataset, indicator: Indicator, rate: Observation) -> Finding | None:
    """Hold a rate against the level of its own document and the base it starts from."""
    level = _level(dataset, rate, rate.year, rate.is_target, own_only=True)
    base = _level(dataset, rate, rate.year - 1, False, own_only=False)
    if level is None or base is None or rate.value is None:
        return None
    unit = level.unit
    if rate.measure == CHANGE and not _points_or_same(rate, level):
        return None
    start, end, by = (
        _interval(base, base.bound, unit),
        _interval(level, level.bound, unit),
        stated(rate.value, rate.bound),
    )
    expected = start.grown(by) if rate.measure == GROWTH else start + _in(by, rate.unit, unit)
    if expected.meets(end):
        return None
    base_value = quantity.convert(base.value, base.unit, unit)  # type: ignore[arg-type]
    assert level.value is not None
    numbers = {
        "expected": base_value * (1 + rate.value / _HUNDRED) if rate.measure == GROWTH else base_value + rate.value
    }
    code = "growth" if rate.measure == GROWTH else "change"
    if base_value:
        numbers["rate"] = (
            (level.value / base_value - 1) * _HUNDRED if rate.measure == GROWTH else level.value - base_value
        )
    if rate.measure == GROWTH and quantity.unit(unit).dimension == "ratio" and (start + by).meets(end):
        code = "points"
    return Finding(ARITHMETIC, code, indicator, rate.year, rate.area, rate.measure, (base, level, rate), numbers)


def _points_or_same(rate: Observation, level: Observation) -> bool:
    points = quantity.unit(rate.unit).dimension == "points" and quantity.unit(level.unit).dimension == "ratio"
    return points or quantity.comparable(rate.unit, level.unit)


def _in(interval: Interval, source: str, target: str) -> Interval:
    return (
        interval
        if quantity.unit(source).dimension == "points"
        else interval.scaled(quantity.convert(Decimal(1), source, target))
    )


def _level(dataset: Dataset, rate: Observation, year: int, is_goal: bool, *, own_only: bool) -> Observation | None:
    """The level to hold a rate against: its own document's first, else (for a base) the best result."""
    from zcplan.analysis.vintage import results

    fact = (rate.indicator, year, rate.area, LEVEL)
    candidates = [o for o in dataset.by_fact.get(fact, ()) if o.is_target is is_goal and o.value is not None]
    own = [o for o in candidates if o.document == rate.document]
    if own or own_only:
        return min(own, key=lambda o: o.bound != quantity.EXACT, default=None)
    return next((o for o in results(dataset, fact) if o.value is not None), None)


# --- parts and wholes ------------------------------------------------------------------------------


def _territory(dataset: Dataset) -> Iterator[Finding]:
    """A part of the territory above the whole, or parts that do not make it up, within one document."""
    children = defaultdict(list)
    for territory in dataset.areas:
        children[territory.part_of].append(territory.id)
    for (name, _year, area, measure), statements in dataset.by_fact.items():
        indicator = dataset.indicator[name]
        if measure != LEVEL or area not in children:
            continue
        for whole in statements:
            if whole.value is None or not quantity.unit(whole.unit).additive:
                continue
            parts = [p for child in children[area] for p in _same(dataset, whole, name, child)]
            yield from _check_parts(indicator, whole, parts, complete=len(parts) == len(children[area]))


def _parents(dataset: Dataset) -> Iterator[Finding]:
    """Indicators that are parts of another, within one document and year."""
    for parent, group in groupby(
        sorted((i for i in dataset.indicators if i.parent), key=lambda i: i.parent), key=lambda i: i.parent
    ):
        children = list(group)
        for whole in dataset.by_indicator.get(parent, ()):
            if whole.measure == LEVEL and whole.value is not None and quantity.unit(whole.unit).additive:
                parts = [p for child in children for p in _same(dataset, whole, child.id, whole.area)]
                yield from _check_parts(dataset.indicator[parent], whole, parts, complete=False)


def _same(dataset: Dataset, whole: Observation, name: str, area: str) -> list[Observation]:
    """The statement of a part that goes with the whole: same document, year, kind."""
    found = [
        o
        for o in dataset.by_fact.get((name, whole.year, area, LEVEL), ())
        if o.document == whole.document and o.is_target == whole.is_target and o.value is not None
    ]
    return found[:1]


def _check_parts(
    indicator: Indicator, whole: Observation, parts: list[Observation], *, complete: bool
) -> Iterator[Finding]:
    if not parts:
        return
    limit = _interval(whole, whole.bound, whole.unit)
    total = Interval(Decimal(0), Decimal(0))
    for part in parts:
        total = total + _interval(part, part.bound, whole.unit)
    value = sum((quantity.convert(p.value, p.unit, whole.unit) for p in parts if p.value is not None), Decimal(0))
    above = limit.high is not None and total.low is not None and total.low > limit.high
    if above or (complete and not total.meets(limit)):
        code = "above" if above else "sum"
        yield Finding(PART_WHOLE, code, indicator, whole.year, whole.area, LEVEL, (whole, *parts), {"sum": value})


# --- words -----------------------------------------------------------------------------------------


def message(finding: Finding, dataset: Dataset, _: Gettext) -> str:
    """One plain sentence on what differs, in the language of the gettext function given."""
    name = finding.indicator.name
    if finding.area != dataset.whole:
        name = f"{name}（{dataset.area[finding.area].name}）"
    said = "; ".join(f"{_source(o, dataset)} {_figure(o)}" for o in finding.statements)
    values = {key: quantity.plain(_round(value)) for key, value in finding.numbers.items()}
    if finding.kind in (ARITHMETIC, PART_WHOLE):
        figures = [_figure(o) for o in finding.statements]
    if finding.code == "growth":
        text = _(
            "{name} {year}: from {base} growing by {rate} gives {expected}{unit}, "
            "but {level} is printed, which is a growth of {real}%."
        )
        return _arithmetic_text(text, finding, name, figures, values)
    if finding.code == "change":
        text = _("{name} {year}: from {base} changing by {rate} gives {expected}{unit}, but {level} is printed.")
        return _arithmetic_text(text, finding, name, figures, values)
    if finding.code == "points":
        text = _("{name} {year}: {base} to {level} is a change of {rate} in percentage points, not a growth rate.")
        return _arithmetic_text(text, finding, name, figures, values)
    if finding.code == "above":
        return _("{name} {year}: the whole is {whole}, its parts ({parts}) come to more.").format(
            name=name, year=finding.year, whole=figures[0], parts="、".join(figures[1:])
        )
    if finding.code == "sum":
        return _("{name} {year}: the parts ({parts}) do not make up the whole {whole}.").format(
            name=name, year=finding.year, whole=figures[0], parts="、".join(figures[1:])
        )
    if finding.kind == UNIT:
        return _(
            "{name} {year}: two statements differ by a factor of {factor}, as if a unit were wrong: {said}."
        ).format(name=name, year=finding.year, said=said, **values)
    if finding.kind == REVISION:
        return _("{name} {year}: the estimate was revised: {said}.").format(name=name, year=finding.year, said=said)
    if finding.code == "within":
        return _("{name} {year}: one document states it in different ways: {said}.").format(
            name=name, year=finding.year, said=said
        )
    return _("{name} {year}: documents differ: {said}.").format(name=name, year=finding.year, said=said)


def _arithmetic_text(text: str, finding: Finding, name: str, figures: list[str], values: dict[str, str]) -> str:
    base, level, rate = figures
    return text.format(
        name=name,
        year=finding.year,
        base=base,
        level=level,
        rate=rate,
        unit=finding.statements[1].unit,
        expected=values["expected"],
        real=values.get("rate", ""),
    )


def _source(o: Observation, dataset: Dataset) -> str:
    return f"《{dataset.document[o.document].name}》"


def _figure(o: Observation) -> str:
    return quantity.format(as_quantity(o))


def _round(value: Decimal) -> Decimal:
    """Two decimals at most, without trailing zeros."""
    rounded = value.quantize(Decimal("0.01")).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that someone must put right, revisions left out."""
    return tuple(f for f in findings if f.kind in ERRORS)
