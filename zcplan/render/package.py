"""Office files as packages of parts: opened with limits, sealed to the same bytes every time.

Word and Excel files are zip archives. Sealing fixes times and order, and adds a fingerprint of all parts,
by which a file that a person has changed since is known.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import IO

from lxml import etree

from zcplan import opc
from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _

Parts = opc.Parts
_PIECE = 1 << 20

_SMALL = 16 * 1024
"""Bytes up to which a part is likely the template's own, met again in the next file of a batch."""
# Records of a zip archive (APPNOTE 4.3.7, 4.3.12, 4.3.16) and what is the same in each of ours.
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_VERSION, _UTF8_NAME, _DAY, _MODE = 20, 0x800, 1 << 5 | 1, 0o600 << 16
_CONTENT_TYPES, _ROOT_RELS, _CORE, _CUSTOM = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "docProps/custom.xml",
)
_NAME = "zcplan-fingerprint"
_CP = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


class Spooled:
    """A part too long for memory: what stands before and after, and a file with what stands between."""

    def __init__(self, head: bytes, file: IO[bytes], tail: bytes, beside: Path | None = None) -> None:
        """Take in the file; what is packed of it waits in ``beside`` as well, or where the system keeps such files."""
        self._head, self._file, self._tail, self.beside = head, file, tail, beside

    def __len__(self) -> int:
        return len(self._head) + self._file.seek(0, os.SEEK_END) + len(self._tail)

    def pieces(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        yield self._head
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece
        yield self._tail


LongParts = dict[str, bytes | Spooled]


def _pieces(part: bytes | Spooled) -> Iterable[bytes]:
    return part.pieces() if isinstance(part, Spooled) else (part,)


def xml(part: bytes | Spooled) -> bytes:
    """A part that fits into memory, whole."""
    return b"".join(_pieces(part))


def unpack(data: bytes, where: str) -> Parts:
    """The parts of an Office file, by name.

    :param where: the file's name, for the error
    :raises TemplateError: it is no such file, is broken, or unpacks to more than the limits allow
    """
    todo = _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx.")
    try:
        parts = opc.parts(data)
    except opc.UnusableError as error:
        if error.code == opc.LARGE:
            raise TemplateError(_("the file unpacks to more than is safe"), where, todo) from None
        if error.code == opc.ENTITIES:
            what = _("the part {part} declares entities, which is not allowed").format(part=error.detail)
            raise TemplateError(what, where, todo) from None
        raise damaged(error, where) from None
    if _CONTENT_TYPES not in parts or _ROOT_RELS not in parts:
        raise TemplateError(_("this is no Word or Excel file"), where, todo)
    return parts


def damaged(error: Exception, where: str) -> TemplateError:
    """The error for a file that its library can't open."""
    what = _("this is no Word or Excel file, or it is damaged")
    if isinstance(error, MemoryError):
        what = _("there is not enough memory for the file")
    return TemplateError(what, where, _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx."))


def wrong_tag(error: Exception, where: str) -> TemplateError:
    """The error for a tag that can't be read or worked out."""
    from zcplan.render import reasons

    what = _("a tag of the template is wrong: {reason}").format(reason=reasons.of(error))
    return TemplateError(what, where, _("Correct the tag; “zcplan templates check” tells if it is sound."))


def stamp(default: datetime) -> datetime:
    """The time to write into files: ``SOURCE_DATE_EPOCH`` where it is set, else ``default``."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(min(int(epoch), 4102444800), timezone.utc)
    return default


def seal(parts: Mapping[str, bytes | Spooled], when: datetime) -> bytes:
    """Pack the parts, with a fingerprint among them: same parts and time, same bytes.

    :param when: written as created and modified
    """
    return b"".join(sealed(parts, when))


def sealed(parts: Mapping[str, bytes | Spooled], when: datetime) -> Iterator[bytes]:
    """The same in pieces, none of them longer than a part that fits into memory."""
    own = dict(parts)
    if _CORE in own:
        own[_CORE] = _dated(xml(own[_CORE]), when)
    return _packed(_with_fingerprint(own))


def pack(parts: Mapping[str, bytes | Spooled]) -> bytes:
    """Zip the parts in a fixed order with fixed times."""
    return b"".join(_packed(parts))


def _packed(parts: Mapping[str, bytes | Spooled]) -> Iterator[bytes]:
    """The archive, piece by piece.

    Written here and not by :mod:`zipfile`, which would compress every part anew for each file of a batch.
    """
    directory, at = [], 0
    for name in sorted(parts, key=lambda n: (n != _CONTENT_TYPES, n != _ROOT_RELS, n)):
        blob, encoded = parts[name], name.encode("utf-8")
        if isinstance(blob, Spooled):
            checksum, length, packed = _deflated_to_file(blob)
        else:
            checksum, piece = _deflated_once(blob) if len(blob) <= _SMALL else _deflated(blob)
            length, packed = len(piece), iter((piece,))
        flags = 0 if name.isascii() else _UTF8_NAME
        both = (_VERSION, flags, zipfile.ZIP_DEFLATED, 0, _DAY, checksum, length, len(blob), len(encoded), 0)
        yield _LOCAL.pack(b"PK\3\4", *both)
        yield encoded
        yield from packed
        directory += [_CENTRAL.pack(b"PK\1\2", _VERSION, *both, 0, 0, 0, _MODE, at), encoded]
        at += _LOCAL.size + len(encoded) + length
    yield from directory
    size = sum(map(len, directory))
    yield _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), size, at, 0)


def _deflated(part: bytes) -> tuple[int, bytes]:
    """Checksum and compressed bytes."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    return zlib.crc32(part), compressor.compress(part) + compressor.flush()


def _deflated_to_file(part: Spooled) -> tuple[int, int, Iterator[bytes]]:
    """Checksum, length and compressed bytes of a part that is too long for memory."""
    checksum, compressor = 0, zlib.compressobj(6, zlib.DEFLATED, -15)
    file = tempfile.TemporaryFile(dir=part.beside, prefix=".zcplan-", suffix=".tmp")  # noqa: SIM115 - read below
    for piece in part.pieces():
        checksum = zlib.crc32(piece, checksum)
        file.write(compressor.compress(piece))
    file.write(compressor.flush())
    length = file.tell()
    file.seek(0)
    return checksum, length, iter(lambda: file.read(_PIECE), b"")


_deflated_once = lru_cache(maxsize=128)(_deflated)


def is_untouched(data: bytes) -> bool:
    """Whether the file is as it was sealed. A file without a fingerprint is a person's own."""
    try:
        parts = unpack(data, "")
        properties = etree.fromstring(parts[_CUSTOM]) if _CUSTOM in parts else None
    except (TemplateError, etree.XMLSyntaxError):
        return False
    if properties is None:
        return False
    written = properties.xpath("//*[local-name()='property'][@name=$name]/*/text()", name=_NAME)
    return bool(written) and written[0] == _fingerprint(parts)


def _fingerprint(parts: Mapping[str, bytes | Spooled]) -> str:
    """What tells these parts from any others; of the custom properties all but the fingerprint itself count."""
    digest = hashlib.sha256()
    for name in sorted(parts):
        part = _without_fingerprint(xml(parts[name])) if name == _CUSTOM else parts[name]
        if name == _CUSTOM and not part:
            continue
        digest.update(f"{name}\0{len(part)}\0".encode())
        for piece in _pieces(part):
            digest.update(piece)
    return digest.hexdigest()


def _without_fingerprint(custom: bytes) -> bytes:
    """The custom properties other than the fingerprint, alike however they are written; empty where there are none.

    :raises lxml.etree.XMLSyntaxError: they can't be read
    """
    root = etree.fromstring(custom)
    for old in root.xpath("*[@name=$name]", name=_NAME):
        root.remove(old)
    return b"".join(etree.tostring(prop, method="c14n") for prop in root)


def _dated(core: bytes, when: datetime) -> bytes:
    text = when.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + text, core)


def _with_fingerprint(parts: LongParts) -> LongParts:
    """Add the fingerprint as a custom property, beside any that the template brings."""
    if _CUSTOM in parts:
        try:
            root = etree.fromstring(xml(parts[_CUSTOM]))
        except etree.XMLSyntaxError as error:
            raise damaged(error, _CUSTOM) from None
    else:
        root = etree.Element(f"{{{_CP}}}Properties", nsmap={None: _CP, "vt": _VT})
        types, rels = _declared(xml(parts[_CONTENT_TYPES]), xml(parts[_ROOT_RELS]))
        parts = {**parts, _CONTENT_TYPES: types, _ROOT_RELS: rels}
    for old in root.xpath("*[@name=$name]", name=_NAME):
        root.remove(old)
    taken = [int(pid) for p in root if (pid := p.get("pid", "1")).isascii() and pid.isdigit()]
    prop = etree.SubElement(root, f"{{{_CP}}}property", fmtid=_FMTID, pid=str(max(taken, default=1) + 1), name=_NAME)
    value = etree.SubElement(prop, f"{{{_VT}}}lpwstr")
    value.text = _fingerprint({**parts, _CUSTOM: _xml(root)})
    return {**parts, _CUSTOM: _xml(root)}


@lru_cache(maxsize=32)
def _declared(content_types: bytes, root_rels: bytes) -> tuple[bytes, bytes]:
    """Name the custom properties part among the content types and relationships."""
    types, rels = etree.fromstring(content_types), etree.fromstring(root_rels)
    etree.SubElement(types, f"{{{_CT}}}Override", PartName=f"/{_CUSTOM}", ContentType=_CUSTOM_TYPE)
    etree.SubElement(rels, f"{{{_REL}}}Relationship", Id="rIdZcplan", Type=_CUSTOM_REL, Target=_CUSTOM)
    return _xml(types), _xml(rels)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
