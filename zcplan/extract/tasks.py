"""The tasks of a division of labour: numbered items, unnumbered paragraphs and tables, with who does what.

A task is what names departments: in a bracket behind it, on lines below it, or in the columns of its row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from zcplan.extract.roles import CLOSE, LABEL, LEAD, OPEN, RESPONSIBLE, SUPPORT, Part, parts_of, role_of
from zcplan.extract.task_table import TaskRow, rows_of
from zcplan.reading.document import CELL, FOOTER, HEADER, HEADING, Draft, Paragraph

TITLE = 60
"""Longest title of a task, in characters."""
_NUMERALS = "一二三四五六七八九十"
_CIRCLED = "".join(chr(0x2460 + n) for n in range(20))
_MARKS = (
    (1, re.compile(rf"第([{_NUMERALS}百]{{1,4}})[章部编篇]\s*")),
    (2, re.compile(rf"([{_NUMERALS}]{{1,3}})[、.．]\s*")),
    (3, re.compile(rf"[（(]([{_NUMERALS}]{{1,3}})[）)][、.．]?\s*")),
    (4, re.compile(r"第([0-9]{1,3}|[一二三四五六七八九十百]{1,4})[条项][：:、.．]?\s*")),
    (4, re.compile(r"([0-9]{1,3})(?:[.．、](?!\d)|\s+(?=[\u4e00-\u9fff“]))\s*")),
    (5, re.compile(r"[（(]([0-9]{1,3})[）)][、.．]?\s*")),
    (5, re.compile(r"([0-9]{1,3})[）)]\s*")),
    (6, re.compile(f"([{_CIRCLED}])\\s*")),
)
"""Numbers at the start of a paragraph and their depth, from the outermost in (GB/T 9704 and what lists add to it)."""
_ITEM = 4
"""From this depth on a number is an item's, before it a heading's."""
_FIRST_LEADS = re.compile(
    "(?:排|列)(?:在|于|名)?(?:首位|第一|最前|前面)[^。]{0,12}牵头|第一(?:个|位|家)?[^。]{0,8}为牵头"
)
_DIVISION = re.compile("分工|分解|责任清单|任务清单|责任落实|括号内")
_HEAD = 400
"""Characters at the top of a document that hold its title and what it says of itself."""
_BARE_NAMES = re.compile("(?:局|委|办|厅|部|部门|办公室|管委会|政府|街道|中心)$")
_OPEN_BRACKET = re.compile("[（(〔【\\[][^（()）〕】\\]]{0,200}$")
_SPACE = re.compile("(?<=[^ -~]) | (?=[^ -~])")
"""A space beside a Chinese character, which means nothing."""
_LABELLED_LINE = re.compile("[\u4e00-\u9fff]{2,8}[:：]")


@dataclass(frozen=True)
class ProposedTask:
    """A task as printed, with who does what.

    :param number: digits, joined by points; all different within a document
    :param section: the heading it stands under, without its number
    :param content: its text without number and departments
    :param paragraphs: numbers of the paragraphs that hold it, in order
    """

    number: str
    section: str
    title: str
    content: str
    parts: tuple[Part, ...]
    paragraphs: tuple[int, ...]

    @property
    def paragraph(self) -> int:
        """Number of its first paragraph."""
        return self.paragraphs[0]

    @property
    def lead(self) -> tuple[str, ...]:
        """Who leads, as printed."""
        return self._of(LEAD)

    @property
    def support(self) -> tuple[str, ...]:
        """Who supports, as printed."""
        return self._of(SUPPORT)

    @property
    def responsible(self) -> tuple[str, ...]:
        """Who is responsible without being said to lead, as printed."""
        return self._of(RESPONSIBLE)

    def _of(self, role: str) -> tuple[str, ...]:
        return tuple(p.department for p in self.parts if p.role == role)


@dataclass(frozen=True)
class Division:
    """The tasks of a document.

    :param without: items that stand among tasks but name no department, as printed
    """

    tasks: tuple[ProposedTask, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """A paragraph, or as much of one as ends where its departments are named."""

    text: str
    parts: tuple[Part, ...]
    paragraph: int
    depth: int = 0
    number: str = ""


@dataclass
class _Block:
    """What belongs together: a number's paragraphs down to where its departments are named."""

    origin: int
    """Which number it stands under, counted through the document."""
    depth: int
    path: tuple[str, ...]
    section: str
    head: str
    texts: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)


def read_division(draft: Draft) -> Division:
    """The tasks of a document, in reading order; of its running text and of its tables."""
    cells = {p.index for t in draft.tables for c in t.cells for p in c.paragraphs}
    running = [p for p in draft.paragraphs if p.index not in cells and p.kind not in (CELL, HEADER, FOOTER)]
    told = "".join(p.text for p in draft.paragraphs)
    lines = list(_lines(running))
    blocks = _blocks(_pieces(lines, bare=False))
    if _DIVISION.search(told[:_HEAD]) or any(b.parts for b in blocks):
        blocks = _blocks(_pieces(lines, bare=True))
    found = [(n, t) for _origin, group in groupby(blocks, lambda b: b.origin) for n, t in _tasks(list(group))]
    found += [((row.number,), _of_row(row)) for row in rows_of(draft)]
    found.sort(key=lambda f: f[1].paragraph)
    tasks = _numbered(found)
    if _FIRST_LEADS.search(told):
        tasks = [_first_leads(t) for t in tasks]
    return Division(tuple(tasks), tuple(_without(blocks)))


def _without(blocks: Sequence[_Block]) -> list[str]:
    """Items without departments, where most have some; items stand at the depth at which most departments are named."""
    depths = Counter(b.depth for b in blocks if b.parts and b.depth)
    if not depths:
        return []
    depth = max(depths, key=lambda d: depths[d])
    items = [b for b in blocks if b.depth == depth]
    named = {b.origin for b in blocks if b.parts}
    heads = {before.origin for before, b in pairwise(blocks) if b.depth > before.depth > 0}
    lacking = [b for b in items if b.origin not in named | heads and (b.texts or b.head)]
    return [title_of("".join(b.texts) or b.head) for b in lacking] if len(lacking) < depths[depth] else []


def title_of(text: str) -> str:
    """The first sentence of a text, its first clause where the sentence is long."""
    first = re.split("[。：；:;]", text.strip(), maxsplit=1)[0]
    if len(first) > TITLE:
        first = next((c for c in first.split("，") if len(c) >= 4), first)
    return first[:TITLE].strip()


def _first_leads(task: ProposedTask) -> ProposedTask:
    """The task with the first of its responsible departments as the lead, as the document says it is meant."""
    if task.lead or len(task.responsible) < 2:
        return task
    first, *others = (p for p in task.parts if p.role == RESPONSIBLE)
    rest = [p for p in task.parts if p.role != RESPONSIBLE]
    return replace(task, parts=(replace(first, role=LEAD), *(replace(p, role=SUPPORT) for p in others), *rest))


def _numbered(found: Sequence[tuple[tuple[str, ...], ProposedTask]]) -> list[ProposedTask]:
    """Tasks with numbers that are all different: the printed ones, else with those of their headings, else counted."""
    own = [path[-1] if path else "" for path, _task in found]
    whole = [".".join(n for n in path if n) for path, _task in found]
    counted = [str(n) for n in range(1, len(found) + 1)]
    numbers = next(c for c in (own, whole, counted) if all(c) and len(set(c)) == len(c)) if found else []
    return [replace(task, number=number) for number, (_path, task) in zip(numbers, found, strict=True)]


def _of_row(row: TaskRow) -> ProposedTask:
    name = re.sub(r"\s+", "", row.name)
    depth, _number, text = _mark(name)
    said = text if depth else name
    content = f"{said.rstrip('。')}。{row.content}" if row.content else said
    return ProposedTask("", row.section, title_of(said), content, row.parts, row.paragraphs)


# --- running text ----------------------------------------------------------------------------------


def _tasks(group: list[_Block]) -> Iterator[tuple[tuple[str, ...], ProposedTask]]:
    """The tasks under one number, each with its path: several where the departments are named several times."""
    named = [b for b in group if b.parts]
    several = len(named) > 1
    for at, block in enumerate(named, start=1):
        is_heading = block.depth < _ITEM
        texts = block.texts if several and is_heading else [block.head, *block.texts]
        content = "".join(t for t in texts if t).strip()
        section = block.head if several and is_heading and block.head else block.section
        path = (*block.path[:-1], f"{block.path[-1]}.{at}") if several and block.path else block.path
        if content:
            task = ProposedTask("", section, title_of(content), content, tuple(block.parts), tuple(block.paragraphs))
            yield path, task


def _blocks(pieces: Iterable[_Piece]) -> list[_Block]:
    blocks: list[_Block] = []
    heads: dict[int, tuple[str, str]] = {}
    origin = 0
    for piece in pieces:
        last = blocks[-1] if blocks else None
        if piece.depth:
            origin += 1
            heads = {d: h for d, h in heads.items() if d < piece.depth}
            section = heads[max(heads)][1] if heads else ""
            path = (*(n for _d, (n, _t) in sorted(heads.items())), piece.number)
            heads[piece.depth] = (piece.number, title_of(piece.text))
            blocks.append(_Block(origin, piece.depth, path, section, ""))
            _take(blocks[-1], piece, head=piece.depth < _ITEM)
        elif last is None or (not last.depth and piece.text):
            blocks.append(_Block(origin, 0, (), "", ""))
            _take(blocks[-1], piece)
        elif last.parts and piece.text and not (not piece.parts and _LABELLED_LINE.match(piece.text)):
            blocks.append(replace(last, texts=[], parts=[], paragraphs=[]))
            _take(blocks[-1], piece)
        else:
            _take(last, piece)
    return blocks


def _take(block: _Block, piece: _Piece, *, head: bool = False) -> None:
    if head:
        block.head = piece.text
    elif piece.text:
        block.texts.append(piece.text)
    block.parts += [p for p in piece.parts if p not in block.parts]
    if piece.paragraph not in block.paragraphs:
        block.paragraphs.append(piece.paragraph)


@dataclass(frozen=True)
class _Line:
    """A paragraph as it reads: lines of a text that was broken in mid-sentence put together."""

    paragraph: int
    depth: int
    number: str
    text: str


def _lines(paragraphs: Iterable[Paragraph]) -> Iterator[_Line]:
    held: _Line | None = None
    goes_on = False
    for paragraph in paragraphs:
        shown = re.sub(r"[*`]", "", f"{paragraph.label} {paragraph.text}").strip().lstrip("# ")
        if not shown:
            continue
        if not re.search(r"\w", shown):
            goes_on = False
            continue
        depth, number, text = _mark(shown)
        if not depth and paragraph.kind == HEADING and held:
            depth = min(paragraph.level, _ITEM - 1)
        text = re.sub(r"\s+", " ", text)
        if held and not depth and (goes_on or _OPEN_BRACKET.search(held.text)):
            held = replace(held, text=held.text + text)
        else:
            if held:
                yield held
            held = _Line(paragraph.index, depth, number, text)
        goes_on = paragraph.runs_on and shown[-1] not in CLOSE
    if held:
        yield held


def _pieces(lines: Iterable[_Line], *, bare: bool) -> Iterator[_Piece]:
    for line in lines:
        depth, number = line.depth, line.number
        for said, parts in _divided(line.text, bare=bare):
            yield _Piece(_SPACE.sub("", said), parts, line.paragraph, depth, number)
            depth, number = 0, ""


def _mark(text: str) -> tuple[int, str, str]:
    """Depth and number (in digits) at the start of a paragraph, and the rest."""
    for depth, pattern in _MARKS:
        match = pattern.match(text)
        if match:
            return depth, _digits(match[1]), text[match.end() :]
    return 0, "", text


def _digits(numeral: str) -> str:
    """A number in digits: 十二 is 12, ③ is 3."""
    if numeral.isascii():
        return str(int(numeral))
    if numeral in _CIRCLED:
        return str(_CIRCLED.index(numeral) + 1)
    tens, mark, ones = numeral.replace("百", "").rpartition("十")
    units = _NUMERALS.find(ones) + 1 if ones else 0
    return str((_NUMERALS.find(tens) + 1 if tens else 1) * 10 + units if mark else units)


def _divided(text: str, *, bare: bool) -> list[tuple[str, tuple[Part, ...]]]:
    """A paragraph in pieces, each with the departments named behind it; the last may have none."""
    found: list[tuple[str, tuple[Part, ...]]] = []
    start = 0
    for begin, end in _brackets(text):
        is_last = not text[end:].strip("。；;.")
        is_apart = is_last or text[end] in "。；;，、" or text[begin - 1 : begin] in tuple("。；;！")
        parts = _in_bracket(text[begin + 1 : end - 1], is_last=is_last, bare=bare) if is_apart else ()
        if parts:
            found.append((text[start:begin].strip("。；; ") + ("。" if text[begin - 1 : begin] == "。" else ""), parts))
            start = end
    rest = text[start:].strip("。；;，, ") if start else text
    at = _labels_begin(rest)
    if at is not None and (sure := _sure(parts_of(rest[at:]))):
        found.append((rest[:at].rstrip("—-─ "), sure))
    elif (sure := _whole_line(rest)) and not start:
        found.append(("", sure))
    elif rest or not found:
        found.append((rest, ()))
    return found


def _labels_begin(text: str) -> int | None:
    """Where the labels of who does it begin; persons that stand before departments are told by one of them too."""
    labels = [m for m in LABEL.finditer(text) if not _is_inside(text, m.start())]
    first = next((n for n, m in enumerate(labels) if role_of(m[0])), None)
    if first is None:
        return None
    while first and re.search("领导|责任人|负责人", labels[first - 1][0]):
        first -= 1
    return labels[first].start()


def _sure(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts, if one of them at least is a department's."""
    return parts if any(p.is_sure for p in parts) else ()


def _whole_line(text: str) -> tuple[Part, ...]:
    """The parts of a line that says nothing else: 县科技局牵头，县财政局配合。"""
    if (
        len(text) > 200
        or "。" in text.rstrip("。")
        or not re.search("(?:牵头|配合|负责|落实|参与)(?:落实|负责)?[。；;]?$", text)
    ):
        return ()
    parts = parts_of(text)
    return parts if parts and all(p.is_sure for p in parts) else ()


def _in_bracket(text: str, *, is_last: bool, bare: bool) -> tuple[Part, ...]:
    """The departments of a bracket; names alone count at the end of an item of a division of tasks."""
    parts = _sure(parts_of(text))
    if parts or not (bare and is_last):
        return parts
    names = parts_of(text, RESPONSIBLE)
    is_list = all(p.is_sure for p in names) and any(_BARE_NAMES.search(p.department) for p in names)
    return names if is_list else ()


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets of a text, of any kind, mixed kinds too."""
    depth = begin = 0
    for at, c in enumerate(text):
        if c in OPEN:
            begin = begin if depth else at
            depth += 1
        elif c in CLOSE and depth:
            depth -= 1
            if not depth:
                yield begin, at + 1


def _is_inside(text: str, at: int) -> bool:
    return any(begin < at < end for begin, end in _brackets(text))
