"""Read a table saved as text (csv, tsv): its fields as the cells of one table, each line a paragraph's place."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.reading.decoding import decoded
from zcplan.reading.document import Draft
from zcplan.reading.sheets import draft_of
from zcplan.reading.workbook import MAX_COLUMNS, MAX_ROWS, Cell, Place, Sheet, Workbook, clean

_MARKS = ",\t;|"
_SAMPLE = 20


def read(data: bytes, path: Path) -> Draft:
    """Read a table; Excel's ``sep=;`` in the first line is heeded.

    :raises UsageError: it is no text, or can't be parted into fields
    """
    from datetime import date

    text = decoded(data, path)
    mark, text = _mark(text)
    cells: dict[Place, Cell] = {}
    cut = False
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), start=1):
            if number > MAX_ROWS:
                cut = True
                break
            for column, value in enumerate(fields[:MAX_COLUMNS], start=1):
                words = clean(value)
                if words:
                    cells[number, column] = Cell(words, shown=words)
    except csv.Error:
        raise UsageError(_("the file can't be read as a table"), str(path), _("Save it as “CSV UTF-8”.")) from None
    sheet = Sheet(path.stem, cells, cut=cut)
    return draft_of(Workbook((sheet,), {}, None, date(1899, 12, 30)))


def _mark(text: str) -> tuple[str, str]:
    """What parts the fields, and the text without the line that may say so."""
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]
    counts = {mark: sorted(line.count(mark) for line in lines) for mark in _MARKS}
    best = max(_MARKS, key=lambda mark: counts[mark][len(lines) // 2] if lines else 0)
    return (best if lines and counts[best][len(lines) // 2] else ","), text
