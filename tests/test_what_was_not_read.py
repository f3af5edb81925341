"""Silence is no soundness: proof and extract say what they did not read, and where each figure stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.packages import c, excel, p, row, run, word, words
from zcplan.cli import cli

ROWS = row(1, words("A1", "2023年指标表")) + row(2, words("A2", "指标"), words("B2", "单位"), words("C2", "2023年预期"))


def zcplan(*args: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, args)), prog_name="zcplan")


@pytest.mark.parametrize("command", ["proof", "extract"])
def test_a_figure_of_a_workbook_is_named_by_sheet_and_cell(command: str, tmp_path: Path) -> None:
    rows = ROWS + row(3, words("A3", "服务业增加值"), words("B3", "亿元"), c("C3", "149"))
    (record,) = json.loads(zcplan(command, excel(tmp_path / "a.xlsx", rows), "--format", "json").stdout)
    assert (record["sheet"], record["cell"]) == ("表一", "C3")
    assert "paragraph" not in record and "offset" not in record


def test_a_contradiction_in_a_workbook_is_printed_with_its_cell(tmp_path: Path) -> None:
    rows = ROWS + row(3, words("A3", "服务业增加值"), words("B3", "亿元"), c("C3", "149"))
    result = zcplan("proof", excel(tmp_path / "a.xlsx", rows))
    assert result.exit_code == 1
    assert "[表一] C3" in result.stdout


@pytest.mark.parametrize("command", ["proof", "extract"])
def test_what_was_passed_over_is_told_at_the_end(command: str, tmp_path: Path) -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    path = word(tmp_path / "a.docx", p("2023年工作报告"), p(picture), p("正文", run("隐", "<w:vanish/>")))
    result = zcplan(command, path)
    assert result.exit_code == 0
    told = result.stderr.splitlines()[-1]
    assert told.startswith("a.docx:")
    assert "pictures: 1" in told and "pieces of hidden text: 1" in told
    assert "pictures" not in zcplan(command, word(tmp_path / "b.docx", p("正文"))).stderr


@pytest.mark.parametrize("command", ["proof", "extract"])
def test_a_document_in_which_nothing_could_be_read_is_no_success(command: str, tmp_path: Path) -> None:
    result = zcplan(command, word(tmp_path / "a.docx", p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")))
    assert result.exit_code == 2
    assert "nothing in it could be read (pictures: 1)" in result.output
