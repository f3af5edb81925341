"""Read an .xlsx workbook from its own XML, row by row.

Excel, WPS and LibreOffice open files that openpyxl refuses (an empty fill, odd core properties, a wrong dimension,
“Strict” namespaces), and its quick mode gives neither merges nor comments, hidden rows or struck-through words. Element
names are therefore taken by their local part, and only what a reader of cells needs is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from zcplan.cells import column_number
from zcplan.errors import InputError
from zcplan.i18n import gettext as _
from zcplan.reading import container, number_format
from zcplan.reading.archive import Package
from zcplan.reading.workbook import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINE,
    MAX_ROWS,
    MAX_SHEETS,
    Area,
    Cell,
    Place,
    Sheet,
    Workbook,
    clean,
    content,
    dated,
    flawed,
    merged,
    named_cells,
    with_comment,
)

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[ >]")
_OFF = frozenset(("0", "false", "off", "none"))
_DAY_0, _DAY_0_MAC = datetime(1899, 12, 30), datetime(1904, 1, 1)
_PICTURE_ERROR = "#VALUE!"
"""What Excel writes into a cell that holds a picture, for programs that know no such cells."""
_MAX_STYLES = 70_000
_LONGEST_NUMBER = 15
"""Digits of the number of a row; there are a million rows."""


@dataclass(frozen=True)
class _Text:
    """A text with what of it is struck through."""

    shown: str
    struck: str = ""


@dataclass(frozen=True)
class _Style:
    """A cell's number format, and whether its font is struck through."""

    code: str = number_format.GENERAL
    struck: bool = False


@dataclass
class _Book:
    """What all sheets share."""

    package: Package
    strings: list[_Text] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=list)
    epoch: datetime = _DAY_0

    def style(self, number: str | None) -> _Style:
        at = int(number) if number is not None and number.isdecimal() else 0
        return self.styles[at] if at < len(self.styles) else _Style()


def read(parts: dict[str, bytes], where: str) -> Workbook:
    """Read a workbook from its parts.

    :param where: the file's name, for the error
    :raises InputError: it is no workbook, or has more cells than can be read in reasonable time
    """
    package = Package(parts, Path(where))
    todo = _("Open it in Excel or WPS, save it as .xlsx, and give that file.")
    root = _root(package, package.main)
    if root is None or _local(root) != "workbook":
        raise InputError(_("this is no Excel workbook"), where, todo)
    cells = sum(len(_CELL_TAG.findall(blob)) for name, blob in parts.items() if "/worksheets/" in name)
    if cells > MAX_CELLS:
        what = _("the workbook has more than {n} cells").format(n=MAX_CELLS)
        raise InputError(what, where, _("Delete the empty rows and columns."))
    relations = {r.id: r for r in package.relations(package.main)}
    related = {r.kind: r.target for r in reversed(relations.values())}
    book = _Book(package, epoch=_DAY_0_MAC if _is_mac(root) else _DAY_0)
    book.strings = list(_strings(_root(package, related.get("sharedStrings", ""))))
    book.styles = list(_styles(_root(package, related.get("styles", ""))))
    listed = _children(_child(root, "sheets"), "sheet")
    worksheets = [(e, r) for e in listed if (r := relations.get(_attribute(e, "id"))) and r.kind == "worksheet"]
    sheets = tuple(_sheet(book, e, r.target) for e, r in worksheets[:MAX_SHEETS] if r.target in parts)
    if not sheets:
        raise InputError(_("the workbook has no sheet that holds cells"), where, todo)
    names = [(e.get("name", ""), e.text or "") for e in _children(_child(root, "definedNames"), "definedName")]
    more = max(len(worksheets) - MAX_SHEETS, 0)
    return Workbook(sheets, dict(named_cells(names, sheets)), container.modified(parts), book.epoch.date(), more)


def _root(package: Package, name: str) -> Any:
    return package.root(name) if name in package.parts else None


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: Any, name: str) -> list[Any]:
    return [] if element is None else [e for e in element if _local(e) == name]


def _child(element: Any, name: str) -> Any:
    return next(iter(_children(element, name)), None)


def _attribute(element: Any, name: str) -> str:
    """An attribute by its local name: ``r:id``."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _is_mac(root: Any) -> bool:
    properties = _child(root, "workbookPr")
    return properties is not None and properties.get("date1904", "0").lower() not in _OFF


def _is_on(element: Any) -> bool:
    return element is not None and element.get("val", "1").lower() not in _OFF


# --- strings and styles


def _strings(root: Any) -> Iterator[_Text]:
    for item in _children(root, "si"):
        yield _text(item)


def _text(item: Any) -> _Text:
    """A text and what of it is struck through, without its phonetic guides."""
    shown: list[str] = []
    struck: list[str] = []
    for child in item:
        name = _local(child)
        if name == "t":
            shown.append(child.text or "")
        elif name == "r":
            words = "".join(t.text or "" for t in _children(child, "t"))
            is_struck = _is_on(_child(_child(child, "rPr"), "strike"))
            (struck if is_struck else shown).append(words)
    return _Text("".join(shown), "".join(struck))


def _styles(root: Any) -> Iterator[_Style]:
    if root is None:
        return
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in _children(_child(root, "numFmts"), "numFmt")}
    fonts = [_is_on(_child(e, "strike")) for e in _children(_child(root, "fonts"), "font")]
    for form in _children(_child(root, "cellXfs"), "xf")[:_MAX_STYLES]:
        number, font = form.get("numFmtId", "0"), form.get("fontId", "0")
        built_in = number_format.BUILT_IN.get(int(number)) if number.isdecimal() else None
        code = own.get(number) or built_in or number_format.GENERAL
        yield _Style(code, font.isdecimal() and int(font) < len(fonts) and fonts[int(font)])


# --- sheets


@dataclass
class _Found:
    """What was found on a sheet so far."""

    cells: dict[Place, Cell] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled: int = 0
    row: int = 0
    cut: bool = False


def _sheet(book: _Book, element: Any, name: str) -> Sheet:
    found = _Found()
    for child in _elements(book.package, name):
        local = _local(child)
        if local == "row":
            _row(book, child, found)
        elif local == "mergeCell":
            area = _area(child.get("ref", ""))
            found.areas += [area] if area else []
        elif local == "col" and (child.get("hidden", "0").lower() not in _OFF or child.get("width") == "0"):
            first, last = (child.get(k, "") for k in ("min", "max"))
            if first.isdecimal() and last.isdecimal():
                found.hidden_columns.update(range(int(first), min(int(last), MAX_COLUMNS) + 1))
    related = book.package.relations(name)
    _add_comments(book, related, found.cells)
    pictures, charts, texts = _drawn(book.package, related)
    title = clean(element.get("name", "")) or f"Sheet{element.get('sheetId', '')}"
    return Sheet(
        title,
        found.cells,
        merged(found.areas, found.cells),
        found.cut,
        tuple(found.areas),
        frozenset(found.hidden_rows),
        frozenset(found.hidden_columns),
        element.get("state", "visible") != "visible",
        pictures,
        charts,
        texts,
    )


def _elements(package: Package, name: str) -> Iterator[Any]:
    """The rows, columns and merges of a sheet one by one, each forgotten when the next is asked for."""
    wanted = ("{*}row", "{*}mergeCell", "{*}col")
    source = io.BytesIO(package.parts[name])
    parser = etree.iterparse(source, tag=wanted, resolve_entities=False, no_network=True, remove_comments=True)
    for _event, element in parser:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _row(book: _Book, row: Any, found: _Found) -> None:
    number = row.get("r", "")
    found.row = int(number) if number.isdecimal() and len(number) < _LONGEST_NUMBER else found.row + 1
    if row.get("hidden", "0").lower() not in _OFF or row.get("ht") in ("0", "0.0"):
        found.hidden_rows.add(found.row)
    before = len(found.cells)
    column = 0
    for element in row:
        if _local(element) != "c":
            continue
        address = _ADDRESS.fullmatch(element.get("r", ""))
        column = column_number(address[1]) if address else column + 1
        if column > MAX_COLUMNS:
            continue
        cell = _cell(book, element)
        if cell is None:
            continue
        if found.row > MAX_LINE or found.filled >= MAX_ROWS:
            found.cut = True
            return
        found.cells[found.row, column] = cell
    found.filled += len(found.cells) > before


def _cell(book: _Book, element: Any) -> Cell | None:
    """What a cell holds; ``None`` where it is empty."""
    kind, style = element.get("t", "n"), book.style(element.get("s"))
    value, formula, inline = (_child(element, name) for name in ("v", "f", "is"))
    raw = (value.text or "") if value is not None else ""
    if value is None and inline is None:
        if formula is None:
            return None
        return _uncomputed(formula)
    if kind == "e":
        if element.get("vm") and raw == _PICTURE_ERROR:
            return content("=IMAGE(", style.code)
        return flawed(raw, _("the cell shows an error"), "error", shown=raw)
    found = _content(book, kind, raw, inline, style)
    if formula is not None and not raw and inline is None:
        return None if kind == "str" else _uncomputed(formula)
    if style.struck and found.text:
        return Cell("", flaw=_("its text is struck through"), struck=found.shown, notes=found.notes)
    if not (found.text or found.flaw or found.struck):
        return None
    return found


def _uncomputed(formula: Any) -> Cell | None:
    text = clean(formula.text or "")
    picture = content(f"={text}", number_format.GENERAL)
    if not picture.text:
        return picture
    return flawed(f"={text}", _("the formula was never computed"), "formula")


def _content(book: _Book, kind: str, raw: str, inline: Any, style: _Style) -> Cell:
    if kind == "s":
        at = int(raw) if raw.strip().isdecimal() else len(book.strings)
        text = book.strings[at] if at < len(book.strings) else _Text("")
        return content(text.shown, style.code, struck=text.struck)
    if inline is not None:
        text = _text(inline)
        return content(text.shown, style.code, struck=text.struck)
    if kind == "b":
        return content(raw.strip() not in _OFF, style.code)
    if kind == "d":
        return _iso_date(raw, style.code)
    if kind == "str":
        return content(raw, style.code)
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return content(raw, style.code)
    if number_format.is_date(style.code) and number.is_finite():
        moment = number_format.moment_of(number, book.epoch)
        if moment is not None:
            return dated(moment, style.code)
    return content(number, style.code)


def _iso_date(raw: str, code: str) -> Cell:
    try:
        moment = datetime.fromisoformat(raw.strip().replace("Z", "+00:00")).replace(tzinfo=None)
    except ValueError:
        return content(raw, code)
    return dated(moment, code)


def _area(text: str) -> Area | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    left, right = column_number(match[1]), column_number(match[3])
    top, bottom = int(match[2]), int(match[4])
    return (min(top, bottom), min(left, right), max(top, bottom), max(left, right))


# --- comments and drawings


def _add_comments(book: _Book, related: list[Any], cells: dict[Place, Cell]) -> None:
    """Add comments to their cells; threads as well, whose old-style comment only says that there is one."""
    for kind in ("comments", "threadedComment"):
        for relation in related:
            root = _root(book.package, relation.target) if relation.kind == kind else None
            if root is None:
                continue
            for comment in root.iter("{*}comment", "{*}threadedComment"):
                address = _ADDRESS.fullmatch(comment.get("ref", ""))
                if not address:
                    continue
                words = "".join(t.text or "" for t in comment.iter("{*}t", "{*}text") if t.text)
                place = (int(address[2]), column_number(address[1]))
                before = cells.get(place, Cell(""))
                is_thread = kind == "threadedComment"
                old = (
                    replace(before, notes=tuple(n for n in before.notes if n.code != "comment"))
                    if is_thread
                    else before
                )
                cells[place] = with_comment(old, words)


def _drawn(package: Package, related: list[Any]) -> tuple[int, int, tuple[str, ...]]:
    """How many pictures and charts lie on a sheet, and what its text boxes say."""
    pictures = charts = 0
    texts: list[str] = []
    for relation in related:
        if relation.kind == "drawing":
            kinds = [r.kind for r in package.relations(relation.target)]
            pictures += kinds.count("image")
            charts += kinds.count("chart") + kinds.count("chartEx")
            root = _root(package, relation.target)
            for paragraph in root.iter(f"{_A}p") if root is not None else ():
                words = clean("".join(t.text or "" for t in paragraph.iter(f"{_A}t")))
                texts += [words] if words else []
    return pictures, charts, tuple(texts)
