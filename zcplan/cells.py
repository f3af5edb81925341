"""Places in a sheet, as spreadsheets write them: ``AB12``, ``$A$2:$E$9``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
"""The last column and row of a sheet (ECMA-376-1, 18.3.1.13 and 18.3.1.73)."""
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


class Area(NamedTuple):
    """Cells from one corner to the other, columns and rows from 1, both ends within."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def text(self) -> str:
        """``B3`` for a single cell, ``A2:E9`` for more."""
        first, last = reference(self.top, self.left), reference(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def fixed(self) -> str:
        """The same with the signs that keep it in place when a formula is copied: ``$A$2:$E$9``."""
        ends = (f"${letters(c)}${r}" for c, r in ((self.left, self.top), (self.right, self.bottom)))
        return ":".join(dict.fromkeys(ends))

    @property
    def size(self) -> int:
        """How many cells."""
        return (self.right - self.left + 1) * (self.bottom - self.top + 1)

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom


@lru_cache(maxsize=512)
def letters(column: int) -> str:
    """The letters of a column.

    >>> letters(28)
    'AB'
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_number(letters: str) -> int:
    """The number of a column, from 1: 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def reference(row: int, column: int) -> str:
    """The cell's name: ``F12``."""
    return f"{letters(column)}{row}"


def area(text: str) -> Area | None:
    """The area that a text names, with or without ``$``; ``None`` where it names none that a sheet has.

    >>> area("$A$2:$E$9")
    Area(left=1, top=2, right=5, bottom=9)
    """
    match = _AREA.fullmatch(text)
    if not match:
        return None
    left, top = column_number(match[1]), int(match[2])
    found = Area(left, top, column_number(match[3]) if match[3] else left, int(match[4]) if match[4] else top)
    fits = found.right <= LAST_COLUMN and found.bottom <= LAST_ROW
    return found if fits and 0 < found.top <= found.bottom and found.left <= found.right else None
