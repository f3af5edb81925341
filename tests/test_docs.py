"""The documentation says what the code does: made pages are current, both READMEs name every command and kind."""

from __future__ import annotations

import ast
import os
import re

import pytest

from tests import code, docs_pages, wording_page
from tests.conftest import ROOT, reads_the_code
from zcplan import cli
from zcplan.reports import kinds
from zcplan.reports.parts.writer import Writer

READMES = ("README.md", "README.zh-CN.md")


def pages(writer: Writer) -> dict[str, str]:
    return {
        "data-dictionary.md": docs_pages.data_dictionary(),
        "template-variables.md": docs_pages.template_variables(writer, (2023, 2024, 2022)),
        "commands.md": docs_pages.commands(),
        "data-dictionary.zh-CN.md": docs_pages.data_dictionary(docs_pages.CHINESE),
        "commands.zh-CN.md": docs_pages.commands_in_chinese(),
        "wording.md": wording_page.page(writer),
    }


def test_made_pages_are_current(writer: Writer) -> None:
    for name, text in pages(writer).items():
        path = docs_pages.DOCS / name
        if os.environ.get("ZCPLAN_UPDATE_DOCS"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{name}: run with ZCPLAN_UPDATE_DOCS=1"


@pytest.mark.parametrize("readme", READMES)
def test_readmes_name_every_command_and_every_kind(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [c for c in cli.COMMANDS if f"`{c}" not in text and f"zcplan {c}" not in text] == []
    assert [k for k in kinds() if f"`{k}`" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_links_and_pictures_exist(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_both_readmes_have_the_same_command_lines() -> None:
    one, other = (re.findall(r"```sh\n(.*?)```", (ROOT / r).read_text(encoding="utf-8"), re.DOTALL) for r in READMES)
    assert one == other and len(one) >= 3


def test_ci_runs_the_readmes_lines() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2 and "zcplan build" in lines[0] and "pytest" in lines[1]
    assert 'line "' not in text and "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_changelog_has_this_version() -> None:
    from zcplan import __version__

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE)
    assert "## [Unreleased]" in text


# --- the rooms of the code ---------------------------------------------------------------------------


def rooms() -> list[tuple[str, ...]]:
    """The rows of the contributor's table: modules and folders of each room, in the order of the data's way."""
    text = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    table = text.partition("| room |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    return [tuple(re.findall(r"`([\w/.]+)`", row)) for row in rows]


def _room_of(path: str) -> int:
    return next(n for n, names in enumerate(rooms()) if path in names or path.partition("/")[0] + "/" in names)


@reads_the_code
def test_the_table_of_rooms_names_every_module_and_nothing_else() -> None:
    there = {p.relative_to(ROOT / "zcplan").as_posix() for p in (ROOT / "zcplan").glob("*.py")} - {"__init__.py"}
    there |= {f"{p.parent.name}/" for p in (ROOT / "zcplan").glob("*/__init__.py")}
    named = [name for row in rooms() for name in row]
    assert sorted(named) == sorted(there)


@reads_the_code
def test_a_room_imports_only_the_rooms_before_it() -> None:
    wrong = []
    for path in (ROOT / "zcplan").rglob("*.py"):
        own = path.relative_to(ROOT / "zcplan").as_posix()
        if own == "__init__.py":
            continue
        for node in code.nodes(path):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("zcplan"):
                continue
            below = (node.module or "").split(".")[1:] or [alias.name for alias in node.names]
            for name in below[:1]:
                other = f"{name}.py" if (ROOT / "zcplan" / f"{name}.py").exists() else f"{name}/"
                if other != "__version__/" and _room_of(other) > _room_of(own):
                    wrong.append(f"{own}: {other}")
    assert wrong == []
