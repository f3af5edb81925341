"""A folder of one's own: complete, sound, builds as it is, and nothing is written over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from zcplan import files, resources
from zcplan.cli import COMMANDS, cli
from zcplan.cli.init import GUIDE
from zcplan.dataset import load


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("ZCPLAN_LANG", "en")
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(cli, [*args])


def test_the_folder_holds_data_templates_settings_and_a_guide(run):
    result = run("init", "mine")
    assert result.exit_code == 0, result.output
    for name, mark in (("data", b"\xef\xbb\xbf"), ("templates", b"")):
        ours = {p.name: p.read_bytes() for p in Path("mine", name).iterdir()}
        theirs = {p.name: p.read_bytes() for p in resources.bundled(name).iterdir() if p.suffix != ".py"}
        theirs = {n: b for n, b in theirs.items() if not n.startswith((".", "__"))}
        assert ours == {n: mark + b if n.endswith(".csv") else b for n, b in theirs.items()}
    assert GUIDE in result.output and Path("mine/zcplan.toml").exists()
    assert not [p for p in Path().iterdir() if p.name != "mine"]


def test_it_says_the_three_next_commands_and_they_run(run, monkeypatch):
    steps = [line.strip() for line in run("init", "mine").output.splitlines() if line.startswith("  ")]
    assert steps == ["cd mine", "zcplan check", "zcplan build"]
    monkeypatch.chdir("mine")
    monkeypatch.delenv("ZCPLAN_DATA")
    assert run("check").exit_code == 0


def test_the_copied_folder_passes_check(run):
    run("init", "mine")
    for name in ("mine", "mine/data"):
        assert run("--data", name, "check").exit_code == 0
    assert run("--data", "mine", "templates", "check", "brief.docx", "plan-table.xlsx").exit_code == 0


def test_inside_the_folder_and_below_its_own_data_and_templates_are_used(run, monkeypatch):
    run("init", "mine", "--empty", "--place", "某某县")
    monkeypatch.delenv("ZCPLAN_DATA")
    Path("mine/out/2025").mkdir(parents=True)
    for place in ("mine", "mine/data", "mine/out/2025"):
        with monkeypatch.context() as there:
            there.chdir(place)
            result = run("-v", "check")
            assert "Still empty: documents.csv" in result.output
            told = [line.split(": ", 1)[1] for line in result.output.splitlines() if line.startswith(("Data", "Templ"))]
            assert [Path(t).name for t in told] == ["data", "templates"]
            assert all(Path(t).parent.name == "mine" for t in told)
    assert "Still empty" not in run("check").output


def test_what_is_named_outranks_what_is_set_and_that_the_folder(run, monkeypatch, folder):
    run("init", "mine", "--empty", "--place", "某某县")
    monkeypatch.chdir("mine")
    monkeypatch.setenv("ZCPLAN_DATA", str(folder))
    assert "Still empty" not in run("check").output
    assert "Still empty" in run("--data", "data", "check").output
    assert "Still empty" in run("check", "--data", "data").output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("data = 'data'\ndata = 'x'", "can't be read"),
        ('data = "D:\\zcplan"', "single quotation marks"),
        ("dta = 'data'", "“dta” can't be set"),
        ("data = 3", "“data” can't be set"),
        ("language = 'fr'", "zh or en"),
        ("data = 'nowhere'", "no such data folder"),
        ("templates = 'nowhere'", "no such template folder"),
        ("\xff", "can't be read"),
    ],
)
def test_wrong_settings_are_told_with_their_file(run, monkeypatch, text, words):
    monkeypatch.delenv("ZCPLAN_DATA")
    Path("zcplan.toml").write_bytes(text.encode("latin-1") if "\xff" in text else text.encode("utf-8-sig"))
    result = run("compare")
    assert result.exit_code == 2 and words in result.output


def test_the_settings_name_the_language(run, monkeypatch):
    Path("zcplan.toml").write_text("language = 'zh'\n", encoding="utf-8")
    monkeypatch.delenv("ZCPLAN_LANG")
    monkeypatch.setenv("LC_ALL", "C")
    assert "数据" in run("check").output


# --- empty -----------------------------------------------------------------------------------------


def test_an_empty_folder_is_sound_and_holds_no_foreign_row(run):
    run("init", "mine", "--empty", "--place", "某某县")
    assert run("--data", "mine", "check").exit_code == 0
    tables = {p.name: p.read_text(encoding="utf-8-sig").splitlines() for p in Path("mine/data").glob("*.csv")}
    assert len(tables) >= 11
    assert tables.pop("areas.csv")[1:] == ["whole,某某县,全县,,"]
    assert all(len(lines) == 1 for lines in tables.values())
    package = json.loads(Path("mine/data/datapackage.json").read_text(encoding="utf-8"))
    assert package["title"].startswith("某某县")
    own = "".join(p.read_text(encoding="utf-8-sig") for p in Path("mine").rglob("*") if p.suffix in (".csv", ".toml"))
    for area in ("周村", "淄博", "文昌湖"):
        assert area not in own + package["title"] + package["description"] + Path("mine", GUIDE).read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("place", "short"),
    [
        *(("某某省", "全省"), ("某某自治区", "全区"), ("某某市", "全市"), ("某某区", "全区"), ("某某镇", "全镇")),
        *(("某某经济技术开发区", "全区"), ("某某自治州", "全州"), ("某某旗", "全旗"), ("某某街道", "某某街道")),
    ],
)
def test_a_place_of_any_level_is_called_as_its_documents_do(run, place, short):
    run("init", "mine", "--empty", "--place", place)
    assert load(Path("mine/data")).place.called == short
    run("init", "other", "--empty", "--place", place, "--short", "我市")
    assert load(Path("other/data")).place.called == "我市"


@pytest.mark.slow
def test_frictionless_itself_finds_the_empty_package_valid(run):
    frictionless = pytest.importorskip("frictionless")
    run("init", "mine", "--empty", "--place", "某某县")
    report = frictionless.validate("mine/data/datapackage.json")
    assert report.valid, report.flatten(["title", "message"])


@pytest.mark.parametrize("words", [c for c in COMMANDS if c not in ("init", "completion", "templates", "check")])
def test_every_command_says_what_an_empty_folder_lacks(run, words):
    run("init", "mine", "--empty", "--place", "某某县")
    Path("draft.md").write_text("# 报告\n\n地区生产总值增长5%。\n", encoding="utf-8")
    given = {
        "make": ["brief"],
        "proof": ["draft.md"],
        "extract": ["draft.md"],
        "collect": ["draft.md"],
        "diff": ["mine"],
    }
    result = run("--data", "mine", words, *given.get(words, []))
    assert "unforeseen" not in result.output and "Traceback" not in result.output
    if words in ("build", "make", "compare", "show", "tasks", "progress", "reconcile"):
        assert result.exit_code == 2 and "still empty: documents.csv" in result.output
        assert "zcplan extract" in result.output


def test_templates_are_checked_without_data_as_far_as_they_can_be(run):
    run("init", "mine", "--empty", "--place", "某某县")
    result = run("--data", "mine", "templates", "check")
    assert result.exit_code == 0 and "brief.docx: sound" in result.output and "still empty" in result.output


@pytest.mark.parametrize("place", ["", " ", "=cmd|' /C calc'!A0", "长" * 41, "某\n\x07县"])
def test_what_can_not_be_a_place_is_refused(run, place):
    result = run("init", "mine", "--empty", "--place", place)
    assert result.exit_code == 2 and not Path("mine").exists()


def test_a_name_that_no_disk_takes_is_told(run, monkeypatch):
    monkeypatch.delenv("ZCPLAN_DEBUG")
    result = run("init", "x" * 300)
    assert result.exit_code == 1 and "can't be used" in result.output and "unforeseen" not in result.output


@pytest.mark.parametrize("args", [["--empty"], ["--place", "某某县"], ["--short", "全县"]])
def test_empty_and_place_go_together(run, args):
    assert run("init", "mine", *args).exit_code == 2
    assert not Path("mine").exists()


def test_a_run_that_was_killed_midway_can_be_run_again(tmp_path):
    code = """
import os, sys
from zcplan import files
real, left = files.write, [9]
def write(path, data, *more):
    left[0] -= 1
    if not left[0]:
        os._exit(9)
    return real(path, data, *more)
files.write = write
from zcplan.cli import cli
cli(["init", "mine"])
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path).returncode == 9
    assert not (tmp_path / "mine").exists()
    left = next(p for p in tmp_path.iterdir())
    os.utime(left, (0, 0))
    done = subprocess.run([sys.executable, "-m", "zcplan", "init", "mine"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0 and [p.name for p in tmp_path.iterdir()] == ["mine"]


def half_made(place, name, age=60):
    folder = place / name
    (folder / "data").mkdir(parents=True)
    os.utime(folder, (files._STARTED - age, files._STARTED - age))
    return folder


def test_what_runs_that_were_killed_left_is_swept_whatever_its_name_was_to_be(run, tmp_path):
    half_made(tmp_path, ".other.abcd_efg.zcplan")
    half_made(tmp_path, ".mine.abcdefgh.zcplan")
    assert run("init", "mine", "--empty", "--place", "某某县").exit_code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


@pytest.mark.skipif(files.fcntl is None, reason="no lock tells there")
def test_nothing_of_another_run_and_nothing_of_a_person_is_swept(run, tmp_path):
    live = half_made(tmp_path, ".other.abcdefgh.zcplan")
    newer = half_made(tmp_path, ".newer.abcdefgh.zcplan", age=-60)
    others = half_made(tmp_path, ".notes.abcdefgh.zcplan")
    (others / "notes.txt").write_text("x")
    os.utime(others, (0, 0))
    named = half_made(tmp_path, "mine.abcdefgh.zcplan")
    linked = tmp_path / ".link.abcdefgh.zcplan"
    linked.symlink_to(named)
    with files.held(live) as is_free:
        assert is_free and run("init", "mine", "--empty", "--place", "某某县").exit_code == 0
    assert {live, newer, others, named, linked} < set(tmp_path.iterdir()) and (named / "data").is_dir()


def test_a_folder_is_shown_to_other_runs_while_it_is_made(run, tmp_path, monkeypatch):
    write, seen = files.write, []

    def watched(path, data, *more):
        seen.extend(p for p in tmp_path.iterdir() if files.is_left(p))
        return write(path, data, *more)

    monkeypatch.setattr(files, "write", watched)
    monkeypatch.setattr(files, "_STARTED", files._STARTED + 3600)
    assert run("init", "mine", "--empty", "--place", "某某县").exit_code == 0 and seen == []


@pytest.mark.parametrize(
    "words", [("make", "plan-table"), pytest.param(("build",), marks=pytest.mark.slow)], ids=" ".join
)
def test_the_copied_folder_makes_the_same_documents(run, monkeypatch, words):
    monkeypatch.delenv("ZCPLAN_DATA")
    run("init", "mine")
    own = run("--data", "mine/data", "--templates", "mine/templates", *words, "2023", "-o", "own")
    assert own.exit_code == 0, own.output
    assert run(*words, "2023", "-o", "given").exit_code == 0
    made = {p.relative_to("own"): p.read_bytes() for p in Path("own").rglob("*") if p.is_file()}
    assert made
    assert made == {p.relative_to("given"): p.read_bytes() for p in Path("given").rglob("*") if p.is_file()}


def test_nothing_is_written_over(run):
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine")
    result = run("init", "mine")
    assert result.exit_code == 2
    assert "not empty" in result.output
    assert [p.name for p in Path("mine").iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_taken(run):
    Path("mine").mkdir()
    assert run("init", "mine").exit_code == 0


def test_a_file_in_the_way_is_kept_and_told(run):
    Path("mine").write_text("a file")
    result = run("init", "mine")
    assert result.exit_code == 2
    assert "a file of that name" in result.output
    assert Path("mine").read_text() == "a file"


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write anywhere")
def test_a_place_that_can_not_be_written_to_is_an_error(run):
    Path("shut").mkdir(mode=0o500)
    result = run("init", "shut/mine")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_the_guide_opens_in_notepad_and_names_only_commands_that_exist(run):
    run("init", "my plan")
    raw = Path("my plan", GUIDE).read_bytes()
    text = raw.decode("utf-8-sig")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n")
    lines = [line.split() for line in text.splitlines() if line.startswith("  zcplan")]
    assert {words[1] for words in lines} <= set(COMMANDS)
    # the turn of the year, in the order that the work goes
    commands = [words[1] for words in lines]
    assert commands[-9:-2] == ["extract", "extract", "undo", "check", "reconcile", "build", "proof"]
    assert commands[-2:] == ["collect", "progress"]
    assert "{{ }} 和 {% %}" in text
