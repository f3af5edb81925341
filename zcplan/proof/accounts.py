"""What the statements of one draft must come to, wherever in it they stand: parts and wholes, shares, rates of growth.

Only figures stated exactly are reckoned with, each with what rounding may have hidden. Growth at constant prices does
not go with levels at current ones; it is told only where prices can't explain it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.arithmetic import PRICES
from zcplan.analysis.interval import Interval, printed
from zcplan.figures.statement import YEAR, Statement
from zcplan.model import CHANGE, GROWTH, LEVEL
from zcplan.proof.agreement import value_in
from zcplan.proof.identity import Fact, Home, fact_of, subject_of
from zcplan.proof.slips import came, short
from zcplan.quantity import EXACT

_HUNDRED = Decimal(100)
_WHOLES = (
    ("地区生产总值", ("第一产业增加值", "第二产业增加值", "第三产业增加值")),
    ("进出口总额", ("出口总额", "进口总额")),
    ("金融机构存贷款余额", ("金融机构存款余额", "金融机构贷款余额")),
)
"""Wholes with all their parts, by their common names."""
_SHARES = tuple(
    (f"{part}占比", part, "地区生产总值") for part in ("第一产业增加值", "第二产业增加值", "第三产业增加值")
)
_CONSTANT = re.compile("生产总值|生产$|增加值|固定资产投资|产值")
"""Subjects whose growth is at constant prices, or on another base than the levels printed beside it."""
_OTHER_BASE = re.compile("同口径|可比|不变价|扣除|剔除|实际增长")


@dataclass(frozen=True)
class Account:
    """Statements that do not come to what they must.

    :param code: ``sum`` ``range`` ``share`` ``whole`` (shares that are not 100 %) ``growth`` ``points``
    :param about: the statement it is told of
    :param others: what it was held against
    """

    code: str
    about: Statement
    others: tuple[Statement, ...]
    numbers: dict[str, str]


def accounts(statements: Iterable[Statement], names: Mapping[str, str], home: Home) -> Iterator[Account]:
    """Every account of a draft that does not come out."""
    known: dict[Fact, list[Statement]] = defaultdict(list)
    for statement in statements:
        fact = fact_of(statement, names, home)
        if fact is not None and _is_exact(statement):
            known[fact].append(statement)
    once = {fact: stated[0] for fact, stated in known.items() if len({s.quantity.value for s in stated}) == 1}
    for whole, parts in _WHOLES:
        names_of_parts = [subject_of(p, names) for p in parts]
        for fact in [f for f in once if f.subject == subject_of(whole, names)]:
            yield from _whole(fact, names_of_parts, once)
    yield from _all_shares(once, names)
    for fact in [f for f in once if f.measure == GROWTH and f.period[0] == YEAR]:
        yield from _growth(fact, once)


def _is_exact(statement: Statement) -> bool:
    said = statement.quantity
    return said.bound == EXACT and said.value is not None and said.upper is None and statement.rank is None


def _whole(fact: Fact, parts: Sequence[str], once: Mapping[Fact, Statement]) -> Iterator[Account]:
    """The sum of the levels, or the range of the rates of growth."""
    found = [once.get(replace(fact, subject=part)) for part in parts]
    told = [s for s in found if s is not None]
    if len(told) < len(parts):
        return
    whole = once[fact]
    if fact.measure == LEVEL and quantity.unit(whole.quantity.unit).additive:
        unit = whole.quantity.unit
        total = Interval(Decimal(0), Decimal(0))
        for part in told:
            total = total + _interval(part, unit)
        if not total.meets(_interval(whole, unit)):
            made = sum((value_in(p.quantity, unit) for p in told), Decimal(0))
            yield Account("sum", whole, tuple(told), _numbers(whole, told, f"{short(made)}{unit}"))
    elif fact.measure == GROWTH:
        lows, highs = zip(*((i.low, i.high) for i in (_interval(p, p.quantity.unit) for p in told)), strict=True)
        if not Interval(min(lows), max(highs)).meets(_interval(whole, whole.quantity.unit)):
            yield Account("range", whole, tuple(told), _numbers(whole, told, ""))


def _all_shares(once: Mapping[Fact, Statement], names: Mapping[str, str]) -> Iterator[Account]:
    subjects = [subject_of(share, names) for share, _part, _whole in _SHARES]
    for fact in [f for f in once if f.subject == subjects[0] and f.measure == LEVEL]:
        told = [s for name in subjects if (s := once.get(replace(fact, subject=name))) is not None]
        if len(told) == len(subjects):
            total = Interval(Decimal(0), Decimal(0))
            for part in told:
                total = total + _interval(part, quantity.PERCENT)
            if not total.meets(Interval(_HUNDRED, _HUNDRED)):
                made = sum((value_in(p.quantity, quantity.PERCENT) for p in told), Decimal(0))
                yield Account("whole", told[-1], tuple(told[:-1]), _numbers(told[-1], told, f"{short(made)}%"))
    for share_name, part_name, whole_name in _SHARES:
        for fact in [f for f in once if f.subject == subject_of(share_name, names) and f.measure == LEVEL]:
            yield from _share(fact, subject_of(part_name, names), subject_of(whole_name, names), once)


def _share(fact: Fact, part_name: str, whole_name: str, once: Mapping[Fact, Statement]) -> Iterator[Account]:
    part = once.get(replace(fact, subject=part_name, kind="CNY"))
    whole = once.get(replace(fact, subject=whole_name, kind="CNY"))
    if part is None or whole is None:
        return
    one, other = _interval(part, whole.quantity.unit), _interval(whole, whole.quantity.unit)
    if not one.low or not one.high or not other.low or not other.high or other.low <= 0:
        return
    ratio = Interval(one.low / other.high * _HUNDRED, one.high / other.low * _HUNDRED)
    share = once[fact]
    if not _interval(share, quantity.PERCENT).meets(ratio):
        real = value_in(part.quantity, whole.quantity.unit) / value_in(whole.quantity, whole.quantity.unit) * _HUNDRED
        numbers = {"part": part.text, "whole": whole.text, "rate": share.text, "expected": f"{short(real)}%"}
        yield Account("share", share, (part, whole), numbers)


def _growth(fact: Fact, once: Mapping[Fact, Statement]) -> Iterator[Account]:
    """A rate against the level of its year and that of the year before."""
    rate = once[fact]
    kind, start, year, text = fact.period
    levels = [f for f in once if f.subject == fact.subject and f.measure == LEVEL and f.territory == fact.territory]
    level = next((once[f] for f in levels if f.period == fact.period and f.status == fact.status), None)
    before = (kind, start, None if year is None else year - 1, text)
    base = next((once[f] for f in levels if f.period == before and f.status == "result"), None)
    if level is None or base is None or not quantity.comparable(base.quantity.unit, level.quantity.unit):
        return
    if _OTHER_BASE.search(rate.sentence + rate.label + rate.head) or rate.quantity.measure == CHANGE:
        return
    unit = level.quantity.unit
    start_at, end_at = _interval(base, unit), _interval(level, unit)
    said = rate.quantity.value
    if said is None or not start_at.low or start_at.low <= 0 or not start_at.high or end_at.low is None:
        return
    assert end_at.high is not None
    grown = Interval((end_at.low / start_at.high - 1) * _HUNDRED, (end_at.high / start_at.low - 1) * _HUNDRED)
    own = printed(said)
    slack = PRICES if _CONSTANT.search(fact.subject) else Decimal(0)
    is_share = quantity.unit(unit).dimension == "ratio"
    if own.meets(grown.widened(slack)) or (is_share and own.meets(end_at - start_at)):
        return
    one, other = value_in(base.quantity, unit), value_in(level.quantity, unit)
    expected = came((other / one - 1) * _HUNDRED, quantity.PERCENT, GROWTH)
    numbers = {"base": _printed(base), "level": _printed(level), "rate": _printed(rate), "expected": expected}
    yield Account("growth", rate, (base, level), numbers)


def _interval(statement: Statement, unit: str) -> Interval:
    said = statement.quantity
    assert said.value is not None
    own = printed(said.value, said.unit)
    return own.scaled(quantity.convert(Decimal(1), said.unit, unit)) if quantity.comparable(said.unit, unit) else own


def _numbers(whole: Statement, parts: Sequence[Statement], expected: str) -> dict[str, str]:
    return {"whole": _printed(whole), "parts": "、".join(map(_printed, parts)), "expected": expected}


def _printed(statement: Statement) -> str:
    """A figure with its unit, which a table prints elsewhere."""
    text = "".join(statement.text.split())
    unit = statement.quantity.unit
    return text if not statement.in_table or not unit or text.endswith(unit) else f"{text}{unit}"
