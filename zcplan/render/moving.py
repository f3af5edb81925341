"""What stands on the rows of a template's sheet, taken along to the rows made of them.

Merged cells, filters, conditional formats, lists, links, page breaks, comments, tables, charts, names, print areas.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from zcplan import cells, opc
from zcplan.cells import Area
from zcplan.render import related
from zcplan.render.references import Seat, led
from zcplan.render.row_map import RowMap
from zcplan.render.rows import Made
from zcplan.render.sheet import MAIN, Formula, Rich, place

_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DROPPED = ("sortState", "scenarios", "customSheetViews", "cellWatches", "dataConsolidate", "extLst", "mergeCells")
_BEFORE_MERGES = tuple(
    f"{MAIN}{name}" for name in ("autoFilter", "protectedRanges", "sheetProtection", "sheetCalcPr", "sheetData")
)
"""Elements of a sheet that merged cells stand behind, the last first (ECMA-376-1, 18.3.1.99)."""
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_VML, _OFFICE_VML = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:excel}"
_FIRST_SHAPE = 1025
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")
_EMPTY_DATA = re.compile(rb"<(?:\w+:)?sheetData\s*/>")
_COMMA = re.compile(r",(?=(?:[^']*'[^']*')*[^']*$)")
"""A comma that does not stand in the name of a sheet."""


def sheet(made: Made, *, keeps_tables: frozenset[str]) -> tuple[bytes, bytes]:
    """The sheet's part without its rows: what stands before them and behind.

    :param keeps_tables: ids of the references to tables that stay
    """
    root = copy.deepcopy(made.sheet.root)
    for name in _DROPPED:
        for element in root.findall(f"{MAIN}{name}"):
            root.remove(element)
    where = made.where
    size = root.find(f"{MAIN}dimension")
    if size is not None:
        size.set("ref", Area(1, 1, made.width, max(where.rows, 1)).text)
    _merge(root, [*made.merged, *(a for m in made.sheet.merges if m.top != m.bottom and (a := where.area(m)))])
    _move_formats(root, made.sheet.title, made.went)
    _move_lists(root, made.sheet.title, made.went)
    _move_areas(root, where)
    _move_links(root, made)
    _move_breaks(root, where)
    for part in root.findall(f"{MAIN}tableParts/{MAIN}tablePart"):
        if part.get(_REL_ID, "") not in keeps_tables:
            _take_out(part)
    head, tail = _split(related.xml(root))
    is_plain = root.nsmap.get(None) == MAIN[1:-1]
    begin = b"<sheetData>" if is_plain else b'<sheetData xmlns="' + MAIN[1:-1].encode() + b'">'
    return head + begin, b"</sheetData>" + tail


def _split(part: bytes) -> tuple[bytes, bytes]:
    match = _EMPTY_DATA.search(part)
    assert match is not None  # read() emptied it
    return part[: match.start()], part[match.end() :]


def _take_out(element: etree._Element) -> None:
    """Take an element out of its list, and the list with its last."""
    around = element.getparent()
    assert around is not None
    around.remove(element)
    if len(around):
        _count(around)
    elif around.getparent() is not None:
        around.getparent().remove(around)


def _count(around: etree._Element) -> None:
    if around.get("count") is not None:
        around.set("count", str(len(around)))


def _merge(root: etree._Element, merged: list[Area]) -> None:
    kept = [area for area in merged if area.left < area.right or area.top < area.bottom]
    if not kept:
        return
    around = etree.Element(f"{MAIN}mergeCells", nsmap=root.nsmap, count=str(len(kept)))
    for area in kept:
        etree.SubElement(around, f"{MAIN}mergeCell", ref=area.text)
    related.insert(root, around, _BEFORE_MERGES)


def _moved(text: str, where: RowMap) -> str:
    """Areas, divided by blanks, where they went; empty where nothing was made of any."""
    areas = [(part, cells.area(part)) for part in text.split()]
    moved = [part if area is None else (to.text if (to := where.area(area)) else "") for part, area in areas]
    return " ".join(part for part in moved if part)


def _move_formats(root: etree._Element, title: str, rows: Mapping[str, RowMap]) -> None:
    """Conditional formats: each area by itself, since their formulas look out from its first cell."""
    for old in root.findall(f"{MAIN}conditionalFormatting"):
        for part in old.get("sqref", "").split():
            area = cells.area(part)
            moved = rows[title].area(area) if area else None
            if area is None or moved is None:
                continue
            new = copy.deepcopy(old)
            new.tail = None
            new.set("sqref", moved.text)
            for formula in new.iter(f"{MAIN}formula"):
                formula.text = led(formula.text or "", Seat(title, area.top, moved.top, is_rule=True), rows)
            old.addprevious(new)
        root.remove(old)


def _move_lists(root: etree._Element, title: str, rows: Mapping[str, RowMap]) -> None:
    """What may be typed: the formulas look out from the first cell that is left of the areas they hold for."""
    for element in root.iterfind(f"{MAIN}dataValidations/{MAIN}dataValidation"):
        areas = filter(None, map(cells.area, element.get("sqref", "").split()))
        ends = next(((area, moved) for area in areas if (moved := rows[title].area(area))), None)
        for name in ("formula1", "formula2"):
            formula = element.find(f"{MAIN}{name}")
            if ends is not None and formula is not None and formula.text:
                formula.text = led(formula.text, Seat(title, ends[0].top, ends[1].top, is_rule=True), rows)


def _move_areas(root: etree._Element, where: RowMap) -> None:
    """Lists to choose from, ranges that may be edited, faults to ignore, the filter."""
    for name, attribute in (
        ("dataValidations/{0}dataValidation", "sqref"),
        ("protectedRanges/{0}protectedRange", "sqref"),
        ("ignoredErrors/{0}ignoredError", "sqref"),
        ("autoFilter", "ref"),
    ):
        for element in root.findall(f"{MAIN}{name.format(MAIN)}"):
            moved = _moved(element.get(attribute, ""), where)
            if moved:
                element.set(attribute, moved)
            else:
                _take_out(element)


def _move_links(root: etree._Element, made: Made) -> None:
    links = root.find(f"{MAIN}hyperlinks")
    if links is None:
        return
    for old in list(links):
        links.remove(old)
    wide = [(to, x) for x in made.sheet.links if not x.is_of_cell and (to := made.where.area(x.area))]
    for area, link in (*made.links, *wide):
        etree.SubElement(links, f"{MAIN}hyperlink", {"ref": area.text, **link.attributes})
    if not len(links):
        root.remove(links)


def _move_breaks(root: etree._Element, where: RowMap) -> None:
    for element in root.findall(f"{MAIN}rowBreaks/{MAIN}brk"):
        of_row = int(element.get("id", "0"))
        moved = where.area(Area(1, of_row, 1, of_row))
        if moved is None:
            _take_out(element)
        else:
            element.set("id", str(moved.bottom))


# --- comments ---------------------------------------------------------------------------------------


def comments(parts: opc.Parts, made: Made) -> None:
    """The comments of a sheet on the rows made, and the boxes that show them."""
    if not made.sheet.comments:
        return
    for name in related.of_kind(parts, made.sheet.part, "comments"):
        root = etree.fromstring(parts[name])
        around = root.find(f"{MAIN}commentList")
        if around is None:
            continue
        old = {e.get("ref", ""): e for e in around}
        for element in list(around):
            around.remove(element)
        for row, column, of_row, of_column in made.comments:
            new = copy.deepcopy(old[cells.reference(of_row, of_column)])
            new.set("ref", cells.reference(row, column))
            for key in [k for k in new.attrib if k.endswith("}uid")]:
                del new.attrib[key]
            around.append(new)
        parts[name] = related.xml(root)
    for name in related.of_kind(parts, made.sheet.part, "vmlDrawing"):
        parts[name] = _boxes(parts[name], made)


def _boxes(vml: bytes, made: Made) -> bytes:
    root = etree.fromstring(vml)
    shapes = {}
    for shape in root.findall(f"{_VML}shape"):
        data = shape.find(f"{_OFFICE_VML}ClientData")
        row, column = (None, None) if data is None else (data.findtext(f"{_OFFICE_VML}{n}") for n in ("Row", "Column"))
        if row is not None and column is not None:
            shapes[int(row) + 1, int(column) + 1] = shape
            root.remove(shape)
    for number, (row, _column, of_row, of_column) in enumerate(made.comments):
        if (of_row, of_column) in shapes:
            root.append(_box(shapes[of_row, of_column], row - of_row, f"_x0000_s{_FIRST_SHAPE + number}"))
    return etree.tostring(root)


def _box(shape: etree._Element, down: int, own: str) -> etree._Element:
    """A box like another one, so many rows further down."""
    new = copy.deepcopy(shape)
    new.set("id", own)
    data = new.find(f"{_OFFICE_VML}ClientData")
    assert data is not None
    for element in data.findall(f"{_OFFICE_VML}Row"):
        element.text = str(int(element.text or "0") + down)
    for element in data.findall(f"{_OFFICE_VML}Anchor"):
        corners = (element.text or "").split(",")
        for at in (2, 6):
            if at < len(corners) and corners[at].strip().isdigit():
                corners[at] = f" {max(int(corners[at]) + down, 0)}"
        element.text = ",".join(corners)
    return new


# --- tables, names, charts --------------------------------------------------------------------------


def tables(parts: opc.Parts, made: Made) -> tuple[frozenset[str], list[str]]:
    """Let named tables cover the rows made of theirs, and the columns that their header goes on into.

    :return: the ids of references to tables that stay, and the parts of those of which nothing is left
    """
    kept, gone = set(), []
    for id_, relation in related.relations(parts, made.sheet.part).items():
        if relation.kind != "table" or relation.target not in parts:
            continue
        root = etree.fromstring(parts[relation.target])
        if _grown(root, made):
            kept.add(id_)
            parts[relation.target] = related.xml(root)
        else:
            gone.append(relation.target)
    return frozenset(kept), gone


def _grown(root: etree._Element, made: Made) -> bool:
    area = cells.area(root.get("ref", ""))
    moved = made.where.area(area) if area else None
    if moved is None or moved.top == moved.bottom:
        return False
    heads = made.values.get(moved.top, {})
    names = [str(head) for head in itertools.takewhile(bool, (heads.get(c) for c in itertools.count(moved.left)))]
    if not names or len({name.lower() for name in names}) < len(names):
        return False
    ref = moved._replace(right=moved.left + len(names) - 1).text
    root.set("ref", ref)
    for element in root.iterfind(f"{MAIN}autoFilter"):
        element.set("ref", ref)
    for element in root.findall(f"{MAIN}sortState"):
        root.remove(element)
    columns = root.find(f"{MAIN}tableColumns")
    if columns is None:
        return False
    for element in list(columns)[len(names) :]:
        columns.remove(element)
    while len(columns) < len(names):
        etree.SubElement(columns, f"{MAIN}tableColumn")
    for number, (element, name) in enumerate(zip(columns, names, strict=True), start=1):
        element.set("id", str(number))
        element.set("name", name)
    columns.set("count", str(len(names)))
    return True


def names(book: etree._Element, made: Mapping[str, Made]) -> None:
    """Let defined names, print areas and titles lead to the rows that theirs became."""
    order = list(made)
    for element in book.findall(f"{MAIN}definedNames/{MAIN}definedName"):
        own = element.get("localSheetId")
        is_area = element.get("name") == "_xlnm.Print_Area"
        parts = [moved_reference(text, made) for text in _COMMA.split(element.text or "")]
        if is_area and own is not None and int(own) < len(order):
            of_sheet = made[order[int(own)]]
            parts = [_printed(text, of_sheet) for text in parts if text]
        kept = [text for text in parts if text]
        if kept:
            element.text = ",".join(kept)
        elif is_area:
            _take_out(element)
        elif parts:
            element.text = led(element.text or "", Seat("", 0, 0), {title: own.where for title, own in made.items()})


def moved_reference(text: str, made: Mapping[str, Made]) -> str:
    """A reference as it reads after the rows are made; empty where nothing was made of its rows."""
    title, area = place(text)
    sheet_name, _mark, reference = text.rpartition("!")
    rows = _ROWS.fullmatch(reference)
    if title in made and rows:
        moved = made[title].where.area(Area(1, int(rows[1]), 1, int(rows[2])))
        return f"{sheet_name}!${moved.top}:${moved.bottom}" if moved else ""
    if title not in made or area is None:
        return text
    moved = made[title].where.area(area)
    if moved is None:
        return ""
    return f"{sheet_name}!{moved.fixed if '$' in reference else moved.text}"


def _printed(text: str, made: Made) -> str:
    """A print area with the columns that a person added to the right of it; hidden ones stay out."""
    sheet_name, _mark, reference = text.rpartition("!")
    area = cells.area(reference)
    if area is None or made.is_long:
        return text
    while not made.sheet.is_hidden(area.right + 1):
        added = (own.get(area.right + 1) for row, own in made.values.items() if area.top <= row <= area.bottom)
        if all(value is None for value in added):
            break
        area = area._replace(right=area.right + 1)
    return f"{sheet_name}!{area.fixed}"


def drawings(parts: opc.Parts, made: Mapping[str, Made], fill: Callable[[bytes], tuple[bytes, str]]) -> None:
    """Let drawings stand where their rows went, with charts filled and described by their titles.

    :param fill: gives a chart's part with its references moved and its values stored, and its title
    """
    for own in made.values():
        for name in related.of_kind(parts, own.sheet.part, "drawing"):
            root = etree.fromstring(parts[name])
            for row in root.iter(f"{_XDR}row"):
                row.text = str(own.where.first(int(row.text or "0") + 1) - 1)
            relations = related.relations(parts, name)
            for frame in root.iter(f"{_XDR}graphicFrame"):
                _fill_frame(frame, parts, relations, fill)
            parts[name] = related.xml(root)


def _fill_frame(
    frame: etree._Element,
    parts: opc.Parts,
    relations: Mapping[str, related.Relation],
    fill: Callable[[bytes], tuple[bytes, str]],
) -> None:
    for element in frame.iter():
        relation = relations.get(element.get(_REL_ID, "")) if isinstance(element.tag, str) else None
        if relation is None or relation.kind != "chart" or relation.target not in parts:
            continue
        parts[relation.target], title = fill(parts[relation.target])
        about = next(frame.iter(f"{_XDR}cNvPr"), None)
        if about is not None and title and not about.get("descr"):
            about.set("descr", title)


def values(made: Made, area: Area) -> Iterator[object]:
    """What the cells of an area hold, row by row; a formula as it is written."""
    for row in range(area.top, area.bottom + 1):
        held = made.values.get(row, {})
        for column in range(area.left, area.right + 1):
            value = held.get(column)
            yield f"={value.text}" if isinstance(value, Formula) else str(value) if isinstance(value, Rich) else value
