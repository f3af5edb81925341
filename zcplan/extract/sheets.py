"""The sheets of the review workbook: what their columns are called, and the words that their cells are written in.

The template ``proposals.xlsx`` lays them out; here stands only what is needed to fill and to read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zcplan.model import ACTUAL, CHANGE, ESTIMATE, GROWTH, LEVEL, TARGET
from zcplan.quantity import ABOUT, APPROX, AT_LEAST, AT_MOST, EXACT, QUALITATIVE

FIGURES, INDICATORS, AREAS, DOCUMENTS = "数字", "指标", "区域", "文件"
DEPARTMENTS, TASKS, ASSIGNMENTS, TARGETS, LAYOUT = "部门", "任务", "分工", "任务目标", "表式"

NEW, KNOWN, DIFFERS, LACKING, DOUBTFUL = "新增", "已有", "与数据不同", "需补充", "存疑"
"""What a row is to the dataset; the template colours rows by these words."""
ACCEPT, REJECT = "采纳", "不采纳"
YES = frozenset("accept accepted yes y 1 true x √ ✓ ✔ 是 接受 采纳 同意".split())
NO = frozenset(["", *"reject rejected no n 0 false × ✗ 否 拒绝 不采纳 不接受".split()])
TEXT, NUMBER, WHOLE, DAY = "text", "number", "whole", "day"

STATUSES = {TARGET: "目标", ACTUAL: "实际", ESTIMATE: "预计"}
MEASURES = {LEVEL: "数值", GROWTH: "增速", CHANGE: "增减"}
BOUNDS = {EXACT: "等于", ABOUT: "左右", AT_LEAST: "以上", AT_MOST: "以内", APPROX: "多", QUALITATIVE: "文字"}
DIRECTIONS = {"up": "越高越好", "down": "越低越好", "neutral": "不分高低"}
BASES = {"constant": "不变价", "current": "现价"}
KINDS = {
    "plan": "计划",
    "plan-report": "计划执行情况报告",
    "work-report": "政府工作报告",
    "task-list": "任务分工",
    "bulletin": "统计公报",
    "outline": "规划",
    "other": "其他",
}
ROLES = {"lead": "牵头", "support": "配合", "responsible": "负责"}
COLLECTIVES = {"all": "全部", "some": "部分"}
READINGS = {
    "": "",
    "wide": "合并为一格",
    "words": "文字合并为一格",
    "above": "与上一行合并",
    "wide above": "合并为一格并与上一行合并",
    "words above": "文字合并为一格并与上一行合并",
}


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    :param key: its name in the code, mostly that of the dataset's column
    :param head: what stands above it
    :param kind: ``text`` ``number`` ``whole`` ``day``
    :param words: the words of its cells by the dataset's code
    :param needed: whether an accepted row can't do without it
    """

    key: str
    head: str
    kind: str = TEXT
    words: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False

    def word(self, code: str) -> str:
        """A code as it is written in the cell."""
        return self.words.get(code, code)

    def code(self, word: str) -> str:
        """A cell's word as the dataset's code; the code itself is taken too."""
        return next((code for code, own in self.words.items() if own == word), word)


_COMMON = (Column("accept", "采纳"), Column("mark", "情况"), Column("told", "说明"))
SHEETS: Mapping[str, tuple[Column, ...]] = {
    FIGURES: (
        *_COMMON,
        Column("sentence", "原句"),
        Column("indicator", "指标", needed=True),
        Column("year", "年份", WHOLE, needed=True),
        Column("area", "区域", needed=True),
        Column("status", "性质", words=STATUSES, needed=True),
        Column("measure", "口径", words=MEASURES, needed=True),
        Column("bound", "关系", words=BOUNDS, needed=True),
        Column("value", "数值", NUMBER),
        Column("unit", "单位"),
        Column("text", "文字"),
        Column("document", "文件", needed=True),
        Column("locator", "位置", needed=True),
        Column("note", "备注"),
        Column("evidence", "依据"),
        Column("printed", "原数值"),
        Column("proposed", "原拟指标"),
    ),
    INDICATORS: (
        *_COMMON,
        Column("name", "名称", needed=True),
        Column("unit", "单位", needed=True),
        Column("group", "分组", needed=True),
        Column("direction", "方向", words=DIRECTIONS, needed=True),
        Column("nature", "属性"),
        Column("decimals", "小数位", WHOLE, needed=True),
        Column("growth_basis", "增速口径", words=BASES, needed=True),
        Column("parent", "上级指标"),
        Column("aliases", "别名"),
        Column("figures", "数字个数", WHOLE),
        Column("proposed", "原拟名称"),
    ),
    AREAS: (
        *_COMMON,
        Column("name", "名称", needed=True),
        Column("short", "简称"),
        Column("part_of", "隶属"),
        Column("proposed", "原拟名称"),
    ),
    DOCUMENTS: (
        *_COMMON,
        Column("file", "来自"),
        Column("title", "标题", needed=True),
        Column("number", "文号"),
        Column("issuer", "发文机关", needed=True),
        Column("date", "日期", DAY, needed=True),
        Column("kind", "类型", words=KINDS, needed=True),
        Column("precedence", "次序", WHOLE, needed=True),
        Column("proposed", "原拟标题"),
        Column("id", "编号"),
    ),
    DEPARTMENTS: (
        *_COMMON,
        Column("short", "简称", needed=True),
        Column("name", "全称", needed=True),
        Column("aliases", "别名"),
        Column("collective", "泛指", words=COLLECTIVES),
        Column("proposed", "原拟简称"),
    ),
    TASKS: (
        *_COMMON,
        Column("number", "序号", needed=True),
        Column("section", "章节", needed=True),
        Column("title", "任务", needed=True),
        Column("content", "内容", needed=True),
        Column("document", "文件", needed=True),
    ),
    ASSIGNMENTS: (
        *_COMMON,
        Column("number", "序号", needed=True),
        Column("task", "任务"),
        Column("role", "分工", words=ROLES, needed=True),
        Column("department", "部门", needed=True),
        Column("rank", "排序", WHOLE, needed=True),
        Column("etc", "等"),
        Column("document", "文件", needed=True),
    ),
    TARGETS: (
        *_COMMON,
        Column("number", "序号", needed=True),
        Column("sentence", "原句"),
        Column("label", "目标", needed=True),
        Column("indicator", "指标"),
        Column("year", "年份", WHOLE, needed=True),
        Column("bound", "关系", words=BOUNDS, needed=True),
        Column("value", "数值", NUMBER),
        Column("unit", "单位"),
        Column("text", "文字"),
        Column("evidence", "依据"),
        Column("printed", "原数值"),
        Column("document", "文件", needed=True),
    ),
    LAYOUT: (
        *_COMMON,
        Column("order", "行次", WHOLE, needed=True),
        Column("label", "行名", needed=True),
        Column("indent", "缩进", WHOLE, needed=True),
        Column("indicator", "指标"),
        Column("unit", "单位"),
        Column("result", "上年完成栏", words=READINGS),
        Column("target", "本年计划栏", words=READINGS),
    ),
}
"""The sheets in the order that they are merged in: what others refer to is there when they come."""
