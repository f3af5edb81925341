"""``zcplan build``: every document of a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zcplan.cli.output import note
from zcplan.cli.parts.values import folder, year_argument
from zcplan.cli.produced import pdf_option, report, with_pdf
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.render.produce import Outcome
    from zcplan.reports.parts.changes import DocumentChange

KEPT = ".zcplan-data"
"""File beside the documents that keeps the data they were made of."""
BEHIND = ".zcplan-data-behind"
"""File that keeps which of them could not be made of those data, and the data that they were last made of."""


@click.command(
    "build",
    help=_(
        "Make every document of the plan year YEAR (default: the newest year with both targets and results, "
        "else the newest with targets)."
    ),
    epilog=_("Example: zcplan build 2023 -o reports"),
)
@year_argument()
@click.option("-o", "--output", type=click.Path(), metavar="DIR", help=_("Folder to write into (default: out/YEAR)."))
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@pdf_option
@click.pass_obj
def command(settings: Settings, year: int | None, output: str | None, force: bool, pdf: bool) -> None:
    """Make the documents and tell what came of each."""
    from zcplan.errors import UsageError
    from zcplan.render.produce import produce
    from zcplan.reports import each_kind
    from zcplan.reports import outputs as of_kind

    is_given, year = year is not None, settings.year(year)
    target = folder(Path(output)) if output else Path("out") / str(year)
    outputs, left_out = [], []
    for name, kind in each_kind():
        try:
            outputs += list(of_kind(kind, settings.writer, year))
        except UsageError as error:
            left_out.append((name, error))
    if not outputs:
        raise left_out[0][1]
    failed: list[str] = []

    def made() -> Iterator[Outcome]:
        for outcome in produce(outputs, settings.find_template, target, settings.stamp, force=force):
            if outcome.error:
                failed.append(outcome.path.relative_to(target).as_posix())
            yield outcome

    is_whole = report(with_pdf(made()) if pdf else made(), len(outputs), left_out)
    _tell_what_is_new(settings, year, target, failed)
    if not is_given:
        _tell_later_plan(settings, year)
    if not is_whole:
        raise click.exceptions.Exit(1)


def _tell_later_plan(settings: Settings, year: int) -> None:
    """Say how the documents of a later year's plan are made, where one has targets too."""
    later = max((o.year for o in settings.dataset.observations if o.is_target and o.year == year + 1), default=0)
    if later:
        note(_("There are targets of {year} too: {command}").format(year=later, command=f"zcplan build {later}"))


def _tell_what_is_new(settings: Settings, year: int, folder: Path, failed: Sequence[str]) -> None:
    """Say what the documents say otherwise than when they were last made, and keep the data for the next time.

    Of those that could not be made now, the data that they were last made of are kept beside, and nothing is told yet.
    """
    from zcplan import files
    from zcplan.cli.diff import told
    from zcplan.dataset.snapshot import taken

    kept, older = folder / KEPT, folder / BEHIND
    now, was, (behind, before) = taken(settings.data), _kept(kept), _parted(_kept(older))
    changes = [c for c in _changed(settings, was, now, year) if c.file not in behind]
    changes += [c for c in _changed(settings, before, now, year) if c.file in behind]
    lines = list(told([c for c in changes if c.file not in failed]))
    if lines:
        click.echo("\n" + _("Since they were last made, the data have changed:"))
    for line in lines:
        click.echo(line)
    if now and was != now and folder.is_dir():
        files.write(kept, now)
    if now and failed and folder.is_dir():
        last = before if behind.intersection(failed) else was
        files.write(older, "\n".join([*sorted(failed), ""]).encode() + b"\n" + last)
    elif now:
        files.remove(older)


def _kept(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _parted(kept: bytes) -> tuple[set[str], bytes]:
    """The documents that could not be made, and the data that they were last made of, if ever."""
    names, _gap, data = kept.partition(b"\n\n")
    return set(names.decode("utf-8", "replace").splitlines()), data


def _changed(settings: Settings, was: bytes, now: bytes, year: int) -> Sequence[DocumentChange]:
    """The documents that two states of the data make differently; none where nothing is known of the first."""
    from zcplan.dataset.snapshot import opened
    from zcplan.errors import ZcplanError
    from zcplan.reports.parts.changes import changed

    if not was or was == now:
        return ()
    try:
        before = opened(was)
        before = before.as_of(settings.as_of) if settings.as_of else before
        return changed(settings.writes(before), settings.writes(settings.dataset), year)
    except ZcplanError:
        return ()  # what an older version kept says nothing to this one; the documents are made all the same
