"""What year and status a figure has: told by the title, the headings, its sentence, or its table's heads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zcplan.figures import terms
from zcplan.model import ACTUAL, ESTIMATE, LEVEL, TARGET
from zcplan.quantity import Found
from zcplan.reading.document import CELL, Draft, Paragraph

PART = 0
"""In place of a year: a heading speaks of a part of the year, whose figures are none of the year's."""


@dataclass(frozen=True)
class Time:
    """A year and a status; either may be unsaid (``None``, empty)."""

    year: int | None = None
    status: str = ""


@dataclass
class Times:
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


def times_of(draft: Draft, given: int | None) -> Times:
    """What the top of a draft says; ``given`` is its own year where the caller knows it."""
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
        return Times(own, Time(None, ""))
    return Times(own, Time(said.pop() if len(said) == 1 else own, status))


def _heading_time(text: str, own: int | None, base: Time) -> Time:
    text = re.sub("“[^“”]*”", "", text)
    years = [int(y) for y in re.findall(r"((?:19|20)\d\d)年", text)]
    if terms.PART_YEAR.search(text):
        return Time(PART, "")
    if not years:
        years = [own] if own and "今年" in text else [own - 1] if own and re.search("去年|上年", text) else []
    is_result, is_target = terms.RESULT_HEADING.search(text), terms.TARGET_HEADING.search(text)
    status = ACTUAL if is_result else TARGET if is_target and years else ""
    return Time(years[0] if years else None, status)


def figure_time(sentence: str, found: Found, start: int, now: Time, own: int | None) -> Time:
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
    if terms.OWN_TARGET.search(lead) or terms.GOAL_LIST.search(lead):
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


def carried(sentence: str, running: Time, now: Time, own: int | None) -> Time:
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


def goes_on_listing(before: str, was_listing: bool) -> bool:
    """Whether a list of goals goes on behind a part of a sentence: 预期目标：A；B；C.

    :param before: that part
    :param was_listing: whether it went on with such a list itself
    """
    return before.endswith("；") and (was_listing or bool(terms.GOAL_LIST.search(before)))


def cell_time(head: str, caption: str, now: Time, own: int | None) -> Time:
    """Year and status of a column by its heads, the table's caption, or where the table stands."""
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
