"""The review workbook: what a clerk finds in it, may change in it, and what comes of it."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.blank import blank
from tests.conftest import ROOT, Tool
from tests.proposals import ACCEPT, REJECT, Book, sheets
from zcplan.dataset import check, load

CASES = ROOT.parent / "shared" / "cases"
REPORT = """# 关于甲县2025年国民经济和社会发展计划执行情况与2026年计划草案的报告

2026年1月15日在甲县第十八届人民代表大会第五次会议上

甲县发展和改革局局长 张三

各位代表：

## 一、2025年计划执行情况

（一）经济运行总体平稳。预计全县地区生产总值增长6.1%左右，一般公共预算收入18.6亿元、增长4.20%。城镇登记失业率3.1%。

（二）项目建设提速。新增充换电站141座，累计达到973座。1—6月完成工业投资300亿元。全市粮食产量达到80万吨。

## 二、2026年主要预期目标

地区生产总值增长6%以上，一般公共预算收入增长5%左右，城镇登记失业率控制在3.5%以内，新建公园2处。
"""
TASKS = """# 甲县人民政府办公室关于印发2026年重点任务分工的通知

甲政办字〔2026〕7号

各乡镇人民政府，县政府各部门：

现将分工方案印发给你们。

甲县人民政府办公室

2026年3月2日

一、扩大投资

1.实施县级重点项目48个。（县发展改革局牵头，县财政局、各乡镇人民政府等配合）

2.招商到位资金5亿元以上。（责任单位：县商务局、张三）
"""
TABLES = (
    "documents",
    "areas",
    "indicators",
    "observations",
    "departments",
    "tasks",
    "assignments",
    "task_targets",
    "tables",
)


def begun(target: Path) -> Path:
    """A data folder that holds nothing but the place."""
    target.mkdir()
    for path in (ROOT / "data").iterdir():
        if path.suffix == ".csv":
            head = path.read_text(encoding="utf-8-sig").split("\n", 1)[0]
            row = f"甲县,甲县{',' * (head.count(',') - 1)}\n" if path.stem == "areas" else ""
            (target / path.name).write_text(f"{head}\n{row}", encoding="utf-8")
        elif path.suffix == ".json":
            shutil.copy(path, target)
    return target


def written(folder: Path) -> list[Path]:
    """Both documents in a folder."""
    found = []
    for name, text in (("report.md", REPORT), ("tasks.md", TASKS)):
        (folder / name).write_text(text, encoding="utf-8")
        found.append(folder / name)
    return found


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return begun(tmp_path / "county")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return written(tmp_path)


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory, tool: Tool) -> Path:
    """The workbook of both documents, made once: the same documents give the same bytes."""
    folder = tmp_path_factory.mktemp("proposed")
    data = begun(folder / "county")
    tool("--data", data, "extract", *written(folder), "-o", folder / "review.xlsx")
    return folder / "review.xlsx"


@pytest.fixture
def book(county: Path, files: list[Path], proposed: Path, tmp_path: Path) -> Book:
    return Book(Path(shutil.copy(proposed, tmp_path / "review.xlsx")))


def csv_rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def figure(book: Book, **wanted: Any) -> dict[str, Any]:
    rows = [r for r in book.rows("数字") if all(r[k] == v for k, v in wanted.items())]
    assert len(rows) == 1, [(r["指标"], r["年份"], r["数值"]) for r in book.rows("数字")]
    return rows[0]


def test_it_has_a_sheet_for_all_that_documents_state(book):
    assert list(sheets(book.path)) == [
        "审核说明", "数字", "指标", "区域", "文件", "部门", "任务", "分工", "任务目标", "表式",
    ]  # fmt: skip
    assert book.book.active.title == "数字"


def test_values_are_numbers_and_the_sentence_shows_its_figure_in_bold(book):
    row = figure(book, 指标="一般公共预算收入", 口径="数值")
    assert row["数值"] == 18.6 and row["年份"] == 2025 and row["性质"] == "预计"
    rich = openpyxl.load_workbook(book.path, rich_text=True)["数字"].cell(row["#"], book.heads("数字")["原句"]).value
    bold = [str(part) for part in rich if getattr(getattr(part, "font", None), "b", False)]
    assert bold == ["18.6亿元"] and "增长4.20%" in str(rich)


def test_choices_are_drop_downs_down_to_the_last_row_and_technical_columns_are_hidden(book):
    sheet = book.book["数字"]
    heads = book.heads("数字")
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}

    def offered(head: str) -> str:
        letter = openpyxl.utils.get_column_letter(heads[head])
        return next(f for where, f in lists.items() if where == f"{letter}3:{letter}{sheet.max_row}")

    assert offered("采纳") == '"采纳,不采纳"' and offered("性质") == '"目标,实际,预计"'
    assert offered("指标") == "指标名录" and offered("区域") == "区域名录"
    name = book.book.defined_names["指标名录"].attr_text
    area = [c.value for (c,) in book.book["名录"][name.rpartition("!")[2].replace("$", "")] if c.value]
    assert "地区生产总值" in area
    for head in ("依据", "原拟指标", "原数值"):
        assert sheet.column_dimensions[openpyxl.utils.get_column_letter(heads[head])].hidden


def test_a_row_says_in_a_word_what_it_is_and_why(book):
    assert figure(book, 指标="地区生产总值", 年份=2025)["情况"] == "新增"
    span = next(r for r in book.rows("数字") if r["数值"] == 300)
    assert (span["情况"], span["年份"], span["采纳"]) == ("需补充", None, None) and span["说明"]
    coloured = {r.formula[0][4:] for area in book.book["数字"].conditional_formatting for r in area.rules}
    assert {'"新增"', '"已有"', '"与数据不同"', '"需补充"', '"存疑"'} <= coloured


def test_two_figures_of_one_sentence_do_not_share_a_name(book):
    names = [r["指标"] for r in book.rows("数字") if r["数值"] in (141, 973)]
    assert len(names) == 2 and (names[0] != names[1] or not any(names))


def test_a_new_indicator_is_proposed_once_with_all_that_it_needs(book):
    rows = [r for r in book.rows("指标") if r["名称"] == "一般公共预算收入"]
    assert len(rows) == 1
    assert [rows[0][h] for h in ("单位", "分组", "方向", "小数位", "增速口径", "数字个数")] == [
        "亿元", "财政金融", "越高越好", 1, "现价", 3,
    ]  # fmt: skip
    gdp = next(r for r in book.rows("指标") if r["名称"] == "地区生产总值")
    assert (gdp["单位"], gdp["增速口径"]) == ("亿元", "不变价") and "惯例" in gdp["说明"]


def test_documents_departments_and_tasks_are_read_with_their_roles(book):
    documents = [(d["标题"], d["文号"], d["发文机关"], str(d["日期"])[:10], d["类型"]) for d in book.rows("文件")]
    assert documents[0][2:] == ("甲县发展和改革局", "2026-01-15", "计划执行情况报告")
    assert documents[1][1:] == ("甲政办字〔2026〕7号", "甲县人民政府办公室", "2026-03-02", "任务分工")
    departments = {d["简称"]: (d["全称"], d["泛指"], d["情况"]) for d in book.rows("部门")}
    assert departments["县发展改革局"] == ("甲县发展和改革局", None, "新增")
    assert departments["各乡镇人民政府"][1] == "全部" and departments["张三"][2] == "存疑"
    parts = [(a["序号"], a["分工"], a["部门"], a["等"]) for a in book.rows("分工")]
    assert parts[:3] == [
        ("1", "牵头", "县发展改革局", None),
        ("1", "配合", "县财政局", None),
        ("1", "配合", "各乡镇人民政府", "等"),
    ]
    goal = next(iter(book.rows("任务目标")))
    assert goal["目标"].endswith("县级重点项目") and (goal["数值"], goal["单位"]) == (48, "个")


def test_accepting_takes_along_what_rows_refer_to_and_nothing_else(book, county, tool):
    for sheet in ("数字", "指标", "区域", "文件", "部门", "任务"):
        book.choose(sheet, lambda _row: "")
    wanted = figure(book, 指标="地区生产总值", 年份=2026)
    book.set("数字", wanted["#"], "采纳", ACCEPT)
    book.save()
    result = tool("--data", county, "extract", "--accept", book.path)
    assert check(county) == []
    data = load(county)
    assert [i.name for i in data.indicators] == ["地区生产总值"] and len(data.documents) == 1
    assert [(o.year, o.status, o.bound, o.value) for o in data.observations] == [
        (2026, "target", "at_least", Decimal(6))
    ]
    assert data.tasks == () and "observations.csv" in result.output


def test_what_was_merged_is_told_in_the_form_asked_for(book, county, tool):
    for sheet in ("数字", "指标", "区域", "文件", "部门", "任务"):
        book.choose(sheet, lambda _row: "")
    book.set("数字", figure(book, 指标="地区生产总值", 年份=2026)["#"], "采纳", ACCEPT)
    book.save()
    accept = ("--data", county, "extract", "--accept", book.path, "--format")
    told = json.loads(tool(*accept, "json", "--dry-run").stdout)
    (document,) = told["documents"]
    assert told["tables"]["observations"] == {"added": 1, "removed": 0} and told["present"] == 0
    result = tool(*accept, "csv")
    assert "observations,1,0" in result.stdout and document not in result.stdout and document in result.stderr
    assert json.loads(tool(*accept, "json").stdout) == {"documents": [], "tables": {}, "present": 1}


def test_all_of_it_is_merged_in_the_right_order_and_twice_changes_nothing(book, county, tool):
    book.accept_what_is_clear()
    book.save()
    tool("--data", county, "extract", "--accept", book.path)
    assert check(county) == []
    data = load(county)
    assert [t.number for t in data.tasks] == ["1", "2"]
    assert {(a.department, a.role, a.rank, a.etc) for a in data.assignments} == {
        ("县发展改革局", "lead", 1, ""), ("县财政局", "support", 1, ""), ("各乡镇人民政府", "support", 2, "等"),
        ("县商务局", "responsible", 1, ""),
    }  # fmt: skip
    growth = data.by_fact["一般公共预算收入", 2025, "甲县", "growth"][0]
    assert str(growth.value) == "4.20"
    before = {p.name: p.read_bytes() for p in county.glob("*.csv")}
    again = tool("--data", county, "extract", "--accept", book.path)
    assert {p.name: p.read_bytes() for p in county.glob("*.csv")} == before
    assert "already" in again.output


def test_dry_run_tells_what_would_change_and_changes_nothing(book, county, tool):
    book.accept_what_is_clear()
    book.save()
    before = {p.name: p.read_bytes() for p in county.iterdir()}
    result = tool("--data", county, "extract", "--accept", book.path, "--dry-run")
    assert "indicators.csv" in result.output and "tasks.csv" in result.output
    assert {p.name: p.read_bytes() for p in county.iterdir()} == before


def test_undo_takes_all_of_it_back(book, county, tool):
    before = {name: csv_rows(county, name) for name in TABLES}
    book.accept_what_is_clear()
    book.save()
    tool("--data", county, "extract", "--accept", book.path)
    tool("--data", county, "undo")
    assert {name: csv_rows(county, name) for name in TABLES} == before


def spoil(book: Book, what: str) -> int:
    """Make one fault; tell the row it is in."""
    row: int = figure(book, 指标="地区生产总值", 年份=2025)["#"]
    if what == "year":
        book.set("数字", row, "年份", None)
    elif what == "indicator":
        book.set("数字", row, "指标", "没有的指标")
    elif what == "word":
        book.set("数字", row, "采纳", "也许")
    elif what == "value":
        book.set("数字", row, "数值", 7.3)
    elif what == "unit":
        book.set("数字", row, "单位", "亿元")
    elif what == "refused":
        book.choose("指标", lambda r: REJECT if r["名称"] == "地区生产总值" else None)
    return row


@pytest.mark.parametrize("what", ["year", "indicator", "word", "value", "unit", "refused"])
def test_one_bad_row_is_named_with_workbook_sheet_and_row_and_nothing_is_merged(book, county, tool, what):
    book.accept_what_is_clear()
    row = spoil(book, what)
    book.save()
    before = {p.name: p.read_bytes() for p in county.glob("*.csv")}
    result = tool("--data", county, "extract", "--accept", book.path, code=2)
    assert f"review.xlsx [数字] {row}" in result.output, result.output
    assert {p.name: p.read_bytes() for p in county.glob("*.csv")} == before


def test_every_fault_is_told_at_once(book, county, tool):
    book.accept_what_is_clear()
    rows = [r["#"] for r in book.rows("数字") if r["情况"] == "新增"][:3]
    for row in rows:
        book.set("数字", row, "年份", None)
    book.save()
    result = tool("--data", county, "extract", "--accept", book.path, code=2)
    assert all(f"[数字] {row}" in result.output for row in rows)


def test_what_lacks_something_is_not_merged_before_it_is_filled_in(book, county, tool):
    row = next(r for r in book.rows("数字") if r["数值"] == 300)["#"]
    book.set("数字", row, "采纳", ACCEPT)
    book.save()
    result = tool("--data", county, "extract", "--accept", book.path, code=2)
    assert f"[数字] {row}" in result.output


def test_an_indicator_renamed_on_its_sheet_goes_by_its_new_name_everywhere(book, county, tool):
    book.accept_what_is_clear()
    row = next(r for r in book.rows("指标") if r["名称"] == "城镇登记失业率")["#"]
    book.set("指标", row, "名称", "登记失业率（城镇）")
    book.save()
    tool("--data", county, "extract", "--accept", book.path)
    data = load(county)
    named = next(i for i in data.indicators if i.name == "登记失业率（城镇）")
    assert "城镇登记失业率" in named.aliases and named.direction == "down"
    assert len(data.by_indicator[named.id]) == 2


def test_a_row_added_by_hand_is_taken(book, county, tool):
    book.accept_what_is_clear()
    sheet, heads = book.book["指标"], book.heads("指标")
    last = sheet.max_row + 1
    for head, value in {
        "采纳": ACCEPT, "名称": "新指标", "单位": "个", "分组": "其他", "方向": "越高越好", "小数位": 0,
        "增速口径": "现价",
    }.items():  # fmt: skip
        sheet.cell(last, heads[head]).value = value
    book.save()
    tool("--data", county, "extract", "--accept", book.path)
    assert "新指标" in [i.name for i in load(county).indicators]


def test_the_next_document_tells_what_the_data_has_and_what_it_says_otherwise(book, county, tool, tmp_path):
    book.accept_what_is_clear()
    book.save()
    tool("--data", county, "extract", "--accept", book.path)
    (tmp_path / "next.md").write_text(
        "# "
        "甲县2025年国民经济和社会发展统计公报\n\n2026年4月1日\n\n2025年全年地区生产总值增长6.1%，一般公共预算收入18.9亿元。\n",
        encoding="utf-8",
    )
    tool("--data", county, "extract", *(tmp_path / n for n in ("report.md", "next.md")), "-o", tmp_path / "two.xlsx")
    again = Book(tmp_path / "two.xlsx")
    assert {d["来自"]: d["情况"] for d in again.rows("文件")} == {"report.md": "已有", "next.md": "新增"}
    assert [r["名称"] for r in again.rows("指标") if r["名称"] == "地区生产总值"] == []
    assert figure(again, 指标="一般公共预算收入", 数值=18.6)["情况"] == "已有"
    other = figure(again, 指标="一般公共预算收入", 数值=18.9)
    assert other["情况"] in ("新增", "与数据不同")


def test_an_old_result_that_the_data_states_otherwise_is_marked_with_what_it_says(book, county, tool, tmp_path):
    book.accept_what_is_clear()
    book.save()
    tool("--data", county, "extract", "--accept", book.path)
    (tmp_path / "plan.md").write_text(
        "# 关于印发甲县2026年国民经济和社会发展计划的通知\n\n甲县人民政府\n\n2026年3月1日\n\n## "
        "一、2026年主要预期目标\n\n"
        "地区生产总值增长6.5%以上。\n",
        encoding="utf-8",
    )
    tool("--data", county, "extract", tmp_path / "plan.md", "-o", tmp_path / "plan.xlsx")
    row = figure(Book(tmp_path / "plan.xlsx"), 指标="地区生产总值")
    assert row["情况"] == "与数据不同" and "6%以上" in row["说明"] and row["采纳"] is None


def test_figures_of_another_place_s_document_are_doubtful(county, tool, tmp_path):
    (tmp_path / "other.md").write_text(
        "# 乙县2026年政府工作报告\n\n2026年1月5日在乙县第九届人民代表大会第五次会议上\n\n## "
        "一、2025年工作回顾\n\n地区生产总值120亿元。\n",
        encoding="utf-8",
    )
    tool("--data", county, "extract", tmp_path / "other.md", "-o", tmp_path / "other.xlsx")
    row = figure(Book(tmp_path / "other.xlsx"), 数值=120)
    assert row["情况"] == "存疑" and "乙县" in row["说明"] and row["采纳"] is None


def test_the_annex_proposes_its_layout_and_next_year_s_table_prints_the_same(folder, county, tool, tmp_path):
    tool("--data", folder, "make", "plan-table", 2023, "-o", tmp_path / "annex")
    for path in sorted((tmp_path / "annex").iterdir()):
        target = tmp_path / f"{path.suffix[1:]}.xlsx"
        tool("--data", county, "extract", path, "-o", target, "--date", "2023-04-25", "--issuer", "甲县人民政府")
        rows = Book(target).rows("表式")
        wanted = csv_rows(folder, "tables")
        assert [(r["行名"], str(r["缩进"]), r["单位"] or "") for r in rows] == [
            (w["label"], w["indent"], w["unit"]) for w in wanted
        ]
        assert [bool(r["指标"]) for r in rows] == [bool(w["indicator"]) for w in wanted]


def test_what_the_layout_proposes_prints_as_the_annex_did(folder, county, tool, tmp_path):
    tool("--data", folder, "make", "plan-table", 2023, "-o", tmp_path / "annex")
    annex = next((tmp_path / "annex").glob("*.docx"))
    tool("--data", county, "extract", annex, "-o", tmp_path / "r.xlsx", "--date", "2023-04-25", "--issuer", "甲县")
    book = Book(tmp_path / "r.xlsx")
    for sheet in ("数字", "表式"):
        book.choose(sheet, lambda _row: ACCEPT)
    book.save()
    tool("--data", county, "extract", "--accept", book.path)
    tool("--data", county, "make", "plan-table", 2023, "-o", tmp_path / "again")

    def printed(path: Path) -> list[list[str]]:
        return [[c.text for c in row.cells] for row in docx.Document(str(path)).tables[0].rows]

    assert printed(next((tmp_path / "again").glob("*.docx"))) == printed(annex)


def test_a_workbook_that_is_none_of_ours_is_told_so(county, tool, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    book.save(tmp_path / "other.xlsx")
    result = tool("--data", county, "extract", "--accept", tmp_path / "other.xlsx", code=2)
    assert "no table of proposals" in result.output


def test_a_lost_column_is_told_by_its_head(book, county, tool):
    book.book["数字"].cell(2, book.heads("数字")["年份"]).value = "哪年"
    book.save()
    result = tool("--data", county, "extract", "--accept", book.path, code=2)
    assert "年份" in result.output and "数字" in result.output


def test_the_same_documents_give_the_same_bytes(county, files, tool, tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        tool("--data", county, "extract", *files, "-o", tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_workbook_that_was_worked_in_is_kept(book, county, files, tool):
    book.accept_what_is_clear()
    book.save()
    before = book.path.read_bytes()
    tool("--data", county, "extract", *files, "-o", book.path, code=1)
    assert book.path.read_bytes() == before


def test_several_documents_can_not_be_told_one_title(county, files, tool):
    result = tool("--data", county, "extract", *files, "--title", "甲", code=2)
    assert "one by one" in result.output


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
def test_a_bad_row_of_a_workbook_of_the_older_form_is_named_too(county, tool):
    result = tool("--data", county, "extract", "--accept", CASES / "accept-one-bad.xlsx", code=2)
    assert "accept-one-bad.xlsx [待审数据] " in result.output


def test_a_table_of_tasks_without_sections_is_taken_whole(county, tool, tmp_path):
    document = blank()
    document.add_paragraph("甲县人民政府办公室关于印发2026年重点任务分工表的通知")
    table = document.add_table(rows=3, cols=4)
    rows = (
        ("序号", "工作任务", "牵头单位", "配合单位"),
        ("1", "建设标准厂房30万平方米", "县发展改革局", "县财政局、自然资源局"),
        ("2", "招商到位资金5亿元以上", "县商务局", "各乡镇人民政府"),
    )
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            table.cell(r, c).text = text
    document.save(str(tmp_path / "table.docx"))
    target = tmp_path / "table.xlsx"
    tool("--data", county, "extract", tmp_path / "table.docx", "-o", target, "--date", "2026-03-01")
    book = Book(target)
    book.accept_what_is_clear()
    book.save()
    tool("--data", county, "extract", "--accept", target)
    data = load(county)
    assert check(county) == [] and {t.section for t in data.tasks} == {"2026年重点任务分工表"}
    assert {d.name for d in data.departments} >= {"甲县自然资源局", "甲县财政局"}
    assert [(t.label, str(t.value), t.unit) for t in data.task_targets] == [
        ("建设标准厂房", "30", "万平方米"),
        ("招商到位资金", "5", "亿元"),
    ]
