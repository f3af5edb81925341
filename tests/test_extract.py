"""What a clerk may count on when the figures of a new document are proposed as observations."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.blank import blank
from tests.hostile import limits
from zcplan.cli import cli
from zcplan.cli.draft_files import expand
from zcplan.dataset import check, load
from zcplan.errors import OutputError
from zcplan.extract.propose import extract
from zcplan.extract.tasks import read_division
from zcplan.reading.document import read

ROOT = Path(__file__).resolve().parent.parent
REPORT = """# 关于青河县2025年国民经济和社会发展计划执行情况与2026年计划草案的报告

2026年1月15日

## 一、2025年计划执行情况

（一）经济运行总体平稳。预计全县地区生产总值增长6.1%左右，一般公共预算收入18.6亿元、增长4.2%。城镇和农村居民人均可支配收入分别达到41230元、22105元，同比增长5.6%、7.3%。

（二）项目建设提速。实施总投资210.5亿元的48个县重点项目（含高新区12个、总投资60亿元），新引进19个战略性新兴产业项目。城镇登记失业率控制在3.2%以内。

## 二、2026年主要预期目标

地区生产总值增长6%以上，新建公园2-3处，规模以上工业企业突破120家，研发经费投入占比提高0.2个百分点。
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "qinghe-2026.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def run(*arguments: object):
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_figures_of_another_place_and_year_come_with_name_year_status_measure_and_bound(report, dataset):
    found = extract(read(report), dataset)
    told = [(p.name, p.year, p.status, p.measure, p.bound, str(p.value), p.unit) for p in found]
    assert told == [
        ("地区生产总值", 2025, "estimate", "growth", "about", "6.1", "%"),
        ("一般公共预算收入", 2025, "estimate", "level", "exact", "18.6", "亿元"),
        ("一般公共预算收入", 2025, "estimate", "growth", "exact", "4.2", "%"),
        ("城镇居民人均可支配收入", 2025, "actual", "level", "exact", "41230", "元"),
        ("农村居民人均可支配收入", 2025, "actual", "level", "exact", "22105", "元"),
        ("城镇居民人均可支配收入", 2025, "actual", "growth", "exact", "5.6", "%"),
        ("农村居民人均可支配收入", 2025, "actual", "growth", "exact", "7.3", "%"),
        ("县重点项目总投资", 2025, "actual", "level", "exact", "210.5", "亿元"),
        ("县重点项目", 2025, "actual", "level", "exact", "48", "个"),
        ("县重点项目", 2025, "actual", "level", "exact", "12", "个"),
        ("县重点项目总投资", 2025, "actual", "level", "exact", "60", "亿元"),
        ("新引进战略性新兴产业项目", 2025, "actual", "level", "exact", "19", "个"),
        ("城镇登记失业率", 2025, "actual", "level", "at_most", "3.2", "%"),
        ("地区生产总值", 2026, "target", "growth", "at_least", "6", "%"),
        ("新建公园", 2026, "target", "level", "at_least", "2", "处"),
        ("规模以上工业企业", 2026, "target", "level", "at_least", "120", "家"),
        ("研发经费投入占比", 2026, "target", "change", "exact", "0.2", "个百分点"),
    ]


def test_known_indicators_are_named_and_unknown_ones_left_open(report, dataset):
    found = {(p.name, p.measure): p.indicator for p in extract(read(report), dataset)}
    assert found["地区生产总值", "growth"] == "gdp"
    assert found["城镇居民人均可支配收入", "level"] == "urban-income"
    assert found["城镇登记失业率", "level"] == "registered-unemployment"
    assert found["规模以上工业企业", "level"] == ""


def test_a_territory_that_the_dataset_does_not_know_keeps_its_word(report, dataset):
    areas = [p.area for p in extract(read(report), dataset) if p.name.startswith("县重点项目")]
    assert areas == ["zhoucun", "zhoucun", "高新区", "高新区"]


def test_evidence_is_short_contiguous_and_holds_the_figure(report, dataset):
    source = "".join(REPORT.split())
    for p in extract(read(report), dataset):
        assert len(p.evidence) <= 40
        assert p.evidence in source
        assert f"{abs(p.value):f}" in p.evidence


def test_json_records_have_the_keys_of_the_contract(report):
    result = run("extract", report, "--format", "json")
    record = json.loads(result.stdout)[0]
    wanted = "name indicator year status measure area bound value unit evidence paragraph offset".split()
    assert [k for k in record if k in wanted] == wanted
    assert (record["paragraph"], record["offset"]) == (6, REPORT.splitlines()[6].index("增长6.1%"))
    assert result.exit_code == 0


# --- tables ----------------------------------------------------------------------------------------

TABLE = (
    ("指标", "单位", "2024年实绩", None, "2025年计划", None),
    (None, None, "总量", "增速（%）", "总量", "增速（%）"),
    ("一、地区生产总值", "亿元", "512.4", "5.8", "—", "6左右"),
    ("二、城镇新增就业（万人）", "", "1.25", "", "1.2", ""),
    ("三、城镇登记失业率", "%", "3.1", "—", "3.5以内", "—"),
)
READ = [
    ("地区生产总值", 2024, "actual", "level", "exact", "512.4", "亿元"),
    ("地区生产总值", 2024, "actual", "growth", "exact", "5.8", "%"),
    ("地区生产总值", 2025, "target", "growth", "about", "6", "%"),
    ("城镇新增就业", 2024, "actual", "level", "exact", "1.25", "万人"),
    ("城镇新增就业", 2025, "target", "level", "exact", "1.2", "万人"),
    ("城镇登记失业率", 2024, "actual", "level", "exact", "3.1", "%"),
    ("城镇登记失业率", 2025, "target", "level", "at_most", "3.5", "%"),
]


def told(path: Path, dataset):
    return [(p.name, p.year, p.status, p.measure, p.bound, str(p.value), p.unit) for p in extract(read(path), dataset)]


def test_a_word_table_with_heads_over_two_rows_spans_and_units_in_brackets(tmp_path, dataset):
    document = blank()
    table = document.add_table(rows=len(TABLE), cols=6)
    for r, texts in enumerate(TABLE):
        for c, text in enumerate(texts):
            table.cell(r, c).text = text or ""
    for a, b in (((0, 2), (0, 3)), ((0, 4), (0, 5)), ((0, 0), (1, 0)), ((0, 1), (1, 1))):
        table.cell(*a).merge(table.cell(*b))
    document.save(tmp_path / "table.docx")
    assert told(tmp_path / "table.docx", dataset) == READ


def test_an_excel_table_with_numbers_percent_formats_and_merged_heads(tmp_path, dataset):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["青河县2025年计划表"])
    for texts in TABLE:
        sheet.append([float(t) if t and t.replace(".", "").isdigit() else t for t in texts])
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("C2:D2")
    sheet.merge_cells("E2:F2")
    sheet["D4"] = 0.058
    sheet["D4"].number_format = "0.0%"
    book.save(tmp_path / "table.xlsx")
    assert told(tmp_path / "table.xlsx", dataset) == READ


def test_what_a_table_says_in_words_is_proposed_too(tmp_path, dataset):
    path = tmp_path / "table.md"
    path.write_text(
        "| 指标 | 单位 | 2024年完成 | 2025年预期 |\n| --- | --- | --- | --- |\n"
        "| 实际使用外资 | 万美元 | 1500 | 保持稳定 |\n",
        encoding="utf-8",
    )
    found = [(p.indicator, p.year, p.status, p.bound, p.value, p.text) for p in extract(read(path), dataset)]
    assert found == [
        ("foreign-investment", 2024, "actual", "exact", Decimal("1500"), ""),
        ("foreign-investment", 2025, "target", "qualitative", None, "保持稳定"),
    ]


def test_a_workbook_that_merges_millions_of_cells_costs_no_more_than_what_it_holds(tmp_path):
    import zipfile

    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active.merge_cells("A1:B1")
    book.save(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as old, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"A1:B1", b"A1:XFD1048576"))
    with limits(20_000, megabytes=200):
        result = run("extract", tmp_path / "bomb.xlsx")
    assert result.exit_code == 0


def test_a_task_list_gives_its_departments_by_role(tmp_path):
    path = tmp_path / "tasks.md"
    path.write_text(
        "1. 加快平台建设。新增平台9家。（县科技局牵头，县发展改革局、县财政局等部门配合）\n\n"
        "2. 加强技术攻关。申报项目5项以上。（县科技局、县工信局负责）\n\n3. 没有括号的一项。\n",
        encoding="utf-8",
    )
    found = read_division(read(path)).tasks
    assert [(t.number, t.title, t.lead, t.support, t.responsible) for t in found] == [
        ("1", "加快平台建设", ("县科技局",), ("县发展改革局", "县财政局"), ()),
        ("2", "加强技术攻关", (), (), ("县科技局", "县工信局")),
    ]
    records = json.loads(run("extract", path, "--tasks", "--format", "json").stdout)
    assert records[0]["support"] == ["县发展改革局", "县财政局"]


# --- review and merge ------------------------------------------------------------------------------


def proposed(report: Path, folder: Path, target: Path) -> None:
    result = run(
        "--data", folder, "extract", report, "--document", "qinghe-2026", "--issuer", "青河县发展和改革局", "-o", target
    )
    assert result.exit_code == 0, result.output


def test_only_what_was_accepted_is_merged_and_merging_again_changes_nothing(report, folder, tmp_path):
    target = tmp_path / "proposals.csv"
    proposed(report, folder, target)
    rows = rows_of(target)
    rows[0]["accept"], rows[1]["accept"], rows[2]["accept"] = "accept", "reject", "接受"
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    before = rows_of(folder / "observations.csv")
    result = run("--data", folder, "extract", "--accept", target)
    assert result.exit_code == 0, result.output
    assert check(folder) == []
    after = rows_of(folder / "observations.csv")
    new = [r for r in after if r not in before]
    assert [(r["indicator"], r["year"], r["value"], r["unit"], r["document"]) for r in new] == [
        ("gdp", "2025", "6.1", "%", "qinghe-2026"),
        ("budget-revenue", "2025", "4.2", "%", "qinghe-2026"),
    ]
    assert [r for r in after if r in before] == before
    document = rows_of(folder / "documents.csv")[-1]
    assert (document["id"], document["date"], document["kind"]) == ("qinghe-2026", "2026-01-15", "plan-report")
    bytes_then = (folder / "observations.csv").read_bytes()
    again = run("--data", folder, "extract", "--accept", target)
    assert again.exit_code == 0
    assert (folder / "observations.csv").read_bytes() == bytes_then
    assert load(folder).by_fact["gdp", 2025, "zhoucun", "growth"][0].value == Decimal("6.1")


def accept_row(report: Path, folder: Path, target: Path, wanted: dict[str, str], change: dict[str, str]) -> None:
    proposed(report, folder, target)
    rows = rows_of(target)
    for row in rows:
        if all(row[k] == v for k, v in wanted.items()):
            row.update({"accept": "accept", **change})
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("wanted", "change", "word"),
    [
        ({"name": "新建公园"}, {}, "indicator"),
        ({"name": "县重点项目", "value": "12"}, {"indicator": "district-projects"}, "area"),
        ({"indicator": "gdp"}, {"accept": "maybe"}, "maybe"),
        ({"indicator": "gdp"}, {"value": "many"}, "value"),
        ({"indicator": "gdp"}, {"unit": "亿元"}, "unit"),
    ],
)
def test_a_row_that_can_not_be_taken_is_told_with_its_place_and_nothing_is_written(
    report, folder, tmp_path, wanted, change, word
):
    target = tmp_path / "proposals.csv"
    accept_row(report, folder, target, wanted, change)
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    result = run("--data", folder, "extract", "--accept", target)
    assert result.exit_code == 2
    assert word in result.output
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_when_the_second_table_can_not_be_written_the_first_is_put_back(report, folder, tmp_path, monkeypatch):
    from zcplan import files

    target = tmp_path / "proposals.csv"
    accept_row(report, folder, target, {"indicator": "gdp"}, {})
    real = files.write
    failed = []

    def fails(path: Path, data: bytes, *more: object) -> str:
        if path == folder / "observations.csv" and not failed:
            failed.append(path)
            raise OutputError("locked")
        return real(path, data, *more)

    monkeypatch.setattr(files, "write", fails)
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    assert run("--data", folder, "extract", "--accept", target).exit_code == 1
    assert failed
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_a_new_document_needs_its_row(report, folder, tmp_path):
    target = tmp_path / "proposals.csv"
    accept_row(report, folder, target, {"indicator": "gdp"}, {"document_issuer": ""})
    result = run("--data", folder, "extract", "--accept", target)
    assert result.exit_code == 2
    assert "--issuer" in result.output
    assert run("--data", folder, "extract", "--accept", target, "--issuer", "青河县").exit_code == 0


def test_text_that_looks_like_a_formula_stays_text(tmp_path, folder):
    path = tmp_path / "draft.md"
    path.write_text("# 2025年执行情况\n\n=HYPERLINK项目建成30个。\n", encoding="utf-8")
    run("--data", folder, "extract", path, "-o", tmp_path / "p.csv")
    row = rows_of(tmp_path / "p.csv")[0]
    assert not any(v.startswith(("=", "+", "@")) for v in row.values())
    run("--data", folder, "extract", path, "-o", tmp_path / "p.xlsx")
    cells = [c for r in openpyxl.load_workbook(tmp_path / "p.xlsx").active for c in r]
    assert all(c.data_type != "f" for c in cells)


def test_a_folder_stands_for_the_documents_in_it_but_for_what_is_made_of_them(county, tmp_path):
    drafts = tmp_path / "drafts"
    (drafts / "more").mkdir(parents=True)
    (drafts / "a.txt").write_text("2025年，全县地区生产总值增长6.5%。", encoding="utf-8")
    (drafts / "more" / "b.txt").write_text("2025年，一般公共预算收入增长4.2%。", encoding="utf-8")
    listed = run("--data", county, "extract", drafts, "--format", "json")
    assert [r["file"] for r in json.loads(listed.stdout)] == ["a.txt", "b.txt"]
    assert expand([str(drafts)], drafts / "more" / "b.txt") == [drafts / "a.txt"]
