"""A table as a grid: each place with the cell that covers it, merged cells in every row and column they reach."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from zcplan.reading.document import Cell, Table

Grid = Mapping[tuple[int, int], Cell]
"""Cells by row and column."""
MOST_PLACES = 200_000
"""Places of a grid; a table whose merged cells make more is none that a person could read."""


def grid_of(table: Table) -> Grid:
    """The grid of a table, over the rows and columns that a cell begins in; empty beyond :data:`MOST_PLACES`."""
    rows = sorted({c.row for c in table.cells})
    columns = sorted({c.column for c in table.cells})
    found: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        down = rows[bisect_left(rows, cell.row) : bisect_left(rows, cell.row + cell.rows)]
        across = columns[bisect_left(columns, cell.column) : bisect_left(columns, cell.column + cell.columns)]
        if len(found) + len(down) * len(across) > MOST_PLACES:
            return {}
        found.update({(row, column): cell for row in down for column in across})
    return found
