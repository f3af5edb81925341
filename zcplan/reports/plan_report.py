"""``plan-report``: execution of a year's plan and the next plan's draft, as it is put before the people's congress.

All that the data holds stands in place, as figures that the dataset states; what it does not hold is a place
marked for the writer, in the template's style 待补.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zcplan.analysis.compare import Comparison, compare, headline, one_each
from zcplan.analysis.verdict import MISSED, NEAR, UNDISCLOSED
from zcplan.analysis.vintage import results, targets
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import Dataset, Observation
from zcplan.reports.parts import wording
from zcplan.reports.parts.agenda import agenda, plan_divisions
from zcplan.reports.parts.execution import by_group, clause, fields, overall, paragraphs, parts, remaining, statement
from zcplan.reports.parts.facts import facts, growth_chart
from zcplan.reports.parts.layout import Output

TITLE = "计划执行情况与计划草案报告"


@dataclass(frozen=True)
class Goal:
    """A headline target as a row, with the result of the year before."""

    name: str
    actual: str
    target: str


def outputs(dataset: Dataset, year: int) -> Iterator[Output]:
    """The report on a year: its execution and the next year's draft; of a year without results, its own draft.

    :raises UsageError: the dataset has no result of the year reported on and no target of the year planned
    """
    observations = dataset.observations
    done = year if any(o.year == year and not o.is_target for o in observations) else year - 1
    if not any(o.year == done + o.is_target for o in observations):
        raise UsageError(
            _("the dataset has neither results of {year} nor targets of {next}").format(year=done, next=done + 1),
            todo=_("“zcplan show” tells which years there are."),
        )
    file = f"{done}年计划执行情况与{done + 1}年计划草案报告.docx"
    yield Output(
        "plan-report.docx", file, {**_frame(dataset, done), **_executed(dataset, done), **_draft(dataset, done)}
    )


def _frame(dataset: Dataset, year: int) -> dict[str, Any]:
    reports = [d for d in dataset.documents if d.kind == "plan-report"]
    newest = max(reports, key=lambda d: d.date, default=None)
    return {
        "place": wording.place(dataset),
        "issuer": newest.issuer if newest else "",
        "year": year,
        "next_year": year + 1,
        "numerals": wording.NUMERALS,
    }


def _executed(dataset: Dataset, year: int) -> dict[str, Any]:
    comparisons = [c for c in one_each(compare(dataset, year)) if c.area.id == dataset.whole]
    leading = headline(comparisons, dataset.whole)
    others = remaining(dataset, year, comparisons)
    known = [(c.indicator, clause(c, dataset)) for c in leading if c.actual is not None]
    known += [(i, statement(o, dataset)) for o in others if (i := dataset.indicator[o.indicator]).nature]
    known.sort(key=lambda told: dataset.indicators.index(told[0]))
    short = [clause(c, dataset) for c in comparisons if c.verdict in (MISSED, NEAR)]
    told = fields(
        dataset,
        (c for c in comparisons if not c.indicator.nature),
        (o for o in others if not dataset.indicator[o.indicator].nature),
    )
    return {
        "overall": overall(leading, year),
        "headline": facts(leading, dataset),
        "headline_text": paragraphs([text for _indicator, text in known]),
        "untold": "、".join(c.indicator.name for c in leading if c.verdict == UNDISCLOSED),
        "fields": told,
        "problems_numeral": wording.numeral(len(told) + 2),
        "problems": paragraphs(short),
        "charts": {"growth": growth_chart(leading, year)},
    }


def _draft(dataset: Dataset, year: int) -> dict[str, Any]:
    leading = headline(compare(dataset, year + 1), dataset.whole)
    tasks = plan_divisions(dataset, year + 1)
    assigned = {t.indicator for d in tasks for t in d.targets}
    goals = _targets(dataset, year + 1, [c.target for c in leading])
    main = [o for o in goals if dataset.indicator[o.indicator].nature]
    others = [o for o in goals if o not in main and o.indicator not in assigned]
    return {
        "goals": tuple(_goal(c, dataset) for c in leading),
        "goals_text": wording.listing(statement(o, dataset) for o in main),
        "other_goals": by_group(others, dataset),
        "agenda": agenda(dataset, tasks),
    }


def _goal(c: Comparison, dataset: Dataset) -> Goal:
    before = results(dataset, (c.indicator.id, c.target.year - 1, c.area.id, c.measure))
    return Goal(c.indicator.name, wording.stated(before[0]) if before else wording.NOTHING, wording.goal(c))


def _targets(dataset: Dataset, year: int, first: list[Observation]) -> list[Observation]:
    """The target to use of each fact, in the dataset's order of indicators; parts told with their whole not.

    :param first: targets that lead the others of their indicator
    """
    known = dict.fromkeys(o.fact for o in dataset.observations if o.year == year and o.is_target)
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    used = [targets(dataset, fact)[0] for fact in known]
    inside = {part.fact for o in used for part in parts(o, dataset)}
    return sorted((o for o in used if o.fact not in inside), key=lambda o: (order[o.indicator], o not in first))
