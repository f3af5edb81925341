"""Which period and status a figure has: told by its clause, its sentence, its paragraph's opening, or its section."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zcplan.figures import terms
from zcplan.figures.period import AVERAGE, CUMULATIVE, QUARTERLY, WHOLE, Mention, mentions
from zcplan.figures.sections import EARLY, Context, Date
from zcplan.figures.statement import CITED, INHERITED, NO_PERIOD, OPEN, PART, POINT, SPAN, YEAR, Period
from zcplan.model import ACTUAL, ESTIMATE, LEVEL, TARGET
from zcplan.quantity import Found

_LATE = 10
"""From this month on a document may estimate (预计) its own year's results; before, it only expects them."""
OPENING = 6
"""Characters before a time expression that still let it open its sentence: 展望2030年, 到2030年."""
_AT_HEAD = re.compile("[，,：:]|全|我|本|区|市|县|省|主要|力争|预计|预期|要|将|共|累计|地区")
_FROM = re.compile("(?:由|从)(?:原来的?|过去的?|上年的?|年初的?)?$")
_THEN = re.compile(r"(?:比|较|由|从)(?:((?:19|20)\d\d)年|上年|去年)(?:同期|末|底)?的?$")
_QUOTED = re.compile("》(?:预计)?(?:为|是|：)?$")
"""A document is named as saying it: 《…》93个; what its status is there is not told here."""
_CITED_BEFORE = re.compile(
    "(?:年初|去年|曾经?|当时|此前|原来|原|人代会|既定|预定)[^，。；！？]{0,16}"
    "(?:提出|确定|定下|明确|下达|计划|预期|预定|定)[^，。；！？]*$"
)
_ORIGINALLY = re.compile("原(?:定|计划|预期|预定|预计|先确定|本确定|有目标)(?!任务|目标)[^，。；！？、]*$")
"""原计划增长5%: what was planned once is named as past by that word alone."""
_REALLY = re.compile(
    "实际(?!使用|利用|到账|到位.{0,2}资|引进|吸收)(?:完成|达到|增长|下降|实现|为|投资|到位)?[^，。；、]{0,4}$"
)
"""原计划投资50亿元，实际完成48亿元: what follows is a result, whatever the sentence began with."""
_YEAR_SAID = re.compile(r"(?:19|20)\d\d年|今年|去年|上年")
_PLANNED = re.compile("(?:年度|全年)(?:工作)?(?:计划|目标|预期)(?:确定|安排|提出|明确)的?[^。！？；]*$")
"""年度计划确定地区生产总值增长5.5%: the plan is named as saying so."""
_AHEAD = re.compile(f"{terms.TARGET_WORDS.pattern}|以上|以内|左右|今年|以下|不低于|不少于")
_GOAL_BEHIND = re.compile(
    "(?:左右|以上|以内|以下)?(?:作为|的)?(?:增长)?(?:年度|全年|年初|预期|既定|预定|原定|计划)*(?:目标|任务|预期)"
)
_EXPECTS = re.compile("[^，。；]{0,6}预计")
"""预计全年甲增长5%；乙增长6%。: what is expected at the head of a list is so for all of it."""
_QUOTATION = 8
"""Characters beside its digits from which on a quotation is a clause: “3个100”工程 is a name."""
_BOUNDED = re.compile("以上|以内|以下|左右|不低于|不超过|不少于")
"""A goal's bound: behind a goal in the same paragraph it makes another one of a figure that says no more."""


class Dating:
    """Periods and statuses of the figures of one stretch of running text, sentence by sentence."""

    def __init__(self, now: Context, date: Date | None) -> None:
        self._now, self._date = now, date
        self._running = now
        self._listing = False
        self._expecting = False
        self._sentence = ""
        self._is_first = True
        self._mentions: list[Mention] = []
        self._here = now
        self._last = ""

    def enter(self, sentence: str) -> None:
        """Go on to the next sentence."""
        self._listing = self._sentence.endswith("；") and (
            self._listing or bool(terms.GOAL_LIST.search(self._sentence))
        )
        previous = self._sentence
        self._expecting = previous.endswith("；") and (self._expecting or bool(_EXPECTS.match(previous)))
        self._sentence = sentence
        self._mentions = mentions(sentence, self._date.year if self._date else None)
        self._here = self._opened(previous)
        if self._listing and self._here.status != TARGET:
            self._here = Context(self._here.period, TARGET)
        elif self._expecting and self._here.status == ACTUAL:
            self._here = Context(self._here.period, ESTIMATE)
        self._is_first = False

    def _opened(self, previous: str) -> Context:
        """What holds at the sentence's beginning: a time at its head holds on to the paragraph's end."""
        lead = next((m for m in self._mentions if m.start <= OPENING and not m.is_base), None)
        if lead is None or lead.is_relative_to_section:
            return self._running
        heads = self._sentence[lead.end : lead.end + 1] in ("，", ",", "：", ":") or (
            self._is_first and bool(_AT_HEAD.match(self._sentence[lead.end :]))
        )
        period = self._of_section(lead.period)
        if period.kind == YEAR and period.year == self._now.period.of_year:
            self._running = self._now
        elif period.kind == PART and "全年" in self._sentence[:16]:
            return self._running
        elif heads and (period.kind in (YEAR, PART) or self._is_first or previous.endswith(("；", "："))):
            self._running = Context(replace(period, known=INHERITED), self._status_of(period))
        else:
            return self._running
        return self._running

    def _status_of(self, period: Period) -> str:
        """The status that a time other than the section's brings with it."""
        if period.kind == POINT:
            return TARGET if period.text.startswith(("到", "至", "力争到")) else ""
        if period.kind == self._now.period.kind and period.year == self._now.period.year:
            return self._now.status
        return ""

    def of(self, found: Found, start: int) -> tuple[Period, str]:
        """Period and status of a figure; ``start`` is where its sentence begins in the text."""
        before = found.digits - start
        lead = self._sentence[:before]
        behind = self._sentence[found.stop - start :]
        period = self._period(before)
        if self._looks_back(period, before):
            period = Period(YEAR, period.year - 1, None, WHOLE, INHERITED)  # type: ignore[operator]
        then = _THEN.search(lead)
        if then:
            year = int(then[1]) if then[1] else None if period.of_year is None else period.year - 1  # type: ignore[operator]
            return (Period(YEAR, year, None, then[0]) if year else NO_PERIOD), ACTUAL
        status = "" if _QUOTED.search(lead) else self._status(period, lead, behind)
        if _in_quotation(lead, behind):
            return period, CITED
        if not status and self._last == TARGET and _BOUNDED.search(found.text) and self._is_ahead(period):
            status = TARGET
        self._last = status or self._last
        period = self._own_period(period, found, lead, start)
        if _FROM.search(lead) and re.match("[^，。；]{0,16}?(?:到|至|为)", behind):
            return self._base_of(period), ACTUAL if status != TARGET else ""
        return self._ended(period, status)

    def _looks_back(self, period: Period, before: int) -> bool:
        """Whether 全年 in a document of the first months tells a result: then it is last year's."""
        date = self._date
        if date is None or not date.told or not 0 < date.month <= EARLY or self._here.status:
            return False
        told = [m for m in self._mentions if m.end <= before and not m.is_base]
        is_whole = bool(told) and all(m.period.text == WHOLE for m in told)
        is_own = period.kind == YEAR and period.year == date.year
        return is_whole and is_own and not _AHEAD.search(self._sentence)

    def _is_ahead(self, period: Period) -> bool:
        """Whether a year has not ended when the document is dated."""
        own = self._date.year if self._date else None
        return period.year is not None and own is not None and period.year >= own

    def _period(self, before: int) -> Period:
        governing = [m for m in self._mentions if m.end <= before and not m.is_base and not self._in_closed(m, before)]
        whole = False
        for mention in reversed(governing):
            if not mention.is_relative_to_section:
                period = self._of_section(mention.period)
                return self._year_of(period) if whole else period
            whole = whole or mention.period.text == WHOLE
        return self._year_of(self._here.period) if whole else self._here.period

    def _of_section(self, period: Period) -> Period:
        """A part of a year without its year is one of the section's: 三季度 in a review of last year."""
        now = self._now.period
        if period.kind != PART or now.kind != YEAR or _YEAR_SAID.search(period.text):
            return period
        return replace(period, year=now.year)

    def _year_of(self, period: Period) -> Period:
        """The whole year that a part is of."""
        if period.kind != PART:
            return period
        now = self._now.period
        return now if now.kind == YEAR and now.year == period.year else Period(YEAR, period.year, None, WHOLE)

    def _in_closed(self, mention: Mention, before: int) -> bool:
        """Whether it stands in a bracket that has closed, unless that bracket is right before the figure's words."""
        opened = self._sentence.rfind("（", 0, mention.start)
        closed = self._sentence.find("）", mention.end)
        if opened < 0 or closed < 0 or closed >= before or "）" in self._sentence[opened : mention.start]:
            return False
        return bool(re.search("[，。；]", self._sentence[closed:before]))

    def _own_period(self, period: Period, found: Found, lead: str, start: int) -> Period:
        """The figure's own words of time: 年均, 累计, 环比; growth over a base other than last year's."""
        clause = re.split("[，。；：、]", lead)[-1]
        own = re.split("[，。；：、]", self._sentence[: max(0, found.start - start)])[-1] + found.text
        if AVERAGE.search(own):
            return period if period.kind == SPAN else Period(SPAN, None, None, "年均")
        if QUARTERLY.search(own):
            return Period(PART, period.year, None, "环比")
        if period.kind != PART and CUMULATIVE.search(clause) and "全年累计" not in clause:
            return period if period.kind == SPAN else Period(SPAN, period.year, None, "累计")
        base = re.search(r"(?:比|较|同)((?:19|20)\d\d)年[^，。；]{0,10}$", lead)
        if found.quantity.measure != LEVEL and base and period.year and int(base[1]) != period.year - 1:
            return Period(SPAN, period.year, int(base[1]), base[0])
        return period

    def _base_of(self, period: Period) -> Period:
        """The period of A in 由A增加到B: the year before; a span's beginning, which nothing dates."""
        if period.kind == YEAR and period.year is not None:
            return Period(YEAR, period.year - 1, None, period.text, period.known)
        return replace(period, year=period.start and period.start - 1) if period.kind == SPAN else NO_PERIOD

    def _status(self, period: Period, lead: str, behind: str) -> str:
        if terms.OWN_TARGET.search(lead) or terms.GOAL_LIST.search(lead):
            return TARGET
        if _REALLY.search(lead):
            return ACTUAL
        if _PLANNED.search(lead):
            return TARGET
        here = self._here
        same = (period.kind, period.year) == (here.period.kind, here.period.year)
        status = here.status if same or self._inherits(period) else self._status_of(period)
        is_goal = _GOAL_BEHIND.match(behind)
        if is_goal and status != TARGET:
            return (
                CITED
                if _CITED_BEFORE.search(lead) or _ORIGINALLY.search(lead) or status in (ACTUAL, ESTIMATE)
                else TARGET
            )
        if _ORIGINALLY.search(lead):
            return CITED
        if _CITED_BEFORE.search(lead) and re.search("目标|预期", self._sentence):
            return CITED
        if status != TARGET and terms.ESTIMATE_WORDS.search(lead):
            return ESTIMATE
        if status:
            return status
        own = self._date.year if self._date else None
        if terms.TARGET_WORDS.search(lead) and (own is None or period.year is None or period.year >= own):
            return TARGET
        if own is not None and period.year is not None and period.year < own and not terms.TARGET_WORDS.search(lead):
            return ACTUAL
        return ""

    def _inherits(self, period: Period) -> bool:
        """Whether a part or span keeps the section's status: a span in a review tells results, one in a plan goals."""
        return period.kind in (PART, SPAN) and self._here.status in (ACTUAL, TARGET)

    def _ended(self, period: Period, status: str) -> tuple[Period, str]:
        """Nobody states a result of a year that has not ended when the document is dated."""
        if period.kind != YEAR or period.year is None or self._date is None or status in (TARGET, CITED):
            return period, status
        if self._date.has_ended(period.year):
            return period, status
        if status == ESTIMATE:
            return period, status if self._date.month >= _LATE else ""
        if status == ACTUAL:
            return Period(OPEN, None, None, period.text, OPEN), status
        return period, status


def _in_quotation(lead: str, behind: str) -> bool:
    """Whether a figure stands inside quotation marks with a clause of its own: what they hold somebody else says."""
    opened = lead.rfind("“")
    if opened < 0 or "”" in lead[opened:]:
        return False
    closed = behind.find("”")
    quoted = lead[opened + 1 :] + behind[: max(closed, 0)]
    return closed >= 0 and "“" not in behind[:closed] and len(re.sub(r"[\d.%％]", "", quoted)) >= _QUOTATION


def cell_time(head: str, caption: str, now: Context, date: Date | None) -> Context:
    """Period and status of a column by its heads, the table's caption, or where the table stands."""
    own = date.year if date else None
    told = [m for m in mentions(head, own) if not m.is_base]
    period = told[0].period if told else _bare_year(head) or _caption_year(caption) or now.period
    in_caption = terms.PART_YEAR.search(caption) and not _YEAR_IN.search(head)
    if terms.PART_YEAR.search(head) or in_caption:
        return Context(Period(PART, None, None, head))
    for pattern, status in _CELLS:
        if pattern.search(head):
            return Context(period, status)
    return Context(period, now.status if period.of_year == now.period.of_year else "")


_YEAR_IN = re.compile(r"(?:19|20)\d\d年")
_CELLS = ((terms.ESTIMATE_CELL, ESTIMATE), (terms.TARGET_CELL, TARGET), (terms.RESULT_CELL, ACTUAL))


def _bare_year(head: str) -> Period | None:
    bare = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", head)
    return Period(YEAR, int(bare[1]), None, bare[0]) if bare else None


def _caption_year(caption: str) -> Period | None:
    years: Iterable[str] = set(re.findall(r"((?:19|20)\d\d)年", caption))
    only = list(years)
    return Period(YEAR, int(only[0]), None, only[0], INHERITED) if len(only) == 1 else None
