"""Read a text (txt, Markdown): its lines with their kinds, and tables drawn with tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zcplan.reading.decoding import decoded
from zcplan.reading.document import BODY, CELL, HEADING, Cell, Draft, Paragraph, Table
from zcplan.reading.headings import printed_level

_END = "。！？；：!?;:"
"""What ends a line that the next one does not go on with; Latin marks as well, typed or left by converters."""
_Row = list[tuple[int, int, str]]
"""Cells of a text table's row: number of the line, offset in it, text."""


def read(data: bytes, path: Path, kind: str) -> Draft:
    """Read a text.

    :param kind: ``txt`` or ``md``
    :raises UsageError: it is no text
    """
    lines = decoded(data, path).split("\n")
    if lines and not lines[-1]:
        lines.pop()
    in_table: set[int] = set()
    tables = []
    for rows in (*_tabbed_tables(lines), *_piped_tables(lines)):
        table = text_table(rows)
        if table.cells:
            tables.append(table)
            in_table |= {p.index for c in table.cells for p in c.paragraphs}
    followers = _followers(lines)
    paragraphs = [
        _line(n, text, followers[n], CELL if n in in_table else BODY, kind == "md") for n, text in enumerate(lines)
    ]
    return Draft(tuple(paragraphs), tuple(tables))


def _followers(lines: list[str]) -> list[str]:
    """For each line the next one that is not empty."""
    found, after = [], ""
    for line in reversed(lines):
        found.append(after)
        after = line if line.strip() else after
    return found[::-1]


def _line(number: int, text: str, follower: str, kind: str, marks: bool) -> Paragraph:
    if kind == CELL:
        return Paragraph(number, text, CELL)
    level = printed_level(text)
    stripped = text.strip()
    if level and len(stripped) <= 60:
        return Paragraph(number, text, HEADING, level)
    joined = bool(stripped) and stripped[-1] not in _END and not (level and marks) and _goes_on(follower)
    return Paragraph(number, text, BODY, runs_on=joined and len(stripped) > 12)


def _goes_on(line: str) -> bool:
    """Whether a line may go on with the sentence of the line before it."""
    starts = re.match(
        r"\s*(#|[-*] |>|\||\t|\d+[.．、]|（[一二三四五六七八九十]+）|──|——|[一二三四五六七八九十]{1,3}、)", line
    )
    return bool(line.strip()) and not starts


def _tabbed_tables(lines: list[str]) -> Iterator[list[_Row]]:
    """Tables of a text made from Word: a cell a line, each led by a tab, rows parted by an empty line;
    or a row a line, cells parted by tabs."""
    rows: list[_Row] = []
    row: _Row = []
    empty = 0
    for number, line in enumerate([*lines, "", "", "", "x"]):
        if line.startswith("\t"):
            row.append((number, 1, line[1:]))
            empty = 0
        elif "\t" in line.strip():
            if row:
                rows.append(row)
            rows.append(_split(number, line, "\t"))
            row, empty = [], 0
        elif row and line.strip() and empty == 0:
            row.append((number, 0, line))
        elif not line.strip():
            empty += 1
            if row:
                rows.append(row)
            row = []
            if empty > 2 and rows:
                yield rows
                rows = []
        elif rows:
            yield rows
            rows = []


def _split(number: int, line: str, mark: str) -> _Row:
    """Cells of a line that are parted by a mark, each with its offset."""
    cells, at = [], 0
    for text in line.split(mark):
        cells.append((number, at, text))
        at += len(text) + 1
    return cells


def _piped_tables(lines: list[str]) -> Iterator[list[_Row]]:
    rows: list[_Row] = []
    for number, line in enumerate([*lines, ""]):
        if line.strip().startswith("|") and line.count("|") > 2:
            cells = _split(number, line.rstrip().removesuffix("|"), "|")[1:]
            if not all(re.fullmatch(r"\s*:?-+:?\s*", text) for _number, _shift, text in cells):
                rows.append(cells)
        elif rows:
            yield rows
            rows = []


def text_table(rows: list[_Row]) -> Table:
    """The grid of rows of cells; where a row has fewer cells, those of the head are spread, others lead."""
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return Table(())
    width = max(map(len, rows))
    cells = []
    for at, row in enumerate(rows):
        spans = _head_spans(row, rows[at + 1], width) if at == 0 and len(row) < width else [1] * len(row)
        column = 0
        for (number, shift, text), span in zip(row, spans, strict=True):
            cells.append(Cell(at, column, span, 1, (Paragraph(number, text, CELL, shift=shift),)))
            column += span
    return Table(tuple(cells), rows[0][0][0] - 1)


def _head_spans(head: _Row, below: _Row, width: int) -> list[int]:
    """Spans of a head that is shorter than the row below it: those over an empty cell are narrow."""
    narrow = 0
    while narrow < min(len(head), len(below)) and not below[narrow][2].strip():
        narrow += 1
    rest = len(head) - narrow
    if rest <= 0 or (width - narrow) % rest:
        return [1] * len(head)
    return [1] * narrow + [(width - narrow) // rest] * rest
