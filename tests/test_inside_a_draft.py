"""What one draft must come to by itself, wherever in it the figures stand; every finding names both places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Tool
from zcplan.i18n import translator
from zcplan.proof import CONTRADICTS, NOTHING, message, proof, repeats
from zcplan.proof.agreement import agree
from zcplan.reading.document import read

HEAD = "某区2025年政府工作报告\n（2025年1月10日）\n\n一、2024年工作回顾\n\n"


@pytest.fixture
def wrong(tmp_path: Path):
    """What contradicts in a text: the check, the code and the figure that it is told of."""

    def run(text: str) -> list[tuple[str, str, str]]:
        path = tmp_path / "draft.md"
        path.write_text(HEAD + text, encoding="utf-8")
        found = [f for f in proof(read(path), NOTHING) if f.verdict == CONTRADICTS]
        return [(f.check, f.code, "".join(f.statement.text.split())) for f in found]

    return run


GDP = "地区生产总值{}亿元，增长{}%。\n\n第一产业增加值10.2亿元，增长{}%。第二产业增加值120.5亿元，增长{}%。\n\n"
GDP += "第三产业增加值{}亿元，增长{}%。"


def test_three_industries_make_the_whole_however_far_apart_they_stand(wrong):
    assert wrong(GDP.format("251.2", "5.3", "3.1", "5.0", "120.5", "6.0")) == []
    assert wrong(GDP.format("251.2", "5.3", "3.1", "5.0", "125.5", "6.0")) == [("sum", "sum", "251.2亿元")]


def test_rounding_of_parts_is_no_slip(wrong):
    assert wrong(GDP.format("251.3", "5.3", "3.1", "5.0", "120.5", "6.0")) == []


def test_a_whole_that_grows_as_none_of_its_parts_is_told(wrong):
    assert wrong(GDP.format("251.2", "6.5", "3.1", "5.0", "120.5", "6.0")) == [("sum", "range", "增长6.5%")]


def test_shares_of_the_industries_make_a_hundred(wrong):
    text = "第一产业增加值占比4.1%。第二产业增加值占比48.0%。\n\n第三产业增加值占比{}%。"
    assert wrong(text.format("47.9")) == []
    assert wrong(text.format("49.7")) == [("sum", "whole", "49.7%")]


def test_a_rate_is_held_against_the_levels_of_both_years_in_other_paragraphs(wrong):
    text = "社会消费品零售总额76.02亿元。\n\n2023年，社会消费品零售总额71.05亿元。\n\n社会消费品零售总额增长{}%。"
    assert wrong(text.format("7.0")) == []
    assert wrong(text.format("5.0")) == [("arithmetic", "growth", "增长5.0%")]


def test_growth_at_constant_prices_need_not_go_with_levels_at_current_ones(wrong):
    text = "服务业增加值139亿元。\n\n2023年，服务业增加值132.7亿元。\n\n服务业增加值增长{}%。"
    assert wrong(text.format("5.8")) == []
    assert wrong(text.format("35.8")) == [("arithmetic", "growth", "增长35.8%")]


def test_growth_on_another_base_is_left_alone(wrong):
    text = "一般公共预算收入76.02亿元。\n\n2023年，一般公共预算收入71.05亿元。\n\n一般公共预算收入同口径增长{}%。"
    assert wrong(text.format("12.0")) == []


# --- said twice ------------------------------------------------------------------------------------


def test_text_against_the_table_beneath_it(wrong):
    table = "| 指标 | 单位 | 2024年完成 |\n| --- | --- | --- |\n| 城镇新增就业 | 人 | {} |\n"
    assert wrong(f"城镇新增就业4427人。\n\n{table.format(4427)}") == []
    assert wrong(f"城镇新增就业4427人。\n\n{table.format(4472)}") == [("repeat", "table", "4472")]


def test_a_rank_said_two_ways(wrong):
    assert wrong("地区生产总值增速居全市第3位。\n\n地区生产总值增速居全市第3位。") == []
    assert [c for c, _code, _text in wrong("地区生产总值增速居全市第3位。\n\n地区生产总值增速居全市第2位。")] == [
        "repeat"
    ]


def test_a_list_in_one_sentence_is_no_second_value(wrong):
    assert wrong("新增省级重点实验室15家，其中高校9家，总数达到36家。") == []
    assert wrong("改造城镇老旧小区道路工程5条；改造城镇老旧小区道路工程7条。") == []


def test_both_places_are_named(tmp_path: Path, tool: Tool):
    path = tmp_path / "draft.txt"
    path.write_text(HEAD + GDP.format("251.2", "5.3", "3.1", "5.0", "125.5", "6.0"), encoding="utf-8")
    (record,) = [r for r in tool.json("proof", path, "--no-data", code=1) if r["verdict"] == "contradicts"]
    assert [(o["text"], o["paragraph"]) for o in record["others"]] == [
        ("10.2亿元", 7),
        ("120.5亿元", 7),
        ("125.5亿元", 9),
    ]
    assert "paragraph 8, paragraph 10" in record["message"]
    found = [f for f in proof(read(path), NOTHING) if f.verdict == CONTRADICTS]
    assert "第8段、第10段" in message(found[0], NOTHING, translator("zh"))


# --- columns of tables -----------------------------------------------------------------------------


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in (("某区2024年重点项目投资完成情况表",), ("项目", "单位", "2024年完成"), *rows):
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def column(tmp_path: Path):
    """What contradicts in a table with these rows: the code and the cell."""

    def run(*rows: tuple[object, ...]) -> list[tuple[str, str]]:
        path = sheet(tmp_path / "t.xlsx", *rows)
        return [(f.code, f.statement.place.cell) for f in proof(read(path), NOTHING) if f.verdict == CONTRADICTS]

    return run


PLAIN = (("产业项目", "亿元", 12.5), ("基础设施", "亿元", 30.25), ("民生项目", "亿元", 7.25))


@pytest.mark.parametrize("name", ["合计", "总计"])
def test_a_row_of_totals_is_the_sum_of_the_rows_above_or_below(column, name):
    assert column(*PLAIN, (name, "亿元", 50)) == []
    assert column(*PLAIN, (name, "亿元", 52)) == [("sum", "C6")]
    assert column((name, "亿元", 52), *PLAIN) == [("sum", "C3")]


def test_items_within_items_are_not_summed_twice(column):
    rows = (
        ("一、产业项目", "亿元", 12.5),
        ("（一）工业", "亿元", 8),
        ("（二）服务业", "亿元", 4.5),
        ("二、民生项目", "亿元", 7.5),
    )
    assert column(*rows, ("合计", "亿元", 20)) == []
    assert column(*rows, ("合计", "亿元", 32.5)) == [("sum", "C7")]


def test_of_which_is_not_above_its_whole(column):
    assert column(("产业项目", "亿元", 12.5), ("其中：工业", "亿元", 8)) == []
    assert column(("产业项目", "亿元", 12.5), ("其中：工业", "亿元", 18)) == [("above", "C4")]


def test_rates_are_not_summed(column):
    assert column(("产业项目", "%", 12.5), ("民生项目", "%", 7.5), ("合计", "%", 11)) == []


# --- what else holds -------------------------------------------------------------------------------


def test_parts_and_whole_in_other_units_are_converted(wrong):
    text = "进出口总额{}万元。\n\n出口总额60亿元。\n\n进口总额50亿元。"
    assert wrong(text.format(1100000)) == []
    assert wrong(text.format(1000000)) == [("sum", "sum", "1000000万元")]


def test_parts_that_are_all_there_is_are_summed_however_far_off_and_others_only_where_they_come_near(wrong):
    assert wrong("完成投资50.2亿元，其中第一产业10.1亿元、第二产业20.1亿元、第三产业10.1亿元。") == [
        ("sum", "sum", "50.2亿元")
    ]
    assert wrong("完成投资50.2亿元，其中工业10.1亿元、农业20.1亿元、商贸10.1亿元。") == []
    assert wrong("完成投资50.2亿元，其中工业29.9亿元、农业19.0亿元。") == [("sum", "sum", "50.2亿元")]
    assert wrong("完成投资50.2亿元，其中工业29.9亿元、农业18.0亿元。") == []


def test_a_total_names_at_most_six_of_its_rows(tmp_path: Path):
    def said(count: int) -> str:
        rows = [(f"第{n}项", "亿元", 1.5) for n in range(1, count + 1)]
        found = proof(read(sheet(tmp_path / f"{count}.xlsx", *rows, ("合计", "亿元", 99))), NOTHING)
        (slip,) = (f for f in found if f.verdict == CONTRADICTS)
        return message(slip, NOTHING, translator("zh"))

    assert "第6项1.5合计为9.0亿元，不是合计99亿元" in said(6)
    assert "第6项1.5…合计为10.5亿元，不是合计99亿元" in said(7)


def test_a_part_of_a_column_above_its_whole_is_told_with_both(tmp_path: Path):
    rows = (("产业项目", "亿元", 12.5), ("其中：工业", "亿元", 18))
    found = [f for f in proof(read(sheet(tmp_path / "t.xlsx", *rows)), NOTHING) if f.verdict == CONTRADICTS]
    assert message(found[0], NOTHING, translator("zh")) == "分项18亿元大于总量12.5亿元（见[Sheet] C3）"


def test_a_record_of_what_is_unknown_or_missing_says_of_what_and_why(tmp_path: Path, tool: Tool):
    head = "周村区2023年计划执行情况报告\n（2024年1月30日）\n\n一、2023年计划执行情况\n\n"
    path = tmp_path / "draft.txt"
    text = "沂源县社会消费品零售总额76.02亿元。\n\n社会消费品零售总额亿元。\n\n某项收入比目标多3.5亿元。"
    path.write_text(head + text, encoding="utf-8")
    records = tool.json("proof", path, code=1)
    told = [(r["verdict"], r["check"], r["indicator"], r["measure"], r["reason"], r["year"]) for r in records]
    assert told == [
        ("unknown", "dataset", None, "level", "other-subject", 2023),
        ("contradicts", "missing", "retail-sales", "level", None, None),
        ("unknown", "dataset", None, "level", "other-subject", 2023),
    ]


# --- how much is enough ----------------------------------------------------------------------------


def test_two_rows_make_a_sum_and_one_does_not(column):
    assert column(("产业项目", "亿元", 12.5), ("民生项目", "亿元", 7.5), ("合计", "亿元", 22)) == [("sum", "C5")]
    assert column(("产业项目", "亿元", 12.5), ("合计", "亿元", 22)) == []


@pytest.mark.parametrize(("farming", "told"), [("47.0", [("sum", "sum", "100.0亿元")]), ("46.9", [])])
def test_parts_within_three_per_cent_of_the_whole_are_all_of_it(wrong, farming, told):
    assert wrong(f"完成投资100.0亿元，其中工业50.0亿元、农业{farming}亿元。") == told


@pytest.mark.parametrize(("subject", "told"), [("甲乙丙丁戊己", [("repeat", "repeat", "7个")]), ("甲乙丙丁戊", [])])
def test_a_subject_that_nobody_knows_needs_six_characters_to_be_the_same(wrong, subject, told):
    assert wrong(f"{subject}达到5个。\n\n{subject}达到7个。") == told


def test_four_places_at_most_are_named_beside_a_finding(tmp_path: Path):
    path = tmp_path / "draft.md"
    path.write_text(HEAD + GDP.format("251.2", "5.3", "3.1", "5.0", "125.5", "6.0"), encoding="utf-8")
    (found,) = (f for f in proof(read(path), NOTHING) if f.verdict == CONTRADICTS)
    (part, *_rest) = found.others
    others = tuple(replace(part, place=replace(part.place, paragraph=n)) for n in (8, 10, 12, 14, 16))
    said = message(replace(found, others=others), NOTHING, translator("zh"))
    assert said.endswith("（见第9段、第11段、第13段、第15段）")


@pytest.mark.parametrize(("rate", "told"), [("10.0", []), ("13.0", [("arithmetic", "yearly", "年均增长13.0%")])])
def test_growth_a_year_is_held_against_both_ends_of_a_span_that_is_told(wrong, rate, told):
    text = "“十三五”期间，技改投资由100.0亿元增加到161.1亿元，年均增长{}%。"
    assert wrong(text.format(rate)) == told
    assert wrong(text.replace("“十三五”期间，", "").format(rate)) == []


@pytest.fixture
def compared(monkeypatch):
    calls = []

    def counting(*args, **options):
        calls.append(1)
        return agree(*args, **options)

    monkeypatch.setattr(repeats, "agree", counting)
    return calls


def test_what_a_draft_says_hundreds_of_times_takes_work_in_proportion(wrong, compared):
    found = wrong("\n\n".join(f"全区高标准农田建设面积达到{n}亩。" for n in range(1000, 1100)))
    assert len(found) == 99 and {check for check, _code, _figure in found} == {"repeat"}
    assert len(compared) < 300


def test_bounds_that_a_draft_says_hundreds_of_times_are_held_against_some_of_them(wrong, compared):
    wrong("\n\n".join(f"全区高标准农田建设面积约{n}亩。" for n in range(1000, 9000, 100)))
    assert len(compared) < 80 * repeats.MOST


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("1200亩", False),  # said before
        ("1200.4亩", False),  # finer than what was said before
        ("0.12万亩", False),  # in another unit
        ("约1210亩", False),
        ("1300亩", True),
        ("1201亩", True),
        ("1200.6亩", True),
        ("约1300亩", True),
    ],
)
def test_what_agrees_with_another_than_the_first_is_not_told_again(wrong, last, told):
    said = ["1000亩", "1200亩", "1400亩", last]
    found = wrong("\n\n".join(f"全区高标准农田建设面积达到{figure}。" for figure in said))
    assert len(found) == 2 + told
