"""``plan-report``: execution of a year's plan and the next plan's draft, as it is put before the people's congress.

All that the data holds stands in place, as figures that the dataset states; what it does not hold is a place
marked for the writer, in the template's style 待补.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zcplan.analysis.compare import Comparison, compare, counted, headline
from zcplan.analysis.finding import errors
from zcplan.analysis.reconcile import reconcile
from zcplan.analysis.vintage import results, targets
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import LEVEL, Dataset, Observation
from zcplan.reports.parts import wording
from zcplan.reports.parts.agenda import agenda, plan_divisions
from zcplan.reports.parts.execution import (
    SHORT,
    by_group,
    doubts,
    fields,
    overall,
    paragraphs,
    remaining,
    result,
    sentence,
)
from zcplan.reports.parts.facts import facts, growth_chart
from zcplan.reports.parts.layout import Output
from zcplan.reports.parts.writer import Clause, Writer

TITLE = "计划执行情况与计划草案报告"
ENOUGH_BARS = 3
"""A chart of fewer bars shows nothing that its table does not."""


@dataclass(frozen=True)
class Goal:
    """A headline target as a row, with the result of the year before."""

    name: str
    actual: str
    target: str


def outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The report on a year: its execution and the next year's draft; of a year without results, its own draft.

    :raises UsageError: the dataset has no result of the year reported on and no target of the year planned
    """
    observations = writer.dataset.observations
    done = year if any(o.year == year and not o.is_target for o in observations) else year - 1
    if not any(o.year == done + o.is_target for o in observations):
        raise UsageError(
            _("the dataset has neither results of {year} nor targets of {next}").format(year=done, next=done + 1),
            todo=_("“zcplan show” tells which years there are."),
        )
    file = f"{done}年计划执行情况与{done + 1}年计划草案报告.docx"
    differing = _differing(writer.dataset, done)
    context = {**_frame(writer.dataset, done), **_executed(writer, done), **_draft(writer, done), **differing}
    yield Output("plan-report.docx", file, context)


def _frame(dataset: Dataset, year: int) -> dict[str, Any]:
    reports = [d for d in dataset.documents if d.kind == "plan-report"]
    newest = max(reports, key=lambda d: d.date, default=None)
    return {
        "place": wording.place(dataset),
        "government": wording.government(dataset),
        "is_advised": wording.is_advised(dataset),
        "issuer": newest.issuer if newest else "",
        "year": year,
        "next_year": year + 1,
        "numerals": wording.NUMERALS,
    }


def _executed(writer: Writer, year: int) -> dict[str, Any]:
    dataset = writer.dataset
    comparisons = counted(compare(dataset, year), dataset.whole).indicators
    leading = headline(comparisons, dataset.whole)
    others = remaining(writer, year, comparisons)
    short = [c for c in comparisons if c.standing in SHORT]
    chart = growth_chart(writer, leading, year)
    told = fields(
        writer,
        (c for c in comparisons if not c.indicator.nature),
        (o for o in others if not dataset.indicator[o.indicator].nature),
    )
    return {
        "overall": overall(writer, leading, year),
        "headline": facts(writer, leading),
        "headline_text": paragraphs(_headline(writer, leading, others)),
        "untold": wording.names(c.indicator.name for c in leading if c.actual is None),
        "fields": told,
        "problems_numeral": wording.numeral(len(told) + 2),
        "problems": paragraphs([writer.comparison(c) for c in short if not c.caveats]),
        "doubts": doubts(writer, short),
        "charts": {"growth": chart},
        "shows": {"growth": len(chart.categories) >= ENOUGH_BARS},
    }


def _headline(writer: Writer, leading: Sequence[Comparison], others: Iterable[Observation]) -> list[Clause]:
    """Headline indicators with what came of their goals, then those without a goal, in the dataset's order."""
    indicator = writer.dataset.indicator
    order = {i.id: n for n, i in enumerate(writer.dataset.indicators)}
    judged = [writer.comparison(c) for c in leading if c.actual is not None]
    plain = [result(writer, o) for o in others if indicator[o.indicator].nature]
    return [*judged, *sorted(plain, key=lambda c: order[c.indicator])]


def _draft(writer: Writer, year: int) -> dict[str, Any]:
    dataset = writer.dataset
    leading = headline(compare(dataset, year + 1), dataset.whole)
    tasks = plan_divisions(dataset, year + 1)
    assigned = {t.indicator for d in tasks for t in d.targets}
    first = [c.target for c in leading]
    goals = [o for o in _targets(writer, year + 1, first) if not writer.misleads(o)]
    headlines = [o for o in goals if dataset.indicator[o.indicator].nature]
    main = [o for o in headlines if o.value is not None or o in first or o.indicator not in assigned]
    others = [o for o in goals if o not in headlines and o.indicator not in assigned]
    return {
        "goals": tuple(_goal(writer, c) for c in leading),
        "goals_text": sentence([writer.clause(o) for o in main]),
        "other_goals": by_group(writer, others),
        "agenda": agenda(writer, tasks),
    }


def _differing(dataset: Dataset, year: int) -> dict[str, str]:
    """Names of what the documents state differently, of a year's results and the next year's goals, to be looked at."""
    wrong = [f for f in errors(reconcile(dataset)) if f.area == dataset.whole]

    def names(of: int, *, is_target: bool) -> str:
        kept = (
            f for f in wrong if any((o.year, o.is_target) == (of, is_target) for o in f.statements) and f.year == of
        )
        return wording.names(dict.fromkeys(f.indicator.name for f in kept))

    return {"differing": names(year, is_target=False), "goals_differing": names(year + 1, is_target=True)}


def _goal(writer: Writer, c: Comparison) -> Goal:
    before = results(writer.dataset, (c.indicator.id, c.target.year - 1, c.area.id, c.measure))
    return Goal(c.indicator.name, writer.stated(before[0]) if before else wording.NOTHING, writer.goal(c))


def _targets(writer: Writer, year: int, first: list[Observation]) -> list[Observation]:
    """The target to use of each fact, in the dataset's order of indicators; parts told with their whole not.

    :param first: targets that lead the others of their indicator
    """
    dataset = writer.dataset
    known = dict.fromkeys(o.fact for o in dataset.observations if o.year == year and o.is_target)
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    used = [targets(dataset, fact)[0] for fact in known]
    inside = {part.fact for o in used for part in writer.parts(o)}
    kept = (o for o in used if o.fact not in inside)
    return sorted(kept, key=lambda o: (order[o.indicator], o.measure != LEVEL, o not in first))
