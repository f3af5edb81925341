"""Read a workbook (xlsx): its sheets as tables of text, or one sheet as rows under a header."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.reading.archive import open_office, read_bytes

MAX_CELLS = 500_000
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([^\"']*)")


def open_book(path: Path) -> Any:
    """The workbook, with values instead of formulas.

    :raises UsageError: it can't be read as a workbook
    """
    import openpyxl

    parts = open_office(path)
    todo = _("Delete the empty rows and columns.")
    merged = sum(_area(ref) for n, blob in parts.items() if "/worksheets/" in n for ref in _MERGED.findall(blob))
    if merged > MAX_CELLS:
        raise UsageError(_("the workbook merges more than 500000 cells"), str(path), todo)
    try:
        book = openpyxl.load_workbook(io.BytesIO(read_bytes(path)), data_only=True)
    except Exception as error:  # openpyxl raises whatever the broken part made it raise
        what = _("the workbook can't be read ({reason})").format(reason=error)
        raise UsageError(what, str(path), _("Open it in Excel or WPS and save it anew as .xlsx.")) from None
    if sum(s.max_row * s.max_column for s in book.worksheets) > MAX_CELLS:
        raise UsageError(_("the workbook has more than 500000 cells"), str(path), todo)
    return book


def _area(ref: bytes) -> int:
    """How many cells a range has; a wrong one counts as too many."""
    from openpyxl.utils import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(ref.decode("ascii"))
        return int((right - left + 1) * (bottom - top + 1))
    except (ValueError, TypeError, UnicodeDecodeError):
        return MAX_CELLS + 1


def text_of(cell: Any) -> str:
    """A cell as it shows: 5.5% for 0.055 in a percent format, no binary tail."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if "%" in (cell.number_format or ""):
        return f"{_digits(number * 100)}%"
    places = re.search(r"0\.(0+)", cell.number_format or "")
    if places and number.is_finite():
        return f"{number:.{len(places[1])}f}"
    return _digits(number)


def _digits(number: Decimal) -> str:
    if not number.is_finite():
        return ""
    number = round(number, 10).normalize()
    return f"{number:f}"


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of the first sheet under its header row, by column name."""
    sheet = open_book(path).worksheets[0]
    header: list[str] = []
    for cells in sheet.iter_rows():
        texts = [text_of(c).strip() for c in cells]
        if not header:
            header = texts if sum(map(bool, texts)) > 3 else []
        elif any(texts):
            yield dict(zip(header, texts, strict=False))
