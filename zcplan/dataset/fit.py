"""Whether a descriptor's columns are what the records need: their names, their types, and which are never empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from zcplan.dataset.schema import DESCRIPTOR, Table
from zcplan.errors import DatasetError
from zcplan.i18n import gettext as _

_TYPES = {
    "str": "string",
    "tuple[str, ...]": "string",
    "int": "integer",
    "date": "date",
    "date | None": "date",
    "Decimal | None": "number",
}
_NEVER_EMPTY = ("int", "date")


def must_fit(schema: Iterable[Table], records: Mapping[str, Any], where: str) -> None:
    """Refuse a descriptor whose tables can't be turned into records.

    :param records: the record class of each table
    :raises DatasetError: a column is missing, of another type, or may be empty where a record needs a value
    """
    for table in schema:
        own = {f.name: f for f in table.fields}
        needed = {f.name: f for f in fields(records[table.name])} if table.name in records else {}
        for name, needs in needed.items():
            has = own.get(name)
            if has is None and needs.default is not MISSING:
                continue
            kind = _TYPES[str(needs.type)]
            if has is None or has.type != kind or (needs.type in _NEVER_EMPTY and not has.required):
                required = " required" if needs.type in _NEVER_EMPTY else ""
                raise _misfit(table.name, name, kind + required, where)
        for name in own:
            if needed and name not in needed:
                raise _misfit(table.name, name, "-", where)


def _misfit(table: str, column: str, wanted: str, where: str) -> DatasetError:
    what = _("{file} describes the column “{column}” of “{table}” otherwise than zcplan needs it ({wanted})")
    return DatasetError(
        what.format(file=DESCRIPTOR, column=column, table=table, wanted=wanted),
        where=where,
        todo=_("Restore the file from the copy that zcplan brings."),
    )
