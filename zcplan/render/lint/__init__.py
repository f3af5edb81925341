"""What is wrong in a template, told before it is filled: every mistake at once, each with its place.

:func:`structure` needs nothing but the file; :func:`names` holds its tags against what a report hands over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zcplan.errors import TemplateError
from zcplan.render import guard, package
from zcplan.render.lint import excel, word
from zcplan.render.lint.finding import ADVICE, ERROR, Finding
from zcplan.render.lint.names import wrong_names
from zcplan.render.lint.tags import Room

__all__ = ["ADVICE", "ERROR", "Finding", "names", "structure"]


def structure(path: Path) -> list[Finding]:
    """What is wrong in a template whatever it is filled with, in the order that it stands there."""
    try:
        parts, rooms = _read(path)
        others = _others(path, parts)
    except TemplateError as error:
        return [of_error(path, error)]
    found = [f for room in rooms for f in room.findings()]
    return [f.of(path) for f in (*found, *others)]


def names(path: Path, contexts: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Tags that name something unknown, or go through something that is no list.

    :param contexts: what the template is given; several where several files are made of it
    """
    try:
        parts, rooms = _read(path)
    except TemplateError:
        return []
    found = [f for room in rooms for f in wrong_names(room, contexts)]
    if path.suffix == ".docx":
        found += word.wrong_charts(parts, {n for c in contexts for n in c.get("charts", ())})
    return [f.of(path) for f in found]


def of_error(path: Path, error: TemplateError) -> Finding:
    """The finding for what came up when the template was opened or filled."""
    place = error.where.removeprefix(str(path)).strip(" ()")
    return Finding("template", ERROR, place, "", error.what, error.todo, str(path))


def _others(path: Path, parts: package.Parts) -> list[Finding]:
    try:
        return list((word if path.suffix == ".docx" else excel).other_findings(parts))
    except Exception as error:  # whatever a library makes of a broken file
        raise package.damaged(error, str(path)) from None


def _read(path: Path) -> tuple[package.Parts, list[Room]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise package.damaged(error, str(path)) from None
    parts = package.unpack(data, str(path))
    guard.refuse_foreign(parts, str(path))
    try:
        return parts, list((word if path.suffix == ".docx" else excel).rooms(data, parts))
    except Exception as error:  # whatever a library makes of a broken file
        raise package.damaged(error, str(path)) from None
