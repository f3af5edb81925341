"""The command line. Each command is a module of its own, imported when it is called."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
import warnings
from collections.abc import Iterable
from typing import Any

import click

from zcplan import __version__, i18n
from zcplan.cli.parts.group import Group
from zcplan.cli.parts.values import Day
from zcplan.errors import OutputError, ZcplanError
from zcplan.files import reason
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
    "diff": _("Tell what two datasets state differently."),
    "undo": _("Take back the last merge."),
    "templates": _("List, copy and check the templates."),
    "init": _("Set up a folder of one's own."),
    "completion": _("Let a shell complete commands and names."),
}


_WITH_VALUE = ("--data", "--templates", "--as-of")
_FLAGS = ("-q", "--quiet", "-v", "--verbose")
_COLLECT_AFTER = 50_000
"""Objects made between two looks for garbage in circles: a command lives for seconds and makes little of it."""
_UNPRINTABLE = (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG)


class Failure(click.ClickException):
    """An error of ours, shown as click shows its own."""

    def __init__(self, error: ZcplanError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        """Say what is wrong, on standard error."""
        click.echo(_("Error: {message}").format(message=self.message), err=True)


class LazyGroup(Group):
    """A group that imports a command when it is called, and turns errors into messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands."""
        return list(COMMANDS)

    def find(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"{__name__}.{name}").command

    def told(self) -> Iterable[tuple[str, str]]:
        """Each command with what it does, as its help says."""
        return COMMANDS.items()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take global options also where they stand behind the command, as people write them."""
        return super().parse_args(ctx, _global_ones_first(args))

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
            if isinstance(error, OSError) and (error.filename or error.errno in _UNPRINTABLE):
                raise Failure(_of_system(error)) from None
            if os.environ.get("ZCPLAN_DEBUG"):
                raise
            what = _("something unforeseen happened: {kind}: {reason}").format(kind=type(error).__name__, reason=error)
            raise Failure(
                ZcplanError(what, todo=_("Set ZCPLAN_DEBUG=1, run it again, and report what it prints."))
            ) from None


def _global_ones_first(args: list[str]) -> list[str]:
    """The arguments with the group's own options moved to the front; behind ``--`` all stays where it is."""
    ours: list[str] = []
    rest: list[str] = []
    left = iter(args)
    for arg in left:
        if arg == "--":
            rest += [arg, *left]
        elif arg in _WITH_VALUE:
            ours += [arg, *[value for value in [next(left, None)] if value is not None]]
        elif arg in _FLAGS or arg.startswith(tuple(f"{option}=" for option in _WITH_VALUE)):
            ours.append(arg)
        else:
            rest.append(arg)
    return [*ours, *rest]


def _of_system(error: OSError) -> ZcplanError:
    """What the operating system refused: a file by its name, or to print; nothing more is printed then."""
    if error.filename:
        what = _("the file can't be used ({reason})").format(reason=reason(error))
        return OutputError(what, str(error.filename), _("Check its name, the rights and the room on the disk."))
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - it lives until the program ends
    what = _("what was to be printed can't be written ({reason})").format(reason=reason(error))
    todo = _("Only the report is lost: what the command does to data and files is done (“zcplan undo --list” tells).")
    return OutputError(what, _("standard output"), todo)


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
@click.option(
    "--data",
    envvar="ZCPLAN_DATA",
    type=click.Path(),
    metavar="DIR",
    help=_("Data folder, or one that holds it (default: ZCPLAN_DATA, the nearest zcplan.toml, what comes along)."),
)
@click.option(
    "--templates", type=click.Path(), metavar="DIR", help=_("Folder of own templates; those it lacks come from zcplan.")
)
@click.option(
    "--as-of", type=Day(), metavar="DATE", help=_("Only what had been issued by that day, such as 2023-05-01.")
)
@click.option("-q", "--quiet", is_flag=True, help=_("Leave out remarks; errors are told all the same."))
@click.option("-v", "--verbose", is_flag=True, help=_("Tell also where data and templates are taken from."))
@click.version_option(__version__, "-V", "--version", prog_name="zcplan", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, data: str | None, templates: str | None, as_of: Any, quiet: bool, verbose: bool) -> None:
    """The command group; what it takes for all commands is kept in :class:`~zcplan.cli.settings.Settings`."""
    from zcplan.cli.settings import Settings

    ctx.obj = Settings.of(data, templates, as_of, is_quiet=quiet, is_wordy=verbose)
    if verbose:
        click.echo(_("Data: {folder}").format(folder=ctx.obj.data), err=True)
        click.echo(_("Templates: {folder}").format(folder=ctx.obj.templates or _("those that come along")), err=True)


def main() -> None:
    """Run the command line; what a console can't show is shown as a question mark, not as a traceback."""
    gc.set_threshold(_COLLECT_AFTER)
    i18n.settle()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")
    if not os.environ.get("ZCPLAN_DEBUG"):
        warnings.filterwarnings("ignore", module="openpyxl")  # “templates check” tells in the user's terms
    if "_ZCPLAN_COMPLETE" in os.environ:
        importlib.import_module(f"{__name__}.completion")  # it brings PowerShell's way
    cli(prog_name="zcplan")
