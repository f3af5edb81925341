"""Workbooks opened as Excel opens them, and written without a temporary file."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import Any

from zcplan import opc
from zcplan.render import package

_STYLES = "xl/styles.xml"
_EMPTY_FILL = re.compile(rb"<((?:\w+:)?)fill\s*(?:/>|>\s*</(?:\w+:)?fill>)")


def opened(parts: package.Parts, where: str) -> Any:
    """The workbook of an Excel file's parts.

    A fill without a pattern, which Excel takes for none, is read so: openpyxl refuses the whole file for it.

    :raises TemplateError: openpyxl can't read it
    """
    from openpyxl import load_workbook

    styles = parts.get(_STYLES, b"")
    mended = _EMPTY_FILL.sub(rb"<\1fill><\1patternFill/></\1fill>", styles)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is lost is told by name, by the check of templates
            return load_workbook(io.BytesIO(_archive({**parts, _STYLES: mended} if styles else parts)), rich_text=True)
    except Exception as error:  # whatever openpyxl makes of a broken file
        raise package.damaged(error, where) from None


def _archive(parts: package.Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return out.getvalue()


def written(book: Any) -> opc.Parts:
    """The parts of a workbook, made in memory: openpyxl's own way leaves temporary files behind when it is killed."""
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Writer(ExcelWriter):
        """openpyxl's writer, sheets held in memory."""

        def write_worksheet(self, sheet: Any) -> None:
            """Write one sheet."""
            sheet._drawing = _drawing(sheet)
            out = io.BytesIO()
            writer = WorksheetWriter(sheet, out)
            writer.write()
            sheet._rels = writer._rels
            self._archive.writestr(sheet.path[1:], out.getvalue())
            self.manifest.append(sheet)

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        Writer(book, archive).write_data()
    return opc.parts(out.getvalue())


def _drawing(sheet: Any) -> Any:
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing

    drawing = SpreadsheetDrawing()
    drawing.charts, drawing.images = sheet._charts, sheet._images
    return drawing
