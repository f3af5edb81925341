"""The guidance table: row for row, label for label and cell for cell what the official annex prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from tests.conftest import Tool, edit
from zcplan.dataset import load
from zcplan.model import Dataset
from zcplan.reports.plan_table import table

NAME = "2023年指导计划表"
WORDS = "完成市下达任务指标"
# label, then the cells as printed; (text, columns, rows) where a cell spans, None where the one above covers it
ANNEX = [
    ("一、地区生产总值", "亿元", "251.2", "2.3", "—", "5.5"),
    ("规模以上工业增加值", "亿元", "—", "-1.8", "—", "6.5"),
    ("服务业增加值", "亿元", "132.7", "3.7", "139", "5.8"),
    ('"四新"经济增加值占比', "%", "43.3", "0.84", "44.3", "1"),
    ("二、固定资产投资", "亿元", "152.7", "22.7", "165", "8"),
    ("三、社会消费品零售总额", "亿元", "71.05", "-2.3", "76.02", "5.0"),
    ("四、外经外贸", ("", 5, 1)),
    ("实际使用外资", "亿美元", "0.1139", "-64.8", ("保持稳定", 2, 2)),
    ("进出口总额", "亿元", "56.3", "8.1", None),
    ("五、科技创新", ("", 5, 1)),
    ("研发经费投入占比", "%", "3.02", "1.3", "3.05", "1"),
    ("六、财政金融", ("", 5, 1)),
    ("一般公共预算收入", "亿元", "22.67", "11.92", "23.8", "5"),
    ("一般公共预算支出", "亿元", "28.46", "2.75", "28.75", "1"),
    ("金融机构存款余额", "亿元", "502.13", "10.1", "553", "10.1"),
    ("金融机构贷款余额", "亿元", "263.76", "8.5", "291", "10.3"),
    ("七、节能减排", ("", 5, 1)),
    ("万元生产总值能耗降低率", "%", ("6.24", 2, 1), (WORDS, 2, 3)),
    ("VOCs削减量", "吨", (WORDS, 2, 2), None),
    ("COD排放削减量", "吨", None, None),
    ("八、就业和人民生活", ("", 5, 1)),
    ("城镇新增就业人数", "万人", "0.43", "—", "0.4", "—"),
    ("城镇居民人均可支配收入", "元", "47363", "5.1", "—", ("5.5以上", 1, 2)),
    ("农村居民人均可支配收入", "元", "23985", "6.8", "—", None),
    ("九、安全保障", ("", 5, 1)),
    ("粮食综合生产能力", "万吨", "5.57", "1.8", "5.57", "保持稳定"),
]


def shape(cell: object) -> tuple[str, int, int]:
    if cell is None:
        return ("", 0, 0)
    return cell if isinstance(cell, tuple) else (str(cell), 1, 1)


def test_the_table_is_the_annex_in_every_cell_and_span(dataset: Dataset) -> None:
    lines = table(dataset, 2023)
    assert [line.label for line in lines] == [row[0] for row in ANNEX]
    for line, row in zip(lines, ANNEX, strict=True):
        made = [(c.text, c.across if c.down else 0, c.down) for c in line.cells]
        assert made == [shape(c) for c in row[1:]], line.label
    assert [line.label for line in lines if not line.indent and line.cells[0].across == 1] == [
        "一、地区生产总值",
        "二、固定资产投资",
        "三、社会消费品零售总额",
    ]


def columns(row: tuple) -> list[int]:
    """First column of each cell after the label: pairs where a row has one cell for level and growth."""
    return {2: [2], 4: [2, 3, 5], 5: [2, 3, 4, 5], 6: [2, 3, 4, 5, 6]}[len(row)]


def printed_rows(source: str) -> list[list[str]]:
    """The annex's rows of cells as the source text lays them out: a tab begins a cell, a blank line ends a row."""
    body = source[source.index("\t指标名称") :]
    rows = re.split(r"\n\n+(?=\t)", body.rstrip("—\n \u3000"))
    return [[cell.strip() for cell in re.split(r"(?:^|\n)\t", row)[1:]] for row in rows]


def test_the_word_table_equals_the_source_text_cell_for_cell(built: Path, sources: dict[str, str]) -> None:
    wanted = printed_rows(sources["plan-2023"])
    assert wanted[0] == ["指标名称", "单位", "2022年完成", "2023年预期"]
    assert len(wanted) == len(ANNEX) + 2
    word = Document(str(built / f"{NAME}.docx"))
    made = [["".join(t.text or "" for t in tc.iter(qn("w:t"))) for tc in row._tr.tc_lst] for row in word.tables[0].rows]
    assert made == wanted


def test_the_word_table_spans_on_the_grid_that_python_docx_reads(built: Path) -> None:
    word = Document(str(built / f"{NAME}.docx")).tables[0]
    assert len(word.columns) == 6
    at = {row[0]: n for n, row in enumerate(ANNEX, start=2)}
    energy, cod = at["万元生产总值能耗降低率"], at["COD排放削减量"]
    assert word.cell(energy, 4)._tc is word.cell(cod, 5)._tc
    assert word.cell(energy, 4).text == WORDS
    assert word.cell(energy, 2)._tc is word.cell(energy, 3)._tc
    urban = at["城镇居民人均可支配收入"]
    assert word.cell(urban, 5)._tc is word.cell(urban + 1, 5)._tc
    assert word.cell(urban, 4)._tc is not word.cell(urban + 1, 4)._tc
    assert word.cell(at["六、财政金融"], 1)._tc is word.cell(at["六、财政金融"], 5)._tc


def test_widths_are_the_same_in_grid_and_cells(built: Path) -> None:
    tbl = Document(str(built / f"{NAME}.docx")).tables[0]._tbl
    grid = [int(c.get(qn("w:w"))) for c in tbl.tblGrid.gridCol_lst]
    for row in tbl.tr_lst:
        at = 0
        for tc in row.tc_lst:
            assert int(tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) == sum(grid[at : at + tc.grid_span])
            at += tc.grid_span
        assert at == 6


def test_headers_repeat_and_rows_do_not_split(built: Path) -> None:
    rows = Document(str(built / f"{NAME}.docx")).tables[0]._tbl.tr_lst
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows[:3]] == [True, True, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_excel_table_has_numbers_with_the_printed_digits_and_the_same_spans(built: Path) -> None:
    sheet = load_workbook(built / f"{NAME}.xlsx").active
    assert sheet["A1"].value == "周村区2023年国民经济和社会发展指导计划"
    assert [c.value for c in sheet[2]][:3] == ["指标名称", "单位", "2022年完成"]
    merged = {str(r) for r in sheet.merged_cells.ranges}
    for number, row in enumerate(ANNEX, start=4):
        assert sheet.cell(number, 1).value == row[0]
        for column, cell in zip(columns(row), row[1:], strict=True):
            text, across, down = shape(cell)
            made = sheet.cell(number, column)
            if across and (across > 1 or down > 1):
                last = sheet.cell(number + down - 1, column + across - 1).coordinate
                assert f"{made.coordinate}:{last}" in merged
            if re.fullmatch(r"-?\d+(\.\d+)?", text):
                assert made.value == pytest.approx(float(text))
                decimals = len(text.partition(".")[2])
                assert made.number_format == ("0." + "0" * decimals if decimals else "General")
            elif across:
                assert (made.value or "") == text
    assert sheet.freeze_panes == "B4" and sheet.page_setup.paperSize == 9


@pytest.mark.parametrize("year", [2020, 2024])
def test_other_years_use_the_same_layout_with_a_dash_where_nothing_is_published(dataset: Dataset, year: int) -> None:
    lines = {line.label: [c.text for c in line.cells] for line in table(dataset, year)}
    assert list(lines) == [row[0] for row in ANNEX]
    gdp = {2020: ["亿元", "—", "2.3", "—", "6.5左右"], 2024: ["亿元", "—", "5.5左右", "—", "5以上"]}
    assert lines["一、地区生产总值"] == gdp[year]
    assert lines["万元生产总值能耗降低率"] == ["%", "—", "—"]
    assert lines["金融机构贷款余额"][1:] == {2020: ["174.51", "9.21", "—", "—"], 2024: ["—"] * 4}[year]


def test_figures_are_converted_to_the_rows_unit(dataset: Dataset) -> None:
    lines = {line.label: [c.text for c in line.cells] for line in table(dataset, 2024)}
    assert lines["城镇新增就业人数"][1] == "0.4427"
    assert lines["实际使用外资"][1:] == ["0.1733", "52", "保持稳定增长"]
    assert lines["进出口总额"][-1] == "", "joined with the cell above"


def test_estimates_are_told_in_a_note(tool: Tool, tmp_path: Path) -> None:
    tool("make", "plan-table", 2024, "-o", tmp_path)
    text = "\n".join(p.text for p in Document(str(tmp_path / "2024年指导计划表.docx")).paragraphs)
    assert "2023年数据中含预计数" in text


def test_the_layout_comes_from_the_data(folder: Path) -> None:
    edit(folder / "tables.csv", "guidance,1,一、地区生产总值,0,gdp,亿元,,", "guidance,1,一、生产总值,0,gdp,万元,,")
    line = table(load(folder), 2023)[0]
    assert (line.label, [c.text for c in line.cells][:2]) == ("一、生产总值", ["万元", "2512000"])


def test_a_year_without_figures_says_which_years_have_some(tool: Tool) -> None:
    assert "2022–2024" in tool("make", "plan-table", 2035, code=2).stderr
