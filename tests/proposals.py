"""A review workbook in the hands of a person: rows by sheet and head, choices made, cells filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl

ACCEPT, REJECT = "采纳", "不采纳"
MAIN = ("数字", "任务", "分工", "任务目标", "表式")


class Book:
    """The workbook opened; ``save`` puts it back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def heads(self, sheet: str) -> dict[str, int]:
        """Columns by head."""
        return {c.value: c.column for c in self.book[sheet][2] if c.value}

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """Rows as dictionaries by head; ``#`` is the row's number."""
        heads = self.heads(sheet)
        found = []
        for cells in self.book[sheet].iter_rows(min_row=3):
            row = {head: cells[column - 1].value for head, column in heads.items()}
            if any(v not in (None, "") for v in row.values()):
                found.append({**row, "#": cells[0].row})
        return found

    def set(self, sheet: str, row: int, head: str, value: Any) -> None:
        """Write a cell."""
        self.book[sheet].cell(row, self.heads(sheet)[head]).value = value

    def choose(self, sheet: str, choice: Callable[[Mapping[str, Any]], str | None]) -> int:
        """Set the choice of each row; ``None`` leaves it as it is. Tells how many are accepted now."""
        for row in self.rows(sheet):
            word = choice(row)
            if word is not None:
                self.set(sheet, row["#"], "采纳", word)
        return sum(r["采纳"] == ACCEPT for r in self.rows(sheet))

    def accept_what_is_clear(self) -> None:
        """Accept every row that is new and not marked."""
        for sheet in MAIN:
            if sheet in self.book.sheetnames:
                self.choose(sheet, lambda row: ACCEPT if row["情况"] == "新增" else None)

    def save(self) -> None:
        """Write it back."""
        self.book.save(self.path)


def sheets(path: Path) -> Iterator[str]:
    """Names of the sheets that can be seen."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        if sheet.sheet_state == "visible":
            yield sheet.title
