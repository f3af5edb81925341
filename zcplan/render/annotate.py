"""Remarks as Word comments in a copy of a draft. A text draft gets a document made of its paragraphs."""

from __future__ import annotations

import copy
import io
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.text.run import Run

from zcplan.errors import UsageError, ZcplanError
from zcplan.i18n import gettext as _
from zcplan.reading import document as reading
from zcplan.reading.archive import Package
from zcplan.reading.opening import open_word
from zcplan.reading.word import Place, places
from zcplan.reading.word_styles import W
from zcplan.reading.word_text import Piece
from zcplan.render import package

AUTHOR, INITIALS = "zcplan", "核"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML can't hold."""
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
    :raises UsageError: comments can't be written into it
    """
    drafted = reading.read(path)
    try:
        return _annotated(path, drafted, remarks, when, template)
    except (ZcplanError, OSError):
        raise
    except Exception as error:  # what is read may still be too damaged for the library that writes
        what = _("comments can't be written into this document: it is damaged")
        raise UsageError(what, str(path), _("Open it in Word or WPS and save it anew as .docx.")) from error


def _annotated(path: Path, drafted: reading.Draft, remarks: Iterable[Remark], when: datetime, template: Path) -> bytes:
    document, body = _opened(path) if drafted.kind == "docx" else _typed(drafted, template)
    for remark in sorted(remarks, key=lambda r: (r.paragraph, -r.start)):
        runs = _anchors(body, drafted, remark)
        if runs:
            text = _told(drafted.paragraphs[remark.paragraph], remark.text)
            comment = document.add_comment([Run(r, document) for r in runs], text, AUTHOR, INITIALS)
            comment._comment_elm.date = when
    out = io.BytesIO()
    document.save(out)
    return package.seal(package.unpack(out.getvalue(), str(path)), when)


def _told(paragraph: reading.Paragraph, text: str) -> str:
    """The remark; where the comment can't stand at its place, led by what it speaks of."""
    text = _UNPRINTABLE.sub("", text)
    if paragraph.kind not in _PLACES:
        return text
    return f"{_PLACES[paragraph.kind]}“{_UNPRINTABLE.sub('', paragraph.text.strip()[:40])}”：{text}"


def _anchors(body: Sequence[Place], drafted: reading.Draft, remark: Remark) -> list[Any]:
    """The runs that a comment is set to: the figure's own, else those nearest to it."""
    kind = drafted.paragraphs[remark.paragraph].kind
    place = body[remark.paragraph] if remark.paragraph < len(body) else None
    if place is None or place.element is None or (kind in _PLACES and kind != reading.BOX):
        return _first_runs(body)
    if kind == reading.BOX:
        return list(place.element.iterancestors(W + "r"))[-1:] or _first_runs(body)
    return _runs(place, remark.start, remark.end) or _first_runs([place]) or _first_runs(body)


def _opened(path: Path) -> tuple[Any, list[Place]]:
    """A Word draft as python-docx holds it, whatever its main part is called, and its paragraphs as they are read.

    :raises UsageError: it is a “Strict Open XML” document, whose comments no program but Word would find
    """
    data, source, importer = open_word(path)
    if source.is_strict:
        what = _("comments can't be written into a “Strict Open XML” document")
        raise UsageError(what, str(path), _("Save it in Word as “Word document (*.docx)” and proof that file."))
    document = docx.Document(io.BytesIO(package.pack(_as_document(source)) if _is_other(source) else data))
    return document, places(document.element, source, importer)


_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = ("vbaProject", "keyMapCustomizations", "attachedToolbars")


def _is_other(source: Package) -> bool:
    """Whether the main part is declared as a template or with macros, which python-docx does not open."""
    return source.content_types.get(source.main, _MAIN) != _MAIN


def _as_document(source: Package) -> dict[str, bytes]:
    """The parts of a template or a document with macros as those of an ordinary document, macros left out."""
    relations = posixpath.join(posixpath.dirname(source.main), "_rels", posixpath.basename(source.main) + ".rels")
    parts = dict(source.parts)
    own = source.content_types[source.main].encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(own, _MAIN.encode())
    for relation in source.relations(source.main):
        if relation.kind in _MACROS:
            parts.pop(relation.target, None)
            parts[relations] = re.sub(
                rb"<(?:\w+:)?Relationship\b[^>]*\bId=[\"']%b[\"'][^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)"
                % re.escape(relation.id.encode()),
                b"",
                parts[relations],
            )
    return parts


def _typed(drafted: reading.Draft, template: Path) -> tuple[Any, list[Place]]:
    """A document of the draft's paragraphs, for one that is no Word file."""
    document = _made(drafted, template)
    found = [Place(p._p, (Piece(r._r.find(W + "t"), r._r, r.text),)) for p in document.paragraphs for r in p.runs[:1]]
    return document, found


def _made(drafted: reading.Draft, template: Path) -> Any:
    """A document with one paragraph for each of the draft's, in the style of the template's first one."""
    document = docx.Document(str(template))
    first = document.paragraphs[0]
    style = first.style
    for paragraph in drafted.paragraphs or (reading.Paragraph(0, ""),):
        made = document.add_paragraph(style=style) if paragraph.index else first
        made.add_run(_UNPRINTABLE.sub("\ufffd", paragraph.text))
    return document


def _first_runs(body: Sequence[Place]) -> list[Any]:
    return next(([p.run] for place in body for p in place.pieces if p.run is not None), [])


def _runs(place: Place, start: int, end: int) -> list[Any]:
    """The runs that hold the characters ``start`` to ``end``, cut where they begin and end inside one."""
    pieces = _cut(_cut(place.pieces, start), end)
    runs: list[Any] = []
    at = 0
    for piece in pieces:
        if at < end and at + len(piece.text) > start and piece.text and piece.run is not None and piece.run not in runs:
            runs.append(piece.run)
        at += len(piece.text)
    return runs


def _cut(pieces: tuple[Piece, ...], place: int) -> tuple[Piece, ...]:
    """The pieces with the run at a place cut in two, if it holds nothing but one text."""
    at = 0
    for n, piece in enumerate(pieces):
        if at < place < at + len(piece.text):
            run, node = piece.run, piece.node
            if run is None or [c for c in run if c.tag != W + "rPr"] != [node] or node.tag != W + "t":
                return pieces
            rest = copy.deepcopy(run)
            words = node.text or ""
            other = rest.find(W + "t")
            _set_text(node, words[: place - at])
            _set_text(other, words[place - at :])
            run.addnext(rest)
            parts = (Piece(node, run, piece.text[: place - at]), Piece(other, rest, piece.text[place - at :]))
            return (*pieces[:n], *parts, *pieces[n + 1 :])
        at += len(piece.text)
    return pieces


def _set_text(node: Any, text: str) -> None:
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
