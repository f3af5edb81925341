"""A stock can't be less than what was added to it within the year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zcplan import quantity
from zcplan.analysis.finding import PART_WHOLE, Finding
from zcplan.analysis.statement_interval import interval
from zcplan.analysis.vintage import results, targets
from zcplan.model import CHANGE, LEVEL, Dataset, Fact, Indicator, Observation

ADDED = re.compile("新增|净增|新(?:培育|认定|引进|建成|建|设立|签约|发展|评)")
"""In a name: it counts what was added, not what there is."""
_ENDING = re.compile("(?:数量?|总数)$")


def additions(dataset: Dataset) -> Iterator[Finding]:
    """Stocks below their additions: 新增X above X, or an increase above the level itself."""
    for added, stock in _pairs(dataset):
        for fact in _facts(dataset, added):
            own: Fact = (stock.id, fact[1], fact[2], LEVEL)
            for is_goal in (True, False):
                pair = _together(dataset, own, fact, is_goal=is_goal)
                if pair and _is_above(*pair):
                    yield _finding(stock, *pair)
    yield from _increases(dataset)


def _pairs(dataset: Dataset) -> Iterator[tuple[Indicator, Indicator]]:
    """Indicators of additions with the one of the stock, told by their names."""
    stocks: Mapping[str, Indicator] = {
        _ENDING.sub("", name): i for i in dataset.indicators for name in i.names if not ADDED.search(name)
    }
    for added in dataset.indicators:
        bare = {_ENDING.sub("", ADDED.sub("", name, count=1)) for name in added.names if ADDED.search(name)}
        stock = next((stocks[name] for name in sorted(bare) if name in stocks), None)
        if stock and quantity.comparable(stock.unit, added.unit) and quantity.unit(stock.unit).additive:
            yield added, stock


def _facts(dataset: Dataset, indicator: Indicator) -> list[Fact]:
    return list(dict.fromkeys(o.fact for o in dataset.by_indicator.get(indicator.id, ()) if o.measure == LEVEL))


def _together(dataset: Dataset, stock: Fact, added: Fact, *, is_goal: bool) -> tuple[Observation, Observation] | None:
    """What one document says of both; else what is used of each."""
    pick = targets if is_goal else results
    stocks = [o for o in pick(dataset, stock) if o.value is not None]
    news = [o for o in pick(dataset, added) if o.value is not None]
    own = [(s, n) for s in stocks for n in news if s.document == n.document]
    if own:
        return own[0]
    return (stocks[0], news[0]) if stocks and news else None


def _is_above(stock: Observation, added: Observation) -> bool:
    """Whether the additions exceed the stock, rounding and bounds allowed for."""
    if not quantity.comparable(stock.unit, added.unit):
        return False
    low, high = interval(added, added.bound, stock.unit).low, interval(stock, stock.bound, stock.unit).high
    return low is not None and high is not None and low > high


def _increases(dataset: Dataset) -> Iterator[Finding]:
    """An increase above the level that it led to, in one document."""
    for (name, year, area, measure), statements in dataset.by_fact.items():
        unit = quantity.unit(dataset.indicator[name].unit)
        if measure != CHANGE or not unit.additive:
            continue
        for change in statements:
            level = _own_level(dataset, (name, year, area, LEVEL), change)
            if level and change.value is not None and _is_above(level, change):
                yield _finding(dataset.indicator[name], level, change)


def _own_level(dataset: Dataset, fact: Fact, change: Observation) -> Observation | None:
    """The level that the same document states, not below nothing (a deficit may change by more than itself)."""
    own = (o for o in dataset.by_fact.get(fact, ()) if o.document == change.document)
    return next((o for o in own if o.is_target == change.is_target and o.value is not None and o.value >= 0), None)


def _finding(stock: Indicator, whole: Observation, added: Observation) -> Finding:
    return Finding(PART_WHOLE, "additions", stock, whole.year, whole.area, LEVEL, (whole, added))
