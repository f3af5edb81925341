"""The figures of tables: indicators down, years and measures across, heads over several rows, units in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from zcplan import folding, quantity
from zcplan.figures import terms
from zcplan.figures.dating import cell_time
from zcplan.figures.difference_words import cell_lead
from zcplan.figures.figure import CellFigure, Words
from zcplan.figures.sections import Context, Date
from zcplan.figures.statement import NO_PERIOD
from zcplan.model import CHANGE, ESTIMATE, GROWTH, LEVEL, TARGET
from zcplan.quantity import Quantity
from zcplan.reading.document import CELL, Cell, Draft, Table

_QUOTING = re.compile("出处|原文|表述|差异说明|数据来源|依据文件|备注")
"""Heads of columns that hold what documents say, and where."""
_NAME_HEAD = re.compile("(?:主要|考核|预期)?指标(?:名称)?|项目(?:名称)?|名称|内容")
_PLACE_HEAD = re.compile("区域|地区|范围|区划")
"""Heads of the columns that name what a row is of, where these are not its first."""
_YEAR_HEAD = re.compile("年份|年度|时间|期间")
NATURES = ("预期性", "约束性")
"""What a plan calls its targets; the words are none of the row's status."""
_SHORT = 6
"""Longest word of a row that may be a head of it."""
_WORDED = re.compile(
    "(?P<open>（)?(?:(?P<estimate>预计)|(?P<target>(?:预期|计划)?目标|预期|计划|力争))[为:：]?(?P<rest>.+?)(?(open)）)"
)
_COVERING = re.compile("(?P<figure>.*[0-9].*)（(?P<place>(?:不含|不包括)[^（）0-9]{2,12})）")
_BARE = re.compile(r"[（(]?([-−－+＋]?\d[\d,，]*(?:\.\d+)?)\s*(%|％)?\s*(左右|以上|以内|以下)?[)）]?")


def is_value(text: str, units: tuple[str, ...]) -> bool:
    """Whether a cell holds a figure and nothing else but what it covers."""
    return _cell_quantity(_covered(text)[0], "", units) is not None


def _covered(text: str) -> tuple[str, str]:
    """A cell's figure, and the coverage that the cell tells behind it: 220天（不含某湖）."""
    found = _COVERING.fullmatch(re.sub(r"\s", "", folding.plain(text)))
    return (found["figure"], found["place"]) if found else (text, "")


def _cell_quantity(text: str, unit: str, units: tuple[str, ...]) -> Quantity | None:
    compact = _without_lead(re.sub(r"\s", "", folding.plain(text)))
    if not compact or len(compact) > 40 or not any(c.isdigit() for c in compact):
        return None
    match = _BARE.fullmatch(compact)
    if match:
        if match[2]:
            unit = quantity.PERCENT
        if not unit and re.fullmatch(r"(19|20)\d\d", compact):
            return None
        phrase = f"{match[1].replace('，', '').replace(',', '').lstrip('+＋')}{unit or '个'}{match[3] or ''}"
    else:
        phrase = compact
    try:
        said = quantity.parse(phrase, units)
    except ValueError:
        return None
    if said.value is None:
        return None
    return replace(said, unit=unit) if match and not unit else said


def _without_lead(text: str) -> str:
    """A cell's figure without the words that tell its status, or that it is a difference from a target."""
    worded = _WORDED.fullmatch(text.replace("(", "（").replace(")", "）"))
    if worded:
        return worded["rest"]
    lead = cell_lead(text)
    return text.removeprefix(lead.text) if lead and not lead.before else text


def _own_status(text: str) -> str:
    """The status that a cell tells itself: 预计增长9.9%, （目标增长5%以上）."""
    worded = _WORDED.fullmatch(terms.fold(text))
    return "" if worded is None else ESTIMATE if worded["estimate"] else TARGET


@dataclass(frozen=True)
class Entry:
    """A cell of a table below its heads, with what head, label and caption say of it."""

    cell: Cell
    label: str
    head: str
    unit: str
    sentence: str
    time: Context
    place: str = ""


def quoting(table: Table) -> Iterator[int]:
    """Paragraphs of cells that quote: those of a column whose head says so, in a table of a workbook or a document."""
    heads = {c.column: c.row for c in table.cells if _QUOTING.search(re.sub(r"\s", "", c.text)) and len(c.text) < 20}
    for cell in table.cells:
        if cell.column in heads and cell.row > heads[cell.column] and cell.columns == 1:
            yield from (p.index for p in cell.paragraphs)


def entries(table: Table, draft: Draft, now: Context, date: Date | None, units: tuple[str, ...]) -> Iterator[Entry]:
    """Cells of a table: indicators down, years and measures across; heads may stand over several rows."""
    grid = {(c.row + r, c.column + k): c for c in table.cells for r in range(c.rows) for k in range(c.columns)}
    rows = sorted({c.row for c in table.cells})
    first = next((r for r in rows if r and any(is_value(c.text, units) for c in table.cells if c.row == r)), None)
    if first is None:
        return
    caption = table.caption or _caption(table, draft)
    heads = _heads(grid, first)
    told = told_beside(grid, first, heads)
    unit_column = next((k for k, head in heads.items() if re.search("单位", head)), None)
    name_column = next((k for k, head in heads.items() if _NAME_HEAD.fullmatch(_last_head(head))), None)
    place_column = next((k for k, head in heads.items() if _PLACE_HEAD.fullmatch(_last_head(head))), None)
    by_row: dict[int, list[Cell]] = {}
    for c in table.cells:
        for r in range(c.rows):
            by_row.setdefault(c.row + r, []).append(c)
    for row in rows[rows.index(first) :]:
        in_row = sorted(by_row[row], key=lambda c: c.column)
        named = grid.get((row, name_column)) if name_column is not None else None
        label = named.text if named and named.text else _label(in_row, unit_column, heads)
        place = grid.get((row, place_column)) if place_column is not None else None
        if not label or is_value(label, units):
            continue
        unit = grid[row, unit_column].text if unit_column is not None and (row, unit_column) in grid else ""
        unit = unit or _unit_in(label) or _unit_in(caption) or _first_unit(table.unit)
        sentence = " ".join(re.sub(r"\s", "", c.text) for c in in_row if c.text)
        row_heads = _row_heads(in_row, label, unit_column, heads, units)
        for cell in in_row:
            head = f"{row_heads} {heads[cell.column]}".strip()
            if (
                (cell.row == row or _holds_below(cell, head))
                and cell.column != unit_column
                and cell.text != label
                and not _is_ordinal(cell.text, head)
                and not _is_year(cell.text, heads[cell.column])
            ):
                timed = f"{head} {told.get(cell.column, '')}"
                time = cell_time(re.sub(r"\s", "", timed), re.sub(r"\s", "", caption), now, date)
                yield Entry(cell, label, head, unit, sentence, time, place.text if place else "")


def _last_head(head: str) -> str:
    """The lowest of a column's heads: what stands above it is the table's title."""
    return head.split()[-1] if head.split() else ""


def _holds_below(cell: Cell, head: str) -> bool:
    """Whether a cell merged downward speaks of each of its rows: words and rates do, an amount is of all together."""
    return not re.search(r"\d", cell.text) or bool(terms.GROWTH_CELL.search(head))


def _row_heads(
    in_row: list[Cell], label: str, unit_column: int | None, heads: dict[int, str], units: tuple[str, ...]
) -> str:
    """Short words between a row's label and its first figure: a territory, 绝对值, 完成, 目标."""
    found = []
    for cell in in_row:
        if _is_ordinal(cell.text, heads[cell.column]) or cell.text in NATURES:
            continue
        if _is_year(cell.text, heads[cell.column]):
            found.append(f"{cell.text.removesuffix('年')}年")
            continue
        if is_value(cell.text, units):
            break
        is_word = 0 < len(cell.text) <= _SHORT and not any(c.isdigit() for c in cell.text)
        if is_word and cell.text != label and cell.column != unit_column and not _is_dash(cell.text):
            found.append(cell.text)
    return " ".join(found)


def _is_year(text: str, head: str) -> bool:
    """Whether a cell of a column of years dates its row."""
    return bool(_YEAR_HEAD.fullmatch(_last_head(head)) and re.fullmatch("(?:19|20)[0-9]{2}年?", text.strip()))


def _is_dash(text: str) -> bool:
    return not text.strip("-—–－/ ")


def _label(in_row: list[Cell], unit_column: int | None, heads: dict[int, str]) -> str:
    """A row's first text that is neither its number nor its unit."""
    texts = (c.text for c in in_row if c.column != unit_column and not _is_ordinal(c.text, heads[c.column]))
    return next((t for t in texts if t), "")


def _is_ordinal(text: str, head: str) -> bool:
    return bool(re.search("序号|编号", head)) or bool(re.fullmatch(r"[一二三四五六七八九十]+", text))


def _heads(grid: dict[tuple[int, int], Cell], first: int) -> dict[int, str]:
    """Each column's heads from the top down, joined."""
    columns = {column for _row, column in grid}
    return {
        column: " ".join(dict.fromkeys(grid[row, column].text for row in range(first) if (row, column) in grid)).strip()
        for column in columns
    }


def told_beside(grid: Mapping[tuple[int, int], Cell], first: int, heads: Mapping[int, str]) -> dict[int, str]:
    """Words of status that a column shares with its neighbours under one head: 2025年 over 完成数 and 增长."""
    groups: dict[int, list[int]] = {}
    for (row, column), cell in grid.items():
        if row < first and cell.columns > 1 and _YEARS.search(cell.text):
            groups.setdefault(id(cell), []).append(column)
    found = {}
    for columns in groups.values():
        words = {m[0] for k in columns if (m := _STATUS_WORDS.search(heads[k]))}
        bare = [k for k in columns if not _STATUS_WORDS.search(heads[k])]
        found.update(dict.fromkeys(bare, words.pop()) if len(words) == 1 else {})
    return found


_YEARS = re.compile("(?:19|20)[0-9]{2}|今年|去年|上年|本年")
_STATUS_WORDS = re.compile("|".join(p.pattern for p in (terms.ESTIMATE_CELL, terms.TARGET_CELL, terms.RESULT_CELL)))


def _caption(table: Table, draft: Draft) -> str:
    """The two lines above a table: its title, its unit."""
    above = [p.text.strip() for p in draft.paragraphs[: table.before + 1] if p.text.strip() and p.kind != CELL]
    return " ".join(t for t in above[-2:] if len(t) < 60)


def _first_unit(told: str) -> str:
    """The unit of levels in a unit line: 亿元 of 单位：亿元、%."""
    return next((u for u in re.split("[、，,/；; ]", told) if u and u not in ("%", "％")), "")


def _unit_in(text: str) -> str:
    """The unit in a label's bracket: 存款余额（亿元）, 单位：万元."""
    match = re.search(r"单位[:：]\s*([^\s，。）)]+)", text) or re.search(
        r"[（(]([^（）()\d]{1,6})[)）]\s*$", text.strip()
    )
    if not match:
        return ""
    known = quantity.unit(match[1])
    return match[1] if known.dimension != known.text.lstrip("万亿") or match[1] in ("%", "％") else ""


def clean_label(text: str) -> str:
    """A row's label without numbering, 其中 and unit: 一、地区生产总值（亿元） is 地区生产总值."""
    text = re.sub(r"\s", "", text)
    text = re.sub(r"^([（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+[、.．]|[#*＃＊])(?=\D)", "", text)
    text = re.sub(r"^(其中|#)[:：]?", "", text)
    return re.sub(r"[（(](?:单位[:：])?([^（）()\d]{1,6})[)）]$", lambda m: "" if _unit_in(m[0]) else m[0], text)


def _measure_of(label: str) -> str:
    """What a row's label says last: 增速 in 地区生产总值（增速） and in 地区生产总值增速."""
    match = re.search(f"（([^（）]+)）$|({terms.RATE.pattern})$", terms.fold(label))
    return (match[1] or match[2]) if match else ""


def cell_figure(entry: Entry, units: tuple[str, ...]) -> Iterator[CellFigure]:
    """The figure of a cell; that of a column of ranks or rates of completion has no year: it is no indicator's."""
    head = re.sub(r"\s", "", entry.head)
    measured = head + _measure_of(clean_label(entry.label))
    is_growth, is_change = bool(terms.GROWTH_CELL.search(measured)), bool(terms.CHANGE_CELL.search(measured))
    unit = _unit_in(entry.head) or entry.unit
    if is_growth or is_change:
        unit = quantity.POINTS if "百分点" in head else quantity.PERCENT
    figure, place = _covered(entry.cell.text)
    said = _cell_quantity(figure, unit, units)
    if said is None or not entry.cell.paragraphs:
        return
    measures: tuple[str, ...] = (said.measure,)
    is_gap = cell_lead(entry.cell.text) is not None
    if (is_growth or is_change) and not is_gap:
        said = replace(said, measure=GROWTH if unit == quantity.PERCENT else CHANGE)
        measures = (GROWTH, CHANGE) if is_growth else (CHANGE, GROWTH)
    paragraph = entry.cell.paragraphs[0]
    start = paragraph.shift + len(paragraph.text) - len(paragraph.text.lstrip())
    text = paragraph.text.strip()
    period = NO_PERIOD if is_gap or terms.OTHER_CELL.search(head) else entry.time.period
    status = _own_status(entry.cell.text) or entry.time.status
    yield CellFigure(
        *(said, text, paragraph.index, start, start + len(text), period, status, measures, entry.sentence),
        *(clean_label(entry.label), entry.head, bool(said.unit), paragraph.sheet, paragraph.cell),
        territory=place or re.sub(r"\s", "", entry.place),
    )


def cell_words(entry: Entry) -> Iterator[Words]:
    """The words of a cell that state a goal or result without a figure: 保持稳定, 完成市下达任务指标."""
    text = re.sub(r"\s", "", entry.cell.text)
    is_words = terms.WORDS_CELL.search(text) and len(text) <= 20 and not cell_lead(text)
    if entry.cell.paragraphs and entry.time.period.of_year and is_words:
        paragraph = entry.cell.paragraphs[0]
        start = paragraph.shift + len(paragraph.text) - len(paragraph.text.lstrip())
        is_growth = bool(terms.GROWTH_CELL.search(re.sub(r"\s", "", entry.head)))
        yield Words(
            text,
            clean_label(entry.label),
            entry.head,
            entry.time.period.of_year,
            entry.time.status,
            GROWTH if is_growth else LEVEL,
            paragraph.index,
            start,
            entry.sentence,
        )
