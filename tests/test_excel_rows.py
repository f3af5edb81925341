"""An Excel template's own XML is filled: what stands on its rows goes along, what stands beside them stays."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from tests.ledgers import rewrite
from zcplan.errors import TemplateError
from zcplan.render import formulas, package
from zcplan.render.excel import ExcelTemplate
from zcplan.render.rows import LONG
from zcplan.reports.parts.layout import Cell

ITEMS = {"items": [{"name": "甲", "n": 1}, {"name": "乙", "n": 2}, {"name": "丙", "n": Decimal("3.50")}]}
SHEET = "xl/worksheets/sheet1.xml"


def looped(*tail: list[object]) -> Workbook:
    """A head, a row for each item, and what comes below."""
    book = Workbook()
    for row in (["名称", "数"], ["{%tr for i in items %}"], ["{{ i.name }}", "{{ i.n }}"], ["{%tr endfor %}"], *tail):
        book.active.append(row)
    return book


def parts(path: Path, book: Workbook, context: object = None) -> package.LongParts:
    book.save(path)
    return ExcelTemplate(path).render(context or ITEMS)  # type: ignore[arg-type]


def made(path: Path, book: Workbook, context: object = None) -> Workbook:
    return load_workbook(io.BytesIO(package.pack(parts(path, book, context))), rich_text=True)


def test_nothing_of_the_template_s_tags_is_left_in_any_part(tmp_path: Path) -> None:
    for name, part in parts(tmp_path / "t.xlsx", looped(["合计"])).items():
        assert b"{{" not in package.xml(part) and b"{%" not in package.xml(part), name


def test_a_workbook_whose_names_carry_a_prefix_is_filled(tmp_path: Path) -> None:
    """As Microsoft's own library writes it."""
    looped(["合计"]).save(tmp_path / "s.xlsx")

    def prefixed(name: str, blob: bytes) -> bytes:
        if name != SHEET:
            return blob
        text = re.sub(r"<(/?)(?=\w)", r"<\1x:", blob.decode()).replace('xmlns="', 'xmlns:x="')
        return text.encode()

    path = rewrite((tmp_path / "s.xlsx").read_bytes(), tmp_path / "t.xlsx", prefixed)
    sheet = load_workbook(io.BytesIO(package.pack(ExcelTemplate(path).render(ITEMS)))).active
    assert [c.value for c in sheet["A"]] == ["名称", "甲", "乙", "丙", "合计"]


def sharing(source: Path, path: Path, texts: str) -> Path:
    """A workbook whose texts stand in a part of their own, as Excel and WPS write them."""
    found = package.unpack(source.read_bytes(), "")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    found["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{texts}</sst>'.encode()
    for name, end, new in (
        ("[Content_Types].xml", b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'),
        (
            "xl/_rels/workbook.xml.rels",
            b"</Relationships>",
            f'<Relationship Id="rS" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>',
        ),
    ):
        found[name] = found[name].replace(end, new.encode() + end)
    count = iter(range(99))
    cell = re.compile(rb't="inlineStr"[^>]*><is>.*?</is>')
    found[SHEET] = cell.sub(lambda _match: b't="s"><v>%d</v>' % next(count), found[SHEET])
    path.write_bytes(package.pack(found))
    return path


def test_texts_that_cells_share_are_filled_and_none_is_left(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["a"], ["b"], ["c"]):
        book.active.append(row)
    book.save(tmp_path / "s.xlsx")
    texts = (
        "<si><t>标题{{ title }}</t></si><si><r><rPr><b/></rPr><t>粗</t></r><r><t xml:space='preserve'> 细</t></r></si>"
    )
    texts += "<si><t>注音</t><rPh sb='0' eb='1'><t>zhu</t></rPh></si>"
    found = ExcelTemplate(sharing(tmp_path / "s.xlsx", tmp_path / "t.xlsx", texts)).render({"title": "一"})
    sheet = load_workbook(io.BytesIO(package.pack(found)), rich_text=True).active
    assert [str(c.value) for c in sheet["A"]] == ["标题一", "粗 细", "注音"] and sheet["A2"].value[0].font.b
    assert "xl/sharedStrings.xml" not in found
    assert not any(b"sharedStrings" in package.xml(part) for part in found.values())


def test_a_text_that_no_part_holds_is_refused(tmp_path: Path) -> None:
    looped(["合计"]).save(tmp_path / "s.xlsx")
    with pytest.raises(TemplateError, match=r"t\.xlsx"):
        ExcelTemplate(sharing(tmp_path / "s.xlsx", tmp_path / "t.xlsx", "<si><t>名称</t></si>"))


def test_text_in_several_formats_keeps_each(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = CellRichText("截至", TextBlock(InlineFont(b=True), "{{ name }}"), "止<全区>")
    text = made(tmp_path / "t.xlsx", book, {"name": "六月"}).active["A1"].value
    assert str(text) == "截至六月止<全区>" and [t.font.b for t in text if isinstance(t, TextBlock)] == [True]


def test_formulas_look_from_their_new_row_and_are_worked_out(tmp_path: Path) -> None:
    book = looped(["合计", "=SUM(B2:B9)", '=COUNTIF(A1:A9,"乙")', "=SUM(B5,C5)", "=B5&A$1"])
    path = tmp_path / "t.xlsx"
    sheet = made(path, book).active
    assert [c.value for c in sheet[5]][1:] == ["=SUM(B2:B9)", '=COUNTIF(A1:A9,"乙")', "=SUM(B5,C5)", "=B5&A$1"]
    assert [c.value for c in made(path, looped([], ["合计", "=B6", "=B$6"])).active[6]][1:] == ["=B6", "=B$6"]
    data = package.pack(ExcelTemplate(path).render(ITEMS))
    values = [c.value for c in load_workbook(io.BytesIO(data), data_only=True).active[6]]
    assert values[1:] == [None, None]  # a formula that looks at itself has no value


BELOW = {
    "=SUM(B3:B3)": "=SUM(B2:B4)",
    "=SUM(B$2:B$4)": "=SUM(B$2:B$4)",
    "=SUM(B2:B4,1)": "=SUM(B2:B4,1)",
    "=B5&$A$1": "=B5&$A$1",
    "=B6": "=B6",
    "=SUM(B3:B6)": "=SUM(B2:B6)",
    "=COUNTA(3:3)": "=COUNTA(2:4)",
    "=COUNTA(B:B)": "=COUNTA(B:B)",
    "=COUNTIF(Sheet!$A$3:$A$3,A5)": "=COUNTIF(Sheet!$A$2:$A$4,A5)",
}
BESIDE = {
    "=B3*2": ["=B2*2", "=B3*2", "=B4*2"],
    "=B3/SUM(B$3:B$3)": ["=B2/SUM(B$2:B$4)", "=B3/SUM(B$2:B$4)", "=B4/SUM(B$2:B$4)"],
    "=SUM(B$3:B3)": ["=SUM(B$2:B2)", "=SUM(B$2:B3)", "=SUM(B$2:B4)"],
    "=B3&B1&B$5": ["=B2&B1&B$5", "=B3&B1&B$5", "=B4&B1&B$5"],
    "=N(C2)+B3": ["=N(C1)+B2", "=N(C2)+B3", "=N(C3)+B4"],
}


@pytest.mark.parametrize("formula", BELOW)
def test_a_formula_below_the_rows_looks_at_all_that_were_made(tmp_path: Path, formula: str) -> None:
    assert made(tmp_path / "t.xlsx", looped(["合计", formula])).active["B5"].value == BELOW[formula]


@pytest.mark.parametrize("formula", BESIDE)
def test_a_formula_on_the_rows_looks_at_its_own_round_and_at_what_stands_outside(tmp_path: Path, formula: str) -> None:
    book = looped(["合计", "{{ items[0].n }}"])
    book.active["C3"] = formula
    sheet = made(tmp_path / "t.xlsx", book).active
    assert [sheet[f"C{row}"].value for row in (2, 3, 4)] == BESIDE[formula]


def test_a_total_above_the_rows_and_on_another_sheet_looks_at_all_and_is_worked_out(tmp_path: Path) -> None:
    book = looped()
    book.active["D1"] = "=SUM(B3:B3)"
    book.create_sheet("汇总")["A9"] = "=SUM(Sheet!B3:B3,1)"
    data = package.pack(parts(tmp_path / "t.xlsx", book))
    found = load_workbook(io.BytesIO(data), data_only=True)
    assert [found["Sheet"]["D1"].value, found["汇总"]["A9"].value] == [6.5, 7.5]
    assert load_workbook(io.BytesIO(data))["汇总"]["A9"].value == "=SUM(Sheet!B2:B4,1)"


def test_a_total_of_no_rows_is_nought_and_no_figure_that_stands_near(tmp_path: Path) -> None:
    book = looped(["合计", "=SUM(B3:B3)", 7])
    book.active["B1"] = 2023
    book.defined_names["数"] = DefinedName("数", attr_text="Sheet!$B$3:$B$3")
    book.active["D5"] = "=SUM(数)"
    data = package.pack(parts(tmp_path / "t.xlsx", book, {"items": []}))
    assert [c.value for c in load_workbook(io.BytesIO(data), data_only=True).active[2]] == ["合计", 0, 7, 0]


def test_formulas_that_look_at_more_cells_than_can_be_worked_out_are_left_to_excel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formulas, "_MOST_IN_ALL", 5)
    book = looped(["合计", "=SUM(B3:B3)", "=SUM(A3:B3)"])
    data = package.pack(parts(tmp_path / "t.xlsx", book))
    assert [c.value for c in load_workbook(io.BytesIO(data), data_only=True).active[5]] == ["合计", 6.5, None]
    assert load_workbook(io.BytesIO(data)).active["C5"].value == "=SUM(A2:B4)"


def test_lists_and_colours_that_look_at_the_rows_follow_them(tmp_path: Path) -> None:
    book = looped(["选一个"])
    choice = DataValidation("list", formula1="$A$3:$A$3")
    choice.add("B5")
    book.active.add_data_validation(choice)
    book.active.conditional_formatting.add("A3:B3", FormulaRule(["$B3=MAX($B$3:$B$3)"]))
    sheet = made(tmp_path / "t.xlsx", book).active
    assert [(str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation] == [("B5", "$A$2:$A$4")]
    ((area, (rule,)),) = sheet.conditional_formatting._cf_rules.items()
    assert (str(area.sqref), rule.formula) == ("A2:B4", ["$B2=MAX($B$2:$B$4)"])


def test_below_more_rows_than_are_held_a_total_looks_at_all_and_on_them_it_needs_a_name(tmp_path: Path) -> None:
    many = {"items": [{"name": "甲", "n": 1}] * (LONG + 9)}
    book = looped(["合计", "=SUM(B3:B3)"])
    book.active["C3"] = "=SUM(B$3:B3)"
    book.active["D1"] = "=SUM(B3:B3)"
    sheet = made(tmp_path / "t.xlsx", book, many).active
    last = LONG + 10
    assert [sheet["D1"].value, sheet[f"B{last + 1}"].value] == [f"=SUM(B2:B{last})"] * 2
    assert sheet[f"C{last}"].value == f"=SUM(B$2:B{last})"
    book = looped()
    book.active["C3"] = "=B3/SUM(B$3:B$3)"
    with pytest.raises(TemplateError, match=r"C3.*name|name"):
        parts(tmp_path / "t.xlsx", book, many)


def test_a_formula_sums_what_others_come_to(tmp_path: Path) -> None:
    book = looped(["甲数", '=COUNTIF(A2:A4,"甲")'], ["总数", "=SUM(B5,2)"])
    data = package.pack(parts(tmp_path / "t.xlsx", book))
    sheet = load_workbook(io.BytesIO(data), data_only=True).active
    assert [sheet["B5"].value, sheet["B6"].value] == [1, 3]


def test_excel_works_out_formulas_when_it_opens_the_file(tmp_path: Path) -> None:
    looped(["合计", "=SUM(B2:B4)"]).save(tmp_path / "s.xlsx")
    path = rewrite(
        (tmp_path / "s.xlsx").read_bytes(),
        tmp_path / "t.xlsx",
        lambda name, blob: re.sub(rb"<calcPr[^>]*/>", b"", blob) if name == "xl/workbook.xml" else blob,
    )
    book = load_workbook(io.BytesIO(package.pack(ExcelTemplate(path).render(ITEMS))))
    assert book.calculation.fullCalcOnLoad


def test_breaks_hidden_rows_and_titles_go_along(tmp_path: Path) -> None:
    book = looped(["合计"], ["隐"], ["末"])
    sheet = book.active
    sheet.row_breaks.append(Break(5))
    sheet.row_dimensions[6].hidden = True
    sheet.print_title_rows = "1:1"
    sheet.print_area = "A1:B7"
    now = made(tmp_path / "t.xlsx", book).active
    assert [b.id for b in now.row_breaks.brk] == [5] and now.row_dimensions[6].hidden
    assert now.print_title_rows == "$1:$1" and now.print_area == "'Sheet'!$A$1:$B$7"
    few = made(tmp_path / "t.xlsx", book, {"items": []}).active
    assert [b.id for b in few.row_breaks.brk] == [2] and few.row_dimensions[3].hidden
    assert few.print_area == "'Sheet'!$A$1:$B$4"


def test_a_cell_that_spans_hides_what_stands_beneath(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["{%tr for r in rows %}"], ["{{ r }}", "旁"], ["{%tr endfor %}"], ["末", "尾"]):
        book.active.append(row)
    sheet = made(tmp_path / "t.xlsx", book, {"rows": [Cell("跨", 2, 2), Cell("", 2, 0), Cell("单")]}).active
    assert [[c.value for c in row] for row in sheet["A1:B4"]] == [
        ["跨", None],
        [None, None],
        ["单", "旁"],
        ["末", "尾"],
    ]
    assert [str(m) for m in sheet.merged_cells.ranges] == ["A1:B2"]
    raw = package.xml(ExcelTemplate(tmp_path / "t.xlsx").render({"rows": [Cell("跨", 2, 2), Cell("", 2, 0)]})[SHEET])
    assert "旁" not in raw.decode() and "尾" in raw.decode()


@pytest.mark.parametrize("count", [3, LONG + 5])
def test_a_link_goes_along_with_each_row(tmp_path: Path, count: int) -> None:
    book = looped(["合计"])
    book.active["A3"].hyperlink = "https://example.org/"
    sheet = made(tmp_path / "t.xlsx", book, {"items": [{"name": f"{n}", "n": n} for n in range(count)]}).active
    assert [c.hyperlink is not None for c in sheet["A"]] == [False, *[True] * count, False]


@pytest.mark.parametrize("items", [ITEMS["items"], []], ids=["some", "none"])
def test_a_table_grows_or_goes_with_all_that_tells_of_it(tmp_path: Path, items: list[object]) -> None:
    book = looped(["合计"])
    book.active.add_table(Table(displayName="表", ref="A1:B4"))
    book.save(tmp_path / "t.xlsx")
    found = ExcelTemplate(tmp_path / "t.xlsx").render({"items": items})
    tables = [name for name in found if name.startswith("xl/tables/")]
    told = b"".join(package.xml(found[n]) for n in found if n.endswith(".rels") or n == "[Content_Types].xml")
    assert (b"/tables/" in told) == bool(items) == bool(tables)
    assert [t.ref for t in load_workbook(io.BytesIO(package.pack(found))).active.tables.values()] == ["A1:B4"] * bool(
        items
    )


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, rb' s="\d+"', b' s="99"'),
        (SHEET, rb'<row r="1"', b'<row r="99999999"'),
        (SHEET, rb'r="A1"', b'r="ZZZZ1"'),
        ("xl/styles.xml", rb'numFmtId="0"', b'numFmtId="x"'),
        ("xl/workbook.xml", rb"<sheet .*?/>", b""),
    ],
)
def test_a_workbook_that_excel_would_repair_is_refused(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    book = looped(["合计"])
    book.active["A1"].number_format = "0.0"
    book.save(tmp_path / "s.xlsx")
    changed = rewrite(
        (tmp_path / "s.xlsx").read_bytes(),
        tmp_path / "t.xlsx",
        lambda name, blob: re.sub(old, new, blob, count=1, flags=re.DOTALL) if name == part else blob,
    )
    with pytest.raises(TemplateError, match=r"t\.xlsx"):
        ExcelTemplate(changed).render(ITEMS)
