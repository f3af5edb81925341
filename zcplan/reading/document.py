"""What reading gives of any file: paragraphs with kind and place, tables as grids, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

BODY, HEADING, CELL, HEADER, FOOTER, NOTE, BOX = "body", "heading", "cell", "header", "footer", "footnote", "textbox"

STRUCK, SPACE, COMMENT, FORMULA, ERROR, FORMAT = "struck", "space", "comment", "formula", "error", "format"
"""Codes of notes: see :class:`Note`."""

EQUATION, IMPORTED, PICTURE, CHART, DIAGRAM, OBJECT, SCANNED = (
    "equation",
    "imported",
    "picture",
    "chart",
    "diagram",
    "object",
    "scanned",
)
HIDDEN_TEXT, HIDDEN_ROWS, HIDDEN_COLUMNS, HIDDEN_SHEET = "hidden-text", "hidden-rows", "hidden-columns", "hidden-sheet"
COMMENTS, UNCOMPUTED, ERRORS, STRUCK_FIGURES, SPACED_FIGURES, UNFORMATTED, ROWS, SHEETS = (
    "comments",
    "uncomputed",
    "errors",
    "struck-figures",
    "spaced-figures",
    "unformatted",
    "rows",
    "sheets",
)
TRACKED = "tracked"
"""What a reader passes over or can't vouch for: see :class:`Passed`."""


@dataclass(frozen=True)
class Note:
    """Something to know about the characters ``start`` to ``end`` of a paragraph.

    :param code: ``struck`` a figure partly struck through, ``space`` a plain space inside digits, ``comment`` a cell's
        comment, ``formula`` one that was never computed, ``error`` the cell shows an error, ``format`` a number format
        that can't be applied
    :param text: the words struck, the comment, the error
    """

    code: str
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True)
class Passed:
    """What was not read, or read and can't be vouched for: how often, and where (a sheet, a page) if that is known."""

    what: str
    count: int = 1
    where: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a line of a text file, or a cell of a sheet.

    :param index: its number, from 0; a line's number in a text file
    :param text: as shown: without what was deleted, hidden or struck through; raised digits as ¹²³
    :param kind: ``body`` ``heading`` ``cell`` ``header`` ``footer`` ``footnote`` ``textbox``
    :param level: depth of a heading, 1 the highest
    :param runs_on: its text goes on in the next one (a line broken in mid-sentence, a deleted paragraph mark)
    :param shift: characters of the line before this text, where several cells share a line
    :param label: the automatic number before it (一、 （二） 3.), which is no part of ``text``
    :param sheet: name of its sheet in a workbook
    :param cell: its address there: B7
    :param page: its page in a PDF, from 1
    """

    index: int
    text: str
    kind: str = BODY
    level: int = 0
    runs_on: bool = False
    shift: int = 0
    label: str = ""
    sheet: str = ""
    cell: str = ""
    page: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def numbered(self) -> str:
        """The text with its automatic number before it, as a reader sees it."""
        return self.label + self.text


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its place in the grid, how far it spans, and the paragraphs in it.

    :param value: the number of a workbook's cell, in ``unit``, with all its digits; ``None`` for text
    :param unit: the unit that the cell's number format shows (亿元, 万家, %), empty where it shows none
    """

    row: int
    column: int
    columns: int
    rows: int
    paragraphs: tuple[Paragraph, ...]
    value: Decimal | None = None
    unit: str = ""

    @property
    def text(self) -> str:
        """What stands in it, on one line."""
        return " ".join(p.text.strip() for p in self.paragraphs if p.text.strip())

    @property
    def numbered(self) -> str:
        """The same with the automatic numbers before its paragraphs: a column of numbers may hold nothing else."""
        return " ".join(p.numbered.strip() for p in self.paragraphs if p.numbered.strip())


@dataclass(frozen=True)
class Table:
    """A table; ``before`` is the index of the paragraph it follows.

    :param caption: the title above it
    :param unit: what the line 单位：… above it or in its first rows says: 亿元 or 亿元、%; empty where there is none
    :param sheet: name of its sheet in a workbook
    """

    cells: tuple[Cell, ...]
    before: int = -1
    caption: str = ""
    unit: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Draft:
    """A document as read: everything that a reader sees, in order; ``paragraphs[i].index`` is ``i``.

    :param path: the file as it was named
    :param kind: what it is, by its content: ``docx`` ``xlsx`` ``xls`` ``txt`` ``md`` ``csv`` ``html`` ``pdf`` …
    :param passed_over: what was not read
    """

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = field(default=())
    path: str = ""
    kind: str = ""
    passed_over: tuple[Passed, ...] = ()

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return Path(self.path).name


def read(path: Path) -> Draft:
    """Read a document; see :func:`zcplan.reading.opening.read`."""
    from zcplan.reading.opening import read as opened

    return opened(path)
