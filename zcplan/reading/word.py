"""Read a Word file: everything that Word shows, in reading order, tables on their grid, numbers with their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.reading.archive import Package, too_much
from zcplan.reading.document import (
    BODY,
    BOX,
    CELL,
    CHART,
    DIAGRAM,
    EQUATION,
    FOOTER,
    HEADER,
    HEADING,
    HIDDEN_ROWS,
    HIDDEN_TEXT,
    IMPORTED,
    NOTE,
    OBJECT,
    PICTURE,
    SPACE,
    SPACED_FIGURES,
    STRUCK,
    STRUCK_FIGURES,
    TRACKED,
    Cell,
    Draft,
    Paragraph,
    Passed,
    Table,
)
from zcplan.reading.headings import printed_level
from zcplan.reading.numbering import Numbering
from zcplan.reading.word_styles import Styles, W, is_on, number_of, value_of
from zcplan.reading.word_text import MC, Piece, Walk, alternative, notes

MAX_PARAGRAPHS = 100_000
"""A report of a hundred pages has some two thousand; the annexes of a yearbook some ten thousand cells."""
MAX_SPAN = 100
_LONGEST_HEADING = 80
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_V = "{urn:schemas-microsoft-com:vml}"
_WRAPPERS = frozenset(
    W + name for name in ("customXml", "ins", "moveTo", "smartTag", "sdtContent", "sdt", "footnote", "endnote")
)
_SKIPPED_NOTES = ("separator", "continuationSeparator", "continuationNotice")
_PARTS = (("header", HEADER), ("footer", FOOTER), ("footnotes", NOTE), ("endnotes", NOTE))
Importer = Callable[[bytes, str], Draft | None]
"""Reads a part of another kind that stands in a document: its content and name to a draft, if it can be read."""


@dataclass(frozen=True)
class Place:
    """A paragraph of the main part: its element (``None`` for one that was imported) and what of it is shown."""

    element: Any
    pieces: tuple[Piece, ...]


def read(package: Package, importer: Importer) -> Draft:
    """Read a Word file.

    :raises UsageError: it is none, is damaged, or has more than can be read
    """
    reader = _Reader(package, importer)
    reader.part(package.root(package.main), BODY)
    for name, kind in _other_parts(package):
        reader.part(package.root(name), kind)
    found = reader.passed
    for code, what in ((STRUCK, STRUCK_FIGURES), (SPACE, SPACED_FIGURES)):
        found[what] += sum(n.code == code for p in reader.paragraphs for n in p.notes)
    passed = (*(Passed(what, count) for what, count in found.items() if count), *reader.inner)
    return Draft(tuple(reader.paragraphs), tuple(reader.tables), passed_over=passed)


def places(root: Any, package: Package, importer: Importer) -> list[Place]:
    """The paragraphs of the main part, of a tree that the caller holds, in the order and number of :func:`read`.

    :param root: the ``w:document`` element of that tree
    """
    reader = _Reader(package, importer)
    reader.part(root, BODY)
    return reader.places


def _other_parts(package: Package) -> list[tuple[str, str]]:
    """Headers, footers and notes, in the order of their names."""
    related = package.relations(package.main)
    return [
        (name, kind)
        for word, kind in _PARTS
        for name in sorted({r.target for r in related if r.kind == word and r.target in package.parts})
    ]


class _Reader:
    """What is known while a Word file is read."""

    def __init__(self, package: Package, importer: Importer) -> None:
        self._package, self._importer = package, importer
        self._related = {r.kind: r.target for r in reversed(package.relations(package.main))}
        self._imports = {r.id: r.target for r in package.relations(package.main) if r.kind == "aFChunk"}
        self._styles = Styles(self._other("styles"))
        self._numbering = Numbering(self._other("numbering"), self._styles)
        self._walk = Walk(self._styles)
        self._base = BODY
        self.paragraphs: list[Paragraph] = []
        self.places: list[Place] = []
        self.tables: list[Table] = []
        self.passed: Counter[str] = Counter()
        self.inner: tuple[Passed, ...] = ()

    def _other(self, kind: str) -> Any:
        name = self._related.get(kind, "")
        return self._package.root(name) if name in self._package.parts else None

    def part(self, root: Any, kind: str) -> None:
        """Read one part from its root."""
        self._walk, self._base = Walk(self._styles, root), kind
        changes = root.iter(*(W + name for name in ("ins", "del", "moveFrom", "moveTo")))
        self.passed[TRACKED] += sum(1 for change in changes if len(change))
        body = root.find(W + "body")
        self._blocks(root if body is None else body, kind, shown=True)
        self._count()

    def _count(self) -> None:
        self.passed[EQUATION] += self._walk.equations
        self.passed[HIDDEN_TEXT] += self._walk.hidden

    def _blocks(self, container: Any, kind: str, *, shown: bool) -> list[Paragraph]:
        """Read what stands in a container; the paragraphs that are its own, not those of tables or boxes in it."""
        own: list[Paragraph] = []
        for child in container:
            tag = child.tag
            if tag == W + "p":
                own.append(self._paragraph(child, kind, shown=shown))
                self._drawings(child, shown=shown)
            elif tag == W + "tbl":
                self._table(child, shown=shown)
            elif tag in _WRAPPERS and child.get(W + "type") not in _SKIPPED_NOTES:
                own += self._blocks(child, kind, shown=shown)
            elif tag == MC + "AlternateContent":
                chosen = alternative(child)
                own += self._blocks(chosen, kind, shown=shown) if chosen is not None else []
            elif tag == W + "altChunk":
                self._import(child)
            elif tag == W + "subDoc":
                self.passed[IMPORTED] += 1
        return own

    def _paragraph(self, element: Any, kind: str, *, shown: bool) -> Paragraph:
        properties = element.find(W + "pPr")
        style = self._styles.paragraph_style(properties)
        pieces, struck = self._walk.pieces(element, style)
        pieces = pieces if shown else []
        text = "".join(p.text for p in pieces)
        mark = properties.find(W + "rPr") if properties is not None else None
        joined = mark is not None and (mark.find(W + "del") is not None or bool(is_on(mark, "vanish")))
        label = "" if joined and not text else self._numbering.label(properties, style)
        kind, level = self._ranked(kind, label + text, properties, style)
        told = notes(text, struck) if shown else ()
        paragraph = Paragraph(len(self.paragraphs), text, kind, level, joined, label=label, notes=told)
        self._add(paragraph, Place(element, tuple(pieces)))
        return paragraph

    def _add(self, paragraph: Paragraph, place: Place) -> None:
        self.paragraphs.append(paragraph)
        self.places.append(place)
        if len(self.paragraphs) > MAX_PARAGRAPHS:
            raise too_much(self._package.path)

    def _ranked(self, kind: str, text: str, properties: Any, style: str) -> tuple[str, int]:
        """Whether a paragraph is a heading, and how deep: by its outline, its style, or the number before it."""
        outline = number_of(value_of(properties, "outlineLvl"))
        level = self._styles.level(style)
        if outline is not None and 0 <= outline < 9:
            level = outline + 1
        if kind != BODY:
            return kind, level
        if self._styles.is_contents(style):
            return BODY, 0
        level = level or printed_level(text)
        return (HEADING if level and len(text) <= _LONGEST_HEADING else BODY), level

    # --- tables

    def _table(self, element: Any, *, shown: bool) -> None:
        """The grid of a table, merges joined; nested tables are tables of their own."""
        cells: list[Cell] = []
        above: dict[int, int] = {}
        row = 0
        at = len(self.tables)
        self.tables.append(Table(()))
        before = len(self.paragraphs) - 1
        for tr in _through(element, W + "tr"):
            properties = tr.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            hidden = properties is not None and bool(is_on(properties, "hidden"))
            self.passed[HIDDEN_ROWS] += hidden
            self._row(tr, properties, row, cells, above, shown=shown and not hidden)
            row += not hidden
        self.tables[at] = Table(tuple(cells), before)

    def _row(
        self, tr: Any, properties: Any, row: int, cells: list[Cell], above: dict[int, int], *, shown: bool
    ) -> None:
        column = min(number_of(value_of(properties, "gridBefore")) or 0, MAX_SPAN)
        last = -1
        for tc in _through(tr, W + "tc"):
            own = tc.find(W + "tcPr")
            if own is not None and own.find(W + "cellDel") is not None:
                continue
            columns = min(max(number_of(value_of(own, "gridSpan")) or 1, 1), MAX_SPAN)
            goes_down, goes_on = _continues(own, "vMerge") and column in above, _continues(own, "hMerge") and last >= 0
            held = self._blocks(
                tc, CELL if self._base == BODY else self._base, shown=shown and not (goes_down or goes_on)
            )
            if not shown:
                continue
            if goes_on:
                cells[last] = replace(cells[last], columns=cells[last].columns + columns)
            elif goes_down:
                last = above[column]
                cells[last] = replace(cells[last], rows=row - cells[last].row + 1)
            else:
                last = above[column] = len(cells)
                cells.append(Cell(row, column, columns, 1, tuple(held)))
            column += columns

    # --- what stands in drawings, and what is brought in

    def _drawings(self, paragraph: Any, *, shown: bool) -> None:
        """Text boxes that a paragraph anchors, as paragraphs behind it; pictures and charts are counted."""
        for node in paragraph.iter(W + "drawing", W + "pict", W + "object"):
            if not _is_shown(node, paragraph):
                continue
            boxes = [box for box in node.iter(W + "txbxContent") if _is_shown(box, node)]
            for box in boxes:
                outer, self._walk = self._walk, Walk(self._styles, box)
                self._blocks(box, BOX, shown=shown)
                self._count()
                self._walk = outer
            for art in node.iter(_V + "textpath"):
                if art.get("string", "").strip() and shown:
                    self._add(Paragraph(len(self.paragraphs), art.get("string", ""), BOX), Place(None, ()))
            self.passed[OBJECT] += node.tag == W + "object"
            self.passed[CHART] += sum(1 for _n in node.iter(_C + "chart"))
            self.passed[DIAGRAM] += sum(1 for _n in node.iter(_DGM + "relIds"))
            if node.tag != W + "object" and not boxes:
                self.passed[PICTURE] += any(True for _n in node.iter(_A + "blip", _V + "imagedata"))

    def _import(self, chunk: Any) -> None:
        """A part of another kind (a page of HTML, another document) that Word takes in when it opens the file."""
        name = self._imports.get(chunk.get(_R + "id", ""), "")
        blob = self._package.parts.get(name)
        draft = None if blob is None else self._importer(blob, name)
        if draft is None:
            self.passed[IMPORTED] += 1
            return
        first = len(self.paragraphs)
        for paragraph in draft.paragraphs:
            self._add(replace(paragraph, index=first + paragraph.index), Place(None, ()))
        self.tables += [_moved(table, first) for table in draft.tables]
        self.inner += draft.passed_over


def _moved(table: Table, by: int) -> Table:
    """A table of an imported part, its paragraphs numbered as in the whole."""
    cells = tuple(
        replace(c, paragraphs=tuple(replace(p, index=p.index + by) for p in c.paragraphs)) for c in table.cells
    )
    return replace(table, cells=cells, before=table.before + by)


def _through(element: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those in content controls, customXml and the like."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _through(child, wanted)
        elif child.tag == MC + "AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from _through(chosen, wanted)


def _continues(properties: Any, merge: str) -> bool:
    """Whether a cell goes on with a merge, whose text stands in its first cell."""
    found = properties.find(W + merge) if properties is not None else None
    return found is not None and found.get(W + "val", "continue") == "continue"


def _is_shown(node: Any, top: Any) -> bool:
    """Whether nothing between a node and what it stands in takes it out: a deletion, an alternative, another box."""
    child = node
    for above in node.iterancestors():
        if above is top:
            return True
        if above.tag in (W + "del", W + "moveFrom", W + "txbxContent"):
            return False
        if above.tag == MC + "AlternateContent" and alternative(above) is not child:
            return False
        child = above
    return True


def must_be_word(package: Package) -> None:
    """Refuse a package whose main part is no Word document.

    :raises UsageError: it is another thing
    """
    root = package.root(package.main) if package.main else None
    if root is None or root.tag != W + "document":
        raise UsageError(_("this is no Word document"), str(package.path), _("Save it as .docx, .txt or .md."))
