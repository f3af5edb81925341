"""Write a table back to its CSV file so that a diff shows what changed and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from zcplan.dataset.schema import Table, read_schema

_BOM = "\ufeff"
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


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


def written(table: Table, rows: Iterable[Mapping[str, Any]], old: bytes = b"") -> bytes:
    """The bytes of a table's file: UTF-8, lines ending in LF.

    A row that the old file held is written as it stood there, quotation marks included; the order of the
    columns and a byte order mark are kept.

    :param rows: field name to typed value, every row of the table
    :param old: the file as it was, sound for the dataset's reader; empty for a new one
    """
    text = old.decode("utf-8-sig")
    records = list(_records(text))
    header = [h.strip() for h in records[0][0]] if records else table.header
    first = records[0][1] if records else _line(header)
    stood = {tuple(map(disarmed, cells)): raw for cells, raw in records[1:]}
    lines = [first]
    for row in rows:
        cells = tuple(_cell(row[name]) for name in header)
        lines.append(stood.get(cells) or _line(_armed_text(row[name]) for name in header))
    return ((_BOM if old.startswith(_BOM.encode()) else "") + "".join(lines)).encode("utf-8", "replace")


def read_cells(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of a table as they stand in its file, cell by cell, digits as printed.

    :param name: the table's name in the descriptor
    """
    with (folder / _table(folder, name).path).open(encoding="utf-8-sig", newline="") as file:
        return [dict(row) for row in csv.DictReader(file, strict=True)]


def rewritten(folder: Path, name: str, rows: Iterable[Mapping[str, str]]) -> tuple[Path, bytes]:
    """A table's file and its bytes with other rows; the order of columns, the line ends and a byte order mark stay.

    :param rows: cells as text, as they are to stand in the file, by column name
    """
    table = _table(folder, name)
    path = folder / table.path
    old = path.read_bytes() if path.exists() else b""
    header = next(csv.reader(io.StringIO(old.decode("utf-8-sig"), newline="")), None) or table.header
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n" if b"\r\n" in old else "\n")
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    return path, (_BOM if old.startswith(_BOM.encode()) else "").encode() + out.getvalue().encode()


def _table(folder: Path, name: str) -> Table:
    return next(t for t in read_schema(folder) if t.name == name)


def _records(text: str) -> Iterator[tuple[list[str], str]]:
    """Each record as cells and as the text it stands in, ending in LF."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(iter(lines))
    at = 0
    for cells in reader:
        raw = "".join(lines[at : reader.line_num])
        at = reader.line_num
        yield cells, raw.rstrip("\r\n") + "\n"


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(list(cells))
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _armed_text(value: Any) -> str:
    return armed(value) if isinstance(value, str) else _cell(value)


def with_resource(descriptor: bytes, other: bytes, name: str) -> bytes:
    """A package descriptor with a resource added that another descriptor has.

    :raises StopIteration: the other one has no such resource
    """
    package = json.loads(descriptor.decode("utf-8-sig"))
    package["resources"].append(next(r for r in json.loads(other)["resources"] if r["name"] == name))
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
