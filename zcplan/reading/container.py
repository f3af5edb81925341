"""What a file really is, told by its content: a workbook, an old one, a locked one, or something else."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from zcplan import opc
from zcplan.errors import InputError
from zcplan.i18n import gettext as _

XLSX, XLS = "xlsx", "xls"
MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
"""A ledger has some hundred kilobytes; what unpacks to more is no ledger, or meant to choke the reader."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*([^<]+?)\s*</")
_CHINA = timezone(timedelta(hours=8))
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
Parts = opc.Parts


def kind(data: bytes, where: str) -> str:
    """``xlsx`` or ``xls``.

    :param where: the file's name, for the error
    :raises InputError: it is neither, with what it is as far as can be told, and what to do
    """
    todo = _("Open it in Excel or WPS, save it as .xlsx, and collect that file.")
    if not data:
        raise InputError(_("the file is empty"), where, _("Ask the department to send it again."))
    if len(data) > MAX_BYTES:
        raise InputError(_("the file is larger than {n} MB").format(n=MAX_BYTES >> 20), where, todo)
    if data.startswith(b"PK"):
        return XLSX
    if data.startswith(_OLE):
        return _old_kind(data, where, todo)
    if data.startswith(b"%PDF"):
        raise InputError(_("this is a PDF"), where, _("Ask the department for the workbook itself."))
    if data.startswith(_ARCHIVES):
        raise InputError(_("this is an archive"), where, _("Unpack it and collect what is in it."))
    head = data[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if head.startswith((b"<", b"m\x00i\x00m\x00e", b"mime-version")):
        raise InputError(_("this is a web page or XML saved under a workbook's name"), where, todo)
    if not data.strip(b"\0"):
        raise InputError(_("the file holds no data"), where, _("Ask the department to send it again."))
    raise InputError(_("this is no Excel workbook"), where, todo)


def _old_kind(data: bytes, where: str, todo: str) -> str:
    """What an OLE container holds, by the names of its streams."""
    names = set(_streams(data))
    if "EncryptedPackage" in names:
        todo = _("Ask for the password, take it off (File, Info, Protect Workbook), and save the file.")
        raise InputError(_("the workbook is locked with a password"), where, todo)
    if names & {"Workbook", "Book"}:
        return XLS
    if "WordDocument" in names:
        raise InputError(_("this is a Word document"), where, _("Ask the department for the workbook itself."))
    raise InputError(_("this is no Excel workbook, or it is damaged"), where, todo)


def _streams(data: bytes) -> list[str]:
    """Names of an OLE container's streams; directory entries are 128 bytes, on a grid of 128."""
    found = []
    for at in range(512, len(data) - 127, 128):
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if data[at + 66] == 2 and 4 <= length <= 64 and data[at + length - 2 : at + length] == b"\0\0":
            found.append(data[at : at + length - 2].decode("utf-16-le", "replace"))
    return found


def unpacked(data: bytes, where: str) -> Parts:
    """The parts of an .xlsx file, by name.

    :raises InputError: it is broken, is no workbook, or unpacks to more than is safe
    """
    todo = _("Open it in Excel or WPS, save it as .xlsx, and collect that file.")
    damaged = _("Ask the department to send it again: it is damaged or was cut off on the way.")
    try:
        parts = {name.replace("\\", "/"): blob for name, blob in opc.parts(data, MAX_UNPACKED).items()}
    except opc.UnusableError as error:
        told = {
            opc.LARGE: (_("the file unpacks to more than is safe"), todo),
            opc.LOCKED: (_("the archive is locked with a password"), _("Unpack it first.")),
            opc.ENTITIES: (_("the workbook declares entities, which is not allowed"), todo),
        }
        broken = (_("the file can't be unpacked ({reason})").format(reason=error), damaged)
        what, remedy = told.get(error.code, broken)
        raise InputError(what, where, remedy) from None
    _must_be_workbook(parts, where, todo)
    return parts


def _must_be_workbook(parts: Parts, where: str, todo: str) -> None:
    if "xl/workbook.xml" in parts:
        return
    known = (
        ("word/document.xml", _("this is a Word document")),
        ("ppt/presentation.xml", _("this is a presentation")),
        ("xl/workbook.bin", _("this is a binary workbook (.xlsb)")),
        ("mimetype", _("this is an OpenDocument file")),
    )
    what = next((text for name, text in known if name in parts), "")
    if not what and any(name.lower().endswith((".xlsx", ".xls")) for name in parts):
        raise InputError(_("this is an archive"), where, _("Unpack it and collect what is in it."))
    raise InputError(what or _("this is no Excel workbook"), where, todo)


def modified(parts: Parts) -> date | None:
    """The day that the file says it was last saved, in China's time; ``None`` where it says none."""
    match = _MODIFIED.search(parts.get("docProps/core.xml", b""))
    if not match:
        return None
    try:
        moment = datetime.fromisoformat(match[1].decode("ascii").replace("Z", "+00:00"))
        if moment.tzinfo is not None:
            moment = moment.astimezone(_CHINA)
    except (ValueError, OverflowError):
        return None
    return moment.date() if 2000 <= moment.year <= 2100 else None
