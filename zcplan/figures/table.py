"""The figures of tables: indicators down, years and measures across, heads over several rows, units in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zcplan import characters, quantity
from zcplan.figures import terms
from zcplan.figures.difference_words import cell_lead
from zcplan.figures.figure import Figure, Words
from zcplan.figures.text import Flow
from zcplan.figures.year_and_status import Time, cell_time
from zcplan.model import CHANGE, ESTIMATE, GROWTH, LEVEL, TARGET
from zcplan.quantity import Quantity
from zcplan.reading.document import CELL, Cell, Draft, Table

_SHORT = 6
"""Longest word of a row that may be a head of it."""
_WORDED = re.compile(
    "(?P<open>（)?(?:(?P<estimate>预计)|(?P<target>(?:预期|计划)?目标|预期|计划|力争))[为:：]?(?P<rest>.+?)(?(open)）)"
)
_BARE = re.compile(r"[（(]?([-−－+＋]?\d[\d,，]*(?:\.\d+)?)\s*(%|％)?\s*(左右|以上|以内|以下)?[)）]?")


def is_value(text: str, units: tuple[str, ...]) -> bool:
    """Whether a cell holds a figure and nothing else."""
    return _cell_quantity(text, "", units) is not None


def _cell_quantity(text: str, unit: str, units: tuple[str, ...]) -> Quantity | None:
    compact = _without_lead(re.sub(r"\s", "", characters.plain(text)))
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
    time: Time


def entries(table: Table, draft: Draft, now: Time, own: int | None, units: tuple[str, ...]) -> Iterator[Entry]:
    """Cells of a table: indicators down, years and measures across; heads may stand over several rows."""
    grid = {(c.row + r, c.column + k): c for c in table.cells for r in range(c.rows) for k in range(c.columns)}
    rows = sorted({c.row for c in table.cells})
    first = next((r for r in rows if r and any(is_value(c.text, units) for c in table.cells if c.row == r)), None)
    if first is None:
        return
    caption = _caption(table, draft)
    heads = _heads(grid, first)
    unit_column = next((k for k, head in heads.items() if re.search("单位", head)), None)
    by_row: dict[int, list[Cell]] = {}
    for c in table.cells:
        for r in range(c.rows):
            by_row.setdefault(c.row + r, []).append(c)
    for row in rows[rows.index(first) :]:
        in_row = sorted(by_row[row], key=lambda c: c.column)
        label = _label(in_row, unit_column, heads)
        if not label or is_value(label, units):
            continue
        unit = grid[row, unit_column].text if unit_column is not None and (row, unit_column) in grid else ""
        unit = unit or _unit_in(label) or _unit_in(caption)
        sentence = " ".join(re.sub(r"\s", "", c.text) for c in in_row if c.text)
        row_heads = _row_heads(in_row, label, unit_column, heads, units)
        for cell in in_row:
            head = f"{row_heads} {heads.get(cell.column, '')}".strip()
            if (
                cell.row == row
                and cell.column != unit_column
                and cell.text != label
                and not _is_ordinal(cell.text, head)
            ):
                time = cell_time(re.sub(r"\s", "", head), re.sub(r"\s", "", caption), now, own)
                yield Entry(cell, label, head, unit, sentence, time)


def _row_heads(
    in_row: list[Cell], label: str, unit_column: int | None, heads: dict[int, str], units: tuple[str, ...]
) -> str:
    """Short words between a row's label and its first figure: a territory, 绝对值, 完成, 目标."""
    found = []
    for cell in in_row:
        if is_value(cell.text, units):
            break
        is_word = 0 < len(cell.text) <= _SHORT and not any(c.isdigit() for c in cell.text)
        if is_word and cell.text != label and cell.column != unit_column and not _is_dash(cell.text):
            found.append(cell.text)
    return " ".join(found)


def _is_dash(text: str) -> bool:
    return not text.strip("-—–－/ ")


def _label(in_row: list[Cell], unit_column: int | None, heads: dict[int, str]) -> str:
    """A row's first text that is neither its number nor its unit."""
    texts = (c.text for c in in_row if c.column != unit_column and not _is_ordinal(c.text, heads.get(c.column, "")))
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


def _caption(table: Table, draft: Draft) -> str:
    """The two lines above a table: its title, its unit."""
    above = [p.text.strip() for p in draft.paragraphs[: table.before + 1] if p.text.strip() and p.kind != CELL]
    return " ".join(t for t in above[-2:] if len(t) < 60)


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


def cell_figure(entry: Entry, units: tuple[str, ...]) -> Iterator[Figure]:
    """The figure of a cell; that of a column of ranks or rates of completion has no year: it is no indicator's."""
    head = re.sub(r"\s", "", entry.head)
    measured = head + _measure_of(clean_label(entry.label))
    is_growth, is_change = bool(terms.GROWTH_CELL.search(measured)), bool(terms.CHANGE_CELL.search(measured))
    unit = _unit_in(entry.head) or entry.unit
    if is_growth or is_change:
        unit = quantity.POINTS if "百分点" in head else quantity.PERCENT
    said = _cell_quantity(entry.cell.text, unit, units)
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
    yield Figure(
        said,
        text,
        paragraph.index,
        start,
        start + len(text),
        None if is_gap or terms.OTHER_CELL.search(head) else entry.time.year,
        _own_status(entry.cell.text) or entry.time.status,
        Flow(entry.sentence, (), (), "", (), ()),
        -1,
        clean_label(entry.label),
        measures,
        -1,
        entry.sentence,
        entry.head,
    )


def cell_words(entry: Entry) -> Iterator[Words]:
    """The words of a cell that state a goal or result without a figure: 保持稳定, 完成市下达任务指标."""
    text = re.sub(r"\s", "", entry.cell.text)
    is_words = terms.WORDS_CELL.search(text) and len(text) <= 20 and not cell_lead(text)
    if entry.cell.paragraphs and entry.time.year and is_words:
        paragraph = entry.cell.paragraphs[0]
        start = paragraph.shift + len(paragraph.text) - len(paragraph.text.lstrip())
        is_growth = bool(terms.GROWTH_CELL.search(re.sub(r"\s", "", entry.head)))
        yield Words(
            text,
            clean_label(entry.label),
            entry.head,
            entry.time.year,
            entry.time.status,
            GROWTH if is_growth else LEVEL,
            paragraph.index,
            start,
            entry.sentence,
        )
