"""What a document says of itself at its head and foot: title, number, issuer, date, kind, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zcplan.extract.places import PlaceName, full_name, place_of
from zcplan.reading.document import CELL, FOOTER, HEADER, Draft

_KINDS = (
    ("分工|分解|责任清单|任务清单", "task-list"),
    ("执行情况|计划草案|计划\\(草案\\)|计划（草案）", "plan-report"),
    ("政府工作报告|管委会工作报告|办事处工作报告|工作报告$", "work-report"),
    ("统计公报|公报$", "bulletin"),
    ("重点任务|工作任务|重点工作|工作要点|任务$|要点$", "task-list"),
    ("规划|纲要", "outline"),
    ("计划", "plan"),
)
_BARE_TITLE = "政府工作报告"
"""A title that only its year tells from the next one."""
_PRECEDENCE = {"plan": 1, "plan-report": 2, "work-report": 3, "task-list": 4, "outline": 5, "bulletin": 5}
"""Which outranks which where both state a target (the approved plan first); only the order counts."""
_LAST_PRECEDENCE = 9
_TITLE_END = re.compile(
    "(?:报告|通知|计划|规划|纲要|方案|意见|公报|任务|要点|安排|办法|决定|汇报|总结|清单|分工|分工表|分解表|任务表|计划表|指标表|一览表|情况)"
    "(?:（[^（）]{1,12}）)?[》”]?$"
)
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{2,14})\s*[〔\[［【（(]\s*((?:19|20)\d\d)\s*[〕\]］】）)]\s*第?\s*(\d{1,4})\s*号"
)
_DATE = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DATE = re.compile(
    "([一二三四五六七八九〇零○О]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CONGRESS = re.compile("在([\u4e00-\u9fff]{2,24}?)第[一二三四五六七八九十]{1,4}届(?:人民代表大会|委员会)")
_ISSUER = re.compile(
    "[\u4e00-\u9fff]{2,26}(?:人民政府|人民政府办公室|人民政府办公厅|管理委员会|管委会|办事处|改革局|改革委员会|改革委|统计局|委员会|领导小组|领导小组办公室)"
)
_SPEAKER = re.compile(
    "^(?P<office>[\u4e00-\u9fff]{2,20}?(?:局|委员会|委))\\s*(?:党组书记、|党委书记、)?(?:局长|主任|副局长|副主任|代局长)\\s*[\u4e00-\u9fff·\\s]{2,12}$"
)
_ASIDE = re.compile(
    "^(?:来源|发布|索引|主题|文号|字号|浏览|打印|作者|编辑|附件|[（(](?:此件|送审|征求|讨论|审议|草案|代拟|初稿|修改))"
)
_HEAD_LINES, _LONGEST = 25, 90
"""Lines of the head looked at, and the longest that is no paragraph of the text."""
_LONGEST_TITLE = 120


@dataclass(frozen=True)
class About:
    """A document's own record; empty or ``None`` where it does not tell.

    :param rank: its precedence where a person gave one
    """

    title: str
    number: str
    issuer: str
    day: date | None
    kind: str
    place: PlaceName | None
    rank: int = 0

    @property
    def year(self) -> int | None:
        """The year it is for: the last one that the title names, else that of its date."""
        years = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=\s*年|\s*[—-])", self.title)]
        return max(years) if years else self.day.year if self.day else None

    @property
    def precedence(self) -> int:
        """Its rank by custom; 1 outranks 2."""
        return self.rank or _PRECEDENCE.get(self.kind, _LAST_PRECEDENCE)

    @property
    def id(self) -> str:
        """An id made of kind and year: work-report-2025."""
        return f"{self.kind}-{self.year}" if self.year else self.kind


def read_about(draft: Draft) -> About:
    """The record of a document, from its head, and for a notice from its signature."""
    lines = [p.text for p in draft.paragraphs if p.text.strip() and p.kind not in (CELL, HEADER, FOOTER)]
    head = _head([_clean(t) for t in lines[: _HEAD_LINES + 5]])
    foot = [t for t in map(_clean, lines) if len(t) <= _LONGEST]
    number = next((_number(m) for t in head if (m := _NUMBER.search(t))), "")
    title = _title(head)
    place = _place(head, title, lines)
    signed = _signature(foot)
    kind = next((k for pattern, k in _KINDS if re.search(pattern, title)), "other" if title else "")
    day = _day(head, signed)
    if title == _BARE_TITLE and day:
        title = f"{day.year}年{title}"
    return About(title, number, _issuer(head, signed, place, kind), day, kind, place)


def _clean(text: str) -> str:
    return re.sub(r"[\s*#_]", "", text)


def _head(lines: Sequence[str]) -> list[str]:
    """The lines before the text begins: before who is addressed, before the first heading, before a long paragraph."""
    found: list[str] = []
    for line in lines:
        if re.match("各位代表|一、|（一）|第一[章部]", line) or (len(line) > _LONGEST and found):
            break
        found.append(line)
        if re.match("各.{2,80}[:：]$", line):
            break
    return found[:_HEAD_LINES]


def _number(match: re.Match[str]) -> str:
    return f"{match[1]}〔{match[2]}〕{int(match[3])}号"


def _title(head: Iterable[str]) -> str:
    """The lines of the title joined, from the first that may be one to the one that ends it."""
    title = ""
    for line in head:
        is_other = _ASIDE.match(line) or _NUMBER.fullmatch(line) or _ISSUER.fullmatch(line) or re.search("文件$", line)
        if not title and (is_other or _whole_date(line)):
            continue
        if (
            re.match("[—─-]{1,4}|[（(]|各.*[:：]$", line)
            or _whole_date(line)
            or line.endswith("。")
            or (title and is_other)
        ):
            break
        title += line
        if _ends(title):
            break
    return title.strip("：:")[:_LONGEST_TITLE] if _ends(title) or len(title) < 60 else ""


def _ends(title: str) -> bool:
    """Whether a title is complete: one that begins with 关于 ends in the kind of document that it is."""
    if re.match("[^，。]{0,20}关于", title):
        return bool(
            re.search(
                "(?:报告|通知|决定|意见|公告|批复|汇报|方案|说明|函|通报|请示|情况)(?:（[^（）]{1,12}）)?$", title
            )
        )
    return bool(_TITLE_END.search(title)) and len(title) > 4


def _whole_date(line: str) -> bool:
    return bool(_DATE.fullmatch(line.strip("（）()")) or _CHINESE_DATE.fullmatch(line.strip("（）()")))


def _signature(lines: Sequence[str]) -> tuple[str, date | None]:
    """Issuer and day where one stands above the other, as under a notice."""
    for above, below in pairwise(lines):
        if _whole_date(below) and (_ISSUER.fullmatch(above) or re.search("(?:局|委|厅|办)$", above)):
            return above, _date_in(below)
    return "", None


def _date_in(text: str) -> date | None:
    match, worded = _DATE.search(text), _CHINESE_DATE.search(text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        if worded:
            year = int("".join(str("〇一二三四五六七八九".find(re.sub("[零○О]", "〇", c))) for c in worded[1]))
            return date(year, _small(worded[2]), _small(worded[3]))
    except ValueError:
        return None
    return None


def _small(numeral: str) -> int:
    tens, mark, ones = numeral.rpartition("十")
    digits = "一二三四五六七八九"
    units = digits.find(ones) + 1 if ones else 0
    return (digits.find(tens) + 1 if tens else 1) * 10 + units if mark else units


def _day(head: Sequence[str], signed: tuple[str, date | None]) -> date | None:
    """The day of a speech or of the signature, else the first day at the head."""
    spoken = next((d for t in head if re.search("大会|会议", t) and (d := _date_in(t))), None)
    return spoken or signed[1] or next((d for t in head if (d := _date_in(t))), None)


def _place(head: Sequence[str], title: str, lines: Sequence[str]) -> PlaceName | None:
    """Whose document it is: by the congress it was given to, its title, its issuer."""
    top = "".join(head)
    congress = _CONGRESS.search(top) or _CONGRESS.search("".join(map(_clean, lines[:_HEAD_LINES])))
    candidates = [re.sub("^.*(?:在|向|同志|市长|省长|县长|区长|主席)", "", congress[1])] if congress else []
    bare = re.sub("^(?:关于印发|关于下达|关于|印发)?[《“]?(?:(?:19|20)\\d\\d年度?)?", "", title)
    named = re.match("(.{2,20}?)(?=(?:19|20)\\d\\d|国民经济|政府工作|人民政府|重点|管理委员会|管委会|政府)", bare)
    candidates += [named[1]] if named else []
    issuers = [t for t in head if _ISSUER.fullmatch(t)] + [
        m[1] for t in lines[:8] if (m := re.search("代表(.{2,20}?)人民政府", _clean(t)))
    ]
    candidates += [re.sub("(?:人民政府|管理委员会|管委会|办事处|办公[室厅]|发展和?改革).*$", "", t) for t in issuers]
    return next((p for c in candidates if (p := place_of(c))), None)


def _issuer(head: Sequence[str], signed: tuple[str, date | None], place: PlaceName | None, kind: str) -> str:
    """Who issued it: as it says itself; a report on the plan is given by the head of the office that drew it up."""
    said = signed[0] or next((t for t in head if _ISSUER.fullmatch(t)), "")
    if said:
        return said
    own = place.name if place else ""
    if kind == "plan-report":
        office = next((m["office"] for t in head if (m := _SPEAKER.match(t))), "")
        if office:
            return full_name(office, own)
    if not own:
        return ""
    body = (
        "管理委员会"
        if re.search("开发区|高新区|示范区|新区$", own) and not re.search("大会", "".join(head))
        else "人民政府"
    )
    return own + body
