"""A reviewed table as a person left it: the workbook of several sheets, or figures alone as one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zcplan import files, quantity
from zcplan.dataset.csvfile import armed_unless_number
from zcplan.errors import InputError, UsageError
from zcplan.extract import sheets
from zcplan.extract.propose import Proposal
from zcplan.extract.sheets import Column
from zcplan.i18n import gettext as _
from zcplan.reading import workbook
from zcplan.reading.archive import read_bytes
from zcplan.reading.workbook import Cell, Sheet

OBSERVATION = (
    "indicator", "year", "area", "measure", "status", "bound", "value", "unit", "text", "document", "locator",
    "evidence", "note",
)  # fmt: skip
DOCUMENT = ("title", "number", "issuer", "date", "kind", "precedence")
HEADER = ("accept", "sentence", "name", *OBSERVATION, "paragraph", "offset", *(f"document_{c}" for c in DOCUMENT))
"""Columns of the table of figures alone."""
_HEAD_ROWS = 20
"""Rows in which the heads of a sheet are looked for; a person may have put some above."""


@dataclass(frozen=True, eq=False)
class Line:
    """A row as a person left it.

    :param where: the file, and the sheet of a workbook
    :param cells: text by column key, in the dataset's codes where the column has words
    :param row: its number in the sheet
    """

    where: str
    row: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    @property
    def place(self) -> str:
        """File, sheet and row."""
        return f"{self.where} {self.row}" if self.where.endswith("]") else f"{self.where}:{self.row}"


Reviewed = Mapping[str, Sequence[Line]]
"""Rows by sheet."""


def as_rows(proposals: Iterable[Proposal], document: str, about: Mapping[str, str]) -> list[dict[str, str]]:
    """Figures alone as a table to review: the dataset's columns, led by the choice, the sentence beside them.

    :param about: the document's own row, carried along so that it can be added with the first figure accepted
    """
    return [
        {
            "accept": "",
            "name": p.name,
            "indicator": p.indicator,
            "year": str(p.year or ""),
            "area": p.area,
            "measure": p.measure,
            "status": p.status,
            "bound": p.bound,
            "value": "" if p.value is None else quantity.plain(p.value),
            "unit": p.unit,
            "text": p.text,
            "document": document,
            "locator": p.locator,
            "evidence": p.evidence,
            "note": "",
            "sentence": p.sentence[:300],
            "paragraph": str(p.paragraph),
            "offset": str(p.offset),
            **{f"document_{c}": about.get(c, "") for c in DOCUMENT},
        }
        for p in proposals
    ]


def as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The table as CSV that Excel opens (with a byte order mark); what looks like a formula is led by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([armed_unless_number(row[c]) for c in HEADER] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read_review(path: Path) -> Reviewed:
    """A reviewed file, sheet by sheet.

    :raises InputError: it can't be read
    :raises UsageError: it is none that ``extract`` made, or columns are missing
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".xls"):
        return _of_table(_csv_lines(path), path)
    book = workbook.read(read_bytes(path), str(path))
    by_name = {sheet.name.strip(): sheet for sheet in book.sheets}
    if not any(name in by_name for name in sheets.SHEETS):
        return _of_table(list(_table_lines(book.sheets[0], path)) if book.sheets else [], path)
    return {name: tuple(_lines(by_name[name], name, path)) for name in sheets.SHEETS if name in by_name}


# --- the workbook ----------------------------------------------------------------------------------


def _lines(sheet: Sheet, name: str, path: Path) -> Iterator[Line]:
    columns = {c.key: c for c in sheets.SHEETS[name]}
    head, places = _head(sheet, {c.head: c.key for c in columns.values()})
    lacks = [c.head for c in columns.values() if c.key not in places and (c.needed or c.key == "accept")]
    if lacks:
        what = _("the sheet “{sheet}” lacks the columns {columns}").format(sheet=name, columns="、".join(lacks))
        raise UsageError(what, str(path), _("Undo the change of its heads, or make the workbook anew."))
    if sheet.cut:
        what = _("the sheet “{sheet}” has more rows than are read").format(sheet=name)
        raise InputError(what, str(path), _("Take fewer documents at a time."))
    for row in sheet.rows[head:]:
        cells = {key: _said(sheet.at(row, column), columns[key]) for key, column in places.items()}
        if any(text for key, text in cells.items() if key not in ("accept", "mark", "told")):
            yield Line(f"{path.name} [{name}]", row, cells)


def _head(sheet: Sheet, keys: Mapping[str, str]) -> tuple[int, Mapping[str, int]]:
    """The row of the heads, and where each column stands."""
    by_row: dict[int, dict[str, int]] = {0: {}}
    for row, column in sorted(sheet.cells):
        key = keys.get(sheet.cells[row, column].text.strip())
        if row <= _HEAD_ROWS and key:
            by_row.setdefault(row, {}).setdefault(key, column)
    return max(by_row.items(), key=lambda found: len(found[1]))


def _said(cell: Cell, column: Column) -> str:
    """A cell's content as text: digits as typed, a day as 2026-01-20, the code of a word."""
    if column.kind == sheets.DAY and cell.day is not None:
        return cell.day.isoformat()
    if column.kind in (sheets.NUMBER, sheets.WHOLE) and cell.number is not None:
        whole = column.kind == sheets.WHOLE and cell.number == cell.number.to_integral_value()
        return quantity.plain(cell.number.to_integral_value() if whole else cell.number)
    text = cell.text.strip()
    return text.removesuffix("年") if column.kind == sheets.WHOLE else column.code(text)


# --- figures alone ---------------------------------------------------------------------------------


def _csv_lines(path: Path) -> list[Line]:
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    try:
        rows = [
            {k: _disarmed(v or "") for k, v in row.items() if k}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]
    except csv.Error as error:
        what = _("the file can't be read as CSV ({reason})").format(reason=files.reason(error))
        raise UsageError(what, str(path), _("Save it as “CSV UTF-8”.")) from None
    return [Line(str(path), n, row) for n, row in enumerate(rows, start=2)]


def _disarmed(text: str) -> str:
    return text.removeprefix("'") if text[:2] in ("'=", "'+", "'@", "'-") else text


def _table_lines(sheet: Sheet, path: Path) -> Iterator[Line]:
    head, places = _head(sheet, {c: c for c in HEADER})
    for row in sheet.rows[head:]:
        cells = {key: _disarmed(sheet.at(row, column).text) for key, column in places.items()}
        if any(cells.values()):
            yield Line(f"{path.name} [{sheet.name}]", row, cells)


def _of_table(lines: Sequence[Line], path: Path) -> Reviewed:
    """The table of figures as sheets: the figures, and the documents that their rows carry along."""
    missing = [c for c in ("accept", *OBSERVATION) if lines and c not in lines[0].cells]
    if missing or not lines:
        what = _("this is no table of proposals: it lacks {columns}").format(columns=", ".join(missing or ["accept"]))
        raise UsageError(what, str(path), _("“zcplan extract FILE -o proposals.xlsx” makes one."))
    documents: dict[str, Line] = {}
    for line in lines:
        carried = {c: line[f"document_{c}"] for c in DOCUMENT}
        documents.setdefault(line["document"], Line(line.where, line.row, {"id": line["document"], **carried}))
    return {sheets.FIGURES: lines, sheets.DOCUMENTS: tuple(documents.values())}
