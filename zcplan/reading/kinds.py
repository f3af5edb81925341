"""What a file really is, told by its content; its name only tells apart what looks alike (txt, md, csv)."""

from __future__ import annotations

import io
import re
import zipfile

from zcplan.i18n import gettext as _

DOCX, XLSX, XLS, PDF, HTML, MHT, TXT, MD, CSV = "docx", "xlsx", "xls", "pdf", "html", "mht", "txt", "md", "csv"
DOC, RTF, ODF, WORDXML, PPT = "doc", "rtf", "odf", "xml", "ppt"
XLSB, ARCHIVE, IMAGE, LOCKED, OLE, EMPTY, BLANK, BINARY = (
    "xlsb",
    "archive",
    "image",
    "locked",
    "ole",
    "empty",
    "blank",
    "binary",
)

_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_MARKUP = re.compile(rb"<!doctype html|<html|<head|<body|<table|<meta|<div|<p[ >]|<style|<tr[ >]", re.IGNORECASE)
_MAIL = re.compile(rb"(?:mime-version|from|message-id|content-type)\s*:", re.IGNORECASE)
_OFFICE_XML = re.compile(
    rb"progid=[\"'](?:Word|Excel)|schemas.microsoft.com/office/(?:word|excel)|xmlPackage|office:document"
)
_OFFICE = re.compile(r"\.(?:(?:doc|dot|xls|xlt)[xm]?|wps|wpt|et|ett|rtf|od[ts]|pdf)")
_BY_SUFFIX = {".md": MD, ".markdown": MD, ".csv": CSV, ".tsv": CSV}


def kind_of(data: bytes, suffix: str) -> str:
    """What a file is.

    :param suffix: how its name ends, in lower case with its dot
    :return: one of the constants above; ``txt`` for any text that is nothing else
    """
    if not data:
        return EMPTY
    if not data.strip(b"\0"):
        return BLANK
    if data.startswith(b"PK"):
        return _zipped(data, suffix)
    if data.startswith(_OLE_MARK):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"{\\rtf"):
        return RTF
    for marks, kind in ((_ARCHIVES, ARCHIVE), (_IMAGES, IMAGE)):
        if data.startswith(marks) and b"\0" in data[:4096]:
            return kind
    if b"\0" in data and _OFFICE.fullmatch(suffix):
        return BINARY
    return _text(data, suffix)


def _text(data: bytes, suffix: str) -> str:
    """What kind of text it is: a page, a mail with a page, Office's own XML, a table, Markdown, or plain."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:64]:
        head = head.replace(b"\0", b"")
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if _MAIL.match(start) and re.search(rb"mime-version|boundary=", head, re.IGNORECASE):
        return MHT
    if start.startswith(b"<"):
        if start.startswith(b"<?xml") and _OFFICE_XML.search(head):
            return WORDXML
        if _MARKUP.search(start):
            return HTML
    return _BY_SUFFIX.get(suffix, TXT)


def _zipped(data: bytes, suffix: str) -> str:
    """What a zip holds, by the names of its parts; a broken one is taken for what its name says."""
    promised = (
        DOCX if re.fullmatch(r"\.do[ct][xm]", suffix) else XLSX if re.fullmatch(r"\.xl[st][xm]", suffix) else ARCHIVE
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {n.replace("\\", "/").lstrip("/") for n in archive.namelist()[:5000]}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return promised
    if any(n.startswith("word/") for n in names):
        return DOCX
    if "xl/workbook.bin" in names:
        return XLSB
    if any(n.startswith("xl/") for n in names):
        return XLSX
    if any(n.startswith("ppt/") for n in names):
        return PPT
    if "mimetype" in names and "content.xml" in names:
        return ODF
    return promised if "[Content_Types].xml" in names else ARCHIVE


def _ole(data: bytes) -> str:
    """What an OLE container holds, by the names of its streams."""
    names = set(streams(data))
    if "EncryptedPackage" in names:
        return LOCKED
    if names & {"Workbook", "Book"}:
        return XLS
    if "WordDocument" in names:
        return DOC
    return PPT if "PowerPoint Document" in names else OLE


def streams(data: bytes) -> list[str]:
    """Names of an OLE container's streams; directory entries are 128 bytes, on a grid of 128."""
    found = []
    for at in range(512, len(data) - 127, 128):
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if data[at + 66] == 2 and 4 <= length <= 64 and data[at + length - 2 : at + length] == b"\0\0":
            found.append(data[at : at + length - 2].decode("utf-16-le", "replace"))
    return found


def named(kind: str) -> str:
    """What a file is, in words: “an old Word document (.doc)”."""
    words = {
        DOCX: _("a Word document"),
        XLSX: _("an Excel workbook"),
        XLS: _("an old Excel workbook (.xls)"),
        PDF: _("a PDF"),
        HTML: _("a web page"),
        MHT: _("a web page saved as one file (.mht)"),
        TXT: _("plain text"),
        MD: _("plain text"),
        CSV: _("plain text"),
        DOC: _("an old Word document (.doc)"),
        OLE: _("an old Office document (.doc or .xls)"),
        RTF: _("a document in Rich Text Format (.rtf)"),
        ODF: _("an OpenDocument file"),
        WORDXML: _("a document in Office's old XML format"),
        PPT: _("a presentation"),
        XLSB: _("a binary workbook (.xlsb)"),
        ARCHIVE: _("an archive"),
        IMAGE: _("a picture"),
        LOCKED: _("a file locked with a password"),
    }
    return words.get(kind) or _("a file of an unknown kind")
