"""Word: a template with Jinja tags and native charts, and a context, to a document.

docxtpl does the tags. What is added here: a sandbox, a tag for vertical merges (``{% vmerge cell.merge %}``),
table properties in the order that the format's schema asks for, and charts filled with data. A template is
read and compiled once (:mod:`zcplan.render.prepared`); docxtpl itself renders where that way fails, since it
names the place of a wrong tag.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _
from zcplan.render import charts, guard, package
from zcplan.render.environment import environment
from zcplan.render.prepared import Prepared

_CELL_ORDER = [
    qn(f"w:{tag}")
    for tag in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign")
]


class WordTemplate:
    """A template, read once and rendered as often as wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = guard.template(path)

    def render(self, context: Mapping[str, Any]) -> package.Parts:
        """Fill the template.

        :param context: names for the tags; those of type :class:`Chart` under ``charts`` fill the charts
        :raises TemplateError: a tag is wrong or names something unknown
        """
        try:
            return self._prepared.render(context)
        except TemplateError:
            raise
        except Exception:  # docxtpl's own way finds the error again, with the place of the tag
            return self._rendered_by_docxtpl(context)

    def prepare(self) -> None:
        """Do now what the first rendering would do: read, patch and compile."""
        with contextlib.suppress(Exception):  # what is wrong is told when it is rendered
            _ = self._prepared

    @cached_property
    def _prepared(self) -> Prepared:
        return Prepared(self._opened(), str(self.path))

    def _opened(self) -> _Template:
        template = _Template(io.BytesIO(self._data))
        try:
            template.init_docx()
        except Exception as error:  # whatever python-docx makes of a broken file
            raise package.damaged(error, str(self.path)) from None
        return template

    def _rendered_by_docxtpl(self, context: Mapping[str, Any]) -> package.Parts:
        template = self._opened()
        try:
            template.render(dict(context), environment(autoescape=True))
            part = template.docx.part
            filled = charts.fill_all(part.element, charts.places(part), context.get("charts", {}))
        except etree.XMLSyntaxError as error:
            what = _("the tags break the document's structure ({reason})").format(reason=error)
            todo = _("Check that each {%tr …%} or {%p …%} tag stands alone in its row or paragraph.")
            raise TemplateError(what, str(self.path), todo) from None
        except Exception as error:  # a tag may hold any expression, and fail in any way
            raise self._explained(error) from None
        out = io.BytesIO()
        template.save(out)
        return {**package.unpack(out.getvalue(), str(self.path)), **filled}

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
        etree.fromstring(xml)  # docxtpl reads on over tags that break the structure
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
