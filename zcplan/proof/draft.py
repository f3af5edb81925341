"""Every check of one draft: against the dataset, its own arithmetic, and what it says twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zcplan.figures.read import read_statements
from zcplan.matching.names import Names
from zcplan.model import Dataset
from zcplan.proof.dataset import held
from zcplan.proof.differences import differences
from zcplan.proof.finding import CHECKS, CONTRADICTS, Finding
from zcplan.proof.missing import missing
from zcplan.proof.repeats import repeats
from zcplan.proof.slips import slips
from zcplan.reading.document import Draft


def proof(draft: Draft, dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Check every figure of a draft, in its order; findings of other checks follow the figure they speak of.

    :param year: the draft's own year, where it does not tell itself
    """
    names = Names(dataset)
    statements = read_statements(draft, names.units, year)
    each = [held(s, names) for s in statements]
    apart = differences(each, names)
    found: list[Finding] = [apart.get(id(s), h) for s, h in zip(statements, each, strict=True)]
    found += [*_slips(found), *repeats(h for h in each if id(h.statement) not in apart)]
    found += missing(draft, names)
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[int, int, int]:
    place = finding.statement.place
    return (place.paragraph, place.offset, CHECKS.index(finding.check))


def _slips(held: list[Finding]) -> Iterator[Finding]:
    of: dict[int, Finding] = {}
    for finding in held:
        of.setdefault(id(finding.figure), finding)
    for slip in slips([f.figure for f in of.values()]):
        own = of[id(slip.figure)]
        if any(of[id(f)].verdict == CONTRADICTS for f in (slip.figure, *slip.others)):
            continue
        yield replace(
            own, verdict=CONTRADICTS, check=slip.check, code=slip.code, equal=None, numbers=slip.numbers, reason=""
        )
