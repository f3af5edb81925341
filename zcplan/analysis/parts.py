"""Parts and wholes: territories within another, indicators that are parts of one, and how both grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby

from zcplan import quantity
from zcplan.analysis.finding import PART_WHOLE, Finding
from zcplan.analysis.interval import Interval
from zcplan.analysis.statement_interval import interval, value_in
from zcplan.analysis.vintage import Statements, results, targets
from zcplan.model import GROWTH, LEVEL, Dataset, Fact, Indicator, Observation
from zcplan.quantity import EXACT

PARTITIONS = (
    ("第一产业", "第二产业", "第三产业"),
    ("一产", "二产", "三产"),
    ("存款", "贷款"),
    ("进口", "出口"),
    ("城镇", "农村"),
    ("城镇", "乡村"),
    ("男", "女"),
)
"""Parts that together are the whole, by the words in their names."""


def is_partition(names: Sequence[str]) -> bool:
    """Whether the names say that they are all the parts there are."""
    return any(
        len(group) == len(names) and all(any(word in name for name in names) for word in group) for group in PARTITIONS
    )


def territories(dataset: Dataset) -> Iterator[Finding]:
    """A part of the territory above the whole, or parts that do not make it up."""
    within = _areas_within(dataset)
    for (name, year, area, measure), statements in dataset.by_fact.items():
        parts = within.get(area)
        if measure != LEVEL or not parts:
            continue
        facts: list[Fact] = [(name, year, part, LEVEL) for part in parts]
        for whole in statements:
            told = [o for fact in facts for o in _with(dataset, whole, fact)]
            # one part alone is never all there is: a district names the zone it runs, and not what is left of it
            is_all = len(told) == len(parts) > 1
            yield from _check_parts(dataset.indicator[name], whole, told, complete=is_all)
        yield from _elsewhere(dataset, statements, facts)


def _areas_within(dataset: Dataset) -> Mapping[str, list[str]]:
    """By area, the ids of its parts."""
    found = defaultdict(list)
    for area in dataset.areas:
        found[area.part_of].append(area.id)
    return found


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


def growth_ranges(dataset: Dataset) -> Iterator[Finding]:
    """Wholes that grow faster than every part, or slower: a whole's growth is a mean of its parts'."""
    make_up = _make_up(dataset)
    for (name, year, area, measure), statements in dataset.by_fact.items():
        if measure != GROWTH or not quantity.unit(dataset.indicator[name].unit).additive:
            continue
        for facts in make_up(name, area):
            for whole in statements if facts else ():
                parts = [o for n, a in facts for o in _with(dataset, whole, (n, year, a, GROWTH))]
                if len(parts) == len(facts) and _is_outside(whole, parts):
                    yield Finding(PART_WHOLE, "range", dataset.indicator[name], year, area, GROWTH, (whole, *parts))


Parts = list[tuple[str, str]]
"""Indicator and area of each."""


def _make_up(dataset: Dataset) -> Callable[[str, str], tuple[Parts, Parts]]:
    """A function from an indicator and an area to what makes it up: parts of the area, and of the indicator."""
    areas, children = _areas_within(dataset), defaultdict(list)
    for i in dataset.indicators:
        children[i.parent].append(i)
    levels = defaultdict(list)
    for o in dataset.observations:
        if o.measure == LEVEL and o.value is not None and o.bound == EXACT:
            levels[o.indicator, o.area].append(o)

    def all_areas(name: str, area: str) -> Parts:
        facts = [(name, part) for part in areas.get(area, ())]
        return facts if len(facts) > 1 and _adds_up(dataset, levels[name, area], facts) else []

    def all_children(name: str, area: str) -> Parts:
        """Their names say that they are all, or their levels do."""
        own = children[name]
        facts = [(child.id, area) for child in own]
        bases = {i.growth_basis for i in (dataset.indicator[name], *own)}
        if len(own) < 2 or len(bases) > 1:
            return []
        is_all = is_partition([c.name for c in own]) or _adds_up(dataset, levels[name, area], facts)
        return facts if is_all else []

    @cache
    def make_up(name: str, area: str) -> tuple[Parts, Parts]:
        return all_areas(name, area), all_children(name, area)

    return make_up


def _adds_up(dataset: Dataset, wholes: Sequence[Observation], parts: Parts) -> bool:
    """Whether in some document the levels of the parts come to that of the whole."""
    for o in wholes:
        told = [p for n, a in parts for p in _with(dataset, o, (n, o.year, a, LEVEL))]
        if len(told) == len(parts) and all(p.bound == EXACT and quantity.comparable(p.unit, o.unit) for p in told):
            total = Interval(Decimal(0), Decimal(0))
            for part in told:
                total = total + interval(part, EXACT, o.unit)
            if total.meets(interval(o, EXACT, o.unit)):
                return True
    return False


def _is_outside(whole: Observation, parts: Sequence[Observation]) -> bool:
    """Whether the whole's growth lies beyond that of every part, rounding and bounds allowed for."""
    if whole.value is None:
        return False
    ranges = [interval(p, p.bound, whole.unit) for p in parts]
    lows, highs = [r.low for r in ranges], [r.high for r in ranges]
    low = None if None in lows else min(v for v in lows if v is not None)
    high = None if None in highs else max(v for v in highs if v is not None)
    return not Interval(low, high).meets(interval(whole, whole.bound, whole.unit))
