"""The one grammar of figures, both ways: a Chinese phrase to a quantity, and a quantity to its phrase.

``parse("增长5.5%左右")`` and ``format(Quantity(...))`` are inverses: formatting a quantity and reading
it again gives the same quantity. Numbers are :class:`~decimal.Decimal` and keep their printed digits.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from zcplan.characters import WIDTHS
from zcplan.numerals import DIGITS, chinese_number, ordinal
from zcplan.units import BASES, MULTIPLIERS
from zcplan.units import PERCENT as PERCENT
from zcplan.units import POINTS as POINTS
from zcplan.units import Unit as Unit
from zcplan.units import comparable as comparable
from zcplan.units import convert as convert
from zcplan.units import unit as unit

EXACT, ABOUT, AT_LEAST, AT_MOST, APPROX, QUALITATIVE = (
    "exact",
    "about",
    "at_least",
    "at_most",
    "approx",
    "qualitative",
)
BOUNDS = (EXACT, ABOUT, AT_LEAST, AT_MOST, APPROX, QUALITATIVE)

RANK = "rank"
"""Measure of 第三位: a place in an order, in ``位``."""

_DOWN = ("下降", "减少", "降低", "回落", "下滑", "缩减", "下调", "压减", "压降", "下跌", "萎缩", "收缩", "走低", "↓")
_UP = (
    "增长",
    "增加",
    "提高",
    "上升",
    "提升",
    "增速",
    "增幅",
    "上涨",
    "净增",
    "上调",
    "增长速度",
    "增长幅度",
    "上涨幅度",
    "攀升",
    "走高",
    "↑",
)
DIRECTIONS = (*_DOWN, *_UP)
"""Words that make a change of a figure."""
_SHORT_UP, _SHORT_DOWN = r"(?<![新净递剧猛激倍])增", r"(?<![下])降"
"""同比增3.5%: one character tells the direction where the number follows at once."""
_AT_LEAST = ("不低于", "不少于", "突破", "超过", "至少", "高于", "超", "逾", "高出", "≥")
_AT_MOST = ("不高于", "不超过", "低于", "控制在", "不足", "不到", "≤")
_ABOUT = ("大约", "约", "近", "将近", "接近", "约为", "大约为", "约达")
_STEADY = ("持平",)
BOUND_WORDS = {ABOUT: "左右", AT_LEAST: "以上", AT_MOST: "以内"}
"""How a bound is written behind a figure and its unit."""
_SUFFIX = {"左右": ABOUT, "上下": ABOUT, "以上": AT_LEAST, "以内": AT_MOST, "以下": AT_MOST}


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


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


RANGE_SIGNS = "-—–~至"
"""What stands between the ends of a range: 2-3处."""
_NUMBER = r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+(?![\d,])|\d+)(?:\.\d+)?"
_CHINESE = f"[{''.join(DIGITS)}十百千]"
_NO_UNIT = (
    "年月日号时点分秒大强后前余多以左右上下的和与及到至为是在比版型代路线热性第约近等"
    "之中内外初末企工机产项民国城高新万亿千百改沿周"
)
"""Characters that no unit consists of: what stands behind a number in 12345热线, 500强, 2.0版."""
_NO_COUNT = "届级期部门员份层村镇组段节班站次位名"
"""Measure words that do not count in Chinese numerals: 二十届三中全会."""


def _frame(body: str) -> str:
    """What may stand around a number of any writing: basis, direction, bound before and behind."""
    # 增速 names a rate, so that 增速为3.5% is a growth, while 提高到3.5% is a level
    rated = r"(?:(?<=增速|增幅|涨幅)|(?<=长速度|长幅度|涨幅度))(?:预计|有望|要|须)?"
    to = rf"{rated}(?:为|达到?|是|在|保持在?|稳定在|维持在)|(?P<to>到|至|为|达到?)"
    words = _alternatives((*_UP, *_DOWN))
    return rf"""
        (?:(?P<basis>同比|较年初|比年初|较上年|比上年|较去年|比去年|环比|年均|名义|实际)*
           (?:(?P<direction>{words})了?(?:{to})?|(?P<short>{_SHORT_UP}|{_SHORT_DOWN})(?=[\d近约超百翻]|[一二两三四五六七八九]倍)))?
        (?P<before>{_alternatives((*_AT_LEAST, *_AT_MOST, *_ABOUT))})?
        (?:{body})
        (?P<after>{_alternatives(_SUFFIX)})?
        """


@lru_cache(maxsize=256)
def _unknown(units: frozenset[str]) -> frozenset[str]:
    """Those of the units that the grammar does not read by itself, with up to two words of size before them."""
    return frozenset(u for u in units if not any(u[n:] in BASES for n in range(3) if set(u[:n]) <= set("百千万亿")))


def _pattern(units: frozenset[str]) -> re.Pattern[str]:
    return _pattern_with(_unknown(units))


@lru_cache(maxsize=8)
def _pattern_with(extra_units: frozenset[str]) -> re.Pattern[str]:
    known = _alternatives({*BASES, *extra_units})
    han = rf"(?![{_NO_UNIT}])[\u4e00-\u9fff]"
    other = rf"(?P<strange>(?<![万亿]){han}|{han}(?![\u4e00-\u9fff])|(?<=[万亿])(?![A-Za-z]))"
    body = rf"""
        (?<![\d.])(?P<number>{_NUMBER})
        (?:(?P<midunit>%)?(?:{"|".join(RANGE_SIGNS)})(?P<upper>\d+(?:\.\d+)?))?
        (?:(?P<approx>[余多])?(?P<multiplier>(?:[百万亿]|千(?![瓦米克伏])){{1,2}})?(?P<approx2>[余多])?(?P<unit>{known}|{other})
           (?P<per>/(?:[百千万亿]{{0,2}}(?:{known})|[年月日天]|[\u4e00-\u9fff]{{1,2}})|每(?:立方米|平方公里|公里|升|亩))?
           (?P<approx3>[余多](?=$|[，。；、（）]))?)
        """
    part = r"(?P<part>（(?:其中)?含[^（）]*\d[^（）]*）)?"
    return re.compile(rf"(?P<steady>{_alternatives(_STEADY)})|{_frame(body)}{part}", re.VERBOSE)


def _spoken_pattern(units: frozenset[str]) -> re.Pattern[str]:
    return _spoken_pattern_with(_unknown(units))


@lru_cache(maxsize=8)
def _spoken_pattern_with(extra_units: frozenset[str]) -> re.Pattern[str]:
    """Figures without a digit: 百分之五点五, 二百五十一亿元, 近四成, 三分之一, 翻一番, 两位数增长."""
    known = _alternatives({*BASES, *extra_units} - set(_NO_COUNT))
    up, one = _alternatives(_UP), "一二两三四五六七八九"
    body = rf"""(?<!第)(?:
        百分之(?P<percent>[{"".join(DIGITS)}十百点]+)
        |(?P<tenths>[{one}])成(?P<half>[半{one}])?(?![不为员立功果长交熟效本都套])
        |(?P<below>[{one}十])分之(?P<above>[{one}])
        |翻了?(?P<doublings>[一两二三四])番
        |(?P<chinese>(?<!{_CHINESE})(?<!{_CHINESE}点)(?:{_CHINESE}{{1,8}}点[{"".join(DIGITS)}]{{1,3}}|{_CHINESE}{{2,}}|[{one}](?=[万亿倍])))
         (?P<approx>[余多几])?(?P<multiplier>[万亿]{{1,2}})?(?P<approx2>[余多])?(?P<unit>{known})(?P<approx3>多)?
        )"""
    double = rf"(?P<double>(?:{up})(?:保持|达到|实现)?两位数|两位数(?:以上)?的?(?:{up}))"
    return re.compile(rf"{double}|{_frame(body)}", re.VERBOSE)


_RANK = rf"第(?P<place>\d{{1,3}}|{_CHINESE}{{1,3}})(?:(?P<word>位|名)|(?=[，。；、）]|$))(?!副?书记|一)"
_RANKED = "(?:排名?|位列|位居|列|居|跃居|升至|升到|位次|名次)[^，。；、]{0,10}$"
_SPOKEN = "分之|成|番|两位数|[十百千]|[一二两三四五六七八九][万亿倍]"
"""Without one of these a text has no figure that _spoken_pattern would find."""
_NUMBERED = tuple("表图栏件道线路号+")
"""What a number that counts nothing follows: 表1, 国道309, 3+2."""
_LIFTED = ("提升",)
_EXTENTS = ("count", "area", "farmland", "length", "household", "bed", "volume")
_COUNTING = frozenset(word for word, (dimension, _size, _adds) in BASES.items() if dimension == "count")
_RATIO = r"(?<![\d.:∶])\d+(?:\.\d+)?(?:[:：∶]\d+(?:\.\d+)?){2}(?![\d.:∶])"
_compiled = lru_cache(maxsize=None)(re.compile)
"""A pattern, compiled when a text is first read: listings read none."""


def range_end(text: str, begin: Decimal) -> Decimal | None:
    """The upper end of a range whose lower end is known; ``None`` where the text has no such range.

    >>> range_end("争取2-3处", Decimal(2)), range_end("2处，比上年多3处", Decimal(2))
    (Decimal('3'), None)
    """
    match = re.search(rf"(?<![\d.]){re.escape(plain(begin))}%?[{RANGE_SIGNS}](\d+(?:\.\d+)?)", normalise(text))
    return Decimal(match[1]) if match else None


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
    known = frozenset(units)
    plain_text = normalise(text)
    found = [f for f in _in_digits(text, plain_text, known) if f is not None]
    found += _without(found, _ratios(text, plain_text))
    found += _without(found, _ranks(text, plain_text))
    if _compiled(_SPOKEN).search(text):
        found += _without(found, _spoken(text, known))
    return sorted(found, key=lambda f: f.start)


def _without(found: list[Found], more: Iterable[Found]) -> list[Found]:
    """Those of more that share no character with what was found."""
    taken = [(f.start, f.end) for f in found]
    starts = [start for start, _end in taken]

    def is_free(f: Found) -> bool:
        at = bisect(starts, f.start)
        before, after = taken[at - 1] if at else (0, 0), taken[at] if at < len(taken) else (f.end, f.end)
        return before[1] <= f.start and f.end <= after[0]

    return sorted([f for f in more if is_free(f)], key=lambda f: f.start)


def _in_digits(text: str, plain_text: str, known: frozenset[str]) -> Iterator[Found | None]:
    for match in _pattern(known).finditer(plain_text):
        if match["steady"] or not _is_quantity(match, plain_text):
            continue
        start, end = match.span()
        if match["direction"] in _LIFTED and _is_extent(match["unit"]):
            # 新建提升10处公园 counts parks that were done up; it is no change of a level
            start = match.start("number")
            single = _pattern(known).fullmatch(plain_text, start, end)
            match = single or match
        stop = match.start("part") if match["part"] else end
        yield Found(_quantity(match, known), start, end, text[start:end], match.start("number"), stop)


def _is_quantity(match: re.Match[str], text: str) -> bool:
    """Whether a number with a unit counts something: no ordinal (第3届), no code (PM2.5, 12345热线), no year."""
    at = match.start("number")
    before = text[at - 1 : at]
    if before == "第" or (before == "前" and match["unit"] == PERCENT):
        return False
    if before.isascii() and before.isalpha():
        return match["strange"] is None and text[at - 2 : at - 1].isalpha() and match["unit"] not in _COUNTING
    if match["strange"] is None:
        return True
    if before in _NUMBERED:
        return False
    goes_on = "\u4e00" <= text[match.end() : match.end() + 1] <= "\u9fff"
    if goes_on and match["before"] and not match["unit"]:
        return False  # 营业收入超10亿企业: part of a name
    if goes_on and match["unit"] and not (match["multiplier"] or "." in match["number"]):
        return False  # 119火警: no measure word, but the noun itself
    digits = match["number"]
    bare = not match["multiplier"] and digits.isdigit()
    return not (bare and (len(digits) > 4 or re.fullmatch("(19|20)[0-9]{2}", digits)))


def _is_extent(name: str) -> bool:
    return unit(name).dimension in _EXTENTS


def _spoken(text: str, known: frozenset[str]) -> Iterator[Found]:
    """Figures that are written without a digit."""
    for match in _spoken_pattern(known).finditer(text):
        said = Quantity(Decimal(10), PERCENT, AT_LEAST, "growth") if match["double"] else _spoken_quantity(match)
        if said is not None:
            groups = ("percent", "tenths", "below", "chinese")
            digits = min((match.start(g) for g in groups if match[g]), default=match.start())
            digits -= len("百分之") if match["percent"] else 0
            yield Found(said, match.start(), match.end(), match[0], digits, match.end())


def _spoken_quantity(match: re.Match[str]) -> Quantity | None:
    bound, name = _bound(match), PERCENT
    value: Decimal | None
    if match["percent"]:
        value = chinese_number(match["percent"])
    elif match["tenths"]:
        half = match["half"]
        value = Decimal(DIGITS[match["tenths"]] * 10 + (5 if half == "半" else DIGITS[half] if half else 0))
        bound = ABOUT if bound == EXACT and not half else bound
    elif match["below"]:
        below = chinese_number(match["below"])
        value = (Decimal(DIGITS[match["above"]]) * 100 / below).quantize(Decimal("0.1")) if below else None
        bound = ABOUT if bound == EXACT else bound
    elif match["doublings"]:
        return Quantity(Decimal(100) * (2 ** DIGITS[match["doublings"]] - 1), PERCENT, bound, "growth")
    else:
        value = chinese_number(match["chinese"])
        name = (match["multiplier"] or "") + match["unit"]
        bound = APPROX if match["approx"] or match["approx2"] or match["approx3"] else bound
    return None if value is None else _directed(match, value, None, name, bound)


def _ratios(text: str, plain_text: str) -> Iterator[Found]:
    """The members of 8.3∶41.4∶50.3, in per cent, where they make up a hundred."""
    for match in _compiled(_RATIO).finditer(plain_text):
        members = list(re.finditer(r"\d+(?:\.\d+)?", match[0]))
        if abs(sum((Decimal(m[0]) for m in members), Decimal(-100))) <= Decimal("0.2"):
            for m in members:
                start, end = match.start() + m.start(), match.start() + m.end()
                yield Found(Quantity(Decimal(m[0]), PERCENT), start, end, text[start:end], start, end)


def _ranks(text: str, plain_text: str) -> Iterator[Found]:
    """第三位, 排名第3: a place in an order."""
    for match in _compiled(_RANK).finditer(plain_text):
        place = ordinal(match["place"])
        before = plain_text[max(0, match.start() - 16) : match.start()]
        if place and (match["word"] or _compiled(_RANKED).search(before)):
            said = Quantity(Decimal(place), "位", measure=RANK)
            yield Found(said, match.start(), match.end(), text[match.start() : match.end()], match.start(), match.end())


_UNCHANGED = re.compile("持平|零增长|没有变化|保持不变")
"""How a text says that something changed by nothing."""


def says(text: str, value: Decimal) -> bool:
    """Whether a text holds a number, as digits or in words that the grammar reads (七成, 73.7倍).

    >>> says("占比超过七成", Decimal(70)), says("增长5.5%", Decimal("5.6"))
    (True, False)
    """
    digits = plain(abs(value))
    if not value and _UNCHANGED.search(text):
        return True
    if digits in text or digits in re.sub(r"[\s,，]", "", normalise(text)):
        return True
    return any(f.quantity.value is not None and abs(f.quantity.value) == abs(value) for f in figures(text))


def figures(text: str, units: Iterable[str] = ()) -> list[Found]:
    """Every single figure in running text, those in a part (含文昌湖31个、总投资122.3亿元) one by one."""
    found: list[Found] = []
    for whole in find(text, units):
        single = replace(whole.quantity, parts=()) if whole.quantity.parts else whole.quantity
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
    name = (match["multiplier"] or "") + match["unit"].replace("％", PERCENT) + (match["per"] or "").replace("每", "/")
    name = POINTS if name == "百分点" else name
    if upper is not None and match["midunit"] and name != PERCENT:
        raise ValueError(match.group())
    said = _directed(match, value, upper, name, _bound(match))
    parts = (_part(match["part"], units),) if match["part"] else ()
    return replace(said, parts=tuple(p for p in parts if p))


def _directed(match: re.Match[str], value: Decimal, upper: Decimal | None, name: str, bound: str) -> Quantity:
    """The quantity with its measure: 增长5% is growth, 提高到5% a level, 下降2% negative, 增长2.5倍 250 %."""
    direction = match["direction"] or match["short"]
    measure = "level"
    if direction and not match["to"]:
        measure = "growth" if unit(name).dimension in ("ratio", "multiple") else "change"
        if direction in _DOWN or direction == "降":
            value, upper, bound = _fall(value, upper, bound)
    elif name == POINTS:
        measure = "change"
    elif name == PERCENT and match.groupdict().get("number", "")[:1] in ("+", "-") and not match["to"]:
        measure = "growth"
    if measure == "growth" and unit(name).dimension == "multiple":
        value, upper, name = value.scaleb(2), None if upper is None else upper.scaleb(2), PERCENT
    return Quantity(value, name, bound, measure, upper)


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
    heads = (name[:cut] for cut in (1, 2) if name[cut:] and all(c in MULTIPLIERS for c in name[:cut]))
    return next((h for h in heads if name not in BASES and unit(name[len(h) :]).dimension == base), "")


def _format_part(part: Part) -> str:
    return f"（含{part.area}{'、'.join(map(format, part.quantities))}）"
