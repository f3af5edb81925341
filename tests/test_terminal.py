"""What a person types at the terminal, with its slips: an answer that helps, and never a false all-clear."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import DATA, ROOT, Tool, is_long, whole_or_quick
from tests.ledgers import book, save
from tests.test_cli import every_command
from zcplan import cli
from zcplan.model import Dataset

NEWS = "# 某区2025年政府工作报告\n\n2024年，地区生产总值增长5.5%。\n\n一、完成某项工作（牵头单位：区科技局）\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("build 2030", "2019–2020, 2022–2024"),
        ("make brief 2030", "2022–2024"),
        ("compare 2030", "2022–2024"),
        ("reconcile 2030", "2022–2024"),
        ("tasks 2030", "2023"),
        ("progress 2030", "2023"),
        ("compare 1949", "2022–2024"),
        ("tasks --document foo", "plan-2023"),
        ("tasks 2024 --document green-tasks-2023", "Documents that have"),
        ("tasks --section 没有这样的", "There are: "),
        ("tasks --department 没有这个局", "zcplan tasks --departments"),
        ("make assignment 2023 --department 没有这个局", "department"),
        ("show 没有这样的指标", "zcplan show"),
        ("--data nowhere check", "no such data folder"),
        ("--templates nowhere compare", "no such template folder"),
        ("--as-of 2001-01-01 compare", "2020-05-26"),
        ("proof nowhere.docx", "no such file"),
        ("collect nowhere", "no such file"),
        ("extract nowhere.docx", "no such file"),
        ("templates check nowhere.docx", "brief.docx"),
    ],
)
def test_what_is_not_there_is_an_error_that_names_what_there_is(words: str, told: str, tool: Tool) -> None:
    result = tool(*words.split(), code=2)
    assert told in result.output and "unforeseen" not in result.output, result.output


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("bulid 2023", "“build”"),
        ("Build 2023", "“build”"),
        ("recocile", "“reconcile”"),
        ("make breif", "“brief”"),
        ("make 简报", "“brief”"),
        ("make 对比表", "“comparison”"),
        ("make plan_tabel", "“plan-table”"),
        ("compare 2O23", "2023?"),
        ("build 202З3", "no year"),
        ("compare l023", "no year from"),
        ("compare 二〇二三", "2023?"),
        ("--as-of 2023/05/01 compare", "2023-05-01"),
        ("--as-of 20230501 compare", "2023-05-01"),
        ("--as-of 2023年5月1日 compare", "2023-05-01"),
        ("--as-of 2023-13-01 compare", "no day"),
        ("collect x --date 2023.6.30", "2023-06-30"),
        ("show 地区生产总直", "地区生产总值"),
        ("tasks --department 科技居", "区科技局"),
    ],
)
def test_a_slip_gets_the_word_that_was_meant(words: str, meant: str, tool: Tool) -> None:
    assert meant in tool(*words.split(), code=2).output


def test_a_year_may_be_written_as_people_write_it(tool: Tool) -> None:
    expected = tool("compare", "2023", "--headline").stdout
    for year in ("2023年", "２０２３"):
        assert tool("compare", year, "--headline").stdout == expected


def test_global_options_may_stand_behind_the_command(tool: Tool, folder: Path) -> None:
    (folder / "areas.csv").unlink()
    assert tool("check", "--data", folder, code=1).output == tool("--data", folder, "check", code=1).output
    assert tool("check", f"--data={folder}", code=1).output == tool("--data", folder, "check", code=1).output
    assert "2023" in tool("compare", "--as-of", "2023/05/01", code=2).output


@pytest.mark.parametrize("name", ["x.pdf", "x.doc", "x.xls", "x.PDF", "x.wps", "B.csv"])
def test_a_file_that_is_not_made_does_not_become_a_folder(name: str, tool: Tool, tmp_path: Path) -> None:
    for command in (["make", "brief", "2023"], ["build", "2023"], ["progress", "2023"]):
        result = tool(*command, "-o", tmp_path / name, code=2)
        assert name in result.stderr and not (tmp_path / name).exists()


def test_a_suffix_in_capitals_is_the_same_suffix(tool: Tool, tmp_path: Path) -> None:
    tool("make", "brief", 2023, "-o", tmp_path / "B.DOCX")
    assert (tmp_path / "B.DOCX").is_file()
    assert "folder" in tool("build", 2023, "-o", tmp_path / "B.XLSX", code=2).stderr
    tool("make", "brief", 2023, "-o", tmp_path / "2023.v2")
    assert (tmp_path / "2023.v2").is_dir()


def test_quiet_leaves_out_remarks_but_no_error(tool: Tool, folder: Path) -> None:
    assert tool("compare", 2023).stderr != ""
    assert tool("-q", "compare", 2023).stderr == ""
    assert "no indicator" in tool("-q", "show", "没有这样的", code=2).stderr
    (folder / "areas.csv").unlink()
    assert tool("-q", "--data", folder, "check", code=1).stdout != ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_where_output_takes_no_more_it_is_said_and_nothing_is_unforeseen() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "zcplan", "compare", "2023"],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
    assert done.returncode == 1
    assert "can't be written" in done.stderr and "unforeseen" not in done.stderr and "Exception" not in done.stderr


# --- every example ---------------------------------------------------------------------------------


def examples() -> list[str]:
    """Every call that a help text shows."""
    found: list[str] = []
    root = click.Context(cli.cli, info_name="zcplan")
    for words in [(), *every_command()]:
        command: click.Command = cli.cli
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(root, word) or command
        text = f"{command.help}\n{command.epilog or ''}"
        found += re.findall(r"(?m)(?:^  |Example: |“)(zcplan [^“”\n]+?)(?:”|$|\. )", text)
    return [e for e in dict.fromkeys(found) if "completion" not in e]


@whole_or_quick
@pytest.mark.parametrize("in_own_folder", [False, True])
def test_every_example_of_every_help_text_runs(
    tool: Tool, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_own_folder: bool, is_whole: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    tool("init", "mine")
    if in_own_folder:
        monkeypatch.delenv("ZCPLAN_DATA")
        monkeypatch.chdir("mine")
        tool("init", "mine")
    else:
        assert os.environ["ZCPLAN_DATA"] == str(DATA)
    Path("returned").mkdir()
    save(book(dataset, "science-bureau"), Path("returned", "a.xlsx"))
    for name in ("report.docx", "draft.docx", "plan.docx"):
        tool("make", "brief", 2023, "-o", name)
    Path("report.md").write_text(NEWS, encoding="utf-8")
    calls = examples()
    assert len(calls) >= 12
    for call in calls:
        words = call.split()[1:]
        if (not is_whole and is_long(words)) or (words[0] == "build" and not in_own_folder):
            continue  # other tests build from the data that come along
        if words[:2] == ["init", "mine"]:
            words[1] = "another"
        result = tool(*words, code=None)
        assert result.exit_code in (0, 1), (call, result.output)
        assert "unforeseen" not in result.output
