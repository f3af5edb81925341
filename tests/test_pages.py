"""Pages as a reader sees them, laid out by LibreOffice: the notice in many shapes, no cell cut off in any workbook."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from tests.conftest import Tool
from zcplan.model import Dataset
from zcplan.render.lint.width import clipped
from zcplan.render.produce import make_one
from zcplan.reports import notice
from zcplan.reports.parts import phrases
from zcplan.reports.parts.writer import Writer
from zcplan.resources import template

WHEN = datetime(2030, 4, 1, tzinfo=timezone.utc)
TITLES = {
    1: ("某区政府", "关于印发计划的通知"),
    2: ("某区人民政府", "关于印发某区计划的通知"),
    3: ("某区人民政府", "关于印发某区某年国民经济和社会发展计划及有关方案的通知"),
}
TEXT = "各有关单位要按照分工抓好落实，确保完成全年目标任务，" * 60
LINE = 28


@dataclass(frozen=True)
class Shape:
    """A notice: lines of its title, lines and paragraphs of its body, annexes, with its head or without."""

    title: int
    body: int
    paragraphs: int
    annexes: int
    has_head: bool

    @property
    def name(self) -> str:
        return f"t{self.title}-b{self.body}-p{self.paragraphs}-a{self.annexes}-{'head' if self.has_head else 'bare'}"


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
]


def output(dataset: Dataset, writer: Writer, shape: Shape):
    issuer, title = TITLES[shape.title]
    documents = tuple(replace(d, issuer=issuer, title=title) if d.kind == "plan" else d for d in dataset.documents)
    more = tuple(f"某区第{n}项工作方案" for n in range(2, shape.annexes + 1))
    notices = tuple(replace(n, annexes=more) for n in dataset.notices)
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
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice or pdftotext is not installed")
    folder = tmp_path_factory.mktemp("shapes")
    files = [folder / f"{s.name}.docx" for s in SHAPES]
    for shape, file in zip(SHAPES, files, strict=True):
        assert make_one(output(dataset, writer, shape), template, file, WHEN).error is None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return {file.stem: list(_pages(file.with_suffix(".pdf"))) for file in files}


def _pages(pdf: Path) -> Iterator[str]:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    for page in text.split("\f")[:-1]:
        yield re.sub(r"\s", "", page)


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
    before = number(found[-2])
    assert before is not None
    own = number(found[-1])
    assert own is None or own % 2 == 0, "the imprint's page is an even one"
    assert [number(page) for page in found[:-1]] == list(range(1, len(found)))


@pytest.mark.slow
@pytest.mark.parametrize("year", [2019, 2020, 2022, 2023, 2024])
def test_no_cell_of_any_workbook_is_cut_off(tool: Tool, tmp_path: Path, year: int) -> None:
    tool("build", year, "-o", tmp_path)
    found = [f"{path.name} {f.place} {f.what}" for path in sorted(tmp_path.rglob("*.xlsx")) for f in _faults(path)]
    assert found == []


def _faults(path: Path):
    return clipped(path.read_bytes())
