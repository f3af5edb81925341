"""What a document's head and headings tell of time: its own date, and the year and status that hold in a section."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zcplan.figures import terms
from zcplan.figures.period import mentions
from zcplan.figures.statement import INHERITED, NO_PERIOD, PART, POINT, SPAN, YEAR, Period
from zcplan.model import ACTUAL, TARGET
from zcplan.reading.document import BODY, CELL, HEADING, Draft, Paragraph

HEAD = 20
"""Filled paragraphs at the top among which title and date are looked for."""
LONGEST_HEADING = 40
"""Characters that a heading without number or style may have, as 2024年工作回顾 does."""
EARLY = 4
"""Up to this month a review without a year is last year's: reports are given in the first months."""
_MONTH = r"((?:19|20)\d\d)年(\d{1,2})月"
_DAY = re.compile(rf"{_MONTH}\d{{1,2}}日")
_MONTH_LINE = re.compile(rf"[^\d，。年]{{0,20}}[（(]?[^\d，。年]{{0,20}}{_MONTH}[）)]?")
"""A month in a line of its own, at most behind who says it: 区统计局 2024年1月."""
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_REPORT = re.compile("工作报告(?!.*(?:任务|分工|通知|方案|要点|意见))")
_STEP = re.compile("#{2,}|[#*]*(?:[一二三四五六七八九十]+、|（一）|1[.、])")


@dataclass(frozen=True)
class Date:
    """When a document was issued, as far as it tells: ``month`` is 0 where only the year is told.

    ``told`` is false where the year is only the one that it speaks of most.
    """

    year: int
    month: int = 0
    told: bool = True

    def has_ended(self, year: int) -> bool:
        """Whether a year has ended when the document is issued; December may state the year's results."""
        return not self.told or year < self.year or (year == self.year and self.month == 12)


@dataclass(frozen=True)
class Context:
    """A period and a status that hold for a stretch of text; either may be open."""

    period: Period = NO_PERIOD
    status: str = ""


@dataclass
class Sections:
    """The document's date and level, and what its title and headings say, from the outermost in.

    ``level`` is the last character of the document's own place: 全市 is its own in a document of a 市.
    """

    date: Date | None
    base: Context
    level: str = ""
    stack: dict[int, Context] = field(default_factory=dict)

    @property
    def own(self) -> int | None:
        """The year that 今年 means."""
        return self.date.year if self.date else None

    def enter(self, heading: Paragraph) -> None:
        """Take a heading into account."""
        level = heading.level or 1
        self.stack = {above: context for above, context in self.stack.items() if above < level}
        said = _heading_context(_compact(heading.text), self.date)
        # 推进改革取得新成效 beneath a year's tasks is one of them, and no review
        is_task = said.status == ACTUAL and not said.period.text and self.now.status == TARGET
        if (said.period.text or said.status) and not is_task:
            self.stack[level] = said

    def hear(self, text: str) -> None:
        """Take into account that running text turns to the plan: 今年主要预期目标是, where no heading told so."""
        date = self.date
        if date and date.told and date.month <= EARLY and self.now.status != TARGET and _TURN.search(_compact(text)):
            told = _YEAR.search(_compact(text))
            if told is None or int(told[1]) == date.year:
                self.stack = {1: Context(Period(YEAR, date.year, None, "今年", INHERITED), TARGET)}
        elif date and date.told and date.month <= EARLY and not self.now.status and _BACK.match(_compact(text)):
            self.stack = {1: Context(Period(YEAR, date.year - 1, None, "去年", INHERITED), ACTUAL)}

    @property
    def now(self) -> Context:
        """Period and status that hold here."""
        period, status = self.base.period, self.base.status
        for level in sorted(self.stack):
            said = self.stack[level]
            period = said.period if said.period.text else period
            status = said.status or status
        return Context(period, status)


def sections_of(draft: Draft, given: int | None) -> Sections:
    """What the top of a draft says; ``given`` is its own year where the caller knows it."""
    filled = [_compact(p.text) for p in draft.paragraphs if p.text.strip() and p.kind != CELL]
    top = [t for t in filled[:HEAD] if len(t) < 80 and not re.search("[。；]|，.*[，。]", t)]
    body = next((n for n, t in enumerate(filled) if _STEP.match(t)), 6)
    title_lines = [t for t in filled[: min(body, 6)] if t in top]
    title = "".join(title_lines)
    date = _date(top, title, draft, given)
    named = _DAY.sub("", "".join(t for t in title_lines if not _MONTH_LINE.fullmatch(t)))
    said = {int(y) for y in _YEAR.findall(named)}
    level = _level(title, draft)
    if terms.PART_YEAR.search(named):
        return Sections(date, Context(Period(PART, date.year if date else None, None, named)), level)
    if date and date.told and date.month <= EARLY and _REPORT.search(named):
        # a work report of the first months begins with the year that is over, whatever its headings say
        return Sections(date, Context(Period(YEAR, date.year - 1, None, named, INHERITED), ACTUAL), level)
    year = said.pop() if len(said) == 1 else date.year if date else None
    if date and date.told and year is not None and year < date.year and not _title_status(named):
        return Sections(date, Context(Period(YEAR, year, None, str(year)), ACTUAL), level)
    period = Period(YEAR, year, None, str(year)) if year is not None else NO_PERIOD
    return Sections(date, Context(period, _title_status(named)), level)


def _level(title: str, draft: Draft) -> str:
    """Told by the title, else by the word for the whole that the document uses most: 全县, 我县."""
    told = re.search("([省市区县旗州])(?:人民)?政府|[区县](?=(?:19|20)[0-9]{2}年|国民经济)", title)
    if told:
        return told[1] or told[0]
    found = re.findall("[全我]([省市区县旗州镇])(?!级)", "".join(p.text for p in draft.paragraphs))
    return max(_LEVELS, key=lambda c: (found.count(c), -_LEVELS.index(c))) if found else ""


_LEVELS = "镇区县旗市州省"
"""From the lowest up: of two named as often, the higher one is what a document compares with."""


def _date(top: list[str], title: str, draft: Draft, given: int | None) -> Date | None:
    dated = next((m for t in top if (m := _DAY.search(t) or _MONTH_LINE.fullmatch(t))), None)
    if given is not None:
        month = int(dated[2]) if dated and int(dated[1]) == given else 0
        return Date(given, month)
    if dated:
        return Date(int(dated[1]), int(dated[2]))
    years = [int(y) for y in _YEAR.findall(title)]
    if years:
        # a document on 某年计划执行情况 is given when that year is over, one on its first half is not
        is_over = _title_status(title) == ACTUAL and not terms.PART_YEAR.search(title)
        return Date(max(years), 12 if is_over else 0)
    told = [int(y) for p in draft.paragraphs for y in re.findall(r"((?:19|20)\d\d)\s*年", p.text)]
    return Date(min(set(told), key=lambda y: (-told.count(y), y)), told=False) if told else None


def _title_status(named: str) -> str:
    if len(set(_YEAR.findall(named))) != 1:
        return ""
    if terms.RESULT_HEADING.search(named):
        return "" if "计划草案" in named else ACTUAL
    return TARGET if terms.TARGET_HEADING.search(named) else ""


def is_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph heads a section: by number or style, or as a short line on a year's review or plan."""
    if paragraph.kind == HEADING:
        return True
    text = _compact(paragraph.text)
    if paragraph.kind != BODY or len(text) > LONGEST_HEADING:
        return False
    if _ANNOUNCED.search(text):
        return True
    if re.search("[。！？；，：]", text):
        return False
    if re.match("[表图附]", text) or len(set(_YEAR.findall(text))) > 1:
        return False
    tells_time = re.search(r"(?:19|20)\d\d年|过去的?[一五两三四]年|今年|去年|上年", text)
    return bool(tells_time and (terms.RESULT_HEADING.search(text) or terms.TARGET_HEADING.search(text)))


_ANNOUNCED = re.compile(
    "(?:过去的?一年|一年来|今年|新的一年|去年|(?:19|20)[0-9]{2}年).*(?:工作|方面|目标|任务|事情)[：:。]$"
)
"""A line that announces a review or a plan as a heading does: 过去一年，我们主要做了以下工作：."""
_AHEAD = re.compile("今年|新的一年|(?<!主)要(?!素|求)|将")


_BACK = re.compile("(?:刚刚)?过去的?一年|回顾(?:去年|过去)|去年(?:以来)?[，,]|一年来[，,]")
"""The opening of a paragraph that looks back, where no heading told so."""
_TURN = re.compile(
    "^.{0,12}(?:今年|新的一年|(?:19|20)[0-9]{2}年)[^。；]{0,24}(?:预期目标|主要目标|奋斗目标|总体要求|总体思路|重点(?:抓好|做好|工作)|着力(?:抓好|做好))"
)
"""The opening of a paragraph that turns from the review to the plan."""


def _heading_context(text: str, date: Date | None) -> Context:
    text = re.sub("“(?!十[一二三四五六]?五)[^“”]*”", "", text)
    if _ANNOUNCED.search(text) and date and date.told and date.month <= EARLY:
        year = _YEAR.search(text)
        of = int(year[1]) if year else date.year if _AHEAD.search(text) else date.year - 1
        return Context(Period(YEAR, of, None, text), ACTUAL if of < date.year else TARGET)
    is_result, is_target = terms.RESULT_HEADING.search(text), terms.TARGET_HEADING.search(text)
    # 2025年目标任务 in a sentence is what a figure is held against; as a heading it dates the section
    told = mentions(re.sub(r"(?<=\d年)(?=度?(?:目标|计划|任务))", "，", text), date.year if date else None)
    if told:
        first = next((m for m in told if m.period.kind == YEAR), told[0])
        period = first.period
        if period.kind == POINT or (period.kind == YEAR and not is_result and date and period.year == date.year + 1):
            return Context(Period(period.kind, period.year, None, period.text), TARGET)
        if period.kind in (PART, SPAN):
            return Context(period, ACTUAL if is_result else TARGET if is_target and _is_ahead(period, date) else "")
        is_own = date is not None and date.told and date.month <= EARLY and period.of_year == date.year
        return Context(period, ACTUAL if is_result else TARGET if is_target or is_own else "")
    if is_result and re.search("回顾|过去", text) and date and date.month <= EARLY and date.told:
        return Context(Period(YEAR, date.year - 1, None, text), ACTUAL)
    return Context(NO_PERIOD, ACTUAL if _REVIEW.search(text) else "")


_REVIEW = re.compile("(?:回顾|情况|总结|成绩|成效|进展)$")
"""The end of a heading that speaks of results; 改革成效深化工程 is a task."""


def _is_ahead(period: Period, date: Date | None) -> bool:
    """Whether a span ends after the document's own year, so that a heading 五年目标 speaks of goals."""
    return period.kind == SPAN and (period.year is None or date is None or period.year > date.year)


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)
