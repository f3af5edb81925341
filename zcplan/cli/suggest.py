"""What the shell may offer for a word that is being typed: read from the data folder, with nothing heavy loaded."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from zcplan import resources
from zcplan.cli.settings import project_of
from zcplan.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Kinds of documents."""
    from zcplan.reports import kinds as every

    return _items(k for k in every() if k.startswith(incomplete))


def years(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Years that the dataset has figures of, the newest first."""
    found = {row.get("year") or "" for row in _rows(ctx, "observations.csv")}
    return _items(y for y in sorted(found, reverse=True) if y.isdigit() and y.startswith(incomplete))


def indicators(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Indicators by name and by id."""
    rows = list(_rows(ctx, "indicators.csv"))
    return _named(((r.get("name"), r.get("id")) for r in rows), incomplete)


def departments(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Departments by short name and by id."""
    rows = list(_rows(ctx, "departments.csv"))
    return _named(((r.get("short"), r.get("id")) for r in rows), incomplete)


def templates(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Templates by file name."""
    names = (p.name for p in resources.bundled("templates").iterdir() if p.suffix in (".docx", ".xlsx"))
    return _items(n for n in sorted(names) if n.startswith(incomplete))


def _named(pairs: Iterator[tuple[str | None, str | None]], incomplete: str) -> list[CompletionItem]:
    """Each name with its id as help; ids themselves once a name can't be meant any more."""
    from click.shell_completion import CompletionItem

    known = [(name, key) for name, key in pairs if name and key]
    found = [CompletionItem(name, help=key) for name, key in known if name.startswith(incomplete)]
    if incomplete:
        found += [CompletionItem(key, help=name) for name, key in known if key.startswith(incomplete)]
    return found


def _items(texts: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(text) for text in texts]


def _rows(ctx: click.Context, file: str) -> Iterator[dict[str, str]]:
    """The rows of a table as text; none where it can't be read."""
    try:
        folder = project_of(ctx.find_root().params.get("data") or os.environ.get("ZCPLAN_DATA")).data
        with (folder / file).open(encoding="utf-8-sig", newline="") as table:
            yield from csv.DictReader(table)
    except (OSError, UnicodeDecodeError, csv.Error, UsageError):
        return
