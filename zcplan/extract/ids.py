"""Ids of what is new: its own Chinese name, so that whoever opens the CSV reads what a row is about.

Weighed against pinyin: a transcription needs a dictionary (a dependency), is the same for different words, and nobody
in the office reads di-qu-sheng-chan-zong-zhi faster than 地区生产总值.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_LONGEST = 40
"""Characters that an id has at most."""


def readable_id(name: str, taken: Collection[str], pattern: re.Pattern[str] | None, fallback: str) -> str:
    """An id that reads as the name, different from all that are taken.

    :param pattern: what the folder's descriptor lets an id be; where that is no Chinese (an older folder), the id is
        ``fallback`` and a number
    """
    own = re.sub("[^a-z0-9\u4e00-\u9fff]+", "-", name.lower()).strip("-")[:_LONGEST].strip("-")
    if not own or (pattern and not pattern.fullmatch(own)):
        own = fallback
    found, number = own, 2
    while found in taken:
        found, number = f"{own}-{number}", number + 1
    return found
