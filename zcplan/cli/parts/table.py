"""A table for the terminal: aligned by display width, narrowed to what the window shows, coloured where it may be.

Drawn here and not by tabulate, which knows no columns that give way to others, breaks Chinese text by letters and
takes longer to load than a listing to make.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import click

GAP = 2
NARROWEST = 14
"""Display width that a column of text keeps: seven Chinese characters, a short name."""
_STAYS_TOGETHER = frozenset("0123456789.,%+-–/:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NOT_FIRST = frozenset("，。；：、！？）》】”’…%")
"""Marks that no line begins with."""


@dataclass(frozen=True)
class Column:
    """A column of a listing.

    :param key: what ``--columns`` and ``--sort`` call it, besides its title
    :param rank: the higher, the sooner it is left out where the window is narrow; 0 never is
    :param wraps: whether its text may be broken into lines
    :param colours: colours of what may stand in it, by text
    """

    title: str
    key: str = ""
    rank: int = 1
    wraps: bool = False
    colours: Mapping[str, str] = field(default_factory=dict)


def plain(**titles: str) -> list[Column]:
    """Columns that may wrap, of which the first stays in any window: each title with its key."""
    return [Column(title, key.rstrip("_"), rank=min(n, 1), wraps=True) for n, (key, title) in enumerate(titles.items())]


Rows = Sequence[Sequence[str]]


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def width(text: str) -> int:
    """Columns of the screen that a line takes.

    >>> width("5.5%左右")
    8
    """
    return len(text) if text.isascii() else sum(map(_char_width, text))


def broken(text: str, room: int) -> list[str]:
    """A text in lines of at most so many columns; numbers and Latin words stay in one piece where they fit.

    >>> broken("增长5.5%左右，保持稳定", 10)
    ['增长5.5%左', '右，保持稳', '定']
    """
    lines: list[str] = []
    for line in text.split("\n"):
        start = at = used = 0
        while at < len(line):
            char = _char_width(line[at])
            if used + char > room and at > start:
                cut = _place_to_break(line, start, at)
                lines.append(line[start:cut].rstrip())
                start = at = cut
                used = 0
                continue
            used += char
            at += 1
        lines.append(line[start:])
    return lines


def _place_to_break(line: str, start: int, end: int) -> int:
    """Where a line is to be broken at the latest at ``end``: not inside a number or word, not before a closing mark."""
    cut = end
    while cut > start + 1 and (
        line[cut] in _NOT_FIRST or (line[cut] in _STAYS_TOGETHER and line[cut - 1] in _STAYS_TOGETHER)
    ):
        cut -= 1
    return cut if cut > start + 1 else end


def fitted(columns: Sequence[Column], rows: Rows, room: int) -> tuple[list[int], list[int]]:
    """Which columns are shown, and how wide each may be, so that a row takes at most ``room`` columns of the screen."""
    natural = [
        max([width(c.title), *(width(line) for row in rows for line in row[n].split("\n"))])
        for n, c in enumerate(columns)
    ]
    shown = list(range(len(columns)))
    while True:
        wrapping = [n for n in shown if columns[n].wraps and natural[n] > NARROWEST]
        left = room - GAP * (len(shown) - 1) - sum(natural[n] for n in shown if n not in wrapping)
        optional = [n for n in shown if columns[n].rank]
        if left >= NARROWEST * len(wrapping) or not optional:
            break
        shown.remove(max(optional, key=lambda n: (columns[n].rank, n)))
    widths = dict(enumerate(natural))
    for n, wide in _shares({n: natural[n] for n in wrapping}, max(left, NARROWEST * len(wrapping))).items():
        widths[n] = wide
    return shown, [widths[n] for n in shown]


def _shares(wanted: Mapping[int, int], room: int) -> dict[int, int]:
    """How the room is shared: who wants less than an equal share gets what it wants, the rest share what is left."""
    shares: dict[int, int] = {}
    left = dict(wanted)
    while left:
        equal = room // len(left)
        modest = {n: w for n, w in left.items() if w <= equal}
        if not modest:
            return {**shares, **dict.fromkeys(left, equal)}
        shares.update(modest)
        room -= sum(modest.values())
        left = {n: w for n, w in left.items() if n not in modest}
    return shares


def drawn(columns: Sequence[Column], rows: Rows, room: int | None = None, *, coloured: bool = False) -> str:
    """The table as text.

    :param room: columns of the screen it must fit into; ``None`` for as many as it takes
    """
    shown = list(range(len(columns)))
    widths = None
    if room is not None:
        shown, widths = fitted(columns, rows, room)
    kept = [columns[n] for n in shown]
    body = [
        [
            row[n].split("\n") if widths is None else broken(row[n], w)
            for n, w in zip(shown, widths or shown, strict=True)
        ]
        for row in rows
    ]
    sizes = [max([width(c.title), *(width(line) for row in body for line in row[n])]) for n, c in enumerate(kept)]
    lines = [_joined((c.title for c in kept), sizes), "  ".join("-" * size for size in sizes)]
    for row, whole in zip(body, rows, strict=True):
        colours = [c.colours.get(whole[n], "") for n, c in zip(shown, kept, strict=True)]
        for depth in range(max(map(len, row), default=0)):
            cells = [lines_of[depth] if depth < len(lines_of) else "" for lines_of in row]
            lines.append(_joined(cells, sizes, colours if coloured else ()))
    return "\n".join(lines)


def _joined(cells: Iterable[str], sizes: Sequence[int], colours: Sequence[str] = ()) -> str:
    padded = []
    for n, (cell, size) in enumerate(zip(cells, sizes, strict=True)):
        text = cell + " " * (size - width(cell))
        padded.append(click.style(text, fg=colours[n]) if colours and colours[n] and cell else text)
    return "  ".join(padded).rstrip()
