"""The division of tasks: every task, department and figure of the data in the table, the ledger and the books."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import Tool, writer_of
from tests.word import Word, badly_wide, rows, text
from zcplan.analysis.division import Division, assigned, figure
from zcplan.model import Dataset, Department
from zcplan.render import package
from zcplan.render.excel import ExcelTemplate
from zcplan.reports import assignment
from zcplan.reports.parts.wording import numeral

HEADERS = [
    *"序号 标识 任务编号 任务 目标 目标值 单位 牵头（负责）部门 配合部门 填报部门 职责".split(),
    *"进展情况 状态 完成值 完成日期 备注".split(),
]
ANSWERS = {"进展情况", "状态", "完成值", "完成日期", "备注"}
BOOKS = "部门任务书"


@pytest.fixture(scope="session")
def made(built: Path) -> Path:
    """The documents of the division, among all of the year."""
    return built


@pytest.fixture(scope="session")
def table(made: Path) -> Word:
    return Word(made / "2023年任务分工表.docx")


@pytest.fixture(scope="session")
def ledger(made: Path) -> Workbook:
    return load_workbook(made / "2023年任务台账.xlsx")


@pytest.fixture(scope="session")
def tasks(dataset: Dataset) -> list[Division]:
    return assigned(dataset, 2023)


def shorts(departments: tuple[Department, ...], etc: bool) -> str:
    return "、".join(d.short for d in departments) + ("等" if etc else "")


def records(sheet: Worksheet) -> list[dict[str, object]]:
    found = list(sheet.iter_rows(min_row=2, values_only=True))
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


# --- the table -------------------------------------------------------------------------------------


def test_only_documents_that_name_departments_are_divided(dataset: Dataset, tasks: list[Division]) -> None:
    assert {d.task.document for d in tasks} == {"green-tasks-2023"}
    assert [d.task.number for d in tasks] == [str(n) for n in range(1, 66)]
    bare = replace(dataset, task_targets=())
    assert [d.task.number for d in assigned(bare, 2023)] == [d.task.number for d in tasks], "by the title's year"
    assert assigned(dataset, 2024) == []


def test_its_65_tasks_stand_in_order_with_their_departments_as_printed(table: Word, tasks: list[Division]) -> None:
    printed = [r for r in rows(table.tables[0])[1:] if len(r) == 5]
    assert len(printed) == 65
    for row, d in zip(printed, tasks, strict=True):
        number, task, targets, lead, others = row
        assert (number, task) == (d.task.number, f"{d.task.title}\n{d.task.content}")
        assert targets == ("\n".join(f"{t.label}：{figure(t)}" for t in d.targets) or "—")
        leading = shorts(d.lead, "lead" in d.open_roles)
        assert lead == (leading or shorts(d.responsible, "responsible" in d.open_roles))
        assert others == (shorts(d.support, "support" in d.open_roles) or "—")


def test_a_row_that_the_source_prints_with_deng_keeps_it(table: Word) -> None:
    by_number = {r[0]: r for r in rows(table.tables[0]) if len(r) == 5}
    assert by_number["1"][3:] == ["区科技局", "区发展改革局等"]
    assert by_number["2"][3:] == ["区科技局", "—"]
    assert by_number["9"][4] == "区各产业链及区有关产业专班牵头部门等"
    assert by_number["48"][4] == "区有关部门"
    assert by_number["64"][3] == "各相关部门"


def test_it_is_grouped_by_section(table: Word, tasks: list[Division]) -> None:
    wanted: list[str] = []
    for d in tasks:
        heading = d.task.section
        if not wanted or wanted[-1] != heading:
            wanted.append(heading)
    found = [r[0] for r in rows(table.tables[0]) if len(r) == 1]
    assert found == [f"{numeral(n)}、{title}" for n, title in enumerate(wanted, start=1)]


def test_numerals_go_as_far_as_sections_may() -> None:
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99, 100)] == ["一", "十", "十一", "二十", "二十一", "九十九", "100"]


def test_it_is_landscape_with_a_repeated_header_and_whole_rows(table: Word) -> None:
    size = table.document.element.body.find(f"{qn('w:sectPr')}/{qn('w:pgSz')}")
    assert size.get(qn("w:orient")) == "landscape"
    lines = list(table.tables[0].iter(qn("w:tr")))
    assert [n for n, r in enumerate(lines) if r.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None] == [0]
    assert all(r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in lines)
    assert list(badly_wide(table.tables[0])) == []
    headings = [r for r in lines if len(list(r.iter(qn("w:tc")))) == 1]
    for heading in headings:
        style = next(heading.iter(qn("w:pStyle"))).get(qn("w:val"))
        assert table.document.styles[style_name(table, style)].paragraph_format.keep_with_next


def style_name(word: Word, style_id: str) -> str:
    return next(s.name for s in word.document.styles if s.style_id == style_id)


def test_its_page_number_stays_where_portrait_pages_have_it(table: Word) -> None:
    for kind, side in (("default", "right"), ("even", "left")):
        footer = table.page_numbers()[kind]
        assert next(footer.iter(qn("w:textDirection"))).get(qn("w:val")) == "tbRl"
        paragraph = next(footer.iter(qn("w:p")))
        assert re.fullmatch(r"— \d+ —", text(paragraph))
        assert table.value(paragraph, "pPr/jc") == side


# --- the ledger ------------------------------------------------------------------------------------


def test_the_ledger_has_a_row_for_each_task_and_target(ledger: Workbook, tasks: list[Division]) -> None:
    sheet = ledger["任务台账"]
    assert [c.value for c in sheet[2]] == HEADERS
    found = records(sheet)
    assert [r["标识"] for r in found] == [
        f"{d.task.document}/{d.task.number}/{t.label if t else ''}" for d in tasks for t in d.targets or (None,)
    ]
    assert "green-tasks-2023/5/" in {r["标识"] for r in found}
    assert [r["序号"] for r in found] == list(range(1, len(found) + 1))
    assert all(r[a] is None for r in found for a in ANSWERS)


def test_each_row_names_target_value_unit_and_departments(ledger: Workbook) -> None:
    by_key = {r["标识"]: r for r in records(ledger["任务台账"])}

    def cells(key: str) -> tuple[object, ...]:
        return tuple(by_key[f"green-tasks-2023/{key}"][h] for h in HEADERS[2:10])

    assert cells("1/新培育市级以上创新平台") == (
        "1", "加快高能级创新平台建设", "新培育市级以上创新平台", 9, "家", "区科技局", "区发展改革局等", "区科技局",
    )  # fmt: skip
    assert cells("2/申报市级以上科技项目")[3:] == ("5以上", "项", "区科技局", None, "区科技局")
    assert cells("21/路面状况改善工程")[3] == 37.9
    assert cells("38/新建城市“口袋公园”、街道公园")[3:5] == ("2-3", "处")
    assert cells("63/不良贷款率")[3:5] == ("继续优于全市平均水平", None)
    assert cells("9/“四强”产业增加值占比")[7] == "区发展改革局"


def test_only_the_answers_are_open_and_filters_still_work(made: Path) -> None:
    for path in (made / "2023年任务台账.xlsx", made / BOOKS / "01 区发展改革局.xlsx"):
        book = load_workbook(path)
        sheet = book["任务台账"]
        for row in sheet.iter_rows():
            for cell in row:
                is_answer = cell.row > 2 and HEADERS[cell.column - 1] in ANSWERS
                assert cell.protection.locked is not is_answer, cell.coordinate
        protection = sheet.protection
        assert protection.sheet and not protection.password
        assert (protection.sort, protection.autoFilter) == (False, False), "False: not forbidden"
        for other in book.worksheets:
            assert other.protection.sheet
            if other is not sheet:
                assert all(c.protection.locked for row in other.iter_rows() for c in row)


def test_lists_and_filters_grew_with_the_rows(ledger: Workbook, made: Path) -> None:
    for sheet in (ledger["任务台账"], load_workbook(made / BOOKS / "05 区科技局.xlsx")["任务台账"]):
        last = sheet.max_row
        states, days, values = sheet.data_validations.dataValidation
        assert (str(values.sqref), values.type) == (f"N3:N{last}", "decimal")
        assert (str(states.sqref), states.type) == (f"M3:M{last}", "list")
        assert states.formula1 == '"未开始,进行中,已完成,进度滞后"'
        assert states.showErrorMessage
        assert (str(days.sqref), days.type) == (f"O3:O{last}", "date")
        assert sheet.auto_filter.ref == f"A2:P{last}"
        assert not sheet.print_area, "a column that somebody adds is printed too"


def test_it_prints_on_a4_landscape_with_the_header_on_every_page(ledger: Workbook) -> None:
    sheet = ledger["任务台账"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.freeze_panes == "E3"


def test_the_cover_tells_whom_and_which_year_by_name(made: Path, ledger: Workbook) -> None:
    own = load_workbook(made / BOOKS / "05 区科技局.xlsx")
    for book, department in ((ledger, "各部门"), (own, "区科技局")):
        found = {}
        for name in ("department", "year"):
            ((sheet, place),) = book.defined_names[name].destinations
            assert sheet == "填写说明"
            found[name] = book[sheet][place].value
        assert found == {"department": department, "year": 2023}
        assert book.sheetnames[0] == "填写说明"
        assert "填写说明" in book["填写说明"]["A1"].value


def test_the_summary_counts_what_the_data_holds(ledger: Workbook, dataset: Dataset, tasks: list[Division]) -> None:
    assigned_tasks: Counter[tuple[str, str]] = Counter()
    targets: Counter[tuple[str, str]] = Counter()
    figures = Counter((t.document, t.number) for t in dataset.task_targets)
    for a in dataset.assignments:
        assigned_tasks[a.department, a.role] += 1
        targets[a.department, a.role] += figures[a.document, a.number]
    ids = {d.short: d.id for d in dataset.departments}
    found = [r[1:] for r in ledger["部门汇总"].iter_rows(min_row=4, values_only=True) if r[1]]
    *shares, total = found
    assert {ids[r[0]] for r in shares} == {a.department for a in dataset.assignments}
    roles = ("lead", "responsible", "support")
    for name, *numbers in shares:
        assert numbers[:3] == [assigned_tasks[ids[name], role] for role in roles], name
        assert numbers[4:7] == [targets[ids[name], role] for role in roles], name
    drc = next(r for r in shares if r[0] == "区发展改革局")
    assert drc[4] == sum(assigned_tasks["drc", role] for role in roles), "no task counts twice for a department"
    assert total[4] == 65
    assert total[8] == sum(len(d.targets) for d in tasks)
    assert total[1:4] == tuple(len({a.number for a in dataset.assignments if a.role == role}) for role in roles)


# --- the books -------------------------------------------------------------------------------------


def test_every_department_with_a_task_has_two_books_in_order(made: Path, dataset: Dataset) -> None:
    named = {a.department for a in dataset.assignments}
    own = [d.short for d in dataset.departments if d.id in named and not d.collective]
    assert len(own) == 39
    expected = ["00 目录.docx"]
    for n, short in enumerate(own, start=1):
        expected += [f"{n:02d} {short}.docx", f"{n:02d} {short}.xlsx"]
    assert sorted(p.name for p in (made / BOOKS).iterdir()) == expected


def test_collective_names_get_no_book(made: Path) -> None:
    names = "".join(p.name for p in (made / BOOKS).iterdir())
    assert not any(word in names for word in ("各相关部门", "区有关部门", "产业链"))


def test_a_book_lists_lead_then_responsible_then_supporting_then_common(made: Path, tasks: list[Division]) -> None:
    book = Word(made / BOOKS / "01 区发展改革局.docx")
    headings = [text(p) for p in book.paragraphs if "任务（" in text(p)]
    assert headings == [
        "一、牵头任务（14项）",
        "二、负责任务（4项）",
        "三、配合任务（8项）",
        "四、各相关部门共同任务（2项）",
    ]
    listed = [[r[0] for r in rows(t)[1:]] for t in book.tables]
    drc = next(x for d in tasks for x in d.lead if x.id == "drc")
    assert listed[0] == [d.task.number for d in tasks if drc in d.lead]
    assert listed[1] == [d.task.number for d in tasks if drc in d.responsible]
    assert listed[2] == [d.task.number for d in tasks if drc in d.support]
    assert listed[3] == ["64", "65"]
    excel = records(load_workbook(made / BOOKS / "01 区发展改革局.xlsx")["任务台账"])
    order = list(dict.fromkeys(r["任务编号"] for r in excel))
    assert order == [number for numbers in listed for number in numbers]
    assert {r["填报部门"] for r in excel} == {"区发展改革局"}


def test_common_tasks_stand_in_every_book(made: Path) -> None:
    for path in (made / BOOKS).glob("*.xlsx"):
        keys = {r["标识"] for r in records(load_workbook(path)["任务台账"])}
        assert {"green-tasks-2023/64/", "green-tasks-2023/65/"} <= keys, path.name
        assert len(keys) > 2, path.name


def test_every_row_of_every_book_is_one_of_the_full_ledger(made: Path, ledger: Workbook) -> None:
    fixed = ("标识", "任务", "目标", "目标值", "单位", "牵头（负责）部门", "配合部门")
    whole = {r["标识"]: tuple(r[h] for h in fixed) for r in records(ledger["任务台账"])}
    for path in (made / BOOKS).glob("*.xlsx"):
        for r in records(load_workbook(path)["任务台账"]):
            assert whole[r["标识"]] == tuple(r[h] for h in fixed)


def test_books_and_index_keep_header_widths_and_rows(made: Path) -> None:
    for name in ("00 目录.docx", "01 区发展改革局.docx", "39 市公共资源交易中心周村分中心.docx"):
        for t in Word(made / BOOKS / name).tables:
            assert list(badly_wide(t)) == []
            lines = list(t.iter(qn("w:tr")))
            assert lines[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            assert all(r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in lines)


def test_the_index_lists_the_departments_with_their_numbers(made: Path, ledger: Workbook) -> None:
    listed = rows(Word(made / BOOKS / "00 目录.docx").tables[0])
    assert listed[1] == ["01", "区发展改革局", "14", "4", "8", "26"]
    summary = {r[1]: [str(n) for n in r[2:6]] for r in ledger["部门汇总"].iter_rows(min_row=4, values_only=True)}
    assert len(listed) == 39 + 2
    for row in listed[1:-1]:
        assert row[2:] == summary[row[1]]
    assert listed[-1][-1] == "63", "the two common tasks are told in the note"


# --- the command line ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["science-bureau", "区科技局", "科技局"])
def test_one_department_gets_its_book_alone(tool: Tool, made: Path, tmp_path: Path, name: str) -> None:
    tool("make", "assignment", 2023, "--department", name, "-o", tmp_path)
    files = {str(p.relative_to(tmp_path)): p.read_bytes() for p in tmp_path.rglob("*.*")}
    assert set(files) == {str(Path(BOOKS, f"05 区科技局.{s}")) for s in ("docx", "xlsx")}
    assert all((made / name).read_bytes() == data for name, data in files.items())


def test_by_alias_and_into_one_file(tool: Tool, tmp_path: Path) -> None:
    path = tmp_path / "本部门.docx"
    tool("make", "assignment", 2023, "--department", "周村经济开发区管委会", "-o", path)
    assert [p.name for p in tmp_path.iterdir()] == ["本部门.docx"]
    assert "（周村经济开发区）" in [text(p) for p in Word(path).paragraphs]


def test_without_a_department_one_file_is_the_table(tool: Tool, made: Path, tmp_path: Path) -> None:
    tool("make", "assignment", 2023, "-o", tmp_path / "分工.docx")
    assert (tmp_path / "分工.docx").read_bytes() == (made / "2023年任务分工表.docx").read_bytes()


def test_a_slip_gets_a_guess(tool: Tool) -> None:
    result = tool("make", "assignment", 2023, "--department", "区科技厅", code=2)
    assert "Did you mean" in result.output and "区科技局" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("assignment", 2023, "--department", "各相关部门"), "has no book of tasks of 2023"),
        (("assignment", 2024), "no document gives departments tasks of 2024"),
        (("brief", 2023, "--department", "区科技局"), "Kinds that know it: assignment"),
        (("assignment", 2023, "--department", "区科技局", "--draft"), "do not go together"),
    ],
)
def test_what_can_not_be_made_is_told(tool: Tool, arguments: tuple[object, ...], told: str) -> None:
    assert told in tool("make", *arguments, code=2).output.replace("\n  -> ", " ")


# --- other districts, hostile names ----------------------------------------------------------------

HOSTILE = ("../x", "CON", "长" * 400, "=1+1", "{{ 7*7 }}", "<b>甲&乙</b>", "a/b\\c:d", ". .")


@pytest.fixture
def hostile(folder: Path) -> Path:
    """The data with eight departments named by someone who means harm."""
    path = folder / "departments.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    for row, name in zip(lines[1:], HOSTILE, strict=False):
        row[1] = row[2] = name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return folder


def test_no_name_leaves_the_folder_or_becomes_code(tool: Tool, hostile: Path, tmp_path: Path) -> None:
    place = tmp_path / "in" / "out"
    tool("--data", hostile, "make", "assignment", 2023, "-o", place)
    outside = [p for p in (tmp_path / "in").rglob("*") if p.is_file() and place not in p.parents]
    assert outside == []
    names = sorted(p.name for p in (place / BOOKS).glob("*.xlsx"))
    assert len(names) == 39 and len(set(names)) == 39
    assert all(len(n.encode()) <= 255 and not set(n) & set('\\/:*?"<>|') for n in names)
    for n, short in enumerate(HOSTILE, start=1):
        excel, word = (next((place / BOOKS).glob(f"{n:02d}*.{s}")) for s in ("xlsx", "docx"))
        book = load_workbook(excel)
        ((sheet, cell),) = book.defined_names["department"].destinations
        assert book[sheet][cell].value == short
        assert book[sheet][cell].data_type == "s"
        assert all(r["填报部门"] == short for r in records(book["任务台账"]))
        document = Word(word)
        assert f"（{short}）" in [text(p) for p in document.paragraphs]
        assert document.document.core_properties.title == f"周村区2023年任务书（{short}）"[:255]


def test_a_folder_without_the_column_of_collective_names_still_works(tool: Tool, folder: Path, tmp_path: Path) -> None:
    path = folder / "departments.csv"
    lines = [line.rsplit(",", 1)[0] for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8")
    tool("--data", folder, "make", "assignment", 2023, "--department", "各相关部门", "-o", tmp_path)
    assert (tmp_path / BOOKS / "42 各相关部门.docx").is_file()


def test_several_documents_are_told_apart(dataset: Dataset) -> None:
    other = tuple(replace(a, document="plan-2023", number="1.1") for a in dataset.assignments if a.number == "1")
    context = next(
        iter(assignment.outputs(writer_of(replace(dataset, assignments=dataset.assignments + other)), 2023))
    ).context
    assert {s.document for s in context["sections"]} == {
        "周村区2023年国民经济和社会发展计划",
        "周村区深化新旧动能转换推动绿色低碳高质量发展2023年重点工作任务",
    }


def test_more_than_99_departments_still_sort_by_number(dataset: Dataset) -> None:
    extra = tuple(Department(f"d{n}", f"部门{n}", f"部门{n}", ()) for n in range(70))
    assignments = tuple(replace(dataset.assignments[0], department=d.id, rank=9) for d in extra)
    grown = replace(dataset, departments=dataset.departments + extra, assignments=dataset.assignments + assignments)
    files = [o.file for o in assignment.outputs(writer_of(grown), 2023) if o.folder]
    assert files == sorted(files)
    assert files[0] == "000 目录.docx"


def test_exact_values_stay_numbers(dataset: Dataset) -> None:
    filled = next(o for o in assignment.outputs(writer_of(dataset), 2023) if o.file.endswith("台账.xlsx")).context[
        "rows"
    ]
    assert {type(r.value) for r in filled if r.value != ""} == {Decimal, str}


def test_names_and_lists_of_a_template_go_where_their_rows_went(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for at, value in enumerate(("{%tr for x in items %}", "{{ x }}", "{%tr endfor %}", "end"), start=1):
        sheet.cell(at, 1, value)
    book.defined_names["all"] = DefinedName("all", attr_text="'Sheet'!$A$2")
    book.defined_names["last"] = DefinedName("last", attr_text="'Sheet'!$A$4")
    book.save(tmp_path / "t.xlsx")
    parts = ExcelTemplate(tmp_path / "t.xlsx").render({"items": ["a", "b", "c"], "last": "{{ items }}"})
    filled = load_workbook(io.BytesIO(package.pack(parts)))
    assert {n: d.attr_text for n, d in filled.defined_names.items()} == {
        "all": "'Sheet'!$A$1:$A$3",
        "last": "'Sheet'!$A$4",
    }
    assert filled["Sheet"]["A4"].value == "{{ items }}", "what is data never becomes a tag"
