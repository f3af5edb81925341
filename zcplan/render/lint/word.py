"""A Word template read for its tags: paragraph by paragraph, with the table, row and cell that each stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from zcplan.i18n import gettext as _
from zcplan.render.lint.finding import ADVICE, ERROR, Finding
from zcplan.render.lint.tags import CELL_TAGS, Room, Tag, shortened
from zcplan.render.nearest import nearest

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T, _R, _TC, _TR, _TBL = (f"{_W}{tag}" for tag in ("p", "t", "r", "tc", "tr", "tbl"))
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_MARK = re.compile(r"\s*chart:\s*([\w.]+)")
_NEARLY_A_MARK = re.compile(r"\s*(?:chart|图表)\s*[:：]?", re.IGNORECASE)
_HOLDERS = {"tr": _TBL, "tc": _TR}
_UNSAFE_BODY = re.compile("[}%]")


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph with its text nodes and where it stands."""

    element: etree._Element
    place: str

    @property
    def nodes(self) -> list[etree._Element]:
        """Its pieces of text, those of text boxes in it left aside."""
        return [t for t in self.element.iter(_T) if _above(t, _P) is self.element]


def places(parts: Mapping[str, bytes], name: str) -> Callable[[etree._Element], str]:
    """What tells where an element of a part stands."""
    match = _PARTS.fullmatch(name)
    label = _part_name(match[1]) if match else name

    def place(element: etree._Element) -> str:
        around = element if element.tag == _P else _above(element, _P)
        if around is None:
            around = next(element.itersiblings(_P), None)
        root = element.getroottree().getroot()
        found = next((p.place for p in _paragraphs(root, label) if p.element is around), "")
        return found or label or name

    return place


def rooms(parts: Mapping[str, bytes]) -> Iterator[Room]:
    """The body, headers, footers, footnotes and properties, each a template of its own.

    :raises etree.XMLSyntaxError: a part is no XML
    """
    for name in sorted(parts, key=lambda n: (n != "word/document.xml", n)):
        match = _PARTS.fullmatch(name)
        if match:
            yield _room(etree.fromstring(parts[name]), match[1])
    if "docProps/core.xml" in parts:
        yield _properties(etree.fromstring(parts["docProps/core.xml"]))


def _properties(root: etree._Element) -> Room:
    """The tags in the document's properties: title, subject, author."""
    room = Room()
    for element in root:
        text = element.text or ""
        if "{" in text or "}" in text:
            place = _("property “{name}”").format(name=etree.QName(element).localname)
            room.tags += [tag for _start, _end, tag in room.read(text, place)]
    return room


def other_findings(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """What is wrong with charts, whatever the data are."""
    for place, properties, chart in _drawings(parts):
        text = properties.get("descr", "")
        if chart is not None and not _MARK.match(text):
            todo = _("Give the chart the alternative text “chart: NAME”.")
            if _NEARLY_A_MARK.match(text):
                yield Finding("chart-mark", ERROR, place, shortened(text), _("the chart's mark can't be read"), todo)
            else:
                what = _("the chart has no mark and keeps the figures of the template")
                yield Finding("chart-mark", ADVICE, place, shortened(text), what, todo)
        elif chart is None and _MARK.match(text):
            what = _("the mark of a chart stands at something that is no chart")
            todo = _("Insert a chart of Word's own, not a picture of one.")
            yield Finding("chart-mark", ERROR, place, shortened(text), what, todo)


def wrong_charts(parts: Mapping[str, bytes], known: set[str]) -> list[Finding]:
    """Charts whose mark names data that there is none of."""
    found = []
    for place, properties, chart in _drawings(parts):
        mark = _MARK.match(properties.get("descr", ""))
        if chart is not None and mark and mark[1] not in known:
            what = _("there is no data for the chart “{name}”").format(name=mark[1])
            found.append(Finding("unknown-chart", ERROR, place, mark[0].strip(), what, nearest(mark[1], known)))
    return found


def _drawings(parts: Mapping[str, bytes]) -> Iterator[tuple[str, Any, Any]]:
    if b"docPr" not in parts.get("word/document.xml", b""):
        return
    for paragraph in _paragraphs(etree.fromstring(parts["word/document.xml"]), ""):
        for properties in paragraph.element.iter(_DOC_PR):
            if _above(properties, _P) is paragraph.element:
                yield paragraph.place, properties, properties.getparent().find(f".//{_CHART}")


# --- paragraphs and their places -------------------------------------------------------------------


def _room(root: etree._Element, part: str) -> Room:
    room = Room(mends_quotes=True)
    for paragraph in _paragraphs(root, _part_name(part)):
        _read(paragraph, room)
    _check_cell_tags(room)
    return room


def _check_cell_tags(room: Room) -> None:
    """A cell is joined once in each direction: Word takes one of each, and would not open a cell with two."""
    seen: set[tuple[Any, str]] = set()
    for tag in room.tags:
        if tag.kind != "{%" or tag.word not in CELL_TAGS or tag.cell is None:
            continue
        if (tag.cell, tag.word) in seen:
            what = _("the cell has a second tag of this kind")
            room.add("twice", tag.place, tag.text, what, _("Keep one; choose its value within the tag."))
        seen.add((tag.cell, tag.word))


def _part_name(part: str) -> str:
    number = re.sub(r"\D", "", part)
    if part.startswith("header"):
        return _("header {n}").format(n=number)
    if part.startswith("footer"):
        return _("footer {n}").format(n=number)
    return _("footnotes") if part == "footnotes" else ""


def _paragraphs(root: etree._Element, part: str) -> Iterator[_Paragraph]:
    """Every paragraph in order. Those outside tables are counted by themselves, as are tables."""
    tables = {table: n for n, table in enumerate(root.iter(_TBL), start=1)}
    count = 0
    for element in root.iter(_P):
        cell = _above(element, _TC)
        if cell is None:
            count += 1
            where = _("paragraph {n}").format(n=count)
        else:
            where = _in_table(cell, tables)
        text = shortened("".join(t.text or "" for t in element.iter(_T)), 30)
        yield _Paragraph(element, ", ".join(x for x in (part, where) if x) + (f" “{text}”" if text else ""))


def _in_table(cell: etree._Element, tables: Mapping[Any, int]) -> str:
    row, table = _above(cell, _TR), _above(cell, _TBL)
    if row is None or table is None:
        return _("a table cell")
    at, down = [*row.iter(_TC)].index(cell) + 1, [*table.iter(_TR)].index(row) + 1
    return _("table {table}, row {row}, cell {cell}").format(table=tables[table], row=down, cell=at)


def _above(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


# --- what Word's own structure makes of a tag ------------------------------------------------------


def _read(paragraph: _Paragraph, room: Room) -> None:
    nodes = paragraph.nodes
    text = "".join(t.text or "" for t in nodes)
    if "{" not in text and "}" not in text and "｛" not in text:
        return
    for start, end, tag in room.read(text, paragraph.place):  # as they stand, since runs are counted by characters
        _check_runs(_between(nodes, start, end), tag, room)
        _check_mark(paragraph, tag, room)
        holder, cell = _holder(paragraph.element, tag.mark), _above(paragraph.element, _TC)
        room.tags.append(replace(tag, holder=holder, cell=cell))


def _holder(paragraph: etree._Element, mark: str) -> etree._Element | None:
    """What a tag and its pair must both stand in: the table of a row, the row of a cell, what holds a paragraph."""
    if mark not in _HOLDERS:
        return paragraph.getparent()
    return _above(paragraph, _HOLDERS[mark])


def _between(nodes: list[etree._Element], start: int, end: int) -> list[etree._Element]:
    """The pieces of text that a tag is spread over."""
    at, found = 0, []
    for node in nodes:
        length = len(node.text or "")
        if at < end and at + length > start:
            found.append(node)
        at += length
    return found


def _check_runs(nodes: list[etree._Element], tag: Tag, room: Room) -> None:
    """Runs that Word split a tag into are joined; not so across the border of a link, a field or a tracked change."""
    frames = [_frames(node) for node in nodes]
    if all(frame == frames[0] for frame in frames) and not _crosses_field(nodes):
        return
    what = _("the tag is split by a hyperlink, a field, a content control or a tracked change")
    todo = _("Delete the tag and type it anew in one go; accept the tracked changes first.")
    room.add("split-tag", tag.place, tag.text, what, todo)


def _frames(node: etree._Element) -> list[str]:
    """What surrounds a piece of text within its paragraph."""
    tags = []
    for above in node.iterancestors():
        if above.tag == _P:
            break
        tags.append(above.tag)
    return tags


def _crosses_field(nodes: list[etree._Element]) -> bool:
    """Whether the beginning or end of a field stands between the pieces."""
    run, last = _above(nodes[0], _R), _above(nodes[-1], _R)
    while run is not None and run is not last:
        run = run.getnext()
        if run is not None and run is not last and run.find(f"{_W}fldChar") is not None:
            return True
    return False


def _check_mark(paragraph: _Paragraph, tag: Tag, room: Room) -> None:
    """A tag for a row, cell, paragraph or run takes the place of all of it."""
    if not tag.mark:
        return
    if tag.mark in ("tr", "tc", "p") and _UNSAFE_BODY.search(tag.body):
        what = _("a tag of this kind can't hold “%” or “}”")
        room.add("unsafe-mark", tag.place, tag.text, what, _("Say it without them."))
    unit = paragraph.element if tag.mark == "p" else _above(paragraph.element, f"{_W}{tag.mark}")
    if tag.mark in _HOLDERS and unit is None:
        what = _("a tag for a table row stands outside a table")
        room.add(
            "outside-table", tag.place, tag.text, what, _("Move it into the table, or write {%p in place of {%tr.")
        )
        return
    if unit is None or tag.mark == "r":
        return
    rest = "".join(t.text or "" for t in unit.iter(_T)).replace(tag.text, "", 1).strip()
    if rest:
        what = {
            "p": _("the paragraph holds other text, which would be lost: {text}"),
            "tr": _("the row holds other text, which would be lost: {text}"),
            "tc": _("the cell holds other text, which would be lost: {text}"),
        }[tag.mark].format(text=shortened(rest, 30))
        todo = _("Give the tag a paragraph, row or cell of its own.")
        room.add("not-alone", tag.place, tag.text, what, todo)
