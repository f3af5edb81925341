"""Parts of a Word template made ready for docxtpl: what it would take amiss is taken out of its way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docx.oxml.ns import qn
from lxml import etree

from zcplan.opc import Parts
from zcplan.render.language import visible

TAGGED = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes)\.xml")
"""The parts of a Word file that may hold tags."""
_LEFT, _RIGHT = "\ufdd0", "\ufdd1"
"""Characters that Unicode keeps free: braces of text that a tracked change took out stand for no tag."""
_CELL_TAG = re.compile(r"\{%\s*(?:colspan|vmerge)\b")
_DELETED = (qn("w:delText"), qn("w:delInstrText"))


def tidied(parts: Mapping[str, bytes]) -> Parts:
    """The parts with deleted text out of reach, tags without invisible characters, and properties in every cell.

    :raises etree.XMLSyntaxError: a part is no XML
    """
    return {name: _tidied(blob) if TAGGED.fullmatch(name) and b"{" in blob else blob for name, blob in parts.items()}


def unmasked(xml: str) -> str:
    """Rendered text with the braces that were kept from docxtpl."""
    return xml.replace(_LEFT, "{").replace(_RIGHT, "}") if _LEFT in xml or _RIGHT in xml else xml


def _tidied(blob: bytes) -> bytes:
    root = etree.fromstring(blob)
    changes = [_mask_deleted(root), _show_tags(root), _give_properties(root)]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if any(changes) else blob


def _mask_deleted(root: etree._Element) -> bool:
    found = [t for t in root.iter(*_DELETED) if t.text and ("{" in t.text or "}" in t.text)]
    for text in found:
        text.text = text.text.replace("{", _LEFT).replace("}", _RIGHT)
    return bool(found)


def _show_tags(root: etree._Element) -> bool:
    changed = False
    for paragraph in root.iter(qn("w:p")):
        texts = [t for t in paragraph.iter(qn("w:t")) if t.text]
        if any("{" in t.text for t in texts):
            for text in texts:
                shown = visible(text.text)
                changed |= shown != text.text
                text.text = shown
    return changed


def _give_properties(root: etree._Element) -> bool:
    """Give cells with a tag of their own the properties that docxtpl writes spans into."""
    changed = False
    for cell in root.iter(qn("w:tc")):
        properties = cell.find(qn("w:tcPr"))
        if (properties is None or not len(properties)) and _CELL_TAG.search(
            "".join(t.text or "" for t in cell.iter(qn("w:t")))
        ):
            if properties is None:
                properties = etree.Element(qn("w:tcPr"))
                cell.insert(0, properties)
            etree.SubElement(properties, qn("w:tcW"), {qn("w:w"): "0", qn("w:type"): "auto"})
            changed = True
    return changed
