"""``notice``: the notice that issues the year's plan (印发通知), with the guidance table as its annex.

Names, number and dates are those of ``documents.csv``, the rest of ``notices.csv``. What neither holds is
``None`` in the context; the template marks the place for the writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import Dataset, Document, Notice
from zcplan.reports import plan_table
from zcplan.reports.parts import official, wording
from zcplan.reports.parts.layout import Output
from zcplan.reports.parts.writer import Writer

TITLE = "计划印发通知"
PLAN = "plan"
_UNKNOWN = Notice("", "", "", "", "", None, "")


def outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The notice as issued.

    :raises UsageError: the dataset has no plan of the year, or no figures for its table
    """
    yield Output("notice.docx", f"{year}年{TITLE}.docx", _context(writer, year, has_head=True))


def draft_outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The notice as a draft: no issuer's mark, number or rule.

    :raises UsageError: as :func:`outputs`
    """
    yield Output("notice.docx", f"{year}年{TITLE}（草稿）.docx", _context(writer, year, has_head=False))


def plan_document(dataset: Dataset, year: int) -> Document:
    """The plan of a year: its title names the year, or it has targets of the year; the highest in rank, the latest.

    :raises UsageError: there is none
    """
    with_targets = {o.document for o in dataset.observations if o.is_target and o.year == year}
    plans = [d for d in dataset.documents if d.kind == PLAN]
    found = [d for d in plans if f"{year}年" in d.title] or [d for d in plans if d.id in with_targets]
    if not found:
        raise UsageError(
            _("the dataset has no plan of {year} to issue").format(year=year),
            todo=_("Add the document to documents.csv, with “plan” as its kind."),
        )
    return min(found, key=lambda d: (d.precedence, -d.date.toordinal()))


def _context(writer: Writer, year: int, *, has_head: bool) -> dict[str, Any]:
    dataset = writer.dataset
    plan = plan_document(dataset, year)
    notice = next((n for n in dataset.notices if n.document == plan.id), None)
    known = notice or _UNKNOWN
    annex = plan_table.context(writer, year)
    annexes = (annex["title"], *known.annexes)
    name = "notice.approved" if known.approval else "notice.unapproved"
    given = {"approval": known.approval} if known.approval else {}
    body = writer.phrases.paragraphs(name, plan=plan.name, **given)
    is_notice = plan.title.endswith("通知")
    title = plan.title if is_notice else writer.phrases("notice.title", plan=plan.name)
    title_lines = official.title_lines(plan.issuer, title)
    front = official.Front(has_head, len(title_lines), known.recipients, body, annexes, bool(known.disclosure))
    return {
        "year": year,
        "title": title,
        "mark": writer.phrases("notice.mark", issuer=plan.issuer) if has_head else None,
        "number": plan.number or None,
        "title_lines": title_lines,
        "recipients": known.recipients or None,
        "plan": plan.name,
        "body": body,
        "annex": annex,
        "annex_lines": official.annex_lines(annexes),
        "annex_mark": official.annex_mark(annexes),
        "signature": official.signature(plan.issuer, wording.day(plan.date)),
        "disclosure": known.disclosure or None,
        "copies_to": known.copies_to or None,
        "is_recorded": notice is not None,
        "print_office": known.print_office or None,
        "print_date": wording.day(known.print_date) if known.print_date else None,
        "imprint_apart": not official.ends_on_even_page(front, len(annex["lines"]), known.copies_to),
    }
