"""Completion: each shell gets its script, and a word that is begun gets what it may become, without heavy imports."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from tests.conftest import ROOT, Tool
from tests.test_cli import HEAVY, every_command
from zcplan import cli
from zcplan.cli.completion import SHELLS, VARIABLE, PowerShellComplete
from zcplan.reports import kinds

MARK = {
    "bash": "complete -o nosort",
    "zsh": "compdef",
    "fish": "complete --no-files",
    "powershell": "Register-Argument",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(tool: Tool, shell: str) -> None:
    text = tool("completion", shell).stdout
    assert MARK[shell] in text and VARIABLE in text and "%(" not in text


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_bash_takes_the_script(tool: Tool) -> None:
    done = subprocess.run(["bash", "-n"], input=tool("completion", "bash").stdout, text=True, check=False)
    assert done.returncode == 0


def offered(*words: str) -> list[str]:
    """What is offered for the last word."""
    complete = ShellComplete(cli.cli, {}, "zcplan", VARIABLE)
    return [item.value for item in complete.get_completions(list(words[:-1]), words[-1])]


def test_commands_and_options_are_offered() -> None:
    assert offered("") == list(cli.COMMANDS)
    assert offered("co") == ["compare", "collect", "completion"]
    assert "--force" in offered("build", "--")
    assert offered("templates", "ch") == ["check"]


def test_kinds_years_indicators_departments_and_templates_are_offered() -> None:
    assert offered("make", "") == list(kinds())
    assert offered("make", "plan-") == ["plan-report", "plan-table"]
    assert offered("build", "202")[:1] >= ["2023"] and offered("make", "brief", "2023") == ["2023"]
    assert "地区生产总值" in offered("show", "地区") and "gdp" in offered("show", "gd")
    assert "区科技局" in offered("tasks", "--department", "区科")
    assert "区科技局" in offered("make", "assignment", "2023", "--department", "区")
    assert "brief.docx" in offered("templates", "check", "br")


def test_it_goes_by_the_data_folder_that_was_typed(folder: Path, tmp_path: Path) -> None:
    path = folder / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("地区生产总值", "县生产总值"), encoding="utf-8-sig")
    assert "县生产总值" in offered("--data", str(folder), "show", "县")
    assert offered("--data", str(tmp_path / "nowhere"), "show", "县") == []


def completed(code: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", *(("-c", code) if code else ("-m", "zcplan"))],
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(("words", "incomplete"), [("zcplan\nshow\n地区", "地区"), ("zcplan\nshow", "地区")])
def test_powershell_gets_a_line_each(words: str, incomplete: str) -> None:
    done = completed(**{VARIABLE: "powershell_complete", "COMP_WORDS": words, "COMP_CWORD": incomplete})
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["plain", "地区生产总值", "gdp"] in lines and not done.stderr


def test_powershell_gets_its_script_by_clicks_protocol() -> None:
    assert "Register-ArgumentCompleter" in completed(**{VARIABLE: "powershell_source"}).stdout
    assert PowerShellComplete(cli.cli, {}, "zcplan", VARIABLE).func_name == "_zcplan_completion"


@pytest.mark.parametrize("words", ["zcplan show 地", "zcplan make br", "zcplan tasks --department 区"])
def test_completion_imports_nothing_heavy(words: str) -> None:
    code = (
        "import sys\nfrom zcplan.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print(*sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    )
    number = str(len(words.split()) - 1)
    done = completed(code, **{VARIABLE: "bash_complete", "COMP_WORDS": words, "COMP_CWORD": number})
    assert done.stdout.startswith("plain,") and "click" in done.stderr
    assert not set(HEAVY) & set(done.stderr.split())


# --- examples and colours ---------------------------------------------------------------------------


def command_of(words: tuple[str, ...]) -> click.Command:
    command = importlib.import_module(f"zcplan.cli.{words[0]}").command
    return command.commands[words[1]] if len(words) > 1 else command


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_has_an_example_that_it_understands(tool: Tool, words: tuple[str, ...]) -> None:
    text = tool(*words, "--help").output
    examples = re.findall(r"zcplan (.+)", text.split("Options:")[1].replace("\n  ", " "))
    assert examples, text
    typed = re.split(r"[|)]", examples[-1])[0].split()
    assert words[0] in typed
    root = click.Context(cli.cli, info_name="zcplan", resilient_parsing=True, **cli.cli.context_settings)
    rest = cli.cli.parse_args(root, list(typed)) or []
    protected = [*root._protected_args, *root.args] if hasattr(root, "_protected_args") else rest
    name, command, rest = cli.cli.resolve_command(root, list(protected))
    if isinstance(command, click.Group) and len(words) > 1:
        inner = click.Context(command, info_name=name, parent=root)
        name, command, rest = command.resolve_command(inner, rest)
    if not isinstance(command, click.Group):
        command.make_context(name, rest, parent=root, resilient_parsing=False)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {}])
def test_no_colour_reaches_a_pipe(env: dict[str, str]) -> None:
    every = ("compare 2023 --headline", "templates check brief.docx")
    for words in every[:1] if env else every:
        code = f"import sys; sys.argv = ['zcplan', *{words.split()!r}]; from zcplan.cli import main; main()"
        done = completed(code, **env)
        assert "\x1b" not in done.stdout + done.stderr and done.stdout


def test_a_pipe_that_closes_early_is_no_error() -> None:
    code = "import sys; sys.argv = ['zcplan', 'show', '--format', 'json']; from zcplan.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.wait()
