"""``zcplan show``: the indicators, or one indicator's whole history."""

from __future__ import annotations

from typing import Any

import click

from zcplan.cli import suggest
from zcplan.cli.output import emit, format_option, note
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _


@click.command(
    "show",
    help=_("List the indicators; or, given INDICATOR (id, name or alias), every statement about it with its source."),
    epilog=_("Example: zcplan show 地区生产总值"),
)
@click.argument("indicator", required=False, shell_complete=suggest.indicators)
@format_option
@click.pass_obj
def command(settings: Settings, indicator: str | None, form: str) -> None:
    """Print the indicators or one history."""
    settings.filled  # noqa: B018 - tells what is missing
    if indicator is None:
        _list(settings, form)
    else:
        _history(settings, indicator, form)


def _list(settings: Settings, form: str) -> None:
    dataset = settings.dataset
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
        for i in dataset.indicators
    ]
    rows = [(r["indicator"], r["name"], r["unit"], r["group"], _span(r["years"]), r["statements"]) for r in records]
    emit(form, records, [_("Id"), _("Name"), _("Unit"), _("Group"), _("Years"), _("Statements")], rows)
    note(_("{n} indicators").format(n=len(records)))


def _span(years: Any) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))


def _history(settings: Settings, wanted: str, form: str) -> None:
    from zcplan.analysis.series import series
    from zcplan.dataset.lookup import find_indicator
    from zcplan.reports.parts import wording

    dataset = settings.dataset
    indicator = find_indicator(dataset, wanted)
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
    measures = {"level": _("level"), "growth": _("growth"), "change": _("change")}
    statuses = {"actual": _("actual"), "estimate": _("estimate"), "target": _("target")}
    rows = [
        (
            o.year,
            s.area.name,
            measures[o.measure],
            statuses[o.status],
            wording.figure(o),
            "*" if o in (p.result, p.target) else "",
            f"{dataset.document[o.document].name} {o.locator}",
        )
        for s, p, o in points
    ]
    head = [_("Year"), _("Area"), _("Measure"), _("Status"), _("Figure"), _("Used"), _("Source")]
    if form == "table":
        click.echo(
            f"{indicator.name}（{indicator.id}）  {_('Unit')}: {indicator.unit}  {_('Group')}: {indicator.group}"
        )
    emit(form, records, head, rows)
