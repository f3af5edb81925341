"""A report says the same as Word wrote it and as text; ``benchmarks/reading.py`` tries all of them in more formats."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from zcplan.cli import cli
from zcplan.reading.document import read

REPORTS = Path(os.environ.get("ZCPLAN_REPORTS", ROOT.parent / "shared" / "reports"))
SAID = ("name", "year", "status", "measure", "bound", "value", "unit")


def figures(path: Path) -> list[tuple[object, ...]]:
    """What ``extract`` says of each figure, but for its place."""
    result = CliRunner().invoke(cli, ["extract", str(path), "--format", "json"])
    return [tuple(record[key] for key in SAID) for record in json.loads(result.stdout)]


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not here")
@pytest.mark.parametrize("number", [0, 13, -1])
def test_a_report_says_the_same_as_word_and_as_text(number: int, tmp_path: Path) -> None:
    report = sorted(REPORTS.glob("*.docx"))[number]
    text = tmp_path / "a.txt"
    lines = (p.numbered for p in read(report).paragraphs if p.text.strip())
    text.write_text("\n".join(lines), encoding="gb18030")
    found = figures(report)
    assert len(found) > 50
    assert figures(text) == found
