"""A report says the same as Word wrote it and as text; ``benchmarks/reading.py`` tries all of them in more formats."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import ROOT
from zcplan.figures.read import read_figures
from zcplan.reading.document import read

REPORTS = Path(os.environ.get("ZCPLAN_REPORTS", ROOT.parent / "shared" / "reports"))


def figures(path: Path) -> list[tuple[str, int | None, str]]:
    return [("".join(f.text.split()), f.year, f.status) for f in read_figures(read(path))]


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not here")
@pytest.mark.parametrize("number", [0, 13, -1])
def test_a_report_says_the_same_as_word_and_as_text(number: int, tmp_path: Path) -> None:
    report = sorted(REPORTS.glob("*.docx"))[number]
    draft = read(report)
    text = tmp_path / "a.txt"
    text.write_text("\n".join(p.numbered for p in draft.paragraphs if p.text.strip()), encoding="gb18030")
    found = figures(report)
    assert len(found) > 50
    assert figures(text) == found
