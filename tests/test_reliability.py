"""Nothing is lost and nothing hangs: killed at any moment, on a full disk, with a thousand damaged inputs."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import hostile, ledgers
from tests.conftest import ROOT, Tool, few_or, writer_of
from tests.test_other_district import small_county
from zcplan import files, resources
from zcplan.dataset import check, load
from zcplan.errors import OutputError, ZcplanError
from zcplan.ledgers.collect import File, read_file
from zcplan.ledgers.questions import Questions
from zcplan.model import Dataset
from zcplan.render import lint, package
from zcplan.render.produce import render
from zcplan.reports import each_kind
from zcplan.reports import outputs as of_kind
from zcplan.reports.parts.layout import Output

SEED = int(os.environ.get("ZCPLAN_SEED", "20230425"))
"""Another one searches further."""
SECONDS = 10
"""What a case may take: the slowest are those that use up the whole budget of a template."""


def contents(folder: Path) -> dict[str, bytes]:
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith(".zcplan")]
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def start(*args: object, cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "zcplan", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


# --- killed -----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="kills a process group")
@pytest.mark.slow
@pytest.mark.parametrize("number", [50])
def test_a_build_killed_at_any_moment_leaves_each_file_old_or_new_and_whole(
    tool: Tool, county: Path, tmp_path: Path, number: int
) -> None:
    other = shutil.copytree(county, tmp_path / "other")
    tables = other / "tables.csv"
    tables.write_text(tables.read_text(encoding="utf-8").replace("茶叶产量", "茶叶总产量"), encoding="utf-8")
    indicators = other / "indicators.csv"
    indicators.write_text(indicators.read_text(encoding="utf-8").replace("茶叶产量", "茶叶总产量"), encoding="utf-8")
    begun = time.monotonic()
    assert start("--data", county, "build", "-o", tmp_path / "old", cwd=tmp_path).wait() == 0
    took = time.monotonic() - begun
    tool("--data", other, "build", "-o", tmp_path / "new")
    old, new = contents(tmp_path / "old"), contents(tmp_path / "new")
    assert old.keys() == new.keys() and all(old[n] != new[n] for n in old if "对比" in n)
    out = tmp_path / "out"
    rng = random.Random(SEED)
    for kill in range(number):
        process = start("--data", (county, other)[kill % 2], "build", "-o", out, cwd=tmp_path)
        time.sleep(rng.uniform(0.3, 1.05) * took)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for name, data in contents(out).items() if out.exists() else ():
            if files._UNFINISHED.fullmatch(name):
                continue
            assert data in (old.get(name), new.get(name)), f"{name} after kill {kill}"
    tool("--data", county, "build", "-o", out)
    assert contents(out) == old


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.slow
def test_no_process_outlives_the_one_that_was_killed(tmp_path: Path) -> None:
    process = start("build", "2023", "-o", tmp_path, cwd=tmp_path)
    seen: set[int] = set()
    while not seen and process.poll() is None:
        time.sleep(0.05)
        seen = members(process.pid) - {process.pid}
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while members(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = members(process.pid)
    if left:
        os.killpg(process.pid, signal.SIGKILL)
    assert left == set()


def members(group: int) -> set[int]:
    """The processes of a group that run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def unfinished(folder: Path, name: str = ".zcplan-abcdefgh.tmp", age: float = 60) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(b"half")
    os.utime(path, (files._STARTED - age, files._STARTED - age))
    return path


def test_the_next_run_deletes_what_a_killed_one_left(tmp_path: Path) -> None:
    left = unfinished(tmp_path)
    files.write(tmp_path / "a.txt", b"new")
    assert not left.exists() and [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_it_deletes_nothing_else(tmp_path: Path) -> None:
    kept = [
        unfinished(tmp_path, "abcdefgh.tmp"),
        unfinished(tmp_path, ".zcplan-abcdefgh.tmp.docx"),
        unfinished(tmp_path, ".zcplan-abc.tmp"),
        unfinished(tmp_path, "x.zcplan-abcdefgh.tmp"),
        unfinished(tmp_path, ".zcplan-newerone.tmp", age=-60),
        unfinished(tmp_path / "inner"),
    ]
    (tmp_path / ".zcplan-isfolder.tmp").mkdir()
    files.write(tmp_path / "a.txt", b"new")
    assert all(p.exists() for p in kept) and (tmp_path / ".zcplan-isfolder.tmp").is_dir()


@pytest.mark.skipif(files.fcntl is None, reason="an open file can't be deleted there")
def test_it_leaves_alone_what_another_run_is_writing(tmp_path: Path) -> None:
    path = unfinished(tmp_path)
    with path.open("r+b") as file:
        files.hold(file.fileno())
        files.write(tmp_path / "a.txt", b"new")
        assert path.exists()


def test_a_link_that_looks_like_it_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    out = tmp_path / "out"
    out.mkdir()
    (out / ".zcplan-abcdefgh.tmp").symlink_to(precious)
    files.write(out / "a.txt", b"new")
    assert precious.read_text() == "x"


# --- places that can't be written to ----------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KB, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    ) if shutil.which("mount") and sys.platform == "linux" else None  # fmt: skip
    if done is None or done.returncode:
        pytest.skip("no file system may be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_told_and_keeps_what_was_there(tool: Tool, small_disk: Path, county: Path) -> None:
    result = tool("--data", county, "build", "-o", small_disk, code=1)
    assert "disk is full" in result.stderr and "Make room" in result.stderr
    made = contents(small_disk)
    assert all(package.is_untouched(data) for data in made.values())
    (small_disk / "rest").write_bytes(b"x" * 4096) if not made else None
    again = tool("--data", county, "build", "-o", small_disk, "--force", code=1)
    assert contents(small_disk).items() >= made.items() and "Traceback" not in again.output


@pytest.mark.parametrize("at", ["write", "fsync", "replace", "chmod"])
def test_whatever_step_of_writing_fails_the_old_file_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def fail(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if at == "write":

        class Full:
            def __init__(self, handle: int, _mode: str) -> None:
                self.fileno = lambda: handle
                self.write = self.flush = fail

            def __enter__(self) -> Full:
                return self

            def __exit__(self, *_args: object) -> None:
                os.close(self.fileno())

        monkeypatch.setattr(files.os, "fdopen", Full)
    else:
        monkeypatch.setattr(files.os, at, fail)
    with pytest.raises(OutputError) as caught:
        files.write(target, b"new")
    assert "Make room" in str(caught.value)
    assert contents(tmp_path) == {"a.docx": b"old"}


def test_an_interrupt_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def interrupted(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(target, b"new")
    assert contents(tmp_path) == {"a.docx": b"old"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_folder_that_may_not_be_written_to_is_told() -> None:
    """Root may write anywhere, so the writing is done as somebody else."""
    with tempfile.TemporaryDirectory() as name:
        shut = Path(name)
        shut.chmod(0o555)
        child = os.fork()
        if not child:
            try:
                if os.getuid() == 0:
                    os.setuid(65534)
                files.write(shut / "a.docx", b"new")
            except OutputError as error:
                os._exit(0 if "you may not write here" in str(error) else 2)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert list(shut.iterdir()) == []


def test_a_file_open_elsewhere_is_told_and_the_rest_is_made(
    tool: Tool, tmp_path: Path, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool("--data", county, "build", "-o", tmp_path / "out")
    old = contents(tmp_path / "out")
    indicators = county / "indicators.csv"
    indicators.write_text(indicators.read_text(encoding="utf-8").replace("辍学率", "学生辍学率"), encoding="utf-8")
    replace = os.replace

    def locked(source: str, target: Any) -> None:
        if str(target).endswith("简报.docx"):
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(files.os, "replace", locked)
    result = tool("--data", county, "build", "-o", tmp_path / "out", code=1)
    assert "open in another program" in result.stderr and "Close it in Word" in result.stderr
    now = contents(tmp_path / "out")
    assert {n for n in old if old[n] == now[n]} >= {"2031年计划执行简报.docx"}
    assert now["2031年计划执行对比.xlsx"] != old["2031年计划执行对比.xlsx"]


@pytest.mark.parametrize("name", ["有 空格", "计划（2031）·草案", "a'b & c%d", "长" * 66, "x" * 200])
def test_folders_of_any_name_will_do(tool: Tool, tmp_path: Path, county: Path, name: str) -> None:
    tool("--data", county, "make", "brief", "-o", tmp_path / name)
    assert [p.name for p in (tmp_path / name).iterdir()] == ["2031年计划执行简报.docx"]


def test_a_name_too_long_for_the_disk_is_told(tool: Tool, tmp_path: Path, county: Path) -> None:
    result = tool("--data", county, "make", "brief", "-o", tmp_path / ("长" * 300 + ".docx"), code=1)
    assert "the name is too long" in result.stderr and "Traceback" not in result.output


def test_edited_files_are_kept_in_a_whole_build(tool: Tool, tmp_path: Path, county: Path) -> None:
    out = tmp_path / "out"
    tool("--data", county, "build", "-o", out)
    made = contents(out)
    for path in (p for p in out.iterdir() if p.suffix in (".docx", ".xlsx")):
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("docProps/note.txt", "手工")
    edited = contents(out)
    tool("--data", county, "build", "-o", out, code=1)
    assert contents(out) == edited
    tool("--data", county, "build", "-o", out, "--force")
    assert contents(out) == made


# --- a thousand damaged inputs ----------------------------------------------------------------------


def attempt(case: Callable[[], object], told: str) -> str:
    """Do it within limits: a success, or an error of ours that says what is wrong and has an exit code of 1 or 2."""
    try:
        with hostile.limits(SECONDS):
            case()
    except ZcplanError as error:
        assert error.exit_code in (1, 2) and error.what.strip(), told
        return "refused"
    except BaseException as error:
        raise AssertionError(f"{told}: {type(error).__name__}: {error}") from error
    return "taken"


def count(cases: Iterator[tuple[str, Callable[[], object]]]) -> dict[str, int]:
    told: dict[str, int] = {"refused": 0, "taken": 0}
    for name, case in cases:
        told[attempt(case, name)] += 1
    return told


@few_or(250)
def test_damaged_tables(tmp_path: Path, number: int) -> None:
    sound = {p.name: p.read_bytes() for p in small_county(tmp_path / "data").glob("*.csv")}

    def read(name: str, data: bytes) -> None:
        (tmp_path / "data" / name).write_bytes(data)
        try:
            problems = check(tmp_path / "data")
            assert all(p.what and p.place for p in problems)
            dataset = load(tmp_path / "data")
            for _name, kind in each_kind():
                list(kind.outputs(writer_of(dataset), 2031))
        finally:
            (tmp_path / "data" / name).write_bytes(sound[name])

    def cases() -> Iterator[tuple[str, Callable[[], object]]]:
        for n in range(number):
            rng = random.Random(SEED + n)
            name = rng.choice(["observations.csv"] * 3 + sorted(sound))
            change = rng.choice([*hostile.BYTES, hostile.other_cell, hostile.other_cell, hostile.other_cell])
            data = change(sound[name], rng)
            yield f"{n} {name} {change.__name__}", lambda name=name, data=data: read(name, data)

    told = count(cases())
    assert told["refused"] > 0.45 * number and sum(told.values()) == number, told


@few_or(200)
def test_damaged_descriptors(tmp_path: Path, number: int) -> None:
    path = small_county(tmp_path / "data") / "datapackage.json"
    sound = path.read_bytes()

    def read(data: bytes) -> None:
        path.write_bytes(data)
        assert all(p.what for p in check(tmp_path / "data"))
        load(tmp_path / "data")

    def cases() -> Iterator[tuple[str, Callable[[], object]]]:
        for n in range(number):
            rng = random.Random(SEED + n)
            change = rng.choice([hostile.other_json] * 6 + hostile.BYTES)
            data = change(sound, rng)
            yield f"{n} {change.__name__}", lambda data=data: read(data)
        yield "deep", lambda: read(b'{"resources":' + b"[" * 100_000 + b"]" * 100_000 + b"}")

    told = count(cases())
    assert told["refused"] > 0.3 * number and sum(told.values()) == number + 1, told


@pytest.fixture(scope="module")
def outputs(dataset: Dataset) -> dict[str, Output]:
    """A file to make of each template."""
    writer = writer_of(dataset)
    return {o.template: o for _name, kind in each_kind() for o in of_kind(kind, writer, 2023)}


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@few_or(200, few=4)
def test_damaged_templates(outputs: dict[str, Output], tmp_path: Path, suffix: str, number: int) -> None:
    from datetime import datetime, timezone

    names = [n for n in outputs if n.endswith(suffix) and "department" not in n]

    def fill(name: str, data: bytes) -> None:
        from zcplan.render import produce

        path = tmp_path / name
        path.write_bytes(data)
        produce.template_at.cache_clear()
        assert all(f.what for f in lint.structure(path))
        made = render(lambda _name: path, outputs[name], datetime(2023, 1, 1, tzinfo=timezone.utc))
        assert package.is_untouched(made)

    def cases() -> Iterator[tuple[str, Callable[[], object]]]:
        for n in range(number):
            rng = random.Random(SEED + n)
            name = rng.choice(names)
            sound = (resources.bundled("templates") / name).read_bytes()
            change = rng.choice([*hostile.BYTES, *[hostile.other_part] * 8])
            data = change(sound, rng)
            yield f"{n} {name} {change.__name__}", lambda name=name, data=data: fill(name, data)
        part = "word/document.xml" if suffix == "docx" else "xl/worksheets/sheet1.xml"
        sound = (resources.bundled("templates") / f"plan-table.{suffix}").read_bytes()
        yield "bomb", lambda: fill(f"plan-table.{suffix}", hostile.bomb(sound, part))

    told = count(cases())
    assert told["refused"] > number // 4, told


@few_or(200)
def test_damaged_returned_ledgers(dataset: Dataset, tmp_path: Path, number: int) -> None:
    department = dataset.assignments[0].department
    sound = ledgers.save(ledgers.book(dataset, department), tmp_path / "sound.xlsx").read_bytes()
    questions = Questions(dataset)

    def read(data: bytes) -> None:
        path = tmp_path / "returned.xlsx"
        path.write_bytes(data)
        returned = read_file(File(path, path.name), dataset, questions)
        assert all(t.what and t.todo is not None for t in returned.troubles)
        if not returned.rows:
            assert returned.troubles
            raise ZcplanError(returned.troubles[0].what)

    def cases() -> Iterator[tuple[str, Callable[[], object]]]:
        for n in range(number):
            rng = random.Random(SEED + n)
            change = rng.choice([*hostile.BYTES, *[hostile.other_part] * 8])
            data = change(sound, rng)
            yield f"{n} {change.__name__}", lambda data=data: read(data)
        yield "bomb", lambda: read(hostile.bomb(sound, "xl/worksheets/sheet1.xml"))

    told = count(cases())
    assert told["refused"] > 0.3 * number and sum(told.values()) == number + 1, told


@few_or(240)
def test_damaged_drafts(dataset: Dataset, outputs: dict[str, Output], tmp_path: Path, number: int) -> None:
    """A draft is read, proofed and its figures extracted, or refused in words."""
    from datetime import datetime, timezone

    from zcplan.extract.propose import extract
    from zcplan.proof import proof
    from zcplan.reading import document as draft

    templates = resources.bundled("templates")
    brief = outputs["brief.docx"]
    sound = {
        ".docx": render(templates.joinpath, brief, datetime(2024, 1, 30, tzinfo=timezone.utc)),
        ".txt": "2023年，社会消费品零售总额增长9.9%，城镇新增就业4427人。\n".encode() * 20,
        ".md": "# 2023年\n\n| 指标 | 完成 |\n| --- | --- |\n| 城镇新增就业人数 | 4427人 |\n".encode() * 5,
    }

    def read(suffix: str, data: bytes) -> None:
        path = tmp_path / f"draft{suffix}"
        path.write_bytes(data)
        found = draft.read(path)
        proof(found, dataset)
        extract(found, dataset)

    def cases() -> Iterator[tuple[str, Callable[[], object]]]:
        for n in range(number):
            rng = random.Random(SEED + n)
            suffix = rng.choice([".docx", ".docx", ".docx", ".txt", ".md"])
            change = rng.choice([*hostile.BYTES, *([hostile.other_part] * 8 if suffix == ".docx" else [])])
            data = change(sound[suffix], rng)
            yield f"{n} {suffix} {change.__name__}", lambda suffix=suffix, data=data: read(suffix, data)
        yield "bomb", lambda: read(".docx", hostile.bomb(sound[".docx"], "word/document.xml"))
        entity = "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16")
        parts = {**package.unpack(sound[".docx"], ""), "word/document.xml": entity}
        yield "entities", lambda: read(".docx", package.pack(parts))

    told = count(cases())
    assert told["refused"] > number // 4 and sum(told.values()) == number + 2, told
