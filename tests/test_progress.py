"""What ``zcplan progress`` promises: shares by the rule of compare, and whatever needs a person's attention."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook

from tests.conftest import DATA, writer_of
from tests.ledgers import book, rows_of, save
from zcplan.analysis.progress import by_department, by_section, disagreements, progress, total
from zcplan.cli import cli
from zcplan.dataset import load
from zcplan.errors import UsageError
from zcplan.model import Dataset, Progress
from zcplan.reports import kinds
from zcplan.reports.parts.progress import outputs

TASKS = "green-tasks-2023"
PLATFORMS = ("1", "新培育市级以上创新平台")
PROJECTS = ("2", "申报市级以上科技项目")
RETAIL = ("19", "社会消费品零售总额")
INVESTMENT = ("18", "市、区重点项目年度投资")


def said(key: tuple[str, str], department: str = "science-bureau", value: Any = None, **more: Any) -> Progress:
    row = Progress(
        document=TASKS,
        number=key[0],
        label=key[1],
        department=department,
        reported=dt.date(2023, 7, 3),
        status="in-progress",
        value=None if value is None else Decimal(value),
        unit="家" if value is not None else "",
        completed=None,
        progress="",
        note="",
        source="a.xlsx",
    )
    return replace(row, **more)


def having(dataset: Dataset, *rows: Progress) -> Dataset:
    return replace(dataset, progress=rows)


def item(dataset: Dataset, key: tuple[str, str], *rows: Progress) -> Any:
    items = progress(having(dataset, *rows), 2023)
    return next(i for i in items if (i.division.task.number, i.target.label if i.target else "") == key)


@pytest.mark.parametrize(
    ("key", "value", "unit", "verdict"),
    [
        (PLATFORMS, "9", "家", "met"),
        (PLATFORMS, "10", "家", "exceeded"),
        (PLATFORMS, "8", "家", "missed"),
        (PLATFORMS, "9", "个", "met"),
        (PLATFORMS, "9", "亿元", "judge"),
        (PROJECTS, "5", "项", "met"),
        (PROJECTS, "6", "项", "exceeded"),
        (INVESTMENT, "700000", "万元", "met"),
        (INVESTMENT, "72", "亿元", "exceeded"),
        (PLATFORMS, None, "", "undisclosed"),
    ],
)
def test_a_figure_is_judged_as_compare_judges(
    dataset: Dataset, key: tuple[str, str], value: Any, unit: str, verdict: str
) -> None:
    assert item(dataset, key, said(key, "drc", value, unit=unit)).verdict == verdict


def test_saying_done_is_no_figure(dataset: Dataset) -> None:
    claimed = item(dataset, PLATFORMS, said(PLATFORMS, status="done"))
    assert (claimed.verdict, claimed.is_reached, claimed.is_done) == ("undisclosed", False, True)


def test_a_target_in_words_is_for_a_person_to_judge(dataset: Dataset) -> None:
    assert item(dataset, RETAIL, said(RETAIL, "drc", status="done")).verdict == "judge"
    assert item(dataset, RETAIL, said(RETAIL, "drc")).verdict == "undisclosed"


def test_a_task_without_target_has_no_verdict(dataset: Dataset) -> None:
    done = item(dataset, ("5", ""), said(("5", ""), "education-sports-bureau", status="done"))
    assert (done.verdict, done.target, done.is_done) == ("", None, True)


def test_the_leading_department_counts_and_a_figure_before_none(dataset: Dataset) -> None:
    lead, support = said(PLATFORMS, "science-bureau", "9"), said(PLATFORMS, "drc", "7")
    assert [r.department for r in item(dataset, PLATFORMS, support, lead).replies] == ["science-bureau", "drc"]
    silent = replace(lead, value=None, unit="")
    assert item(dataset, PLATFORMS, silent, support).reply.department == "drc"


def test_a_departments_newest_reply_counts(dataset: Dataset) -> None:
    new = said(PLATFORMS, value="9", reported=dt.date(2023, 10, 8))
    old = said(PLATFORMS, value="5")
    assert item(dataset, PLATFORMS, new, old).value == 9
    assert disagreements(having(dataset, new, old), progress(having(dataset, new, old), 2023)) == ()


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ({"value": Decimal(7), "unit": "家"}, True),
        ({"value": Decimal(9), "unit": "个"}, False),
        ({"status": "behind", "value": Decimal(9), "unit": "家"}, True),
        ({"value": None, "unit": "", "status": ""}, False),
    ],
)
def test_what_is_a_disagreement(dataset: Dataset, other: dict[str, Any], differs: bool) -> None:
    data = having(dataset, said(PLATFORMS, value="9"), said(PLATFORMS, "drc", **other))
    assert bool(disagreements(data, progress(data, 2023))) is differs


def test_a_department_that_contradicts_itself_on_a_day_is_told(dataset: Dataset) -> None:
    data = having(dataset, said(PLATFORMS, value="9"), said(PLATFORMS, value="8", source="b.xlsx"))
    (found,) = disagreements(data, progress(data, 2023))
    assert not found.is_between_departments
    assert [r.source for r in found.replies] == ["a.xlsx", "b.xlsx"]


def test_shares_add_up(dataset: Dataset) -> None:
    data = having(
        dataset,
        said(PLATFORMS, value="9", status="done"),
        said(PROJECTS, value="3", unit="项", status="behind"),
        said(("5", ""), "education-sports-bureau", status="done"),
    )
    items = progress(data, 2023)
    whole, sections = total(items), by_section(items)
    assert (whole.replied, whole.done, whole.behind, whole.reached) == (3, 2, 1, 1)
    for name in ("items", "replied", "done", "behind", "targets", "reached"):
        assert sum(getattr(s, name) for s in sections) == getattr(whole, name)
    first = sections[0]
    assert first.share == (Decimal(100) * first.reached / first.targets).quantize(Decimal("0.1"))
    bureau = next(s for s in by_department(data, items) if s.name == "区科技局")
    assert bureau.items == len(rows_of(dataset, "science-bureau"))
    assert (bureau.replied, bureau.done, bureau.behind, bureau.reached) == (2, 1, 1, 1)


def test_a_year_without_tasks_is_refused(dataset: Dataset) -> None:
    with pytest.raises(UsageError):
        list(outputs(writer_of(dataset), 1999))


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that two departments' ledgers were collected into."""
    root = tmp_path_factory.mktemp("progress")
    shutil.copytree(DATA, root / "data", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    hostile = {"进展情况": "=cmd|'/c calc'!A0" + "长" * 3_000, "状态": "滞后", "完成值": "3项"}
    answers = {PLATFORMS: {"状态": "已完成", "完成值": 9, "完成日期": "6月9日"}, PROJECTS: hostile}
    save(book(dataset, "science-bureau", answers), root / "a.xlsx")
    save(book(dataset, "drc", {PLATFORMS: {"状态": "进行中", "完成值": "7家"}}), root / "b.xlsx", dt.date(2024, 3, 1))
    result = CliRunner().invoke(
        cli, ["--data", str(root / "data"), "collect", str(root / "a.xlsx"), str(root / "b.xlsx")]
    )
    assert result.exit_code == 0, result.output
    return root / "data"


def run(data: Path, *args: str) -> Result:
    result = CliRunner().invoke(cli, ["--data", str(data), "progress", *args])
    assert result.exit_code == 0, result.output
    return result


def test_the_terminal_tells_shares_and_what_needs_attention(data: Path) -> None:
    text = run(data, "2023").stdout
    assert "加快推进创新型城市建设" in text
    assert "Behind schedule:" in text
    assert "申报市级以上科技项目" in text
    assert "区发展改革局（2024年3月1日，b.xlsx）：进行中，7家" in text
    silent = text.rpartition("No reply yet:")[2]
    assert "区财政局" in silent
    assert "区科技局" not in silent


def test_json_tells_all(data: Path) -> None:
    told = json.loads(run(data, "--format", "json").stdout)
    assert told["year"] == 2023
    assert (told["total"]["replied"], told["total"]["reached"]) == (2, 1)
    first = next(i for i in told["items"] if (i["number"], i["label"]) == PLATFORMS)
    assert (first["value"], first["verdict"], first["status"]) == (9, "met", "done")
    assert [(r["department"], r["value"], r["reported"]) for r in first["replies"]] == [
        ("science-bureau", 9, "2023-07-03"),
        ("drc", 7, "2024-03-01"),
    ]
    assert len(told["disagreements"]) == 1


@pytest.mark.parametrize("by", ["section", "department", "task"])
@pytest.mark.parametrize("form", ["csv", "markdown", "table"])
def test_every_view_in_every_form(data: Path, by: str, form: str) -> None:
    assert len(run(data, "2023", "--by", by, "--format", form).stdout.splitlines()) > 10


def test_as_of_tells_how_it_stood(data: Path) -> None:
    result = CliRunner().invoke(cli, ["--data", str(data), "--as-of", "2023-12-31", "progress", "--format", "json"])
    told = json.loads(result.stdout)
    assert told["disagreements"] == []
    assert told["total"]["replied"] == 2


def test_the_documents_say_what_the_terminal_says(data: Path, tmp_path: Path) -> None:
    run(data, "2023", "-o", str(tmp_path))
    word = Document(str(tmp_path / "2023年重点工作任务进展情况.docx"))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "周村区2023年重点工作任务进展情况" in text
    assert "（数据截至2024年3月1日）" in text
    assert "已报送2个" in text
    cells = [c.text for t in word.tables for r in t.rows for c in r.cells]
    assert any(c.startswith("=cmd|'/c calc'!A0长") and len(c) < 100 for c in cells)
    assert "区科技局（2023年7月3日）：已完成，9家\n区发展改革局（2024年3月1日）：进行中，7家" in cells
    assert not any("{{" in c or "{%" in c for c in [text, *cells])
    sheets = load_workbook(tmp_path / "2023年重点工作任务进展情况.xlsx")
    late = sheets["进度滞后"]
    (row,) = list(late.iter_rows(min_row=3, values_only=True))
    assert row[2:6] == ("加强关键核心技术攻关", "申报市级以上科技项目", "5项以上", "3项")
    hostile = next(c for c in late[3] if str(c.value).startswith("=cmd"))
    assert hostile.data_type == "s"
    assert len(hostile.value) > 3_000
    assert late.row_dimensions[3].height <= 409
    lines = list(sheets["事项明细"].iter_rows(min_row=3, values_only=True))
    assert len(lines) == len(progress(load(data), 2023))
    assert lines[0][6:9] == ("9家", "已完成", "完成")
    totals = next(r for r in sheets["概览"].iter_rows(values_only=True) if r[0] == "合计")
    whole = total(progress(load(data), 2023))
    assert totals[1:7] == (whole.items, whole.replied, whole.done, whole.behind, whole.targets, whole.reached)
    assert (whole.replied, whole.done, whole.behind, whole.reached) == (2, 1, 1, 1)


def test_the_documents_are_the_same_bytes_every_time(data: Path, tmp_path: Path) -> None:
    run(data, "2023", "-o", str(tmp_path / "a"))
    run(data, "2023", "-o", str(tmp_path / "b"))
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_without_replies_the_report_says_so(tmp_path: Path) -> None:
    run(DATA, "2023", "-o", str(tmp_path))
    text = "\n".join(p.text for p in Document(str(tmp_path / "2023年重点工作任务进展情况.docx")).paragraphs)
    assert "没有部门报告进度滞后。" in text
    assert "没有填报不一致的事项。" in text


def test_a_report_that_was_edited_is_kept(data: Path, tmp_path: Path) -> None:
    run(data, "2023", "-o", str(tmp_path))
    path = tmp_path / "2023年重点工作任务进展情况.xlsx"
    edited = load_workbook(path)
    edited.save(path)
    before = path.read_bytes()
    result = CliRunner().invoke(cli, ["--data", str(data), "progress", "2023", "-o", str(tmp_path)])
    assert result.exit_code == 1
    assert path.read_bytes() == before


def test_it_is_no_kind_of_document_that_build_makes() -> None:
    assert "progress" not in kinds()


def test_its_templates_are_checked_with_the_others() -> None:
    result = CliRunner().invoke(cli, ["templates", "check", "progress.docx", "progress.xlsx"])
    assert result.exit_code == 0, result.output
    assert result.stdout == "progress.docx: sound\nprogress.xlsx: sound\n"
