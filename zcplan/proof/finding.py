"""What came of one figure in one check."""

from __future__ import annotations

from dataclasses import dataclass, field

from zcplan.figures.figure import Figure
from zcplan.model import Observation

AGREES, SUPERSEDED, CONTRADICTS, UNKNOWN = "agrees", "superseded", "contradicts", "unknown"


VERDICTS = (AGREES, SUPERSEDED, CONTRADICTS, UNKNOWN)


DATASET, ARITHMETIC, SUM, SIGN, REPEAT = "dataset", "arithmetic", "sum", "sign", "repeat"


CHECKS = (DATASET, ARITHMETIC, SUM, SIGN, REPEAT)


@dataclass(frozen=True)
class Finding:
    """What came of one figure in one check.

    :param code: why: ``equal`` ``different`` ``unit`` ``magnitude`` ``bound`` ``none`` ``ambiguous``, or a slip's
    :param expected: statements of the fact, the one to use first
    :param numbers: what the message needs beside: what the arithmetic gives, the other value
    """

    verdict: str
    check: str
    code: str
    figure: Figure
    indicator: str = ""
    year: int | None = None
    area: str = ""
    measure: str = ""
    expected: tuple[Observation, ...] = ()
    equal: Observation | None = None
    numbers: dict[str, str] = field(default_factory=dict, hash=False)
