"""Changes of the dataset: one at a time, whole or not at all, nothing lost, and able to be taken back."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Tool, edit, few_or
from tests.ledgers import book, save
from zcplan import files
from zcplan.dataset import check, csvfile, history, load
from zcplan.dataset.read import read_table
from zcplan.dataset.schema import read_schema
from zcplan.dataset.transaction import Transaction, change, rehearsal, undo
from zcplan.errors import DatasetError, OutputError, UsageError
from zcplan.model import Dataset

DEPARTMENT = {"id": "tea", "name": "茶叶局", "short": "茶叶局", "aliases": ("茶局", "茶办")}


def contents(folder: Path) -> dict[str, bytes]:
    """What the data's files hold, the record of changes left out."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def add(folder: Path, identifier: str = "tea", **cells: Any) -> None:
    row = {**DEPARTMENT, "id": identifier, "name": identifier, "short": identifier, "aliases": (), **cells}
    with change(folder, "extract", ["新.xlsx"]) as transaction:
        transaction.append("departments", [row])


def test_rows_are_added_and_nothing_else_of_the_file_changes(folder: Path) -> None:
    before = (folder / "departments.csv").read_bytes()
    with change(folder, "extract") as transaction:
        transaction.append("departments", [DEPARTMENT])
    after = (folder / "departments.csv").read_bytes()
    assert after == b"\xef\xbb\xbf" + before + "tea,茶叶局,茶叶局,茶局;茶办,\n".encode()
    assert load(folder).departments[-1].aliases == ("茶局", "茶办")


def test_a_fully_quoted_file_with_windows_line_ends_keeps_them(folder: Path) -> None:
    path = folder / "observations.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    before = path.read_bytes().split(b"\r\n")
    with change(folder, "extract") as transaction:
        transaction.insert("observations", 3, {**transaction.rows("observations")[0], "locator": "另一处"})
    after = path.read_bytes().split(b"\r\n")
    assert after[:4] == before[:4] and after[5:] == before[4:]


def test_what_would_not_be_sound_is_not_written_and_told_where_it_came_from(folder: Path) -> None:
    before = contents(folder)
    bad = {"document": "plan-2023", "number": "1", "department": "nobody", "role": "lead", "rank": 1}
    with pytest.raises(DatasetError) as caught, change(folder, "extract") as transaction:
        transaction.append("departments", [DEPARTMENT])
        transaction.append("assignments", [bad], ["新.xlsx [分工] 7"])
    assert "新.xlsx [分工] 7:department" in [p.place for p in caught.value.problems]
    assert contents(folder) == before
    assert history.changes(folder) == []


def test_an_error_midway_writes_nothing(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(KeyError), change(folder, "extract") as transaction:
        transaction.append("departments", [DEPARTMENT])
        raise KeyError
    assert contents(folder) == before


def test_nothing_new_leaves_no_record(folder: Path) -> None:
    before = contents(folder)
    with change(folder, "collect") as transaction:
        transaction.append("departments", [])
        transaction.replace("areas", transaction.rows("areas"))
    assert contents(folder) == before
    assert history.changes(folder) == []


def test_a_rehearsal_says_what_would_come_and_writes_nothing(folder: Path) -> None:
    before = contents(folder)
    with rehearsal(folder) as transaction:
        transaction.append("departments", [DEPARTMENT])
        assert transaction.counts == {"departments": (1, 0)}
        assert len(transaction.outcome().departments) == len(transaction.dataset.departments) + 1
    assert contents(folder) == before
    assert not (folder / history.ROOM).exists()


def test_a_file_that_another_program_saved_meanwhile_is_not_written_over(folder: Path) -> None:
    with pytest.raises(OutputError, match="changed by another program"), change(folder, "extract") as transaction:
        transaction.append("departments", [DEPARTMENT])
        edit(folder / "departments.csv", "区委组织部,区委组织部", "区委组织部,组织部")
        before = contents(folder)
    assert contents(folder) == before


def test_an_older_folder_gets_the_column_that_it_lacks(folder: Path) -> None:
    path = folder / "departments.csv"
    rows = [row[:4] for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(row for row in rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    descriptor = folder / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    table = next(r for r in package["resources"] if r["name"] == "departments")
    table["schema"]["fields"] = table["schema"]["fields"][:4]
    descriptor.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    assert check(folder) == []
    add(folder, collective="all")
    assert check(folder) == []
    assert load(folder).departments[-1].collective == "all"


# --- two at once, and kills ------------------------------------------------------------------------

ADD = """
import sys
from pathlib import Path
from zcplan.dataset.transaction import change
with change(Path(sys.argv[1]), "extract", [sys.argv[2]]) as t:
    t.append("departments", [{"id": sys.argv[2], "name": sys.argv[2], "short": sys.argv[2]}])
"""


@few_or(20, few=4)
def test_merges_at_once_lose_nothing(folder: Path, number: int) -> None:
    names = [f"office-{n}" for n in range(number)]
    runs = [subprocess.Popen([sys.executable, "-c", ADD, str(folder), name]) for name in names]
    assert [run.wait(timeout=120) for run in runs] == [0] * number
    assert set(names) <= {d.id for d in load(folder).departments}
    assert sorted(c.sources[0] for c in history.changes(folder)) == sorted(names)
    assert [c.number for c in history.changes(folder)] == list(range(1, number + 1))


@pytest.mark.slow
@pytest.mark.parametrize("number", [6])
def test_collect_and_accept_side_by_side_lose_nothing(
    folder: Path, dataset: Dataset, tmp_path: Path, number: int
) -> None:
    calls = []
    for n in range(number):
        answers = {("1", "新培育市级以上创新平台"): {"状态": "进行中", "完成值": n, "备注": f"第{n}份"}}
        ledger = save(book(dataset, "science-bureau", answers), tmp_path / f"ledger-{n}.xlsx")
        calls.append(["collect", str(ledger)])
        draft = tmp_path / f"draft-{n}.md"
        draft.write_text(
            f"# 某区{2031 + n}年执行情况\n\n{2031 + n}年，地区生产总值增长{n + 3}.7%。\n", encoding="utf-8"
        )
        reviewed = tmp_path / f"reviewed-{n}.csv"
        reviewed.write_bytes(accepted_table(folder, draft, f"report-{n}"))
        calls.append(["extract", "--accept", str(reviewed)])
    before = len(load(folder).observations)
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "zcplan", "--data", str(folder), *call], cwd=ROOT, stdout=subprocess.PIPE
        )
        for call in calls
    ]
    assert [run.wait(timeout=300) for run in runs] == [0] * len(calls)
    after = load(folder)
    assert len(after.progress) == number and len(after.observations) == before + number
    assert {f"report-{n}" for n in range(number)} <= {d.id for d in after.documents}
    assert [c.by for c in history.changes(folder)].count("collect") == number
    assert len(history.changes(folder)) == 2 * number


def accepted_table(folder: Path, draft: Path, document: str) -> bytes:
    """The proposals of a draft, all accepted."""
    from click.testing import CliRunner

    from zcplan.cli import cli

    target = draft.with_suffix(".csv")
    about = ["--title", f"{document}", "--issuer", "某区", "--date", "2032-01-01", "--kind", "plan-report"]
    words = ["--data", str(folder), "extract", str(draft), "--document", document, *about, "--precedence", "2"]
    result = CliRunner().invoke(cli, [*words, "-o", str(target)])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8-sig"))))
    for row in rows:
        row["accept"] = "accept"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def test_a_run_that_has_to_wait_says_so_and_then_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "SILENCE", 0.01)
    monkeypatch.setattr(history, "PATIENCE", 0.01)
    said: list[str] = []
    with (
        history.locked(folder),
        pytest.raises(OutputError, match="another run of zcplan"),
        history.locked(folder, lambda: said.append("waits")),
    ):
        pass
    assert said == ["waits"]


def test_a_drive_without_locks_does_with_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import filelock

    def refuses(*_args: object, **_more: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(filelock.FileLock, "acquire", refuses)
    monkeypatch.setattr(filelock.SoftFileLock, "acquire", filelock.BaseFileLock.acquire)
    with history.locked(folder):
        assert (folder / history.ROOM / "lock.held").exists()
    assert not (folder / history.ROOM / "lock.held").exists()


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_merge_that_is_killed_midway_leaves_nothing_half_done(folder: Path, after: int) -> None:
    before = contents(folder)
    code = f"""
import os, sys
from pathlib import Path
from zcplan import files
from zcplan.dataset.transaction import change
real, left = files.write, [{after}]
def write(path, data, *more):
    if path.suffix == ".csv":
        if not left[0]:
            os._exit(9)
        left[0] -= 1
    return real(path, data, *more)
files.write = write
with change(Path(sys.argv[1]), "extract") as t:
    t.append("departments", [{{"id": "a", "name": "a", "short": "a"}}])
    t.append("areas", [{{"id": "b", "name": "b", "part_of": t.dataset.whole}}])
    t.append("indicators", [{{**t.rows("indicators")[0], "id": "c", "name": "c", "aliases": ""}}])
"""
    assert subprocess.run([sys.executable, "-c", code, str(folder)]).returncode == 9
    assert history.is_pending(folder)
    load(folder)
    assert contents(folder) == before
    assert not history.is_pending(folder)
    add(folder)


# --- undo ------------------------------------------------------------------------------------------


def test_undo_takes_back_as_often_as_there_were_merges(folder: Path) -> None:
    states = [contents(folder)]
    for name in ("one", "two", "three"):
        add(folder, name)
        states.append(contents(folder))
    for state, number in zip(reversed(states[:-1]), (3, 2, 1), strict=True):
        assert undo(folder).number == number
        assert contents(folder) == state
    with pytest.raises(UsageError, match="no merge is on record"):
        undo(folder)


def test_undo_keeps_what_was_edited_since(folder: Path) -> None:
    add(folder)
    edit(folder / "departments.csv", "区委组织部,区委组织部", "区委组织部,组织部")
    undo(folder)
    departments = {d.id: d for d in load(folder).departments}
    assert "tea" not in departments
    assert departments["organization-department"].short == "组织部"


def test_undo_refuses_where_the_merged_row_itself_was_edited(folder: Path) -> None:
    add(folder)
    edit(folder / "departments.csv", "tea,tea,tea", "tea,茶,tea")
    before = contents(folder)
    with pytest.raises(DatasetError, match="changed since"):
        undo(folder)
    assert contents(folder) == before


def test_undo_refuses_where_later_rows_need_what_would_go(folder: Path) -> None:
    add(folder)
    with (folder / "assignments.csv").open("a", encoding="utf-8") as file:
        file.write("green-tasks-2023,1,tea,support,99,\n")
    assert check(folder) == []
    before = contents(folder)
    with pytest.raises(DatasetError):
        undo(folder)
    assert contents(folder) == before


def test_the_command_lists_and_takes_back(folder: Path, tool: Tool) -> None:
    before = contents(folder)
    add(folder, "one")
    add(folder, "two")
    listed = tool.json("--data", folder, "undo", "--list")
    assert [(c["number"], c["command"], c["sources"]) for c in listed] == [(n, "extract", ["新.xlsx"]) for n in (2, 1)]
    assert "departments.csv" in tool("--data", folder, "undo").output
    tool("--data", folder, "undo")
    assert contents(folder) == before
    assert "no merge" in tool("--data", folder, "undo", code=2).output


# --- how it is written -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+1", "-1", '=HYPERLINK("x","y")', "\t=1", " =1"])
def test_no_field_of_any_table_is_a_formula_in_excel(folder: Path, tmp_path: Path, text: str) -> None:
    for table in read_schema(folder):
        row = {f.name: text if f.type == "string" else "" for f in table.fields}
        cells = next(csv.reader(io.StringIO(csvfile.written(table, [row]).decode("utf-8-sig").split("\n", 1)[1])))
        for field, cell in zip(table.fields, cells, strict=True):
            assert cell == ("'" + text if field.type == "string" else ""), (table.name, field.name)
        free = [f for f in table.fields if f.type == "string" and not (f.enum or f.pattern or f.max_length)]
        assert csvfile.content(csvfile.written(table, [row]), table).records()[0][free[0].name] == text


def test_a_link_goes_on_leading_to_the_table_and_its_rights_stay(folder: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.csv"
    (folder / "departments.csv").rename(real)
    real.chmod(0o640)
    (folder / "departments.csv").symlink_to(real)
    add(folder)
    assert (folder / "departments.csv").is_symlink()
    assert b"tea,tea" in real.read_bytes()
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("name", ["areas.csv", "datapackage.json"])
def test_a_named_pipe_in_the_folder_is_told_and_hangs_nothing(folder: Path, tool: Tool, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert "no ordinary file" in tool("--data", folder, "check", code=None).output
    assert tool("--data", folder, "compare", code=None).exit_code == 2


def test_no_number_is_a_negative_nought(folder: Path) -> None:
    edit(
        folder / "observations.csv",
        "gdp,2019,zhoucun,growth,actual,exact,2.3,",
        "gdp,2019,zhoucun,growth,actual,exact,-0.0,",
    )
    table = next(t for t in read_schema(folder) if t.name == "observations")
    value = read_table(folder, table, [], {}).column("value")[0]
    assert csvfile.cell(value) == "0.0" and csvfile.cell(-value) == "0.0"


@pytest.mark.parametrize(("owner", "name"), [(files, "_replace"), (Path, "write_bytes"), (Path, "mkdir")])
def test_a_full_disk_is_told_as_what_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(folder)
    (folder / ".zcplan").mkdir()
    monkeypatch.setattr(owner, name, full)
    with pytest.raises(OutputError, match="disk is full"):
        add(folder)
    monkeypatch.undo()
    assert contents(folder) == before
    assert isinstance(Transaction(folder), Transaction)


@pytest.mark.parametrize(
    "damage",
    [
        lambda room: (room / "change.json").unlink(),
        lambda room: (room / "change.json").write_bytes(b'{"number": "x"'),
        lambda room: (room / "change.json").write_bytes(
            (room / "change.json").read_bytes().replace(b": 1,", b': "1",')
        ),
        lambda room: (room / "change.json").write_bytes(
            (room / "change.json").read_bytes().replace(b'"departments.csv"', b'".."')
        ),
        lambda room: (room / "change.json").write_bytes(
            (room / "change.json").read_bytes().replace(b'"departments.csv"', b'"\\ud800"')
        ),
        lambda room: (room / "departments.csv.zz").unlink(),
        lambda room: (room / "departments.csv.zz").write_bytes(b"x"),
        lambda room: (room / "departments.csv.zz").write_bytes((room / "departments.csv.zz").read_bytes()[:-9]),
    ],
)
def test_a_damaged_record_is_told_and_changes_nothing(
    folder: Path, tool: Tool, damage: Callable[[Path], object]
) -> None:
    add(folder)
    damage(folder / ".zcplan" / "changes" / "0001")
    was = contents(folder)
    told = tool("--data", folder, "undo", code=2).stderr
    assert "the record of a change can't be read" in told and "Errno" not in told and "0001" in told
    assert contents(folder) == was


def test_what_is_no_number_is_no_record(folder: Path) -> None:
    add(folder)
    (folder / ".zcplan" / "changes" / "²").mkdir()
    assert [c.number for c in history.changes(folder)] == [1]
