"""Listings on a terminal: they fit its window, colour helps and can be switched off, a pipe gets everything."""

from __future__ import annotations

import os
import re
import struct
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Tool
from zcplan import resources
from zcplan.cli.parts.table import Column, broken, drawn, fitted, width
from zcplan.i18n import translator
from zcplan.reports.parts import phrases

pty = pytest.importorskip("pty")


def on_terminal(*words: object, columns: int = 80, lines: int = 200, **env: str) -> str:
    """What a call prints in a terminal's window."""
    import fcntl
    import termios

    parent, child = os.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    import subprocess

    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    run = subprocess.Popen(
        [sys.executable, "-m", "zcplan", *map(str, words)],
        stdin=child, stdout=child, stderr=subprocess.DEVNULL, cwd=ROOT,
        env={**clean, "TERM": "xterm", "PAGER": "cat", **env},
    )  # fmt: skip
    os.close(child)
    told = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        if not part:
            break
        told += part
    run.wait()
    os.close(parent)
    return told.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("columns", [40, 100, *(pytest.param(n, marks=pytest.mark.slow) for n in (60, 80))])
@pytest.mark.parametrize("words", [("compare", "2023", "--headline"), ("show", "工业"), ("tasks", "--role", "lead")])
def test_no_line_is_wider_than_the_window(words: tuple[str, ...], columns: int) -> None:
    lines = plain(on_terminal(*words, columns=columns)).splitlines()
    assert len(lines) > 4
    assert max(map(width, lines)) <= columns, max(lines, key=width)


def test_wide_shows_every_column_in_full() -> None:
    told = plain(on_terminal("tasks", "--role", "lead", "--wide", columns=60))
    assert "Targets" in told and "Document" in told
    assert "Document" not in plain(on_terminal("tasks", "--role", "lead", columns=60))


def test_verdicts_are_coloured_on_a_terminal_and_nowhere_else(tool: Tool) -> None:
    assert "\x1b[31mmissed" in on_terminal("compare", "2023", "--headline")
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b[3" not in on_terminal("compare", "2023", "--headline", **env)
    assert "\x1b" not in tool("compare", 2023, "--headline").output


def test_what_is_longer_than_the_window_goes_through_the_pager(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    pager = tmp_path / "pager.sh"
    pager.write_text(f"#!/bin/sh\ncat > {seen}\n")
    pager.chmod(0o755)
    on_terminal("compare", "2023", lines=20, PAGER=str(pager))
    assert "地区生产总值" in seen.read_text(encoding="utf-8")
    seen.unlink()
    assert "地区生产总值" in on_terminal("compare", "2023", "--headline", lines=100, PAGER=str(pager))
    assert not seen.exists()


def test_a_pipe_gets_every_column_on_one_line(tool: Tool) -> None:
    lines = tool("tasks", "--role", "lead").stdout.splitlines()
    assert lines[0].split() == ["Document", "No.", "Task", "Lead", "Support", "Responsible", "Targets"]
    assert max(map(width, lines)) > 200


def test_columns_are_chosen_and_ordered_by_name(tool: Tool) -> None:
    told = tool("compare", 2023, "--columns", "verdict, name", "--format", "csv").stdout
    assert told.splitlines()[0] == "Verdict,Indicator"
    assert tool("compare", 2023, "--columns", "Verdict，Indicator", "--format", "csv").stdout == told
    result = tool("compare", 2023, "--columns", "verdct", code=2)
    assert "name (Indicator)" in result.stderr and "verdict" in result.stderr


# --- compare and show ------------------------------------------------------------------------------


def test_compare_by_group_and_by_department(tool: Tool) -> None:
    everything = tool.json("compare", 2023)
    group = {r["indicator"] for r in tool.json("compare", 2023, "--group", "农业")}
    assert group and group < {r["indicator"] for r in everything}
    mine = {r["indicator"] for r in tool.json("compare", 2023, "--department", "区科技局")}
    targets = {t["indicator"] for d in tool.json("tasks", "--department", "区科技局") for t in d["targets"]}
    assert mine and mine <= targets
    assert "There are: 综合" in tool("compare", 2023, "--group", "没有这个组", code=2).stderr
    assert "区审计局" in tool("compare", 2023, "--department", "区审计局", code=2).stderr


def test_compare_in_another_order(tool: Tool) -> None:
    plan = tool.json("compare", 2023)
    by_verdict = [r["verdict"] for r in tool.json("compare", 2023, "--sort", "verdict")]
    order = ["missed", "near", "judge", "met", "exceeded", "undisclosed"]
    assert by_verdict == sorted(by_verdict, key=order.index)
    for key in ("name", "group", "target", "result", "difference"):
        found = tool.json("compare", 2023, "--sort", key)
        assert sorted(map(str, found)) == sorted(map(str, plan)), key
    assert [r["name"] for r in tool.json("compare", 2023, "--sort", "name")] == sorted(r["name"] for r in plan)
    first = tool.json("compare", 2023, "--sort", "difference")[0]
    assert first["verdict"] == "missed"


def test_show_lists_every_match_and_tells_the_history_of_one(tool: Tool) -> None:
    names = [r["name"] for r in tool.json("show", "粮食")]
    assert len(names) > 1 and all("statements" in r for r in tool.json("show", "粮食"))
    assert "evidence" in tool.json("show", "GDP")[0]
    assert {r["indicator"] for r in tool.json("show", "地区生产总值")} == {"gdp"}


def test_words_stand_in_chinese_listings_and_no_ids(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZCPLAN_LANG", "zh")
    for words in (("tasks", "2023"), ("compare", "2023"), ("reconcile", "2023", "--format", "csv"), ("show", "GDP")):
        told = tool(*words, code=None).stdout
        assert not re.search(r"\b(?:plan-2023|green-tasks-2023|work-report-2023|zhoucun|science-bureau)\b", told), words


def test_one_word_for_one_thing_on_screen_and_on_paper() -> None:
    standard = resources.template(phrases.FILE)
    told = phrases.load(standard, standard)
    zh = translator("zh")
    words = {
        "exceeded": "exceeded",
        "met": "met",
        "missed": "missed",
        "undisclosed": "undisclosed",
        "judge": "to be judged",
    }
    assert {key: zh(word) for key, word in words.items()} == {key: told(f"verdict.{key}") for key in words}


def test_csv_and_markdown_of_reconcile_carry_statements_and_places(tool: Tool) -> None:
    records = tool.json("reconcile", 2023, code=1)
    for form in ("csv", "markdown"):
        told = tool("reconcile", 2023, "--format", form, code=1).stdout
        for statement in records[0]["statements"]:
            assert statement["figure"] in told and statement["locator"] in told and statement["evidence"] in told


# --- the parts -------------------------------------------------------------------------------------


def test_text_is_broken_between_words_and_nothing_is_lost() -> None:
    text = "完成投资1234.56亿元，增长5.5%左右；PM2.5平均浓度42微克/立方米。"
    for room in range(4, 60):
        lines = broken(text, room)
        assert "".join(lines) == text
        assert all(width(line) <= max(room, 8) for line in lines)
        assert not any(line[0] in "，；。%" for line in lines[1:] if room >= 12)


def test_columns_give_way_by_rank_and_the_first_never_does() -> None:
    columns = [Column("a", rank=0, wraps=True), Column("b", rank=1), Column("c", rank=3), Column("d", rank=2)]
    rows = [["名" * 20, "bbbb", "cccc", "dddd"]]
    assert fitted(columns, rows, 100) == ([0, 1, 2, 3], [40, 4, 4, 4])
    assert fitted(columns, rows, 40)[0] == [0, 1, 2, 3]
    assert [fitted(columns, rows, room)[0] for room in (31, 25, 19, 8)] == [[0, 1, 3], [0, 1], [0], [0]]
    assert drawn(columns, rows, 10).splitlines()[0].strip() == "a"


def test_an_empty_table_is_its_heads() -> None:
    assert drawn([Column("a"), Column("bc")], []) == "a  bc\n-  --"
