"""``zcplan build``: every document of a year."""

from __future__ import annotations

from pathlib import Path

import click

from zcplan.cli.output import note
from zcplan.cli.parts.values import folder, year_argument
from zcplan.cli.produced import pdf_option, report, with_pdf
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

KEPT = ".zcplan-data"
"""File beside the documents that keeps the data they were made of."""


@click.command(
    "build",
    help=_(
        "Make every document of the plan year YEAR (default: the newest year with both targets and results, "
        "else the newest with targets)."
    ),
    epilog=_("Example: zcplan build 2023 -o reports"),
)
@year_argument
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
    made = produce(outputs, settings.find_template, target, settings.stamp, force=force)
    is_whole = report(with_pdf(made) if pdf else made, len(outputs), left_out)
    _tell_what_is_new(settings, year, target)
    if not is_given:
        _tell_later_plan(settings, year)
    if not is_whole:
        raise click.exceptions.Exit(1)


def _tell_later_plan(settings: Settings, year: int) -> None:
    """Say how the documents of a later year's plan are made, where one has targets too."""
    later = max((o.year for o in settings.dataset.observations if o.is_target and o.year == year + 1), default=0)
    if later:
        note(_("There are targets of {year} too: {command}").format(year=later, command=f"zcplan build {later}"))


def _tell_what_is_new(settings: Settings, year: int, folder: Path) -> None:
    """Say what the documents say otherwise than when they were last made, and keep the data for the next time."""
    from zcplan import files
    from zcplan.cli.diff import told
    from zcplan.dataset.snapshot import opened, taken
    from zcplan.errors import ZcplanError
    from zcplan.reports.parts.changes import changed

    kept = folder / KEPT
    now = taken(settings.data)
    was = kept.read_bytes() if kept.is_file() else b""
    if was and was != now:
        try:
            before = opened(was)
            before = before.as_of(settings.as_of) if settings.as_of else before
            lines = list(told(changed(settings.writes(before), settings.writes(settings.dataset), year)))
        except ZcplanError:
            lines = []  # what an older version kept says nothing to this one; the documents are made all the same
        if lines:
            click.echo("\n" + _("Since they were last made, the data have changed:"))
        for line in lines:
            click.echo(line)
    if now and was != now and folder.is_dir():
        files.write(kept, now)
