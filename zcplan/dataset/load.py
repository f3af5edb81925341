"""From a data folder to a :class:`~zcplan.model.Dataset`, or to the list of everything wrong with it."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from zcplan import model
from zcplan.dataset import history
from zcplan.dataset.fit import columns_of, must_fit
from zcplan.dataset.read import Rows, content_of, read_table
from zcplan.dataset.schema import DESCRIPTOR, Table, read_schema
from zcplan.dataset.validate import validate
from zcplan.errors import DatasetError, OutputError, Problem
from zcplan.i18n import gettext as _

RECORDS: Mapping[str, Any] = {
    "documents": model.Document,
    "areas": model.Area,
    "indicators": model.Indicator,
    "observations": model.Observation,
    "departments": model.Department,
    "tasks": model.Task,
    "assignments": model.Assignment,
    "task_targets": model.TaskTarget,
    "tables": model.TableRow,
    "notices": model.Notice,
    "progress": model.Progress,
}
_OPTIONAL = {"notices", "progress"}
_LISTS = {"aliases", "annexes"}
NOTHING: Mapping[str, bytes] = MappingProxyType({})
MOST_KEPT = 4 << 20
"""Bytes of a dataset that is kept in memory: a district of twenty years has one."""
MOST_READ = 20
"""Times that a folder is read anew because a change was written to it meanwhile."""
T = TypeVar("T")


def load(folder: Path) -> model.Dataset:
    """Read a data folder, as it stands between two changes.

    :raises DatasetError: it has defects; all of them are in ``problems``
    """
    with _without_collection():
        return _between_changes(folder, lambda: read(folder))


def check(folder: Path) -> list[Problem]:
    """Every defect of a data folder, in the order of its files and rows.

    :raises DatasetError: there is no such folder, or no descriptor in it
    """
    return _between_changes(folder, lambda: problems_of(folder))


def read(folder: Path, given: Mapping[str, bytes] = NOTHING) -> model.Dataset:
    """Read a data folder, whatever else goes on there.

    :param given: contents by file name that stand for what the folder holds
    :raises DatasetError: it has defects; all of them are in ``problems``
    """
    held = _held(folder, given)
    return _dataset(folder, given) if held is None else _kept(held)


def problems_of(folder: Path, given: Mapping[str, bytes] = NOTHING) -> list[Problem]:
    """Every defect, whatever else goes on in the folder; ``given`` as for :func:`read`."""
    held = _held(folder, given)
    if held is None:
        return _read(folder, given)[1]
    try:
        _kept(held)
    except DatasetError as error:
        if not error.problems:
            raise
        return list(error.problems)
    return []


@dataclass(frozen=True)
class _Held:
    """What a folder's files hold. Two that hold the same are equal, wherever they are."""

    contents: tuple[tuple[str, bytes], ...]
    folder: Path = field(compare=False)


def _held(folder: Path, given: Mapping[str, bytes]) -> _Held | None:
    """What the files of a dataset hold; ``None`` where it is too much to be kept, or not all can be read."""
    schema = read_schema(folder, given.get(DESCRIPTOR))
    optional = {table.path for table in schema if table.name in _OPTIONAL}
    contents: dict[str, bytes] = {}
    size = 0
    try:
        for name in (DESCRIPTOR, *(table.path for table in schema)):
            path = folder / name
            if name not in given and name in optional and not path.exists():
                continue
            size += len(given[name]) if name in given else path.stat().st_size
            if size > MOST_KEPT:
                return None
            content = given[name] if name in given else content_of(path)
            if content is None:
                return None
            contents[name] = content
    except OSError:  # told when the tables are read
        return None
    return _Held(tuple(contents.items()), folder)


@lru_cache(maxsize=4)
def _kept(held: _Held) -> model.Dataset:
    """The dataset of some files, read once: a change looks at it before, meanwhile and after."""
    return _dataset(held.folder, dict(held.contents), is_all=True)


def _dataset(folder: Path, given: Mapping[str, bytes], *, is_all: bool = False) -> model.Dataset:
    tables, problems = _read(folder, given, is_all=is_all)
    if problems:
        what = _("the dataset has {n} problems").format(n=len(problems))
        raise DatasetError(what, problems, where=str(folder))
    return model.Dataset(**{name: _records(name, rows) for name, rows in tables.items() if name in RECORDS})


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Leave the collector of garbage alone meanwhile: a table makes none, and is looked through again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _between_changes(folder: Path, reader: Callable[[], T]) -> T:
    """What a reader makes of a folder that no change was written to meanwhile; a broken-off change is put right.

    A folder that can't be written to can't be locked either: it is read as it stands.
    """
    for _attempt in range(MOST_READ):
        if history.is_pending(folder):
            with contextlib.suppress(OutputError), history.locked(folder):
                pass
        before = history.state(folder)
        try:
            found = reader()
        except DatasetError:
            if history.state(folder) == before:
                raise
        else:
            if history.state(folder) == before:
                return found
    raise DatasetError(
        _("the data is being changed all the time"), where=str(folder), todo=_("Run the command again later.")
    )


def _read(folder: Path, given: Mapping[str, bytes], *, is_all: bool = False) -> tuple[dict[str, Rows], list[Problem]]:
    """The tables of a folder, and what is wrong in them.

    :param is_all: what is not ``given`` is not there
    """

    def is_there(table: Table) -> bool:
        return table.path in given or (not is_all and (folder / table.path).exists())

    named = read_schema(folder, given.get(DESCRIPTOR))
    schema = [table for table in named if table.name not in _OPTIONAL or is_there(table)]
    missing = [name for name in RECORDS if name not in {t.name for t in schema} | _OPTIONAL]
    if missing:
        what = _("datapackage.json names no table “{table}”").format(table=", ".join(missing))
        raise DatasetError(what, where=str(folder), todo=_("Restore the file from the copy that zcplan brings."))
    must_fit(schema, RECORDS, str(folder))
    problems: list[Problem] = []
    tables = {table.name: read_table(folder, table, problems, given) for table in schema}
    broken = {p.file for p in problems}
    problems += validate(tables, broken)
    order = {table.path: n for n, table in enumerate(schema)}
    return tables, sorted(problems, key=lambda p: (order[p.file], p.row, p.column))


def _records(name: str, rows: Rows) -> tuple[Any, ...]:
    """The records of a table, whatever the order of its columns."""
    record = RECORDS[name]
    columns = {
        column: list(map(_listed, values)) if column in _LISTS else values
        for column, values in zip(rows.table.header, rows.columns, strict=True)
    }
    if list(columns) == list(columns_of(record)):
        if issubclass(record, tuple):  # made without a call in Python, which a million rows would wait for
            return tuple(map(partial(tuple.__new__, record), zip(*columns.values(), strict=True)))
        return tuple(map(record, *columns.values()))
    return tuple(record(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
