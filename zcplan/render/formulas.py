"""What the formulas of a template's workbook come to, so that a reader sees it before Excel has calculated.

A ledger needs a handful of functions: counting cells of a kind, summing, the length of a range. Those are worked out
here from the cells as they were made; a formula with anything else is left without a value, for Excel to calculate
when the file is opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

Values = list[Any]
Number = int | Decimal
_CALL = re.compile(r"([A-Z]+)\((.*)\)", re.DOTALL)
_RANGE = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!:]+)!)?(?P<range>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")
_FORMULA = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*)>(<f>.*?</f>)<v(?: ?/>|></v>)', re.DOTALL)


class UnknownError(Exception):
    """The formula holds something that is not worked out here."""


class Book:
    """The made workbook, as far as formulas look at it."""

    def __init__(self, book: Any, streamed: Mapping[str, Any]) -> None:
        self._book = book
        self._streamed = streamed

    def value(self, sheet: Worksheet, formula: str) -> Number | str | None:
        """What a formula comes to; ``None`` where that is left to Excel."""
        try:
            return self._terms(sheet, formula.lstrip("="))
        except UnknownError:
            return None

    def _terms(self, sheet: Worksheet, text: str) -> Number | str:
        parts = list(_split(text, "+-"))
        if len(parts) == 1:
            return self._term(sheet, parts[0][1])
        total: Number = 0
        for sign, part in parts:
            value = self._term(sheet, part)
            if isinstance(value, str):
                raise UnknownError(text)
            total = total - value if sign == "-" else total + value
        return total

    def _term(self, sheet: Worksheet, text: str) -> Number | str:
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

    def _values(self, sheet: Worksheet, text: str) -> Values:
        """The values of an argument: a text, a number, the cells of a name or a range."""
        text = text.strip()
        if re.fullmatch(r'"(?:[^"]|"")*"', text):
            return [text[1:-1].replace('""', '"')]
        if re.fullmatch(r"\d+(?:\.\d+)?", text):
            return [Decimal(text)]
        named = self._book.defined_names.get(text)
        match = _RANGE.fullmatch(named.attr_text if named is not None else text)
        if not match:
            raise UnknownError(text)
        title = (match["sheet"] or sheet.title).strip("'").replace("''", "'")
        if title not in self._book.sheetnames or title in self._streamed:
            raise UnknownError(text)
        return list(_cells(self._book[title], match["range"]))


def _cells(sheet: Worksheet, area: str) -> Iterator[Any]:
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    for row in sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
        for cell in row:
            yield cell.value


def _split(text: str, marks: str) -> Iterator[tuple[str, str]]:
    """The text split at marks outside brackets and quotation marks, each part with the mark before it."""
    depth, quoted, mark, part = 0, False, "", ""
    for c in text:
        quoted ^= c == '"'
        depth += (c == "(") - (c == ")") if not quoted else 0
        if c in marks and not depth and not quoted and part.strip():
            yield mark, part
            mark, part = c, ""
        else:
            part += c
    yield mark, part


def _matches(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, str) and wanted == "<>":
        return value not in (None, "")
    if isinstance(wanted, str) and isinstance(value, str):
        return value.lower() == wanted.lower()
    return value == wanted


def _count_if(arguments: list[Values]) -> int:
    """COUNTIF and COUNTIFS: rows whose cells are all as wanted."""
    if len(arguments) < 2 or len(arguments) % 2 or len({len(a) for a in arguments[::2]}) != 1:
        raise UnknownError
    pairs = [(cells, wanted[0]) for cells, wanted in zip(arguments[::2], arguments[1::2], strict=True)]
    return sum(all(_matches(cells[at], wanted) for cells, wanted in pairs) for at in range(len(arguments[0])))


def _sum(arguments: list[Values]) -> Number:
    return sum((v for cells in arguments for v in cells if isinstance(v, int | Decimal)), 0)


_FUNCTIONS: Mapping[str, Callable[[list[Values]], Number]] = {
    "COUNTIF": _count_if,
    "COUNTIFS": _count_if,
    "COUNTA": lambda arguments: sum(v not in (None, "") for cells in arguments for v in cells),
    "ROWS": lambda arguments: len(arguments[0]),
    "SUM": _sum,
}


def with_values(part: bytes, values: Mapping[str, Number | str]) -> bytes:
    """A sheet's part with the values of its formulas stored beside them.

    :param values: by the cell's place
    """

    def stored(match: re.Match[bytes]) -> bytes:
        value = values.get(match[2].decode())
        if value is None:
            return match[0]
        kind = b' t="str"' if isinstance(value, str) else b""
        text = str(value).replace("&", "&amp;").replace("<", "&lt;").encode()
        return match[1] + kind + b">" + match[3] + b"<v>" + text + b"</v>"

    return _FORMULA.sub(stored, part)
