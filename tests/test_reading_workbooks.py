"""What a reader sees in a workbook is what is read, whatever Excel, WPS or a web system wrote it."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests import hostile, ledgers, old_workbook
from tests.packages import HEAD, S, c, excel, formats, row, words
from zcplan.errors import InputError, UsageError
from zcplan.reading.document import Draft, read
from zcplan.reading.passed_over import told
from zcplan.reading.workbook import Cell
from zcplan.reading.workbook import read as read_book

HEADS = row(1, words("A1", "指标"), words("B1", "单位"), words("C1", "2023年"))


def cells(path: Path) -> dict[str, str]:
    """What each cell shows, by its address."""
    return {p.cell: p.text for p in read(path).paragraphs}


def book(path: Path) -> dict[str, Cell]:
    from zcplan.cells import reference

    sheet = read_book(path.read_bytes(), path.name).sheets[0]
    return {reference(*place): cell for place, cell in sheet.cells.items()}


def grids(draft: Draft) -> list[list[tuple[int, int, str]]]:
    return [[(x.row, x.column, x.text) for x in t.cells] for t in draft.tables]


def test_cells_are_read_as_they_show_with_their_sheet_and_address(tmp_path: Path) -> None:
    rows = HEADS + row(2, words("A2", "服务业"), words("B2", "亿元"), c("C2", "13900000000", 1))
    path = excel(tmp_path / "a.xlsx", rows, styles=formats("General", "0!.00,,"))
    draft = read(path)
    assert [(p.sheet, p.cell, p.text) for p in draft.paragraphs][-1] == ("表一", "C2", "139.00")
    assert draft.tables[0].cells[-1].value == Decimal(139)
    assert (draft.kind, draft.name, draft.tables[0].sheet) == ("xlsx", "a.xlsx", "表一")


@pytest.mark.parametrize(
    ("cell", "shown", "typed"),
    [
        (c("A1", "5.5"), "5.5", "5.5"),
        (c("A1", "0.30000000000000004"), "0.3", "0.3"),
        (c("A1", "12345", 1), "1.2万家", "1.2345万家"),
        (c("A1", "0.055", 2), "6%", "5.5%"),
        (c("A1", "45086", 3), "2023年6月", "2023-06-09"),
        (c("A1", "2023-06-09T00:00:00", 3, "d"), "2023年6月", "2023-06-09"),
        (c("A1", "1", 0, "b"), "TRUE", "TRUE"),
        (c("A1", "0", 0, "s"), "共享", "共享"),
        (c("A1", "算出来", 0, "str"), "算出来", "算出来"),
        (words("A1", "<is><r><t>增长</t></r><rPh><t>zeng</t></rPh><r><t>5%</t></r></is>"[4:-5]), "增长5%", "增长5%"),
        (c("A1", "6222020200112233445"), "6222020200112230000", "6222020200112230000"),
        (c("A1", "<f>1+1</f><v>2</v>"), "2", "2"),
        (c("A1", "-5", 4), "-5.0", "-5"),
    ],
    ids=range(13),
)
def test_every_kind_of_cell(cell: str, shown: str, typed: str, tmp_path: Path) -> None:
    styles = formats("General", '0!.0,"万家"', "0%", 'yyyy"年"m"月"', "0.0_);[Red](0.0)")
    path = excel(tmp_path / "a.xlsx", row(1, cell), styles=styles, strings="<si><t>共享</t></si>")
    assert (book(path)["A1"].shown, book(path)["A1"].text) == (shown, typed)


def test_a_number_of_19_digits_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = excel(
        tmp_path / "a.xlsx", row(1, c("A1", "6222020200112233445"), c("B1", "1e400"), c("C1", "NaN"), c("D1", "7"))
    )
    found = book(path)
    assert found["A1"].flaw and found["B1"].flaw and found["D1"].number == 7
    assert found["C1"].number is None


def test_struck_through_text_is_none_and_a_figure_partly_struck_is_told(tmp_path: Path) -> None:
    styles = formats("General", fonts="<font/><font><strike/></font>").replace(
        "</cellXfs>", '<xf numFmtId="0" fontId="1"/></cellXfs>'
    )
    strings = '<si><r><rPr><strike val="1"/></rPr><t>12</t></r><r><t>9家</t></r></si>'
    rows = row(1, words("A1", "甲"), c("B1", "0", 0, "s"), c("C1", "7", 1)) + row(2, words("A2", "乙"), c("B2", "3"))
    path = excel(tmp_path / "a.xlsx", rows, styles=styles, strings=strings)
    draft = read(path)
    assert cells(path) == {"A1": "甲", "B1": "9家", "A2": "乙", "B2": "3"}
    assert told(draft.passed_over) == ["figures partly struck through: 2 (表一)"]
    assert book(path)["C1"].struck == "7"


def test_formulas_never_computed_errors_and_pictures_are_told(tmp_path: Path) -> None:
    rows = row(
        1,
        words("A1", "甲"),
        c("B1", "<f>B2*2</f>"),
        c("C1", "#DIV/0!", 0, "e"),
        c("D1", '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>', 0, "str"),
        words("E1", '=DISPIMG("ID_2",1)'),
        '<c r="F1" t="e" vm="1"><v>#VALUE!</v></c>',
    )
    path = excel(tmp_path / "a.xlsx", rows)
    draft = read(path)
    assert cells(path) == {"A1": "甲", "C1": "#DIV/0!"}
    assert told(draft.passed_over) == [
        "cells that show an error: 1 (表一)",
        "pictures: 3 (表一)",
        "formulas that were never computed: 1 (表一)",
    ]
    assert book(path)["B1"].text == "=B2*2"


def test_hidden_rows_columns_and_sheets_are_left_out_and_told(tmp_path: Path) -> None:
    rows = row(1, words("A1", "甲"), c("B1", "1"), c("C1", "2")) + row(
        2, words("A2", "乙"), c("B2", "3"), more='hidden="1"'
    )
    path = excel(tmp_path / "a.xlsx", rows, columns='<cols><col min="3" max="3" hidden="1"/></cols>')
    assert cells(path) == {"A1": "甲", "B1": "1"}
    assert told(read(path).passed_over) == ["hidden rows: 1 (表一)", "hidden columns: 1 (表一)"]
    with pytest.raises(UsageError, match=r"nothing in it could be read \(hidden sheets: 1 \(表一\)\)"):
        read(excel(tmp_path / "b.xlsx", rows, state="hidden"))


def test_comments_are_told_and_kept(tmp_path: Path) -> None:
    inside = '<comment ref="B1"><text><r><t>已完成9家</t></r></text></comment>'
    remark = f'{HEAD}<comments xmlns="{S}"><commentList>{inside}</commentList></comments>'
    parts = {"comments1.xml": ("comments", remark)}
    path = excel(tmp_path / "a.xlsx", row(1, words("A1", "甲")), sheet_parts=parts)
    assert told(read(path).passed_over) == ["comments on cells: 1 (表一)"]
    assert book(path)["B1"].comment == "已完成9家"


def test_merges_titles_units_and_notes(tmp_path: Path) -> None:
    rows = (
        row(1, words("A1", "主要指标完成情况"))
        + row(2, words("A2", "2023年"), words("D2", "单位：亿元"))
        + row(3, words("A3", "指标"), words("B3", "2022年"), words("D3", "备注"))
        + row(4, words("B4", "数"), words("C4", "增"))
        + row(5, words("A5", "甲"), c("B5", "1"), c("C5", "2"))
        + row(6, words("A6", "注：按当年价格计算。"))
    )
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A1:D1", "A3:A4", "B3:C3"))
    draft = read(excel(tmp_path / "a.xlsx", rows, more=f"<mergeCells>{merges}</mergeCells>"))
    (table,) = draft.tables
    assert (table.caption, table.unit) == ("主要指标完成情况 2023年", "亿元")
    assert [(x.row, x.column, x.columns, x.rows, x.text) for x in table.cells] == [
        (0, 0, 1, 2, "指标"), (0, 1, 2, 1, "2022年"), (0, 3, 1, 1, "备注"), (1, 1, 1, 1, "数"), (1, 2, 1, 1, "增"),
        (2, 0, 1, 1, "甲"), (2, 1, 1, 1, "1"), (2, 2, 1, 1, "2"),
    ]  # fmt: skip
    assert [p.text for p in draft.paragraphs if p.kind == "body"] == [
        "主要指标完成情况", "2023年", "单位：亿元", "注：按当年价格计算。",
    ]  # fmt: skip


def test_several_tables_on_a_sheet_are_told_apart(tmp_path: Path) -> None:
    rows = (
        row(1, words("A1", "表一"))
        + row(2, words("A2", "指标"), words("B2", "数"), words("D2", "地区"), words("E2", "数"))
        + row(3, words("A3", "甲"), c("B3", "1"), words("D3", "东"), c("E3", "5"))
        + row(4, words("A4", "乙"), c("B4", "2"), words("D4", "西"), c("E4", "6"))
        + row(6, words("A6", "丙"), c("B6", "3"))
        + row(9, words("A9", "表二"))
        + row(10, words("A10", "指标"), words("B10", "数"))
        + row(11, words("A11", "丁"), c("B11", "4"))
    )
    draft = read(excel(tmp_path / "a.xlsx", rows))
    assert [[x.text for x in t.cells] for t in draft.tables] == [
        ["指标", "数", "甲", "1", "乙", "2", "丙", "3"],
        ["地区", "数", "东", "5", "西", "6"],
        ["指标", "数", "丁", "4"],
    ]
    assert [t.caption for t in draft.tables] == ["表一", "", "表二"]


def test_what_a_merge_covers_and_what_a_format_hides_is_not_read(tmp_path: Path) -> None:
    rows = row(1, words("A1", "指标"), c("B1", "99")) + row(2, c("A2", "5"), c("B2", "77", 1), more='ht="15"')
    rows += row(3, c("A3", "66"), more='ht="0"')
    merges = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    path = excel(tmp_path / "a.xlsx", rows, styles=formats("General", ";;;"), more=merges)
    assert cells(path) == {"A1": "指标", "A2": "5"}
    assert told(read(path).passed_over) == ["hidden rows: 1 (表一)", "pieces of hidden text: 1 (表一)"]


def test_text_boxes_on_a_sheet_are_read_and_its_pictures_told(tmp_path: Path) -> None:
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    drawing = (
        f'{HEAD}<d xmlns="urn:d" xmlns:a="{a}"><a:p><a:r><a:t>单位：</a:t></a:r><a:r><a:t>亿元</a:t></a:r></a:p></d>'
    )
    parts = {"drawings/drawing1.xml": ("drawing", drawing)}
    draft = read(excel(tmp_path / "a.xlsx", row(1, words("A1", "甲")), sheet_parts=parts))
    assert [(q.kind, q.text) for q in draft.paragraphs] == [("body", "甲"), ("textbox", "单位：亿元")]


def test_a_hidden_column_or_row_parts_no_table(tmp_path: Path) -> None:
    rows = row(1, words("A1", "序号"), words("B1", "标识"), words("C1", "任务"), words("D1", "数"))
    for n in range(2, 6):
        hides = 'hidden="1"' if n == 3 else ""
        rows += row(n, c(f"A{n}", str(n)), words(f"B{n}", "x"), words(f"C{n}", "甲"), words(f"D{n}", "乙"), more=hides)
    path = excel(tmp_path / "a.xlsx", rows, columns='<cols><col min="2" max="2" hidden="1"/></cols>')
    (table,) = read(path).tables
    assert [x.column for x in table.cells[:3]] == [0, 2, 3]
    assert len(table.cells) == 12


# --- packages that libraries refuse


def changed(path: Path, target: Path, change: dict[str, tuple[bytes, bytes]]) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            blob = old.read(name)
            for part, (before, after) in change.items():
                if part in name:
                    assert before in blob, name
                    blob = blob.replace(before, after)
            new.writestr(name, blob)
    return target


@pytest.mark.parametrize(
    "change",
    [
        {"styles.xml": (b"<fills count", b"<fills><fill/></fills><fills count")},
        {"core.xml": (b"</cp:coreProperties>", b"<dcterms:created>gestern</dcterms:created></cp:coreProperties>")},
        {"sheet1.xml": (b'<dimension ref="', b'<dimension ref="ZZZZ99:')},
        {"sheet1.xml": (b"<sheetData>", b'<unheard xmlns="urn:x"/><sheetData>')},
        {"styles.xml": (b"</styleSheet>", b"<extLst><ext/></extLst></styleSheet>")},
    ],
    ids=["empty fill", "odd core properties", "wrong dimension", "unknown element", "extension"],
)
def test_what_excel_opens_without_a_word_is_read(change: dict[str, tuple[bytes, bytes]], tmp_path: Path) -> None:
    import openpyxl

    wb = openpyxl.Workbook()
    wb.active.append(["指标", "数"])
    wb.active.append(["甲", 5.5])
    wb.save(tmp_path / "sound.xlsx")
    path = changed(tmp_path / "sound.xlsx", tmp_path / "a.xlsx", change)
    assert cells(path) == {"A1": "指标", "B1": "数", "A2": "甲", "B2": "5.5"}


def test_strict_workbooks_and_prefixed_names(tmp_path: Path) -> None:
    path = excel(tmp_path / "a.xlsx", HEADS, space="http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert cells(path)["C1"] == "2023年"
    prefixed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(excel(tmp_path / "c.xlsx", HEADS)) as old, zipfile.ZipFile(prefixed, "w") as new:
        for name in old.namelist():
            blob = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                blob = blob.replace(b"<?xml", b"<!xml").replace(b"</", b"</x:").replace(b"<", b"<x:")
                blob = blob.replace(b"<x:/x:", b"</x:").replace(b"<x:!xml", b"<?xml").replace(b" xmlns=", b" xmlns:x=")
            new.writestr(name, blob)
    assert cells(prefixed) == cells(path)


def test_an_old_workbook_is_read_by_the_plain_install(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(old_workbook.data())
    draft = read(tmp_path / "a.xls")
    assert draft.kind == "xls"
    assert any("任务编号" in p.text for p in draft.paragraphs)
    (tmp_path / "b.et").write_bytes(old_workbook.data())
    assert len(read(tmp_path / "b.et").paragraphs) == len(draft.paragraphs)


def test_a_workbook_without_a_sheet_is_refused_in_words(tmp_path: Path) -> None:
    path = changed(
        excel(tmp_path / "a.xlsx", HEADS), tmp_path / "b.xlsx", {"xl/workbook.xml": (b"<sheet ", b"<blatt ")}
    )
    with pytest.raises(InputError, match="no sheet that holds cells"):
        read_book(path.read_bytes(), "b.xlsx")


def test_a_part_packed_as_office_never_packs_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(excel(tmp_path / "a.xlsx", HEADS)) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_LZMA)
    with pytest.raises(UsageError, match="packed in a way that Office does not know"):
        read(tmp_path / "b.xlsx")


def test_too_many_cells_are_refused_at_once(tmp_path: Path) -> None:
    rows = "".join(f"<row>{'<c><v>1</v></c>' * 200}</row>" for _n in range(1_600))
    path = excel(tmp_path / "a.xlsx", rows)
    with hostile.limits(350_000), pytest.raises(UsageError, match="more than 300000 cells"):
        read(path)


def test_a_book_of_a_department_is_read_alike_for_a_draft_and_for_a_ledger(dataset, tmp_path: Path) -> None:
    path = ledgers.save(ledgers.book(dataset, "science-bureau"), tmp_path / "a.xlsx")
    sheets = read_book(path.read_bytes(), path.name).sheets
    shown = {(s.name, cell.shown) for s in sheets for cell in s.cells.values()}
    assert {(p.sheet, p.text) for p in read(path).paragraphs} == shown
