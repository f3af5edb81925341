"""The comparison workbook and document: sheets, charts, formats, and numbers that equal the analysis."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from tests.conftest import Tool
from zcplan.analysis.compare import compare, counted, headline, standings
from zcplan.analysis.reconcile import reconcile
from zcplan.model import Dataset

XLSX, DOCX = "2023年计划执行对比.xlsx", "2023年计划执行对比.docx"
C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


@pytest.fixture(scope="module")
def book(built: Path):
    return load_workbook(built / XLSX)


def column(sheet, head: str) -> list:
    at = next(c.column for c in sheet[2] if c.value == head)
    return [sheet.cell(row, at).value for row in range(3, sheet.max_row + 1)]


def test_the_sheets_a_reader_looks_for_are_there_and_linked(book) -> None:
    names = ["概览", "目录", "主要指标", "全部指标", "历年序列", "历年数据", "文件差异", "数据来源", "说明"]
    assert book.sheetnames == names
    links = [c.hyperlink.location for row in book["目录"].iter_rows() for c in row if c.hyperlink]
    assert links == [f"'{name}'!A1" for name in names if name != "目录"]


def _plain(value: object) -> object:
    return value if isinstance(value, str) and not value.replace(".", "").isdigit() else float(value)


def overview(book) -> dict[str, object]:
    return {row[0].value: row[1].value for row in book["概览"].iter_rows() if row[0].value}


def test_the_overview_counts_what_the_analysis_finds(book, dataset: Dataset) -> None:
    found = counted(compare(dataset, 2023), dataset.whole)
    counts, told = standings(found.indicators), overview(book)
    assert told["超额完成"] == counts["exceeded"] and told["未公布"] == counts["undisclosed"]
    assert told["合计"] == len(found.indicators) == sum(counts.values())


def test_the_first_page_names_what_was_missed_and_tells_the_rest_in_words(book, dataset: Dataset) -> None:
    missed = [c for c in counted(compare(dataset, 2023), dataset.whole).indicators if c.standing == "missed"]
    told = [row[0].value for row in book["概览"].iter_rows() if row[9].value == "未完成"]
    assert told == [c.indicator.name for c in missed]
    text = "\n".join(str(c.value) for row in book["概览"].iter_rows() for c in row if c.value)
    assert "相互矛盾的数据17处" in text and "136项，其中主要指标15项" in text
    assert "另有同一指标的其他口径目标10个、部分区域目标7个" in text


def test_a_verdict_that_is_not_sure_says_why_wherever_it_stands(book, built: Path, dataset: Dataset) -> None:
    unsure = [c for c in counted(compare(dataset, 2023), dataset.whole).indicators if c.actual and c.caveats]
    text = "\n".join(p.text for p in Document(str(built / DOCX)).paragraphs)
    assert len(unsure) > 5 and all(caveat in text for c in unsure for caveat in c.caveats)
    assert "）（" not in text
    missed = [c for c in unsure if c.standing == "missed"]
    told = "\n".join(str(c.value) for row in book["概览"].iter_rows() for c in row if c.value)
    assert missed and all(f"{c.indicator.name}（{c.caveats[0]}）" in told for c in missed)


def test_charts_are_native_titled_described_and_hold_their_values(book, built: Path) -> None:
    sheet = book["概览"]
    assert len(sheet._charts) == 2
    for chart in sheet._charts:
        assert "".join(r.t for p in chart.title.tx.rich.p for r in p.r or [])
        for series in chart.ser:
            for source, cache in ((series.val.numRef, "numCache"), (series.cat.strRef, "strCache")):
                cells = [c[0].value for c in sheet[source.f.rpartition("!")[2].replace("$", "")]]
                stored = getattr(source, cache)
                assert len(cells) > 2 and stored.ptCount == len(cells)
                assert [_plain(p.v) for p in stored.pt] == [_plain(v) for v in cells]
            assert sheet[series.tx.strRef.f.rpartition("!")[2].replace("$", "")].value
    names = [c[0].value for c in sheet[sheet._charts[0].ser[0].cat.strRef.f.rpartition("!")[2].replace("$", "")]]
    assert "未公布" not in names, "one bar of those unknown would dwarf the others"
    with zipfile.ZipFile(built / XLSX) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert re.findall('descr="([^"]+)"', drawing) == ["已公布完成情况的指标（项）", "主要指标增速：目标与完成（%）"]


def test_headline_rows_equal_the_analysis(book, dataset: Dataset) -> None:
    lines = headline(compare(dataset, 2023), dataset.whole)
    sheet = book["主要指标"]
    assert column(sheet, "指标") == [c.indicator.name for c in lines]
    at = column(sheet, "指标").index("社会消费品零售总额")
    row = {c.value: sheet.cell(3 + at, c.column).value for c in sheet[2]}
    assert (row["计划目标"], row["目标值"]) == ("增长5%以上", 5)
    assert (row["完成情况"], row["完成值"]) == ("预计增长9.9%", 9.9)
    assert (row["差值"], row["差值单位"], row["结论"]) == (4.9, "个百分点", "超额完成")
    assert (row["目标来源"], row["完成来源"]) == ("年度计划2023-04", "计划报告2024-01")


def test_every_comparison_is_in_the_list_of_all(book, dataset: Dataset) -> None:
    assert len(column(book["全部指标"], "指标")) == len(compare(dataset, 2023))


def test_series_are_numbers_in_one_unit_with_what_is_to_be_said_beside(book, dataset: Dataset) -> None:
    sheet = book["历年序列"]
    years = sorted({o.year for o in dataset.observations})
    heads = [str(c.value) for c in sheet[2]]
    assert [h for h in heads if h.isdigit()] == list(map(str, years))
    rows = {
        (r[1], r[3], r[4], r[5]): dict(zip(heads, r, strict=True)) for r in sheet.iter_rows(min_row=3, values_only=True)
    }
    growth = rows["地区生产总值", "周村区", "增速", "完成"]
    assert [growth[str(y)] for y in years] == [2.3, "", 2.3, 5.5, ""] or growth["2023"] == 5.5
    assert growth["2023年说明"] == "预计，左右"
    foreign = rows["实际使用外资", "周村区", "绝对值", "完成"]
    assert (foreign["单位"], foreign["2022"]) == ("万美元", 1139) and "0.1139亿美元" in foreign["2022年说明"]
    for row in rows.values():
        assert all(row[str(y)] in (None, "") or isinstance(row[str(y)], int | float) for y in years)
        assert sum(row[str(y)] not in (None, "") for y in years) >= 2


def test_every_statement_is_a_row_of_the_long_form(book, dataset: Dataset) -> None:
    rows = list(book["历年数据"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == len(dataset.observations)
    assert sum(r[12] == "是" for r in rows) >= len(dataset.by_fact)


def test_every_contradiction_is_listed_with_its_sources(book, dataset: Dataset) -> None:
    sheet = book["文件差异"]
    found = reconcile(dataset, 2023) + reconcile(dataset, 2022)
    messages = [m for m in column(sheet, "差异说明") if m]
    assert len(messages) == len(found)
    retail = next(m for m in messages if m.startswith("社会消费品零售总额"))
    assert "71.05" in retail and "76.02" in retail
    assert all("“" in q for q in column(sheet, "各处表述与出处") if q)


def test_sources_are_listed_with_their_share(book, dataset: Dataset) -> None:
    assert sum(column(book["数据来源"], "收录条数")) == len(dataset.observations)


def test_lists_are_named_tables_frozen_and_set_up_for_print(book) -> None:
    for name in ("主要指标", "全部指标", "历年序列", "历年数据", "文件差异", "数据来源"):
        sheet = book[name]
        assert sheet.freeze_panes
        (table,) = sheet.tables.values()
        assert table.displayName == f"{name}表"
        heads = [c.value for c in sheet[table.ref][0]]
        assert [c.name for c in table.tableColumns] == [str(h) for h in heads]
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.page_setup.fitToWidth == 1 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book.properties.title == "周村区2023年计划执行情况对比"


def test_verdicts_are_coloured_by_conditional_formats_over_every_row(book) -> None:
    for name, letter in (("主要指标", "L"), ("全部指标", "N")):
        sheet = book[name]
        rules = [(str(e.sqref), r.formula[0]) for e in sheet.conditional_formatting for r in e.rules]
        assert {area for area, _ in rules} == {f"{letter}3:{letter}{sheet.max_row}"}
        assert {f for _, f in rules} >= {'"超额完成"', '"未完成"', '"未公布"'}


def test_no_tag_is_left_and_no_cell_is_a_formula(book) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and re.search(r"\{\{|\{%", cell.value))


def test_wrapped_text_has_room(book) -> None:
    sheet = book["文件差异"]
    for number in range(3, sheet.max_row + 1):
        lines = str(sheet.cell(number, 8).value).count("\n") + 1
        assert sheet.row_dimensions[number].height >= lines * 10


def test_the_document_tells_the_results_in_chapters(built: Path) -> None:
    word = Document(str(built / DOCX))
    heads = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert [h[0] for h in heads] == list("一二三四五六")
    text = "\n".join(p.text for p in word.paragraphs)
    assert "社会消费品零售总额预计增长9.9%，高于预期目标4.9个百分点" in text
    assert "空气质量优良天数（不含文昌湖）220天，比目标少22天" in text
    assert "增长-" not in text and "{{" not in text and "{%" not in text
    assert "固定资产投资" in text and "未公布" in text


def test_the_documents_tables_equal_the_analysis(built: Path, dataset: Dataset) -> None:
    word = Document(str(built / DOCX))
    lines = headline(compare(dataset, 2023), dataset.whole)
    rows = [[c.text for c in row.cells] for row in word.tables[0].rows]
    assert rows[0] == ["指标", "计划目标", "完成情况", "与目标相比", "结论"]
    assert [r[0] for r in rows[1:]] == [c.indicator.name for c in lines]
    assert ["社会消费品零售总额", "增长5%以上", "预计增长9.9%", "高于预期目标4.9个百分点", "超额完成"] in rows


def test_charts_in_the_document_are_native_and_agree_with_their_workbook(built: Path) -> None:
    with zipfile.ZipFile(built / DOCX) as archive:
        charts = [n for n in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
        assert len(charts) == 2
        assert not [n for n in archive.namelist() if n.endswith((".png", ".emf", ".jpeg"))]
        for name in charts:
            root = etree.fromstring(archive.read(name))
            assert "".join(root.xpath("/c:chartSpace/c:chart/c:title//*[local-name()='t']/text()", namespaces=C))
            assert root.find("c:externalData", C) is not None
            rels = archive.read(f"word/charts/_rels/{Path(name).name}.rels").decode()
            target = re.search(r'Target="\.\./(embeddings/[^"]+)"', rels)[1]
            sheet = load_workbook(io.BytesIO(archive.read(f"word/{target}"))).active
            for series in root.iter(f"{{{C['c']}}}ser"):
                for node in ("c:tx/c:strRef", "c:cat/c:strRef", "c:val/c:numRef"):
                    ref = series.find(node, C)
                    area = ref.findtext("c:f", namespaces=C).rpartition("!")[2].replace("$", "")
                    cells = sheet[area]
                    cells = [r[0] for r in cells] if isinstance(cells, tuple) else [cells]
                    cache = ref.find("c:strCache" if "strRef" in node else "c:numCache", C)
                    assert int(cache.find("c:ptCount", C).get("val")) == len(cells)
                    points = {int(p.get("idx")): p.findtext("c:v", namespaces=C) for p in cache.findall("c:pt", C)}
                    for at, cell in enumerate(cells):
                        assert (cell.value is None) == (at not in points)
                        if at in points:
                            same = points[at] == str(cell.value)
                            assert same or float(points[at]) == pytest.approx(float(cell.value))


def test_drawings_have_ids_of_their_own_and_a_text_for_the_blind(built: Path) -> None:
    word = Document(str(built / DOCX))
    properties = list(word.element.body.iter(qn("wp:docPr")))
    assert len({p.get("id") for p in properties}) == len(properties) == 2
    assert all(p.get("descr") and not p.get("descr").startswith("chart:") for p in properties)


def test_a_result_of_a_part_says_so_wherever_it_stands(built: Path, book) -> None:
    rows = [[c.text for c in row.cells] for t in Document(str(built / DOCX)).tables for row in t.rows]
    assert ["空气质量优良天数", "242天", "220天（不含文昌湖）", "比目标少22天", "未完成"] in rows
    told = [row[3].value for row in book["概览"].iter_rows() if row[0].value == "空气质量优良天数"]
    assert told == ["220天（不含文昌湖）"]


def test_columns_of_numbers_hold_numbers_or_a_dash(book) -> None:
    for name in ("主要指标", "全部指标"):
        for head in ("目标值", "差值"):
            cells = column(book[name], head)
            assert {type(c) for c in cells} <= {int, float, str} and {c for c in cells if isinstance(c, str)} <= {"—"}


def test_years_beside_each_other_name_growth_and_say_what_is_an_estimate(built: Path) -> None:
    table = Document(str(built / DOCX)).tables[2]
    rows = {row.cells[0].text: [c.text for c in row.cells[1:]] for row in table.rows}
    assert "预计增长9.9%" in rows["社会消费品零售总额增速"] and "71.05亿元" in rows["社会消费品零售总额"]
    assert "目标：增长5%以上" in rows["地区生产总值增速"]
    assert not any("（绝对值）" in label for label in rows)


def test_what_is_of_one_subject_stands_together(book, tool: Tool, tmp_path: Path) -> None:
    assert repeats(column(book["全部指标"], "领域")) == []
    tool("make", "comparison", 2024, "-o", tmp_path)
    sheet = load_workbook(tmp_path / "2024年计划目标对比.xlsx")["全部目标"]
    groups, changes = column(sheet, "领域"), column(sheet, "变化")
    at = changes.index("未再列入")
    assert set(changes[at:]) == {"未再列入"} and not repeats(groups[:at]) and not repeats(groups[at:])


def repeats(names: list[str]) -> list[str]:
    """Names that come again after another one."""
    runs = [name for name, _members in itertools.groupby(names)]
    return sorted({name for name in runs if runs.count(name) > 1})
