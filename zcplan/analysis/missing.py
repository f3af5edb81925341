"""What a dataset still lacks before anything can be made of it."""

from __future__ import annotations

from collections.abc import Iterable

from zcplan.model import Dataset

NEEDED = ("documents", "indicators", "observations")
"""Tables without which nothing can be made, in the order in which they are filled."""
FOR_TASKS = ("documents", "departments", "tasks")
"""Tables without which there is nothing to divide or to follow up."""
EVERY = (*NEEDED, "departments", "tasks", "assignments", "task_targets", "tables")
"""Tables that some document needs."""


def empty(dataset: Dataset, tables: Iterable[str]) -> tuple[str, ...]:
    """Those of the tables that hold no row."""
    return tuple(name for name in tables if not getattr(dataset, name))
