"""Tell what came of the files that a command makes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from zcplan.cli.output import complain, emit_table, note
from zcplan.cli.parts.table import Column
from zcplan.errors import EditedError, ZcplanError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

    from zcplan.render.produce import Outcome

FEW = 3
"""Errors for one reason that are each told."""
MANY = 20
"""More files than this in one folder are told as a number."""


pdf_option = click.option("--pdf", is_flag=True, help=_("A PDF beside each file, through LibreOffice."))


def with_pdf(outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    """The files, and a PDF beside each.

    :raises UsageError: LibreOffice is not installed; told before anything is made
    """
    from zcplan.render import pdf

    pdf.program()
    return pdf.beside(outcomes)


def report(outcomes: Iterable[Outcome], count: int, left_out: Sequence[tuple[str, ZcplanError]] = ()) -> bool:
    """Make the files, with a progress bar on a terminal, then list them and what keeps one from being made.

    :param count: how many files there are to be
    :param left_out: kinds that the data gives nothing for, with the reason
    :return: whether all were made; a command exits with 1 else
    """
    done: list[Outcome] = []
    if sys.stderr.isatty() and count > 1:
        with click.progressbar(outcomes, length=count, label=_("Making documents"), file=sys.stderr) as bar:
            done.extend(bar)
    else:
        done.extend(outcomes)
    emit_table([Column(_("State"), rank=0), Column(_("File"), rank=0, wraps=True)], _rows(done))
    for name, error in left_out:
        note(_("{kind} is left out: {reason}").format(kind=name, reason=error.what))
    failures = [o.error for o in done if o.error]
    complain_of_each(failures)
    return not failures


def complain_of_each(failures: Sequence[ZcplanError]) -> None:
    """Tell errors; of many for one reason the first, and how many more there are."""
    alike: dict[tuple[str, str], list[ZcplanError]] = {}
    for failure in failures:
        alike.setdefault((failure.what, failure.todo), []).append(failure)
    for same in alike.values():
        shown = same if len(same) <= FEW else same[:1]
        for failure in shown:
            complain(failure)
        if len(shown) < len(same):
            note(_("The same is true of {n} more.").format(n=len(same) - len(shown)))


def _rows(done: Iterable[Outcome]) -> list[tuple[str, str]]:
    """A line a file; of many in one folder that fared alike, one line for all."""
    words = {"made": _("made"), "same": _("unchanged"), "failed": _("not made")}
    alike: dict[tuple[str, Path], list[Path]] = {}
    for o in done:
        state = _("kept") if isinstance(o.error, EditedError) else words[o.state]
        alike.setdefault((state, o.path.parent), []).append(o.path)
    rows = []
    for (state, folder), paths in alike.items():
        if len(paths) > MANY:
            rows.append((state, _("{n} files in {folder}").format(n=len(paths), folder=folder)))
        else:
            rows += [(state, str(path)) for path in paths]
    return rows
