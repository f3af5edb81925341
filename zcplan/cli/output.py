"""Listings in the form asked for: one option, shared by every command that lists."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import click

from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

FORMATS = ("table", "json", "csv", "markdown")
_FORMULA = tuple("=+-@＝＋－＠")


def format_option(command: Callable) -> Callable:
    """Add ``--format`` to a command."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help=_("How to print the list."),
    )(command)


def emit(form: str, records: Iterable[Mapping[str, Any]], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a listing.

    :param records: what JSON gets
    :param header: column heads of the other forms
    :param rows: the cells of the other forms
    """
    if form == "json":
        emit_json(list(records))
        return
    cells = [["" if c is None else _text(c) for c in row] for row in rows]
    if form == "csv":
        out = io.StringIO()
        from zcplan.dataset.csvfile import armed_unless_number

        csv.writer(out, lineterminator="\n").writerows(
            [list(header), *([armed_unless_number(c) for c in row] for row in cells)]
        )
        click.echo(out.getvalue(), nl=False)
        return
    import tabulate

    tabulate.PRESERVE_WHITESPACE = True
    style = "pipe" if form == "markdown" else "simple"
    if form == "markdown":
        cells = [[c.replace("|", "\\|").replace("\n", "<br>") for c in row] for row in cells]
    click.echo(tabulate.tabulate(cells, headers=list(header), tablefmt=style, disable_numparse=True))


def emit_json(value: Any) -> None:
    """Print one JSON value, for what is more than a list."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def note(message: str) -> None:
    """Say something beside the output: it goes to standard error, unless remarks are to be left out."""
    context = click.get_current_context(silent=True)
    settings = context.find_object(Settings) if context else None
    if settings is None or not settings.is_quiet:
        click.echo(message, err=True)


def complain(message: object) -> None:
    """Tell an error that does not end the command: it goes to standard error in any case."""
    click.echo(_("Error: {message}").format(message=message), err=True)


def say_waiting() -> None:
    """Say that another run has to finish first."""
    note(_("Another run of zcplan is changing this data; waiting for it."))


def _text(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> Any:
    """A decimal as a JSON number: whole ones without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)
