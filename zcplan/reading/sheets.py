"""The sheets of a workbook as paragraphs and tables: several tables on a sheet told apart, titles and units above them.

What is hidden is not read and is told, as is what can't be vouched for: formulas never computed, errors, comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zcplan.cells import reference
from zcplan.errors import InputError, UsageError
from zcplan.reading import document as d
from zcplan.reading.captions import unit_line
from zcplan.reading.document import BODY, BOX, CELL, Draft, Note, Paragraph, Passed, Table
from zcplan.reading.document import Cell as TableCell
from zcplan.reading.workbook import MAX_CELLS, MAX_ROWS, Cell, Place, Sheet, Workbook
from zcplan.reading.workbook import read as read_workbook

_TOLD = {
    "error": d.ERRORS,
    "formula": d.UNCOMPUTED,
    "comment": d.COMMENTS,
    "format": d.UNFORMATTED,
    "picture": d.PICTURE,
    "struck": d.STRUCK_FIGURES,
}
_LONE_TEXT = 30
"""A lone cell under a table that is longer than this, or begins as a note does, is text and no row."""
_NOTES = ("注", "说明", "备注", "填报", "制表", "审核", "资料来源", "数据来源", "*")
_LABELS = 0.6
"""Behind an empty column a table of its own begins where this share of the next column's cells are words."""


@dataclass
class _Draft:
    """What was made of a workbook so far."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)

    def tell(self, what: str, count: int, where: str) -> None:
        if count:
            self.passed.append(Passed(what, count, where))


def read(data: bytes, path: Path) -> Draft:
    """Read a workbook.

    :raises UsageError: it is none, is damaged, locked or too large
    """
    try:
        book = read_workbook(data, path.name)
    except InputError as error:
        raise UsageError(error.what, str(path), error.todo) from error
    return draft_of(book)


def draft_of(book: Workbook) -> Draft:
    """The sheets that are shown, in order."""
    made = _Draft()
    for sheet in book.sheets:
        if sheet.is_hidden:
            made.tell(d.HIDDEN_SHEET, 1, sheet.name)
        else:
            _enter(made, sheet)
    made.tell(d.SHEETS, book.more_sheets, "")
    return Draft(tuple(made.paragraphs), tuple(made.tables), passed_over=tuple(made.passed))


def _enter(made: _Draft, sheet: Sheet) -> None:
    covered = _covered(sheet)
    above = {place: cell for place, cell in sheet.cells.items() if place not in covered}
    shown = {place: cell for place, cell in above.items() if _is_shown(sheet, place)}
    hidden = [place for place in above if place not in shown]
    made.tell(d.HIDDEN_ROWS, len({row for row, _c in hidden if row in sheet.hidden_rows}), sheet.name)
    columns = {column for row, column in hidden if row not in sheet.hidden_rows}
    made.tell(d.HIDDEN_COLUMNS, len(columns), sheet.name)
    made.tell(d.ROWS, MAX_ROWS if sheet.cut else 0, sheet.name)
    made.tell(d.PICTURE, sheet.pictures, sheet.name)
    made.tell(d.CHART, sheet.charts, sheet.name)
    codes = Counter(_TOLD[n.code] for cell in shown.values() for n in cell.notes)
    codes[d.STRUCK_FIGURES] += sum(any(c.isdigit() for c in cell.struck) for cell in shown.values())
    for what in sorted(codes):
        made.tell(what, codes[what], sheet.name)
    filled = {place: cell for place, cell in shown.items() if cell.shown.strip()}
    unseen = sum(bool(cell.number is not None or cell.day) for place, cell in shown.items() if place not in filled)
    made.tell(d.HIDDEN_TEXT, unseen, sheet.name)
    spans = _spans(sheet)
    for block in _blocks(filled, sheet.hidden_rows):
        _enter_block(made, sheet, block, filled, spans)
    for text in sheet.texts:
        made.paragraphs.append(Paragraph(len(made.paragraphs), text, BOX, sheet=sheet.name))


def _is_shown(sheet: Sheet, place: Place) -> bool:
    """Whether a cell shows: it is not hidden with its row or column."""
    return place[0] not in sheet.hidden_rows and place[1] not in sheet.hidden_columns


def _covered(sheet: Sheet) -> set[Place]:
    """Cells that a merge covers: what WPS leaves in them is not shown."""
    last_row = max((row for row, _column in sheet.cells), default=0)
    last_column = max((column for _row, column in sheet.cells), default=0)
    found: set[Place] = set()
    for top, left, bottom, right in sheet.areas:
        rows, columns = range(top, min(bottom, last_row) + 1), range(left, min(right, last_column) + 1)
        if len(found) + len(rows) * len(columns) > MAX_CELLS:
            break
        found.update((row, column) for row in rows for column in columns if (row, column) != (top, left))
    return found


def _spans(sheet: Sheet) -> dict[Place, tuple[int, int]]:
    """Rows and columns that each merge covers, by its first cell."""
    return {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.areas}


Rows = dict[int, list[int]]
"""Filled columns by row."""


_NUMBER = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?[%％]?")


def _is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, be it kept as text, as every cell of a table saved as text is."""
    return cell.number is not None or bool(_NUMBER.fullmatch(cell.text))


def _blocks(filled: dict[Place, Cell], hidden: frozenset[int]) -> Iterator[Rows]:
    """The rows of each table with what stands above it: parted by empty rows, unless figures go on without a head.

    :param hidden: rows that are not shown, which part nothing
    """
    by_row: Rows = {}
    for row, column in sorted(filled):
        by_row.setdefault(row, []).append(column)
    block: Rows = {}
    width: set[int] = set()
    last = 0
    for row, columns in by_row.items():
        has_figures = any(_is_figure(filled[row, column]) for column in columns)
        goes_on = len(width) < 2 or (has_figures and width.issuperset(columns))
        is_parted = any(between not in hidden for between in range(last + 1, row))
        if block and is_parted and not goes_on:
            yield block
            block, width = {}, set()
        block[row] = columns
        if len(columns) > 1:
            width.update(columns)
        last = row
    if block:
        yield block


def _enter_block(
    made: _Draft, sheet: Sheet, block: Rows, filled: dict[Place, Cell], spans: dict[Place, tuple[int, int]]
) -> None:
    """Lines of text above a table, the table or tables side by side, lines of text below."""
    rows = list(block)
    first = 0
    while first < len(rows) and _is_line(block[rows[first]], rows[first], filled):
        first += 1
    end = len(rows)
    while end > first and _is_note(block[rows[end - 1]], rows[end - 1], filled):
        end -= 1
    for row in rows[:first]:
        _enter_line(made, sheet, row, block[row], filled)
    body = {row: block[row] for row in rows[first:end]}
    for columns in _side_by_side(body, filled, spans, sheet.hidden_columns):
        _enter_table(made, sheet, body, columns, filled, spans)
    for row in rows[end:]:
        _enter_line(made, sheet, row, block[row], filled)


def _is_line(columns: list[int], row: int, filled: dict[Place, Cell]) -> bool:
    """Whether a row is a title or names the unit of what follows."""
    texts = [filled[row, c].shown for c in columns]
    return len(texts) == 1 or (len(texts) == 2 and any(map(unit_line, texts)))


def _is_note(columns: list[int], row: int, filled: dict[Place, Cell]) -> bool:
    """Whether a row under a table is a note on it, or who filled it in."""
    text = filled[row, columns[0]].shown.strip()
    return text.startswith(_NOTES) or (len(columns) == 1 and len(text) > _LONE_TEXT)


def _side_by_side(
    rows: Rows, filled: dict[Place, Cell], spans: dict[Place, tuple[int, int]], hidden: frozenset[int]
) -> list[set[int]]:
    """The columns of each table where several stand beside one another, parted by an empty column, not a hidden one."""
    covered = {
        c + k
        for row, columns in rows.items()
        if len(columns) > 1
        for c in columns
        for k in range(min(spans.get((row, c), (1, 1))[1], 200))
    }
    used = sorted({c for columns in rows.values() for c in columns} | covered | hidden)
    groups: list[set[int]] = []
    for column in used:
        if groups and (column - 1 in groups[-1] or not _begins_table(column, rows, filled)):
            groups[-1].add(column)
        else:
            groups.append({column})
    return groups


def _begins_table(column: int, rows: Rows, filled: dict[Place, Cell]) -> bool:
    """Whether a column behind an empty one holds labels, as the first column of a table does."""
    cells = [filled[row, column] for row, columns in rows.items() if column in columns]
    words = sum(c.number is None and c.day is None for c in cells)
    return len(cells) > 1 and words / len(cells) >= _LABELS


def _enter_line(made: _Draft, sheet: Sheet, row: int, columns: Iterable[int], filled: dict[Place, Cell]) -> None:
    for column in columns:
        _enter_cell(made, sheet, (row, column), filled[row, column], BODY)


def _enter_table(
    made: _Draft,
    sheet: Sheet,
    rows: Rows,
    columns: set[int],
    filled: dict[Place, Cell],
    spans: dict[Place, tuple[int, int]],
) -> None:
    before = len(made.paragraphs) - 1
    top, last_row, last_column = min(rows, default=0), max(rows, default=0), max(columns)
    cells = []
    for row, own in rows.items():
        for column in own:
            if column not in columns:
                continue
            cell = filled[row, column]
            down, across = spans.get((row, column), (1, 1))
            paragraph = _enter_cell(made, sheet, (row, column), cell, CELL)
            across = min(across, last_column - column + 1)
            down = min(down, last_row - row + 1)
            cells.append(
                TableCell(
                    row - top,
                    column - 1,
                    across,
                    down,
                    (paragraph,),
                    cell.number,
                    cell.unit if cell.number is not None else "",
                )
            )
    if cells:
        made.tables.append(Table(tuple(cells), before, sheet=sheet.name))


def _enter_cell(made: _Draft, sheet: Sheet, place: Place, cell: Cell, kind: str) -> Paragraph:
    notes = cell.notes
    if cell.struck and any(c.isdigit() for c in cell.struck):
        notes = (*notes, Note(d.STRUCK, 0, len(cell.shown), cell.struck))
    paragraph = Paragraph(len(made.paragraphs), cell.shown, kind, sheet=sheet.name, cell=reference(*place), notes=notes)
    made.paragraphs.append(paragraph)
    return paragraph
