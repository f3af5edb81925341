"""A figure of a draft where it stands: in running text, or in a table's cell."""

from __future__ import annotations

from dataclasses import dataclass

from zcplan.figures.statement import Period
from zcplan.figures.text import Flow
from zcplan.quantity import Quantity

REACH = 200
"""Characters of context on either side of a figure."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure and what is known of it before its subject.

    :param text: as printed, from 增长 to 左右
    :param paragraph: 0-based number of its paragraph
    :param offset: characters into the paragraph
    :param end: offset behind its last character (that of the paragraph's text when it runs over)
    :param status: ``target`` ``actual`` ``estimate`` ``cited``, or empty where the draft leaves it open
    :param measures: measures that it may have, the likeliest first
    :param sentence: the clause or row that it stands in, as printed but for white space
    """

    quantity: Quantity
    text: str
    paragraph: int
    offset: int
    end: int
    period: Period
    status: str
    measures: tuple[str, ...]
    sentence: str

    @property
    def year(self) -> int | None:
        """The year that it is of; ``None`` for a part or a span, or where nothing tells."""
        return self.period.of_year


@dataclass(frozen=True, eq=False)
class TextFigure(Figure):
    """A figure in running text.

    :param number: which of its flow's figures it is
    :param bracket: where the bracket that it stands in begins in the flow's masked text, or -1
    """

    flow: Flow
    number: int
    bracket: int = -1

    @property
    def left(self) -> str:
        """Masked text before it in its flow, as far as it matters."""
        at = self.flow.at[self.number]
        return self.flow.masked[max(0, at - REACH) : at]

    @property
    def right(self) -> str:
        """Masked text after it in its flow, as far as it matters."""
        at = self.flow.at[self.number] + 1
        return self.flow.masked[at : at + REACH]

    @property
    def inner(self) -> str:
        """Masked text before it in its own bracket, of a figure that stands in one."""
        return self.flow.masked[self.bracket + 1 : self.flow.at[self.number]]


@dataclass(frozen=True, eq=False)
class CellFigure(Figure):
    """A figure in a table's cell.

    :param label: the row's label
    :param head: the column's heads
    :param territory: what a column of territories says of the row
    :param has_unit: whether the cell, a head, the label or the caption tells the unit
    """

    label: str = ""
    head: str = ""
    has_unit: bool = True
    sheet: str = ""
    cell: str = ""
    territory: str = ""


@dataclass(frozen=True)
class Words:
    """What a table says in words where a figure might stand."""

    text: str
    label: str
    head: str
    year: int
    status: str
    measure: str
    paragraph: int
    offset: int
    sentence: str
