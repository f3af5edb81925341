"""What a person types at the terminal, with its slips: an answer that helps, and never a false all-clear."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import DATA, ROOT, Tool, is_long
from tests.ledgers import book, save
from tests.test_cli import every_command, python
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
        ("templates check x", "brief.docx"),
        ("templates check mine/brief.docx", "zcplan --templates mine templates check brief.docx"),
        ("tasks --text 没有这样的话", "of these 135 tasks"),
        ("diff nowhere", "neither a folder nor a day"),
        ("diff 2023-06-01 --year 2030", "2022–2024"),
        ("compare --columns foo", "verdict"),
        ("reconcile --columns foo", "statements"),
        ("check --columns foo", "place"),
        ("progress --by task --columns foo", "goal"),
        ("compare --columns ，", "verdict"),
        ("compare --verdict none", "undisclosed, judge"),
        ("make", "plan-table"),
        ("completion", "powershell"),
        ("build --headline", "compare"),
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
        ("templates chek", "“check”"),
        ("templates check brief", "brief.docx?"),
        ("diff 2O23-06-01", "“2023-06-01”"),
        ("--as-of 2O23-05-01 compare", "2023-05-01"),
        ("extract x --date 2023/05/01", "2023-05-01"),
        ("extract x --year 2O23", "2023?"),
        ("proof x --year 2O23", "2023?"),
        ("extract x --precedence 0", "from 1 to 99"),
        ("compare --verdict mised", "“missed”"),
        ("compare --sort diffrence", "“difference”"),
        ("compare --colums x", "“--columns”"),
        ("show --dta x", "“--data”"),
        ("show 地区生产总直", "地区生产总值"),
        ("tasks --department 科技居", "区科技局"),
    ],
)
def test_a_slip_gets_the_word_that_was_meant(words: str, meant: str, tool: Tool) -> None:
    assert meant in tool(*words.split(), code=2).output


@pytest.mark.parametrize("words", ["build -o |", "build --output=", "check --data |", "compare --group |", "show |"])
def test_an_empty_text_is_not_as_if_nothing_were_said(words: str, tool: Tool) -> None:
    """``-o "$DIR"`` where DIR is not set."""
    result = tool(*("" if word == "|" else word for word in words.split()), code=2)
    assert "empty text" in result.stderr and result.stdout == ""


def test_a_word_of_an_option_may_be_typed_in_capitals_or_as_the_listing_prints_it(tool: Tool) -> None:
    expected = tool("compare", 2023, "--verdict", "missed").stdout
    assert tool("compare", 2023, "--verdict", "MISSED").stdout == expected
    for options in (["compare", "2023", "--verdict", "未完成", "--sort", "差值"], ["progress", "--by", "部门"]):
        text = python("-m", "zcplan", *options, ZCPLAN_LANG="zh")
        assert "无效" not in text and len(text.splitlines()) > 3, text


ENGLISH = re.compile(r"(?<![-\w./“])[A-Za-z]{3,}(?![-\w./”])")
SHOWN = re.compile(r"zcplan|Usage|OPTIONS|COMMAND|ARGS|YEAR|KIND|FILE|TEXT|DIR|SHELL|NAME|Excel|Word|WPS|JSON|json|csv")


@pytest.mark.parametrize(
    "words",
    [
        *("bulid", "make", "build --headline", "build --ouput x", "build 2023 2024", "build -o", "compare 2O23"),
        *("extract d.txt --date x", "extract d.txt --precedence x", "extract d.txt --year x", "proof", "completion"),
        *("diff nowhere", "templates lst", "-x", "proof nowhere", "build -o /dev/null/x", "diff mine/none"),
    ],
)
def test_a_slip_is_answered_in_chinese_whatever_click_is_installed(words: str) -> None:
    text = python("-m", "zcplan", *words.split(), ZCPLAN_LANG="zh")
    known = set(cli.COMMANDS) | {"list", "check", "export", "bash", "zsh", "fish", "powershell", "notice"}
    rest = [w for w in ENGLISH.findall(text.partition("错误：")[2]) if not SHOWN.fullmatch(w) and w not in known]
    rest = [w for w in rest if w not in words and w not in ("assignment", "brief", "comparison")]
    assert "错误：" in text and rest == [], text


@pytest.mark.parametrize(
    "words",
    [
        "compare --columns name --format json",
        "progress --columns share --format json",
        "extract report.md --dry-run",
        "extract report.md --tasks -o x.xlsx",
        "extract --accept x.xlsx -o y.xlsx",
        "extract --accept x.xlsx --tasks",
        "extract --accept x.xlsx --document a",
    ],
)
def test_an_option_that_would_be_passed_over_is_refused(words: str, tool: Tool, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("report.md").write_text(NEWS, encoding="utf-8")
    assert "go" in tool(*words.split(), code=2).stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.md"]


def test_what_is_told_in_lines_is_a_table_where_columns_are_named(tool: Tool) -> None:
    told = tool("reconcile", 2022, "--columns", "indicator,kind", code=1).stdout.splitlines()
    assert told[0].split() == ["Indicator", "Kind"] and "contradiction" in told[2]


def test_no_line_for_a_filter_is_told_with_what_there_is(tool: Tool) -> None:
    assert "undisclosed" in tool("compare", 2024, "--verdict", "missed").stderr
    result = tool("tasks", "--department", "区科技局", "--document", "work-report-2023")
    assert "None of these 25 tasks" in result.stderr


def test_a_file_in_the_way_of_a_folder_is_told_once_and_nothing_is_made(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for words in (["build", 2023, "-o"], ["make", "brief", 2023, "-o"], ["templates", "export"]):
        for target in (tmp_path / "file", tmp_path / "file" / "below"):
            stderr = tool(*words, target, code=2).stderr
            assert stderr.count("Error") == 1 and "a file stands where a folder should be" in stderr


def test_many_files_that_fail_for_one_reason_are_told_as_one(tool: Tool, tmp_path: Path, monkeypatch) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("zcplan.files._replace", full)
    stderr = tool("make", "assignment", 2023, "-o", tmp_path, code=1).stderr
    assert stderr.count("Error") == 1 and "the disk or the network fails" in stderr and "is true of" in stderr


def test_a_templates_folder_that_holds_none_is_an_error_and_one_above_it_is_enough(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no template" in tool("--templates", tmp_path / "empty", "check", code=2).stderr
    tool("templates", "export", tmp_path / "mine" / "templates", "brief.docx")
    listed = tool("--templates", tmp_path / "mine", "templates", "list", "--format", "csv").stdout
    assert str(tmp_path / "mine" / "templates" / "brief.docx") in listed


def test_drafts_do_not_go_into_a_folder_that_is_named_like_a_file(tool: Tool, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("2023年，全区地区生产总值增长6.5%。", encoding="utf-8")
    drafts = [tmp_path / "a.txt", tmp_path / "b.txt"]
    tool("proof", *drafts, "--annotate", tmp_path / "OUT.DOCX", code=2)
    assert not (tmp_path / "OUT.DOCX").exists()
    tool("proof", drafts[0], "--annotate", tmp_path / "v1.2", code=1)
    assert (tmp_path / "v1.2" / "a.docx").is_file()


def test_settings_that_can_not_be_read_are_told_by_their_line(tool: Tool, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "zcplan.toml").write_text("language = 'en'\ndata = \n", encoding="utf-8")
    monkeypatch.delenv("ZCPLAN_DATA")
    monkeypatch.chdir(tmp_path)
    stderr = tool("check", code=2).stderr
    assert "the settings can't be read (line 2" in stderr and "Invalid" not in stderr


def test_data_without_a_figure_is_no_all_clear_for_a_draft(tool: Tool, tmp_path: Path) -> None:
    tool("init", tmp_path / "new", "--empty", "--place", "某某县")
    (tmp_path / "a.txt").write_text("2023年，全县地区生产总值增长6.5%。", encoding="utf-8")
    assert "hold no figure" in tool("--data", tmp_path / "new", "proof", tmp_path / "a.txt").stderr


def test_proposals_of_which_none_is_accepted_say_so(tool: Tool, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2025年，全区地区生产总值增长6.5%。", encoding="utf-8")
    tool("extract", tmp_path / "a.txt", "-o", tmp_path / "p.xlsx")
    assert "No row of it is accepted" in tool("--data", folder, "extract", "--accept", tmp_path / "p.xlsx").stdout


def test_an_undo_of_nothing_leaves_nothing_behind(tool: Tool, folder: Path) -> None:
    before = sorted(p.name for p in folder.iterdir())
    assert "extract --accept" in tool("--data", folder, "undo", code=2).stderr
    assert sorted(p.name for p in folder.iterdir()) == before


def test_listings_of_figures_say_names_instead_of_ids(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2023年，全区地区生产总值增长6.5%。", encoding="utf-8")
    text = python("-m", "zcplan", "extract", str(tmp_path / "a.txt"), "--format", "csv", ZCPLAN_LANG="zh")
    assert "地区生产总值,地区生产总值,2023,,增速,周村区,增长6.5%" in text


def test_a_build_that_makes_nothing_forgets_nothing(
    tool: Tool, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is new is told by the next build that makes the documents."""
    monkeypatch.setattr("zcplan.reports.kinds", lambda: ("brief",))
    tool("--data", folder, "build", 2023, "-o", tmp_path / "out")
    table = folder / "observations.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("增长5.25%", "增长6.25%"), encoding="utf-8-sig")
    kept = (tmp_path / "out" / ".zcplan-data").read_bytes()
    monkeypatch.setenv("PATH", "")
    tool("--data", folder, "build", 2023, "--pdf", "-o", tmp_path / "out", code=2)
    assert (tmp_path / "out" / ".zcplan-data").read_bytes() == kept


def test_a_year_may_be_written_as_people_write_it(tool: Tool) -> None:
    expected = tool("compare", "2023", "--headline").stdout
    for year in ("2023年", "２０２３"):
        assert tool("compare", year, "--headline").stdout == expected


def test_year_and_kind_swapped_are_told_in_the_right_order(tool: Tool) -> None:
    assert "zcplan make brief 2023”" in tool("make", 2023, "brief", code=2).stderr
    assert "no year" in tool("make", "brief", "notice", code=2).stderr


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


@pytest.mark.parametrize(
    ("in_own_folder", "is_whole"),
    [(False, False), *(pytest.param(own, True, marks=pytest.mark.slow) for own in (False, True))],
)
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
