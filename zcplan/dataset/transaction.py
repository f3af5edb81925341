"""One way to change the dataset: locked, read anew, checked as a whole, written whole or not at all, on record.

    with change(folder, "collect", sources=["returned"]) as transaction:
        transaction.append("progress", rows)

Whoever merges computes from ``transaction.dataset``, which was read after the lock was taken, so two merges at once
lose nothing. What others (a spreadsheet) changed meanwhile is noticed and not written over.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from zcplan import resources
from zcplan.dataset import csvfile, history
from zcplan.dataset.csvfile import Content
from zcplan.dataset.history import Change, Contents, FileChange
from zcplan.dataset.load import problems_of, read
from zcplan.dataset.read import content_of
from zcplan.dataset.schema import DESCRIPTOR, Table, read_schema, upgraded
from zcplan.errors import DatasetError, OutputError, Problem, UsageError
from zcplan.files import reason
from zcplan.i18n import gettext as _
from zcplan.model import Dataset

Row = Mapping[str, Any]
"""A row by column name; values are typed, or the cells' own text."""


@contextlib.contextmanager
def change(
    folder: Path, by: str, sources: Sequence[str] = (), waiting: Callable[[], None] = lambda: None
) -> Iterator[Transaction]:
    """Change a data folder; what was changed is written when the block ends without an error.

    :param by: the command that does it, for the record
    :param sources: the files that are merged, for the record
    :param waiting: called once when another run has to be waited for
    :raises DatasetError: the data is not sound, or would not be; nothing was written
    :raises OutputError: it can't be written to, or was changed by something else meanwhile; nothing was written
    """
    must_be_own(folder)
    read_schema(folder)
    with history.locked(folder, waiting):
        transaction = Transaction(folder)
        yield transaction
        transaction.commit(by, sources)


@contextlib.contextmanager
def rehearsal(folder: Path) -> Iterator[Transaction]:
    """The same, but nothing is ever written: to tell what a change would do.

    :raises DatasetError: the data is not sound, or would not be
    """
    transaction = Transaction(folder)
    yield transaction
    transaction.outcome()


def must_be_own(folder: Path) -> None:
    """Refuse at once to change data that came with the program, or that can't be written to.

    :raises OutputError: it is such a folder
    """
    todo = _("“zcplan init DIR” makes a folder of your own; run the command in it, or with “--data DIR”.")
    if not folder.is_dir():
        return
    if folder.resolve() == resources.bundled("data").resolve() and resources.is_installed():
        raise OutputError(_("the data that comes along is not changed: an update would lose it"), str(folder), todo)
    if not os.access(folder, os.W_OK):
        raise OutputError(_("the folder is read-only"), str(folder), todo)


class _Cells(dict[str, str]):
    """The text of a row's cells, and where the row comes from if it is not in its file yet."""

    origin = ""


class Transaction:
    """A change being prepared: rows by table, as they are to stand when it is done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        schema = read_schema(folder)
        names = [DESCRIPTOR, *(table.path for table in schema)]
        self._digests = {name: history.digest(_content(folder, name)) for name in names}
        self.dataset: Dataset = read(folder)
        self._tables = {table.name: table for table in schema}
        self._contents: dict[str, Content] = {}
        self._rows: dict[str, list[_Cells]] = {}
        self._outcome: Dataset | None = None

    def rows(self, table: str) -> list[dict[str, str]]:
        """The table's rows as they are to stand, each as the text of its cells; copies."""
        return [dict(row) for row in self._table_rows(table)]

    def append(self, table: str, rows: Iterable[Row], origins: Iterable[str] = ()) -> None:
        """Add rows at the end.

        :param origins: where each row comes from, such as ``待审核.xlsx [数字] 12``, for problems
        """
        places = iter(origins)
        for row in rows:
            self.insert(table, len(self._table_rows(table)), row, next(places, ""))

    def insert(self, table: str, at: int, row: Row, origin: str = "") -> None:
        """Add a row before the one that stands at ``at``, counted from 0."""
        self._table_rows(table).insert(at, self._cells(row, origin))

    def replace_row(self, table: str, at: int, row: Row, origin: str = "") -> None:
        """Put another row in the place of one."""
        self._table_rows(table)[at] = self._cells(row, origin)

    def replace(self, table: str, rows: Iterable[Row]) -> None:
        """Put other rows in the place of all; those that are equal stay as they stand in the file."""
        self._table_rows(table)[:] = [self._cells(row, "") for row in rows]

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """By table that changes: how many rows come, and how many go."""
        found = {name: self._differences(name) for name in self._rows}
        return {name: (len(added), len(removed)) for name, (added, removed) in found.items() if added or removed}

    def outcome(self) -> Dataset:
        """The dataset as it is to be.

        :raises DatasetError: it would not be sound; each problem is told at its row's origin where that is known
        """
        if self._outcome is None:
            given = {name: data for name, data in self._new().items() if data is not None}
            problems = problems_of(self._folder, given)
            if problems:
                what = _("with these rows the dataset would have {n} problems; nothing was written")
                raise DatasetError(what.format(n=len(problems)), [self._at_origin(p) for p in problems])
            self._outcome = read(self._folder, given)
        return self._outcome

    def commit(self, by: str, sources: Sequence[str] = ()) -> None:
        """Write it; nothing where nothing changes. For :func:`change`, which holds the lock.

        :raises DatasetError: the data would not be sound; nothing was written
        :raises OutputError: it can't be written, or a file was changed since it was read; nothing was written
        """
        new = self._new()
        if not new:
            return
        self.outcome()
        self._must_stand_as_read()
        old = {name: _content(self._folder, name) for name in new}
        changed = tuple(self._file_change(name, old[name], data) for name, data in new.items())
        number = max((c.number for c in history.changes(self._folder)), default=0) + 1
        history.commit(self._folder, Change(number, by, tuple(sources), now(), changed), old, new)

    def _table_rows(self, name: str) -> list[_Cells]:
        self._outcome = None
        if name not in self._rows:
            table = self._table(name)
            raw = _content(self._folder, table.path)
            self._contents[name] = csvfile.content(raw or b"", table)
            self._rows[name] = list(map(_Cells, self._contents[name].records()))
        return self._rows[name]

    def _table(self, name: str) -> Table:
        """A table, also one that an older folder does not have yet."""
        if name not in self._tables:
            known = {t.name: t for t in read_schema(resources.bundled("data"))}
            self._tables[name] = known[name]
        return self._tables[name]

    @staticmethod
    def _cells(row: Row, origin: str) -> _Cells:
        cells = _Cells({name: csvfile.cell(value) for name, value in row.items()})
        cells.origin = origin
        return cells

    def _differences(self, name: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """Rows that come and rows that go, as cells in the order of the table's columns."""
        header = self._table(name).header

        def keyed(rows: Iterable[Mapping[str, str]]) -> Counter[tuple[str, ...]]:
            return Counter(tuple(row.get(column, "") for column in header) for row in rows)

        was, will = keyed(self._contents[name].records()), keyed(self._rows[name])
        return list((will - was).elements()), list((was - will).elements())

    def _new(self) -> Contents:
        """What the files that change are to hold."""
        new: dict[str, bytes] = {}
        descriptor = None
        for name in self.counts:
            newer = (resources.bundled("data") / DESCRIPTOR).read_bytes()
            own = (self._folder / DESCRIPTOR).read_bytes()
            table = self._table(name)
            used = {column for row in self._rows[name] for column, text in row.items() if text}
            lacks = used - set(table.header)
            if lacks or name not in {t.name for t in read_schema(self._folder)}:
                descriptor = upgraded(descriptor or own, newer, name, lacks)
                table = next(t for t in read_schema(self._folder, descriptor) if t.name == name)
            new[table.path] = csvfile.written(table, self._rows[name], self._contents[name])
        return {DESCRIPTOR: descriptor, **new} if descriptor else new

    def _must_stand_as_read(self) -> None:
        for name, was in self._digests.items():
            if history.digest(_content(self._folder, name)) != was:
                what = _("{file} was changed by another program meanwhile; nothing was written").format(file=name)
                todo = _("Save and close it there, then run the command again.")
                raise OutputError(what, str(self._folder), todo)

    def _file_change(self, path: str, old: bytes | None, new: bytes | None) -> FileChange:
        name = next((n for n in self._rows if self._table(n).path == path), "")
        added, removed = self._differences(name) if name else ((), ())
        header = tuple(self._table(name).header) if name else ()
        return FileChange(path, history.digest(old), history.digest(new), header, tuple(added), tuple(removed))

    def _at_origin(self, problem: Problem) -> Problem:
        name = next((n for n in self._rows if self._table(n).path == problem.file), "")
        rows = self._rows.get(name, [])
        at = problem.row - 2
        origin = rows[at].origin if 0 <= at < len(rows) else ""
        return replace(problem, origin=origin) if origin else problem


def undo(folder: Path, waiting: Callable[[], None] = lambda: None) -> Change:
    """Take the last change back. Where a file was edited since, its rows alone are taken back and the edit stays.

    :return: what was taken back
    :raises UsageError: there is nothing to take back
    :raises DatasetError: a row was edited since, or later rows need what would go; nothing was written
    """
    must_be_own(folder)
    schema = {table.path: table for table in read_schema(folder)}
    if not (folder / history.ROOM).is_dir():
        raise _nothing_on_record(folder)  # the lock would leave its file where nothing was ever merged
    with history.locked(folder, waiting):
        past = history.changes(folder)
        if not past:
            raise _nothing_on_record(folder)
        last = past[-1]
        kept = history.before(folder, last)
        old = {f.path: _content(folder, f.path) for f in last.files}
        new = {f.path: _taken_back(schema.get(f.path), f, old[f.path], kept[f.path]) for f in last.files}
        new = {path: data for path, data in new.items() if data != old[path]}
        _must_be_sound_without(folder, new)
        changed = tuple(FileChange(p, history.digest(old[p]), history.digest(d)) for p, d in new.items())
        record = Change(last.number, "undo", (), now(), changed, undoes=last.number)
        history.commit(folder, record, {path: old[path] for path in new}, new)
        return last


def _nothing_on_record(folder: Path) -> UsageError:
    todo = _("“extract --accept” and “collect” put what they merge on record in the data folder.")
    return UsageError(_("no merge is on record that could be taken back"), str(folder), todo)


def _taken_back(table: Table | None, file: FileChange, now: bytes | None, was: bytes | None) -> bytes | None:
    """What a file is to hold without a change."""
    if history.digest(now) == file.after:
        return was
    if table is None or not file.header or now is None:
        return now
    content = csvfile.content(now, table)
    rows = content.records()
    for cells in file.added:
        row = dict(zip(file.header, cells, strict=True))
        at = next((n for n, r in enumerate(rows) if all(r.get(c, "") == t for c, t in row.items())), None)
        if at is None:
            what = _("a row that was merged has been changed since in {file}: {row}")
            raise DatasetError(
                what.format(file=file.path, row=", ".join(filter(None, cells))[:120]),
                todo=_("Take the rows back by hand, or give the row its former words."),
            )
        del rows[at]
    rows += [dict(zip(file.header, cells, strict=True)) for cells in file.removed]
    return csvfile.written(table, rows, content)


def _must_be_sound_without(folder: Path, new: Contents) -> None:
    gone = [path for path, data in new.items() if data is None]
    given = {path: data for path, data in new.items() if data is not None}
    problems = [p for p in problems_of(folder, given) if p.file not in gone]
    if problems:
        what = _("without that merge the dataset would have {n} problems; nothing was written")
        raise DatasetError(what.format(n=len(problems)), problems)


def _content(folder: Path, name: str) -> bytes | None:
    """What a file of the folder holds.

    :raises DatasetError: it can't be read
    """
    try:
        return content_of(folder / name)
    except OSError as error:
        what = _("the file can't be read ({reason})").format(reason=reason(error))
        raise DatasetError(
            what, where=str(folder / name), todo=_("Close it in other programs and check the rights.")
        ) from None


def now() -> str:
    """The local time, for the record of changes."""
    return datetime.now().strftime("%Y-%m-%d %H:%M")
