"""Building: the same input gives the same bytes, a person's changes are kept, nothing is half-written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.conftest import ROOT, Tool
from zcplan import files
from zcplan.errors import TemplateError
from zcplan.render import package
from zcplan.render.package import is_untouched

KINDS_2023 = {
    "2023年指导计划表.docx",
    "2023年指导计划表.xlsx",
    "2023年计划执行对比.docx",
    "2023年计划执行对比.xlsx",
    "2023年计划执行简报.docx",
}


def contents(folder: Path) -> dict[str, bytes]:
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith(".zcplan")]
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def run(folder: Path, *args: object, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zcplan", *map(str, args)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_it_makes_every_kind(built: Path) -> None:
    assert set(contents(built)) >= KINDS_2023
    assert all(is_untouched(data) for data in contents(built).values())


def test_a_property_that_a_person_added_is_a_change_too(built: Path) -> None:
    data = (built / "2023年计划执行简报.docx").read_bytes()
    parts = package.unpack(data, "")
    custom = parts["docProps/custom.xml"]
    own = custom[custom.index(b"<property") : custom.rindex(b"</Properties>")]
    added = own.replace(b"zcplan-fingerprint", b"checked-by").replace(b'pid="2"', b'pid="3"')
    assert is_untouched(package.pack(parts)) and added != own
    changed = {**parts, "docProps/custom.xml": custom.replace(b"</Properties>", added + b"</Properties>")}
    assert not is_untouched(package.pack(changed))


def test_a_templates_own_properties_are_kept_and_counted(built: Path) -> None:
    parts = package.unpack((built / "2023年计划执行简报.docx").read_bytes(), "")
    custom = parts["docProps/custom.xml"].replace(b"zcplan-fingerprint", b"theirs").replace(b'pid="2"', b'pid="x"')
    sealed = package.seal({**parts, "docProps/custom.xml": custom}, datetime(2023, 1, 1, tzinfo=timezone.utc))
    assert is_untouched(sealed) and b"theirs" in package.unpack(sealed, "")["docProps/custom.xml"]
    with pytest.raises(TemplateError):
        package.seal({**parts, "docProps/custom.xml": custom[:-9]}, datetime(2023, 1, 1, tzinfo=timezone.utc))


def test_the_year_may_be_left_out(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tool("make", "brief")
    assert (tmp_path / "out" / "2023" / "2023年计划执行简报.docx").is_file()


PLACES = (
    {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/New_York", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "77", "ZCPLAN_LANG": "zh"},
)


def test_the_same_bytes_whatever_place_zone_locale_and_hash_seed(tool: Tool, county: Path, tmp_path: Path) -> None:
    tool("--data", county, "build", 2031, "-o", tmp_path / "here")
    for n, env in enumerate(PLACES[1:]):
        place = tmp_path / f"有 空格 {n}"
        place.mkdir()
        done = run(place, "--data", county, "build", 2031, **env)
        assert done.returncode == 0, done.stderr
        assert contents(place / "out" / "2031") == contents(tmp_path / "here")


@pytest.mark.slow
@pytest.mark.parametrize("env", PLACES, ids=["east", "west"])
def test_the_same_bytes_of_a_whole_year_whatever_place(built: Path, tmp_path: Path, env: dict[str, str]) -> None:
    done = run(tmp_path, "build", 2023, **env)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "out" / "2023") == contents(built)


def test_source_date_epoch_is_honoured(tmp_path: Path) -> None:
    one = run(tmp_path, "make", "brief", 2023, "-o", "a.docx", SOURCE_DATE_EPOCH="1000000000")
    assert one.returncode == 0
    assert Document(str(tmp_path / "a.docx")).core_properties.modified.year == 2001


def test_a_second_build_changes_nothing(tool: Tool, tmp_path: Path) -> None:
    tool("make", "plan-table", 2023, "-o", tmp_path)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.iterdir()}
    result = tool("make", "plan-table", 2023, "-o", tmp_path)
    assert result.stdout.count("unchanged") == 2
    assert {p: p.stat().st_mtime_ns for p in tmp_path.iterdir()} == before


def test_a_file_that_a_person_changed_is_kept_until_forced(tool: Tool, tmp_path: Path) -> None:
    tool("make", "plan-table", 2023, "-o", tmp_path)
    word, excel = tmp_path / "2023年指导计划表.docx", tmp_path / "2023年指导计划表.xlsx"
    document = Document(str(word))
    document.add_paragraph("手工补充")
    document.save(str(word))
    book = load_workbook(excel)
    book.active["C4"] = 999
    book.save(excel)
    edited = contents(tmp_path)
    result = tool("make", "plan-table", 2023, "-o", tmp_path, code=1)
    assert contents(tmp_path) == edited
    assert result.stdout.count("kept") == 2 and "--force" in result.stderr
    tool("make", "plan-table", 2023, "-o", tmp_path, "--force")
    assert load_workbook(excel).active["C4"].value == pytest.approx(251.2)


def test_a_file_that_is_no_output_of_ours_is_kept(tool: Tool, tmp_path: Path) -> None:
    target = tmp_path / "mine.docx"
    target.write_text("important")
    tool("make", "brief", 2023, "-o", target, code=1)
    assert target.read_text() == "important"


def test_other_data_replace_an_untouched_output(tool: Tool, tmp_path: Path, folder: Path) -> None:
    tool("make", "plan-table", 2023, "-o", tmp_path / "out")
    path = folder / "tables.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("服务业增加值", "第三产业增加值"), encoding="utf-8")
    result = tool("--data", folder, "make", "plan-table", 2023, "-o", tmp_path / "out")
    assert result.stdout.count("made") == 2


def test_one_obstacle_does_not_stop_the_rest(tool: Tool, tmp_path: Path, county: Path) -> None:
    (tmp_path / "2031年计划执行简报.docx").mkdir()
    result = tool("--data", county, "build", 2031, "-o", tmp_path, code=1)
    assert "a folder stands where the file should be" in result.stderr
    assert (tmp_path / "2031年指导计划表.docx").is_file()


def test_a_file_where_a_folder_should_be_is_said(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    result = tool("make", "brief", 2023, "-o", tmp_path / "out" / "2023", code=2)
    assert "a file stands where a folder should be" in result.stderr


def test_a_write_that_fails_leaves_the_old_file_and_no_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def locked(_source: str, _target: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "replace", locked)
    with pytest.raises(files.OutputError) as caught:
        files.write(target, b"new")
    assert "open in another program" in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"] and target.read_bytes() == b"old"

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(files.OutputError) as caught:
        files.write(target, b"new")
    assert "disk is full" in str(caught.value)
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"] and target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../区科技局", "区科技局"),
        ("a/b\\c:d", "a_b_c_d"),
        ("CON", "_CON"),
        ("nul.docx", "_nul.docx"),
        ("..", "_"),
        ("长" * 200, "长" * 80),
        ("带 空格", "带 空格"),
    ],
)
def test_a_name_from_data_stays_a_file_name(name: str, safe: str) -> None:
    assert files.file_name(name) == safe


def test_a_kind_or_a_suffix_that_is_none_is_said(tool: Tool, tmp_path: Path) -> None:
    assert "Choose one of:" in tool("make", "xyz", 2023, code=2).stderr
    assert "does not make one .xlsx" in tool("make", "brief", 2023, "-o", tmp_path / "b.xlsx", code=2).stderr


def test_nothing_to_make_is_an_error(tool: Tool, tmp_path: Path) -> None:
    result = tool("build", 1999, "-o", tmp_path / "out", code=2)
    assert "1999" in result.stderr and not (tmp_path / "out").exists()


def test_pdf_without_libreoffice_is_one_clear_sentence_and_nothing_is_made(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zcplan.render.pdf._PROGRAMS", ())
    monkeypatch.setattr("zcplan.render.pdf._PLACES", ())
    result = tool("make", "plan-table", 2023, "--pdf", "-o", tmp_path / "out", code=2)
    assert "--pdf needs LibreOffice, which is not installed" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_pdf_stands_beside_each_file(tool: Tool, tmp_path: Path) -> None:
    tool("make", "plan-table", 2023, "--pdf", "-o", tmp_path)
    made = sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".pdf")
    assert made == ["2023年指导计划表.pdf", "2023年指导计划表（表格）.pdf"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in made)
