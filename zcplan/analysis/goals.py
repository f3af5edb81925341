"""A plan beside the one before it: which goals are raised, lowered, new, dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from zcplan import quantity
from zcplan.analysis.compare import Comparison, compare, counted, in_unit_of, results_of
from zcplan.model import Dataset, Indicator, Observation

RAISED, LOWERED, SAME, REWORDED, NEW, DROPPED = "raised", "lowered", "same", "reworded", "new", "dropped"
UNKNOWN = "unknown"
"""Of a goal where no goal of the year before is known at all."""
CHANGES = (RAISED, LOWERED, SAME, REWORDED, NEW, DROPPED)


@dataclass(frozen=True)
class Goal:
    """An indicator's goal of a year beside the goal and the result of the year before.

    ``goal`` is ``None`` for one that is dropped, ``before`` for a new one; ``result`` where none is known. ``change``
    is one of :data:`CHANGES` or :data:`UNKNOWN`: raised and lowered go by the number, words and other measures are
    ``reworded``.
    """

    indicator: Indicator
    goal: Observation | None
    before: Observation | None
    result: Observation | None
    change: str


def goals(dataset: Dataset, year: int) -> tuple[Goal, ...]:
    """Every indicator of the whole territory with a goal in the year, then those with one in the year before alone."""
    now = _by_indicator(counted(compare(dataset, year), dataset.whole).indicators)
    before = compare(dataset, year - 1)
    then = _by_indicator(counted(before, dataset.whole).indicators)
    kept = [_goal(dataset, c, before) for c in now.values()]
    if not before:
        return tuple(replace(goal, change=UNKNOWN) for goal in kept)
    dropped = (Goal(c.indicator, None, c.target, c.actual, DROPPED) for i, c in then.items() if i not in now)
    return (*kept, *dropped)


def _by_indicator(comparisons: Iterable[Comparison]) -> Mapping[str, Comparison]:
    return {c.indicator.id: c for c in comparisons}


def _goal(dataset: Dataset, c: Comparison, earlier: Iterable[Comparison]) -> Goal:
    own = [e for e in earlier if e.indicator == c.indicator and e.area == c.area]
    alike = next((e for e in own if e.measure == c.measure), None)
    before = alike.target if alike else own[0].target if own else None
    found = results_of(dataset, (c.indicator.id, c.target.year - 1, c.area.id, c.measure))
    return Goal(c.indicator, c.target, before, found[0] if found else None, _change(c.target, before))


def _change(goal: Observation, before: Observation | None) -> str:
    if before is None:
        return NEW
    if goal.value is None or before.value is None:
        alike = (goal.measure, goal.text, goal.value) == (before.measure, before.text, before.value)
        return SAME if alike else REWORDED
    if goal.measure != before.measure or not quantity.comparable(goal.unit, before.unit):
        return REWORDED
    value = in_unit_of(goal, before)
    assert value is not None
    if goal.value == value:
        return SAME if goal.bound == before.bound else REWORDED
    return RAISED if goal.value > value else LOWERED
