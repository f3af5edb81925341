"""What every command that reads documents says of them: where a figure stands, what was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zcplan.cli.output import note
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.reading.document import Draft


def place_record(draft: Draft, paragraph: int, offset: int) -> dict[str, Any]:
    """Where a figure stands, for JSON: sheet and cell in a workbook, else paragraph and offset."""
    found = draft.paragraphs[paragraph]
    if found.cell:
        return {"sheet": found.sheet, "cell": found.cell}
    return {"paragraph": paragraph, "offset": offset}


def place(draft: Draft, paragraph: int) -> str:
    """Where a figure stands, in words."""
    found = draft.paragraphs[paragraph]
    if found.cell:
        return f"[{found.sheet}] {found.cell}"
    if found.page:
        return _("page {page}, paragraph {n}").format(page=found.page, n=paragraph + 1)
    return _("paragraph {n}").format(n=paragraph + 1)


def tell_passed_over(draft: Draft) -> None:
    """Say at the end what was not read of a document, so that nobody takes its silence for soundness."""
    from zcplan.reading.passed_over import told

    passed = told(draft.passed_over)
    if passed:
        words = _("{file}: look at what was not read or can't be vouched for: {what}")
        note(words.format(file=draft.name, what="; ".join(passed)))
