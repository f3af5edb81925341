"""The plan report: all that the data holds stands in its place, the rest is marked for the writer."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from tests.conftest import DATA, writer_of
from zcplan import quantity, resources
from zcplan.analysis.compare import compare, headline
from zcplan.analysis.vintage import results
from zcplan.cli import cli
from zcplan.cli.settings import Settings
from zcplan.dataset import load
from zcplan.errors import UsageError
from zcplan.render.produce import render
from zcplan.reports import kinds
from zcplan.reports.parts import wording
from zcplan.reports.parts.agenda import agenda, plan_divisions
from zcplan.reports.parts.execution import CLAUSES, evenly
from zcplan.reports.plan_report import outputs

MARK = ("【待补充：", "【待核实：")
FILE = "2023年计划执行情况与2024年计划草案报告.docx"


def made(dataset, year):
    (output,) = outputs(writer_of(dataset), year)
    return output.file, render(resources.template, output, Settings.of(str(DATA), None, None).stamp)


@pytest.fixture(scope="module")
def data():
    return load(DATA)


@pytest.fixture(scope="module")
def raw(data):
    return made(data, 2023)[1]


@pytest.fixture(scope="module")
def report(raw):
    return docx.Document(io.BytesIO(raw))


def texts(document, style):
    return [p.text for p in document.paragraphs if p.style.style_id == style]


def is_marked(run):
    properties = run._r.rPr
    return properties is not None and properties.style == "Todo"


def rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


# --- which report ----------------------------------------------------------------------------------


def test_it_is_one_of_the_kinds():
    assert "plan-report" in kinds()


def test_a_year_with_results_is_reported_on_and_the_next_planned(data):
    assert made(data, 2023)[0] == FILE


def test_a_year_without_results_gets_the_report_that_holds_its_draft(data, raw):
    assert made(data, 2024) == (FILE, raw)


def test_as_of_a_day_before_the_results_the_draft_of_that_year_is_reported(data):
    (output,) = outputs(writer_of(data.as_of(date(2023, 6, 30))), 2023)
    assert output.file == "2022年计划执行情况与2023年计划草案报告.docx"


def test_a_year_that_nothing_is_known_of_is_an_error(data):
    with pytest.raises(UsageError, match="2030"):
        list(outputs(writer_of(data), 2031))


@pytest.mark.parametrize("year", [2019, 2020, 2022])
def test_years_with_little_data_make_a_whole_report_too(data, year):
    document = docx.Document(io.BytesIO(made(data, year)[1]))
    assert len(texts(document, "Heading1")) == 3
    assert "{" not in "".join(p.text for p in document.paragraphs)


def test_same_input_same_bytes(data, raw):
    assert made(data, 2023)[1] == raw


def test_the_command_makes_it(tmp_path, monkeypatch):
    monkeypatch.setenv("ZCPLAN_LANG", "en")
    result = CliRunner().invoke(cli, ["make", "plan-report", "2023", "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert [p.name for p in tmp_path.iterdir()] == [FILE]


# --- chapters and words ----------------------------------------------------------------------------


def test_the_chapters_stand_in_their_order(data, report):
    assert texts(report, "Heading1") == [
        "一、2023年国民经济和社会发展计划执行情况",
        "二、2024年经济社会发展主要预期目标",
        "三、2024年重点任务",
    ]
    sections = texts(report, "Heading2")
    groups = list(dict.fromkeys(i.group for i in data.indicators))
    told = [re.sub("^（.+?）", "", s) for s in sections]
    problems = told.index("存在的困难和问题")
    assert told[0] == "主要指标完成情况"
    assert told[1:problems] == [g for g in groups if g in told]
    assert told[problems + 1 :] == list(
        dict.fromkeys(t.section for t in data.tasks if t.document == "plan-report-2024")
    )


def test_sections_are_numbered_without_a_gap(report):
    numbers, expected = [], []
    for p in report.paragraphs:
        if p.style.style_id == "Heading1":
            numbers.append([])
        elif p.style.style_id == "Heading2":
            numbers[-1].append(re.match("（(.+?)）", p.text)[1])
    expected = [list(wording.NUMERALS[: len(chapter)]) for chapter in numbers]
    assert numbers == expected
    assert len(numbers[0]) > 10


def test_numerals_read_as_chinese_does():
    assert [wording.NUMERALS[n - 1] for n in (1, 10, 11, 19, 20, 21, 99)] == [
        *("一", "十", "十一", "十九", "二十", "二十一", "九十九")
    ]


def test_the_title_names_place_and_years_on_two_lines(data, report):
    assert texts(report, "DocTitle") == [
        f"关于{wording.place(data)}2023年国民经济和社会发展计划\n执行情况与2024年计划草案的报告"
    ]
    assert texts(report, "SubTitle")[1] == data.document["plan-report-2024"].issuer


def test_every_headline_result_is_told_with_how_it_stands_to_its_target(data, report):
    body, told = "\n".join(texts(report, "BodyText")), writer_of(data)
    for c in headline(compare(data, 2023), data.whole):
        if c.actual is not None:
            assert told.comparison(c).text in body
            assert told.gap(c) in body or c.difference is None


def test_every_result_of_the_year_stands_in_the_report(data, report):
    body = "\n".join(p.text for p in report.paragraphs)
    missing = []
    for fact in {o.fact for o in data.observations if o.year == 2023 and not o.is_target}:
        used = results(data, fact)[0]
        if used.value is not None and quantity.plain(abs(used.value)) + used.unit not in body.replace("余", ""):
            missing.append(used)
    assert not missing


def test_every_target_of_the_next_year_stands_in_the_report(data, report):
    body = "\n".join(p.text for p in report.paragraphs)
    for o in data.observations:
        if o.year == 2024 and o.is_target and o.area == data.whole:
            assert wording.figure(o) in body


def test_every_figure_is_one_that_the_dataset_states_or_a_difference_of_two(data, report):
    """With its unit, so that a figure slipped in by the program or the template would show."""
    units = {o.unit for o in data.observations if o.unit}
    known = {(o.value, o.unit) for o in data.observations} | {(t.value, t.unit) for t in data.task_targets}
    known |= {(-v, u) for v, u in known if v is not None}
    names = [i.name for i in data.indicators] + [t.title + t.content for t in data.tasks]
    differences = {
        (abs(c.difference).normalize(), c.difference_unit) for c in compare(data, 2023) if c.difference is not None
    }
    strangers = []
    for p in report.paragraphs:
        for found in quantity.find(p.text, units):
            if any(found.text in name for name in names):  # 15分钟便民生活圈: a number that is part of a name
                continue
            for q in (found.quantity, *(x for part in found.quantity.parts for x in part.quantities)):
                if (q.value, q.unit) not in known and (abs(q.value).normalize(), q.unit) not in differences:
                    strangers.append(found.text)
    assert not strangers


def test_what_missed_its_target_is_a_problem(data, report):
    paragraphs_ = [p.text for p in report.paragraphs]
    at = next(n for n, t in enumerate(paragraphs_) if t.endswith("存在的困难和问题"))
    assert "“四新”经济增加值占比40%，低于预期目标4.3个百分点" in paragraphs_[at + 1]


def test_a_miss_that_may_be_one_of_coverage_is_to_be_checked_and_not_claimed(data, report):
    """The remark that both statements may not cover the same stands in the dataset beside the result."""
    doubtful = next(c for c in compare(data, 2023) if c.indicator.id == "gazelles-new" and c.area.id == data.whole)
    assert doubtful.standing == "missed" and doubtful.caveats
    told = [p.text for p in report.paragraphs if "瞪羚企业" in p.text and "2024" not in p.text]
    assert not any("比目标少4家" in text for text in told)
    marks = [text for text in told if text.startswith("【待核实：新增瞪羚企业数（")]
    assert len(marks) == 2 and all(doubtful.caveats[0] in mark for mark in marks)


def test_parts_of_the_territory_stand_with_the_whole(report):
    body = "\n".join(texts(report, "BodyText"))
    assert "实施区重点项目93个（含文昌湖29个）、总投资414.2亿元（含文昌湖143.8亿元），" in body
    assert "空气质量优良天数（文昌湖）253天" in body


def test_a_part_s_target_stands_alone_where_the_whole_has_none(data):
    fact = ("district-projects", 2024, "zhoucun", "level")
    kept = replace(
        data,
        observations=tuple(o for o in data.observations if o.fact != fact),
        tasks=(),
        assignments=(),
        task_targets=(),
    )
    body = "\n".join(p.text for p in docx.Document(io.BytesIO(made(kept, 2023)[1])).paragraphs)
    assert "区重点项目数（文昌湖）15个" in body


def test_tasks_give_their_targets_in_the_dataset_s_words_and_no_figure_twice(data):
    sections = agenda(writer_of(data), plan_divisions(data, 2024))
    tasks = {t.title: t for s in sections for t in s.tasks}
    task = tasks["高效率扩大消费需求"]
    assert task.content == "加快希尔顿国际广场建设，举办家居节、美食文化节、汽车展，培育直播电商。"
    assert task.targets.startswith("招引老字号企业3家，")
    assert tasks["高起点谋划重点项目"].content == ""
    assert "省外到位资金55亿元以上（含文昌湖5亿元）" in tasks["高起点谋划重点项目"].targets
    assert "其中" not in "".join(t.targets for t in tasks.values())


def test_tasks_come_from_the_document_that_outranks_the_others(data):
    assert {d.task.document for d in plan_divisions(data, 2023)} == {"plan-2023"}
    assert {d.task.document for d in plan_divisions(data, 2024)} == {"plan-report-2024"}
    assert plan_divisions(data, 2020) == []


def test_clauses_fall_into_sentences_of_about_equal_length():
    for n in range(60):
        sizes = [len(group) for group in evenly([str(i) for i in range(n)])]
        assert sum(sizes) == n
        assert not sizes or (max(sizes) <= CLAUSES and max(sizes) - min(sizes) <= 1)


# --- marked places ---------------------------------------------------------------------------------


def test_a_place_for_the_writer_has_the_style_that_the_template_marks(report):
    style = next(s for s in report.styles if s.name == "待补")
    assert style.element.find(qn("w:rPr")).find(qn("w:shd")).get(qn("w:fill")) == "FFFF00"
    marked = [r for p in report.paragraphs for r in p.runs if is_marked(r)]
    assert len(marked) > 20
    assert all(r.text.startswith(MARK) and r.text.endswith("】") for r in marked)
    assert sum(p.text.count(mark) for p in report.paragraphs for mark in MARK) == len(marked)


def test_a_target_without_a_result_is_a_marked_place_and_no_guess(data, report):
    marked = [r.text for p in report.paragraphs for r in p.runs if is_marked(r)]
    untold = [c for c in compare(data, 2023) if c.verdict == "undisclosed" and c.area.id == data.whole]
    assert untold
    known = {o.indicator for o in data.observations if o.year == 2023 and not o.is_target}
    for c in untold:
        if c.indicator.id not in known:
            assert any(c.indicator.name in text for text in marked)


def test_where_the_data_holds_nothing_the_chapter_is_a_marked_place(data):
    document = docx.Document(io.BytesIO(made(replace(data, tasks=(), task_targets=(), assignments=()), 2023)[1]))
    body = [p.text for p in document.paragraphs]
    assert f"{MARK[0]}2024年重点任务】" in body
    only_results = replace(data, observations=tuple(o for o in data.observations if o.year < 2024))
    body = [p.text for p in docx.Document(io.BytesIO(made(only_results, 2023)[1])).paragraphs]
    assert f"{MARK[0]}2024年主要预期目标】" in body


def test_without_a_plan_report_among_the_sources_the_issuer_is_a_marked_place(data):
    documents = tuple(replace(d, kind="plan") for d in data.documents)
    document = docx.Document(io.BytesIO(made(replace(data, documents=documents), 2023)[1]))
    assert f"{MARK[0]}报告单位】" in texts(document, "SubTitle")


# --- tables and chart ------------------------------------------------------------------------------


def test_the_first_table_is_plan_against_result(data, report):
    (head, *body), told = rows(report.tables[0]), writer_of(data)
    assert head == ["指标", "计划目标", "完成情况", "与目标相比", "结论"]
    assert body == [
        [
            c.indicator.name,
            told.goal(c),
            told.result(c) if c.actual else "—",
            told.gap(c),
            told.verdict(c),
        ]
        for c in headline(compare(data, 2023), data.whole)
    ]


def test_the_second_table_sets_the_next_targets_beside_the_results(data, report):
    head, *body = rows(report.tables[1])
    assert head == ["指标", "2023年完成", "2024年预期目标"]
    assert [row[0] for row in body] == [c.indicator.name for c in headline(compare(data, 2024), data.whole)]
    assert ["地区生产总值", "预计增长5.5%左右", "增长5%以上"] in body
    assert ["固定资产投资", "—", "增长6%左右"] in body


def test_table_heads_repeat_on_every_page_and_rows_do_not_break(report):
    for table in report.tables:
        properties = table.rows[0]._tr.trPr
        assert properties.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_chart_cache_and_workbook_and_data_agree(data, raw):
    shown = [c for c in headline(compare(data, 2023), data.whole) if c.measure == "growth" and c.difference is not None]
    expected = [(c.indicator.name, c.target.value, c.actual_value) for c in shown]
    package = zipfile.ZipFile(io.BytesIO(raw))
    sheet = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/workbook1.xlsx"))).active
    in_book = [
        (name, *(None if v is None else Decimal(str(v)) for v in values)) for name, *values in list(sheet.values)[1:]
    ]
    chart = etree.fromstring(package.read("word/charts/chart1.xml"))
    ns = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    columns = []
    for series in chart.findall(".//c:ser", ns):
        cache = series.find("c:val//c:numCache", ns)
        assert int(cache.find("c:ptCount", ns).get("val")) == len(expected)
        points = {int(p.get("idx")): Decimal(p.findtext("c:v", namespaces=ns)) for p in cache.findall("c:pt", ns)}
        columns.append([points.get(n) for n in range(len(expected))])
    categories = [v.text for v in chart.findall(".//c:ser", ns)[0].findall("c:cat//c:v", ns)]
    assert in_book == expected
    assert list(zip(categories, *columns, strict=True)) == expected


# --- the official format ---------------------------------------------------------------------------


def test_page_margins_and_grid_are_the_standard_s(report):
    (section,) = report.sections
    for found, wanted in (
        (section.page_width, Mm(210)),
        (section.page_height, Mm(297)),
        (section.top_margin, Mm(37)),
        (section.left_margin, Mm(28)),
        (section.right_margin, Mm(26)),
        (section.bottom_margin, Mm(35)),
    ):
        assert abs(found - wanted) < Mm(0.3)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert abs(int(grid.get(qn("w:linePitch"))) - 579) <= 1


def test_faces_and_sizes_are_the_standard_s(report):
    def face(style):
        return report.styles[style].element.rPr.rFonts.get(qn("w:eastAsia"))

    assert (face("Normal"), report.styles["Normal"].font.size) == ("仿宋_GB2312", Pt(16))
    assert (face("公文标题"), report.styles["公文标题"].font.size) == ("方正小标宋简体", Pt(22))
    assert (face("Heading 1"), face("Heading 2")) == ("黑体", "楷体_GB2312")


def test_text_carries_no_format_of_its_own(report):
    """Fonts, sizes and highlights come from styles alone."""
    allowed = {qn("w:rStyle"), qn("w:rFonts"), qn("w:noProof")}
    for p in report.paragraphs:
        for run in p.runs:
            properties = run._r.rPr
            assert properties is None or {e.tag for e in properties} <= allowed
            assert properties is None or properties.rFonts is None or set(properties.rFonts.keys()) == {qn("w:hint")}


def test_no_heading_is_left_without_a_line_below_it(report):
    for p, following in pairwise(report.paragraphs):
        if p.style.style_id.startswith("Heading"):
            assert p.style.paragraph_format.keep_with_next
            assert following.text or following.style.style_id == "Figure"


def test_hostile_names_stay_text(data):
    bad = tuple(replace(i, name="<b>&{{ 7*7 }}") if i.id == "gdp" else i for i in data.indicators)
    document = docx.Document(io.BytesIO(made(replace(data, indicators=bad), 2023)[1]))
    assert "<b>&{{ 7*7 }}预计增长5.5%左右" in "\n".join(p.text for p in document.paragraphs)


def test_what_the_documents_state_differently_is_marked_for_a_look(dataset):
    marks = [
        p.text for p in docx.Document(io.BytesIO(made(dataset, 2022)[1])).paragraphs if p.text.endswith("不一致】")
    ]
    assert [m.partition("：")[0] for m in marks] == ["【待核实", "【待核实"]
    of_results, of_goals = sorted(marks, key=lambda m: "目标" in m)
    assert "进出口总额" in of_results and "社会消费品零售总额" in of_goals
