"""Read a produced Word file as Word does: styles resolved up to the defaults, tables on their grid."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from lxml import etree


class Word:
    """A document with its styles, footers and settings at hand."""

    def __init__(self, path: Path) -> None:
        self.document = Document(str(path))
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        root = etree.fromstring(self.parts["word/styles.xml"])
        self._styles = {s.get(qn("w:styleId")): s for s in root.iter(qn("w:style"))}
        self._defaults = root.find(qn("w:docDefaults"))

    @property
    def paragraphs(self) -> list[etree._Element]:
        """Every paragraph of the body that is in no table."""
        return [e for e in self.document.element.body if e.tag == qn("w:p")]

    @property
    def tables(self) -> list[etree._Element]:
        """Every table of the body."""
        return [e for e in self.document.element.body if e.tag == qn("w:tbl")]

    def paragraph(self, start: str) -> etree._Element:
        """The first paragraph whose text starts so, spaces left aside."""
        return next(p for p in self.paragraphs if text(p).strip().startswith(start))

    def value(self, paragraph: etree._Element, path: str, attribute: str = "w:val") -> str | None:
        """A property of a paragraph or its text (``pPr/jc``, ``rPr/sz``): its own, its style's, or the default."""
        group, _slash, rest = path.partition("/")
        places = [paragraph.find(qn("w:pPr"))] if group == "pPr" else []
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else "Normal"
        while name:
            places.append(self._styles[name].find(qn(f"w:{group}")))
            based = self._styles[name].find(qn("w:basedOn"))
            name = based.get(qn("w:val")) if based is not None else None
        places.append(self._defaults.find(f"{qn(f'w:{group}Default')}/{qn(f'w:{group}')}"))
        for place in places:
            found = place.find("/".join(qn(f"w:{tag}") for tag in rest.split("/"))) if place is not None else None
            if found is not None and found.get(qn(attribute)) is not None:
                return found.get(qn(attribute))
        return None

    def face(self, paragraph: etree._Element) -> tuple[str | None, float]:
        """Chinese typeface and size in points."""
        return self.value(paragraph, "rPr/rFonts", "w:eastAsia"), float(self.value(paragraph, "rPr/sz") or 0) / 2

    def page_numbers(self) -> dict[str, etree._Element]:
        """The footers' elements by kind: ``default`` (odd pages), ``even``."""
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        targets = {r.get("Id"): r.get("Target") for r in relations}
        section = self.document.element.body.find(qn("w:sectPr"))
        return {
            f.get(qn("w:type")): etree.fromstring(self.parts[f"word/{targets[f.get(qn('r:id'))]}"])
            for f in section.iter(qn("w:footerReference"))
        }


def text(element: etree._Element) -> str:
    """The text of an element."""
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def rows(table: etree._Element) -> list[list[str]]:
    """Text of each cell; the paragraphs of a cell are lines."""
    return [
        ["\n".join(text(p) for p in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
        for row in table.iter(qn("w:tr"))
    ]


def badly_wide(table: etree._Element) -> Iterator[str]:
    """Cells whose width is not that of the grid columns they span (WPS goes by the one, Word by the other)."""
    grid = [int(c.get(qn("w:w"))) for c in table.find(qn("w:tblGrid"))]
    for n, row in enumerate(table.iter(qn("w:tr"))):
        at = 0
        for cell in row.iter(qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            span = properties.find(qn("w:gridSpan"))
            columns = int(span.get(qn("w:val"))) if span is not None else 1
            if int(properties.find(qn("w:tcW")).get(qn("w:w"))) != sum(grid[at : at + columns]):
                yield f"row {n} column {at}"
            at += columns
        if at != len(grid):
            yield f"row {n} has {at} columns of {len(grid)}"
