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
from zcplan.figures.lists import listed_names, says_no_more
from zcplan.figures.statement import OPEN, SAID, SHARED
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK, Flow, measured
from zcplan.model import LEVEL

REACH = 90
"""Characters before a figure among which its words are looked for."""
FAR = 6
"""How many figures back a subject may be shared from."""
LONGEST = 40
"""A subject longer than this is no name but a clause that was not understood."""

_STOP = "。！？；"
_BREAK = re.compile(f"[，。；：、！？（）{MASK}]")
_LEADING = re.compile(
    r"(?:[、，：:]|[0-9]{1,2}[.．、](?![0-9])|我们|围绕|对照|锚定|瞄准|原(?=计划|定|预期|预计)|[上下]半年|前?[一二三四1-4]个?季度|前?[0-9]{1,2}(?:[—\-–~至到][0-9]{1,2})?个?月(?:份|当月|底|末)?|"
    "(?:近|过去|前|最近)[一两二三四五十]年来?|[一三五十]年来|十[一二三四五]?五(?:时期|期间|以来)|"
    "(?:年初|当初)?(?:我们|我区|我县|我市)?(?:提出|确定|明确|定下)的?|(?:19|20)[0-9]{2}年(?:度|全年|末|底|年底)?|今年(?:以来)?|去年|上年度?|本年度?|当年度?|年末|年底|全年|年内|年度(?!目标|投资|任务|用)|明年|到(?!位|期|账|达)|至|截至|末|底|目前|"
    "其中|同时|此外|另外|并|而|且|及(?!时)|以及|和(?![美谐平睦田])|与|如|即|特别是|尤其是|主要(?=是|有|由|用于|包括)|预计|预期|力争|确保|争取|努力|计划(?!总)|拟|将|把(?!关|握)|要(?!素)|"
    "拿出|还有|实现|完成(?!投资|率)|达到|推动|促进|带动|拉动|助力|使|让|令|抓好|做好|加快|着力|全力|全面|扎实|深入|有效(?!期|发明|专利|投资|需求)|基本(?=建成|完成|实现)|持续|继续|不断|稳步|进一步|大力|积极|成功|同步|认真|接续|滚动|"
    "在全[省市区县国]率先|率先|(?:先后)?赴.{2,20}?等地|根据.{1,8}?(?:部署|要求|安排)+|"
    "累计(?!民生|建设)|共计?(?!同|享|建|有)|总共|合计|已(?!建|投)经?|实际(?!使用|利用|到)|的|了|均|也|还|又|再(?!制造|生|就业|贷|担保|融资|保险)|仅|"
    "[一二三四五六七八九十]{1,2}是|——|──|[①-⑳●○◆■□▲]|在此基础上|据统计|据测算|初步统计|初步核算|按照|根据)+"
)
_TRAILING = (
    "≥ ≤ 计划 原定 原计划 原预期 与 约 近 大约 余 超 同期 相比 平稳 稳步 较快 快速 有望 首次 历史性 总计 合计 共计 平均增长 "
    "年均 同比增长 双双 全部 已 成功 左右 累计 增 降 减 上涨 增速 增幅 有效 明显 显著 高速 持续 超额 提前 "
    "超额完成 累计达 分别 各 各为 均 都 预计 预期 目标 达 仍 仍然 保持 稳定 在 下调 上调 高达 多达 逾 将近 "
    "接近 不足 不到 净增 去年 上年 今年 同比 环比 逐步 全年 年末 年底 末 底 排 居 列 排名 位居 位列 跃居 升至 "
    "升到 达到了 实现了 完成了 实现 完成 突破 首次突破 站上 迈上 跨越 总体 基本 整体 只 已经 再 再次 又 ， ： "
    "、 的 了 为 是 由 从 到 至 每年 每月 每人每月 每人每年 月均 负增长 正增长 目标值 预期值 计划数 计划值 预期数 "
    "今年要 压 要 应 须 需 需要 还要 则 变 变为 变成 调整 调整为 调整至 调整到 跃升至 攀升至 降至 增至 提升至 "
    "扩大至 扩大到 缩小至 缩小到 收窄至 回升至 上调至 下调至 "
    "日均 出现 呈现 录得 下限 上限 下限目标 完成数 完成值 完成额 实绩 执行数 实际数 最终数 核算数 统计数 "
    "水平值 以 不低于 不少于 不高于 "
).split() + list(quantity.DIRECTIONS)
TRAILING = frozenset(terms.NAME_GLUE) | frozenset(_TRAILING)
"""What may stand between a name and its figure without being part of the name."""
_YEAR_END = re.compile(r"(?:比|较|同|与)?(?:(?:19|20)\d\d)年(?:末|底|同期|全年|度)?(?:的|相比)?$")
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
_INVESTED = re.compile("(?:计划)?(?:总投资|投资|总额|资金)额?$")
_NAMED_PROJECTS = re.compile(f"的[^，。；：（）{MASK}]+等([^，。；、：（）{MASK}]*?项目)")
"""总投资20亿元的甲、乙等重点农业项目: the investment is that of the kind of which some are named."""
_EXTENTS = ("length", "area", "farmland", "power")
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
_VERBS = (
    "新增 新建 新培育 新引进 新创建 新打造 新认定 新签约 新改建 新改扩建 改建 扩建 改扩建 改造 提升 改造提升 "
    "整治 建成 建设 培育 引进 招引 选聘 举办 获批 获评 入选 净增 创建 打造 实施 开工 竣工 投产 发放 惠及 完成 "
    "推进 推广 安排 投入 落实 争取 筹集 投放 减免 退还 组织 开展 支持 带动 修复 治理 淘汰 关停 处置 化解 清理 "
    "压减 救助 资助 培训 吸纳 新发展 发展 储备 谋划 布局 出台 制定 修订 实现 收储 供应 建立 设立 组建 查处 "
    "巩固 办理 受理 拨付 下达 兑现 新设 新挂牌 挂牌 新筹建 筹建 新缔结 缔结 开设 承接 建好 办好 搭建 "
    "更新 加装 敷设 铺设 维修 盘活 腾退 购置 配备 "
    "遴选 统筹 整合 提出 征集 评选 推出 策划 谋划 开通 共建 主导 参与 承办 启动 覆盖 服务 打通 "
).split()
_NOT_GOVERNING = re.compile("实现|完成|带动|支持|惠及|吸纳|提升|推进|投入|落实|争取")
"""Verbs of their own clause alone: 实现就业3万人、困难人员0.5万人."""
_AMOUNT_OF_OWN = re.compile(
    "(?:治沙|造林|种草|改良|耕作|播种|种植|流转|节水|灌溉|产量|产值|收入|投资|总.{1,3}|[播种]?种面积|增产|里程|库容|供水|发电)$"
)
"""What is measured in acres or kilowatts and has been done or stands in its own right."""
_OWN_LEAD = re.compile("新[增建培打创引签认改]|净|累计|总|现有")
_STANDS = re.compile("(?:新增|净增|达到?|总数|总量|共有?|拥有|保有量?|突破|超过)$")
_ALL_VERBS = re.compile(f"(?:(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?:了|和|及|与|、|并)?)+")
_GOVERNING = re.compile(
    f"新(?:改扩建|改建|设|筹建|挂牌|开工|购置|发展|招引|获批|获评)|累计|净增|加装|安装|{_ALL_VERBS.pattern}"
)
"""What governs a whole list: 新改建学校5所、医院2家; 培育甲类企业20家、乙类企业10家."""
_VERB_END = re.compile(f"(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?:了|一批)?$")
_OUTPUT = re.compile("年产|日产|年处理|日处理|总装机|产能$")


_LISTED = re.compile("[^、]{2,}(?:、[^、]{2,})+")


def _without_examples(name: str, behind: str) -> str:
    """Without examples of what is counted: 甲公司等 of 甲公司等7家企业; 甲街区、乙村落等集聚区 is 集聚区.

    What is told one by one before a count needs no 等: 甲材料、乙材料2个产业集群.
    """
    verb = _ALL_VERBS.match(name)
    start = verb.end() if verb else 0
    if behind and name.endswith("等"):
        return name[:start]
    listed = re.fullmatch("[^、]{2,}(?:、[^、]{2,})+等([^、等]{3,})", name[start:])
    if listed:
        return name[:start] + listed[1]
    return name[:start] if behind and _LISTED.fullmatch(name[start:]) else name


def without_verbs(text: str) -> str:
    """The words without verbs at their start."""
    match = _ALL_VERBS.match(text)
    return text[match.end() :] if match else text


_GOES_ON_LIST = re.compile("[、和与]$|(?<![惠普涉顾触])及$")
"""Words that end so go on with the noun behind the figure; 惠及 is a verb."""


def _verb_of(text: str) -> str:
    """The verbs at the start of words: what was done with all of a list of which the first members have no number."""
    match = _ALL_VERBS.match(text)
    return match[0] if match else ""


def ends_in_verb(text: str) -> bool:
    """Whether words end in a verb, so that what follows is its object and they are no qualifier of it."""
    return bool(_VERB_END.search(text))


_FRAGMENT = re.compile(
    "^(?:方面|次|个|增加到|提高到|达到|其中|以上|左右|同期|水平|数量|总量|规模|全国|全省|全市|世界|各类|近|以来|的|第|人均|个人|企业|单位|项目)$"
)
_TOPIC = re.compile("^(.{2,14}?)当?中$")
_NO_TOPIC = re.compile("[高初集]中$|过程|工作|实践|背景|大局|形势|总体|整体|进程|斗争|分.{1,4}$|从|全年|年$")
_STEADY = re.compile(
    "(?:保持|总体|持续|稳步|稳定|稳中|较快|快速|平稳|明显|显著|大幅|不断|有效|进一步|逐步|加快|实现|继续|再创|创|好于|高于|快于|优于|再上|迈上|站上|跃上|登上|迈入|步入|破|"
    "增势|势头|态势|好转|回升|回暖|企稳|下滑|承压|放缓|为[负正]|转正|由负|两旺|向好|提速|强劲|良好|不降反升|同比)[^，]{0,10}$"
)


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

    def all(self) -> list[tuple[Subject, ...]]:
        """For each figure its subjects: several where 均 gives one figure to a list of names."""
        for number in range(len(self._flow.at)):
            self._found.append(tuple(self._subjects(number)))
        return self._found

    # --- one figure --------------------------------------------------------------------------------

    def _subjects(self, number: int) -> Iterator[Subject]:
        masked, at = self._flow.masked, self._flow.at[number]
        bracket = bracket_before(masked, at)
        start = max((masked.rfind(c, 0, at) for c in _STOP), default=-1) + 1
        if bracket >= start:
            yield self._in_bracket(number, masked[bracket + 1 : at], bracket)
            return
        left = masked[max(start, at - REACH) : at]
        names = listed_names(left, self._right(number), self._places)
        if names:
            carried = self._carried_territory(number, start)
            for name in names:
                yield self._placed(trimmed(without_lead(name)[0]), carried, SHARED)
            return
        ratio = self._member_of_ratio(number)
        if ratio:
            yield ratio
            return
        yield self._single(number, left, start)

    def _right(self, number: int) -> str:
        at = self._flow.at[number] + 1
        return self._flow.masked[at : at + REACH]

    def _single(self, number: int, left: str, start: int) -> Subject:
        own, bracket = _own_words(left)
        follows = left[: len(left) - len(own)].endswith(MASK)
        if follows and self._outside(number) in self._named_behind and re.search("[、和及与]", own):
            own = own[max(own.rfind(c) for c in "、和及与") :]
        if self._flow.found[number].quantity.measure == quantity.RANK:
            own = _AMONG.sub("", own)
        name, verb = without_lead(own)
        territory, name = split_territory(name, self._places)
        name = _turned(trimmed(without_lead(name)[0]) if territory else trimmed(name))
        behind = self._counted(number, verb or name)
        name = _YEAR_WITHIN.sub("", _without_examples(name, behind))
        carried = (territory, SAID) if territory else self._carried_territory(number, start)
        if carried[1] == SHARED and _ALL_VERBS.match(own.lstrip("，、")):
            carried = ("", OPEN)  # what is done in a clause of its own is the document's own again
        invested = _INVESTED.search(name)
        if behind and invested and self._right(number).startswith("的"):
            return self._placed(behind + invested[0], carried, SAID)
        if behind and (not name or ends_in_verb(name) or _OUTPUT.search(name) or self._counts_by_noun(number, behind)):
            self._named_behind.add(number)
            name = _verb_of(name) if _GOES_ON_LIST.search(own) or self._lists_all(number, name) else name
            return self._placed(self._listed_verb(number, own + behind) + name + behind, carried, SAID)
        if not name and self._right(number).startswith(MASK):
            return Subject("", OPEN, *carried)
        if _GRADE.fullmatch(name):
            return self._graded(number, name, start, left)
        if name == "新增":
            whole = self._shared(number, "", start, left, carried if territory else None)
            return replace(whole, name=whole.name and "新增" + without_verbs(whole.name))
        if not name or _DEPENDENT.match(name) or name in _BARE:
            shared = self._shared(number, name, start, left, carried if territory else None)
            if territory and not name and "其中" in own:
                return replace(shared, is_part=True, within=self._carried_territory(number, start)[0])
            return shared
        if bracket:
            name += f"（{bracket}）"
        before = left[: len(left) - len(own)]
        if own.startswith("的") and before.endswith(MASK) and number:
            name = f"{MASK}的{name}"
        name = self._topic(before) + name
        if not territory:
            name = self._listed_verb(number, own) + name
        return self._placed(name, carried, SAID)

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
        if carried[1] == SHARED and not carried[0].startswith(("全", "我", "本")) and _ALL_VERBS.match(name):
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
        behind = self._counted(number, name)
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
        if name and self._counted(number, ""):
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
        topic = self._colon_topic(left) or self._steady_topic(left)
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
        object_before = self._object_before(left) if tail.endswith("投资") else ""
        if object_before:
            return self._placed(object_before + tail, carried or ("", OPEN), SHARED)
        return Subject("", OPEN, *(carried or ("", OPEN)))

    def _object_before(self, left: str) -> str:
        """What the clause before is about, where no figure was told of it: 推进重大工程建设，完成投资2400亿元."""
        clauses = re.split("[，；]", left)
        if len(clauses) < 2 or MASK in clauses[-2]:
            return ""
        name = trimmed(without_verbs(without_lead(clauses[-2])[0])).removesuffix("建设")
        return name if 3 < len(name) <= 14 and not re.search("[和与、]", name) else ""

    def _graded(self, number: int, grade: str, start: int, left: str) -> Subject:
        """打造示范村12个，其中省级3个: the grade qualifies what the figure before counts."""
        whole = self._shared(number, "", start, left, None)
        verb = _verb_of(whole.name)
        return replace(whole, name=verb + grade + whole.name[len(verb) :]) if whole.name else whole

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

    def _topic(self, before: str) -> str:
        """A group that the clause before narrows to: 规模以上工业中，高技术制造业…"""
        clause = re.split("[，：；。]", before.rstrip("，"))[-1] if before.endswith("，") else ""
        match = _TOPIC.match(without_lead(re.sub("^(?:其中|在)", "", clause))[0])
        if match is None or MASK in clause or _NO_TOPIC.search(clause):
            return ""
        return "" if split_territory(match[1])[1] == "" else match[1] + "中"

    def _colon_topic(self, left: str) -> str:
        """What stands before a colon: 固定资产投资：预计增长16.5%."""
        match = re.search(
            f"(?:^|[，。；])([^，。；：{MASK}]{{2,24}})：[^：，。；{MASK}]*$", re.sub("（[^（）]*）", "", left)
        )
        if (
            match is None
            or terms.GOAL_LIST.search(match[1] + "：")
            or re.search("目标|任务|如下|下列|情况|方面", match[1])
        ):
            return ""
        return trimmed(without_lead(match[1])[0])

    def _steady_topic(self, left: str) -> str:
        """The name in a clause without figure that only says how it went: 固定资产投资稳步增长，增幅达到7%."""
        clauses = re.split("[，；]", left)
        if len(clauses) < 2 or MASK in clauses[-2] + clauses[-1] or not clauses[-2]:
            return ""
        match = _STEADY.search(clauses[-2])
        if match is None:
            return ""
        name = trimmed(without_lead(clauses[-2][: match.start()])[0])
        return name if 3 < len(name) <= 20 and not re.search("[和与]|工作|经济$|全面|推进", name) else ""

    def _listed_verb(self, number: int, own: str) -> str:
        """新培育A企业1599家、B企业626家: the verb of the first governs the list."""
        if not own.startswith(("、", "和", "及", "与")) or number == 0 or not self._found[number - 1]:
            return ""
        bare, unit = own.lstrip("、和及与"), self._flow.found[number].quantity.unit
        is_extent = quantity.unit(unit).dimension in _EXTENTS and not _AMOUNT_OF_OWN.search(bare)
        if not bare or not (is_extent or _counts(unit)):
            return ""
        verb = _GOVERNING.match(self._found[number - 1][0].name)
        own_verb = _ALL_VERBS.match(bare)
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

    # --- behind the figure -------------------------------------------------------------------------

    def _counted(self, number: int, name: str) -> str:
        """What is counted, right behind the figure: 93个区重点项目, 14个战略性新兴产业项目."""
        said = measured(self._flow, number)
        if said.measure != LEVEL or quantity.unit(said.unit).dimension in ("points", "multiple", "ratio"):
            return ""
        right = self._right(number)
        if right.startswith("的"):
            projects = self._project_total(number)
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
        names_itself = name and not ends_in_verb(name) and not _OUTPUT.search(name)
        if not _counts(said.unit) and not right.startswith("的") and names_itself:
            return ""
        right = right.removeprefix("的").removeprefix("用于")
        goes_on = whole.startswith(right + MASK)
        if goes_on and right.endswith("等"):
            right = re.split("[和及与]", right, maxsplit=1)[0]  # what follows are examples of the next figure
        listed = None if goes_on else _VERB_AFTER.match(right)
        noun = right[listed.end() :] if listed else right
        return (_CUT_NOUN.split(noun)[0] or noun)[:30]

    def _counts_by_noun(self, number: int, behind: str) -> bool:
        """Whether the noun behind a count names it, so that what stands before only goes with it."""
        return _counts(self._flow.found[number].quantity.unit) and len(behind) > 1

    def _project_total(self, number: int) -> str:
        """总投资448亿元的120个区重点项目: the investment is that of the projects."""
        if not _INVESTED.search(self._flow.masked[: self._flow.at[number]][-REACH:]):
            return ""
        right = self._right(number)
        match = re.match(f"的{MASK}([^，。；、：（）{MASK}]+)", right) or _NAMED_PROJECTS.match(right)
        return _CUT_NOUN.split(match[1])[0] if match else ""


_BARE = ("产量", "单产", "总产", "总产量", "产值", "亩产")
_MEASURED = re.compile("(?:播种|种植|养殖|栽培)?面积$|总?产值$|总?产量$|总产$|单产$|亩产$")


def _joined(name: str, tail: str) -> str:
    """A subject with the words that go on about it, unless it ends in them already.

    A total is no longer what was added: 新增运营里程43公里、总里程达到879公里.
    """
    if tail.endswith("投资") and _INVESTED.search(name):
        name = _INVESTED.sub("", name).removesuffix("完成").removesuffix("年度") or name
    if tail.startswith("投资"):
        name = name.removesuffix("投资").removesuffix("完成") or name  # 完成投资14亿元、投资完成率129%
    if tail in _BARE and _MEASURED.search(name):
        return _MEASURED.sub("", _ADDED.sub("", name)) + tail
    if tail.startswith("总产") and name.endswith(("增产", "减产")):
        return name[:-2] + tail
    if tail.startswith("总") and len(tail) > 1 and not tail.startswith("总投资"):
        return _ADDED.sub("", name).removesuffix(tail[1:]) + tail
    return name if name.endswith(tail) else name + tail


_ADDED = re.compile("^(?:新(?:增|培育|引进|创建|打造|建成|建|认定|签约|发展)|净增)")
_IN_ALL = re.compile("累计|总数|总量|合计|共(?!同|享)|总计|保有")


def _counts(unit: str) -> bool:
    """Whether a unit counts one by one; a bare magnitude does: 158万残疾人."""
    return quantity.unit(unit).dimension in _COUNTED or (bool(unit) and not unit.strip("百千万亿"))


def bracket_before(masked: str, at: int) -> int:
    """Where the bracket around a place begins, or -1."""
    depth = 0
    for n in range(at - 1, max(-1, at - REACH), -1):
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


def without_lead(text: str) -> tuple[str, str]:
    """The words without time, connectives and light verbs before them; and those that were taken off."""
    match = _LEADING.match(text)
    while match and match.end() < len(text) and _keeps(text, match.end()):
        match = _LEADING.match(text, 0, match.end() - 1)
    return (text[match.end() :], text[: match.end()]) if match else (text, "")


def _keeps(text: str, at: int) -> bool:
    """Whether cutting here would leave less than a word."""
    return len(text) - at < 2


def _turned(name: str) -> str:
    """What is told of a name behind it, told before it: 上市企业新增 is 新增上市企业."""
    match = _ADDED_BEHIND.fullmatch(name)
    return match[2] + match[1] if match else name


_ADDED_BEHIND = re.compile("(.{2,}?)(?:分别|均|各|又|共)?(新增|净增|新建|新设|新培育|新引进|新创建|新认定|新签约)")


def trimmed(text: str) -> str:
    """Without what follows a name: 实际使用外资达到 is 实际使用外资."""
    while True:
        if text == "净增":
            return ""
        if text.endswith(("新增", "净增")):
            return text  # its 增 is no direction of the figure
        shorter = _YEAR_END.sub("", terms.without_end(text, TRAILING))
        if shorter == text:
            return text
        text = shorter
