"""Known wordings: what stands around each figure in the dataset's evidence, and how far a draft reads the same.

A clause that reads as an observation's evidence but for its digits is about the same thing. This works for any
dataset, and costs no list of words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.text import MASK, Flow, make_flow, measured
from zcplan.model import Dataset, Observation
from zcplan.reading.document import Paragraph

PUNCTUATION = "，。；：、！？（）" + MASK
_TABLE_ROW = re.compile(r"[\d—％%]\s+[-—\d]")
_GLUE = re.compile("|".join(sorted(map(re.escape, terms.GLUE), key=len, reverse=True)) + f"|[{PUNCTUATION}]")
LEAST, ENOUGH = 4, 6
"""Characters beside glue that a wording must share to count, and to be sure without naming its indicator."""


@dataclass(frozen=True)
class Wording:
    """What stands around a figure in observations' evidence, masked.

    :param said: the figure as the grammar reads it there
    :param names_it: whether the figure's own clause names its indicator
    """

    left: str
    right: str
    said: quantity.Quantity
    observations: tuple[Observation, ...]
    names_it: bool


def wordings(dataset: Dataset, units: Iterable[str]) -> Iterator[Wording]:
    """Each figure in evidence with what surrounds it, and the observations that state it."""
    flows: dict[str, Flow] = {}
    by_evidence: dict[str, list[Observation]] = defaultdict(list)
    for o in dataset.observations:
        if o.value is not None and not _TABLE_ROW.search(o.evidence):
            by_evidence[o.evidence].append(o)
    grouped: dict[tuple[str, str, str], list[tuple[quantity.Quantity, Observation]]] = defaultdict(list)
    for evidence, observations in by_evidence.items():
        flow = flows.setdefault(evidence, make_flow([Paragraph(0, evidence)], units))
        for o, number in _assigned(dataset, observations, flow):
            at = flow.at[number]
            said = measured(flow, number)
            key = (flow.masked[:at], flow.masked[at + 1 :], said.measure)
            grouped[key].append((said, o))
    for (left, right, _measure), stated in grouped.items():
        said_by = tuple(o for _q, o in stated)
        own = _pairs(own_clause(left, right)[0]) | _pairs(own_clause(left, right)[1])
        names_it = all(overlap(own, dataset.indicator[o.indicator].names) >= 0.5 for o in said_by)
        yield Wording(left, right, stated[0][0], said_by, names_it)


def _assigned(dataset: Dataset, observations: list[Observation], flow: Flow) -> Iterator[tuple[Observation, int]]:
    """Which figure of their evidence each observation states: same digits, then the nearest words."""
    taken: set[tuple[int, str]] = set()
    for o in observations:
        assert o.value is not None
        fitting = [
            n
            for n, f in enumerate(flow.found)
            if f.quantity.value is not None
            and abs(f.quantity.value) == abs(o.value)
            and (f.quantity.unit == o.unit or quantity.comparable(f.quantity.unit, o.unit))
        ]
        if fitting:
            names = dataset.indicator[o.indicator].names
            is_part = o.area != dataset.whole
            best = max(fitting, key=lambda n: (_near(names, flow, n, is_part) - 5 * ((n, o.measure) in taken), -n))
            taken.add((best, o.measure))
            yield o, best


def _near(names: tuple[str, ...], flow: Flow, number: int, is_part: bool) -> float:
    """How well a figure's own clause speaks of names, and whether it stands in a bracket as a part does."""
    at = flow.at[number]
    left, right = own_clause(flow.masked[:at], flow.masked[at + 1 :])
    pairs = _pairs(left) | _pairs(right)
    near = overlap(pairs, names)
    in_bracket = flow.masked.count("（", 0, at) > flow.masked.count("）", 0, at)
    return near + (1 if in_bracket == is_part else 0)


def overlap(pairs: set[str], names: tuple[str, ...]) -> float:
    """The greatest share of a name's pairs of characters that is found."""
    return max(len(pairs & own) / max(1, len(own)) for own in (_pairs(terms.fold(n)) for n in names))


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def own_clause(left: str, right: str) -> tuple[str, str]:
    """What belongs to the figure alone: to the next punctuation or figure on either side."""
    start = max(left.rfind(c) for c in PUNCTUATION) + 1
    ends = [right.find(c) for c in PUNCTUATION]
    end = min((e for e in ends if e >= 0), default=len(right))
    return left[start:], right[:end]


def whole_length(left: str, right: str, wording: Wording) -> int:
    """How many characters beside glue a figure shares with a wording whose whole text surrounds it; 0 otherwise.

    A wording that does not name its indicator needs :data:`ENOUGH` of them to be told from another.
    """
    if not left.endswith(wording.left) or not right.startswith(wording.right):
        return 0
    telling = len(_GLUE.sub("", wording.left + wording.right))
    return telling if telling >= (LEAST if wording.names_it else ENOUGH) else 0
