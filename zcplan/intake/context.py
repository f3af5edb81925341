"""Every figure of a draft with its context: the sentence, the year, the status, the territory, the table's heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from zcplan import quantity
from zcplan.intake import terms
from zcplan.intake.draft import CELL, HEADING, Cell, Draft, Paragraph, Table
from zcplan.model import ACTUAL, CHANGE, ESTIMATE, GROWTH, LEVEL, TARGET
from zcplan.quantity import Found, Quantity

REACH, LONGEST = 200, 1_000
"""Characters of context on either side of a figure; length at which a sentence without an end is cut."""
MASK = "\ue000"
"""Stands for a figure in masked text."""
_LISTED = 12
"""How many figures a list may have for the first one's 增长 to govern them all."""
_DROPPED = set("*`#|")
PART = 0
"""In place of a year: a heading speaks of a part of the year, whose figures are none of the year's."""


@dataclass(frozen=True)
class Time:
    """A year and a status; either may be unsaid (``None``, empty)."""

    year: int | None = None
    status: str = ""


@dataclass(frozen=True, eq=False)
class Flow:
    """Running text without white space, each character with its paragraph and offset, and the figures in it.

    ``masked`` is the text folded (see :func:`~zcplan.intake.terms.fold`) with each figure as :data:`MASK`;
    ``at`` tells where each figure's mask stands.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    found: tuple[Found, ...]
    masked: str
    at: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure of the draft and what surrounds it.

    :param text: as printed, from 增长 to 左右
    :param paragraph: 0-based number of its paragraph
    :param offset: characters into the paragraph
    :param end: offset behind its last character (that of the paragraph's text when it runs over)
    :param year: year that it is about, as far as the draft tells
    :param status: ``target`` ``actual`` ``estimate``, or empty where the draft leaves it open
    :param number: which of its flow's figures it is; -1 in a table
    :param label: the row's label in a table
    :param measures: measures that it may have, the likeliest first
    :param bracket: where the bracket that it stands in begins in the flow's masked text, or -1
    :param sentence: the clause or row that it stands in, as printed but for white space
    """

    quantity: Quantity
    text: str
    paragraph: int
    offset: int
    end: int
    year: int | None
    status: str
    flow: Flow
    number: int
    label: str
    measures: tuple[str, ...]
    bracket: int = -1
    sentence: str = ""
    head: str = ""

    @property
    def left(self) -> str:
        """Masked text before it in its flow, as far as it matters."""
        at = self.flow.at[self.number] if self.number >= 0 else 0
        return self.flow.masked[max(0, at - REACH) : at]

    @property
    def right(self) -> str:
        """Masked text after it in its flow, as far as it matters."""
        if self.number < 0:
            return ""
        at = self.flow.at[self.number] + 1
        return self.flow.masked[at : at + REACH]

    @property
    def inner(self) -> str:
        """Masked text before it in its own bracket; empty where it stands in none."""
        return self.flow.masked[self.bracket + 1 : self.flow.at[self.number]] if self.bracket >= 0 else ""


@dataclass(frozen=True)
class Words:
    """What a table says in words where a figure might stand."""

    text: str
    label: str
    head: str
    year: int
    status: str
    measure: str
    paragraph: int
    offset: int
    sentence: str


@dataclass
class _Times:
    """What title and headings say of year and status, from the outermost in."""

    own: int | None
    base: Time
    stack: dict[int, Time] = field(default_factory=dict)

    def enter(self, heading: Paragraph) -> None:
        """Take a heading into account."""
        self.stack = {level: time for level, time in self.stack.items() if level < heading.level}
        said = _heading_time(re.sub(r"\s", "", heading.text), self.own, self.base)
        if said.year is not None or said.status:
            self.stack[heading.level] = said

    @property
    def now(self) -> Time:
        """Year and status that hold here."""
        time = self.base
        for level in sorted(self.stack):
            said = self.stack[level]
            time = Time(said.year if said.year is not None else time.year, said.status or time.status)
        return Time(time.year or None, time.status)


def read_figures(draft: Draft, units: Iterable[str] = (), year: int | None = None) -> list[Figure]:
    """Every figure of a draft, in the order of its paragraphs.

    :param units: units of the dataset that the grammar may not know
    :param year: the draft's own year, where it does not tell itself
    """
    return _read(draft, tuple(units), year)[0]


def read_words(draft: Draft, units: Iterable[str] = (), year: int | None = None) -> list[Words]:
    """What the tables of a draft say in words (保持稳定), in order; parameters as above."""
    return _read(draft, tuple(units), year)[1]


def _read(draft: Draft, units: tuple[str, ...], year: int | None) -> tuple[list[Figure], list[Words]]:
    times = _times(draft, year)
    starts: dict[int, list[Table]] = {}
    for table in draft.tables:
        starts.setdefault(table.before, []).append(table)
    cells = {p.index for t in draft.tables for c in t.cells for p in c.paragraphs}
    figures: list[Figure] = []
    words: list[Words] = []
    group: list[Paragraph] = []

    def enter(tables: list[Table]) -> None:
        for table in tables:
            for entry in _entries(table, draft, times.now, times.own, units):
                figures.extend(_cell_figure(entry, units))
                words.extend(_cell_words(entry))

    enter(starts.get(-1, []))
    following = _following(draft)
    for paragraph, after in zip(draft.paragraphs, following, strict=True):
        if paragraph.kind == HEADING:
            times.enter(paragraph)
        if paragraph.index not in cells and paragraph.text.strip():
            group.append(paragraph)
        elif paragraph.index in cells and not _is_value(paragraph.text, units):
            figures += _flow_figures([paragraph], times.now, times.own, units)
        joins = paragraph.runs_on if paragraph.text.strip() else bool(group)
        if group and not (joins and after and after.kind == paragraph.kind and after.kind not in (CELL, HEADING)):
            figures += _flow_figures(group, times.now, times.own, units)
            group = []
        enter(starts.get(paragraph.index, []))
    return sorted(figures, key=lambda f: (f.paragraph, f.offset)), words


def _following(draft: Draft) -> list[Paragraph | None]:
    """For each paragraph the next one that is not empty."""
    found: list[Paragraph | None] = []
    after: Paragraph | None = None
    for paragraph in reversed(draft.paragraphs):
        found.append(after)
        after = paragraph if paragraph.text.strip() else after
    return found[::-1]


# --- year and status -------------------------------------------------------------------------------


def _times(draft: Draft, given: int | None) -> _Times:
    filled = [re.sub(r"\s", "", p.text) for p in draft.paragraphs if p.text.strip() and p.kind != CELL]
    top = [t for t in filled[:20] if len(t) < 80 and not re.search("[。；]|，.*[，。]", t)]
    body = next(
        (n for n, t in enumerate(filled) if re.match("#{2,}|[#*]*([一二三四五六七八九十]+、|（一）|1[.、])", t)), 6
    )
    title = "".join(t for t in filled[: min(body, 6)] if t in top)
    dated = next((m for t in top if (m := re.search(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日", t))), None)
    years = [int(y) for y in re.findall(r"((?:19|20)\d\d)年", title)]
    own = given or (int(dated[1]) if dated else max(years, default=None))
    if own is None:
        told = [int(y) for p in draft.paragraphs for y in re.findall(r"((?:19|20)\d\d)\s*年", p.text)]
        own = max(set(told), key=told.count, default=None)
    named = re.sub(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日", "", title)
    said = {int(y) for y in re.findall(r"((?:19|20)\d\d)年", named)}
    status = ""
    if len(said) == 1 and not terms.RESULT_HEADING.search(named) and terms.TARGET_HEADING.search(named):
        status = TARGET
    elif len(said) == 1 and terms.RESULT_HEADING.search(named) and "计划草案" not in named:
        status = ACTUAL
    if terms.PART_YEAR.search(named):
        return _Times(own, Time(None, ""))
    return _Times(own, Time(said.pop() if len(said) == 1 else own, status))


def _heading_time(text: str, own: int | None, base: Time) -> Time:
    years = [int(y) for y in re.findall(r"((?:19|20)\d\d)年", text)]
    if terms.PART_YEAR.search(text):
        return Time(PART, "")
    if not years:
        years = [own] if own and "今年" in text else [own - 1] if own and re.search("去年|上年", text) else []
    is_result, is_target = terms.RESULT_HEADING.search(text), terms.TARGET_HEADING.search(text)
    status = ACTUAL if is_result else TARGET if is_target and years else ""
    return Time(years[0] if years else None, status)


def _figure_time(sentence: str, found: Found, start: int, now: Time, own: int | None) -> Time:
    """Year and status of a figure; no year where it is of a part of the year, or of several."""
    before = found.digits - start
    time = _sentence_time(sentence, before, now, own)
    lead = sentence[:before]
    clause = re.split("[，。；：、]", sentence[: found.start - start])[-1] + found.text
    if found.quantity.measure != LEVEL:
        base = re.search(r"(?:比|较|同)((?:19|20)\d\d)年[^，。；]{0,6}$", lead)
        if terms.SPAN.search(clause) or (base and time.year and int(base[1]) != time.year - 1):
            return Time(None, time.status)
    return Time(None, time.status) if terms.PART_YEAR.search(lead) else time


def _sentence_time(sentence: str, before: int, now: Time, own: int | None) -> Time:
    """Year and status of a figure that stands ``before`` characters into its sentence.

    A year compared with (比2022年) is not the figure's own. A year other than the section's leaves the status open.
    """
    year = now.year
    for match in terms.YEAR.finditer(sentence, 0, before):
        if terms.BASE.search(sentence[: match.start()]) or terms.BASE_AFTER.match(sentence[match.end() :]):
            continue
        if sentence.count("《", 0, match.start()) > sentence.count("》", 0, match.start()):
            continue
        said = _said_year(match, own)
        year = said if said is not None else year
    lead = sentence[:before]
    if re.search("(由|从)(?:原来的?|过去的?)?$", lead) and re.match("[^，。；]{1,14}(到|至)", sentence[before:]):
        return Time(None if year is None else year - 1, ACTUAL)
    base = re.search(r"(?:比|较)(?:((?:19|20)\d\d)年|上年|去年)(?:同期|末)?的$", lead)
    if base:
        return Time(int(base[1]) if base[1] else None if year is None else year - 1, ACTUAL)
    if terms.OWN_TARGET.search(lead):
        return Time(year, TARGET)
    status = now.status if year == now.year else ""
    if status != TARGET and terms.ESTIMATE_WORDS.search(lead):
        return Time(year, ESTIMATE)
    if not status and terms.TARGET_WORDS.search(lead) and (own is None or year is None or year >= own):
        return Time(year, TARGET)
    if not status and own is not None and year is not None and year < own and not terms.TARGET_WORDS.search(lead):
        return Time(year, ACTUAL)
    return Time(year, status)


def _said_year(match: re.Match[str], own: int | None) -> int | None:
    if match[1]:
        return int(match[1])
    if own is None:
        return None
    return own if match[2] else own - 1 if match[3] else own + 1


# --- running text ----------------------------------------------------------------------------------


def make_flow(paragraphs: Iterable[Paragraph], units: Iterable[str] = ()) -> Flow:
    """Join paragraphs to running text and find its figures."""
    text, places = _compact(paragraphs)
    found = tuple(quantity.figures(text, units))
    masked, at = mask(text, found)
    return Flow(text, places, found, masked, at, _sentences(text))


def _compact(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without white space and marks; a space between two numbers stays."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        gap = False
        for offset, c in enumerate(paragraph.text):
            if c.isspace() or c in _DROPPED or c in "\u200b\ufeff":
                gap = gap or c.isspace()
                continue
            if (
                gap
                and characters
                and c.isascii()
                and c.isdigit()
                and characters[-1].isascii()
                and characters[-1].isdigit()
            ):
                characters.append(" ")
                places.append((paragraph.index, offset))
            characters.append(c)
            places.append((paragraph.index, offset))
            gap = False
    return "".join(characters), tuple(places)


def mask(text: str, found: Iterable[Found]) -> tuple[str, tuple[int, ...]]:
    """The folded text with each figure as one mark, and where each mark stands."""
    out, at, last, size = [], [], 0, 0
    for figure in found:
        piece = terms.fold(text[last : figure.digits])
        out += [piece, MASK]
        size += len(piece)
        at.append(size)
        size += 1
        last = figure.stop
    out.append(terms.fold(text[last:]))
    return "".join(out), tuple(at)


def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    bounds: list[tuple[int, int]] = []
    start = 0
    for end in (*(m.end() for m in re.finditer("[。！？]|；(?=.{12})", text)), len(text)):
        while end - start > LONGEST:
            cut = text.rfind("，", start, start + LONGEST) + 1 or start + LONGEST
            bounds.append((start, cut))
            start = cut
        if start < end:
            bounds.append((start, end))
        start = end
    return tuple(bounds)


def _flow_figures(paragraphs: list[Paragraph], now: Time, own: int | None, units: tuple[str, ...]) -> list[Figure]:
    flow = make_flow(paragraphs, units)
    lengths = {p.index: len(p.text) for p in paragraphs}
    figures: list[Figure] = []
    running = now
    for start, end in flow.sentences:
        sentence = flow.text[start:end]
        running = _carried(sentence, running, now, own)
        while len(figures) < len(flow.found) and flow.found[len(figures)].start < end:
            number = len(figures)
            found = flow.found[number]
            time = _figure_time(sentence, found, start, running, own)
            figures.append(_figure(flow, number, found, time, sentence, lengths))
    return figures


def _carried(sentence: str, running: Time, now: Time, own: int | None) -> Time:
    """A year at the head of a sentence holds on to the paragraph's end: 2023年，…"""
    if terms.PART_YEAR.search(sentence[:16]) and not re.search("全年", sentence[:16]):
        return Time(None, "")
    lead = terms.YEAR.search(sentence[:12])
    if lead is None or terms.BASE.search(sentence[: lead.start()]) or lead.start() > 5:
        return running
    year = _said_year(lead, own)
    if year is None or year == now.year:
        return now
    return Time(year, "") if sentence[lead.end() : lead.end() + 1] in "，,全我" else running


def _figure(flow: Flow, number: int, found: Found, time: Time, sentence: str, lengths: dict[int, int]) -> Figure:
    paragraph, offset = flow.places[found.start]
    last_paragraph, last = flow.places[found.stop - 1]
    end = last + 1 if last_paragraph == paragraph else lengths[paragraph]
    said = measured(flow, number)
    return Figure(
        said,
        found.text,
        paragraph,
        offset,
        end,
        time.year,
        time.status,
        flow,
        number,
        "",
        (said.measure,),
        _bracket(flow.masked, flow.at[number]),
        sentence,
    )


def measured(flow: Flow, number: int) -> Quantity:
    """A figure with its measure: in 同比增长7.1%、8.7% the second is a growth too."""
    said = flow.found[number].quantity
    if said.measure != LEVEL or said.unit not in (quantity.PERCENT, quantity.POINTS):
        return said
    for before in range(number - 1, max(-1, number - _LISTED), -1):
        between = flow.text[flow.found[before].stop : flow.found[before + 1].digits]
        previous = flow.found[before].quantity
        if between not in ("、", "和", "与", "，", "及") or previous.unit != said.unit:
            return said
        if previous.measure != LEVEL:
            falls = previous.value is not None and previous.value < 0
            return replace(said, measure=previous.measure, value=-said.value if falls and said.value else said.value)
    return said


def _bracket(masked: str, at: int) -> int:
    """Where the bracket around a place begins, or -1."""
    depth = 0
    for n in range(at - 1, max(-1, at - 80), -1):
        if masked[n] == "）":
            depth += 1
        elif masked[n] == "（":
            if not depth:
                return n
            depth -= 1
        elif masked[n] in "。！？":
            return -1
    return -1


# --- tables ----------------------------------------------------------------------------------------

_BARE = re.compile(r"[（(]?([-−－+＋]?\d[\d,，]*(?:\.\d+)?)\s*(%|％)?\s*(左右|以上|以内|以下)?[)）]?")


def _is_value(text: str, units: tuple[str, ...]) -> bool:
    """Whether a cell holds a figure and nothing else."""
    return _cell_quantity(text, "", units) is not None


def _cell_quantity(text: str, unit: str, units: tuple[str, ...]) -> Quantity | None:
    compact = re.sub(r"\s", "", quantity.normalise(text))
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


@dataclass(frozen=True)
class _Entry:
    """A cell of a table below its heads, with what head, label and caption say of it."""

    cell: Cell
    label: str
    head: str
    unit: str
    sentence: str
    time: Time


def _entries(table: Table, draft: Draft, now: Time, own: int | None, units: tuple[str, ...]) -> Iterator[_Entry]:
    """Cells of a table: indicators down, years and measures across; heads may stand over several rows."""
    grid = {(c.row + r, c.column + k): c for c in table.cells for r in range(c.rows) for k in range(c.columns)}
    rows = sorted({c.row for c in table.cells})
    first = next((r for r in rows if r and any(_is_value(c.text, units) for c in table.cells if c.row == r)), None)
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
        in_row = by_row[row]
        label = _label(in_row, unit_column, heads)
        if not label or _is_value(label, units):
            continue
        unit = grid[row, unit_column].text if unit_column is not None and (row, unit_column) in grid else ""
        unit = unit or _unit_in(label) or _unit_in(caption)
        sentence = " ".join(re.sub(r"\s", "", c.text) for c in in_row if c.text)
        for cell in in_row:
            head = heads.get(cell.column, "")
            if (
                cell.row == row
                and cell.column != unit_column
                and cell.text != label
                and not _is_ordinal(cell.text, head)
            ):
                time = _cell_time(re.sub(r"\s", "", head), re.sub(r"\s", "", caption), now, own)
                yield _Entry(cell, label, head, unit, sentence, time)


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


def _cell_figure(entry: _Entry, units: tuple[str, ...]) -> Iterator[Figure]:
    """The figure of a cell; that of a column of ranks or rates of completion has no year: it is no indicator's."""
    head = re.sub(r"\s", "", entry.head)
    is_growth, is_change = bool(terms.GROWTH_CELL.search(head)), bool(terms.CHANGE_CELL.search(head))
    unit = _unit_in(entry.head) or entry.unit
    if is_growth or is_change:
        unit = quantity.POINTS if "百分点" in head else quantity.PERCENT
    said = _cell_quantity(entry.cell.text, unit, units)
    if said is None or not entry.cell.paragraphs:
        return
    measures: tuple[str, ...] = (said.measure,)
    if is_growth or is_change:
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
        None if terms.OTHER_CELL.search(head) else entry.time.year,
        entry.time.status,
        Flow(entry.sentence, (), (), "", (), ()),
        -1,
        clean_label(entry.label),
        measures,
        -1,
        entry.sentence,
        entry.head,
    )


def _cell_words(entry: _Entry) -> Iterator[Words]:
    """The words of a cell that state a goal or result without a figure: 保持稳定, 完成市下达任务指标."""
    text = re.sub(r"\s", "", entry.cell.text)
    if entry.cell.paragraphs and entry.time.year and terms.WORDS_CELL.search(text) and len(text) <= 20:
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


def _cell_time(head: str, caption: str, now: Time, own: int | None) -> Time:
    year = next(
        (_said_year(m, own) for m in terms.YEAR.finditer(head) if not terms.BASE.search(head[: m.start()])), None
    )
    if year is None:
        bare = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", head)
        year = int(bare[1]) if bare else None
    if year is None:
        years = {int(y) for y in re.findall(r"((?:19|20)\d\d)年", caption)}
        year = years.pop() if len(years) == 1 else now.year
    if terms.PART_YEAR.search(head) or (terms.PART_YEAR.search(caption) and not terms.YEAR.search(head)):
        return Time(None)
    if terms.ESTIMATE_CELL.search(head):
        return Time(year, ESTIMATE)
    if terms.TARGET_CELL.search(head):
        return Time(year, TARGET)
    if terms.RESULT_CELL.search(head):
        return Time(year, ACTUAL)
    return Time(year, now.status if year == now.year else "")
