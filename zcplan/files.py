"""Write files whole or not at all, and never over a person's work unasked."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from zcplan.errors import EditedError, OutputError
from zcplan.i18n import gettext as _

try:
    import fcntl
except ImportError:  # Windows, where an open file can't be deleted anyway
    fcntl = None  # type: ignore[assignment]

Content = bytes | Iterable[bytes]
"""What a file is to hold, whole or in pieces; pieces can be taken once."""
MADE, SAME = "made", "same"
MAX_NAME_BYTES = 240
"""What common file systems allow for a name (255), less a suffix."""
_UNFINISHED = re.compile(r"\.zcplan-\w{8}\.tmp")
_STARTED = time.time()
_UNFINISHED_AGE = 600
"""Seconds after which a folder is what a killed run left, where no lock tells; none takes a minute to be made."""
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def file_name(text: str, limit: int = 80) -> str:
    """A name for a file that stays inside its folder on every system.

    >>> file_name("../区科技局: A/B")
    '区科技局_ A_B'
    """
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", text).strip(" ._")[:limit]
    safe = safe.encode("utf-8", "replace")[:MAX_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"_{safe}" if not safe or _RESERVED.fullmatch(safe) else safe


def write(path: Path, data: Content, is_untouched: Callable[[bytes], bool] | None = None) -> str:
    """Write ``data`` to ``path``: temporary file, fsync, replace. A link goes on leading where it led, a mode stays.

    :param is_untouched: given, an existing file is replaced only if this says so of its content
    :return: ``made``, or ``same`` when the file held these bytes already
    :raises EditedError: a person has changed the file since it was made
    :raises OutputError: the place can't be written to; an existing file is left as it was
    """
    try:
        place = _led_to(path)
        _sweep(place.parent)
        if place.exists():
            old = place.read_bytes()
            data = data if isinstance(data, bytes) else b"".join(data)
            if old == data:
                return SAME
            if is_untouched and not is_untouched(old):
                what = _("the file was changed since it was made, so it is kept")
                raise EditedError(what, str(path), _("Move it away, or write over it with --force."))
        place.parent.mkdir(parents=True, exist_ok=True)
        _replace(place, data)
    except OSError as error:
        raise explained(error, path) from None
    return MADE


def _led_to(path: Path) -> Path:
    """The file that is meant: what a link leads to; only an ordinary file is written over.

    :raises OSError: a folder, a pipe or a device stands there
    """
    place = Path(os.path.realpath(path))
    if os.path.lexists(place) and not place.is_file():
        raise IsADirectoryError if place.is_dir() else OSError(errno.ENXIO, _("it is no ordinary file"))
    return place


def remove(path: Path) -> None:
    """Delete a file that a change had made; none there is well.

    :raises OutputError: it can't be deleted
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise explained(error, path) from None


@lru_cache(maxsize=256)
def _sweep(folder: Path) -> None:
    """Delete what runs before this one, killed while they wrote, left in a folder; once for each folder."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _UNFINISHED.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < _STARTED and not _in_use(entry.path):
                        os.unlink(entry.path)


def _in_use(path: str) -> bool:
    """Whether a run that goes on holds the file, or nobody can tell."""
    if fcntl is None:
        return False
    with open(path, "r+b") as file:
        return not hold(file.fileno())


def hold(handle: int) -> bool:
    """Show other runs that a file or folder is being written, until it is closed; whether no other run shows that.

    Systems without locks do without.
    """
    if fcntl is not None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


@contextlib.contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Show other runs that a folder is being made; whether no other run shows that."""
    if fcntl is None:
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield hold(handle)
    finally:
        os.close(handle)


def is_left(folder: Path) -> bool:
    """Whether a run that was killed left a folder half made: it is older than this run, and no other holds it."""
    try:
        found = folder.stat(follow_symlinks=False)
        if not stat.S_ISDIR(found.st_mode):
            return False
        if fcntl is None:
            return found.st_mtime < time.time() - _UNFINISHED_AGE
        with held(folder) as is_free:
            return is_free and found.st_mtime < _STARTED
    except OSError:
        return False


def _replace(path: Path, data: Content) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".zcplan-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            hold(file.fileno())
            for piece in (data,) if isinstance(data, bytes) else data:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _mode(path: Path) -> int:
    """The rights that a file has, or those that a new one gets."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    return 0o666 & ~umask()


def umask() -> int:
    """The rights that new files don't get."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def reason(error: Exception) -> str:
    """Why a file can't be read, in the user's words: a library's own are for programmers.

    >>> reason(UnicodeDecodeError("utf-8", b"", 0, 1, ""))
    'the file is not UTF-8 text'
    """
    if isinstance(error, OSError):
        return _of_system().get(error.errno or 0) or error.strerror or str(error)
    if isinstance(error, UnicodeError):
        return _("the file is not UTF-8 text")
    line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
    place = re.search(r"at line (\d+), column (\d+)", str(error))  # what tomllib tells before Python 3.14
    if place:
        line, column = map(int, place.groups())
    return _("line {line}, column {column}").format(line=line, column=column) if line else _("it is damaged")


def _of_system() -> dict[int, str]:
    """The usual reasons of an operating system, by their number."""
    return {
        errno.ENOENT: _("there is no such file or folder"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EACCES: _("you may not do that here"),
        errno.EPERM: _("you may not do that here"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("it is no folder"),
        errno.ENOSPC: _("the disk is full"),
        errno.EROFS: _("the disk is read-only"),
        errno.EIO: _("the disk or the network fails"),
        errno.ELOOP: _("the links lead in a circle"),
    }


def explained(error: OSError, path: Path) -> OutputError:
    """What kept a file from being written, in the user's terms."""
    if error.errno in _FULL:
        return OutputError(_("the disk is full"), str(path), _("Make room and run the command again."))
    if error.errno == errno.EROFS:
        return OutputError(_("the disk is read-only"), str(path), _("Choose another place with -o."))
    stands = isinstance(error, PermissionError) and os.path.isdir(path) and os.access(path, os.W_OK)
    if isinstance(error, IsADirectoryError) or stands:  # Windows says that a folder may not be replaced
        return OutputError(
            _("a folder stands where the file should be"),
            str(path),
            _("Move the folder away, or choose another place with -o."),
        )
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return OutputError(
            _("a file stands where a folder should be"),
            str(path.parent),
            _("Move the file away, or choose another place with -o."),
        )
    if isinstance(error, PermissionError):
        return OutputError(
            _("the file can't be replaced: it is open in another program, or you may not write here"),
            str(path),
            _("Close it in Word, Excel or WPS and run the command again."),
        )
    return OutputError(
        _("the file can't be written ({reason})").format(reason=reason(error)),
        str(path),
        _("Check that the disk has room and the folder can be written to."),
    )
