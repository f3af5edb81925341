"""Rows of an Excel template and the rows made of them: cells, height, and for a long sheet their XML.

A long sheet is written to a temporary file row by row, as openpyxl would write it, and never held in memory.
"""

from __future__ import annotations

import copy
import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.compat import safe_string
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from zcplan.i18n import gettext as _
from zcplan.render.environment import UnfitError
from zcplan.render.package import Spooled
from zcplan.reports.parts.layout import Cell

_LINE_HEIGHT, _PADDING, _DEFAULT_WIDTH = 1.35, 4.0, 8.43
_TALLEST = 409.0
"""The tallest row that Excel takes, in points."""
_NARROW = re.compile("[ -~\u00b7\u2013\u2014\u2018\u2019\u201c\u201d]+")
_NARROW_OR_WIDE = re.compile("[ -~\u00b7\u2013\u2014\u2018\u2019\u201c\u201d\u3001-\u3029\u4e00-\u9fff\uff01-\uff60]*")
_BUFFER = 1 << 18
_MAX_TEXT = 32767


class Filled(NamedTuple):
    """What goes into a cell: the template's cell that gives the style, the value, whether that comes from data."""

    model: SheetCell
    value: Any
    is_data: bool


@dataclass(frozen=True)
class SourceRow:
    """A row of the template: its cells, height, merged columns.

    ``wrapped`` gives, by column, the type size and the room in digits of cells whose text is wrapped; ``width`` is
    that of any column, for lists that go on to the right.
    """

    cells: tuple[Filled, ...]
    height: float | None
    merges: tuple[tuple[int, int], ...]
    wrapped: Mapping[int, tuple[float, float]]
    width: Callable[[int], float]

    @cached_property
    def has_comments(self) -> bool:
        """Whether a cell of the row has a comment."""
        return any(cell.model.comment is not None for cell in self.cells)


def sources(sheet: Worksheet) -> dict[int, SourceRow]:
    """The template's rows by number, to be kept before the sheet is emptied."""
    merges, width = defaultdict(list), lru_cache(maxsize=None)(partial(width_of, sheet))
    for merged in sheet.merged_cells.ranges:
        if merged.min_row == merged.max_row:
            merges[merged.min_row].append((merged.min_col, merged.max_col))
    kept = {}
    for row in sheet.iter_rows():
        number = row[0].row
        cells = [copy.copy(c) for c in row if not isinstance(c, MergedCell)]
        cells += [_styled_blank(sheet, c) for c in row if isinstance(c, MergedCell)]
        own = tuple(merges[number])
        fixed = tuple(Filled(c, c.value, False) for c in cells)
        kept[number] = SourceRow(fixed, sheet.row_dimensions[number].height, own, _wrapped(sheet, cells, own), width)
    return kept


def _styled_blank(sheet: Worksheet, merged: MergedCell) -> SheetCell:
    blank = SheetCell(sheet, row=merged.row, column=merged.column)
    blank._style = copy.copy(merged._style)
    return blank


def _wrapped(
    sheet: Worksheet, cells: list[SheetCell], merges: tuple[tuple[int, int], ...]
) -> dict[int, tuple[float, float]]:
    widths = {first: sum(width_of(sheet, c) for c in range(first, last + 1)) for first, last in merges}
    found = {}
    for cell in cells:
        if cell.alignment.wrap_text:
            size, width = float(cell.font.sz or 11), widths.get(cell.column) or width_of(sheet, cell.column)
            found[cell.column] = (size, _room(width, size))
    return found


def _room(width: float, size: float) -> float:
    """Digits of a type that stand in a column of a width."""
    return max(width - 1.5, 1.0) * 11 / size


def width_of(sheet: Worksheet, column: int) -> float:
    """Column width in digits; openpyxl keeps columns of one width as a group under the first."""
    for dimension in sheet.column_dimensions.values():
        if dimension.min and dimension.max and dimension.min <= column <= dimension.max:
            return float(dimension.width or _DEFAULT_WIDTH)
    return float(sheet.column_dimensions[get_column_letter(column)].width or _DEFAULT_WIDTH)


def filled(source: SourceRow, values: Mapping[int, Any]) -> dict[int, Filled]:
    """The cells of a row, by column: a list goes on to the right in its first cell's style."""
    cells: dict[int, Filled] = {}
    for fixed in source.cells:
        model = fixed.model
        column = model.column
        if column in values:
            value = values[column]
            if type(value) is str:  # most are
                cells[column] = Filled(model, value, True)
                continue
            if isinstance(value, (list, tuple)) and not isinstance(value, CellRichText):
                cells |= {column + n: Filled(model, item, True) for n, item in enumerate(value)}
                continue
            if isinstance(value, Cell):
                value = value.value if value.down else None
            cells[column] = Filled(model, value, True)
        elif fixed.value is not None or column not in cells:
            cells[column] = fixed
    return cells


def merges(source: SourceRow, at: int, values: Mapping[int, Any]) -> Iterator[CellRange]:
    """The areas to merge in a row: the template's own, and those of cells that span."""
    for first, last in source.merges:
        yield _area(at, first, 1, last - first + 1)
    for column, value in values.items():
        if isinstance(value, Cell) and value.down and (value.across > 1 or value.down > 1):
            yield _area(at, column, value.down, value.across)


def _area(row: int, column: int, down: int, across: int) -> CellRange:
    return CellRange(min_row=row, max_row=row + down - 1, min_col=column, max_col=column + across - 1)


def height(source: SourceRow, cells: Mapping[int, Filled]) -> float | None:
    """Height for the wrapped text of a row, which merged cells don't get by themselves; never below the template's."""
    needed = 0.0
    for column, filled_cell in cells.items():
        value, model = filled_cell.value, filled_cell.model.column
        if model not in source.wrapped:
            continue
        value = str(value) if isinstance(value, CellRichText) else value
        if isinstance(value, str):
            size, room = source.wrapped[model]
            if column != model:
                room = _room(source.width(column), size)
            fits = 2 * len(value) <= room and "\n" not in value  # a character takes two columns at most
            needed = max(needed, (1 if fits else _lines(value, room)) * size * _LINE_HEIGHT + _PADDING)
    if not needed:
        return source.height
    return min(max(needed, source.height or 0.0), _TALLEST)


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


def put(cell: SheetCell, value: Any) -> None:
    """Set a value. Text from data stays text, whatever it begins with; a number shows its own digits."""
    if isinstance(value, CellRichText):
        cell.value = value if len(value) else None
    elif isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        if _is_armed(value):
            cell.quotePrefix = True
    elif isinstance(value, Decimal):
        cell.value = value
        exponent = value.as_tuple().exponent
        if cell.number_format == "General" and isinstance(exponent, int) and exponent < 0:
            cell.number_format = "0." + "0" * -exponent
    else:
        cell.value = value


def _is_armed(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text[:1] in ("=", "+", "-", "@") and len(text) > 1


# --- a long sheet ----------------------------------------------------------------------------------


class RowStream:
    """Rows of a long sheet, written as they come."""

    def __init__(self, sheet: Worksheet, beside: Path | None = None) -> None:
        """Begin a sheet whose rows wait in a file without a name in a folder: nothing of it stays when it is killed."""
        self._sheet, self._epoch = sheet, sheet.parent.epoch
        if beside:
            beside.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=beside, prefix=".zcplan-", suffix=".tmp")  # noqa: SIM115 - part() hands it on
        self._buffer: list[str] = []
        self._size = 0
        self._styles: dict[tuple[int, str], str] = {}
        self._fixed: dict[int, str] = {}
        self._letters = _Letters()
        self.merges: list[CellRange] = []
        self.rows = 0

    def write(self, at: int, source: SourceRow, values: Mapping[int, Any]) -> None:
        """Write the next row.

        :raises UnfitError: the row has comments, which a sheet as long as this can't repeat
        """
        if source.has_comments:
            raise UnfitError(_("the sheet gets so many rows that comments on them can't be repeated"))
        cells = filled(source, values)
        tall = height(source, cells)
        pieces = [f'<row r="{at}" ht="{safe_string(tall)}" customHeight="1">' if tall else f'<row r="{at}">']
        for column in sorted(cells):
            cell = cells[column]
            content = self._content(cell) if cell.is_data else self._content_once(cell)
            pieces.append(f'<c r="{self._letters[column]}{at}"{content}')
        text = "".join(pieces)
        if ILLEGAL_CHARACTERS_RE.search(text):
            raise IllegalCharacterError(f"row {at}")
        self._buffer.append(f"{text}</row>")
        self._size += len(text)
        if self._size > _BUFFER:
            self._flush()
        self.merges.extend(merges(source, at, values))
        self.rows = at

    def part(self, begun: bytes) -> Spooled:
        """The sheet's part: as openpyxl wrote it with the rows before, with the rows streamed behind those."""
        self._flush()
        head, end, tail = begun.partition(b"</sheetData>")
        size = re.search(rb'<dimension ref="A1:([A-Z]+)', head)
        if size:
            columns = max(*self._letters, column_index_from_string(size[1].decode()))
            dimension = f'<dimension ref="A1:{get_column_letter(columns)}{self.rows}'.encode()
            head = re.sub(rb'<dimension ref="A1:[A-Z]+\d+', dimension, head, count=1)
        return Spooled(head, self._file, end + tail)

    def _content_once(self, cell: Filled) -> str:
        """The same of a cell that is the template's own, and alike in every row."""
        found = self._fixed.get(id(cell.model))
        if found is None:
            found = self._fixed[id(cell.model)] = self._content(cell)
        return found

    def _content(self, cell: Filled) -> str:
        """What stands in a cell's element behind its place."""
        value = cell.value
        if value is None:
            style = self._style(cell, "")
            return f'{style} t="n" />' if style else " />"
        if isinstance(value, CellRichText):
            return f'{self._style(cell, "")} t="inlineStr"{_rich(value)}'
        if isinstance(value, str):
            if value[:1] == "=" and not cell.is_data:
                return f"{self._style(cell, '')}><f>{escape(value[1:])}</f><v /></c>"
            style = self._style(cell, "armed" if cell.is_data and _is_armed(value) else "")
            return f'{style} t="inlineStr"{_text(value)}'
        if isinstance(value, (int, float, Decimal)):
            variant = str(value.as_tuple().exponent) if cell.is_data and isinstance(value, Decimal) else ""
            kind = "b" if isinstance(value, bool) else "n"
            return f'{self._style(cell, variant)} t="{kind}"><v>{safe_string(value)}</v></c>'
        styled = self._styled(cell)  # a date, a time, or what openpyxl refuses
        return f' s="{styled.style_id}" t="n"><v>{safe_string(to_excel(styled.value, self._epoch))}</v></c>'

    def _style(self, cell: Filled, variant: str) -> str:
        """The attribute that names the style; a ``variant`` marks values that :func:`put` styles in their own way."""
        key = (id(cell.model), variant)
        found = self._styles.get(key)
        if found is None:
            styled = self._styled(cell)
            found = self._styles[key] = f' s="{styled.style_id}"' if styled.has_style else ""
        return found

    def _styled(self, cell: Filled) -> SheetCell:
        styled = SheetCell(self._sheet, row=1, column=1)
        styled._style = copy.copy(cell.model._style)
        if cell.is_data:
            put(styled, cell.value)
        return styled

    def _flush(self) -> None:
        self._file.write("".join(self._buffer).encode("utf-8"))
        self._buffer.clear()
        self._size = 0


class _Letters(dict[int, str]):
    """Column letters by number."""

    def __missing__(self, column: int) -> str:
        letter = self[column] = get_column_letter(column)
        return letter


def _rich(value: CellRichText) -> str:
    """Text formatted in parts as an element's rest."""
    from xml.etree.ElementTree import tostring

    runs = []
    for part in value:
        run = _text(str(part)).removeprefix("><is>").removesuffix("</is></c>")
        if isinstance(part, TextBlock):
            run = tostring(part.font.to_tree("rPr"), encoding="unicode") + run
        runs.append(f"<r>{run}</r>")
    return f"><is>{''.join(runs)}</is></c>" if runs else " />"


def _text(value: str) -> str:
    """Text of a cell as an element's rest; Excel holds so many characters in one."""
    text = value[:_MAX_TEXT]
    if not text:
        return " />"
    space = ' xml:space="preserve"' if text != text.strip() else ""
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = escape(text, {"\r": "&#13;"})
    return f"><is><t{space}>{text}</t></is></c>"
