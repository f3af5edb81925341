"""A data folder to begin with: every table, and in none of them a row that is not the place's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from zcplan import resources
from zcplan.dataset import csvfile
from zcplan.dataset.schema import DESCRIPTOR, read_schema
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import Area

WHOLE = "whole"
"""Id of the territory itself in a folder that was begun empty."""
LONGEST_NAME = 40
"""Characters of a place's name; the longest official ones of China's counties have less than half of it."""


def empty(place: str, short: str = "") -> Iterator[tuple[str, bytes]]:
    """The files of a sound folder that holds one row: the place itself.

    :param place: its name, such as 某某县
    :param short: how running text calls it; by default 全 and the last word of its name
    :raises UsageError: this can't be the name of a place
    """
    area = Area(WHOLE, _clean(place), "", short=_clean(short) if short else "")
    folder = resources.bundled("data")
    yield DESCRIPTOR, _descriptor(folder, area.name)
    for table in read_schema(folder):
        own = [{"id": area.id, "name": area.name, "short": area.called}] if table.name == "areas" else []
        yield table.path, csvfile.written(table, own)


def copy() -> Iterator[tuple[str, bytes]]:
    """The files of the data that come along, so that Excel opens them."""
    for path in sorted(resources.bundled("data").iterdir()):
        if path.suffix == ".csv":
            yield path.name, csvfile.BOM.encode() + path.read_bytes().removeprefix(csvfile.BOM.encode())
        elif path.name == DESCRIPTOR:
            yield path.name, path.read_bytes()


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name[0] in "=+-@'\"":
        raise UsageError(
            _("“{name}” can't be the name of a place").format(name=name[:80]), todo=_("Write it as printed.")
        )
    return name


def _descriptor(folder: Path, place: str) -> bytes:
    """The package's descriptor, telling of the place in the words that tell of the data that come along."""
    package = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8-sig"))
    package["title"] = f"{place}国民经济和社会发展计划数据集"
    package["description"] = f"{place}计划指标、目标、完成情况和任务，逐条注明文件、位置和原文。"
    package.pop("licenses", None)
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
