"""``zcplan reconcile``: figures that contradict each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli.output import asks_for_columns, emit, format_option, is_coloured, note, show
from zcplan.cli.parts.table import plain
from zcplan.cli.parts.values import must_be_known, year_argument
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.analysis.finding import Finding
    from zcplan.model import Dataset


@click.command(
    "reconcile",
    help=_(
        "Find figures that contradict each other: between documents, in arithmetic, "
        "part against whole (YEAR: only that year)."
    ),
    epilog=_("Example: zcplan reconcile 2023 --format json"),
)
@year_argument()
@format_option
@click.pass_obj
def command(settings: Settings, year: int | None, form: str) -> None:
    """Print every contradiction; exit with 1 if there is one beside revisions and explanations."""
    from zcplan.analysis.finding import errors
    from zcplan.analysis.reconcile import reconcile

    dataset = settings.filled
    must_be_known(year, dataset.years, _("the data state nothing of {year}"))
    found = reconcile(dataset, year)
    records = [_record(f, dataset) for f in found]
    if form == "table" and not asks_for_columns():
        if records:
            show("\n".join(line for record in records for line in _lines(record, dataset)))
    else:
        columns = plain(
            kind=_("Kind"),
            indicator=_("Indicator"),
            year=_("Year"),
            area=_("Area"),
            what=_("Difference told"),
            statements=_("Statements and places"),
        )
        emit(form, records, columns, [_row(r, dataset) for r in records])
    count = Counter(f.nature for f in found)
    note(
        _("{n} contradictions; {goals} goals that differ, though one result can meet them; {rest} to be known").format(
            n=count["contradiction"], goals=count["goals"], rest=len(found) - len(errors(found))
        )
    )
    if errors(found):
        raise click.exceptions.Exit(1)


def _lines(record: dict[str, Any], dataset: Dataset) -> Iterator[str]:
    kind = f"[{_kind(record)}]"
    colour = "red" if record["error"] else "cyan"
    yield f"{click.style(kind, fg=colour) if is_coloured() else kind} {record['message']}"
    yield from (f"    {_statement(s, dataset)}" for s in record["statements"])


def _statement(s: dict[str, Any], dataset: Dataset) -> str:
    """A statement with its place: the figure, who says so and where, in which words."""
    mark = _(" (used)") if s["used"] else ""
    return f"{s['figure']}{mark}  {dataset.document[s['document']].cited}{s['locator']}  “{s['evidence']}”"


def _row(r: dict[str, Any], dataset: Dataset) -> tuple[Any, ...]:
    statements = "\n".join(_statement(s, dataset) for s in r["statements"])
    return _kind(r), r["name"], r["year"], dataset.area[r["area"]].name, r["message"], statements


def _record(f: Finding, dataset: Dataset) -> dict[str, Any]:
    from zcplan.analysis.explain import message
    from zcplan.analysis.finding import used
    from zcplan.reports.parts.wording import figure

    chosen = used(f, dataset)
    return {
        "kind": f.kind,
        "code": f.code,
        "nature": f.nature,
        "error": f.is_error,
        "indicator": f.indicator.id,
        "name": f.indicator.name,
        "year": f.year,
        "area": f.area,
        "measure": f.measure,
        "statements": [
            {
                "document": o.document,
                "status": o.status,
                "bound": o.bound,
                "value": o.value,
                "unit": o.unit,
                "figure": figure(o),
                "locator": o.locator,
                "evidence": o.evidence,
                "used": any(o is c for c in chosen),
            }
            for o in f.statements
        ],
        "likely": f.misprint.meant if f.misprint else None,
        "message": message(f, dataset, _),
    }


def _kind(record: dict[str, Any]) -> str:
    milder = {
        "goals": _("goals differ"),
        "scope": _("other scope"),
        "revision": _("revision"),
        "explained": _("explanation"),
    }
    kinds = {
        "conflict": _("contradiction"),
        "arithmetic": _("arithmetic"),
        "part-whole": _("part and whole"),
        "unit": _("unit"),
    }
    return milder.get(record["nature"]) or kinds[record["kind"]]
