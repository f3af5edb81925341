"""What each kind of document says: results of the analysis, put into a template's context.

Each module here is one kind, named after it (``plan_table`` makes ``plan-table``). It has ``TITLE``, the
kind's Chinese name, and ``outputs(writer, year)``, the files to make. A new kind is a new module and a template.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.reports.parts.layout import Output
    from zcplan.reports.parts.writer import Writer


def kinds() -> tuple[str, ...]:
    """The kinds of documents, by name."""
    return tuple(sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__) if not m.ispkg))


def kind(name: str) -> ModuleType:
    """The module of a kind.

    :raises UsageError: there is no such kind
    """
    if name not in kinds():
        what = _("there is no kind of document “{name}”").format(name=name)
        near = _meant(name)
        if near:
            raise UsageError(what, todo=_("Did you mean “{guess}”?").format(guess=near))
        raise UsageError(what, todo=_("Choose one of: {kinds}").format(kinds=", ".join(kinds())))
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def _meant(name: str) -> str:
    """The kind that a slip of the pen, or a Chinese name, was meant for; nothing where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower().replace("_", "-").replace(" ", "-"), kinds(), n=1)
    if near or name.isascii():
        return next(iter(near), "")
    titled = {kind.TITLE: other for other, kind in each_kind()}
    holding = [title for title in titled if name in title or title in name]
    meant = holding or get_close_matches(name, titled, n=1, cutoff=0.4)
    return titled[meant[0]] if meant else ""


def each_kind() -> Iterator[tuple[str, ModuleType]]:
    """Every kind with its module."""
    for name in kinds():
        yield name, kind(name)


def outputs(module: ModuleType, writer: Writer, year: int) -> Iterator[Output]:
    """The files of a kind, with what every template may use beside its own: ``fact()``.

    :raises UsageError: the dataset has nothing for it
    """
    return equipped(module.outputs(writer, year), writer)


def equipped(files: Iterable[Output], writer: Writer) -> Iterator[Output]:
    """Files with ``fact()`` among the names of their templates."""
    from zcplan.reports.parts.cite import Cite

    fact = Cite(writer)
    return (replace(file, context={**file.context, "fact": fact}) for file in files)
