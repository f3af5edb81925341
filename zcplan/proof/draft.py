"""Every check of one draft: against the dataset, its own arithmetic, and what it says twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zcplan.figures.figure import Figure
from zcplan.figures.read import read_figures
from zcplan.matching.names import Known
from zcplan.model import Dataset
from zcplan.proof.dataset import held
from zcplan.proof.differences import differences
from zcplan.proof.finding import CHECKS, CONTRADICTS, Finding
from zcplan.proof.repeats import repeats
from zcplan.proof.slips import slips
from zcplan.reading.document import Draft


def proof(draft: Draft, dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Check every figure of a draft, in its order; findings of other checks follow the figure they speak of.

    :param year: the draft's own year, where it does not tell itself
    """
    known = Known(dataset)
    figures = read_figures(draft, known.units, year)
    each = [held(f, known) for f in figures]
    apart = differences(each, known)
    found: list[Finding] = [apart.get(id(f), h) for f, h in zip(figures, each, strict=True)]
    found += [*_slips(figures, found), *repeats(h for h in each if id(h.figure) not in apart)]
    order = {id(f): n for n, f in enumerate(figures)}
    return tuple(sorted(found, key=lambda f: (order[id(f.figure)], CHECKS.index(f.check))))


def _slips(figures: list[Figure], held: list[Finding]) -> Iterator[Finding]:
    of = {id(f.figure): f for f in held}
    for slip in slips(figures):
        own = of[id(slip.figure)]
        if any(of[id(f)].verdict == CONTRADICTS for f in (slip.figure, *slip.others)):
            continue
        yield replace(own, verdict=CONTRADICTS, check=slip.check, code=slip.code, equal=None, numbers=slip.numbers)
