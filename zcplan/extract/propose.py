"""The figures of a document as proposed observations, in the dataset's own columns, for a person to review."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zcplan import quantity
from zcplan.extract.certainty import about_place, is_completion
from zcplan.extract.marks import ALIKE, CITED_GOAL, ELSEWHERE, NO_STATUS, NO_YEAR, ODD_UNIT, Reason, _
from zcplan.extract.places import place_of
from zcplan.figures import terms
from zcplan.figures.difference_words import lead_of
from zcplan.figures.figure import CellFigure, TextFigure, Words
from zcplan.figures.read import read_with_words
from zcplan.figures.statement import CITED, OPEN, PART, SPAN, Statement
from zcplan.matching.match import Match, fits_unit, matches
from zcplan.matching.names import Names, names_in
from zcplan.model import ACTUAL, CHANGE, GROWTH, LEVEL, TARGET, Dataset
from zcplan.reading.document import Draft

EVIDENCE = 40
"""Longest evidence, in characters."""
_LONGEST_PART = 5
"""Characters of a part of the territory whose name does not end as a place's does: 某湖, 某片."""
COMPLETION_RATE = "完成率"
_OF_PLAN = re.compile("(?:超额|提前)?(?:完成|达到)[^完达]{0,10}$")
"""城镇新增就业完成全年任务: what was planned stands before it."""
_NOT_INDICATORS = ("age", "hour", "years")

_NO_MORE_THAN_PLAN = re.compile(
    "(?:全年|年度|年初|年|既定|省|市|县|区|上级|国家|下达|的)*(?:目标|任务|计划|预算|指标)*数?"
)
"""Words for a plan that do not say of what."""


@dataclass(frozen=True)
class Proposal:
    """A figure as an observation that a person has yet to accept.

    :param name: what the document calls it
    :param indicator: id of the dataset's indicator, empty where none is sure
    :param area: id of the territory; the document's own word where the dataset has no such territory
    :param value: ``None`` where a table says it in words
    :param text: the words of a range (2-3处), or those that stand for a figure (保持稳定)
    :param locator: where it stands: headings, then the paragraph
    :param sentence: the sentence or row, for the reviewer
    :param printed: the figure as printed there
    :param territory: the document's word for another territory than its own
    :param is_main_goal: it stands in the document's list of main goals
    :param reasons: what is missing or doubtful
    """

    name: str
    indicator: str
    year: int | None
    area: str
    measure: str
    status: str
    bound: str
    value: Decimal | None
    unit: str
    text: str
    locator: str
    evidence: str
    paragraph: int
    offset: int
    sentence: str
    printed: str = ""
    territory: str = ""
    in_table: bool = False
    is_main_goal: bool = False
    reasons: tuple[Reason, ...] = ()


def extract(draft: Draft, dataset: Dataset, year: int | None = None) -> list[Proposal]:
    """Every figure of a document that may be an indicator's.

    :param year: the document's own year, where it does not tell itself
    """
    names = names_in(dataset)
    places = _places(draft)
    statements, in_words = read_with_words(draft, names.units, year, names.areas)
    found = [
        _proposal(statement, names, places)
        for statement in statements
        if statement.figure is not None
        and statement.rank is None
        and quantity.unit(statement.quantity.unit).dimension not in _NOT_INDICATORS
        and lead_of(statement.figure) is None
    ]
    wide = {p.index for t in draft.tables for c in t.cells if c.columns > 1 for p in c.paragraphs}
    for words in in_words:
        proposal = _in_words(words, names, places)
        found.append(replace(proposal, measure=GROWTH) if words.paragraph in wide else proposal)
    return _told_apart(_carried_out(sorted(found, key=lambda p: (p.paragraph, p.offset))))


def _carried_out(found: list[Proposal]) -> list[Proposal]:
    """How much of a plan was carried out, named by what the sentence planned: 就业2650人，完成目标任务的120%."""
    named: list[Proposal] = []
    for p in found:
        before = named[-1] if named else None
        planned = p.name.removesuffix(COMPLETION_RATE)
        if planned != p.name and _NO_MORE_THAN_PLAN.fullmatch(planned):
            is_told = before is not None and before.sentence == p.sentence and before.paragraph == p.paragraph
            p = replace(p, name=before.name + COMPLETION_RATE if before and is_told and before.name else "")
        named.append(p)
    return named


def _in_words(words: Words, names: Names, places: dict[int, str]) -> Proposal:
    named = names.named(terms.fold(words.label))
    evidence = words.sentence if len(words.sentence) <= EVIDENCE else f"{words.label} {words.text}"[:EVIDENCE]
    return Proposal(
        words.label,
        named[0] if named else "",
        words.year,
        names.dataset.whole,
        words.measure,
        words.status or ACTUAL,
        quantity.QUALITATIVE,
        None,
        "",
        words.text,
        f"{places.get(words.paragraph, '')}·{words.label}·{words.head}".replace(" ", "·"),
        evidence,
        words.paragraph,
        words.offset,
        words.sentence,
        words.text,
        in_table=True,
    )


def _proposal(statement: Statement, names: Names, places: dict[int, str]) -> Proposal:
    said, figure = statement.quantity, statement.figure
    assert said.value is not None and figure is not None
    completion = isinstance(figure, TextFigure) and is_completion(figure)
    match = None if completion else _sure(statement, names)
    measure = match.measures[0] if match else figure.measures[0]
    if match and isinstance(figure, CellFigure) and len(figure.measures) > 1:
        share = quantity.unit(names.dataset.indicator[match.indicator].unit).dimension == "ratio"
        measure = CHANGE if share and _is_change(match, names) else figure.measures[0]
    unit = quantity.POINTS if measure == CHANGE and said.unit == quantity.PERCENT else said.unit
    at = places.get(figure.paragraph, "")
    in_cell = isinstance(figure, CellFigure)
    area = _area(statement, match, names)
    locator = f"{at}·{statement.label}·{statement.head}".replace(" ", "·") if in_cell else at
    text = re.sub(r"\s", "", figure.text) if said.upper is not None else ""
    return Proposal(
        figure.label if isinstance(figure, CellFigure) else _named(statement.subject, completion),
        match.indicator if match else "",
        statement.period.of_year,
        area,
        measure,
        statement.status if statement.status != CITED else "",
        said.bound if said.upper is None else quantity.AT_LEAST,
        said.value,
        unit,
        re.sub("^[^0-9]*", "", text),
        locator,
        _evidence(statement),
        figure.paragraph,
        figure.offset,
        figure.sentence,
        figure.text,
        statement.territory.name,
        in_cell,
        _is_main_goal(statement),
        tuple(_reasons(statement, match, area, names)),
    )


def _is_main_goal(statement: Statement) -> bool:
    """Whether a goal stands in a list that is announced as the main goals: 主要预期目标是：…"""
    figure = statement.figure
    if not isinstance(figure, TextFigure) or statement.status != TARGET:
        return False
    at = figure.flow.at[figure.number]
    return bool(_MAIN_GOALS.search(figure.flow.masked[max(0, at - _LONGEST_GOALS) : at]))


_LONGEST_GOALS = 3000
"""Characters that a list of main goals has at most."""
_MAIN_GOALS = re.compile("主要(?:预期)?目标(?:安排)?(?:为|是)?[：:][^。！？]*$|预期目标(?:为|是)?[：:][^。！？]*$")


def _named(subject: str, completion: bool) -> str:
    """The name of what a figure measures; how much of a plan was carried out is another thing than what was planned."""
    if not completion or subject.endswith("率"):
        return subject
    planned = _OF_PLAN.sub("", subject)
    return planned + COMPLETION_RATE if planned else ""


def _reasons(statement: Statement, match: Match | None, area: str, names: Names) -> Iterator[Reason]:
    """What is open or doubtful about a statement."""
    if statement.period.of_year is None:
        yield Reason(NO_YEAR, _PERIODS[statement.period.kind]().format(words=statement.period.text))
    if statement.status == CITED:
        yield Reason(CITED_GOAL)
    elif not statement.status:
        yield Reason(NO_STATUS)
    is_place = bool(place_of(area)) or len(area) <= _LONGEST_PART
    if area not in names.dataset.area and not (statement.territory.is_part and is_place and area[:1] not in "全我本各"):
        yield Reason(ELSEWHERE, area)
    if isinstance(statement.figure, TextFigure):
        yield from about_place(statement.figure, statement.subject)
    unit = quantity.unit(statement.quantity.unit)
    if unit.dimension == unit.text.lstrip("万亿") and unit.text not in names.units:
        yield Reason(ODD_UNIT, unit.text)
    if match is None:
        alike = next((m.indicator for m in matches(statement, names)), "")
        if alike and statement.subject:
            yield Reason(ALIKE, names.dataset.indicator[alike].name)


_PERIODS: dict[str, Callable[[], str]] = {
    PART: lambda: _("the text speaks of a part of the year: {words}"),
    SPAN: lambda: _("the text speaks of several years: {words}"),
    OPEN: lambda: _("the text does not tell"),
}


def _is_change(match: Match, names: Names) -> bool:
    """Whether the dataset takes this share's column of growth as points."""
    measures = Counter(o.measure for o in names.dataset.by_indicator.get(match.indicator, ()) if o.measure != LEVEL)
    return measures[CHANGE] > measures[GROWTH]


def _sure(statement: Statement, names: Names) -> Match | None:
    """The one indicator that is sure and whose unit fits; whose territory it is matters not."""
    found = [m for m in matches(statement, names) if m.is_sure and fits_unit(statement, m.indicator, m.measures, names)]
    return found[0] if len({m.indicator for m in found}) == 1 else None


def _area(statement: Statement, match: Match | None, names: Names) -> str:
    """The territory: its id, or the document's word for one that the dataset does not have."""
    word = statement.territory.name
    if match is not None and match.area is not None:
        return match.area
    return names.dataset.whole if statement.territory.is_own else names.area(terms.fold(word)) or word


def _evidence(statement: Statement) -> str:
    """The clause that holds the figure, at most 40 characters, contiguous in the document but for white space."""
    figure = statement.figure
    if not isinstance(figure, TextFigure):
        return _row_evidence(statement)
    found, text = figure.flow.found[figure.number], figure.flow.text
    near, far = max(0, found.stop - EVIDENCE - 1), min(len(text), found.start + EVIDENCE + 1)
    first = max(near, *(text.rfind(c, near, found.start) + 1 for c in terms.CLAUSE))
    last = min((n for n in (text.find(c, found.stop, far) for c in terms.CLAUSE) if n >= 0), default=far)
    starts = [n + 1 for n in range(max(first, found.stop - EVIDENCE), found.start) if text[n] in "，、"] + [found.start]
    starts += [first] if found.stop - first <= EVIDENCE else []
    ends = [n for n in range(found.stop, min(last, found.start + EVIDENCE)) if text[n] in "，、"] + [found.stop, last]
    windows = [(s, e) for s in starts for e in ends if found.stop <= e and e - s <= EVIDENCE]
    if not windows:
        return text[found.stop - EVIDENCE : found.stop]
    start, end = max(windows, key=lambda w: (w[1] - w[0] + _whole_clauses(text, *w), w[0]))
    if start == found.start and end == found.stop:
        return text[max(first, found.stop - EVIDENCE) : found.stop]
    return text[start:end]


def _whole_clauses(text: str, start: int, end: int) -> int:
    """What a window is worth more for beginning and ending where a clause does."""
    return 12 * (start == 0 or text[start - 1] in "，。；") + 6 * (end == len(text) or text[end] in "，。；")


def _row_evidence(figure: Statement) -> str:
    digits = re.sub(r"\s", "", figure.text)
    if len(figure.sentence) <= EVIDENCE:
        return figure.sentence
    return f"{figure.label[: EVIDENCE - len(digits) - 1]} {digits}"


def _places(draft: Draft) -> dict[int, str]:
    """Where each paragraph stands: the numerals of its headings, its item's number, its own number."""
    places: dict[int, str] = {}
    heads: dict[int, str] = {}
    annex = False
    for paragraph in draft.paragraphs:
        text = re.sub(r"[\s#*]", "", paragraph.numbered)
        annex = annex or bool(re.match("附件[0-9]{0,2}[：:]?$", text))
        first, second, item = (
            re.match("([一二三四五六七八九十]{1,3})、", text),
            re.match("（([一二三四五六七八九十]{1,3})）", text),
            re.match(r"(\d{1,3})[.．、](?!\d)", text),
        )
        if first:
            heads = {1: first[1]}
        elif second:
            heads = {1: heads.get(1, ""), 2: f"（{second[1]}）"}
        elif item:
            heads = {**{k: v for k, v in heads.items() if k < 3}, 3: f"第{item[1]}项"}
        number = f"第{paragraph.index + 1}段"
        if paragraph.kind == "cell":
            places[paragraph.index] = "附件" if annex else f"表（{number}）"
        elif 3 in heads:
            places[paragraph.index] = heads[3]
        else:
            places[paragraph.index] = "·".join(p for p in (heads.get(1, "") + heads.get(2, ""), number) if p)
    return places


def _told_apart(found: list[Proposal]) -> list[Proposal]:
    """Locators that keep the key of every row its own."""
    seen: Counter[tuple[object, ...]] = Counter()
    told = []
    for p in found:
        key = (p.indicator or p.name, p.year, p.area, p.measure, p.status, p.bound, p.locator)
        seen[key] += 1
        told.append(replace(p, locator=f"{p.locator}·{seen[key]}") if seen[key] > 1 else p)
    return told
