"""``zcplan compare``: plan against result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli import suggest
from zcplan.cli.output import emit, format_option, note
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.analysis.compare import Comparison, Counted

VERDICTS = ("exceeded", "met", "near", "missed", "undisclosed", "judge")


@click.command(
    "compare",
    help=_("Hold every target of YEAR against its result (default: the newest year with both)."),
    epilog=_("Example: zcplan compare 2023 --verdict missed"),
)
@click.argument("year", type=click.IntRange(1949, 2100), required=False, shell_complete=suggest.years)
@click.option("--headline", is_flag=True, help=_("Only the headline indicators, one line each."))
@click.option(
    "--verdict", type=click.Choice(VERDICTS), multiple=True, help=_("Only these verdicts; may be given again.")
)
@format_option
@click.pass_obj
def command(settings: Settings, year: int | None, headline: bool, verdict: tuple[str, ...], form: str) -> None:
    """Print the comparisons of a year."""
    from zcplan.analysis import compare as analysis

    dataset, year = settings.dataset, settings.year(year)
    found = analysis.planned(dataset, year)
    if headline:
        found = analysis.headline(found, dataset.whole)
    shown = [c for c in found if not verdict or c.verdict in verdict]
    head = [_("Indicator"), _("Area"), _("Target"), _("Result"), _("Difference"), _("Unit"), _("Verdict")]
    emit(form, map(_record, shown), head, _rows(shown, settings))
    note(_count(analysis.counted(shown, dataset.whole)))


def _count(found: Counted) -> str:
    """How the indicators stand, and what stands beside them: the documents count alike."""
    from zcplan.analysis.compare import standings

    counts = standings(found.indicators)
    text = ", ".join(f"{_verdict(name)} {n}" for name, n in counts.items() if n)
    told = _("{n} indicators: {counts}").format(n=len(found.indicators), counts=text)
    if found.measures or found.areas:
        told += "; " + _("beside them {m} in another measure, {a} of parts of the territory").format(
            m=len(found.measures), a=len(found.areas)
        )
    return told


def _rows(shown: Iterable[Comparison], settings: Settings) -> Iterable[tuple[Any, ...]]:
    from zcplan.reports.parts import wording

    writer = settings.writer
    for c in shown:
        area = settings.dataset.area[c.actual.area].name if c.actual and c.stands_in else c.area.name
        result = writer.result(c) if c.actual else wording.NOTHING
        difference = wording.NOTHING if c.difference is None else wording.number(c.difference)
        unit = "" if c.difference is None else c.difference_unit
        yield c.indicator.name, area, writer.goal(c), result, difference, unit, _verdict(c.standing)


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


def _verdict(name: str) -> str:
    words = {
        "exceeded": _("exceeded"),
        "met": _("met"),
        "slight": _("met, slightly short"),
        "near": _("near"),
        "missed": _("missed"),
        "undisclosed": _("undisclosed"),
        "judge": _("to be judged"),
    }
    return words[name]
