"""What reconcile finds: statements that can't all be right, or that look so and have their reason.

Findings are data; :mod:`zcplan.analysis.explain` words them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from zcplan.analysis.vintage import Statements, results, targets
from zcplan.model import Dataset, Fact, Indicator

CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION = "conflict", "arithmetic", "part-whole", "unit", "revision"
KINDS = (CONFLICT, ARITHMETIC, PART_WHOLE, UNIT, REVISION)
REAL_GROWTH = "real-growth"
"""Code of an arithmetic finding that has its reason: growth at constant prices beside levels at current ones."""


@dataclass(frozen=True)
class Finding:
    """Statements that can't all be right, or that look so and have their reason.

    ``code`` tells the sort within the kind: ``between`` or ``within`` documents; ``growth`` ``change`` ``points``
    ``relative`` ``real-growth``; ``above`` ``sum``; ``magnitude`` ``exchange`` ``scale``; ``revision``. The
    statements of an arithmetic finding (and of ``scale``) are base, level, rate; those of a part-whole finding the
    whole, then its parts. ``numbers`` holds what the sentence needs beside them.
    """

    kind: str
    code: str
    indicator: Indicator
    year: int
    area: str
    measure: str
    statements: Statements
    numbers: dict[str, Decimal] = field(default_factory=dict, hash=False)

    @property
    def is_error(self) -> bool:
        """Whether someone must put it right; a revision and an explained difference are told, not blamed."""
        return self.kind != REVISION and self.code != REAL_GROWTH


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that someone must put right."""
    return tuple(f for f in findings if f.is_error)


def used(finding: Finding, dataset: Dataset) -> Statements:
    """Of the statements that differ, those that the rule of vintages uses: a goal's and a result's."""
    fact: Fact = (finding.indicator.id, finding.year, finding.area, finding.measure)
    chosen = (*targets(dataset, fact)[:1], *results(dataset, fact)[:1])
    return tuple(o for o in finding.statements if any(o is c for c in chosen))
