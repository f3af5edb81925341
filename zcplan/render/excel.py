"""Excel: a workbook with tags in its cells, and a context, to a workbook.

The tags are those of the Word templates: ``{{ name }}`` in a cell, and rows of their own for
``{%tr for item in items %}``, ``{%tr if … %}``, ``{%tr endfor %}``. A cell that is one tag alone takes the
value as it is, so a number stays a number; a list goes on into the cells to its right. A cell with a
defined name takes the value of that name. What stands on a repeated row (styles, heights, merges, filters,
conditional formats, lists, charts' ranges, print areas) goes along with the rows made of it. A sheet is
turned into one Jinja template, so loops and conditions are Jinja's own.
"""

from __future__ import annotations

import copy
import io
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
from openpyxl import load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _
from zcplan.render import guard, package
from zcplan.render.environment import environment
from zcplan.reports.parts.layout import Cell

_ROW_TAG = re.compile(r"\s*\{%tr\s+(.*?)\s*%\}\s*", re.DOTALL)
_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_REFERENCE = re.compile(r"^(?P<sheet>'(?:[^']|'')+'|[^'!]+)!(?P<range>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)$")
_LAST_COLUMN = 16_384
_LINE_HEIGHT, _PADDING, _DEFAULT_WIDTH, _TALLEST = 1.35, 4.0, 8.43, 409.0


class ExcelTemplate:
    """A template, read once and rendered as often as wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._data = path.read_bytes()
        except OSError as error:
            raise TemplateError(
                _("the template can't be read ({reason})").format(reason=error.strerror),
                str(path),
                _("See “zcplan templates list”."),
            ) from None
        guard.refuse_foreign(package.unpack(self._data, str(path)), str(path))

    def render(self, context: Mapping[str, Any]) -> package.Parts:
        """Fill the template.

        :raises TemplateError: a tag is wrong or names something unknown; its sheet and cell are named
        """
        try:
            book = load_workbook(io.BytesIO(self._data))
        except Exception as error:  # whatever openpyxl makes of a broken file
            raise package.damaged(error, str(self.path)) from None
        _fill_named_cells(book, context)
        maps = {}
        for sheet in book.worksheets:
            compiled = _compile(sheet, str(self.path))
            rows = compiled.render(context)
            maps[sheet.title] = _rebuild(sheet, compiled, rows)
        _move_names(book, maps)
        for sheet in book.worksheets:
            _move_charts(sheet, maps)
        out = io.BytesIO()
        book.save(out)
        return package.unpack(out.getvalue(), str(self.path))


# --- from a sheet to a Jinja template --------------------------------------------------------------


@dataclass
class _Row:
    """A row as rendered: the template's row it was made of, and its filled cells by column."""

    source: int
    values: dict[int, Any]


@dataclass
class _Compiled:
    """A sheet as Jinja source. ``places`` tells which cell each line of the source came from."""

    where: str
    source: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    columns: dict[int, list[int]] = field(default_factory=dict)

    def add(self, line: str, place: str) -> None:
        self.source.append(line)
        self.places.append(place)

    def render(self, context: Mapping[str, Any]) -> list[_Row]:
        rows: list[_Row] = []

        def emit(source: int, values: list[Any]) -> str:
            filled = dict(zip(self.columns[source], values, strict=True))
            for column, value in filled.items():
                if isinstance(value, jinja2.Undefined):
                    raise _UnknownNameError(f"{get_column_letter(column)}{source}", value)
                if isinstance(value, (list, tuple)) and column + len(value) - 1 > _LAST_COLUMN:
                    raise ValueError(_("the list has {n} values, more than a sheet has columns").format(n=len(value)))
            rows.append(_Row(source, filled))
            return ""

        try:
            template = environment(autoescape=False).from_string("\n".join(self.source))
            template.render({**context, "_emit": emit, "_constant": self.constants.__getitem__})
        except _UnknownNameError as error:
            raise package.wrong_tag(error, f"{self.where} {error.place}") from None
        except Exception as error:  # a tag may hold any expression, and fail in any way
            place = self.places[min(max(_line(error), 1), len(self.places)) - 1] if self.places else ""
            raise package.wrong_tag(error, f"{self.where} {place}") from None
        return rows


class _UnknownNameError(Exception):
    """A lone tag names something unknown: the cell, and what Jinja says of it."""

    def __init__(self, place: str, value: jinja2.Undefined) -> None:
        super().__init__(value._undefined_message)
        self.place = place


def _line(error: Exception) -> int:
    """The line of the source that an error of parsing or of running came from."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _compile(sheet: Worksheet, where: str) -> _Compiled:
    compiled = _Compiled(f"{where} [{sheet.title}]")
    for row in sheet.iter_rows():
        number = row[0].row
        tag = next((c for c in row if isinstance(c.value, str) and _ROW_TAG.fullmatch(c.value)), None)
        if tag is not None:
            match = _ROW_TAG.fullmatch(str(tag.value))
            assert match is not None
            compiled.add(f"{{% {match[1]} %}}", tag.coordinate)
            continue
        tagged = [c for c in row if isinstance(c.value, str) and "{{" in c.value]
        compiled.columns[number] = [c.column for c in tagged]
        compiled.add(f"{{{{ _emit({number}, [", row[0].coordinate)
        for cell in tagged:
            compiled.add(f"({_expression(str(cell.value), compiled.constants)}),", cell.coordinate)
        compiled.add("]) }}", row[0].coordinate)
    return compiled


def _expression(text: str, constants: list[Any]) -> str:
    """A cell's text as one expression: a lone tag keeps its value's type, a mixture is text."""
    whole = re.fullmatch(r"\s*\{\{((?:(?!\}\}).)*)\}\}\s*", text, re.DOTALL)
    if whole:
        return whole[1].strip()
    pieces, end = [], 0
    for match in _TAG.finditer(text):
        constants.append(text[end : match.start()])
        pieces += [f"_constant({len(constants) - 1})", f"({match[1].strip()})"]
        end = match.end()
    constants.append(text[end:])
    return " ~ ".join([*pieces, f"_constant({len(constants) - 1})"])


def _fill_named_cells(book: Any, context: Mapping[str, Any]) -> None:
    """Put a tag into each cell that has the name of something given: what is data never becomes a tag itself."""
    for name, defined in book.defined_names.items():
        match = _REFERENCE.match(defined.attr_text or "")
        if name in context and match and ":" not in match["range"]:
            sheet = book[match["sheet"].strip("'").replace("''", "'")]
            sheet[match["range"].replace("$", "")].value = f"{{{{ {name} }}}}"


# --- from rendered rows back to a sheet ------------------------------------------------------------


class _RowMap:
    """Where each of the template's rows went."""

    def __init__(self, rows: list[_Row]) -> None:
        self._made: dict[int, list[int]] = defaultdict(list)
        for at, row in enumerate(rows, start=1):
            self._made[row.source].append(at)

    def made(self, source: int) -> list[int]:
        """Rows made of one of the template's rows."""
        return self._made.get(source, [])

    def first(self, source: int) -> int:
        """The first row made of a row of the template, or where it would be."""
        made = self.made(source)
        return (
            made[0] if made else 1 + max((at for s, rows in self._made.items() if s < source for at in rows), default=0)
        )

    def span(self, low: int, high: int) -> tuple[int, int] | None:
        """First and last row made of the template's rows ``low`` to ``high``."""
        made = [at for source, rows in self._made.items() if low <= source <= high for at in rows]
        return (min(made), max(made)) if made else None

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


@dataclass
class _SourceRow:
    cells: list[SheetCell]
    height: float | None
    merges: list[tuple[int, int]]


def _rebuild(sheet: Worksheet, compiled: _Compiled, rows: list[_Row]) -> _RowMap:
    where = _RowMap(rows)
    sources = _sources(sheet)
    tall = [m for m in list(sheet.merged_cells.ranges) if m.min_row != m.max_row]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, sheet.max_row)
    sheet.row_dimensions.clear()
    merges = [m for at, row in enumerate(rows, start=1) for m in _write_row(sheet, at, row, sources[row.source])]
    for area in merges:
        sheet.merge_cells(**area)
    for merged in tall:
        span = where.span(merged.min_row, merged.max_row)
        if span:
            sheet.merge_cells(
                start_row=span[0], end_row=span[1], start_column=merged.min_col, end_column=merged.max_col
            )
    _move_formats(sheet, where)
    _move_lists(sheet, where)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = where.area(sheet.auto_filter.ref)
    if sheet.print_area:
        areas = [moved for part in sheet.print_area.split(",") if (moved := where.area(part.rpartition("!")[2]))]
        sheet.print_area = ",".join(areas)
    return where


def _sources(sheet: Worksheet) -> dict[int, _SourceRow]:
    """The template's rows, kept before the sheet is emptied."""
    merges = defaultdict(list)
    for merged in sheet.merged_cells.ranges:
        if merged.min_row == merged.max_row:
            merges[merged.min_row].append((merged.min_col, merged.max_col))
    kept = {}
    for row in sheet.iter_rows():
        number = row[0].row
        cells = [copy.copy(c) for c in row if not isinstance(c, MergedCell)]
        cells += [_styled_blank(sheet, c) for c in row if isinstance(c, MergedCell)]
        kept[number] = _SourceRow(cells, sheet.row_dimensions[number].height, merges[number])
    return kept


def _styled_blank(sheet: Worksheet, merged: MergedCell) -> SheetCell:
    blank = SheetCell(sheet, row=merged.row, column=merged.column)
    blank._style = copy.copy(merged._style)
    return blank


def _write_row(sheet: Worksheet, at: int, row: _Row, source: _SourceRow) -> list[dict[str, int]]:
    """Write one row; return the areas to merge, which wait until every row is written."""
    merges = [_area(at, first, 1, last - first + 1) for first, last in source.merges]
    for model in source.cells:
        cell = sheet.cell(at, model.column)
        cell._style = copy.copy(model._style)
        if model.column in row.values:
            value = row.values[model.column]
            if isinstance(value, (list, tuple)):
                _spread(cell, value)
                continue
            if isinstance(value, Cell):
                if value.down and (value.across > 1 or value.down > 1):
                    merges.append(_area(at, model.column, value.down, value.across))
                value = value.value if value.down else None
            _put(cell, value)
        elif model.value is not None:
            cell.value = model.value
    height = _height(sheet, at, source)
    if height:
        sheet.row_dimensions[at].height = height
    return merges


def _area(row: int, column: int, down: int, across: int) -> dict[str, int]:
    return {"start_row": row, "end_row": row + down - 1, "start_column": column, "end_column": column + across - 1}


def _spread(first: SheetCell, values: Sequence[Any]) -> None:
    """Put a list into a cell and those to its right, in the first one's style."""
    for at, value in enumerate(values):
        cell = first.offset(0, at)
        cell._style = copy.copy(first._style)
        _put(cell, value)


def _put(cell: SheetCell, value: Any) -> None:
    """Set a value. Text from data stays text, whatever it begins with; a number shows its own digits."""
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@") and len(value) > 1:
            cell.quotePrefix = True
    elif isinstance(value, Decimal):
        cell.value = value
        exponent = value.as_tuple().exponent
        if cell.number_format == "General" and isinstance(exponent, int) and exponent < 0:
            cell.number_format = "0." + "0" * -exponent
    else:
        cell.value = value


def _height(sheet: Worksheet, at: int, source: _SourceRow) -> float | None:
    """Height for the wrapped text of a row, which merged cells don't get by themselves; never below the template's."""
    from wcwidth import wcswidth

    widths = {first: sum(_width(sheet, c) for c in range(first, last + 1)) for first, last in source.merges}
    needed = 0.0
    for model in source.cells:
        cell = sheet.cell(at, model.column)
        if not (cell.alignment.wrap_text and isinstance(cell.value, str)):
            continue
        size = float(cell.font.sz or 11)
        room = max(widths.get(model.column, _width(sheet, model.column)) - 1.5, 1.0) * 11 / size
        lines = sum(max(1, math.ceil(max(wcswidth(line), 0) / room)) for line in cell.value.split("\n"))
        needed = max(needed, lines * size * _LINE_HEIGHT + _PADDING)
    if not needed:
        return source.height
    return min(max(needed, source.height or 0.0), _TALLEST)


def _width(sheet: Worksheet, column: int) -> float:
    """Column width in digits; openpyxl keeps columns of one width as a group under the first."""
    for dimension in sheet.column_dimensions.values():
        if dimension.min and dimension.max and dimension.min <= column <= dimension.max:
            return float(dimension.width or _DEFAULT_WIDTH)
    return float(sheet.column_dimensions[get_column_letter(column)].width or _DEFAULT_WIDTH)


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
    return Translator(f"={formula}", origin=f"A{source}").translate_formula(f"A{made[0]}")[1:] if made else formula


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
            match = _REFERENCE.match(defined.attr_text or "")
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
            match = _REFERENCE.match(node.f or "")
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
