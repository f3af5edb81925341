"""Remarks as Word comments in a copy of a draft. A text draft gets a document made of its paragraphs."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.text.run import Run

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.reading import document as reading
from zcplan.reading.archive import open_office, read_bytes
from zcplan.render import package

AUTHOR, INITIALS = "zcplan", "核"
_PLACES = {reading.HEADER: "页眉", reading.FOOTER: "页脚", reading.NOTE: "脚注", reading.BOX: "文本框"}


@dataclass(frozen=True)
class Remark:
    """Something to say about the characters ``start`` to ``end`` of a paragraph of the draft."""

    paragraph: int
    start: int
    end: int
    text: str


def annotated(path: Path, remarks: Iterable[Remark], when: datetime, template: Path) -> bytes:
    """A copy of a draft with the remarks as comments.

    :param when: the time to write into the comments
    :param template: Word file that gives the paragraphs of a text draft their layout
    """
    drafted = reading.read(path)
    document = _opened(path) if path.suffix.lower() == ".docx" else _made(drafted, template)
    body = [element for element, _kind in reading.elements(document.element, reading.BODY)]
    kinds = {p.index: p.kind for p in drafted.paragraphs}
    for remark in sorted(remarks, key=lambda r: (r.paragraph, -r.start)):
        kind, text = kinds[remark.paragraph], remark.text
        if kind in _PLACES:
            text = f"{_PLACES[kind]}“{drafted.paragraphs[remark.paragraph].text.strip()[:40]}”：{text}"
        if kind == reading.BOX:
            runs = _anchor(body[remark.paragraph]) or _first_runs(body)
        elif kind in _PLACES:
            runs = _first_runs(body)
        else:
            runs = _runs(body[remark.paragraph], remark.start, remark.end)
        if runs:
            comment = document.add_comment([Run(r, document) for r in runs], text, AUTHOR, INITIALS)
            comment._comment_elm.date = when
    out = io.BytesIO()
    document.save(out)
    return package.seal(package.unpack(out.getvalue(), str(path)), when)


def _opened(path: Path) -> Any:
    open_office(path)
    try:
        return docx.Document(io.BytesIO(read_bytes(path)))
    except (PackageNotFoundError, ValueError, KeyError) as error:
        what = _("this is no Word document ({reason})").format(reason=error)
        raise UsageError(what, str(path), _("Open it in Word or WPS and save it anew as .docx.")) from None


def _made(drafted: reading.Draft, template: Path) -> Any:
    """A document with one paragraph for each of the draft's, in the style of the template's first one."""
    document = docx.Document(str(template))
    first = document.paragraphs[0]
    style = first.style
    lines: dict[int, str] = {p.index: p.text for p in drafted.paragraphs}
    for number in range(max(lines, default=-1) + 1):
        paragraph = first if number == 0 else document.add_paragraph(style=style)
        paragraph.add_run(lines.get(number, ""))
    return document


def _anchor(paragraph: Any) -> list[Any]:
    """The run that holds the text box which a paragraph stands in: Word takes no comments inside the box."""
    return list(paragraph.iterancestors(reading.W + "r"))[-1:]


def _first_runs(body: Sequence[Any]) -> list[Any]:
    for paragraph in body:
        runs = [node.getparent() for node, _text in reading.pieces(paragraph)]
        if runs:
            return runs[:1]
    return []


def _runs(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold the characters ``start`` to ``end``, cut where they begin and end inside one."""
    _cut(paragraph, start)
    _cut(paragraph, end)
    runs: list[Any] = []
    at = 0
    for node, text in reading.pieces(paragraph):
        run = node.getparent()
        if at < end and at + len(text) > start and text and (not runs or runs[-1] is not run):
            runs.append(run)
        at += len(text)
    return runs


def _cut(paragraph: Any, place: int) -> None:
    """Cut the run at a place in two, if it holds nothing but one text."""
    at = 0
    for node, text in reading.pieces(paragraph):
        if at < place < at + len(text) and node.tag == reading.W + "t":
            run = node.getparent()
            if [c.tag for c in run if c.tag != reading.W + "rPr"] != [node.tag]:
                return
            rest = copy.deepcopy(run)
            _set_text(node, text[: place - at])
            _set_text(rest.find(reading.W + "t"), text[place - at :])
            run.addnext(rest)
            return
        at += len(text)


def _set_text(node: Any, text: str) -> None:
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
