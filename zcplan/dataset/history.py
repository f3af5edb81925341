"""Every change of a data folder on record: written whole or not at all, and able to be taken back.

Beside the tables stands ``.zcplan``: the lock, ``changes`` with one folder a change, and ``pending`` while one is
being written. What ``pending`` holds is enough to put the tables back, so a run that is killed midway leaves nothing
half done: whoever comes next finds it and puts things right.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zcplan import files
from zcplan.dataset.read import content_of
from zcplan.errors import DatasetError, OutputError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from filelock import BaseFileLock

ROOM = ".zcplan"
PATIENCE = 300.0
"""Seconds that a run waits for another one: twenty merges of large ledgers in a row take less."""
SILENCE = 1.0
"""Seconds after which a run that waits says so."""
Contents = Mapping[str, "bytes | None"]
"""What files hold, by name; ``None`` where there is no such file."""


class FileChange(NamedTuple):
    """What a change did to a file; digests tell whether it stands so still.

    :param before: digest of what it held, empty where there was no such file; ``after`` likewise
    :param header: its columns, empty for a file that is no table
    :param added: rows that came, as the cells read; ``removed`` those that went
    """

    path: str
    before: str
    after: str
    header: tuple[str, ...] = ()
    added: tuple[tuple[str, ...], ...] = ()
    removed: tuple[tuple[str, ...], ...] = ()


class Change(NamedTuple):
    """A change on record.

    :param by: the command that made it, such as ``collect``
    :param sources: files that were merged, as they were named
    :param when: local time, as ``2023-06-09 17:30``
    :param undoes: the number of the change that it takes back, while it does; 0 for any other
    """

    number: int
    by: str
    sources: tuple[str, ...]
    when: str
    files: tuple[FileChange, ...]
    undoes: int = 0


def digest(data: bytes | None) -> str:
    """What tells a file's content from any other; empty where there is no file."""
    import hashlib

    return "" if data is None else hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def locked(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep every other run from changing the folder, and put right what a killed one left.

    :param waiting: called once when another run has to be waited for
    :raises OutputError: the folder can't be written to, or another run holds it for minutes
    :raises DatasetError: a broken-off change can't be put right
    """
    import filelock

    room = folder / ROOM
    try:
        room.mkdir(exist_ok=True)
        _keep_out_of_git(room)
        try:
            lock = _held(filelock.FileLock(room / "lock"), waiting)
        except NotImplementedError:  # a network drive without locks of its own: a file that is there or not
            lock = _held(filelock.SoftFileLock(room / "lock.held"), waiting)
    except filelock.Timeout:
        what = _("another run of zcplan has been changing this data for minutes")
        raise OutputError(what, str(folder), _("Let it finish, or end it, and run the command again.")) from None
    except OSError as error:
        raise files.explained(error, room) from None
    try:
        _settle(folder)
        yield
    finally:
        lock.release()


def _held(lock: BaseFileLock, waiting: Callable[[], None]) -> BaseFileLock:
    """The lock, once it is held; who has to wait longer than a moment is told.

    :raises filelock.Timeout: another run holds it for minutes
    """
    import filelock

    try:
        lock.acquire(timeout=SILENCE)
    except filelock.Timeout:
        waiting()
        lock.acquire(timeout=PATIENCE)
    return lock


def _keep_out_of_git(room: Path) -> None:
    ignore = room / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def state(folder: Path) -> tuple[object, ...]:
    """What differs between two looks at a folder if a change was begun, ended or taken back in between."""
    found: list[object] = []
    for name in ("pending", "changes"):
        try:
            found.append((folder / ROOM / name).stat().st_mtime_ns)
        except OSError:
            found.append(None)
    return tuple(found)


def is_pending(folder: Path) -> bool:
    """Whether a change is being written, or was broken off."""
    return (folder / ROOM / "pending").exists()


def changes(folder: Path) -> list[Change]:
    """The changes on record, the oldest first."""
    found = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for name in sorted(os.listdir(folder / ROOM / "changes")):
            if name.isascii() and name.isdigit():
                found.append(_read(folder / ROOM / "changes" / name))
    return found


def commit(folder: Path, change: Change, old: Contents, new: Contents) -> None:
    """Write a change: all of its files or none. The lock must be held.

    :param old: what the files held
    :raises OutputError: one can't be written; all are as they were
    """
    pending, done = folder / ROOM / "pending", folder / ROOM / "changes"
    try:
        done.mkdir(exist_ok=True)
        pending.mkdir()
        for path, data in old.items():
            if data is not None:
                (pending / f"{path}.zz").write_bytes(zlib.compress(data))
    except OSError as error:
        _drop(pending)
        raise files.explained(error, pending) from None
    try:
        record = {**change._asdict(), "files": [file._asdict() for file in change.files]}
        files.write(pending / "change.json", json.dumps(record, ensure_ascii=False).encode())
        for path, data in new.items():
            files.remove(folder / path) if data is None else files.write(folder / path, data)
        if change.undoes:
            os.rename(done / _name(change.undoes), pending / "undone")
            _drop(pending)
        else:
            os.rename(pending, done / _name(change.number))
    except BaseException:
        _settle(folder)
        raise


def _drop(room: Path) -> None:
    import shutil

    shutil.rmtree(room, ignore_errors=True)


def before(folder: Path, change: Change) -> dict[str, bytes | None]:
    """What the files of a change held before it."""
    return _kept(folder / ROOM / "changes" / _name(change.number), change)


def _kept(room: Path, change: Change) -> dict[str, bytes | None]:
    """What the files of a change held, as its record keeps it.

    :raises DatasetError: it does not keep it any more
    """
    kept = {}
    for file in change.files:
        try:
            data = zlib.decompress((room / f"{file.path}.zz").read_bytes()) if file.before else None
        except OSError as error:
            raise _unreadable(room, files.reason(error)) from None
        except zlib.error:
            data = b""
        if digest(data) != file.before:
            raise _unreadable(room, _("it is damaged"))
        kept[file.path] = data
    return kept


def _name(number: int) -> str:
    return f"{number:04d}"


def _read(room: Path) -> Change:
    try:
        record = json.loads((room / "change.json").read_bytes())
        changed = tuple(
            FileChange(f["path"], f["before"], f["after"], tuple(f["header"]), _rows(f["added"]), _rows(f["removed"]))
            for f in record.pop("files")
        )
        change = Change(files=changed, sources=tuple(record.pop("sources")), **record)
        if not _is_sound(change):
            raise ValueError(room.name)
        return change
    except OSError as error:
        raise _unreadable(room, files.reason(error)) from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _unreadable(room, _("it is damaged")) from None


def _is_sound(change: Change) -> bool:
    """Whether a record holds what one holds: numbers, texts, and names of files of its folder."""
    texts = [change.by, change.when, *change.sources]
    for f in change.files:
        texts += [f.path, f.before, f.after, *f.header, *(c for row in (*f.added, *f.removed) for c in row)]
    names = [f.path for f in change.files]
    return (
        all(type(n) is int and n >= 0 for n in (change.number, change.undoes))
        and all(isinstance(text, str) and text.encode() is not None for text in texts)
        and all(len(row) == len(f.header) for f in change.files for row in (*f.added, *f.removed))
        and all(name and name.isprintable() and Path(name).name == name and name != ".." for name in names)
    )


def _unreadable(room: Path, reason: str) -> DatasetError:
    what = _("the record of a change can't be read ({reason})").format(reason=reason)
    return DatasetError(what, where=str(room), todo=_("Move this folder away."))


def _rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, rows))


def _settle(folder: Path) -> None:
    """Put back what a change that was broken off had written already.

    :raises DatasetError: a file was changed by hand since
    """
    pending = folder / ROOM / "pending"
    if not pending.exists():
        return
    if (pending / "change.json").exists():
        change = _read(pending)
        if not change.undoes or (folder / ROOM / "changes" / _name(change.undoes)).exists():
            _put_back(folder, pending, change)
    _drop(pending)


def _put_back(folder: Path, pending: Path, change: Change) -> None:
    kept = _kept(pending, change)
    for file in change.files:
        place = folder / file.path
        now = digest(content_of(place))
        if now not in (file.before, file.after):
            what = _("{file} was changed by hand after a merge had been broken off").format(file=file.path)
            todo = _("What it held before is in {folder}; put right what differs, then delete that folder.")
            raise DatasetError(what, where=str(folder), todo=todo.format(folder=pending))
        data = kept[file.path]
        if now != file.before:
            files.remove(place) if data is None else files.write(place, data)
