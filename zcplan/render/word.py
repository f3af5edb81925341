"""Word: a template with Jinja tags and native charts, and a context, to a document.

docxtpl does the tags. What is added here: a sandbox, a tag for vertical merges (``{% vmerge cell.merge %}``),
table properties in the order that the format's schema asks for, and charts filled with data.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _
from zcplan.render import charts, guard, package
from zcplan.render.environment import environment
from zcplan.reports.parts.layout import Chart

_CELL_ORDER = [
    qn(f"w:{tag}")
    for tag in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign")
]
_CHART_MARK = re.compile(r"\s*chart:\s*([\w.]+)")


class WordTemplate:
    """A template, read once and rendered as often as wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._data = path.read_bytes()
        except OSError as error:
            raise TemplateError(
                _("the template can't be read ({reason})").format(reason=error.strerror),
                str(path),
                _("See “zcplan templates list”."),
            ) from None
        guard.refuse_foreign(package.unpack(self._data, str(path)), str(path))

    def render(self, context: Mapping[str, Any]) -> package.Parts:
        """Fill the template.

        :param context: names for the tags; those of type :class:`Chart` under ``charts`` fill the charts
        :raises TemplateError: a tag is wrong or names something unknown
        """
        template = _Template(io.BytesIO(self._data))
        try:
            template.init_docx()
        except Exception as error:  # whatever python-docx makes of a broken file
            raise package.damaged(error, str(self.path)) from None
        try:
            template.render(dict(context), environment(autoescape=True))
            _fill_charts(template, context.get("charts", {}))
        except etree.XMLSyntaxError as error:
            what = _("the tags break the document's structure ({reason})").format(reason=error)
            todo = _("Check that each {%tr …%} or {%p …%} tag stands alone in its row or paragraph.")
            raise TemplateError(what, str(self.path), todo) from None
        except Exception as error:  # a tag may hold any expression, and fail in any way
            raise self._explained(error) from None
        out = io.BytesIO()
        template.save(out)
        return package.unpack(out.getvalue(), str(self.path))

    def _explained(self, error: Exception) -> TemplateError:
        near = [t for line in getattr(error, "docx_context", ()) if (t := line.strip())]
        where = f"{self.path}" + (f" ({near[len(near) // 2][:60]})" if near else "")
        return package.wrong_tag(error, where)


class _Template(DocxTemplate):
    """docxtpl with a tag for vertical merges, and tables left in the schema's order."""

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Fill the document's properties; python-docx makes their text safe by itself."""
        super().render_properties(context, environment(autoescape=False))

    def patch_xml(self, src_xml: str) -> str:
        xml = super().patch_xml(src_xml)
        return re.sub(
            r"(<w:tc[ >](?:(?!<w:tc[ >]).)*?<w:tcPr>)((?:(?!<w:tc[ >]).)*?){%\s*vmerge\s+([^%]*?)\s*%}",
            r'\1<w:vMerge w:val="{{ \3 }}"/>\2',
            xml,
            flags=re.DOTALL,
        )

    def fix_tables(self, xml: str) -> etree._Element:
        tree = super().fix_tables(xml)
        for table in tree.iter(qn("w:tbl")):
            widths = [int(float(c.get(qn("w:w"), "0"))) for c in table.find(qn("w:tblGrid"))]
            for row in table.iterchildren(qn("w:tr")):
                _tidy_row(row, widths)
        return tree


def _tidy_row(row: etree._Element, widths: list[int]) -> None:
    """Spans of one are none; a cell is as wide as the grid columns it spans; children in schema order."""
    at = 0
    for cell in row.iterchildren(qn("w:tc")):
        properties = cell.find(qn("w:tcPr"))
        if properties is None:
            at += 1
            continue
        span = properties.find(qn("w:gridSpan"))
        columns = int(span.get(qn("w:val"))) if span is not None else 1
        if span is not None and columns == 1:
            properties.remove(span)
        merge = properties.find(qn("w:vMerge"))
        if merge is not None and not merge.get(qn("w:val")):
            properties.remove(merge)
        width = properties.find(qn("w:tcW"))
        if width is not None and width.get(qn("w:type")) == "dxa":
            width.set(qn("w:w"), str(sum(widths[at : at + columns])))
        properties[:] = sorted(properties, key=lambda e: _CELL_ORDER.index(e.tag) if e.tag in _CELL_ORDER else 99)
        at += columns


def _fill_charts(template: _Template, data: Mapping[str, Chart]) -> None:
    """Fill each chart whose alternative text is ``chart: NAME``; that text becomes the chart's title."""
    part = template.docx.part
    for drawing in part.element.body.iter(qn("wp:inline"), qn("wp:anchor")):
        properties, reference = drawing.find(qn("wp:docPr")), drawing.find(".//" + qn("c:chart"))
        mark = _CHART_MARK.match(properties.get("descr", "")) if properties is not None else None
        if reference is None or not mark:
            continue
        if mark[1] not in data:
            raise jinja2.UndefinedError(f"chart: {mark[1]}")
        chart = data[mark[1]]
        chart_part = part.related_parts[reference.get(qn("r:id"))]
        chart_part._blob = charts.fill(chart_part.blob, chart)
        for relation in chart_part.rels.values():
            if relation.reltype == RT.PACKAGE:
                relation.target_part._blob = _sealed_workbook(chart)
        properties.set("descr", chart.title)


def _sealed_workbook(chart: Chart) -> bytes:
    from datetime import datetime, timezone

    return package.seal(package.unpack(charts.workbook(chart), "chart.xlsx"), datetime(2000, 1, 1, tzinfo=timezone.utc))
