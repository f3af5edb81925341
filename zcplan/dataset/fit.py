"""Whether a descriptor's columns are what the records need: their names, their types, and which are never empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from inspect import Parameter, signature
from typing import Any, get_type_hints

from zcplan.dataset.schema import DESCRIPTOR, Table
from zcplan.errors import DatasetError
from zcplan.i18n import gettext as _

_TYPES: Mapping[Any, str] = {
    str: "string",
    tuple[str, ...]: "string",
    int: "integer",
    date: "date",
    date | None: "date",
    Decimal | None: "number",
}
_NEVER_EMPTY = (int, date)


def must_fit(schema: Iterable[Table], records: Mapping[str, Any], where: str) -> None:
    """Refuse a descriptor whose tables can't be turned into records.

    :param records: the record class of each table
    :raises DatasetError: a column is missing, of another type, or may be empty where a record needs a value
    """
    for table in schema:
        own = {f.name: f for f in table.fields}
        record = records.get(table.name)
        needed = columns_of(record) if record else {}
        hints = get_type_hints(record) if record else {}
        for name, is_needed in needed.items():
            has, needs = own.get(name), hints[name]
            if has is None and not is_needed:
                continue
            kind = _TYPES[needs]
            if has is None or has.type != kind or (needs in _NEVER_EMPTY and not has.required):
                required = " required" if needs in _NEVER_EMPTY else ""
                raise _misfit(table.name, name, kind + required, where)
        for name in own:
            if needed and name not in needed:
                raise _misfit(table.name, name, "-", where)


def columns_of(record: Any) -> dict[str, bool]:
    """The columns that a record class is made of, in order, and whether it needs each."""
    return {name: p.default is Parameter.empty for name, p in signature(record).parameters.items()}


def _misfit(table: str, column: str, wanted: str, where: str) -> DatasetError:
    what = _("{file} describes the column “{column}” of “{table}” otherwise than zcplan needs it ({wanted})")
    return DatasetError(
        what.format(file=DESCRIPTOR, column=column, table=table, wanted=wanted),
        where=where,
        todo=_("Restore the file from the copy that zcplan brings."),
    )
