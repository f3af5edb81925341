"""A figure of a draft with what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass

from zcplan.figures.text import Flow
from zcplan.quantity import Quantity

REACH = 200
"""Characters of context on either side of a figure."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure of the draft and what surrounds it.

    :param text: as printed, from 增长 to 左右
    :param paragraph: 0-based number of its paragraph
    :param offset: characters into the paragraph
    :param end: offset behind its last character (that of the paragraph's text when it runs over)
    :param year: year that it is about, as far as the draft tells
    :param status: ``target`` ``actual`` ``estimate``, or empty where the draft leaves it open
    :param number: which of its flow's figures it is; -1 in a table
    :param label: the row's label in a table
    :param measures: measures that it may have, the likeliest first
    :param bracket: where the bracket that it stands in begins in the flow's masked text, or -1
    :param sentence: the clause or row that it stands in, as printed but for white space
    """

    quantity: Quantity
    text: str
    paragraph: int
    offset: int
    end: int
    year: int | None
    status: str
    flow: Flow
    number: int
    label: str
    measures: tuple[str, ...]
    bracket: int = -1
    sentence: str = ""
    head: str = ""

    @property
    def left(self) -> str:
        """Masked text before it in its flow, as far as it matters."""
        at = self.flow.at[self.number] if self.number >= 0 else 0
        return self.flow.masked[max(0, at - REACH) : at]

    @property
    def right(self) -> str:
        """Masked text after it in its flow, as far as it matters."""
        if self.number < 0:
            return ""
        at = self.flow.at[self.number] + 1
        return self.flow.masked[at : at + REACH]

    @property
    def inner(self) -> str:
        """Masked text before it in its own bracket; empty where it stands in none."""
        return self.flow.masked[self.bracket + 1 : self.flow.at[self.number]] if self.bracket >= 0 else ""


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
