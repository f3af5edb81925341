"""Excel: a workbook with tags in its cells, and a context, to a workbook.

The tags are those of the Word templates: ``{{ name }}`` in a cell, and rows of their own for
``{%tr for item in items %}``, ``{%tr if … %}``, ``{%tr endfor %}``. A cell that is one tag alone takes the
value as it is, so a number stays a number; a list goes on into the cells to its right. A cell whose text is
formatted in parts keeps the format of each part that a tag stands in. A cell with a
defined name takes the value of that name. What stands on a repeated row (styles, heights, merges, filters,
conditional formats, lists, charts' ranges, print areas) goes along with the rows made of it. A sheet is
turned into one Jinja template, so loops and conditions are Jinja's own.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from zcplan.i18n import gettext as _
from zcplan.render import chart_values as charts
from zcplan.render import formulas, lint, package, rows, workbook
from zcplan.render.environment import Sandbox, UnfitError, environment, line_of
from zcplan.render.language import visible
from zcplan.render.rows import RowStream

_ROW_TAG = re.compile(r"\s*\{%tr\s+(.*?)\s*%\}\s*", re.DOTALL)
_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LAST_COLUMN = 16_384
LONG = 1000
"""Rows from which on a sheet is streamed."""
HEAD = 40
"""First rows of a streamed sheet that openpyxl writes all the same: it draws the borders of merged heads."""


class ExcelTemplate:
    """A template, read once and rendered as often as wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        opened = lint.sound(path)
        self._parts, self._fresh = opened.parts, opened.book

    def prepare(self) -> None:
        """Nothing can be done ahead: openpyxl fills a workbook once only."""

    def render(self, context: Mapping[str, Any], beside: Path | None = None) -> package.LongParts:
        """Fill the template. A sheet of more than :data:`LONG` rows is streamed and not held in memory.

        :param beside: the folder that long sheets wait in until they are packed; left out, the system's own
        :raises TemplateError: a tag is wrong or names something unknown; its sheet and cell are named
        """
        book, self._fresh = self._fresh or workbook.opened(self._parts, str(self.path)), None
        _fill_named_cells(book, context)
        maps, streams = {}, {}
        for sheet in book.worksheets:
            made = _Rows(sheet, beside)
            _compile(sheet, str(self.path)).render(context, made.add)
            maps[sheet.title] = _rebuild(sheet, made)
            if made.stream:
                streams[sheet.title] = made.stream
        _move_names(book, maps)
        for sheet in book.worksheets:
            _move_tables(sheet, maps[sheet.title])
            _move_charts(sheet, maps)
            charts.store_values(sheet, book, streams)
        self._fill_properties(book, context)
        values = _values(book, streams)
        described = {sheet.title: charts.titles(sheet) for sheet in book.worksheets if sheet._charts}
        parts: package.LongParts = {**workbook.written(book)}
        for title, of_sheet in values.items():
            name = book[title].path.lstrip("/")
            parts[name] = formulas.with_values(package.xml(parts[name]), of_sheet)
        charts.describe(parts, [described[s.title] for s in book.worksheets if s.title in described])
        for title, stream in streams.items():
            name = book[title].path.lstrip("/")
            parts[name] = stream.part(package.xml(parts[name]))
        return parts

    def _fill_properties(self, book: Any, context: Mapping[str, Any]) -> None:
        """Fill the tags in the workbook's title and subject."""
        for name in ("title", "subject"):
            text = getattr(book.properties, name)
            if text and "{{" in text:
                try:
                    filled = environment(autoescape=False).from_string(text).render(context)
                except Exception as error:  # a tag may hold any expression, and fail in any way
                    raise package.wrong_tag(error, f"{self.path} ({name})") from None
                setattr(book.properties, name, filled)


# --- from a sheet to a Jinja template --------------------------------------------------------------


@dataclass
class _Row:
    """A row as rendered: the template's row it was made of, and its filled cells by column."""

    source: int
    values: dict[int, Any]


@dataclass
class _Compiled:
    """A sheet as Jinja source. ``places`` tells which cell each line of the source came from.

    ``tags`` are the sheet's own tags, each in its line of the source: only they are held to the language of templates.
    """

    where: str
    source: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    columns: dict[int, list[int]] = field(default_factory=dict)

    def add(self, line: str, place: str, tags: str = "") -> None:
        self.source.append(line)
        self.tags.append(tags)
        self.places.append(place)

    def render(self, context: Mapping[str, Any], add: Callable[[_Row], None]) -> None:
        """Fill the sheet and hand over its rows, one after the other."""

        def emit(source: int, values: list[Any]) -> str:
            filled = dict(zip(self.columns[source], values, strict=True))
            for column, value in filled.items():
                if type(value) is str:  # most are
                    continue
                if isinstance(value, jinja2.Undefined):
                    raise _UnknownNameError(f"{get_column_letter(column)}{source}", value)
                is_list = isinstance(value, (list, tuple)) and not isinstance(value, CellRichText)
                if is_list and column + len(value) - 1 > _LAST_COLUMN:
                    raise UnfitError(_("the list has {n} values, more than a sheet has columns").format(n=len(value)))
            add(_Row(source, filled))
            return ""

        try:
            template = _program("\n".join(self.source), "\n".join(self.tags))
            own = {"_emit": emit, "_constant": self.constants.__getitem__, "_parts": _parts}
            for _text in template.generate({**context, **own}):
                pass
        except _UnknownNameError as error:
            raise package.wrong_tag(error, f"{self.where} {error.place}") from None
        except OSError:
            raise
        except Exception as error:  # a tag may hold any expression, and fail in any way
            place = self.places[min(max(line_of(error), 1), len(self.places)) - 1] if self.places else ""
            raise package.wrong_tag(error, f"{self.where} {place}") from None


@lru_cache(maxsize=64)
def _program(source: str, tags: str) -> jinja2.Template:
    """A sheet's source made ready to run: once, however many workbooks are made of the template.

    :param tags: what the language of templates must hold; the rest is our own
    :raises jinja2.TemplateSyntaxError: it says what the language does not have
    """
    environment(autoescape=False).parse(tags)
    return Sandbox(autoescape=False).from_string(source)


class _UnknownNameError(jinja2.UndefinedError):
    """A lone tag names something unknown: the cell, and what Jinja says of it."""

    def __init__(self, place: str, value: jinja2.Undefined) -> None:
        super().__init__(value._undefined_message)
        self.place = place


def _compile(sheet: Worksheet, where: str) -> _Compiled:
    compiled = _Compiled(f"{where} [{sheet.title}]")
    for row in sheet.iter_rows():
        _join_broken_tags(row)
        number = row[0].row
        tag = next((c for c in row if isinstance(c.value, str) and _ROW_TAG.fullmatch(c.value)), None)
        if tag is not None:
            match = _ROW_TAG.fullmatch(str(tag.value))
            assert match is not None
            statement = f"{{% {_one_line(match[1])} %}}"
            compiled.add(statement, tag.coordinate, statement)
            continue
        tagged = [c for c in row if isinstance(c.value, (str, CellRichText)) and "{{" in str(c.value)]
        compiled.columns[number] = [c.column for c in tagged]
        compiled.add(f"{{{{ _emit({number}, [", row[0].coordinate)
        for cell in tagged:
            line = f"({_cell_expression(cell.value, compiled.constants)}),"
            compiled.add(line, cell.coordinate, "".join(f"{{{{ {tag} }}}}" for tag in _tags(str(cell.value))))
        compiled.add("]) }}", row[0].coordinate)
    return compiled


def _join_broken_tags(row: Iterable[Any]) -> None:
    """Let a cell's parts be one text where a tag runs over several of them, or is one of rows."""
    for cell in row:
        if isinstance(cell.value, CellRichText):
            is_broken = any(str(part).count("{{") != str(part).count("}}") for part in cell.value)
            if is_broken or "{%" in str(cell.value):
                cell.value = str(cell.value)


def _cell_expression(value: Any, constants: list[Any]) -> str:
    """A cell's value as one expression; text formatted in parts becomes a list of parts with their formats."""
    if not isinstance(value, CellRichText):
        return _expression(str(value), constants)
    pieces = []
    for part in value:
        constants.append(part.font if isinstance(part, TextBlock) else None)
        pieces.append(f"(_constant({len(constants) - 1}), ({_expression(str(part), constants)}) ~ '')")
    return f"_parts([{', '.join(pieces)}])"


def _parts(pieces: Iterable[tuple[Any, str]]) -> CellRichText:
    """Parts of a cell's text, each with its format; empty ones are left out."""
    kept = [(font, str(text)) for font, text in pieces if str(text)]
    return CellRichText(*(TextBlock(font, text) if font is not None else text for font, text in kept))


def _tags(text: str) -> list[str]:
    """What stands in the tags of a cell's text."""
    return [_one_line(tag) for tag in _TAG.findall(text)]


def _one_line(tag: str) -> str:
    """A tag's inside without line breaks, and without characters that nobody sees."""
    return visible(tag).replace("\n", " ").replace("\r", " ").strip()


def _expression(text: str, constants: list[Any]) -> str:
    """A cell's text as one expression: a lone tag keeps its value's type, a mixture is text."""
    whole = re.fullmatch(r"\s*\{\{((?:(?!\}\}).)*)\}\}\s*", text, re.DOTALL)
    if whole:
        return _one_line(whole[1])
    pieces, end = [], 0
    for match in _TAG.finditer(text):
        constants.append(text[end : match.start()])
        pieces += [f"_constant({len(constants) - 1})", f"({_one_line(match[1])})"]
        end = match.end()
    constants.append(text[end:])
    return " ~ ".join([*pieces, f"_constant({len(constants) - 1})"])


def _fill_named_cells(book: Any, context: Mapping[str, Any]) -> None:
    """Put a tag into each cell that has the name of something given: what is data never becomes a tag itself."""
    for name, defined in book.defined_names.items():
        match = charts.AREA.match(defined.attr_text or "")
        if name in context and match and ":" not in match["range"]:
            sheet = book[match["sheet"].strip("'").replace("''", "'")]
            sheet[match["range"].replace("$", "")].value = f"{{{{ {name} }}}}"


# --- from rendered rows back to a sheet ------------------------------------------------------------


class _RowMap:
    """Where each of the template's rows went."""

    def __init__(self) -> None:
        self.rows = 0
        self._made: dict[int, tuple[int, int]] = {}

    def add(self, source: int) -> int:
        """Note a row made of one of the template's rows; return its number."""
        self.rows += 1
        self._made[source] = (self._made.get(source, (self.rows,))[0], self.rows)
        return self.rows

    def made(self, source: int) -> int | None:
        """The first row made of a row of the template."""
        made = self._made.get(source)
        return made[0] if made else None

    def first(self, source: int) -> int:
        """The first row made of a row of the template, or where it would be."""
        return self.made(source) or 1 + max((last for s, (_, last) in self._made.items() if s < source), default=0)

    def span(self, low: int, high: int) -> tuple[int, int] | None:
        """First and last row made of the template's rows ``low`` to ``high``."""
        made = [ends for source, ends in self._made.items() if low <= source <= high]
        return (min(first for first, _ in made), max(last for _, last in made)) if made else None

    def area(self, text: str) -> str | None:
        """A range such as ``$A$5:$C$5`` where it went; ``None`` when nothing was made of it."""
        first_column, low, last_column, high = range_boundaries(text.replace("$", ""))
        if low is None or high is None:
            return text
        span = self.span(low, high)
        if span is None:
            return None
        dollar = "$" if "$" in text else ""
        ends = [
            f"{dollar}{get_column_letter(c)}{dollar}{r}" for c, r in ((first_column, span[0]), (last_column, span[1]))
        ]
        return ends[0] if ends[0] == ends[1] and ":" not in text else ":".join(ends)


class _Rows:
    """The rows of a sheet as they are made: kept while they are few, streamed when there are many."""

    def __init__(self, sheet: Worksheet, beside: Path | None) -> None:
        self._sheet, self._beside = sheet, beside
        self.sources = rows.sources(sheet)
        self.where = _RowMap()
        self.kept: list[_Row] = []
        self.stream: RowStream | None = None

    def add(self, row: _Row) -> None:
        """Take in the next row."""
        at = self.where.add(row.source)
        if self.stream is None:
            self.kept.append(row)
            if at > LONG:
                self.stream = RowStream(self._sheet, self._beside)
                for n, waiting in enumerate(self.kept[HEAD:], start=HEAD + 1):
                    self.stream.write(n, self.sources[waiting.source], waiting.values)
                del self.kept[HEAD:]
        else:
            self.stream.write(at, self.sources[row.source], row.values)


def _rebuild(sheet: Worksheet, made: _Rows) -> _RowMap:
    where = made.where
    tall = [m for m in list(sheet.merged_cells.ranges) if m.min_row != m.max_row]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, sheet.max_row)
    sheet.row_dimensions.clear()
    sheet._hyperlinks = []
    merges: list[CellRange] = []
    for at, row in enumerate(made.kept, start=1):
        merges += _write_row(sheet, at, row, made.sources[row.source])
    for area in [*merges, *(made.stream.merges if made.stream else ())]:
        _merge(sheet, area, made)
    for merged in tall:
        span = where.span(merged.min_row, merged.max_row)
        if span:
            area = CellRange(min_row=span[0], max_row=span[1], min_col=merged.min_col, max_col=merged.max_col)
            _merge(sheet, area, made)
    _move_formats(sheet, where)
    _move_lists(sheet, where)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = where.area(sheet.auto_filter.ref)
    if sheet.print_area:
        areas = [moved for part in sheet.print_area.split(",") if (moved := where.area(part.rpartition("!")[2]))]
        sheet.print_area = ",".join(_with_own_columns(sheet, area) for area in areas)
    return where


def _with_own_columns(sheet: Worksheet, area: str) -> str:
    """A print area with the columns that a person added to the right of it; hidden ones stay out."""
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    while any(sheet.cell(row, right + 1).value is not None for row in range(top, min(bottom, sheet.max_row) + 1)):
        if sheet.column_dimensions[get_column_letter(right + 1)].hidden:
            break
        right += 1
    return f"${get_column_letter(left)}${top}:${get_column_letter(right)}${bottom}"


def _merge(sheet: Worksheet, area: CellRange, made: _Rows) -> None:
    """Merge cells; where rows are streamed there are no cells to merge, only the area to note."""
    if not made.stream or area.max_row <= HEAD:
        sheet.merge_cells(area.coord)
    else:
        sheet.merged_cells.add(area)


def _write_row(sheet: Worksheet, at: int, row: _Row, source: rows.SourceRow) -> Iterator[CellRange]:
    """Write one row; return the areas to merge, which wait until every row is written."""
    cells = rows.filled(source, row.values)
    for column, filled in cells.items():
        cell = sheet.cell(at, column)
        cell._style = copy.copy(filled.model._style)
        if filled.is_data:
            rows.put(cell, filled.value)
        elif filled.value is not None:
            cell.value = _at(cell, filled)
        if filled.model.hyperlink is not None:
            cell.hyperlink = copy.copy(filled.model.hyperlink)
        if filled.model.comment is not None:
            cell.comment = _copied(filled.model.comment)
    height = rows.height(source, cells)
    if height:
        sheet.row_dimensions[at].height = height
    return rows.merges(source, at, row.values)


def _copied(comment: Comment) -> Comment:
    return Comment(comment.text, comment.author, comment.height, comment.width)


def _at(cell: Any, filled: rows.Filled) -> Any:
    """A fixed value as it stands in its new row: a formula that looks at cells of its row looks at those of the new."""
    value = filled.value
    if isinstance(value, str) and value.startswith("=") and cell.coordinate != filled.model.coordinate:
        return Translator(value, origin=filled.model.coordinate).translate_formula(cell.coordinate)
    return value


def _values(book: Any, streams: Mapping[str, RowStream]) -> dict[str, dict[str, Any]]:
    """What the workbook's formulas come to, by sheet and cell; sheets too long to be held have none."""
    made = formulas.Book(book, streams)
    found: dict[str, dict[str, Any]] = {}
    for sheet in book.worksheets:
        if sheet.title in streams:
            continue
        own = {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"}
        known = {place: value for place, text in own.items() if (value := made.value(sheet, text)) is not None}
        if known:
            found[sheet.title] = known
    if found:
        book.calculation.fullCalcOnLoad = True
    return found


def _move_tables(sheet: Worksheet, where: _RowMap) -> None:
    """Let named tables cover the rows made of theirs, and the columns that their header goes on into."""
    for table in list(sheet.tables.values()):
        left, top, _right, bottom = range_boundaries(table.ref)
        span = where.span(top, bottom)
        header = span[0] if span else 0
        heads = [c.value for c in sheet[header][left - 1 :]] if header else []
        names = list(itertools.takewhile(lambda head: head not in (None, ""), heads))
        if span is None or span[1] == header or len(set(names)) < len(names):
            del sheet.tables[table.name]
            continue
        table.ref = f"{get_column_letter(left)}{header}:{get_column_letter(left + len(names) - 1)}{span[1]}"
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
        table.tableColumns = [TableColumn(id=n, name=str(head)) for n, head in enumerate(names, start=1)]


def _move_formats(sheet: Worksheet, where: _RowMap) -> None:
    old, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for entry in old:
        for area in entry.sqref.ranges:
            moved = where.area(area.coord)
            if moved is None:
                continue
            for rule in entry.rules:
                rule = copy.copy(rule)
                rule.formula = [_shifted(f, area.min_row, where) for f in rule.formula]
                sheet.conditional_formatting.add(moved, rule)


def _shifted(formula: str, source: int, where: _RowMap) -> str:
    """A formula relative to a template's row, relative to the first row made of it."""
    made = where.made(source)
    return Translator(f"={formula}", origin=f"A{source}").translate_formula(f"A{made}")[1:] if made else formula


def _move_lists(sheet: Worksheet, where: _RowMap) -> None:
    kept = []
    for validation in sheet.data_validations.dataValidation:
        areas = [moved for area in validation.sqref.ranges if (moved := where.area(area.coord))]
        if areas:
            validation.sqref = type(validation.sqref)(" ".join(areas))
            kept.append(validation)
    sheet.data_validations.dataValidation = kept


def _move_names(book: Any, maps: Mapping[str, _RowMap]) -> None:
    """Let defined names point at the rows that theirs became."""
    for holder in (book, *book.worksheets):
        for defined in holder.defined_names.values():
            match = charts.AREA.match(defined.attr_text or "")
            where = maps.get(match["sheet"].strip("'").replace("''", "'")) if match else None
            moved = where.area(match["range"]) if match and where else None
            if match and moved:
                defined.attr_text = f"{match['sheet']}!{moved}"


def _move_charts(sheet: Worksheet, maps: Mapping[str, _RowMap]) -> None:
    """Let charts point at the rows that their ranges grew to, and stand where their row went."""
    own = maps[sheet.title]
    for chart in sheet._charts:
        for marker in (getattr(chart.anchor, "_from", None), getattr(chart.anchor, "to", None)):
            if marker is not None:
                marker.row = own.first(marker.row + 1) - 1
        for node, cache in _references(chart):
            match = charts.AREA.match(node.f or "")
            if match:
                target = maps.get(match["sheet"].strip("'").replace("''", "'"))
                moved = target.area(match["range"]) if target else None
                if moved:
                    node.f = f"{match['sheet']}!{moved}"
            setattr(node, cache, None)


def _references(chart: Any) -> Iterator[tuple[Any, str]]:
    for part in getattr(chart, "_charts", [chart]):
        for series in part.ser:
            yield from _of_source(series.cat)
            yield from _of_source(series.val)
            if series.tx is not None:
                yield from _of_source(series.tx)


def _of_source(source: Any) -> Iterator[tuple[Any, str]]:
    for name, cache in (("numRef", "numCache"), ("strRef", "strCache")):
        node = getattr(source, name, None) if source is not None else None
        if node is not None:
            yield node, cache
