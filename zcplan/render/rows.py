"""Rows made of the rows of an Excel template: cells, heights, merges, and their XML.

Few rows are kept, since formulas and charts look at them; many are written to a file as they come and never held.
"""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, NamedTuple

from zcplan.cells import Area, letters
from zcplan.i18n import gettext as _
from zcplan.render import sheet as of_template
from zcplan.render.environment import UnfitError
from zcplan.render.package import Spooled
from zcplan.render.references import Seat, led
from zcplan.render.row_map import RowMap
from zcplan.render.sheet import Cell as TemplateCell
from zcplan.render.sheet import Formula, Link, Rich, Row, Sheet
from zcplan.render.styles import MoreStyles, Styles
from zcplan.reports.parts.layout import Cell

LONG = 1000
"""Rows from which on a sheet is not held."""
_LINE_HEIGHT, _PADDING = 1.35, 4.0
DEFAULT_WIDTH = 8.43
"""Digits of a column that says no width."""
_TALLEST = 409.0
"""The tallest row that Excel takes, in points."""
_NARROW = re.compile("[ -~\u00b7\u2013\u2014\u2018\u2019\u201c\u201d]+")
_NARROW_OR_WIDE = re.compile("[ -~\u00b7\u2013\u2014\u2018\u2019\u201c\u201d\u3001-\u3029\u4e00-\u9fff\uff01-\uff60]*")
_MOST_TEXTS = 1000
"""Texts whose XML is kept; those that repeat in a ledger are some hundred."""
_BUFFER = 1 << 18
"""Characters of XML that a long sheet holds before they go to its file."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DAYS, _MOMENTS, _TIMES = "yyyy-mm-dd", "yyyy-mm-dd h:mm:ss", "h:mm:ss"


class Filled(NamedTuple):
    """What goes into a cell: the template's cell that gives the style, the value, whether that comes from data."""

    model: TemplateCell
    value: Any
    is_data: bool


@dataclass(frozen=True)
class Source:
    """A row of the template with what is worked out of it once.

    ``wrapped`` gives, by column, the type size and the room in digits of cells whose text is wrapped.
    """

    row: Row
    fixed: tuple[Filled, ...]
    merges: tuple[tuple[int, int], ...]
    wrapped: Mapping[int, tuple[float, float]]
    links: tuple[Link, ...]
    comments: tuple[int, ...]
    """Columns of the cells that have a comment."""


def sources(sheet: Sheet, styles: Styles) -> dict[int, Source]:
    """The template's rows by number."""
    merges: dict[int, list[tuple[int, int]]] = {}
    for area in sheet.merges:
        if area.top == area.bottom:
            merges.setdefault(area.top, []).append((area.left, area.right))
    found = {}
    for row in sheet.rows:
        own = tuple(merges.get(row.number, ()))
        found[row.number] = Source(
            row,
            tuple(Filled(cell, cell.value, False) for cell in row.cells),
            own,
            _wrapped(sheet, styles, row, own),
            tuple(link for link in sheet.links if link.area.top == row.number and link.is_of_cell),
            tuple(column for at, column in sorted(sheet.comments) if at == row.number),
        )
    return found


def _wrapped(
    sheet: Sheet, styles: Styles, row: Row, merges: tuple[tuple[int, int], ...]
) -> dict[int, tuple[float, float]]:
    widths = {first: sum(width_of(sheet, c) for c in range(first, last + 1)) for first, last in merges}
    found = {}
    for cell in row.cells:
        if styles.wraps(cell.style):
            size, width = styles.size(cell.style), widths.get(cell.column) or width_of(sheet, cell.column)
            found[cell.column] = (size, _room(width, size))
    return found


def _room(width: float, size: float) -> float:
    """Digits of a type that stand in a column of a width."""
    return max(width - 1.5, 1.0) * 11 / size


def width_of(sheet: Sheet, column: int) -> float:
    """Column width in digits."""
    found = (width for first, last, width, _hidden in sheet.widths if first <= column <= last)
    return next(found, None) or DEFAULT_WIDTH


def filled(source: Source, values: Mapping[int, Any]) -> dict[int, Filled]:
    """The cells of a row, by column: a list goes on to the right in its first cell's style."""
    cells: dict[int, Filled] = {}
    for fixed in source.fixed:
        model = fixed.model
        column = model.column
        if column in values:
            value = values[column]
            if type(value) is str:  # most are
                cells[column] = Filled(model, value, True)
                continue
            if isinstance(value, (list, tuple)) and not isinstance(value, Rich):
                cells |= {column + n: Filled(model, item, True) for n, item in enumerate(value)}
                continue
            if isinstance(value, Cell):
                value = value.value if value.down else None
            cells[column] = Filled(model, value, True)
        elif fixed.value is not None or column not in cells:
            cells[column] = fixed
    return cells


def merges(source: Source, at: int, values: Mapping[int, Any]) -> Iterator[Area]:
    """The areas to merge in a row: the template's own, and those of cells that span."""
    for first, last in source.merges:
        yield Area(first, at, last, at)
    for column, value in values.items():
        if isinstance(value, Cell) and value.down and (value.across > 1 or value.down > 1):
            yield Area(column, at, column + value.across - 1, at + value.down - 1)


def height(sheet: Sheet, source: Source, cells: Mapping[int, Filled]) -> float | None:
    """Height for the wrapped text of a row, which merged cells don't get by themselves; never below the template's."""
    needed = 0.0
    for column, filled_cell in cells.items():
        value, model = filled_cell.value, filled_cell.model.column
        if model not in source.wrapped:
            continue
        value = str(value) if isinstance(value, Rich) else value
        if isinstance(value, str):
            size, room = source.wrapped[model]
            if column != model:
                room = _room(width_of(sheet, column), size)
            fits = 2 * len(value) <= room and "\n" not in value  # a character takes two columns at most
            needed = max(needed, (1 if fits else _lines(value, room)) * size * _LINE_HEIGHT + _PADDING)
    if not needed:
        return source.row.height
    return min(max(needed, source.row.height or 0.0), _TALLEST)


@lru_cache(maxsize=4096)
def _lines(text: str, room: float) -> int:
    """Lines that the text wraps to."""
    return sum(max(1, math.ceil(columns_of(line) / room)) for line in text.split("\n"))


def columns_of(text: str) -> int:
    """Columns that the text takes, without a look at every character where all are of the usual kind."""
    if _NARROW_OR_WIDE.fullmatch(text):
        return len(text) + len(_NARROW.sub("", text))
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def _is_armed(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text[:1] in ("=", "+", "-", "@") and len(text) > 1


@dataclass
class _Waiting:
    """A formula that is not settled yet: where its XML stands, its cell, and the row of the template it is of."""

    piece: int
    style: int | None
    formula: Formula
    at: int
    column: int
    source: int


@dataclass
class Made:
    """A sheet as it is made, row by row."""

    sheet: Sheet
    styles: MoreStyles
    sources: Mapping[int, Source]
    went: dict[str, RowMap] = field(default_factory=dict)
    """Where the rows of each sheet went, by title, this one's among them; grows as sheets are made."""
    beside: Path | None = None
    """The folder that a long sheet waits in until it is packed; left out, the system's own."""
    epoch: datetime | None = None
    """The first day of a workbook that counts days otherwise than usual (from 1904)."""
    where: RowMap = field(default_factory=RowMap)
    values: dict[int, dict[int, Any]] = field(default_factory=dict)
    """What the cells hold, by row and column; formulas as :class:`~zcplan.render.sheet.Formula`."""
    merged: list[Area] = field(default_factory=list)
    links: list[tuple[Area, Link]] = field(default_factory=list)
    comments: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Row and column of each comment made, and those of the template's."""
    width: int = 1
    is_long: bool = False
    _pieces: list[str] = field(default_factory=list)
    """XML of the rows that are held: formulas on them may still change."""
    _streamed: list[str] = field(default_factory=list)
    """XML of the rows behind them, until it goes to the file."""
    _size: int = 0
    _file: IO[bytes] | None = None
    _waiting: list[_Waiting] = field(default_factory=list)
    _texts: dict[tuple[int | None, str], str] = field(default_factory=dict)
    """What texts come to in a cell of a style: the same departments and words stand in row after row."""
    _spans: list[Area] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.went[self.sheet.title] = self.where

    def skip(self, first: int, last: int) -> None:
        """Take rows of the template that hold nothing."""
        for source in range(first, last + 1):
            self.where.add(source)

    def add(self, number: int, values: Mapping[int, Any]) -> None:
        """Make the next row of one of the template's.

        :param values: what its tags came to, by column
        :raises UnfitError: a value can't stand in a cell, or a row with a comment is repeated too often
        """
        source = self.sources[number]
        at = self.where.add(number)
        self._begin_spans(at, merges(source, at, values))
        cells = self._uncovered(at, filled(source, values))
        tall = height(self.sheet, source, cells)
        tall_attribute = f' ht="{tall:g}" customHeight="1"' if tall else ""
        out = self._streamed if self.is_long else self._pieces
        out.append(f'<row r="{at}"{tall_attribute}{source.row.attributes}>')
        for column in sorted(cells):
            self._write(out, at, column, cells[column], source)
        out.append("</row>")
        self.width = max(self.width, *cells, 1)
        self._note(at, source, cells)
        if at > LONG:
            self._go_long(source)

    def _begin_spans(self, at: int, areas: Iterable[Area]) -> None:
        """Note the areas to merge that begin in a row, beside those above that reach into it."""
        self._spans = [area for area in self._spans if area.bottom >= at]
        for area in areas:
            self.merged.append(area)
            self._spans.append(area)

    def _uncovered(self, at: int, cells: dict[int, Filled]) -> dict[int, Filled]:
        """The cells but for what those above or beside them cover."""
        for area in self._spans:
            for column in range(area.left + (at == area.top), area.right + 1):
                if column in cells and cells[column].value is not None:
                    cells[column] = cells[column]._replace(value=None, is_data=True)
        return cells

    def _note(self, at: int, source: Source, cells: Mapping[int, Filled]) -> None:
        """Keep what formulas, charts and tables look at, and what else stands on the row."""
        if not self.is_long:
            self.values[at] = {column: cell.value for column, cell in cells.items() if cell.value is not None}
        for link in source.links:
            for column, cell in cells.items():
                if cell.model.column == link.area.left:
                    self.links.append((Area(column, at, column, at), link))
        for column in source.comments:
            self.comments.append((at, column, source.row.number, column))

    def _go_long(self, source: Source) -> None:
        if source.comments:
            raise UnfitError(_("the sheet gets so many rows that comments on them can't be repeated"))
        if not self.is_long:
            self.is_long = True
            self.values.clear()
        if self._size > _BUFFER:
            self._flush()

    def _write(self, out: list[str], at: int, column: int, cell: Filled, source: Source) -> None:
        model = cell.model
        if cell.is_data:
            text = self._content(model.style, cell.value)
        elif isinstance(cell.value, Formula):
            number = source.row.number
            if self.is_long:
                text = of_template.formula(model.style, self._led(cell.value, number, at, is_running=True))
            else:
                self._waiting.append(_Waiting(len(out), model.style, cell.value, at, column, number))
                text = of_template.formula(model.style, cell.value)
        else:
            text = model.element
        piece = f'<c r="{letters(column)}{at}"{text}'
        out.append(piece)
        self._size += len(piece)

    def _led(self, own: Formula, source: int, at: int, *, is_running: bool = False) -> Formula:
        seat = Seat(self.sheet.title, source, at, is_running=is_running)
        by = at - source
        array = own.array and own.array._replace(top=own.array.top + by, bottom=own.array.bottom + by)
        return Formula(led(own.text, seat, self.went), array)

    def settle(self) -> None:
        """Let formulas look at where the cells of the template went, once all sheets are made."""
        for waiting in self._waiting:
            waiting.formula = self._led(waiting.formula, waiting.source, waiting.at)
            if self.is_long:
                self.know(waiting, None)
            else:
                self.values[waiting.at][waiting.column] = waiting.formula

    def _content(self, style: int | None, value: Any) -> str:
        """What stands in the element of a cell with a value from data behind its place.

        Text stays text, whatever it begins with; a number shows its own digits.
        """
        if type(value) is str:
            return self._texts.get((style, value)) or self._text(style, value)
        if value is None or isinstance(value, Rich | bool):
            return of_template.content(style, value)
        if isinstance(value, str):
            return self._text(style, value)
        if isinstance(value, Decimal):
            exponent = value.as_tuple().exponent
            if not isinstance(exponent, int):
                return of_template.content(style, None)
            return of_template.content(self._with_digits(style, -exponent) if exponent < 0 else style, value)
        if isinstance(value, int):
            return f"{of_template.styled(style)}><v>{value}</v></c>"
        if isinstance(value, float):
            if not math.isfinite(value):
                return of_template.content(style, None)
            return f"{of_template.styled(style)}><v>{value!r}</v></c>"
        return self._date(style, value)

    def _text(self, style: int | None, value: str) -> str:
        if _CONTROL.search(value):
            raise UnfitError(_("a text holds a character that no file can hold"))
        text = of_template.content(self._armed(style) if _is_armed(value) else style, value)
        if len(self._texts) < _MOST_TEXTS:
            self._texts[style, value] = text
        return text

    def _armed(self, style: int | None) -> int | None:
        return self.styles.index(style, quoted=True)

    def _with_digits(self, style: int | None, digits: int) -> int | None:
        if not self.styles.styles.is_general(style):
            return style
        return self.styles.index(style, "0." + "0" * digits)

    def _date(self, style: int | None, value: Any) -> str:
        if not isinstance(value, date | time | timedelta):
            raise TypeError(type(value))
        code = _MOMENTS if isinstance(value, datetime) else _DAYS if isinstance(value, date) else _TIMES
        from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, to_excel

        own = self.styles.index(style, code) if self.styles.styles.is_general(style) else style
        return f"{of_template.styled(own)}><v>{to_excel(value, self.epoch or CALENDAR_WINDOWS_1900)}</v></c>"

    def _flush(self) -> None:
        if self._file is None:
            if self.beside:
                self.beside.mkdir(parents=True, exist_ok=True)
            # a file without a name: nothing of it stays when the process is killed
            self._file = tempfile.TemporaryFile(dir=self.beside, prefix=".zcplan-", suffix=".tmp")  # noqa: SIM115
        self._file.write("".join(self._streamed).encode("utf-8"))
        self._streamed.clear()
        self._size = 0

    @property
    def formulas(self) -> Iterable[_Waiting]:
        """The formulas whose values may be worked out, and are to be told to :meth:`know`."""
        return () if self.is_long else tuple(self._waiting)

    def know(self, waiting: _Waiting, value: object) -> None:
        """Store what a formula comes to; ``None`` where that is left to Excel."""
        text = of_template.formula(waiting.style, waiting.formula, value)
        self._pieces[waiting.piece] = f'<c r="{letters(waiting.column)}{waiting.at}"{text}'

    def part(self, head: bytes, tail: bytes) -> bytes | Spooled:
        """The sheet's part, from what stands before its rows and behind them."""
        held = "".join(self._pieces).encode("utf-8")
        if self._file is None:
            return b"".join([head, held, "".join(self._streamed).encode("utf-8"), tail])
        self._flush()
        return Spooled(head + held, self._file, tail, self.beside)
