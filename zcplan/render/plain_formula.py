"""Formulas of plain pieces: references, texts, numbers, functions, signs. Most are; what is not is left to openpyxl."""

from __future__ import annotations

import re
from functools import lru_cache

from zcplan.cells import LAST_ROW

_TOKEN = re.compile(
    r"""(?P<text>"[^"]*")
    | (?P<function>[A-Z][A-Z0-9.]*)\(
    | (?P<sheet>'[^'\[\]|\\]+'|[^\W\d]\w*)!
    | (?P<span>\$?\d{1,7}:\$?\d{1,7}|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w(.])
    | (?P<column>\$?[A-Z]{1,3})(?P<fixed>\$?)(?P<row>\d{1,7})(?![\w(.])
    | (?P<name>[^\W\d]\w*)(?!\s*[\w(.])
    | (?P<number>\d+(?:\.\d+)?)(?!\s*:)
    | (?P<sign>[()+\-*/&=<>,:\s])""",
    re.VERBOSE,
)


@lru_cache(maxsize=1024)
def tokens(formula: str) -> tuple[re.Match[str], ...] | None:
    """The pieces of a formula; ``None`` where it holds anything else.

    Each piece is ``text``, ``function``, ``sheet``, ``span`` (whole rows or columns), ``column`` (a cell), ``name``,
    ``number`` or ``sign``.
    """
    found, at = [], 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            return None
        found.append(token)
        at = token.end()
    return tuple(found)


def moved(formula: str, origin: str, place: str) -> str:
    """A formula (without its ``=``) of one cell as it stands when it is copied to another.

    >>> moved('COUNTIF(表!$A$2:$A$9,A5)&"A5"', "B5", "B12")
    'COUNTIF(表!$A$2:$A$9,A12)&"A5"'
    """
    if origin == place:
        return formula
    down = _down(origin, place)
    pieces = tokens(formula) if down is not None else None
    rows = [int(t["row"]) + (down or 0) for t in pieces or () if t["column"] and not t["fixed"]]
    if pieces is None or any(t["span"] for t in pieces) or not all(0 < row <= LAST_ROW for row in rows):
        from openpyxl.formula.translate import Translator

        return Translator(f"={formula}", origin=origin).translate_formula(place)[1:]
    left = iter(rows)
    return "".join(f"{t['column']}{next(left)}" if t["column"] and not t["fixed"] else t[0] for t in pieces)


def _down(origin: str, place: str) -> int | None:
    """Rows from one cell to another of the same column; ``None`` where the columns differ."""
    column, other = (cell.rstrip("0123456789") for cell in (origin, place))
    return int(place[len(other) :]) - int(origin[len(column) :]) if column == other else None
