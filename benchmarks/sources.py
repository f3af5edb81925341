"""The source documents of a dataset: which text is which, and where in it each observation stands."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from zcplan import quantity
from zcplan.model import Dataset, Observation


@dataclass(frozen=True)
class Core:
    """A figure of a document that observations state: its digits at ``start`` to ``end`` of the raw text."""

    start: int
    end: int
    observations: tuple[Observation, ...]


def read_sources(folder: Path, dataset: Dataset) -> dict[str, str]:
    """Each document's text: the file in which most of its evidence stands."""
    texts = {}
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts[path.name] = file.read()
    found = {}
    for document in dataset.documents:
        own = {re.sub(r"\s", "", o.evidence) for o in dataset.observations if o.document == document.id}
        score = {name: sum(e in re.sub(r"[\s*]", "", text) for e in own) for name, text in texts.items()}
        best = max(score, key=lambda name: score[name], default=None)
        if best is not None and score[best] * 2 > len(own) > 0:
            found[document.id] = texts[best]
    return found


def core_figures(text: str, document: str, dataset: Dataset) -> list[Core]:
    """Where each observation of a document stands in its text."""
    compact = [(c, n) for n, c in enumerate(text) if not c.isspace() and c != "*"]
    joined = "".join(c for c, _n in compact)
    places: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    used: set[tuple[str, int]] = set()
    for o in dataset.observations:
        if o.document != document or o.value is None:
            continue
        at = _annex_place(text, o) if o.in_annex else _body_place(joined, compact, o, used)
        if at:
            places[at].append(o)
    return [Core(*at, tuple(observations)) for at, observations in sorted(places.items())]


def _body_place(
    joined: str, compact: list[tuple[str, int]], o: Observation, used: set[tuple[str, int]]
) -> tuple[int, int] | None:
    evidence = re.sub(r"\s", "", o.evidence)
    base = joined.find(evidence)
    digits = quantity.plain(abs(o.value or Decimal(0)))
    if base < 0:
        return None
    number = rf"(?<![\d.]){re.escape(digits)}(?![\d.])"
    hits = [m.start() for m in re.finditer(rf"{number}(?:[余多])?{re.escape(o.unit)}", evidence)]
    hits = hits or [m.start() for m in re.finditer(number, evidence)]
    free = [h for h in hits if (o.evidence + o.measure, h) not in used] or hits
    if not free:
        return None
    used.add((o.evidence + o.measure, free[0]))
    start = base + free[0]
    return compact[start][1], compact[start + len(digits) - 1][1] + 1


def _annex_place(text: str, o: Observation) -> tuple[int, int] | None:
    label = re.split(r"\s", re.sub(r"^[\d.]+以上 ", "", o.evidence))[0]
    rows = re.compile(rf"\t[^\S\n]*(?:[一二三四五六七八九]、)?{re.escape(label)}\n((?:\t.*\n)+)")
    row = next(iter(rows.finditer(text)), None)
    if row is None:
        return None
    cells, at = [], row.start(1)
    for line in row[1].splitlines(keepends=True):
        cells.append((at, line))
        at += len(line)
    column = {("2022", "绝"): 1, ("2022", "增"): 2, ("2023", "绝"): 3, ("2023", "增"): 4}
    parts = o.locator.split("·")
    if len(parts) < 4 or (parts[2][:4], parts[3][:1]) not in column:
        return None
    number = column[parts[2][:4], parts[3][:1]]
    digits = quantity.plain(abs(o.value or Decimal(0)))
    if number >= len(cells) or digits not in cells[number][1]:
        return None
    start = cells[number][0] + cells[number][1].index(digits)
    return start, start + len(digits)
