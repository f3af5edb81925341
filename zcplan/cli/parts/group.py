"""Groups of commands that answer a slip in words: the same ones with every version of click, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import click

from zcplan.cli.parts.help import Context
from zcplan.i18n import gettext as _

T = TypeVar("T")
_NEAR = 0.7
"""How alike an option must be to be offered: --headline is not what --help is."""


class Mistake(click.UsageError):
    """A slip in a call, told in our own words."""


class Group(click.Group):
    """A group of commands whose slips are told with what was most likely meant, and whose help fits the window."""

    context_class = Context

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or none."""
        command = self.find(ctx, cmd_name)
        if command is not None:
            command.context_class = Context
        return command

    def find(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name as click finds it."""
        return super().get_command(ctx, name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command named, or an error with the one that was most likely meant."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from difflib import get_close_matches

            word = args[0].lower()
            near = get_close_matches(word, known, n=1, cutoff=0.5)
            if not word.isascii():
                near = [command for command, told in self.told() if word in told][:3]
            todo = _("“{command} --help” lists them.").format(command=ctx.command_path)
            if near:
                todo = _("Did you mean “{guess}”?").format(guess="”, “".join(near))
            ctx.fail(_("No such command '{name}'.").format(name=args[0]) + " " + todo)
        return super().resolve_command(ctx, args)

    def told(self) -> Iterable[tuple[str, str]]:
        """Each command with what is said of it, where a Chinese word for it may be found."""
        return ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words apart; an empty one is a variable that was not set, and never meant."""
        if not ctx.resilient_parsing:
            _must_say_something(ctx, args)
        return super().parse_args(ctx, args)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """The context of a call; what is wrong with it is told in our words."""
        return _in_our_words(lambda: super(Group, self).make_context(*args, **kwargs))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what is wrong with its call is told in our words."""
        return _in_our_words(lambda: super(Group, self).invoke(ctx))


def _in_our_words(work: Callable[[], T]) -> T:
    try:
        return work()
    except Mistake:
        raise
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise Mistake(_told(error), error.ctx) from None


def _must_say_something(ctx: click.Context, args: list[str]) -> None:
    """Refuse an empty text: ``-o "$DIR"`` where DIR is not set would else be as if -o were not there.

    :raises click.UsageError: there is one
    """
    for n, arg in enumerate(args):
        option, is_given, value = arg.partition("=") if arg.startswith("--") else (arg, "", "")
        if is_given and not value.strip():
            ctx.fail(_("{option} is given an empty text.").format(option=option))
        if not arg.strip():
            before = args[n - 1] if n else ""
            if before.startswith("-"):
                ctx.fail(_("{option} is given an empty text.").format(option=before))
            ctx.fail(_("An empty text stands where a word was expected."))


def _told(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return _no_option(error)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        missing = _("{name} is missing.").format(name=_name(error.param))
        there = error.param.type.get_missing_message(error.param, error.ctx)
        return f"{missing} {there}" if there else missing
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _("Invalid value for {param_hint}: {message}").format(
            param_hint=_name(error.param), message=error.message
        )
    return error.format_message()


def _name(param: click.Parameter) -> str:
    """A parameter as the help names it: ``--verdict``, ``YEAR``."""
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return (param.metavar or (param.name or "").upper()).strip("[].")


def _no_option(error: click.NoSuchOption) -> str:
    """That a command has no such option, with the one that was meant, or the commands that have it."""
    from difflib import get_close_matches

    name, ctx = error.option_name, error.ctx
    if ctx is None:
        return error.format_message()
    what = _("“{command}” has no option {name}.").format(command=ctx.command_path, name=name)
    root = ctx.find_root()
    able = {*_options(ctx.command, ctx), *_options(root.command, root)}
    near = get_close_matches(name, sorted(able), n=1, cutoff=_NEAR)
    if near:
        return what + " " + _("Did you mean “{guess}”?").format(guess=near[0])
    others = [path for path, command in _commands(root.command, root) if name in _options(command, root)]
    if others:
        return what + " " + _("It belongs to: {commands}").format(commands=", ".join(others))
    return what + " " + _("“{command} --help” lists them.").format(command=ctx.command_path)


def _options(command: click.Command, ctx: click.Context) -> list[str]:
    options = (p for p in command.get_params(ctx) if isinstance(p, click.Option))
    return [name for option in options for name in (*option.opts, *option.secondary_opts)]


def _commands(group: click.Command, ctx: click.Context, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with the words that call it."""
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is not None:
            words = f"{path} {name}".strip()
            yield words, command
            yield from _commands(command, ctx, words)
