"""What ``zcplan collect`` promises: nothing that a department wrote is lost, and what can't be read is named."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests import ledgers
from tests.conftest import DATA
from tests.ledgers import COLUMN, book, row_at, rows_of, save
from zcplan.cli import cli
from zcplan.dataset import check, load
from zcplan.dataset.csvfile import armed, content, disarmed, written
from zcplan.dataset.read import read_table
from zcplan.dataset.schema import read_schema
from zcplan.ledgers import answers as cells
from zcplan.ledgers.answers import UnclearError, figure
from zcplan.model import Dataset, Progress
from zcplan.reading import spreadsheet
from zcplan.reading.workbook import Cell, clean

SCIENCE, DRC = "science-bureau", "drc"
PLATFORMS = ("1", "新培育市级以上创新平台")
PROJECTS = ("2", "申报市级以上科技项目")
CONTRACTS = ("6", "技术合同成交额占地区生产总值比重")
INVESTMENT = ("18", "市、区重点项目年度投资")


@dataclass
class Desk:
    """A clerk's desk: a data folder of one's own, a folder of returned ledgers."""

    data: Path
    returned: Path

    def collect(self, *args: Any) -> Result:
        return CliRunner().invoke(cli, ["--data", str(self.data), "collect", *map(str, args or [self.returned])])

    def json(self, *args: Any) -> dict[str, Any]:
        return json.loads(self.collect(*(args or [self.returned]), "--format", "json").stdout)

    @property
    def replies(self) -> tuple[Progress, ...]:
        return load(self.data).progress

    @property
    def bytes(self) -> bytes:
        return (self.data / "progress.csv").read_bytes()

    def reply(self, number: str, label: str = "") -> Progress:
        return next(p for p in self.replies if (p.number, p.label) == (number, label))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    for name in (
        "observations.csv",
        "tables.csv",
    ):  # replies have nothing to do with them, and each run would read them
        table = tmp_path / "data" / name
        table.write_text(table.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    (tmp_path / "returned").mkdir()
    return Desk(tmp_path / "data", tmp_path / "returned")


def done(value: Any = 9, **more: Any) -> dict[str, Any]:
    return {"进展情况": "已建成", "状态": "已完成", "完成值": value, "完成日期": dt.date(2023, 6, 9), **more}


def one(dataset: Dataset, desk: Desk, answers: Any = None, change: Callable[[Any], None] | None = None) -> Path:
    """A ledger of the science bureau in the folder, filled in, then changed as a department might."""
    wb = book(dataset, SCIENCE, {PLATFORMS: done()} if answers is None else answers)
    if change:
        change(wb["任务台账"])
    return save(wb, desk.returned / "区科技局.xlsx")


# --- the sound ledger ------------------------------------------------------------------------------


def test_a_filled_ledger_becomes_replies(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, {PLATFORMS: done(9, 备注="含省级2家")})
    result = desk.collect()
    assert result.exit_code == 0, result.output
    assert desk.replies == (
        Progress(
            document="green-tasks-2023",
            number="1",
            label="新培育市级以上创新平台",
            department=SCIENCE,
            reported=dt.date(2023, 7, 3),
            status="done",
            value=desk.replies[0].value,
            unit="家",
            completed=dt.date(2023, 6, 9),
            progress="已建成",
            note="含省级2家",
            source="区科技局.xlsx",
        ),
    )
    assert desk.replies[0].value == 9
    assert check(desk.data) == []


def test_collecting_twice_changes_nothing(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, {PLATFORMS: done("九家左右"), PROJECTS: done("-- =cmd\n第二行", 状态="差不多")})
    assert desk.collect().exit_code == 1
    before = desk.bytes
    again = desk.collect()
    assert desk.bytes == before
    assert "Nothing new" in again.output
    assert desk.json()["files"][0]["unchanged"] == 2


def test_a_renamed_copy_says_nothing_new(dataset: Dataset, desk: Desk) -> None:
    path = one(dataset, desk)
    desk.collect()
    before = desk.bytes
    shutil.copy(path, desk.returned / "区科技局(1).xlsx")
    desk.collect()
    assert desk.bytes == before


def test_a_later_reply_is_kept_beside_the_earlier_one(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, {PLATFORMS: done(5, 状态="进行中")})
    desk.collect()
    first = desk.bytes
    save(book(dataset, SCIENCE, {PLATFORMS: done(9)}), desk.returned / "区科技局.xlsx", dt.date(2023, 10, 8))
    desk.collect()
    assert desk.bytes.startswith(first)
    assert [(str(p.reported), p.value) for p in desk.replies] == [("2023-07-03", 5), ("2023-10-08", 9)]


def test_other_words_on_the_same_day_under_the_same_name_are_kept_and_told(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, {PLATFORMS: done(5)})
    desk.collect()
    one(dataset, desk, {PLATFORMS: done(9)})
    said = desk.json()
    assert [(p.value, p.source) for p in desk.replies] == [(5, "区科技局.xlsx"), (9, "区科技局.xlsx（2）")]
    assert said["disagreements"][0]["between_departments"] is False
    before = desk.bytes
    desk.collect()
    assert desk.bytes == before


def test_blank_rows_are_no_replies(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, {})
    said = desk.json()
    assert said["files"][0]["rows"] == said["files"][0]["blank"] == len(rows_of(dataset, SCIENCE))
    assert desk.replies == ()
    assert desk.collect().exit_code == 0


def test_departments_that_disagree_are_both_kept_and_told(dataset: Dataset, desk: Desk) -> None:
    save(book(dataset, SCIENCE, {PLATFORMS: done(9)}), desk.returned / "a.xlsx")
    save(book(dataset, DRC, {PLATFORMS: done(7, 状态="进行中")}), desk.returned / "b.xlsx")
    result = desk.collect()
    assert {(p.department, p.value) for p in desk.replies} == {(SCIENCE, 9), (DRC, 7)}
    assert "departments disagree: 1" in result.stdout
    assert "区科技局（2023-07-03，a.xlsx）：已完成，9家" in result.stdout
    assert "区发展改革局（2023-07-03，b.xlsx）：进行中，7家" in result.stdout
    assert result.exit_code == 0


# --- the date of a reply ---------------------------------------------------------------------------


def test_the_date_is_the_files_own_in_chinas_time(dataset: Dataset, desk: Desk) -> None:
    path = one(dataset, desk)
    ledgers.rewrite(path.read_bytes(), path, lambda _n, b: b.replace(b"2023-07-03T02:00:00Z", b"2023-07-02T23:30:00Z"))
    desk.collect(desk.returned, "--date", "2023-12-31")
    assert desk.replies[0].reported == dt.date(2023, 7, 3)


def test_without_a_date_in_the_file_the_option_counts_then_the_file_systems(dataset: Dataset, desk: Desk) -> None:
    path = save(book(dataset, SCIENCE, {PLATFORMS: done()}), desk.returned / "a.xlsx", None)
    os.utime(path, (1_688_900_000, 1_688_900_000))
    desk.collect(path, "--date", "2023-12-31")
    desk.collect(path)
    days = [dt.date(2023, 12, 31), dt.datetime.fromtimestamp(1_688_900_000).date()]
    assert [p.reported for p in desk.replies] == days


# --- what people type ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        (9, "9", "家"),
        ("9", "9", "家"),
        ("９", "9", "家"),
        ("9家", "9", "家"),
        ("９ 家", "9", "家"),
        (" 9家。", "9", "家"),
        ("1,234", "1234", "家"),
        ("１，２３４家", "1234", "家"),
        ("已完成12家", "12", "家"),
        ("累计新增12家", "12", "家"),
        (8.1 + 0.9, "9", "家"),
        (0, "0", "家"),
    ],
)
def test_figures_are_read_however_they_are_typed(
    dataset: Dataset, desk: Desk, typed: Any, value: str, unit: str
) -> None:
    one(dataset, desk, {PLATFORMS: done(typed)})
    assert desk.collect().exit_code == 0
    reply = desk.reply(*PLATFORMS)
    assert (f"{reply.value:f}", reply.unit, reply.note) == (value, unit, "")


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [("72亿元", "72", "亿元"), ("3.5亿元", "3.5", "亿元"), ("3.5亿", "3.5", "亿元"), ("35000万元", "35000", "万元")],
)
def test_a_unit_typed_into_the_number_cell_is_kept(
    dataset: Dataset, desk: Desk, typed: str, value: str, unit: str
) -> None:
    save(book(dataset, DRC, {INVESTMENT: done(typed)}), desk.returned / "a.xlsx")
    assert desk.collect().exit_code == 0
    reply = desk.reply(*INVESTMENT)
    if typed == "3.5亿":
        assert reply.value * (10**8 if reply.unit == "亿元" else 1) == 350_000_000
    else:
        assert (f"{reply.value:f}", reply.unit) == (value, unit)


def test_a_unit_changed_in_its_column_goes_with_the_number(dataset: Dataset, desk: Desk) -> None:
    answers = {INVESTMENT: done(735000, 单位="万元"), ("18", "市、区重点项目"): done(60, 单位="亿元")}
    save(book(dataset, DRC, answers), desk.returned / "a.xlsx")
    (problem,) = desk.json()["problems"]
    assert problem["what"] == "the unit “亿元” does not fit the target's, 个"
    assert (desk.reply(*INVESTMENT).value, desk.reply(*INVESTMENT).unit) == (735000, "万元")


def test_a_percent_cell_is_what_it_shows(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        cell = ws.cell(row_at(ws, *CONTRACTS), COLUMN["完成值"], 0.0525)
        cell.number_format = "0.00%"

    one(dataset, desk, {}, change)
    assert desk.collect().exit_code == 0
    assert (f"{desk.reply(*CONTRACTS).value:f}", desk.reply(*CONTRACTS).unit) == ("5.25", "%")


def test_a_unit_in_the_number_format_is_read(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        cell = ws.cell(row_at(ws, *INVESTMENT), COLUMN["完成值"], 735000)
        cell.number_format = '#,##0"万元"'

    wb = book(dataset, DRC)
    change(wb["任务台账"])
    save(wb, desk.returned / "a.xlsx")
    desk.collect()
    assert (desk.reply(*INVESTMENT).value, desk.reply(*INVESTMENT).unit) == (735000, "万元")


@pytest.mark.parametrize(
    "typed", ["九家", "2-3家", "9家以上", "见附件", "3.5亿元", "9家、7项", "√", dt.date(1900, 1, 9)]
)
def test_what_is_no_one_figure_is_named_with_its_cell_and_its_text_kept(
    dataset: Dataset, desk: Desk, typed: Any
) -> None:
    one(dataset, desk, {PLATFORMS: done(typed)})
    said = desk.json()
    (problem,) = said["problems"]
    assert (problem["code"], problem["file"], problem["sheet"]) == ("figure", "区科技局.xlsx", "任务台账")
    assert problem["cell"] == "M3"
    reply = desk.reply(*PLATFORMS)
    assert reply.value is None
    assert reply.status == "done"
    assert f"完成值原文：{str(typed)[:10]}" in reply.note
    assert desk.collect().exit_code == 1


@pytest.mark.parametrize("typed", [12, "12", "12/15", "已完成12", "2-3家", "7月底完成", "全部完成"])
def test_where_no_figure_is_asked_for_what_is_typed_is_kept_as_words(dataset: Dataset, desk: Desk, typed: Any) -> None:
    one(dataset, desk, {("5", ""): done(typed)})
    result = desk.collect()
    assert result.exit_code == 0 and "can't be read" not in result.output, result.output
    assert desk.reply("5").value is None
    assert desk.reply("5").note == f"完成值原文：{typed}"


def test_where_no_figure_is_asked_for_what_can_not_be_told_is_named_all_the_same(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, {("5", ""): done(dt.date(2023, 6, 9))})
    assert [p["code"] for p in desk.json()["problems"]] == ["figure"]


@pytest.mark.parametrize("typed", ["9家左右", "约9家", "93家（含文昌湖31家）"])
def test_a_figure_with_more_to_it_keeps_its_words(dataset: Dataset, desk: Desk, typed: str) -> None:
    one(dataset, desk, {PLATFORMS: done(typed)})
    assert desk.collect().exit_code == 0
    assert desk.reply(*PLATFORMS).note == f"完成值原文：{typed}"
    assert desk.reply(*PLATFORMS).value in (9, 93)


DAY = dt.date(2023, 6, 9)


@pytest.mark.parametrize(
    "typed",
    [
        DAY,
        dt.datetime(2023, 6, 9, 17, 30),
        "2023-06-09",
        "2023-6-9",
        "2023/6/9",
        "2023.6.9",
        "2023年6月9日",
        "２０２３年６月９日",
        "2023年06月09号",
        "6月9日",
        "20230609",
        20230609,
        45086,
        "45086",
        "2023-06-09 00:00:00",
        " 2023.06.09。",
    ],
)
def test_dates_are_read_in_every_form(dataset: Dataset, desk: Desk, typed: Any) -> None:
    one(dataset, desk, {PLATFORMS: done(完成日期=typed)})
    assert desk.collect().exit_code == 0
    assert desk.reply(*PLATFORMS).completed == DAY


@pytest.mark.parametrize("typed", ["2023年6月", "六月初", "2023-02-30", "6.9", 6.9, "2023.6.9-6.30", "20231399", 12])
def test_what_is_no_day_is_named_and_kept(dataset: Dataset, desk: Desk, typed: Any) -> None:
    one(dataset, desk, {PLATFORMS: done(完成日期=typed)})
    (problem,) = desk.json()["problems"]
    assert (problem["code"], problem["cell"]) == ("date", "N3")
    assert desk.reply(*PLATFORMS).completed is None
    assert f"完成日期原文：{typed}" in desk.reply(*PLATFORMS).note


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("完成", "done"),
        ("已完成。", "done"),
        ("√", "done"),
        ("正在推进", "in-progress"),
        (" 进 行 中 ", "in-progress"),
        ("滞后", "behind"),
        ("尚未启动", "not-started"),
        (None, ""),
    ],
)
def test_a_status_in_other_words_is_understood(dataset: Dataset, desk: Desk, typed: Any, status: str) -> None:
    one(dataset, desk, {PLATFORMS: done(状态=typed)})
    assert desk.collect().exit_code == 0
    assert desk.reply(*PLATFORMS).status == status


@pytest.mark.parametrize("typed", ["基本完成", "未完成", "×", "已完成80%", "是"])
def test_a_status_that_could_be_two_things_is_asked_about(dataset: Dataset, desk: Desk, typed: str) -> None:
    one(dataset, desk, {PLATFORMS: done(状态=typed)})
    (problem,) = desk.json()["problems"]
    assert (problem["code"], problem["cell"], problem["text"]) == ("status", "L3", typed)
    assert (desk.reply(*PLATFORMS).status, desk.reply(*PLATFORMS).note) == ("", f"状态原文：{typed}")


# --- hostile cells ---------------------------------------------------------------------------------


def test_a_hostile_cell_stays_text(dataset: Dataset, desk: Desk) -> None:
    attack = "=cmd|'/c calc'!A0"
    answers = {
        PLATFORMS: done(进展情况=attack, 备注="+1-2"),
        PROJECTS: done(6, 进展情况="长" * 32_000, 备注="@SUM(A1)"),
    }
    one(dataset, desk, answers)
    assert desk.collect().exit_code == 1
    assert desk.reply(*PLATFORMS).progress == attack
    assert desk.reply(*PLATFORMS).note == "+1-2"
    assert desk.reply(*PROJECTS).progress == "长" * 30_000
    raw = list(csv.DictReader(io.StringIO(desk.bytes.decode())))
    assert not any(cell[:1] in tuple("=+-@") for row in raw for cell in row.values())
    assert check(desk.data) == []
    before = desk.bytes
    desk.collect()
    assert desk.bytes == before


def test_control_characters_do_not_break_the_dataset(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, {PLATFORMS: done(进展情况="一_x0007__x000B_二_x000D_\n三\u200b\ufeff", 备注="\t制表\t")})
    assert desk.collect().exit_code == 0
    assert desk.reply(*PLATFORMS).progress == "一\n二\n三"
    assert check(desk.data) == []


def test_a_formula_that_was_never_computed_is_named_and_kept(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        ws.cell(row_at(ws, *PLATFORMS), COLUMN["完成值"]).value = "=4+5"

    one(dataset, desk, {PLATFORMS: done()}, change)
    (problem,) = desk.json()["problems"]
    assert (problem["cell"], problem["text"]) == ("M3", "=4+5")
    assert desk.reply(*PLATFORMS).note == "完成值原文：=4+5"


def test_a_computed_formula_gives_its_result(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        ws.cell(row_at(ws, *PLATFORMS), COLUMN["完成值"]).value = "=4+5"

    path = one(dataset, desk, {PLATFORMS: done()}, change)
    ledgers.rewrite(
        path.read_bytes(),
        path,
        lambda _n, b: re.sub(rb"(<f>4\+5</f>)<v\s*/>|(<f>4\+5</f>)<v></v>", rb"<f>4+5</f><v>9</v>", b),
    )
    assert desk.collect().exit_code == 0
    assert desk.reply(*PLATFORMS).value == 9


def test_an_error_value_is_named(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        ws.cell(row_at(ws, *PLATFORMS), COLUMN["进展情况"]).value = "#REF!"
        ws.cell(row_at(ws, *PLATFORMS), COLUMN["进展情况"]).data_type = "e"

    one(dataset, desk, None, change)
    (problem,) = desk.json()["problems"]
    assert (problem["code"], problem["cell"]) == ("text", "K3")
    assert desk.reply(*PLATFORMS).progress == "#REF!"


# --- a mangled layout ------------------------------------------------------------------------------


def _columns_inserted(ws: Any) -> None:
    ws.insert_cols(5)
    ws.cell(2, 5, "责任科室")
    ws.cell(3, 5, "高新科")


def _columns_reversed(ws: Any) -> None:
    for row in range(2, ws.max_row + 1):
        values = [ws.cell(row, c).value for c in range(1, 16)]
        for c, value in enumerate(reversed(values), start=1):
            ws.cell(row, c).value = value


def _header_further_down(ws: Any) -> None:
    ws.insert_rows(1, 4)
    ws["A2"] = "填报说明：请于每月5日前报送"


def _header_first(ws: Any) -> None:
    ws.unmerge_cells("A1:O1")
    ws.delete_rows(1)


def _header_dressed_up(ws: Any) -> None:
    for name, text in (
        ("状态", "状 态"),
        ("完成值", "完成值\n（数字）"),
        ("完成日期", "完成时间："),
        ("进展情况", "* 进展情况"),
    ):
        ws.cell(2, COLUMN[name], text)


def _rows_reversed(ws: Any) -> None:
    rows = [[c.value for c in row] for row in ws.iter_rows(min_row=3)]
    for at, values in enumerate(reversed(rows), start=3):
        for c, value in enumerate(values, start=1):
            ws.cell(at, c).value = value


def _rows_deleted(ws: Any) -> None:
    keep = row_at(ws, *PLATFORMS)
    ws.delete_rows(keep + 1, ws.max_row)


def _rows_blank_between(ws: Any) -> None:
    ws.insert_rows(3, 3)
    ws.insert_rows(9, 2)


def _key_deleted(ws: Any) -> None:
    ws.delete_cols(COLUMN["标识"])


def _key_and_number_deleted(ws: Any) -> None:
    ws.delete_cols(COLUMN["标识"], 2)


def _number_as_number(ws: Any) -> None:
    ws.delete_cols(COLUMN["标识"])
    for row in range(3, ws.max_row + 1):
        ws.cell(row, 2, int(ws.cell(row, 2).value))


def _title_edited(ws: Any) -> None:
    ws.cell(3, COLUMN["任务"], "加快创新平台建设（牵头）")


def _department_column_deleted(ws: Any) -> None:
    ws.delete_cols(COLUMN["填报部门"])


def _department_merged(ws: Any) -> None:
    ws.merge_cells(start_row=3, end_row=ws.max_row, start_column=COLUMN["填报部门"], end_column=COLUMN["填报部门"])


def _department_shortened(ws: Any) -> None:
    for row in range(3, ws.max_row + 1):
        ws.cell(row, COLUMN["填报部门"], "科技局")


def _quotes_and_brackets_changed(ws: Any) -> None:
    for row in range(3, ws.max_row + 1):
        for column in (2, 4, 5):
            value = ws.cell(row, column).value
            if value:
                ws.cell(row, column, value.replace("“", '"').replace("”", '"').replace("、", "、 "))


def _formatted_to_the_end(ws: Any) -> None:
    ws.cell(1_048_576, 1).number_format = "0.00"


@pytest.mark.parametrize(
    "change",
    [
        _columns_inserted,
        _columns_reversed,
        _header_further_down,
        _header_first,
        _header_dressed_up,
        _rows_reversed,
        _rows_deleted,
        _rows_blank_between,
        _key_deleted,
        _key_and_number_deleted,
        _number_as_number,
        _title_edited,
        _department_column_deleted,
        _department_merged,
        _department_shortened,
        _quotes_and_brackets_changed,
        _formatted_to_the_end,
    ],
)
def test_a_mangled_layout_gives_the_same_reply(dataset: Dataset, desk: Desk, change: Callable[[Any], None]) -> None:
    one(dataset, desk, {PLATFORMS: done(9)}, change)
    result = desk.collect()
    reply = desk.reply(*PLATFORMS)
    assert (reply.department, reply.status, reply.value, reply.unit) == (SCIENCE, "done", 9, "家")
    assert (reply.completed, reply.progress) == (DAY, "已建成")
    assert len(desk.replies) == 1
    assert result.exit_code == 0, result.output


def test_text_in_an_added_column_goes_to_the_note(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, None, _columns_inserted)
    desk.collect()
    assert desk.reply(*PLATFORMS).note == "责任科室：高新科"


def test_merged_words_count_for_every_row_a_merged_figure_for_none_but_the_first(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        first = row_at(ws, "3", "科技型中小企业数量")
        for name in ("任务编号", "任务", "进展情况", "状态", "完成值"):
            ws.merge_cells(start_row=first, end_row=first + 1, start_column=COLUMN[name], end_column=COLUMN[name])

    one(dataset, desk, {("3", "科技型中小企业数量"): done(150)}, change)
    (problem,) = desk.json()["problems"]
    first, second = desk.replies
    assert (first.value, second.value) == (150, None)
    assert first.progress == second.progress == "已建成"
    assert second.status == "done"
    assert problem["what"] == "one figure stands over several rows"
    assert "完成值原文：150" in second.note


def test_an_added_row_is_told_with_all_that_it_says(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        ws.append([None, None, None, "新建科技馆", None, None, None, None, None, "区科技局", "已封顶", "进行中"])

    one(dataset, desk, None, change)
    (problem,) = desk.json()["problems"]
    assert problem["code"] == "row"
    assert "新建科技馆" in problem["text"]
    assert "已封顶" in problem["text"]
    assert len(desk.replies) == 1


def test_columns_sorted_apart_are_not_believed(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        values = [ws.cell(r, COLUMN["标识"]).value for r in range(3, ws.max_row + 1)]
        for r, value in enumerate(values[1:] + values[:1], start=3):
            ws.cell(r, COLUMN["标识"], value)

    one(dataset, desk, None, change)
    (problem,) = desk.json()["problems"]
    assert (problem["code"], problem["cell"]) == ("row", "row 3")
    assert desk.replies == ()


def test_a_row_that_fits_several_targets_is_not_guessed(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        ws.delete_cols(COLUMN["目标"])
        ws.delete_cols(COLUMN["标识"])

    one(dataset, desk, {("3", "科技型中小企业数量"): done(150), PLATFORMS: done()}, change)
    (problem,) = desk.json()["problems"]
    assert "fits 2 targets" in problem["what"]
    assert [p.number for p in desk.replies] == ["1"]


def test_an_unknown_department_is_told_and_can_be_named(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        ws.delete_cols(COLUMN["填报部门"])

    wb = book(dataset, SCIENCE, {PLATFORMS: done()})
    change(wb["任务台账"])
    del wb["填写说明"]
    path = save(wb, desk.returned / "a.xlsx")
    assert desk.json()["problems"][0]["code"] == "department"
    assert desk.collect().exit_code == 2
    assert desk.collect(path, "--department", "科技局").exit_code == 0
    assert desk.replies[0].department == SCIENCE


def test_a_missing_column_and_one_twice_are_told(dataset: Dataset, desk: Desk) -> None:
    def change(ws: Any) -> None:
        ws.cell(2, COLUMN["完成日期"], "状态")

    one(dataset, desk, None, change)
    problems = {(p["code"], p["cell"]) for p in desk.json()["problems"]}
    assert problems == {("column", "row 2"), ("column", "N2")}
    assert desk.reply(*PLATFORMS).status == "done"
    assert "2023-06-09" in desk.reply(*PLATFORMS).note


def test_a_signature_under_the_table_is_told_and_is_no_problem(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk, None, lambda ws: ws.cell(ws.max_row + 2, 1, "填报人：张三"))
    result = desk.collect()
    assert result.exit_code == 0
    assert "填报人：张三" in result.stdout


# --- files that are no ledgers ---------------------------------------------------------------------


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), blob)
    return out.getvalue()


def _sound(dataset: Dataset) -> bytes:
    out = io.BytesIO()
    book(dataset, SCIENCE, {PLATFORMS: done()}).save(out)
    return out.getvalue()


def _with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for n in old.namelist():
            new.writestr(n, change(old.read(n)) if n == name else old.read(n))
    return out.getvalue()


def _other_workbook() -> bytes:
    out = io.BytesIO()
    wb = Workbook()
    wb.active.append(["姓名", "电话"])
    wb.save(out)
    return out.getvalue()


def _damages(dataset: Dataset) -> Iterator[tuple[str, bytes, str]]:
    sound = _sound(dataset)
    sheet = "xl/worksheets/sheet1.xml"
    entity = b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 999 + b'">]>'
    yield "空文件.xlsx", b"", "empty"
    yield "零字节.xlsx", b"\0" * 4096, "no data"
    yield "截断.xlsx", sound[: len(sound) // 2], "unpacked"
    yield "改名的文档.xlsx", _zip(word__document_dot_xml=b"<w/>"), "Word document"
    yield "演示.xlsx", _zip(ppt__presentation_dot_xml=b"<p/>"), "presentation"
    yield "二进制.xlsx", _zip(xl__workbook_dot_bin=b"x"), "xlsb"
    yield "压缩包.xlsx", _zip(a_dot_xlsx=sound), "archive"
    yield "加密.xlsx", ledgers.ole("EncryptionInfo", "EncryptedPackage"), "password"
    yield "旧文档.xls", ledgers.ole("WordDocument"), "Word document"
    yield "其他.xls", ledgers.ole("Contents"), "no Excel workbook"
    yield "坏的旧表.xls", ledgers.ole("Workbook"), "damaged"
    yield "扫描件.pdf", b"%PDF-1.7\n...", "PDF"
    yield "网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"
    yield "图片.jpg", b"\xff\xd8\xff\xe0JFIF", "no Excel workbook"
    yield "通讯录.xlsx", _other_workbook(), "no task ledger"
    yield "炸弹.xlsx", _with_part(sound, sheet, lambda _b: b" " * (70 * 1024 * 1024)), "more than is safe"
    yield "实体.xlsx", _with_part(sound, sheet, lambda b: entity + b), "entities"
    yield "坏表.xlsx", _with_part(sound, sheet, lambda b: b[:-200]), "damaged"
    yield "坏样式.xlsx", _with_part(sound, "xl/workbook.xml", lambda _b: b"<workbook/>"), ""


def test_every_kind_of_wrong_file_is_named_and_the_rest_is_merged(dataset: Dataset, desk: Desk) -> None:
    damages = list(_damages(dataset))
    for name, data, _what in damages:
        (desk.returned / name).write_bytes(data)
    one(dataset, desk)
    (desk.returned / "~$区科技局.xlsx").write_bytes(b"lock")
    (desk.returned / ".DS_Store").write_bytes(b"hidden")
    said = desk.json()
    told = {p["file"]: p["what"] + p["todo"] for p in said["problems"]}
    assert set(told) == {name for name, _data, _what in damages}
    for name, _data, what in damages:
        assert what in told[name], name
        assert all(p["todo"] for p in said["problems"])
    assert len(said["files"]) == len(damages) + 1
    assert len(desk.replies) == 1


def test_nothing_usable_exits_with_2_and_leaves_the_dataset(desk: Desk) -> None:
    before = desk.bytes
    (desk.returned / "a.xlsx").write_bytes(b"")
    assert desk.collect().exit_code == 2
    assert desk.collect(desk.returned / "missing.xlsx").exit_code == 2
    assert desk.bytes == before


def test_an_old_workbook_is_read_where_xlrd_is_there(dataset: Dataset, desk: Desk) -> None:
    pytest.importorskip("xlrd")
    from tests import old_workbook

    (desk.returned / "区科技局.xls").write_bytes(old_workbook.data())
    result = desk.collect(desk.returned, "--date", "2023-07-03")
    assert result.exit_code == 0, result.output
    reply = desk.reply(*PLATFORMS)
    assert (reply.value, reply.unit, reply.completed, reply.status) == (9, "家", DAY, "done")
    assert f"{desk.reply(*CONTRACTS).value:f}" == "5.25"
    assert reply.reported == dt.date(2023, 7, 3)


# --- the whole folder ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_folder_of_forty_a_quarter_damaged_loses_nothing(dataset: Dataset, desk: Desk) -> None:
    departments = [d.id for d in dataset.departments if rows_of(dataset, d.id)]
    damages = [d for d in _damages(dataset) if d[0] != "炸弹.xlsx"][:10]
    expected: set[tuple[str, str, str]] = set()
    for n in range(30):
        department = departments[n % len(departments)]
        answers = {
            (t.number, g.label if g else ""): done(g.value if g else None) for t, g in rows_of(dataset, department)
        }
        save(book(dataset, department, answers), desk.returned / f"第{n % 3}批" / f"{n:02}{department}.xlsx")
        expected |= {(department, *key) for key in answers}
    for name, data, _what in damages:
        (desk.returned / "第1批" / name).write_bytes(data)
    said = desk.json()
    assert len(said["files"]) == 40
    assert {(p.department, p.number, p.label) for p in desk.replies} == expected
    assert {p["file"] for p in said["problems"]} == {f"第1批/{name}" for name, _d, _w in damages}
    before = desk.bytes
    assert desk.collect().exit_code == 1
    assert desk.bytes == before
    assert check(desk.data) == []


# --- the data folder -------------------------------------------------------------------------------


def test_a_data_folder_without_the_table_gets_it(dataset: Dataset, desk: Desk) -> None:
    descriptor = desk.data / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] != "progress"]
    descriptor.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (desk.data / "progress.csv").unlink()
    assert load(desk.data).progress == ()
    one(dataset, desk)
    assert desk.collect().exit_code == 0
    assert len(desk.replies) == 1
    before = desk.bytes, descriptor.read_bytes()
    desk.collect()
    assert (desk.bytes, descriptor.read_bytes()) == before


def test_order_of_columns_bom_and_other_rows_are_kept(dataset: Dataset, desk: Desk) -> None:
    header = "source,note,progress,completed,unit,value,status,reported,department,label,number,document"
    row = '"旧.xlsx","引号里的备注",,,,,done,2023-05-01,drc,,5,green-tasks-2023'
    (desk.data / "progress.csv").write_bytes(f"\ufeff{header}\r\n{row}\r\n".encode())
    one(dataset, desk)
    assert desk.collect().exit_code == 0
    lines = desk.bytes.decode().split("\r\n")
    assert lines[:2] == [f"\ufeff{header}", row]
    assert lines[2].startswith("区科技局.xlsx,,已建成,2023-06-09,家,9,done,2023-07-03,science-bureau,")


def test_data_that_can_not_be_written_to_says_to_make_ones_own(
    dataset: Dataset, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one(dataset, desk)
    before = (DATA / "progress.csv").read_bytes()
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    result = CliRunner().invoke(cli, ["collect", str(desk.returned)])
    assert result.exit_code == 1
    assert "zcplan init" in result.output
    assert (DATA / "progress.csv").read_bytes() == before


def test_as_of_does_not_go_with_collect(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk)
    args = ["--data", str(desk.data), "--as-of", "2023-08-01", "collect", str(desk.returned)]
    assert CliRunner().invoke(cli, args).exit_code == 2
    assert desk.replies == ()


def test_as_of_leaves_later_replies_out(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk)
    desk.collect()
    assert len(load(desk.data).as_of(dt.date(2023, 7, 3)).progress) == 1
    assert load(desk.data).as_of(dt.date(2023, 7, 2)).progress == ()


@pytest.mark.slow
def test_the_package_is_valid_with_and_without_replies(dataset: Dataset, desk: Desk) -> None:
    from frictionless import validate

    descriptor = str(desk.data / "datapackage.json")
    assert validate(descriptor).valid
    one(dataset, desk, {PLATFORMS: done("见附件", 备注='逗号,"引号"\n换行'), ("5", ""): {"状态": "√"}})
    desk.collect()
    assert len(desk.replies) >= 1
    report = validate(descriptor)
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_check_finds_a_reply_on_a_target_that_is_not_there(dataset: Dataset, desk: Desk) -> None:
    one(dataset, desk)
    desk.collect()
    text = desk.bytes.decode().replace("新培育市级以上创新平台", "别的目标")
    (desk.data / "progress.csv").write_text(text, encoding="utf-8")
    assert [(p.code, p.file, p.row, p.column) for p in check(desk.data)] == [
        ("unknown-label", "progress.csv", 2, "label")
    ]


@pytest.mark.parametrize("text", ["=1", "'=1", "''+", "-5", "@a", "'", "it's", "", "＝1", "a=b"])
def test_armed_text_reads_back_as_it_was(text: str) -> None:
    assert disarmed(armed(text)) == text
    assert armed(text)[:1] not in tuple("=+-@＝")


def test_a_table_written_anew_is_the_same_bytes() -> None:
    schema = {t.name: t for t in read_schema(DATA)}
    old = (DATA / "progress.csv").read_bytes()
    assert written(schema["progress"], [], content(old, schema["progress"])) == b"\xef\xbb\xbf" + old
    assert written(schema["progress"], []) == b"\xef\xbb\xbf" + old


# letters of Latin-1 in a row are what a Chinese text looks like that was read in another encoding, and are told as that
TYPED = st.characters().filter(lambda c: not "\x80" <= c <= "\xff")


@given(st.text(TYPED, max_size=60), st.text(TYPED, max_size=20))
def test_whatever_is_typed_is_read_back_from_the_file(tmp_path_factory: pytest.TempPathFactory, a: str, b: str) -> None:
    table = next(t for t in read_schema(DATA) if t.name == "progress")
    row = Progress("d", "1", clean(b), "x", DAY, "done", Decimal("1.50"), "家", None, clean(a), clean(b), "文件.xlsx")
    folder = tmp_path_factory.mktemp("typed")
    (folder / "progress.csv").write_bytes(written(table, [asdict(row)]))
    problems: list[Any] = []
    read = read_table(folder, table, problems, {})
    assert problems == []
    assert [Progress(*r) for r in zip(*read.columns, strict=True)] == [row]
    old = content((folder / "progress.csv").read_bytes(), table)
    assert written(table, [asdict(row)], old) == written(table, [asdict(row)])


@given(
    st.one_of(st.text(max_size=30), st.from_regex(r"[0-9.,，亿万家%年月日/-]{1,12}")),
    st.sampled_from(["家", "%", "亿元", ""]),
)
def test_no_text_makes_a_reader_stumble(text: str, unit: str) -> None:
    cell = Cell(clean(text))
    for reader in (lambda: figure(cell, unit, "新增"), lambda: cells.status(cell), lambda: cells.day(cell, 2023, DAY)):
        try:
            reader()
        except UnclearError as error:
            assert error.what
            assert error.todo


def test_a_sheet_beyond_the_limits_is_told_and_no_trap(
    dataset: Dataset, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 200  # rows, in place of so many that making them takes seconds
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", most)
    sound = _sound(dataset)
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
    (desk.returned / "a.xlsx").write_bytes(_with_part(sound, sheet, lambda b: b.replace(b"</sheetData>", far)))
    long = b"".join(b'<row r="%d"><c r="B%d"><v>1</v></c></row>' % (n, n) for n in range(50, most + 100))
    (desk.returned / "b.xlsx").write_bytes(
        _with_part(sound, sheet, lambda b: b.replace(b"</sheetData>", long + b"</sheetData>"))
    )
    merge = b'<mergeCell ref="A1:XFD1048576"/>' * 1000
    (desk.returned / "c.xlsx").write_bytes(
        _with_part(sound, sheet, lambda b: b.replace(b"</mergeCells>", merge + b"</mergeCells>"))
    )
    said = desk.json()
    assert {p["file"] for p in said["problems"] if p["code"] in ("sheet", "file")} >= {"a.xlsx", "b.xlsx"}
    assert len(desk.replies) == 1
