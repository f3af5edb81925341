"""``plan-table``: the guidance indicator table (指导计划表), row for row as the official annex prints it.

The layout is ``tables.csv``; the figures are the year's targets and the results of the year before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from zcplan import quantity
from zcplan.analysis.vintage import Statements, printed, results, targets
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import CHANGE, ESTIMATE, GROWTH, LEVEL, Dataset, Observation, TableRow
from zcplan.reports.parts.layout import Cell, Output
from zcplan.reports.parts.wording import NOTHING, bounded, place
from zcplan.reports.parts.writer import Writer

TITLE = "指导计划表"
TABLE = "guidance"


@dataclass(frozen=True)
class Line:
    """A row of the table; ``cells`` follow the label: unit, then result and target."""

    label: str
    indent: int
    cells: tuple[Cell, ...]

    @property
    def grid(self) -> tuple[Cell | None, ...]:
        """The cells on the grid's five columns, ``None`` where a wide one covers the column."""
        return tuple(slot for cell in self.cells for slot in (cell, *(None,) * (cell.across - 1)))


def outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The table of a year, in Word and in Excel."""
    filled = context(writer, year)
    for suffix in ("docx", "xlsx"):
        yield Output(f"plan-table.{suffix}", f"{year}年{TITLE}.{suffix}", filled)


def context(writer: Writer, year: int) -> dict[str, Any]:
    """What a template is given to print the table of a year, alone or as an annex.

    :raises UsageError: as :func:`table`
    """
    dataset, phrases = writer.dataset, writer.phrases
    estimated = any(o.status == ESTIMATE for o in _used(dataset, year))
    return {
        "title": phrases("plan-table.title", place=place(dataset), year=year),
        "year": year,
        "result_head": phrases("plan-table.result", year=year - 1),
        "target_head": phrases("plan-table.target", year=year),
        "lines": table(dataset, year),
        "note": phrases("plan-table.estimated", year=year - 1) if estimated else "",
    }


def table(dataset: Dataset, year: int) -> tuple[Line, ...]:
    """The table's rows with their spans.

    :raises UsageError: the dataset lays out no table, or has nothing to print in it for the year
    """
    rows = sorted((r for r in dataset.tables if r.table == TABLE), key=lambda r: r.order)
    if not rows:
        what = _("the guidance table has no layout yet (tables.csv is empty)")
        todo = _("Run “zcplan extract” on a document with the table of indicators: it proposes the layout.")
        raise UsageError(what, todo=todo)
    if not any(_used(dataset, year)):
        raise UsageError(
            _("there is no figure for the guidance table of {year}").format(year=year),
            todo=_("Years with targets: {years}").format(years=_years(dataset)),
        )
    blocks = [_blocks(dataset, row, year) for row in rows]
    lines: list[Line] = []
    for at, row in enumerate(rows):
        if not row.indicator:
            lines.append(Line(row.label, row.indent, (Cell("", across=5),)))
            continue
        joined = [_joined(blocks, rows, at, side) for side in (0, 1)]
        lines.append(Line(row.label, row.indent, (Cell(row.unit), *joined[0], *joined[1])))
    return tuple(lines)


def _used(dataset: Dataset, year: int) -> Iterator[Observation]:
    for row in dataset.tables:
        if row.table == TABLE and row.indicator:
            for measure in (LEVEL, GROWTH, CHANGE):
                fact = (row.indicator, year - 1, dataset.whole, measure)
                yield from results(dataset, fact)[:1]
                yield from targets(dataset, (row.indicator, year, dataset.whole, measure))[:1]


def _years(dataset: Dataset) -> str:
    return ", ".join(map(str, sorted({o.year for o in dataset.observations if o.is_target}))) or NOTHING


Block = tuple[Cell, ...]


def _blocks(dataset: Dataset, row: TableRow, year: int) -> tuple[Block, Block]:
    """The cells of result and target, spans to the side settled, spans downward not yet."""
    if not row.indicator:
        return (), ()
    return (
        _block(dataset, row, year - 1, row.result, goal=False),
        _block(dataset, row, year, row.target, goal=True),
    )


def _block(dataset: Dataset, row: TableRow, year: int, reading: str, *, goal: bool) -> Block:
    pick = targets if goal else results

    def chosen(measure: str) -> Statements:
        return printed(pick(dataset, (row.indicator, year, dataset.whole, measure)))

    level = next(iter(chosen(LEVEL)), None)
    growth = next(iter((*chosen(GROWTH), *chosen(CHANGE))), None)
    if reading.startswith("words") and growth is not None and growth.value is None and not (level and level.value):
        return (Cell(growth.text, across=2),)
    if reading.startswith("wide"):
        return (Cell(_read(level or growth, row.unit if level else ""), across=2),)
    return (Cell(_read(level, row.unit)), Cell(_read(growth, "")))


def _read(o: Observation | None, unit: str) -> Decimal | str:
    """What a cell says: a number in the row's unit, with its bound in words where it has one, or words."""
    if o is None:
        return NOTHING
    if o.value is None or o.text:
        return o.text
    value = quantity.convert(o.value, o.unit, unit) if unit and quantity.comparable(o.unit, unit) else o.value
    return bounded(value, o.bound)


def _joined(blocks: list[tuple[Block, Block]], rows: list[TableRow], at: int, side: int) -> Block:
    """The cells of one side, with how many rows each spans: those below that read alike and ask to join."""
    cells = []
    for column, cell in enumerate(blocks[at][side]):
        if _joins(blocks, rows, at, side, column):
            cells.append(replace(cell, down=0))
            continue
        down = 1
        while at + down < len(rows) and _joins(blocks, rows, at + down, side, column):
            down += 1
        cells.append(replace(cell, down=down))
    return tuple(cells)


def _joins(blocks: list[tuple[Block, Block]], rows: list[TableRow], at: int, side: int, column: int) -> bool:
    reading = (rows[at].result, rows[at].target)[side]
    if at == 0 or not reading.endswith("above") or len(blocks[at][side]) != len(blocks[at - 1][side]):
        return False
    cell, above = blocks[at][side][column], blocks[at - 1][side][column]
    return cell.value == above.value != NOTHING
