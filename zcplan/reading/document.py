"""Read a draft (docx, xlsx, txt, md) into paragraphs with their kind and place, and its tables as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.reading import archive

BODY, HEADING, CELL, HEADER, FOOTER, NOTE, BOX = "body", "heading", "cell", "header", "footer", "footnote", "textbox"
MAX_CHARACTERS = 2_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEVELS = ((re.compile(r"第[一二三四五六七八九十]+[章编部]"), 1), (re.compile(r"[一二三四五六七八九十]{1,3}、"), 1))
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_Row = list[tuple[int, int, str]]
"""Cells of a text table's row: number of the line, offset in it, text."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a line of a text file.

    :param index: its number, from 0; a line's number in a text file
    :param kind: ``body`` ``heading`` ``cell`` ``header`` ``footer`` ``footnote`` ``textbox``
    :param level: depth of a heading, 1 the highest
    :param runs_on: its text goes on in the next one (a line broken in mid-sentence, a deleted paragraph mark)
    :param shift: characters of the line before this text, where several cells share a line
    """

    index: int
    text: str
    kind: str = BODY
    level: int = 0
    runs_on: bool = False
    shift: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its place in the grid, how far it spans, and the paragraphs in it."""

    row: int
    column: int
    columns: int
    rows: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """What stands in it, on one line."""
        return " ".join(p.text.strip() for p in self.paragraphs if p.text.strip())


@dataclass(frozen=True)
class Table:
    """A table; ``before`` is the index of the paragraph it follows."""

    cells: tuple[Cell, ...]
    before: int = -1


@dataclass(frozen=True)
class Draft:
    """A document as read: everything that a reader sees, in order."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = field(default=())


def read(path: Path) -> Draft:
    """Read a draft.

    :raises UsageError: it is missing, of another kind, damaged or too large
    """
    suffix = path.suffix.lower()
    if suffix == ".docx":
        draft = _read_docx(path)
    elif suffix in (".txt", ".md", ".markdown"):
        draft = _read_text(path)
    elif suffix == ".xlsx":
        draft = _read_xlsx(path)
    else:
        what = _("“{suffix}” files can't be read").format(suffix=suffix or path.name)
        raise UsageError(what, str(path), _("Save it as .docx, .xlsx, .txt or .md."))
    if sum(len(p.text) for p in draft.paragraphs) > MAX_CHARACTERS:
        raise UsageError(_("the text is longer than 2 million characters"), str(path), _("Split it."))
    return draft


# --- Word ------------------------------------------------------------------------------------------


def parts_in_order(names: Iterator[str] | Any) -> list[tuple[str, str]]:
    """The parts of a Word file that hold text, as (name, kind), in reading order."""
    found = [("word/document.xml", BODY)]
    for stem, kind in (("header", HEADER), ("footer", FOOTER), ("footnotes", NOTE), ("endnotes", NOTE)):
        found += [(n, kind) for n in sorted(names) if re.fullmatch(rf"word/{stem}\d*\.xml", n)]
    return found


def elements(root: Any, kind: str) -> Iterator[tuple[Any, str]]:
    """Every paragraph element under a part's root in reading order, with its kind; deleted rows are left out.

    A text box's paragraphs follow the paragraph that anchors it; of alternatives only the first counts.
    """
    for paragraph in root.iter(W + "p"):
        if _is_gone(paragraph):
            continue
        yield paragraph, _kind_of(paragraph, kind)


def _is_gone(paragraph: Any) -> bool:
    """Whether it stands in an alternative that is not shown or in a table row that was deleted."""
    return any(
        above.tag == _FALLBACK or (above.tag == W + "tr" and above.find(f"{W}trPr/{W}del") is not None)
        for above in paragraph.iterancestors()
    )


def _kind_of(paragraph: Any, kind: str) -> str:
    for above in paragraph.iterancestors():
        if above.tag == W + "txbxContent":
            return BOX
        if above.tag == W + "tc" and kind == BODY:
            return CELL
    return kind


def pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """Each run's text elements with the text they show, tracked changes accepted, text boxes left to themselves."""
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr", W + "noBreakHyphen"):
        if node.getparent().tag != W + "r":
            continue
        owner, shown = node, True
        while owner is not paragraph:
            owner = owner.getparent()
            if owner is None or owner.tag in (W + "del", W + "moveFrom", W + "txbxContent", _FALLBACK):
                shown = False
                break
        if shown:
            yield node, (node.text or "") if node.tag == W + "t" else "-" if node.tag == W + "noBreakHyphen" else "\t"


def _read_docx(path: Path) -> Draft:
    parts = archive.open_office(path)
    if "word/document.xml" not in parts:
        raise UsageError(_("this is no Word document"), str(path), _("Save it as .docx, .txt or .md."))
    levels = _style_levels(parts, path)
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    for name, kind in parts_in_order(parts):
        if name not in parts:
            continue
        root = archive.parse(parts[name], path)
        of: dict[Any, Paragraph] = {}
        for element, own_kind in elements(root, kind):
            of[element] = _paragraph(len(paragraphs), element, own_kind, levels)
            paragraphs.append(of[element])
        tables += [_table(t, of) for t in root.iter(W + "tbl")]
    return Draft(tuple(paragraphs), tuple(t for t in tables if t.cells))


def _paragraph(index: int, element: Any, kind: str, levels: dict[str, int]) -> Paragraph:
    text = "".join(shown for _node, shown in pieces(element))
    properties = element.find(W + "pPr")
    level, joined = 0, False
    if properties is not None:
        style, outline = properties.find(W + "pStyle"), properties.find(W + "outlineLvl")
        level = levels.get(style.get(W + "val", ""), 0) if style is not None else 0
        if outline is not None and outline.get(W + "val", "").isdigit():
            level = int(outline.get(W + "val")) + 1 if int(outline.get(W + "val")) < 9 else level
        joined = properties.find(f"{W}rPr/{W}del") is not None
    if kind == BODY:
        level = level or _printed_level(text)
        kind = HEADING if level and len(text) <= 80 else BODY
    return Paragraph(index, text, kind, level, joined)


def _style_levels(parts: dict[str, bytes], path: Path) -> dict[str, int]:
    """Depth of each heading style, by id."""
    found: dict[str, int] = {}
    if "word/styles.xml" not in parts:
        return found
    for style in archive.parse(parts["word/styles.xml"], path).iter(W + "style"):
        outline, name = style.find(f"{W}pPr/{W}outlineLvl"), style.find(W + "name")
        match = re.fullmatch(r"heading (\d)", name.get(W + "val", "").lower()) if name is not None else None
        if match:
            found[style.get(W + "styleId", "")] = int(match[1])
        elif outline is not None and outline.get(W + "val", "9").isdigit() and int(outline.get(W + "val", "9")) < 9:
            found[style.get(W + "styleId", "")] = int(outline.get(W + "val")) + 1
    return found


def _table(element: Any, of: dict[Any, Paragraph]) -> Table:
    """The grid of a Word table, vertical merges joined; nested tables are tables of their own."""
    cells: list[Cell] = []
    open_at: dict[int, int] = {}
    before = -1
    for row, tr in enumerate(r for r in element.iterchildren(W + "tr") if r.find(f"{W}trPr/{W}del") is None):
        column = 0
        for tc in tr.iterchildren(W + "tc"):
            span, merge = tc.find(f"{W}tcPr/{W}gridSpan"), tc.find(f"{W}tcPr/{W}vMerge")
            columns = int(span.get(W + "val", "1")) if span is not None and span.get(W + "val", "").isdigit() else 1
            columns = min(columns, 100)
            held = tuple(of[p] for p in tc.iterchildren(W + "p") if p in of)
            if held and before < 0:
                before = held[0].index - 1
            goes_on = merge is not None and merge.get(W + "val", "continue") == "continue"
            if goes_on and column in open_at:
                above = cells[open_at[column]]
                cells[open_at[column]] = Cell(above.row, above.column, above.columns, above.rows + 1, above.paragraphs)
            else:
                open_at[column] = len(cells)
                cells.append(Cell(row, column, columns, 1, held))
            column += columns
    return Table(tuple(cells), before)


# --- Excel -----------------------------------------------------------------------------------------


def _read_xlsx(path: Path) -> Draft:
    """Each sheet as a table; what stands above it alone in a row is text."""
    from zcplan.reading import sheet as sheets

    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    for sheet in sheets.open_book(path).worksheets:
        spans = {
            (r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
            for r in sheet.merged_cells.ranges
        }
        cells: list[Cell] = []
        before = -1
        for row in sheet.iter_rows():
            filled = [c for c in row if sheets.text_of(c).strip()]
            alone = len(filled) == 1 and not cells
            for c in filled:
                paragraph = Paragraph(len(paragraphs), sheets.text_of(c), BODY if alone else CELL)
                if alone:
                    before = paragraph.index
                paragraphs.append(paragraph)
                if not alone:
                    down, across = spans.get((c.row, c.column), (1, 1))
                    cells.append(Cell(c.row - 1, c.column - 1, across, down, (paragraph,)))
        if cells:
            first = min(c.row for c in cells)
            moved = tuple(Cell(c.row - first, c.column, c.columns, c.rows, c.paragraphs) for c in cells)
            tables.append(Table(moved, cells[0].paragraphs[0].index - 1 if before < 0 else before))
    return Draft(tuple(paragraphs), tuple(tables))


# --- text ------------------------------------------------------------------------------------------


def _read_text(path: Path) -> Draft:
    lines = _decoded(path).splitlines()
    in_table: set[int] = set()
    tables = []
    for rows in (*_tabbed_tables(lines), *_piped_tables(lines)):
        table = _text_table(rows)
        if table.cells:
            tables.append(table)
            in_table |= {p.index for c in table.cells for p in c.paragraphs}
    marks = path.suffix.lower() != ".txt"
    paragraphs = [_line(n, text, lines, CELL if n in in_table else BODY, marks) for n, text in enumerate(lines)]
    return Draft(tuple(paragraphs), tuple(tables))


def _decoded(path: Path) -> str:
    raw = archive.read_bytes(path)
    encodings = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", " ").replace("\x0c", " ")
    raise UsageError(_("this is no text file"), str(path), _("Save it as .docx, or as UTF-8 text."))


def _line(number: int, text: str, lines: list[str], kind: str, marks: bool) -> Paragraph:
    if kind == CELL:
        return Paragraph(number, text, CELL)
    level = _printed_level(text)
    stripped = text.strip()
    if level and len(stripped) <= 60:
        return Paragraph(number, text, HEADING, level)
    follower = next((line for line in lines[number + 1 :] if line.strip()), "")
    joined = bool(stripped) and stripped[-1] not in "。！？；：" and not (level and marks) and _goes_on(follower)
    return Paragraph(number, text, BODY, runs_on=joined and len(stripped) > 12)


def _goes_on(line: str) -> bool:
    """Whether a line may go on with the sentence of the line before it."""
    starts = re.match(
        r"\s*(#|[-*] |>|\||\t|\d+[.．、]|（[一二三四五六七八九十]+）|──|——|[一二三四五六七八九十]{1,3}、)", line
    )
    return bool(line.strip()) and not starts


def _printed_level(text: str) -> int:
    """Depth of a heading by its printed number or its Markdown mark, 0 for none."""
    mark = re.match(r"\s*(#{1,6})\s", text)
    bare = re.sub(r"^[\s#*]+", "", text)
    for pattern, level in _LEVELS:
        if pattern.match(bare):
            return level
    if _SECOND.match(bare):
        return 2
    return len(mark[1]) if mark else 0


def _tabbed_tables(lines: list[str]) -> Iterator[list[_Row]]:
    """Tables of a text made from Word: a cell a line, each led by a tab, rows parted by an empty line;
    or a row a line, cells parted by tabs."""
    rows: list[_Row] = []
    row: _Row = []
    empty = 0
    for number, line in enumerate([*lines, "", "", "", "x"]):
        if line.startswith("\t"):
            row.append((number, 1, line[1:]))
            empty = 0
        elif "\t" in line.strip():
            if row:
                rows.append(row)
            rows.append(_split(number, line, "\t"))
            row, empty = [], 0
        elif row and line.strip() and empty == 0:
            row.append((number, 0, line))
        elif not line.strip():
            empty += 1
            if row:
                rows.append(row)
            row = []
            if empty > 2 and rows:
                yield rows
                rows = []
        elif rows:
            yield rows
            rows = []


def _split(number: int, line: str, mark: str) -> _Row:
    """Cells of a line that are parted by a mark, each with its offset."""
    cells, at = [], 0
    for text in line.split(mark):
        cells.append((number, at, text))
        at += len(text) + 1
    return cells


def _piped_tables(lines: list[str]) -> Iterator[list[_Row]]:
    rows: list[_Row] = []
    for number, line in enumerate([*lines, ""]):
        if line.strip().startswith("|") and line.count("|") > 2:
            cells = _split(number, line.rstrip().removesuffix("|"), "|")[1:]
            if not all(re.fullmatch(r"\s*:?-+:?\s*", text) for _number, _shift, text in cells):
                rows.append(cells)
        elif rows:
            yield rows
            rows = []


def _text_table(rows: list[_Row]) -> Table:
    """The grid of rows of cells; where a row has fewer cells, those of the head are spread, others lead."""
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return Table(())
    width = max(map(len, rows))
    cells = []
    for at, row in enumerate(rows):
        spans = _head_spans(row, rows[at + 1], width) if at == 0 and len(row) < width else [1] * len(row)
        column = 0
        for (number, shift, text), span in zip(row, spans, strict=True):
            cells.append(Cell(at, column, span, 1, (Paragraph(number, text, CELL, shift=shift),)))
            column += span
    return Table(tuple(cells), rows[0][0][0] - 1)


def _head_spans(head: _Row, below: _Row, width: int) -> list[int]:
    """Spans of a head that is shorter than the row below it: those over an empty cell are narrow."""
    narrow = 0
    while narrow < min(len(head), len(below)) and not below[narrow][2].strip():
        narrow += 1
    rest = len(head) - narrow
    if rest <= 0 or (width - narrow) % rest:
        return [1] * len(head)
    return [1] * narrow + [(width - narrow) // rest] * rest
