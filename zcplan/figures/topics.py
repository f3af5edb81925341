"""What the clause before a figure's own is about, where the figure's own clause does not name it.

Each takes the masked sentence before the figure and gives a name, or nothing.
"""

from __future__ import annotations

import re

from zcplan.figures import terms
from zcplan.figures.name_edges import trimmed, without_lead, without_verbs
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK

_TOPIC = re.compile("^(.{2,14}?)当?中$")
_NO_TOPIC = re.compile("[高初集]中$|过程|工作|实践|背景|大局|形势|总体|整体|进程|斗争|分.{1,4}$|从|全年|年$")
_STEADY = re.compile(
    "(?:保持|总体|持续|稳步|稳定|稳中|较快|快速|平稳|明显|显著|大幅|不断|有效|进一步|逐步|加快|实现|继续|再创|创|好于|高于|快于|优于|再上|迈上|站上|跃上|登上|迈入|步入|破|"
    "增势|势头|态势|好转|回升|回暖|企稳|下滑|承压|放缓|为[负正]|转正|由负|两旺|向好|提速|强劲|良好|不降反升|扭亏|同比)[^，]{0,10}$"
)


def narrowed_to(before: str) -> str:
    """A group that the clause before narrows to: 规模以上工业中，高技术制造业…"""
    clause = re.split("[，：；。]", before.rstrip("，"))[-1] if before.endswith("，") else ""
    match = _TOPIC.match(without_lead(re.sub("^(?:其中|在)", "", clause))[0])
    if match is None or MASK in clause or _NO_TOPIC.search(clause):
        return ""
    return "" if split_territory(match[1])[1] == "" else match[1] + "中"


def before_colon(left: str) -> str:
    """What stands before a colon: 固定资产投资：预计增长16.5%."""
    match = re.search(
        f"(?:^|[，。；])([^，。；：{MASK}]{{2,24}})：[^：，。；{MASK}]*$", re.sub("（[^（）]*）", "", left)
    )
    if match is None or terms.GOAL_LIST.search(match[1] + "：") or re.search("目标|任务|如下|下列|情况|方面", match[1]):
        return ""
    return trimmed(without_lead(match[1])[0])


def steady_subject(left: str) -> str:
    """The name in a clause without figure that only says how it went: 固定资产投资稳步增长，增幅达到7%."""
    clauses = re.split("[，；]", left)
    if len(clauses) < 2 or MASK in clauses[-2] + clauses[-1] or not clauses[-2]:
        return ""
    match = _STEADY.search(clauses[-2])
    if match is None:
        return ""
    name = trimmed(without_lead(clauses[-2][: match.start()])[0])
    return name if 3 < len(name) <= 20 and not re.search("[和与]|工作|经济$|全面|推进", name) else ""


def object_before(left: str) -> str:
    """What the clause before is about, where no figure was told of it: 推进重大工程建设，完成投资2400亿元."""
    clauses = re.split("[，；]", left)
    if len(clauses) < 2 or MASK in clauses[-2]:
        return ""
    name = trimmed(without_verbs(without_lead(clauses[-2])[0])).removesuffix("建设")
    return name if 3 < len(name) <= 14 and not re.search("[和与、]", name) else ""
