"""What the formulas of a template's workbook come to, so that a reader sees it before Excel has calculated.

A ledger needs a handful of functions: counting cells of a kind, summing, the length of a range. Those are worked out
here from the cells as they were made; a formula with anything else is left without a value, for Excel to calculate
when the file is opened.
"""

from __future__ import annotations

import functools
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from decimal import Decimal
from typing import Any

from zcplan import cells
from zcplan.cells import Area
from zcplan.render.rows import Made
from zcplan.render.sheet import Formula, Rich, place

Values = list[Any]
Number = int | Decimal
_FILLED = "<>"
"""What COUNTIF counts filled cells by."""
_CALL = re.compile(r"([A-Z]+)\((.*)\)", re.DOTALL)
_MOST = 100_000
"""Cells that a formula's value is worked out of; a sheet that is held has some thousand."""
_MOST_IN_ALL = 1_000_000
"""Cells that all formulas of a workbook are worked out of; a ledger's look at some thousand. Excel does the rest."""
_MOST_AREAS = 32
"""Areas whose values are kept; a ledger's formulas look at some five."""


class UnknownError(Exception):
    """The formula holds something that is not worked out here."""


class _Cells(Values):
    """The values of cells, and where each value stands; letters count alike, large and small."""

    @functools.cached_property
    def places(self) -> Mapping[Any, Set[int]]:
        found: defaultdict[Any, set[int]] = defaultdict(set)
        for at, value in enumerate(self):
            found[value.lower() if isinstance(value, str) else value].add(at)
        return dict(found)


class Book:
    """The made workbook, as far as formulas look at it."""

    def __init__(self, sheets: Mapping[str, Made], names: Mapping[str, tuple[str, Area]]) -> None:
        """Take in the sheets by title, and the names of cells and areas as they are after the rows were made."""
        self._sheets = sheets
        self._names = names
        self._known: dict[tuple[str, int, int], Number | str | None] = {}
        self._areas: dict[tuple[str, Area], Values] = {}
        self._left = _MOST_IN_ALL

    def value(self, sheet: str, formula: str) -> Number | str | None:
        """What a formula on a sheet comes to; ``None`` where that is left to Excel."""
        try:
            return self._terms(sheet, formula)
        except (UnknownError, RecursionError):
            return None

    def _terms(self, sheet: str, text: str) -> Number | str:
        parts = _split(text, "+-")
        if len(parts) == 1:
            return self._term(sheet, parts[0][1])
        total: Number = 0
        for sign, part in parts:
            value = self._term(sheet, part)
            if isinstance(value, str):
                raise UnknownError(text)
            total = total - value if sign == "-" else total + value
        return total

    def _term(self, sheet: str, text: str) -> Number | str:
        call = _CALL.fullmatch(text.strip())
        if not call:
            found = self._values(sheet, text)
            if len(found) != 1:
                raise UnknownError(text)
            return found[0] if isinstance(found[0], int | Decimal | str) else 0
        function = _FUNCTIONS.get(call[1])
        if function is None:
            raise UnknownError(call[1])
        return function([self._values(sheet, argument) for _sign, argument in _split(call[2], ",")])

    def _values(self, sheet: str, text: str) -> Values:
        """The values of an argument: a text, a number, the cells of a name or a range."""
        text = text.strip()
        if re.fullmatch(r'"(?:[^"]|"")*"', text):
            return [text[1:-1].replace('""', '"')]
        if re.fullmatch(r"\d+(?:\.\d+)?", text):
            return [Decimal(text)]
        title, area = self._names.get(text) or (place(text) if "!" in text else (sheet, cells.area(text)))
        if area is None or area.size > _MOST or title not in self._sheets or self._sheets[title].is_long:
            raise UnknownError(text)
        return self._area(title, area)

    def _area(self, title: str, area: Area) -> Values:
        """The values of an area, kept for the next formula: a summary's formulas look at the same few columns."""
        found = self._areas.get((title, area))
        if found is None:
            self._left -= area.size
            if self._left < 0:
                raise UnknownError(area.text)
            found = _Cells(
                self._cell(title, row, c)
                for row in range(area.top, area.bottom + 1)
                for c in range(area.left, area.right + 1)
            )
            if len(self._areas) < _MOST_AREAS:
                self._areas[title, area] = found
        return found

    def _cell(self, title: str, row: int, column: int) -> Any:
        held = self._sheets[title].values.get(row, {}).get(column)
        if not isinstance(held, Formula):
            return str(held) if isinstance(held, Rich) else held
        at = title, row, column
        if at not in self._known:
            self._known[at] = None  # a formula that looks at itself has no value
            self._known[at] = self.value(title, held.text)
        if self._known[at] is None:
            raise UnknownError(held.text)
        return self._known[at]


@functools.lru_cache(maxsize=1024)
def _split(text: str, marks: str) -> tuple[tuple[str, str], ...]:
    """The text split at marks outside brackets and quotation marks, each part with the mark before it."""
    found, depth, quoted, mark, part = [], 0, False, "", ""
    for c in text:
        quoted ^= c == '"'
        depth += (c == "(") - (c == ")") if not quoted else 0
        if c in marks and not depth and not quoted and part.strip():
            found.append((mark, part))
            mark, part = c, ""
        else:
            part += c
    return (*found, (mark, part))


def _rows(values: Values, wanted: Any) -> Set[int]:
    """Where the values are as wanted."""
    if wanted == _FILLED:
        return {at for at, value in enumerate(values) if value not in (None, "")}
    places = values.places if isinstance(values, _Cells) else _Cells(values).places
    return places.get(wanted.lower() if isinstance(wanted, str) else wanted, frozenset())


def _count_if(arguments: list[Values]) -> int:
    """COUNTIF and COUNTIFS: rows whose cells are all as wanted."""
    if len(arguments) < 2 or len(arguments) % 2 or len({len(a) for a in arguments[::2]}) != 1:
        raise UnknownError
    rows = [_rows(values, wanted[0]) for values, wanted in zip(arguments[::2], arguments[1::2], strict=True)]
    return len(functools.reduce(operator.and_, rows))


def _sum(arguments: list[Values]) -> Number:
    return sum((v for cells in arguments for v in cells if isinstance(v, int | Decimal)), 0)


_FUNCTIONS: Mapping[str, Callable[[list[Values]], Number]] = {
    "COUNTIF": _count_if,
    "COUNTIFS": _count_if,
    "COUNTA": lambda arguments: sum(v not in (None, "") for cells in arguments for v in cells),
    "ROWS": lambda arguments: len(arguments[0]),
    "SUM": _sum,
}
