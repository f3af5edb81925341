"""Where a name begins and ends in its clause: what stands before and behind it without being part of it.

The words are those of plan documents everywhere: times, connectives, light verbs, verbs of doing, words of measure.
"""

from __future__ import annotations

import re

from zcplan import quantity
from zcplan.figures import terms

_TIMES = (
    "[上下]半年",
    "前?[一二三四1-4]个?季度",
    r"前?[0-9]{1,2}(?:[—\-–~至到][0-9]{1,2})?个?月(?:份|当月|底|末)?",
    "(?:近|过去|前|最近)[一两二三四五十]年来?",
    "[一三五十]年来",
    "十[一二三四五]?五(?:时期|期间|以来|末)",
    "(?:本届|上届|五年)任期(?:以?来|内)?",
    "(?:年初|当初)?(?:我们|我区|我县|我市)?(?:提出|确定|明确|定下)的?",
    "(?:19|20)[0-9]{2}年(?:度|全年|末|底|年底)?",
    *"今年(?:以来)? 去年 前年 上年度? 本年度? 当年度? 年末 年底 全年 年内 年度(?!目标|投资|任务|用) 明年".split(),
    *"到(?!位|期|账|达) 至 截至 末 底 目前".split(),
)
_JOINING = (
    "其中 同时 此外 另外 并 而 且 及(?!时) 以及 和(?![美谐平睦田]) 与 如 即 特别是 尤其是 "
    "主要(?=是|有|由|用于|包括)".split()
)
_PLANNING = "预计 预期 力争 确保 争取 努力 计划(?!总) 拟 将 把(?!关|握) 要(?!素)".split()
_DOING = (
    "拿出 还有 实现 完成(?!投资|率) 达到 推动 促进 带动 拉动 助力 使 让 令 抓好 做好 加快 着力 全力 全面 扎实 深入 "
    "有效(?!期|发明|专利|投资|需求) 基本(?=建成|完成|实现) 持续 继续 不断 稳步 进一步 大力 积极 成功 同步 "
    "认真 接续 滚动 在全[省市区县国]率先 率先 (?:先后)?赴.{2,20}?等地 根据.{1,8}?(?:部署|要求|安排)+"
).split()
_COUNTING = (
    "累计(?!民生|建设) 共计?(?!同|享|建|有) 总共 合计 已(?!建|投)经? 实际(?!使用|利用|到) 的 了 均 也 还 又 "
    "再(?!制造|生|就业|贷|担保|融资|保险) 仅"
).split()
_SOURCES = "在此基础上 据统计 据测算 初步统计 初步核算 按照 根据".split()
_MARKS = ("[、，：:]", "[0-9]{1,2}[.．、](?![0-9])")
_LISTING = ("[一二三四五六七八九十]{1,2}是", "——", "──", "[①-⑳●○◆■□▲▼△▽↑↓]")
_LEADING = re.compile(
    "(?:"
    + "|".join(
        (
            *(*_MARKS, "我们", "围绕", "对照", "锚定", "瞄准", "原(?=计划|定|预期|预计)"),
            *(*_TIMES, *_JOINING, *_PLANNING, *_DOING, *_COUNTING, *_LISTING, *_SOURCES),
        )
    )
    + ")+"
)
"""What may stand before a name without being part of it; what its lookaheads spare begins a name."""
_TRAILING = (
    "≥ ≤ 计划 原定 原计划 原预期 与 约 近 大约 余 超 同期 相比 平稳 稳步 较快 快速 有望 首次 历史性 总计 合计 共计 "
    "平均增长 年均 同比增长 双双 全部 已 成功 左右 累计 增 降 减 上涨 增速 增幅 有效 明显 显著 高速 持续 超额 提前 "
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
_VERBS = (
    "新增 新建 新培育 新引进 新创建 新打造 新认定 新签约 新改建 新改扩建 改建 扩建 改扩建 改造 提升 改造提升 "
    "整治 建成 建设 培育 引进 招引 选聘 举办 获批 获评 入选 净增 创建 打造 实施 开工 竣工 投产 发放 惠及 完成 "
    "推进 推广 安排 投入 落实 争取 筹集 投放 减免 退还 组织 开展 支持 带动 修复 治理 淘汰 关停 处置 化解 清理 "
    "压减 救助 资助 培训 吸纳 新发展 发展 储备 谋划 布局 出台 制定 修订 实现 收储 供应 建立 设立 组建 查处 "
    "巩固 办理 受理 拨付 下达 兑现 新设 新挂牌 挂牌 新筹建 筹建 新缔结 缔结 开设 承接 建好 办好 搭建 "
    "更新 加装 敷设 铺设 维修 盘活 腾退 购置 配备 "
    "遴选 统筹 整合 提出 征集 评选 推出 策划 谋划 开通 共建 主导 参与 承办 启动 覆盖 服务 打通 "
).split()
ALL_VERBS = re.compile(f"(?:(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?:了|和|及|与|、|并)?)+")
_VERB_END = re.compile(f"(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?:了|一批)?$")
_ADDED_BEHIND = re.compile("(.{2,}?)(?:分别|均|各|又|共)?(新增|净增|新建|新设|新培育|新引进|新创建|新认定|新签约)")
_LISTED = re.compile("[^、]{2,}(?:、[^、]{2,})+")


def without_lead(text: str) -> tuple[str, str]:
    """The words without time, connectives and light verbs before them; and those that were taken off."""
    match = _LEADING.match(text)
    while match and match.end() < len(text) and _keeps(text, match.end()):
        match = _LEADING.match(text, 0, match.end() - 1)
    return (text[match.end() :], text[: match.end()]) if match else (text, "")


def _keeps(text: str, at: int) -> bool:
    """Whether cutting here would leave less than a word."""
    return len(text) - at < 2


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


def turned(name: str) -> str:
    """What is told of a name behind it, told before it: 上市企业新增 is 新增上市企业."""
    match = _ADDED_BEHIND.fullmatch(name)
    return match[2] + match[1] if match else name


def without_verbs(text: str) -> str:
    """The words without verbs at their start."""
    match = ALL_VERBS.match(text)
    return text[match.end() :] if match else text


def verb_of(text: str) -> str:
    """The verbs at the start of words: what was done with all of a list of which the first members have no number."""
    match = ALL_VERBS.match(text)
    return match[0] if match else ""


def ends_in_verb(text: str) -> bool:
    """Whether words end in a verb, so that what follows is its object and they are no qualifier of it."""
    return bool(_VERB_END.search(text))


def without_examples(name: str, behind: str) -> str:
    """Without examples of what is counted: 甲公司等 of 甲公司等7家企业; 甲街区、乙村落等集聚区 is 集聚区.

    What is told one by one before a count needs no 等: 甲材料、乙材料2个产业集群.
    """
    verb = ALL_VERBS.match(name)
    start = verb.end() if verb else 0
    if behind and name.endswith("等"):
        return name[:start]
    listed = re.fullmatch("[^、]{2,}(?:、[^、]{2,})+等([^、等]{3,})", name[start:])
    if listed:
        return name[:start] + listed[1]
    return name[:start] if behind and _LISTED.fullmatch(name[start:]) else name
