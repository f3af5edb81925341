"""A workbook that is a template, as its parts tell it: sheets with their rows and cells, links and comments on them.

Nothing of it changes when it is filled: what is made of it is put together anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from zcplan import opc
from zcplan.cells import LAST_COLUMN, LAST_ROW, Area, area, column_number, reference
from zcplan.render import plain_formula, related
from zcplan.render.styles import Styles

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f"{{{NAMESPACE}}}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
_STALE = ("calcChain", "sheetMetadata", "threadedComment", "person")
"""Parts that name cells in a way that does not follow them when rows are made: Excel makes the first anew."""
_MAX_TEXT = 32_767
"""Characters that Excel holds in a cell."""
_LOST_ON_ROWS = ("spans", "ht", "customHeight", "r")


class Run(NamedTuple):
    """A part of a cell's text: its format as XML, empty for the cell's own, and the text."""

    look: str
    text: str


class Rich(tuple[Run, ...]):
    """A cell's text formatted in parts."""

    __slots__ = ()

    def __str__(self) -> str:
        return "".join(run.text for run in self)


class Formula(NamedTuple):
    """A formula without its ``=``; ``array`` is the area that it fills, where it fills one."""

    text: str
    array: Area | None = None


class Cell(NamedTuple):
    """A cell of a template: its column, the number of its style, what it holds, and its element behind its place."""

    column: int
    style: int | None
    value: str | bool | Decimal | Rich | Formula | None
    element: str


@dataclass(frozen=True)
class Row:
    """A row of a template: its cells, its height in points where it has one, its other attributes as XML."""

    number: int
    cells: tuple[Cell, ...]
    height: float | None = None
    attributes: str = ""


@dataclass(frozen=True)
class Link:
    """A hyperlink: where it stands, and its attributes but for that."""

    area: Area
    attributes: Mapping[str, str]

    @property
    def is_of_cell(self) -> bool:
        """Whether it stands on a single cell."""
        return self.area.left == self.area.right and self.area.top == self.area.bottom


@dataclass(frozen=True)
class Sheet:
    """A sheet: its part, what of it is no row (``root``), its rows, the merged areas, links and comments."""

    title: str
    part: str
    root: etree._Element
    rows: tuple[Row, ...]
    merges: tuple[Area, ...]
    links: tuple[Link, ...]
    comments: Mapping[tuple[int, int], str]
    """The text of each comment, by row and column."""

    @cached_property
    def widths(self) -> tuple[tuple[int, int, float | None, bool], ...]:
        """First and last column, width in digits, whether hidden."""
        found = []
        for column in self.root.iterfind(f"{MAIN}cols/{MAIN}col"):
            width = column.get("width")
            first, last = int(column.get("min", "1")), int(column.get("max", "1"))
            found.append((first, last, float(width) if width else None, column.get("hidden") in ("1", "true")))
        return tuple(found)

    def is_hidden(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last and hidden for first, last, _width, hidden in self.widths)

    @property
    def headers(self) -> Iterator[tuple[str, str]]:
        """Headers and footers: which one, and its text."""
        for element in self.root.iterfind(f"{MAIN}headerFooter/*"):
            yield etree.QName(element).localname, element.text or ""


@dataclass(frozen=True)
class Book:
    """A workbook that is a template: its parts without what would not follow the rows, its sheets, its styles."""

    parts: opc.Parts
    sheets: tuple[Sheet, ...]
    styles: Styles

    @cached_property
    def names(self) -> dict[str, tuple[str, Area]]:
        """Names of single cells and areas: the sheet and the area."""
        found = {}
        for name in etree.fromstring(self.parts[BOOK]).iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
            sheet, of_sheet = place(name.text or "")
            if of_sheet is not None and name.get("localSheetId") is None:
                found[name.get("name", "")] = (sheet, of_sheet)
        return found


def place(text: str) -> tuple[str, Area | None]:
    """The sheet and the area that a reference such as ``'表 1'!$A$2:$B$9`` names; no area where it names none."""
    sheet, mark, cells = text.rpartition("!")
    if not mark or (sheet[:1] != "'" and "'" in sheet):
        return "", None
    return sheet.removeprefix("'").removesuffix("'").replace("''", "'"), area(cells)


def read(parts: opc.Parts) -> Book:
    """Read a template's workbook.

    :raises KeyError: a part that it needs is missing
    :raises lxml.etree.XMLSyntaxError: a part is damaged
    :raises ValueError: a part says what no workbook can
    """
    read_parts = (BOOK, *(name for _title, name in sheets(parts)))
    related_parts = (r for name in read_parts for r in related.relations(parts, name).values())
    stale = [relation.target for relation in related_parts if relation.kind in _STALE]
    strings = related.of_kind(parts, BOOK, "sharedStrings")
    texts = [_text(item) for name in strings for item in etree.fromstring(parts[name]).iterfind(f"{MAIN}si")]
    read_sheets = tuple(_sheet(parts, title, name, texts) for title, name in sheets(parts))
    if not read_sheets:
        raise ValueError("no sheet")
    styles = Styles(parts.get(STYLES, b""))
    if styles.root is not None and any(
        (cell.style or 0) not in styles for sheet in read_sheets for row in sheet.rows for cell in row.cells
    ):
        raise ValueError("no such style")
    return Book(related.without(parts, [*stale, *strings]), read_sheets, styles)


def sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Title and part of each sheet."""
    book = etree.fromstring(parts[BOOK])
    targets = related.relations(parts, BOOK)
    for sheet in book.iter(f"{MAIN}sheet"):
        relation = targets.get(sheet.get(f"{REL}id", ""))
        if relation and relation.target in parts:
            yield sheet.get("name", ""), relation.target


def _sheet(parts: opc.Parts, title: str, name: str, texts: list[str | Rich]) -> Sheet:
    root = etree.fromstring(parts[name])
    data = root.find(f"{MAIN}sheetData")
    if data is None:
        raise ValueError("no cells")
    merges = tuple(a for e in root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell") if (a := area(e.get("ref", ""))))
    rows = tuple(_rows(data, texts, merges))
    tail = data.tail
    data.clear()
    data.tail = tail
    links = tuple(_links(root))
    return Sheet(title, name, root, rows, merges, links, dict(_comments(parts, name)))


def _is_covered(merges: tuple[Area, ...], row: int, column: int) -> bool:
    """Whether a merge covers a cell: what it holds is not shown."""
    return any(
        a.top <= row <= a.bottom and a.left <= column <= a.right and (row, column) != (a.top, a.left) for a in merges
    )


def _rows(data: etree._Element, texts: list[str | Rich], merges: tuple[Area, ...]) -> Iterator[Row]:
    shared: dict[str, tuple[str, str]] = {}
    number = 0
    for row in data.iterfind(f"{MAIN}row"):
        number = _within(int(row.get("r") or number + 1), number, LAST_ROW)
        height = row.get("ht")
        attributes = "".join(
            f" {name}={quoteattr(value)}"
            for name, value in row.attrib.items()
            if name not in _LOST_ON_ROWS and not name.startswith("{")
        )
        cells: list[Cell] = []
        column = 0
        for element in row.iterfind(f"{MAIN}c"):
            own = element.get("r", "").rstrip("0123456789")
            column = _within(column_number(own) if own else column + 1, 0, LAST_COLUMN)
            cells.append(_cell(element, number, column, texts, shared, _is_covered(merges, number, column)))
        yield Row(
            number, tuple(sorted(cells, key=lambda cell: cell.column)), float(height) if height else None, attributes
        )


def _within(number: int, above: int, most: int) -> int:
    if not above < number <= most:
        raise ValueError(number)
    return number


def _cell(
    element: etree._Element,
    row: int,
    column: int,
    texts: list[str | Rich],
    shared: dict[str, tuple[str, str]],
    is_covered: bool,
) -> Cell:
    style = int(element.get("s", "")) if element.get("s") else None
    formula = _formula(element.find(f"{MAIN}f"), reference(row, column), shared)
    value = None if is_covered else formula or _value(element, texts)
    kind = element.get("t", "n")
    if kind in ("e", "d") and value is not None and formula is None:
        return Cell(column, style, value, f'{styled(style)} t="{kind}"><v>{escape(str(value))}</v></c>')
    return Cell(column, style, value, "" if isinstance(value, Formula) else content(style, value))


def _value(element: etree._Element, texts: list[str | Rich]) -> str | bool | Decimal | Rich | None:
    kind, raw = element.get("t", "n"), element.findtext(f"{MAIN}v")
    if kind == "inlineStr":
        inline = element.find(f"{MAIN}is")
        return None if inline is None else _text(inline) or None
    if raw is None or raw == "":
        return None
    if kind == "s":
        return texts[int(raw)] or None
    if kind == "b":
        return raw.strip() in ("1", "true")
    if kind == "n":
        try:
            return Decimal(raw.strip())
        except InvalidOperation:
            raise ValueError(raw) from None
    return raw


def _text(item: etree._Element) -> str | Rich:
    """A text that cells share, or that stands in a cell; reading aids (rubies) are left out."""
    runs = item.findall(f"{MAIN}r")
    if not runs:
        return item.findtext(f"{MAIN}t") or ""
    looks = (run.find(f"{MAIN}rPr") for run in runs)
    found = Rich(
        Run("" if look is None else _plain(look), run.findtext(f"{MAIN}t") or "")
        for run, look in zip(runs, looks, strict=True)
    )
    return Rich(run for run in found if run.text)


def _plain(element: etree._Element) -> str:
    """An element as XML without any prefix."""
    name = etree.QName(element).localname
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in element.attrib.items() if key[:1] != "{")
    inside = "".join(_plain(child) for child in element.iterchildren(f"{MAIN}*"))
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _formula(element: etree._Element | None, place: str, shared: dict[str, tuple[str, str]]) -> Formula | None:
    if element is None:
        return None
    text, kind = element.text or "", element.get("t", "normal")
    if kind == "shared":
        number = element.get("si", "")
        if text:
            shared[number] = (text, place)
        else:
            first, origin = shared[number]
            text = plain_formula.moved(first, origin, place)
    return Formula(text, area(element.get("ref", "")) if kind == "array" else None) if text else None


def _links(root: etree._Element) -> Iterator[Link]:
    for element in root.iterfind(f"{MAIN}hyperlinks/{MAIN}hyperlink"):
        of_link = area(element.get("ref", ""))
        if of_link:
            yield Link(of_link, {key: value for key, value in element.attrib.items() if key != "ref"})


def _comments(parts: opc.Parts, name: str) -> Iterator[tuple[tuple[int, int], str]]:
    for part in related.of_kind(parts, name, "comments"):
        for comment in etree.fromstring(parts[part]).iter(f"{MAIN}comment"):
            at = area(comment.get("ref", ""))
            if at:
                yield (at.top, at.left), "".join(t.text or "" for t in comment.iter(f"{MAIN}t"))


# --- cells as XML ----------------------------------------------------------------------------------


def styled(style: int | None) -> str:
    """The attribute that names a style."""
    return "" if style is None else f' s="{style}"'


def content(style: int | None, value: str | bool | Decimal | Rich | None) -> str:
    """What stands in a cell's element behind its place."""
    attribute = styled(style)
    if value is None:
        return f"{attribute}/>"
    if isinstance(value, str):
        return f'{attribute} t="inlineStr"{_inline(value)}'
    if isinstance(value, Rich):
        runs = "".join(f"<r>{run.look}{_t(run.text)}</r>" for run in value)
        return f'{attribute} t="inlineStr"><is>{runs}</is></c>' if runs else f"{attribute}/>"
    if isinstance(value, bool):
        return f'{attribute} t="b"><v>{int(value)}</v></c>'
    return f"{attribute}><v>{number(value)}</v></c>"


def number(value: Decimal) -> str:
    """A number as a spreadsheet keeps it: no zeros at its end, no sign on nothing.

    >>> number(Decimal("-0.50")), number(Decimal("1E+3")), number(Decimal("-0.0"))
    ('-0.5', '1000', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if value else "0"


def formula(style: int | None, own: Formula, value: object = None) -> str:
    """The same of a formula and what it comes to; without a value Excel works it out."""
    array = f' t="array" ref="{own.array.text}"' if own.array else ""
    kind = ' t="str"' if isinstance(value, str) else ""
    known = "" if value is None else f"<v>{escape(str(value))}</v>"
    return f"{styled(style)}{kind}><f{array}>{escape(own.text)}</f>{known}</c>"


def _inline(value: str) -> str:
    text = _t(value[:_MAX_TEXT])
    return f"><is>{text}</is></c>" if value else "/>"


def _t(text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = escape(text, {"\r": "&#13;"})
    return f"<t{space}>{text}</t>"
