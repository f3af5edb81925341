"""An indicator over the years: what was planned, what came of it, and who said so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zcplan.analysis.vintage import Statements, results, targets
from zcplan.model import MEASURES, Area, Dataset, Indicator, Observation


@dataclass(frozen=True)
class Point:
    """One year of a series; ``statements`` holds every vintage, results first, the one to use leading."""

    year: int
    target: Observation | None
    result: Observation | None
    statements: Statements


@dataclass(frozen=True)
class Series:
    """An indicator's points for one area and measure, by year."""

    indicator: Indicator
    area: Area
    measure: str
    points: tuple[Point, ...]


def series(dataset: Dataset, indicator: str) -> tuple[Series, ...]:
    """Every series of one indicator: by area in the dataset's order, then level, growth, change.

    :param indicator: its id
    """
    years = defaultdict(set)
    for o in dataset.by_indicator.get(indicator, ()):
        years[o.area, o.measure].add(o.year)
    found = []
    for area in dataset.areas:
        for measure in MEASURES:
            told = sorted(years.get((area.id, measure), ()))
            if told:
                points = tuple(_point(dataset, indicator, year, area.id, measure) for year in told)
                found.append(Series(dataset.indicator[indicator], area, measure, points))
    return tuple(found)


def _point(dataset: Dataset, indicator: str, year: int, area: str, measure: str) -> Point:
    fact = (indicator, year, area, measure)
    goals, found = targets(dataset, fact), results(dataset, fact)
    return Point(year, goals[0] if goals else None, found[0] if found else None, (*found, *goals))
