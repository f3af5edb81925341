"""The command line as a newcomer meets it: help, language, forms, start-up, and errors without tracebacks."""

from __future__ import annotations

import ast
import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests import code
from tests.conftest import ROOT, Tool
from zcplan import __version__, cli, i18n
from zcplan.cli.parts.table import width

HEAVY = ("docx", "docxtpl", "openpyxl", "tabulate", "lxml", "jinja2", "wcwidth")


def every_command() -> list[tuple[str, ...]]:
    found = []
    for name in cli.COMMANDS:
        command = importlib.import_module(f"zcplan.cli.{name}").command
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, sub) for sub in command.commands]
    return found


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_has_help(tool: Tool, words: tuple[str, ...]) -> None:
    text = tool(*words, "--help").output
    assert text.startswith(f"Usage: zcplan {' '.join(words)}")
    assert len(text.splitlines()) > 4


def test_every_module_of_commands_is_on_the_list() -> None:
    helpers = {
        "__init__",
        "settings",
        "output",
        "produced",
        "suggest",
        "drafts",
        "draft_files",
        "proof_copies",
        "proof_output",
    }
    assert {p.stem for p in (ROOT / "zcplan" / "cli").glob("*.py")} - helpers == set(cli.COMMANDS)
    for name in cli.COMMANDS:
        assert importlib.import_module(f"zcplan.cli.{name}").command.name == name


def test_version(tool: Tool) -> None:
    assert tool("--version").output == f"zcplan {__version__}\n"


def test_a_slip_in_a_command_gets_an_answer_in_words() -> None:
    result = CliRunner().invoke(cli.cli, ["biuld"], prog_name="zcplan")
    assert result.exit_code == 2 and "No such command 'biuld'" in result.output


def test_the_unforeseen_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    import zcplan.dataset

    def broken(_folder: Path) -> None:
        raise RuntimeError("strange")

    monkeypatch.delenv("ZCPLAN_DEBUG")
    monkeypatch.setattr(zcplan.dataset, "load", broken)
    result = CliRunner().invoke(cli.cli, ["compare"], prog_name="zcplan")
    assert result.exit_code == 2
    assert "RuntimeError: strange" in result.output and "ZCPLAN_DEBUG" in result.output
    assert "Traceback" not in result.output


# --- language ---------------------------------------------------------------------------------------


def python(*words: str, **env: str) -> str:
    clean = {
        k: v for k, v in os.environ.items() if k not in ("ZCPLAN_LANG", "LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE")
    }
    done = subprocess.run(
        [sys.executable, *words],
        env={**clean, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("env", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.GBK"}, True),
        ({"LANG": "zh_CN.UTF-8", "ZCPLAN_LANG": "en"}, False),
        ({"LANG": "C", "ZCPLAN_LANG": "zh"}, True),
    ],
)
def test_help_and_errors_follow_the_locale(env: dict[str, str], chinese: bool) -> None:
    text = python("-m", "zcplan", "--help", **env)
    assert ("命令" in text, "用法" in text) == (chinese, chinese)
    text = python("-m", "zcplan", "compare", "1999", **env)
    assert ("错误：数据里没有 1999 年的内容" in text) == chinese


HELP_OF_EACH = """
import json, sys
from zcplan.cli import cli
for words in json.loads(sys.argv[1]):
    print(end="\f", flush=True)
    cli(words, prog_name="zcplan", standalone_mode=False)
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_fits_a_window_of_80_columns(language: str) -> None:
    calls = [[*words, "--help"] for words in ((), *every_command())]
    told = python("-c", HELP_OF_EACH, json.dumps(calls), ZCPLAN_LANG=language, COLUMNS="80").split("\f")[1:]
    assert len(told) == len(calls)
    for text in told:
        wide = [line for line in text.splitlines() if width(line) > 80]
        assert len(text) > 100 and wide == [], text


@lru_cache(maxsize=1)
def messages() -> set[str]:
    """Every message that the code hands to gettext."""
    return {message for path in code.ZCPLAN.rglob("*.py") for message in code.messages(path)}


def test_every_message_is_translated() -> None:
    chinese = i18n.translator("zh")
    assert len(messages()) > 150
    assert [m for m in sorted(messages()) if chinese(m) == m] == []


def test_no_message_hides_from_the_tool_that_collects_them() -> None:
    """pybabel reads no call inside an f-string."""
    hidden = []
    for path in code.ZCPLAN.rglob("*.py"):
        for text in code.nodes(path):
            if isinstance(text, ast.JoinedStr):
                names = [n.func.id for n in ast.walk(text) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
                hidden += [f"{path.name}:{text.lineno}" for name in names if name == "_"]
    assert hidden == []


def test_translations_keep_their_placeholders_and_the_compiled_catalogue_is_current() -> None:
    pofile = pytest.importorskip("babel.messages.pofile")
    folder = ROOT / "zcplan" / "locale" / "zh" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as handle:
        catalogue = pofile.read_po(handle)
    for message in catalogue:
        if not message.id:
            continue
        source = message.id[0] if isinstance(message.id, tuple) else message.id
        target = message.string[0] if isinstance(message.string, tuple) else message.string
        if source in messages():
            assert set(_fields(target)) == set(_fields(source)), source
        assert i18n.translator("zh")(source) == target or isinstance(message.id, tuple), source


def _fields(text: str) -> list[str]:
    import string

    try:
        return [name for _t, name, _s, _c in string.Formatter().parse(text) if name]
    except ValueError:
        return []


# --- start-up ---------------------------------------------------------------------------------------


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, zcplan.cli; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = python("-c", code).split()
    assert "click" in loaded and not set(HEAVY) & set(loaded)


def test_help_takes_at_most_twice_a_bare_click_program(tmp_path: Path) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text("import click\n@click.group()\ndef main(): pass\nmain()\n")

    def seconds(*command: str) -> float:
        start = time.perf_counter()
        python(*command)
        return time.perf_counter() - start

    for _attempt in range(5):
        pairs = [(seconds("-m", "zcplan", "--help"), seconds(str(bare), "--help")) for _ in range(3)]
        ratio = statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)
        if ratio <= 2:
            break
    assert ratio <= 2


# --- listings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize(
    "words", [("compare", "2023"), ("show",), ("show", "GDP"), ("tasks",), ("reconcile",), ("check",)]
)
def test_every_listing_has_every_form(tool: Tool, words: tuple[str, ...], form: str) -> None:
    result = tool(*words, "--format", form, code=None)
    assert result.exit_code in (0, 1)
    assert result.stdout or words == ("check",)


def test_chinese_columns_line_up(tool: Tool) -> None:
    from wcwidth import wcswidth

    lines = tool("compare", 2023, "--headline").stdout.splitlines()
    rule = lines[1]
    second = rule.index(" ") + 2
    for line in lines[2:]:
        width = 0
        for at, char in enumerate(line):
            if width == second:
                assert line[at - 2 : at] == "  " and char != " ", line
                break
            width += wcswidth(char)


def test_csv_stays_text_where_a_spreadsheet_would_compute(folder: Path, tool: Tool) -> None:
    path = folder / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("固定资产投资,亿元", "=1+1,亿元"), encoding="utf-8")
    assert "'=1+1" in tool("--data", folder, "show", "--format", "csv").stdout


def test_a_pipe_gets_no_progress_bar_and_no_colour(tmp_path: Path) -> None:
    text = python("-m", "zcplan", "make", "plan-table", "2023", "-o", str(tmp_path))
    assert "\x1b" not in text and "%" not in text
