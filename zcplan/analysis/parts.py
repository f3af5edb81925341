"""Parts and wholes: territories within another, indicators that are parts of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from zcplan import quantity
from zcplan.analysis.finding import PART_WHOLE, Finding
from zcplan.analysis.interval import Interval
from zcplan.analysis.statement_interval import interval, value_in
from zcplan.analysis.vintage import Statements, results, targets
from zcplan.model import LEVEL, Dataset, Fact, Indicator, Observation


def territories(dataset: Dataset) -> Iterator[Finding]:
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


def parents(dataset: Dataset) -> Iterator[Finding]:
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
    limit, total = interval(whole, whole.bound, whole.unit), Interval(Decimal(0), Decimal(0))
    for part in parts:
        total = total + interval(part, part.bound, whole.unit)
    above = limit.high is not None and total.low is not None and total.low > limit.high
    if above or (complete and not total.meets(limit)):
        code = "above" if above else "sum"
        numbers = {"sum": sum((value_in(p, whole.unit) for p in parts), Decimal(0))}
        yield Finding(PART_WHOLE, code, indicator, whole.year, whole.area, LEVEL, (whole, *parts), numbers)
