"""Goals of a plan beside those of the year before, in words and as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zcplan.analysis.goals import Goal
from zcplan.model import GROWTH
from zcplan.reports.parts import wording
from zcplan.reports.parts.layout import Chart, ChartSeries
from zcplan.reports.parts.writer import Writer


@dataclass(frozen=True)
class GoalRow:
    """A goal as a table prints it, beside the goal and the result of the year before."""

    number: int
    group: str
    name: str
    nature: str
    measure: str
    goal: str
    before: str
    result: str
    change: str
    source: str


def rows(writer: Writer, goals: Iterable[Goal]) -> tuple[GoalRow, ...]:
    """Goals as numbered rows."""
    return tuple(_row(writer, n, g) for n, g in enumerate(goals, start=1))


def _row(writer: Writer, number: int, g: Goal) -> GoalRow:
    stated = g.goal or g.before
    assert stated is not None
    return GoalRow(
        number=number,
        group=g.indicator.group,
        name=g.indicator.name,
        nature=g.indicator.nature,
        measure=writer.phrases(f"measure.{stated.measure}"),
        goal=writer.figure(g.goal),
        before=writer.figure(g.before),
        result=writer.stated(g.result) if g.result is not None else wording.NOTHING,
        change=writer.phrases(f"change.{g.change}"),
        source=writer.source(stated),
    )


def chart(writer: Writer, goals: Iterable[Goal], year: int) -> Chart:
    """Last year's result beside this year's goal, for every rate that has a number for both."""
    shown = [
        g
        for g in goals
        if g.goal is not None and g.result is not None and g.goal.measure == GROWTH and g.goal.value is not None
    ]
    known = [g for g in shown if g.result is not None and g.result.value is not None]
    title, before, goal = (
        writer.phrases(f"comparison.goal-chart{name}", year=year, before=year - 1) for name in ("", "-before", "-goal")
    )
    return Chart(
        title=title,
        categories=tuple(g.indicator.name for g in known),
        series=(
            ChartSeries(before, tuple(g.result.value for g in known if g.result)),
            ChartSeries(goal, tuple(g.goal.value for g in known if g.goal)),
        ),
    )
