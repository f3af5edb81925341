"""Another district starts from its own documents: from nothing to its first build, by commands and a review."""

from __future__ import annotations

import shutil
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from tests import county
from tests.blank import blank
from tests.conftest import ROOT, Tool
from tests.proposals import ACCEPT, Book
from zcplan import resources
from zcplan.dataset import check, load
from zcplan.model import Document

REPORTS = ROOT.parent / "shared" / "reports"
MOST_COMMANDS, MOST_SECONDS = 12, 3.0


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory, tool: Tool) -> Path:
    """A folder begun from the county's documents, with what is clear merged."""
    folder = tmp_path_factory.mktemp("county")
    tool("init", folder / "mine", "--empty", "--place", county.PLACE, *county.write(folder))
    book = Book(folder / "mine" / "proposals.xlsx")
    book.accept_what_is_clear()
    book.save()
    tool("--data", folder / "mine", "extract", "--accept", book.path)
    return folder / "mine"


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: Tool) -> Path:
    """A folder begun from the county's documents."""
    monkeypatch.chdir(tmp_path)
    files = county.write(tmp_path)
    tool("init", "mine", "--empty", "--place", county.PLACE, *files)
    return tmp_path / "mine"


def test_from_nothing_to_the_first_build_by_commands_alone(begun: Path, tool: Tool) -> None:
    commands = 1

    def run(*args: object, code: int | None = 0) -> str:
        nonlocal commands
        commands += 1
        start = time.process_time()
        result = tool("--data", begun, *args, code=code)
        assert time.process_time() - start < MOST_SECONDS
        return result.output

    book = Book(begun / "proposals.xlsx")
    book.accept_what_is_clear()
    book.save()
    run("extract", "--accept", begun / "proposals.xlsx", "--dry-run")
    run("extract", "--accept", begun / "proposals.xlsx")
    run("check")
    run("reconcile", code=None)
    out = begun / "out"
    run("make", "plan-table", 2026, "-o", out)
    run("make", "assignment", 2026, "-o", out)
    run("make", "brief", 2025, "-o", out, code=None)
    assert commands <= MOST_COMMANDS
    text = every_word(out)
    assert county.PLACE in text and "县发展改革局" in text
    own = {a.name for a in load(resources.bundled("data")).areas} | {"周村", "淄博"}
    assert [name for name in own if name in text] == []


def every_word(folder: Path) -> str:
    found = []
    for path in folder.rglob("*"):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(n).decode("utf-8", "ignore") for n in archive.namelist() if n.endswith(".xml")]
    return "".join(found)


def test_what_is_clear_is_right_in_every_part(merged: Path) -> None:
    data = load(merged / "data")
    assert check(merged / "data") == []

    def said(name: str, year: int, measure: str = "level") -> list[tuple[str, str, str]]:
        return sorted(
            {
                (o.status, o.bound, str(o.value))
                for o in data.observations
                if data.indicator[o.indicator].name == name and (o.year, o.measure) == (year, measure)
            }
        )

    assert said("地区生产总值", 2025) == [("actual", "exact", "286.4")]
    assert said("地区生产总值", 2026, "growth") == [("target", "about", "6")]
    assert said("城镇登记失业率", 2026) == [("target", "at_most", "3.5")]
    assert said("农村居民人均可支配收入", 2025, "growth") == [("actual", "exact", "6.3")]
    assert said("粮食产量", 2025) == [("actual", "exact", "41.2")]
    assert said("改造老旧小区", 2025) == [("actual", "exact", "12")]
    assert said("改造老旧小区", 2026) == [("target", "exact", "15")]
    assert not [o for o in data.observations if str(o.value) in ("312", "420")]
    assert len(data.tasks) == 6 and {d.collective for d in data.departments} == {"", "all"}
    lead = [(a.number, a.department) for a in data.assignments if a.role == "lead"]
    assert lead == [("1", "县发展改革局"), ("2", "县商务局"), ("5", "县人力资源社会保障局"), ("6", "县住房城乡建设局")]


def test_the_goals_that_the_document_calls_main_lead_the_brief(merged: Path, tmp_path: Path, tool: Tool) -> None:
    tool("--data", merged, "make", "brief", 2026, "-o", tmp_path)
    table = docx.Document(str(next(tmp_path.glob("*简报.docx")))).tables[0]
    names = [row.cells[0].text for row in table.rows[1:]]
    assert names[:3] == ["地区生产总值", "规模以上工业增加值", "固定资产投资"] and "改造老旧小区" not in names


def test_the_plan_table_prints_as_the_county_s_own_annex(merged: Path, tmp_path: Path, tool: Tool) -> None:
    tool("--data", merged, "make", "plan-table", 2026, "-o", tmp_path)
    table = docx.Document(str(next(tmp_path.glob("*.docx")))).tables[0]
    rows = [[c.text for c in row.cells] for row in table.rows]
    printed = {row[0]: row[1:] for row in rows}
    for texts in county.TABLE[2:]:
        label, unit, *cells = texts
        assert printed[label][0] == unit
        shown = [cells[n - 1] if n % 2 and not cells[n] else cells[n] for n in range(4)]
        assert [c or "—" for c in printed[label][1:]] == [s or "—" for s in shown] or not unit, label


def test_the_folder_says_what_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: Tool) -> None:
    monkeypatch.chdir(tmp_path)
    result = tool("init", "mine", "--empty", "--place", county.PLACE, *county.write(tmp_path))
    assert "proposals.xlsx" in result.output and "--accept" in result.output
    assert (tmp_path / "mine" / "proposals.xlsx").exists()


def test_documents_that_can_not_be_read_leave_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: Tool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.docx").write_bytes(b"not a Word file")
    tool("init", "mine", "--empty", "--place", county.PLACE, "broken.docx", code=2)
    assert not (tmp_path / "mine").exists()


@pytest.mark.slow
@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not here")
def test_a_real_report_of_another_level_goes_the_whole_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: Tool
) -> None:
    monkeypatch.chdir(tmp_path)
    report = sorted(REPORTS.glob("*.docx"))[-1]
    place = report.stem.removeprefix("2025年").removesuffix("政府工作报告")
    tool("init", "mine", "--empty", "--place", place, report)
    book = Book(tmp_path / "mine" / "proposals.xlsx")
    book.choose("数字", lambda row: ACCEPT if row["情况"] == "新增" else None)
    book.save()
    tool("--data", "mine", "extract", "--accept", "mine/proposals.xlsx")
    tool("--data", "mine", "check")
    data = load(tmp_path / "mine" / "data")
    assert {o.year for o in data.observations} >= {2024, 2025} and len(data.observations) > 50
    assert all(o.status == "target" for o in data.observations if o.year == 2025)
    tool("--data", "mine", "make", "brief", 2024, "-o", "out", code=None)
    assert openpyxl.load_workbook(tmp_path / "mine" / "proposals.xlsx").active.title == "数字"


def test_a_development_zone_has_no_people_s_government(tmp_path: Path, tool: Tool) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "某某经济开发区管理委员会工作报告\n2026年1月12日\n一、2025年工作总结\n规模以上工业增加值增长9.1%。\n"
        "二、2026年重点工作\n主要预期目标：规模以上工业增加值增长9%左右。\n",
        encoding="utf-8",
    )
    tool("init", tmp_path / "mine", "--empty", "--place", "某某经济开发区", report)
    tool("--data", tmp_path / "mine", "extract", "--accept", tmp_path / "mine" / "proposals.xlsx")
    tool("--data", tmp_path / "mine", "make", "plan-report", 2025, "-o", tmp_path)
    text = every_word(tmp_path)
    assert "受某某经济开发区管理委员会委托" in text and "开发区人民政府" not in text


def test_marks_of_titles_are_not_nested_in_a_citation() -> None:
    title = "某某县人民政府关于《某某规划》实施情况的报告"
    document = Document("d", title, "", "某某县人民政府", date(2026, 1, 1), "other", 9)
    assert document.cited == "《某某县人民政府关于〈某某规划〉实施情况的报告》"
    notice = Document("n", "某某镇人民政府办公室关于印发《任务分解表》的通知", "", "", date(2026, 1, 1), "task-list", 4)
    assert notice.cited == "《任务分解表》"


ANNEX = (
    ("序号", "指标名称", "单位", "指标属性", "2025年", "", "2026年计划", ""),
    ("", "", "", "", "完成数", "增长（%）", "计划数", "增长（%）"),
    ("一", "经济发展", "", "", "", "", "", ""),
    ("1", "地区生产总值", "亿元", "预期性", "212.6", "5.7", "", "6左右"),
    ("2", "固定资产投资", "亿元", "预期性", "", "4.6", "", "6"),
    ("二", "资源环境", "", "", "", "", "", ""),
    ("3", "单位GDP能耗降低率", "%", "约束性", "2.6", "", "2.5", ""),
    ("4", "耕地保有量", "万亩", "约束性", "46.8", "", "46.8", ""),
    ("注：地区生产总值增速按不变价格计算。", "", "", "", "", "", "", ""),
)


def test_an_annex_with_numbers_and_natures_in_columns_of_their_own_gives_its_layout(tmp_path: Path, tool: Tool) -> None:
    plan = blank()
    for line in ("某某县人民政府", "关于下达2026年国民经济和社会发展计划的通知", "某政发〔2026〕8号", "2026年2月10日"):
        plan.add_paragraph(line)
    table = plan.add_table(rows=len(ANNEX), cols=8)
    for row, texts in enumerate(ANNEX):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for first, last in (((0, 4), (0, 5)), ((0, 6), (0, 7)), ((8, 0), (8, 7))):
        text = table.cell(*first).text
        table.cell(*first).merge(table.cell(*last)).text = text
    plan.save(str(tmp_path / "plan.docx"))
    tool("init", tmp_path / "mine", "--empty", "--place", "某某县", tmp_path / "plan.docx")
    book = Book(tmp_path / "mine" / "proposals.xlsx")
    assert [(r["行名"], r["缩进"], r["上年完成栏"]) for r in book.rows("表式")] == [
        ("一、经济发展", 0, None), ("地区生产总值", 1, None), ("固定资产投资", 1, None),
        ("二、资源环境", 0, None), ("单位GDP能耗降低率", 1, None), ("耕地保有量", 1, None),
    ]  # fmt: skip
    assert [r["属性"] for r in book.rows("指标")] == ["预期性", "预期性", "约束性", "约束性"]
    growth = [(r["年份"], r["性质"], r["数值"]) for r in book.rows("数字") if r["口径"] == "增速"]
    assert growth == [(2025, "实际", 5.7), (2026, "目标", 6), (2025, "实际", 4.6), (2026, "目标", 6)]
    assert {r["情况"] for r in book.rows("数字")} == {"新增"}


def test_a_build_without_a_year_tells_of_the_plan_after_it(merged: Path, tmp_path: Path, tool: Tool) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(merged, folder)
    path = folder / "data" / "observations.csv"
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    goal = next(r for r in rows if ",2026," in r and ",target," in r)
    path.write_text("\n".join([*rows, goal.replace(",2026,", ",2025,")]) + "\n", encoding="utf-8-sig")
    told = tool("--data", folder, "build", "-o", tmp_path / "out", code=None)
    assert "zcplan build 2026" in told.output + told.stderr
