"""What a figure is called in its sentence, for figures that no dataset knows yet."""

from __future__ import annotations

import re
from dataclasses import replace

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.figure import Figure
from zcplan.figures.text import MASK
from zcplan.model import LEVEL

_BREAK = re.compile(f"[，。；：、！？（）{MASK}]")
_LEAD = re.compile(
    "^(?:预计|力争|确保|争取|努力|实现|完成|推动|促进|加快|达到|突出抓好|抓好|全力|全面|全年|年内|今年|去年|上年|"
    "(?:19|20)[0-9]{2}年底?|截至.{0,6}底|到.{0,6}底|末|其中|全[区县市省]|我[区县市省]|本[区县市]|的|和|与|及|均|将|已|继续|"
    "一是|二是|三是|四是|五是|六是|七是|八是|组织|开展|推进|对|为|年度|累计|共|计划)+"
)
_HEADS = (
    "占比",
    "比重",
    "比例",
    "覆盖率",
    "达标率",
    "合格率",
    "增加值",
    "余额",
    "收入",
    "支出",
    "数量",
    "面积",
    "标准",
    "产值",
    "投资",
)
_CHAIN = 4
_OF_PROJECTS = ("总投资", "计划总投资", "完成投资", "年度投资")
_VERB_AFTER = re.compile("^(?:项目|企业|单位)?(?:列入|入选|纳入|被评为|被认定为|被授予|获评|获批|获得|进入|荣获|荣膺)")


def name_of(figure: Figure) -> str:
    """The words that name a figure: its row's label, its share of a list, what is counted, or what stands before it."""
    if figure.number < 0:
        return figure.label
    return _named(figure, _CHAIN)


def _named(figure: Figure, chain: int) -> str:
    """The name, looked for in at most so many figures before."""
    name = _listed(figure) or _counted(figure) or _before(figure)
    return _inherited(figure, name, chain) if chain else name


def _inherited(figure: Figure, name: str, chain: int) -> str:
    """A part takes the name of the whole before its bracket; a rate that of its level."""
    in_part = figure.bracket >= 0 and terms.PARTLY.match(figure.inner) and len(name) < 5
    if name and not in_part and not (name in _OF_PROJECTS and figure.number):
        return name
    for number in range(figure.number - 1, max(-1, figure.number - 6), -1):
        if figure.bracket >= 0 and figure.flow.at[number] > figure.bracket:
            continue
        if "。" in figure.flow.masked[figure.flow.at[number] : figure.flow.at[figure.number]]:
            return name
        said = figure.flow.found[number].quantity
        if figure.bracket >= 0 and not quantity.comparable(said.unit, figure.quantity.unit):
            continue
        whole = _named(_at(figure, number), chain - 1)
        if name in _OF_PROJECTS and whole and not whole.endswith(name):
            return whole + name
        return whole if not name or whole.endswith(name) else name
    return name


def _at(figure: Figure, number: int) -> Figure:
    said = figure.flow.found[number].quantity
    return replace(figure, quantity=said, number=number, bracket=-1, measures=(said.measure,))


def _before(figure: Figure) -> str:
    """What stands right before the figure, without verbs and words of direction."""
    left = re.sub("（[^（）]*）", "", figure.left[-80:]) if figure.bracket < 0 else figure.inner
    own = _BREAK.split(left)[-1]
    if figure.bracket >= 0:
        own = re.sub("^(?:其中)?含?", "", own)
        if terms.PARTLY.match(figure.inner) and MASK not in left:
            return ""
    own = _LEAD.sub("", own)
    return _trimmed(own)


def _trimmed(text: str) -> str:
    """Without trailing glue: 实际使用外资达到 is 实际使用外资."""
    stem = next((text[:n] for n in range(2, len(text)) if terms.made_of(text[n:], terms.NAME_GLUE)), text)
    return "" if terms.made_of(stem, terms.GLUE) else stem


def _counted(figure: Figure) -> str:
    """What is counted, right behind the figure: 93个区重点项目, 14个战略性新兴产业项目."""
    said = figure.quantity
    if said.measure != LEVEL or quantity.unit(said.unit).dimension in ("ratio", "points"):
        return ""
    right = _BREAK.split(figure.right, maxsplit=1)[0]
    if right.startswith("的") and not right[1:]:
        return _project_total(figure)
    right = re.sub("^的", "", right)
    if not right or not re.match("[\u4e00-\u9fff“”A-Z0-9]", right) or re.match("以上|左右|以内|目标|任务", right):
        return ""
    listed = _VERB_AFTER.match(right)
    noun = right[listed.end() :] if listed else right
    own = _LEAD.sub("", _BREAK.split(figure.left[-40:])[-1])
    verb = re.search("(新[增建培打创引签认][育造建进约定]?|改造|建成|建设|培育|引进|招引|选聘|举办)$", own)
    noun = re.split("的|竣工|建成|投产|投用|完成|开展|实施|接种|提供", noun)[0] or noun
    return (verb[0] if verb and verb[0].startswith("新") else "") + noun[:30]


def _project_total(figure: Figure) -> str:
    """总投资448亿元的120个区重点项目: the investment is that of the projects."""
    match = re.match(f"的{MASK}([^，。；：、（）{MASK}]+)", figure.right)
    own = _trimmed(_LEAD.sub("", _BREAK.split(figure.left[-30:])[-1]))
    word = re.search("(总投资|投资|总额|资金)", own)
    return match[1] + (word[0] if word else own) if match else own


def _listed(figure: Figure) -> str:
    """Its share of a list: A、B分别达到X、Y."""
    left = re.sub("（[^（）]*）", "", figure.left[-90:])
    match = re.search(
        rf"([^，。；：]*?)分别([^，。；、{MASK}]{{0,8}})((?:{MASK}[、和与及，]+(?:同比|较年初|比上年)?(?:增长|提高)?)*)$",
        left,
    )
    if not match:
        return ""
    place = match[3].split("，")[-1].count(MASK)
    rest = re.match(rf"(?:[、和与及]{MASK})*", figure.right)
    total = place + 1 + (rest[0].count(MASK) if rest else 0)
    for splitter in (terms.LIST_SPLIT, re.compile("、")):
        names = [n for n in splitter.split(match[1]) if n]
        if len(names) == total:
            return _completed(_LEAD.sub("", names[place]) or names[place], names[-1], place == total - 1)
    return ""


def _completed(own: str, last: str, is_last: bool) -> str:
    """A list's name made whole by the end of the last one: 城镇、农村居民人均可支配收入."""
    if is_last:
        return own
    if len(own) <= 3 and len(last) > len(own) + 2:
        return own + last[len(own) :]
    head = next((h for h in _HEADS if last.endswith(h)), "")
    return own if not head or own.endswith(head) else own + head
