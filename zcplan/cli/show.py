"""``zcplan show``: the indicators, or one indicator's whole history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli import suggest
from zcplan.cli.output import emit, format_option, note
from zcplan.cli.parts.table import Column
from zcplan.cli.parts.words import measure_word, status_word
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.model import Dataset, Indicator


@click.command(
    "show",
    help=_(
        "List the indicators; given TEXT, the whole history of the indicator of that id, name or alias with the "
        "source of each figure, or else every indicator whose name holds it."
    ),
    epilog=_("Example: zcplan show 地区生产总值"),
)
@click.argument("indicator", required=False, shell_complete=suggest.indicators, metavar="[TEXT]")
@format_option
@click.pass_obj
def command(settings: Settings, indicator: str | None, form: str) -> None:
    """Print the indicators or one history."""
    from zcplan.dataset.lookup import indicators_like

    dataset = settings.filled
    found = dataset.indicators if indicator is None else indicators_like(dataset, indicator)
    if indicator is not None and len(found) == 1:
        _history(dataset, found[0], form)
    else:
        _list(dataset, found, form)


def _list(dataset: Dataset, found: Sequence[Indicator], form: str) -> None:
    records = [
        {
            "indicator": i.id,
            "name": i.name,
            "unit": i.unit,
            "group": i.group,
            "nature": i.nature,
            "aliases": list(i.aliases),
            "years": sorted({o.year for o in dataset.by_indicator.get(i.id, ())}),
            "statements": len(dataset.by_indicator.get(i.id, ())),
        }
        for i in found
    ]
    columns = [
        Column(_("Id"), "indicator", rank=5),
        Column(_("Name"), "name", rank=0, wraps=True),
        Column(_("Unit"), "unit", rank=1),
        Column(_("Group"), "group", rank=3, wraps=True),
        Column(_("Years"), "years", rank=2),
        Column(_("Statements"), "statements", rank=4),
    ]
    rows = [(r["indicator"], r["name"], r["unit"], r["group"], _span(r["years"]), r["statements"]) for r in records]
    emit(form, records, columns, rows)
    note(_("{n} indicators").format(n=len(records)))


def _span(years: Any) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))


def _history(dataset: Dataset, indicator: Indicator, form: str) -> None:
    from zcplan.analysis.series import series
    from zcplan.reports.parts import wording

    points = [(s, p, o) for s in series(dataset, indicator.id) for p in s.points for o in p.statements]
    records = [
        {
            "indicator": o.indicator,
            "name": indicator.name,
            "year": o.year,
            "area": o.area,
            "measure": o.measure,
            "status": o.status,
            "bound": o.bound,
            "value": o.value,
            "unit": o.unit,
            "text": o.text,
            "document": o.document,
            "date": dataset.document[o.document].date.isoformat(),
            "locator": o.locator,
            "evidence": o.evidence,
            "note": o.note,
            "used": o in (p.result, p.target),
        }
        for _s, p, o in points
    ]
    rows = [
        (
            o.year,
            s.area.name,
            measure_word(o.measure),
            status_word(o.status),
            wording.figure(o),
            "*" if o in (p.result, p.target) else "",
            f"{dataset.document[o.document].name} {o.locator}",
        )
        for s, p, o in points
    ]
    columns = [
        Column(_("Year"), "year", rank=0),
        Column(_("Area"), "area", rank=4),
        Column(_("Measure"), "measure", rank=1),
        Column(_("Status"), "status", rank=1),
        Column(_("Figure"), "figure", rank=0, wraps=True),
        Column(_("Used"), "used", rank=2),
        Column(_("Source"), "source", rank=3, wraps=True),
    ]
    if form == "table":
        head = _("{name} ({id})  Unit: {unit}  Group: {group}")
        click.echo(head.format(name=indicator.name, id=indicator.id, unit=indicator.unit, group=indicator.group))
    emit(form, records, columns, rows)
