"""Read a PDF with a text layer: lines joined to paragraphs, tables by their rules or by position, scanned pages told.

The characters and rules come from pdfplumber (over pdfminer.six); what is a paragraph, a page number or the second half
of a table is told here. It is an extra, ``zcplan[pdf]``: it brings four packages along, and few need it.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from zcplan.characters import SUPERSCRIPT
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.reading.captions import unit_line
from zcplan.reading.document import (
    BODY,
    CELL,
    HEADER,
    HEADING,
    PICTURE,
    SCANNED,
    Cell,
    Draft,
    Paragraph,
    Passed,
    Table,
)
from zcplan.reading.headings import printed_level
from zcplan.reading.word_text import notes

MAX_PAGES = 500
_MARGIN = 0.14
"""The part of a page's height above and below that holds running heads and page numbers (GB/T 9704: 37 mm of 297)."""
_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–·\s]*")
_REPEATED = 3
"""Pages on which a line in the margin is the same, for it to be a running head."""
_GAP = 0.35
"""Parts of a character's size between two characters that make a space; printers stretch lines by less."""
_COLUMN_GAP = 1.3
"""Characters' sizes between two words that part columns of a table without rules."""
_TEXT_WIDTH = 0.8
"""The part of a page's width where the text's right edge lies at the least: a page of short lines does not tell it."""
_INDENT = 1.2
"""Characters' sizes that the first line of a paragraph is set in by; two is the rule, printers vary."""
_RAISED = 0.75
"""A character smaller than this part of its line's, above its foot, is raised."""
_LONGEST_HEADING = 60
_END = "。！？；：.!?"


@dataclass(frozen=True)
class _Line:
    """A line of print: its characters, and where it lies on its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int
    segments: tuple[tuple[float, float, str], ...] = ()


_Box = tuple[int, int, int, str]
"""A cell of a row: its column, how many columns and rows it spans, its text."""


@dataclass
class _Grid:
    """A table of a page: its rows, and where it lies."""

    rows: list[list[_Box]]
    top: float
    bottom: float
    page: int
    columns: int


@dataclass
class _Page:
    """What a page holds, from the top down."""

    number: int
    width: float
    height: float
    blocks: list[_Line | _Grid] = field(default_factory=list)


def read(data: bytes, path: Path) -> Draft:
    """Read a PDF.

    :raises UsageError: what reads PDFs is not installed, the file is locked or damaged, or has too many pages
    """
    try:
        import pdfplumber
    except ImportError:
        todo = _("Install it with: pip install 'zcplan[pdf]', or give the document as .docx.")
        raise UsageError(_("what reads PDF files is not installed"), str(path), todo) from None
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it complains of is told in words of our own
    passed: list[Passed] = []
    pages = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as book:
            if len(book.pages) > MAX_PAGES:
                what = _("the PDF has more than {n} pages").format(n=MAX_PAGES)
                raise UsageError(what, str(path), _("Split it."))
            for page in book.pages:
                pages.append(_page(page, passed))
                page.close()
    except UsageError:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it raise
        locked = "Password" in type(error).__name__ or "password" in str(error).lower() or "Encrypt" in repr(error)
        what = _("the PDF is locked with a password") if locked else _("the PDF is damaged")
        raise UsageError(what, str(path), _("Give the document as .docx.")) from error
    return _draft(pages, passed)


# --- a page: characters to lines, rules to tables


def _page(page: Any, passed: list[Passed]) -> _Page:
    page = page.dedupe_chars()
    found = _Page(page.page_number, float(page.width), float(page.height))
    upright = [c for c in page.chars if c.get("upright", True) and c["text"].strip("\0")]
    characters = [c for c in upright if not c["text"].startswith("(cid:")]
    if len(upright) > 2 * len(characters):
        passed.append(Passed(SCANNED, 1, _("page {n}").format(n=page.page_number)))
        return found
    if len([c for c in characters if not c["text"].isspace()]) < 5 and _is_picture(page):
        passed.append(Passed(SCANNED, 1, _("page {n}").format(n=page.page_number)))
        return found
    if not page.chars and _shows_text(page):
        passed.append(Passed(SCANNED, 1, _("page {n}").format(n=page.page_number)))
        return found
    if page.images:
        passed.append(Passed(PICTURE, len(page.images), _("page {n}").format(n=page.page_number)))
    ruled = [t for t in page.find_tables() if len(t.rows) > 1 and len(t.cells) > 3]
    boxes = [t.bbox for t in ruled]
    grids = [_ruled(t, characters, page.page_number) for t in ruled]
    outside = [c for c in characters if not any(_is_in(c, box) for box in boxes)]
    lines = list(_lines(outside, page.page_number))
    blocks: list[_Line | _Grid] = [*grids, *_with_open_tables(lines)]
    found.blocks = sorted(blocks, key=lambda b: b.top)
    return found


_SHOWN = re.compile(rb"\bT[jJ]\b|['\"]\s")


def _shows_text(page: Any) -> bool:
    """Whether a page of which no letter could be read has text all the same: its typefaces may be damaged."""
    for stream in page.page_obj.contents:
        try:
            if _SHOWN.search(stream.resolve().get_data() if hasattr(stream, "resolve") else stream.get_data()):
                return True
        except Exception:  # what can't be unpacked may hold text as well
            return True
    return False


def _is_picture(page: Any) -> bool:
    """Whether a picture covers most of a page, as a scan does; a page with nothing else is taken for one too."""
    area = sum(abs((i["x1"] - i["x0"]) * (i["bottom"] - i["top"])) for i in page.images)
    return bool(page.images) and area > 0.3 * float(page.width) * float(page.height)


def _is_in(character: Any, box: Sequence[float]) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _lines(characters: Iterable[Any], page: int) -> Iterator[_Line]:
    """Characters put together to lines: those whose heights overlap by more than half belong together."""
    rows: list[tuple[float, float, list[Any]]] = []
    for c in sorted(characters, key=lambda c: (c["top"], c["x0"])):
        height = c["bottom"] - c["top"]
        for n in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            top, bottom, members = rows[n]
            overlap = min(bottom, c["bottom"]) - max(top, c["top"])
            if overlap > 0.5 * min(height, bottom - top):
                members.append(c)
                rows[n] = (min(top, c["top"]), max(bottom, c["bottom"]), members)
                break
        else:
            rows.append((c["top"], c["bottom"], [c]))
    for _top, _bottom, members in rows:
        if any(not c["text"].isspace() for c in members):
            yield _line(sorted(members, key=lambda c: c["x0"]), page)


def _line(characters: list[Any], page: int) -> _Line:
    spaced = {id(b) for a, b in pairwise(characters) if a["text"].isspace()}
    characters = [c for c in characters if not c["text"].isspace()]
    size = median(c["size"] for c in characters)
    bottom = median(c["bottom"] for c in characters)
    text, segments = "", []
    start, last = 0, characters[0]
    for n, c in enumerate(characters):
        gap = c["x0"] - last["x1"]
        if gap > _COLUMN_GAP * size:
            segments.append((characters[start]["x0"], last["x1"], text))
            text, start = "", n
        elif gap > _GAP * size or id(c) in spaced:
            text += " "
        is_raised = c["size"] < _RAISED * size and c["bottom"] < bottom - 0.15 * size
        text += "".join(SUPERSCRIPT.get(one, one) for one in c["text"]) if is_raised else c["text"]
        last = c
    segments.append((characters[start]["x0"], last["x1"], text))
    return _Line(
        " ".join(s[2] for s in segments),
        characters[0]["x0"],
        max(c["x1"] for c in characters),
        min(c["top"] for c in characters),
        max(c["bottom"] for c in characters),
        size,
        page,
        tuple(segments),
    )


def _ruled(table: Any, characters: list[Any], page: int) -> _Grid:
    """A table with rules: each box is a cell, spanning the grid lines that it crosses."""
    boxes = sorted({tuple(c) for c in table.cells}, key=lambda b: (b[1], b[0]))
    lefts = _steps(b[0] for b in boxes)
    tops = _steps(b[1] for b in boxes)
    rows: list[list[_Box]] = [[] for _top in tops]
    for box in boxes:
        inside = [c for c in characters if _is_in(c, box)]
        text = "".join(line.text for line in _lines(inside, page))
        column, row = _at(lefts, box[0]), _at(tops, box[1])
        across = max(sum(box[0] - 2 <= x < box[2] - 2 for x in lefts), 1)
        down = max(sum(box[1] - 2 <= y < box[3] - 2 for y in tops), 1)
        rows[row].append((column, across, down, text.strip()))
    return _Grid(rows, table.bbox[1], table.bbox[3], page, len(lefts))


def _steps(values: Iterable[float]) -> list[float]:
    """Positions, those that lie within two points of each other as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2:
            found.append(value)
    return found


def _at(steps: list[float], value: float) -> int:
    return min(range(len(steps)), key=lambda n: abs(steps[n] - value))


def _with_open_tables(lines: list[_Line]) -> Iterator[_Line | _Grid]:
    """Lines, those that stand in columns without rules as tables: three or more in a row with three or more parts."""
    run: list[_Line] = []
    for line in [*sorted(lines, key=lambda one: one.top), None]:
        if line is not None and len(line.segments) >= 3:
            run.append(line)
            continue
        if len(run) >= 3 and (grid := _open_grid(run)):
            yield grid
        else:
            yield from run
        run = []
        if line is not None:
            yield line


def _open_grid(run: list[_Line]) -> _Grid | None:
    """The grid of lines in columns; nothing where their parts do not stand under one another."""
    spans: list[list[float]] = []
    for left, right, _text in sorted(s for line in run for s in line.segments):
        if spans and left < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], right)
        else:
            spans.append([left, right])
    if len(spans) < 3 or len(spans) > max(len(line.segments) for line in run):
        return None
    rows = [
        [
            (next(n for n, s in enumerate(spans) if s[0] <= left <= s[1]), 1, 1, text)
            for left, _right, text in line.segments
        ]
        for line in run
    ]
    return _Grid(rows, run[0].top, run[-1].bottom, run[0].page, len(spans))


# --- pages to a document


def _draft(pages: list[_Page], passed: list[Passed]) -> Draft:
    heads = _running_heads(pages)
    made = _Made()
    for page in pages:
        made.edges(page)
        for block in page.blocks:
            if isinstance(block, _Grid):
                made.table(block)
            elif not _is_marginal(block, page, heads):
                made.line(block)
    made.end()
    for text in heads:
        made.add(text, HEADER, 0, 1)
    return Draft(tuple(made.paragraphs), tuple(made.tables), passed_over=_summed(passed))


def _summed(passed: list[Passed]) -> tuple[Passed, ...]:
    """Pictures of all pages together; scanned pages by their numbers."""
    scanned = [p.where for p in passed if p.what == SCANNED]
    pictures = sum(p.count for p in passed if p.what == PICTURE)
    found = [Passed(SCANNED, len(scanned), ", ".join(scanned[:20]))] if scanned else []
    return (*found, *([Passed(PICTURE, pictures)] if pictures else []))


def _in_margin(line: _Line, page: _Page) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _running_heads(pages: list[_Page]) -> list[str]:
    """Lines that stand in the margin of several pages."""
    seen = Counter(b.text for page in pages for b in page.blocks if isinstance(b, _Line) and _in_margin(b, page))
    return [text for text, n in seen.items() if n >= _REPEATED and not _PAGE_NUMBER.fullmatch(text)]


def _is_marginal(line: _Line, page: _Page, heads: list[str]) -> bool:
    return _in_margin(line, page) and (line.text in heads or bool(_PAGE_NUMBER.fullmatch(line.text)))


@dataclass
class _Made:
    """The document as far as it is put together."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    current: list[_Line] = field(default_factory=list)
    grid: _Grid | None = None
    left: float = 0.0
    right: float = 0.0

    def edges(self, page: _Page) -> None:
        """Where the lines of a page begin and end."""
        lines = [b for b in page.blocks if isinstance(b, _Line) and len(b.text) > 8]
        if lines:
            self.left = min(b.left for b in lines)
            self.right = max(_TEXT_WIDTH * page.width, *(b.right for b in lines))

    def add(self, text: str, kind: str, level: int, page: int) -> Paragraph:
        paragraph = Paragraph(len(self.paragraphs), text, kind, level, page=page, notes=notes(text, []))
        self.paragraphs.append(paragraph)
        return paragraph

    def line(self, line: _Line) -> None:
        """A line that goes on with the paragraph before it, or begins one."""
        self.grid = None
        if self.current and not self._continues(line):
            self.end()
        self.current.append(line)

    def _continues(self, line: _Line) -> bool:
        last = self.current[-1]
        if abs(last.size - line.size) > 0.12 * line.size or unit_line(line.text) or unit_line(last.text):
            return False
        is_full = last.right > self.right - 2.2 * last.size
        is_set_in = line.left > self.left + _INDENT * line.size
        is_broken = is_full and not is_set_in and last.text[-1:] not in _END
        if printed_level(line.text.strip()) and not is_broken:
            return False
        if len(self.current) == 1 and last.left > self.left + 4 * last.size:
            return abs((last.left + last.right) - (line.left + line.right)) < line.size and last.text[-1:] not in _END
        return is_full and not is_set_in

    def end(self) -> None:
        """End the paragraph that is being put together."""
        if self.current:
            text = _joined(line.text for line in self.current).strip()
            level = printed_level(text)
            kind = HEADING if level and len(text) <= _LONGEST_HEADING else BODY
            self.add(text, kind, level, self.current[0].page)
            self.current = []

    def table(self, grid: _Grid) -> None:
        """A table, or the rest of one that began on the page before."""
        self.end()
        before = self.grid
        if before is not None and grid.page == before.page + 1 and grid.columns == before.columns and self.tables:
            self._extend(grid, before)
        else:
            at = len(self.paragraphs) - 1
            self.tables.append(Table(tuple(self._cells(grid.rows, 0, grid.page)), at))
        self.grid = grid

    def _extend(self, grid: _Grid, before: _Grid) -> None:
        rows = grid.rows
        while rows and rows[0] in before.rows[:3]:
            rows = rows[1:]
        table = self.tables[-1]
        first = max((c.row + 1 for c in table.cells), default=0)
        if rows and len(rest := [box for box in rows[0] if box[3]]) == 1 and len(rows[0]) > 1:
            self._complete(table, first - 1, rest[0])
            rows, table = rows[1:], self.tables[-1]
        self.tables[-1] = replace(table, cells=(*table.cells, *self._cells(rows, first, grid.page)))
        grid.rows = [*before.rows[:3], *rows]

    def _complete(self, table: Table, row: int, rest: _Box) -> None:
        """Add to a cell what of it stands on the next page."""

        def whole(cell: Cell) -> Cell:
            if (cell.row, cell.column) != (row, rest[0]) or not cell.paragraphs:
                return cell
            paragraph = replace(cell.paragraphs[0], text=cell.paragraphs[0].text + rest[3])
            self.paragraphs[paragraph.index] = paragraph
            return replace(cell, paragraphs=(paragraph,))

        self.tables[-1] = replace(table, cells=tuple(map(whole, table.cells)))

    def _cells(self, rows: list[list[_Box]], first: int, page: int) -> Iterator[Cell]:
        for number, row in enumerate(rows, start=first):
            for column, across, down, text in row:
                held = (self.add(text, CELL, 0, page),) if text else ()
                yield Cell(number, column, across, down, held)


def _joined(lines: Iterable[str]) -> str:
    """Lines of one paragraph as one text; a space only between Latin words."""
    text = ""
    for line in lines:
        gap = " " if text[-1:].isascii() and text[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha() else ""
        text += gap + line
    return text
