"""The rows of a table of tasks: which columns hold what, merged cells, heads repeated on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zcplan.extract.grid import Grid, grid_of
from zcplan.extract.roles import LABEL, Part, parts_of, role_of
from zcplan.reading.document import Cell, Draft

_TASK = re.compile("任务|内容|事项|举措|措施|要点|目标|项目|指标|工作")
_NUMBER = re.compile("^(?:序号|编号|项号|序列|任务编号|NO\\.?)$", re.IGNORECASE)
_SECTION = re.compile("^(?:(?:工作|任务|重点|所属)?(?:类别|分类|领域|类型|方面|板块|专项|大类)|一级任务|章节|部分)$")
_CONTENT = re.compile("目标|指标|成效|标准|措施|举措|内容|要求")
_HEAD_LENGTH = 24
"""Longest head of a column; a longer cell is a task."""
_ASIDE = re.compile("领导|责任人|联系|时限|时间|期限|日期|进度|进展|备注|电话|负责人|来源|依据|状态|情况")

_HEADING_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、])\s*"
)


@dataclass(frozen=True)
class Columns:
    """Which column holds what.

    :param roles: by column, the role of the departments in it
    :param contents: columns with the task's measures and goals beside its name
    """

    width: int
    number: int | None
    section: int | None
    task: int
    contents: tuple[int, ...]
    roles: Mapping[int, str]


@dataclass(frozen=True)
class TaskRow:
    """A task of a table; ``number`` is as printed, empty where the table has none."""

    number: str
    section: str
    name: str
    content: str
    parts: tuple[Part, ...]
    paragraphs: tuple[int, ...]


@dataclass(frozen=True)
class _Line:
    """A row of the grid below the head; cells that it shares with the row above are the same objects.

    :param held: the paragraphs that its content stands in
    """

    number: Cell | None
    section: str
    task: Cell | None
    content: str
    parts: tuple[Part, ...]
    held: tuple[int, ...]


def rows_of(draft: Draft) -> Iterator[TaskRow]:
    """The tasks of a document's tables; a table that goes on over a page needs no head of its own."""
    columns: Columns | None = None
    lines: list[_Line] = []
    section = ""
    for table in sorted(draft.tables, key=lambda t: t.before):
        grid = grid_of(table)
        rows = sorted({row for row, _column in grid})
        width = max((column for _row, column in grid), default=-1) + 1
        own = next((found for row in rows if (found := _columns(grid, row))), None)
        if own is None and (columns is None or columns.width != width):
            continue
        columns = own or columns
        assert columns is not None
        started = own is None
        for row in rows:
            if _columns(grid, row):
                started = True
            elif started and (said := _section_row(grid, row, columns)):
                section = said
            elif started:
                lines.append(_line(grid, row, columns, section))
                section = lines[-1].section
    yield from _joined(lines)


def _columns(grid: Grid, row: int) -> Columns | None:
    """The columns that a row names, ``None`` where it is no head."""
    heads = {column: _head(grid, row, column) for r, column in sorted(grid) if r == row}
    roles = {k: role for k, head in heads.items() if _may_name_roles(head) and (role := role_of(head))}
    names = {k: h for k, h in heads.items() if h and len(h) <= _HEAD_LENGTH and k not in roles and not _ASIDE.search(h)}
    number = next((k for k, h in names.items() if _NUMBER.match(h)), None)
    section = next((k for k, h in names.items() if _SECTION.match(h) and k != number), None)
    tasks = [k for k, h in names.items() if _TASK.search(h) and k not in (number, section)]
    if not roles or not tasks:
        return None
    if section is None and len(tasks) > 1 and _is_coarser(grid, row, tasks):
        section, tasks = tasks[0], tasks[1:]
    contents = tuple(k for k in tasks[1:] if _CONTENT.search(heads[k]) and heads[k] != heads[tasks[0]])
    return Columns(max(heads) + 1, number, section, tasks[0], contents, roles)


def _may_name_roles(head: str) -> bool:
    """Whether a cell can be the head of departments: a label, or words for a body; a task (实施项目80个) is neither."""
    if len(head) > _HEAD_LENGTH or re.search("[0-9，。；]", head):
        return False
    return bool(LABEL.fullmatch(f"{head}：") or re.search("单位|部门|科室|处室|股室|机构|主体", head))


def _is_coarser(grid: Grid, head: int, tasks: list[int]) -> bool:
    """Whether the first of two columns of tasks groups those of the second: its cells span several of them."""
    first, second = ({id(grid[at]) for at in grid if at[1] == k and at[0] > head} for k in tasks[:2])
    return len(first) < len(second)


def _head(grid: Grid, row: int, column: int) -> str:
    """A column's head; one over two rows is that of the upper row where the lower one says nothing of its own."""
    cell = grid[row, column]
    above = grid.get((row - 1, column))
    text = re.sub(r"\s", "", cell.text)
    if above is None or above is cell or role_of(text) or _NUMBER.match(text):
        return text
    return re.sub(r"\s", "", above.text) + text if above.columns > 1 and len(above.text) <= _HEAD_LENGTH else text


def _section_row(grid: Grid, row: int, columns: Columns) -> str:
    """The heading that a row is: one cell over all columns, or text in the first cell alone."""
    cells = list(dict.fromkeys(grid[at] for at in sorted(grid) if at[0] == row))
    filled = [c for c in cells if c.text.strip()]
    if len(filled) != 1 or filled[0].rows > 1 or filled[0].row != row:
        return ""
    only = filled[0]
    if only.columns < columns.width and (only.column > 0 or len(cells) < 2 or columns.task == only.column):
        return ""
    return _HEADING_NUMBER.sub("", only.text.strip())


def _line(grid: Grid, row: int, columns: Columns, section: str) -> _Line:
    def text(column: int | None) -> str:
        cell = grid.get((row, column)) if column is not None else None
        return cell.text.strip() if cell is not None else ""

    task = grid.get((row, columns.task))
    contents = [text(k) for k in columns.contents]
    parts = [p for k, role in columns.roles.items() for p in parts_of(text(k), role) if len(p.department) > 1]
    return _Line(
        grid.get((row, columns.number)) if columns.number is not None else None,
        text(columns.section) or section,
        task,
        "。".join(dict.fromkeys(c for c in contents if c)),
        tuple(dict.fromkeys(parts)),
        tuple(p.index for k in columns.contents if (row, k) in grid for p in grid[row, k].paragraphs),
    )


def _joined(lines: list[_Line]) -> Iterator[TaskRow]:
    """Rows of one task put together: its cell spans them, or what goes on over a page has no number."""
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    shared: dict[int, int] = {}
    for group in groups:
        first = group[0]
        parts = tuple(dict.fromkeys(p for line in group for p in line.parts))
        tasks = list(dict.fromkeys(line.task for line in group if line.task is not None and line.task.text.strip()))
        if not parts or not tasks:
            continue
        number = _number(first.number)
        if number and first.number is not None and first.number.rows > len(group):
            shared[id(first.number)] = shared.get(id(first.number), 0) + 1
            number = f"{number}.{shared[id(first.number)]}"
        name = "".join(t.text.strip() for t in tasks)
        contents = dict.fromkeys(c for line in group if (c := line.content) and c != name)
        held = sorted({p.index for t in tasks for p in t.paragraphs} | {at for line in group for at in line.held})
        yield TaskRow(number, first.section, name, "。".join(contents), parts, tuple(held))


def _goes_on(before: _Line, line: _Line) -> bool:
    if line.task is None or not line.task.text.strip():
        return True
    if line.task is before.task:
        return True
    is_new = line.number is None or bool(line.number.text.strip()) or bool(line.parts)
    return not is_new


def _number(cell: Cell | None) -> str:
    """A printed number in digits, empty where it is none."""
    match = re.fullmatch(r"[（(]?(\d{1,4}(?:\.\d{1,3})*)[)）.、．]?", cell.text.strip()) if cell is not None else None
    return match[1] if match else ""
