"""The vocabulary of plan documents: words that tell year, status, territory and what a figure belongs to.

Words of the field alone: what is peculiar to a district (indicators, departments, places) is in its dataset.
"""

from __future__ import annotations

import re
from functools import lru_cache

PART_YEAR = re.compile(
    r"\d{1,2}\s*[-—–~至]\s*\d{1,2}月|[1-4一二三四]季度|上半年|下半年|前[一二三四五六七八九十\d]+个?(?:月|季度)|"
    r"(?<![\d年])\d{1,2}月份|(?:截至|截止|至|到)\d{1,2}月(?!\d)"
)
"""Figures of a part of the year are another fact than those of the year."""

RESULT_HEADING = re.compile(
    "回顾|工作情况|情况的?(?:通报|报告|分析|说明)|情况汇报|情况的汇报|执行情况|完成情况|运行情况|进展情况|总结|成绩|成效|取得"
)
TARGET_HEADING = re.compile("目标|计划|任务|重点|措施|安排|思路|打算|举措|展望|预期|要点")
TARGET_WORDS = re.compile("力争|确保|争取|预期(?!寿命)|目标|计划|拟|将|奋力|努力|要(?!素|求|道|件)")
OWN_TARGET = re.compile(
    "(预期目标|年度目标|目标值|计划数|预期值|(?<=[（，、])(?:目标|计划|预期))(?:为|是|：|:|增长|达到)*$"
)
GOAL_LIST = re.compile("(?:预期|主要|工作|年度|任务)目标(?:为|是)?[：:][^。！？]*$")
"""Before a figure: it stands in a list of goals."""
ESTIMATE_WORDS = re.compile("预计")
RESULT_CELL, TARGET_CELL, ESTIMATE_CELL = (
    re.compile("完成|实际|实绩|执行|上年|结果"),
    re.compile("预期|目标|计划|任务"),
    re.compile("预计"),
)
OTHER_CELL = re.compile("完成率|完成进度|进度|占.{0,4}比|比重|排名|位次|名次|权重|得分|备注|目标的|差")
"""Heads of columns that hold something else than the indicator's level or growth."""
WORDS_CELL = re.compile("保持|稳定|平稳|持平|完成.*(?:任务|指标)|不低于|不高于|高于|低于|只增不减|双下降|全覆盖")
GROWTH_CELL = re.compile("增长|增速|增幅|同比|±|比上年|较上年")
RATE = re.compile("(?:同比)?(?:增速|增幅)")
"""The end of a row's label that makes it the indicator's growth; 增长率 may end a name: 人口自然增长率."""
MEASURE = re.compile("增速|增幅|增长率?|同比|绝对[值额量数]|总量|总额|增减")
"""In brackets behind a row's indicator: what is measured of it."""
CHANGE_CELL = re.compile("增减|增加|变化|百分点")

BOTH = re.compile('(?:^|[，。；：])([^，。；：、\ue000]*?率、[^，。；：\ue000]*?率)[“"]?([两三四2-4]个)$')
"""项目开工率、投资完成率“两个100%”: every rate of the list is told, where a “3个100%” alone is a name."""
QUOTES = re.compile("[\"'“”‘’「」『』]")
_GLUE = (
    "达到 达 为 是 约 共 累计 同比 比上年 较上年 较年初 比年初 环比 年均 增长 增速 增幅 提高 提升 "
    "增加 上升 下降 减少 降低 回落 到 至 突破 超过 超 不低于 不少于 不超过 稳定在 稳定 控制在 控制 "
    "保持在 保持 维持在 继续 力争 确保 争取 预计 实现 完成 分别 均 将 已 已经 也 全部 全年 年内 左右 "
    "以上 以内 以下 的 了 数量 总数 总量 人数 总额 规模 上调 扩大 由 从 预期 目标 ，同比 不断 大幅 "
    "进一步 持续 仅 仍 再 又 新增 名义 实际 同口径 可比口径 按可比价格计算 按不变价格计算 数 额 其中 "
    "总 近 : ： ， 、 （ ） "
).split()
GLUE = frozenset(_GLUE)
"""What may stand between an indicator's name and its figure without changing what is meant."""

_OF_NAMES = {
    "数量",
    "总数",
    "总量",
    "人数",
    "总额",
    "规模",
    "数",
    "额",
    "总",
    "新增",
    "名义",
    "实际",
    "约",
    "近",
    "（",
    "）",
}
NAME_GLUE = GLUE - _OF_NAMES
"""The same without words that may be the end of a name: 社会消费品零售总额."""


CLAUSE = "。！？；"
PARTLY = re.compile("其中|含|包括")


def fold(text: str) -> str:
    """Without what is written in different ways: quotation marks, spaces, kinds of brackets, case."""
    return QUOTES.sub("", re.sub(r"\s", "", text)).replace("(", "（").replace(")", "）").upper()


TOTAL = re.compile("(合计|共计|总计|总共|一共)[^，。；、]{0,8}$")


@lru_cache(maxsize=65536)
def made_of(text: str, words: frozenset[str]) -> bool:
    """Whether a text is nothing but such words, one after another (an empty one is)."""
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached.update(start + n for n in range(1, 9) if text[start : start + n] in words)
    return len(text) in reached


def without_end(text: str, words: frozenset[str]) -> str:
    """The text without such words at its end."""
    while text:
        size = next((n for n in range(8, 0, -1) if text[-n:] in words and n <= len(text)), 0)
        if not size:
            break
        text = text[:-size]
    return text
