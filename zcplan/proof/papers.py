"""Drafts side by side, with what each states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zcplan.figures.own_place import place_of
from zcplan.figures.sections import sections_of
from zcplan.figures.statement import Statement
from zcplan.proof.identity import Home, bare_place
from zcplan.reading.document import Draft


@dataclass(frozen=True)
class Paper:
    """A draft with what it states.

    :param place: its own place, as far as it says
    :param year: its own year, as far as it says
    """

    name: str
    draft: Draft
    statements: tuple[Statement, ...]
    place: str = ""
    year: int | None = None


@dataclass(frozen=True, eq=False)
class Stated:
    """A statement and the number of the draft that it stands in."""

    paper: int
    statement: Statement

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts statements as a reader meets them."""
        place = self.statement.place
        return (self.paper, place.paragraph, place.offset)


def paper_of(name: str, draft: Draft, statements: Iterable[Statement], year: int | None = None) -> Paper:
    """A draft with its statements, each once.

    :param year: the draft's own year, where it does not tell itself
    """
    once = {id(s): s for s in statements}
    return Paper(name, draft, tuple(once.values()), place_of(draft), sections_of(draft, year).own)


def homes(papers: Sequence[Paper]) -> list[Home]:
    """The own place of each draft, as it is called among them: nothing where all are of one place."""
    places: Mapping[str, str] = {bare_place(p.place): p.place for p in papers if p.place}
    if len(places) < 2:
        only = next(iter(places.values()), "")
        return [Home(p.place or only) for p in papers]
    return [Home(p.place, bare_place(p.place)) for p in papers]
