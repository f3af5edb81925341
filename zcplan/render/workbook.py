"""Workbooks by openpyxl: read to see whether they are sound."""

from __future__ import annotations

import io
import warnings
import zipfile

from zcplan import opc
from zcplan.render.styles import mended

_STYLES = "xl/styles.xml"


def probe(parts: opc.Parts) -> None:
    """Read a whole workbook as a library does that knows the format: what it refuses, Excel repairs or refuses too.

    :raises Exception: whatever openpyxl makes of a broken file
    """
    from openpyxl import load_workbook

    styles = {_STYLES: mended(parts[_STYLES])} if _STYLES in parts else {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, blob in {**parts, **styles}.items():
            archive.writestr(name, blob)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it does not know it passes over
        load_workbook(out)
