"""The layout of an indicator table, as the rows of ``tables.csv``: so that next year's table prints as this one did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from zcplan.extract.grid import Grid, grid_of
from zcplan.figures.table import NATURES, clean_label, told_beside
from zcplan.reading.document import Draft, Table

TABLE = "guidance"
"""The table that the plan prints."""
_LEAST_ROWS = 3
"""Rows with figures from which on a table lays out indicators; smaller ones are illustrations of the text."""
_NAME_HEAD = re.compile("指标|项目|名称|内容")
_TARGET = re.compile("预期|目标|计划|安排|任务(?!完成)")
_RESULT = re.compile("完成|实际|实绩|执行|预计|达到|上年")
_ASIDE = re.compile("完成率|进度|占.{0,4}比重?$|排名|位次|备注|说明|责任|牵头|部门|单位$|性质|属性|序号")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_UNIT_BRACKET = re.compile("[（(]([^（）()]{1,10})[）)]$")
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"[0-9]{1,2}[.．、](?!\d)"),
    re.compile(r"[（(][0-9]{1,2}[）)]|[①-⑳]"),
)
_NUMERAL = re.compile("[一二三四五六七八九十]{1,3}")
_NATURE_HEAD = re.compile("属性|性质|类型|类别")
_NOTE = re.compile("(?:注|备注|说明|附注|数据来源|资料来源)(?:[:：1一]|$)")
"""A row below the table that is none of it."""
_PART = re.compile("^(?:其中|#|＃|（其中|[-—])")


@dataclass(frozen=True)
class LayoutRow:
    """A row of an indicator table.

    :param label: as printed, its number included, without the blanks that indent it
    :param name: the indicator's name, empty for a heading
    :param result: how the result's cells read, as in ``tables.csv``; ``target`` those of the target
    :param paragraph: number of the label's paragraph
    :param nature: 预期性 or 约束性 where a column of the table says so
    """

    label: str
    name: str
    indent: int
    unit: str
    result: str
    target: str
    paragraph: int
    nature: str = ""


@dataclass(frozen=True)
class _Side:
    """The columns of one year's figures: level and growth, or a single one."""

    columns: tuple[int, ...]
    year: int
    is_target: bool


def read_layout(draft: Draft) -> tuple[LayoutRow, ...]:
    """The layout of the document's largest table of indicators with targets; empty where it has none."""
    found = [rows for table in draft.tables if (rows := tuple(_rows(table)))]
    return max(found, key=len, default=())


def _rows(table: Table) -> Iterator[LayoutRow]:
    grid = grid_of(table)
    rows = sorted({row for row, _column in grid})
    first = _first_row(grid, rows)
    heads = _heads(grid, rows[: rows.index(first)]) if first is not None else {}
    told = told_beside(grid, first, heads) if first is not None else {}
    label = next((k for k, head in heads.items() if _NAME_HEAD.search(head)), None)
    unit = next((k for k, head in heads.items() if head.startswith(("单位", "计量单位"))), None)
    result, target = _sides({k: head + told.get(k, "") for k, head in heads.items()})
    nature = next((k for k, head in heads.items() if _NATURE_HEAD.search(head)), None)
    if first is None or label is None or target is None:
        return
    body = [row for row in rows[rows.index(first) :] if _text(grid, row, label)]
    body = list(takewhile(lambda row: not _NOTE.match(_text(grid, row, label)), body))
    valued = [row for row in body if any(_is_value(grid, row, side) for side in (result, target) if side)]
    if len(valued) < _LEAST_ROWS:
        return
    texts = [_numeral(grid, row, label) + _raw(grid, row, label) for row in body]
    for row, indent in zip(body, _indents(texts), strict=True):
        if _is_head(grid, row, heads):
            continue
        found = _row(grid, row, label, unit, (result, target), indent)
        own = _text(grid, row, nature) if nature is not None else ""
        yield replace(found, nature=own if own in NATURES else "")


def _row(
    grid: Grid, row: int, label: int, unit: int | None, sides: tuple[_Side | None, _Side | None], indent: int
) -> LayoutRow:
    text = _text(grid, row, label)
    printed = _text(grid, row, unit) if unit is not None else ""
    bracket = _UNIT_BRACKET.search(text)
    own = bracket[1] if bracket and clean_label(text) != text and not printed else ""
    is_heading = not (printed or own) and not any(_is_value(grid, row, side) for side in sides if side)
    said = tuple("" if is_heading or side is None else _reading(grid, row, side) for side in sides)
    shown = text[: bracket.start()] if bracket and own else text
    paragraph = grid[row, label].paragraphs[0].index if grid[row, label].paragraphs else 0
    name = "" if is_heading else clean_label(text)
    shown = _numeral(grid, row, label) + shown
    return LayoutRow(shown, name, indent, re.split("[、,，/;；]", printed or own)[0], said[0], said[1], paragraph)


def _numeral(grid: Grid, row: int, label: int) -> str:
    """A heading's numeral that stands in a column of its own, as it is printed before the label: 一、"""
    found = next((t for k in range(label) if _NUMERAL.fullmatch(t := _text(grid, row, k))), "")
    return f"{found}、" if found and not any(p.match(_text(grid, row, label)) for p in _LEVELS) else ""


def _first_row(grid: Grid, rows: Sequence[int]) -> int | None:
    """The first row below the heads: the first with a figure that is no year."""
    for row in rows[1:]:
        texts = [re.sub(r"\s", "", c.text) for at, c in grid.items() if at[0] == row and at[1] > 0]
        if any(re.fullmatch(r"[-−+]?[\d,.]+[%％]?(?:左右|以上|以内)?", t) and not _YEAR.fullmatch(t) for t in texts):
            above = row
            while above - 1 in rows and above > 1 and _is_heading_row(grid, above - 1):
                above -= 1
            return above
    return None


def _is_heading_row(grid: Grid, row: int) -> bool:
    """Whether a row above the first figures is a heading of the body, not a head of the columns: 一、综合."""
    texts = list(dict.fromkeys(c.text.strip() for at, c in sorted(grid.items()) if at[0] == row and c.text.strip()))
    if len(texts) == 2 and _NUMERAL.fullmatch(texts[0]):
        return True  # its number stands in a column of its own
    return len(texts) == 1 and any(p.match(texts[0]) for p in _LEVELS)


def _heads(grid: Grid, rows: Sequence[int]) -> dict[int, str]:
    columns = sorted({column for _row, column in grid})
    return {
        k: re.sub(r"\s", "", " ".join(dict.fromkeys(grid[r, k].text for r in rows if (r, k) in grid))) for k in columns
    }


def _is_head(grid: Grid, row: int, heads: Mapping[int, str]) -> bool:
    """Whether a row repeats the heads, as on every page."""
    cells = {k: re.sub(r"\s", "", grid[row, k].text) for k in heads if (row, k) in grid}
    same = sum(bool(text) and heads[k].startswith(text) for k, text in cells.items())
    return same >= 2 and same >= sum(map(bool, cells.values())) - 1


def _sides(heads: Mapping[int, str]) -> tuple[_Side | None, _Side | None]:
    """The columns of the latest result and of the latest target."""
    groups: dict[tuple[int, bool], list[int]] = {}
    for k, head in heads.items():
        bare = re.sub("预期目标", "目标", head)
        if _ASIDE.search(head) or not (_TARGET.search(bare) or _RESULT.search(bare)):
            continue
        years = [int(y) for y in _YEAR.findall(head)]
        is_target = bool(_TARGET.search(bare)) and not re.search("计划完成|预计", bare)
        groups.setdefault((max(years, default=0), is_target), []).append(k)
    sides = [_Side(tuple(columns[:2]), year, is_target) for (year, is_target), columns in groups.items()]

    def latest(is_target: bool) -> _Side | None:
        return max((s for s in sides if s.is_target == is_target), key=lambda s: s.year, default=None)

    return latest(False), latest(True)


def _reading(grid: Grid, row: int, side: _Side) -> str:
    """How a row's cells of one side read: spans to the side, and whether they go on from the row above."""
    cells = [grid[row, k] for k in side.columns if (row, k) in grid]
    if not cells:
        return ""
    first = cells[0]
    wide = len(side.columns) == 1 or len({id(c) for c in cells}) == 1
    across = "" if not wide else "wide" if len(side.columns) == 1 or re.search(r"\d", first.text) else "words"
    above = any(c.row < row for c in cells)
    return f"{across} above".strip() if above else across


def _is_value(grid: Grid, row: int, side: _Side) -> bool:
    return any(grid[row, k].text.strip() for k in side.columns if (row, k) in grid)


def _raw(grid: Grid, row: int, column: int) -> str:
    cell = grid.get((row, column))
    return cell.paragraphs[0].text if cell is not None and cell.paragraphs else ""


def _text(grid: Grid, row: int, column: int) -> str:
    return re.sub(r"\s", "", _raw(grid, row, column)) if (row, column) in grid else ""


def _indents(labels: Sequence[str]) -> list[int]:
    """How far each label is indented: by its number, by 其中, by its blanks, else below what is numbered."""
    used = [n for n, pattern in enumerate(_LEVELS) if any(pattern.match(t.strip()) for t in labels)]
    depth = {n: at for at, n in enumerate(used)}
    found: list[int] = []
    last = -1
    for label in labels:
        numbered = next((n for n, pattern in enumerate(_LEVELS) if pattern.match(label.strip())), None)
        blanks = (sum(2 if c == "\u3000" else 1 for c in label[: len(label) - len(label.lstrip())]) + 1) // 2
        if numbered is not None:
            last = indent = depth[numbered]
        elif _PART.match(label.strip()):
            indent = max(last, 0) + 1
        else:
            indent = last + 1 if used and last >= 0 else min(blanks, 3)
            last = last if used else indent
        found.append(indent)
    return found
