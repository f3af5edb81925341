"""The same fact in different statements: contradictions, goals within reach, scopes, wrong units, revisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import COVERAGE, as_quantity
from zcplan.analysis.finding import CONFLICT, REVISION, SCOPE, UNIT, WITHIN_REACH, Finding, Misprint
from zcplan.analysis.interval import Interval
from zcplan.analysis.statement_interval import interval, same_number, value_in
from zcplan.analysis.transposition import transposed
from zcplan.model import ESTIMATE, Dataset, Observation

EXCHANGE_RATES = (Decimal("6.0"), Decimal("8.8"))
"""Yuan for a US dollar or a euro since 2008, generously: a factor in between hints at a wrong currency."""
_LEFT_OUT = re.compile(r"[（(](?:不含|不包括|扣除|剔除|不计)[^（）()]*[）)]")
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
                slip = _misprint(told) if kind == CONFLICT and code != SCOPE else None
                yield Finding(kind, code, dataset.indicator[name], year, area, measure, told, extra, slip)


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
    return CONFLICT, _conflict(statements), {"gap": max(values) - min(values)}


def _conflict(statements: list[Observation]) -> str:
    """``scope`` ``within-reach`` ``within`` ``between``: the mildest word that is true."""
    is_goal = statements[0].is_target
    differing = [(a, b) for a, b in combinations(statements, 2) if not _agree(a, b, is_goal)]
    if all(scope(a) != scope(b) for a, b in differing):
        return SCOPE
    if is_goal and all(_within_reach(a, b) for a, b in combinations(statements, 2)):
        return WITHIN_REACH
    return "within" if len({o.document for o in statements}) == 1 else "between"


def scope(o: Observation) -> tuple[str, ...]:
    """What is told of the statement's coverage: remarks of the curator that speak of 口径, and 不含… in the source."""
    remarks = [part for part in re.split("[；;]", o.note) if COVERAGE in part]
    return (*remarks, *_LEFT_OUT.findall(o.evidence))


def _within_reach(one: Observation, other: Observation) -> bool:
    """Whether one result can meet both goals: 31 and 30以上, not 31 and 30.

    Intervals on a line that meet pairwise have a point in common, so pairs suffice for any number of goals.
    """
    return _met_by(one, one.unit).meets(_met_by(other, one.unit))


def _met_by(goal: Observation, unit: str) -> Interval:
    """The results that meet a goal: a goal is set, not rounded, so that 29 does not meet 30以上."""
    value, upper = value_in(goal, unit), as_quantity(goal).upper
    if goal.bound == quantity.ABOUT:
        return Interval(value, value).widened(rule.tolerance(value, unit, goal.measure))
    low = None if goal.bound == quantity.AT_MOST else value
    open_above = goal.bound in (quantity.AT_LEAST, quantity.APPROX)
    return Interval(low, None if open_above else value if upper is None else quantity.convert(upper, goal.unit, unit))


def _misprint(statements: tuple[Observation, ...]) -> Misprint | None:
    """Of two numbers, whether one is the other with neighbouring digits exchanged; the later document's is doubted."""
    distinct = {o.value: o for o in statements if o.unit == statements[0].unit}
    if len(distinct) != 2 or len({o.unit for o in statements}) > 1:
        return None
    (meant, _first), (value, doubted) = distinct.items()
    return Misprint(doubted, meant) if value and meant and transposed(value, meant) else None


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
