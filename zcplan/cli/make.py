"""``zcplan make``: one kind of document."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli import suggest
from zcplan.cli.parts.values import Year, folder, is_file_name, must_be_free, year_argument
from zcplan.cli.produced import pdf_option, report, with_pdf
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.render.produce import Outcome
    from zcplan.reports.parts.layout import Output
    from zcplan.reports.parts.writer import Writer


class Kind(click.ParamType):
    """A kind of document; which there are is told where none is named."""

    name = "kind"

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """The kinds that there are."""
        from zcplan.reports import kinds

        return _("There are: {names}").format(names=", ".join(kinds()))


class YearOfKind(Year):
    """A year behind a kind; where the two are swapped, the call that was meant is told."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year, or an error with what was most likely meant."""
        from zcplan.reports import kinds

        first = str(ctx.params.get("kind") or "") if ctx else ""
        if value in kinds() and first[:4].isdigit():
            what = _("The kind stands before the year. Did you mean “zcplan make {kind} {year}”?")
            self.fail(what.format(kind=value, year=first), param, ctx)
        return super().convert(value, param, ctx)


@click.command(
    "make",
    help=_("Make the documents of one KIND (such as plan-table, comparison, brief, plan-report) for YEAR."),
    epilog=_("Example: zcplan make brief 2023 -o brief.docx"),
)
@click.argument("kind", type=Kind(), shell_complete=suggest.kinds)
@year_argument(YearOfKind())
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="PATH",
    help=_("Folder to write into, or a file name ending in .docx or .xlsx to make that one alone (default: out/YEAR)."),
)
@click.option(
    "--department",
    metavar="NAME",
    shell_complete=suggest.departments,
    help=_("Only the book of this department (id, name or alias)."),
)
@click.option("--draft", is_flag=True, help=_("As a draft: without what only an issued document has."))
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@pdf_option
@click.pass_obj
def command(
    settings: Settings,
    kind: str,
    year: int | None,
    output: str | None,
    department: str | None,
    draft: bool,
    force: bool,
    pdf: bool,
) -> None:
    """Make the files of one kind."""
    from zcplan.errors import UsageError
    from zcplan.render.produce import make_one, produce
    from zcplan.reports import equipped
    from zcplan.reports import kind as kind_named

    module = kind_named(kind)
    year = settings.year(year)
    making: Iterable[Outcome]
    outputs = list(equipped(_outputs(module, kind, settings.writer, year, department, draft), settings.writer))
    target = Path(output) if output else Path("out") / str(year)
    if is_file_name(target):
        must_be_free(target.parent)
        suitable = [o for o in outputs if Path(o.file).suffix == target.suffix.lower()]
        wanted = [o for o in suitable if not o.folder] or suitable
        if len(wanted) != 1:
            able = ", ".join(sorted({Path(o.file).suffix for o in outputs}))
            raise UsageError(
                _("{kind} does not make one {suffix} file").format(kind=kind, suffix=target.suffix),
                todo=_("It makes: {made}").format(made=able),
            )
        outputs = wanted
        making = (make_one(o, settings.find_template, target, settings.stamp, force=force) for o in wanted)
    else:
        making = produce(outputs, settings.find_template, folder(target), settings.stamp, force=force)
    if not report(with_pdf(making) if pdf else making, len(outputs)):
        raise click.exceptions.Exit(1)


def _outputs(
    module: ModuleType, kind: str, writer: Writer, year: int, department: str | None, draft: bool
) -> Iterable[Output]:
    """The files of the kind, or of the variant of it that was asked for."""
    from zcplan.dataset.lookup import find_department
    from zcplan.errors import UsageError

    if department is not None and draft:
        raise UsageError(_("--department and --draft do not go together"), todo=_("Leave one of them out."))
    if department is not None:
        make = _variant(module, kind, "department_outputs", "--department")
        return make(writer, year, find_department(writer.dataset, department))
    if draft:
        return _variant(module, kind, "draft_outputs", "--draft")(writer, year)
    return module.outputs(writer, year)


def _variant(module: ModuleType, kind: str, function: str, option: str) -> Any:
    from zcplan.errors import UsageError
    from zcplan.reports import each_kind

    if not hasattr(module, function):
        able = ", ".join(name for name, other in each_kind() if hasattr(other, function))
        raise UsageError(
            _("{kind} knows no {option}").format(kind=kind, option=option),
            todo=_("Kinds that know it: {kinds}").format(kinds=able),
        )
    return getattr(module, function)
