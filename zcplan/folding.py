"""Text as it was meant, whatever program, font or keyboard it came from.

What a person reads as ``7472``, ``9.9%`` or ``地区生产总值`` may be typed with full-width digits, thin spaces,
invisible marks or a middle dot. :func:`fold` gives the text that was meant, and where each of its characters stood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from zcplan.characters import WIDTHS

_JOINING = "\u00a0\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
"""Spaces that GB/T 15835 and typesetters put between groups of three digits, and nobody types for anything else."""
_DIGIT_GROUPS = re.compile(
    rf"(?<![\d.])\d{{1,3}}(?:[{_JOINING}]\d{{3}})+(?!\d)|(?<=\.)\d{{3}}(?:[{_JOINING}]\d{{1,3}})+(?!\d)"
)
_OF_MEASURE = r"(?=\s?(?:[%‰]|个?百分点|[万亿]|元|倍|吨|亩|公里|公顷|平方|立方|千瓦|摄氏度|度))"
"""What can follow a number with decimals: 9·18事变 and 5·1假期 are no such numbers."""
_POINT = re.compile(rf"(?<![\d.,，·])(\d{{1,9}})([·•・‧∙⋅。])(?=\d{{1,4}}{_OF_MEASURE})")
_COMMA = re.compile(rf"(?<![\d.,，、])(\d{{1,3}})(,)(?=\d{{1,2}}{_OF_MEASURE})")
_LISTING = re.compile("(?:分别|依次|各)[^。；]{0,12}$")
"""Where numbers are listed (分别增长8,9%), a comma may part two of them."""
_LIST_REACH = 20
_RAISED = re.compile("(?<=[\\d%‰\u4e00-\u9fff）)])(?<![米里尺])[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾]+")
_UNUSUAL = re.compile("[^\t\n\r -~\u3001-\u303f\u4e00-\u9fff，；：？！（）“”‘’—…《》〔〕]|[\\d][,。·]\\d")


@dataclass(frozen=True)
class Folded:
    """Text as it was meant.

    :param at: offset in the original of each character, and of the end
    """

    text: str
    at: tuple[int, ...]


def fold(text: str) -> Folded:
    """The text with every character in its plain form, what is invisible left out.

    >>> fold("增长９·９﹪").text
    '增长9.9%'
    """
    if not _UNUSUAL.search(text):
        return Folded(text, tuple(range(len(text) + 1)))
    characters, places = [], []
    for offset, character in enumerate(text):
        plain = _plain(character)
        if plain:
            characters.append(plain)
            places.append(offset)
    folded = Folded("".join(characters), (*places, len(text)))
    folded = _edited(folded, [(m.start(), m.end(), "") for m in _RAISED.finditer(folded.text)])
    gaps = [
        (n, n + 1, "")
        for m in _DIGIT_GROUPS.finditer(folded.text)
        for n in range(*m.span())
        if folded.text[n] in _JOINING
    ]
    folded = _edited(folded, gaps)
    points = [m.span(2) for m in _POINT.finditer(folded.text)]
    points += [
        m.span(2)
        for m in _COMMA.finditer(folded.text)
        if not _LISTING.search(folded.text[max(0, m.start() - _LIST_REACH) : m.start()])
    ]
    return _edited(folded, [(start, end, ".") for start, end in points])


def plain(text: str) -> str:
    """The text that was meant, as :func:`fold` gives it."""
    return fold(text).text


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    other = character.translate(WIDTHS)
    if other != character:
        return other
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    code = ord(character)
    if 0xFF21 <= code <= 0xFF5A or 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        whole = unicodedata.normalize("NFKC", character)
        return whole if len(whole) == 1 else character
    return character


def _edited(folded: Folded, edits: list[tuple[int, int, str]]) -> Folded:
    """With stretches replaced by a shorter text, none or one character."""
    if not edits:
        return folded
    text: list[str] = []
    at: list[int] = []
    last = 0
    for start, end, new in sorted(edits):
        text += [folded.text[last:start], new]
        at += folded.at[last:start]
        at += [folded.at[start]] * len(new)
        last = end
    text.append(folded.text[last:])
    return Folded("".join(text), (*at, *folded.at[last:]))
