"""A folder of one's own: complete, sound, builds as it is, and nothing is written over."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from zcplan import resources
from zcplan.cli import COMMANDS, cli
from zcplan.cli.init import GUIDE


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("ZCPLAN_LANG", "en")
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(cli, [*args])


def test_the_folder_holds_data_templates_and_a_guide(run):
    result = run("init", "mine")
    assert result.exit_code == 0, result.output
    for name in ("data", "templates"):
        ours = {p.name: p.read_bytes() for p in Path("mine", name).iterdir()}
        theirs = {p.name: p.read_bytes() for p in resources.bundled(name).iterdir() if p.suffix != ".py"}
        assert ours == {n: b for n, b in theirs.items() if not n.startswith((".", "__"))}
    assert GUIDE in result.output


def test_the_copied_folder_passes_check(run):
    run("init", "mine")
    assert run("--data", "mine/data", "check").exit_code == 0
    assert run("--templates", "mine/templates", "templates", "check").exit_code == 0


@pytest.mark.slow
def test_the_copied_folder_builds_the_same_documents(run):
    run("init", "mine")
    own = run("--data", "mine/data", "--templates", "mine/templates", "build", "2023", "-o", "own")
    assert own.exit_code == 0, own.output
    assert run("build", "2023", "-o", "given").exit_code == 0
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
    lines = [line.strip() for line in text.splitlines() if line.startswith("  zcplan")]
    assert all('--data "my plan/data"' in line for line in lines)
    commands = [re.sub(r'--\w+ "[^"]*" ', "", line).split()[1] for line in lines]
    assert set(commands) <= set(COMMANDS)
    # the turn of the year, in the order that the work goes
    assert commands[-8:-2] == ["extract", "extract", "check", "reconcile", "build", "proof"]
    assert commands[-2:] == ["collect", "progress"]
    assert "{{ }} 和 {% %}" in text
