"""Charts of a made workbook: their ranges moved with the rows, and the values that they show stored with them.

A reader that does not calculate (a preview, a phone) draws a chart from what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from lxml import etree

from zcplan.render.related import xml

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CACHES = {"numRef": "numCache", "strRef": "strCache", "multiLvlStrRef": "multiLvlStrCache"}
Values = Sequence[object]


def filled(part: bytes, moved: Callable[[str], str], held: Callable[[str], Values | None]) -> tuple[bytes, str]:
    """A chart with its ranges moved and their values stored, and its title.

    :param moved: a reference where it went; empty where nothing was made of its rows
    :param held: what the cells of a reference hold; ``None`` where they are too many to be kept
    """
    root = etree.fromstring(part)
    for kind, cache in _CACHES.items():
        for reference in root.iter(f"{_C}{kind}"):
            place = reference.find(f"{_C}f")
            if place is None:
                continue
            place.text = moved(place.text or "") or place.text
            old = reference.find(f"{_C}{cache}")
            code = reference.findtext(f"{_C}{cache}/{_C}formatCode") or "General"
            if old is not None:
                reference.remove(old)
            cells = held(place.text or "")
            if cells is not None and kind != "multiLvlStrRef":
                place.addnext(_stored(cache, cells, code))
    return xml(root), _title(root)


def _stored(cache: str, cells: Values, code: str) -> etree._Element:
    stored = etree.Element(f"{_C}{cache}")
    is_number = cache == "numCache"
    if is_number:
        etree.SubElement(stored, f"{_C}formatCode").text = code
    etree.SubElement(stored, f"{_C}ptCount", val=str(len(cells)))
    for at, value in enumerate(cells):
        if value is None or (is_number and not _is_number(value)):
            continue
        point = etree.SubElement(stored, f"{_C}pt", idx=str(at))
        etree.SubElement(point, f"{_C}v").text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return stored


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _title(root: etree._Element) -> str:
    title = root.find(f"{_C}chart/{_C}title/{_C}tx")
    if title is None:
        return ""
    return "".join(e.text or "" for e in title.iter(f"{_A}t", f"{_C}v"))
