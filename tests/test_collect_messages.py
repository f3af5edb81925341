"""What collect says of a returned ledger, read as the clerk reads it who has to call the department."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from tests import code
from tests.conftest import ROOT, reads_the_code
from tests.ledgers import COLUMN, SHEET, book, rewrite, row_at, save
from zcplan.errors import UsageError
from zcplan.ledgers.collect import File, files, read_file
from zcplan.ledgers.questions import Questions
from zcplan.model import Dataset
from zcplan.reading import container

SCIENCE = "science-bureau"
PLATFORMS = ("1", "新培育市级以上创新平台")
PROJECTS = ("2", "申报市级以上科技项目")
CONTRACTS = ("6", "技术合同成交额占地区生产总值比重")
ASK_FIGURE = "请部门填报一个完成数，用数字。"
SAID_IN_ENGLISH: list[str] = []
Said = list[tuple[str, str, str]]


@pytest.fixture
def told(dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """What is told of a ledger of the science bureau: its place, what is wrong, what to do."""

    def run(answers: Any, change: Callable[[Any], None] = lambda sheet: None) -> Said:
        made = book(dataset, SCIENCE, answers)
        change(made[SHEET])
        return of(save(made, tmp_path / "区科技局.xlsx"))

    def of(path: Path) -> Said:
        said: dict[str, Said] = {}
        for language in ("en", "zh"):
            monkeypatch.setenv("ZCPLAN_LANG", language)
            returned = read_file(File(path, path.name), dataset, Questions(dataset), dt.date(2023, 7, 3))
            said[language] = [(t.cell, t.what, t.todo) for t in returned.troubles]
        SAID_IN_ENGLISH.extend(text for cell in said["en"] for text in cell)
        return said["zh"]

    run.of = of  # type: ignore[attr-defined]
    return run


def place(name: str, question: tuple[str, str], dataset: Dataset) -> str:
    """The cell under a header in the row of a question."""
    made = book(dataset, SCIENCE)
    return made[SHEET].cell(row_at(made[SHEET], *question), COLUMN[name]).coordinate


def test_nothing_in_a_folder_is_no_all_clear(tmp_path, monkeypatch):
    (tmp_path / "收回").mkdir()
    for language, what in (("en", "there is no file in the folder"), ("zh", "文件夹里没有文件")):
        monkeypatch.setenv("ZCPLAN_LANG", language)
        with pytest.raises(UsageError) as caught:
            files([tmp_path / "收回"])
        assert what in caught.value.what and caught.value.where.endswith("收回")
        SAID_IN_ENGLISH.extend([caught.value.what, caught.value.todo])


# --- a cell that can't be read ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "what", "todo"),
    [
        ("状态", "差不多", "状态“差不多”无法判断", "可选：未开始、进行中、已完成、进度滞后"),
        ("完成值", "九家左右吧", "“九家左右吧”不是数字", ASK_FIGURE),
        ("完成值", "3.5.2家", "“3.5.2家”无法读作数字", ASK_FIGURE),
        ("完成值", "8-9家", "“8-9家”是范围或限度，不是完成数", ASK_FIGURE),
        ("完成值", "9家以上", "“9家以上”是范围或限度，不是完成数", ASK_FIGURE),
        ("完成值", "增长9家", "“增长9家”是增减数，目标是绝对值", ASK_FIGURE),
        ("完成值", "9万元", "单位“万元”与目标的单位“家”不符", ASK_FIGURE),
        ("完成值", dt.date(2023, 6, 9), "应填数字处填了日期", ASK_FIGURE),
        ("完成值", "9" * 24, "数字过大", ASK_FIGURE),
        ("完成日期", "六月上旬", "“六月上旬”不是日期", "请部门填写日期，如 2023-06-09。"),
        ("完成日期", "2023-02-30", "“2023-02-30”不是日期", "请部门填写日期，如 2023-06-09。"),
        ("完成日期", "1900-01-01", "“1900-01-01”不是日期", "请部门填写日期，如 2023-06-09。"),
        ("填报部门", "火星局", "没有部门“火星局”", "请填写“填报部门”，或用 --department 指明。"),
    ],
)
def test_a_cell_that_can_not_be_read_is_told_with_its_text_and_what_to_ask(told, dataset, name, typed, what, todo):
    answers = {PLATFORMS: {"进展情况": "已建成", "状态": "已完成", name: typed}}
    assert told(answers) == [(place(name, PLATFORMS, dataset), what, todo)]


@pytest.mark.parametrize(
    ("question", "name", "typed", "what", "todo"),
    [
        (PLATFORMS, "完成值", "9个", "填的量词是“个”，目标的量词是“家”", "请向部门核实；数字已按原样并入。"),
        (PLATFORMS, "完成值", "-9", "填的是负数", "请向部门核实；数字已按原样并入。"),
        (PLATFORMS, "完成值", "1.5", "1.5家 不是整数", "请向部门核实；数字已按原样并入。"),
        (
            CONTRACTS,
            "完成值",
            "0.035",
            "目标是百分数，填的是 0.035，可能是指 3.5%",
            "请向部门核实；数字已按原样并入。",
        ),
        (
            PLATFORMS,
            "完成日期",
            "2022-06-09",
            "日期 2022-06-09 不在计划年度 2023 年",
            "请向部门核实；日期已按原样并入。",
        ),
        (
            PLATFORMS,
            "完成日期",
            "2023-12-09",
            "日期 2023-12-09 晚于填报日期 2023-07-03",
            "请向部门核实；日期已按原样并入。",
        ),
    ],
)
def test_what_can_hardly_be_right_is_told_and_merged(told, dataset, question, name, typed, what, todo):
    answers = {question: {"进展情况": "已建成", "状态": "已完成", name: typed}}
    assert told(answers) == [(place(name, question, dataset), what, todo)]


@pytest.mark.parametrize("typed", [9, "9", "9家", "新培育9家", "累计完成9家", "９家。"])
def test_what_is_sound_is_not_told(told, typed):
    assert told({PLATFORMS: {"进展情况": "已建成", "状态": "已完成", "完成值": typed, "完成日期": "6月9日"}}) == []


# --- rows and columns ------------------------------------------------------------------------------


def done(**more: Any) -> dict[str, Any]:
    return {"进展情况": "已建成", "状态": "已完成", "完成值": 9, **more}


def test_a_column_that_is_missing_or_stands_twice_is_told(told):
    def rename(sheet: Any) -> None:
        sheet.cell(2, COLUMN["状态"], "目前状况")
        sheet.cell(2, COLUMN["备注"], "进展情况")

    said = told({PLATFORMS: done()}, rename)
    assert ("第 2 行", "缺少“状态”列", "如被改名请改回；其文字已保留在备注中。") in said
    assert ("第 2 行", "缺少“备注”列", "如被改名请改回；其文字已保留在备注中。") in said
    assert ("O2", "“进展情况”列重复", "以第一列为准；本列文字已保留在备注中。") in said


def test_a_row_that_fits_no_task_or_several_is_told(told, dataset):
    made = book(dataset, SCIENCE)[SHEET]
    own, other = row_at(made, *PLATFORMS), row_at(made, *PROJECTS)

    def strange(sheet: Any) -> None:
        for name in ("标识", "任务编号", "任务", "目标"):
            sheet.cell(own, COLUMN[name]).value = "某项新任务" if name == "任务" else None

    def sorted_apart(sheet: Any) -> None:
        sheet.cell(own, COLUMN["标识"], sheet.cell(other, COLUMN["标识"]).value)

    ((where, what, todo),) = told({PLATFORMS: done()}, strange)
    assert (where, what) == (f"第 {own} 行", "本行不属于任何已知任务：“某项新任务”")
    assert todo == "请按下发的台账恢复“标识”“任务编号”“目标”各列。"
    ((where, what, todo),) = told({PLATFORMS: done()}, sorted_apart)
    assert (where, what) == (f"第 {own} 行", "标识指任务 2，本行其余内容却是另一项")
    assert todo == "各列可能排序错位，请部门重报本行。"


def test_a_row_that_several_targets_fit_is_told_with_them(told, dataset):
    numbers = [t.number for t in dataset.task_targets if t.document == "green-tasks-2023"]
    mine = {a.number for a in dataset.assignments if a.department == SCIENCE and a.document == "green-tasks-2023"}
    number = next(n for n in numbers if numbers.count(n) > 1 and n in mine)
    label = next(t.label for t in dataset.task_targets if (t.document, t.number) == ("green-tasks-2023", number))
    row = row_at(book(dataset, SCIENCE)[SHEET], number, label)

    def without_label(sheet: Any) -> None:
        for name in ("标识", "目标"):
            sheet.cell(row, COLUMN[name]).value = None

    ((where, what, _todo),) = told({(number, label): done()}, without_label)
    assert where == f"第 {row} 行" and re.match(r"本行可对应 2 个目标或任务：green-tasks-2023/", what)


def test_a_figure_over_several_rows_and_words_outside_are_told(told, dataset):
    row = row_at(book(dataset, SCIENCE)[SHEET], *PLATFORMS)

    def merge(sheet: Any) -> None:
        column = get_column_letter(COLUMN["完成值"])
        sheet.merge_cells(f"{column}{row}:{column}{row + 1}")
        sheet.cell(sheet.max_row + 2, 1, "以上数据截至六月底")

    said = told({PLATFORMS: done(), PROJECTS: {"状态": "进行中"}}, merge)
    assert (place("完成值", PLATFORMS, dataset), "一个数字占了几行", "请部门分目标填报数字。") in said
    assert [(what, todo) for _cell, what, todo in said if todo == "请自行阅读。"] == [("表外的文字", "请自行阅读。")]


def test_what_stands_in_a_cell_beside_its_text_is_told(told, dataset):
    row = row_at(book(dataset, SCIENCE)[SHEET], *PLATFORMS)

    def add(sheet: Any) -> None:
        sheet.cell(row, COLUMN["进展情况"]).comment = Comment("其实只有8家", "甲")
        struck = TextBlock(InlineFont(strike=True), "未批复")
        sheet.cell(row, COLUMN["备注"]).value = CellRichText(struck, "已批复")

    said = {what: (where, todo) for where, what, todo in told({PLATFORMS: done()}, add)}
    assert said == {
        "单元格上有批注": (place("进展情况", PLATFORMS, dataset), "批注里的内容不会被读取，请填入单元格。"),
        "有加删除线的文字": (place("备注", PLATFORMS, dataset), "这些文字未予采用；请向部门确认是否仍然有效。"),
    }


def test_a_picture_in_a_cell_is_told(told, dataset, tmp_path):
    path = save(book(dataset, SCIENCE, {PLATFORMS: done(完成值="PICTURE")}), tmp_path / "图.xlsx")
    where = place("完成值", PLATFORMS, dataset)

    def picture(name: str, blob: bytes) -> bytes:
        cell = rf'<c r="{where}"[^>]*>.*?</c>'.encode()
        return re.sub(cell, f'<c r="{where}" t="e" vm="1"><v>#VALUE!</v></c>'.encode(), blob)

    said = told.of(rewrite(path.read_bytes(), path, picture))
    assert (where, "单元格里是图片", "请查看图片，把内容填入单元格。") in said


def test_a_reply_that_names_no_department_is_told(told, dataset):
    def nameless(sheet: Any) -> None:
        sheet.parent["填写说明"]["B1"] = None
        for row in range(3, sheet.max_row + 1):
            sheet.cell(row, COLUMN["填报部门"]).value = None

    assert told({PLATFORMS: done()}, nameless) == [
        (
            place("填报部门", PLATFORMS, dataset),
            "未写填报部门",
            "请填写“填报部门”，或用 --department 指明。",
        )
    ]


# --- files -----------------------------------------------------------------------------------------


def test_a_file_that_is_no_ledger_is_told(told, tmp_path, monkeypatch):
    other = Workbook()
    other.active["A1"] = "会议签到表"
    other.save(tmp_path / "签到.xlsx")
    assert told.of(tmp_path / "签到.xlsx") == [
        (
            "",
            "工作簿中没有任务台账",
            "请收集部门填报的台账，表头应有“任务编号”“状态”“完成值”。",
        )
    ]
    assert told.of(tmp_path / "没有.xlsx") == [("", "没有这个文件", "请检查文件名。")]
    monkeypatch.setattr(container, "MAX_BYTES", 100)
    assert told.of(tmp_path / "签到.xlsx") == [("", "文件超过 0 MB", "这不是台账。")]


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden here"
)
def test_a_file_that_may_not_be_read_is_told(told, tmp_path):
    path = tmp_path / "锁.xlsx"
    path.write_bytes(b"PK")
    path.chmod(0)
    ((_where, what, todo),) = told.of(path)
    assert what.startswith("文件无法读取（") and todo == "请在其他程序中关闭它，并检查权限。"


ELSEWHERE = {
    "only the first {n} rows were read": "test_a_sheet_beyond_the_limits_is_told_and_no_trap",
    "Split the sheet.": "the same",
    "the file can't be read ({reason})": "not as root",
    "Close it in other programs and check the rights.": "not as root",
    "Ask the department for the text; what stands there was kept.": "test_errors_and_formulas_in_texts_are_told",
}
"""Said where they take longer, or where the one who runs the tests may do less."""


@reads_the_code
def test_every_message_of_collect_was_made_by_a_test_above(request):
    """Run with the whole file: the messages are those that the tests before it collected."""
    if sum(item.path == Path(__file__) for item in request.session.items) < 30:
        pytest.skip("needs the other tests of this file")
    never = []
    for path in (ROOT / "zcplan" / "ledgers").glob("*.py"):
        for text in code.messages(path):
            pattern = re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)), re.DOTALL)
            if text not in ELSEWHERE and not any(pattern.fullmatch(said) for said in SAID_IN_ENGLISH):
                never.append(text)
    assert never == []
