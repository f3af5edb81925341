"""The package: built as wheel and sdist, it works from another folder, with no checkout near."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build")
    source = tmp_path_factory.mktemp("source") / "zcplan"
    ignored = shutil.ignore_patterns(".git", "out", "build", "dist", "*.egg-info", ".venv", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, source, ignore=ignored)
    target = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(target), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return target


def test_data_templates_and_messages_are_in_the_wheel(dist: Path) -> None:
    wheel = next(dist.glob("*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("data", "templates"):
        for path in (ROOT / folder).iterdir():
            if path.is_file():
                assert f"zcplan/{folder}/{path.name}" in names
    assert "zcplan/locale/zh/LC_MESSAGES/messages.mo" in names
    assert not [n for n in names if n.startswith(("tests/", "data/", "templates/"))]


def test_the_wheel_works_from_another_folder(dist: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    wheel = next(dist.glob("*.whl"))
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)], check=True
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        [sys.executable, "-m", "zcplan", "build", "2023"], cwd=elsewhere, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len(list((elsewhere / "out" / "2023").glob("2023年*"))) >= 5


def test_the_wheel_is_typed(dist: Path) -> None:
    assert "zcplan/py.typed" in zipfile.ZipFile(next(dist.glob("*.whl"))).namelist()


def test_the_sdist_tests_itself(dist: Path, tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    root = next(tmp_path.iterdir())
    some = ["test_docs", "test_tasks", "test_check"]
    env = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/{name}.py" for name in some)],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_citation_names_this_version() -> None:
    from zcplan import __version__

    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {__version__}\n" in text and text.startswith("cff-version: 1.2.0\n")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    day = re.search(r"date-released: (\S+)", text)
    assert day and f"## [{__version__}] - {day[1]}" in changes


def test_the_sdist_holds_what_the_wheel_is_made_of(dist: Path) -> None:
    import tarfile

    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {n.split("/", 1)[1] for n in archive.getnames() if "/" in n}
    assert {"setup.py", "README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE", "tests/conftest.py"} <= names
    assert {f"data/{p.name}" for p in (ROOT / "data").iterdir() if p.is_file()} <= names
