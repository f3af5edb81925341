"""From a data folder to a :class:`~zcplan.model.Dataset`, or to the list of everything wrong with it."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from zcplan import model
from zcplan.dataset import history
from zcplan.dataset.fit import columns_of, must_fit
from zcplan.dataset.read import Rows, read_table
from zcplan.dataset.schema import DESCRIPTOR, read_schema
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
    tables, problems = _read(folder, given)
    if problems:
        what = _("the dataset has {n} problems").format(n=len(problems))
        raise DatasetError(what, problems, where=str(folder))
    return model.Dataset(**{name: _records(name, rows) for name, rows in tables.items() if name in RECORDS})


def problems_of(folder: Path, given: Mapping[str, bytes] = NOTHING) -> list[Problem]:
    """Every defect, whatever else goes on in the folder; ``given`` as for :func:`read`."""
    return _read(folder, given)[1]


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


def _read(folder: Path, given: Mapping[str, bytes]) -> tuple[dict[str, Rows], list[Problem]]:
    named = read_schema(folder, given.get(DESCRIPTOR))
    schema = [t for t in named if t.name not in _OPTIONAL or t.path in given or (folder / t.path).exists()]
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
