"""Running text: paragraphs joined, white space and marks left out, the figures in it found and masked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from zcplan import quantity
from zcplan.figures import terms
from zcplan.folding import fold
from zcplan.model import GROWTH, LEVEL
from zcplan.quantity import Found, Quantity
from zcplan.reading.document import Paragraph

MASK = "\ue000"
"""Stands for a figure in masked text."""
LONGEST = 1_000
"""Length at which a sentence without an end is cut."""
_LISTED = 30
"""How many figures a list may have for the first one's 增长 to govern them all."""
_DROPPED = set("*`#|")


@dataclass(frozen=True, eq=False)
class Flow:
    """Running text without white space, each character with its paragraph and offset, and the figures in it.

    ``masked`` is the text folded (see :func:`~zcplan.figures.terms.fold`) with each figure as :data:`MASK`;
    ``at`` tells where each figure's mask stands.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    found: tuple[Found, ...]
    masked: str
    at: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]


def make_flow(paragraphs: Iterable[Paragraph], units: Iterable[str] = ()) -> Flow:
    """Join paragraphs to running text and find its figures."""
    text, places = _compact(paragraphs)
    quoted = _Quoted(text)
    found = tuple(f for f in quantity.figures(text, units) if not _is_attribute(text, f, quoted))
    masked, at = mask(text, found)
    return Flow(text, places, found, masked, at, _sentences(text))


class _Quoted:
    """Which places of a text stand inside quotation marks."""

    def __init__(self, text: str) -> None:
        self._opened = [m.start() for m in re.finditer("“", text)]
        self._closed = [m.start() for m in re.finditer("”", text)]

    def __contains__(self, at: int) -> bool:
        return bisect_left(self._opened, at) > bisect_left(self._closed, at)


def _is_attribute(text: str, found: Found, quoted: _Quoted) -> bool:
    """Whether a number belongs to a name: 15分钟便民生活圈, 70岁以上老年人, “红齐365红色物业”."""
    dimension = quantity.unit(found.quantity.unit).dimension
    if text[found.stop : found.stop + 1] == "级" or _is_of_several(text[max(0, found.start - LONGEST) : found.start]):
        return True  # 5万吨级航道, “3个100%”
    if found.quantity.unit.endswith("级") or (dimension in ("CNY", "USD") and _SIZED.match(text, found.stop)):
        return True  # 100亿级产业, 10亿元以上重大项目
    if re.match("超过?|过|突破", found.text) and _KIND.match(text, found.stop):
        return True  # 生产总值超200亿元县达26个
    if dimension in _TIMES and found.quantity.measure == LEVEL:
        return bool(_QUALIFIED.match(text, found.stop))
    is_quoted = found.start in quoted
    if is_quoted and _QUOTED_NAME.match(text, found.stop):
        return True
    return is_quoted and dimension == found.quantity.unit and found.text[-1:] == dimension


def _is_of_several(before: str) -> bool:
    """Whether how many there are stands before a figure, so that they are a name together."""
    return bool(before.endswith("个") and _SEVERAL.search(before) and not terms.BOTH.search(before))


_SEVERAL = re.compile("“[0-9一二两三四五六七八九十]+个$")
_QUALIFIED = re.compile("(?:及?以[上下内])?(?![以左右上下内，])[\u4e00-\u9fff]")


_QUOTED_NAME = re.compile("[^“”，。；]{0,8}”(?:工程|行动|计划|攻坚|专项|体系|模式|机制|战略|格局|热线)")
"""“3个100”工程: a name in quotation marks may hold numbers."""
_SIZED = re.compile(
    "(?<=以上)的?(?:重大|重点|优质|骨干|龙头|工业|产业|制造业|先进|在建|新|外资|内资|招商|大|好|高端|标志性|的)*(?:项目|企业|工程|集群)"
)
"""Behind an amount with its bound: what is counted is of that size."""
_KIND = re.compile("(?:县|区|市|镇|乡|村)(?![\u4e00-\u9fff]{0,6}(?:标准|水平|线))|企业|项目|园区|产业|集群")
_TIMES = ("hour", "age", "years", "voltage")
"""Units that qualify a noun behind them."""


def _compact(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without white space and marks, every character in its plain form; a space between two numbers stays."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        gap = False
        plain = fold(paragraph.text)
        for n, (offset, c) in enumerate(zip(plain.at, plain.text, strict=False)):
            if c.isspace() or c in _DROPPED:
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
            characters.append(_full_width(plain.text, n))
            places.append((paragraph.index, offset))
            gap = False
    return "".join(characters), tuple(places)


def _full_width(text: str, at: int) -> str:
    """A character, a typist's half-width comma or colon made what it stands for; 1,234 keeps its own."""
    c = text[at]
    if c not in _HALF or (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()):
        return c
    return _HALF[c]


_HALF = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}


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


def measured(flow: Flow, number: int) -> Quantity:
    """A figure with its measure: in 同比增长7.1%、8.7% and in 分别提高25元、50元 the second is what the first is."""
    said = flow.found[number].quantity
    if said.measure != LEVEL:
        return said
    behind = _CHANGE_BEHIND.match(flow.masked, flow.at[number] + 1)
    if behind and said.unit == quantity.PERCENT and said.value is not None:
        return replace(said, measure=GROWTH, value=-said.value if behind["falls"] else said.value)
    before = flow.at[number - 1] if number else 0
    start = max(flow.masked.rfind(c, before, flow.at[number]) for c in f"，。；{MASK}") + 1
    arrow = flow.masked[start]
    if arrow in _ARROWS and said.unit == quantity.PERCENT and said.value is not None:
        return replace(said, measure=GROWTH, value=-said.value if arrow == "↓" else said.value)
    rate = said.unit in (quantity.PERCENT, quantity.POINTS)
    for before in range(number - 1, max(-1, number - _LISTED), -1):
        between = flow.text[flow.found[before].stop : flow.found[before + 1].digits]
        previous = flow.found[before].quantity
        is_reach = rate and before == number - 1 and _REACH_FOR.fullmatch(between)
        if (between not in ("、", "和", "与", "，", "及") and not is_reach) or not quantity.comparable(
            previous.unit, said.unit
        ):
            return said
        if previous.measure != LEVEL:
            if not rate and not _RESPECTIVE.search(flow.masked[max(0, flow.at[before] - _BEFORE) : flow.at[before]]):
                return said
            falls = previous.value is not None and previous.value < 0
            return replace(said, measure=previous.measure, value=-said.value if falls and said.value else said.value)
    return said


_CHANGE_BEHIND = re.compile(
    "(?:左右|以上)?的(?:同比|较快|高速|年均|平均|正|强劲|高|速度)*(?:(?P<falls>下降|负增长|降幅|跌幅)|增长(?!极|点)|增速|增幅|涨幅)"
)
"""实现8.5%的增长, 以8.5%的速度增长: the change is named behind the figure."""
_ARROWS = ("↑", "↓")
"""↓用电量2.4%: an arrow before the name tells the direction."""
_REACH_FOR = re.compile("[、，]?(?:并|且)?(?:力争|争取|努力|奋力|力求)(?:达到?|实现|完成)?")
"""增长7%以上、力争达到8%: a second goal of the same growth."""
_RESPECTIVE = re.compile("(?:分别|依次)[^，。；]{0,8}$")
_BEFORE = 12
