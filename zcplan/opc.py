"""Office files as archives of parts, opened within limits. What is wrong with one is told; who opens it words it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

Parts = dict[str, bytes]

MAX_PARTS = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
LARGE, LOCKED, BROKEN, ENTITIES, PACKED = "large", "locked", "broken", "entities", "packed"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways to pack a part that the format allows (ECMA-376-2): what else zipfile knows is only a way to break it."""
_DOCTYPE = re.compile(
    rb"<!DOCTYPE(?!\s+(?i:html)\b[^\[>]*>)|"
    + b"|".join(re.escape("<!DOCTYPE".encode(code)) for code in ("utf-16-le", "utf-16-be"))
)
"""A declaration that may hold entities: not that of a web page, as a Word file may import one."""


class UnusableError(ValueError):
    """An archive that can't or must not be opened: ``code`` tells why, ``detail`` which part or what zipfile says."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code, self.detail = code, detail


def parts(data: bytes, most: int = MAX_UNPACKED) -> Parts:
    """The parts of an Office file by name, with slashes as the format has them.

    :param most: bytes that all parts may unpack to
    :raises UnusableError: it is no archive or a damaged one, is locked, unpacks to too much, is packed in a way that
        Office does not know, or declares entities
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > most:
                raise UnusableError(LARGE)
            if any(i.flag_bits & 1 for i in infos):
                raise UnusableError(LOCKED)
            if any(i.compress_type not in _METHODS for i in infos):
                raise UnusableError(PACKED)
            found = {i.filename: archive.read(i) for i in infos if not i.is_dir()}
    except UnusableError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnusableError(BROKEN, str(error) or type(error).__name__) from None
    for name, blob in found.items():
        if _is_xml(name, blob) and _DOCTYPE.search(blob):
            raise UnusableError(ENTITIES, name)
    return found


def _is_xml(name: str, blob: bytes) -> bool:
    """Whether a part may be read as XML: by its name, or by how it begins, since a part's type needs no suffix."""
    return name.endswith((".xml", ".rels")) or blob.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")
