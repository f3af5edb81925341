"""What was not read, in words, to be told at the end of whatever was made of a document."""

from __future__ import annotations

from collections.abc import Iterable

from zcplan.i18n import gettext as _
from zcplan.reading import document as d
from zcplan.reading.document import Passed


def told(passed: Iterable[Passed]) -> list[str]:
    """A phrase for each thing passed over: “2 equations”, “hidden rows: 3 (Sheet1)”."""
    return [_phrase(one) for one in passed]


def _phrase(one: Passed) -> str:
    words = {
        d.EQUATION: _("equations: {n}"),
        d.IMPORTED: _("parts imported from other files: {n}"),
        d.PICTURE: _("pictures: {n}"),
        d.CHART: _("charts: {n}"),
        d.DIAGRAM: _("diagrams: {n}"),
        d.OBJECT: _("embedded objects: {n}"),
        d.SCANNED: _("pages that are pictures, without text: {n}"),
        d.TRACKED: _("tracked changes, read as if accepted: {n}"),
        d.HIDDEN_TEXT: _("pieces of hidden text: {n}"),
        d.HIDDEN_ROWS: _("hidden rows: {n}"),
        d.HIDDEN_COLUMNS: _("hidden columns: {n}"),
        d.HIDDEN_SHEET: _("hidden sheets: {n}"),
        d.COMMENTS: _("comments on cells: {n}"),
        d.UNCOMPUTED: _("formulas that were never computed: {n}"),
        d.ERRORS: _("cells that show an error: {n}"),
        d.STRUCK_FIGURES: _("figures partly struck through: {n}"),
        d.SPACED_FIGURES: _("figures with a space inside: {n}"),
        d.UNFORMATTED: _("cells whose number format can't be applied: {n}"),
        d.ROWS: _("only the first {n} rows"),
        d.SHEETS: _("sheets beyond the limit: {n}"),
    }
    text = words[one.what].format(n=one.count)
    return f"{text} ({one.where})" if one.where else text
