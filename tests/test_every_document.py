"""What holds for every document of every year: nothing cut off, nothing empty, nothing that no office writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from openpyxl import load_workbook

from zcplan.render.lint.width import clipped

NOTHING = "—"
ODD = re.compile(
    "：：|，，|。。|；；|、、|，。|；。|：。|、。|（）|“”|目标0个|任务0项|\\bNone\\b|\\bnan\\b|\\{\\{|\\{%|各文件不一致：|数据中没有"
)
"""Marks that meet, empty brackets, counts of nothing, words of a program."""


def files(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.rglob(f"*.{suffix}"))


def texts(path: Path) -> Iterator[str]:
    if path.suffix == ".docx":
        document = Document(str(path))
        yield from (p.text for p in document.paragraphs)
        yield from (c.text for t in document.tables for row in t.rows for c in row.cells)
    else:
        book = load_workbook(path)
        yield from (str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)


@pytest.mark.slow
def test_no_cell_of_any_workbook_is_cut_off(every: Path) -> None:
    found = [f"{path.name} {f.place} {f.what}" for path in files(every, "xlsx") for f in clipped(path.read_bytes())]
    assert found == []


@pytest.mark.slow
def test_no_text_of_any_document_is_odd(every: Path) -> None:
    made = [*files(every, "docx"), *files(every, "xlsx")]
    assert [(path.name, text) for path in made for text in texts(path) if ODD.search(text)] == []


@pytest.mark.slow
def test_no_table_is_empty_and_no_column_of_comparisons_holds_dashes_alone(every: Path) -> None:
    """The guidance table has the layout of its annex, whatever is known; every other table tells what there is."""
    for path in files(every, "docx"):
        for table in Document(str(path)).tables:
            assert len(table.rows) > 1, path.name
            if not re.search("指导计划|任务|通知", str(path.relative_to(every))):
                assert _empty_columns(table) == [], path.name


@pytest.mark.slow
def test_the_first_sheet_of_a_comparison_compares(every: Path) -> None:
    """A year whose last year's goals aren't known is set against that year's figures, not against dashes."""
    books = [path for path in files(every, "xlsx") if "概览" in load_workbook(path, read_only=True).sheetnames]
    assert books
    for path in books:
        for column in load_workbook(path)["概览"].iter_cols(values_only=True):
            runs = [len(list(run)) for value, run in groupby(column) if value == NOTHING]
            assert max(runs, default=0) < 4, path.name


@pytest.mark.slow
def test_every_link_within_a_workbook_leads_to_one_of_its_sheets(every: Path) -> None:
    linked = 0
    for path in files(every, "xlsx"):
        book = load_workbook(path)
        for cell in (c for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink):
            title, _bang, place = cell.hyperlink.location.rpartition("!")
            assert book[title.strip("'")][place].value, (path.name, cell.coordinate)
            linked += 1
    assert linked > 20


def _empty_columns(table: Table) -> list[str]:
    columns = zip(*[[c.text for c in row.cells] for row in table.rows], strict=True)
    return [head for head, *cells in columns if len(cells) > 1 and set(cells) == {NOTHING}]
