"""Numbers in Chinese characters: 二百五十一, 二十二点七, 两; and back to none other than what was meant."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = (("千", 1000), ("百", 100), ("十", 10))
_NEXT_STEP = "([千百])[一二三四五六七八九]$"
"""两千五 is 2500, as 两千零五 is 2005: without 零 the last digit counts the next step."""
_WHOLE = (
    "(?:(?P<千>[一二两三四五六七八九])千)?零?(?:(?P<百>[一二两三四五六七八九])百)?零?"
    "(?:(?P<十>[一二三四五六七八九]?)(?P<ten>十))?(?P<one>[零〇一二三四五六七八九两]?)"
)


def chinese_number(text: str) -> Decimal | None:
    """The number that characters below ten thousand write; ``None`` where they write none (七八, 百千).

    >>> chinese_number("二百五十一"), chinese_number("二十二点七"), chinese_number("七八"), chinese_number("两千五")
    (Decimal('251'), Decimal('22.7'), None, Decimal('2500'))
    """
    whole, point, rest = text.partition("点")
    match = re.fullmatch(_WHOLE, whole)
    if not whole or match is None or (point and (not rest or any(c not in DIGITS for c in rest))):
        return None
    value = 0
    for step, size in _STEPS:
        if step == "十" and match["ten"]:
            value += size * (DIGITS[match["十"]] if match["十"] else 1)
        elif step != "十" and match[step]:
            value += size * DIGITS[match[step]]
    next_step = re.search(_NEXT_STEP, whole)
    tens = {"千": 100, "百": 10}[next_step[1]] if next_step else 1
    value += DIGITS[match["one"]] * tens if match["one"] else 0
    return Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in rest)}" if point else value)


def ordinal(text: str) -> int | None:
    """The place that 3 or 三 or 十一 counts."""
    number = Decimal(text) if text.isascii() and text.isdigit() else chinese_number(text)
    return int(number) if number is not None and number == number.to_integral_value() else None
