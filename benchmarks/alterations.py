"""Alterations of a figure where it stands: its digits, unit, point, place or bound."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.sources import Core
from zcplan.model import Dataset

DIGIT, UNIT, POINT, SWAP, BOUND = "digit", "unit", "point", "swap", "bound"
KINDS = (DIGIT, UNIT, POINT, SWAP, BOUND)
_UNITS = {"亿元": "万元", "万元": "亿元", "万美元": "亿美元", "亿美元": "万美元", "万人": "人",
          "人": "万人", "元": "万元",
          "%": "个百分点", "个百分点": "%", "万吨": "吨", "万亩": "亩", "亩": "万亩", "公里": "米", "米": "公里",
          "万千瓦": "千瓦", "万平方米": "平方米", "天": "%", "‰": "%", "万件": "件", "万名": "名", "名": "万名",
          "万剂次": "剂次", "万人次": "人次", "平方米": "万平方米", "个": "%", "家": "%", "处": "亩", "项": "亿元",
          "条": "公里", "场": "人", "张": "亩", "件": "%", "座": "%", "套": "人", "户": "亩"}  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """One alteration of the raw text."""

    kind: str
    start: int
    end: int
    text: str
    core: Core


def alterations(text: str, cores: list[Core], kind: str, chance: random.Random, dataset: Dataset) -> list[Edit]:
    """Every alteration of one kind that the text allows, one for each core figure (or pair)."""
    make: dict[str, Callable[[str, Core, random.Random], Edit | None]] = {
        DIGIT: _digit, UNIT: _unit, POINT: _point, BOUND: _bound,
    }  # fmt: skip
    if kind == SWAP:
        pairs = list(_swaps(text, cores))
        both = zip(pairs[::2], pairs[1::2], strict=True)
        return [e for pair in both if not any(_is_other_statement(e, dataset) for e in pair) for e in pair]
    made = [e for core in cores if (e := make[kind](text, core, chance))]
    return [e for e in made if e.kind in (UNIT, BOUND) or not _is_other_statement(e, dataset)]


def _is_other_statement(edit: Edit, dataset: Dataset) -> bool:
    """Whether it turns the figure into one that another document states of the same fact."""
    return any(
        s.value is not None and abs(s.value) == Decimal(edit.text) and s.is_target == o.is_target
        for o in edit.core.observations
        for s in dataset.by_fact[o.fact]
    )


def _digit(text: str, core: Core, chance: random.Random) -> Edit:
    digits = text[core.start : core.end]
    at = chance.choice([n for n, c in enumerate(digits) if c.isdigit()])
    low = "1" if at == 0 and len(digits) > 1 and digits[1:2] != "." else "0"
    other = chance.choice([d for d in "0123456789" if d != digits[at] and d >= low])
    return Edit(DIGIT, core.start, core.end, digits[:at] + other + digits[at + 1 :], core)


def _unit(text: str, core: Core, _chance: random.Random) -> Edit | None:
    match = re.match(
        r"(\s*)([余多]?)(\s*)(万元|亿元|万美元|亿美元|万人次|万人|万吨|万亩|万千瓦|万平方米|平方米|万剂次|万件|万名|公里|个百分点|[%‰元人亩米天名个家处项条场张件座套户])",
        text[core.end :],
    )
    if not match or match[4] not in _UNITS or (match[2] and _UNITS[match[4]] == "%"):
        return None
    after = text[core.end + match.end() :][:1]
    if match[4] in "个家处项条场张件座套户" and after not in "，。；、（":
        return None
    start = core.end + match.start(4)
    return Edit(UNIT, start, start + len(match[4]), _UNITS[match[4]], core)


def _point(text: str, core: Core, _chance: random.Random) -> Edit | None:
    digits = text[core.start : core.end]
    if "." in digits:
        whole, part = digits.split(".")
        moved = whole + part[:1] + ("." + part[1:] if part[1:] else "")
        moved = moved.lstrip("0") or "0"
        moved = "0" + moved if moved.startswith(".") else moved
    elif len(digits) > 1:
        moved = f"{digits[:-1]}.{digits[-1]}"
    else:
        moved = f"0.{digits}"
    if Decimal(moved) == Decimal(digits):
        return None
    return Edit(POINT, core.start, core.end, moved, core)


def _bound(text: str, core: Core, _chance: random.Random) -> Edit | None:
    match = re.match(r"[^\d，。；、]{0,7}?(以上|以内)", text[core.end :])
    if not match:
        return None
    start = core.end + match.start(1)
    return Edit(BOUND, start, start + 2, {"以上": "以内", "以内": "以上"}[match[1]], core)


def _swaps(text: str, cores: list[Core]) -> Iterator[Edit]:
    """Neighbouring figures exchanged: two edits that belong together, one after the other."""
    for one, other in zip(cores[::2], cores[1::2], strict=False):
        a, b = text[one.start : one.end], text[other.start : other.end]
        if a != b and other.start - one.end < 60 and not any(o.text for c in (one, other) for o in c.observations):
            yield Edit(SWAP, one.start, one.end, b, one)
            yield Edit(SWAP, other.start, other.end, a, other)


def rounds(edits: list[Edit], kind: str, apart: int = 6) -> Iterator[list[Edit]]:
    """Edits in groups that leave most of the text as it is."""
    step = 2 if kind == SWAP else 1
    units = [edits[n : n + step] for n in range(0, len(edits), step)]
    for start in range(apart):
        group = [e for unit in units[start::apart] for e in unit]
        if group:
            yield sorted(group, key=lambda e: e.start)


def apply(text: str, edits: list[Edit]) -> tuple[str, list[tuple[Edit, int]]]:
    """The altered text, and where each alteration now stands."""
    out, places, last, moved = [], [], 0, 0
    for edit in edits:
        out += [text[last : edit.start], edit.text]
        at = edit.core.start + moved if edit.start >= edit.core.end else edit.start + moved
        places.append((edit, at))
        moved += len(edit.text) - (edit.end - edit.start)
        last = edit.end
    return "".join([*out, text[last:]]), places
