"""The same fact in different statements: contradictions, wrong units, revisions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.analysis.finding import CONFLICT, REVISION, UNIT, Finding
from zcplan.analysis.statement_interval import interval, same_number, value_in
from zcplan.model import ESTIMATE, Dataset, Observation

EXCHANGE_RATES = (Decimal("6.0"), Decimal("8.8"))
"""Yuan for a US dollar or a euro since 2008, generously: a factor in between hints at a wrong currency."""
MAGNITUDE = 100
"""The least factor that hints at a wrong magnitude: 百, 千, 万, 亿."""


def disagreements(dataset: Dataset) -> Iterator[Finding]:
    """Facts whose statements differ, goals and results apart."""
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
        return interval(one, one.bound, one.unit).meets(interval(other, other.bound, one.unit))
    return as_quantity(one).upper == as_quantity(other).upper and same_number(
        one.value, quantity.convert(other.value, other.unit, one.unit)
    )


def _difference_kind(dataset: Dataset, statements: list[Observation]) -> tuple[str, str, dict[str, Decimal]]:
    values = [value_in(o, statements[0].unit) for o in statements]
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


def _magnitude(one: Observation, other: Observation) -> Decimal | None:
    """The power of ten between two statements of the same digits, the coarser perhaps rounded: 1139 and 0.11."""
    small, large = sorted((value_in(one, one.unit), value_in(other, one.unit)), key=abs)
    if not small or small * large < 0:
        return None
    power = round((large / small).log10())
    factor, scaled = Decimal(10) ** power, small.scaleb(power)
    if factor < MAGNITUDE:
        return None
    digits = min(len(v.normalize().as_tuple().digits) for v in (small, large))
    rounded = digits > 1 and same_number(scaled, large)
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
