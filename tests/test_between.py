"""Drafts held against each other: what they say differently is told with both places, what both may say is not."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import openpyxl.comments
import pytest

from tests.conftest import SEED_FILES, SEEDS, Tool
from zcplan.figures.read import read_statements
from zcplan.i18n import translator
from zcplan.proof import NOTHING, proof
from zcplan.proof.between import Compared, alike, compare
from zcplan.proof.between_message import between_message
from zcplan.proof.excerpt import excerpt
from zcplan.proof.identity import is_telling, names_of
from zcplan.proof.papers import paper_of
from zcplan.proof.wording import words_of
from zcplan.reading.document import Draft, Paragraph, read

SPEECH = "某区2025年政府工作报告\n（2025年1月10日）\n\n一、2024年工作回顾\n\n"
PRESS = "某区2025年新闻发布稿\n（2025年1月12日）\n\n一、2024年完成情况\n\n"


@pytest.fixture
def hold(tmp_path: Path):
    """Hold texts against each other; a text without head gets that of a report of 2025 on 2024."""

    def run(*texts: str) -> Compared:
        papers = []
        for number, text in enumerate(texts):
            path = tmp_path / f"draft{number}.md"
            path.write_text(text if text.startswith("某") else SPEECH + text, encoding="utf-8")
            draft = read(path)
            papers.append(paper_of(path.name, draft, (f.statement for f in proof(draft, NOTHING))))
        return compare(papers, names_of(NOTHING))

    return run


@pytest.fixture
def told(hold):
    """What is told of texts: the code, and the figures that stand against each other."""

    def run(*texts: str) -> list[tuple[str, set[str]]]:
        return [(d.code, {"".join(s.statement.text.split()) for s in d.statements}) for d in hold(*texts).disagreements]

    return run


# --- what can't both be true -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("一般公共预算收入22.67亿元。", "一般公共预算收入22.76亿元。", "different"),
        ("一般公共预算收入22.67亿元。", "一般公共预算收入22.67万元。", "magnitude"),
        ("固定资产投资增长5.3%。", "固定资产投资下降5.3%。", "sign"),
        ("地区生产总值增长5.3%。", "GDP增长5.8%。", "different"),
        ("社会消费品零售总额76.02亿元。", "社零总额为7602万元。", "magnitude"),
        ("城镇新增就业4427人。", "新增城镇就业人数4472人。", "different"),
        ("实施市级重点技改项目69个。", "市重点技改项目完成66个。", "different"),
        ("高新技术企业突破195家。", "高新技术企业突破159家。", "different"),
        ("地区生产总值居全市第3位。", "GDP居全市第2位。", "rank"),
    ],
)
def test_two_figures_of_one_fact_that_cannot_both_be_true_are_told(told, one, other, code):
    ((found, figures),) = told(one, other)
    assert found == code
    assert len(figures) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("地区生产总值251.27亿元。", "GDP251.3亿元。"),
        ("地区生产总值1.25万亿元。", "生产总值12500亿元。"),
        ("高新技术企业超过195家。", "高新技术企业201家。"),
        ("城镇新增就业4400余人。", "城镇新增就业4427人。"),
        ("一般公共预算收入约23亿元。", "一般公共预算收入22.67亿元。"),
        ("城镇新增就业4427人。", "城镇新增就业0.44万人。"),
    ],
)
def test_rounding_units_and_bounds_are_no_difference(told, one, other):
    assert told(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规模以上工业增加值增长7.7%。", "服务业增加值增长5.4%。"),
        ("城镇居民人均可支配收入增长5.1%。", "农村居民人均可支配收入增长6.8%。"),
        ("进出口总额56.3亿元。", "进出口总额增长8.1%。"),
        ("全市地区生产总值增长5.5%。", "全区地区生产总值增长6.1%。"),
        ("东河镇固定资产投资增长5.5%。", "西河镇固定资产投资增长6.1%。"),
        ("地区生产总值增长5.3%。", "2023年，地区生产总值增长6.1%。"),
        ("地区生产总值增长5.3%。", "上半年，地区生产总值增长6.1%。"),
        ("新增高新技术企业14家。", "高新技术企业134家。"),
        ("改造老旧小区1343个。", "改造老旧小区5.2万户。"),
        ("新建泵站20座。", "改造泵站31座。"),
    ],
)
def test_another_subject_place_time_or_measure_is_never_held_against_it(told, one, other):
    assert told(one, other) == []


def test_a_goal_is_never_held_against_a_result(told):
    goal = "某区2025年计划\n\n二、2025年主要目标\n\n2025年，地区生产总值增长6%左右。"
    assert told("地区生产总值增长5.3%。", goal) == []


def test_goals_that_one_result_can_meet_get_a_softer_word_than_those_that_none_can(told):
    head = "某区2025年计划\n（2025年3月1日）\n\n一、2025年主要目标\n\n"
    assert told(f"{head}新引进过亿元项目30个以上。", f"{head}新引进过亿元项目31个。")[0][0] == "goals"
    assert told(f"{head}新引进过亿元项目30个。", f"{head}新引进过亿元项目31个。")[0][0] == "different"


def test_the_same_goal_with_and_without_its_bound_is_one(told):
    head = "某区2025年计划\n（2025年3月1日）\n\n一、2025年主要目标\n\n"
    assert told(f"{head}地区生产总值增长5.5%左右。", f"{head}地区生产总值增长5.5%。") == []


def test_an_estimate_that_a_result_replaced_is_told_as_that(hold):
    (found,) = hold("预计地区生产总值增长5.5%。", "地区生产总值增长5.3%。").disagreements
    assert (found.verdict, found.code) == ("superseded", "revision")


def test_figures_with_exchanged_digits_are_marked(hold):
    (found,) = hold("城镇新增就业4427人。", "城镇新增就业4472人。").disagreements
    assert found.transposed


def test_a_text_is_held_against_the_table_of_another_draft(told):
    table = f"{PRESS}| 指标 | 单位 | 2024年完成 | 增长（%） |\n| --- | --- | --- | --- |\n"
    table += "| 社会消费品零售总额 | 亿元 | 76.02 | 5.9 |\n| 城镇新增就业 | 人 | 4427 | — |\n"
    found = told("社会消费品零售总额76.02亿元、增长5.0%，城镇新增就业4472人。", table)
    assert sorted(figures for _code, figures in found) == sorted([{"增长5.0%", "5.9"}, {"4472人", "4427"}])


def test_drafts_of_different_places_are_not_held_against_each_other(told):
    one, other = "某甲区2025年政府工作报告\n\n", "某乙区2025年政府工作报告\n\n"
    text = "一、2024年工作回顾\n\n地区生产总值增长{}%。"
    assert told(one + text.format(5.3), other + text.format(6.1)) == []
    assert told(one + text.format(5.3), one + text.format(6.1)) != []


def test_three_drafts_are_one_finding_with_those_who_agree_together(hold):
    (found,) = hold("城镇新增就业4427人。", "城镇新增就业4472人。", "城镇新增就业4427人。").disagreements
    assert [[s.paper for s in group] for group in found.groups] == [[0, 2], [1]]


def test_what_a_draft_itself_gives_several_values_names_no_single_thing(hold):
    sites = "建设河道治理标段投资500万元。\n\n建设河道治理标段投资800万元。"
    compared = hold(sites, "建设河道治理标段投资300万元。")
    assert compared.disagreements == ()
    assert [d.code for d in alike(compared)] == ["alike"]


def test_a_subject_that_holds_another_is_only_a_pair_to_look_at(hold):
    compared = hold(
        "城镇居民人均可支配收入增长5.1%。", "全体城镇居民人均可支配收入增长5.1%。", "居民人均可支配收入增长6.2%。"
    )
    assert compared.disagreements == ()
    assert alike(compared)


# --- the same words, the same figure ---------------------------------------------------------------


def test_the_same_sentence_is_compared_even_where_its_subject_is_not_understood(told):
    one = "持续深化实体经济调研，企业反映问题办结率97.9%。"
    assert told(one, one.replace("97.9", "97.2"))


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("粮食总产量820.1万吨。", "2023年粮食总产量820.1万吨。", "period"),
        ("地区生产总值增长5.3%。", "2023年，地区生产总值增长5.3%。", "period"),
        ("城镇居民人均可支配收入47363元。", "农村居民人均可支配收入47363元。", "subject"),
        ("东河镇固定资产投资13.47亿元。", "西河镇固定资产投资13.47亿元。", "territory"),
    ],
)
def test_a_figure_under_another_time_name_or_place_is_told(told, one, other, code):
    assert [c for c, _figures in told(one, other)] == [code]


def test_a_figure_that_a_draft_gives_to_both_years_is_no_mistake(told):
    both = "粮食总产量820.1万吨，比2023年的820.1万吨持平。2023年粮食总产量820.1万吨。"
    assert told(both, "2023年粮食总产量820.1万吨。") == []


# --- how much is enough ----------------------------------------------------------------------------


@pytest.mark.parametrize(("subject", "tells"), [("甲乙丙丁", True), ("甲乙丙", False), ("重点项目", False)])
def test_a_subject_tells_one_thing_from_another_from_four_characters_on(subject, tells):
    assert is_telling(subject, {}) is tells


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        ("东河镇固定资产投资13.4亿元。", "西河镇固定资产投资13.4亿元。", ["territory"]),
        ("东河镇固定资产投资13亿元。", "西河镇固定资产投资13亿元。", []),
        ("东河镇固定资产投资1300亿元。", "西河镇固定资产投资1300亿元。", []),
    ],
)
def test_a_number_of_three_digits_is_hardly_the_same_by_chance(told, one, other, codes):
    assert [c for c, _figures in told(one, other)] == codes


@pytest.mark.parametrize(("kinds", "pairs"), [("甲乙丙丁戊己庚辛壬癸子", 11), ("甲乙丙丁戊己庚辛壬癸子丑", 0)])
def test_more_than_twelve_subjects_of_one_ending_are_of_a_kind(hold, kinds, pairs):
    listed = "\n\n".join(f"{kind}类工业旅游线路{n}条。" for n, kind in enumerate(kinds, 20))
    assert len(alike(hold("工业旅游线路9条。", listed))) == pairs


def test_a_subject_of_four_characters_may_be_the_end_of_another(hold):
    assert len(alike(hold("文旅线路9条。", "东部文旅线路12条。"))) == 1


def test_four_places_at_most_are_named_where_drafts_agree(hold):
    def said(agreeing: int) -> str:
        compared = hold("城镇新增就业4472人。", *["城镇新增就业4427人。"] * agreeing)
        return between_message(compared.disagreements[0], compared.papers, translator("en"))

    assert "draft4.md paragraph 6)" in said(4) and "more" not in said(4)
    assert "draft4.md paragraph 6, 1 more)" in said(5)


@pytest.mark.parametrize(("length", "begins"), [(36, "甲"), (37, "…")])
def test_an_excerpt_shows_thirty_six_characters_before_a_figure(length, begins):
    draft = Draft((Paragraph(0, f"{'甲' * (length - 2)}投资9亿元。"),))
    (statement,) = read_statements(draft, (), 2024)
    assert excerpt(draft, statement).before[0] == begins


@pytest.mark.parametrize(("length", "ends"), [(24, "乙"), (25, "…")])
def test_an_excerpt_shows_twenty_four_characters_behind_a_figure(length, ends):
    draft = Draft((Paragraph(0, f"技改投资9亿元，{'乙' * (length - 1)}。"),))
    (statement,) = read_statements(draft, (), 2024)
    assert excerpt(draft, statement).behind[-1] == ends


def words(sentence: str):
    (statement,) = read_statements(Draft((Paragraph(0, sentence),)), (), 2024)
    return words_of(statement)


def test_words_that_lead_to_a_figure_are_its_own_clause_where_that_tells_six_characters():
    assert words("东部，甲乙丙丁戊己5个。") == words("西部，甲乙丙丁戊己5个。") != None  # noqa: E711
    assert words("东部片区，甲乙丙丁戊5个。") != words("西部片区，甲乙丙丁戊5个。")


def test_words_that_lead_to_a_figure_are_else_fourteen_characters_of_its_sentence():
    assert words("东甲乙丙丁戊己庚辛壬，子丑寅卯5个。") == words("西甲乙丙丁戊己庚辛壬，子丑寅卯5个。") != None  # noqa: E711
    assert words("东乙丙丁戊己庚辛壬，子丑寅卯5个。") != words("西乙丙丁戊己庚辛壬，子丑寅卯5个。")


def test_words_behind_a_figure_are_six_characters():
    assert words("建成5个甲乙丙丁戊己东园。") == words("建成5个甲乙丙丁戊己西园。") != None  # noqa: E711
    assert words("建成5个甲乙丙丁戊东园。") != words("建成5个甲乙丙丁戊西园。")


@pytest.mark.parametrize(("lead", "tells"), [("甲乙丙，子丑寅卯辰", True), ("甲乙，子丑寅卯辰", False)])
def test_words_of_a_sentence_tell_from_eight_characters_on(lead, tells):
    assert (words(f"{lead}5个。") is not None) is tells


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture
def folder_of_drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "congress"
    folder.mkdir()
    (folder / "报告.md").write_text(
        f"{SPEECH}地区生产总值增长5.3%，城镇新增就业4427人，高新技术企业134家。\n", encoding="utf-8"
    )
    (folder / "发布稿.txt").write_text(f"{PRESS}GDP增长5.8%，城镇新增就业4427人。\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "主要指标"
    for row in (
        ["某区2024年主要指标完成情况表"],
        ["指标", "单位", "2024年完成", "增长（%）"],
        ["地区生产总值", "亿元", 251.2, 5.3],
        ["高新技术企业", "家", 143, None],
    ):
        sheet.append(row)
    book.save(folder / "附表.xlsx")
    return folder


def test_a_folder_stands_for_its_files_and_contradictions_exit_with_one(tool: Tool, folder_of_drafts: Path):
    result = tool("proof", folder_of_drafts, "--no-data", code=1)
    assert "5.8%" in result.stdout and "【增长5.3%】" in result.stdout
    lines = result.stdout.splitlines()
    first = next(n for n, line in enumerate(lines) if "地区生产总值" in line or "GDP" in line)
    assert lines[first].startswith("[") and all(line.startswith("    ") for line in lines[first + 1 : first + 4])
    assert "2 contradictions" in result.stderr
    assert "\x1b" not in result.output


def test_json_names_each_place_and_what_stands_against_it(tool: Tool, folder_of_drafts: Path):
    records = [r for r in tool.json("proof", folder_of_drafts, "--no-data", code=1) if r["check"] == "between"]
    assert {r["verdict"] for r in records} == {"contradicts"}
    wrong = next(r for r in records if r["value"] == 5.8)
    assert wrong["file"].endswith("发布稿.txt") and wrong["paragraph"] == 5
    assert {Path(o["file"]).name for o in wrong["others"]} == {"报告.md", "附表.xlsx"}
    assert {o["value"] for o in wrong["others"]} == {5.3}
    assert all(o["place"] and o["text"] for o in wrong["others"])


def test_the_matrix_has_a_row_a_fact_and_a_column_a_draft_with_what_differs_first(
    tool: Tool, folder_of_drafts: Path, tmp_path: Path
):
    target = tmp_path / "核数表.xlsx"
    tool("proof", folder_of_drafts, "--no-data", "--matrix", target, code=1)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["核数表", "仅一份文件", "未能识别"]
    sheet = book["核数表"]
    heads = [c.value for c in sheet[2]]
    assert heads[8:11] == ["发布稿.txt", "报告.md", "附表.xlsx"]
    states = [row[1].value for row in sheet.iter_rows(min_row=3)]
    assert states == sorted(states, key=["不一致", "目标不一", "预计已更新", "待核", "一致"].index)
    assert states.count("不一致") == 2 and "一致" in states
    growth = next(r for r in sheet.iter_rows(min_row=3) if r[1].value == "不一致" and "5.8" in str(r[8].value))
    assert growth[8].hyperlink.target.endswith(".txt") and "第" in growth[8].value
    assert sheet.freeze_panes == "D3" and sheet.auto_filter.ref == f"A2:K{sheet.max_row}"
    assert sheet.print_title_rows == "$1:$2" and sheet.page_setup.orientation == "landscape"
    assert sheet.conditional_formatting
    assert [r[1].value for r in book["仅一份文件"].iter_rows(min_row=3)] == ["附表.xlsx"]


def test_the_matrix_tells_what_the_dataset_says_and_the_same_input_gives_the_same_bytes(tool: Tool, tmp_path: Path):
    head = "周村区2024年工作报告\n（2024年1月10日）\n\n一、2023年工作回顾\n\n"
    for name, figure in (("a", "9.9"), ("b", "9.6")):
        (tmp_path / f"{name}.txt").write_text(f"{head}社会消费品零售总额增长{figure}%。\n", encoding="utf-8")
    target = tmp_path / "m.xlsx"
    args = ("proof", tmp_path / "a.txt", tmp_path / "b.txt", "--matrix", target)
    tool(*args, code=1)
    first = target.read_bytes()
    assert "9.9" in openpyxl.load_workbook(target)["核数表"]["H3"].value
    tool(*args, code=1)
    assert target.read_bytes() == first


def test_what_is_unread_is_shown_by_a_hundred_and_twenty_characters(tool: Tool, tmp_path: Path):
    target = tmp_path / "facts.xlsx"
    (tmp_path / "draft.md").write_text(f"{SPEECH}{'甲' * 150}达到5个。", encoding="utf-8")
    tool("proof", tmp_path / "draft.md", "--no-data", "--matrix", target, code=None)
    book = openpyxl.load_workbook(target)
    assert "甲" * 120 in [cell.value for sheet in book for row in sheet.rows for cell in row]


def test_the_matrix_shows_nothing_of_the_dataset_beside_a_figure_that_may_be_of_several_facts(
    tool: Tool, tmp_path: Path
):
    head = "周村区2024年工作报告\n（2024年1月10日）\n\n一、2023年工作回顾\n\n"
    for name in "ab":
        text = f"{head}社会消费品零售总额增长9.94%。城镇新增就业4427人。\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (found, sure, *_more) = tool.json("proof", tmp_path / "a.txt", "--all")
    assert (found["verdict"], found["reason"], sure["verdict"]) == ("unknown", "ambiguous", "agrees")
    target = tmp_path / "m.xlsx"
    tool("proof", tmp_path / "a.txt", tmp_path / "b.txt", "--matrix", target)
    rows = list(openpyxl.load_workbook(target)["核数表"].iter_rows(min_row=3, values_only=True))
    assert ["4427" in str(row[7]) for row in rows] == [False, True]
    assert not rows[0][7]


def test_every_draft_gets_a_commented_copy_that_names_the_other_place(
    tool: Tool, folder_of_drafts: Path, tmp_path: Path
):
    before = {p: p.read_bytes() for p in folder_of_drafts.iterdir()}
    tool("proof", folder_of_drafts, "--no-data", "--annotate", tmp_path / "out", code=1)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"报告.docx", "发布稿.docx", "附表.xlsx"}
    comments = [c.text for c in docx.Document(str(tmp_path / "out" / "发布稿.docx")).comments]
    assert len(comments) == 1 and "《报告》" in comments[0] and "【增长5.3%】" in comments[0]
    sheet = openpyxl.load_workbook(tmp_path / "out" / "附表.xlsx")["主要指标"]
    noted = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert set(noted) == {"D3", "C4"}
    assert "《发布稿》" in noted["D3"] and "【增长5.8%】" in noted["D3"]
    assert {p: p.read_bytes() for p in folder_of_drafts.iterdir()} == before


def test_comments_that_a_workbook_has_are_kept_beside_ours(tool: Tool, folder_of_drafts: Path, tmp_path: Path):
    path = folder_of_drafts / "附表.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["A1"].comment = openpyxl.comments.Comment("请统计局核", "甲")
    book.active["D3"].comment = openpyxl.comments.Comment("待定", "甲")
    book.save(path)
    tool("proof", folder_of_drafts, "--no-data", "--annotate", tmp_path / "out", code=1)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "附表.xlsx").active
    assert sheet["A1"].comment.text == "请统计局核"
    assert sheet["D3"].comment.text.startswith("待定") and "《发布稿》" in sheet["D3"].comment.text


def test_a_file_that_can_not_be_read_is_told_and_the_others_are_checked(tool: Tool, folder_of_drafts: Path):
    (folder_of_drafts / "坏.docx").write_bytes(b"PK\3\4broken")
    (folder_of_drafts / "~$报告.docx").write_bytes(b"lock")
    result = tool("proof", folder_of_drafts, "--no-data", code=1)
    assert "坏.docx" in result.stderr and "~$" not in result.output
    assert "5.8%" in result.stdout


def test_drafts_that_agree_exit_with_zero(tool: Tool, tmp_path: Path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{SPEECH}地区生产总值增长5.3%。\n", encoding="utf-8")
    result = tool("proof", tmp_path / "a.txt", tmp_path / "b.txt", "--no-data")
    assert result.stdout == ""


# --- the source documents --------------------------------------------------------------------------

KNOWN = (
    {"120个", "93个"}, {"448亿元", "394.3亿元"}, {"44个", "46个"}, {"11个", "8个"}, {"增长25%以上", "8%以上"},
    {"37.1%", "43.3"}, {"增长10%", "8.1"}, {"4000万元以上", "8000万元"}, {"5.57", "4.4万吨以上"},
    {"50亿元以上", "52亿元"}, {"30个以上", "31个"}, {"42个", "40个以上"}, {"60个", "31个"}, {"188亿元", "122.3亿元"},
    {"4个", "7个"}, {"3个", "1个"},
)  # fmt: skip
"""The contradictions between the source documents, as their texts print them."""


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not here")
def test_the_source_documents_give_every_known_contradiction_without_data_and_no_false_one(tool: Tool):
    files = [SEEDS / name for name in SEED_FILES.values()]
    records = json.loads(tool("proof", *files, "--no-data", "--format", "json", code=1).stdout)
    wrong = [r for r in records if r["verdict"] == "contradicts"]
    found = []
    for record in (r for r in wrong if r["check"] == "between"):
        texts = {"".join(t.split()) for t in (record["text"], *(o["text"] for o in record["others"]))}
        found.append(texts)

    def is_known(texts: set[str], known: set[str]) -> bool:
        return all(any(text.endswith(k) for text in texts) for k in known)

    missed = [known for known in KNOWN if not any(is_known(texts, known) for texts in found)]
    false = [texts for texts in found if not any(is_known(texts, known) for known in KNOWN)]
    assert missed == []
    assert false == []
    within = [(r["check"], r["text"]) for r in wrong if r["check"] != "between"]
    assert within == [("arithmetic", "5.0")], "retail sales in their table"


def test_looks_grow_with_the_number_of_figures_and_not_with_that_of_pairs(monkeypatch: pytest.MonkeyPatch):
    """Counted, not timed: a busy machine must not fail it."""
    from zcplan.figures.read import read_statements
    from zcplan.proof import disagreement
    from zcplan.reading.document import Draft, Paragraph

    looks: list[int] = []
    agree = disagreement.agree

    def counted(*args, **more) -> bool:
        looks.append(1)
        return agree(*args, **more)

    monkeypatch.setattr(disagreement, "agree", counted)

    def count(drafts: int) -> int:
        looks.clear()
        papers = []
        for number in range(drafts):
            lines = [f"某{chr(0x4E00 + n)}产业增加值增长{n % 9 + 1}.{number % 2}%。" for n in range(40)]
            draft = Draft(tuple(Paragraph(n, line) for n, line in enumerate(["某区2024年报告", *lines])))
            papers.append(paper_of(str(number), draft, read_statements(draft)))
        compare(papers, names_of(NOTHING))
        return len(looks)

    few, many = count(5), count(20)
    assert 0 < few <= many <= 5 * few
