"""``datapackage.json``: which tables there are, their fields, keys and constraints (Table Schema)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zcplan.errors import DatasetError
from zcplan.i18n import gettext as _

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Field:
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


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in another table (``resource`` empty: in the same one)."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Table:
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


def read_schema(folder: Path) -> tuple[Table, ...]:
    """Read the package descriptor of a data folder.

    :raises DatasetError: the folder or descriptor is missing, or is no Data Package
    """
    path = folder / DESCRIPTOR
    todo = _("Point --data at a folder that holds datapackage.json and its CSV files.")
    if not folder.is_dir():
        raise DatasetError(_("there is no such data folder"), where=str(folder), todo=todo)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        descriptor = json.loads(text)
        return tuple(_table(resource) for resource in descriptor["resources"])
    except FileNotFoundError:
        raise DatasetError(_("the data folder has no datapackage.json"), where=str(folder), todo=todo) from None
    except (OSError, UnicodeDecodeError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = _("this is no Data Package descriptor ({reason})").format(reason=error)
        raise DatasetError(
            what, where=str(path), todo=_("Restore the file from the copy that zcplan brings.")
        ) from None


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    path = str(resource["path"])
    if Path(path).name != path:
        raise ValueError(path)
    return Table(
        name=resource["name"],
        path=path,
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(
            ForeignKey(_names(k["fields"]), k["reference"]["resource"], _names(k["reference"]["fields"]))
            for k in schema.get("foreignKeys", ())
        ),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _field(field: dict[str, Any]) -> Field:
    limits = field.get("constraints", {})
    return Field(
        name=field["name"],
        type=field.get("type", "string"),
        required=limits.get("required", False),
        enum=frozenset(limits.get("enum", ())),
        pattern=re.compile(limits["pattern"]) if "pattern" in limits else None,
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        max_length=limits.get("maxLength"),
        description=field.get("description", ""),
        optional=field.get("optional", False),
    )
