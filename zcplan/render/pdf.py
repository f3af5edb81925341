"""A PDF beside each made file, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zcplan.errors import OutputError, UsageError, ZcplanError
from zcplan.files import write
from zcplan.i18n import gettext as _
from zcplan.render.produce import Outcome

TIMEOUT = 30
"""Seconds that a file may take; LibreOffice needs some three for the first and less than one for each more."""
STARTING = 60
"""Seconds that LibreOffice may take to start: the first time it sets itself up."""
BATCH = 50
"""Files handed over at a time: a command line has its limits."""
_PROGRAMS = ("soffice", "libreoffice", "soffice.com")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)


def program() -> str:
    """LibreOffice's program.

    :raises UsageError: it is not installed
    """
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    found = found or next((place for place in _PLACES if os.path.isfile(place)), None)
    if found is None:
        todo = _("Install LibreOffice, or open the files in Word or WPS and save them as PDF.")
        raise UsageError(_("--pdf needs LibreOffice, which is not installed"), todo=todo)
    return found


def beside(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes as they come, then those of a PDF beside each file that is there.

    :raises UsageError: LibreOffice is not installed; nothing is made then
    """
    office = program()
    paths = []
    for outcome in outcomes:
        if outcome.error is None:
            paths.append(outcome.path)
        yield outcome
    names = _names(paths)
    for start in range(0, len(paths), BATCH):
        yield from _converted(office, paths[start : start + BATCH], names)


def _names(paths: Sequence[Path]) -> dict[Path, Path]:
    """Where each PDF goes; of a document and a workbook of one name, the workbook's says so."""
    stems = Counter(path.with_suffix("") for path in paths)
    return {
        path: path.with_name(f"{path.stem}（表格）.pdf")
        if path.suffix == ".xlsx" and stems[path.with_suffix("")] > 1
        else path.with_suffix(".pdf")
        for path in paths
    }


def _converted(office: str, paths: Sequence[Path], names: dict[Path, Path]) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="zcplan-") as name:
        folder = Path(name)
        copies = [folder / f"{n}{path.suffix}" for n, path in enumerate(paths)]
        for path, copy in zip(paths, copies, strict=True):
            shutil.copyfile(path, copy)
        _run(office, copies, folder)
        for path, copy in zip(paths, copies, strict=True):
            yield _written(copy.with_suffix(".pdf"), names[path])


def _written(made: Path, path: Path) -> Outcome:
    try:
        if not made.is_file():
            raise OutputError(_("LibreOffice made no PDF of it"), str(path), _("Save it as PDF in Word or WPS."))
        return Outcome(path, write(path, made.read_bytes()))
    except ZcplanError as error:
        return Outcome(path, "failed", error)


def _run(office: str, sources: Sequence[Path], folder: Path) -> None:
    """Run LibreOffice with a profile of its own, so that one that is open on the desktop is not disturbed."""
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
    quiet = subprocess.DEVNULL
    hidden = 0x08000000 if sys.platform == "win32" else 0  # no window flashes up
    limit = STARTING + TIMEOUT * len(sources)
    try:
        subprocess.run(
            command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=limit, check=False, creationflags=hidden
        )
    except (subprocess.TimeoutExpired, OSError):
        return  # what was not made is told file by file
