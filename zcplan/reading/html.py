"""Read a web page: its headings, paragraphs and tables, as a browser shows them."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.reading.archive import MAX_TAGS, too_much
from zcplan.reading.decoding import decoded
from zcplan.reading.document import (
    BODY,
    CELL,
    HEADING,
    HIDDEN_TEXT,
    PICTURE,
    Cell,
    Draft,
    Paragraph,
    Passed,
    Table,
)
from zcplan.reading.headings import printed_level
from zcplan.reading.word_text import notes

_UNSEEN = frozenset("head script style template noscript title meta link object iframe del s strike select".split())
_BLOCKS = frozenset(
    "p div section article main header footer aside nav ul ol li dl dt dd pre blockquote h1 h2 h3 h4 h5 h6 figure "
    "figcaption center form fieldset address body html hr caption legend details summary".split()
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-()[]", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾⁽⁾")
_LONGEST_HEADING = 80
_MAX_SPAN = 100
_MAX_DEPTH = 200


def read(data: bytes, path: Path) -> Draft:
    """Read a page.

    :raises UsageError: it can't be read as text, or has more elements than can be read
    """
    text = _decoded(data, path)
    if text.count("<") > MAX_TAGS:
        raise too_much(path)
    try:
        root = html.document_fromstring(re.sub(r"<\?xml[^>]*\?>", "", text, count=1))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UsageError(
            _("this is no web page, or it is damaged"), str(path), _("Save it as .docx or .txt.")
        ) from None
    page = _Page()
    page.block(root, BODY)
    page.flush(BODY)
    passed = tuple(Passed(what, count) for what, count in page.passed.items() if count)
    return Draft(tuple(page.paragraphs), tuple(t for t in page.tables if t.cells), passed_over=passed)


def read_archive(data: bytes, path: Path) -> Draft:
    """Read a page saved as one file (.mht), as Word and browsers write it.

    :raises UsageError: no page is in it
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            blob = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(blob, bytes):
                return read(_recoded(blob, charset), path)
    raise UsageError(_("no page is in the file"), str(path), _("Save it as .docx or .txt."))


def _recoded(blob: bytes, charset: str | None) -> bytes:
    """A page as UTF-8, by the encoding that its mail declares."""
    try:
        return b"\xef\xbb\xbf" + blob.decode(charset or "").encode("utf-8")
    except (LookupError, UnicodeError):
        return blob


def _decoded(data: bytes, path: Path) -> str:
    """The text by the encoding that the page declares, else by what makes sense."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode({"gb2312": "gb18030", "gbk": "gb18030", "unicode": "utf-16"}.get(name, name))
        except (LookupError, UnicodeError):
            pass
    return decoded(data, path)


@dataclass
class _Page:
    """What was read of a page so far: whole paragraphs, and the one that is being read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    line: list[str] = field(default_factory=list)
    struck: list[tuple[int, str]] = field(default_factory=list)

    def flush(self, kind: str, level: int = 0) -> None:
        """End the paragraph that is being read."""
        text = "".join(self.line)
        stripped = text.strip()
        cut = len(text) - len(text.lstrip())
        if stripped:
            if kind == BODY:
                level = level or printed_level(stripped)
                kind = HEADING if level and len(stripped) <= _LONGEST_HEADING else BODY
            told = notes(stripped, [(at - cut, words) for at, words in self.struck if at >= cut])
            self.paragraphs.append(Paragraph(len(self.paragraphs), stripped, kind, level, notes=told))
        self.line.clear()
        self.struck.clear()

    def text(self, words: str | None, *, raised: bool = False) -> None:
        """Words of the paragraph that is being read, white space as a browser joins it."""
        words = re.sub(r"[ \t\r\n\f]+", " ", words or "")
        if self.line and self.line[-1].endswith((" ", "\t")):
            words = words.lstrip(" ")
        if words:
            self.line.append(words.translate(_RAISED) if raised else words)

    def block(self, element: Any, kind: str, depth: int = 0) -> None:
        """Read what stands in an element."""
        self.text(element.text)
        for child in element:
            if isinstance(child.tag, str) and depth < _MAX_DEPTH:
                self.element(child, kind, depth + 1)
            self.text(child.tail)

    def element(self, element: Any, kind: str, depth: int) -> None:
        """Read one element, as far as it is shown."""
        tag, style = element.tag.lower().rpartition(":")[2], element.get("style", "")
        if tag in _UNSEEN or _STRUCK.search(style):
            self._unseen(element, tag, style)
        elif element.get("hidden") is not None or _HIDDEN.search(style):
            self.passed[HIDDEN_TEXT] += bool(element.text_content().strip())
        elif tag == "table":
            self.flush(kind)
            self.table(element, depth)
        elif tag == "br":
            self.flush(kind) if kind == BODY else self.line.append("\t")
        elif tag in ("img", "svg", "canvas"):
            self.passed[PICTURE] += 1
        elif tag == "sup":
            self.text(element.text_content(), raised=True)
        elif tag in ("rt", "rp"):
            return
        elif tag in _BLOCKS:
            self.flush(kind)
            level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0
            self.block(element, kind, depth)
            self.flush(kind, level)
        else:
            self.block(element, kind, depth)

    def _unseen(self, element: Any, tag: str, style: str) -> None:
        if tag in ("del", "s", "strike") or _STRUCK.search(style):
            self.struck.append((sum(map(len, self.line)), element.text_content()))

    def table(self, element: Any, depth: int) -> None:
        """Read a table on its grid: colspan and rowspan as a browser lays them out."""
        at = len(self.tables)
        self.tables.append(Table(()))
        caption = next(iter(element.iterchildren("caption")), None)
        before = len(self.paragraphs) - 1
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        for row, tr in enumerate(_rows(element)):
            column = 0
            for td in tr.iterchildren("td", "th"):
                while (row, column) in taken:
                    column += 1
                across, down = (_span(td.get(name)) for name in ("colspan", "rowspan"))
                first = len(self.paragraphs)
                self.block(td, CELL, depth + 1)
                self.flush(CELL)
                held = tuple(p for p in self.paragraphs[first:])
                taken.update((row + r, column + c) for r in range(down) for c in range(across))
                cells.append(Cell(row, column, across, down, held))
                column += across
        words = "" if caption is None else " ".join(caption.text_content().split())
        self.tables[at] = Table(tuple(cells), before, words)


def _rows(table: Any) -> list[Any]:
    """The rows of a table that are shown, not those of tables in it."""
    found = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            found += [row for row in child if row.tag == "tr"]
    return [r for r in found if not _HIDDEN.search(r.get("style", "")) and r.get("hidden") is None]


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text and text.strip().isdecimal() else 1
