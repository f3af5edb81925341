"""The figures of a document as proposed observations, in the dataset's own columns, for a person to review."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.difference_words import lead_of
from zcplan.figures.figure import Figure, Words
from zcplan.figures.naming import name_of
from zcplan.figures.read import read_figures, read_words
from zcplan.matching.match import STRONG, Tie, ties
from zcplan.matching.names import Known
from zcplan.model import ACTUAL, CHANGE, GROWTH, LEVEL, Dataset
from zcplan.reading.document import Draft

EVIDENCE = 40
"""Longest evidence, in characters."""
_NOT_INDICATORS = ("age", "hour")


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


def extract(draft: Draft, dataset: Dataset, year: int | None = None) -> list[Proposal]:
    """Every figure of a document that may be an indicator's.

    :param year: the document's own year, where it does not tell itself
    """
    known = Known(dataset)
    places = _places(draft)
    found = [
        _proposal(figure, known, places)
        for figure in read_figures(draft, known.units, year)
        if quantity.unit(figure.quantity.unit).dimension not in _NOT_INDICATORS and lead_of(figure) is None
    ]
    found += [_in_words(words, known, places) for words in read_words(draft, known.units, year)]
    return _told_apart(sorted(found, key=lambda p: (p.paragraph, p.offset)))


def _in_words(words: Words, known: Known, places: dict[int, str]) -> Proposal:
    named = known.exact(terms.fold(words.label))
    evidence = words.sentence if len(words.sentence) <= EVIDENCE else f"{words.label} {words.text}"[:EVIDENCE]
    return Proposal(
        words.label,
        named[0] if named else "",
        words.year,
        known.dataset.whole,
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
    )


def _proposal(figure: Figure, known: Known, places: dict[int, str]) -> Proposal:
    said = figure.quantity
    assert said.value is not None
    tie = _sure(figure, known)
    status = figure.status or ACTUAL
    measure = tie.measures[0] if tie else figure.measures[0]
    if tie and figure.number < 0 and len(figure.measures) > 1:
        share = quantity.unit(known.dataset.indicator[tie.indicator].unit).dimension == "ratio"
        measure = CHANGE if share and _is_change(tie, known) else figure.measures[0]
    unit = quantity.POINTS if measure == CHANGE and said.unit == quantity.PERCENT else said.unit
    at = places.get(figure.paragraph, "")
    locator = f"{at}·{figure.label}·{figure.head}".replace(" ", "·") if figure.number < 0 else at
    text = re.sub(r"\s", "", figure.text) if said.upper is not None else ""
    return Proposal(
        name_of(figure),
        tie.indicator if tie else "",
        figure.year,
        tie.area if tie else _area(figure, known),
        measure,
        status,
        said.bound if said.upper is None else quantity.AT_LEAST,
        said.value,
        unit,
        re.sub("^[^0-9]*", "", text),
        locator,
        _evidence(figure),
        figure.paragraph,
        figure.offset,
        figure.sentence,
    )


def _is_change(tie: Tie, known: Known) -> bool:
    """Whether the dataset takes this share's column of growth as points."""
    measures = Counter(o.measure for o in known.dataset.by_indicator.get(tie.indicator, ()) if o.measure != LEVEL)
    return measures[CHANGE] > measures[GROWTH]


def _sure(figure: Figure, known: Known) -> Tie | None:
    """The one tie that is sure and whose unit fits."""
    fitting = [t for t in ties(figure, known) if _fits(figure, t, known)]
    if not fitting or fitting[0].strength < STRONG:
        return None
    return fitting[0]


def _fits(figure: Figure, tie: Tie, known: Known) -> bool:
    unit, own = figure.quantity.unit, known.dataset.indicator[tie.indicator].unit
    if tie.measures[0] == LEVEL:
        counts = {quantity.unit(unit).dimension, quantity.unit(own).dimension} <= {"count", "household", "person"}
        return quantity.comparable(unit, own) or counts
    return quantity.unit(unit).dimension in ("ratio", "points") or quantity.comparable(unit, own)


def _area(figure: Figure, known: Known) -> str:
    """The territory of a part: its id, or the document's word for it."""
    inner = figure.inner
    said = known.territory(inner)
    if said:
        return said
    match = re.match("(?:其中)?含([^、，（）\ue000]{2,8}?)(?:的)?\ue000", inner + "\ue000")
    return match[1] if match and not inner.startswith("其中") else known.dataset.whole


def _evidence(figure: Figure) -> str:
    """The clause that holds the figure, at most 40 characters, contiguous in the document but for white space."""
    if figure.number < 0:
        return _row_evidence(figure)
    found, text = figure.flow.found[figure.number], figure.flow.text
    first = max(text.rfind(c, 0, found.start) for c in "。；！？") + 1
    last = min((n for n in (text.find(c, found.stop) for c in "。；！？") if n >= 0), default=len(text))
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


def _row_evidence(figure: Figure) -> str:
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


# --- the document itself ---------------------------------------------------------------------------


_KINDS = (
    ("执行情况", "plan-report"),
    ("政府工作报告", "work-report"),
    ("任务|要点", "task-list"),
    ("计划", "plan"),
    ("公报", "bulletin"),
)


def described(draft: Draft, dataset: Dataset) -> dict[str, str]:
    """What a document says of itself: title, number, issuer, date, kind; empty where it does not tell.

    Its precedence is that of the dataset's documents of its kind.
    """
    top = [re.sub(r"[\s*#]", "", p.text) for p in draft.paragraphs if p.text.strip()][:25]
    number = next((m[0] for t in top if (m := re.search("[\u4e00-\u9fff]{2,8}〔(?:19|20)[0-9]{2}〕[0-9]+号", t))), "")
    dated = next((m for t in top if (m := re.search(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日", t))), None)
    title = ""
    for line in top:
        if re.search("[。：]$", line) or re.match("(——|──|[一二三四五六七八九十]、)", line) or line == number:
            break
        title += line
        if re.search("(报告|计划|通知|规划|方案|意见|公报|任务|要点)$", title):
            break
    issuer = next(
        (t for t in top if re.fullmatch(".{2,24}(人民政府|人民政府办公室|改革局|改革委员会|统计局|委员会)", t)), ""
    )
    date = f"{int(dated[1]):04d}-{int(dated[2]):02d}-{int(dated[3]):02d}" if dated else ""
    kind = next((k for pattern, k in _KINDS if re.search(pattern, title)), "")
    precedence = next((str(d.precedence) for d in dataset.documents if d.kind == kind), "")
    return {
        "title": title[:120],
        "number": number,
        "issuer": issuer,
        "date": date,
        "kind": kind,
        "precedence": precedence,
    }
