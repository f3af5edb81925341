"""The styles of a workbook: what one says of type and number, and further ones for what is filled in."""

from __future__ import annotations

import copy
import re
from functools import cached_property

from lxml import etree

from zcplan.render.related import xml

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_EMPTY_FILL = re.compile(rb"<((?:\w+:)?)fill\s*(?:/>|>\s*</(?:\w+:)?fill>)")
GENERAL = "General"
DEFAULT_SIZE = 11.0
"""Points of type where a font says none."""
_BUILT_IN = {"0": 1, "0.00": 2}
"""Numbers of formats that every workbook has (ECMA-376-1, 18.8.30), as far as they are needed here."""
_FIRST_OWN = 164
"""The first number that a workbook may give a format of its own."""


def mended(blob: bytes) -> bytes:
    """The part with a pattern in each fill: Excel takes one without for none, other readers refuse the file for it."""
    return _EMPTY_FILL.sub(rb"<\1fill><\1patternFill/></\1fill>", blob)


class Styles:
    """The styles of a template."""

    def __init__(self, blob: bytes) -> None:
        """Read the part.

        :raises lxml.etree.XMLSyntaxError: it is damaged
        """
        self.part = mended(blob)
        self.root = etree.fromstring(self.part) if self.part else None

    def __contains__(self, style: object) -> bool:
        """Whether there is a style of that number."""
        return isinstance(style, int) and 0 <= style < len(self._formats)

    @cached_property
    def _formats(self) -> list[etree._Element]:
        return [] if self.root is None else self.root.findall(f"{_MAIN}cellXfs/{_MAIN}xf")

    @cached_property
    def _sizes(self) -> list[float]:
        fonts = [] if self.root is None else self.root.findall(f"{_MAIN}fonts/{_MAIN}font")
        found = (font.find(f"{_MAIN}sz") for font in fonts)
        return [DEFAULT_SIZE if size is None else float(size.get("val", DEFAULT_SIZE)) for size in found]

    @cached_property
    def codes(self) -> dict[int, str]:
        """The formats of numbers that the workbook has of its own, by their number."""
        own = [] if self.root is None else self.root.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
        return {int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in own}

    def _format(self, style: int | None) -> etree._Element | None:
        return self._formats[style or 0] if (style or 0) < len(self._formats) else None

    def size(self, style: int | None) -> float:
        """Points of type."""
        own = self._format(style)
        at = int(own.get("fontId", "0")) if own is not None else 0
        return self._sizes[at] if at < len(self._sizes) else DEFAULT_SIZE

    def wraps(self, style: int | None) -> bool:
        """Whether text goes on in further lines of the cell."""
        own = self._format(style)
        alignment = own.find(f"{_MAIN}alignment") if own is not None else None
        return alignment is not None and alignment.get("wrapText") in ("1", "true")

    def is_general(self, style: int | None) -> bool:
        """Whether a number shows as many digits as fit."""
        own = self._format(style)
        at = int(own.get("numFmtId", "0")) if own is not None else 0
        return self.codes.get(at, "" if at else GENERAL).lower() == GENERAL.lower()


class MoreStyles:
    """The styles of a template, and those that what is filled into it needs beside."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._own: dict[tuple[int, str, bool], int] = {}

    def index(self, style: int | None, code: str = "", quoted: bool = False) -> int | None:
        """The number of a style like another one.

        :param code: how numbers show
        :param quoted: whether what is typed is text, whatever it begins with
        """
        if self.styles.root is None or not (code or quoted):
            return style
        count = len(self.styles._formats)
        return self._own.setdefault((style or 0, code, quoted), count + len(self._own))

    def part(self) -> bytes:
        """The part of styles with all of them."""
        if not self._own or self.styles.root is None:
            return self.styles.part
        root = copy.deepcopy(self.styles.root)
        codes = dict(_BUILT_IN) | {code: at for at, code in self.styles.codes.items()}
        formats = root.find(f"{_MAIN}cellXfs")
        assert formats is not None
        for style, code, quoted in self._own:
            made = copy.deepcopy(formats[style])
            if code:
                made.set("numFmtId", str(codes.get(code) or _added(root, code, codes)))
                made.set("applyNumberFormat", "1")
            if quoted:
                made.set("quotePrefix", "1")
            formats.append(made)
        formats.set("count", str(len(formats)))
        return xml(root)


def _added(root: etree._Element, code: str, codes: dict[str, int]) -> int:
    """Enter a format of numbers; return its number."""
    own = root.find(f"{_MAIN}numFmts")
    if own is None:
        own = etree.Element(f"{_MAIN}numFmts", nsmap=root.nsmap)
        root.insert(0, own)
    number = codes[code] = max([_FIRST_OWN - 1, *codes.values()]) + 1
    etree.SubElement(own, f"{_MAIN}numFmt", numFmtId=str(number), formatCode=code)
    own.set("count", str(len(own)))
    return number
