"""Drafts held against each other: statements of one fact that cannot both be true.

Every draft's statements are put under the fact that they are of (:mod:`zcplan.proof.identity`), and under the words
that lead to them (:mod:`zcplan.proof.wording`); only what stands under one key is compared, so that time grows with the
number of figures and not with that of pairs. A subject that is no common name and that a draft itself gives several
values (three sites of one kind of project) names no single thing: nothing is told of it, unless pairs to look at are
asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from zcplan.proof.disagreement import (
    ALIKE,
    Disagreement,
    Group,
    both_true,
    disagreement,
    groups_of,
)
from zcplan.proof.finding import UNKNOWN
from zcplan.proof.identity import RANK, Fact, fact_of
from zcplan.proof.moved import moved
from zcplan.proof.papers import Paper, Stated, homes
from zcplan.proof.wording import same_words

_ENDING = 4
"""Characters at the end of a subject, its head noun, that two of them share to be looked at together."""
_CROWD = 12
"""More subjects than this with one ending are of a kind, not of one thing."""


@dataclass(frozen=True)
class Compared:
    """Drafts with their statements under the facts that they are of, and what they say differently."""

    papers: tuple[Paper, ...]
    facts: Mapping[Fact, Sequence[Stated]]
    disagreements: tuple[Disagreement, ...]


def compare(papers: Sequence[Paper], names: Mapping[str, str], *, with_facts: bool = True) -> Compared:
    """Hold drafts against each other; the gravest disagreement first.

    :param names: from names of indicators to the common ones (:func:`zcplan.proof.identity.names_of`)
    :param with_facts: put the statements under their facts also where there is one draft alone, which differs from none
    """
    if len(papers) < 2 and not with_facts:
        return Compared(tuple(papers), {}, ())
    own = homes(papers)
    known: dict[Fact, list[Stated]] = defaultdict(list)
    for number, paper in enumerate(papers):
        for statement in paper.statements:
            fact = fact_of(statement, names, own[number])
            if fact is not None:
                known[fact].append(Stated(number, statement))
    several = ((fact, stated) for fact, stated in known.items() if len({s.paper for s in stated}) > 1)
    found = [d for fact, stated in several if (d := _of_fact(fact, stated, names)) is not None]
    settled = {id(s.statement) for stated in known.values() if len({s.paper for s in stated}) > 1 for s in stated}
    told = {id(s.statement) for d in found for s in d.statements}
    found += same_words(papers, own, settled, told)
    told |= {id(s.statement) for d in found for s in d.statements}
    found += moved(papers, known, names, told)
    return Compared(tuple(papers), dict(known), tuple(sorted(found, key=lambda d: d.gravity)))


def _of_fact(fact: Fact, stated: Sequence[Stated], names: Mapping[str, str]) -> Disagreement | None:
    """How the drafts disagree on one fact; ``None`` where they do not, or where it can't be told."""
    groups = groups_of(stated, fact)
    if len(groups) < 2:
        return None
    if fact.subject not in names and fact.measure != RANK:
        by_paper = _groups_by_paper(groups)
        clear = {paper for paper, numbers in by_paper.items() if len(numbers) == 1}
        groups = [kept for group in groups if (kept := tuple(s for s in group if s.paper in clear))]
    if len(groups) < 2 or not any(_apart(one, other) for one, other in combinations(groups, 2)):
        return None
    return disagreement(fact, groups)


def _apart(one: Group, other: Group) -> bool:
    """Whether two groups set drafts against each other, and not only one draft against itself."""
    return len({s.paper for s in (*one, *other)}) > 1


def _groups_by_paper(groups: Sequence[Group]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for s in group:
            found[s.paper].add(number)
    return found


def alike(compared: Compared) -> tuple[Disagreement, ...]:
    """Pairs worth a look: what a draft gives several values, and subjects of which one holds the other."""
    told = {d.fact for d in compared.disagreements}
    found = [*_ambiguous(compared.facts, told), *_by_ending(compared.facts)]
    return tuple(sorted(found, key=lambda d: d.gravity))


def _ambiguous(known: Mapping[Fact, Sequence[Stated]], told: set[Fact]) -> Iterator[Disagreement]:
    for fact, stated in known.items():
        if len({s.paper for s in stated}) < 2 or fact in told:
            continue
        groups = groups_of(stated, fact)
        shared = {p for g in groups if len(papers := {s.paper for s in g}) > 1 for p in papers}
        rest = tuple(g for g in groups if not {s.paper for s in g} & shared)
        if len({s.paper for g in rest for s in g}) > 1 and len(rest) > 1:
            yield Disagreement(UNKNOWN, ALIKE, fact, rest)


def _by_ending(known: Mapping[Fact, Sequence[Stated]]) -> Iterator[Disagreement]:
    frames: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in known:
        key = (fact.subject[-_ENDING:], fact.territory, fact.period, fact.status, fact.measure, fact.kind)
        frames[key].append(fact)
    for similar in frames.values():
        if not 1 < len(similar) <= _CROWD:
            continue
        for one, other in combinations(similar, 2):
            short, long = sorted((one.subject, other.subject), key=len)
            pair = (known[one][0], known[other][0])
            apart = short in long and pair[0].paper != pair[1].paper
            if apart and not both_true(pair[0].statement, pair[1].statement, one):
                yield Disagreement(UNKNOWN, ALIKE, one, tuple((s,) for s in pair))
