"""What a template may hold, as lists of what is allowed: everything else would come into the documents made of it.

Kinds of parts, relationships between them, fields of Word, functions of Excel. A kind that is not on its list is
refused, known or not: macros, embedded and linked objects, imported documents, data connections, mail merge.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _
from zcplan.render import package

_OOXML, _MS = "application/vnd.openxmlformats-officedocument.", "application/vnd.ms-"
_PACKAGE = "application/vnd.openxmlformats-package."
_WORD, _EXCEL = f"{_OOXML}wordprocessingml.", f"{_OOXML}spreadsheetml."
MAIN = {".docx": f"{_WORD}document.main+xml", ".xlsx": f"{_EXCEL}sheet.main+xml"}
"""The kind of the main part, by the ending of a template's name."""
BOOK = f"{_EXCEL}sheet"
"""The kind of a whole workbook that stands behind a chart."""
_EVERYWHERE = (
    *(f"image/{kind}" for kind in "png jpeg jpg gif bmp tiff x-emf x-wmf".split()),
    "application/xml",
    *(f"{_PACKAGE}{kind}" for kind in ("relationships+xml", "core-properties+xml")),
    *(f"{_OOXML}{kind}" for kind in ("extended-properties+xml", "custom-properties+xml", "customXmlProperties+xml")),
    *(f"{_OOXML}{kind}" for kind in ("theme+xml", "themeOverride+xml", "drawingml.chart+xml")),
    *(f"{_MS}office.chart{kind}+xml" for kind in ("style", "colorstyle")),
)
PARTS = {
    ".docx": {
        *_EVERYWHERE,
        MAIN[".docx"],
        BOOK,
        *(
            f"{_WORD}{kind}+xml"
            for kind in """styles settings webSettings fontTable numbering footnotes endnotes header footer comments
            commentsExtended commentsIds commentsExtensible people document.glossary""".split()
        ),
        f"{_MS}word.stylesWithEffects+xml",
        *(f"{_OOXML}obfuscatedFont", "application/x-fontdata", "application/x-font-ttf"),
    },
    ".xlsx": {
        *_EVERYWHERE,
        MAIN[".xlsx"],
        *(
            f"{_EXCEL}{kind}"
            for kind in """worksheet+xml sharedStrings+xml styles+xml table+xml comments+xml calcChain+xml
            sheetMetadata+xml printerSettings""".split()
        ),
        *(f"{_MS}excel.{kind}+xml" for kind in ("person", "threadedcomments")),
        *(f"{_OOXML}{kind}" for kind in ("drawing+xml", "vmlDrawing")),
    },
}
"""Kinds of parts (content types) that a template may hold."""
RELATIONSHIPS = frozenset(
    """officeDocument core-properties extended-properties custom-properties thumbnail styles stylesWithEffects settings
    webSettings fontTable font numbering footnotes endnotes header footer comments commentsExtended commentsIds
    commentsExtensible people theme themeOverride image hyperlink chart chartStyle chartColorStyle customXml
    customXmlProps glossaryDocument worksheet sharedStrings calcChain table drawing vmlDrawing printerSettings
    sheetMetadata threadedComment person package""".split()
)
"""What a part may refer to. ``package`` is the workbook behind a chart."""
ADDRESSES = ("http://", "https://", "mailto:")
"""How the address of a hyperlink, which is followed only when it is clicked, may begin."""
FIELDS = frozenset(
    """PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF REF NOTEREF STYLEREF SEQ TOC TC XE INDEX HYPERLINK TITLE SUBJECT
    AUTHOR DOCPROPERTY LISTNUM EQ SYMBOL ADVANCE IF COMPARE =""".split()
)
"""Fields of Word: those that count and refer within the document. None brings in the day, a file or a program."""
FUNCTIONS = frozenset(
    """ABS AND AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS CEILING CEILING.MATH CHOOSE COLUMN COLUMNS CONCAT CONCATENATE COUNT
    COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DATEDIF DATEVALUE DAY DAYS EDATE EOMONTH EXACT FALSE FILTER FIND FLOOR
    FLOOR.MATH HLOOKUP HYPERLINK IF IFERROR IFNA IFS INDEX INT ISBLANK ISERROR ISEVEN ISNA ISNUMBER ISODD ISTEXT LARGE
    LEFT LEN LOOKUP LOWER MATCH MAX MAXIFS MEDIAN MID MIN MINIFS MOD MONTH N NA NETWORKDAYS NOT NUMBERVALUE OR POWER
    PRODUCT PROPER QUARTILE QUOTIENT RANK RANK.AVG RANK.EQ REPLACE RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SIGN
    SMALL SORT SQRT STDEV SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT SWITCH T TEXT TEXTJOIN TRIM TRUE TRUNC UNIQUE
    UPPER VALUE VLOOKUP WEEKDAY XLOOKUP XOR YEAR""".split()
)
"""Functions of Excel: those that count on the workbook's own cells. None asks the clock, chance, files or the web."""
MAX_XML = 16 * 1024 * 1024
"""Bytes of a part that is XML: a template of a hundred pages has one."""
MAX_TAGS = 2_000
"""Tags of a part: the largest template that comes along has some hundred."""
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_COMPOUND, _VBA = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "VBA".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/"


def template(path: Path) -> package.Parts:
    """The parts of a template that is a Word or Excel file of the kind its name says, whole and within the limits.

    :raises TemplateError: it can't be read, is another kind of file, is larger than is safe, or a part lies outside
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = _("the template can't be read ({reason})").format(reason=_reason(error))
        raise TemplateError(what, str(path), _("See “zcplan templates list”.")) from None
    parts = package.unpack(data, str(path))
    _refuse_other_kind(parts, path)
    for name, blob in parts.items():
        if ".." in name.split("/") or name.startswith("/") or "\\" in name:
            raise TemplateError(_("a part of the file lies outside it: {part}").format(part=name), str(path))
        if len(blob) > MAX_XML and name.endswith((".xml", ".rels", ".vml")):
            what = _("the part {part} is larger than {n} MB").format(part=name, n=MAX_XML >> 20)
            raise TemplateError(what, str(path), _("Save the template without what it does not need."))
        if _braces(blob) > 2 * MAX_TAGS and _may_be_xml(name, blob):
            what = _("the part {part} has more than {n} tags").format(part=name, n=MAX_TAGS)
            raise TemplateError(what, str(path), _("Repeat rows and paragraphs with a loop in place of writing each."))
    return parts


def _braces(blob: bytes) -> int:
    """How many braces begin or end tags in a part, at most."""
    return max(blob.count(b"{"), blob.count(b"}")) + blob.count(b"&#")


def _may_be_xml(name: str, blob: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or blob.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(
        b"<"
    )


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("there is no such file")
    if isinstance(error, PermissionError):
        return _("you may not read it, or it is open in another program")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    return _("the disk does not give it")


def _refuse_other_kind(parts: Mapping[str, bytes], path: Path) -> None:
    """Say what a file is that is saved as another kind than its name says."""
    kinds = set(content_types(parts, str(path)).values())
    wanted = MAIN.get(path.suffix, MAIN[".xlsx"])
    if _is_strict(parts):
        what = _("the file is saved as “Strict Open XML”")
        raise TemplateError(what, str(path), _("Save it in Word or Excel as an ordinary .docx or .xlsx."))
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds) or _has_macros(parts):
        raise TemplateError(_("the file holds macros"), str(path), _("Save it as .docx or .xlsx, without macros."))
    if any(kind.endswith(".template.main+xml") for kind in kinds):
        what = _("the file is saved as a template of Word or Excel (.dotx, .xltx)")
        raise TemplateError(what, str(path), _("Save it in Word or Excel as an ordinary .docx or .xlsx."))
    if wanted not in kinds:
        what = _("the file is not what its name says: it is no {suffix}").format(suffix=path.suffix)
        raise TemplateError(what, str(path), _("Open it in Word, Excel or WPS and save it anew as .docx or .xlsx."))


def _is_strict(parts: Mapping[str, bytes]) -> bool:
    return _STRICT in parts["_rels/.rels"] or any(
        _STRICT in parts.get(main, b"")[:4096] for main in ("word/document.xml", "xl/workbook.xml")
    )


def _has_macros(parts: Mapping[str, bytes]) -> bool:
    """Whether a part is a macro project, whatever its name: such projects are compound files that name VBA."""
    return any(
        name.lower().endswith("vbaproject.bin") or (blob.startswith(_COMPOUND) and _VBA in blob)
        for name, blob in parts.items()
    )


def content_types(parts: Mapping[str, bytes], where: str) -> dict[str, str]:
    """The kind of each part, by its name; empty where the file tells none.

    :raises TemplateError: the list of kinds is damaged
    """
    try:
        root = etree.fromstring(parts["[Content_Types].xml"])
    except etree.XMLSyntaxError as error:
        raise package.damaged(error, where) from None
    own = {e.get("PartName", "").lstrip("/").lower(): e.get("ContentType", "") for e in root.iter(f"{_TYPES}Override")}
    usual = {e.get("Extension", "").lower(): e.get("ContentType", "") for e in root.iter(f"{_TYPES}Default")}
    return {
        name: own.get(name.lower()) or usual.get(name.rpartition(".")[2].lower(), "")
        for name in parts
        if name != "[Content_Types].xml"
    }


def is_outside(target: str, part: str) -> bool:
    """Whether what a part refers to inside the file lies outside it after all.

    :param part: the part of relationships that says so
    """
    base = posixpath.dirname(posixpath.dirname(part))
    inside = target.lstrip("/") if target.startswith("/") else posixpath.join(base, target)
    return ":" in target or "\\" in target or posixpath.normpath(inside).startswith("..")


_SPACE = re.compile(r"[\s\x00-\x1f]+")


def is_address(target: str) -> bool:
    """Whether a hyperlink leads to a page, a mailbox, or within the document."""
    plain = _SPACE.sub("", target).lower()
    return plain.startswith(("#", *ADDRESSES))
