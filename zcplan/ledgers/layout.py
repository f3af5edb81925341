"""Find the ledger (任务台账) in a returned workbook: its header wherever it went, its rows, what was added to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from zcplan.cells import reference
from zcplan.i18n import gettext as _
from zcplan.reading.workbook import EMPTY, Cell, Sheet, Workbook

SERIAL, KEY, NUMBER, TASK, LABEL, GOAL, UNIT = "序号", "标识", "任务编号", "任务", "目标", "目标值", "单位"
LEAD, SUPPORT, DEPARTMENT, ROLE = "牵头部门", "配合部门", "填报部门", "职责"
PROGRESS, STATUS, VALUE, COMPLETED, NOTE = "进展情况", "状态", "完成值", "完成日期", "备注"
HEADERS = (
    *(SERIAL, KEY, NUMBER, TASK, LABEL, GOAL, UNIT, LEAD, SUPPORT, DEPARTMENT, ROLE),
    *(PROGRESS, STATUS, VALUE, COMPLETED, NOTE),
)
OPEN = (PROGRESS, STATUS, VALUE, COMPLETED, NOTE)
"""Columns that the department fills in."""

NAME_OF_DEPARTMENT, NAME_OF_YEAR = "department", "year"
_ALIASES = {
    "编号": NUMBER,
    "任务名称": TASK,
    "工作任务": TASK,
    "目标名称": LABEL,
    "计量单位": UNIT,
    "填报单位": DEPARTMENT,
    "报送部门": DEPARTMENT,
    "进展": PROGRESS,
    "工作进展": PROGRESS,
    "完成情况": PROGRESS,
    "完成状态": STATUS,
    "实际完成值": VALUE,
    "完成数": VALUE,
    "完成时间": COMPLETED,
    "说明": NOTE,
}
_SEARCHED = 60
_MOST_SHOWN = 2_000


COMMENT, STRUCK, PICTURE = "comment", "struck", "picture"


@dataclass(frozen=True)
class Aside:
    """What a cell holds beside its text: a comment, words struck through, a picture.

    :param place: the cell: F12
    """

    code: str
    place: str
    text: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a ledger: its cells by header, their places, and text in columns that the ledger does not have.

    ``shared`` names the columns whose cell is merged with that of the row above, ``asides`` what stands in its cells
    beside their text.
    """

    sheet: str
    line: int
    cells: Mapping[str, Cell]
    places: Mapping[str, str]
    extra: tuple[tuple[str, str], ...]
    shared: frozenset[str]
    asides: tuple[Aside, ...] = ()

    def cell(self, header: str) -> Cell:
        """The cell under a header, empty where the column is missing."""
        return self.cells.get(header, EMPTY)

    def text(self, header: str) -> str:
        """The text under a header."""
        return self.cell(header).text

    def place(self, header: str) -> str:
        """The name of the cell under a header, or the row where the column is missing."""
        return self.places.get(header, _("row {n}").format(n=self.line))

    @property
    def is_answered(self) -> bool:
        """Whether the department filled in anything."""
        return any(self.text(header) for header in OPEN) or bool(self.extra)

    @property
    def content(self) -> str:
        """All that the row says, for a row that can't be used."""
        told = [f"{h}：{self.text(h)}" for h in HEADERS if self.text(h)]
        told += [f"{name}：{text}" for name, text in self.extra]
        return "；".join(told)[:_MOST_SHOWN]


@dataclass(frozen=True)
class Ledger:
    """The ledger of one sheet: the row of its header, the headers that are missing or stand twice, its rows."""

    sheet: Sheet
    header: int
    missing: tuple[str, ...]
    twice: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def ledgers(book: Workbook) -> tuple[Ledger, ...]:
    """Every sheet of a workbook that is a ledger, whatever it is called."""
    return tuple(found for sheet in book.sheets if (found := _ledger(sheet)))


def _ledger(sheet: Sheet) -> Ledger | None:
    best = max(((len(c), -row, c) for row, c in _headers(sheet)), default=None, key=lambda t: t[:2])
    if best is None:
        return None
    header, columns = -best[1], best[2]
    names = set(columns)
    if not names & {KEY, NUMBER, TASK} or len(names & set(OPEN)) < 2:
        return None
    twice = tuple(_twice(sheet, header, columns))
    rows = tuple(_rows(sheet, header, columns))
    missing = tuple(h for h in (KEY, *OPEN) if h not in columns)
    return Ledger(sheet, header, missing, twice, rows)


def _headers(sheet: Sheet) -> Iterator[tuple[int, dict[str, int]]]:
    """For each of the first rows, which header stands in which column."""
    by_row: dict[int, dict[str, int]] = {}
    for row, column in sorted(sheet.cells):
        if row <= _SEARCHED and (name := _header(sheet.cells[row, column].text)):
            by_row.setdefault(row, {}).setdefault(name, column)
    yield from by_row.items()


def _header(text: str) -> str:
    """The header that a cell's text stands for, or nothing."""
    bare = re.sub(r"[\s：:*＊]|[（(【\[].*?[）)】\]]", "", text)
    return bare if bare in HEADERS else _ALIASES.get(bare, "")


def _twice(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for row, column in sorted(sheet.cells):
        name = _header(sheet.cells[row, column].text) if row == header else ""
        if name and columns[name] != column:
            yield name, reference(row, column)


def _rows(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[Row]:
    known = set(columns.values())
    others: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        if row > header and column not in known and sheet.cells[row, column].text:
            others.setdefault(row, []).append(column)
    for line in sheet.rows[header:]:
        cells = {name: sheet.at(line, column) for name, column in columns.items()}
        extra = tuple((_title(sheet, header, c), sheet.cells[line, c].text) for c in others.get(line, ()))
        if not extra and not any(cell.text for name, cell in cells.items() if name != SERIAL or cell.number is None):
            continue
        if sum(_header(cell.text) == name for name, cell in cells.items()) > len(cells) // 2:
            continue
        heads = {name: sheet.head(line, column) for name, column in columns.items()}
        places = {name: reference(*place) for name, place in heads.items()}
        shared = frozenset(name for name, place in heads.items() if place[0] != line)
        yield Row(sheet.name, line, cells, places, extra, shared, tuple(_asides(sheet, line, columns.values())))


def _asides(sheet: Sheet, line: int, columns: Iterable[int]) -> Iterator[Aside]:
    """What stands in the row's cells beside their text; the row's number is counted, not filled in."""
    for column in columns:
        cell, place = sheet.cells.get((line, column), EMPTY), reference(line, column)
        if cell.comment:
            yield Aside(COMMENT, place, cell.comment)
        if cell.struck:
            yield Aside(STRUCK, place, cell.struck)
        if any(n.code == PICTURE for n in cell.notes):
            yield Aside(PICTURE, place)


def _title(sheet: Sheet, header: int, column: int) -> str:
    """What a column that the ledger does not have is called: its header, or its letter."""
    return sheet.at(header, column).text or f"{reference(0, column)[:-1]}列"
