"""A data folder's tables in one piece, to tell later what has changed since."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from zcplan import files
from zcplan.dataset.load import read
from zcplan.dataset.read import content_of
from zcplan.dataset.schema import DESCRIPTOR, read_schema
from zcplan.errors import InputError
from zcplan.i18n import gettext as _
from zcplan.model import Dataset

MOST_BYTES = 64 * 1024 * 1024
"""Size of the tables above which none is kept: building from so much takes minutes, telling of it as long again."""
_NOWHERE = Path("?")


def taken(folder: Path) -> bytes:
    """The tables of a data folder, packed; empty where they are too large to be kept."""
    names = [DESCRIPTOR, *(table.path for table in read_schema(folder))]
    contents = {name: data for name in names if (data := content_of(folder / name)) is not None}
    if sum(map(len, contents.values())) > MOST_BYTES:
        return b""
    texts = {name: data.decode("utf-8-sig", "surrogateescape") for name, data in contents.items()}
    return zlib.compress(json.dumps(texts).encode(), 1)


def opened(packed: bytes) -> Dataset:
    """The dataset that was packed.

    :raises InputError: this was never packed here, or is damaged
    :raises DatasetError: the tables are not sound for this version any more
    """
    try:
        unpacked = zlib.decompressobj().decompress(packed, 2 * MOST_BYTES)
        texts = json.loads(unpacked)
        given = {name: text.encode("utf-8", "surrogateescape") for name, text in texts.items()}
    except (zlib.error, ValueError, AttributeError, TypeError) as error:
        raise InputError(
            _("what was kept of the data can't be read ({reason})").format(reason=files.reason(error))
        ) from None
    return read(_NOWHERE, given)
