"""A number as a spreadsheet shows it: the section of its format that applies, scaling, literals, percent, dates, DBNum.

ECMA-376-1, 18.8.30 and 18.8.31, with what Chinese Excel and WPS add: ``!`` before a literal character, points inserted
as literals (``0!.0,"万"``), ``[DBNum1]``. What is shown and what it is a number of (in which unit) come from one
reading, so that a figure can't be taken in one unit and printed in another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

GENERAL = "General"
_GENERAL_DIGITS = 11
"""Digits that a cell without a format shows at most."""
_MAX_PLACES = 30
"""Digits behind the point that a format shows; Excel ends there as well."""
_WIDE = Context(prec=80)
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((32, 34, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 35, 56), 'h"时"mm"分"ss"秒"'),
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Formats that a file names by number alone; 27 to 36 and 50 to 58 as Chinese Excel and WPS have them (18.8.30)."""

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)
    | _(?P<skip>.)
    | \*(?P<filler>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式|通用格式)
    | (?P<digit>[0\#?])
    | (?P<power>E[+-])
    | (?P<clock>AM/PM|A/P|上午/下午)
    | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+(?![+-])|g+(?=[ey])|b+(?=[ey]))
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>[%％])
    | (?P<slash>/)
    | (?P<text>@)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|=|<|>)\s*(-?[\d.]+(?:E[+-]?\d+)?)\s*", re.IGNORECASE)
_TESTS = {
    "<": lambda v, b: v < b,
    "<=": lambda v, b: v <= b,
    ">": lambda v, b: v > b,
    ">=": lambda v, b: v >= b,
    "=": lambda v, b: v == b,
    "<>": lambda v, b: v != b,
}
_NO_LEAP_DAY = 60
"""Excel counts 29 February 1900, which never was; serials before it are a day behind."""
_WEEKDAYS = "一二三四五六日"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NUMERALS = {"DBNUM1": "〇一二三四五六七八九", "DBNUM2": "零壹贰叁肆伍陆柒捌玖", "DBNUM3": "０１２３４５６７８９"}
_STEPS = {"DBNUM1": ("", "十", "百", "千"), "DBNUM2": ("", "拾", "佰", "仟")}


@dataclass(frozen=True)
class Shown:
    """A number as shown.

    :param text: the characters that the cell shows
    :param value: the number in ``unit``, with all the digits that the file holds
    :param unit: the unit that the format puts behind the number: %, 亿元, 万家; empty where it puts none
    :param is_sure: whether the format could be applied
    :param tail: all that it puts behind the number: ``%左右``
    """

    text: str
    value: Decimal
    unit: str = ""
    is_sure: bool = True
    tail: str = ""


@dataclass(frozen=True)
class _Section:
    """A section of a format: its tokens as (kind, text), its condition, its numerals, whether it shows in red."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    numerals: str = ""
    is_red: bool = False

    @property
    def kinds(self) -> set[str]:
        return {kind for kind, _text in self.tokens}

    @property
    def is_date(self) -> bool:
        """Whether it shows a date or a time."""
        return bool(self.kinds & {"date", "clock"}) and not self.kinds & {"general", "text"}


@lru_cache(maxsize=2048)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    numerals, red = "", False
    for match in _TOKEN.finditer(code[:1000]):
        kind, text = match.lastgroup or "other", match[match.lastgroup or 0] or ""
        if kind == "other" and text == ";":
            sections.append(_Section(tuple(tokens), condition, numerals, red))
            tokens, condition, numerals, red = [], None, "", False
        elif kind == "bracket":
            said = _CONDITION.fullmatch(text)
            if said:
                condition = (said[1], Decimal(said[2]))
            elif text.upper() in _NUMERALS:
                numerals = text.upper()
            elif text.lower() in ("red", "红色", "color3", "颜色3"):
                red = True
            elif text.startswith("$"):
                tokens.append(("literal", text[1:].split("-")[0]))
            elif re.fullmatch("h+|m+|s+", text, re.IGNORECASE):
                tokens.append(("date", text.lower()))
        elif kind in ("quoted", "escaped", "other", "skip"):
            tokens.append(("literal", " " if kind == "skip" else text))
        elif kind != "filler":
            tokens.append((kind, text))
    return (*sections, _Section(tuple(tokens), condition, numerals, red))


def is_date(code: str) -> bool:
    """Whether a format shows numbers as dates or times."""
    return _sections(code)[0].is_date


def shown(number: Decimal, code: str) -> Shown:
    """A number in a format.

    >>> shown(Decimal("13900000000"), '0!.00,,"亿元"').text
    '139.00亿元'
    """
    section, absolute = _chosen(_sections(code), number)
    found = _in_section(abs(number) if absolute else number, section)
    return _signed(found, section) if absolute else found


def _in_section(value: Decimal, section: _Section) -> Shown:
    kinds = section.kinds
    if "general" in kinds or (not kinds - {"literal", "text"} and "text" in kinds):
        return _general(value, section)
    if "power" in kinds:
        return Shown(_scientific(value, section), value)
    if "slash" in kinds and "digit" in kinds:
        return Shown(general(value), value, is_sure=False)
    if "digit" not in kinds:
        text = "".join(t for kind, t in section.tokens if kind in ("literal", "percent")).strip()
        return Shown(text, value)
    return _laid_out(value, section)


def _signed(found: Shown, section: _Section) -> Shown:
    """A negative number whose section brings its own sign: brackets and red are accountants' minus."""
    text = found.text
    bracketed = re.fullmatch(r"[(（](.*)[)）]", text)
    if bracketed:
        text = f"-{bracketed[1]}"
    elif section.is_red and text[:1].isdigit():
        text = f"-{text}"
    return replace(found, text=text, value=-found.value)


def shown_text(text: str, code: str) -> str:
    """A text in a format: ``@"元"`` adds to it."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if "text" not in section.kinds:
        return text
    return "".join(text if kind == "text" else t for kind, t in section.tokens if kind in ("text", "literal"))


def _chosen(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """The section that applies, and whether it shows the number without its sign."""
    numeric = [s for s in sections[:3] if len(sections) < 4 or s is not sections[3]]
    if any(s.condition for s in numeric):
        before: list[tuple[str, Decimal]] = []
        for section in numeric:
            if section.condition is None or _TESTS[section.condition[0]](number, section.condition[1]):
                return section, number < 0 and _is_negative_only(section.condition, before)
            before.append(section.condition)
        return _Section((("general", ""),)), False
    if number < 0 and len(numeric) > 1 and "text" not in numeric[1].kinds:
        return numeric[1], True
    if number == 0 and len(numeric) > 2 and "text" not in numeric[2].kinds:
        return numeric[2], False
    return numeric[0], False


def _is_negative_only(condition: tuple[str, Decimal] | None, before: list[tuple[str, Decimal]]) -> bool:
    """Whether a section is for negative numbers alone, so that it brings its own sign."""
    if condition is not None:
        return condition[0] in ("<", "<=") and condition[1] <= 0
    return any(op in (">", ">=") and bound <= 0 for op, bound in before)


def general(number: Decimal) -> str:
    """A number in a cell without a format: 11 digits, no binary tail, never an exponent."""
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}" if number else "0"
    whole = max(len(f"{abs(number).to_integral_value(rounding='ROUND_DOWN'):f}"), 1)
    places = max(_GENERAL_DIGITS - 1 - whole, 0)
    text = f"{round(number, places) if places else number.to_integral_value(rounding=ROUND_HALF_UP):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{number.normalize():f}" if text in ("0", "-0", "") else text


def _general(number: Decimal, section: _Section) -> Shown:
    text, unit, behind = "", "", False
    for kind, literal in section.tokens:
        if kind in ("general", "text"):
            text += _in_numerals(general(number), section.numerals, is_counted=True)
            behind = True
        elif kind in ("literal", "percent"):
            text += literal
            unit += literal if behind else ""
    return Shown(text.strip(), number, _unit(unit), tail=unit.strip())


@dataclass
class _Layout:
    """A section taken apart: placeholders before and behind the point with the literals between them."""

    whole: list[tuple[str, str]] = field(default_factory=list)
    part: list[tuple[str, str]] = field(default_factory=list)
    lead: str = ""
    tail: str = ""
    percents: int = 0
    scale: int = 0
    is_grouped: bool = False


def _layout(section: _Section) -> _Layout:
    found = _Layout()
    digits = [n for n, (kind, _t) in enumerate(section.tokens) if kind == "digit"]
    first, last = digits[0], digits[-1]
    points = [n for n, (kind, _t) in enumerate(section.tokens) if kind == "point"]
    point = points[0] if points else None
    for n, (kind, text) in enumerate(section.tokens):
        is_inside = first <= n <= last
        if kind == "percent":
            found.percents += 1
        if kind == "comma":
            ends_whole = point is not None and n < point and not any(d > n and d < point for d in digits)
            if n > last or ends_whole:
                found.scale += 1
            elif is_inside and (point is None or n < point):
                found.is_grouped = True
            continue
        if kind not in ("digit", "literal", "percent"):
            continue
        if n < first and (point is None or n < point):
            found.lead += text
        elif n > last and kind != "digit":
            found.tail += text
        else:
            side = found.part if point is not None and n > point else found.whole
            side.append((kind, text))
    if point is not None and point > last:
        found.part.append(("literal", ""))
    return found


def _laid_out(number: Decimal, section: _Section) -> Shown:
    layout = _layout(section)
    scaled = number * Decimal(100) ** layout.percents / Decimal(1000) ** layout.scale
    places = min(sum(kind == "digit" for kind, _t in layout.part), _MAX_PLACES)
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    whole, _point, part = f"{rounded:f}".partition(".")
    text = _whole(whole, layout)
    decimals = _part(part, layout.part)
    has_point = any(kind == "point" for kind, _t in section.tokens)
    body = text + ("." + decimals if has_point and (decimals or places) else "")
    body = body.rstrip(".") if places and not decimals else body
    sign = "-" if scaled < 0 and rounded else ""
    inserted = _inserted(layout.whole) if not has_point else 0
    value = _plain(scaled / Decimal(10) ** inserted)
    whole_text = f"{sign}{layout.lead}{_in_numerals(body, section.numerals)}{layout.tail}".strip()
    return Shown(whole_text, value, _unit(layout.tail), tail=layout.tail.strip())


def _inserted(tokens: list[tuple[str, str]]) -> int:
    """Digits behind a point that stands as a literal between placeholders: one for ``0!.0``, none without."""
    at = next((n for n, (kind, text) in enumerate(tokens) if kind == "literal" and text == "."), None)
    return 0 if at is None else sum(kind == "digit" for kind, _t in tokens[at:])


def _whole(digits: str, layout: _Layout) -> str:
    """The digits before the point in their placeholders, the first one taking all that is left; literals in place."""
    places = [text for kind, text in layout.whole if kind == "digit"]
    digits = digits.lstrip("0")
    least = len(places) - next((n for n, p in enumerate(places) if p == "0"), len(places))
    blank = sum(p == "?" for p in places[: max(len(places) - max(len(digits), least), 0)])
    digits = " " * blank + digits.rjust(least, "0")
    out, left, size = "", list(digits), len(digits)
    todo = len(places)
    for kind, text in layout.whole:
        if kind != "digit":
            out += text
            continue
        todo -= 1
        while len(left) > todo:
            out += left.pop(0)
            size -= 1
            if layout.is_grouped and size and size % 3 == 0 and out[-1:].isdigit():
                out += ","
    return out


def _part(digits: str, tokens: list[tuple[str, str]]) -> str:
    """The digits behind the point; trailing noughts under ``#`` are left out."""
    out, at = [], 0
    for kind, text in tokens:
        if kind == "digit":
            optional = text in "#?" and not digits[at:].strip("0")
            out.append("" if optional else digits[at : at + 1])
            at += 1
        else:
            out.append(text)
    return "".join(out)


def _scientific(number: Decimal, section: _Section) -> str:
    places = 0
    for n, (kind, _text) in enumerate(section.tokens):
        if kind == "power":
            break
        if any(k == "point" for k, _t in section.tokens[:n]) and kind == "digit":
            places += 1
    return f"{number:.{places}E}"


def _unit(tail: str) -> str:
    """The unit that stands behind the number."""
    unit = re.sub("(左右|上下|以上|以内|以下|[余多])$", "", tail.strip(" )）\u3000").replace("％", "%"))
    return unit if len(unit) <= 12 and not any(c.isdigit() for c in unit) and unit not in ("-", "_", "*", "/") else ""


def _plain(number: Decimal) -> Decimal:
    """Without the noughts that a multiplication leaves behind, and without an exponent."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") or "0") if "." in text else Decimal(text)


# --- Chinese numerals, dates


def _in_numerals(text: str, numerals: str, is_counted: bool = False) -> str:
    """Digits in the numerals of ``[DBNum…]``: counted (一百二十) in a general format, one by one else."""
    if not numerals:
        return text
    if is_counted and numerals in _STEPS and re.fullmatch(r"-?\d{1,12}", text):
        return ("-" if text.startswith("-") else "") + _counted(int(text.lstrip("-")), numerals)
    return text.translate(str.maketrans("0123456789", _NUMERALS[numerals]))


def _counted(number: int, numerals: str) -> str:
    digits = "零" + _NUMERALS[numerals][1:]
    if not number:
        return _NUMERALS[numerals][0]
    out = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, size)
        if group:
            out += ("零" if out and group < 1000 else "") + _group(group, digits, _STEPS[numerals]) + name
    return out


def _group(number: int, digits: str, steps: tuple[str, ...]) -> str:
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + steps[place]
        gap = not digit
    return out


def shown_date(moment: datetime, code: str) -> str:
    """A date in a format: 2023年6月9日, 2023-06-09, 6月."""
    section = _sections(code)[0]
    tokens = section.tokens
    out = ""
    for n, (kind, text) in enumerate(tokens):
        if kind == "date":
            text = _date_part(moment, text.lower(), _is_minute(tokens, n))
            out += _in_numerals(text, section.numerals, is_counted=len(text) < 3)
        elif kind == "clock":
            out += ("上午" if moment.hour < 12 else "下午") if text[0] == "上" else ("AM" if moment.hour < 12 else "PM")
        elif kind in ("literal", "point", "comma", "slash"):
            out += text
    return out.strip()


def _is_minute(tokens: tuple[tuple[str, str], ...], at: int) -> bool:
    """Whether an ``m`` is one of minutes: behind an hour or before seconds."""
    others = [t.lower()[0] for k, t in tokens[:at] if k == "date"]
    after = [t.lower()[0] for k, t in tokens[at + 1 :] if k == "date"]
    return (bool(others) and others[-1] == "h") or (bool(after) and after[0] == "s")


def _date_part(moment: datetime, text: str, is_minute: bool) -> str:
    size, letter = len(text), text[0]
    if letter == "m":
        value = moment.minute if is_minute else moment.month
        if size > 2 and not is_minute:
            return _MONTHS[value - 1]
        return f"{value:0{min(size, 2)}d}"
    if letter == "a":
        return ("星期" if size > 3 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "d" and size > 2:
        return "星期" + _WEEKDAYS[moment.weekday()]
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and size < 3 else f"{moment.year:04d}"
    if letter not in "dhs":
        return ""
    value = moment.day if letter == "d" else moment.hour if letter == "h" else moment.second
    return f"{value:0{min(size, 2)}d}"


def moment_of(serial: Decimal, epoch: datetime) -> datetime | None:
    """The moment of a serial number, to the second; ``None`` where it is none between 1900 and 2200."""
    if not 0 <= serial < 110_000:
        return None
    if serial < _NO_LEAP_DAY and epoch.year < 1900:
        serial += 1
    return epoch + timedelta(seconds=int((serial * 86400).to_integral_value()))
