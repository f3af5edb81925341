"""The drafts that a command is called with: files, and folders that stand for the files in them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from zcplan.errors import UsageError, ZcplanError
from zcplan.i18n import gettext as _

T = TypeVar("T")
Failure = tuple[Path, ZcplanError]
MAX_FILES = 500
"""A folder of more files was hardly meant."""


def expand(paths: Sequence[str], made: Path | None = None) -> list[Path]:
    """The files named, and those in the folders named, each once.

    :param made: what is made of them; where it stands in such a folder since the last time, it is none of them
    :raises UsageError: a folder is empty or holds too many
    """
    from zcplan.reading.opening import files_in

    named = list(map(Path, paths))
    found = [p for p in files_in(named) if made is None or p in named or p.resolve() != made.resolve()]
    if len(found) > MAX_FILES:
        what = _("these are {n} files, more than {most}").format(n=len(found), most=MAX_FILES)
        raise UsageError(what, todo=_("Name a folder that holds the drafts alone."))
    return found


def each(paths: Sequence[Path], work: Callable[[Path], T]) -> tuple[list[T], list[Failure]]:
    """Do something with every file, with a progress bar on a terminal; one that fails does not stop the others."""
    done: list[T] = []
    failures: list[Failure] = []

    def take(path: Path) -> None:
        try:
            done.append(work(path))
        except ZcplanError as error:
            failures.append((path, error))

    if sys.stderr.isatty() and len(paths) > 1:
        with click.progressbar(paths, label=_("Reading drafts"), file=sys.stderr) as bar:
            for path in bar:
                take(path)
    else:
        for path in paths:
            take(path)
    return done, failures


def names_of(paths: Sequence[Path]) -> list[str]:
    """A short name for each file: its own, with the folder before it where two are named alike."""
    own = [p.name for p in paths]
    return [n if own.count(n) == 1 else f"{p.parent.name}/{n}" for p, n in zip(paths, own, strict=True)]
