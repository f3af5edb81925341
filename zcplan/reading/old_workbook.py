"""An old workbook (.xls, BIFF), where the package ``xlrd`` happens to be installed; it is no requirement."""

from __future__ import annotations

import importlib
import io
from datetime import date, datetime
from typing import Any

from zcplan.errors import InputError
from zcplan.i18n import gettext as _
from zcplan.reading.workbook import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Cell,
    Place,
    Sheet,
    Workbook,
    content,
    merged,
)


def read(data: bytes, where: str) -> Workbook:
    """Read an .xls file. It does not tell when it was saved.

    :raises InputError: ``xlrd`` is missing, or the file is locked or broken
    """
    todo = _("Open it in Excel or WPS, save it as .xlsx, and collect that file.")
    try:
        xlrd: Any = importlib.import_module("xlrd")
    except ImportError:
        raise InputError(_("this is an old Excel workbook (.xls)"), where, todo) from None
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        sheets = tuple(_sheet(xlrd, book, s) for s in book.sheets()[:MAX_SHEETS])
        named = {n.name: _named_text(xlrd, n, sheets) for n in book.name_obj_list}
    except Exception as error:  # a broken file makes xlrd raise whatever it comes across
        locked = "encrypt" in str(error).lower()
        reason = f"{type(error).__name__}: {error}"[:200]
        what = (
            _("the workbook is locked with a password")
            if locked
            else _("the workbook is damaged ({reason})").format(reason=reason)
        )
        raise InputError(what, where, todo) from None
    epoch = date(1904, 1, 1) if book.datemode else date(1899, 12, 30)
    return Workbook(sheets, {k: v for k, v in named.items() if v}, None, epoch)


def _sheet(xlrd: Any, book: Any, sheet: Any) -> Sheet:
    cells: dict[Place, Cell] = {}
    filled = 0
    for row in range(sheet.nrows):
        before = len(cells)
        for column, kind in enumerate(sheet.row_types(row, 0, MAX_COLUMNS)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            cell = _content(xlrd, book, sheet.cell(row, column))
            if cell.text:
                cells[row + 1, column + 1] = cell
        filled += len(cells) > before
        if filled >= MAX_ROWS:
            break
    areas = ((top + 1, bottom, left + 1) for top, bottom, left, _right in sheet.merged_cells)
    return Sheet(sheet.name, cells, merged(areas, cells), filled >= MAX_ROWS)


def _content(xlrd: Any, book: Any, cell: Any) -> Cell:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(cell.value, "#?"), flaw=_("the cell shows an error"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return content(bool(cell.value), "General")
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return content(datetime(*xlrd.xldate_as_tuple(cell.value, book.datemode)[:3]), "General")
        except (xlrd.XLDateError, ValueError):
            return content(cell.value, "General")
    form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else ""
    return content(cell.value, form)


def _named_text(xlrd: Any, name: Any, sheets: tuple[Sheet, ...]) -> str:
    try:
        place = name.cell().value
        return str(place).strip()
    except (xlrd.XLRDError, AttributeError, IndexError):
        return ""
