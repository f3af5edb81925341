"""Open an Office file that came from outside: a zip of XML parts, within limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from zcplan import opc
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

MAX_BYTES = 64 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    :raises UsageError: it is missing, can't be read, or is larger than 64 MB
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(
                _("the file is larger than 64 MB"), str(path), _("Give the document without its pictures.")
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(_("there is no such file"), str(path), _("Check the name and the folder.")) from None
    except OSError as error:
        what = _("the file can't be read ({reason})").format(reason=error.strerror or error)
        raise UsageError(what, str(path), _("Close it in other programs and check the rights.")) from None


def open_office(path: Path) -> dict[str, bytes]:
    """The parts of a .docx or .xlsx file by name.

    :raises UsageError: it is no such file, is damaged or encrypted, unpacks to too much, or declares entities
    """
    todo = _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx.")
    try:
        return opc.parts(read_bytes(path))
    except opc.UnusableError as error:
        what = {
            opc.LARGE: _("the file unpacks to more than is safe"),
            opc.ENTITIES: _("the part {part} declares entities, which is not allowed").format(part=error.detail),
        }.get(error.code) or _("this is no Word or Excel file, or it is damaged ({reason})").format(reason=error)
        raise UsageError(what, str(path), todo) from None


def parse(blob: bytes, path: Path) -> Any:
    """The root element of an XML part; entities are not resolved.

    :raises UsageError: it is no XML
    """
    try:
        return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        what = _("the document's XML is damaged ({reason})").format(reason=error)
        raise UsageError(what, str(path), _("Open it in Word or WPS and save it anew as .docx.")) from None
