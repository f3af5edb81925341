"""Open an Office file that came from outside: a zip of XML parts, within limits."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

MAX_BYTES = 64 * 1024 * 1024
MAX_PARTS = 5_000
MAX_UNPACKED = 256 * 1024 * 1024


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
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > MAX_UNPACKED:
                raise UsageError(_("the file unpacks to more than is safe"), str(path), todo)
            parts = {i.filename: archive.read(i) for i in infos if not i.is_dir()}
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        what = _("this is no Word or Excel file, or it is damaged ({reason})").format(reason=error)
        raise UsageError(what, str(path), todo) from None
    for name, blob in parts.items():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in blob:
            what = _("the part {part} declares entities, which is not allowed").format(part=name)
            raise UsageError(what, str(path), todo)
    return parts


def parse(blob: bytes, path: Path) -> Any:
    """The root element of an XML part; entities are not resolved.

    :raises UsageError: it is no XML
    """
    try:
        return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        what = _("the document's XML is damaged ({reason})").format(reason=error)
        raise UsageError(what, str(path), _("Open it in Word or WPS and save it anew as .docx.")) from None
