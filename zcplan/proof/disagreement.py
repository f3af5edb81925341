"""Statements of one fact that cannot all be true, in groups that agree among themselves; and how they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from zcplan.analysis.transposition import transposed
from zcplan.figures.statement import Statement
from zcplan.model import ESTIMATE
from zcplan.proof.agreement import agree, value_in, within_reach
from zcplan.proof.finding import CONTRADICTS, SUPERSEDED
from zcplan.proof.identity import GOAL, RANK, Fact
from zcplan.proof.papers import Stated
from zcplan.quantity import AT_LEAST, AT_MOST

DIFFERENT, MAGNITUDE, SIGN, BOUND, RANKS = "different", "magnitude", "sign", "bound", "rank"
PERIOD, TERRITORY, SUBJECT = "period", "territory", "subject"
GOALS, REVISION, ALIKE = "goals", "revision", "alike"
CODES = (MAGNITUDE, SIGN, DIFFERENT, RANKS, BOUND, PERIOD, TERRITORY, SUBJECT, GOALS, REVISION, ALIKE)
"""How statements disagree, the gravest first.

``period`` ``territory`` ``subject``: the figure is the same and what it is said of is not.
"""
Group = tuple[Stated, ...]


@dataclass(frozen=True)
class Disagreement:
    """Statements that cannot all be true.

    :param verdict: ``contradicts``; ``superseded`` where a result replaced an estimate; ``unknown`` for a pair that is
        only alike
    :param code: how they disagree, one of :data:`CODES`
    :param fact: what the first group speaks of
    :param groups: what agrees together; the largest group first, then in the order of the drafts
    :param transposed: two neighbouring digits are exchanged
    """

    verdict: str
    code: str
    fact: Fact
    groups: tuple[Group, ...]
    transposed: bool = False

    @property
    def statements(self) -> tuple[Stated, ...]:
        """All of them, in the order of the drafts."""
        return tuple(sorted((s for group in self.groups for s in group), key=lambda s: s.order))

    @property
    def gravity(self) -> tuple[int, ...]:
        """Sorts disagreements: the gravest first, then as a reader meets them."""
        return (CODES.index(self.code), *self.statements[0].order)


def groups_of(stated: Iterable[Stated], fact: Fact) -> list[Group]:
    """Statements of a fact in groups whose members all agree with each other.

    Each is held against the different ones only, so that a hundred drafts that say the same cost a hundred looks.
    """
    groups: list[list[Stated]] = []
    heads: list[dict[tuple[object, ...], Statement]] = []
    for s in stated:
        said = s.statement.quantity
        words = (said.value, said.unit, said.bound, said.upper, s.statement.rank)
        home = next(
            (n for n, own in enumerate(heads) if words in own or _fits(s.statement, own.values(), fact)),
            len(groups),
        )
        if home == len(groups):
            groups.append([])
            heads.append({})
        groups[home].append(s)
        heads[home].setdefault(words, s.statement)
    return [tuple(g) for g in groups]


def _fits(statement: Statement, others: Iterable[Statement], fact: Fact) -> bool:
    return all(both_true(statement, other, fact) for other in others)


def both_true(one: Statement, other: Statement, fact: Fact) -> bool:
    """Whether two statements of a fact can both be true."""
    if fact.measure == RANK:
        return one.rank == other.rank
    return agree(one.quantity, other.quantity, are_goals=fact.status == GOAL)


def disagreement(fact: Fact, groups: Sequence[Group]) -> Disagreement:
    """The disagreement of groups, with the mildest word that is true of it."""
    ranked = tuple(sorted(groups, key=lambda g: (-len({s.paper for s in g}), g[0].order)))
    heads = [g[0].statement for g in ranked]
    swapped = len(heads) == 2 and _is_transposed(*heads)
    code = _code(fact, ranked)
    return Disagreement(SUPERSEDED if code == REVISION else CONTRADICTS, code, fact, ranked, swapped)


def _code(fact: Fact, groups: Sequence[Group]) -> str:
    pairs = list(combinations([g[0].statement for g in groups], 2))
    if fact.measure == RANK:
        return RANKS
    if fact.status != GOAL and [_is_estimated(g) for g in groups].count(False) == 1:
        return REVISION
    quantities = [(a.quantity, b.quantity) for a, b in pairs]
    if all({a.bound, b.bound} == {AT_LEAST, AT_MOST} and a.value == b.value for a, b in quantities):
        return BOUND
    if all(a.value is not None and b.value is not None and a.value == -value_in(b, a.unit) for a, b in quantities):
        return SIGN
    if all(_same_digits(a, b) for a, b in pairs):
        return MAGNITUDE
    if fact.status == GOAL and all(within_reach(a, b) for a, b in quantities):
        return GOALS
    return DIFFERENT


def _is_estimated(group: Group) -> bool:
    return all(s.statement.status == ESTIMATE for s in group)


def _same_digits(one: Statement, other: Statement) -> bool:
    """Whether the digits are the same and only the unit or the point differs: 5.3亿元 and 5.3万元."""
    a, b = one.quantity.value, other.quantity.value
    if not a or not b:
        return False
    return a.normalize().as_tuple().digits == b.normalize().as_tuple().digits and a.is_signed() == b.is_signed()


def _is_transposed(one: Statement, other: Statement) -> bool:
    a, b = one.quantity, other.quantity
    return a.unit == b.unit and a.value is not None and b.value is not None and transposed(a.value, b.value)
