"""A figure that goes on about the one before it in the dataset's own words: 区重点项目93个、总投资414.2亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zcplan.figures import terms
from zcplan.figures.figure import Figure
from zcplan.figures.text import MASK
from zcplan.matching.names import Known

_BRACKETS = re.compile("（[^（）]*）")
_CONTINUED = re.compile(f"{MASK}(?:（[^（）]*）)*、([^{MASK}，。；、：]*)$")


def before(figure: Figure) -> Figure | None:
    """The figure that a figure goes on from, those in brackets left aside; ``None`` for the first of a clause."""
    flow = figure.flow
    for number in range(figure.number - 1, -1, -1):
        between = flow.masked[flow.at[number] + 1 : flow.at[figure.number]]
        if "）" in _BRACKETS.sub("", between):
            continue
        said = flow.found[number].quantity
        return replace(figure, quantity=said, number=number, bracket=-1, measures=(said.measure,))
    return None


def continuations(figure: Figure, known: Known) -> Iterator[tuple[str, str]]:
    """Pairs of an indicator that the words before the figure may name, and the one that it would go on from."""
    match = _CONTINUED.search(figure.left) if figure.bracket < 0 else None
    if match:
        yield from known.continuing.get(terms.fold(match[1]), ())
