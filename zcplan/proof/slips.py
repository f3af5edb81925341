"""What a draft's figures tell without any dataset: percentages, sums, signs.

Tolerance follows the printed digits, by interval arithmetic; only figures stated exactly are reckoned with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from zcplan import quantity
from zcplan.analysis.interval import Interval, printed
from zcplan.analysis.parts import is_partition
from zcplan.figures import terms
from zcplan.figures.figure import Figure, TextFigure
from zcplan.figures.period import years_told
from zcplan.figures.statement import SPAN
from zcplan.figures.text import MASK
from zcplan.model import CHANGE, GROWTH, LEVEL
from zcplan.quantity import EXACT, Quantity

ARITHMETIC, SUM, SIGN = "arithmetic", "sum", "sign"
_SIGNED = re.compile(r"(增长|增加|提高|上升|提升|下降|减少|降低|回落|下滑)[-]\d")
_HUNDRED = Decimal(100)
NEAR = Decimal("0.03")
"""Parts that come this near to the whole are taken to be all of it."""


@dataclass(frozen=True)
class Slip:
    """A figure that its own sentence does not bear out.

    :param code: ``growth`` ``change`` ``points`` ``share`` ``above`` ``sum`` ``sign``
    :param numbers: what the message needs: the figures reckoned with and what they give
    :param others: the figures that it was held against
    """

    check: str
    code: str
    figure: TextFigure
    numbers: dict[str, str]
    others: tuple[TextFigure, ...] = ()


def slips(figures: Iterable[Figure]) -> Iterator[Slip]:
    """Every slip, sentence by sentence."""
    in_text = [f for f in figures if isinstance(f, TextFigure)]
    for _key, group in groupby(in_text, key=lambda f: (id(f.flow), f.sentence)):
        sentence = list(group)
        yield from _signs(sentence)
        yield from _rates(sentence)
        yield from _shares(sentence)
        yield from _parts(sentence)
        yield from _totals(sentence)


def _signs(sentence: list[TextFigure]) -> Iterator[Slip]:
    for figure in sentence:
        match = _SIGNED.search(quantity.normalise(re.sub(r"\s", "", figure.text)))
        if match:
            yield Slip(SIGN, "sign", figure, {"word": match[1], "figure": figure.text})


# --- two levels and a rate -------------------------------------------------------------------------


def _rates(sentence: list[TextFigure]) -> Iterator[Slip]:
    for at, rate in enumerate(sentence):
        if rate.quantity.measure not in (GROWTH, CHANGE) or rate.quantity.bound != EXACT or at < 2:
            continue
        one, other = sentence[at - 2], sentence[at - 1]
        pair = _base_and_level(one, other, rate, len(sentence))
        if pair:
            slip = _rate(*pair, rate)
            if slip:
                yield slip


def _base_and_level(
    one: TextFigure, other: TextFigure, rate: TextFigure, count: int
) -> tuple[TextFigure, TextFigure] | None:
    """Which of two levels before a rate is its base: 由A提高到B，增长C; B，比上年的A增长C; 2023年B，2022年A，增长C."""
    if not all(_is_exact_level(f) for f in (one, other)) or not quantity.comparable(
        one.quantity.unit, other.quantity.unit
    ):
        return None
    between, gap = _between(one, other), _between(other, rate)
    if len(gap) > 12 or re.search("[。；]", gap):
        return None
    close = terms.made_of(gap, terms.GLUE)
    if close and re.search("(由|从)[^，。；]{0,12}$", one.left) and re.search("(到|至)$", between):
        return one, other
    if re.search("(比|较)[^，。；]{0,10}$", between) and not gap:
        return other, one
    if count == 3 and one.year and other.year and close:
        if one.year == other.year + 1:
            return other, one
        if other.year == one.year + 1:
            return one, other
    return None


def _between(one: TextFigure, other: TextFigure) -> str:
    """Folded text from one figure to a later one of the same flow, with the words of direction."""
    text = one.flow.masked[one.flow.at[one.number] + 1 : other.flow.at[other.number]]
    return (
        re.sub("(增长|增加|提高|上升|提升|下降|减少|降低|回落)$", "", text) if other.quantity.measure != LEVEL else text
    )


def _is_exact_level(figure: TextFigure) -> bool:
    said = figure.quantity
    return said.measure == LEVEL and said.bound == EXACT and said.value is not None and said.upper is None


def _rate(base: TextFigure, level: TextFigure, rate: TextFigure) -> Slip | None:
    before, after = _printed(base, base.quantity.unit), _printed(level, base.quantity.unit)
    said = rate.quantity
    assert said.value is not None
    numbers = {"base": _amount(base), "level": _amount(level), "rate": rate.text}
    difference = after - before
    if said.measure == CHANGE:
        points = (
            quantity.unit(said.unit).dimension == "points" and quantity.unit(base.quantity.unit).dimension == "ratio"
        )
        if not points and not quantity.comparable(said.unit, base.quantity.unit):
            return None
        own = (
            printed(said.value, said.unit)
            if points
            else printed(said.value, said.unit).scaled(quantity.convert(Decimal(1), said.unit, base.quantity.unit))
        )
        if own.meets(difference):
            return None
        start, end = _plain(base, base.quantity.unit), _plain(level, base.quantity.unit)
        expected = came(end - start, quantity.POINTS if points else base.quantity.unit, CHANGE)
        return Slip(ARITHMETIC, "change", rate, {**numbers, "expected": expected}, (base, level))
    if rate.period.kind == SPAN:
        return _yearly(base, level, rate, numbers)
    if before.low is None or before.low <= 0 or after.low is None or after.high is None or before.high is None:
        return None
    growth = Interval((after.low / before.high - 1) * _HUNDRED, (after.high / before.low - 1) * _HUNDRED)
    if printed(said.value).meets(growth):
        return None
    is_points = quantity.unit(base.quantity.unit).dimension == "ratio" and printed(said.value).meets(difference)
    start, end = _plain(base, base.quantity.unit), _plain(level, base.quantity.unit)
    in_points = came(end - start, quantity.POINTS, CHANGE)
    expected = in_points if is_points else came((end / start - 1) * _HUNDRED, quantity.PERCENT, GROWTH)
    code = "points" if is_points else "growth"
    return Slip(ARITHMETIC, code, rate, {**numbers, "expected": expected}, (base, level))


def _yearly(base: TextFigure, level: TextFigure, rate: TextFigure, numbers: dict[str, str]) -> Slip | None:
    """年均增长: the growth of each year that leads from one level to the other over the years told."""
    before, after = _printed(base, base.quantity.unit), _printed(level, base.quantity.unit)
    lows = (before.low, before.high, after.low, after.high)
    told = next((n for f in (level, base, rate) if (n := years_told(f.period))), None)
    if not told or rate.quantity.value is None or any(end is None or end <= 0 for end in lows):
        return None
    spans = {told, told - 1} - {0}
    grown = {n: Interval(_root(after.low, before.high, n), _root(after.high, before.low, n)) for n in spans}
    if any(printed(rate.quantity.value).meets(g) for g in grown.values()):
        return None
    start, end = _plain(base, base.quantity.unit), _plain(level, base.quantity.unit)
    return Slip(
        *(ARITHMETIC, "yearly", rate),
        {**numbers, "expected": came(_root(end, start, told), quantity.PERCENT, GROWTH), "years": str(told)},
        (base, level),
    )


def _root(level: Decimal | None, base: Decimal | None, years: int) -> Decimal:
    """Yearly growth in per cent that makes a level of a base in so many years."""
    assert level is not None and base is not None
    return ((level / base) ** (Decimal(1) / years) - 1) * _HUNDRED


def _printed(figure: TextFigure, unit: str) -> Interval:
    assert figure.quantity.value is not None
    own = printed(figure.quantity.value, figure.quantity.unit)
    return own.scaled(quantity.convert(Decimal(1), figure.quantity.unit, unit))


def _plain(figure: TextFigure, unit: str) -> Decimal:
    assert figure.quantity.value is not None
    return quantity.convert(figure.quantity.value, figure.quantity.unit, unit)


def came(difference: Decimal, unit: str, measure: str) -> str:
    """What came between two figures, as a clerk writes it: 增长10%, 下降2.3%, 减少30公里, 持平.

    :param measure: ``growth`` or ``change``
    """
    return quantity.format(Quantity(Decimal(short(difference)), unit, measure=measure))


def short(value: Decimal) -> str:
    """Two decimals at most, without trailing zeros.

    >>> short(Decimal("25.619")), short(Decimal("100")), short(Decimal("-0.001"))
    ('25.62', '100', '0')
    """
    rounded = value.quantize(Decimal("0.01"))
    return quantity.plain(rounded or abs(rounded)).rstrip("0").rstrip(".")


def _shares(sentence: list[TextFigure]) -> Iterator[Slip]:
    """A，占B的C%."""
    for part, whole, share in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if not (_is_exact_level(part) and _is_exact_level(whole) and _is_exact_level(share)):
            continue
        if share.quantity.unit != quantity.PERCENT or not quantity.comparable(part.quantity.unit, whole.quantity.unit):
            continue
        if quantity.unit(part.quantity.unit).dimension == "ratio":
            continue
        if not re.fullmatch("的(比重|比例|份额)?(为|达到?)?", _between(whole, share)) or not re.search(
            "占[^，。；]{0,14}$", _between(part, whole)
        ):
            continue
        one, other = _printed(part, whole.quantity.unit), _printed(whole, whole.quantity.unit)
        if one.low is None or one.high is None or not other.low or other.high is None or other.low <= 0:
            continue
        ratio = Interval(one.low / other.high * _HUNDRED, one.high / other.low * _HUNDRED)
        assert share.quantity.value is not None
        if not printed(share.quantity.value).meets(ratio):
            real = _plain(part, whole.quantity.unit) / _plain(whole, whole.quantity.unit) * _HUNDRED
            numbers = {
                "part": _amount(part),
                "whole": _amount(whole),
                "rate": _amount(share),
                "expected": f"{short(real)}%",
            }
            yield Slip(ARITHMETIC, "share", share, numbers, (part, whole))


# --- parts and wholes ------------------------------------------------------------------------------


def _parts(sentence: list[TextFigure]) -> Iterator[Slip]:
    """A part above its whole; parts named 其中 that are meant to be all of it and do not make it up."""
    for at, whole in enumerate(sentence):
        if not _adds_up(whole):
            continue
        marked = _marked_parts(whole, sentence[at + 1 :])
        parts = [p for p in marked if _adds_up(p) and quantity.comparable(p.quantity.unit, whole.quantity.unit)]
        if not parts:
            continue
        limit = _printed(whole, whole.quantity.unit)
        above = next((p for p in parts if _printed(p, whole.quantity.unit).low > limit.high), None)  # type: ignore[operator]
        if above is not None:
            yield Slip(SUM, "above", above, {"part": _amount(above), "whole": _amount(whole)}, (whole,))
        elif len(parts) > 1 and len(parts) == len(marked):
            slip = _sum(whole, parts, only_near=not _is_partition(parts))
            if slip:
                yield slip


def _adds_up(figure: TextFigure) -> bool:
    return _is_exact_level(figure) and quantity.unit(figure.quantity.unit).additive


def _marked_parts(whole: TextFigure, after: list[TextFigure]) -> list[TextFigure]:
    """Figures after 其中 or in the bracket right behind a whole, as far as the list goes."""
    if not after:
        return []
    lead = _between(whole, after[0])
    in_bracket = lead.startswith("（") and terms.PARTLY.match(lead[1:])
    if not in_bracket and not re.match("[^，。；]{0,16}，其中", lead):
        return []
    parts: list[TextFigure] = []
    for figure in after:
        if in_bracket and figure.bracket < 0:
            break
        if not in_bracket and (figure.bracket >= 0 or (parts and "；" in _between(parts[-1], figure))):
            continue
        if parts and re.search("其中|总数|总量|总计|累计|合计|共有", _between(parts[-1], figure)):
            break
        parts.append(figure)
    return parts


def _is_partition(parts: list[TextFigure]) -> bool:
    """Whether the parts' names say that they are all there is."""
    labels = [re.split(f"[，。；、：（）{MASK}]", p.left)[-1] for p in parts]
    return is_partition(labels)


def _sum(whole: TextFigure, parts: list[TextFigure], *, only_near: bool) -> Slip | None:
    unit = whole.quantity.unit
    total, limit = Interval(Decimal(0), Decimal(0)), _printed(whole, unit)
    for part in parts:
        total = total + _printed(part, unit)
    if total.meets(limit):
        return None
    assert whole.quantity.value is not None
    made = sum(
        (quantity.convert(p.quantity.value, p.quantity.unit, unit) for p in parts if p.quantity.value is not None),
        Decimal(0),
    )
    if only_near and abs(made - whole.quantity.value) > NEAR * abs(whole.quantity.value):
        return None
    numbers = {
        "whole": _amount(whole),
        "parts": "、".join(map(_amount, parts)),
        "expected": f"{quantity.plain(made)}{unit}",
    }
    return Slip(SUM, "sum", whole, numbers, tuple(parts))


def _totals(sentence: list[TextFigure]) -> Iterator[Slip]:
    """A、B，合计C."""
    for at, whole in enumerate(sentence):
        if at < 2 or not _adds_up(whole) or not terms.TOTAL.search(whole.left):
            continue
        parts: list[TextFigure] = []
        for part in reversed(sentence[:at]):
            if part.bracket >= 0 or not _adds_up(part) or part.quantity.unit != whole.quantity.unit:
                break
            parts.insert(0, part)
        if len(parts) > 1:
            slip = _sum(whole, parts, only_near=False)
            if slip:
                yield slip


def _amount(figure: TextFigure) -> str:
    """The figure as printed, without the words before it."""
    return re.sub(r"^[^\d+\-－−]*", "", re.sub(r"\s", "", figure.text))
