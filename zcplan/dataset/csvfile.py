"""A table's CSV file as bytes: every form in which Excel and WPS save one is read, one form is written.

Written is UTF-8 with a byte order mark, without which Excel shows Chinese as nonsense; commas; text that a
spreadsheet would compute led by an apostrophe. What stood in the file before stays as it stood, so that a diff
shows what changed and nothing else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from zcplan.dataset.schema import Table
from zcplan.i18n import gettext as _

BOM = "\ufeff"
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROL_BYTES = bytes(n for n in range(0x20) if chr(n) not in "\t\n\r")
_NO_CHARACTERS = ("\ufffe", "\uffff")
_PIECE = 1 << 18
"""Bytes that are looked through at a time: what stays in the processor's cache is not waited for."""
_AT_ONCE = 1 << 15
"""Characters of records that are read together: so few that what is made of them stays in the processor's cache."""
_LINE_END = re.compile("\r\n?|\n")
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_FEWEST_GARBLED = 4
"""Characters that become Chinese by chance in a short text: 联通 is the famous one; four in a majority are none."""
_LOST = re.compile("锟斤拷|\ufffd{2}|[?？]{4}")
"""What stands for characters that a program could not keep; they do not come back."""
_SEPARATORS = ",;\t"
_DAY = re.compile(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|年(\d\d?)月(\d\d?)日)(?: 0?0:00(?::00)?)?",
    re.ASCII,
)
"""2023-04-25, 2023-4-25, 2023/4/25, 2023年4月25日: the forms of Excel and WPS in Chinese, the same on every Python."""
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3}){1,9}(\.\d{1,30})?", re.ASCII)
"""1,234.5: commas that part thousands, as Excel's own format has them."""
_SEP_LINE = re.compile(r'"?sep=(.?)"?', re.IGNORECASE)
_EMPTY = b"\xef\xbb\xbf\r\n\t ,;"
_EXCERPT = 4_000
"""Characters looked at to tell what separates the cells and whether they are garbled: a header and some rows."""


def armed(text: str) -> str:
    """Text that a spreadsheet would take for a formula, led by an apostrophe.

    The files are opened in Excel, which runs ``=…`` and loses ``-…`` on saving.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def armed_unless_number(text: str) -> str:
    """The same for a column that may hold numbers: -2.3 stays what it is."""
    return text if _NUMBER.fullmatch(text) else armed(text)


def disarmed(text: str) -> str:
    """The inverse of :func:`armed`."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def day(text: str) -> str:
    """A day in any form that Excel saves as 2023-04-25; nothing for any other text.

    >>> day("2023/4/5"), day("2023年4月25日"), day("20230425")
    ('2023-04-05', '2023-04-25', '')
    """
    match = _DAY.fullmatch(text.strip())
    return "{}-{:0>2}-{:0>2}".format(*filter(None, match.groups())) if match else ""


def ungrouped(text: str) -> str:
    """A number without the commas that part its thousands; any other text as it is."""
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def _canonical(kind: str, text: str, form: Form) -> str:
    """A cell's text as it is written here, whatever a spreadsheet made of it.

    :param kind: the type of its column
    """
    if kind == "date":
        return day(text) or text
    if kind in ("number", "integer") and form.has_point:
        return ungrouped(text)
    return disarmed(text)


class UnsoundTextError(Exception):
    """A file's bytes are no text that a table can be read from.

    :param row: the line it is seen at, 0 for the file as a whole
    """

    def __init__(self, code: str, what: str, todo: str, row: int = 0) -> None:
        super().__init__(what)
        self.code, self.what, self.todo, self.row = code, what, todo, row


class Form(NamedTuple):
    """How the cells of a file are set apart.

    :param lead: lines before the header: Excel's own ``sep=;``
    """

    delimiter: str = ","
    lead: int = 0

    @property
    def has_point(self) -> bool:
        """Whether a comma in a number can only part thousands: where ; parts cells, it is the decimal mark."""
        return self.delimiter != ";"


def sound(raw: bytes) -> str:
    """The content as text, without a byte order mark.

    :raises UnsoundTextError: it is empty, of another encoding, or holds what no text does
    """
    if not raw[:_EXCERPT].strip(_EMPTY) and not raw.strip(_EMPTY):
        raise UnsoundTextError("empty-file", _("the file is empty"), "")
    text, utf8 = _decoded(raw)
    if _holds_control(text, utf8) and (control := _CONTROL.search(text)):
        what = _("a control character stands in the text")
        raise UnsoundTextError(
            "control", what, _("Delete the invisible character at this place."), _row_of(text, control.start())
        )
    if (at := text.find(BOM)) >= 0:
        what = _("a byte order mark stands inside the file")
        todo = _("Two files were joined; delete the invisible character at this place.")
        raise UnsoundTextError("stray-bom", what, todo, _row_of(text, at))
    if _is_garbled(text[:_EXCERPT]):
        what = _("the text is garbled: a program opened the file in another encoding and saved it so")
        todo = _("Take an older copy of the file; saved as “CSV UTF-8” it opens rightly.")
        row = next((n for n, line in enumerate(text.split("\n"), start=1) if _is_garbled(line)), 0)
        raise UnsoundTextError("mojibake", what, todo, row)
    return text


def _holds_control(text: str, utf8: bytes) -> bool:
    """Whether there is a control character, told faster than by the pattern that finds its place."""
    pieces = (utf8[at : at + _PIECE] for at in range(0, len(utf8), _PIECE))
    return any(len(p.translate(None, _CONTROL_BYTES)) < len(p) for p in pieces) or any(
        c in text for c in _NO_CHARACTERS
    )


def _is_garbled(text: str) -> bool:
    """Whether the text is Chinese that was read in another encoding: put back, it becomes Chinese again; or lost.

    Of sound Chinese less than one character in a hundred does, by chance; of garbled text most.
    """
    if _LOST.search(text):
        return True
    beyond_ascii = "".join(c for c in text if c > "\x7f")
    latin = [c for c in beyond_ascii if c < "\u0100"]
    if len(latin) > len(beyond_ascii) // 2:
        back = "".join(latin).encode("latin-1").decode("gb18030", "replace")
        if len(re.findall(_CHINESE, back)) >= _FEWEST_GARBLED:
            return True
    for encoding in ("gbk", "cp1252"):
        back = beyond_ascii.encode(encoding, "replace").decode("utf-8", "replace")
        lost = back.count("\ufffd") + back.count("?")
        if len(back) - lost <= lost:  # whatever the rest is
            continue
        chinese = len(re.findall(_CHINESE, back))
        if chinese >= _FEWEST_GARBLED and chinese > lost:
            return True
    return False


def _decoded(raw: bytes) -> tuple[str, bytes]:
    """The text and its UTF-8. UTF-16 is what Excel saves as “Unicode text”."""
    todo = _("In Excel or WPS save it as “CSV UTF-8”.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = raw.decode("utf-16")
            return text, text.encode()
        except UnicodeDecodeError:
            raise UnsoundTextError("encoding", _("the file is damaged UTF-16 text"), todo) from None
    raw = raw.removeprefix(BOM.encode())
    try:
        return raw.decode(), raw
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        try:
            raw.decode("gb18030")
            what = _("the file is saved as GBK (ANSI), not UTF-8")
        except UnicodeDecodeError:
            what = _("the file is not UTF-8 text")
        raise UnsoundTextError("encoding", what, todo, row) from None


def _row_of(text: str, at: int) -> int:
    return text[:at].count("\n") + 1


def form_of(text: str, columns: Iterable[str]) -> Form:
    """How a file's cells are set apart: by its own ``sep=`` line, else by what gives most of the known columns."""
    start = text[:_EXCERPT]
    first, _end, _rest = start.partition("\n")
    if match := _SEP_LINE.fullmatch(first.strip("\r,;")):
        return Form(match[1] or first.rstrip("\r")[-1:].strip("=") or ",", lead=1)
    known = set(columns)

    def fit(delimiter: str) -> int:
        header = next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), [])
        return len({h.strip() for h in header} & known)

    return Form(max(_SEPARATORS, key=fit))


def cells_of(text: str, form: Form) -> Iterator[list[list[str]]]:
    """The records of a file, some at a time, header first.

    :raises csv.Error: the next one can't be read; those before it were given
    """
    at = 0
    for _line in range(form.lead):
        at = _line_end(text, at)
    while at < len(text):
        quote = text.find('"', at, at + _AT_ONCE)
        end = text.rfind("\n", at, quote if quote >= 0 else at + _AT_ONCE) + 1
        if not end:
            at = yield from _quoted(text, at, form)
            continue
        piece = text[at:end]
        if piece.count("\r") != piece.count("\r\n"):
            yield list(csv.reader(io.StringIO(piece, newline=""), delimiter=form.delimiter))
        else:  # without quotation marks the csv module would do no more, and takes twice as long
            lines = piece.replace("\r\n", "\n").removesuffix("\n").split("\n")
            yield [line.split(form.delimiter) if line else [] for line in lines]
        at = end


def _quoted(text: str, at: int, form: Form) -> Generator[list[list[str]], None, int]:
    """The record that begins in a place and those behind it that have quotation marks; returns where they end."""
    last = at + _AT_ONCE

    def lines() -> Iterator[str]:
        nonlocal at
        while at < len(text):
            start, at = at, _line_end(text, at)
            yield text[start:at]

    records: list[list[str]] = []
    try:
        for record in csv.reader(lines(), delimiter=form.delimiter, strict=True):
            records.append(record)
            if at > last or '"' not in text[at : _line_end(text, at)]:
                break
    except csv.Error:
        yield records
        raise
    yield records
    return at


def _line_end(text: str, at: int) -> int:
    match = _LINE_END.search(text, at)
    return match.end() if match else len(text)


def header_of(cells: Sequence[str]) -> list[str]:
    """Column names of a header record, without the empty columns that Excel adds at its end."""
    names = [h.strip() for h in cells]
    while names and not names[-1]:
        names.pop()
    return names


@dataclass(frozen=True)
class Content:
    """What a table's file holds: its columns, and each row's cells with the text that they stand in.

    Cells read as they are written here (2023-04-25 for 2023/4/25), so that rows can be told alike.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    raws: tuple[str, ...]
    first: str
    newline: str

    def records(self) -> list[dict[str, str]]:
        """The rows by column name."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


def content(raw: bytes, table: Table) -> Content:
    """The content of a file that is sound for the dataset's reader; of none, the header alone.

    :raises UnsoundTextError: it is no text
    :raises csv.Error: it is no CSV
    """
    if not raw:
        return Content(tuple(table.header), (), (), _line(table.header, "\n"), "\n")
    text = sound(raw)
    form = form_of(text, table.header)
    newline = "\r\n" if "\r\n" in text else "\n"
    for _lead in range(form.lead):
        text = text.partition("\n")[2]
    records = list(_records(text, form.delimiter, newline))
    header = header_of(records[0][0])
    plain = form == Form() and not raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    types = {f.name: f.type for f in table.fields}
    kinds = [types.get(name, "string") for name in header]
    rows, raws = [], []
    for cells, line in records[1:]:
        if any(cell.strip() for cell in cells):
            cut = (cells + [""] * len(header))[: len(header)]
            rows.append(tuple(_canonical(kind, cell, form) for kind, cell in zip(kinds, cut, strict=True)))
            raws.append(line if plain and len(cells) == len(header) else "")
    first = records[0][1] if plain and len(records[0][0]) == len(header) else _line(header, newline)
    return Content(tuple(header), tuple(rows), tuple(raws), first, newline)


def _records(text: str, delimiter: str, newline: str) -> Iterator[tuple[list[str], str]]:
    """Each record as cells and as the text it stands in, with its line end."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    at = 0
    for cells in reader:
        raw = "".join(lines[at : reader.line_num])
        at = reader.line_num
        yield cells, raw if raw.endswith(("\n", "\r")) else raw + newline


def written(table: Table, rows: Iterable[Mapping[str, Any]], old: Content | None = None) -> bytes:
    """The bytes of a table's file.

    A row that the old file held is written as it stood there, quotation marks included; the order of the columns
    and the line ends are kept. A column that the old file leaves out is added where a row has something for it.

    :param rows: every row of the table, by column name; values are typed or the cells' own text
    :param old: what the file held
    """
    old = old or content(b"", table)
    records = [{name: cell(value) for name, value in row.items()} for row in rows]
    added = [name for name in table.header if name not in old.header and any(r.get(name) for r in records)]
    header = [*old.header, *added]
    texts = {f.name for f in table.fields if f.type == "string"}
    stood = {} if added else {row: raw for row, raw in zip(old.rows, old.raws, strict=True) if raw}
    lines = [_line(header, old.newline) if added else old.first]
    for record in records:
        cells = tuple(record.get(name, "") for name in header)
        line = stood.get(cells)
        lines.append(
            line or _line((armed(c) if n in texts else c for n, c in zip(header, cells, strict=True)), old.newline)
        )
    return (BOM + "".join(lines)).encode("utf-8", "replace")


def _line(cells: Iterable[str], newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=newline).writerow(list(cells))
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as the text of a cell: no exponent, no negative nought, days as 2023-04-25, lists parted by ``;``."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value if value else abs(value):f}"
    if isinstance(value, tuple):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
