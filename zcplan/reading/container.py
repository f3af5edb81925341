"""A workbook's container: refused in words where it is something else, unpacked within limits."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from zcplan import opc
from zcplan.errors import InputError
from zcplan.i18n import gettext as _
from zcplan.reading import kinds

XLSX, XLS = kinds.XLSX, kinds.XLS
MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
"""A workbook of an office has some hundred kilobytes; what unpacks to more is none, or meant to choke the reader."""

_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*([^<]+?)\s*</")
_CHINA = timezone(timedelta(hours=8))
Parts = opc.Parts


def kind(data: bytes, where: str) -> str:
    """``xlsx`` or ``xls``.

    :param where: the file's name, for the error
    :raises InputError: it is neither, with what it is as far as can be told, and what to do
    """
    todo = _("Open it in Excel or WPS, save it as .xlsx, and give that file.")
    again = _("Ask for the file again.")
    if len(data) > MAX_BYTES:
        raise InputError(_("the file is larger than {n} MB").format(n=MAX_BYTES >> 20), where, todo)
    found = kinds.kind_of(data, Path(where).suffix.lower())
    if found in (XLSX, XLS):
        return found
    if found in (kinds.EMPTY, kinds.BLANK):
        what = _("the file is empty") if found == kinds.EMPTY else _("the file holds no data")
        raise InputError(what, where, again)
    if found == kinds.LOCKED:
        todo = _("Ask for the password, take it off (File, Info, Protect Workbook), and save the file.")
        raise InputError(_("the workbook is locked with a password"), where, todo)
    if found == kinds.ARCHIVE:
        raise InputError(_("this is an archive"), where, _("Unpack it and give what is in it."))
    if found in (kinds.TXT, kinds.BINARY, kinds.OLE, kinds.IMAGE):
        raise InputError(_("this is no Excel workbook, or it is damaged"), where, todo)
    what = _("this is {kind}, no Excel workbook").format(kind=kinds.named(found))
    raise InputError(what, where, _("Ask for the workbook itself.") if found in (kinds.PDF, kinds.DOCX) else todo)


def unpacked(data: bytes, where: str) -> Parts:
    """The parts of an .xlsx file, by name.

    :raises InputError: it is broken, or unpacks to more than is safe
    """
    todo = _("Open it in Excel or WPS, save it as .xlsx, and give that file.")
    damaged = _("Ask for the file again: it is damaged or was cut off on the way.")
    try:
        return {name.replace("\\", "/").lstrip("/"): blob for name, blob in opc.parts(data, MAX_UNPACKED).items()}
    except opc.UnusableError as error:
        told = {
            opc.LARGE: (_("the file unpacks to more than is safe"), todo),
            opc.LOCKED: (_("the archive is locked with a password"), _("Unpack it first.")),
            opc.ENTITIES: (_("the workbook declares entities, which is not allowed"), todo),
            opc.PACKED: (_("the file is packed in a way that Office does not know"), todo),
        }
        what, remedy = told.get(error.code, (_("the file can't be unpacked: it is damaged"), damaged))
        raise InputError(what, where, remedy) from None


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
