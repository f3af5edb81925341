"""Which fact a statement is of: subject, territory, period, status and measure, folded so that equals are equal.

Two statements are held against each other only where all of this is the same; what a text leaves open is compared
with nothing. Names are one where the table of common names (or the dataset's own) says so, or where they differ only
in what does not change what is meant: 市级 and 市, 新增城镇就业 and 城镇新增就业, a light verb in front, a word of
counting behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.figure import TextFigure
from zcplan.figures.statement import CITED, OPEN, POINT, SAID, SPAN, YEAR, Period, Statement
from zcplan.figures.statement import PART as PART_OF_YEAR
from zcplan.figures.text import MASK
from zcplan.matching.canonical import ADDED, DONE, common_names, key_of
from zcplan.model import CHANGE, GROWTH, LEVEL, TARGET, Dataset

GOAL, RESULT, RANK = "goal", "result", "rank"
SHORTEST = 4
"""Characters that a subject needs to tell one thing from another; 出口 needs the table of names to be known."""
_LEVEL = re.compile("(国家|省|市|区|县|州|自治区)级(?=以上|[^以])")
_LIGHT = re.compile(
    "^(?:实现|完成(?!率|投资)|达到|力争|争取|确保|推动|推进|组织实施|实施|突出|抓好|布局|发放|组织|开展|落实|做好|举办|"
    "办理|列为|全年|年内|再)+(?!率|费|量|面)"
)
"""Verbs in front that leave it open whether anything was added, altered or taken away."""
_ADDED = "新增"
_FIRMS = re.compile("企业|公司|商户|主体|工业|单位")
"""Firms may be counted in 户 as well as in 家; homes in 户 are not counted in 个."""
_SHARE = re.compile("占比|比重|比例|率$|份额")
_LEVELS = "国省市区县州盟旗镇乡"
_WHOLE = re.compile("[全我本][国省市区县州旗盟疆]")
_COUNTED_BEHIND = re.compile(
    f"(?:以上|以下)?的?(?:县|市|区|镇|乡|村|企业|园区|产业|集群|单品|品牌|平台|项目|主体|行业)(?:（[^（）]{{1,3}}）)?[^，。；、（{MASK}]{{0,8}}{MASK}"
)
GENERIC = frozenset(
    "项目 企业 资金 投资 总投资 任务 工作 面积 产业 平台 工程 中心 岗位 活动 服务 建设 改造 新建 改建 新增 净增 提升 "
    "完成 建成 打造 培育 引进 实施 重点 重大 列入 入选 新型 项 个 家 人 名 处 场 类 各类 群众 人员 人次 机构 单位 基地 "
    "示范 园区 设施 场所 道路 床位 学校 培训 支持 补贴 补助 措施 政策 事项 问题 案件 成果 标准 规模 总额 总量 数量 "
    "收入 支出 产值 增速 增长 占比 比重 比例 达标率 覆盖率 全国 全省 全市 全区 第一 其中 以上 以下 高于 低于 位居 排名 "
    "年均 累计 分别 年度 计划 续建 在建 新开工 的 等 和 与 及 新 大 高".split()
)
"""Words that by themselves name nothing: a subject made of them alone is not one that can be compared."""


@dataclass(frozen=True)
class Fact:
    """What statements are of. Two with equal facts speak of the same thing.

    :param subject: folded, by its common name where it has one
    :param territory: the place's name, empty for that of the drafts
    :param period: kind, first and last year, and the words of a part of the year
    :param status: ``goal`` or ``result``
    :param measure: ``level`` ``growth`` ``change`` or ``rank``
    :param kind: what the unit measures; of a rank ``rank``, the rate ranked, among whom
    """

    subject: str
    territory: str
    period: tuple[str, int | None, int | None, str]
    status: str
    measure: str
    kind: str


@dataclass(frozen=True)
class Home:
    """A draft's own place.

    :param name: as the draft prints it, with the places above it; empty where nothing tells
    :param called: what it is called among the drafts: empty where all are of one place
    """

    name: str = ""
    called: str = ""

    def territory(self, printed: str) -> str:
        """A territory as it is called among the drafts: the draft's own by its name, by 全区 or by no name at all."""
        word = terms.fold(printed)
        if not word or self._is_own(word):
            return self.called
        if self.called and _WHOLE.fullmatch(word):
            return self.called + word  # 全省 of one province is not that of another
        return bare_place(word)

    def _is_own(self, word: str) -> bool:
        own = terms.fold(self.name)
        if not own:
            return bool(_WHOLE.fullmatch(word)) and word[1] in "区县旗"
        by_level = bool(_WHOLE.fullmatch(word)) and word[1] == own[-1]
        by_level = by_level or (len(word) == 2 and word[0] == "全" and word[1] not in _LEVELS and word[1] in own)
        return by_level or bare_place(word) == bare_place(own) or (len(word) > 2 and word.endswith(own))


def fact_of(statement: Statement, names: Mapping[str, str], home: Home) -> Fact | None:
    """The fact that a statement is of; ``None`` where it leaves a part of it open, or only cites it.

    :param names: from folded names to the common one
    :param home: the draft's own place, so that its name and no name are one
    """
    period = period_of(statement.period)
    if not statement.subject or period is None or statement.status == CITED or _is_attribute(statement):
        return None
    subject = subject_of(statement.subject, names)
    if not subject or not is_telling(subject, names):
        return None
    territory = home.territory(statement.territory.name)
    measure, kind = _measure(statement)
    if not measure:
        return None
    return Fact(subject, territory, period, status_of(statement), measure, kind)


def _is_attribute(statement: Statement) -> bool:
    """Whether a figure only marks off what is counted behind it: 生产总值超200亿元的县达26个."""
    figure = statement.figure
    return isinstance(figure, TextFigure) and bool(_COUNTED_BEHIND.match(figure.right))


def status_of(statement: Statement) -> str:
    """``goal`` or ``result``."""
    return GOAL if statement.status == TARGET else RESULT


def period_of(period: Period) -> tuple[str, int | None, int | None, str] | None:
    """The period as far as it tells when; none where it is open or a span that has no ends."""
    if period.kind == OPEN or period.year is None:
        return None
    if period.kind == SPAN:
        return (SPAN, period.start, period.year, "") if period.start is not None else None
    if period.kind == PART_OF_YEAR:
        return (PART_OF_YEAR, None, period.year, terms.fold(period.text)) if period.text else None
    return (YEAR if period.kind == POINT else period.kind, None, period.year, "")


def _measure(statement: Statement) -> tuple[str, str]:
    """Measure and what the unit measures; no measure where a table leaves growth and change open for a share."""
    if statement.rank is not None:
        ranking = _ranking(statement)
        return (RANK, ranking) if ranking else ("", "")
    said = statement.quantity
    if said.value is None:
        return "", ""
    if len(statement.measures) > 1 and said.measure in (GROWTH, CHANGE) and _SHARE.search(statement.subject):
        return "", ""
    dimension = quantity.unit(said.unit).dimension
    if said.measure == GROWTH:
        return GROWTH, "ratio"
    firms = dimension == "household" and _FIRMS.search(statement.subject)
    return said.measure or LEVEL, "count" if firms or not dimension else dimension


def _ranking(statement: Statement) -> str:
    """Among whom a rank is told, and of what rate or amount: 全市增速; empty where its own clause names no subject."""
    figure = statement.figure
    if not isinstance(figure, TextFigure) or statement.subject_known != SAID:
        return ""
    clause = re.split("[，。；：]", figure.left)[-1]
    among, rate = _AMONG.search(clause), _RATED.search(clause)
    return f"{RANK} {rate[0] if rate else ''} {among[0] if among else ''}"


_AMONG = re.compile(
    "全[国球省市区县州][^，。；]{0,4}?(?=$|排|位|列|居|第)|[^，。；居列位]{1,6}[省市区县州](?=$|排|位|列|居|第)"
)
_RATED = re.compile("增速|增幅|涨幅|降幅|增长|总量|总额|绝对值|占比|比重")


@lru_cache(maxsize=16384)
def _plain(subject: str) -> str:
    """A subject without what does not change what is meant; what was added is told from what there is.

    >>> _plain("城镇新增就业人数"), _plain("列为市级重点项目数"), _plain("GDP")
    ('新增城镇就业', '市重点项目', '地区生产总值')
    """
    text = _LEVEL.sub(r"\1", terms.fold(subject).replace("、", "").replace("新增加", "新增"))
    bare = _LIGHT.sub("", text)
    text = bare if len(bare) > 1 else text
    key = key_of(text)
    if key.counts == DONE:  # 改造老旧小区 and 整治老旧小区 are two things
        return text
    return _ADDED + key.core if key.counts == ADDED else key.core


def subject_of(subject: str, names: Mapping[str, str]) -> str:
    """A subject by its common name, else reduced to what it means."""
    plain = _plain(subject)
    return names.get(plain, plain)


def is_telling(subject: str, names: Mapping[str, str]) -> bool:
    """Whether a subject tells one thing from another: it has a common name, or says more than 项目 or 总投资."""
    return subject in names or (len(subject) >= SHORTEST and not terms.made_of(subject, GENERIC))


def names_of(dataset: Dataset) -> dict[str, str]:
    """From every name of an indicator, reduced, to the one that stands for it: the field's names, and the dataset's."""
    found = {_plain(standard): _plain(standard) for standard in common_names().values()}
    for indicator in dataset.indicators:
        own = _plain(indicator.name)
        for name in (own, *map(_plain, indicator.names)):
            found.setdefault(name, own)
    return found


def bare_place(name: str) -> str:
    """A place without the word for what it is: 某某市 and 某某 are one, 全市 stays as it is."""
    folded = terms.fold(name)
    return re.sub("(?:自治区|自治州|自治县|省|市|区|县|旗|州|盟)$", "", folded) if len(folded) > 2 else folded


NO_SUBJECT, NO_PERIOD, OTHERS, UNTOLD = "no-subject", "no-period", "cited", "untold"


def open_part(statement: Statement, names: Mapping[str, str]) -> str:
    """Why a statement is of no fact that can be compared: its subject or its time is left open, or it is cited.

    ``untold`` where subject and time are said and still do not tell one thing from another: 项目 12个.
    """
    if statement.status == CITED:
        return OTHERS
    if not statement.subject:
        return NO_SUBJECT
    if period_of(statement.period) is None:
        return NO_PERIOD
    return "" if fact_of(statement, names, Home()) else UNTOLD
