"""What drafts say differently, in one plain sentence for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from zcplan.figures.statement import PART, SPAN
from zcplan.model import CHANGE, GROWTH
from zcplan.proof.disagreement import (
    ALIKE,
    BOUND,
    GOALS,
    MAGNITUDE,
    PERIOD,
    RANKS,
    REVISION,
    SIGN,
    SUBJECT,
    TERRITORY,
    Disagreement,
)
from zcplan.proof.excerpt import excerpt, place_name
from zcplan.proof.identity import GOAL, RANK, Fact
from zcplan.proof.papers import Paper, Stated

Gettext = Callable[[str], str]


def printed_subject(fact: Fact, stated: Sequence[Stated]) -> str:
    """The subject in the words of the drafts, the shortest that one of them uses."""
    name = min((s.statement.subject for s in stated if s.statement.subject), key=len, default=fact.subject)
    if fact.measure != RANK:
        return name
    _rank, rate, among = fact.kind.split(" ")
    return f"{name}{rate}（{among}）" if among else name + rate


def fact_name(fact: Fact, stated: Sequence[Stated], _: Gettext) -> str:
    """What statements are of: 地区生产总值, 2023, target, growth."""
    measures = {GROWTH: _("growth"), CHANGE: _("change"), RANK: _("rank")}
    kind = _("target") if fact.status == GOAL else _("result")
    name = printed_subject(fact, stated)
    subject = f"{name}（{fact.territory}）" if fact.territory else name
    parts = [subject, period_name(fact), kind, measures.get(fact.measure, "")]
    return _(", ").join(p for p in parts if p)


def period_name(fact: Fact) -> str:
    """The period as printed in a heading: 2023, 2021—2025, 2023上半年."""
    kind, start, year, text = fact.period
    if kind == SPAN:
        return f"{start}—{year}"
    return f"{year}{text}" if kind == PART else str(year)


def between_message(found: Disagreement, papers: Sequence[Paper], _: Gettext) -> str:
    """One sentence on a disagreement: of what, and who says what where."""
    texts = {
        MAGNITUDE: _("{fact}: the digits are the same, the unit or the point is not: {said}."),
        SIGN: _("{fact}: a rise in one place is a fall in the other: {said}."),
        BOUND: _("{fact}: the number is the same, its bound is the opposite: {said}."),
        RANKS: _("{fact}: two ranks are told: {said}."),
        GOALS: _("{fact}: the goals are not the same, though one result can meet them all: {said}."),
        REVISION: _("{fact}: an estimate was replaced: {said}."),
        PERIOD: _("{fact}: the same figure is said of another time: {said}."),
        TERRITORY: _("{fact}: the same figure is said of another place: {said}."),
        SUBJECT: _("{fact}: the same figure is said of something else: {said}."),
        ALIKE: _("{fact}: perhaps the same thing, look at it: {said}."),
    }
    text = texts.get(found.code, _("{fact}: the drafts differ: {said}."))
    said = _("; ").join(_apart(found.code, group[0]) + _group(group, papers, _) for group in found.groups)
    hint = _(" Probably two neighbouring digits changed places.") if found.transposed else ""
    return text.format(fact=fact_name(found.fact, found.statements, _), said=said) + hint


def _apart(code: str, stated: Stated) -> str:
    """The time, place or name that a figure is said of, where that is what the drafts differ in."""
    statement = stated.statement
    parts = {PERIOD: statement.period.text, TERRITORY: statement.territory.name, SUBJECT: statement.subject}
    return parts.get(code, "")


def comment(found: Disagreement, own: Stated, papers: Sequence[Paper], _: Gettext) -> str:
    """What to say beside one of the statements: what the others say, each with document, place and words."""
    mine = next(g for g in found.groups if own in g)
    others = [g for g in found.groups if g is not mine]
    lines = [fact_name(found.fact, found.statements, _) + _(":")]
    for group in others:
        for s in group[:_MOST]:
            where = f"《{Path(papers[s.paper].name).stem}》{place_name(s.statement.place, _, papers[s.paper].draft)}"
            lines.append(f"{where}：{excerpt(papers[s.paper].draft, s.statement).marked}")
    return "\n".join(lines)


def _group(group: Sequence[Stated], papers: Sequence[Paper], _: Gettext) -> str:
    """Those who agree, in one: 工作报告, paragraph 3 and 计划, paragraph 7 say 5.5%."""
    figures = list(dict.fromkeys("".join(s.statement.text.split()) for s in group))
    places = [f"{papers[s.paper].name} {place_name(s.statement.place, _, papers[s.paper].draft)}" for s in group]
    shown = places if len(places) <= _MOST else [*places[:_MOST], _("{n} more").format(n=len(places) - _MOST)]
    return _("{figure} ({places})").format(figure=" / ".join(figures), places=_(", ").join(shown))


_MOST = 4
"""Places named in a sentence; the rest are counted."""
