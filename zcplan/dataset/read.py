"""Read the CSV files: text into typed rows, with every defect noted and none hiding another."""

from __future__ import annotations

import csv
import errno
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from zcplan import files
from zcplan.dataset import csvfile
from zcplan.dataset.csvfile import Form
from zcplan.dataset.schema import Field, Table
from zcplan.errors import Problem
from zcplan.i18n import gettext as _

MAX_BYTES = 512 * 1024 * 1024
MAX_VALUES = 1 << 16
"""Different values of a column that are kept to be shared."""


class Rows:
    """A table as read: typed ``columns`` in the order of its fields, ``lines`` the spreadsheet row numbers."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns: list[list[Any]] = [[] for _field in table.fields]
        self.lines: list[int] = []

    def column(self, name: str) -> list[Any]:
        """The values of a field, row by row."""
        return self.columns[self.table.header.index(name)]


def read_table(folder: Path, table: Table, problems: list[Problem], given: Mapping[str, bytes]) -> Rows:
    """Read one table; what is wrong with it is appended to ``problems``.

    :param given: contents by file name that stand for what the folder holds
    """
    text = _sound_text(folder, table, problems, given)
    if text is None:
        return Rows(table)
    form = csvfile.form_of(text, table.header)
    several = csvfile.cells_of(text, form)
    last = 1
    try:
        first = next(several, []) or [[]]
        header = csvfile.header_of(first[0])
        columns = _columns(table, header, problems)
        if not columns:
            return Rows(table)
        rows = _Reader(table, columns, len(header), form, problems)
        for records in chain([first[1:]], several):
            if records:
                rows.take(last + 1, records)
                last += len(records)
        return rows.kept
    except csv.Error as error:
        what = _("the file can't be read as CSV from here on ({reason})").format(reason=files.reason(error))
        problems.append(_problem("csv", table, last + 1, "", what, _("Look for a stray quotation mark.")))
        return Rows(table)


def content_of(path: Path) -> bytes | None:
    """What a table's file holds; ``None`` where there is none.

    :raises OSError: it can't be read, or is no ordinary file, which might never end
    """
    if not path.exists():
        return None
    if not path.is_file():
        raise OSError(errno.EINVAL, _("it is no ordinary file"))
    return path.read_bytes()


def _sound_text(folder: Path, table: Table, problems: list[Problem], given: Mapping[str, bytes]) -> str | None:
    """The file's content, or ``None`` where it can't be read as text."""

    def file_problem(code: str, what: str, todo: str, row: int = 0) -> None:
        problems.append(_problem(code, table, row, "", what, todo))

    path = folder / table.path
    try:
        if table.path not in given and path.is_file() and path.stat().st_size > MAX_BYTES:
            file_problem("too-large", _("the file is larger than 512 MB"), _("Split the dataset."))
            return None
        raw = given[table.path] if table.path in given else content_of(path)
    except OSError as error:
        what = _("the file can't be read ({reason})").format(reason=files.reason(error))
        file_problem("unreadable-file", what, _("Close it in other programs and check the rights."))
        return None
    if raw is None:
        todo = _("Restore it, or copy it from the data that zcplan brings.")
        file_problem("missing-file", _("the file is missing"), todo)
        return None
    try:
        return csvfile.sound(raw)
    except csvfile.UnsoundTextError as error:
        header = _("It needs at least its header: {header}").format(header=",".join(table.header))
        file_problem(error.code, error.what, error.todo or header, error.row)
        return None


def _columns(table: Table, names: list[str], problems: list[Problem]) -> list[int] | None:
    """Where each field stands in the file, or ``None`` when one is missing.

    An optional field that the file leaves out stands after the last cell, where each row gets an empty one.
    """
    left_out = [f.name for f in table.fields if f.optional and f.name not in names]
    sound = True
    for name in table.header:
        if name not in names and name not in left_out:
            sound = False
            problems.append(
                _problem(
                    "missing-column",
                    table,
                    1,
                    name,
                    _("the column is missing"),
                    _("The header must be: {header}").format(header=",".join(table.header)),
                )
            )
    for name in dict.fromkeys(names):
        if name not in table.header:
            problems.append(
                _problem(
                    "unknown-column",
                    table,
                    1,
                    name or "?",
                    _("no such column is known"),
                    _("Take it out, or correct its name to one of: {header}").format(header=",".join(table.header)),
                )
            )
        elif names.count(name) > 1:
            sound = False
            problems.append(
                _problem("repeated-column", table, 1, name, _("the column stands twice"), _("Keep one of them."))
            )
    return [len(names) if name in left_out else names.index(name) for name in table.header] if sound else None


class _Reader:
    """Rows as they are read: typed, or told as problems."""

    def __init__(self, table: Table, columns: list[int], width: int, form: Form, problems: list[Problem]) -> None:
        known = [_Values(_caster(field, form)) for field in table.fields]
        self._plan = list(zip(columns, known, table.fields, strict=True))
        self._table, self._width, self._problems = table, width, problems
        self.kept = Rows(table)

    def take(self, line: int, records: Sequence[list[str]]) -> None:
        """Add rows, the first of which stands in ``line``; one by one where a cell of them is not as it should be."""
        typed = self._typed(records)
        if typed is None:
            for at, cells in enumerate(records, start=line):
                self._take_one(at, cells)
        else:
            self._keep(typed, range(line, line + len(records)))

    def _keep(self, columns: Sequence[Sequence[Any]], lines: Sequence[int]) -> None:
        for column, more in zip(self.kept.columns, columns, strict=True):
            column += more
        self.kept.lines += lines

    def _typed(self, records: Sequence[list[str]]) -> Sequence[Sequence[Any]] | None:
        """The columns of the rows as they are kept; ``None`` where not every cell is sound."""
        if set(map(len, records)) != {self._width}:
            return None
        columns = [*zip(*records, strict=True), ("",) * len(records)]
        if not all(map(str.strip, columns[0])):
            return None
        try:
            return [list(map(known.__getitem__, columns[at])) for at, known, _field in self._plan]
        except ValueError:
            return None

    def _take_one(self, line: int, cells: list[str]) -> None:
        """Add a row. Excel leaves out empty cells at a row's end and adds some; that says nothing."""
        if not "".join(cells).strip():
            return
        if len(cells) != self._width and any(c.strip() for c in cells[self._width :]):
            what = _("the row has {found} cells, the header {expected}").format(found=len(cells), expected=self._width)
            todo = _("Put text that holds a comma in quotation marks.")
            self._problems.append(_problem("row-width", self._table, line, "", what, todo))
            return
        cells = [*cells[: self._width], *[""] * (self._width - len(cells)), ""]
        values, sound = [], True
        for at, known, field in self._plan:
            try:
                values.append(known[cells[at]])
            except ValueError as error:
                sound = False
                what, todo = error.args
                self._problems.append(_problem("bad-value", self._table, line, field.name, what, todo))
        if sound:
            self._keep([[value] for value in values], [line])


def _problem(code: str, table: Table, row: int, column: str, what: str, todo: str) -> Problem:
    return Problem(code, table.path, row, column, what, todo)


class _Values(dict[str, Any]):
    """Typed values by their text: what repeats down a column is cast once and kept once."""

    def __init__(self, cast: Callable[[str], Any]) -> None:
        super().__init__()
        self._cast = cast

    def __missing__(self, text: str) -> Any:
        value = self._cast(text)
        if len(self) < MAX_VALUES:
            self[text] = value
        return value


def _caster(field: Field, form: Form) -> Callable[[str], Any]:
    """A function from a cell's text to its typed value; it raises ``ValueError(what, todo)``."""
    number = _number if form.has_point else _number_in_digits
    known: dict[str, Callable[[str], Any]] = {"integer": _integer, "number": number, "date": _date}
    convert = known.get(field.type, csvfile.disarmed)
    empty: Any = "" if field.type == "string" else None

    def cast(text: str) -> Any:
        if text == "":
            if field.required:
                raise ValueError(_("the cell is empty"), _("Fill it in: {meaning}").format(meaning=field.description))
            return empty
        value = convert(text)
        if field.enum and text not in field.enum:
            choices = ", ".join(sorted(field.enum))
            raise ValueError(
                _("“{text}” is none of the values known here").format(text=text),
                _("Use one of: {choices}").format(choices=choices),
            )
        if field.pattern and not field.pattern.fullmatch(text):
            raise ValueError(_("“{text}” has the wrong form").format(text=text), field.description)
        if field.max_length is not None and len(text) > field.max_length:
            raise ValueError(
                _("the text has {n} characters, at most {limit} are allowed").format(
                    n=len(text), limit=field.max_length
                ),
                _("Shorten it."),
            )
        if (field.minimum is not None and value < field.minimum) or (
            field.maximum is not None and value > field.maximum
        ):
            what = _("{text} is outside {low} to {high}").format(text=text, low=field.minimum, high=field.maximum)
            raise ValueError(what, _("Correct the slip of the pen."))
        return value

    return cast


def _integer(text: str) -> int:
    digits = csvfile.ungrouped(text)
    if re.fullmatch(r"-?\d{1,18}", digits, re.ASCII):
        return int(digits)
    raise _not_exact(text) or ValueError(_("“{text}” is no whole number").format(text=text), _("Write digits only."))


def _number(text: str) -> Decimal:
    """A number; commas may part its thousands, as Excel's own format has it."""
    return _number_in_digits(csvfile.ungrouped(text))


def _number_in_digits(text: str) -> Decimal:
    if re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", text, re.ASCII):
        value = Decimal(text)
        return value or abs(value)
    raise _not_exact(text) or ValueError(
        _("“{text}” is no number").format(text=text),
        _("Write half-width digits with a point: no unit, space or percent sign."),
    )


def _not_exact(text: str) -> ValueError | None:
    """What is told of 1.23E+11: what Excel does not show it does not save, so its digits are lost."""
    if not re.fullmatch(r"-?\d(\.\d+)?E[+-]?\d{1,3}", text.strip(), re.ASCII | re.IGNORECASE):
        return None
    what = _("“{text}” is in scientific form: Excel shortened the number, digits may be lost").format(text=text)
    return ValueError(what, _("Format the column as a number, widen it, and type the number again."))


def _date(text: str) -> date:
    """A day as 2023-04-25, or as Excel saves it."""
    try:
        return date.fromisoformat(csvfile.day(text) or "")
    except ValueError:
        pass
    raise ValueError(_("“{text}” is no date").format(text=text), _("Write it as 2023-04-25."))
