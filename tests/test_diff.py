"""What two datasets state differently, and what is new in each document."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import DATA, Tool, edit, writer_of
from zcplan.analysis.diff import ADDED, REMOVED, REVISED, STABLE, diff, rows, tally
from zcplan.cli.build import _tell_what_is_new
from zcplan.dataset.snapshot import opened, taken
from zcplan.errors import InputError
from zcplan.model import Dataset
from zcplan.reports.parts.changes import DocumentChange, changed

GDP = "gdp,2023,zhoucun,growth,estimate,about,5.5,%,,plan-report-2024,一（一）,预计全区地区生产总值增长5.5%左右"


def test_a_dataset_differs_in_nothing_from_itself(dataset: Dataset) -> None:
    assert {c.word for c in diff(dataset, dataset)} == {STABLE}
    assert rows(dataset, dataset) == {} and changed(writer_of(dataset), writer_of(dataset), 2023) == ()


def test_what_came_went_and_was_revised_is_told_apart(dataset: Dataset) -> None:
    was = {c.fact for c in diff(dataset, dataset)}
    gone = next(o for o in dataset.observations if len(dataset.by_fact[o.fact]) == 1)
    other = next(o for o in dataset.observations if len(dataset.by_fact[o.fact]) == 1 and o.value and o is not gone)
    kept = tuple(o for o in dataset.observations if o not in (gone, other))
    revised = other._replace(value=Decimal("123456"))
    new = gone._replace(year=2099)
    after = replace(dataset, observations=(*kept, revised, new))
    found = {c.fact: c.word for c in diff(dataset, after) if c.word != STABLE}
    assert found == {gone.fact: REMOVED, other.fact: REVISED, new.fact: ADDED}
    assert tally(diff(dataset, after))[STABLE] == len(diff(dataset, dataset)) - 2
    assert rows(dataset, after) == {"observations": (2, 2)} and len(was) > 100


def test_backwards_what_was_added_was_removed(dataset: Dataset) -> None:
    early, late = dataset.as_of(date(2023, 6, 1)), dataset.as_of(date(2024, 2, 1))
    there, back = tally(diff(early, late)), tally(diff(late, early))
    assert there[ADDED] == back[REMOVED] > 0 and there[STABLE] == back[STABLE]


def test_a_document_that_repeats_a_figure_revises_nothing(dataset: Dataset) -> None:
    o = next(o for o in dataset.observations if o.status == "target")
    later = max(dataset.documents, key=lambda d: d.date)
    again = o._replace(document=later.id, locator="又一处")
    after = replace(dataset, observations=(*dataset.observations, again))
    assert {c.word for c in diff(dataset, after)} == {STABLE}


def test_two_folders_in_the_terminal(tool: Tool, folder: Path) -> None:
    edit(folder / "observations.csv", GDP, GDP.replace("5.5", "5.8"))
    told = tool.json("diff", DATA, folder)
    assert [(c["change"], c["indicator"], c["status"]) for c in told["changes"]] == [("revised", "gdp", "result")]
    assert (told["changes"][0]["old"]["value"], told["changes"][0]["new"]["value"]) == (5.5, 5.8)
    papers = {d["file"]: d for d in told["documents"]}
    brief = papers["2023年计划执行简报.docx"]
    assert any("5.8%" in text for text in brief["come"]) and not any("5.8%" in text for text in brief["gone"])
    assert "2023年指导计划表.docx" not in papers
    text = tool("diff", DATA, folder).stdout
    assert "revised" in text and "changes: 2023年计划执行简报.docx" in text
    assert tool("--data", folder, "diff", DATA).stdout == text


def test_two_days_in_the_terminal(tool: Tool) -> None:
    told = tool.json("diff", "2023-06-01", "2024-02-01")
    assert {c["change"] for c in told["changes"]} == {"added"}
    assert {c["new"]["document"] for c in told["changes"]} <= {"green-tasks-2023", "plan-report-2024"}
    assert len(tool.json("diff", "2023-06-01", "2024-02-01", "--all")["changes"]) > len(told["changes"])
    assert tool.json("diff", "2023/6/1", "2024-02-01") == told


@pytest.mark.parametrize("words", [("nowhere",), (str(DATA), "nowhere"), ("2001-01-01",)])
def test_what_is_not_there_is_an_error(tool: Tool, words: tuple[str, ...]) -> None:
    tool("diff", *words, code=2)


@pytest.mark.slow
def test_build_says_what_is_new_in_each_document(tool: Tool, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "have changed" not in tool("--data", folder, "build", 2023, "-o", out).output
    edit(folder / "observations.csv", GDP, GDP.replace("5.5", "5.8"))
    told = tool("--data", folder, "build", 2023, "-o", out).output
    assert "have changed" in told and "changes: 2023年计划执行简报.docx" in told
    lines = told[told.index("changes: 2023年计划执行简报.docx") :].splitlines()
    assert any(line.startswith("  - ") and "5.5%" in line for line in lines)
    assert any(line.startswith("  + ") and "5.8%" in line for line in lines)
    assert "changes: 2023年指导计划表.docx" not in told


def test_what_is_new_in_a_document_that_could_not_be_made_is_told_when_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = [b"first"]
    settings: Any = SimpleNamespace(data=tmp_path, dataset=b"", as_of=None, writes=lambda dataset: dataset)
    monkeypatch.setenv("ZCPLAN_LANG", "en")
    monkeypatch.setattr("zcplan.dataset.snapshot.taken", lambda folder: data[0])
    monkeypatch.setattr("zcplan.dataset.snapshot.opened", lambda packed: packed.decode())
    monkeypatch.setattr(
        "zcplan.reports.parts.changes.changed",
        lambda was, now, year: [DocumentChange(file, (was,), ("now",)) for file in ("a.docx", "书/b.xlsx")],
    )

    def build(*failed: str) -> str:
        _tell_what_is_new(settings, 2023, tmp_path, failed)
        return " ".join(capsys.readouterr().out.split())

    assert build("书/b.xlsx") == ""
    assert build() == ""
    data[0] = b"second"
    assert build("书/b.xlsx").endswith("changes: a.docx - first + now")
    assert build("书/b.xlsx") == ""
    data[0] = b"third"
    assert build("书/b.xlsx").endswith("changes: a.docx - second + now")
    assert build().endswith("have changed: changes: 书/b.xlsx - first + now")
    assert build() == "" and [p.name for p in tmp_path.iterdir()] == [".zcplan-data"]


def test_what_was_kept_is_the_dataset_itself_and_damage_is_told(dataset: Dataset, folder: Path, tmp_path: Path) -> None:
    assert opened(taken(DATA)) == dataset
    shutil.copytree(folder, tmp_path / "copy")
    assert taken(folder) == taken(tmp_path / "copy")
    for wrong in (b"", b"x", taken(DATA)[:-9] + b"123456789", taken(DATA)[:100]):
        with pytest.raises(InputError):
            opened(wrong)
