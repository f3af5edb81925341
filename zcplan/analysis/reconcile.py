"""Figures that contradict each other: between documents, in arithmetic, part against whole."""

from __future__ import annotations

from zcplan.analysis.arithmetic import arithmetic
from zcplan.analysis.disagreement import disagreements
from zcplan.analysis.finding import KINDS, Finding
from zcplan.analysis.parts import parents, territories
from zcplan.model import Dataset


def reconcile(dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Every finding of the dataset, or of one year: errors first, by kind, indicator and year."""
    found = [*disagreements(dataset), *arithmetic(dataset), *territories(dataset), *parents(dataset)]
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    areas = {a.id: n for n, a in enumerate(dataset.areas)}
    found = [f for f in found if year is None or f.year == year]

    def rank(f: Finding) -> tuple:
        return (not f.is_error, KINDS.index(f.kind), order[f.indicator.id], f.year, areas[f.area], f.measure)

    return tuple(sorted(found, key=rank))
