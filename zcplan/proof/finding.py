"""What came of one statement in one check."""

from __future__ import annotations

from dataclasses import dataclass, field

from zcplan.figures.figure import Figure
from zcplan.figures.statement import Statement
from zcplan.model import Observation

AGREES, SUPERSEDED, CONTRADICTS, UNKNOWN = "agrees", "superseded", "contradicts", "unknown"
VERDICTS = (AGREES, SUPERSEDED, CONTRADICTS, UNKNOWN)
DATASET, BETWEEN, ARITHMETIC, SUM, SIGN, REPEAT, MISSING = (
    *("dataset", "between", "arithmetic", "sum"),
    *("sign", "repeat", "missing"),
)
CHECKS = (DATASET, BETWEEN, ARITHMETIC, SUM, SIGN, REPEAT, MISSING)
NO_FACT, OTHER_SUBJECT, OTHER_PERIOD, AMBIGUOUS = "no-fact", "other-subject", "other-period", "ambiguous"
REASONS = (NO_FACT, OTHER_SUBJECT, OTHER_PERIOD, AMBIGUOUS)
"""Why a figure is unknown: the dataset has no such fact; it is said of another subject or place, or of another time
than the dataset's; several facts may be meant."""


@dataclass(frozen=True)
class Finding:
    """What came of one statement in one check.

    :param code: why: ``equal`` ``different`` ``unit`` ``magnitude`` ``bound`` ``none``, or a slip's
    :param expected: statements of the fact, the one to use first
    :param numbers: what the message needs beside: what the arithmetic gives, the other value
    :param reason: why it is unknown, one of :data:`REASONS`
    :param hint: a statement of the dataset with the same number, of something else
    """

    verdict: str
    check: str
    code: str
    statement: Statement
    indicator: str = ""
    year: int | None = None
    area: str = ""
    measure: str = ""
    expected: tuple[Observation, ...] = ()
    equal: Observation | None = None
    numbers: dict[str, str] = field(default_factory=dict, hash=False)
    reason: str = ""
    hint: Observation | None = None

    @property
    def figure(self) -> Figure:
        """The figure that it speaks of."""
        assert self.statement.figure is not None
        return self.statement.figure
