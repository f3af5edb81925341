"""What reconcile finds: statements that can't all be right, or that look so and have their reason.

Findings are data; :mod:`zcplan.analysis.explain` words them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from zcplan.analysis.vintage import Statements, results, targets
from zcplan.model import Dataset, Fact, Indicator, Observation

CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION = "conflict", "arithmetic", "part-whole", "unit", "revision"
KINDS = (CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION)
REAL_GROWTH = "real-growth"
"""Code of an arithmetic finding that has its reason: growth at constant prices beside levels at current ones."""
WITHIN_REACH, SCOPE = "within-reach", "scope"
"""Codes of a conflict that is none in the strict sense: goals that one result can meet; statements of another scope."""
CONTRADICTION, GOALS, EXPLAINED = "contradiction", "goals", "explained"
NATURES = (CONTRADICTION, GOALS, SCOPE, REVISION, EXPLAINED)
"""What sort of disagreement it is, the gravest first."""


@dataclass(frozen=True)
class Misprint:
    """A statement that would be right if two neighbouring digits had not changed places."""

    statement: Observation
    meant: Decimal


@dataclass(frozen=True)
class Finding:
    """Statements that can't all be right, or that look so and have their reason.

    ``code`` tells the sort within the kind: ``between`` or ``within`` documents, ``within-reach`` ``scope``;
    ``growth`` ``change`` ``points`` ``relative`` ``real-growth``, ``share-limit`` ``days-limit`` (one statement that
    can't be); ``above`` ``sum`` ``range`` ``additions``; ``magnitude`` ``exchange`` ``scale``; ``revision``. The
    statements of an arithmetic finding (and of ``scale``) are base, level, rate; those of a part-whole finding the
    whole, then its parts. ``numbers`` holds what the sentence needs beside them. ``misprint`` is what probably
    caused it, where that can be told.
    """

    kind: str
    code: str
    indicator: Indicator
    year: int
    area: str
    measure: str
    statements: Statements
    numbers: dict[str, Decimal] = field(default_factory=dict, hash=False)
    misprint: Misprint | None = None

    @property
    def nature(self) -> str:
        """What sort of disagreement it is, one of :data:`NATURES`."""
        named = {WITHIN_REACH: GOALS, SCOPE: SCOPE, REAL_GROWTH: EXPLAINED, REVISION: REVISION}
        return named.get(self.code, CONTRADICTION)

    @property
    def is_error(self) -> bool:
        """Whether someone must put it right.

        Goals that differ count, though one result can meet both: two documents of one office announce one number.
        A revision, a difference of scope and an explained difference are told, not blamed.
        """
        return self.nature in (CONTRADICTION, GOALS)


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that someone must put right."""
    return tuple(f for f in findings if f.is_error)


def used(finding: Finding, dataset: Dataset) -> Statements:
    """Of the statements that differ, those that the rule of vintages uses: a goal's and a result's."""
    fact: Fact = (finding.indicator.id, finding.year, finding.area, finding.measure)
    chosen = (*targets(dataset, fact)[:1], *results(dataset, fact)[:1])
    return tuple(o for o in finding.statements if any(o is c for c in chosen))
