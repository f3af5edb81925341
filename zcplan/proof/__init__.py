"""A draft against the dataset, inside itself, and against other drafts."""

from zcplan.proof.draft import NOTHING, proof
from zcplan.proof.finding import (
    AGREES,
    ARITHMETIC,
    CHECKS,
    CONTRADICTS,
    DATASET,
    REPEAT,
    SIGN,
    SUM,
    SUPERSEDED,
    UNKNOWN,
    VERDICTS,
    Finding,
)
from zcplan.proof.message import message

__all__ = [
    "AGREES",
    "ARITHMETIC",
    "CHECKS",
    "CONTRADICTS",
    "DATASET",
    "NOTHING",
    "REPEAT",
    "SIGN",
    "SUM",
    "SUPERSEDED",
    "UNKNOWN",
    "VERDICTS",
    "Finding",
    "message",
    "proof",
]
