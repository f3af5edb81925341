"""Every produced file passes Microsoft's Open XML SDK validator (skipped where it is not installed)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Tool

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


def test_every_document_of_2023_is_valid(built: Path) -> None:
    for path in sorted(p for p in built.rglob("*") if p.suffix in (".docx", ".xlsx"))[:40]:
        assert errors(path) == [], path.name


def test_other_years_are_valid_too(tool: Tool, tmp_path: Path) -> None:
    tool("build", 2024, "-o", tmp_path, code=None)
    for path in sorted(p for p in tmp_path.glob("*") if p.suffix in (".docx", ".xlsx")):
        assert errors(path) == [], path.name
