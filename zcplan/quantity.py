"""The one grammar of figures, both ways: a Chinese phrase to a quantity, and a quantity to its phrase.

``parse("增长5.5%左右")`` and ``format(Quantity(...))`` are inverses: formatting a quantity and reading
it again gives the same quantity. Numbers are :class:`~decimal.Decimal` and keep their printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from zcplan.characters import WIDTHS

EXACT, ABOUT, AT_LEAST, AT_MOST, APPROX, QUALITATIVE = (
    "exact",
    "about",
    "at_least",
    "at_most",
    "approx",
    "qualitative",
)
BOUNDS = (EXACT, ABOUT, AT_LEAST, AT_MOST, APPROX, QUALITATIVE)
PERCENT, POINTS = "%", "个百分点"

_MULTIPLIERS = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}

# Base unit: its dimension, its size in that dimension, and whether amounts of it add up.
_BASES: dict[str, tuple[str, Decimal, bool]] = {
    PERCENT: ("ratio", Decimal("0.01"), False),
    "‰": ("ratio", Decimal("0.001"), False),
    POINTS: ("points", Decimal("0.01"), False),
    "百分点": ("points", Decimal("0.01"), False),
    "元": ("CNY", Decimal(1), True),
    "美元": ("USD", Decimal(1), True),
    "欧元": ("EUR", Decimal(1), True),
    "港元": ("HKD", Decimal(1), True),
    "日元": ("JPY", Decimal(1), True),
    "吨标准煤": ("coal", Decimal(1), True),
    "吨": ("mass", Decimal(1000), True),
    "公斤": ("mass", Decimal(1), True),
    "千克": ("mass", Decimal(1), True),
    "平方公里": ("area", Decimal(1000000), True),
    "公顷": ("area", Decimal(10000), True),
    "平方米": ("area", Decimal(1), True),
    "亩": ("farmland", Decimal(1), True),
    "立方米": ("volume", Decimal(1), True),
    "公里": ("length", Decimal(1000), True),
    "千米": ("length", Decimal(1000), True),
    "米": ("length", Decimal(1), True),
    "千瓦时": ("energy", Decimal(1), True),
    "千瓦": ("power", Decimal(1), True),
    "兆瓦": ("power", Decimal(1000), True),
    "天": ("day", Decimal(1), False),
    "岁": ("age", Decimal(1), False),
    "小时": ("hour", Decimal(1), True),
    "人次": ("visit", Decimal(1), True),
    "剂次": ("dose", Decimal(1), True),
    "人": ("person", Decimal(1), True),
    "名": ("person", Decimal(1), True),
    "位": ("person", Decimal(1), True),
    "户": ("household", Decimal(1), True),
    "床": ("bed", Decimal(1), True),
}
# Measure words for things counted one by one.
_CLASSIFIERS = (
    "台（套） 件套 大项 小项 个 家 项 处 条 所 座 片 台 套 件 张 场 次 种 类 支 栋 "
    "只 辆 枚 份 村 镇 批 笔 宗 起 例 部 门 对 组 本 册 间 块 段 层 艘 "
    "株 头 篇 期 届 级 员 桩 幢 盏 根 架 口 眼 扇 "
).split()
_BASES.update({word: ("count", Decimal(1), True) for word in _CLASSIFIERS})

_DOWN = ("下降", "减少", "降低", "回落", "下滑", "缩减")
_UP = ("增长", "增加", "提高", "上升", "提升", "增速", "增幅")
_AT_LEAST = ("不低于", "不少于", "突破", "超过", "至少", "高于", "超")
_AT_MOST = ("不高于", "不超过", "低于", "控制在")
_ABOUT = ("大约", "约", "近")
_STEADY = ("持平",)
BOUND_WORDS = {ABOUT: "左右", AT_LEAST: "以上", AT_MOST: "以内"}
"""How a bound is written behind a figure and its unit."""
_SUFFIX = {"左右": ABOUT, "上下": ABOUT, "以上": AT_LEAST, "以内": AT_MOST, "以下": AT_MOST}


@dataclass(frozen=True)
class Unit:
    """What a unit measures (``dimension``), its size there (``factor``), and whether amounts add up."""

    text: str
    dimension: str
    factor: Decimal
    additive: bool


@dataclass(frozen=True)
class Part:
    """A territory's part of a figure: 含文昌湖31个."""

    area: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True)
class Quantity:
    """A figure as a document states it.

    :param value: the number with its printed digits, negative for a fall; ``None`` for words alone
    :param unit: unit with its multiplier (亿元, 万人, %), empty for words alone
    :param bound: ``exact`` ``about`` ``at_least`` ``at_most`` ``approx`` ``qualitative``
    :param measure: ``level``, ``growth`` (relative, %) or ``change`` (absolute, e.g. 个百分点)
    :param upper: upper end of a range (2-3处), else ``None``
    :param parts: parts of it by territory
    :param text: the words of a qualitative statement
    """

    value: Decimal | None
    unit: str = ""
    bound: str = EXACT
    measure: str = "level"
    upper: Decimal | None = None
    parts: tuple[Part, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Found:
    """A quantity found in running text, with the characters ``start`` to ``end`` that state it.

    ``digits`` is where its number begins, ``stop`` where its unit and bound end: what stands between
    is the figure alone, without 增长 before it and a part (含…) after it.
    """

    quantity: Quantity
    start: int
    end: int
    text: str
    digits: int = 0
    stop: int = 0


def plain(value: Decimal) -> str:
    """The number as a document prints it: all its digits, no exponent, no grouping."""
    return f"{value:f}"


def half_step(value: Decimal) -> Decimal:
    """Half a unit of the last printed digit: what rounding may have hidden.

    >>> half_step(Decimal("71.05"))
    Decimal('0.005')
    """
    exponent = value.as_tuple().exponent
    return Decimal((0, (5,), (exponent if isinstance(exponent, int) else 0) - 1))


@lru_cache(maxsize=1024)
def unit(text: str) -> Unit:
    """Read a unit such as 亿元, 万千瓦 or 万人次. An unknown one is a dimension of its own."""
    text = text.translate(WIDTHS).strip()
    for cut in range(min(3, len(text))):
        head, base = text[:cut], text[cut:]
        if base in _BASES and all(c in _MULTIPLIERS for c in head):
            dimension, factor, additive = _BASES[base]
            return Unit(text, dimension, factor * Decimal(10) ** sum(_MULTIPLIERS[c] for c in head), additive)
    head = text[0] if len(text) > 1 and text[0] in "万亿" else ""
    return Unit(text, text[len(head) :], Decimal(10) ** _MULTIPLIERS[head], True)


def comparable(one: str, other: str) -> bool:
    """Whether amounts in the two units can be held against each other."""
    return unit(one).dimension == unit(other).dimension


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """Express a value in another unit of its dimension, exactly.

    :raises ValueError: the units measure different things

    >>> convert(Decimal("4427"), "人", "万人")
    Decimal('0.4427')
    """
    if source == target:
        return value
    one, other = unit(source), unit(target)
    if one.dimension != other.dimension:
        raise ValueError(f"{source} -> {target}")
    ratio = (one.factor / other.factor).normalize()
    exponent = ratio.as_tuple().exponent
    if ratio.as_tuple().digits == (1,) and isinstance(exponent, int):
        return value.scaleb(exponent)
    return value * ratio


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_NUMBER = r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+(?![\d,])|\d+)(?:\.\d+)?"


@lru_cache(maxsize=8)
def _pattern(extra_units: frozenset[str]) -> re.Pattern[str]:
    bases = _alternatives({*_BASES, *extra_units})
    return re.compile(
        rf"""
        (?P<steady>{_alternatives(_STEADY)})
        |(?:(?P<basis>同比|较年初|比年初|较上年|比上年|环比|年均)?
           (?P<direction>{_alternatives((*_UP, *_DOWN))})(?P<to>到|至|为|达到?)?)?
        (?P<before>{_alternatives((*_AT_LEAST, *_AT_MOST, *_ABOUT))})?
        (?<![\dA-Za-z.])(?P<number>{_NUMBER})
        (?:(?P<midunit>%)?(?:-|—|–|~|至)(?P<upper>\d+(?:\.\d+)?))?
        (?:(?P<approx>[余多])?(?P<multiplier>[百千万亿]{{1,2}})?(?P<approx2>[余多])?(?P<unit>{bases})(?P<approx3>[余多](?=$|[，。；、（）]))?)
        (?P<after>{_alternatives(_SUFFIX)})?
        (?P<part>（(?:其中)?含[^（）]*\d[^（）]*）)?
        """,
        re.VERBOSE,
    )


def normalise(text: str) -> str:
    """Full-width digits and signs to half-width, one for one, so that offsets hold."""
    return text.translate(WIDTHS)


def parse(phrase: str, units: Iterable[str] = ()) -> Quantity:
    """Read one phrase: 增长5.5%左右, 50亿元以上, 2-3处, 93个（含文昌湖31个）, 保持稳定.

    White space is ignored. What holds no figure is qualitative and kept as words.

    :param units: units of the dataset that the grammar may not know
    :raises ValueError: the phrase holds a figure but can't be read as one
    """
    text = re.sub(r"\s", "", normalise(phrase))
    if not text:
        raise ValueError("empty")
    match = _pattern(frozenset(units)).fullmatch(text)
    if match:
        return _quantity(match, units)
    if any(c.isdigit() for c in text):
        raise ValueError(phrase)
    return Quantity(None, bound=QUALITATIVE, text=re.sub(r"\s", "", phrase))


def find(text: str, units: Iterable[str] = ()) -> list[Found]:
    """Every quantity in running text, in order, with its place. Years, dates and bare numbers are none."""
    pattern, found = _pattern(frozenset(units)), []
    plain_text = normalise(text)
    for match in pattern.finditer(plain_text):
        if match["steady"]:
            continue
        start, end = match.span()
        stop = match.start("part") if match["part"] else end
        found.append(Found(_quantity(match, units), start, end, text[start:end], match.start("number"), stop))
    return found


def figures(text: str, units: Iterable[str] = ()) -> list[Found]:
    """Every single figure in running text, those in a part (含文昌湖31个、总投资122.3亿元) one by one."""
    found: list[Found] = []
    for whole in find(text, units):
        single = replace(whole.quantity, parts=())
        found.append(replace(whole, quantity=single, end=whole.stop, text=text[whole.start : whole.stop]))
        for inner in figures(text[whole.stop : whole.end], units) if whole.stop < whole.end else ():
            found.append(_moved(inner, whole.stop))
    return found


def _moved(found: Found, by: int) -> Found:
    return replace(found, start=found.start + by, end=found.end + by, digits=found.digits + by, stop=found.stop + by)


def _quantity(match: re.Match[str], units: Iterable[str]) -> Quantity:
    if match["steady"]:
        return Quantity(Decimal(0), PERCENT, measure="growth")
    value = _number(match["number"])
    upper = _number(match["upper"]) if match["upper"] else None
    name = (match["multiplier"] or "") + match["unit"].replace("％", PERCENT)
    name = POINTS if name == "百分点" else name
    if upper is not None and match["midunit"] and name != PERCENT:
        raise ValueError(match.group())
    direction, bound, measure = match["direction"], _bound(match), "level"
    if direction and not match["to"]:
        measure = "growth" if unit(name).dimension == "ratio" else "change"
        if direction in _DOWN:
            value, upper, bound = _fall(value, upper, bound)
    elif name == POINTS:
        measure = "change"
    parts = (_part(match["part"], units),) if match["part"] else ()
    return Quantity(value, name, bound, measure, upper, tuple(p for p in parts if p))


def _number(digits: str) -> Decimal:
    return Decimal(re.sub("[,，]", "", digits).replace("−", "-"))


def _bound(match: re.Match[str]) -> str:
    if match["after"]:
        return _SUFFIX[match["after"]]
    if match["approx"] or match["approx2"] or match["approx3"]:
        return APPROX
    before = match["before"]
    if before in _AT_LEAST:
        return AT_LEAST
    if before in _AT_MOST:
        return AT_MOST
    return ABOUT if before in _ABOUT else EXACT


def _fall(value: Decimal, upper: Decimal | None, bound: str) -> tuple[Decimal, Decimal | None, str]:
    """A fall of 3 % or more (下降3%以上) is a growth of at most -3 %."""
    turned = {AT_LEAST: AT_MOST, AT_MOST: AT_LEAST}.get(bound, bound)
    if upper is None:
        return -value, None, turned
    return -upper, -value, turned


def _part(text: str, units: Iterable[str]) -> Part | None:
    match = re.fullmatch(r"（(?:其中)?含(?P<area>[^\d（）]+?)(?:的)?(?P<rest>\d.*)）", text)
    if not match:
        return None
    found = find(match["rest"], units)
    if not found:
        return None
    return Part(match["area"], tuple(replace(f.quantity, parts=()) for f in found))


def format(quantity: Quantity) -> str:
    """The phrase a clerk would write: 增长5.5%左右, 下降2.3%, 6700余亩, 93个（含文昌湖31个）.

    A fall is 下降 with a positive number, never 增长 with a negative one.
    """
    if quantity.value is None:
        return quantity.text
    value, upper, bound = quantity.value, quantity.upper, quantity.bound
    word = ""
    if quantity.measure == "growth":
        if value == 0 and bound == EXACT and upper is None and not quantity.parts and quantity.unit == PERCENT:
            return _STEADY[0]
        word = "下降" if value < 0 else "增长"
    elif quantity.measure == "change":
        points = quantity.unit == POINTS
        word = ("下降" if points else "减少") if value < 0 else ("提高" if points else "增加")
    if word and value < 0:
        value, upper, bound = _fall(value, upper, bound)
    return word + _amount(value, upper, quantity.unit, bound) + "".join(map(_format_part, quantity.parts))


def _amount(value: Decimal, upper: Decimal | None, name: str, bound: str) -> str:
    number = plain(value)
    if upper is not None:
        number += f"{PERCENT if name == PERCENT else ''}-{plain(upper)}"
    if bound == APPROX:
        head = _multiplier(name) if number[-1] != "0" or "." in number else ""
        whole = unit(name).dimension in ("ratio", "points")
        return f"{number}{name}余" if whole else f"{number}{head}余{name[len(head) :]}"
    return f"{number}{name}{BOUND_WORDS.get(bound, '')}"


def _multiplier(name: str) -> str:
    """The magnitude that leads a unit: 万 of 万名. After a digit that is not nought, 余 follows it: 2万余名."""
    base = unit(name).dimension
    heads = (name[:cut] for cut in (1, 2) if name[cut:] and all(c in _MULTIPLIERS for c in name[:cut]))
    return next((h for h in heads if name not in _BASES and unit(name[len(h) :]).dimension == base), "")


def _format_part(part: Part) -> str:
    return f"（含{part.area}{'、'.join(map(format, part.quantities))}）"
