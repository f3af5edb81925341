"""Pages as a reader sees them, laid out by LibreOffice: the notice in many shapes, the documents of every year."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from zcplan.model import Dataset
from zcplan.render.produce import make_one
from zcplan.reports import notice
from zcplan.reports.parts import phrases
from zcplan.reports.parts.official import width
from zcplan.reports.parts.writer import Writer
from zcplan.resources import bundled, template

WHEN = datetime(2030, 4, 1, tzinfo=timezone.utc)
TITLES = {
    1: ("某区政府", "关于印发计划的通知"),
    2: ("某区人民政府", "关于印发某区计划的通知"),
    3: ("某区人民政府", "关于印发某区某年国民经济和社会发展计划及有关方案的通知"),
}
TEXT = "各有关单位要按照分工抓好落实，确保完成全年目标任务，" * 60
TEMPLATES = sorted(p.name for p in bundled("templates").iterdir())
LINE = 28
BOTTOM = 33
"""Millimetres below the imprint: the type area ends at 35, and a line of type reaches below its characters."""
FOOTER = 0.3
"""Inches that a line of a footer takes with some room above it."""
TABLE_TYPE = 133_350
"""The size that the templates set tables in, 10.5 pt, in EMU."""
CELL_MARGINS = 2 * 85 * 635
"""The margins of a cell, left and right, in EMU."""


@dataclass(frozen=True)
class Shape:
    """A notice: lines of its title, lines and paragraphs of its body, annexes, with its head or without."""

    title: int
    body: int
    paragraphs: int
    annexes: int
    has_head: bool
    copies: int = 0
    """Lines of 抄送 in the imprint."""

    @property
    def name(self) -> str:
        shape = f"t{self.title}-b{self.body}-p{self.paragraphs}-a{self.annexes}-c{self.copies}"
        return f"{shape}-{'head' if self.has_head else 'bare'}"


SHAPES = [
    Shape(1, 2, 1, 1, True),
    Shape(2, 3, 1, 1, True),
    Shape(3, 3, 1, 1, True),
    Shape(3, 5, 2, 2, True),
    Shape(2, 9, 1, 5, True),
    Shape(1, 14, 2, 3, True),
    Shape(3, 22, 1, 1, True),
    Shape(1, 31, 2, 4, True),
    Shape(2, 40, 1, 1, True),
    Shape(1, 2, 1, 1, False),
    Shape(2, 14, 1, 3, False),
    Shape(3, 40, 2, 5, False),
    Shape(2, 3, 1, 1, True, 1),
    Shape(2, 3, 1, 1, True, 3),
    Shape(2, 10, 1, 1, False, 1),
    Shape(2, 10, 1, 1, False, 3),
]


def output(dataset: Dataset, writer: Writer, shape: Shape):
    issuer, title = TITLES[shape.title]
    documents = tuple(replace(d, issuer=issuer, title=title) if d.kind == "plan" else d for d in dataset.documents)
    more = tuple(f"某区第{n}项工作方案" for n in range(2, shape.annexes + 1))
    copies = "区委办公室，区人大常委会办公室，区政协办公室，区法院、"[: shape.copies * 27] * shape.copies
    notices = tuple(replace(n, annexes=more, copies_to=copies) for n in dataset.notices)
    text = TEXT[: shape.body * LINE - 5] + "。"
    cut = len(text) // 3
    body = (text,) if shape.paragraphs == 1 else (text[:cut] + "。", text[cut:])
    own = phrases.Phrases({**writer.phrases.entries, "notice.approved": body, "notice.unapproved": body})
    told = Writer(replace(dataset, documents=documents, notices=notices), own)
    make = notice.outputs if shape.has_head else notice.draft_outputs
    return next(iter(make(told, 2023)))


@pytest.fixture(scope="module")
def pages(dataset: Dataset, writer: Writer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each shape, without white space."""
    folder = tmp_path_factory.mktemp("shapes")
    files = [folder / f"{s.name}.docx" for s in SHAPES]
    for shape, file in zip(SHAPES, files, strict=True):
        assert make_one(output(dataset, writer, shape), template, file, WHEN).error is None
    converted(folder, files)
    return {f.stem: [re.sub(r"\s", "", p) for p in _raw_pages(f.with_suffix(".pdf"))] for f in files} | {
        f"{f.stem} foot": [str(_foot(f.with_suffix(".pdf")))] for f in files
    }


def converted(folder: Path, files: Sequence[Path]) -> None:
    """Lay files out as PDF beside them; the test is skipped where there is nothing to lay them out with."""
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice or pdftotext is not installed")
    if shutil.which("fc-list") and not subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True).stdout:
        pytest.skip("there is no Chinese typeface to lay pages out with")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)


def _foot(pdf: Path) -> float:
    """Millimetres from the foot of the last page to the lowest of its text but the page number."""
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    page = told.rpartition("<page ")[2]
    height = float(re.search('height="([0-9.]+)"', page)[1])
    lowest = max(float(y) for y in re.findall('yMax="([0-9.]+)">[^<]*印发<', page))
    return (height - lowest) / 72 * 25.4


def _raw_pages(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def number(page: str) -> int | None:
    found = re.search(r"—(\d+)—$", page)
    return int(found[1]) if found else None


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_a_notice_is_laid_out_as_the_standard_asks(pages: dict[str, list[str]], shape: Shape) -> None:
    found = pages[shape.name]
    assert "各有关单位" in found[0] or "抓好落实" in found[0], "the first page shows body text"
    signed = next(page for page in found if "2023年4月25日" in page)
    assert "附件：" in signed, "the signature is never alone on a page"
    assert "【印发日期】印发" in found[-1], "the imprint is on the last page"
    assert float(pages[f"{shape.name} foot"][0]) == pytest.approx(BOTTOM, abs=5), "at the foot of the type area"
    assert found[-1].count("抄送：") == bool(shape.copies)
    before = number(found[-2])
    assert before is not None
    own = number(found[-1])
    assert own is None or own % 2 == 0, "the imprint's page is an even one"
    assert [number(page) for page in found[:-1]] == list(range(1, len(found)))


@pytest.fixture(scope="module")
def laid_out(every: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """The lines of each page of each document of every year, department books left out, without page numbers."""
    folder = tmp_path_factory.mktemp("laid-out")
    files = [shutil.copy(p, folder / f"{p.parent.name}-{p.name}") for p in sorted(every.glob("*/*.docx"))]
    converted(folder, files)
    return {file.stem: [_lines(page) for page in _raw_pages(file.with_suffix(".pdf"))] for file in files}


def _lines(page: str) -> list[str]:
    lines = [re.sub(r"\s", "", line) for line in page.split("\n")]
    return [line for line in lines if line and not re.fullmatch("—\\d+—", line)]


@pytest.mark.slow
def test_no_document_ends_on_a_page_of_one_line(laid_out: dict[str, list[list[str]]]) -> None:
    """But for the imprint of a notice, which has a page of its own where the standard allows it."""
    lonely = {name: pages[-1] for name, pages in laid_out.items() if len(pages) > 1 and len(pages[-1]) < 2}
    assert {name: lines for name, lines in lonely.items() if "印发" not in lines[0]} == {}


@pytest.mark.slow
def test_a_brief_has_two_pages_at_most_and_a_guidance_table_one(laid_out: dict[str, list[list[str]]]) -> None:
    counts = {name: len(pages) for name, pages in laid_out.items()}
    assert {n for n, pages in counts.items() if "简报" in n and pages > 2} == set()
    assert {n for n, pages in counts.items() if "指导计划表" in n and pages > 1} == set()
    assert any("简报" in n for n in counts) and any("指导计划表" in n for n in counts)


@pytest.mark.parametrize("name", [n for n in TEMPLATES if n.endswith(".xlsx")])
def test_a_footer_of_a_workbook_stands_clear_of_the_cells(name: str) -> None:
    for sheet in load_workbook(template(name)):
        if sheet.oddFooter.center.text:
            assert sheet.page_margins.bottom - sheet.page_margins.footer >= FOOTER, sheet.title


@pytest.mark.parametrize("name", [n for n in TEMPLATES if n.endswith(".docx")])
def test_a_head_of_a_table_stands_on_one_line(name: str) -> None:
    """Of the size that the templates set tables in; a head with a tag is as long as what is filled in."""
    for table in Document(str(template(name))).tables:
        for cell in table.rows[0].cells:
            if "{" not in cell.text:
                needed = width(cell.text) * TABLE_TYPE + CELL_MARGINS
                assert cell._tc.width >= needed, cell.text
