"""A workbook as sheets of cells, whatever its format: what each cell holds and shows. The one reader for all uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from zcplan import quantity
from zcplan.cells import column_number
from zcplan.errors import InputError
from zcplan.i18n import gettext as _
from zcplan.reading import container, number_format
from zcplan.reading.document import Note

MAX_ROWS = 20_000
MAX_LINE = 100_000
MAX_COLUMNS = 200
MAX_SHEETS = 50
MAX_TEXT = 30_000
MAX_CELLS = 300_000
"""Rows that hold something, the last row looked at, columns, sheets, characters in a cell (Excel ends it at 32 767),
cells of the whole workbook."""
MAX_DIGITS = 15
"""Digits that a spreadsheet keeps; what a longer number shows behind them is made up."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REFERENCE = re.compile(r"^(?P<sheet>'(?:[^']|'')+'|[^'!]+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})$")
_PICTURE = re.compile(r"\s*=?\s*(?:_xlfn\.)?(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
Place = tuple[int, int]
"""Row and column, both from 1."""
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merge."""


@dataclass(frozen=True)
class Cell:
    """A cell's content as a person sees it.

    :param text: the words, or the number as typed (``12``, ``5.5%``), or the date (``2023-06-09``)
    :param number: the number with all its digits, in ``unit`` where its format shows one (5.5 for 0.055 shown as 5.5%)
    :param day: the day, where the cell holds a real date
    :param unit: % or the unit that the number's format adds
    :param flaw: why the content can't be trusted (an error value, a formula never computed, text cut off)
    :param shown: what the cell shows: the number rounded and dressed as its format says, the date as it is written
    :param struck: what of it is struck through, which is no part of ``text``
    :param comment: the comment on it
    :param notes: what to tell of the place in a draft
    """

    text: str
    number: Decimal | None = None
    day: date | None = None
    unit: str = ""
    flaw: str = ""
    shown: str = ""
    struck: str = ""
    comment: str = ""
    notes: tuple[Note, ...] = ()


EMPTY = Cell("")


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells by place.

    :param merged: leads from a covered place in a merge's first column to its head
    :param areas: the merges
    :param hidden_rows: rows that are not shown
    :param hidden_columns: columns that are not shown
    :param is_hidden: the sheet as a whole is not shown
    :param cut: there were more rows than are read
    :param pictures: how many pictures lie on it
    :param texts: what its text boxes say
    """

    name: str
    cells: Mapping[Place, Cell]
    merged: Mapping[Place, Place] = field(default_factory=dict)
    cut: bool = False
    areas: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    pictures: int = 0
    charts: int = 0
    texts: tuple[str, ...] = ()

    @property
    def rows(self) -> range:
        """Rows up to the last one that holds something."""
        return range(1, max((row for row, _column in self.cells), default=0) + 1)

    def at(self, row: int, column: int) -> Cell:
        """The cell of a place, or the merged one that covers it from above."""
        place = self.merged.get((row, column), (row, column))
        return self.cells.get(place, EMPTY)

    def head(self, row: int, column: int) -> Place:
        """The place that holds what :meth:`at` gives."""
        return self.merged.get((row, column), (row, column))


@dataclass(frozen=True)
class Workbook:
    """Sheets in order, the content of cells with a defined name, and the day it was last saved."""

    sheets: tuple[Sheet, ...]
    named: Mapping[str, str]
    modified: date | None
    epoch: date
    more_sheets: int = 0


def read(data: bytes, where: str) -> Workbook:
    """Read a workbook.

    :param where: the file's name, for the error
    :raises InputError: it is no workbook, is locked or broken, or is beyond the limits
    """
    todo = _("Open it in Excel or WPS, save it as .xlsx, and give that file.")
    try:
        if container.kind(data, where) == container.XLS:
            from zcplan.reading import old_workbook

            return old_workbook.read(data, where)
        from zcplan.reading import spreadsheet

        return spreadsheet.read(container.unpacked(data, where), where)
    except InputError:
        raise
    except Exception as error:  # a guard: whatever a broken part makes a reader raise is the file's fault
        raise InputError(_("the workbook is damaged"), where, todo) from error


def content(value: object, code: str, *, struck: str = "") -> Cell:
    """A cell from its stored value (text, number, truth, date) and its number format.

    :param struck: what of a text is struck through and not in ``value``
    """
    if isinstance(value, bool):
        word = "TRUE" if value else "FALSE"
        return Cell(word, shown=word)
    if isinstance(value, int | float | Decimal):
        return _number(value, code)
    if isinstance(value, datetime):
        return dated(value, code)
    if isinstance(value, date):
        return dated(datetime(value.year, value.month, value.day), code)
    text = clean(str(value))
    if _PICTURE.match(text):
        return Cell("", flaw=_("a picture stands in the cell"), notes=(Note("picture", 0, 0),))
    if len(text) > MAX_TEXT:
        return Cell(text[:MAX_TEXT], flaw=_("only its first {n} characters were kept").format(n=MAX_TEXT), shown=text)
    return Cell(text, shown=clean(number_format.shown_text(text, code)), struck=clean(struck))


def dated(moment: datetime, code: str) -> Cell:
    """A cell that holds a date."""
    day = moment.date().isoformat()
    shown = number_format.shown_date(moment, code) if number_format.is_date(code) else day
    return Cell(day, day=moment.date(), shown=shown)


def _number(value: float | Decimal, code: str) -> Cell:
    """A number with the digits that Excel shows in the formula bar: 15 at most."""
    try:
        number = Decimal(f"{value:.15g}")
    except (InvalidOperation, ValueError, OverflowError):
        return Cell(str(value), flaw=_("the number is beyond all measure"), shown=str(value))
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return Cell(str(value), flaw=_("the number is beyond all measure"), shown=str(value))
    digits = f"{number:f}"
    number = Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)
    shown = number_format.shown(number, code)
    flaw = ""
    if number.adjusted() >= MAX_DIGITS:
        flaw = _("only the first {n} digits of a number are kept").format(n=MAX_DIGITS)
    notes = () if shown.is_sure else (Note("format", 0, len(shown.text), code),)
    text = f"{quantity.plain(shown.value)}{shown.tail if shown.unit else ''}"
    return Cell(text, shown.value, unit=shown.unit, flaw=flaw, shown=shown.text, notes=notes)


def flawed(text: str, flaw: str, code: str, *, shown: str = "") -> Cell:
    """A cell whose content can't be trusted.

    :param text: what stands there, to be quoted
    :param code: the note that a draft gets of it
    :param shown: what the cell shows
    """
    return Cell(text, flaw=flaw, shown=shown, notes=(Note(code, 0, len(shown), text),))


def with_comment(cell: Cell, comment: str) -> Cell:
    """A cell with the comment on it."""
    words = clean(comment)
    return replace(cell, comment=words, notes=(*cell.notes, Note("comment", 0, len(cell.shown), words)))


def clean(text: str) -> str:
    """Text without control characters, halves of characters, and white space at its ends."""
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if int(m[1], 16) < 0x20 else m[0], text)
    text = re.sub("\r\n|[\r\v\f]", "\n", text)
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).strip()


def merged(areas: Iterable[Area], cells: Mapping[Place, Cell]) -> dict[Place, Place]:
    """From covered places to the head of their merge, within the rows that hold something."""
    last = max((row for row, _column in cells), default=0)
    heads: dict[Place, Place] = {}
    covered = 0
    for first, column, end, _right in areas:
        if (first, column) in cells and covered < MAX_CELLS:
            rows = range(first + 1, min(end, last) + 1)
            covered += len(rows)
            heads.update({(row, column): (first, column) for row in rows})
    return heads


def named_cells(defined: Iterable[tuple[str, str]], sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """The text of each cell that has a name of its own."""
    by_name = {s.name: s for s in sheets}
    for name, target in defined:
        match = _REFERENCE.match(target)
        sheet = by_name.get(match["sheet"].strip("'").replace("''", "'")) if match else None
        if match and sheet:
            yield name, sheet.at(int(match["row"]), column_number(match["column"])).text


def serial_day(number: Decimal, epoch: date) -> date | None:
    """The day of an Excel serial between 1950 and 2100, else ``None``."""
    if number != number.to_integral_value() or not 18264 <= number <= 73415:
        return None
    return epoch + timedelta(days=int(number))
