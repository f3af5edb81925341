"""Parts of an official document whose setting depends on their words (GB/T 9704-2012, 7.3.1 and 7.3.5)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

LINE = 28
"""Characters in a line of text (GB/T 9704-2012, 5.2.3)."""
TITLE_LINE = 18
"""Characters of the title's size in its longest line, with some room to both sides."""
INSET = 2
_SPACE = "\u3000"
_MOST_LINES, _MOST_TOKENS = 4, 40
# What a title must not break apart: years, Latin words, names of governments, and the plan's own words.
_WHOLE = re.compile(
    r"\d+年(?:度)?|[A-Za-z0-9.%+-]+|人民代表大会|人民政府|办公室|国民经济|社会发展|经济社会|高质量发展|指导计划|"
    r"重点工作|工作任务|任务分工|执行情况|实施方案|行动计划|工作要点|指标体系|五年规划|远景目标|新旧动能|"
    r"关于|印发|公布|下达|发展|计划|规划|纲要|通知|报告|方案|任务|工作|指标|经济|社会|情况|草案|实施|改革|"
    r"推动|推进|深化|加快|促进|年度|动能|转换|绿色|低碳|城市|建设|."
)
_NO_START = "的了等及》）、，”"
_NO_END = "《（、“"


def title_lines(issuer: str, title: str) -> tuple[str, ...]:
    """A document's title in lines, words kept whole: the issuer leads, the lines form a trapezium or a diamond.

    >>> title_lines("周村区人民政府", "关于印发周村区2023年国民经济和社会发展计划的通知")
    ('周村区人民政府', '关于印发周村区2023年国民经济', '和社会发展计划的通知')
    """
    whole = issuer + title
    if width(whole) <= TITLE_LINE:
        return (whole,)
    return (issuer, *_broken(title)) if issuer else _broken(title)


def width(text: str) -> float:
    """Width in full characters; digits and Latin letters take half of one."""
    return sum(0.5 if ord(c) < 0x2E80 and c not in "“”‘’—…·" else 1.0 for c in text)


def _broken(text: str) -> tuple[str, ...]:
    """The text in as few lines as hold it, broken where the shape is best."""
    words = list(_joined(_WHOLE.findall(text)))
    fewest = max(1, -(-int(width(text) * 2) // (TITLE_LINE * 2)))
    if fewest <= _MOST_LINES and len(words) <= _MOST_TOKENS:
        for count in range(fewest, min(fewest + 2, _MOST_LINES + 1)):
            choices = [c for c in _cuts(words, count) if max(map(_width, c)) <= TITLE_LINE]
            if choices:
                return tuple(map("".join, min(choices, key=_unfit)))
    return _filled(words)


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    """Tokens joined with what must not begin a line, or with what must not end one."""
    held = ""
    for token in tokens:
        if held and (token in _NO_START or held[-1] in _NO_END):
            held += token
            continue
        if held:
            yield held
        held = token
    if held:
        yield held


Words = Sequence[str]


def _cuts(words: Words, count: int) -> Iterator[tuple[Words, ...]]:
    for places in combinations(range(1, len(words)), count - 1):
        yield tuple(words[a:b] for a, b in pairwise((0, *places, len(words))))


def _width(line: Words) -> float:
    return width("".join(line))


def _unfit(lines: Iterable[Words]) -> tuple[float, float]:
    """How far lines are from a good shape: neighbours two to four characters apart, breaks between known words."""
    lines = tuple(lines)
    widths = [_width(line) for line in lines]
    steps = sum(max(0.0, 2 - abs(a - b)) + max(0.0, abs(a - b) - 4) for a, b in pairwise(widths))
    breaks = sum(_harm(above[-1], below[0]) for above, below in pairwise(lines))
    return (steps + breaks, max(widths))


def _harm(before: str, after: str) -> int:
    """How much a break between two words disturbs: a conjunction begins a line well and ends it badly."""
    if before in ("和", "与", "及"):
        return 6
    if after in ("和", "与"):
        return -3
    return 5 * (len(before) == 1 and len(after) == 1) + (len(before) == 1) + (len(after) == 1)


def _filled(words: Sequence[str]) -> tuple[str, ...]:
    """Lines filled one after the other: for titles too long to be shaped."""
    lines = [""]
    for word in words:
        if lines[-1] and width(lines[-1] + word) > TITLE_LINE:
            lines.append("")
        lines[-1] += word
    return tuple(lines)


def annex_lines(names: Sequence[str]) -> tuple[str, ...]:
    """The annexes as they stand under the body, each on its line, numbered where there are several (7.3.4).

    >>> annex_lines(("某表", "某方案"))
    ('附件：1. 某表', '\u3000\u3000\u30002. 某方案')
    """
    if len(names) == 1:
        return (f"附件：{names[0]}",)
    return tuple(f"{_SPACE * 3 if n else '附件：'}{n + 1}. {name}" for n, name in enumerate(names))


def annex_mark(names: Sequence[str]) -> str:
    """What stands above the first annex: 附件, or 附件1 where there are several (7.3.7)."""
    return "附件" if len(names) == 1 else "附件1"


PAGE = 22
"""Lines on a page (GB/T 9704-2012, 5.2.3)."""
_HEAD = 10.2
"""Lines that issuer's mark, number and rule take with the space around them (7.2.4, 7.2.5, 7.2.7)."""
_TITLE = 660 / 579
"""Lines that a line of the title takes: its type is larger (7.3.1)."""
_DOUBT = 1.5
"""Characters by which a paragraph may come to another number of lines: punctuation moves, Latin words differ."""
_ONE_PAGE_ROWS = 24
"""Rows of a table that surely fit a page below its heads and title, and above an imprint of two lines."""
_COPIES = 27
"""Characters of a line of 抄送 in the imprint's type, less than fit."""


@dataclass(frozen=True)
class Front:
    """What stands before the annex, as far as its length goes."""

    has_head: bool
    title_lines: int
    recipients: str
    body: Sequence[str]
    annexes: Sequence[str]
    has_note: bool


def ends_on_even_page(front: Front, rows: int, copies_to: str = "") -> bool | None:
    """Whether the annex, a table of one page, ends on an even page; ``None`` where that can't be told.

    The imprint stands at the foot of an even last page (7.4); where the annex does not surely end on one, it gets a
    page of its own, without a number, as the standard allows (7.5).

    :param copies_to: who gets copies, in the imprint: a long row of names takes the room of table rows
    """
    more = 2 * (math.ceil((width(copies_to) + 4) / _COPIES) - 1)
    if rows + more > _ONE_PAGE_ROWS:
        return None
    pages = {_front_pages(front, doubt) for doubt in (-_DOUBT, 0.0, _DOUBT)}
    return (pages.pop() + 1) % 2 == 0 if len(pages) == 1 else None


def _front_pages(front: Front, doubt: float) -> int:
    """Pages before the annex, were every paragraph longer by ``doubt`` characters."""

    def lines(text: str, indent: int) -> int:
        return max(1, math.ceil((width(text) + indent + doubt) / LINE))

    used = _HEAD * front.has_head + _TITLE * front.title_lines + 1 + lines(front.recipients, 0)
    page = 1
    kept = 4 + sum(lines(name, 5) for name in front.annexes)  # empty line, annexes, empty line, issuer, date
    for text in front.body:
        high, full = lines(text, INSET), math.floor(PAGE - used)
        if high > full:
            page, used = page + 1 + (high - full - 1) // PAGE, (high - full - 1) % PAGE + 1
        else:
            used += high
    if used + kept > PAGE:
        page, used = page + 1, kept
    else:
        used += kept
    return page + (front.has_note and used + 1 > PAGE)


@dataclass(frozen=True)
class Signature:
    """The issuer and the date, each led by the full-width spaces that put it in its place."""

    issuer: str
    date: str


def signature(issuer: str, date: str) -> Signature:
    """Issuer two characters from the right, the date's first character two right of the issuer's first.

    A date longer than its issuer stands two characters from the right itself (GB/T 9704-2012, 7.3.5.2).
    """
    last = LINE - INSET
    start = int(last - width(issuer))
    if width(date) > width(issuer):
        start = int(last - width(date)) - INSET
    start = max(start, 0)
    return Signature(_SPACE * start + issuer, _SPACE * (start + INSET) + date)
