"""``zcplan undo``: take the last merge back."""

from __future__ import annotations

from typing import Any

import click

from zcplan.cli.output import emit, emit_json, format_option, note, say_waiting
from zcplan.cli.parts.table import Column
from zcplan.cli.settings import Settings
from zcplan.dataset.history import Change
from zcplan.i18n import gettext as _


@click.command(
    "undo",
    help=_(
        "Take back the last “extract --accept” or “collect”: its rows go, what was edited since stays. "
        "Run it again to take back the one before."
    ),
    epilog=_("Example: zcplan --data mine undo --list"),
)
@click.option("--list", "listed", is_flag=True, help=_("Only list what can be taken back, the last first."))
@format_option
@click.pass_obj
def command(settings: Settings, listed: bool, form: str) -> None:
    """List the merges on record, or take the last back."""
    if listed:
        _list(settings, form)
        return
    from zcplan.dataset.transaction import undo

    taken = undo(settings.data, say_waiting)
    if form == "json":
        emit_json(_record(taken))
        return
    click.echo(_("Taken back: {change}").format(change=_described(taken)))


def _list(settings: Settings, form: str) -> None:
    from zcplan.dataset.history import changes

    found = list(reversed(changes(settings.data)))
    head = [
        Column(_("No."), "number", rank=0),
        Column(_("When"), "when", rank=1),
        Column(_("Command"), "command", rank=0),
        Column(_("From"), "sources", rank=2, wraps=True),
        Column(_("Rows"), "rows", rank=1, wraps=True),
    ]
    emit(form, map(_record, found), head, [(c.number, c.when, c.by, "、".join(c.sources), _told(c)) for c in found])
    note(_("{n} merges can be taken back").format(n=len(found)))


def _record(c: Change) -> dict[str, Any]:
    return {"number": c.number, "when": c.when, "command": c.by, "sources": list(c.sources), "rows": _rows(c)}


def _rows(change: Change) -> dict[str, dict[str, int]]:
    return {f.path: {"added": len(f.added), "removed": len(f.removed)} for f in change.files if f.header}


def _told(change: Change) -> str:
    """What a merge did to each table: ``observations.csv +12``."""
    return ", ".join(" ".join([path, *_signed(n)]) for path, n in _rows(change).items())


def _signed(counts: dict[str, int]) -> list[str]:
    return [f"{sign}{counts[key]}" for sign, key in (("+", "added"), ("-", "removed")) if counts[key]]


def _described(change: Change) -> str:
    return f"{change.number} {change.when} {change.by} {'、'.join(change.sources)} ({_told(change)})"
