"""How deep a heading is, by the number or mark that it begins with: 一、 above （一）, ## below #."""

from __future__ import annotations

import re

_FIRST = re.compile(r"第[一二三四五六七八九十百]+[章编部]|[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百]+节")
_MARK = re.compile(r"\s*(#{1,6})\s")


def printed_level(text: str) -> int:
    """Depth of a heading by its number or its Markdown mark, 0 for none."""
    mark = _MARK.match(text)
    bare = re.sub(r"^[\s#*]+", "", text)
    if _FIRST.match(bare):
        return 1
    if _SECOND.match(bare):
        return 2
    return len(mark[1]) if mark else 0
