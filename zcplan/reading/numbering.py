"""The automatic numbers of a Word file: the label that Word prints before a paragraph (一、 （二） 1.2 ③).

ECMA-376-1, 17.9, where Word follows it; what Word does otherwise is by Word: lists of one abstract definition count on
together, and a level that was not yet used counts as its start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zcplan.reading.word_styles import Styles, W, is_on, number_of, value_of

_LEVELS = 9
_MAX_NUMBER = 32_767
_DIGITS = "〇一二三四五六七八九"
_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)
)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def chinese(number: int, digits: str = "零一二三四五六七八九", steps: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """A number up to 9999 as Chinese counts: 十二, 一百零五.

    >>> chinese(12), chinese(105), chinese(20)
    ('十二', '一百零五', '二十')
    """
    if not 0 < number < 10_000:
        return str(number)
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += ("零" if gap and out and digits[0] == "零" else "") + digits[digit] + steps[place]
        gap = not digit
    return out[1:] if out.startswith(digits[1] + steps[1]) and digits[1] == "一" else out


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(c)] for c in str(number))


def _letters(number: int) -> str:
    """a … z, aa, bb, as Word goes on."""
    return chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 50) if number > 0 else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def _in_series(series: str) -> Callable[[int], str]:
    return lambda n: series[(n - 1) % len(series)] if n > 0 else str(n)


def _from(first: str, last: int) -> Callable[[int], str]:
    """Characters that stand for 1 to ``last``: ① …; plain digits beyond."""
    return lambda n: chr(ord(first) + n - 1) if 0 < n <= last else str(n)


def _full_width(number: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in str(number))


def _legal(number: int) -> str:
    return chinese(number, "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "koreanCounting",
        ),
        chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"), _digital),
    "chineseLegalSimplified": _legal,
    "ideographTraditional": _in_series(_STEMS),
    "ideographZodiac": _in_series(_BRANCHES),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("①", 20)),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㈠", 10),
    "none": lambda _n: "",
    "bullet": lambda _n: "",
}


@dataclass(frozen=True)
class Level:
    """A level of a list: its first number, how numbers are written, the text around them."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass
class _List:
    """A list (``w:num``): the definition that it counts with, its levels, the levels that start anew with it."""

    counter: str
    levels: dict[int, Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The lists of a document, counted paragraph by paragraph in the order of the text."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {a.get(W + "abstractNumId", ""): a for a in root.iterchildren(W + "abstractNum")}
        numbers = {n.get(W + "numId", ""): n for n in root.iterchildren(W + "num")}
        for name, number in numbers.items():
            counter = value_of(number, "abstractNumId") or ""
            levels = _levels(self._definition(counter, abstract, numbers))
            starts: dict[int, int] = {}
            for over in number.iterchildren(W + "lvlOverride"):
                at = number_of(over.get(W + "ilvl"))
                if at is None or not 0 <= at < _LEVELS:
                    continue
                own = over.find(W + "lvl")
                if own is not None:
                    levels[at] = _level(own)
                start = number_of(value_of(over, "startOverride"))
                if start is not None:
                    starts[at] = start
            self._lists[name] = _List(counter, levels, starts)

    def _definition(self, counter: str, abstract: dict[str, Any], numbers: dict[str, Any]) -> Any:
        """An abstract definition; where it only points to a numbering style, that style's."""
        found = abstract.get(counter)
        link = value_of(found, "numStyleLink") if found is not None else None
        if link:
            number = numbers.get(self._styles.list_of(link) or "")
            linked = abstract.get(value_of(number, "abstractNumId") or "") if number is not None else None
            return linked if linked is not None else found
        return found

    def label(self, properties: Any, style: str) -> str:
        """The label of the next paragraph, which counts as the list says; empty for one that is not numbered."""
        name, at = self._place(properties, style)
        found = self._lists.get(name)
        if found is None or at not in found.levels:
            return ""
        counts = self._counted(found, at)
        return _written(found, at, counts)

    def _place(self, properties: Any, style: str) -> tuple[str, int]:
        """The list and level of a paragraph, by itself or by its style."""
        name, at = value_of(properties, "numPr/numId"), value_of(properties, "numPr/ilvl")
        by_style, style_level = self._styles.numbering(style)
        if name is None:
            name = by_style
            found = self._lists.get(name or "")
            linked = next((n for n, level in found.levels.items() if level.style == style), None) if found else None
            at = str(linked) if linked is not None else at or style_level
        level = number_of(at) or 0
        return name or "", min(max(level, 0), _LEVELS - 1)

    def _counted(self, found: _List, at: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.counter, {})
        if at in found.starts and at not in found.begun:
            counts[at] = found.starts[at]
        else:
            counts[at] = min(counts.get(at, found.levels[at].start - 1) + 1, _MAX_NUMBER)
        found.begun.add(at)
        for deeper in range(at + 1, _LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or at < restart:
                counts.pop(deeper, None)
                found.begun.discard(deeper)
        return counts


def _written(found: _List, at: int, counts: dict[int, int]) -> str:
    level = found.levels[at]
    if level.form in ("bullet", "none") and "%" not in level.text:
        return ""

    def number(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        own = found.levels.get(other, Level())
        value = counts.get(other, found.starts.get(other, own.start))
        form = "decimal" if level.is_legal and own.form not in ("none", "bullet") else own.form
        return _FORMS.get(form, str)(value)

    return re.sub("%([1-9])", number, level.text)


def _levels(definition: Any) -> dict[int, Level]:
    found = {}
    for element in definition.iterchildren(W + "lvl") if definition is not None else ():
        at = number_of(element.get(W + "ilvl"))
        if at is not None and 0 <= at < _LEVELS:
            found[at] = _level(element)
    return found


def _level(element: Any) -> Level:
    start, restart = number_of(value_of(element, "start")), number_of(value_of(element, "lvlRestart"))
    form = next(iter(element.iter(W + "numFmt")), None)
    return Level(
        min(start, _MAX_NUMBER) if start is not None else 0,
        "decimal" if form is None else form.get(W + "val", "decimal"),
        value_of(element, "lvlText") or "",
        restart,
        bool(is_on(element, "isLgl")),
        value_of(element, "pStyle") or "",
    )
