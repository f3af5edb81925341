"""``zcplan make``: one kind of document."""

from __future__ import annotations

from pathlib import Path

import click

from zcplan.cli.produced import report
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _


@click.command(
    "make",
    help=_("Make the documents of one KIND (such as plan-table, comparison, brief, plan-report) for YEAR."),
    epilog=_("Example: zcplan make brief 2023 -o brief.docx"),
)
@click.argument("kind")
@click.argument("year", type=click.IntRange(1949, 2100), required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="PATH",
    help=_("Folder to write into, or a file name ending in .docx or .xlsx to make that one alone (default: out/YEAR)."),
)
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@click.pass_obj
def command(settings: Settings, kind: str, year: int | None, output: str | None, force: bool) -> None:
    """Make the files of one kind."""
    from zcplan.errors import UsageError
    from zcplan.render.produce import make_one, produce
    from zcplan.reports import kind as kind_named

    module = kind_named(kind)
    year = settings.year(year)
    outputs = list(module.outputs(settings.dataset, year))
    target = Path(output) if output else Path("out") / str(year)
    if target.suffix in (".docx", ".xlsx"):
        wanted = [o for o in outputs if Path(o.file).suffix == target.suffix]
        if len(wanted) != 1:
            made = ", ".join(sorted({Path(o.file).suffix for o in outputs}))
            raise UsageError(
                _("{kind} does not make one {suffix} file").format(kind=kind, suffix=target.suffix),
                todo=_("It makes: {made}").format(made=made),
            )
        report([make_one(wanted[0], settings.find_template, target, settings.stamp, force=force)], 1)
        return
    report(produce(outputs, settings.find_template, target, settings.stamp, force=force), len(outputs))
