"""Words of time: what year, part of a year or span of years a figure is of.

Every expression of time in a sentence is found with its place; the last one before a figure governs it, unless it
is only what the figure is compared with (比2020年增长).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zcplan.figures.statement import NO_PERIOD, PART, POINT, SPAN, YEAR, Period
from zcplan.numerals import ordinal

_Y = r"((?:19|20)\d\d)"
_N = "[一两二三四五六七八九十]{1,2}|\\d{1,2}"
_TERMS = {"十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
"""First year of each five-year plan that a living document speaks of."""
_MONTH = r"\d{1,2}"
_PART = (
    rf"{_MONTH}\s*[-—–~至到]\s*{_MONTH}月(?:份)?|前?[1-4一二三四](?:个)?季度|[上下]半年|今冬明春|前{_MONTH}个?月"
    rf"|前[一二三四五六七八九十]{{1,2}}个?(?:月|季度)|(?<!\d){_MONTH}月(?:份|当月|单月)|当月|(?:截至|截止|至|到)(?:{_Y[1:-1]}年)?(?!12){_MONTH}月底?(?!\d)"
)
_TIME = re.compile(
    rf"""
    (?P<part>(?:(?:{_Y[1:-1]}年|今年|去年|上年|全年)?(?:{_PART})))
    |(?P<range>(?:自|从)?(?P<first>(?:19|20)\d\d)年?[—\-–~至到]{{1,2}}(?P<last>(?:19|20)\d\d)年)
    |(?P<since>(?:自|从)?(?P<from>(?:19|20)\d\d)年(?:{_MONTH}月)?以来)
    |(?P<plan>[“"]?(?P<term>十[一二三四五六]?五)[”"]?(?P<within>时期|期间|规划期|以来|这?[三四五]年|末|初)?(?:[三四五]年来?)?)
    |(?P<last_year>去年|上年度?|上一年度?|(?:刚刚)?过去的?一年)
    |(?P<years>(?:(?:过去|近|最近|这|前|刚刚过去)的?(?:{_N})年(?:来|间|多来|里|中|时间)?|(?:{_N})年(?:多?来|间|以来|里|时间|累计|共)
        |(?:两|二|三)年平均|(?:本届|上届|五年)任期(?:以?来|内)?|(?:本届|上届)[^，。；、]{{0,4}}(?:以来|任期内?|期间)|任期(?:以来|内)|届期内?|历年|历届))
    |(?P<until>(?:到|至|力争到|截至|截止|截止到|截至到)?(?P<point>(?:19|20)\d\d)年(?P<edge>12月底|年?底|末|12月末|全年|年度|度)?(?P<by>之?前)?)
    |(?P<whole>全年|年度(?=计划|目标|预期))
    |(?P<this>今年|本年度?|当年|新的一年|这一年)
    |(?P<next>明年|来年)
    |(?P<before_last>前年)
    """,
    re.VERBOSE,
)
_NOT_TIME = re.compile("年度?(?:目标|计划|任务)(?![^，。]{0,4}期)")
_BASE = re.compile(r"(?:比|较|与|同|超|高于|低于|好于|快于|是|为|相当于)(?:\d{4}年[、和])?$")
"""Before an expression: it is the time compared with, not the figure's own."""
_FROM, _OF = ("由", "从"), re.compile("(?:年?末|年?底)?的")
"""由去年的4亿元增加到5亿元: the time of the first figure alone."""
_BASE_AFTER = re.compile(r"(?:年?底|末|全年)?(?:同期|基数|同比|相比|的[^，。；]{0,3}倍|水平)")
_ONE_YEAR = re.compile("(?:(?:过去|近|最近|这|前|刚刚过去)的?)?(?:一|1)年(?:来|间|多来|里|以来|时间)")
"""In a review of a year this is that year, and no span of several."""
WHOLE = "全年"
"""Behind a part of a year, the year that it is of: 上半年增长5%，全年增长6%."""
AVERAGE = re.compile("年均|两年平均|三年平均|复合增长|(?<!全)(?<!本)年平均")
CUMULATIVE = re.compile("累计|总计达?|合计(?=新增)")
QUARTERLY = re.compile("环比|比上?月|较上?月")


@dataclass(frozen=True)
class Mention:
    """An expression of time in a text: its place, what it tells, whether it is only compared with."""

    start: int
    end: int
    period: Period
    is_base: bool

    @property
    def is_relative_to_section(self) -> bool:
        """Whether it repeats the time of its section: 当年, 这一年."""
        return self.period.text in ("当年", "这一年", WHOLE) or bool(_ONE_YEAR.fullmatch(self.period.text))


def mentions(text: str, own: int | None) -> list[Mention]:
    """Every expression of time in a text without white space, in order.

    :param own: the document's own year, which 今年 and 去年 count from
    """
    return list(_mentions(text, own))


def _mentions(text: str, own: int | None) -> Iterator[Mention]:
    for match in _TIME.finditer(text):
        if match["until"] and _NOT_TIME.match(text, match.end() - 1):
            continue
        if match["plan"] and not match["within"] and not re.match("[，：]", text[match.end() : match.end() + 1]):
            continue
        if text.count("《", 0, match.start()) > text.count("》", 0, match.start()):
            continue
        period = _period(match, own)
        if period is not None:
            before, after = text[: match.start()], text[match.end() :]
            is_base = bool(
                _BASE.search(before) or _BASE_AFTER.match(after) or (before[-1:] in _FROM and _OF.match(after))
            )
            yield Mention(match.start(), match.end(), period, is_base)


def _period(match: re.Match[str], own: int | None) -> Period | None:
    said = match[0]
    if match["part"]:
        year = re.match(r"(?:截至|截止|至|到)?((?:19|20)\d\d)年", said)
        return Period(PART, int(year[1]) if year else own, None, said)
    if match["range"]:
        return Period(SPAN, int(match["last"]), int(match["first"]), said)
    if match["since"]:
        return Period(SPAN, None, int(match["from"]), said)
    if match["plan"]:
        return _five_years(match["term"], match["within"] or "", said)
    if match["years"]:
        if re.match("(?:这|过去|刚刚过去的?)?的?一年", said):
            return None  # 一年来 is the year that the section speaks of
        return Period(SPAN, None, None, said)
    if match["until"]:
        point = int(match["point"])
        ahead = own is not None and (point > own or (point == own and said.startswith(("到", "力争到"))))
        kind = POINT if ahead else YEAR
        return Period(kind, point, None, said)
    if match["whole"]:
        return Period(YEAR, own, None, WHOLE)
    if own is None:
        return Period(NO_PERIOD.kind, None, None, said)
    shift = {"this": 0, "last_year": -1, "next": 1, "before_last": -2}
    return Period(YEAR, own + next(n for group, n in shift.items() if match[group]), None, said)


def _five_years(term: str, within: str, said: str) -> Period | None:
    first = _TERMS.get(term)
    if first is None:
        return None
    if within == "末":
        return Period(POINT, first + 4, None, said)
    return Period(SPAN, None if within == "以来" else first + 4, first, said)


def years_told(period: Period) -> int | None:
    """How many years a span says it covers: 5 for 五年来, 十四五时期; ``None`` where it does not tell."""
    if period.kind != SPAN:
        return None
    if period.start is not None and period.year is not None:
        return period.year - period.start + 1
    match = re.search(f"({_N})年", period.text)
    return ordinal(match[1]) if match else None
