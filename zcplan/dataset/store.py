"""Write a table of the data folder back: whole or not at all, in the form that the file had."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from zcplan.dataset.schema import Table, read_schema
from zcplan.errors import OutputError
from zcplan.i18n import gettext as _

_BOM = b"\xef\xbb\xbf"


def read_cells(folder: Path, table_name: str) -> list[dict[str, str]]:
    """Rows of a table as they stand in its file, cell by cell, digits as printed."""
    path = folder / _table(folder, table_name).path
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [dict(row) for row in csv.DictReader(file, strict=True)]


def write_table(folder: Path, table_name: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Replace a table's rows; the order of columns, the line ends and a byte order mark are kept.

    :param rows: cells by column name
    :raises OutputError: the file can't be written; it is left as it was
    """
    table = _table(folder, table_name)
    path = folder / table.path
    old = path.read_bytes() if path.exists() else b""
    header = next(csv.reader(io.StringIO(old.decode("utf-8-sig"), newline="")), None) or table.header
    ending = "\r\n" if b"\r\n" in old else "\n"
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    data = (_BOM if old.startswith(_BOM) else b"") + out.getvalue().encode("utf-8")
    if data != old:
        _replace(path, data)


def _table(folder: Path, name: str) -> Table:
    return next(t for t in read_schema(folder) if t.name == name)


def _replace(path: Path, data: bytes) -> None:
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".zcplan-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                os.chmod(temporary, path.stat().st_mode & 0o777)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        what = _("the table can't be written ({reason})").format(reason=error.strerror or error)
        raise OutputError(what, str(path), _("Close it in Excel or WPS and run the command again.")) from None
