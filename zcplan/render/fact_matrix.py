"""The table of facts as a workbook: the template filled, cells linked to the drafts, filters over every draft."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from zcplan.render import package
from zcplan.render.excel import ExcelTemplate

HEAD = 2
"""Rows above the facts in every sheet: the title, and the heads."""


class Target(Protocol):
    """Where a cell leads: what it shows (nothing leads nowhere), the file, and a cell in it if that is a workbook."""

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def path(self) -> Path | None: ...  # noqa: D102

    @property
    def location(self) -> str: ...  # noqa: D102


def workbook(
    template: Path,
    context: Mapping[str, Any],
    links: Sequence[Iterable[tuple[int, int, Target]]],
    out: Path,
    when: datetime,
) -> bytes:
    """Fill the template and link its cells.

    :param links: for each sheet of the template, row of the table from 0, column from 1, and where it leads
    :param out: where the workbook is to lie: links lead from there
    """
    parts = ExcelTemplate(template).render(context)
    book = load_workbook(io.BytesIO(package.seal(parts, when)))
    for sheet, own in zip(book.worksheets, links, strict=True):
        _link(sheet, own, out)
        _filter(sheet)
    made = io.BytesIO()
    book.save(made)
    return package.seal(package.unpack(made.getvalue(), str(template)), when)


def _link(sheet: Any, links: Iterable[tuple[int, int, Target]], out: Path) -> None:
    for row, column, target in links:
        if target.path is None or not target.text:
            continue
        cell = sheet.cell(HEAD + 1 + row, column)
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, target=_address(target.path, out), location=target.location or None
        )


def _address(path: Path, out: Path) -> str:
    """A draft's address as seen from the workbook, so that a folder can be moved with both in it."""
    try:
        relative = os.path.relpath(path.resolve(), out.resolve().parent)
    except ValueError:  # another drive
        return path.resolve().as_uri()
    return quote(Path(relative).as_posix())


def _filter(sheet: Any) -> None:
    """Let the filters of the heads reach as far as the heads do."""
    if not sheet.auto_filter.ref:
        return
    last = max((c.column for c in sheet[HEAD] if c.value is not None), default=1)
    sheet.auto_filter.ref = f"A{HEAD}:{get_column_letter(last)}{max(sheet.max_row, HEAD)}"
