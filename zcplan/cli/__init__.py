"""The command line. Each command is a module of its own, imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from typing import Any

import click

from zcplan import __version__, i18n
from zcplan.cli.settings import Settings
from zcplan.errors import ZcplanError
from zcplan.i18n import gettext as _

i18n.install_for_click()

COMMANDS = {
    "build": _("Make every document of a year."),
    "make": _("Make one kind of document."),
    "compare": _("Hold the plan against its result."),
    "show": _("List indicators, or tell one's whole history."),
    "tasks": _("List tasks with their departments and targets."),
    "collect": _("Merge task ledgers that departments returned."),
    "progress": _("Tell how far the tasks are."),
    "check": _("Tell whether the dataset is sound."),
    "reconcile": _("Find figures that contradict each other."),
    "proof": _("Hold every figure of a draft against the dataset."),
    "extract": _("Propose the figures of a document as observations."),
    "undo": _("Take back the last merge."),
    "templates": _("List, copy and check the templates."),
    "init": _("Set up a folder of one's own."),
    "completion": _("Let a shell complete commands and names."),
}


class Failure(click.ClickException):
    """An error of ours, shown as click shows its own."""

    def __init__(self, error: ZcplanError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        """Say what is wrong, on standard error."""
        click.echo(_("Error: {message}").format(message=self.message), err=True)


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and turns errors into messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        return importlib.import_module(f"{__name__}.{cmd_name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section(_("Commands")):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what goes wrong is told in the user's terms."""
        try:
            return super().invoke(ctx)
        except ZcplanError as error:
            raise Failure(error) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError, KeyboardInterrupt):
            raise
        except Exception as error:
            if os.environ.get("ZCPLAN_DEBUG"):
                raise
            what = _("something unforeseen happened: {kind}: {reason}").format(kind=type(error).__name__, reason=error)
            raise Failure(
                ZcplanError(what, todo=_("Set ZCPLAN_DEBUG=1, run it again, and report what it prints."))
            ) from None


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Make a planning office's yearly documents from one dataset, "
        "and find the figures that contradict each other.\n\n"
        "\b\nExamples:\n  zcplan build 2023\n  zcplan compare 2023 --headline\n"
        "  zcplan show GDP\n  zcplan --data mine check"
    ),
)
@click.option("--data", type=click.Path(), metavar="DIR", help=_("Data folder (default: the one that comes along)."))
@click.option(
    "--templates", type=click.Path(), metavar="DIR", help=_("Folder of own templates; those it lacks come from zcplan.")
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help=_("Only what had been issued by that day, such as 2023-05-01."),
)
@click.version_option(__version__, "-V", "--version", prog_name="zcplan", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, data: str | None, templates: str | None, as_of: Any) -> None:
    """The command group; what it takes for all commands is kept in :class:`Settings`."""
    ctx.obj = Settings.of(data, templates, as_of.date() if as_of else None)


def main() -> None:
    """Run the command line; what a console can't show is shown as a question mark, not as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")
    if not os.environ.get("ZCPLAN_DEBUG"):
        warnings.filterwarnings("ignore", module="openpyxl")  # “templates check” tells in the user's terms
    if "_ZCPLAN_COMPLETE" in os.environ:
        importlib.import_module(f"{__name__}.completion")  # it brings PowerShell's way
    cli(prog_name="zcplan")
