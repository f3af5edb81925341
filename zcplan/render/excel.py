"""Excel: a workbook with tags in its cells, and a context, to a workbook.

The tags are those of the Word templates: ``{{ name }}`` in a cell, and rows of their own for
``{%tr for item in items %}``, ``{%tr if … %}``, ``{%tr endfor %}``. A cell that is one tag alone takes the
value as it is, so a number stays a number; a list goes on into the cells to its right. A cell whose text is
formatted in parts keeps the format of each part that a tag stands in. A cell with a
defined name takes the value of that name. What stands on a repeated row (styles, heights, merges, filters,
conditional formats, lists, charts' ranges, print areas) goes along with the rows made of it. A sheet is
turned into one Jinja template, so loops and conditions are Jinja's own. The workbook's own XML is filled, as docxtpl
fills Word's: what a template holds beside its rows stays as it is.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from lxml import etree

from zcplan.cells import LAST_COLUMN, reference
from zcplan.i18n import gettext as _
from zcplan.render import chart_values, formulas, lint, moving, package, related, rows
from zcplan.render import sheet as sheets
from zcplan.render.environment import Sandbox, UnfitError, environment, line_of
from zcplan.render.language import visible
from zcplan.render.row_map import RowMap
from zcplan.render.rows import Made
from zcplan.render.sheet import MAIN, Cell, Rich, Row, Run, Sheet, content, place
from zcplan.render.styles import MoreStyles

_ROW_TAG = re.compile(r"\s*\{%tr\s+(.*?)\s*%\}\s*", re.DOTALL)
_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_CORE = "docProps/core.xml"
_BEFORE_CALCULATION = tuple(
    f"{MAIN}{name}" for name in ("definedNames", "externalReferences", "functionGroups", "sheets")
)
"""Elements of a workbook that the settings of calculation stand behind, the last first (ECMA-376-1, 18.2.27)."""
_MOST_POINTS = 32_000
"""Points that Excel draws of a series: more are not stored with a chart."""
_PROPERTIES = "{http://purl.org/dc/elements/1.1/}"


class ExcelTemplate:
    """A template, read once and rendered as often as wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        book = lint.sound(path).book
        assert book is not None  # the name ends in .xlsx
        self._book = book
        self._compiled: dict[frozenset[str], tuple[_Compiled, ...]] = {}

    def prepare(self) -> None:
        """Read the tags ahead: where processes fork, they find it done."""
        for compiled in self._sheets({}):
            compiled.prepare()

    def render(self, context: Mapping[str, Any], beside: Path | None = None) -> package.LongParts:
        """Fill the template. A sheet of more than :data:`~zcplan.render.rows.LONG` rows is not held in memory.

        :param beside: the folder that long sheets wait in until they are packed; left out, the system's own
        :raises TemplateError: a tag is wrong or names something unknown; its sheet and cell are named
        """
        book, styles = self._book, MoreStyles(self._book.styles)
        made: dict[str, Made] = {}
        went: dict[str, RowMap] = {}
        epoch = self._epoch
        for compiled in self._sheets(context):
            sheet = Made(compiled.sheet, styles, compiled.rows, went, beside, epoch)
            compiled.render(context, sheet)
            made[compiled.sheet.title] = sheet
        for sheet in made.values():
            sheet.settle()
        parts = dict(book.parts)
        workbook = etree.fromstring(parts[sheets.BOOK])
        moving.names(workbook, made)
        self._work_out(workbook, made)
        tables = {sheet.sheet.part: moving.tables(parts, sheet) for sheet in made.values()}
        parts = related.without(parts, [part for _kept, gone in tables.values() for part in gone])
        for sheet in made.values():
            moving.comments(parts, sheet)
        moving.drawings(parts, made, lambda chart: chart_values.filled(chart, _mover(made), _holder(made)))
        parts[sheets.BOOK] = related.xml(workbook)
        if book.styles.root is not None:
            parts[sheets.STYLES] = styles.part()
        self._fill_properties(parts, context)
        finished: package.LongParts = {**parts}
        for sheet in made.values():
            kept, _gone = tables[sheet.sheet.part]
            finished[sheet.sheet.part] = sheet.part(*moving.sheet(sheet, keeps_tables=kept))
        return finished

    @property
    def _epoch(self) -> datetime | None:
        from_1904 = etree.fromstring(self._book.parts[sheets.BOOK]).find(f"{MAIN}workbookPr[@date1904]")
        if from_1904 is None or from_1904.get("date1904") not in ("1", "true"):
            return None
        return datetime(1904, 1, 1)

    def _sheets(self, context: Mapping[str, Any]) -> tuple[_Compiled, ...]:
        """The sheets as Jinja templates. A cell with the name of something given takes it: data never becomes a tag."""
        named = frozenset(name for name, (_s, a) in self._book.names.items() if name in context and a.text.isalnum())
        if named not in self._compiled:
            tags: dict[str, dict[tuple[int, int], str]] = {}
            for name in sorted(named):
                title, area = self._book.names[name]
                tags.setdefault(title, {})[area.top, area.left] = f"{{{{ {name} }}}}"
            own = (_with_tags(sheet, tags.get(sheet.title, {})) for sheet in self._book.sheets)
            self._compiled[named] = tuple(_compile(s, rows.sources(s, self._book.styles), str(self.path)) for s in own)
        return self._compiled[named]

    def _work_out(self, workbook: etree._Element, made: Mapping[str, Made]) -> None:
        """Store what the workbook's formulas come to, and let Excel work all of them out when it opens the file."""
        waiting = [(title, formula) for title, sheet in made.items() for formula in sheet.formulas]
        if not waiting:
            return
        names = {}
        for element in workbook.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
            title, area = place(element.text or "")
            if area is not None:
                names[element.get("name", "")] = (title, area)
        book = formulas.Book(made, names)
        for title, formula in waiting:
            made[title].know(formula, book.value(title, formula.formula.text))
        calculation = workbook.find(f"{MAIN}calcPr")
        if calculation is None:
            calculation = etree.Element(f"{MAIN}calcPr", nsmap=workbook.nsmap)
            related.insert(workbook, calculation, _BEFORE_CALCULATION)
        calculation.set("fullCalcOnLoad", "1")

    def _fill_properties(self, parts: dict[str, bytes], context: Mapping[str, Any]) -> None:
        """Fill the tags in the workbook's title and subject."""
        if b"{{" not in parts.get(_CORE, b""):
            return
        root = etree.fromstring(parts[_CORE])
        for name in ("title", "subject"):
            for element in root.iterfind(f"{_PROPERTIES}{name}"):
                try:
                    element.text = _property(element.text or "").render(context)
                except Exception as error:  # a tag may hold any expression, and fail in any way
                    raise package.wrong_tag(error, f"{self.path} ({name})") from None
        parts[_CORE] = related.xml(root)


def _with_tags(sheet: Sheet, tags: Mapping[tuple[int, int], str]) -> Sheet:
    """A sheet with tags put into cells of it."""
    if not tags:
        return sheet
    own = {row.number: row for row in sheet.rows}
    for (number, column), tag in tags.items():
        row = own.get(number, Row(number, ()))
        style = next((cell.style for cell in row.cells if cell.column == column), None)
        cells = [cell for cell in row.cells if cell.column != column]
        cells.append(Cell(column, style, tag, content(style, tag)))
        own[number] = replace(row, cells=tuple(sorted(cells, key=lambda cell: cell.column)))
    return replace(sheet, rows=tuple(own[number] for number in sorted(own)))


def _mover(made: Mapping[str, Made]) -> Callable[[str], str]:
    return lambda text: moving.moved_reference(text, made)


def _holder(made: Mapping[str, Made]) -> Callable[[str], list[object] | None]:
    def held(text: str) -> list[object] | None:
        title, area = place(text)
        if area is None or area.size > _MOST_POINTS or title not in made or made[title].is_long:
            return None
        return list(moving.values(made[title], area))

    return held


# --- from a sheet to a Jinja template --------------------------------------------------------------


@dataclass
class _Compiled:
    """A sheet as Jinja source. ``places`` tells which cell each line of the source came from."""

    sheet: Sheet
    rows: Mapping[int, rows.Source]
    where: str
    source: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    columns: dict[int, list[int]] = field(default_factory=dict)

    def add(self, line: str, place: str) -> None:
        self.source.append(line)
        self.places.append(place)

    def prepare(self) -> None:
        """Have the template ready; what is wrong with it is told when it is filled."""
        with contextlib.suppress(Exception):
            _program("\n".join(self.source))

    def render(self, context: Mapping[str, Any], made: Made) -> None:
        """Fill the sheet and make its rows, one after the other."""

        def emit(source: int, values: list[Any]) -> str:
            filled = dict(zip(self.columns[source], values, strict=True))
            for column, value in filled.items():
                if type(value) is str:  # most are
                    continue
                if isinstance(value, jinja2.Undefined):
                    raise _UnknownNameError(reference(source, column), value)
                is_list = isinstance(value, (list, tuple)) and not isinstance(value, Rich)
                if is_list and column + len(value) - 1 > LAST_COLUMN:
                    raise UnfitError(_("the list has {n} values, more than a sheet has columns").format(n=len(value)))
            made.add(source, filled)
            return ""

        def skip(first: int, last: int) -> str:
            made.skip(first, last)
            return ""

        try:
            template = _program("\n".join(self.source))
            own = {"_emit": emit, "_skip": skip, "_constant": self.constants.__getitem__, "_parts": _parts}
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
def _program(source: str) -> jinja2.Template:
    """A sheet's source made ready to run: once, however many workbooks are made of the template.

    That its tags keep to the language of templates is seen to when the template is opened.
    """
    return Sandbox(autoescape=False).from_string(source)


@lru_cache(maxsize=64)
def _property(text: str) -> jinja2.Template:
    """A text with tags among the properties, which nothing has looked at before."""
    return environment(autoescape=False).from_string(text)


class _UnknownNameError(jinja2.UndefinedError):
    """A lone tag names something unknown: the cell, and what Jinja says of it."""

    def __init__(self, place: str, value: jinja2.Undefined) -> None:
        super().__init__(value._undefined_message)
        self.place = place


def _compile(sheet: Sheet, sources: Mapping[int, rows.Source], where: str) -> _Compiled:
    compiled = _Compiled(sheet, sources, f"{where} [{sheet.title}]")
    before = 0
    for row in sheet.rows:
        if row.number > before + 1:
            compiled.add(f"{{{{ _skip({before + 1}, {row.number - 1}) }}}}", reference(before + 1, 1))
        before = row.number
        texts = {cell.column: _unbroken(cell.value) for cell in row.cells if isinstance(cell.value, str | Rich)}
        tags = ((c, match) for c, text in texts.items() if (match := _ROW_TAG.fullmatch(str(text))))
        column, match = next(tags, (0, None))
        if match is not None:
            statement = f"{{% {_one_line(match[1])} %}}"
            compiled.add(statement, reference(row.number, column))
            continue
        tagged = {column: text for column, text in texts.items() if "{{" in str(text)}
        compiled.columns[row.number] = list(tagged)
        first = reference(row.number, row.cells[0].column if row.cells else 1)
        compiled.add(f"{{{{ _emit({row.number}, [", first)
        for column, text in tagged.items():
            line = f"({_cell_expression(text, compiled.constants)}),"
            compiled.add(line, reference(row.number, column))
        compiled.add("]) }}", first)
    return compiled


def _unbroken(value: str | Rich) -> str | Rich:
    """A cell's parts as one text where a tag runs over several of them, or is one of rows."""
    if isinstance(value, str):
        return value
    is_broken = any(run.text.count("{{") != run.text.count("}}") for run in value)
    return str(value) if is_broken or "{%" in str(value) else value


def _cell_expression(value: str | Rich, constants: list[Any]) -> str:
    """A cell's value as one expression; text formatted in parts becomes a list of parts with their formats."""
    if isinstance(value, str):
        return _expression(value, constants)
    pieces = []
    for run in value:
        constants.append(run.look)
        pieces.append(f"(_constant({len(constants) - 1}), ({_expression(run.text, constants)}) ~ '')")
    return f"_parts([{', '.join(pieces)}])"


def _parts(pieces: Iterable[tuple[str, str]]) -> Rich:
    """Parts of a cell's text, each with its format; empty ones are left out."""
    return Rich(Run(look, str(text)) for look, text in pieces if str(text))


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
