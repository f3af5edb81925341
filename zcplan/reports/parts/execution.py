"""How a year's plan was carried out, told field by field: results beside their targets, then all other results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison
from zcplan.analysis.vintage import results
from zcplan.model import GROWTH, LEVEL, Dataset, Fact, Observation
from zcplan.reports.parts import wording
from zcplan.reports.parts.writer import Clause, Writer, joined, told

CLAUSES = 8
"""Most clauses in one sentence: more make it unreadable."""
SHORT = (rule.SLIGHT, rule.NEAR, rule.MISSED)
"""How an indicator stands that falls short of its target."""
_ORDER = {LEVEL: 0, GROWTH: 1}


@dataclass(frozen=True)
class Field:
    """A group of indicators: what came of it, and the names that a person must see to.

    ``to_check`` names those that miss their target by the numbers, but whose two statements may not cover the same.
    """

    name: str
    paragraphs: tuple[str, ...]
    untold: str
    to_judge: str
    to_check: str


def overall(writer: Writer, leading: Iterable[Comparison], year: int) -> str:
    """How headline indicators stand to their target, without a figure; empty if nothing is known."""
    groups = {"reached": (rule.EXCEEDED, rule.MET), "slight": (rule.SLIGHT,), "near": (rule.NEAR,)}
    comparisons = tuple(leading)
    clauses = []
    for name, standings in {**groups, "missed": (rule.MISSED,)}.items():
        names = [c.indicator.name for c in comparisons if c.standing in standings]
        if names:
            clauses.append(writer.phrases(f"overall.{name}", names=wording.names(names)))
    return writer.phrases("overall.lead", year=year, clauses=wording.listing(clauses)) if clauses else ""


def remaining(writer: Writer, year: int, comparisons: Iterable[Comparison]) -> tuple[Observation, ...]:
    """Results of the year that no comparison tells, the one to use of each fact; parts told with their whole not."""
    compared = [c.actual for c in comparisons if c.actual is not None]
    told_facts = {o.fact for c in compared for o in (c, *writer.companions(c))}
    return tuple(_others(writer, year, told_facts))


def _others(writer: Writer, year: int, told_facts: set[Fact]) -> Iterator[Observation]:
    dataset = writer.dataset
    inside = {part.fact for fact in told_facts for o in results(dataset, fact)[:1] for part in writer.parts(o)}
    for indicator in dataset.indicators:
        statements = dataset.by_indicator.get(indicator.id, ())
        facts = {o.fact for o in statements if o.year == year and not o.is_target} - told_facts
        for fact in sorted(facts, key=lambda f: (f[2] != dataset.whole, f[2], _ORDER.get(f[3], 2))):
            if fact not in inside:
                used = results(dataset, fact)[0]
                inside |= {o.fact for o in (*writer.parts(used), *writer.companions(used))}
                if not writer.misleads(used):
                    yield used


def fields(writer: Writer, comparisons: Iterable[Comparison], others: Iterable[Observation]) -> tuple[Field, ...]:
    """Every group that has a target or a result, in the dataset's order.

    :param others: results without a target
    """
    rest, more = list(comparisons), list(others)
    groups = dict.fromkeys(i.group for i in writer.dataset.indicators)
    found = (_field(writer, g, [c for c in rest if c.indicator.group == g], more) for g in groups)
    return tuple(f for f in found if f.paragraphs or f.untold)


def _field(writer: Writer, group: str, comparisons: list[Comparison], others: list[Observation]) -> Field:
    order = {i.id: n for n, i in enumerate(writer.dataset.indicators)}
    known = [c for c in comparisons if c.actual is not None]
    own = [o for o in others if writer.dataset.indicator[o.indicator].group == group]
    clauses = [clause(writer, c) for c in known] + [result(writer, o) for o in own]
    return Field(
        name=group,
        paragraphs=paragraphs(sorted(clauses, key=lambda c: (bool(c.remark), order[c.indicator]))),
        untold=wording.names(c.indicator.name for c in comparisons if c.actual is None),
        to_judge=wording.names(writer.subject(c) for c in known if c.verdict == rule.JUDGE),
        to_check=doubts(writer, known),
    )


def doubts(writer: Writer, comparisons: Iterable[Comparison]) -> str:
    """Names of those that seem to miss their target, with why that is not sure."""
    names = (
        writer.phrases("sentence.caveat", sentence=writer.subject(c), caveat="；".join(c.caveats))
        for c in comparisons
        if c.standing in SHORT and c.caveats
    )
    return wording.names(names)


def clause(writer: Writer, c: Comparison) -> Clause:
    """A result as a report tells it: the distance from its goal is told of what surely falls short of it."""
    assert c.actual is not None
    if c.standing in SHORT and not c.caveats:
        return writer.comparison(c)
    return result(writer, c.actual)


def result(writer: Writer, o: Observation) -> Clause:
    """A figure with the other measures that its document states of the indicator."""
    return writer.clause(o, *writer.companions(o))


def by_group(writer: Writer, observations: Iterable[Observation]) -> tuple[tuple[str, str], ...]:
    """Groups with their figures in one sentence, in the dataset's order."""
    indicator = writer.dataset.indicator
    order = {i.group: n for n, i in reversed(list(enumerate(writer.dataset.indicators)))}
    ranked = sorted(observations, key=lambda o: order[indicator[o.indicator].group])
    grouped = groupby(ranked, key=lambda o: indicator[o.indicator].group)
    return tuple((group, sentence([writer.clause(o) for o in members])) for group, members in grouped)


def sentence(clauses: Sequence[Clause]) -> str:
    """All the clauses in one sentence."""
    return told(joined(clauses))


def paragraphs(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Plain clauses in one paragraph of sentences that can be read, those with a remark in another."""
    found = []
    for _remarked, members in groupby(clauses, key=lambda c: bool(c.remark)):
        found.append("".join(told(texts) for texts in evenly(joined(list(members)))))
    return tuple(found)


def evenly(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts in groups of about equal size, none of more than :data:`CLAUSES`."""
    count = -(-len(texts) // CLAUSES)
    ends = [len(texts) * n // count for n in range(count + 1)] if count else [0]
    return (texts[start:end] for start, end in pairwise(ends))


def groups_of(dataset: Dataset) -> tuple[str, ...]:
    """Subjects of the indicators, in the dataset's order."""
    return tuple(dict.fromkeys(i.group for i in dataset.indicators))
