"""Task ledgers as departments get them and send them back: made after the layout, then filled in or damaged."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from zcplan.analysis.division import figure
from zcplan.model import Dataset

HEADERS = (
    "序号 标识 任务编号 任务 目标 目标值 单位 牵头部门 配合部门 填报部门 进展情况 状态 完成值 完成日期 备注".split()
)
COLUMN = {name: at for at, name in enumerate(HEADERS, start=1)}
SHEET, GUIDE = "任务台账", "填写说明"
SAVED = dt.date(2023, 7, 3)
Answers = Mapping[tuple[str, str], Mapping[str, Any]]
"""Task number and target label to what the department types under each header."""


def rows_of(dataset: Dataset, department: str, document: str = "green-tasks-2023") -> list[tuple[Any, Any]]:
    """The (task, target or None) pairs of a department's ledger."""
    mine = {(a.document, a.number) for a in dataset.assignments if a.department == department}
    pairs = []
    for task in dataset.tasks:
        if task.document == document and (task.document, task.number) in mine:
            own = [t for t in dataset.task_targets if (t.document, t.number) == (task.document, task.number)]
            pairs += [(task, t) for t in own] or [(task, None)]
    return pairs


def book(dataset: Dataset, department: str, answers: Answers = {}) -> Workbook:  # noqa: B006
    """A department's ledger, filled in."""
    names = {d.id: d.short for d in dataset.departments}
    wb = Workbook()
    ws = wb.active
    ws.title = SHEET
    ws["A1"] = "2023年重点工作任务台账"
    ws.merge_cells("A1:O1")
    for name, at in COLUMN.items():
        ws.cell(2, at, name)
    for n, (task, target) in enumerate(rows_of(dataset, department), start=1):
        label = target.label if target else ""
        roles = {
            role: "、".join(
                names[a.department]
                for a in dataset.assignments
                if (a.document, a.number) == (task.document, task.number) and a.role == role
            )
            for role in ("lead", "support")
        }
        cells = {
            "序号": n,
            "标识": f"{task.document}/{task.number}/{label}",
            "任务编号": task.number,
            "任务": task.title,
            "目标": label or None,
            "目标值": figure(target) if target else None,
            "单位": target.unit if target else None,
            "牵头部门": roles["lead"] or None,
            "配合部门": roles["support"] or None,
            "填报部门": names[department],
            **answers.get((task.number, label), {}),
        }
        for name, value in cells.items():
            cell = ws.cell(2 + n, COLUMN[name], value)
            if isinstance(value, str):
                cell.data_type = "s"
    guide = wb.create_sheet(GUIDE)
    guide["A1"], guide["B1"], guide["A2"], guide["B2"] = "填报部门", names[department], "年度", 2023
    wb.defined_names["department"] = DefinedName("department", attr_text=f"'{GUIDE}'!$B$1")
    wb.defined_names["year"] = DefinedName("year", attr_text=f"'{GUIDE}'!$B$2")
    return wb


def save(wb: Workbook, path: Path, saved: dt.date | None = SAVED) -> Path:
    """Save as a person's program would: with the day of saving in the file's properties."""
    out = io.BytesIO()
    wb.save(out)
    return rewrite(out.getvalue(), path, lambda name, blob: _dated(name, blob, saved))


def rewrite(data: bytes, path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a package anew with its parts changed; a part that becomes ``None`` is left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            blob = change(name, old.read(name))
            if blob is not None:
                new.writestr(name, blob)
    return path


def _dated(name: str, blob: bytes, saved: dt.date | None) -> bytes | None:
    if name != "docProps/core.xml":
        return blob
    if saved is None:
        return re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", blob)
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{saved}T02:00:00Z".encode(), blob)


def row_at(ws: Any, number: str, label: str = "") -> int:
    """The row of a task's target."""
    for row in range(3, ws.max_row + 1):
        if ws.cell(row, COLUMN["任务编号"]).value == number and (ws.cell(row, COLUMN["目标"]).value or "") == label:
            return row
    raise LookupError(number, label)


def ole(*streams: str) -> bytes:
    """A minimal OLE container: a header sector and a directory with streams of these names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    directory = bytearray()
    for name, kind in [("Root Entry", 5), *((s, 2) for s in streams)]:
        entry = bytearray(128)
        text = name.encode("utf-16-le") + b"\0\0"
        entry[: len(text)] = text
        entry[64:66] = len(text).to_bytes(2, "little")
        entry[66] = kind
        directory += entry
    return bytes(header + directory + bytes(512))
