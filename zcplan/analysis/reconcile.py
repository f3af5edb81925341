"""Figures that contradict each other: between documents, in arithmetic, part against whole."""

from __future__ import annotations

from zcplan.analysis.arithmetic import arithmetic
from zcplan.analysis.disagreement import disagreements
from zcplan.analysis.finding import KINDS, NATURES, Finding
from zcplan.analysis.limits import limits
from zcplan.analysis.parts import growth_ranges, parents, territories
from zcplan.analysis.stocks import additions
from zcplan.model import Dataset


def reconcile(dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Every finding of the dataset, or of one year: gravest first, by nature, kind, indicator and year."""
    found = [
        *disagreements(dataset),
        *arithmetic(dataset),
        *limits(dataset),
        *territories(dataset),
        *parents(dataset),
        *growth_ranges(dataset),
        *additions(dataset),
    ]
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    areas = {a.id: n for n, a in enumerate(dataset.areas)}
    found = [f for f in found if year is None or f.year == year]

    def rank(f: Finding) -> tuple:
        return (NATURES.index(f.nature), KINDS.index(f.kind), order[f.indicator.id], f.year, areas[f.area], f.measure)

    return tuple(sorted(found, key=rank))
