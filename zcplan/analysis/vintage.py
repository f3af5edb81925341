"""Which statement of a fact is used: one rule, in one place.

A target: the document of higher precedence (the approved plan, then reports, then task lists), then the
later one; within one document the body before the annex, since a table's columns drop words such as 以上.
A result: an actual before an estimate, then the later document, then the one of higher precedence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from zcplan.model import ESTIMATE, Dataset, Fact, Observation

Statements = tuple[Observation, ...]


def targets(dataset: Dataset, fact: Fact) -> Statements:
    """Every statement of the fact as a goal, the one to use first."""
    return _ranked((o for o in dataset.by_fact.get(fact, ()) if o.is_target), _target_rank(dataset))


def results(dataset: Dataset, fact: Fact) -> Statements:
    """Every statement of the fact as a result, the one to use first."""
    return _ranked((o for o in dataset.by_fact.get(fact, ()) if not o.is_target), _result_rank(dataset))


def printed(statements: Statements) -> Statements:
    """The same statements as a table prints them: of those in the first one's document, the annex's first."""
    if not statements:
        return ()
    own = statements[0].document
    return tuple(sorted(statements, key=lambda o: (o.document != own, not o.in_annex)))


def _ranked(statements: Iterable[Observation], rank: Callable[[Observation], Any]) -> Statements:
    return tuple(sorted(statements, key=rank))


def _target_rank(dataset: Dataset) -> Callable[[Observation], Any]:
    def rank(o: Observation) -> Any:
        document = dataset.document[o.document]
        return (document.precedence, -document.date.toordinal(), o.in_annex)

    return rank


def _result_rank(dataset: Dataset) -> Callable[[Observation], Any]:
    def rank(o: Observation) -> Any:
        document = dataset.document[o.document]
        return (o.status == ESTIMATE, -document.date.toordinal(), document.precedence, o.in_annex)

    return rank
