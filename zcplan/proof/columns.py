"""Columns of a draft's tables: a row of totals is the sum of the rows it closes or opens, a part is below its whole.

Only amounts that add up are summed, and only where the rows above are plain: a table with levels of its own (小计,
其中, indented items) is summed level by level where the labels tell the levels, else left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.interval import Interval, printed
from zcplan.figures.figure import CellFigure
from zcplan.figures.statement import Statement
from zcplan.model import LEVEL
from zcplan.proof.accounts import Account
from zcplan.quantity import EXACT, plain
from zcplan.reading.document import Draft

_TOTAL = re.compile("^(?:合计|总计|共计|总和|全[省市区县]合计|合计数)$")
_PART = re.compile("^(?:其中|含|#|＃)[:：]?|^(?:小计|累计)")
_LEVELS = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|\d+[.、．])"
)
LEAST = 2
"""Parts that make a sum worth checking."""


@dataclass(frozen=True)
class _Cell:
    """A figure of a column: its row, the row's label as printed, the statement."""

    row: int
    label: str
    statement: Statement


def columns(statements: Iterable[Statement], draft: Draft) -> Iterator[Account]:
    """Every total of a table that its rows do not make, and every part above its whole."""
    for cells in _by_column(statements, draft):
        yield from _totals(cells)
        yield from _parts(cells)


def _by_column(statements: Iterable[Statement], draft: Draft) -> Iterator[list[_Cell]]:
    """The amounts of each column of each table, from the top down."""
    place: dict[tuple[int, int], tuple[int, int, int]] = {}
    labels: dict[tuple[int, int], str] = {}
    for number, table in enumerate(draft.tables):
        for cell in table.cells:
            text = re.sub(r"\s", "", cell.text)
            if text and not re.fullmatch(r"[\d.,%％—\-–]+", text):
                labels.setdefault((number, cell.row), text)
            for paragraph in cell.paragraphs:
                place[paragraph.index, paragraph.shift] = (number, cell.row, cell.column)
    found: dict[tuple[int, int], list[_Cell]] = defaultdict(list)
    shifts: dict[int, list[int]] = defaultdict(list)
    for index, shift in place:
        shifts[index].append(shift)
    for statement in statements:
        if not isinstance(statement.figure, CellFigure) or not _adds_up(statement):
            continue
        index = statement.place.paragraph
        before = [s for s in shifts.get(index, ()) if s <= statement.place.offset]
        if not before:
            continue
        shift = max(before)
        number, row, column = place[index, shift]
        label = labels.get((number, row), statement.label)
        found[number, column].append(_Cell(row, label, statement))
    for cells in found.values():
        yield sorted(cells, key=lambda c: c.row)


def _adds_up(statement: Statement) -> bool:
    said = statement.quantity
    is_level = said.measure == LEVEL and statement.rank is None
    return is_level and said.bound == EXACT and said.value is not None and quantity.unit(said.unit).additive


def _totals(cells: list[_Cell]) -> Iterator[Account]:
    totals = [n for n, c in enumerate(cells) if _TOTAL.match(c.label)]
    if len(totals) != 1 or totals[0] not in (0, len(cells) - 1):
        return
    whole = cells[totals[0]]
    rows = [c for c in cells if c is not whole]
    if any(_PART.match(c.label) for c in rows) or len({bool(_LEVELS.match(c.label)) for c in rows}) > 1:
        rows = [c for c in rows if _LEVELS.match(c.label) and not _PART.match(c.label)]
    if len({_numbering(c.label) for c in rows}) > 1:
        top = _numbering(rows[0].label) if rows else ""
        rows = [c for c in rows if _numbering(c.label) == top]
    unit = whole.statement.quantity.unit
    if len(rows) < LEAST or any(c.statement.quantity.unit != unit for c in rows):
        return
    total, made = Interval(Decimal(0), Decimal(0)), Decimal(0)
    for c in rows:
        value = c.statement.quantity.value
        assert value is not None
        total, made = total + printed(value, unit), made + value
    said = whole.statement.quantity.value
    assert said is not None
    if not total.meets(printed(said, unit)):
        numbers = {
            "whole": f"{whole.label}{plain(said)}{unit}",
            "parts": "、".join(f"{c.label}{c.statement.text.strip()}" for c in rows[:6])
            + ("…" if len(rows) > 6 else ""),
            "expected": f"{plain(made)}{unit}",
        }
        yield Account("sum", whole.statement, tuple(c.statement for c in rows), numbers)


def _numbering(label: str) -> str:
    """What kind of number leads a label: 一、 or （一） or 1."""
    match = _LEVELS.match(label)
    return "" if match is None else re.sub(r"[一二三四五六七八九十]+|\d+", "n", match[0])


def _parts(cells: list[_Cell]) -> Iterator[Account]:
    """其中 above the row that it belongs to."""
    whole: _Cell | None = None
    for c in cells:
        if not re.match("其中|#|＃", c.label):
            whole = c
            continue
        if whole is None or whole.statement.quantity.unit != c.statement.quantity.unit:
            continue
        part, limit = c.statement.quantity.value, whole.statement.quantity.value
        assert part is not None and limit is not None
        if printed(part).low > printed(limit).high:  # type: ignore[operator]
            unit = c.statement.quantity.unit
            numbers = {"part": f"{plain(part)}{unit}", "whole": f"{plain(limit)}{unit}"}
            yield Account("above", c.statement, (whole.statement,), numbers)
