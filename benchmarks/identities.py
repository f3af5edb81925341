"""Alterations of what a figure is said of, the figure itself left right: subject, territory, year, rank, or gone.

Each is made where a core figure's indicator is named beside it. The places are invented.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.answers import TOLD, UNSEEN, Answers, Tally, Trial
from benchmarks.sources import Core
from zcplan import quantity
from zcplan.analysis.compare import results_of
from zcplan.analysis.vintage import targets
from zcplan.model import Dataset, Indicator, Observation

SIBLING, SUBGROUP = "sibling name", "qualifier before name"
PLACE_BEFORE, PLACE_REPLACED, PLACE_KNOWN = "territory before name", "全市 for 全区", "territory, known one"
YEAR_KNOWN, YEAR_OPEN = "year, dataset knows it", "year, dataset does not"
RANK, EXCHANGE, DELETED, ABOUT = "rank added", "name exchange", "deleted figure", "左右 and 以上"
KINDS = (
    SIBLING, SUBGROUP, PLACE_BEFORE, PLACE_REPLACED, PLACE_KNOWN, YEAR_KNOWN, YEAR_OPEN, EXCHANGE, DELETED, ABOUT, RANK,
)  # fmt: skip
TRUE_KINDS = (RANK,)
"""Kinds whose texts say nothing that the dataset denies."""
_PLACES = ("临江区", "安平县", "青山镇", "城东街道", "永定市", "河口乡", "海州区", "平川县")
_ABOVE = ("全市", "全省", "全国")
_QUALIFIERS = (
    ("投资", ("民间", "高技术产业", "制造业", "基础设施")),
    ("零售", ("限额以上", "乡村", "餐饮业")),
    ("进出口|电商", ("民营企业", "一般贸易", "对东盟")),
    ("可支配收入", ("低收入组", "脱贫户", "高收入组")),
    ("余额|贷", ("涉农", "住户", "制造业")),
    ("预算收入", ("镇级", "区本级")),
    ("支出", ("教育", "区本级")),
    ("外资", ("制造业", "高技术产业")),
    ("增加值|总值", ("民营经济", "开发区")),
    ("企业|市场主体", ("民营", "外资")),
    ("项目", ("外资", "民间")),
    ("人|就业", ("女性", "农村")),
    ("", ("农村", "城区")),
)
"""By what an indicator's name holds: words before it that make a part of it."""
_VERB = re.compile("新(?:增|培育|建|引进|改建|打造|认证|创建|入驻|)|建成|建设|培育|引进|改造|入选|争取|完成")
_OWN = re.compile("(全|我|本)[区县市]的?$")
_PART = r"[^，。；（）]{0,6}(（含[^（）]*）)"
"""Behind a figure: the bracket that tells a part of it."""
_COUNTING = re.compile("(数量|人数|人次|场次|里程|((?<!专)家|(?<!平)台|(?<!困)户|[套条座段起次])?数)$")
_NEXT = re.compile("[，。；]")


@dataclass(frozen=True)
class Change:
    """One alteration: what to put from ``start`` to ``end``, and where the figure in question stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Case:
    """Changes that belong together, and the figures that they make wrong (each with the indicators now named)."""

    kind: str
    changes: tuple[Change, ...]
    figures: tuple[tuple[int, int, frozenset[str]], ...]


@dataclass(frozen=True)
class Subject:
    """Where an indicator is named beside its figure."""

    start: int
    end: int
    left: bool


def subject(text: str, core: Core, dataset: Dataset) -> Subject | None:
    """The name nearest to a figure in its own sentence, with no other number between."""
    indicators = {o.indicator for o in core.observations}
    names = sorted({n for i in indicators for n in names_of(dataset.indicator[i])}, key=len, reverse=True)
    first = max(text.rfind(c, 0, core.start) for c in "。！？；\n") + 1
    left, right = text[first : core.start], text[core.end : core.end + 24]
    for name in names:
        spelt = r"[\s*“”\"]*".join(map(re.escape, name))
        hits = [m for m in re.finditer(spelt, left) if not re.search(r"\d", left[m.end() :])]
        if hits and len(left) - hits[-1].end() <= 40:
            return Subject(first + hits[-1].start(), first + hits[-1].end(), True)
        match = re.search(rf"^[^\d，。；、（）]{{0,8}}?({spelt})", right)
        if match:
            return Subject(core.end + match.start(1), core.end + match.end(1), False)
    return None


def names_of(indicator: Indicator) -> list[str]:
    """What running text may call an indicator; without 数 where it counts."""
    bare = [_COUNTING.sub("", n) for n in indicator.names]
    return [n for n in dict.fromkeys([*indicator.names, *bare]) if len(n) > 2]


def qualifiers(indicator: Indicator) -> tuple[str, ...]:
    """Words before its name that make a part of an indicator."""
    return next(words for pattern, words in _QUALIFIERS if re.search(pattern, indicator.name))


def known(dataset: Dataset, indicator: str, like: Observation, year: int, area: str) -> tuple[Observation, ...]:
    """Statements of another indicator, year or territory that the figure would be held against."""
    fact = (indicator, year, area, like.measure)
    found = targets(dataset, fact) if like.is_target else results_of(dataset, fact)
    return tuple(o for o in found if o.value is not None)


def _differs(o: Observation, others: tuple[Observation, ...]) -> bool:
    """Whether none of the statements could be what is printed."""
    assert o.value is not None
    for other in others:
        if not quantity.comparable(o.unit, other.unit):
            return False
        assert other.value is not None
        value = quantity.convert(o.value, o.unit, other.unit)
        if abs(value - other.value) <= max(quantity.half_step(other.value), quantity.half_step(value)):
            return False
    return bool(others)


# --- one case a figure -------------------------------------------------------------------------------


def _sibling(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    own = core.observations[0]
    near = dataset.indicator[own.indicator]
    taken = names_of(near)
    found = []
    for other in dataset.indicators:
        if other.id == own.indicator or any(n in m or m in n for n in names_of(other)[:1] for m in taken):
            continue
        if _differs(own, known(dataset, other.id, own, own.year, own.area)):
            shared = sum(1 for a, b in zip(reversed(other.name), reversed(near.name), strict=False) if a == b)
            found.append((-(shared + 2 * (other.group == near.group)), other.id))
    if not found:
        return None
    other = dataset.indicator[chance.choice(sorted(found)[:5])[1]]
    name = min(names_of(other), key=lambda n: (n.endswith("数"), len(n)))
    return _one(SIBLING, core, Change(at.start, at.end, name), {other.id})


def _subgroup(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    word = chance.choice(qualifiers(dataset.indicator[core.observations[0].indicator]))
    verb = _VERB.match(text, at.start, at.end)
    place = verb.end() if verb else at.start
    return _one(SUBGROUP, core, Change(place, place, word), set())


def _place_before(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    if not at.left or _OWN.search(text[max(0, at.start - 6) : at.start]):
        return None
    return _one(PLACE_BEFORE, core, Change(at.start, at.start, chance.choice(_PLACES)), set())


def _place_replaced(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    own = _OWN.search(text[max(0, at.start - 6) : at.start])
    if not at.left or (not own and not re.search("[，。；、\n]$", text[: at.start])):
        return None
    start = at.start - len(own[0]) if own else at.start
    return _one(PLACE_REPLACED, core, Change(start, at.start, chance.choice(_ABOVE)), set())


def _place_known(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    o, before = core.observations[0], text[max(0, at.start - 8) : at.start]
    if not at.left or len(core.observations) > 1 or any(a.name in before for a in dataset.areas):
        return None
    for area in dataset.areas:
        if area.id != o.area and not area.stands_for and area.id != dataset.whole:
            others = known(dataset, o.indicator, o, o.year, area.id)
            if _differs(o, tuple(s for s in others if s.area == area.id)):
                own = _OWN.search(before)
                start = at.start - len(own[0]) if own else at.start
                place = Change(start, at.start, area.name)
                part = re.match(_PART, text[core.end :])
                rest = [Change(core.end + part.start(1), core.end + part.end(1), "")] if part else []
                figure = (core.start, core.end, frozenset({o.indicator}))
                return Case(PLACE_KNOWN, (place, *rest), (figure,))
    return None


def _year(kind: str) -> Callable[..., Case | None]:
    def make(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
        o = core.observations[0]
        if not at.left:
            return None
        newest = max(d.date.year for d in dataset.documents)
        years = [y for y in range(newest - 6, newest + 1) if all(s.year != y for s in core.observations)]
        knows = {y: known(dataset, o.indicator, o, y, o.area) for y in years}
        both = {y: [s for s in dataset.by_fact.get((o.indicator, y, o.area, o.measure), ()) if s.value] for y in years}
        if kind == YEAR_KNOWN:
            fit = [y for y in years if knows[y] and _differs(o, tuple(both[y]))]
        else:
            fit = [y for y in years if not both[y] and (o.is_target or y < o.year)]
        if not fit:
            return None
        first = max(text.rfind(c, 0, at.start) for c in "。！？；\n") + 1
        said = list(re.finditer(r"(?:19|20)\d\d(?=年)", text[first : at.start]))
        year = str(chance.choice(fit))
        change = Change(at.start, at.start, f"{year}年")
        if said:
            change = Change(first + said[-1].start(), first + said[-1].end(), year)
        return _one(kind, core, change, {o.indicator})

    return make


def _deleted(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    unit = re.match(r"[余多]?(" + re.escape(core.observations[0].unit) + ")", text[core.end :])
    if not at.left or not unit:
        return None
    end = core.end + (unit.end() if chance.random() < 0.5 else 0)
    return _one(DELETED, core, Change(core.start, end, ""), {o.indicator for o in core.observations})


def _about(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    match = re.match("[^\\d，。；、]{0,7}?(左右|以上)", text[core.end :])
    if not match:
        return None
    word = {"左右": "以上", "以上": "左右"}[match[1]]
    bound = {"左右": quantity.ABOUT, "以上": quantity.AT_LEAST}[word]
    same = [s for o in core.observations for s in dataset.by_fact[o.fact] if s.value == o.value and s.bound == bound]
    if same:
        return None
    start = core.end + match.start(1)
    return _one(ABOUT, core, Change(start, start + 2, word), {o.indicator for o in core.observations})


def _rank(text: str, core: Core, at: Subject, dataset: Dataset, chance: random.Random) -> Case | None:
    following = _NEXT.search(text, core.end, core.end + 12)
    if not at.left or not following or re.search(r"\d", text[core.end : following.start()]):
        return None
    words = chance.choice(("居全市第{}位", "列全市第{}", "排名全市第{}位", "位次居全市第{}"))
    rank = chance.choice(("3", "5", "二", "六"))
    change = Change(following.start(), following.start(), "，" + words.format(rank))
    place = (following.start() + 1 + words.index("{") - 1, following.start() + 1 + words.index("{") + 1)
    return Case(RANK, (change,), ((*place, frozenset()),))


def _one(kind: str, core: Core, change: Change, named: set[str]) -> Case:
    return Case(kind, (change,), ((core.start, core.end, frozenset(named)),))


_MAKE: dict[str, Callable[..., Case | None]] = {
    SIBLING: _sibling, SUBGROUP: _subgroup, PLACE_BEFORE: _place_before, PLACE_REPLACED: _place_replaced,
    PLACE_KNOWN: _place_known, YEAR_KNOWN: _year(YEAR_KNOWN), YEAR_OPEN: _year(YEAR_OPEN), DELETED: _deleted,
    ABOUT: _about, RANK: _rank,
}  # fmt: skip


def cases(text: str, cores: list[Core], kind: str, chance: random.Random, dataset: Dataset) -> list[Case]:
    """Every case of a kind that a text allows; tables are left out."""
    body = [c for c in cores if not any(o.in_annex or o.text for o in c.observations)]
    found = [(core, at) for core in body if (at := subject(text, core, dataset))]
    if kind == EXCHANGE:
        return list(_exchanges(text, found))
    return [case for core, at in found if (case := _MAKE[kind](text, core, at, dataset, chance))]


def _exchanges(text: str, found: list[tuple[Core, Subject]]) -> Iterator[Case]:
    """Neighbours of one sentence that change names, their figures being of a kind but not alike."""
    last = 0
    for (one, a), (other, b) in pairwise(found):
        o, p = one.observations[0], other.observations[0]
        apart = last <= a.start and a.end <= b.start and not re.search("[。！？\n]", text[a.start : b.end])
        alike = quantity.unit(o.unit).dimension == quantity.unit(p.unit).dimension and o.measure == p.measure
        if not (apart and alike and a.left and b.left) or o.indicator == p.indicator or o.value == p.value:
            continue
        last = b.end
        changes = (Change(a.start, a.end, text[b.start : b.end]), Change(b.start, b.end, text[a.start : a.end]))
        figures = (
            (one.start, one.end, frozenset({p.indicator})),
            (other.start, other.end, frozenset({o.indicator})),
        )
        yield Case(EXCHANGE, changes, figures)


# --- measuring ---------------------------------------------------------------------------------------


def rounds(text: str, found: list[Case]) -> Iterator[list[Case]]:
    """Cases in groups with no more than one in a paragraph, so that none bears on another."""
    by_line: dict[int, list[Case]] = {}
    for case in found:
        by_line.setdefault(text.count("\n", 0, case.changes[0].start), []).append(case)
    for n in range(max(map(len, by_line.values()), default=0)):
        group = [cases[n] for cases in by_line.values() if n < len(cases)]
        yield sorted(group, key=lambda c: c.changes[0].start)


def applied(text: str, group: list[Case]) -> tuple[str, Callable[[int], int]]:
    """The altered text, and where a place of the old one stands in it."""
    changes = sorted((c for case in group for c in case.changes), key=lambda c: (c.start, c.end))
    out, last = [], 0
    for change in changes:
        out += [text[last : change.start], change.text]
        last = change.end

    def moved(place: int) -> int:
        return place + sum(len(c.text) - (c.end - c.start) for c in changes if c.end <= place and c.start < place)

    return "".join([*out, text[last:]]), moved


def measure(
    sources: dict[str, list[Core]],
    texts: dict[str, str],
    kind: str,
    dataset: Dataset,
    chance: random.Random,
    folder: Path,
    tally: Tally,
) -> None:
    """Add the trials of one kind over all sources to a tally."""
    for document, cores in sources.items():
        text = texts[document]
        for group in rounds(text, cases(text, cores, kind, chance, dataset)):
            altered, moved = applied(text, group)
            answers = Answers(altered, dataset, folder)
            lines = []
            for case in group:
                lines.append(answers.line(moved(case.changes[0].start)))
                for trial in _trials(case, answers, moved):
                    tally.add(trial)
            rest = [f for f in answers.findings if not any(a <= answers.span(f)[0] < b for a, b in lines)]
            tally.leave(kind, len(rest), sum(f.verdict == "contradicts" for f in rest))


def _trials(case: Case, answers: Answers, moved: Callable[[int], int]) -> Iterator[Trial]:
    for start, end, named in case.figures:
        if case.kind == DELETED:
            yield _missing(case, answers, moved(start))
        elif case.kind == RANK:
            shift = moved(case.changes[0].start)
            place = (start - case.changes[0].start + shift, end - case.changes[0].start + shift)
            yield answers.trial(case.kind, place, set(named), wrong=False)
        else:
            first = case.changes[0]
            inserted = first.start == first.end == start
            at = moved(start) + (len(first.text) if inserted else 0)
            yield answers.trial(case.kind, (at, at + end - start), set(named))


def _missing(case: Case, answers: Answers, place: int) -> Trial:
    """Whether a name without its figure is told in its sentence."""
    line = answers.line(place)
    near = [f for f in answers.findings if line[0] <= answers.span(f)[0] < line[1]]
    told = [f for f in near if f.check == "missing" and abs(answers.span(f)[0] - place) < 60]
    trial = answers.trial(case.kind, (place, place + 1), set(case.figures[0][2]))
    outcome = TOLD if told else UNSEEN
    return Trial(case.kind, True, outcome, bool(told), trial.text, "", trial.said)
