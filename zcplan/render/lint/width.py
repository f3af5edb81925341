"""Text wider or higher than its cell in a made workbook: what would be cut off on the screen and in print.

Widths are estimated as Excel sets them: a column's width counts digits of the default type, a Chinese character takes
two of them, and a larger type takes more. Text that runs over into empty cells to its right is no fault.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.utils import get_column_letter

from zcplan.i18n import gettext as _
from zcplan.render.lint.finding import ADVICE, Finding
from zcplan.render.lint.tags import shortened
from zcplan.render.rows import DEFAULT_WIDTH, columns_of

DEFAULT_SIZE = 11.0
"""Points of the type that a column's width counts digits of."""
PADDING = 0.7
"""Digits of a column that its margins take."""
LINE = 1.2
"""Height of a line in type sizes, at the least that Excel sets."""
SLACK = 1.5
"""Points that a row may be short of: half a line is never cut off for less."""
SMALLEST = 8.0
"""Points below which print is hard to read."""
_PAPER = {8: (297.0, 420.0), 9: (210.0, 297.0)}
"""A3 and A4 in mm, by Excel's numbers."""
_DIGIT, _INCH = 7 * 25.4 / 96, 25.4
"""Width of a digit of the default type in mm, at 96 dots an inch; an inch in mm."""


def clipped(data: bytes) -> Iterator[Finding]:
    """Every cell of a workbook whose text is cut off, and every sheet that prints too small."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        yield from _clipped(sheet)
        yield from _too_small(sheet)


def _clipped(sheet: Any) -> Iterator[Finding]:
    areas = {(m.min_row, m.min_col): m for m in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell) or cell.value in (None, "") or cell.data_type == "f":
                continue
            if sheet.column_dimensions[get_column_letter(cell.column)].hidden:
                continue
            fault = _fault(sheet, cell, areas.get((cell.row, cell.column)))
            if fault:
                place = f"[{sheet.title}] {cell.coordinate}"
                yield Finding("clipped", ADVICE, place, "", fault, _("Make the column wider, or wrap the text."))


def _fault(sheet: Any, cell: Any, area: Any) -> str:
    size = float(cell.font.sz or DEFAULT_SIZE)
    last = area.max_col if area else cell.column
    room = sum(width_of(sheet, c) for c in range(cell.column, last + 1)) - PADDING
    room *= DEFAULT_SIZE / size
    text = _shown(cell)
    if not cell.alignment.wrap_text and not cell.alignment.shrink_to_fit:
        wide = max(map(columns_of, text.split("\n")))
        if wide <= room or (isinstance(cell.value, str) and _runs_over(sheet, cell, last, wide - room)):
            return ""
        return _("“{text}” is wider than its cell").format(text=shortened(text, 30))
    lines = sum(max(1, math.ceil(columns_of(line) / max(room, 1.0))) for line in text.split("\n"))
    bottom = area.max_row if area else cell.row
    heights = [sheet.row_dimensions[r].height for r in range(cell.row, bottom + 1)]
    if any(h is None for h in heights) and not area:
        return ""  # Excel sets the height by itself
    high = sum(h or 15.0 for h in heights)
    if lines * size * LINE <= high + SLACK:
        return ""
    return _("“{text}” is higher than its cell").format(text=shortened(text, 30))


def width_of(sheet: Any, column: int) -> float:
    """Column width in digits; openpyxl keeps columns of one width as a group under the first."""
    for dimension in sheet.column_dimensions.values():
        if dimension.min and dimension.max and dimension.min <= column <= dimension.max:
            return float(dimension.width or DEFAULT_WIDTH)
    return float(sheet.column_dimensions[get_column_letter(column)].width or DEFAULT_WIDTH)


def _shown(cell: Any) -> str:
    """The text as it is shown: numbers in their format's digits."""
    value = cell.value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        places = cell.number_format.partition(".")[2].count("0") if cell.number_format != "General" else None
        return f"{value:.{places}f}" if places is not None else f"{value}"
    return str(value)


def _runs_over(sheet: Any, cell: Any, last: int, needed: float) -> bool:
    """Whether the text may run over into empty cells to its right."""
    if cell.alignment.horizontal not in (None, "general", "left"):
        return False
    column = last + 1
    while needed > 0 and column <= sheet.max_column:
        if sheet.cell(cell.row, column).value not in (None, ""):
            return False
        needed -= width_of(sheet, column)
        column += 1
    return True


def _too_small(sheet: Any) -> Iterator[Finding]:
    """A sheet fitted to the width of its paper, whose smallest type falls below what can be read."""
    fits = sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
    paper = _PAPER.get(int(sheet.page_setup.paperSize or 9))
    if not fits or paper is None or not sheet.max_column:
        return
    across = paper[1] if sheet.page_setup.orientation == "landscape" else paper[0]
    across -= (sheet.page_margins.left + sheet.page_margins.right) * _INCH
    shown = [c for c in range(1, sheet.max_column + 1) if not sheet.column_dimensions[get_column_letter(c)].hidden]
    needed = sum(width_of(sheet, c) for c in shown) * _DIGIT
    sizes = [float(c.font.sz or DEFAULT_SIZE) for row in sheet.iter_rows(max_row=60) for c in row if c.value]
    smallest = min(sizes, default=DEFAULT_SIZE) * min(1.0, across / needed)
    if smallest < SMALLEST:
        what = _("the sheet prints in type of {size} points").format(size=round(smallest, 1))
        todo = _("Choose A3 paper, or take columns out.")
        yield Finding("small-print", ADVICE, f"[{sheet.title}]", "", what, todo)
