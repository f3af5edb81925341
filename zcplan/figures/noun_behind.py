"""What is counted or paid for, named behind the figure: 93个区重点项目, 总投资20亿元的甲、乙等农业项目."""

from __future__ import annotations

import re

from zcplan import quantity
from zcplan.figures.name_edges import ends_in_verb
from zcplan.figures.text import MASK, Flow, measured
from zcplan.model import LEVEL

REACH = 90
"""Characters beside a figure among which its words are looked for."""
_BREAK = re.compile(f"[，。；：、！？（）{MASK}]")
INVESTED = re.compile("(?:计划)?(?:总投资|投资|总额|资金)额?$")
_NAMED_PROJECTS = re.compile(f"的[^，。；：（）{MASK}]+等([^，。；、：（）{MASK}]*?项目)")
"""总投资20亿元的甲、乙等重点农业项目: the investment is that of the kind of which some are named."""
_DESCRIBED = re.compile(
    f"[^，。；、：（）{MASK}]*(?:[强大高好优多快足全]|突出|明显|集中|完善)、[^，。；、：（）{MASK}]*的([^，。；、：（）{MASK}]{{2,12}})"
)
"""发展2个带动能力强、就业容量大的特色产业: qualities come before what is counted."""
_COUNTED = ("count", "person", "household", "bed", "visit", "dose")
_NO_NOUN = re.compile(
    "以上|左右|以内|以下|的?(?:年度|预期|既定|全年)?(?:目标|任务|增长|增速|速度|水平$)|同比|比|较|和|与|及|至|到|并|高于|低于|成为|位居|居(?!住|民|家|委)|排|"
    "余|多(?!式|元|种|功|媒|层|样|边|彩|用|语|维|联|肉|晶)|累计|达到|占|是|为|增长|提高|下降"
)
_VERB_AFTER = re.compile(
    "^(?:项目|企业|单位|家企业)?(?:列入|入选|纳入|被评为|被认定为|被授予|获评|获批|获得|进入|荣获|荣膺|跻身|上榜)"
)
_NOUN_BRACKET = re.compile("^(项目|企业|单位)（[^（）]*）(?=列入|入选|纳入|被|获|进入|荣|跻身|上榜)")
"""42个项目（含某镇2个）列入市重点项目: the bracket tells a part of the figure, what it is listed as names it."""
_CUT_NOUN = re.compile("(?<=..)(?:实现|达到|正式|全部|基本|顺利|有序|如期|陆续|相继|加快|集中|开工)")
OUTPUT = re.compile("年产|日产|年处理|日处理|总装机|产能$")


def words_behind(flow: Flow, number: int) -> str:
    """The masked text behind a figure."""
    at = flow.at[number] + 1
    return flow.masked[at : at + REACH]


def counted(flow: Flow, number: int, name: str) -> str:
    """What is counted, right behind the figure: 93个区重点项目, 14个战略性新兴产业项目; empty where nothing tells.

    :param name: the words before the figure that may name it already
    """
    said = measured(flow, number)
    if said.measure != LEVEL or quantity.unit(said.unit).dimension in ("points", "multiple", "ratio"):
        return ""
    right = words_behind(flow, number)
    if right.startswith("的"):
        projects = _project_total(flow, number)
        if projects or right.startswith(f"的{MASK}"):
            return projects
    right = re.sub("（(?:其中)?(?:含|包括)[^（）]*）", "", right)
    right = _NOUN_BRACKET.sub(r"\1", right)
    right = re.sub(f"（[^（）{MASK}]*）(?=[\u4e00-\u9fff]{{2}})", "", right)
    described = _DESCRIBED.match(right)
    if described:
        return described[1]
    whole, right = right, _BREAK.split(right, maxsplit=1)[0]
    if not right or _NO_NOUN.match(right) or not re.match("[的]?[\u4e00-\u9fffA-Z0-9]", right):
        return ""
    names_itself = name and not ends_in_verb(name) and not OUTPUT.search(name)
    if not counts(said.unit) and not right.startswith("的") and names_itself:
        return ""
    right = right.removeprefix("的").removeprefix("用于")
    goes_on = whole.startswith(right + MASK)
    if goes_on and right.endswith("等"):
        right = re.split("[和及与]", right, maxsplit=1)[0]  # what follows are examples of the next figure
    listed = None if goes_on else _VERB_AFTER.match(right)
    noun = right[listed.end() :] if listed else right
    return (_CUT_NOUN.split(noun)[0] or noun)[:30]


def counts_by_noun(flow: Flow, number: int, behind: str) -> bool:
    """Whether the noun behind a count names it, so that what stands before only goes with it."""
    return counts(flow.found[number].quantity.unit) and len(behind) > 1


def _project_total(flow: Flow, number: int) -> str:
    """总投资448亿元的120个区重点项目: the investment is that of the projects."""
    if not INVESTED.search(flow.masked[max(0, flow.at[number] - REACH) : flow.at[number]]):
        return ""
    right = words_behind(flow, number)
    match = re.match(f"的{MASK}([^，。；、：（）{MASK}]+)", right) or _NAMED_PROJECTS.match(right)
    return _CUT_NOUN.split(match[1])[0] if match else ""


def counts(unit: str) -> bool:
    """Whether a unit counts one by one; a bare magnitude does: 158万残疾人."""
    return quantity.unit(unit).dimension in _COUNTED or (bool(unit) and not unit.strip("百千万亿"))
