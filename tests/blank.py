"""An empty Word file to put something into: python-docx's own brings 800 KB of styles that each test would read."""

from __future__ import annotations

import io
from functools import cache

import docx
from docx.document import Document
from docx.oxml.ns import qn

_KEPT = ("TableNormal", "TableGrid")
"""The styles of tables that stay."""


def blank() -> Document:
    """A new document with the usual styles of paragraphs and text, but neither Word's galleries nor a thumbnail."""
    return docx.Document(io.BytesIO(_bytes()))


@cache
def _bytes() -> bytes:
    document = docx.Document()
    styles = document.styles.element
    for style in list(styles):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _KEPT:
            styles.remove(style)
    for source in (document.part, document.part.package):
        for rel_id, relation in list(source.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del source.rels[rel_id]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
