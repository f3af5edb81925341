"""What a template may not bring into the documents made of it: macros, and what lies outside the file."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _
from zcplan.render import package

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def template(path: Path) -> package.Parts:
    """The parts of a template that may be used.

    :raises TemplateError: it can't be read, is no Office file, is larger than is safe, or brings what it may not
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = _("the template can't be read ({reason})").format(reason=error.strerror)
        raise TemplateError(what, str(path), _("See “zcplan templates list”.")) from None
    parts = package.unpack(data, str(path))
    refuse_foreign(parts, str(path))
    return parts


def refuse_foreign(parts: Mapping[str, bytes], where: str) -> None:
    """Refuse what a template may not bring into the documents made of it.

    :raises TemplateError: it holds macros, or reaches for something outside itself when it is opened
    """
    if (
        any(name.lower().endswith("vbaproject.bin") for name in parts)
        or b"macroEnabled" in parts["[Content_Types].xml"]
    ):
        raise TemplateError(_("the file holds macros"), where, _("Save it as .docx or .xlsx, without macros."))
    for name in parts:
        if ".." in name.split("/") or name.startswith("/") or "\\" in name:
            raise TemplateError(_("a part of the file lies outside it: {part}").format(part=name), where)
        if name.endswith(".rels"):
            for relation in _relations(parts[name], where):
                _refuse_foreign_relation(relation, name, where)


def _relations(blob: bytes, where: str) -> list[etree._Element]:
    try:
        return list(etree.fromstring(blob).iter(_RELATIONSHIP))
    except etree.XMLSyntaxError as error:
        raise package.damaged(error, where) from None


def _refuse_foreign_relation(relation: etree._Element, part: str, where: str) -> None:
    """Refuse a link that is followed when the file is opened; a hyperlink is followed only when it is clicked."""
    target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
    if relation.get("TargetMode") == "External":
        if kind != "hyperlink":
            raise TemplateError(
                _("the file links to something outside itself ({kind}: {target})").format(
                    kind=kind, target=target[:80]
                ),
                where,
                _("Put the picture or the data into the file itself, or take the link out."),
            )
        return
    base = posixpath.dirname(posixpath.dirname(part))
    inside = target.lstrip("/") if target.startswith("/") else posixpath.join(base, target)
    if ":" in target or "\\" in target or posixpath.normpath(inside).startswith(".."):
        raise TemplateError(_("a part of the file lies outside it: {part}").format(part=target[:80]), where)
