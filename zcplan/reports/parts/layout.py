"""What a template is given beside plain text: files to make, table cells with spans, charts' data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

RESTART, CONTINUE = "restart", "continue"


@dataclass(frozen=True)
class Output:
    """A file to make: the template, the name of the file, what the template is given, the subfolder it goes into.

    ``file`` may hold text from data: it is made safe when it is written.
    """

    template: str
    file: str
    context: Mapping[str, Any]
    folder: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a printed table.

    ``value`` is a number or text; ``text`` is how it prints. It spans ``across`` columns and ``down`` rows;
    a cell that the one above covers has ``down`` 0.
    """

    value: Decimal | str
    across: int = 1
    down: int = 1

    @property
    def text(self) -> str:
        """The cell as it prints: all digits of a number, nothing where the cell above covers it."""
        if not self.down:
            return ""
        return f"{self.value:f}" if isinstance(self.value, Decimal) else self.value

    @property
    def merge(self) -> str:
        """Word's word for its part in a vertical merge: ``restart``, ``continue`` or nothing."""
        return CONTINUE if self.down == 0 else RESTART if self.down > 1 else ""


@dataclass(frozen=True)
class ChartSeries:
    """One row of bars or one line; ``None`` leaves a gap."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Chart:
    """What a native chart shows: a title, the categories, one or more series over them."""

    title: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
