"""From a statement to the indicator and territory of a dataset, by a short ladder of named certainties.

``NAMED``: the subject is a name of the indicator, nothing left over. ``WORDED``: the whole clause reads as the
evidence of an observation but for its digits. Both are sure, and only what is sure can agree or contradict.
``ALIKE``: a name is in the subject and words are left over; that is another subject, and serves for a hint alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.figure import TextFigure
from zcplan.figures.name_edges import TRAILING, ends_in_verb, without_lead, without_verbs
from zcplan.figures.statement import Statement
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK
from zcplan.matching.names import Names
from zcplan.matching.wording import Wording, own_clause, whole_length
from zcplan.model import CHANGE, GROWTH, LEVEL

NAMED, WORDED, ALIKE = "named", "worded", "alike"
SURE = (NAMED, WORDED)
_AROUND = 60
"""Characters before a figure among which the row that it continues is named."""
_WHOLE = 4
"""Characters before a bracket that name the whole at least."""
_CUT = 8
"""Characters beside glue from which on a wording that begins within a clause is told from another."""
_COUNTED = ("数", "天数", "人数", "户数", "面积", "里程")
"""Ends of names of what is counted or measured, which no per cent is a level of."""
_RATE = re.compile("(.{2,}?)(?:同比)?(增速|增幅|涨幅|降幅|跌幅|增长率)$")
_TURNS = re.compile("提高|提升|上升|加快|扩大|回升|回落|下降|放缓|收窄|降低|减少|增加")
_DIRECTED = re.compile(f"(?:{'|'.join(map(re.escape, quantity.DIRECTIONS))})了?(?![到至为])")
"""提高3个百分点 is a change; 提高到60个百分点 can only mean a level."""
_OF_RATE = re.compile("(?:增速|增幅|涨幅|降幅|增长率|增长速度)[^，。；、]{0,8}$")
_MEASURE = re.compile(rf"(.+?)（(?:{terms.MEASURE.pattern})）$")


@dataclass(frozen=True)
class Match:
    """An indicator that a statement may be of.

    :param area: the territory's id; ``None`` where the statement names one that the dataset does not have
    :param measures: what it may measure, the likeliest first
    :param level: ``named`` ``worded`` ``alike``
    :param length: how many characters of a wording are found, to choose between two
    """

    indicator: str
    area: str | None
    measures: tuple[str, ...]
    level: str
    length: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it may agree or contradict."""
        return self.level in SURE


def matches(statement: Statement, names: Names) -> list[Match]:
    """Every indicator that a statement may be of, the surest first; one of a kind only."""
    area, subject = _area(statement, names)
    if _is_change_of_rate(statement):
        return []
    found, is_firm = _by_name(statement, subject, area, names)
    if isinstance(statement.figure, TextFigure):
        worded = sorted(_by_wording(statement.figure, area, statement, names), key=lambda m: -m.length)
        best = [m for m in worded if m.length == worded[0].length]
        found = _chosen(found, is_firm, best)
    if not found and subject:
        alike = names.inside(subject)
        found = [Match(alike, area, statement.measures, ALIKE)] if alike else []
    return found


def _chosen(named: list[Match], is_firm: bool, worded: list[Match]) -> list[Match]:
    """Of what a name and what a wording lead to: what both do; else a firm name, else the wording."""
    if not named or not worded:
        return named or worded
    wordings = {m.indicator for m in worded}
    both = [m for m in named if m.indicator in wordings]
    if both or not is_firm:
        return both or worded
    return named if len(named) == 1 else named + [m for m in worded if m.indicator not in {n.indicator for n in named}]


def _area(statement: Statement, names: Names) -> tuple[str | None, str]:
    """The territory's id, and the subject without a part of the territory that it begins with."""
    word, subject = terms.fold(statement.territory.name), statement.subject
    rest = names.without_whole(subject)
    if rest and (not word or names.is_whole(word)) and names.named(rest):
        return names.dataset.whole, rest
    if not word:
        part, rest = names.part_at_start(subject)
        if part:
            return part, rest
        bracket = re.fullmatch("(.+)（([^（）]+)）", subject)
        if bracket and bracket[2] in names.areas:
            return names.areas[bracket[2]], bracket[1]
        in_head = next((names.areas[w] for w in map(terms.fold, statement.head.split()) if w in names.areas), None)
        return in_head or names.area(terms.fold(statement.territory.home)), subject
    within = terms.fold(statement.territory.within)
    if statement.territory.is_part and within and not within.startswith("全") and names.area(within) is None:
        return None, subject  # a part of another place's figure
    return names.area(word), subject


def _by_name(statement: Statement, subject: str, area: str | None, names: Names) -> tuple[list[Match], bool]:
    """What the subject is a name of; and whether that is firm: a name of the dataset, with a unit that it can have."""
    if not subject:
        return [], False
    measures = _also(statement.measures, statement)
    placed = terms.fold(statement.territory.within if statement.territory.is_part else statement.territory.name)
    if placed and not names.is_whole(placed):
        # 全市 and 国 may be the beginning of a name: 全市综合百强企业
        inside = names.named(placed + subject) or names.told(placed + subject)
        if inside:
            whole = area if statement.territory.is_part else names.dataset.whole
            return [Match(i, whole, measures, NAMED) for i in inside], True
    foreign = names.foreign(statement)
    if foreign and names.told(subject, foreign):
        return [Match(i, names.dataset.whole, measures, NAMED) for i in names.told(subject, foreign)], False
    for name, own in _readings(subject, measures, statement):
        named = names.named(name)
        if name != subject and name.startswith(subject):
            named = [i for i in named if names.has(i, statement.period.year)]
        found = named or (names.told(name) if subject.startswith(name) else [])
        fitting = [i for i in found if fits_unit(statement, i, own, names)]
        if found:
            return [Match(i, area, own, NAMED) for i in fitting or found], bool(named and fitting)
    if isinstance(statement.figure, TextFigure) and subject in names.continuing:
        # 发放贷款8995万元、惠及企业22家: words that our documents put behind the row above, and only there
        left = statement.figure.left[-_AROUND:]
        told = [i for i, led_by in names.continuing[subject] if any(name in left for name in led_by)]
        if told:
            return [Match(i, area, measures, NAMED) for i in told], False
    if placed and names.is_whole(placed):
        return [Match(i, area, measures, NAMED) for i in names.named(placed + subject)], True
    return [], False


def _also(measures: tuple[str, ...], statement: Statement) -> tuple[str, ...]:
    """Measures that a slip of the unit may have meant: 增长5.25个百分点 is 5.25 %, 覆盖率达到95个百分点 is 95 %."""
    if measures == (CHANGE,) and statement.quantity.unit == quantity.POINTS:
        is_directed = bool(_DIRECTED.search(statement.text))
        return (CHANGE, GROWTH) if is_directed else (CHANGE, LEVEL, GROWTH)
    if measures == (GROWTH,) and statement.quantity.unit == quantity.PERCENT:
        return (GROWTH, CHANGE)
    return measures


def _readings(subject: str, measures: tuple[str, ...], statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The subject as it stands; and without 增速 at its end, which makes a level of per cent a growth."""
    yield from _shares(subject, measures, statement)
    yield subject, measures
    measured = _MEASURE.fullmatch(subject)
    if measured and not re.search("增|同比", measured[0][len(measured[1]) :]):
        yield measured[1], measures
        return
    rated = _RATE.fullmatch(subject) or measured
    if rated:
        is_rate = quantity.unit(statement.quantity.unit).dimension in ("ratio", "points")
        yield rated[1], (GROWTH, CHANGE) if is_rate else measures


def _is_change_of_rate(statement: Statement) -> bool:
    """增速比上年提高2.7个百分点 is no growth, but how a growth differs from another."""
    figure = statement.figure
    if statement.quantity.unit != quantity.POINTS or not isinstance(figure, TextFigure):
        return False
    return bool(_TURNS.search(statement.text) and _OF_RATE.search(figure.left))


def _shares(subject: str, measures: tuple[str, ...], statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """空气质量优良天数达到55%以上: per cent of what is counted in days can only be its share."""
    is_rate = statement.quantity.unit in (quantity.PERCENT, quantity.POINTS)
    if LEVEL in measures and is_rate and subject.endswith(_COUNTED):
        yield from ((subject + share, measures) for share in ("比例", "占比"))


def fits_unit(statement: Statement, indicator: str, measures: tuple[str, ...], names: Names) -> bool:
    """Whether a statement's unit is one that the indicator can have."""
    unit, own = statement.quantity.unit, names.dataset.indicator[indicator].unit
    if measures[0] == LEVEL:
        both = {quantity.unit(unit).dimension, quantity.unit(own).dimension}
        is_count = both <= {"count", "household"} or both <= {"count", "person"}
        return not unit or quantity.comparable(unit, own) or is_count
    return quantity.unit(unit).dimension in ("ratio", "points") or quantity.comparable(unit, own)


def _by_wording(figure: TextFigure, area: str | None, statement: Statement, names: Names) -> Iterator[Match]:
    """Observations whose evidence the figure's whole clause reads as."""
    left, right = figure.left[-60:], figure.right[:60]
    territory, foreign = statement.territory.name, names.foreign(statement)
    for wording in names.wordings(left, right):
        length = whole_length(left, right, wording)
        if not length:
            continue
        if figure.bracket >= 0 and not _names_whole(wording):
            continue
        if not _is_all(left[: len(left) - len(wording.left)], right[len(wording.right) :], wording, length, names):
            continue
        for o in wording.observations:
            if wording.said.measure in _also((figure.quantity.measure,), statement):
                told = not territory or terms.fold(territory) in wording.left + wording.right
                part = o.area if told and (figure.bracket >= 0 or o.area != names.dataset.whole or foreign) else area
                yield Match(o.indicator, part, (o.measure,), WORDED, length)


def _names_whole(wording: Wording) -> bool:
    """Whether a wording of a part (含某镇31个) also holds the words that name the whole beside its bracket."""
    before, _bracket, _inner = wording.left.rpartition("（")
    _inner, _bracket, after = wording.right.partition("）")
    return max(len(before.replace(MASK, "")), len(after.replace(MASK, ""))) >= _WHOLE


def _is_all(before: str, after: str, wording: Wording, length: int, names: Names) -> bool:
    """Whether nothing is left of the clause around a wording but time, glue and the dataset's own territory.

    Evidence is cut short, so that a long one may begin within a clause: behind a comma of its own, a list's 、, or a
    verb, what is left over is not said of its name.
    """
    rest = re.split(f"[，。；：！？{MASK}]", before)[-1]
    territory, rest = split_territory(without_lead(rest)[0])
    if territory and not names.is_whole(territory):
        return False
    own = own_clause(wording.left, wording.right)[1]
    goes_on = own == wording.right and re.match("(?!左右|以上|以内|的?目标)[\u4e00-\u9fff]", after)
    if goes_on and not (len(own) >= _CUT and after.startswith(("和", "及", "与"))):
        return False
    if length >= _CUT and (rest.endswith(("、", "等")) or ends_in_verb(rest) or re.search("[，；：]", wording.left)):
        return True
    rest = without_verbs(rest)
    return terms.made_of(without_lead(rest)[0], TRAILING)
