"""What a figure is of: the words of its clause that are neither time nor territory, verb nor glue.

A word that is none of these belongs to the subject and makes it another one: 规模以上服务业 before a known name leaves
no known name. What a clause leaves out is shared from the figure before it in the sentence, or from a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.lists import is_later_of_respective, listed_names, says_no_more, shares_out
from zcplan.figures.name_edges import (
    ALL_VERBS,
    TRAILING,
    ends_in_verb,
    trimmed,
    turned,
    verb_of,
    without_examples,
    without_lead,
    without_verbs,
)
from zcplan.figures.noun_behind import INVESTED, OUTPUT, REACH, counted, counts, counts_by_noun, words_behind
from zcplan.figures.statement import OPEN, SAID, SHARED
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK, Flow
from zcplan.figures.topics import before_colon, narrowed_to, object_before, steady_subject

FAR = 6
"""How many figures back a subject may be shared from."""
LONGEST_LIST = 300
"""Characters over which 分别 may give figures to the names of a list, on either side of one."""
LONGEST = 40
"""A subject longer than this is no name but a clause that was not understood."""

_STOP = "。！？；"
_YEAR_WITHIN = re.compile(r"(?<=..)(?:19|20)\d\d年(?:度|全年)?(?=..)")
"""新培育2024年创新平台: the year is the period's, told already."""
_DEPENDENT = re.compile(
    "^(?:计划总投资|总投资|完成投资|年度投资|年度计划投资|投资额|开工率|复工率|投产率|竣工率|投资完成率|完成率|增加额|增量|贡献率|比重|比例|"
    "占比|增速|涨幅|降幅|人均|户均|覆盖率|同比|其中|增长贡献率|里程|长度|面积|金额|户数|总(?:里程|数|量|面积|规模|额|价值|长度|容量|人数|产值|收入))$"
    "|^(?:占|高于|低于|快于|好于|慢于|优于|领先|高出|拉动)|^(?:比|较)[^，。；]{1,12}(?:高|低|快|慢|多|少)出?$"
)
"""Words that name a figure only together with the subject before them: 区重点项目93个，总投资414.2亿元."""
_RANKS = (
    "(?:(?:继续|持续|稳定|均|都|一直|连续.{1,3}年)?"
    "(?:保持|稳居|排名?|位居|位列|居于|居(?!民)|列|跃居|升至|升到|跃升至|跻身|名列))"
)
_AMONG = re.compile(
    f"(?:{_RANKS}+(?:在|于)?(?:[^，。；]{{0,8}}?[国球省市区县州盟旗])?|(?:在|于)?全[国球省市区县州盟旗])"
    f"(?:的?[^，。；]{{0,6}}(?:城市|地区|区县|省份|市县|县区))?(?:中|前列)?(?:{_RANKS}|位次|名次|为|是|至|到|前列)*$"
)
"""Between a name and its rank: where it is ranked among."""
_GRADE = re.compile("(?:国家|省|市|自治区|州|区|县)级(?:及?以上)?")
_EXTENTS = ("length", "area", "farmland", "power")
_NOT_GOVERNING = re.compile("实现|完成|带动|支持|惠及|吸纳|提升|推进|投入|落实|争取")
"""Verbs of their own clause alone: 实现就业3万人、困难人员0.5万人."""
_AMOUNT_OF_OWN = re.compile(
    "(?:治沙|造林|种草|改良|耕作|播种|种植|流转|节水|灌溉|产量|产值|收入|投资|总.{1,3}|[播种]?种面积|增产|里程|库容|供水|发电)$"
)
"""What is measured in acres or kilowatts and has been done or stands in its own right."""
_OWN_LEAD = re.compile("新[增建培打创引签认改]|净|累计|总|现有")
_STANDS = re.compile("(?:新增|净增|达到?|总数|总量|共有?|拥有|保有量?|突破|超过)$")
_GOVERNING = re.compile(
    f"新(?:改扩建|改建|设|筹建|挂牌|开工|购置|发展|招引|获批|获评)|累计|净增|加装|安装|{ALL_VERBS.pattern}"
)
"""What governs a whole list: 新改建学校5所、医院2家; 培育甲类企业20家、乙类企业10家."""
_FRAGMENT = re.compile(
    "^(?:方面|次|个|增加到|提高到|达到|其中|以上|左右|同期|水平|数量|总量|规模|全国|全省|全市|世界|各类|近|以来|的|第|人均|个人|企业|单位|项目)$"
)
_GOES_ON_LIST = re.compile("[、和与]$|(?<![惠普涉顾触])及$")
"""Words that end so go on with the noun behind the figure; 惠及 is a verb."""


@dataclass(frozen=True)
class Subject:
    """The words that name what a figure measures.

    :param name: folded, with every qualifier; empty where nothing tells
    :param known: ``said``, ``shared`` or ``open``
    :param territory: the place named for it, as printed; empty where none is
    :param territory_known: ``said``, ``shared``, or ``open`` where none is named
    :param is_part: it stands in a bracket that tells a part (含某镇31个)
    :param within: for a part, the place named for the whole: 全市综合百强企业7家（含某镇1家）
    """

    name: str
    known: str = SAID
    territory: str = ""
    territory_known: str = OPEN
    is_part: bool = False
    within: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing tells what is measured."""
        return not self.name


NOTHING = Subject("", OPEN)


class Clauses:
    """Subjects of the figures of one stretch of running text, one after another."""

    def __init__(self, flow: Flow, places: tuple[str, ...] = ()) -> None:
        self._flow, self._places = flow, places
        self._found: list[tuple[Subject, ...]] = []
        self._named_behind: set[int] = set()
        self._start = self._looked = 0

    def all(self) -> list[tuple[Subject, ...]]:
        """For each figure its subjects: several where 均 gives one figure to a list of names."""
        for number in range(len(self._flow.at)):
            self._found.append(tuple(self._subjects(number)))
        return self._found

    # --- one figure --------------------------------------------------------------------------------

    def _subjects(self, number: int) -> Iterator[Subject]:
        masked, at = self._flow.masked, self._flow.at[number]
        bracket = bracket_before(masked, at)
        self._start = max(self._start, *(masked.rfind(c, self._looked, at) + 1 for c in _STOP))
        self._looked, start = at, self._start
        if bracket >= start:
            yield self._in_bracket(number, masked[bracket + 1 : at], bracket)
            return
        left = masked[max(start, at - REACH) : at]
        names = self._listed(masked[max(start, at - LONGEST_LIST) : at], number)
        if names:
            carried = self._carried_territory(number, start)
            for name in names:
                yield self._placed(trimmed(without_lead(name)[0]), carried, SHARED)
            return
        ratio = self._member_of_ratio(number)
        if ratio:
            yield ratio
            return
        if is_later_of_respective(left):
            yield Subject("", OPEN, *self._carried_territory(number, start))
            return
        yield self._single(number, left, start)

    def _listed(self, left: str, number: int) -> list[str]:
        """The names that a list gives the figure; only 分别 reaches further back than a clause does."""
        near = left[-REACH:]
        right = words_behind(self._flow, number)
        if not shares_out(left):
            return listed_names(near, right, self._places)
        at = self._flow.at[number] + 1
        return listed_names(left, self._flow.masked[at : at + LONGEST_LIST], self._places)

    def _single(self, number: int, left: str, start: int) -> Subject:
        """The subject of a figure that no list and no bracket gives: by its own words, or what they go on about."""
        own, bracket = self._own_clause(number, left)
        name, verb = without_lead(own)
        territory, name = split_territory(name, self._places)
        name = turned(trimmed(without_lead(name)[0]) if territory else trimmed(name))
        behind = counted(self._flow, number, verb or name)
        name = _YEAR_WITHIN.sub("", without_examples(name, behind))
        carried = (territory, SAID) if territory else self._carried_territory(number, start)
        if carried[1] == SHARED and ALL_VERBS.match(own.lstrip("，、")):
            carried = ("", OPEN)  # what is done in a clause of its own is the document's own again
        by_noun = self._by_noun(number, own, name, behind)
        if by_noun:
            return self._placed(by_noun, carried, SAID)
        if not name and words_behind(self._flow, number).startswith(MASK):
            return Subject("", OPEN, *carried)
        if not name or name == "新增" or _GRADE.fullmatch(name) or _DEPENDENT.match(name) or name in _BARE:
            return self._going_on(number, own, name, territory, left, start)
        if bracket:
            name += f"（{bracket}）"
        before = left[: len(left) - len(own)]
        if own.startswith("的") and before.endswith(MASK) and number:
            name = f"{MASK}的{name}"
        name = narrowed_to(before) + name
        if not territory:
            name = self._listed_verb(number, own) + name
        return self._placed(name, carried, SAID)

    def _own_clause(self, number: int, left: str) -> tuple[str, str]:
        """The words of the figure's own clause that are not another figure's; what a bracket says of its name."""
        own, bracket = _own_words(left)
        follows = left[: len(left) - len(own)].endswith(MASK)
        if follows and self._outside(number) in self._named_behind and re.search("[、和及与]", own):
            own = own[max(own.rfind(c) for c in "、和及与") :]
        if self._flow.found[number].quantity.measure == quantity.RANK:
            own = _AMONG.sub("", own)
        return own, bracket

    def _by_noun(self, number: int, own: str, name: str, behind: str) -> str:
        """The name by what is counted or paid for behind the figure; empty where the words before it name it."""
        if not behind:
            return ""
        invested = INVESTED.search(name)
        if invested and words_behind(self._flow, number).startswith("的"):
            return behind + invested[0]
        only_leads = not name or ends_in_verb(name) or OUTPUT.search(name)
        if not only_leads and not counts_by_noun(self._flow, number, behind):
            return ""
        self._named_behind.add(number)
        names_others = bool(_GOES_ON_LIST.search(own)) or self._lists_all(number, name)
        return self._listed_verb(number, own + behind) + (verb_of(name) if names_others else name) + behind

    def _going_on(self, number: int, own: str, name: str, territory: str, left: str, start: int) -> Subject:
        """A figure whose words go on about the subject before: a total, a grade of it, what was added to it, a part."""
        placed = (territory, SAID) if territory else None
        if _GRADE.fullmatch(name):
            return self._graded(number, name, start, left)
        if name == "新增":
            whole = self._shared(number, "", start, left, placed)
            return replace(whole, name=whole.name and "新增" + without_verbs(whole.name))
        shared = self._shared(number, name, start, left, placed)
        if territory and not name and "其中" in own:
            return replace(shared, is_part=True, within=self._carried_territory(number, start)[0])
        return shared

    def _lists_all(self, number: int, name: str) -> bool:
        """Whether words before a count name each of what it counts: 甲、乙、丙3个产业园."""
        value = self._flow.found[number].quantity.value
        return value is not None and value > 1 and len(re.split("[、和及与]", name)) == value

    def _outside(self, number: int) -> int:
        """The figure before it that stands in no bracket, or -1."""
        for n in range(number - 1, max(-1, number - FAR), -1):
            if bracket_before(self._flow.masked, self._flow.at[n]) < 0:
                return n
        return -1

    def _placed(self, name: str, carried: tuple[str, str], known: str) -> Subject:
        """A subject with its territory; a fragment or a whole clause is no name."""
        territory, rest = ("", name) if carried[1] == SAID and carried[0] else split_territory(name, self._places)
        if territory:
            carried, name = (territory, SAID), trimmed(without_lead(rest)[0])
        if _FRAGMENT.match(name) or len(name) < 2 or len(name) > LONGEST:
            return Subject("", OPEN, *carried)
        if carried[1] == SHARED and not carried[0].startswith(("全", "我", "本")) and ALL_VERBS.match(name):
            carried = ("", OPEN)  # what a place has goes on; what is done somewhere else does not
        return Subject(name, known, *carried)

    def _in_bracket(self, number: int, inner: str, bracket: int) -> Subject:
        """A figure in a bracket: of a part (含某镇31个), of another measure (增长5%), or with a name of its own."""
        own, _bracket = _own_words(inner)
        marked = re.match("(?:其中)?[：:]?(?:含|包括)", inner)
        goes_on = MASK in inner
        name = trimmed(without_lead(re.sub("^(?:其中)?[：:]?(?:含|包括)?", "", own))[0])
        if number - 1 in self._named_behind and goes_on:
            name = ""  # the words belong to the figure before them
        before = self._before_bracket(number, bracket)
        behind = counted(self._flow, number, name)
        if behind and (marked or not name):
            self._named_behind.add(number)
        if goes_on and number and self._found[number - 1] and self._found[number - 1][0].is_part:
            return self._next_of_part(number, name or behind, before)
        if marked or self._is_bare_part(number, name, before):
            return self._part(name, behind, before)
        if not name or _DEPENDENT.match(name):
            if behind and not name:
                return self._placed(behind, ("", OPEN), SAID)
            return replace(before, name=_joined(before.name, name), known=SHARED) if before else NOTHING
        carried = ("", OPEN) if before is None else (before.territory, before.territory_known)
        return self._placed(name, carried, SAID)

    def _part(self, name: str, behind: str, before: Subject | None) -> Subject:
        """The first figure of a part: 含某镇31个, 某镇90.56%, 含某镇1家百强企业."""
        word = name or behind
        if name and behind:
            whole = before.territory if before else ""
            return Subject(behind, SAID, name, SAID, True, whole)
        if before is None:
            return Subject("", OPEN, word, SAID, True)
        if word and _DEPENDENT.match(word):
            return replace(before, name=_joined(before.name, word), known=SHARED, is_part=True)
        return Subject(before.name, SHARED, word, SAID, True, before.territory)

    def _next_of_part(self, number: int, name: str, before: Subject | None) -> Subject:
        """A later figure of the same bracket: of the same part, unless it names another one."""
        previous = self._found[number - 1][0]
        base = before or previous
        if name and counted(self._flow, number, ""):
            return Subject(name, SAID, previous.territory, previous.territory_known, True, previous.within)
        if name and not _DEPENDENT.match(name):
            return replace(
                base, territory=name, territory_known=SAID, known=SHARED, is_part=True, within=base.territory
            )
        whole = before.territory if before else previous.within
        return Subject(_joined(base.name, name), SHARED, previous.territory, previous.territory_known, True, whole)

    def _is_bare_part(self, number: int, name: str, before: Subject | None) -> bool:
        """Whether a bracket gives a part without saying 含: 达到93.1%（某镇90.56%）."""
        if before is None or not 2 <= len(name) <= 6 or _DEPENDENT.match(name) or number == 0:
            return False
        if name in self._places:
            return True
        previous, own = self._flow.found[number - 1].quantity, self._flow.found[number].quantity
        return previous.measure == own.measure and quantity.comparable(previous.unit, own.unit)

    def _before_bracket(self, number: int, bracket: int) -> Subject | None:
        """The subject of the figure before a bracket that is of the figure's kind, else of the nearest one."""
        own = self._flow.found[number].quantity
        nearest: Subject | None = None
        for n in range(number - 1, max(-1, number - FAR), -1):
            if self._flow.at[n] > bracket:
                continue
            between = self._flow.masked[self._flow.at[n] : bracket]
            if any(c in between for c in _STOP) or (nearest and re.search("）[、，；]", between)):
                break
            nearest = nearest or self._found[n][0]
            if quantity.comparable(self._flow.found[n].quantity.unit, own.unit):
                return self._found[n][0]
        if nearest is None:
            name = trimmed(without_lead(_own_words(self._flow.masked[max(0, bracket - REACH) : bracket])[0])[0])
            return self._placed(name, ("", OPEN), SAID) if name else None
        return nearest

    # --- what is shared ----------------------------------------------------------------------------

    def _shared(self, number: int, tail: str, start: int, left: str, carried: tuple[str, str] | None) -> Subject:
        """The subject of the figure before, with words that go on about it: 总投资, 占全省比重."""
        topic = before_colon(left) or steady_subject(left)
        if topic:
            return self._placed(topic + tail, carried or ("", OPEN), SHARED)
        for n in range(number - 1, max(-1, number - FAR), -1):
            if self._flow.at[n] < start or not self._found[n]:
                break
            if bracket_before(self._flow.masked, self._flow.at[n]) >= start:
                continue
            previous = self._found[n][-1]
            if previous.is_open:
                break
            shared = replace(previous, name=_joined(previous.name, tail), known=SHARED)
            if not tail and _IN_ALL.search(_own_words(left)[0]):
                shared = replace(shared, name=_ADDED.sub("", shared.name))
            return replace(shared, territory=carried[0], territory_known=carried[1]) if carried else shared
        before = object_before(left) if tail.endswith("投资") else ""
        if before:
            return self._placed(before + tail, carried or ("", OPEN), SHARED)
        return Subject("", OPEN, *(carried or ("", OPEN)))

    def _graded(self, number: int, grade: str, start: int, left: str) -> Subject:
        """打造示范村12个，其中省级3个、市级5个: a grade of what the figure before counts, in place of its own."""
        whole = self._shared(number, "", start, left, None)
        verb = verb_of(whole.name)
        counted_whole = whole.name[len(verb) :]
        own = _GRADE.match(counted_whole)
        return replace(whole, name=verb + grade + counted_whole[own.end() if own else 0 :]) if whole.name else whole

    def _carried_territory(self, number: int, start: int) -> tuple[str, str]:
        """The territory named before in the sentence, which holds until another is named."""
        for n in range(number - 1, max(-1, number - 2 * FAR), -1):
            if self._flow.at[n] < start:
                break
            if self._found[n] and not self._found[n][-1].is_part:
                last = self._found[n][-1]
                return (last.territory, SHARED) if last.territory else ("", OPEN)
        return self._leading_territory(self._flow.masked[start : self._flow.at[number]])

    def _leading_territory(self, text: str) -> tuple[str, str]:
        """A territory that opens the sentence before the figure's clause: 全市方面，…; 从全省看，…"""
        clauses = re.split("[，：]", text)[:-1]
        for clause in reversed(clauses):
            bare = without_lead(re.sub("^(?:从|在)", "", clause))[0]
            territory, rest = split_territory(bare, self._places)
            if territory and (not rest or re.fullmatch("(?:方面|来看|看|内|范围内?|层面|的?情况)", rest)):
                return territory, SHARED
        return "", OPEN

    def _listed_verb(self, number: int, own: str) -> str:
        """新培育A企业1599家、B企业626家: the verb of the first governs the list."""
        if not own.startswith(("、", "和", "及", "与")) or number == 0 or not self._found[number - 1]:
            return ""
        bare, unit = own.lstrip("、和及与"), self._flow.found[number].quantity.unit
        is_extent = quantity.unit(unit).dimension in _EXTENTS and not _AMOUNT_OF_OWN.search(bare)
        if not bare or not (is_extent or counts(unit)):
            return ""
        verb = _GOVERNING.match(self._found[number - 1][0].name)
        own_verb = ALL_VERBS.match(bare)
        if verb is None or _NOT_GOVERNING.match(verb[0]) or _OWN_LEAD.match(bare) or _STANDS.search(bare):
            return ""
        return verb[0] if own_verb is None or len(bare) - own_verb.end() < 2 else ""

    def _member_of_ratio(self, number: int) -> Subject | None:
        """三次产业结构为8.3∶41.4∶50.3: each member is the share of an industry."""
        flow = self._flow
        first = number
        while first and flow.text[flow.found[first - 1].stop : flow.found[first].digits] in ("∶", ":", "："):
            first -= 1
        after = flow.text[flow.found[number].stop : flow.found[number].stop + 1]
        if first == number and after not in ("∶", ":", "："):
            return None
        if not re.search("三次产业|三产|产业结构|一二三产", flow.masked[max(0, flow.at[first] - 30) : flow.at[first]]):
            return NOTHING
        return Subject(f"第{'一二三'[min(2, number - first)]}产业增加值占比", SAID)


_BARE = ("产量", "单产", "总产", "总产量", "产值", "亩产")
_MEASURED = re.compile("(?:播种|种植|养殖|栽培)?面积$|总?产值$|总?产量$|总产$|单产$|亩产$")


def _joined(name: str, tail: str) -> str:
    """A subject with the words that go on about it, unless it ends in them already.

    A total is no longer what was added: 新增运营里程43公里、总里程达到879公里.
    """
    if tail.endswith("投资") and INVESTED.search(name):
        name = INVESTED.sub("", name).removesuffix("完成").removesuffix("年度") or name
    if tail.startswith("投资"):
        name = name.removesuffix("投资").removesuffix("完成") or name  # 完成投资14亿元、投资完成率129%
    if tail in _BARE and _MEASURED.search(name):
        return _MEASURED.sub("", _ADDED.sub("", name)) + tail
    if tail.startswith("总产") and name.endswith(("增产", "减产")):
        return name[:-2] + tail
    if tail.startswith("总") and not tail.startswith("总投资"):
        return _ADDED.sub("", name).removesuffix(tail[1:]) + tail
    return name if name.endswith(tail) else name + tail


_ADDED = re.compile("^(?:新(?:增|培育|引进|创建|打造|建成|建|认定|签约|发展)|净增)")
_IN_ALL = re.compile("累计|总数|总量|合计|共(?!同|享)|总计|保有")


def bracket_before(masked: str, at: int) -> int:
    """Where the bracket around a place begins, or -1."""
    first = max(0, at - REACH + 1)
    if masked.find("（", first, at) < 0:
        return -1
    depth = 0
    for n in range(at - 1, first - 1, -1):
        if masked[n] == "）":
            depth += 1
        elif masked[n] == "（":
            if not depth:
                return n
            depth -= 1
        elif masked[n] in "。！？":
            return -1
    return -1


def _own_words(left: str) -> tuple[str, str]:
    """The words of the figure's own clause, and what a bracket right behind the name says of it."""
    bracket = re.search(f"（([^（）{MASK}]{{1,20}})）([^（）]*)$", left)
    said = ""
    if bracket and terms.made_of(bracket[2], TRAILING) and not says_no_more(bracket[1]):
        said = bracket[1]
    bare = re.sub("《[^《》]*》|（[^（）]*）", "", left)
    return re.split(f"[，：{MASK}（）]", bare)[-1], said
