"""What a name may end in, by what its figure is measured in: 率 for a percentage, 收入 for money, 企业 for a count.

A list of what is allowed (``heads.toml``). A name of another form may be right; it is only not offered without a
person's look.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from zcplan import quantity

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_DIMENSIONS = {
    "ratio": ("ratio", "points", "multiple"),
    "money": ("CNY", "USD", "EUR", "HKD", "JPY"),
    "mass": ("mass", "coal", "container", "temperature"),
    "power": ("power", "energy"),
    "extent": ("area", "farmland", "length", "volume"),
    "people": ("person", "visit", "dose"),
    "households": ("household",),
    "counts": ("count", "bed", "flight"),
    "days": ("day",),
}
"""Dimensions of units by the lists of the file."""
_IN_BRACKETS = re.compile("（[^（）]*）$")


@lru_cache(maxsize=1)
def _heads() -> Mapping[str, tuple[str, ...]]:
    """Ends of names by the dimension of their unit; under an empty one those of all."""
    lists = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))
    found = {d: tuple(lists[name].split()) for name, dimensions in _DIMENSIONS.items() for d in dimensions}
    return {**found, "": tuple({word for words in found.values() for word in words})}


def fits_head(name: str, unit: str, *, is_level: bool) -> bool:
    """Whether a name ends as one does whose level is given in a unit; a growth may be of anything that is measured.

    >>> fits_head("农村自来水普及率", "%", is_level=True), fits_head("薄弱村", "%", is_level=True)
    (True, False)
    """
    dimension = quantity.unit(unit).dimension if is_level else ""
    if "/" in dimension:
        return True  # a concentration, a yield: its unit says enough
    if unit and not unit.strip("百千万亿"):
        dimension = "count"
    return _IN_BRACKETS.sub("", name).endswith(_heads().get(dimension, ()))
