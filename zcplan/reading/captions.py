"""A table's title and its line 单位：亿元: what stands right above it, or in rows of it that span the whole table."""

from __future__ import annotations

import re
from dataclasses import replace

from zcplan.reading.document import CELL, Draft, Paragraph, Table

_LONGEST = 60
"""A title of a table; what is longer is running text."""
_LINES = 3
"""How many lines above a table may be title and unit."""
_REACH = 12
"""How many paragraphs above a table are looked at, empty ones counted."""
_UNIT = re.compile(r"(?:计量|金额)?单\s*位\s*[:：]\s*(.+?)\s*[)）】\]]?\s*$")
_END = re.compile(r"[。；：:！？]$")


def unit_line(text: str) -> str:
    """The units that a line names, empty for any other line.

    >>> unit_line("（单位：亿元、%）")
    '亿元、%'
    """
    found = _UNIT.search(text.strip())
    return found[1].strip() if found and len(found[1]) <= _LONGEST // 2 else ""


def captioned(draft: Draft) -> tuple[Table, ...]:
    """The tables of a draft with their captions and units."""
    in_tables = {p.index for t in draft.tables for c in t.cells for p in c.paragraphs}
    return tuple(_captioned(table, draft.paragraphs, in_tables) for table in draft.tables)


def _captioned(table: Table, paragraphs: tuple[Paragraph, ...], in_tables: set[int]) -> Table:
    titles: list[str] = []
    unit = ""
    lines = 0
    for at in range(min(table.before, len(paragraphs) - 1), max(table.before - _REACH, -1), -1):
        paragraph = paragraphs[at]
        text = paragraph.numbered.strip()
        if paragraph.index in in_tables or paragraph.kind == CELL:
            break
        if paragraph.sheet != table.sheet:
            break
        if not text:
            continue
        lines += 1
        if lines > _LINES:
            break
        said = unit_line(text)
        if said:
            unit = unit or said
            text = _UNIT.sub("", text).strip("（( 　")
        if not text:
            continue
        if len(text) > _LONGEST or _END.search(text) or (titles and paragraph.level):
            break
        titles.insert(0, text)
    return replace(table, caption=table.caption or " ".join(titles), unit=table.unit or unit or _inside(table))


def _inside(table: Table) -> str:
    """The unit that a cell of the first rows names for the whole table."""
    first = min((c.row for c in table.cells), default=0)
    return next((u for c in table.cells if c.row < first + 2 and (u := unit_line(c.text))), "")
