"""What is wrong in a template, told before it is filled: every mistake at once, each with its place.

:func:`structure` needs nothing but the file; :func:`names` holds its tags against what a report hands over. A template
that :func:`structure` finds at fault is not filled: :func:`sound` is how templates are opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from zcplan import resources
from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _
from zcplan.render import guard, package, sheet, tidy, workbook
from zcplan.render import structure as structure_of
from zcplan.render.lint import active, excel, word
from zcplan.render.lint.finding import ADVICE, ERROR, Finding
from zcplan.render.lint.names import wrong_names
from zcplan.render.lint.tags import Room

__all__ = ["ADVICE", "ERROR", "Finding", "Opened", "made", "names", "of_error", "sound", "structure"]


@dataclass(frozen=True)
class Opened:
    """A template that was read: its parts, and in Excel the workbook that they make."""

    parts: package.Parts
    acting: tuple[Finding, ...]
    book: sheet.Book | None
    rooms: tuple[Room, ...]


def structure(path: Path) -> list[Finding]:
    """What is wrong in a template whatever it is filled with, in the order that it stands there."""
    try:
        return _findings(path, _read(path))
    except TemplateError as error:
        return [of_error(path, error)]


def sound(path: Path) -> Opened:
    """Open a template to fill it.

    :raises TemplateError: it can't be read, or :func:`structure` finds a mistake in it; the first one is told
    """
    opened = _read(path)
    wrong = [f for f in _findings(path, opened) if f.level == ERROR]
    if wrong:
        raise of_finding(wrong[0], len(wrong) - 1)
    return opened


def names(path: Path, contexts: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Tags that name something unknown, or go through something that is no list.

    :param contexts: what the template is given; several where several files are made of it
    """
    try:
        opened = _read(path)
    except TemplateError:
        return []
    found = [f for room in opened.rooms for f in wrong_names(room, contexts)]
    if path.suffix == ".docx":
        found += word.wrong_charts(opened.parts, {n for c in contexts for n in c.get("charts", ())})
    return [f.of(path) for f in found]


def made(path: Path, parts: Mapping[str, bytes]) -> list[Finding]:
    """What Word would not read in a document that was made of a template, with the place in the document."""
    found = []
    for name in parts:
        if path.suffix == ".docx" and tidy.TAGGED.fullmatch(name):
            place = word.places(parts, name)
            for element, what in structure_of.faults(etree.fromstring(parts[name])):
                where = _("in the document made, {place}").format(place=place(element))
                todo = _("Look at the tags of this place in the template.")
                found.append(Finding("made", ERROR, where, "", what, todo, str(path)))
    return found


def of_error(path: Path, error: TemplateError) -> Finding:
    """The finding for what came up when the template was opened or filled."""
    place = error.where.removeprefix(str(path)).strip()
    return Finding("template", ERROR, place, "", error.what, error.todo, str(path))


def of_finding(finding: Finding, others: int = 0) -> TemplateError:
    """The error that keeps a template from being filled.

    :param others: mistakes beside this one
    """
    tag = f"{finding.tag}: " if finding.tag and finding.tag not in finding.place else ""
    what = f"{tag}{finding.what}"
    if others:
        what += _(" (and {n} more: “zcplan templates check” tells all)").format(n=others)
    return TemplateError(what, " ".join(x for x in (finding.file, finding.place) if x), finding.todo)


def _findings(path: Path, opened: Opened) -> list[Finding]:
    try:
        kind = word if path.suffix == ".docx" else excel
        others = list(kind.other_findings(opened.parts))
    except Exception as error:  # whatever a library makes of a broken file
        raise package.damaged(error, str(path)) from None
    found = [f for room in opened.rooms for f in room.findings()]
    return [f.of(path) for f in (*opened.acting, *found, *others)]


def _read(path: Path) -> Opened:
    parts, where = guard.template(path), str(path)
    kind = word if path.suffix == ".docx" else excel
    try:
        acting = tuple(active.findings(parts, path.suffix, lambda part: kind.places(parts, part)))
    except Exception as error:  # whatever a library makes of a broken file
        raise package.damaged(error, where) from None
    try:
        if path.suffix != ".docx":
            book = sheet.read(parts)
            if path.resolve().parent != resources.bundled("templates").resolve():  # those are held by tests
                workbook.probe(parts)
            return Opened(parts, acting, book, tuple(excel.rooms(book)))
        return Opened(parts, acting, None, tuple(word.rooms(parts)))
    except Exception as error:  # whatever a library makes of a broken file, or of what acts in it
        if acting:
            raise of_finding(acting[0].of(path), len(acting) - 1) from None
        raise package.damaged(error, where) from None
