"""What a formula of a template looks at, after the rows were made.

A reference says which cells of the *template* are meant. So where a row was repeated an area over it covers all the
rows made of it, and where rows above became more the reference goes along: as Excel does when rows are put in.

- In a row that is repeated, what has no ``$`` before its row and lies on rows that are repeated with it looks at the
  same round: ``B4*2``.
- Anything else leads to where its row went: ``SUM(B4:B4)`` below the rows to all of them, ``B4/B$2`` to the head,
  ``SUM(B$4:B4)`` from the first to this one; to an empty row behind the last where no row was made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zcplan.cells import LAST_ROW, Area
from zcplan.i18n import gettext as _
from zcplan.render import plain_formula
from zcplan.render.environment import UnfitError
from zcplan.render.row_map import RowMap


@dataclass(frozen=True)
class Seat:
    """Where a formula stands.

    :param sheet: the title of its sheet
    :param source: its row in the template
    :param at: the row that was made of it
    :param is_rule: it is not one cell's but looks out from the first of many (a conditional format, a list): what has
        no ``$`` is told from that cell, whatever lies between
    :param is_running: rows are still being made, and this one can't be changed when they are
    """

    sheet: str
    source: int
    at: int
    is_rule: bool = False
    is_running: bool = False


def led(formula: str, seat: Seat, rows: Mapping[str, RowMap]) -> str:
    """A formula (without its ``=``) of a template, with its references leading to the rows made.

    :param rows: where the rows of each sheet went, by title
    """
    pieces = plain_formula.tokens(formula)
    if pieces is None:  # not plain: as if it were copied
        return plain_formula.moved(formula, f"A{seat.source}", f"A{seat.at}")
    found: list[str] = []
    sheet, number = seat.sheet, 0
    while number < len(pieces):
        piece = pieces[number]
        behind = pieces[number + 1 : number + 3]
        if piece["column"] and len(behind) == 2 and behind[0][0] == ":" and behind[1]["column"]:
            found.append(_area(piece, behind[1], seat, rows.get(sheet), is_own=sheet == seat.sheet))
            number += 2
        elif piece["column"]:
            found.append(_cell(piece, seat, rows.get(sheet), is_own=sheet == seat.sheet))
        elif piece["span"]:
            found.append(_span(piece[0], rows.get(sheet)))
        else:
            found.append(piece[0])
        sheet = _title(piece["sheet"]) if piece["sheet"] else seat.sheet
        number += 1
    return "".join(found)


def _title(text: str) -> str:
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


def _cell(piece: re.Match[str], seat: Seat, rows: RowMap | None, *, is_own: bool) -> str:
    row = int(piece["row"])
    is_to_come = seat.is_running and is_own and row > seat.source
    if rows is None or is_to_come or _looks_along(piece, seat, rows, is_own=is_own):
        return _along(piece, seat)
    went = rows.stretch(Area(1, row, 1, row))
    if went is None and rows.is_repeated(seat.source):
        return _along(piece, seat)  # of the row above, as a running total has it
    went = went or rows.behind
    if not piece["fixed"] and went.top < went.bottom:
        return _along(piece, seat)
    return f"{piece['column']}{piece['fixed']}{went.top}"


def _area(first: re.Match[str], last: re.Match[str], seat: Seat, rows: RowMap | None, *, is_own: bool) -> str:
    if rows is None:
        return f"{_along(first, seat)}:{_along(last, seat)}"
    ends = int(first["row"]), int(last["row"])
    if seat.is_running and is_own and not _looks_along(last, seat, rows, is_own=True):
        _must_be_made(ends, seat, rows)
    went = rows.stretch(Area(1, min(ends), 1, max(ends))) or rows.behind
    texts = [
        _along(piece, seat)
        if _looks_along(piece, seat, rows, is_own=is_own)
        else f"{piece['column']}{piece['fixed']}{row}"
        for piece, row in ((first, went.top), (last, went.bottom))
    ]
    return ":".join(texts)


def _must_be_made(ends: tuple[int, int], seat: Seat, rows: RowMap) -> None:
    """Refuse to look at rows that are still to come.

    :raises UnfitError: some are
    """
    if max(ends) >= seat.source or any(rows.run_together(seat.source, row) for row in ends):
        raise UnfitError(
            _("the sheet gets so many rows that a formula on them can look at all of them only by a defined name")
        )


def _span(text: str, rows: RowMap | None) -> str:
    """Whole rows where they went; whole columns stay."""
    match = re.fullmatch(r"(\$?)(\d+):(\$?)(\d+)", text)
    went = rows.stretch(Area(1, int(match[2]), 1, int(match[4]))) if match and rows is not None else None
    return f"{match[1]}{went.top}:{match[3]}{went.bottom}" if match and went else text


def _looks_along(piece: re.Match[str], seat: Seat, rows: RowMap, *, is_own: bool) -> bool:
    """Whether a cell without ``$`` is meant as so many rows from the formula."""
    if piece["fixed"] or not is_own:
        return False
    row = int(piece["row"])
    return seat.is_rule or rows.run_together(seat.source, row) or (seat.is_running and row >= seat.source)


def _along(piece: re.Match[str], seat: Seat) -> str:
    row = int(piece["row"])
    down = 0 if piece["fixed"] else seat.at - seat.source
    return f"{piece['column']}{piece['fixed']}{row + down if 0 < row + down <= LAST_ROW else row}"
