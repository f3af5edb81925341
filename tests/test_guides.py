"""The guides keep their word: commands run, tags are read, filters exist, both languages say the same."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests import county
from tests.conftest import ROOT, Tool, is_long, whole_or_quick
from zcplan.render.environment import environment
from zcplan.render.lint.tags import Room

DOCS = ROOT / "docs"
PAGES = ("guide.md", "guide.zh-CN.md", "templates.md", "templates.zh-CN.md", "contributing.md")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands(name: str) -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", page(name), re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("name", PAGES)
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page(name)):
        assert target.startswith("http") or (DOCS / target).exists(), target


@pytest.mark.parametrize(("one", "other"), [("guide.md", "guide.zh-CN.md"), ("templates.md", "templates.zh-CN.md")])
def test_both_languages_have_the_same_commands_tags_and_pictures(one: str, other: str) -> None:
    assert commands(one) == commands(other)
    assert tags(one) == tags(other)
    assert [p for _alt, p in pictures(one)] == [p for _alt, p in pictures(other)]
    assert page(one).count("\n## ") == page(other).count("\n## ")


def pictures(name: str) -> list[tuple[str, str]]:
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page(name))


def tags(name: str) -> list[str]:
    """The tags of the page that it does not warn of."""
    text = re.split(r"\n## (?:What to avoid|不要这样)", page(name))[0].replace("\\|", "|")
    code = re.findall(r"`([^`\n]+)`", text)
    return [t for c in code for t in re.findall(r"\{[{%][^}]*\w[^}]*[%}]\}", c)]


@whole_or_quick
@pytest.mark.parametrize("name", [pytest.param("guide.md", marks=pytest.mark.slow), "templates.md"])
def test_every_command_of_a_guide_runs(
    name: str, tool: Tool, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_whole: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "returned").mkdir()
    county.write(tmp_path)
    lines = [words[1:] for words in commands(name) if words[0] == "zcplan"]
    assert len(lines) >= 3
    for words in lines:
        if not is_whole and is_long(words):
            if "check" not in words:  # what it would make was made before
                target = words[words.index("-o") + 1] if "-o" in words else "out/2023"
                shutil.copytree(built, tmp_path / target, dirs_exist_ok=True)
            continue
        if "collect" in words:
            ledger = next((tmp_path / "台账").rglob("*科技局*.xlsx"))
            (tmp_path / "returned" / "科技局.xlsx").write_bytes(ledger.read_bytes())
        result = tool(*words, code=None)
        assert result.exit_code == (1 if "reconcile" in words else 0), (words, result.output)


@pytest.mark.parametrize("name", ["templates.md", "templates.zh-CN.md"])
def test_every_tag_of_the_page_can_be_read(name: str) -> None:
    room = Room()
    for text in tags(name):
        room.tags += [tag for _start, _end, tag in room.read(text.replace("…", "x in y"), text)]
    wrong = [f for f in room.findings() if f.code not in ("unpaired", "unlike-pair")]
    assert len(room.tags) > 30 and wrong == []


@pytest.mark.parametrize("name", ["templates.md", "templates.zh-CN.md"])
def test_the_page_lists_every_filter(name: str) -> None:
    (row,) = [line for line in page(name).splitlines() if line.startswith(("| filters |", "| 过滤器 |"))]
    assert set(re.findall(r"`(\w+)[`(]", row)) == set(environment(autoescape=False).filters) - {"d"}
