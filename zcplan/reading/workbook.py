"""A returned workbook as sheets of cells, merged ones followed, whatever its format; read within limits."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zcplan import quantity
from zcplan.errors import InputError
from zcplan.i18n import gettext as _
from zcplan.reading import container

MAX_ROWS = 5_000
MAX_LINE = 100_000
MAX_COLUMNS = 200
MAX_SHEETS = 50
MAX_TEXT = 30_000
"""Rows that hold something, the last row looked at, columns, sheets, characters in a cell (Excel ends it at 32 767)."""

_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_FAR_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"\d{6,}\"")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LITERAL = re.compile(r'"([^"]+)"')
_REFERENCE = re.compile(r"^(?P<sheet>'(?:[^']|'')+'|[^'!]+)!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})$")
Place = tuple[int, int]
"""Row and column, both from 1."""


@dataclass(frozen=True)
class Cell:
    """A cell's content as a person sees it.

    :param text: the words, or the number as typed (``12``, ``5.5%``), or the date (``2023-06-09``)
    :param number: the number, in ``unit`` where its format shows one (5.5 for a cell that shows 5.5%)
    :param day: the day, where the cell holds a real date
    :param unit: % or the unit that the number's format adds
    :param flaw: why the content can't be trusted (an error value, a formula never computed, text cut off)
    """

    text: str
    number: Decimal | None = None
    day: date | None = None
    unit: str = ""
    flaw: str = ""


EMPTY = Cell("")


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells by place. ``merged`` leads from a covered place in a merge's first column to its head."""

    name: str
    cells: Mapping[Place, Cell]
    merged: Mapping[Place, Place] = field(default_factory=dict)
    cut: bool = False

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


def reference(row: int, column: int) -> str:
    """The cell's name: ``F12``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read(data: bytes, where: str) -> Workbook:
    """Read a workbook.

    :param where: the file's name, for the error
    :raises InputError: it is no workbook, is locked or broken, or is beyond the limits
    """
    if container.kind(data, where) == container.XLS:
        from zcplan.reading import old_workbook as oldbook

        return oldbook.read(data, where)
    parts = container.unpacked(data, where)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, parts)
    except InputError:
        raise
    except Exception as error:  # openpyxl lets whatever a broken file causes through
        raise InputError(
            _("the workbook is damaged ({reason})").format(reason=f"{type(error).__name__}: {error}"[:200]),
            where,
            _("Open it in Excel or WPS, save it as .xlsx, and collect that file."),
        ) from None


def _read(data: bytes, parts: container.Parts) -> Workbook:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    has_formulas = any(b"<f" in blob for name, blob in parts.items() if name.startswith("xl/worksheets/"))
    formulas = load_workbook(io.BytesIO(data), read_only=True) if has_formulas else None
    sheets = []
    for at, sheet in enumerate(book.worksheets[:MAX_SHEETS]):
        other = formulas.worksheets[at] if formulas else None
        cells, cut = _cells(sheet, other)
        part = parts.get(str(sheet._worksheet_path).lstrip("/"), b"")
        sheets.append(Sheet(sheet.title, cells, _merged(part, cells), cut or _goes_on(part)))
    epoch = book.epoch.date() if isinstance(book.epoch, datetime) else book.epoch
    named = dict(_named(((n, d.attr_text or "") for n, d in book.defined_names.items()), sheets))
    return Workbook(tuple(sheets), named, container.modified(parts), epoch)


def _cells(sheet: Any, formulas: Any) -> tuple[dict[Place, Cell], bool]:
    """The cells that hold something, and whether there were more than the limit."""
    sheet.reset_dimensions()
    limits = {"max_col": MAX_COLUMNS, "max_row": MAX_LINE}
    rows: Iterable[Any] = sheet.iter_rows(**limits)
    pairs: Iterator[tuple[Any, Any]] = ((row, ()) for row in rows)
    if formulas is not None:
        formulas.reset_dimensions()
        pairs = zip(rows, formulas.iter_rows(**limits), strict=False)
    cells: dict[Place, Cell] = {}
    filled, gap = 0, None
    for number, (row, typed) in enumerate(pairs, start=1):
        if row is gap:
            continue
        found = {(number, at): c for at, c in _row(row, typed)}
        if not found and not any(c.value is not None for c in row):
            gap = row
        cells.update(found)
        filled += bool(found)
        if filled >= MAX_ROWS:
            return cells, True
    return cells, False


def _row(row: Any, typed: Any) -> Iterator[tuple[int, Cell]]:
    """The columns of a row that hold something, by the computed values and, for formulas, what was typed."""
    for column, cell in enumerate(row, start=1):
        formula = typed[column - 1] if typed else None
        if cell.value is None and (formula is None or formula.value is None):
            continue
        content = _content(cell, formula)
        if content.text:
            yield column, content


def _goes_on(part: bytes) -> bool:
    """Whether a sheet holds anything beyond the last row looked at."""
    match = _FAR_ROW.search(part)
    return match is not None and any(part.find(tag, match.start()) >= 0 for tag in (b"<v>", b"<is>"))


def _content(cell: Any, formula: Any) -> Cell:
    if cell.value is None:
        text = formula.value if isinstance(formula.value, str) else getattr(formula.value, "text", formula.value)
        return _flawed(clean(str(text or "")), _("the formula was never computed"))
    if cell.data_type == "e":
        return _flawed(str(cell.value), _("the cell shows an error"))
    return content(cell.value, cell.number_format or "General")


def _flawed(text: str, flaw: str) -> Cell:
    return Cell(text, flaw=flaw)


def content(value: Any, number_format: str) -> Cell:
    """A cell from its stored value (text, number, truth, date) and its number format."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float | Decimal):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), day=value.date())
    if isinstance(value, date):
        return Cell(value.isoformat(), day=value)
    text = clean(str(value))
    if len(text) > MAX_TEXT:
        return Cell(text[:MAX_TEXT], flaw=_("only its first {n} characters were kept").format(n=MAX_TEXT))
    return Cell(text)


def _number(value: Any, number_format: str) -> Cell:
    """A number with the digits that Excel shows in the formula bar: 15 at most."""
    number = Decimal(f"{value:.15g}")
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return Cell(str(value), flaw=_("the number is beyond all measure"))
    number = Decimal(f"{number:f}")
    literals = "".join(_LITERAL.findall(number_format)).strip()
    bare = _LITERAL.sub("", number_format)
    unit = ""
    if quantity.PERCENT in bare:
        number, unit = _plain(number * 100), quantity.PERCENT
    elif literals and quantity.unit(literals).dimension != literals:
        unit = literals
    return Cell(f"{quantity.plain(number)}{unit}", number, unit=unit)


def _plain(number: Decimal) -> Decimal:
    """Without the zeros that a multiplication leaves behind."""
    text = quantity.plain(number)
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def clean(text: str) -> str:
    """Text without control characters, halves of characters, and white space at its ends."""
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if int(m[1], 16) < 0x20 else m[0], text)
    text = re.sub("\r\n|[\r\v\f]", "\n", text)
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).strip()


def _merged(part: bytes, cells: Mapping[Place, Cell]) -> dict[Place, Place]:
    found = ((int(m[2]), int(m[4]), _column(m[1])) for m in _MERGE.finditer(part))
    return merged(found, cells)


def merged(areas: Iterable[tuple[int, int, int]], cells: Mapping[Place, Cell]) -> dict[Place, Place]:
    """From covered places to the head of their merge, within the rows that hold something.

    :param areas: first row, last row and first column of each merge
    """
    last = max((row for row, _column in cells), default=0)
    heads: dict[Place, Place] = {}
    for first, end, column in areas:
        if (first, column) in cells and len(heads) < MAX_ROWS * MAX_COLUMNS:
            heads.update({(row, column): (first, column) for row in range(first + 1, min(end, last) + 1)})
    return heads


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _named(defined: Iterable[tuple[str, str]], sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """The text of each cell that has a name of its own."""
    by_name = {s.name: s for s in sheets}
    for name, target in defined:
        match = _REFERENCE.match(target)
        sheet = by_name.get(match["sheet"].strip("'").replace("''", "'")) if match else None
        if match and sheet:
            yield name, sheet.at(int(match["row"]), _column(match["column"].encode())).text


def serial_day(number: Decimal, epoch: date) -> date | None:
    """The day of an Excel serial between 1950 and 2100, else ``None``."""
    if number != number.to_integral_value() or not 18264 <= number <= 73415:
        return None
    return epoch + timedelta(days=int(number))
