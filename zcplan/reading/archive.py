"""Open a file that came from outside: its bytes, and an Office file's parts and their relations, within limits."""

from __future__ import annotations

import posixpath
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from zcplan import files, opc
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

MAX_BYTES = 64 * 1024 * 1024
MAX_TAGS = 1_500_000
"""Tags of a part that is read as XML; a report of a hundred pages with its annexes has some 300 000."""

_TRANSITIONAL = "http://schemas.openxmlformats.org"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/chart", b"/drawingml/2006/chart"),
    (b"http://purl.oclc.org/ooxml/drawingml/diagram", b"/drawingml/2006/diagram"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"/drawingml/2006/wordprocessingDrawing"),
)
"""Namespaces of “Strict Open XML”, and what the same elements are called in files that everybody writes."""


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    :raises UsageError: it is missing, no ordinary file, can't be read, or is larger than 64 MB
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UsageError(_("this is a folder"), str(path), _("Name a file in it."))
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(_("this is no file but a device or a pipe"), str(path), _("Save it as a file first."))
        if status.st_size > MAX_BYTES:
            raise UsageError(
                _("the file is larger than 64 MB"), str(path), _("Give the document without its pictures.")
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(_("there is no such file"), str(path), _("Check the name and the folder.")) from None
    except (OSError, ValueError) as error:
        what = _("the file can't be read ({reason})").format(reason=files.reason(error))
        raise UsageError(what, str(path), _("Close it in other programs and check the rights.")) from None


@dataclass(frozen=True)
class Relation:
    """How a part refers to another one: the last word of its type (``header``, ``image``), and the part's name."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """The parts of an Office file by name, without a slash before them; where it came from, for errors."""

    parts: dict[str, bytes]
    path: Path

    @cached_property
    def main(self) -> str:
        """The name of the main part, whatever it is called; empty where there is none."""
        found = [r.target for r in self.relations("") if r.kind == "officeDocument" and r.target in self.parts]
        usual = ("word/document.xml", "xl/workbook.xml")
        return next(iter([*found, *(name for name in usual if name in self.parts)]), "")

    @cached_property
    def is_strict(self) -> bool:
        """Whether it is a “Strict Open XML” file."""
        return b"purl.oclc.org/ooxml" in self.parts.get(self.main, b"")[:4000]

    @cached_property
    def content_types(self) -> dict[str, str]:
        """The declared type of each part that has one of its own."""
        root = self._parsed("[Content_Types].xml")
        found = {}
        for element in root if root is not None else ():
            name = element.get("PartName")
            if name:
                found[name.lstrip("/")] = element.get("ContentType", "")
        return found

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to; the package itself where ``part`` is empty. Broken lists count as none."""
        folder, name = posixpath.split(part)
        root = self._parsed(self.part_name(posixpath.join(folder, "_rels", f"{name}.rels")))
        found = [] if root is None else _relations(root, folder)
        return [r if r.external else replace(r, target=self.part_name(r.target)) for r in found]

    def part_name(self, name: str) -> str:
        """The name of a part as it is written in the package: names differ in nothing but case (ECMA-376-2, 6.2.2)."""
        return name if name in self.parts else self._by_folded_name.get(name.lower(), name)

    @cached_property
    def _by_folded_name(self) -> dict[str, str]:
        return {name.lower(): name for name in self.parts}

    def _parsed(self, name: str) -> Any:
        if name not in self.parts:
            return None
        try:
            return _tree(self.parts[name])
        except etree.XMLSyntaxError:
            return None

    def root(self, name: str) -> Any:
        """The root element of a part, “Strict” namespaces as in every other file; entities are not resolved.

        :raises UsageError: it is no XML, or has more elements than can be read in reasonable time
        """
        blob = self.parts[name]
        if b"purl.oclc.org/ooxml" in blob[:20_000]:
            for strict, usual in _STRICT:
                blob = blob.replace(strict, _TRANSITIONAL.encode() + usual)
        if blob.count(b"<") > MAX_TAGS:
            raise too_much(self.path)
        try:
            return _tree(blob)
        except etree.XMLSyntaxError as error:
            what = _("the document's XML is damaged ({reason})").format(reason=_place(error))
            todo = _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx.")
            raise UsageError(what, str(self.path), todo) from None


def too_much(path: Path) -> UsageError:
    """The error for a document that is beyond all measure."""
    what = _("the document has more elements than can be read in reasonable time")
    return UsageError(what, str(path), _("Split it, or delete its empty rows, columns and paragraphs."))


def _place(error: etree.XMLSyntaxError) -> str:
    """Where XML is damaged, in words of our own: lxml's are for programmers."""
    line, column = error.position
    return _("line {line}, column {column}").format(line=line, column=column)


def _tree(blob: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(blob, parser)


def _relations(root: Any, folder: str) -> Iterator[Relation]:
    for element in root:
        target = unquote(element.get("Target", ""))
        external = element.get("TargetMode") == "External"
        if not external:
            joined = target if target.startswith("/") else posixpath.join("/", folder, target)
            target = posixpath.normpath(joined).lstrip("/")
        kind = element.get("Type", "").rstrip("/").rsplit("/", 1)[-1]
        yield Relation(element.get("Id", ""), kind, target, external)


def open_office(path: Path, data: bytes | None = None) -> Package:
    """The parts of a .docx or .xlsx file.

    :param data: its content, where it is at hand
    :raises UsageError: it is no such file, is damaged or encrypted, unpacks to too much, or declares entities
    """
    todo = _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx.")
    try:
        parts = opc.parts(read_bytes(path) if data is None else data)
    except opc.UnusableError as error:
        raise UsageError(_reason(error), str(path), todo) from None
    return Package({re.sub(r"^/+", "", name.replace("\\", "/")): blob for name, blob in parts.items()}, path)


def _reason(error: opc.UnusableError) -> str:
    told = {
        opc.LARGE: _("the file unpacks to more than is safe"),
        opc.ENTITIES: _("the part {part} declares entities, which is not allowed").format(part=error.detail),
        opc.LOCKED: _("the file is locked with a password"),
        opc.PACKED: _("the file is packed in a way that Office does not know"),
    }
    return told.get(error.code) or _("this is no Word or Excel file, or it is damaged")
