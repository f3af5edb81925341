"""Words about figures that are the same in every office: numerals, dates, numbers, clauses in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.model import Dataset, Observation

NOTHING = "—"
_WITHOUT_CONFERENCE = ("镇", "乡", "街道", "村", "开发区", "高新区", "新区", "园区", "示范区")
_BODIES = ("人民政府", "管理委员会", "管委会", "办事处")
"""What the issuer of a territory's own documents ends in."""
_DIGITS = ("", *"一二三四五六七八九")
NUMERALS = tuple(
    f"{_DIGITS[n // 10] if n >= 20 else ''}{'十' if n >= 10 else ''}{_DIGITS[n % 10]}" for n in range(1, 100)
)
"""一 to 九十九, to number sections by."""
_BOUND = {**quantity.BOUND_WORDS, quantity.APPROX: "余"}
_TELLS_CHANGE = re.compile("(增速|增幅|涨幅|降幅|(增长|上涨|降低|下降)[率幅]度?)$")
"""Names that say themselves that a change is meant: 涨幅2%, never 涨幅增长2%."""
_TELLS_FALL = re.compile("(降幅|(降低|下降)[率幅]度?)$")


def numeral(n: int) -> str:
    """A heading's number in Chinese numerals: 三, 十二, 三十; beyond 99 in Arabic ones."""
    return NUMERALS[n - 1] if 0 < n <= len(NUMERALS) else str(n)


def bounded(value: Decimal, bound: str) -> Decimal | str:
    """A number as a table prints it beside its unit: bare where it is exact, else with its bound: 5.5以上."""
    suffix = _BOUND.get(bound, "")
    return f"{quantity.plain(value)}{suffix}" if suffix else value


def place(dataset: Dataset) -> str:
    """Name of the territory that the plan is about."""
    return dataset.area[dataset.whole].name


def government(dataset: Dataset) -> str:
    """Who governs the territory, as its own documents are issued: a 开发区 has a 管理委员会, a 街道 a 办事处."""
    own = place(dataset)
    bodies = [d.issuer for d in dataset.documents if d.issuer.startswith(own) and d.issuer.endswith(_BODIES)]
    return bodies[0] if bodies else f"{own}{_BODIES[0]}"


def is_advised(dataset: Dataset) -> bool:
    """Whether the territory has a political consultative conference: no 镇, 乡, 街道 or 开发区 has one."""
    return not place(dataset).endswith(_WITHOUT_CONFERENCE)


def day(value: date) -> str:
    """A date in Arabic numerals without leading zeros: 2023年4月25日 (GB/T 9704-2012, 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def figure(o: Observation | None) -> str:
    """The figure with its direction, unit and bound, as its document states it; — for none."""
    if o is None:
        return NOTHING
    return o.text or quantity.format(as_quantity(o))


def number(difference: Decimal) -> str:
    """A difference without the zeros that subtraction leaves behind."""
    text = quantity.plain(difference)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def beside(name: str, figure: quantity.Quantity) -> str:
    """The figure as it stands behind a name: without 增长 where the name says that a growth is meant.

    >>> beside("居民消费价格涨幅", quantity.parse("增长2%左右"))
    '2%左右'
    """
    if figure.value is None or figure.measure == "level" or not _TELLS_CHANGE.search(name):
        return quantity.format(figure)
    if not figure.value:
        return quantity.format(replace(figure, measure="level"))
    words = quantity.format(figure)
    falls = words.startswith(("下降", "减少"))
    bare = (
        words.removeprefix("增长").removeprefix("下降").removeprefix("减少").removeprefix("提高").removeprefix("增加")
    )
    return bare if not falls or _TELLS_FALL.search(name) else f"-{bare}"


def tells_change(name: str) -> bool:
    """Whether a name says itself that a change is meant: 居民消费价格涨幅."""
    return bool(_TELLS_CHANGE.search(name))


def listing(clauses: Iterable[str], end: str = "。") -> str:
    """Clauses joined into one sentence."""
    text = "；".join(clauses)
    return text + end if text else ""


def names(items: Iterable[str]) -> str:
    """Names in a row, kept apart by a stronger mark where a name itself is a row of names."""
    known = list(items)
    return ("；" if any("、" in name for name in known) else "、").join(known)
