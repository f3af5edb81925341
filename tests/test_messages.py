"""What proof says of a draft, read as a clerk reads it: each message once, with the figures that it is about.

The words are part of the promise: a finding under the wrong sentence sends a person to the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests import code
from tests.conftest import ROOT, reads_the_code
from zcplan.i18n import translator
from zcplan.model import Dataset
from zcplan.proof import NOTHING, message, proof
from zcplan.proof.between import alike, compare
from zcplan.proof.between_message import between_message, comment
from zcplan.proof.identity import names_of
from zcplan.proof.matrix import Checked, matrix, state_name
from zcplan.proof.papers import paper_of
from zcplan.reading.document import read

CHINESE, ENGLISH = translator("zh"), translator("en")
SPEECH = "某区2025年政府工作报告\n（2025年1月10日）\n\n一、2024年工作回顾\n\n"
GOALS = "某区2025年国民经济和社会发展计划\n（2025年1月10日）\n\n一、2025年主要预期目标\n\n"
REPORT = "周村区2023年计划执行情况报告\n（2024年1月30日）\n\n一、2023年计划执行情况\n\n"
PLAN = "周村区2023年国民经济和社会发展计划\n（2023年4月25日）\n\n一、2023年主要预期目标\n\n"
EXECUTION = "《关于周村区2023年国民经济和社会发展规划执行情况与2024年计划草案的报告》"
SAID_IN_ENGLISH: list[str] = []
"""All that the tests of this file made proof say."""


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """What is said of each figure of a text, by the figure."""

    def run(text: str, data: Dataset = NOTHING) -> dict[str, str]:
        path = tmp_path / "draft.md"
        path.write_text(text, encoding="utf-8")
        found = [f for f in proof(read(path), data) if data is not NOTHING or f.verdict != "unknown"]
        SAID_IN_ENGLISH.extend(message(f, data, ENGLISH) for f in found)
        return {"".join(f.statement.text.split()): message(f, data, CHINESE) for f in found}

    return run


# --- the draft alone -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figure", "said"),
    [
        (
            "地区生产总值由200.0亿元提高到220.0亿元，增长12%。",
            "增长12%",
            "由200.0亿元到220.0亿元应为增长10%，不是增长12%",
        ),
        (
            "地区生产总值由220.0亿元降到200.0亿元，下降10%。",
            "下降10%",
            "由220.0亿元到200.0亿元应为下降9.09%，不是下降10%",
        ),
        (
            "民营企业投资15.0亿元，比上年的12.0亿元增长20.0%。",
            "增长20.0%",
            "由12.0亿元到15.0亿元应为增长25%，不是增长20.0%",
        ),
        (
            "2024年旅游收入15.2亿元，2023年12.1亿元，增长20.1%。",
            "增长20.1%",
            "由12.1亿元到15.2亿元应为增长25.62%，不是增长20.1%",
        ),
        ("星级饭店由12家增加到15家，增长20%。", "增长20%", "由12家到15家应为增长25%，不是增长20%"),
        (
            "改造道路由150公里减少到120公里，减少40公里。",
            "减少40公里",
            "由150公里到120公里应为减少30公里，不是减少40公里",
        ),
        (
            "民营企业投资由12.0亿元增加到15.0亿元，增加4000万元。",
            "增加4000万元",
            "由12.0亿元到15.0亿元应为增加3亿元，不是增加4000万元",
        ),
        (
            "收入占比由60.0%提高到62.5%，下降2.5个百分点。",
            "下降2.5个百分点",
            "由60.0%到62.5%应为提高2.5个百分点，不是下降2.5个百分点",
        ),
        ("省级园区比重由20%提高到25%，增长5%。", "增长5%", "由20%到25%是提高5个百分点，应写百分点，不是增长5%"),
        (
            "五年来，进出口总额由100亿元增加到161.05亿元，年均增长11%。",
            "年均增长11%",
            "由100亿元到161.05亿元，5年间年均应为增长10%，不是年均增长11%",
        ),
        (
            "民营企业纳税12.0亿元，占全部税收40.0亿元的比重为35%。",
            "35%",
            "12.0亿元占40.0亿元应为30%，不是35%",
        ),
        ("新建学校12所，其中小学15所。", "15所", "分项15所大于总量12所"),
        ("小学5所、中学8所，合计12所。", "12所", "分项5所、8所合计为13所，不是12所"),
        (
            "完成投资50.2亿元，其中工业20.1亿元、服务业29.2亿元。",
            "50.2亿元",
            "分项20.1亿元、29.2亿元合计为49.3亿元，不是50.2亿元",
        ),
        ("工业投资增长-5%。", "增长-5%", "“增长-5%”：“增长”之后不应是负数"),
        (
            "一般公共预算收入22.67亿元。\n\n一般公共预算收入22.76亿元。",
            "22.76亿元",
            "此处为22.76亿元，第6段为22.67亿元",
        ),
        (
            "城镇新增就业4427人。\n\n| 指标 | 2024年完成 |\n| --- | --- |\n| 城镇新增就业 | 4472人 |",
            "4472人",
            "此处为4472人，第6段为4427人，正文与表格不一致",
        ),
        (
            "地区生产总值251.2亿元。\n\n第一产业增加值10.2亿元。\n\n第一产业增加值占比6.1%。",
            "6.1%",
            "10.2亿元占251.2亿元应为4.06%，不是6.1%（见第8段、第6段）",
        ),
        (
            "进出口总额100亿元。\n\n出口总额60亿元。\n\n进口总额50亿元。",
            "100亿元",
            "分项60亿元、50亿元合计为110亿元，不是100亿元（见第8段、第10段）",
        ),
        (
            "进出口总额增长10%。\n\n出口总额增长5%。\n\n进口总额增长3%。",
            "增长10%",
            "增长10%不在各组成部分的增速范围之内：增长5%、增长3%（见第8段、第10段）",
        ),
        (
            "第一产业增加值占比4.1%。第二产业增加值占比48.0%。\n\n第三产业增加值占比49.7%。",
            "49.7%",
            "各占比4.1%、48.0%、49.7%合计为101.8%，不是100%（见第6段）",
        ),
    ],
)
def test_what_a_sentence_does_not_bear_out_is_told_with_what_follows_from_it(told, text, figure, said):
    assert told(SPEECH + text) == {figure: said}


@pytest.mark.parametrize(
    "text",
    [
        "地区生产总值由200.0亿元提高到220.0亿元，增长10%。",
        "地区生产总值由200.0亿元提高到220.0亿元，增长10%左右。",
        "地区生产总值由200.0亿元提高到220.0亿元。固定资产投资增长12%。",
        "星级饭店由12家增加到15家，增长25%。",
        "收入占比由60.0%提高到62.5%，提高2.5个百分点。",
        "改造道路由150公里减少到120公里，减少30公里。",
        "五年来，进出口总额由100亿元增加到161.05亿元，年均增长10%。",
        "近年来，进出口总额由100亿元增加到161.05亿元，年均增长12%。",
        "民营企业纳税12.0亿元，占全部税收40.0亿元的30%。",
        "民营企业纳税占比12.0%，占全部税收占比40.0%的35%。",
        "新建学校12所，其中小学5所、中学5所。",
        "小学5所、中学8所，合计13所。",
        "建成小学5所、公园8个，合计12项。",
        "完成投资50.2亿元，其中工业20.1亿元、服务业30.1亿元。",
        "固定资产投资下降3.2%。",
        "地区生产总值251.2亿元。\n\n第一产业增加值10.2亿元。\n\n第一产业增加值占比4.1%。",
        "进出口总额增长4%。\n\n出口总额增长5%。\n\n进口总额增长3%。",
        "地区生产总值251.2亿元。\n\n第一产业增加值占比6.1%。",
    ],
)
def test_what_a_sentence_bears_out_is_not_told(told, text):
    assert told(SPEECH + text) == {}


# --- against the dataset ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "text", "figure", "said"),
    [
        (
            REPORT,
            "省外到位资金53.64亿元。",
            "53.64亿元",
            f"省外到位资金 2023 完成数：与{EXECUTION}一（七）三是一致。",
        ),
        (
            REPORT,
            "省外到位资金53.46亿元。",
            "53.46亿元",
            f"省外到位资金 2023 完成数：稿中为53.46亿元，数据为53.64亿元（{EXECUTION}一（七）三是）。",
        ),
        (
            REPORT,
            "省外到位资金53.64万元。",
            "53.64万元",
            f"省外到位资金 2023 完成数：稿中为53.64万元，数据为53.64亿元（{EXECUTION}一（七）三是），请核对单位。",
        ),
        (
            REPORT,
            "城镇新增就业4427家。",
            "4427家",
            f"城镇新增就业人数 2023 完成数：稿中为4427家，单位不符；数据为4427人（{EXECUTION}一（八）一是）。",
        ),
        (
            REPORT,
            "高新技术企业195家以内。",
            "195家以内",
            "高新技术企业数量 2023 完成数：稿中为195家以内，数字相符而限定词不同，"
            f"应为195家以上（{EXECUTION}一（三）一是）。",
        ),
        (
            PLAN,
            "实施区重点项目120个。",
            "120个",
            "区重点项目数 2023 目标：《2023年政府工作报告》二（二）是这样写的，"
            "但应采用《周村区2023年国民经济和社会发展计划》二（一）：93个。",
        ),
        (
            REPORT,
            "地区生产总值增长5.25%。",
            "增长5.25%",
            f"地区生产总值 2023 完成数：稿中为增长5.25%，数据为增长5.5%左右（{EXECUTION}一（一））。"
            "（同一数字增长5.25%在数据中是周村区一般公共预算收入 2023 完成数；这里说的是地区生产总值 2023）",
        ),
        (
            REPORT,
            "沂源县社会消费品零售总额76.02亿元。",
            "76.02亿元",
            "数据中没有这一地区的这一指标（同一数字76.02亿元在数据中是周村区社会消费品零售总额 2023 目标；"
            "这里说的是沂源县社会消费品零售总额 2023）",
        ),
        (
            REPORT,
            "五年来，社会消费品零售总额76.02亿元。",
            "76.02亿元",
            "社会消费品零售总额：数据中没有这一时间的数字"
            "（同一数字76.02亿元在数据中是周村区社会消费品零售总额 2023 目标；"
            "这里说的是社会消费品零售总额 五年来）",
        ),
        (REPORT, "社会消费品零售总额67.03亿元。", "67.03亿元", "数据中没有这一项"),
        (
            REPORT,
            "空气质量优良天数222天。",
            "222天",
            "空气质量优良天数 2023 完成数：无法确定对应哪一项数据。",
        ),
        (REPORT, "社会消费品零售总额亿元。", "社会消费品零售总额亿元", "“社会消费品零售总额亿元”缺少数字"),
        (REPORT, "固定资产投资增长，好于预期。", "固定资产投资增长", "“固定资产投资增长”缺少数字"),
    ],
)
def test_a_figure_held_against_the_data_says_of_what_it_is_and_who_says_otherwise(
    told, dataset, head, text, figure, said
):
    assert told(head + text, dataset)[figure] == said


@pytest.mark.parametrize(
    ("text", "figure", "said"),
    [
        (
            "社会消费品零售总额增长9.9%，高于预期目标4.9个百分点。",
            "4.9个百分点",
            "“高于预期目标4.9个百分点”相符：完成数增长9.9%，高出目标（增长5%以上）4.9个百分点。",
        ),
        (
            "社会消费品零售总额增长9.9%，高于预期目标5.9个百分点。",
            "5.9个百分点",
            "“高于预期目标5.9个百分点”有误：完成数增长9.9%，高出目标（增长5%以上）4.9个百分点。",
        ),
        (
            "省外到位资金53.64亿元，超过计划1.64亿元。",
            "1.64亿元",
            "“超过计划1.64亿元”系按已被取代的数据计算：完成数53.64亿元，高出目标（50亿元以上）3.64亿元。",
        ),
        (
            "集中整治行动10天，空气质量优良天数（不含文昌湖）比目标少22天。",
            "22天",
            "“比目标少22天”相符：完成数220天，低于目标（242天）22天。",
        ),
        (
            "集中整治行动10天，空气质量优良天数（不含文昌湖）比目标少12天。",
            "12天",
            "“比目标少12天”有误：完成数220天，低于目标（242天）22天。",
        ),
    ],
)
def test_a_difference_from_the_target_is_told_with_result_and_target(told, dataset, text, figure, said):
    assert told(REPORT + text, dataset)[figure] == said


def test_a_result_that_is_its_target_has_no_difference(told, dataset):
    even = tuple(
        o._replace(value=Decimal(50)) if (o.indicator, o.status) == ("out-of-province-funds", "actual") else o
        for o in dataset.observations
        if o.document != "green-tasks-2023"
    )
    said = told(f"{REPORT}省外到位资金50亿元，超过计划1亿元。", replace(dataset, observations=even))
    assert said["1亿元"] == "“超过计划1亿元”有误：完成数50亿元，与目标持平。"


# --- between drafts --------------------------------------------------------------------------------


@pytest.fixture
def between(tmp_path: Path) -> Callable[..., list[tuple[str, str]]]:
    """What is said of drafts named 甲.md, 乙.md …: in a sentence, and in the comment on the first of the statements."""

    def run(*texts: str, head: str = SPEECH) -> list[tuple[str, str]]:
        papers = []
        for name, text in zip("甲乙丙丁戊己", texts, strict=False):
            path = tmp_path / f"{name}.md"
            path.write_text(head + text, encoding="utf-8")
            draft = read(path)
            papers.append(paper_of(path.name, draft, (f.statement for f in proof(draft, NOTHING))))
        found = compare(papers, names_of(NOTHING)).disagreements
        SAID_IN_ENGLISH.extend(between_message(d, papers, ENGLISH) for d in found)
        SAID_IN_ENGLISH.extend(comment(d, d.statements[0], papers, ENGLISH) for d in found)
        return [(between_message(d, papers, CHINESE), comment(d, d.statements[0], papers, CHINESE)) for d in found]

    return run


@pytest.mark.parametrize(
    ("one", "other", "said", "noted"),
    [
        (
            "一般公共预算收入22.67亿元。",
            "一般公共预算收入22.76亿元。",
            "一般公共预算收入、2024、完成数：各文稿不一致：22.67亿元（甲.md 第6段）；22.76亿元（乙.md 第6段）。"
            "可能是相邻两位数字写颠倒了。",
            "一般公共预算收入、2024、完成数：\n《乙》第6段：一般公共预算收入【22.76亿元】",
        ),
        (
            "一般公共预算收入22.67亿元。",
            "一般公共预算收入22.67万元。",
            "一般公共预算收入、2024、完成数：数字相同，单位或小数点不同："
            "22.67亿元（甲.md 第6段）；22.67万元（乙.md 第6段）。",
            "一般公共预算收入、2024、完成数：\n《乙》第6段：一般公共预算收入【22.67万元】",
        ),
        (
            "固定资产投资增长5.3%。",
            "固定资产投资下降5.3%。",
            "固定资产投资、2024、完成数、增速：一处为增、一处为降：增长5.3%（甲.md 第6段）；下降5.3%（乙.md 第6段）。",
            "固定资产投资、2024、完成数、增速：\n《乙》第6段：固定资产投资【下降5.3%】",
        ),
        (
            "高新技术企业195家以上。",
            "高新技术企业195家以内。",
            "高新技术企业、2024、完成数：数字相同，“以上”“以内”相反："
            "195家以上（甲.md 第6段）；195家以内（乙.md 第6段）。",
            "高新技术企业、2024、完成数：\n《乙》第6段：高新技术企业【195家以内】",
        ),
        (
            "地区生产总值增速居全市第3位。",
            "地区生产总值增速居全市第2位。",
            "地区生产总值增速（全市）、2024、完成数、位次：位次不一致：第3位（甲.md 第6段）；第2位（乙.md 第6段）。",
            "地区生产总值增速（全市）、2024、完成数、位次：\n《乙》第6段：地区生产总值增速居全市【第2位】",
        ),
        (
            "预计地区生产总值增长5.3%。",
            "地区生产总值增长5.6%。",
            "地区生产总值、2024、完成数、增速：预计数已更新：增长5.3%（甲.md 第6段）；增长5.6%（乙.md 第6段）。",
            "地区生产总值、2024、完成数、增速：\n《乙》第6段：地区生产总值【增长5.6%】",
        ),
        (
            "2024年末户籍人口40495人。",
            "2023年末户籍人口40495人。",
            "户籍人口、2024、完成数：同一数字写在不同时间下："
            "2024年末40495人（甲.md 第6段）；2023年末40495人（乙.md 第6段）。",
            "户籍人口、2024、完成数：\n《乙》第6段：2023年末户籍人口【40495人】",
        ),
        (
            "东县户籍人口40495人。",
            "西县户籍人口40495人。",
            "户籍人口（东县）、2024、完成数：同一数字写在不同地区名下："
            "东县40495人（甲.md 第6段）；西县40495人（乙.md 第6段）。",
            "户籍人口（东县）、2024、完成数：\n《乙》第6段：西县户籍人口【40495人】",
        ),
        (
            "城镇居民收入40495元。",
            "农村居民收入40495元。",
            "城镇居民收入、2024、完成数：同一数字写在不同指标名下："
            "城镇居民收入40495元（甲.md 第6段）；农村居民收入40495元（乙.md 第6段）。",
            "城镇居民收入、2024、完成数：\n《乙》第6段：农村居民收入【40495元】",
        ),
        (
            "省级园区比重提高2.5个百分点。",
            "省级园区比重提高3.5个百分点。",
            "省级园区比重、2024、完成数、增减：各文稿不一致："
            "提高2.5个百分点（甲.md 第6段）；提高3.5个百分点（乙.md 第6段）。",
            "省级园区比重、2024、完成数、增减：\n《乙》第6段：省级园区比重【提高3.5个百分点】",
        ),
        (
            "2021—2024年，新建道路53公里。",
            "2021—2024年，新建道路58公里。",
            "新建道路、2021—2024、完成数：各文稿不一致：53公里（甲.md 第6段）；58公里（乙.md 第6段）。",
            "新建道路、2021—2024、完成数：\n《乙》第6段：2021—2024年，新建道路【58公里】",
        ),
    ],
)
def test_drafts_that_differ_are_told_with_each_figure_and_its_place(between, one, other, said, noted):
    assert between(one, other) == [(said, noted)]


def test_goals_that_one_result_can_meet_are_told_so(between):
    ((said, _noted),) = between("地区生产总值增长5%以上。", "地区生产总值增长6%以上。", head=GOALS)
    assert said == (
        "地区生产总值、2025、目标、增速：目标数不一致（同一结果可以都达到）："
        "增长5%以上（甲.md 第6段）；增长6%以上（乙.md 第6段）。"
    )


def test_of_many_drafts_that_agree_four_are_named_and_the_rest_counted(between):
    ((said, noted),) = between(*["一般公共预算收入22.67亿元。"] * 5, "一般公共预算收入22.9亿元。")
    assert said == (
        "一般公共预算收入、2024、完成数：各文稿不一致："
        "22.67亿元（甲.md 第6段、乙.md 第6段、丙.md 第6段、丁.md 第6段、另1处）；22.9亿元（己.md 第6段）。"
    )
    assert noted.endswith("《己》第6段：一般公共预算收入【22.9亿元】")


def test_a_long_sentence_is_cut_around_its_figure_and_a_cell_shows_its_row_and_head(tmp_path, between):
    lead = "这一年，全区上下坚持稳中求进工作总基调，"
    long = f"{lead * 3}一般公共预算收入22.9亿元，总量在全市各区县中的位次比上一年度前移了一位，创历史新高。"
    ((_said, noted),) = between("一般公共预算收入22.67亿元。", long)
    before, figure, behind = re.fullmatch(r".*：(.*)【(.*)】(.*)", noted.splitlines()[1]).groups()
    assert before == f"…{(lead * 3 + '一般公共预算收入')[-36:]}" and figure == "22.9亿元"
    assert behind == "，总量在全市各区县中的位次比上一年度前移了一位，…"


# --- the table of facts ----------------------------------------------------------------------------


def test_the_table_of_facts_shows_each_fact_in_parts_with_every_place_of_every_draft(tmp_path, dataset):
    head = "周村区2024年工作报告\n（2024年1月10日）\n\n一、2023年工作回顾\n\n"
    said = "城镇新增就业4427人。\n\n城镇新增就业共4427人。\n\n社会消费品零售总额增长{}%。\n\n文昌湖旅游收入3.5亿元。"
    book = openpyxl.Workbook()
    for row in (("周村区2023年主要指标完成情况表",), ("指标", "单位", "2023年完成"), ("城镇新增就业", "人", 4472)):
        book.active.append(row)
    (tmp_path / "a.md").write_text(head + said.format("9.9"), encoding="utf-8")
    (tmp_path / "b.md").write_text(
        f"{head}社会消费品零售总额增长9.9%。\n\n其余项目投资12.5亿元。\n\n市定目标为增长6%。", encoding="utf-8"
    )
    book.save(tmp_path / "c.xlsx")
    drafts, papers = [], []
    for path in sorted(tmp_path.iterdir()):
        draft = read(path)
        findings = proof(draft, dataset)
        papers.append(paper_of(path.name, draft, (f.statement for f in findings)))
        drafts.append(Checked(papers[-1], findings, path))
    broken = {tmp_path / "坏.docx": "打不开"}
    found = matrix(compare(papers, names_of(dataset)), drafts, broken, dataset, CHINESE)
    assert found.papers == ("a.md", "b.md", "c.xlsx") == found.context["papers"]
    jobs, sales = found.shared
    assert (jobs.number, jobs.state, jobs.code) == (1, "不一致", "different")
    assert (jobs.subject, jobs.period, jobs.status, jobs.measure) == ("城镇新增就业", "2023", "完成数", "绝对值")
    assert jobs.texts == ("4427人（第6段、第8段）", "", "4472（[Sheet] C3）")
    assert jobs.data == f"4427人（{EXECUTION[1:-1]}）"
    assert jobs.cells[2].location == "'Sheet'!C3" and jobs.cells[0].location == ""
    assert (sales.number, sales.state, sales.measure, sales.paper) == (2, "一致", "增速", "a.md")
    assert [(r.number, r.subject, r.territory, r.said, r.state, r.paper) for r in found.single] == [
        (1, "旅游收入", "文昌湖", "3.5亿元（第12段）", "", "a.md"),
        (2, "其余项目投资", "", "12.5亿元（第8段）", "", "b.md"),
    ]
    first = found.unread[0]
    assert (first.number, first.paper, first.place, first.text, first.reason) == (1, "坏.docx", "—", "—", "打不开")
    links = found.links
    assert [(n, column) for n, column, _link in links[0]][:3] == [(0, 9), (0, 10), (0, 11)]
    assert [(n, column) for n, column, _link in links[2]] == [(n, 3) for n in range(len(found.unread))]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("agreed", "一致"),
        ("several", "待核"),
        ("goals", "目标不一"),
        ("revision", "预计已更新"),
        ("different", "不一致"),
        ("rank", "不一致"),
        ("", ""),
    ],
)
def test_the_state_of_a_fact_is_a_word(code, word):
    assert state_name(code, CHINESE) == word


# --- every message ---------------------------------------------------------------------------------

ELSEWHERE = {
    "{fact}: perhaps the same thing, look at it: {said}.": alike,
    "page {page}, paragraph {n}": "tests/test_reading_formats.py",
    "{what} (see {places})": message,
}
"""Said elsewhere: of pairs that are only alike, and of a PDF's pages."""


@reads_the_code
def test_every_message_of_proof_was_made_by_a_test_above(request):
    """Run with the whole file: the messages are those that the tests before it collected."""
    if len(request.session.items) < 60:
        pytest.skip("needs the other tests of this file")
    never = []
    for name in ("message", "between_message"):
        for text in code.messages(ROOT / "zcplan" / "proof" / f"{name}.py"):
            pattern = re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)), re.DOTALL)
            if text not in ELSEWHERE and not any(pattern.search(said) for said in SAID_IN_ENGLISH):
                never.append(text)
    assert never == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("增长5.3%。", "未写明指标"),
        ("近年来累计完成投资12.5亿元。", "未写明时间"),
        ("去年提出的粮食产量目标5.6万吨。", "引述其他文件或原定目标"),
        ("收入、支出分别增长5%和6%。", "与同类数字无法区分"),
    ],
)
def test_what_could_not_be_told_stands_in_the_table_with_its_reason_and_sentence(tmp_path, text, reason):
    path = tmp_path / "a.md"
    path.write_text(SPEECH + text, encoding="utf-8")
    draft = read(path)
    findings = proof(draft, NOTHING)
    paper = paper_of(path.name, draft, (f.statement for f in findings))
    found = matrix(compare([paper], names_of(NOTHING)), [Checked(paper, findings, path)], {}, NOTHING, CHINESE)
    first = found.unread[0]
    assert (first.number, first.paper, first.place, first.reason) == (1, "a.md", "第6段", reason)
    assert first.sentence == text and first.text in text
