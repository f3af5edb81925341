"""``zcplan check``: is the dataset sound?"""

from __future__ import annotations

import click

from zcplan.cli.output import asks_for_columns, emit, format_option, note, show
from zcplan.cli.parts.table import plain
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _


@click.command(
    "check",
    help=_("Check the dataset: every problem at once, as FILE:ROW:COLUMN, what is wrong, and what to do."),
    epilog=_("Example: zcplan --data mine check"),
)
@format_option
@click.pass_obj
def command(settings: Settings, form: str) -> None:
    """Print every defect; exit with 1 if there is one."""
    from zcplan.analysis.missing import EVERY, empty
    from zcplan.dataset import check

    problems = check(settings.data)
    records = [
        {"code": p.code, "file": p.file, "row": p.row, "column": p.column, "what": p.what, "todo": p.todo}
        for p in problems
    ]
    if form == "table" and not asks_for_columns():
        if problems:
            show("\n".join(map(str, problems)))
    else:
        columns = plain(place=_("Place"), what=_("What"), todo=_("What to do"))
        emit(form, records, columns, [(p.place, p.what, p.todo) for p in problems])
    if problems:
        note(_("{n} problems in {folder}").format(n=len(problems), folder=settings.data))
        raise click.exceptions.Exit(1)
    note(_("The dataset is sound."))
    lacks = empty(settings.dataset, EVERY)
    if lacks:
        note(_("Still empty: {tables}").format(tables=", ".join(f"{t}.csv" for t in lacks)))
