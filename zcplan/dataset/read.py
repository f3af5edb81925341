"""Read the CSV files: text into typed rows, with every defect noted and none hiding another."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from zcplan.dataset.schema import Field, Table
from zcplan.dataset.store import disarmed
from zcplan.errors import Problem
from zcplan.i18n import gettext as _

Row = tuple[Any, ...]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAX_BYTES = 512 * 1024 * 1024
MAX_VALUES = 1 << 16
"""Different values of a column that are kept to be shared."""


class Rows:
    """A table as read: ``rows`` typed in field order, ``lines`` their spreadsheet row numbers."""

    def __init__(self, table: Table, rows: Sequence[Row] = (), lines: Sequence[int] = ()) -> None:
        self.table, self.rows, self.lines = table, rows, lines


def read_table(folder: Path, table: Table, problems: list[Problem]) -> Rows:
    """Read one table; what is wrong with it is appended to ``problems``."""
    raw = _sound_bytes(folder, table, problems)
    if raw is None:
        return Rows(table)
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(raw), "utf-8-sig", newline=""), strict=True)
    try:
        header = next(reader, None)
        columns = _columns(table, header, problems)
        return _read_rows(table, reader, columns, len(header or ()), problems) if columns else Rows(table)
    except csv.Error as error:
        what = _("the file can't be read as CSV from here on ({reason})").format(reason=error)
        problems.append(_problem("csv", table, reader.line_num, "", what, _("Look for a stray quotation mark.")))
        return Rows(table)


def _sound_bytes(folder: Path, table: Table, problems: list[Problem]) -> bytes | None:
    """The file's content, or ``None`` where it can't be read as text; a long one is decoded anew, line by line."""

    def file_problem(code: str, what: str, todo: str) -> None:
        problems.append(_problem(code, table, 0, "", what, todo))

    utf8 = _("In Excel or WPS save it as “CSV UTF-8”.")
    try:
        path = folder / table.path
        if path.stat().st_size > MAX_BYTES:
            file_problem("too-large", _("the file is larger than 512 MB"), _("Split the dataset."))
            return None
        raw = path.read_bytes()
    except FileNotFoundError:
        file_problem(
            "missing-file", _("the file is missing"), _("Restore it, or copy it from the data that zcplan brings.")
        )
        return None
    except OSError as error:
        file_problem(
            "unreadable-file",
            _("the file can't be read ({reason})").format(reason=error.strerror),
            _("Close it in other programs and check the rights."),
        )
        return None
    if not raw.strip(b"\xef\xbb\xbf\r\n\t "):
        file_problem(
            "empty-file",
            _("the file is empty"),
            _("It needs at least its header: {header}").format(header=",".join(table.header)),
        )
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        file_problem("encoding", _("the file is saved as UTF-16"), utf8)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        try:
            raw.decode("gb18030")
            what = _("the file is saved as GBK (ANSI), not UTF-8")
        except UnicodeDecodeError:
            what = _("the file is not UTF-8 text")
        problems.append(_problem("encoding", table, row, "", what, utf8))
        return None
    control = _CONTROL.search(text)
    if control:
        row = text[: control.start()].count("\n") + 1
        problems.append(
            _problem(
                "control",
                table,
                row,
                "",
                _("a control character stands in the text"),
                _("Delete the invisible character at this place."),
            )
        )
        return None
    if "\ufeff" in text:
        row = text[: text.index("\ufeff")].count("\n") + 1
        problems.append(
            _problem(
                "stray-bom",
                table,
                row,
                "",
                _("a byte order mark stands inside the file"),
                _("Two files were joined; delete the invisible character at this place."),
            )
        )
        return None
    return raw


def _columns(table: Table, header: list[str] | None, problems: list[Problem]) -> list[int] | None:
    """Where each field stands in the file, or ``None`` when one is missing.

    An optional field that the file leaves out stands after the last cell, where each row gets an empty one.
    """
    names = [h.strip() for h in header or []]
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


def _read_rows(table: Table, reader: Any, columns: list[int], width: int, problems: list[Problem]) -> Rows:
    casts = [_Values(_caster(field)).__getitem__ for field in table.fields]
    plan = list(zip(columns, casts, table.fields, strict=True))
    rows: list[Row] = []
    lines: list[int] = []
    for line, cells in enumerate(reader, start=2):
        if not any(cells):
            continue
        if len(cells) != width:
            what = _("the row has {found} cells, the header {expected}").format(found=len(cells), expected=width)
            problems.append(
                _problem("row-width", table, line, "", what, _("Put text that holds a comma in quotation marks."))
            )
            continue
        cells.append("")
        values, sound = [], True
        for at, cast, field in plan:
            try:
                values.append(cast(cells[at]))
            except ValueError as error:
                sound = False
                what, todo = error.args
                problems.append(_problem("bad-value", table, line, field.name, what, todo))
        if sound:
            rows.append(tuple(values))
            lines.append(line)
    return Rows(table, rows, lines)


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


def _caster(field: Field) -> Callable[[str], Any]:
    """A function from a cell's text to its typed value; it raises ``ValueError(what, todo)``."""
    convert: Callable[[str], Any] = {"integer": _integer, "number": _number, "date": _date}.get(field.type, disarmed)
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
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise ValueError(_("“{text}” is no whole number").format(text=text), _("Write digits only."))
    return int(text)


def _number(text: str) -> Decimal:
    if re.fullmatch(r"-?\d{1,30}(\.\d{1,30})?", text, re.ASCII):
        try:
            return Decimal(text)
        except InvalidOperation:
            pass
    raise ValueError(
        _("“{text}” is no number").format(text=text),
        _("Write half-width digits with a point: no comma, unit, space or percent sign."),
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“{text}” is no date").format(text=text), _("Write it as 2023-04-25.")) from None
