"""Old and foreign formats (doc, wps, rtf, odt, ods, xlsb) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from zcplan.errors import UsageError
from zcplan.files import reason
from zcplan.i18n import gettext as _
from zcplan.reading import kinds

TIMEOUT = 120
"""Seconds; LibreOffice needs some three for a report, and ten the first time it runs."""
_PROGRAMS = ("soffice", "libreoffice", "soffice.com", "soffice.exe")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)


def program() -> str | None:
    """LibreOffice's program, or nothing where it is not installed."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if os.path.isfile(place)), None)


def converted(data: bytes, path: Path, target: str) -> bytes:
    """The content of a file in a format of today.

    :param path: its name, for its ending and for errors
    :param target: ``docx`` or ``xlsx``
    :raises UsageError: LibreOffice is not installed, or can't read the file
    """
    office = program()
    kind = kinds.named(kinds.kind_of(data, path.suffix.lower()))
    if office is None:
        what = _("{kind} is read through LibreOffice, which is not installed").format(kind=kind)
        todo = _("Install LibreOffice, or save the file as .{target} in Word, Excel or WPS.").format(target=target)
        raise UsageError(what, str(path), todo)
    try:
        with tempfile.TemporaryDirectory(prefix="zcplan-", ignore_cleanup_errors=True) as folder:
            source = Path(folder) / f"document{_ending(data, path)}"
            source.write_bytes(data)
            made = source.with_suffix(f".{target}")
            _run(office, source, target, Path(folder))
            if made.is_file():
                return made.read_bytes()
    except OSError as error:
        what = _("the temporary folder can't be written to ({reason})").format(reason=reason(error))
        raise UsageError(what, tempfile.gettempdir(), _("Make room on the disk, or set TMPDIR.")) from None
    what = _("LibreOffice can't read this file ({kind})").format(kind=kind)
    raise UsageError(what, str(path), _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx."))


def target_of(data: bytes, kind: str) -> str:
    """``docx`` or ``xlsx``: what a document of an old or foreign format becomes."""
    head = data[:4096]
    is_table = (kind == kinds.ODF and b"spreadsheet" in head[:200]) or (kind == kinds.WORDXML and b"xcel" in head)
    return "xlsx" if is_table or kind == kinds.XLSB else "docx"


def _ending(data: bytes, path: Path) -> str:
    """How LibreOffice is told what a file is: by its content, so that a .wps is not taken for one of Works."""
    kind = kinds.kind_of(data, path.suffix.lower())
    if kind == kinds.ODF:
        return ".ods" if target_of(data, kind) == "xlsx" else ".odt"
    endings = {kinds.DOC: ".doc", kinds.RTF: ".rtf", kinds.WORDXML: ".xml", kinds.XLSB: ".xlsb"}
    return endings.get(kind, path.suffix.lower())


def _run(office: str, source: Path, target: str, folder: Path) -> None:
    """Run LibreOffice with a profile of its own, so that one that is open on the desktop is not disturbed."""
    profile = (folder / "profile").as_uri()
    command = [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        str(source),
    ]
    flags = {"creationflags": 0x08000000} if sys.platform == "win32" else {"start_new_session": True}
    try:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=TIMEOUT,
            check=False, **flags,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return
