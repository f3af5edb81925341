"""The same figure said of something else: a right number under a wrong year, place or name.

A number of several digits that two drafts give to almost the same fact, and that neither gives to the other one's, has
hardly come about twice: one of the drafts names the wrong year, territory or sibling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from zcplan import quantity
from zcplan.proof.disagreement import PERIOD, SUBJECT, TERRITORY, Disagreement
from zcplan.proof.finding import CONTRADICTS
from zcplan.proof.identity import Fact, bare_place
from zcplan.proof.papers import Paper, Stated
from zcplan.quantity import Quantity

DIGITS = 3
"""Digits that count from which on a number is hardly the same by chance: 5% and 4000人 are, 40495元 is not."""
SIBLINGS = (
    ("城镇", "农村", "城乡"),
    ("工业", "服务业", "农业"),
    ("进口", "出口"),
    ("存款", "贷款"),
    ("收入", "支出"),
    ("第一产业", "第二产业", "第三产业"),
    ("规模以上", "限额以上"),
    ("公办", "民办"),
    ("国有", "民营"),
    ("省级", "市级", "国家级"),
)
"""Words that exclude each other: two names that differ in one of them are never two names of one thing."""
_SIBLINGS = tuple(re.compile("|".join(sorted(words, key=len, reverse=True))) for words in SIBLINGS)


def moved(
    papers: Sequence[Paper], known: Mapping[Fact, Sequence[Stated]], names: Mapping[str, str], told: set[int]
) -> Iterator[Disagreement]:
    """Facts of one draft each with one and the same figure, apart in one part of what it is said of.

    :param names: a number of few digits tells only where its subject has a common name, and only a wrong time
    :param told: statements of disagreements that are told already
    """
    same: dict[tuple[object, ...], list[tuple[Fact, Stated]]] = defaultdict(list)
    for fact, stated in known.items():
        if len(stated) != 1 or stated[0].statement.quantity.value is None or id(stated[0].statement) in told:
            continue
        for key in _keys(fact, stated[0].statement.quantity, names):
            same[key].append((fact, stated[0]))
    for key, pair in same.items():
        if len(pair) != 2:
            continue
        (one, a), (other, b) = pair
        of_one_year = papers[a.paper].year is not None and papers[a.paper].year == papers[b.paper].year
        if a.paper == b.paper or not of_one_year or one == other or not _of_one_place(papers[a.paper], papers[b.paper]):
            continue
        if not _stated_by(known, one, b.paper) and not _stated_by(known, other, a.paper):
            yield Disagreement(CONTRADICTS, str(key[0]), one, ((a,), (b,)))


def _of_one_place(one: Paper, other: Paper) -> bool:
    return not one.place or not other.place or bare_place(one.place) == bare_place(other.place)


def _keys(fact: Fact, said: Quantity, names: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """A fact and its number, each time without one of the parts that may be wrong."""
    assert said.value is not None
    value = (said.value * quantity.unit(said.unit).factor).normalize()
    many = _digits(said.value) >= DIGITS
    if many or fact.subject in names:
        yield (PERIOD, value, replace(fact, period=("", None, None, "")))
    if many and fact.territory:
        yield (TERRITORY, value, replace(fact, territory=""))
    for pattern in _SIBLINGS if many else ():
        if pattern.search(fact.subject):
            yield (SUBJECT, value, replace(fact, subject=pattern.sub("*", fact.subject)))


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _stated_by(known: Mapping[Fact, Sequence[Stated]], fact: Fact, paper: int) -> bool:
    return any(s.paper == paper for s in known.get(fact, ()))
