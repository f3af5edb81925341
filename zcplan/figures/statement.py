"""A statement: a figure with its whole identity. Whose it is, of what, of when, how sure, and where it stands.

Every part tells how it is known: ``said`` in the figure's own clause, ``shared`` in a list or with the figure before,
``inherited`` from a heading, the sentence's opening or the document, ``open`` where nothing tells. What is open is
never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zcplan.figures.figure import Figure
from zcplan.quantity import Quantity

SAID, SHARED, INHERITED, OPEN = "said", "shared", "inherited", "open"
YEAR, PART, SPAN, POINT = "year", "part", "span", "point"
CITED = "cited"
"""Status of a former target, or of what another document said: held against nothing."""


@dataclass(frozen=True)
class Territory:
    """Whose figure: ``name``, as printed, is empty for the document's own place.

    ``is_part`` where a bracket tells a part (含某镇31个), ``within`` the place named for the whole; ``is_own`` where
    the name stands for the document's own place (全县 in a county's document). ``home`` is that place, as printed, as
    far as the document tells it.
    """

    name: str = ""
    known: str = INHERITED
    is_part: bool = False
    within: str = ""
    is_own: bool = False
    home: str = ""

    @property
    def key(self) -> str:
        """The territory as far as the document tells: empty for its own place."""
        return "" if self.is_own else self.name


@dataclass(frozen=True)
class Period:
    """What time a figure is of.

    :param kind: ``year``; ``part`` of a year; ``span`` of several years, from ``start`` to ``year`` as far as they are
        told; ``point`` (a goal for a later year); ``open``
    :param year: the year, or a span's last one
    :param text: the words that told it
    """

    kind: str
    year: int | None = None
    start: int | None = None
    text: str = ""
    known: str = SAID

    @property
    def of_year(self) -> int | None:
        """The year that the figure is of; ``None`` for anything but a whole year or a goal of one."""
        return self.year if self.kind in (YEAR, POINT) else None


NO_PERIOD = Period(OPEN, known=OPEN)


@dataclass(frozen=True)
class Place:
    """Where a figure stands: 0-based paragraph, offset of its first character and of the one behind it; or a cell."""

    paragraph: int
    offset: int
    end: int
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, eq=False)
class Statement:
    """One figure with all that its text says of it.

    :param subject: the words that name what is measured with every qualifier, folded; empty where the clause leaves
        it open
    :param subject_known: ``said``, ``shared`` (a list, the figure before), or ``open``
    :param status: ``target`` ``actual`` ``estimate`` ``cited``, or empty where nothing tells
    :param quantity: value, unit, measure, bound
    :param rank: 3 for 第三位
    :param text: the figure as printed
    :param sentence: the sentence or row that it stands in, without white space
    :param label: its row's label, in a table
    :param head: its column's heads, in a table
    """

    subject: str
    subject_known: str
    territory: Territory
    period: Period
    status: str
    quantity: Quantity
    place: Place
    text: str
    sentence: str = ""
    rank: int | None = None
    label: str = ""
    head: str = ""
    measures: tuple[str, ...] = field(default=())
    figure: Figure | None = None

    @property
    def in_table(self) -> bool:
        """Whether it stands in a table's cell."""
        return bool(self.label or self.head)
