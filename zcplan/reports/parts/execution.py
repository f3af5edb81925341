"""How a year's plan was carried out, told field by field: results beside their targets, then all other results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison, as_quantity
from zcplan.analysis.vintage import results
from zcplan.model import GROWTH, LEVEL, Dataset, Fact, Observation
from zcplan.reports.parts import wording

CLAUSES = 8
"""Most clauses in one paragraph: more make it unreadable."""
_ORDER = {LEVEL: 0, GROWTH: 1}


@dataclass(frozen=True)
class Field:
    """A group of indicators: what came of it, and the names that a person must see to."""

    name: str
    paragraphs: tuple[str, ...]
    untold: str
    to_judge: str


def overall(leading: Iterable[Comparison], year: int) -> str:
    """Which headline indicators reached their target and which did not, without a figure; empty if none is known."""
    judged = {
        "达到或超过预期目标": (rule.EXCEEDED, rule.MET),
        "接近预期目标": (rule.NEAR,),
        "未达到预期目标": (rule.MISSED,),
    }
    comparisons = tuple(leading)
    clauses = []
    for words, verdicts in judged.items():
        names = [c.indicator.name for c in comparisons if c.verdict in verdicts]
        if names:
            clauses.append("、".join(names) + words)
    return f"{year}年主要指标中，{wording.listing(clauses)}" if clauses else ""


def remaining(dataset: Dataset, year: int, comparisons: Iterable[Comparison]) -> tuple[Observation, ...]:
    """Results of the year that no comparison tells, the one to use of each fact; parts told with their whole not."""
    told = {c.actual.fact for c in comparisons if c.actual is not None}
    return tuple(_others(dataset, year, told))


def fields(dataset: Dataset, comparisons: Iterable[Comparison], others: Iterable[Observation]) -> tuple[Field, ...]:
    """Every group that has a target or a result, in the dataset's order.

    :param others: results without a target
    """
    rest, more = list(comparisons), list(others)
    groups = dict.fromkeys(i.group for i in dataset.indicators)
    found = (_field(dataset, g, [c for c in rest if c.indicator.group == g], more) for g in groups)
    return tuple(f for f in found if f.paragraphs or f.untold)


def _field(dataset: Dataset, group: str, comparisons: list[Comparison], others: list[Observation]) -> Field:
    known = sorted((c for c in comparisons if c.actual is not None), key=lambda c: c.verdict == rule.JUDGE)
    plain = [statement(o, dataset) for o in others if dataset.indicator[o.indicator].group == group]
    clauses = [clause(c, dataset) for c in known]
    return Field(
        name=group,
        paragraphs=(*paragraphs(clauses), *paragraphs(plain)),
        untold="、".join(c.indicator.name for c in comparisons if c.actual is None),
        to_judge="、".join(wording.subject(c, dataset) for c in known if c.verdict == rule.JUDGE),
    )


def _others(dataset: Dataset, year: int, told: set[Fact]) -> Iterator[Observation]:
    inside = {part.fact for fact in told for o in results(dataset, fact)[:1] for part in parts(o, dataset)}
    for indicator in dataset.indicators:
        statements = dataset.by_indicator.get(indicator.id, ())
        facts = {o.fact for o in statements if o.year == year and not o.is_target} - told - inside
        for fact in sorted(facts, key=lambda f: (f[2] != dataset.whole, f[2], _ORDER.get(f[3], 2))):
            if fact not in inside:
                used = results(dataset, fact)[0]
                inside |= {part.fact for part in parts(used, dataset)}
                yield used


def clause(c: Comparison, dataset: Dataset) -> str:
    """A clause on a comparison, with the territory's parts; one that needs a judgement states the result alone."""
    assert c.actual is not None
    if c.verdict == rule.JUDGE:
        return statement(c.actual, dataset)
    return wording.sentence(c, dataset, parts=part_words(c.actual, dataset))


def statement(o: Observation, dataset: Dataset) -> str:
    """A clause on a figure alone: 区重点项目数93个（含文昌湖31个）, 空气质量优良天数（文昌湖）253天.

    Words that stand for a level follow a colon: 建成区雨污分流率：全部实现雨污分流.
    """
    area = "" if o.area == dataset.whole else f"（{dataset.area[o.area].name}）"
    colon = "：" if o.value is None and o.measure == LEVEL else ""
    return f"{dataset.indicator[o.indicator].name}{area}{colon}{wording.stated(o)}{part_words(o, dataset)}"


def by_group(observations: Iterable[Observation], dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Groups with their figures in one sentence, in the dataset's order."""
    texts: dict[str, list[str]] = {i.group: [] for i in dataset.indicators}
    for o in observations:
        texts[dataset.indicator[o.indicator].group].append(statement(o, dataset))
    return tuple((group, wording.listing(clauses)) for group, clauses in texts.items() if clauses)


def parts(o: Observation, dataset: Dataset) -> tuple[Observation, ...]:
    """The same document's figures of the parts of the territory that this figure includes."""
    if o.value is None or o.measure != LEVEL or not quantity.unit(o.unit).additive:
        return ()
    areas = [a.id for a in dataset.areas if a.part_of == o.area and not a.stands_for]
    return tuple(
        part
        for area in areas
        for part in dataset.by_fact.get((o.indicator, o.year, area, o.measure), ())
        if part.document == o.document and part.is_target == o.is_target and part.value is not None
    )


def part_words(o: Observation, dataset: Dataset) -> str:
    """The parts in brackets: （含文昌湖31个）; nothing where there are none."""
    return "".join(f"（含{dataset.area[p.area].name}{quantity.format(as_quantity(p))}）" for p in parts(o, dataset))


def paragraphs(clauses: list[str]) -> tuple[str, ...]:
    """Clauses in paragraphs of a length that can be read, of about equal length."""
    count = -(-len(clauses) // CLAUSES)
    ends = [len(clauses) * n // count for n in range(count + 1)] if count else [0]
    return tuple(wording.listing(clauses[start:end]) for start, end in pairwise(ends))
