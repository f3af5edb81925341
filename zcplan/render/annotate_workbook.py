"""Remarks as comments on the cells of a copy of a workbook; everything else in it stays byte for byte as it is.

The parts are changed directly: a round trip through a library would lose what it does not know (text boxes, slicers,
threaded remarks of others). Excel and WPS draw a comment from two parts, its text and a legacy drawing (ECMA-376
part 1, 18.7, and part 4, 19), and both want them; comments that are there already are kept.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from zcplan.cells import column_number
from zcplan.errors import UsageError, ZcplanError
from zcplan.i18n import gettext as _
from zcplan.reading.archive import Package, open_office
from zcplan.render import package

AUTHOR = "zcplan"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_DRAWING = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
)
"""Elements of a sheet that stand behind ``legacyDrawing`` (CT_Worksheet)."""
_MAX_TEXT = 4000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{n}"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>'
    "</v:shapetype></xml>"
)
_SHAPE = (
    '<v:shape id="{id}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 9</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


@dataclass(frozen=True)
class CellRemark:
    """Something to say about a cell: its sheet's name, its address there (B7), the words."""

    sheet: str
    cell: str
    text: str


def annotated_workbook(path: Path, remarks: Iterable[CellRemark], when: datetime) -> bytes:
    """A copy of a workbook with the remarks as comments.

    :param when: the time to write into the file
    :raises UsageError: it is no workbook, or has no such sheet
    """
    source = open_office(path)
    if source.is_strict:
        what = _("comments can't be written into a “Strict Open XML” workbook")
        raise UsageError(what, str(path), _("Save it in Excel as “Excel workbook (*.xlsx)” and proof that file."))
    book = Package(dict(source.parts), path)
    by_sheet: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for remark in remarks:
        by_sheet[remark.sheet][remark.cell].append(remark.text)
    try:
        sheets = _sheets(book)
        for name, cells in by_sheet.items():
            if name not in sheets:
                raise UsageError(_("there is no sheet “{name}”").format(name=name), str(path))
            _comment(book, sheets[name], cells)
        return package.seal(book.parts, when)
    except (ZcplanError, OSError):
        raise
    except Exception as error:  # what is read may still be too damaged to be written anew
        what = _("comments can't be written into this workbook: it is damaged")
        raise UsageError(what, str(path), _("Open it in Excel or WPS and save it anew as .xlsx.")) from error


def _sheets(book: Package) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    targets = {r.id: r.target for r in book.relations(book.main)}
    if not book.main.endswith(".xml") or "word/" in book.main:
        raise UsageError(_("this is no Excel workbook"), str(book.path), _("Save it anew as .xlsx."))
    found = {}
    for sheet in book.root(book.main).iter("{*}sheet"):
        reference = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        if targets.get(reference) in book.parts:
            found[sheet.get("name", "")] = targets[reference]
    return found


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _comment(book: Package, sheet: str, cells: Mapping[str, list[str]]) -> None:
    """Write a sheet's comments, into the parts that it has or into new ones."""
    parts, relations = book.parts, book.relations(sheet)
    root = book.root(sheet)
    legacy = root.find("{*}legacyDrawing")
    comments = next((r.target for r in relations if r.kind == "comments"), "")
    named = "" if legacy is None else legacy.get(f"{{{_R}}}id", "")
    drawing = next((r.target for r in relations if r.id == named and r.target in parts), "")
    if comments not in parts:
        comments = _free(parts, "xl/comments{n}.xml")
        _relate(book, sheet, "comments", comments)
        _declare(book, comments)
    if not drawing:
        drawing = _free(parts, "xl/drawings/vmlDrawing{n}.vml")
        parts[drawing] = _VML.format(n=_number(drawing)).encode()
        reference = _relate(book, sheet, "vmlDrawing", drawing)
        parts[sheet] = _with_drawing(root, reference)
    fresh = _write_texts(book, comments, cells)
    _draw(parts, drawing, fresh)


def _free(parts: Mapping[str, bytes], pattern: str) -> str:
    return next(name for n in range(1, len(parts) + 2) if (name := pattern.format(n=n)) not in parts)


def _number(name: str) -> str:
    return re.sub(r"\D", "", posixpath.basename(name)) or "1"


def _relate(book: Package, sheet: str, kind: str, target: str) -> str:
    """Relate a part to a sheet; the relationship's id."""
    name = _rels_of(sheet)
    empty = etree.Element(f"{{{_RELS}}}Relationships", nsmap={None: _RELS})
    root = book.root(name) if name in book.parts else empty
    taken = {one.get("Id") for one in root}
    own = next(i for n in range(1, len(taken) + 2) if (i := f"rIdZcplan{n}") not in taken)
    relative = posixpath.relpath(target, posixpath.dirname(sheet))
    etree.SubElement(root, f"{{{_RELS}}}Relationship", Id=own, Type=f"{_R}/{kind}", Target=relative)
    book.parts[name] = _xml(root)
    return own


def _declare(book: Package, comments: str) -> None:
    """Name the new parts among the content types."""
    types = book.root("[Content_Types].xml")
    if not any(t.get("Extension", "").lower() == "vml" for t in types):
        default = etree.Element(f"{{{_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE)
        types.insert(0, default)
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{comments}", ContentType=_COMMENTS_TYPE)
    book.parts["[Content_Types].xml"] = _xml(types)


def _with_drawing(root: Any, reference: str) -> bytes:
    """The sheet with its legacy drawing, in the place that the schema gives it."""
    space = etree.QName(root).namespace
    element = etree.Element(f"{{{space}}}legacyDrawing", nsmap={"r": _R})
    element.set(f"{{{_R}}}id", reference)
    behind = next((child for child in root if etree.QName(child).localname in _AFTER_DRAWING), None)
    if behind is None:
        root.append(element)
    else:
        behind.addprevious(element)
    return _xml(root)


def _write_texts(book: Package, comments: str, cells: Mapping[str, list[str]]) -> list[str]:
    """Add the texts; a cell that has a comment gets ours below it. The cells that had none."""
    if comments in book.parts:
        root = book.root(comments)
    else:
        root = etree.Element(f"{{{_MAIN}}}comments", nsmap={None: _MAIN})
        etree.SubElement(root, f"{{{_MAIN}}}authors")
        etree.SubElement(root, f"{{{_MAIN}}}commentList")
    authors, listed = root.find("{*}authors"), root.find("{*}commentList")
    space = etree.QName(root).namespace
    etree.SubElement(authors, f"{{{space}}}author").text = AUTHOR
    own = str(len(authors) - 1)
    there = {c.get("ref"): c for c in listed}
    fresh = []
    for cell, texts in cells.items():
        words = "\n".join(dict.fromkeys(texts))[:_MAX_TEXT]
        if cell in there:
            text = there[cell].find("{*}text")
            words = f"\n{words}"
        else:
            fresh.append(cell)
            text = etree.SubElement(
                etree.SubElement(listed, f"{{{space}}}comment", ref=cell, authorId=own), f"{{{space}}}text"
            )
        run = etree.SubElement(etree.SubElement(text, f"{{{space}}}r"), f"{{{space}}}t")
        run.text = words
        run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    book.parts[comments] = _xml(root)
    return fresh


def _draw(parts: dict[str, bytes], drawing: str, cells: Iterable[str]) -> None:
    """Add a box for each new comment to a legacy drawing, which is no well-kept XML in every file: before its end."""
    before, end, behind = parts[drawing].rpartition(b"</xml>")
    taken = [int(n) for n in re.findall(rb'id="_x0000_s(\d+)"', before)]
    number = max(taken, default=int(_number(drawing)) * 1024)
    shapes = []
    for cell in cells:
        match = _REFERENCE.fullmatch(cell)
        if match is None:
            continue
        number += 1
        column, row = column_number(match[1]) - 1, int(match[2]) - 1
        shapes.append(
            _SHAPE.format(
                id=escape(f"_x0000_s{number}"),
                left=column + 1,
                top=max(row - 1, 0),
                right=column + 4,
                bottom=max(row - 1, 0) + 6,
                row=row,
                column=column,
            )
        )
    parts[drawing] = before + "".join(shapes).encode() + end + behind


def _xml(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
