"""A division of tasks is read as offices write it: every task, every department, each with its role."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.blank import blank
from tests.conftest import ROOT, Tool
from tests.proposals import Book
from zcplan.extract.roles import collective_of, is_department, parts_of, role_of
from zcplan.extract.tasks import Division, ProposedTask, read_division
from zcplan.reading.document import read

CASES = ROOT.parent / "shared" / "cases"


def division(tmp_path: Path, *lines: str) -> Division:
    path = tmp_path / "division.md"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return read_division(read(path))


def told(task: ProposedTask) -> tuple[str, str, str]:
    return tuple("、".join(names) for names in (task.lead, task.support, task.responsible))  # type: ignore[return-value]


A, B, C = "县发展改革局", "县财政局", "县商务局"


@pytest.mark.parametrize(
    ("words", "lead", "support", "responsible"),
    [
        (f"（牵头单位：{A}；配合单位：{B}、{C}）", A, f"{B}、{C}", ""),
        (f"(牵头单位:{A};配合单位:{B},{C})", A, f"{B}、{C}", ""),
        (f"（牵头单位：{A}，配合单位：{B}，{C}）", A, f"{B}、{C}", ""),
        (f"（牵头单位：{A} 配合单位：{B} {C}）", A, f"{B}、{C}", ""),
        (f"［牵头单位：{A}；责任单位：{B}、{C}］", A, "", f"{B}、{C}"),
        (f"[牵头单位：{A}；责任单位：{B}、{C}]", A, "", f"{B}、{C}"),
        (f"【责任单位：{A}、{B}】", "", "", f"{A}、{B}"),
        (f"（{A}牵头，{B}、{C}配合）", A, f"{B}、{C}", ""),
        (f"（{A}、{B}牵头，{C}等部门配合）", f"{A}、{B}", C, ""),
        (f"（由{A}牵头，{B}参与）", A, B, ""),
        (f"({A}牵头；{B}、{C}配合)", A, f"{B}、{C}", ""),
        (f"（{A}牵头负责，{B}和{C}协助）", A, f"{B}、{C}", ""),
        (f"（{A}、{B}按职责分工负责）", "", "", f"{A}、{B}"),
        (f"（{A}、{B}等按照各自职责分工负责）", "", "", f"{A}、{B}"),
        (f"（{A}负责）", "", "", A),
        (f"（责任单位：{A}、各镇人民政府、街道办事处）", "", "", f"{A}、各镇人民政府、街道办事处"),
        (f"（责任领导：张三；责任单位：{A}、{B}）", "", "", f"{A}、{B}"),
        (f"（牵头领导：李四，牵头单位：{A}，配合单位：{B}，完成时限：12月底前）", A, B, ""),
        (f"（牵头部门：{A}；协办部门：{B}）", A, B, ""),
        (f"｛{A}负责｝", "", "", A),
        (f"（县残联；{A}）", "", "", f"县残联、{A}"),
        (f"——牵头单位：{A}；配合单位：{B}", A, B, ""),
        (f"牵头领导：王五　责任单位：{A}　完成时限：9月底", "", "", A),
        (f"（责任领导：张三；{A}负责，{B}、{C}配合）", "", f"{B}、{C}", A),
        (f"（主办单位：{A}；协办单位：{B}）", A, B, ""),
        (f"（主责单位：{A}；协同单位：{B}）", A, B, ""),
        (f"（牵头：{A}；配合：{B}）", A, B, ""),
        (f"（牵头责任单位：{A}；配合责任单位：{B}）", A, B, ""),
        (f"（责任单位：{A}（牵头）、{B}、{C}）", A, "", f"{B}、{C}"),
        (f"（牵头单位：{A}；责任单位：县教育和体育局、县工业和信息化局）", A, "", "县教育和体育局、县工业和信息化局"),
        (f"（{A}会同{B}、{C}落实）", "", "", f"{A}、{B}、{C}"),
        (f"（牵头单位：{A}；责任单位：各街办（新区）、{B}）", A, "", f"各街办（新区）、{B}"),
        (f"（责任单位：{A}及各镇（街道））", "", "", f"{A}、各镇（街道）"),
        (f"（{A}牵头，各有关部门和单位配合）", A, "各有关部门和单位", ""),
        (f"（{A}牵头，各市（县、区）人民政府配合）", A, "各市（县、区）人民政府", ""),
        (f"（责任单位：{A}/{B}）", "", "", f"{A}、{B}"),
    ],
)
def test_a_bracket_gives_every_department_with_its_role(tmp_path, words, lead, support, responsible):
    found = division(
        tmp_path, "# 重点任务分工", f"1.新建公园3处，改造道路5公里。{words}", "2.没有写的一项。（某市荣誉）"
    )
    assert [told(t) for t in found.tasks] == [(lead, support, responsible)]
    assert found.tasks[0].content.rstrip("。") == "新建公园3处，改造道路5公里"


@pytest.mark.parametrize(
    "lines",
    [
        (f"牵头单位：{A}", f"配合单位：{B}、{C}"),
        (f"牵头单位：{A}；配合单位：{B}、{C}。",),
        (f"（牵头单位：{A}；配合单位：{B}、{C}）",),
        (f"牵头单位: {A}   配合单位: {B}、{C}",),
        ("责任领导：王五", f"牵头单位：{A}", f"配合单位：{B}、{C}", "完成时限：2026年12月"),
        (f"{A}牵头，{B}、{C}配合。",),
        (f"**牵头单位**：{A}", f"**配合单位**：{B}、{C}"),
    ],
)
def test_departments_on_lines_below_the_item_are_its_own(tmp_path, lines):
    found = division(
        tmp_path, "# 任务分解", "一、扩大投资", "1.实施项目20个。", *lines, "2.招商到位资金5亿元。", f"责任单位：{C}"
    )
    assert [(t.number, told(t)) for t in found.tasks] == [("1", (A, f"{B}、{C}", "")), ("2", ("", "", C))]
    assert [t.section for t in found.tasks] == ["扩大投资", "扩大投资"]
    assert found.tasks[0].content.startswith("实施项目20个")


def test_departments_behind_the_text_without_a_bracket(tmp_path):
    found = division(tmp_path, "一、民生", f"5.城镇新增就业8万人以上。牵头单位：{A}。配合单位：{B}、县教育局。")
    assert told(found.tasks[0]) == (A, f"{B}、县教育局", "")
    assert found.tasks[0].content == "城镇新增就业8万人以上。"


def test_numbers_that_start_anew_under_each_heading_get_those_of_their_headings(tmp_path):
    found = division(
        tmp_path, "一、工业", f"1.甲项。（{A}负责）", f"2.乙项。（{A}负责）", "二、农业", f"1.丙项。（{B}负责）"
    )
    assert [(t.number, t.section) for t in found.tasks] == [("1.1", "工业"), ("1.2", "工业"), ("2.1", "农业")]


@pytest.mark.parametrize("mark", ["（{n}）", "({n})", "{n}、", "{n}．", "第{n}项 ", "{n}）"])
def test_items_are_numbered_in_many_ways(tmp_path, mark):
    lines = [f"{mark.format(n=n)}任务{'甲乙丙'[n - 1]}。（{A}负责）" for n in (1, 2, 3)]
    assert [(t.number, t.title) for t in division(tmp_path, *lines).tasks] == [
        ("1", "任务甲"),
        ("2", "任务乙"),
        ("3", "任务丙"),
    ]


def test_items_numbered_in_chinese_and_paragraphs_without_numbers_are_tasks_too(tmp_path):
    found = division(
        tmp_path, "一、主要目标", "（一）生产总值增长7%以上", f"责任单位：{A}", "（二）出口增长8%", f"责任单位：{C}"
    )
    assert [(t.number, t.title, t.responsible) for t in found.tasks] == [
        ("1", "生产总值增长7%以上", (A,)),
        ("2", "出口增长8%", (C,)),
    ]
    found = division(tmp_path, "# 分工", f"加快建园区。（{A}牵头）", f"办好学校。（{B}牵头）")
    assert [(t.number, t.title) for t in found.tasks] == [("1", "加快建园区"), ("2", "办好学校")]


def test_an_item_that_names_departments_several_times_is_several_tasks(tmp_path):
    found = division(tmp_path, "# 分工", f"1.修路5公里。（{A}负责）建桥2座。（{B}负责）", f"2.种树。（{C}负责）")
    assert [(t.number, t.title, t.responsible) for t in found.tasks] == [
        ("1.1", "修路5公里", (A,)),
        ("1.2", "建桥2座", (B,)),
        ("2", "种树", (C,)),
    ]


def test_names_alone_in_brackets_count_where_the_document_divides_tasks(tmp_path):
    found = division(tmp_path, "# 2026年重点任务分工", f"1.修路。（{A}、{B}）", "2.建2所学校。（实验小学、一中）")
    assert [(t.number, told(t)) for t in found.tasks] == [("1", ("", "", f"{A}、{B}"))]
    assert division(tmp_path, "# 2026年工作报告", f"1.感谢各界。（{A}、{B}）").tasks == ()


def test_where_the_document_says_so_the_first_named_leads(tmp_path):
    found = division(tmp_path, "# 分工", "注：责任单位列第一位的为牵头单位。", f"1.修路。（责任单位：{A}、{B}、{C}）")
    assert told(found.tasks[0]) == (A, f"{B}、{C}", "")


def test_an_item_without_departments_among_others_is_told(tmp_path):
    found = division(tmp_path, f"1.甲。（{A}负责）", f"2.乙。（{A}负责）", "3.丙没有写。")
    assert found.without == ("丙没有写",)


def test_a_report_is_no_division_of_tasks(tmp_path):
    found = division(
        tmp_path,
        "# 政府工作报告",
        "一、由县委牵头，各部门配合，推进改革。完善（多部门参与）机制。",
        "1.落实领导责任制。强化部门协同，健全责任体系。",
    )
    assert found == Division(())


# --- tables ----------------------------------------------------------------------------------------

ROWS = [
    ["序号", "任务", "牵头单位", "配合单位", "责任领导", "完成时限"],
    ["1", "实施项目20个", A, f"{B}、{C}", "张三", "12月底"],
    ["2", "招商到位资金5亿元", C, f"{A}\n{B}", "李四", "全年"],
]
WANTED = [("1", A, f"{B}、{C}"), ("2", C, f"{A}、{B}")]


def word_table(path: Path, rows: list[list[str]], merges: list[tuple[tuple[int, int], tuple[int, int]]] = []) -> Path:  # noqa: B006
    document = blank()
    document.add_paragraph("2026年重点任务分工表")
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            table.cell(r, c).text = text
    for one, other in merges:
        table.cell(*one).merge(table.cell(*other))
    document.save(str(path))
    return path


def of_file(path: Path) -> list[tuple[str, str, str]]:
    return [
        (t.number, "、".join(t.lead or t.responsible), "、".join(t.support)) for t in read_division(read(path)).tasks
    ]


def test_a_table_gives_every_task_and_department_and_leaves_persons_out(tmp_path):
    assert of_file(word_table(tmp_path / "a.docx", ROWS)) == WANTED
    book = openpyxl.Workbook()
    book.active.append(["2026年重点任务分工表"])
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert of_file(tmp_path / "a.xlsx") == WANTED
    lines = ["| " + " | ".join(c.replace("\n", "、") for c in row) + " |" for row in ROWS]
    (tmp_path / "a.md").write_text("\n".join([lines[0], "|---|---|---|---|---|---|", *lines[1:]]), encoding="utf-8")
    assert of_file(tmp_path / "a.md") == WANTED


def test_heads_repeated_on_every_page_and_rows_that_name_a_section_are_no_tasks(tmp_path):
    rows = [ROWS[0], ["一、扩大投资"] * 6, ROWS[1], ROWS[0], ["二、招商引资"] * 6, ROWS[2]]
    path = word_table(tmp_path / "a.docx", rows, [((1, 0), (1, 5)), ((4, 0), (4, 5))])
    book = docx.Document(str(path))
    for r, text in ((1, "一、扩大投资"), (4, "二、招商引资")):
        book.tables[0].cell(r, 0).text = text
    book.save(str(path))
    assert of_file(path) == WANTED
    assert [t.section for t in read_division(read(path)).tasks] == ["扩大投资", "招商引资"]


def test_a_table_broken_into_two_goes_on_under_the_first_ones_head(tmp_path):
    document = blank()
    for rows in (ROWS[:2], ROWS[2:]):
        table = document.add_table(rows=len(rows), cols=6)
        for r, texts in enumerate(rows):
            for c, text in enumerate(texts):
                table.cell(r, c).text = text
        document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    assert of_file(tmp_path / "a.docx") == WANTED


def test_cells_merged_downward_hold_for_all_their_rows(tmp_path):
    rows = [
        ["序号", "重点任务", "具体举措", "牵头单位", "责任单位"],
        ["1", "扩大投资", "实施项目20个", A, B],
        ["2", "", "争取资金5亿元", "", C],
        ["3", "促进消费", "办展会3场", C, ""],
    ]
    path = word_table(tmp_path / "a.docx", rows, [((1, 1), (2, 1)), ((1, 3), (2, 3))])
    found = read_division(read(path)).tasks
    assert [(t.number, t.title, told(t)) for t in found] == [
        ("1", "实施项目20个", (A, "", B)),
        ("2", "争取资金5亿元", (A, "", C)),
        ("3", "办展会3场", (C, "", "")),
    ]
    assert [t.section for t in found] == ["扩大投资", "扩大投资", "促进消费"]


def test_a_task_over_several_rows_has_the_departments_of_all_of_them(tmp_path):
    rows = [["序号", "工作任务", "责任单位"], ["1", "实施项目20个", A], ["", "", B], ["2", "办展会", C]]
    path = word_table(tmp_path / "a.docx", rows, [((1, 0), (2, 0)), ((1, 1), (2, 1))])
    assert of_file(path) == [("1", f"{A}、{B}", ""), ("2", C, "")]


def test_one_column_may_hold_both_roles_with_their_words(tmp_path):
    rows = [
        ["序号", "目标任务", "责任单位"],
        ["1", "修路", f"牵头单位：{A}\n配合单位：{B}"],
        ["2", "建桥", f"{A}牵头，{B}配合"],
    ]
    assert of_file(word_table(tmp_path / "a.docx", rows)) == [("1", A, B), ("2", A, B)]


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
@pytest.mark.parametrize("name", ["任务分工.docx", "任务分工表.docx"])
def test_offices_own_forms(name):
    found = read_division(read(CASES / name)).tasks
    assert (found[0].lead, found[0].support) == (("自治区发展改革委",), ("自治区财政厅", "自然资源厅"))
    assert (found[1].lead, found[1].support) == (("自治区商务厅",), ("自治区工业和信息化厅", "投资促进局"))
    assert all(t.parts for t in found) and [t.number for t in found] == [str(n + 1) for n in range(len(found))]


def test_every_task_of_a_long_list_is_found(sources, tmp_path):
    path = tmp_path / "list.md"
    path.write_text(sources["green-tasks-2023"], encoding="utf-8")
    found = read_division(read(path)).tasks
    assert [t.number for t in found] == [str(n) for n in range(1, 66)]
    assert all(p.is_sure for t in found for p in t.parts)


# --- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("各地级市人民政府", "all"),
        ("各有关部门", "all"),
        ("区直各部门", "all"),
        ("各镇（街道）", "all"),
        ("各县（市、区）人民政府", "all"),
        ("县有关部门", "some"),
        ("市级相关单位", "some"),
        ("领导小组成员单位", "some"),
        ("县财政局", ""),
        ("县各类园区服务中心", ""),
        ("县政府办公室", ""),
    ],
)
def test_a_name_for_many_is_told_from_a_department(name, kind):
    assert collective_of(name) == kind


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("牵头单位", "lead"),
        ("责任单位", "responsible"),
        ("责任（配合）单位", "support"),
        ("责任领导", ""),
        ("完成时限", ""),
        ("牵头及配合单位", "first"),
        ("责任单位及责任人", "responsible"),
        ("责任单位（排第一位的为牵头单位）", "responsible"),
        ("参加单位", "support"),
        ("任务", ""),
        ("责任部门", "responsible"),
        ("分管领导", ""),
    ],
)
def test_a_label_names_its_role(label, role):
    assert role_of(label) == role


def test_a_person_is_not_taken_for_a_department():
    assert [p.is_sure for p in parts_of("责任单位：县财政局、张三")] == [True, False]
    assert not is_department("张三") and is_department("县税务局第一税务所")


def test_the_command_lists_tasks_with_section_and_departments(tmp_path, tool: Tool):
    path = tmp_path / "tasks.md"
    path.write_text(f"# 分工\n\n一、投资\n\n1.修路5公里。（{A}牵头，各镇人民政府等配合）\n", encoding="utf-8")
    record = tool.json("extract", path, "--tasks")[0]
    assert (record["number"], record["section"], record["lead"], record["support"], record["responsible"]) == (
        "1", "投资", [A], ["各镇人民政府"], [],
    )  # fmt: skip
    assert json.dumps(record["content"], ensure_ascii=False) == '"修路5公里。"'


def test_the_goals_beside_a_task_in_a_table_are_its_own(tmp_path: Path, tool: Tool) -> None:
    document = blank()
    document.add_paragraph("某某镇2026年度重点工作任务分解表")
    rows = (
        ("序号", "工作任务", "年度目标", "牵头单位"),
        ("1", "培育规上企业", "新增规上企业4家", "镇经济发展办"),
        ("2", "新建日间照料中心", "新建3所，11月底前投用", "镇民政办"),
        ("3", "农村危房改造", "完成18户", "镇村镇建设办"),
    )
    table = document.add_table(rows=len(rows), cols=4)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "tasks.docx"))
    tool("init", tmp_path / "mine", "--empty", "--place", "某某镇", tmp_path / "tasks.docx")
    goals = Book(tmp_path / "mine" / "proposals.xlsx").rows("任务目标")
    told = [(g["序号"], g["目标"], g["数值"], g["单位"], g["采纳"]) for g in goals]
    assert told == [
        ("1", "新增规上企业", 4, "家", "采纳"),
        ("2", "新建日间照料中心", 3, "所", "采纳"),
        ("3", "农村危房改造", 18, "户", "采纳"),
    ]


def test_an_item_of_chinese_numerals_without_departments_is_told(tmp_path: Path) -> None:
    items = [
        f"（{n}）推进{what}。（{A}负责）" for n, what in zip("一二三", ("甲项目", "乙项目", "丙项目"), strict=True)
    ]
    found = division(tmp_path, "# 任务分工", *items, "（四）完善基础设施。新建道路10公里。")
    assert (len(found.tasks), found.without) == (3, ("完善基础设施",))


def test_a_task_that_begins_with_a_verb_of_roles_is_no_head_of_the_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("某某市2026年重点工作任务分解表",),
        ("序号", "重点工作", "目标任务", "牵头单位", "责任单位", "完成时限"),
        (1, "企业培育", "新增规上工业企业20家以上", "市工信局", "市统计局", "12月底"),
        (2, "项目建设", "实施重大项目80个，年度投资120亿元", "市发改委", "市自然资源局", "全年"),
        (3, "项目服务", "落实项目包联制度", "市发改委", "市住建局", "全年"),
    ):
        book.active.append(row)
    book.save(tmp_path / "tasks.xlsx")
    found = read_division(read(tmp_path / "tasks.xlsx"))
    assert [told(t) for t in found.tasks] == [
        ("市工信局", "", "市统计局"), ("市发改委", "", "市自然资源局"), ("市发改委", "", "市住建局"),
    ]  # fmt: skip
