"""Read an old workbook (.xls, BIFF 2 to 8) with xlrd, into the same cells as a new one."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code

from zcplan.errors import InputError
from zcplan.i18n import gettext as _
from zcplan.reading import number_format
from zcplan.reading.workbook import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Cell,
    Place,
    Sheet,
    Workbook,
    content,
    dated,
    flawed,
    merged,
    with_comment,
)

_DAY_0, _DAY_0_MAC = datetime(1899, 12, 30), datetime(1904, 1, 1)


def read(data: bytes, where: str) -> Workbook:
    """Read an .xls file. It does not tell when it was saved.

    :raises InputError: the file is locked or broken
    """
    todo = _("Open it in Excel or WPS, save it as .xlsx, and give that file.")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except Exception as error:  # a broken file makes xlrd raise whatever it comes across
        locked = "encrypt" in str(error).lower()
        what = _("the workbook is locked with a password") if locked else _("the workbook is damaged")
        raise InputError(what, where, todo) from error
    epoch = _DAY_0_MAC if book.datemode else _DAY_0
    sheets = tuple(_sheet(book, sheet, epoch) for sheet in book.sheets()[:MAX_SHEETS])
    names = {n.name: _named_text(n) for n in book.name_obj_list}
    more = max(book.nsheets - MAX_SHEETS, 0)
    return Workbook(sheets, {k: v for k, v in names.items() if v}, None, epoch.date(), more)


def _sheet(book: Any, sheet: Any, epoch: datetime) -> Sheet:
    cells: dict[Place, Cell] = {}
    filled = 0
    cut = False
    for row in range(sheet.nrows):
        before = len(cells)
        for column, kind in enumerate(sheet.row_types(row, 0, MAX_COLUMNS)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            cell = _content(book, sheet, row, column, epoch)
            if cell.text or cell.flaw or cell.struck:
                cells[row + 1, column + 1] = cell
        filled += len(cells) > before
        if filled > MAX_ROWS:
            cut = True
            cells = {place: cell for place, cell in cells.items() if place[0] <= row}
            break
    for (row, column), note in sheet.cell_note_map.items():
        place = (row + 1, column + 1)
        cells[place] = with_comment(cells.get(place, Cell("")), note.text)
    areas = tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    return Sheet(
        sheet.name,
        cells,
        merged(areas, cells),
        cut,
        areas,
        frozenset(n + 1 for n, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(n + 1 for n, info in sheet.colinfo_map.items() if info.hidden),
        sheet.visibility != 0,
    )


def _content(book: Any, sheet: Any, row: int, column: int, epoch: datetime) -> Cell:
    cell = sheet.cell(row, column)
    form = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    code = book.format_map[form.format_key].format_str if form is not None else number_format.GENERAL
    if cell.ctype == xlrd.XL_CELL_ERROR:
        word = error_text_from_code.get(cell.value, "#?")
        return flawed(word, _("the cell shows an error"), "error", shown=word)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return content(bool(cell.value), code)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        found = _text(book, sheet, row, column, str(cell.value), code)
    else:
        moment = None
        if cell.ctype == xlrd.XL_CELL_DATE or number_format.is_date(code):
            moment = number_format.moment_of(Decimal(repr(cell.value)), epoch)
        found = content(cell.value, code) if moment is None else dated(moment, code)
    if form is not None and book.font_list[form.font_index].struck_out and found.text:
        return Cell("", flaw=_("its text is struck through"), struck=found.shown)
    return found


def _text(book: Any, sheet: Any, row: int, column: int, text: str, code: str) -> Cell:
    """A text without the stretches that are struck through."""
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    if not any(book.font_list[font].struck_out for _at, font in runs if font < len(book.font_list)):
        return content(text, code)
    shown: list[str] = []
    struck: list[str] = []
    last, is_struck = 0, False
    for at, font in (*runs, (len(text), 0)):
        (struck if is_struck else shown).append(text[last:at])
        last = at
        is_struck = font < len(book.font_list) and bool(book.font_list[font].struck_out)
    return content("".join(shown), code, struck="".join(struck))


def _named_text(name: Any) -> str:
    try:
        return str(name.cell().value).strip()
    except (xlrd.XLRDError, AttributeError, IndexError):
        return ""
