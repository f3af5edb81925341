"""Lists of names that share figures: A、B分别X、Y; A、B均增长X."""

from __future__ import annotations

import re

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK

_JOINED = (
    f"(?:{MASK}[、和与及，]+(?:同比|较年初|比上年|较上年)?(?:增长|提高|下降|增加|降低|减少)?(?:到|至)?(?:了|约|近)?)*"
)
_RESPECTIVE = re.compile(rf"([^。；：]*?)，?(?:分别|依次)([^{MASK}，。；、]{{0,10}}?)({_JOINED})$")
_EACH = re.compile(rf"([^，。；：{MASK}]*?)(?:均|都|全部)([^{MASK}，。；、]{{0,10}}?)$")
_EACH_WORD = re.compile("均|都|全部")
_BRACKET = re.compile("（[^（）]*）")
_RATES = re.compile(rf"(?:^|[，。；：])([^，。；：{MASK}]*?率、[^，。；：{MASK}]*?率)(?:达到?|为|保持在?|稳定在)?()$")
"""规模化供水率、水质达标率达到100%: two rates that share a figure need no 均."""
_SPLIT = (re.compile("、|以及|和|与|及"), re.compile("、|以及|和|及"), re.compile("、|以及"), re.compile("、"))
HEADS = (
    *(
        "占比",
        "比重",
        "比例",
        "覆盖率",
        "达标率",
        "合格率",
        "利用率",
        "普及率",
        "增加值",
        "余额",
        "收入",
        "支出",
        "数量",
        "面积",
    ),
    *(
        "标准",
        "产值",
        "投资",
        "人数",
        "总额",
        "出口",
        "进口",
        "销售额",
        "消费量",
        "产量",
        "里程",
        "营业收入",
        "利润",
        "税收",
        "规模",
    ),
    *("零售额", "交易额", "成交额", "吞吐量", "装机", "装机容量", "贷款余额", "存款余额", "就业", "人次"),
)
"""Ends of names that a list's earlier names share with the last: 城镇、农村居民收入."""
_BY_LENGTH = tuple(sorted(HEADS, key=len, reverse=True))


def _head_of(name: str) -> str:
    """The longest of :data:`HEADS` that a name ends in; empty for none."""
    return next((h for h in _BY_LENGTH if name.endswith(h)), "")


def listed_names(left: str, right: str, places: tuple[str, ...] = ()) -> list[str]:
    """The names that a figure is given to by a list, made whole; empty where there is no list.

    :param left: the masked sentence before the figure
    :param right: the masked text behind it
    :param places: as for :func:`~zcplan.figures.territory.split_territory`
    """
    with_brackets, left = left, _BRACKET.sub("", left)
    respective = _RESPECTIVE.search(left) if shares_out(left) else None
    if respective:
        own, name = _own_share(respective, right, places)
        compared = respective[2].rstrip("的达到为") if _COMPARED.match(respective[2]) else ""
        return [name + _bracket(own, with_brackets) + compared] if name else []
    each = _EACH.search(left) if _EACH_WORD.search(left) else None
    if each is None and "率、" in left:
        each = _RATES.search(left) or terms.BOTH.search(left)
    if each is None:
        return []
    parts = [p for p in _SPLIT[0].split(each[1]) if p]
    names = [p for p in _SPLIT[2].split(each[1]) if p] if any(len(p) < 3 for p in parts) else parts
    if len(names) < 2:
        return []
    return [completed(names, n, places) + _bracket(names[n], with_brackets) for n in range(len(names))]


def shares_out(left: str) -> bool:
    """Whether 分别 stands before a figure, so that each of a list's names has one of its own."""
    return "分别" in left or "依次" in left


def is_later_of_respective(left: str) -> bool:
    """Whether a figure is the second or a later one that 分别 gives out: it is never that of the figure before."""
    found = _RESPECTIVE.search(left) if shares_out(left) else None
    return found is not None and MASK in re.split(f"(?<={MASK})，", found[3])[-1]


_COMPARED = re.compile("占|高于|低于|快于|慢于|好于|优于|高出|领先")
"""分别占全省的50.6%、41.9%: what all of the list are held against."""


def _bracket(name: str, text: str) -> str:
    """What a bracket right behind a name of the list adds to it: 收入（扣除留抵退税因素）、支出分别…."""
    found = name and re.search(f"{re.escape(name)}(（[^（）{MASK}]*）)", text)
    return found[1] if found and not says_no_more(found[1][1:-1]) else ""


def _own_share(match: re.Match[str], right: str, places: tuple[str, ...]) -> tuple[str, str]:
    """The name that stands where the figure does in its own list: as it is written there, and made whole."""
    groups = re.split(f"(?<={MASK})，", match[3])
    place = groups[-1].count(MASK)
    rest = re.match(rf"(?:[、和与及](?:增长|提高|下降|增加|降低|减少|到|至|约|近|为|达)*{MASK})*", right)
    total = place + 1 + (rest[0].count(MASK) if rest else 0)
    subject = re.split(f"[，{MASK}]", match[1].rstrip("，"))[-1]
    if not subject:
        return "", _told_before(match[1].rstrip("，"), place, total)
    for splitter in _SPLIT:
        names = [n for n in splitter.split(subject) if n]
        if len(names) == total and total > 1:
            return names[place], _done(match[2], completed(names, place, places))
    both = next((word for word in _IN_ONE if word in subject), "") if total == 2 else ""
    return "", subject.replace(both, _IN_ONE[both][place], 1) if both else ""


def _done(words: str, name: str) -> str:
    """The name with what 分别 is followed by: 分别新认定60家 counts what was added, 分别完成投资3亿元 an investment."""
    added, measured = _ADDED.match(words), _MEASURED_BEHIND.search(words)
    if added and not name.startswith(added[0]):
        return added[0] + name
    return name + measured[0] if measured and not name.endswith(measured[0]) else name


_ADDED = re.compile("新(?:增|认定|建|改建|培育|引进|设|签约|获批)|净增")
_MEASURED_BEHIND = re.compile("(?:完成|实际)?(?:投资|资金|收入|产值|税收|利润|增加值|销售额|营收)$")
_IN_ONE = {"城乡": ("城镇", "农村"), "存贷款": ("存款", "贷款"), "进出口": ("进口", "出口")}
"""Two in one word, each with a figure of its own."""


def _told_before(text: str, place: int, total: int) -> str:
    """The name of a list whose members have figures of their own already: A达到X、B达到Y，分别增长…."""
    in_last = [p for p in re.split(f"{MASK}[、和与及]?", text.rpartition("，")[2]) if p]
    names = [_REACHED.sub("", piece) for piece in in_last]
    if len(names) == total > 1:
        return completed(names, place)
    apart = re.split(MASK, text)[:-1][-total:]
    own = [_REACHED.sub("", re.split("[，、]", piece.lstrip("，、和与及"))[-1]) for piece in apart]
    is_list = len(own) == total > 1 and text.endswith(MASK)
    return own[place] if is_list and all(len(n) > 1 and not _CHANGED.search(n) for n in own) else ""


_REACHED = re.compile("(?:达到?|为|完成|实现|突破)$")
_CHANGED = re.compile("(?:增长|提高|增加|增至|下降|减少|回落|占.{0,6})$")
"""Before a figure these make it another one than what is measured."""


def completed(names: list[str], place: int, places: tuple[str, ...] = ()) -> str:
    """A list's name made whole by the end of the last one: 城镇 of 城镇、农村居民人均可支配收入.

    >>> completed(["城镇", "农村居民人均可支配收入"], 0), completed(["工业", "民间投资"], 0)
    ('城镇居民人均可支配收入', '工业投资')
    """
    own, last = names[place], names[-1]
    summed = _SUMMED_UP.search(last)
    if summed and summed.start():
        return (last[: summed.start()] if place == len(names) - 1 else own) + last[summed.end() :]
    if place == len(names) - 1:
        of = _OF_ACCIDENTS.match(names[0])
        hub = _HUB.match(names[0])
        if hub and not own.startswith(hub[0]) and not _HUB.match(own):
            return hub[0] + own
        return of[1] + own if of and _VICTIMS.match(own) else _INDUSTRY.sub(r"第\1产业", own)
    if _OF_ACCIDENTS.fullmatch(own):
        return own
    industry = re.fullmatch("(?:其中)?第?([一二三])", own)
    if industry and "产" in last:
        return _INDUSTRY.sub(r"第\1产业", re.sub("[一二三]产", f"{industry[1]}产", last, count=1))
    territory, shared = split_territory(last, places)
    if territory and (_PLACE.fullmatch(own) or (territory in places and len(own) <= _SHORT)):
        return own + shared
    bare = own.lstrip("全省市区县我本")
    if len(bare) <= 3 and len(last) > len(bare) + 2 and not own.endswith(HEADS):
        return own + _shared_tail(last, bare)
    head = _head_of(last)
    is_whole = own.endswith((head, *_WHOLE)) or bool(_MEASURED.search(own))
    if not head or is_whole or (own.endswith(HEADS) and head not in _SHARES) or own.endswith(_SHARES):
        return own
    return own + head


_HUB = re.compile("[\u4e00-\u9fff]{2,8}?(?:港|机场|口岸)(?=[\u4e00-\u9fff]{2,}$)")
"""某某港货物和集装箱吞吐量: both are of the harbour that the first names."""
_INDUSTRY = re.compile("^([一二三])产业")
"""一、二、三产业 leave 第 out."""
_SUMMED_UP = re.compile(
    "[两二三四五六七八九十](?:大|个|类)(?:主导|支柱|优势|重点|特色|传统|新兴|战略性)*(?=产业|行业|集群|板块)"
)
"""甲、乙两大主导产业产值: how many there are stands between the last name and what is measured of all."""
_OF_ACCIDENTS = re.compile("(.*?事故)(?:起数|次数|发生数|数|总量)")
_VICTIMS = re.compile("(?:死亡|受伤|伤亡|遇难)")
"""事故起数、死亡人数: the second is that of the accidents too, and the first counts no people."""
_MEASURED = re.compile("..(?:量|额|率|价|数|费|值)$")
"""A name that says what is measured needs no end from the list's last: 货运量、交易额."""
_SHARES = ("占比", "比重", "比例", "覆盖率", "达标率", "合格率", "利用率", "普及率")
_WHOLE = ("总值", "总额", "总量", "收入", "投资", "支出", "余额", "外资", "资金", "能耗", "率", "GDP")
"""Ends of names that want no other."""
_SHORT = 4
"""Characters that a place's name beside a known one may have without an end as places have it: 甲村和乙湖优良天数."""
_PLACE = re.compile("[\u4e00-\u9fff]{1,6}(?:自治区|自治州|自治县|新区|开发区|街道|省|市|县|区|镇|乡|州|旗|盟)")
_PAIRS = {
    "城镇": ("农村", "乡村", "农民"),
    "农村": ("城镇", "城市"),
    "存款": ("贷款",),
    "进口": ("出口",),
    "出口": ("进口",),
    "男": ("女",),
    "城市": ("农村", "乡村"),
    "工业": ("民间", "农业", "服务"),
    "人民币": ("外币",),
}
"""Words of one kind, so that all that follows the other belongs to both."""


_KINDS = re.compile("(?:行业|产业|居民|企业|领域|产品|农户)[^、]*$")
"""Nouns that a list's short names share together with what is measured: 汽车、有色金属行业增加值."""


def _shared_tail(last: str, bare: str) -> str:
    """What a short name shares with the last one.

    All behind as many characters where the two are of one kind; else a noun for the kind with all behind it, or the
    bare measure.
    """
    tail = last[len(bare) :]
    if last[: len(bare)] in _PAIRS.get(bare, ()):
        return tail
    kind = _KINDS.search(last)
    if kind and len(kind[0]) < len(tail):
        return kind[0][2:] if bare.endswith("业") else kind[0]
    head = _head_of(last)
    return head or tail


def says_no_more(text: str) -> bool:
    """Whether a bracket behind a name holds only a time, a unit or a measure."""
    if re.fullmatch(
        r"(?:(?:19|20)\d\d年?|今年|去年|上年|全年|预计|目标|同比|下同|以下简称.*|简称.*|增速|增幅|绝对值)+", text
    ):
        return True
    known = quantity.unit(text)
    return known.dimension != known.text.lstrip("万亿")
