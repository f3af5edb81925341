"""Listings in the form asked for, and what is said beside them: shared by every command."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import click

from zcplan.cli.parts.table import Column, drawn, fitted
from zcplan.cli.parts.values import Word, named
from zcplan.cli.settings import Settings
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

FORMATS = ("table", "json", "csv", "markdown")
_WIDE, _COLUMNS = "zcplan.wide", "zcplan.columns"


def format_option(command: Callable) -> Callable:
    """Add ``--format``, ``--wide`` and ``--columns`` to a command; the last two are seen to by :func:`emit`."""

    def keep(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
            ctx.meta[key] = value

        return callback

    options = (
        click.option(
            "--format",
            "form",
            type=Word(FORMATS),
            default="table",
            show_default=True,
            help=_("How to print the list."),
        ),
        click.option(
            "--wide",
            is_flag=True,
            expose_value=False,
            callback=keep(_WIDE),
            help=_("Show every column in full, however narrow the window."),
        ),
        click.option(
            "--columns",
            metavar="NAMES",
            expose_value=False,
            callback=keep(_COLUMNS),
            help=_("Only these columns, parted by commas, in this order."),
        ),
    )

    @functools.wraps(command)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if kwargs["form"] == "json" and asks_for_columns():
            what = _("--columns does not go with --format json")
            raise UsageError(what, todo=_("Leave it out, JSON has every field; or take csv."))
        return command(*args, **kwargs)

    for option in reversed(options):
        checked = option(checked)
    return checked


def emit(
    form: str, records: Iterable[Mapping[str, Any]], columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> None:
    """Print a listing.

    :param records: what JSON gets
    :param columns: those of the other forms
    :param rows: the cells of the other forms
    :raises UsageError: ``--columns`` names one that there is none of
    """
    if form == "json":
        emit_json(list(records))
        return
    cells = [["" if c is None else _text(c) for c in row] for row in rows]
    columns, cells = _chosen(columns, cells)
    if form == "csv":
        click.echo(_csv([c.title for c in columns], cells), nl=False)
    elif form == "markdown":
        import tabulate

        tabulate.PRESERVE_WHITESPACE = True
        cells = [[c.replace("|", "\\|").replace("\n", "<br>") for c in row] for row in cells]
        heads = [c.title for c in columns]
        click.echo(tabulate.tabulate(cells, headers=heads, tablefmt="pipe", disable_numparse=True))
    else:
        emit_table(columns, cells)


def emit_table(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    """Print a table that fits the window; whatever reads it from a pipe gets all of it."""
    wide = click.get_current_context().meta.get(_WIDE)
    window = _window()
    if window is None or wide:
        show(drawn(columns, cells, coloured=is_coloured()))
        return
    shown, _widths = fitted(columns, cells, window[0])
    show(drawn(columns, cells, window[0], coloured=is_coloured()))
    if len(shown) < len(columns):
        left = ", ".join(c.title for n, c in enumerate(columns) if n not in shown)
        note(_("The window is too narrow for: {columns} (--wide shows all)").format(columns=left))


def show(text: str) -> None:
    """Print a text; what is longer than the window is shown by the pager, where there is one."""
    window = _window()
    if window and text.count("\n") + 3 > window[1] and _has_pager():
        click.echo_via_pager(text + "\n", color=is_coloured())
    else:
        click.echo(text)


def is_coloured() -> bool:
    """Whether colours are wanted: on a terminal that shows them, unless NO_COLOR says otherwise."""
    return _window() is not None and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _window() -> tuple[int, int] | None:
    """Columns and lines of the terminal; ``None`` where the output goes elsewhere."""
    return tuple(shutil.get_terminal_size()) if sys.stdout.isatty() else None  # type: ignore[return-value]


def _has_pager() -> bool:
    """Whether a pager can be trusted with Chinese: the one that is set, or less; not Windows' more."""
    return sys.stdin.isatty() and bool(os.environ.get("PAGER") or (os.name != "nt" and shutil.which("less")))


def asks_for_columns() -> bool:
    """Whether ``--columns`` is given: then also what is told in lines is printed as a table."""
    return bool(click.get_current_context().meta.get(_COLUMNS))


def must_have(columns: Sequence[Column]) -> None:
    """Refuse a ``--columns`` that names what there is not, before a command changes anything.

    :raises UsageError: there is no such column
    """
    _chosen(columns, [])


def _chosen(columns: Sequence[Column], cells: list[list[str]]) -> tuple[Sequence[Column], list[list[str]]]:
    """The columns that ``--columns`` names, in its order."""
    names = click.get_current_context().meta.get(_COLUMNS)
    if not names:
        return columns, cells
    places = [_place(columns, name.strip()) for name in re.split("[,，、]", names) if name.strip()]
    if not places:
        raise UsageError(_("--columns names no column"), todo=_there(columns))
    return [columns[n] for n in places], [[row[n] for n in places] for row in cells]


def _place(columns: Sequence[Column], name: str) -> int:
    for n, column in enumerate(columns):
        if name.casefold() in (column.key, column.title.casefold()):
            return n
    raise UsageError(_("there is no column “{name}”").format(name=name), todo=_there(columns))


def _there(columns: Sequence[Column]) -> str:
    return _("There are: {names}").format(names=", ".join(named(c.key, c.title) for c in columns))


def _csv(header: list[str], cells: list[list[str]]) -> str:
    import csv
    import io

    from zcplan.dataset.csvfile import armed_unless_number

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *([armed_unless_number(c) for c in row] for row in cells)])
    return out.getvalue()


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
    return f"{value or abs(value):f}" if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> Any:
    """A decimal as a JSON number: whole ones without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value).__name__)


def quoted(path: str) -> str:
    """A path as a command takes it, in Windows as elsewhere."""
    return f'"{path}"' if any(c in path for c in " &()") else path
