"""Whether a figure of running text may be offered without a mark: how it stands in its sentence, how its name is made.

A row that is offered without a word is believed. So what may be offered is told here, and all else is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zcplan import quantity
from zcplan.extract.heads import fits_head
from zcplan.extract.marks import (
    ATTRIBUTE,
    COMPLETION,
    CUT,
    NAME,
    OF_WHICH,
    PART_OF_ALL,
    PREDICATE,
    PRESENT,
    SUMMED,
    Reason,
)
from zcplan.extract.names import is_generic
from zcplan.figures import terms
from zcplan.figures.figure import TextFigure
from zcplan.figures.name_edges import without_lead, without_verbs
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK
from zcplan.matching.canonical import common_names
from zcplan.model import LEVEL, TARGET

_END = "，。；：！？、"
_CLAUSE_START = re.compile("[，。；：！？]")
_MEMBERS = f"(?:[^，。；]{{0,4}}{MASK}[、和与及，]*)*"
_COMPLETION = re.compile(
    "(?:计划|任务|目标|预算|进度)(?:数|值|量|任务)?的(?:约|近)?" + _MEMBERS + "$"
    "|完成[^，。；]{0,10}(?:计划|任务|目标|预算)(?:数|值|量)?的?(?:约|近)?" + _MEMBERS + "$"
)
"""完成年计划的113.4%: a share of the plan that was carried out, no value of what was planned."""
_BOUND_WORDS = re.compile("^(?:及?以[上下内]|左右|上下|大关|关口|多|余)")
_GOES_ON = re.compile(f"[{_END}）{MASK}]|和|与|及|并|以及|到|至|的?(?:目标|任务|水平|高位)|$")
_PLACED = re.compile("列入|入选|纳入|评为|认定|授予|获|进入|上榜")
"""42个项目列入市重点项目: what it is listed as names it."""
_CAUSES = re.compile(
    "推动|支持|引导|帮助|组织|促进|推进|助力|鼓励|带动|发挥|做好|抓好|加快|提速|落实|参与|对接|吸引|围绕|指导|督促|服务好|用好|包括|分为"
)
_EXTENTS = ("length", "area", "farmland", "volume")
_FUNDS = re.compile("(?:资金|贷款|补贴|补助|债券|基金|投资|红利|消费券|专项债|国债|经费|信贷|奖励|救助金)$")
_PRESENT = re.compile("(?:现有|已有|还有|拥有(?!量)|目前|现在|已经|每年)|(?:全|我)[省市区县州盟旗镇乡]有|共有|^有")
_SUMMED = re.compile("(?<!全年)(?<!今年)(?<!去年)累计|[近过][一二三四五六七八九十两几0-9]+年|年来|年均|年平均")
_SHARES = re.compile("(?:率|比重|占比|比例|比率|强度)$")
_INNER = re.compile(
    "解决|减轻|承接|形成|实现|吸引|参与|受理|签署|推动|应对|刷新|跨过|入驻|落地|建立|优化|撤并|全面|一批|(?<!规模)(?<!限额)(?<!级)以上|以下|通过|推出|"
    "发布|获准|全年|首批|首个|入选|获评|获批|列入|纳入|带动|支持|引导|组织|发挥|发送(?!量)|按照|根据|因地制宜|多渠道|靶向|成功|研究推动|提请|累计|平均(?!浓度|工资|水平|气温|预期)|分别|"
    "覆盖(?!率|面|人)|处理(?!率|厂|能力|量|设施|站|中心)|完成(?!投资|率)|新增|达到|占全|其中|问题|"
    "提高|惠及|每人|集中开工|[一两二三]批|"
    "[的了被把将从由向对让使]"
)
"""Within a name, behind its verb: it is a clause."""
_STANDING = re.compile("新增(?:就业|劳动力|学位|装机|贷款|产能|耕地|债券|固定资产)")
_LONGEST, _LONGEST_SHARE, _LEAST = 14, 22, 4
"""Characters that a name has without its verb. A share names what it is a share of; two or three characters are
mostly a word that the sentence goes on about (办结率, 交易额)."""
_PER = re.compile("每|人均|户均|亩均|单位")
_DIGITS = re.compile(r"\d大|\d+(?:\.\d+)?(?:公里|米|吨|亩|元|%|个|家|户|人)|\d\.\d$|\d$")


def about_place(figure: TextFigure, name: str) -> Iterator[Reason]:
    """Doubts about a figure of running text by what stands around it.

    :param name: the words that name it
    """
    said = figure.quantity
    dimension = quantity.unit(said.unit).dimension
    clause = _CLAUSE_START.split(figure.left)[-1] if figure.bracket < 0 else figure.inner
    if figure.status == TARGET and _PRESENT.search(clause):
        yield Reason(PRESENT)
    if MASK in clause and _SUMMED.search(clause.rpartition(MASK)[0]):
        yield Reason(SUMMED)
    if _is_of_which(figure, name):
        yield Reason(OF_WHICH)
    if _is_of_all(figure) or _WITH_WHOM.match(re.split("[，、；。：（]", figure.left)[-1]):
        yield Reason(NAME)
    if _is_cut(clause, name):
        yield Reason(CUT)
    if said.measure != LEVEL:
        return
    if is_completion(figure):
        yield Reason(COMPLETION)
        return
    after = _BOUND_WORDS.sub("", figure.right)
    if dimension == "ratio":
        if not _GOES_ON.match(after) and not _SHARES.search(name):
            yield Reason(PART_OF_ALL)
        return
    yield from _about_noun(dimension, after, clause, name, said.unit)


def _is_of_which(figure: TextFigure, name: str) -> bool:
    """Whether 其中 makes it a part of what was told before, which its own words do not name: 其中乡村教师9100名."""
    own = re.split("[，、；。（]", figure.left)[-1]
    if not own.startswith("其中") or terms.fold(name) in common_names():
        return False
    return figure.quantity.measure == LEVEL and quantity.unit(figure.quantity.unit).dimension in _PARTS


def _is_of_all(figure: TextFigure) -> bool:
    """Whether an investment stands behind a list of several counts and may be that of all: A3个、B5个，总投资…"""
    before, comma, own = figure.left.rpartition("，")
    return bool(comma and _BARE_INVESTMENT.fullmatch(own) and _CLAUSE_START.split(before)[-1].count(MASK) > 1)


_WITH_WHOM = re.compile("(?:与|向|对|为(?!民)|从|由|以|在|于)[\u4e00-\u9fff]{2}")
"""与共建国家缔结友城: with whom and for whom belongs to the name, and was cut off it."""
_BARE_INVESTMENT = re.compile("(?:计划|年度|总|预计|力争|全年|完成|协议)*投资额?(?:达到?|为|约|超过?)?")
_PARTS = ("ratio", "count", "person", "household", "bed", "visit")
"""What a part is counted in; money and products have names of their own."""


def _is_cut(clause: str, name: str) -> bool:
    """Whether a figure stands within a name, so that only its end was taken: 时速120公里路段占比."""
    begins = f"{MASK}(?:及?以[上下]|左右)?{re.escape(terms.fold(name)[:3])}[^、，；]*$"
    return bool(name and re.search(begins, clause))


def is_completion(figure: TextFigure) -> bool:
    """Whether a percentage tells how much of a plan was carried out: 完成年计划的113.4%."""
    clause = _CLAUSE_START.split(figure.left)[-1]
    share = quantity.unit(figure.quantity.unit).dimension == "ratio" and figure.quantity.measure == LEVEL
    return share and bool(_COMPLETION.search(clause))


def _about_noun(dimension: str, after: str, clause: str, name: str, unit: str) -> Iterator[Reason]:
    """Doubts about an amount or a count that words follow: 20万吨装置, 10家医院实现互认."""
    noun = re.split(f"[{_END}（）{MASK}]", after.removeprefix("的"))[0]
    if _GOES_ON.match(after) or not noun:
        return
    rest = after.removeprefix("的")[len(noun) :]
    if re.match(f"（[^（）]*）[\u4e00-\u9fff]|、[^{MASK}，。；、]+[，。；]", rest):
        yield Reason(PREDICATE, noun)
        return
    is_count = dimension in ("count", "person", "household", "bed", "visit", "dose") or not unit.strip("百千万亿")
    if not name.endswith(noun) and not (_PLACED.search(noun) and noun.endswith(name)):
        yield Reason(PREDICATE if is_count else ATTRIBUTE, noun)
        return
    is_fund = _FUNDS.search(noun) and not noun.startswith(("规模", "以上", "级"))
    if not is_count and dimension not in _EXTENTS and not is_fund:
        yield Reason(ATTRIBUTE, noun)
        return
    own = without_lead(clause.replace(MASK, ""))[0]
    territory, rest = split_territory(own)
    has_no_verb = not (rest if territory else own).strip("、和与及")
    if (is_count and has_no_verb and not _PLACED.search(noun)) or _CAUSES.search(clause):
        yield Reason(PREDICATE, noun)


def about_name(name: str, unit: str, measure: str) -> Iterator[Reason]:
    """Doubts about a name that no table gives and no office uses everywhere."""
    bare = terms.fold(name)
    if bare in common_names():
        return
    core = _STANDING.sub("新", without_verbs(bare))
    longest = _LONGEST_SHARE if _SHARES.search(bare) or _PER.match(bare) else _LONGEST
    is_plain = (
        len(bare) >= _LEAST
        and 2 <= len(core) <= longest
        and not is_generic(core)
        and "、" not in bare
        and not _INNER.search(core)
        and not _DIGITS.search(bare)
        and fits_head(bare, unit, is_level=measure == LEVEL)
    )
    if not is_plain:
        yield Reason(NAME)
