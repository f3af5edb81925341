"""Charts of a made workbook: the values that they show stored with them, and their alternative text.

A reader that does not calculate (a preview, a phone) draws a chart from what is stored; a screen reader reads its
alternative text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl.chart.data_source import NumData, NumVal, StrData, StrVal
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from zcplan.render import package

AREA = re.compile(r"^(?P<sheet>'(?:[^']|'')+'|[^'!]+)!(?P<range>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)$")
"""A sheet and a range of it, as formulas and defined names write them."""
_FRAME = re.compile(rb'(<(?:xdr:)?cNvPr id="\d+" name="[^"]*")( ?/>)')


def store_values(sheet: Worksheet, book: Any, streamed: Mapping[str, Any]) -> None:
    """Store with each chart what its ranges hold."""
    for chart in sheet._charts:
        for source in _sources(chart):
            if source.numRef is not None and (cells := _cells(source.numRef.f, book, streamed)) is not None:
                points = [NumVal(idx=n, v=v) for n, v in enumerate(cells) if not isinstance(v, str) and v is not None]
                source.numRef.numCache = NumData(formatCode="General", ptCount=len(cells), pt=points)
            if source.strRef is not None and (cells := _cells(source.strRef.f, book, streamed)) is not None:
                texts = [StrVal(idx=n, v=str(v)) for n, v in enumerate(cells) if v is not None]
                source.strRef.strCache = StrData(ptCount=len(cells), pt=texts)


def _sources(chart: Any) -> Iterator[Any]:
    for part in getattr(chart, "_charts", [chart]):
        for series in part.ser:
            for source in (series.cat, series.val, series.tx):
                if source is not None:
                    yield _Source(source)


class _Source:
    """A source of a series, whichever of the two kinds of reference it may hold."""

    def __init__(self, source: Any) -> None:
        self.numRef = getattr(source, "numRef", None)
        self.strRef = getattr(source, "strRef", None)


def _cells(formula: str, book: Any, streamed: Mapping[str, Any]) -> list[Any] | None:
    match = AREA.match(formula or "")
    title = match["sheet"].strip("'").replace("''", "'") if match else ""
    if match is None or title not in book.sheetnames or title in streamed:
        return None
    left, top, right, bottom = range_boundaries(match["range"].replace("$", ""))
    rows = book[title].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
    return [cell.value for row in rows for cell in row]


def titles(sheet: Worksheet) -> list[str]:
    """The titles of a sheet's charts, in their order."""
    return [_title(chart) for chart in sheet._charts]


def _title(chart: Any) -> str:
    rich = chart.title.tx.rich if chart.title is not None and chart.title.tx is not None else None
    return "".join(run.t or "" for p in rich.p for run in p.r or ()) if rich is not None else ""


def describe(parts: package.LongParts, sheets: Sequence[Sequence[str]]) -> None:
    """Give the charts of each sheet that has some their title as alternative text."""
    for number, names in enumerate(sheets, start=1):
        part = f"xl/drawings/drawing{number}.xml"
        if part not in parts:
            continue
        told = iter(names)

        def named(match: re.Match[bytes], told: Iterator[str] = told) -> bytes:
            title = next(told, "")
            return match[1] + f" descr={quoteattr(title)}".encode() + match[2] if title else match[0]

        parts[part] = _FRAME.sub(named, package.xml(parts[part]))
