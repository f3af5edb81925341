"""The words that make a figure a difference from a target: 高于预期目标4.9个百分点, 超额427人."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zcplan import quantity
from zcplan.figures.figure import Figure, TextFigure
from zcplan.figures.text import MASK

_GOAL = (
    rf"(?:(?:19|20)\d\d年|今年|全年|年度|年初|预定|既定|计划|预期|{MASK}的)*(?:目标|计划|预期)(?:任务|指标)?(?:值|数)?"
    rf"(?:为|的)?{MASK}?"
)


_LEAD = re.compile(
    r"(?:"
    rf"(?P<over>(?:高于|高出|超出|超过|多于|快于|超){_GOAL}|超额)"
    rf"|(?P<under>(?:低于|少于|慢于|不及){_GOAL})"
    rf"|[比较]{_GOAL}的?(?:(?P<more>高出?|多出?|超出?|超过|快|增加|增长|提高)|(?P<less>低|少|差|慢|减少|下降|降低))"
    r")(?:了|约|近)?$"
)


_SEVERAL = re.compile("(分别|依次|均|都|各)$")


@dataclass(frozen=True)
class Lead:
    """The words that make a figure a difference.

    :param sign: 1 above the target, -1 below
    :param before: what stands before them in their own clause, without brackets; empty where they go on about the
        clause before
    :param bracket: what a bracket right before them says
    :param text: the words
    """

    sign: int
    before: str
    bracket: str
    text: str


def lead_of(figure: Figure) -> Lead | None:
    """The words that make a figure a difference from a target; ``None`` where it is none."""
    if not isinstance(figure, TextFigure):
        return cell_lead(figure.text)
    if quantity.unit(figure.quantity.unit).dimension == "ratio":
        return None
    return _lead(figure.left)


def cell_lead(text: str) -> Lead | None:
    """The same of a cell that says nothing else."""
    found = re.match(r"[（(]?([^\d]*)\d", re.sub(r"\s", "", text))
    return _lead(found[1]) if found else None


def _lead(left: str) -> Lead | None:
    match = _LEAD.search(left)
    if match is None:
        return None
    raw = left[: match.start()]
    before = re.split(f"[，。；：、！？（）{MASK}]", re.sub("（[^（）]*）", "", raw))[-1]
    if _SEVERAL.search(before):
        return None
    bracket = re.search("（([^（）]*)）$", raw)
    return Lead(1 if match["over"] or match["more"] else -1, before, bracket[1] if bracket else "", match[0])


def wording(figure: Figure, lead: Lead) -> str:
    """The difference with its words as a message quotes it: 高于预期目标4.9个百分点."""
    if not isinstance(figure, TextFigure):
        return figure.text.strip()
    found = figure.flow.found[figure.number]
    return lead.text.replace(MASK, "…") + found.text[found.digits - found.start :]
