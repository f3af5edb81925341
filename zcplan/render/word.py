"""Word: a template with Jinja tags and native charts, and a context, to a document.

docxtpl does the tags. What is added here: a language that ends, a tag for vertical merges
(``{% vmerge cell.merge %}``), table properties in the order that the format's schema asks for, and charts filled with
data. A template is checked, read and compiled once (:mod:`zcplan.render.prepared`), and what goes wrong is told as the
check tells it.
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
from zcplan.render import lint, package, structure, tidy
from zcplan.render.environment import UnfitError
from zcplan.render.prepared import Prepared, TagError

_CELL_ORDER = [
    qn(f"w:{tag}")
    for tag in """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
    headers cellIns cellDel cellMerge tcPrChange""".split()
]


class WordTemplate:
    """A template, read once and rendered as often as wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._parts = lint.sound(path).parts

    def render(self, context: Mapping[str, Any], _beside: Path | None = None) -> package.Parts:
        """Fill the template, in memory.

        :param context: names for the tags; those of type :class:`Chart` under ``charts`` fill the charts
        :raises TemplateError: a tag is wrong or names something unknown
        """
        try:
            return self.prepared.render(context)
        except (TemplateError, OSError):
            raise
        except Exception as error:  # a tag may hold any expression, and fail in any way
            raise self._explained(error, context) from None

    def prepare(self) -> None:
        """Do now what the first rendering would do: read, patch and compile."""
        with contextlib.suppress(Exception):  # what is wrong is told when it is rendered
            _ready = self.prepared

    @cached_property
    def prepared(self) -> Prepared:
        """The template patched and compiled."""
        return Prepared(self.opened(), str(self.path))

    def opened(self) -> Template:
        """The template as docxtpl opens it.

        :raises TemplateError: python-docx can't read it
        """
        try:
            template = Template(io.BytesIO(package.pack(tidy.tidied(self._parts))))
            template.init_docx()
        except Exception as error:  # whatever python-docx makes of a broken file
            raise package.damaged(error, str(self.path)) from None
        return template

    def _explained(self, error: Exception, context: Mapping[str, Any]) -> TemplateError:
        """The error with its place: as the check of names tells it, else with the text that the tag stands in."""
        wrong = next((f for f in lint.names(self.path, [context]) if f.level == lint.ERROR), None)
        if wrong:
            return lint.of_finding(wrong)
        near = error.near if isinstance(error, TagError) else ""
        cause = error.cause if isinstance(error, TagError) else error
        return package.wrong_tag(cause, f"{self.path}" + (f" “{near}”" if near else ""))


class Template(DocxTemplate):
    """docxtpl with a tag for vertical merges, and tables left in the schema's order."""

    def patch_xml(self, src_xml: str) -> str:
        """A part's text as Jinja reads it, spans and merges written as attributes."""
        xml = super().patch_xml(src_xml)
        return re.sub(
            r"(<w:tc[ >](?:(?!<w:tc[ >]).)*?<w:tcPr>)((?:(?!<w:tc[ >]).)*?){%\s*vmerge\s+([^%]*?)\s*%}",
            r'\1<w:vMerge w:val="{{ \3 }}"/>\2',
            xml,
            flags=re.DOTALL,
        )

    def fix_tables(self, xml: str) -> etree._Element:
        """Rendered text as a tree, with as many columns in each table as its rows have.

        :raises etree.XMLSyntaxError: the tags broke the structure
        """
        tree = etree.fromstring(xml)  # docxtpl reads on over tags that break the structure
        for span in tree.iter(qn("w:gridSpan")):
            _columns(span.get(qn("w:val"), ""))  # docxtpl adds them up
        tree = super().fix_tables(xml)
        for table in tree.iter(qn("w:tbl")):
            widths = [int(float(c.get(qn("w:w"), "0"))) for c in table.find(qn("w:tblGrid"))]
            for row in table.iterchildren(qn("w:tr")):
                _tidy_row(row, widths)
        return tree


def _columns(text: str) -> int:
    """How many columns a cell spans.

    :raises UnfitError: it is no such number
    """
    if not text.strip().isdigit() or not 1 <= int(text) <= structure.MOST_COLUMNS:
        raise UnfitError(_("the value of “colspan” is no number of columns: {value}").format(value=text[:20]))
    return int(text)


def _tidy_row(row: etree._Element, widths: list[int]) -> None:
    """Spans of one are none; a cell is as wide as the grid columns it spans; children in schema order."""
    at = 0
    for cell in row.iterchildren(qn("w:tc")):
        properties = cell.find(qn("w:tcPr"))
        if properties is None:
            at += 1
            continue
        span = properties.find(qn("w:gridSpan"))
        columns = _columns(span.get(qn("w:val"), "")) if span is not None else 1
        if span is not None and columns == 1:
            properties.remove(span)
        merge = properties.find(qn("w:vMerge"))
        if merge is not None and not merge.get(qn("w:val")):
            properties.remove(merge)
        width = properties.find(qn("w:tcW"))
        if width is not None and width.get(qn("w:type")) == "dxa":
            width.set(qn("w:w"), str(sum(widths[at : at + columns])))
        once = {e.tag: e for e in reversed(properties)}.values()  # a tag's span or merge stands before the cell's own
        properties[:] = sorted(once, key=lambda e: _CELL_ORDER.index(e.tag) if e.tag in _CELL_ORDER else 99)
        at += columns
