"""What a clerk may count on when a draft is held against the dataset."""

from __future__ import annotations

import json
import random
import re
from datetime import datetime, timezone
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from benchmarks import alterations, sentences
from benchmarks.answers import WRONG, Answers, Tally
from benchmarks.sources import core_figures, read_sources
from tests.blank import blank
from tests.conftest import whole_or_quick
from zcplan import quantity
from zcplan.cli import cli
from zcplan.errors import UsageError
from zcplan.figures.figure import TextFigure
from zcplan.proof import AGREES, CONTRADICTS, proof
from zcplan.reading.document import read

ROOT = Path(__file__).resolve().parent.parent
SEEDS = next((p / "shared" / "seeds" for p in ROOT.parents if (p / "shared" / "seeds").is_dir()), None)
HEAD = "# 2023年国民经济和社会发展计划执行情况\n\n"
PLAN = "# 周村区2023年国民经济和社会发展计划\n\n"


@pytest.fixture
def check(tmp_path, dataset):
    """Proof a text and return (figure, verdict, check, indicator) of each finding."""

    def run(text: str, name: str = "draft.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found = proof(read(path), dataset)
        return [(f.statement.text, f.verdict, f.check, f.indicator) for f in found]

    return run


def wrong(findings):
    return [(text, check, indicator) for text, verdict, check, indicator in findings if verdict == CONTRADICTS]


# --- against the dataset ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "figure", "indicator"),
    [
        ("预计全区地区生产总值增长5.8%左右。", "增长5.8%左右", "gdp"),
        ("社会消费品零售总额增长9.8%。", "增长9.8%", "retail-sales"),
        ("实际使用外资1733亿美元、增长52%。", "1733亿美元", "foreign-investment"),
        ("实际使用外资1733万美元、增长25%。", "增长25%", "foreign-investment"),
        ("省外到位资金5.364亿元（含文昌湖0.34亿元）。", "5.364亿元", "out-of-province-funds"),
        ("省外到位资金53.64亿元（含文昌湖0.43亿元）。", "0.43亿元", "out-of-province-funds"),
        ("总投资414.2亿元的39个区重点项目（含文昌湖29个、143.8亿元）。", "39个", "district-projects"),
        ("一般公共预算收入增长5.25个百分点。", "增长5.25个百分点", "budget-revenue"),
        ("全区行政村5G通达率达到70%以内。", "70%以内", "village-5g-coverage"),
        ("周村和文昌湖优良天数分别达到220天、235天。", "235天", "good-air-days"),
    ],
)
def test_an_altered_figure_contradicts_and_names_its_indicator(check, sentence, figure, indicator):
    assert wrong(check(HEAD + sentence)) == [(figure, "dataset", indicator)]


def test_two_figures_exchanged_in_a_list_are_both_reported(check):
    text = "“四强”产业增加值、高新技术产业产值、“四新”经济占比分别达到67.4%、76.6%、40%。"
    assert wrong(check(HEAD + text)) == [
        ("67.4%", "dataset", "four-strong-share"),
        ("76.6%", "dataset", "hightech-output-share"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年实际使用外资达到1733万美元，同比增长52%。",
        "全区GDP增长5.5%左右，社会消费品零售总额同比增长9.9%。",
        "省外到位资金536400万元。",
        "2022年全区地区生产总值完成251.2亿元。",
        "城镇新增就业0.4427万人。",
        "截至年底，全区本外币存贷款余额856.84亿元，较年初增长11.9%。",
    ],
)
def test_the_same_fact_in_other_words_units_or_rounding_agrees(check, sentence):
    found = check(HEAD + sentence)
    assert found
    assert {verdict for _text, verdict, _check, _indicator in found} == {"agrees"}


@pytest.mark.parametrize(
    "sentence",
    [
        "全省地区生产总值增长6%，全市增长5.8%。",
        "淄博市地区生产总值增长6.3%。",
        "1-11月，社会消费品零售总额增长9.5%。外贸进出口增长7%。",
        "上半年一般公共预算收入增长3%。",
        "地区生产总值增速提高2.1个百分点。",
        "一般公共预算收入占GDP比重达到9%。",
        "固定资产投资中，民间固定资产投资增长5%。",
        "王村镇固定资产投资增长30%。",
        "“十四五”以来，累计完成实际使用外资5000万美元，地区生产总值年均增长6%。",
        "社会消费品零售总额较2020年增长20%。",
        "到2025年，省外到位资金达到80亿元。",
        "全区共有农村幸福院120处。",
        "城镇新增就业4427人，完成年度目标的110.7%。",
        "2021年地区生产总值增长8%。",
    ],
)
def test_what_is_another_fact_is_not_blamed(check, sentence):
    assert wrong(check(HEAD + sentence)) == []


def test_the_year_is_that_of_the_section_the_sentence_or_the_word(check):
    sections = "2024年1月30日\n\n## 一、2023年执行情况\n\n一般公共预算收入增长5.25%。\n\n"
    later = "## 二、2024年主要预期目标\n\n一般公共预算收入增长4%以上。去年一般公共预算收入增长5.5%。\n"
    found = check("# 报告\n\n" + sections + later)
    assert [v for _t, v, _c, _i in found] == ["agrees", "agrees", CONTRADICTS]


def test_a_figure_of_another_vintage_is_superseded_and_names_its_document(tmp_path):
    path = tmp_path / "draft.md"
    path.write_text(PLAN + "突出抓好总投资448亿元的120个区重点项目。", encoding="utf-8")
    result = CliRunner().invoke(cli, ["proof", str(path), "--format", "json"])
    records = json.loads(result.stdout)
    assert [r["verdict"] for r in records] == ["superseded", "superseded"]
    assert result.exit_code == 0
    assert [e["document"] for e in records[1]["expected"]] == ["plan-2023", "work-report-2023"]
    assert "政府工作报告" in records[1]["message"]


def test_an_indicator_table_is_read_with_its_heads_over_two_rows(tmp_path, dataset):
    path = tmp_path / "draft.docx"
    document = blank()
    document.add_paragraph("周村区2023年国民经济和社会发展指导计划")
    table = document.add_table(rows=4, cols=6)
    for row, texts in enumerate(
        (
            ("指标名称", "单位", "2022年完成", "", "2023年预期", ""),
            ("", "", "绝对值", "增长%", "绝对值", "增长%"),
            ("服务业增加值", "亿元", "132.7", "3.7", "193", "5.8"),
            ("实际使用外资", "万美元", "1139", "-64.8", "保持稳定", ""),
        )
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for a, b in ((2, 3), (4, 5)):
        table.cell(0, a).merge(table.cell(0, b))
    document.save(path)
    found = proof(read(path), dataset)
    assert [(f.statement.text, f.indicator, f.year, f.measure) for f in found if f.verdict == CONTRADICTS] == [
        ("193", "services-value-added", 2023, "level")
    ]
    assert len([f for f in found if f.verdict == "agrees"]) == 5


def test_a_table_tells_territory_status_and_what_is_no_indicator_by_its_heads(tmp_path, dataset):
    path = tmp_path / "draft.md"
    rows = (
        "| 指标 | 区域 | 单位 | 项目 | 2023年 | 完成率% |",
        "| --- | --- | --- | --- | --- | --- |",
        "| 省外到位资金 | 周村区 | 亿元 | 完成 | 53.64 | 107 |",
        "| 省外到位资金 | 文昌湖 | 亿元 | 完成 | 0.43 | 9 |",
        "| 省外到位资金 | 周村区 | 亿元 | 目标 | 50 | 100 |",
        "| 空气质量优良天数 | 不含文昌湖 | 天 | 完成 | 220 | 91 |",
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    told = {f.statement.text: (f.verdict, f.area) for f in proof(read(path), dataset)}
    assert told["53.64"] == ("agrees", "zhoucun")
    assert told["0.43"] == (CONTRADICTS, "wenchanghu")
    assert told["50"] == ("agrees", "zhoucun")
    assert told["220"] == ("agrees", "zhoucun-proper")
    assert {told[rate][0] for rate in ("107", "9", "100", "91")} == {"unknown"}


def test_a_table_of_half_a_year_is_not_held_against_the_year(check):
    text = "| 指标 | 单位 | 2023年1-6月 |\n| --- | --- | --- |\n| 省外到位资金 | 亿元 | 20.5 |\n"
    assert check(text) == [("20.5", "unknown", "dataset", "out-of-province-funds")]


def test_statements_of_named_documents_may_differ(check):
    text = "区重点项目：《2023年政府工作报告》120个；《2023年国民经济和社会发展计划》93个。"
    assert wrong(check(HEAD + text)) == []


# --- differences from a target ---------------------------------------------------------------------

DIFFERENCES = [
    "社会消费品零售总额增长9.9%，高于预期目标4.9个百分点。",
    "社会消费品零售总额增长9.9%，比预期目标高4.9个百分点。",
    "社会消费品零售总额增长9.9%，比年度预期目标高出4.9个百分点。",
    "社会消费品零售总额增长9.9%，高于5%的预期目标4.9个百分点。",
    "社会消费品零售总额高于预期目标4.9个百分点。",
    "地区生产总值增长5.5%，社会消费品零售总额增长9.9%（高于预期目标4.9个百分点）。",
    "集中整治行动10天，空气质量优良天数（不含文昌湖）比目标少22天。",
    "“四新”经济增加值占比达到40%，比计划低4.3个百分点。",
    "省外到位资金53.64亿元，超目标3.64亿元。",
    "省外到位资金53.64亿元，超出计划36400万元。",
    "城镇新增就业4427人，超额427人。",
    "城镇新增就业4427人（含文昌湖388人），较计划多427人。",
    "城镇新增就业4427人，比目标4000人多427人。",
    "空气质量优良天数（不含文昌湖）220天，比目标少22天。",
    "高新技术企业超过195家，超出目标51家以上。",
]


def difference(dataset, tmp_path, sentence):
    """The finding on the last figure of a sentence."""
    path = tmp_path / "draft.md"
    path.write_text(HEAD + sentence, encoding="utf-8")
    return [f for f in proof(read(path), dataset) if isinstance(f.figure, TextFigure) and f.check != "repeat"][-1]


@pytest.mark.parametrize("sentence", DIFFERENCES)
def test_a_difference_from_the_target_is_worked_out_however_it_is_worded(dataset, tmp_path, sentence):
    found = difference(dataset, tmp_path, sentence)
    assert (found.verdict, found.check) == (AGREES, "arithmetic")
    assert [o.is_target for o in found.expected] == [False, True]


@pytest.mark.parametrize("sentence", DIFFERENCES[:-1])
def test_an_altered_difference_contradicts(dataset, tmp_path, sentence):
    right = difference(dataset, tmp_path, sentence)
    at = sentence.rindex(quantity.plain(right.figure.quantity.value))
    for wrong_digits in (f"1{sentence[at:]}", f"{(int(sentence[at]) + 3) % 10}{sentence[at + 1 :]}"):
        found = difference(dataset, tmp_path, sentence[:at] + wrong_digits)
        assert (found.verdict, found.check, found.indicator) == (CONTRADICTS, "arithmetic", right.indicator)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("社会消费品零售总额增长9.9%，低于预期目标4.9个百分点。", CONTRADICTS),
        ("城镇新增就业4427人，超计划400余人。", AGREES),
        ("城镇新增就业4427人，超计划400人以上。", AGREES),
        ("城镇新增就业4427人，超计划500人以上。", CONTRADICTS),
        ("一般公共预算收入增长5.25%，高于预期目标0.3个百分点。", AGREES),
        ("一般公共预算收入增长5.25%，高于预期目标0.4个百分点。", CONTRADICTS),
        ("高新技术企业超过195家，超目标61家。", "unknown"),
        ("高新技术企业超过195家，超目标31家。", CONTRADICTS),
        ("城镇新增就业4427人，超过年度目标4000人。", "unknown"),
    ],
)
def test_a_difference_is_held_by_its_side_its_digits_and_its_bound(dataset, tmp_path, sentence, verdict):
    assert difference(dataset, tmp_path, sentence).verdict == verdict


@pytest.mark.parametrize(
    "sentence",
    [
        "“四新”经济增加值占比达到40%，比上年提高4.9个百分点。",
        "社会消费品零售总额增长9.9%，比上年加快5.9个百分点。",
        "社会消费品零售总额增长9.9%，高于全市平均水平5.9个百分点。",
        "社会消费品零售总额增长9.9%，高于市下达目标5.9个百分点。",
        "城镇新增就业4427人，比上年增加327人。",
        "城镇新增就业4427人，完成年度目标的110.7%，超目标10.7%。",
        "社会消费品零售总额、一般公共预算收入分别增长9.9%、5.25%，分别高于预期目标3.9个、2.3个百分点。",
        "某项指标完成30家，超目标5家。",
        "城镇新增就业4427人，某项指标（不含开发区）超目标5人。",
        "上半年，社会消费品零售总额增长8.1%，高于预期目标3.2个百分点。",
    ],
)
def test_what_is_no_difference_from_the_own_target_is_not_blamed(check, sentence):
    assert not wrong(check(HEAD + sentence))


@pytest.mark.parametrize(("others", "verdict"), [(11, AGREES), (12, "unknown")])
def test_a_difference_looks_back_over_eleven_other_figures(dataset, tmp_path, others, verdict):
    listed = "、".join(f"{kind}类标兵{n}名" for n, kind in enumerate("甲乙丙丁戊己庚辛壬癸子丑"[:others], 2))
    found = difference(dataset, tmp_path, f"社会消费品零售总额增长9.9%，评选{listed}，高于预期目标4.9个百分点。")
    assert found.verdict == verdict


def test_a_difference_in_a_row_is_held_against_what_the_row_names(tmp_path, dataset):
    path = tmp_path / "draft.md"
    rows = "| 指标 | 计划目标 | 完成情况 | 与目标相比 |\n| --- | --- | --- | --- |\n"
    rows += "| 社会消费品零售总额 | 增长5%以上 | 预计增长9.9% | 高于预期目标4.9个百分点 |\n"
    rows += "| 城镇新增就业人数 | 4000人以上 | 4427人 | 超出目标472人 |\n"
    path.write_text(HEAD + rows, encoding="utf-8")
    found = [(f.statement.text, f.verdict) for f in proof(read(path), dataset)]
    assert dict(found)["高于预期目标4.9个百分点"] == AGREES
    assert wrong([(t, v, "", "") for t, v in found]) == [("超出目标472人", "", "")]


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("| 社会消费品零售总额（增速） | 预计增长9.9% | （目标增长5%以上） |", AGREES),
        ("| 社会消费品零售总额（增速） | 预计增长9.8% | — |", CONTRADICTS),
        ("| 社会消费品零售总额（增速） | 9.8 | — |", CONTRADICTS),
        ("| 社会消费品零售总额增速 | 9.9 | 5%以上 |", AGREES),
        ("| 社会消费品零售总额同比增速（%） | 9.6 | — |", CONTRADICTS),
        ("| 空气质量优良天数（文昌湖） | 253天 | — |", AGREES),
        ("| 空气质量优良天数（不含文昌湖） | 253天 | — |", CONTRADICTS),
        ("| 空气质量优良天数 | 220天 | — |", AGREES),
        ("| 空气质量优良天数 | 230天 | — |", "unknown"),
    ],
)
def test_a_row_names_measure_or_territory_and_a_cell_its_status(check, row, verdict):
    found = check(HEAD + "| 指标 | 2023年 | 目标 |\n| --- | --- | --- |\n" + row + "\n")
    assert {v for _text, v, _check, _indicator in found} == {verdict}


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("空气质量优良天数（文昌湖）253天；空气质量优良天数（不含文昌湖）达到220天。", AGREES),
        ("空气质量优良天数（文昌湖）220天；空气质量优良天数（不含文昌湖）253天。", CONTRADICTS),
        ("空气质量优良天数（不含开发区）235天。", "unknown"),
    ],
)
def test_a_territory_in_brackets_behind_a_name_is_that_of_the_figure(check, sentence, verdict):
    assert {v for _text, v, _check, _indicator in check(HEAD + sentence)} == {verdict}


def test_goals_listed_behind_a_lead_are_goals_to_the_end_of_the_sentence(check):
    text = "# 2023年国民经济和社会发展计划执行情况\n\n一、2023年民生事业成效\n\n"
    text += "预期目标：城镇新增就业人数4000人以上；创业担保贷款4000万元以上；新建农村幸福院数20处以上。"
    assert {v for _text, v, _check, _indicator in check(text)} == {AGREES}


# --- without the dataset ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "figure", "check_name"),
    [
        ("高新区税收由120亿元提高到150亿元，增长30%。", "增长30%", "arithmetic"),
        ("高新区税收150亿元，比上年的120亿元增长20%。", "增长20%", "arithmetic"),
        ("平均接种率由60%提高到65%，提高5%。", "提高5%", "arithmetic"),
        ("平均接种率由60%提高到65%，提高3个百分点。", "提高3个百分点", "arithmetic"),
        ("完成水利投资20亿元，占全部投资100亿元的30%。", "30%", "arithmetic"),
        ("外币余额850亿元，其中存款余额530亿元、贷款余额300亿元。", "850亿元", "sum"),
        ("实施甲类20个、乙类30个，合计60个。", "60个", "sum"),
        ("新建泵站20座（含文昌湖31座）。", "31座", "sum"),
        ("工业用电量增长-2.3%。", "增长-2.3%", "sign"),
    ],
)
def test_a_slip_that_needs_no_dataset_is_found(check, sentence, figure, check_name):
    assert wrong(check(HEAD + sentence)) == [(figure, check_name, "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "高新区税收由120亿元提高到150亿元，增长25%。",
        "高新区税收由120亿元左右提高到150亿元，增长30%。",
        "平均接种率由60%提高到65%，提高5个百分点。",
        "外币余额850亿元，其中存款余额530.2亿元、贷款余额319.8亿元。",
        "科技企业100家，其中高新技术类60家、专精特新类50家。",
        "工业用电量增速为-2.3%。",
        "实施甲类20个、乙类30个，合计50个。",
    ],
)
def test_what_adds_up_is_left_alone(check, sentence):
    assert wrong(check(HEAD + sentence)) == []


@pytest.mark.parametrize(("length", "told"), [(40, ["missing"]), (41, [])])
def test_a_figure_is_missing_behind_a_name_of_forty_characters_at_most(check, length, told):
    assert [name for _text, name, _id in wrong(check(f"{('甲乙丙丁戊' * 9)[:length]}增长%。"))] == told


def test_one_thing_given_two_values_is_told_once(check):
    text = HEAD + "建成高标准示范田面积35万亩。\n\n全年建成高标准示范田面积36万亩。\n\n建成高标准示范田面积36万亩。\n"
    assert wrong(check(text)) == [("36万亩", "repeat", "")]


# --- reading drafts --------------------------------------------------------------------------------


def tracked(path: Path) -> None:
    """A draft with a tracked change, a text box, a header and a footnote-like table."""
    document = blank()
    document.add_paragraph("关于2023年国民经济和社会发展计划执行情况的报告")
    paragraph = document.add_paragraph("省外到位资金")
    for tag, text in (("del", "53.64"), ("ins", "54.63")):
        name = "delText" if tag == "del" else "t"
        paragraph._p.append(
            parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{name}>{text}</w:{name}></w:r></w:{tag}>')
        )
    paragraph.add_run("亿元。")
    box = document.add_paragraph()
    box._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>实际使用外资1734万美元。</w:t></w:r></w:p>"
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    document.sections[0].header.paragraphs[0].text = "2023年城镇新增就业4472人"
    document.save(path)


def test_tracked_changes_count_as_accepted_and_boxes_and_headers_are_read(tmp_path, dataset):
    tracked(tmp_path / "draft.docx")
    found = proof(read(tmp_path / "draft.docx"), dataset)
    assert [(f.statement.text, f.indicator) for f in found if f.verdict == CONTRADICTS] == [
        ("54.63亿元", "out-of-province-funds"),
        ("1734万美元", "foreign-investment"),
        ("4472人", "urban-jobs"),
    ]


def test_findings_become_comments_in_a_copy_and_the_draft_stays_as_it_is(tmp_path):
    path, target = tmp_path / "draft.docx", tmp_path / "checked.docx"
    tracked(path)
    before = path.read_bytes()
    result = CliRunner().invoke(cli, ["proof", str(path), "--annotate", str(target)])
    assert result.exit_code == 1
    assert path.read_bytes() == before
    comments = [c.text for c in docx.Document(str(target)).comments]
    assert len(comments) == 3
    assert any("54.63亿元" in c and "53.64亿元" in c for c in comments)
    assert any(c.startswith("页眉") for c in comments)
    assert any(c.startswith("文本框") for c in comments)
    assert not docx.Document(str(target)).element.xpath("//w:txbxContent//w:commentRangeStart")
    first = target.read_bytes()
    CliRunner().invoke(cli, ["proof", str(path), "--annotate", str(target), "--force"])
    assert target.read_bytes() == first


def test_a_comment_marks_the_figure_alone(tmp_path):
    path, target = tmp_path / "draft.docx", tmp_path / "checked.docx"
    document = blank()
    document.add_paragraph("2023年省外到位资金54.63亿元，外贸进出口增长10.6%。")
    document.save(path)
    CliRunner().invoke(cli, ["proof", str(path), "--year", "2024", "--annotate", str(target)])
    paragraph = docx.Document(str(target)).paragraphs[0]
    inside, marked = False, ""
    for element in paragraph._p:
        tag = element.tag.rsplit("}")[-1]
        inside = tag == "commentRangeStart" or (inside and tag != "commentRangeEnd")
        marked += "".join(t.text for t in element.iter() if t.tag.endswith("}t")) if inside else ""
    assert marked == "54.63亿元"
    assert paragraph.text == "2023年省外到位资金54.63亿元，外贸进出口增长10.6%。"


def test_a_text_draft_gets_a_document_of_its_paragraphs(tmp_path):
    path, target = tmp_path / "draft.txt", tmp_path / "checked.docx"
    path.write_text("2023年执行情况\n\n省外到位资金54.63亿元。\n", encoding="gb18030")
    assert CliRunner().invoke(cli, ["proof", str(path), "--annotate", str(target)]).exit_code == 1
    made = docx.Document(str(target))
    assert [p.text for p in made.paragraphs] == ["2023年执行情况", "", "省外到位资金54.63亿元。"]
    assert len(list(made.comments)) == 1
    assert next(iter(made.comments)).timestamp <= datetime.now(timezone.utc)


def test_offsets_point_into_the_paragraph_as_written(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text("一、2023年执行情况\n\n预计 省外到位资金 54.63 亿元。\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["proof", str(path), "--format", "json"])
    (record,) = json.loads(result.stdout)
    assert (record["paragraph"], record["offset"]) == (2, 10)
    keys = (
        "verdict text value unit indicator year area measure expected check file paragraph offset others reason message"
    )
    assert list(record) == keys.split()


@pytest.mark.parametrize("name", ["nothing.docx", "draft.pdf", "broken.docx", "bomb.docx", "binary.txt"])
def test_unusable_input_is_told_without_a_traceback(tmp_path, name):
    path = tmp_path / name
    if name == "draft.pdf":
        path.write_bytes(b"%PDF-1.7")
    if name == "broken.docx":
        path.write_bytes(b"PK\x03\x04broken")
    if name == "binary.txt":
        path.write_bytes(b"\x00\xff\xfe\x00" * 20)
    if name == "bomb.docx":
        import zipfile

        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(UsageError):
        read(path)
    result = CliRunner().invoke(cli, ["proof", str(path)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


# --- figures one by one ----------------------------------------------------------------------------


def test_every_figure_of_a_part_is_found_by_itself_with_its_place():
    text = "93个区重点项目（含文昌湖31个、总投资122.3亿元），增长5.5%左右"
    found = quantity.figures(text)
    assert [f.text for f in found] == ["93个", "31个", "122.3亿元", "增长5.5%左右"]
    assert [text[f.digits : f.stop] for f in found] == ["93个", "31个", "122.3亿元", "5.5%左右"]
    assert all(not f.quantity.parts for f in found)


# --- the source documents --------------------------------------------------------------------------


@pytest.mark.skipif(SEEDS is None, reason="the source documents are not here")
@whole_or_quick
def test_a_sample_of_the_benchmark_keeps_its_thresholds(tmp_path, dataset, is_whole):
    chance = random.Random(7)
    tried = named = false = alone = 0
    for number, (document, text) in enumerate(read_sources(SEEDS, dataset).items()):
        cores = core_figures(text, document, dataset)
        for kind in alterations.KINDS if is_whole else alterations.KINDS[number::5]:
            edits = alterations.alterations(text, cores, kind, chance, dataset)
            group = next(alterations.rounds(edits, kind, 8))
            altered, places = alterations.apply(text, group)
            answers = Answers(altered, dataset, tmp_path)
            touched = set()
            for edit, place in places:
                here = answers.at(place)
                touched |= {id(f) for f in here}
                wanted = {o.indicator for o in edit.core.observations}
                tried += 1
                named += any(f.verdict == CONTRADICTS and f.indicator in wanted for f in here)
            rest = [f for f in answers.findings if id(f) not in touched]
            alone += len(rest)
            false += sum(f.verdict == CONTRADICTS for f in rest)
    assert named / tried >= 0.98
    assert false == 0 < alone


def _share(tally, outcome):
    trials = [t for kind in tally.trials.values() for t in kind]
    return sum(t.outcome == outcome for t in trials) / len(trials)


@pytest.mark.parametrize(("is_wrong", "told"), [(False, (0, 0.02)), (True, (0.85, 1))])
def test_facts_in_other_words_are_told_where_they_are_wrong_and_seldom_where_they_are_right(
    tmp_path, dataset, is_wrong, told
):
    made = list(sentences.paraphrases(dataset, is_wrong, seed=7, each=1))[::6]
    tally = Tally()
    sentences.measure(iter(made), lambda kind: kind, WRONG, dataset, tmp_path, tally)
    assert told[0] <= _share(tally, "told") <= told[1]


def test_the_benchmark_makes_many_sentences_of_many_indicators(dataset):
    for is_wrong in (False, True):
        made = list(sentences.paraphrases(dataset, is_wrong, seed=7))
        assert len(made) >= 120
        assert len({i for s in made for i in s.indicators}) >= 60
        assert all(re.search(r"\d", s.text[a:b]) for s in made for a, b in s.places)


def test_the_same_seed_makes_the_same_sentences(dataset):
    assert list(sentences.other_scopes(dataset, False, 7)) == list(sentences.other_scopes(dataset, False, 7))
