"""What is fast stays right: the same parts as docxtpl's, the same bytes from one process or several, flat memory."""

from __future__ import annotations

import cProfile
import io
import multiprocessing
import os
import pickle
import pstats
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from benchmarks import provinces
from tests.blank import blank
from tests.conftest import Tool, writer_of
from zcplan import resources
from zcplan.analysis.compare import compare
from zcplan.analysis.reconcile import reconcile
from zcplan.analysis.series import series
from zcplan.dataset import check, load
from zcplan.errors import TemplateError
from zcplan.model import Dataset
from zcplan.render import charts, package
from zcplan.render import produce as producing
from zcplan.render import rows as made_rows
from zcplan.render.environment import environment
from zcplan.render.excel import ExcelTemplate
from zcplan.render.package import is_untouched
from zcplan.render.produce import produce
from zcplan.render.rows import columns_of
from zcplan.render.word import Template, WordTemplate
from zcplan.reports import each_kind
from zcplan.reports import outputs as of_kind
from zcplan.reports.parts.layout import Cell, Output

WHEN = datetime(2023, 6, 9, tzinfo=timezone.utc)
AWKWARD = [
    "",
    " 前后空格 ",
    "A&B <总值>",
    "\"四新\" '甲'",
    "一行\n二行",
    "列\t列",
    "页\f页",
    "段\a段",
    "回\r\n车",
    "{{ 7*7 }}{%",
]


# --- Word ------------------------------------------------------------------------------------------


def book(path: Path) -> Path:
    """A template with all that ours have: loops of rows and paragraphs, a header with tags, a footer without."""
    document = blank()
    document.core_properties.title = "{{ title }}"
    document.sections[0].header.paragraphs[0].text = "{{ items | join('、') }}"
    document.sections[0].footer.paragraphs[0].text = "第一页\t右"
    document.add_paragraph("标题：{{ title }}，转义{_{ x }_}")
    document.add_paragraph("{%p for item in items %}")
    document.add_paragraph("{{ loop.index }}. {{ item }}{% if loop.last %}（完）{% endif %}")
    document.add_paragraph("{%p endfor %}")
    table = document.add_table(4, 2)
    for cell, text in zip(
        table._cells,
        ["序号", "名称", "{%tr for item in items %}", "", "{{ loop.index }}", "{{ item }}", "{%tr endfor %}", ""],
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("“{{ title }}”").runs[0].font.size = Pt(12)
    document.save(str(path))
    return path


class Docxtpl(Template):
    """Our template, filled in docxtpl's own way."""

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        super().render_properties(context, environment(autoescape=False))


def both(path: Path, context: dict[str, Any]) -> tuple[package.Parts, package.Parts]:
    """The parts as made from the prepared template, and as docxtpl makes them from the template anew."""
    template = WordTemplate(path)
    slow = template.opened()
    slow.__class__ = Docxtpl
    slow.render(dict(context), environment(autoescape=True))
    part, out = slow.docx.part, io.BytesIO()
    filled = charts.fill_all(part.element, charts.places(part), context.get("charts", {}))
    slow.save(out)
    return template.prepared.render(context), {**package.unpack(out.getvalue(), "t.docx"), **filled}


def test_every_document_is_part_by_part_what_docxtpl_makes(dataset: Dataset) -> None:
    seen = set()
    for _name, kind in each_kind():
        for output in of_kind(kind, writer_of(dataset), 2023):
            if output.template.endswith(".docx") and output.template not in seen:
                seen.add(output.template)
                fast, slow = both(resources.template(output.template), dict(output.context))
                assert fast == slow, output.template
    assert seen


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_comes_out_as_from_docxtpl(tmp_path: Path, text: str) -> None:
    fast, slow = both(book(tmp_path / "t.docx"), {"title": "题", "items": [text, "乙"]})
    assert fast == slow


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\r\f\a&<>\"'{}%")), max_size=4
    )
)
def test_any_text_comes_out_as_from_docxtpl(tmp_path: Path, items: list[str]) -> None:
    path = tmp_path / "t.docx"
    fast, slow = both(path if path.exists() else book(path), {"title": "题", "items": items})
    assert fast == slow


STRUCTURES = {
    "colspan": ["{% colspan n %}{{ title }}", "乙"],
    "columns": ["{%tc for item in items %}", "{{ item }}", "{%tc endfor %}"],
    "vmerge": ["{% vmerge merge %}{{ title }}", "乙"],
    "some columns": ["甲", "{%tc if n > 5 %}", "乙", "{%tc endif %}"],
}


@pytest.mark.parametrize("cells", STRUCTURES.values(), ids=STRUCTURES)
def test_tables_whose_structure_depends_on_data_come_out_as_from_docxtpl(tmp_path: Path, cells: list[str]) -> None:
    document = blank()
    table = document.add_table(2, len(cells))
    for at, text in enumerate(cells):
        table.cell(0, at).text = "头"
        table.cell(1, at).text = text
    document.save(str(tmp_path / "t.docx"))
    context = {"title": "题", "items": ["一", "二", "三", "四"], "n": 2, "merge": "restart"}
    fast, slow = both(tmp_path / "t.docx", context)
    assert fast == slow


def test_rows_that_come_without_a_header_come_out_as_from_docxtpl(tmp_path: Path) -> None:
    document = blank()
    table = document.add_table(3, 2)
    for row, text in zip(table.rows, ["{%tr for item in items %}", "{{ item }}", "{%tr endfor %}"], strict=True):
        row.cells[0].text = text
    document.save(str(tmp_path / "t.docx"))
    for items in (["甲"], ["甲", "乙"]):
        fast, slow = both(tmp_path / "t.docx", {"items": items})
        assert fast == slow


def test_pictures_that_repeat_are_numbered_as_docxtpl_does(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    document = blank()
    document.add_paragraph("{%p for item in items %}")
    document.add_picture(picture)
    document.add_paragraph("{%p endfor %}")
    document.save(str(tmp_path / "t.docx"))
    fast, slow = both(tmp_path / "t.docx", {"items": "甲乙"})
    assert fast == slow
    drawings = etree.fromstring(fast["word/document.xml"]).iter(qn("wp:docPr"))
    assert [d.get("id") for d in drawings] == ["1001", "1002"]


def test_docxtpl_is_not_asked_again_for_each_document(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object) -> None:
        raise AssertionError("docxtpl's own way was taken")

    template = WordTemplate(book(tmp_path / "t.docx"))
    first = template.render({"title": "题", "items": ["一"]})
    monkeypatch.setattr(Template, "patch_xml", refused)
    second = template.render({"title": "题", "items": ["二", "三"]})
    assert "二、三" in second["word/header1.xml"].decode() and first["word/styles.xml"] is second["word/styles.xml"]


@pytest.mark.parametrize("text", ["坏\x01字", "坏\ufffe字"])
def test_text_that_xml_can_not_hold_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateError):
        WordTemplate(book(tmp_path / "t.docx")).render({"title": text, "items": []})


def test_tags_that_break_the_structure_are_an_error(tmp_path: Path) -> None:
    document = blank()
    document.add_table(1, 2).cell(0, 0).text = "{%tc if yes %}"
    document.add_paragraph("{% if yes %}甲")
    document.tables[0].cell(0, 1).text = "乙{% endif %}{% endif %}"
    document.save(str(tmp_path / "t.docx"))
    with pytest.raises(TemplateError):
        WordTemplate(tmp_path / "t.docx").render({"yes": False})


# --- many files ------------------------------------------------------------------------------------


def outputs(count: int) -> list[Output]:
    return [Output("t.docx", f"{n}.docx", {"title": f"部门{n}", "items": ["甲"] * n}) for n in range(count)]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_several_processes_make_the_same_bytes_in_the_same_order(tmp_path: Path) -> None:
    template = book(tmp_path / "t.docx")
    wanted = outputs(30)
    for workers in (1, 2):
        made = list(produce(wanted, lambda _: template, tmp_path / str(workers), WHEN, workers=workers))
        assert [o.path.name for o in made] == [o.file for o in wanted]
        assert {o.state for o in made} == {"made"}
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_further_processes_are_started_where_the_work_is_worth_it(tmp_path: Path) -> None:
    def job(suffix: str) -> producing.Job:
        return producing.Job(Output("t", "o", {}), tmp_path / f"t{suffix}", tmp_path / "o", WHEN, False)

    assert producing.workers_for([job(".docx")] * 30) == 1
    assert producing.workers_for([job(".xlsx")] * 5) == 1
    processors = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 60)
    assert producing.workers_for([job(".docx")] * 5000) == producing.workers_for([job(".xlsx")] * 500) == processors


def test_one_wrong_output_among_many_does_not_stop_the_rest(tmp_path: Path) -> None:
    template = book(tmp_path / "t.docx")
    wanted = outputs(12)
    wanted[5] = replace(wanted[5], context={"items": []})
    made = list(produce(wanted, lambda _: template, tmp_path / "out", WHEN, workers=2))
    assert [n for n, o in enumerate(made) if o.state == "failed"] == [5]
    error = made[5].error
    assert error is not None and "title" in error.what and "t.docx" in error.where and error.todo
    assert len(contents(tmp_path / "out")) == 11


@pytest.mark.slow
def test_a_batch_that_is_broken_off_leaves_whole_files_alone(tmp_path: Path) -> None:
    template = book(tmp_path / "t.docx")
    making = produce(outputs(200), lambda _: template, tmp_path / "out", WHEN, workers=2)
    next(making)
    making.close()  # type: ignore[attr-defined]
    left = contents(tmp_path / "out")
    assert 1 <= len(left) < 200
    assert all(name.endswith(".docx") and is_untouched(data) for name, data in left.items())


_make_one, _parent = producing.make_one, os.getpid()


def dies_at_the_seventh(output: Output, *rest: Any, **options: Any) -> Any:
    if os.getpid() != _parent and output.file == "7.docx":
        os._exit(1)
    return _make_one(output, *rest, **options)


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="the fault is set in the parent's memory")
def test_a_process_that_is_killed_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = book(tmp_path / "t.docx")
    monkeypatch.setattr(producing, "make_one", dies_at_the_seventh)
    made = list(produce(outputs(12), lambda _: template, tmp_path / "out", WHEN, workers=2))
    assert [o.path.name for o in made] == [f"{n}.docx" for n in range(12)]
    whole = [data for name, data in contents(tmp_path / "out").items() if name.endswith(".docx")]
    assert not any(o.error for o in made) and len(whole) == 12 and all(map(is_untouched, whole))


@pytest.mark.slow
def test_what_goes_to_another_process_can_be_sent(dataset: Dataset, tmp_path: Path) -> None:
    """Where processes start anew (Windows, macOS) everything is pickled on its way."""
    for _name, kind in each_kind():
        for output in of_kind(kind, writer_of(dataset), 2023):
            job = producing.Job(output, tmp_path / "t", tmp_path / "o", WHEN, False)
            assert pickle.loads(pickle.dumps(job)) == job
    error = TemplateError("what", "where", "todo")
    copy = pickle.loads(pickle.dumps(producing.Outcome(tmp_path, "failed", error)))
    assert str(copy.error) == str(error)


# --- ledgers ---------------------------------------------------------------------------------------


def ledger(path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "台账"
    sheet.append(["{{ title }}"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "任务", "目标值", "单位", "=1+1"])
    sheet.append(["{%tr for row in rows %}"])
    sheet.append(["{{ row.number }}", "{{ row.task }}", "{{ row.value }}", "{{ row.extra }}", "固定"])
    sheet.append(["{%tr endfor %}"])
    sheet.append(["合计", "", "{{ title }}", None, "=2+2"])
    sheet.merge_cells("A6:B6")
    side = Side("thin")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border = Border(side, side, side, side)
    sheet["B4"].alignment = Alignment(wrap_text=True)
    sheet["A6"].font = Font(bold=True)
    sheet.column_dimensions["B"].width = 20
    sheet.row_dimensions[4].height = 18
    sheet.auto_filter.ref = "A2:E4"
    sheet.conditional_formatting.add("C4", CellIsRule("greaterThan", ["10"], fill=PatternFill("solid", "FF0000")))
    choice = DataValidation("list", formula1='"是,否"')
    choice.add("E4")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "A3"
    workbook.save(path)
    return path


TASKS = ["推进绿色低碳高质量发展先行区建设，实施项目“四新”工程", "=1+1", "A&B <x>", " 空格 ", "一\n二", "é̀ 組合", ""]
VALUES = [Decimal("1.50"), 3, 2.5, None, "—", True, date(2023, 6, 9), Cell("跨", 2, 1), ["甲", Decimal("0.1")]]


def ledger_rows(count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        yield {"number": n + 1, "task": TASKS[n % 7], "value": VALUES[n % 9], "extra": f"单位{n % 50}"}


def looks(data: bytes) -> dict[str, Any]:
    """All that a reader sees of the sheet."""
    sheet = load_workbook(io.BytesIO(data)).active
    cells = {
        c.coordinate: (c.value, c.data_type, c.number_format, c.quotePrefix, c.font.b, c.border.top.style)
        for row in sheet.iter_rows()
        for c in row
    }
    return {
        "cells": cells,
        "heights": {n: d.height for n, d in sheet.row_dimensions.items()},
        "merges": sorted(map(str, sheet.merged_cells.ranges)),
        "filter": sheet.auto_filter.ref,
        "formats": [str(f.sqref) for f in sheet.conditional_formatting],
        "lists": [str(v.sqref) for v in sheet.data_validations.dataValidation],
        "size": sheet.dimensions,
        "frozen": sheet.freeze_panes,
    }


def test_a_streamed_sheet_shows_what_a_sheet_in_memory_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = ExcelTemplate(ledger(tmp_path / "t.xlsx"))
    seen = []
    for limit in (10_000, 20):
        monkeypatch.setattr(made_rows, "LONG", limit)
        seen.append(looks(package.seal(template.render({"title": "台账", "rows": ledger_rows(90)}), WHEN)))
    whole, streamed = seen
    for name in whole:
        assert streamed[name] == whole[name], name
    assert whole["filter"] == "A2:E92" and "A93:B93" in whole["merges"]


def test_a_streamed_file_is_known_as_untouched_and_the_same_each_time(tmp_path: Path) -> None:
    template = ExcelTemplate(ledger(tmp_path / "t.xlsx"))
    one, other = (package.seal(template.render({"title": "台账", "rows": ledger_rows(1500)}), WHEN) for _ in range(2))
    assert one == other and is_untouched(one)


def test_a_control_character_in_a_streamed_row_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_rows, "LONG", 2)
    rows = [{"number": 1, "task": "坏\x01字", "value": 1, "extra": ""}]
    with pytest.raises(TemplateError):
        ExcelTemplate(ledger(tmp_path / "t.xlsx")).render({"title": "台账", "rows": rows})


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows_of_a_ledger(tmp_path: Path) -> None:
    """Beyond the finished, compressed file: a row held in memory would take some kilobytes."""
    template = ExcelTemplate(ledger(tmp_path / "t.xlsx"))

    def peak(count: int) -> int:
        rows = ({**row, "value": row["number"]} for row in ledger_rows(count))
        tracemalloc.start()
        package.seal(template.render({"title": "台账", "rows": rows}), WHEN)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few, many = 2_500, 10_000
    assert peak(many) - peak(few) < 100 * (many - few)


@given(st.text(st.sampled_from("aZ 09~·–—‘’“”、。〈〉一龥！～中")))
def test_the_width_of_usual_text_is_that_of_wcwidth(text: str) -> None:
    from wcwidth import wcswidth

    assert columns_of(text) == wcswidth(text)


# --- the dataset -----------------------------------------------------------------------------------


def calls(work: Callable[[], object]) -> int:
    """How many function calls some work takes: a measure of it that no other process disturbs."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two datasets, one with four times the counties of the other."""
    made = tuple(tmp_path_factory.mktemp(f"counties-{n}") for n in (2, 8))
    counts = [provinces.make(folder, counties, years=3) for folder, counties in zip(made, (2, 8), strict=True)]
    assert counts[1] == 4 * counts[0]
    return made[0], made[1]


def test_loading_and_checking_grow_with_the_data_and_no_faster(districts: tuple[Path, Path]) -> None:
    small, large = districts
    load(small)
    with (small / "areas.csv").open("a", encoding="utf-8") as areas:
        areas.write("\n")  # what stands as it was read before is not read again
    assert calls(lambda: load(large)) < 4.4 * calls(lambda: load(small))
    assert check(large) == []


def test_analysis_grows_with_the_data_and_no_faster(districts: tuple[Path, Path]) -> None:
    small, large = map(load, districts)
    works: list[Callable[[Dataset], object]] = [
        lambda d: compare(d, 2023),
        reconcile,
        lambda d: [series(d, i.id) for i in d.indicators[:20]],
    ]
    for work in works:
        few, many = (calls(lambda work=work, d=d: work(replace(d))) for d in (small, large))  # type: ignore[misc]
        assert many < 4.6 * few


def test_a_table_full_of_unknown_ids_is_told_and_does_not_hang(folder: Path, tool: Tool) -> None:
    path = folder / "observations.csv"
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n")
    path.write_text(
        head + "\n" + "".join(f"unknown-{n}-{line}\n" for n, line in enumerate(rest.splitlines())), encoding="utf-8"
    )
    (folder / "tables.csv").write_text("table,order,label,indent,indicator,unit,result,target\n", encoding="utf-8")
    problems = check(folder)
    assert sum(p.code == "unknown-id" for p in problems) >= len(rest.splitlines())


def test_repeated_values_are_kept_once(dataset: Dataset) -> None:
    first, *others = (o for o in dataset.observations if o.document == "plan-2023")
    assert all(o.document is first.document for o in others)
