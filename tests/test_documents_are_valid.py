"""Every produced file passes Microsoft's Open XML SDK validator (skipped where it is not installed)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import YEARS, Tool

VALIDATOR = os.environ.get("ZCPLAN_OOXML_VALIDATOR") or shutil.which("ooxml-validator")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not VALIDATOR, reason="ooxml-validator is not installed")]


def errors(path: Path) -> list[str]:
    """What the validator says, less the order of a font's children that openpyxl writes its own way."""
    done = subprocess.run([VALIDATOR, str(path)], capture_output=True, text=True, encoding="utf-8", check=False)
    found = json.loads(done.stdout)["errors"]
    return [
        f"{e.get('path')} {e.get('xPath')} {e['description']}"
        for e in found
        if not (e.get("path") == "/xl/styles.xml" and "/x:font[" in (e.get("xPath") or ""))
    ]


@pytest.mark.parametrize("year", YEARS)
def test_every_document_of_a_year_is_valid(every: Path, year: int) -> None:
    check([p for p in made(every / str(year)) if p.parent.name == str(year)])


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_every_department_s_book_is_valid(every: Path, suffix: str) -> None:
    books = [p for p in made(every) if p.parent.parent.parent == every and p.suffix == suffix]
    assert len(books) > 30
    check(books)


def test_what_the_other_commands_write_is_valid(tool: Tool, folder: Path, built: Path, tmp_path: Path) -> None:
    brief = built / "2023年计划执行简报.docx"
    tool("--data", folder, "progress", 2023, "-o", tmp_path)
    tool("proof", brief, "--matrix", tmp_path / "facts.xlsx", "--annotate", tmp_path / "checked.docx", code=None)
    tool("proof", built / "2023年指导计划表.xlsx", "--annotate", tmp_path / "checked.xlsx", code=None)
    tool("--data", folder, "extract", brief, "-o", tmp_path / "proposals.xlsx")
    assert len(made(tmp_path)) == 6
    check(made(tmp_path))


def made(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in (".docx", ".xlsx"))


def check(paths: list[Path]) -> None:
    """Two at a time: the validator is a program that takes longer to start than to read."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = {path.name: wrong for path, wrong in zip(paths, pool.map(errors, paths), strict=True) if wrong}
    assert found == {}
