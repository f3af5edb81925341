"""``zcplan build``: every document of a year."""

from __future__ import annotations

from pathlib import Path

import click

from zcplan.cli import suggest
from zcplan.cli.produced import pdf_option, report, with_pdf
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _


@click.command(
    "build",
    help=_("Make every document of the plan year YEAR (default: the newest year with both targets and results)."),
    epilog=_("Example: zcplan build 2023 -o reports"),
)
@click.argument("year", type=click.IntRange(1949, 2100), required=False, shell_complete=suggest.years)
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

    year = settings.year(year)
    folder = Path(output) if output else Path("out") / str(year)
    outputs, left_out = [], []
    for name, kind in each_kind():
        try:
            outputs += list(of_kind(kind, settings.writer, year))
        except UsageError as error:
            left_out.append((name, error))
    if not outputs:
        raise left_out[0][1]
    made = produce(outputs, settings.find_template, folder, settings.stamp, force=force)
    report(with_pdf(made) if pdf else made, len(outputs), left_out)
