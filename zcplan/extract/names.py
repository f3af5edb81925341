"""Whether words can be the name of an indicator, and when two names are one."""

from __future__ import annotations

import re

from zcplan.figures import terms
from zcplan.figures.name_edges import without_verbs
from zcplan.matching.canonical import Key, key_of

_OWN = re.compile("^(?:全[市县区省州旗盟镇乡]|我[市县区省州旗]|本[市县区省地]|全自治区)的?")
_LIST_NUMBER = re.compile("^(?:[0-9]{1,3}[.．、](?![0-9])|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[①-⑳])")
_MEASURED = re.compile("(?:总量|绝对值|绝对额|增速|增幅|同比增长|增长率|增长)$")
_HELD = re.compile("^(?:稳定|保持|提高|控制)(?=.{3,}(?:率|比重|占比|比例)$)")
"""稳定参保率在97%以上: what is done with a share is no part of its name."""
_ENDS_OPEN = re.compile(
    "(?:到|达|至|为|了|的|在|超|近|约|突破|首次|增加|减少|提高|提升|增长|下降|降低|实现|完成|办好|新增|累计|"
    "共|达标|以上|以下|以内|左右|分别|等|和|与|及|将|"
    "较|(?<![占之正反])比|同比|连续|其中|安排|争取|落实|力争|确保|稳定|保持|控制|开展|推进|加快|推动|组织|"
    "举办|召开|发放|支持|整合|引进|发展|培育|打造|实施|建成|"
    "推广|投产|开工|贯通|竣工|上线|落地|投用|投运|启动|运营|运行|入选|获评|获批|列入|纳入|进入|全国领先|"
    "居全国|位居|排名|排全国|荣获|受益|惠及|通车|投入使用|投入运营|投入观测|完工|交付|超过|开放|新|力争新|压|"
    "提|签约|挂牌|监管|整顿|改善|进度)$"
)
_STARTS_OPEN = re.compile(
    "^(?:和(?![美谐平睦田])|与|及|等|的|将|要|被|让|把|为|以|对|从|由|向|并|而|其|这|那|各(?=[^类级])|某|按|较|比(?=[^例])|"
    "超(?=[^市高低])|近|约|占|"
    "多(?=[个家项余年次名])|余|每(?=[年月天个家户村])|以上|以下|元|级|到(?=[^位])|个|名|次|第(?=[^一二三])|"
    "不(?=[^动良])|"
    "依托|时隔|避免|实现|提前|已有|因势利导|释放|顶住|通过|围绕|聚焦|针对|"
    "高质量(?!发展)|高标准(?!农田)|高水平(?!开放)|先后|免费|充分|重点推进|加强|完善|结合|谋划|优化|支持|鼓励|"
    "引导|帮助|制定|努力)"
)
_CLAUSE = re.compile(
    "(?<!植)被|了|的是|得到|使得|成为|高于|低于|快于|好于|优于|通过|我们|他们|再次|首次|"
    "..(?:获得|荣获|荣膺|夺得|打破|入围|评选|列入|纳入|进入|入驻|住进|避免|供应|创建为|参加(?!.*人数)|设置|"
    "安装|缴纳|下沉|推出|"
    "提供|开展|完成(?!率|额|投资)|获批|获评|入选)|.在(?![建校岗库册职线读园营研])|"
    "(?:加快|持续|深入|积极|大力|扎实|稳步)(?:推进|开展|实施|建设|发展)|[，。；！？：]"
)
_EXAMPLES = re.compile("^.{2,}(?<![中高同对均初优平])等(?!级|次|值|效|保|候)(?=.{4,}$)")
"""Examples before what is counted: 甲厂、乙厂等省级重点项目."""
_GENERIC = frozenset(
    "方面 项目 企业 单位 部门 工作 任务 目标 指标 措施 机制 政策 问题 活动 行动 计划 工程 总任务 改造计划 "
    "改造任务 总数 数量 总量 规模 面积 比例 比重 占比 "
    "资金 投资 总投资 完成投资 年度投资 收入 支出 人员 人 人数 群众 居民 农民 学生 地区 城市 国家 国 省 市 "
    "县 区 村 镇 街道 社区 季度 月 年 天 小时 次 倍 件 个 家 项 条 处 种 类 户 "
    "规模占比 总量占比 数量占比 试点单位 新增产值 政策措施 主营业务收入 营业收入 筹措资金 "
    "改造项目 实到资金 建设项目 在建项目 续建项目 新建项目 重点事项 帮扶项目 类别项目 经营收入 "
    "实际到位投资 货邮吞吐量 旅客吞吐量 集装箱吞吐量 访问量 月访问量 "
    "台 套 张 场 批 期 届 位 名 经验 典型 案例 典型案例 称号 荣誉 奖项 大奖 名次 位次 排名 第一 产品 产业 "
    "领域 行业 环节 重点 亮点 突破 增量 存量 其他 产值 利润 贷款 存款 "
    "消费 群众受益 同比 增速 增幅 增长 提升 效率 水平 以上 左右".split()
)
"""Words that name nothing without what they stand for."""
_LONGEST_NAME, _LEAST = 30, 2


def is_name(text: str) -> bool:
    """Whether words can stand as the name of an indicator: no part of a clause, no word that means nothing alone."""
    bare = terms.fold(text)
    return (
        _LEAST <= len(bare) <= _LONGEST_NAME
        and bool(re.search("[\u4e00-\u9fffA-Z]{2}", bare))
        and bare not in _GENERIC
        and not _ENDS_OPEN.search(bare)
        and not _STARTS_OPEN.search(bare)
        and not _CLAUSE.search(bare)
        and not terms.made_of(bare, terms.GLUE)
        and bool(without_verbs(bare))
    )


def is_label(text: str) -> bool:
    """Whether a row's label can stand as an indicator's name: one that tells the direction does too (能耗降低)."""
    return is_name(text) or is_name(_DIRECTION.sub("", text) + "率")


_DIRECTION = re.compile("(?:降低|下降|减少|提高|增长|上升)$")


def is_generic(text: str) -> bool:
    """Whether a word names nothing without what it stands for: 项目, 企业."""
    return text in _GENERIC


def standard(text: str) -> str:
    """A name as the dataset is to hold it: without words for the whole place and for how it is measured.

    >>> standard("全县规上工业增加值增速")
    '规上工业增加值'
    """
    bare = _OWN.sub("", _LIST_NUMBER.sub("", re.sub(r"\s", "", text)))
    examples = _EXAMPLES.match(bare)
    if examples:
        bare = bare[: len(bare) - len(without_verbs(bare))] + bare[examples.end() :]
    bare = _HELD.sub("", bare)
    shorter = _MEASURED.sub("", bare)
    return shorter if len(shorter) > _LEAST + 1 else bare


def key(text: str) -> Key:
    """What two names of one indicator have in common."""
    return key_of(terms.fold(standard(text)))
