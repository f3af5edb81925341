"""Native charts: fill the chart that stands in a template, and the workbook embedded in it, with data.

The template's chart gives type, colours, typefaces and size; only its data is replaced. Caches and the
embedded workbook are written from the same values, so Word, WPS and LibreOffice agree on them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import jinja2
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from zcplan import opc
from zcplan.cells import Area, reference
from zcplan.render import package, related, sheet
from zcplan.reports.parts.layout import Chart, ChartSeries

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NS = {"c": _C, "a": _A}
_SHEET = "Sheet1"
_MARK = re.compile(r"\s*chart:\s*([\w.]+)")


@dataclass(frozen=True)
class Place:
    """A chart part of a Word template: its name in the package, its XML, the workbooks behind it."""

    name: str
    xml: bytes
    workbooks: Mapping[str, bytes]


def places(document: Any) -> Mapping[str, Place]:
    """The chart parts that a document part of python-docx refers to, by the id of the relationship."""
    return {
        id_: Place(
            name=str(r.target_part.partname).lstrip("/"),
            xml=r.target_part.blob,
            workbooks={
                str(b.target_part.partname).lstrip("/"): b.target_part.blob
                for b in r.target_part.rels.values()
                if b.reltype == RT.PACKAGE and not b.is_external
            },
        )
        for id_, r in document.rels.items()
        if r.reltype == RT.CHART and not r.is_external
    }


def fill_all(tree: etree._Element, found: Mapping[str, Place], data: Mapping[str, Chart]) -> package.Parts:
    """Fill each chart whose alternative text is ``chart: NAME``; that text becomes the chart's title.

    :param tree: the document with its drawings
    :return: the parts filled, by name
    :raises jinja2.UndefinedError: a chart is named that ``data`` does not hold
    """
    filled = {}
    for drawing in tree.iter(qn("wp:inline"), qn("wp:anchor")):
        properties, reference = drawing.find(qn("wp:docPr")), drawing.find(".//" + qn("c:chart"))
        mark = _MARK.match(properties.get("descr", "")) if properties is not None else None
        if reference is None or not mark:
            continue
        if mark[1] not in data:
            raise jinja2.UndefinedError(f"chart: {mark[1]}")
        chart, place = data[mark[1]], found[reference.get(qn("r:id"))]
        filled[place.name] = fill(place.xml, chart)
        filled |= {name: _sealed(book(chart, blob)) for name, blob in place.workbooks.items()}
        properties.set("descr", chart.title)
    return filled


def _sealed(parts: package.Parts) -> bytes:
    return package.seal(parts, datetime(2000, 1, 1, tzinfo=timezone.utc))


def fill(xml: bytes, chart: Chart) -> bytes:
    """The chart part with its series, categories and title replaced.

    :param xml: the template's chart part; it needs a series for each one of ``chart``, or its last is repeated
    :raises ValueError: the part holds no series
    """
    root = etree.fromstring(xml)
    found = root.xpath("//c:ser", namespaces=_NS)
    if not found:
        raise ValueError("no series")
    for extra in found[len(chart.series) :]:
        extra.getparent().remove(extra)
    for at, series in enumerate(chart.series):
        if at < len(found):
            element = found[at]
        else:
            element = copy.deepcopy(found[-1])
            last = root.xpath("//c:ser", namespaces=_NS)[-1]
            last.addnext(element)
        _fill_series(element, at, series, chart.categories)
    _retitle(root, chart.title)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def book(chart: Chart, template: bytes) -> package.Parts:
    """The parts of the workbook behind the chart: categories in column A, a series in each further column.

    :param template: the workbook that stands behind the template's chart; its first sheet takes the values
    :raises opc.UnusableError: it is no workbook
    """
    parts = opc.parts(template)
    root = etree.fromstring(parts[sheet.BOOK])
    _title, name = next(sheet.sheets(parts))
    parts = related.without(parts, [n for kind in ("table", "calcChain") for n in related.of_kind(parts, name, kind)])
    next(root.iter(f"{sheet.MAIN}sheet")).set("name", _SHEET)
    rows: list[list[Decimal | str | None]] = [["", *(s.name for s in chart.series)]]
    rows += [[category, *(s.values[at] for s in chart.series)] for at, category in enumerate(chart.categories)]
    return {**parts, sheet.BOOK: related.xml(root), name: _with_rows(parts[name], rows)}


def _with_rows(part: bytes, rows: Sequence[Sequence[Decimal | str | None]]) -> bytes:
    """A sheet's part with these rows for its own."""
    root = etree.fromstring(part)
    for gone in ("tableParts", "mergeCells", "autoFilter"):
        for element in root.findall(f"{sheet.MAIN}{gone}"):
            root.remove(element)
    data = root.find(f"{sheet.MAIN}sheetData")
    if data is None:
        raise ValueError("no cells")
    made = "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{reference(number, at)}"{sheet.content(None, cell)}' for at, cell in enumerate(row, start=1))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    new = etree.fromstring(f'<sheetData xmlns="{sheet.NAMESPACE}">{made}</sheetData>')
    root.replace(data, new)
    size = root.find(f"{sheet.MAIN}dimension")
    if size is not None:
        size.set("ref", Area(1, 1, max(map(len, rows)), len(rows)).text)
    return related.xml(root)


def _fill_series(element: etree._Element, at: int, series: ChartSeries, categories: tuple[str, ...]) -> None:
    column = chr(ord("B") + at)
    end = len(categories) + 1
    for tag in ("idx", "order"):
        node = element.find(f"c:{tag}", _NS)
        if node is not None:
            node.set("val", str(at))
    _reference(_child(element, "tx"), "strRef", "strCache", f"{_SHEET}!${column}$1", [series.name])
    _reference(_child(element, "cat"), "strRef", "strCache", f"{_SHEET}!$A$2:$A${end}", list(categories))
    values = [None if v is None else f"{v:f}" for v in series.values]
    _reference(_child(element, "val"), "numRef", "numCache", f"{_SHEET}!${column}$2:${column}${end}", values)


def _child(element: etree._Element, tag: str) -> etree._Element:
    node = element.find(f"c:{tag}", _NS)
    if node is None:
        raise ValueError(tag)
    return node


def _reference(node: etree._Element, ref: str, cache: str, formula: str, values: list[str | None]) -> None:
    old_format = node.findtext(".//c:formatCode", namespaces=_NS)
    for child in list(node):
        node.remove(child)
    reference = etree.SubElement(node, f"{{{_C}}}{ref}")
    etree.SubElement(reference, f"{{{_C}}}f").text = formula
    stored = etree.SubElement(reference, f"{{{_C}}}{cache}")
    if cache == "numCache":
        etree.SubElement(stored, f"{{{_C}}}formatCode").text = old_format or "General"
    etree.SubElement(stored, f"{{{_C}}}ptCount", val=str(len(values)))
    for at, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(stored, f"{{{_C}}}pt", idx=str(at))
            etree.SubElement(point, f"{{{_C}}}v").text = value


def _retitle(root: etree._Element, title: str) -> None:
    runs = root.xpath("/c:chartSpace/c:chart/c:title//a:t", namespaces=_NS)
    for run in runs:
        run.text = ""
    if runs:
        runs[0].text = title
