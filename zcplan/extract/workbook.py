"""What the template of the review workbook is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zcplan.extract import sheets
from zcplan.extract.gather import Review, Source

TEMPLATE = "proposals.xlsx"
KEYS = {
    sheets.FIGURES: "figures",
    sheets.INDICATORS: "indicators",
    sheets.AREAS: "areas",
    sheets.DOCUMENTS: "documents",
    sheets.DEPARTMENTS: "departments",
    sheets.TASKS: "tasks",
    sheets.ASSIGNMENTS: "assignments",
    sheets.TARGETS: "targets",
    sheets.LAYOUT: "layout",
}
"""What the template calls the rows of each sheet."""


def context(review: Review, sources: Sequence[Source]) -> dict[str, Any]:
    """The rows of each sheet, the names to choose from, and how many there are of each."""
    rows = {KEYS[name]: found for name, found in review.rows.items()}
    marked = (sheets.LACKING, sheets.DOUBTFUL, sheets.DIFFERS)
    return {
        **rows,
        "names": {KEYS[name]: names for name, names in review.names.items()},
        "sources": "；".join(s.name for s in sources),
        "counts": {
            **{key: len(found) for key, found in rows.items()},
            "open": sum(r.mark in marked for found in rows.values() for r in found),
        },
    }
