"""A figure in its sentence, as a person wants to see it beside another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zcplan.figures.statement import Place, Statement
from zcplan.reading.document import Draft

BEFORE, BEHIND = 36, 24
"""Characters of context on either side of a figure."""
_ENDS = "。；！？\n"


@dataclass(frozen=True)
class Excerpt:
    """What stands before a figure in its sentence, the figure as printed, and what stands behind."""

    before: str
    figure: str
    behind: str

    @property
    def marked(self) -> str:
        """The three in one line, the figure in black brackets."""
        return f"{self.before}【{self.figure}】{self.behind}"


def excerpt(draft: Draft, statement: Statement) -> Excerpt:
    """The surroundings of a statement: of a cell its row's label and column's heads, of a sentence the part near it."""
    if statement.in_table:
        heads = " · ".join(dict.fromkeys(filter(None, (statement.label, " ".join(statement.head.split())))))
        return Excerpt(f"{heads} " if heads else "", statement.text.strip(), "")
    place = statement.place
    text = next((p.text for p in draft.paragraphs if p.index == place.paragraph), "")
    start = max((text.rfind(c, 0, place.offset) + 1 for c in _ENDS), default=0)
    ends = [at for c in _ENDS if (at := text.find(c, place.end)) >= 0]
    end = min(ends, default=len(text))
    before, behind = text[start : place.offset], text[place.end : end]
    before = before.lstrip() if len(before) <= BEFORE else f"…{before[-BEFORE:]}"
    behind = behind.rstrip() if len(behind) <= BEHIND else f"{behind[:BEHIND]}…"
    return Excerpt(before, text[place.offset : place.end], behind)


def place_name(place: Place, _: Callable[[str], str], draft: Draft | None = None) -> str:
    """Where a statement stands, for a person: a paragraph counted from 1 (and its page), or a sheet's cell."""
    if place.cell:
        return f"[{place.sheet}] {place.cell}"
    page = draft.paragraphs[place.paragraph].page if draft is not None else 0
    if page:
        return _("page {page}, paragraph {n}").format(page=page, n=place.paragraph + 1)
    return _("paragraph {n}").format(n=place.paragraph + 1)
