"""The structure of a made Word document: repeated ids made unique, what a loop left empty closed, faults told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from zcplan.i18n import gettext as _

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_VML, _OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_W = qn("w:p")[: -len("p")]
FIRST_DRAWING = 1001
"""Where docxtpl begins to number drawings."""
_ID, _NAME, _VAL = qn("w:id"), qn("w:name"), qn("w:val")
_BLOCKS = (qn("w:p"), qn("w:tbl"), qn("w:sdt"), qn("w:customXml"))
_HOLDERS = (qn("w:hdr"), qn("w:ftr"), qn("w:txbxContent"), qn("w:footnote"), qn("w:body"))
_NUMBERED, _PARAGRAPH_ID = (qn("w:p"), qn("w:tr")), f"{_W14}paraId"
"""What Word gives a number of its own, and where that stands."""
_COMMENT = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))


def repeats_ids(tree: etree._Element) -> bool:
    """Whether a part holds something that may not come twice in a document."""
    marks = (qn("wp:docPr"), qn("w:bookmarkStart"), qn("w:bookmarkEnd"), f"{_VML}*", *_COMMENT)
    if next(tree.iter(*marks), None) is not None or tree.find(f".//{qn('w:sdtPr')}/{_ID}") is not None:
        return True
    return any(_PARAGRAPH_ID in p.attrib for p in tree.iter(*_NUMBERED))


def make_sound(tree: etree._Element) -> None:
    """Make ids unique, and close what a loop without items left empty."""
    for number, properties in enumerate(tree.iter(qn("wp:docPr")), start=FIRST_DRAWING):
        properties.set("id", str(number))
    _bookmarks_once(tree)
    _comments_once(tree)
    _attributes_once(tree)
    for known in _later(tree.iterfind(f".//{qn('w:sdtPr')}/{_ID}"), lambda e: e.get(_VAL)):
        known.getparent().remove(known)
    fill_empty(tree)


def fill_empty(tree: etree._Element) -> None:
    """Take tables and rows without content out; a cell, header or text box ends in a paragraph."""
    for row in [r for r in tree.iter(qn("w:tr")) if next(r.iter(qn("w:tc")), None) is None]:
        _remove(row)
    for table in [t for t in tree.iter(qn("w:tbl")) if next(t.iter(qn("w:tr")), None) is None]:
        _remove(table)
    for cell in tree.iter(qn("w:tc")):
        blocks = [child for child in cell if child.tag in _BLOCKS]
        if not blocks or blocks[-1].tag != qn("w:p"):
            etree.SubElement(cell, qn("w:p"))
    for holder in tree.iter(*_HOLDERS):
        if not any(child.tag in _BLOCKS for child in holder):
            holder.insert(0, etree.Element(qn("w:p")))


def _remove(element: etree._Element) -> None:
    element.getparent().remove(element)


def _later(elements: Iterator[etree._Element], key: Any) -> list[etree._Element]:
    """The elements whose key an earlier one has."""
    seen, again = set(), []
    for element in elements:
        if key(element) in seen:
            again.append(element)
        seen.add(key(element))
    return again


def _bookmarks_once(tree: etree._Element) -> None:
    """Number the bookmarks; of those with one name the first stays, since references go there."""
    names: set[str | None] = set()
    running: dict[str | None, list[str | None]] = {}
    for number, mark in enumerate(list(tree.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")))):
        if mark.tag == qn("w:bookmarkStart"):
            new = None if mark.get(_NAME) in names else str(number)
            names.add(mark.get(_NAME))
            running.setdefault(mark.get(_ID), []).append(new)
        else:
            new = running[mark.get(_ID)].pop() if running.get(mark.get(_ID)) else None
        if new is None:
            _remove(mark)
        else:
            mark.set(_ID, new)


def _comments_once(tree: etree._Element) -> None:
    for tag in _COMMENT:
        for mark in _later(tree.iter(tag), lambda e: e.get(_ID)):
            _remove(mark)


def _attributes_once(tree: etree._Element) -> None:
    shapes: dict[str, int] = {}
    for element in tree.iter(f"{_VML}*", f"{_OFFICE}*"):
        for key in ("id", f"{_OFFICE}spid"):
            own = element.get(key)
            if own:
                shapes[f"{key} {own}"] = again = shapes.get(f"{key} {own}", 0) + 1
                if again > 1:
                    element.set(key, f"{own}_{again}")
    numbered = (e for e in tree.iter(*_NUMBERED) if e.get(_PARAGRAPH_ID))
    for element in _later(numbered, lambda e: e.get(_PARAGRAPH_ID)):
        element.attrib.pop(_PARAGRAPH_ID)
        element.attrib.pop(f"{_W14}textId", None)


# --- what is still wrong ----------------------------------------------------------------------------

_RUNS = "p hyperlink ins del moveFrom moveTo smartTag sdtContent customXml fldSimple rt rubyBase dir bdo".split()
_FLOW = "body tc hdr ftr footnote endnote comment txbxContent sdtContent customXml docPartBody ins del".split()
_PARENTS = {
    "p": _FLOW,
    "tbl": _FLOW,
    "tr": ["tbl", "sdtContent", "customXml", "ins", "del"],
    "tc": ["tr", "sdtContent", "customXml", "ins", "del"],
    "r": _RUNS,
    "t": ["r"],
}
"""What an element of Word may stand in."""
_TEXT = ("t", "delText", "instrText", "delInstrText")
MOST_COLUMNS = 63
"""Columns of a table in Word."""


def faults(tree: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """What Word would not read in a part: the element, and what is wrong with it."""
    for element in tree.iter(f"{_W}*"):
        name, parent = etree.QName(element).localname, element.getparent()
        allowed = _PARENTS.get(name)
        if allowed and parent is not None and parent.tag.startswith(_W) and parent.tag[len(_W) :] not in allowed:
            yield element, _("a piece of the document stands where it can't")
        if name not in _TEXT and any(text and text.strip() for text in (element.text, *(c.tail for c in element))):
            yield element, _("text stands outside a paragraph")
        if name == "vMerge" and element.get(_VAL, "continue") not in ("restart", "continue"):
            yield element, _("the value of “vmerge” is neither restart nor continue")
