"""``datapackage.json``: which tables there are, their fields, keys and constraints (Table Schema)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from zcplan import files
from zcplan.errors import DatasetError
from zcplan.i18n import gettext as _
from zcplan.i18n import language

DESCRIPTOR = "datapackage.json"
_LONGEST_PATTERN, _MOST_REPEATS = 200, 3
_SEPARATED = re.compile(r"\(\\[^\w\s]\\[dw][*+]?\)")
"""A mark and what follows it, as in ``\\d+(\\.\\d+)*``: the mark keeps its repeats apart."""
_NESTED_REPEAT = re.compile(r"\([^()]*[*+|{?][^()]*\)[*+{]|\)[^()]*\)[*+{]")
T = TypeVar("T")


class Field(NamedTuple):
    """A column: its type and what its values must satisfy; a file may leave out an ``optional`` one."""

    name: str
    type: str
    required: bool
    enum: frozenset[str]
    pattern: re.Pattern[str] | None
    minimum: int | None
    maximum: int | None
    max_length: int | None
    description: str
    optional: bool


class ForeignKey(NamedTuple):
    """Columns whose values must stand in another table (``resource`` empty: in the same one)."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


class Table(NamedTuple):
    """A table of the package and the file it is in."""

    name: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def header(self) -> list[str]:
        """Column names in order."""
        return [f.name for f in self.fields]


class _UnfitError(ValueError):
    """The descriptor holds what it can't; the message tells what."""


def read_schema(folder: Path, given: bytes | None = None) -> tuple[Table, ...]:
    """Read the package descriptor of a data folder.

    :param given: a descriptor that stands for what the folder holds
    :raises DatasetError: the folder or descriptor is missing, or is no Data Package
    """
    path = folder / DESCRIPTOR
    todo = _("Point --data at a folder that holds datapackage.json and its CSV files.")
    if given is None and not folder.is_dir():
        raise DatasetError(_("there is no such data folder"), where=str(folder), todo=todo)
    try:
        if given is None and path.exists() and not path.is_file():
            raise OSError(_("it is no ordinary file"))
        text = (path.read_bytes() if given is None else given).decode("utf-8-sig")
        return _tables(text, language())
    except FileNotFoundError:
        raise DatasetError(_("the data folder has no datapackage.json"), where=str(folder), todo=todo) from None
    except (OSError, UnicodeDecodeError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        told = str(error) if isinstance(error, _UnfitError) else files.reason(error)
        what = _("this is no Data Package descriptor ({reason})").format(reason=told)
        raise DatasetError(
            what, where=str(path), todo=_("Restore the file from the copy that zcplan brings.")
        ) from None


@lru_cache(maxsize=8)
def _tables(text: str, _language: str) -> tuple[Table, ...]:
    """The tables of a descriptor, with what they mean in a language; a run reads the same one several times.

    :raises ValueError: the descriptor is no such thing; so are a LookupError, a TypeError and an AttributeError
    """
    descriptor = json.loads(text)
    return _consistent(tuple(_table(resource) for resource in descriptor["resources"]))


def _consistent(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The tables, unless keys name columns or tables that there are none of, or a name stands twice.

    :raises _UnfitError: they do
    """
    headers = {t.name: t.header for t in tables}
    if len(headers) < len(tables) or len({t.path for t in tables}) < len(tables):
        raise _UnfitError(", ".join(t.name for t in tables))
    for table in tables:
        own = table.header
        if len(set(own)) < len(own) or not set(table.primary_key) <= set(own):
            raise _UnfitError(f"{table.name}: {', '.join(table.primary_key)}")
        for key in table.foreign_keys:
            other = headers[key.resource] if key.resource else own
            if not (set(key.fields) <= set(own) and set(key.reference) <= set(other)):
                raise _UnfitError(f"{table.name}: {', '.join(key.fields)}")
            if len(key.fields) != len(key.reference):
                raise _UnfitError(f"{table.name}: {', '.join(key.fields)}")
    return tables


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    path = _of(str, resource["path"])
    if Path(path).name != path or "\\" in path or "\0" in path or not path.endswith(".csv"):
        raise _UnfitError(path[:80])
    return Table(
        name=_of(str, resource["name"]),
        path=path,
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(
            ForeignKey(_names(k["fields"]), _of(str, k["reference"]["resource"]), _names(k["reference"]["fields"]))
            for k in _of(list, schema.get("foreignKeys", []))
        ),
    )


def _of(kind: type[T], value: Any) -> T:
    """The value, unless it is of another type.

    :raises _UnfitError: it is
    """
    if type(value) is not kind:
        raise _UnfitError(str(value)[:80])
    return value


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(_of(str, name) for name in _of(list, value))


def _field(field: dict[str, Any]) -> Field:
    limits = _of(dict, field.get("constraints", {}))
    kind = _of(str, field.get("type", "string"))
    numeric = kind in ("integer", "number")
    return Field(
        name=_of(str, field["name"]),
        type=kind,
        required=_of(bool, limits.get("required", False)),
        enum=frozenset(_names(limits.get("enum", []))),
        pattern=_pattern(_of(str, limits["pattern"])) if "pattern" in limits else None,
        minimum=_of(int, limits["minimum"]) if numeric and "minimum" in limits else None,
        maximum=_of(int, limits["maximum"]) if numeric and "maximum" in limits else None,
        max_length=_of(int, limits["maxLength"]) if "maxLength" in limits else None,
        description=_of(str, field.get(f"description_{language()}", field.get("description", ""))),
        optional=_of(bool, field.get("optional", False)),
    )


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern, unless matching it may take for ever: repeats inside repeats, or many in a row.

    :raises _UnfitError: it may, or it is no pattern
    """
    bare = _SEPARATED.sub("x", text)
    bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])+\]", "x", bare)
    open_ended = len(re.findall(r"[*+]|\{\d*,\}", bare))
    if len(text) > _LONGEST_PATTERN or open_ended > _MOST_REPEATS or _NESTED_REPEAT.search(bare):
        raise _UnfitError(_("a pattern that may take for ever: {pattern}").format(pattern=text[:80]))
    try:
        return re.compile(text)
    except (re.error, OverflowError):
        raise _UnfitError(text[:80]) from None


def upgraded(descriptor: bytes, newer: bytes, table: str, columns: Iterable[str] = ()) -> bytes:
    """A package descriptor with what an older folder lacks of another: a table, or columns of one.

    :raises StopIteration: the other one has no such table
    """
    package = json.loads(descriptor.decode("utf-8-sig"))
    theirs = next(r for r in json.loads(newer)["resources"] if r["name"] == table)
    own = next((r for r in package["resources"] if r["name"] == table), None)
    if own is None:
        package["resources"].append(theirs)
    else:
        has = {f["name"] for f in own["schema"]["fields"]}
        own["schema"]["fields"] += [
            f for f in theirs["schema"]["fields"] if f["name"] in set(columns) and f["name"] not in has
        ]
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
