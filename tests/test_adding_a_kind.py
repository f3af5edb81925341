"""The contributor's page keeps its word: the kind that it adds, taken from the page, works as it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the page's files in it."""
    root = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in ("zcplan", "data", "templates"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    shutil.copytree(ROOT / "tests" / "data", root / "tests" / "data")
    for name in ("__init__.py", "conftest.py"):
        shutil.copy(ROOT / "tests" / name, root / "tests")
    blocks = re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)
    assert [path for path, _code in blocks] == [
        "zcplan/reports/workload.py",
        "make_template.py",
        "tests/test_workload.py",
    ]
    for path, code in blocks:
        (root / path).write_text(code, encoding="utf-8")
    run(root, "make_template.py")
    return root


def run(root: Path, *args: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1", "ZCPLAN_LANG": "en"}
    done = subprocess.run(
        [sys.executable, *args], cwd=root, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_commands_of_the_page_work(copy: Path) -> None:
    commands = [line.split()[1:] for line in PAGE.splitlines() if re.match(r"zcplan .*workload", line)]
    assert len(commands) == 2
    for words in commands:
        run(copy, "-m", "zcplan", *words)
    assert (copy / "out" / "2023" / "2023年部门任务数量表.docx").is_file()


def test_the_test_of_the_page_passes(copy: Path) -> None:
    assert "1 passed" in run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_workload.py")


def test_the_code_of_the_page_is_clean(copy: Path) -> None:
    pytest.importorskip("ruff")
    shutil.copy(ROOT / "pyproject.toml", copy)
    run(copy, "-m", "ruff", "check", "zcplan/reports/workload.py")
    run(copy, "-m", "ruff", "format", "--check", "zcplan/reports/workload.py")


def test_every_file_and_folder_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:[\w-]+/)*[\w-]+(?:\.py|\.md|\.json|\.po|/))`", PAGE))
    rooms = {n for n in named if not n.endswith(("workload.py",))}
    missing = [n for n in rooms if not (ROOT / n).exists() and not (ROOT / "zcplan" / n).exists()]
    assert len(rooms) > 20 and missing == []
