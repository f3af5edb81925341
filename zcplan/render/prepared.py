"""A Word template made ready once: what docxtpl would do anew for each document is kept and used again.

docxtpl's own patching of tags runs once for each part, each part becomes one compiled Jinja template, and parts
without tags are copied as they are. What docxtpl does after Jinja is done here only where it changes anything;
the parts come out as docxtpl and python-docx write them, byte for byte.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

import jinja2
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from lxml import etree

from zcplan.render import charts, package, structure, tidy
from zcplan.render.environment import environment, line_of

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""The core properties that docxtpl fills."""
_LONGEST_PROPERTY = 255
"""Characters that python-docx and Word take in a core property."""
_EACH_TAG = re.compile(r"(?:\{\{|\{%)[-+]?")
_TAGS = re.compile(r"<[^>]+>|<[^>]*$")
_NEAR = 60
"""Characters of the text that a wrong tag stands in."""
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_BREAKS = "\t\n\a\f"
_HOLDERS = ("</w:tc>", "</w:txbxContent>")
"""Ends of a cell or text box, which a paragraph must stand before; a loop without items may have left none."""
_ESCAPED_TAGS = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


class Prepared:
    """A template of docxtpl's, opened, patched and compiled."""

    def __init__(self, template: DocxTemplate, where: str) -> None:
        xml, plain = environment(autoescape=True), environment(autoescape=False)
        part = template.docx.part
        self._docxtpl = template
        self._core = template.docx.core_properties._element
        self._core_name = _name(part.package._core_properties_part)
        self._properties = {}
        for name in _PROPERTIES:
            text = getattr(template.docx.core_properties, name)
            if _has_tags(text):
                self._properties[name] = _Source(text, plain)
            else:
                setattr(template.docx.core_properties, name, text)  # docxtpl writes empty ones too
        self._charts = charts.places(part)
        self._main = _name(part)
        self._parts: dict[str, _Part] = {}
        body = _patched_document(template)
        self._body = _Source(body, xml)
        self._text_only = gives_text_only(body, template.fix_tables)
        self._whole_tables = self._text_only or not tables_vary(body, template.fix_tables)
        self._base = _saved(template, where)
        for name, source, encode in _other_parts(template):
            part = _Part(_Source(source, xml), encode)
            if _has_tags(source):
                self._parts[name] = part
            else:
                self._base[name] = part.encode(self._finished(source))

    def render(self, context: Mapping[str, Any]) -> package.Parts:
        """The parts of a document.

        :raises Exception: a tag is wrong, or the result is no XML: whatever Jinja, its tags or the parser raise
        """
        parts = dict(self._base)
        xml = self._finished(self._body.render(context))
        if self._text_only and all(xml.count(end) == xml.count(f"</w:p>{end}") for end in _HOLDERS):
            parts[self._main] = _canonical(xml)
        else:
            parts[self._main], filled = self._through_tree(xml, context)
            parts.update(filled)
        for name, part in self._parts.items():
            parts[name] = part.encode(self._finished(part.template.render(context)))
        if not self._properties:
            return parts
        core = copy.deepcopy(self._core)
        properties = CoreProperties(core)
        for name, template in self._properties.items():
            setattr(properties, name, template.render(context)[:_LONGEST_PROPERTY])
        parts[self._core_name] = serialize_part_xml(core)
        return parts

    def _finished(self, xml: str) -> str:
        """What docxtpl does to text after Jinja: tags that were written escaped, line and page breaks."""
        if "{" in xml or "}" in xml:
            for escaped, tag in _ESCAPED_TAGS:
                xml = xml.replace(escaped, tag)
        if _has_breaks(xml):
            xml = _PARAGRAPH.sub(self._with_breaks, xml)
        return tidy.unmasked(xml)

    def _with_breaks(self, paragraph: re.Match[str]) -> str:
        text = paragraph[0]
        return self._docxtpl.resolve_listing(text) if _has_breaks(text) else text

    def _through_tree(self, xml: str, context: Mapping[str, Any]) -> tuple[bytes, package.Parts]:
        """The document where structure depends on data: tables, drawings, charts."""
        tree = etree.fromstring(xml) if self._whole_tables else self._docxtpl.fix_tables(xml)
        structure.make_sound(tree)
        filled = charts.fill_all(tree, self._charts, context.get("charts", {}))
        return serialize_part_xml(tree), filled


@dataclass(frozen=True)
class _Part:
    """A header, a footer or the footnotes that has tags, and how it is written."""

    template: _Source
    encode: Callable[[str], bytes]


class TagError(Exception):
    """A tag can't be read or worked out: why, and the text near it."""

    def __init__(self, cause: Exception, near: str) -> None:
        super().__init__(str(cause))
        self.cause, self.near = cause, near


class _Source:
    """XML with tags as one compiled Jinja template, which knows the text that each tag stands in."""

    def __init__(self, xml: str, environment: jinja2.Environment) -> None:
        self._lines = _EACH_TAG.sub(r"\g<0>\n", xml)  # a line a tag: a line's number tells which tag it was
        try:
            self._template = environment.from_string(self._lines)
        except Exception as error:
            raise self._error(error) from None

    def render(self, context: Mapping[str, Any]) -> str:
        """Fill it.

        :raises TagError: a tag can't be worked out
        """
        try:
            return self._template.render(context)
        except Exception as error:  # a tag may hold any expression, and fail in any way
            raise self._error(error) from None

    def _error(self, error: Exception) -> TagError:
        at = 0
        for _line in range(line_of(error) - 1):
            at = self._lines.find("\n", at) + 1
        start = max(self._lines.rfind("<w:p>", 0, at), self._lines.rfind("<w:p ", 0, at), 0)
        text = _TAGS.sub("", self._lines[start : self._lines.find("</w:p>", at)])
        return TagError(error, " ".join(text.split())[:_NEAR])


def _name(part: Any) -> str:
    return str(part.partname).lstrip("/")


def _has_breaks(text: str) -> bool:
    return any(c in text for c in _BREAKS)


def _has_tags(text: str) -> bool:
    return any(mark in text for mark in ("{{", "{%", "{#", "}}", "%}"))


def _patched_document(template: DocxTemplate) -> str:
    """The whole document part with the body's tags patched by docxtpl."""
    whole, body = template.xml_to_string(template.docx._element), template.patch_xml(template.get_xml())
    start, end = re.search(r"<w:body\b[^>]*>", whole), whole.rindex("</w:body>")
    opening = re.match(r"<w:body\b[^>]*>", body)
    assert start is not None and opening is not None
    return whole[: start.end()] + body[opening.end() : body.rindex("</w:body>")] + whole[end:]


def _other_parts(template: DocxTemplate) -> list[tuple[str, str, Callable[[str], bytes]]]:
    """Name, patched source and way of writing of the other parts that docxtpl fills."""
    part = template.docx.part
    found = [
        (_name(r.target_part), template.patch_xml(template.get_part_xml(r.target_part)), _as_tree)
        for r in part.rels.values()
        if r.reltype in (RT.HEADER, RT.FOOTER) and r.target_part.blob
    ]
    notes = [p for p in part.package.parts if p.content_type == _FOOTNOTES]
    return found + [(_name(p), template.patch_xml(p.blob.decode("utf-8")), str.encode) for p in notes]


def _as_tree(xml: str) -> bytes:
    tree = parse_xml(xml.encode("utf-8"))
    structure.fill_empty(tree)
    return serialize_part_xml(tree)


def _saved(template: DocxTemplate, where: str) -> package.Parts:
    """The template's parts as python-docx writes them."""
    out = io.BytesIO()
    template.docx.save(out)
    return package.unpack(out.getvalue(), where)


def _canonical(xml: str) -> bytes:
    """Text-only XML as lxml would write it after reading it, without the tree between.

    :raises expat.ExpatError: it is not well-formed
    """
    xml = xml.replace("&#34;", '"').replace("&#39;", "'").replace("></w:t>", "/>")
    if "\r" in xml:
        xml = xml.replace("\r\n", "\n").replace("\r", "\n")
    data = (_DECLARATION + xml).encode("utf-8")
    expat.ParserCreate().Parse(data, True)
    return data


# --- what a template's tags can do to the structure ------------------------------------------------

_TAG = re.compile(r"\{#.*?#\}|\{%-?\s*(\w+)([^%]*?)-?%\}|\{\{(.*?)\}\}", re.DOTALL)
_VALUE, _OPEN, _MIDDLE, _CLOSE, _OTHER = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_MARKS = re.compile(f"[{_VALUE}-{_OTHER}]")
_KEYWORDS = {"for": _OPEN, "if": _OPEN, "elif": _MIDDLE, "else": _MIDDLE, "endfor": _CLOSE, "endif": _CLOSE}
FixTables = Callable[[str], etree._Element]


def gives_text_only(source: str, fix_tables: FixTables) -> bool:
    """Whether tags only ever fill ``w:t`` with text and repeat or leave out whole elements.

    Then the result differs from what lxml writes only in how quotation marks and empty text are spelt.
    """
    tree = _skeleton(source)
    if tree is None or structure.repeats_ids(tree) or tables_vary(source, fix_tables):
        return False
    return all(_is_sound(element) for element in tree.iter(etree.Element))


def _is_sound(element: etree._Element) -> bool:
    """No tag in an attribute, values in ``w:t`` alone, loops closed where they open."""
    if any(_MARKS.search(value) for value in element.attrib.values()):
        return False
    own = _own_text(element)
    if element.tag == qn("w:t"):
        return len(element) == 0 and _is_balanced(own)
    starts_with_tag = bool(element.text and _MARKS.search(element.text))
    return _VALUE not in own and not starts_with_tag and _is_balanced(own)


def _own_text(element: etree._Element) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _is_balanced(text: str) -> bool:
    depth = 0
    for mark in _MARKS.findall(text):
        depth += {_OPEN: 1, _CLOSE: -1}.get(mark, 0)
        if depth < 0 or mark == _OTHER or (mark == _MIDDLE and not depth):
            return False
    return depth == 0


def tables_vary(source: str, fix_tables: FixTables) -> bool:
    """Whether columns, spans or merges of a table depend on data, or are not yet as ``fix_tables`` leaves them."""
    tree = _skeleton(source)
    if tree is None:
        return True
    if any(_rows_vary(table) for table in tree.iter(qn("w:tbl"))):
        return True
    text = etree.tostring(tree, encoding="unicode")
    return etree.tostring(fix_tables(text), encoding="unicode") != text


def _rows_vary(table: etree._Element) -> bool:
    """Whether a row may have other cells than the grid has columns, or the first row may be missing."""
    grid, rows = table.find(qn("w:tblGrid")), table.findall(qn("w:tr"))
    if grid is None or not rows or {c.tag for c in table} - {qn("w:tblPr"), qn("w:tblGrid"), qn("w:tr")}:
        return True
    before = (table.text or "") + "".join(e.tail or "" for e in rows[0].itersiblings(preceding=True))
    if _MARKS.search(before) or not _is_balanced(_own_text(table)):
        return True
    return any(_cells_vary(row, len(grid)) for row in rows)


def _cells_vary(row: etree._Element, columns: int) -> bool:
    if _MARKS.search(_own_text(row)) or {c.tag for c in row} - {qn("w:trPr"), qn("w:tblPrEx"), qn("w:tc")}:
        return True
    cells = row.findall(qn("w:tc"))
    if not all(_is_balanced(_own_text(e)) for cell in cells for e in cell.iter(etree.Element)):
        return True
    spans = [span for cell in cells for span in cell.iterfind(f"{qn('w:tcPr')}/*")]
    if any(_MARKS.search(value) for e in spans for value in e.attrib.values()):
        return True
    return len(cells) + sum(int(e.get(qn("w:val"))) - 1 for e in spans if e.tag == qn("w:gridSpan")) != columns


def _skeleton(source: str) -> etree._Element | None:
    """The source as a tree with a mark for each tag, or ``None`` where tags may give more than text."""
    if _MARKS.search(source) or re.search(r"\|\s*safe\b|autoescape", source):
        return None
    try:
        return etree.fromstring(_TAG.sub(_mark, source))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mark(tag: re.Match[str]) -> str:
    if tag[3] is not None:
        return _VALUE
    return _KEYWORDS.get(tag[1], _OTHER) if tag[1] else ""
