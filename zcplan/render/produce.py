"""Make the files of a report: render each template, seal it, write it safely, and tell what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from zcplan.errors import TemplateError, ZcplanError
from zcplan.i18n import gettext as _
from zcplan.render import package
from zcplan.render.files import file_name, write
from zcplan.reports.parts.layout import Output

if TYPE_CHECKING:
    from zcplan.render.excel import ExcelTemplate
    from zcplan.render.word import WordTemplate


FindTemplate = Callable[[str], Path]


@dataclass(frozen=True)
class Outcome:
    """What came of one file: ``made``, ``same`` (it was so already), or an error that kept it from being made."""

    path: Path
    state: str
    error: ZcplanError | None = None


def render(templates: FindTemplate, output: Output, when: datetime) -> bytes:
    """The bytes of one file.

    :param templates: from a template's name to its file
    :param when: the time to write into it, where ``SOURCE_DATE_EPOCH`` sets none
    :raises TemplateError: the template can't be read or filled
    """
    path = templates(output.template)
    try:
        return package.seal(_template(path).render(output.context), package.stamp(when))
    except ZcplanError:
        raise
    except Exception as error:  # a hostile template may fail in any way, at any place
        raise package.damaged(error, str(path)) from None


def produce(
    outputs: Iterable[Output], templates: FindTemplate, folder: Path, when: datetime, *, force: bool = False
) -> Iterator[Outcome]:
    """Make files one after the other; an error in one does not keep the others from being made.

    :param force: write also over files that a person has changed
    """
    for output in outputs:
        yield make_one(output, templates, place(output, folder), when, force=force)


def place(output: Output, folder: Path) -> Path:
    """Where a file goes: inside ``folder``, whatever its name is made of."""
    stem, _dot, suffix = output.file.rpartition(".")
    inside = folder / file_name(output.folder) if output.folder else folder
    return inside / f"{file_name(stem)}.{suffix}"


def make_one(output: Output, templates: FindTemplate, path: Path, when: datetime, *, force: bool = False) -> Outcome:
    """Make one file at a given path."""
    try:
        data = render(templates, output, when)
        return Outcome(path, write(path, data, None if force else package.is_untouched))
    except ZcplanError as error:
        return Outcome(path, "failed", error)


@lru_cache(maxsize=16)
def _template(path: Path) -> WordTemplate | ExcelTemplate:
    if path.suffix == ".docx":
        from zcplan.render.word import WordTemplate

        return WordTemplate(path)
    if path.suffix == ".xlsx":
        from zcplan.render.excel import ExcelTemplate

        return ExcelTemplate(path)
    raise TemplateError(_("a template must be .docx or .xlsx"), str(path))
