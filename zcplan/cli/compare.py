"""``zcplan compare``: plan against result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli import suggest
from zcplan.cli.output import emit, format_option, note
from zcplan.cli.parts.table import Column
from zcplan.cli.parts.values import Word, some, year_argument
from zcplan.cli.settings import Settings
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.analysis.compare import Comparison, Counted
    from zcplan.model import Dataset

VERDICTS = ("exceeded", "met", "near", "missed", "undisclosed", "judge")
COLOURS = {"exceeded": "green", "met": "green", "near": "yellow", "missed": "red", "judge": "cyan"}
SORTS = ("plan", "name", "group", "target", "result", "difference", "verdict")


@click.command(
    "compare",
    help=_("Hold every target of YEAR against its result (default: the newest year with both)."),
    epilog=_("Example: zcplan compare 2023 --verdict missed"),
)
@year_argument()
@click.option("--headline", is_flag=True, help=_("Only the headline indicators, one line each."))
@click.option(
    "--verdict",
    type=Word(VERDICTS, lambda: _verdicts()),
    multiple=True,
    help=_("Only these verdicts; may be given again."),
)
@click.option("--group", metavar="NAME", help=_("Only the indicators of this group."))
@click.option(
    "--department",
    metavar="NAME",
    shell_complete=suggest.departments,
    help=_("Only indicators that tasks of this department have targets of (id, name or alias)."),
)
@click.option(
    "--sort",
    type=Word(SORTS, lambda: {**{c.key: c.title for c in _columns()}, "group": _("Group")}),
    default="plan",
    show_default=True,
    help=_("Order of the lines; plan is the order of the data, difference begins with what falls short most."),
)
@format_option
@click.pass_obj
def command(
    settings: Settings,
    year: int | None,
    headline: bool,
    verdict: tuple[str, ...],
    group: str | None,
    department: str | None,
    sort: str,
    form: str,
) -> None:
    """Print the comparisons of a year."""
    from zcplan.analysis import compare as analysis

    dataset, year = settings.filled, settings.year(year)
    found = analysis.planned(dataset, year)
    if group:
        found = _of_group(found, group)
    if department:
        found = _of_department(found, dataset, department)
    if headline:
        found = _headline(found, dataset)
    shown = analysis.ordered([c for c in found if not verdict or c.verdict in verdict], sort)
    emit(form, map(_record, shown), _columns(), _rows(shown, settings))
    if shown:
        note(_count(analysis.counted(shown, dataset.whole)))
    else:
        note(
            _("None of them has that verdict. All: {counts}").format(
                counts=_count(analysis.counted(found, dataset.whole))
            )
        )


def _count(found: Counted) -> str:
    """How the indicators stand, and what stands beside them: the documents count alike."""
    from zcplan.analysis.compare import standings

    counts = standings(found.indicators)
    words = _verdicts()
    text = _(", ").join(f"{words[name]} {n}" for name, n in counts.items() if n)
    told = _("{n} indicators: {counts}").format(n=len(found.indicators), counts=text)
    if found.measures or found.areas:
        told += _("; ") + _("beside them {m} in another measure, {a} of parts of the territory").format(
            m=len(found.measures), a=len(found.areas)
        )
    return told


def _headline(found: Sequence[Comparison], dataset: Dataset) -> tuple[Comparison, ...]:
    from zcplan.analysis.compare import headline

    kept = headline(found, dataset.whole)
    if not kept:
        raise UsageError(_("no headline indicator is among these"), todo=_("Leave --headline out."))
    return tuple(kept)


def _of_group(found: Sequence[Comparison], group: str) -> tuple[Comparison, ...]:
    kept = tuple(c for c in found if group in c.indicator.group)
    if not kept:
        what = _("no target of that year is in a group “{name}”").format(name=group)
        raise UsageError(what, todo=_("There are: {names}").format(names=some((c.indicator.group for c in found), 30)))
    return kept


def _of_department(found: Sequence[Comparison], dataset: Dataset, department: str) -> tuple[Comparison, ...]:
    from zcplan.analysis.division import indicators_of
    from zcplan.dataset.lookup import find_department

    wanted = find_department(dataset, department)
    kept = tuple(c for c in found if c.indicator.id in indicators_of(dataset, wanted))
    if not kept:
        what = _("no task of “{name}” has a target that the plan has too").format(name=wanted.short)
        todo = _("“zcplan tasks --department {name}” lists its tasks.").format(name=wanted.short)
        raise UsageError(what, todo=todo)
    return kept


def _columns() -> list[Column]:
    words = _verdicts()
    return [
        Column(_("Indicator"), "name", rank=0, wraps=True),
        Column(_("Area"), "area", rank=4),
        Column(_("Target"), "target", rank=1, wraps=True),
        Column(_("Result"), "result", rank=1, wraps=True),
        Column(_("Difference"), "difference", rank=2),
        Column(_("Unit"), "unit", rank=3),
        Column(_("Verdict"), "verdict", rank=0, colours={words[v]: c for v, c in COLOURS.items()}),
    ]


def _rows(shown: Iterable[Comparison], settings: Settings) -> Iterable[tuple[Any, ...]]:
    from zcplan.reports.parts import wording

    writer, words = settings.writer, _verdicts()
    for c in shown:
        area = settings.dataset.area[c.actual.area].name if c.actual and c.stands_in else c.area.name
        result = writer.result(c) if c.actual else wording.NOTHING
        difference = wording.NOTHING if c.difference is None else wording.number(c.difference)
        unit = "" if c.difference is None else c.difference_unit
        yield c.indicator.name, area, writer.goal(c), result, difference, unit, words[c.standing]


def _record(c: Comparison) -> dict[str, Any]:
    actual = None
    if c.actual is not None:
        actual = {"value": c.actual_value, "status": c.actual.status, "document": c.actual.document}
        if c.actual.text:
            actual["text"] = c.actual.text
        if c.stands_in:
            actual["area"] = c.actual.area
    return {
        "indicator": c.indicator.id,
        "name": c.indicator.name,
        "unit": c.unit,
        "area": c.area.id,
        "measure": c.measure,
        "target": {
            "value": c.target.value,
            "bound": c.target.bound,
            "text": c.target.text,
            "document": c.target.document,
        },
        "actual": actual,
        "difference": c.difference,
        "verdict": c.verdict,
        "others": [
            {
                "document": o.document,
                "status": o.status,
                "bound": o.bound,
                "value": o.value,
                "unit": o.unit,
                "text": o.text,
                "locator": o.locator,
            }
            for o in c.others
        ],
    }


def _verdicts() -> dict[str, str]:
    """How a comparison stands, in the user's language."""
    return {
        "exceeded": _("exceeded"),
        "met": _("met"),
        "slight": _("met, slightly short"),
        "near": _("near"),
        "missed": _("missed"),
        "undisclosed": _("undisclosed"),
        "judge": _("to be judged"),
    }
