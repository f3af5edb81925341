"""``templates check``: each mistake that a template author makes is named with its place, all at once."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.hyperlink import Hyperlink

from tests.blank import blank
from tests.conftest import Tool
from tests.ledgers import rewrite
from zcplan import resources
from zcplan.render import lint, package
from zcplan.render.excel import ExcelTemplate
from zcplan.render.lint import ADVICE, ERROR, Finding
from zcplan.reports.parts.layout import Cell, Chart, ChartSeries

CONTEXT = {
    "title": "标题",
    "year": 2023,
    "items": [{"name": "甲", "value": Decimal(1)}, {"name": "乙", "value": Decimal(2)}],
    "rows": (Cell("甲"),),
    "pairs": [("甲", Cell("乙"))],
    "charts": {"growth": Chart("增速", ("甲",), (ChartSeries("一", (Decimal(1),)),))},
}


def word(path: Path, *paragraphs: str, cells: list[list[str]] | None = None) -> Path:
    document = blank()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(rows=0, cols=len(cells[0]))
        for texts in cells:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def excel(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def all_findings(path: Path) -> list[Finding]:
    return [*lint.structure(path), *lint.names(path, [CONTEXT])]


def only(path: Path) -> Finding:
    """The one mistake that is found."""
    found = all_findings(path)
    assert len(found) == 1, [str(f) for f in found]
    assert found[0].file == str(path)
    return found[0]


SOUND_WORD = [
    "{{ title }}",
    "{%p for item in items %}",
    "{{ item.name }}：{{ item.value }}{% if loop.first %}，{% else %}。{% endif %}",
    "{%p endfor %}",
    "{% set n = items | length %}{{ n }}{{ unknown is defined }}{{ year | pad(3) }}",
    "{% for name, cell in pairs %}{{ name }}{{ cell.text }}{% endfor %}",
]


def test_a_sound_template_has_no_finding(tmp_path: Path) -> None:
    cells = [["{%tr for row in rows %}", ""], ["{% colspan row.across %}{{ row.text }}", "x"], ["{%tr endfor %}", ""]]
    assert all_findings(word(tmp_path / "t.docx", *SOUND_WORD, cells=cells)) == []
    rows = [["{{ title }}", "年：{{ year }}"], ["{%tr for i in items %}"], ["{{ i.name }}", "=A1"], ["{%tr endfor %}"]]
    assert all_findings(excel(tmp_path / "t.xlsx", *rows)) == []


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("总量{{ title", "unclosed", "the tag is not closed"),
        ("总量{{ title }，{{ year }}", "unclosed", "the tag is not closed"),
        ("{% if year %", "unclosed", "the tag is not closed"),
        ("总量 title }}", "unopened", "closes no tag"),
        ("{ % if year %}", "unopened", "closes no tag"),
        ("｛｛ title ｝｝", "wide-braces", "full-width braces"),
        ("{{ title ｝}", "wide-braces", "full-width braces"),
        ("{{ tital }}", "unknown-name", "Did you mean: title?"),
        ("{{ items[0].nmae }}", "unknown-field", "Did you mean: name?"),
        ("{% for i in items %}{{ i.valu }}{% endfor %}", "unknown-field", "Did you mean: value?"),
        ("{% if year %}{{ rows[0].txt }}{% endif %}", "unknown-field", "Did you mean: text?"),
        ("{% for i in title %}{{ i }}{% endfor %}", "no-list", "no list"),
        ("{% for i in year %}{{ i }}{% endfor %}", "no-list", "Lists are: charts, items, pairs, rows"),
        ("{{ items|length（） }}", "wide-character", "full-width character: （"),
        ("{{ title +* 1 }}", "syntax", "can't be read"),
        ("{{ }}", "syntax", "it is empty"),
        ("{{ title | uper }}", "language", "Did you mean: upper?"),
        ("{% fro i in items %}", "unknown-tag", "Did you mean: for?"),
        ("{% include 'other.docx' %}", "foreign", "can't take in another file"),
        ("{% if year %}甲", "unpaired", "“if” is never ended"),
        ("甲{% endif %}", "unpaired", "“endif” ends nothing"),
        ("{% else %}", "unpaired", "belongs to no “if”"),
        ("{%tr for i in items %}", "outside-table", "outside a table"),
        ("{% tr for i in items %}", "unknown-tag", "Write {%tr, without a space"),
    ],
)
def test_a_mistake_in_a_paragraph_is_named(tmp_path: Path, text: str, code: str, said: str) -> None:
    path = word(tmp_path / "t.docx", "第一段", text)
    found = [f for f in all_findings(path) if f.code == code]
    assert len(found) == 1, [str(f) for f in all_findings(path)]
    assert said in str(found[0]) and found[0].level == ERROR
    assert found[0].place.startswith("paragraph 2 “")


@pytest.mark.parametrize(
    ("texts", "code", "said"),
    [
        (["前文 {%p if year %}", "x", "{%p endif %}"], "not-alone", "前文"),
        (["{%p if year %}", "x", "{%p endif %}后文"], "not-alone", "后文"),
        (["{%p if year %}", "x", "{% endif %}"], "unlike-pair", "Write {%p endif %}."),
        (["{%p for i in items %}", "{%p if year %}", "{%p endfor %}", "{%p endif %}"], "unpaired", "not ended before"),
        (["{%p if year % 2 %}", "x", "{%p endif %}"], "unsafe-mark", "can't hold"),
    ],
)
def test_a_paragraph_tag_out_of_order_is_named(tmp_path: Path, texts: list[str], code: str, said: str) -> None:
    found = all_findings(word(tmp_path / "t.docx", *texts))
    assert code in {f.code for f in found} and said in "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("cells", "code", "place"),
    [
        (
            [["{%tr for r in rows %}", "总计"], ["{{ r.text }}", ""], ["{%tr endfor %}", ""]],
            "not-alone",
            "row 1, cell 1",
        ),
        ([["{%tr for r in rows %}", ""], ["{{ r.text }}", ""]], "unpaired", "row 1, cell 1"),
        ([["", ""], ["", "{{ tital }}"]], "unknown-name", "table 1, row 2, cell 2"),
        ([["{% if year %}", "x"], ["y", "{% endif %}"]], "torn-pair", "row 2, cell 2"),
        ([["{%tc for r in rows %}头", "x"], ["y", "{%tc endfor %}"]], "not-alone", "row 1, cell 1"),
    ],
)
def test_a_mistake_in_a_table_is_named_with_row_and_cell(
    tmp_path: Path, cells: list[list[str]], code: str, place: str
) -> None:
    found = [f for f in all_findings(word(tmp_path / "t.docx", cells=cells)) if f.code == code]
    assert found and place in found[0].place


def test_headers_and_footers_are_read(tmp_path: Path) -> None:
    document = blank()
    document.sections[0].header.paragraphs[0].text = "{{ tital }}"
    document.save(str(tmp_path / "t.docx"))
    assert only(tmp_path / "t.docx").place.startswith("header")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = word(tmp_path / "t.docx", "{{ tital }}", "好", "{{ yaer }}", "{% for i in items %}{{ i.nmae }}{% endfor %}")
    assert [f.place.split(" “")[0] for f in all_findings(path)] == ["paragraph 1", "paragraph 3", "paragraph 4"]


def test_names_are_told_beside_other_mistakes(tmp_path: Path) -> None:
    cells = [["{%tr for r in rows %}", "合计"], ["{{ r.txet }}", ""]]
    path = word(tmp_path / "t.docx", "{{ tital }}", "前文 {%p if yaer %}", "{%p endif %}", "{{ year", cells=cells)
    codes = [f.code for f in all_findings(path)]
    assert sorted(codes) == [
        "not-alone", "not-alone", "unclosed", "unknown-field", "unknown-name", "unknown-name", "unpaired"
    ]  # fmt: skip


# --- what Word does to tags -------------------------------------------------------------------------


def runs(path: Path, *texts: str) -> Any:
    document = blank()
    paragraph = document.add_paragraph()
    for text in texts:
        paragraph.add_run(text)
    document.save(str(path))
    return document, paragraph


def test_a_tag_over_several_runs_is_fine(tmp_path: Path) -> None:
    runs(tmp_path / "t.docx", "甲{", "{ ti", "tle }", "}乙")
    assert all_findings(tmp_path / "t.docx") == []


@pytest.mark.parametrize("frame", ["w:hyperlink", "w:ins", "w:smartTag"])
def test_a_tag_over_the_border_of_a_link_or_a_change_is_named(tmp_path: Path, frame: str) -> None:
    document, paragraph = runs(tmp_path / "t.docx", "{{ ti", "tle }}")
    outer = OxmlElement(frame)
    paragraph._p.append(outer)
    outer.append(paragraph.runs[1]._r)
    document.save(str(tmp_path / "t.docx"))
    assert only(tmp_path / "t.docx").code == "split-tag"


def test_a_tag_over_the_border_of_a_field_is_named(tmp_path: Path) -> None:
    document, paragraph = runs(tmp_path / "t.docx", "{{ ti", "", "tle }}")
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), "begin")
    paragraph.runs[1]._r.append(mark)
    document.save(str(tmp_path / "t.docx"))
    assert "split-tag" in {f.code for f in all_findings(tmp_path / "t.docx")}


def test_curly_quotes_are_advice_where_they_are_mended_and_a_mistake_where_not(tmp_path: Path) -> None:
    mended = only(word(tmp_path / "t.docx", "{{ items | join(“、”) }}"))
    assert (mended.code, mended.level) == ("smart-quotes", ADVICE)
    broken = only(word(tmp_path / "u.docx", "{{ title ~ “甲”乙” }}"))
    assert (broken.code, broken.level) == ("smart-quotes", ERROR)
    sheet = only(excel(tmp_path / "t.xlsx", ["{{ items | join(“、”) }}"]))
    assert (sheet.code, sheet.level) == ("smart-quotes", ERROR)


def test_quotation_marks_inside_straight_quotes_are_text(tmp_path: Path) -> None:
    assert all_findings(excel(tmp_path / "t.xlsx", ["{{ '“四新”，' }}"])) == []


def chart_mark(path: Path, old: str, new: str) -> Path:
    """The brought comparison with the alternative text of a chart changed."""
    source = resources.bundled("templates") / "comparison.docx"

    def change(name: str, blob: bytes) -> bytes:
        if name == "word/document.xml":
            assert old.encode() in blob
            return blob.replace(old.encode(), new.encode(), 1)
        return blob

    return rewrite(source.read_bytes(), path, change)


@pytest.mark.parametrize(
    ("new", "code", "level"),
    [
        ('descr="chart: grwth"', "unknown-chart", ERROR),
        ('descr="chart：growth"', "chart-mark", ERROR),
        ('descr="柱形图"', "chart-mark", ADVICE),
    ],
)
def test_a_chart_without_data_is_named(tmp_path: Path, new: str, code: str, level: str) -> None:
    source = zipfile.ZipFile(resources.bundled("templates") / "comparison.docx").read("word/document.xml").decode()
    old = source[source.index('descr="chart:') :].split('"')
    path = chart_mark(tmp_path / "comparison.docx", f'descr="{old[1]}"', new)
    names = [f"{old[1].split(': ')[1]}", "growth"]
    context = {"charts": dict.fromkeys(names, CONTEXT["charts"]["growth"])}
    found = [f for f in (*lint.structure(path), *lint.names(path, [context])) if f.code == code]
    assert found and found[0].level == level and "paragraph" in found[0].place
    if code == "unknown-chart":
        assert "Did you mean: growth?" in str(found[0])


# --- Excel ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ([["甲"], ["", "{{ tital }}"]], "unknown-name", "[Sheet] B2"),
        ([["{{ title"]], "unclosed", "[Sheet] A1"),
        ([["{%tr for i in items %}"], ["{{ i.nmae }}"], ["{%tr endfor %}"]], "unknown-field", "[Sheet] A2"),
        ([["{%tr for i in items %}"], ["{{ i.name }}"]], "unpaired", "[Sheet] A1"),
        ([["{%tr for i in title %}"], ["x"], ["{%tr endfor %}"]], "no-list", "[Sheet] A1"),
        ([["{%tr for i in items %}", "x"], ["{%tr endfor %}"]], "not-alone", "[Sheet] A1"),
        ([["合计 {%tr for i in items %}"], ["{%tr endfor %}"]], "not-alone", "[Sheet] A1"),
        ([["{% if year %}甲{% endif %}"]], "unknown-tag", "[Sheet] A1"),
        ([["{%p if year %}"]], "unknown-tag", "[Sheet] A1"),
        ([["{# 说明 #}"]], "unknown-tag", "[Sheet] A1"),
        ([["=SUM({{ year }})"]], "formula-tag", "[Sheet] A1"),
    ],
)
def test_a_mistake_in_a_sheet_is_named_with_its_cell(
    tmp_path: Path, rows: list[list[Any]], code: str, place: str
) -> None:
    found = [f for f in all_findings(excel(tmp_path / "t.xlsx", *rows)) if f.code == code]
    assert found and found[0].place == place


def test_a_tag_in_a_sheets_header_is_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.oddHeader.center.text = "{{ title }}"
    book.save(tmp_path / "t.xlsx")
    assert only(tmp_path / "t.xlsx").code == "header-tag"


def selecting(*panes: str) -> Callable[[str, bytes], bytes]:
    new = "".join(f'<selection pane="{pane}"/>' for pane in panes).encode()

    def change(name: str, blob: bytes) -> bytes:
        return re.sub(rb"<selection[^>]*/>", b"", blob).replace(b"</sheetView>", new + b"</sheetView>", 1)

    return lambda name, blob: change(name, blob) if name.endswith("sheet1.xml") else blob


@pytest.mark.parametrize(
    ("frozen", "panes", "is_sound"),
    [
        ("B2", ("topRight", "bottomLeft", "bottomRight"), True),
        ("A2", ("bottomLeft",), True),
        ("A2", ("topLeft", "bottomLeft"), True),
        ("B2", ("topRight", "bottomLeft", "bottomRight", "topLeft", "bottomRight"), False),
        ("A2", ("bottomLeft", "bottomRight"), False),
        ("A2", ("bottomLeft", "bottomLeft"), False),
        (None, ("bottomLeft",), False),
    ],
)
def test_cells_selected_in_a_pane_that_is_not_there_are_told(
    tmp_path: Path, frozen: str | None, panes: tuple[str, ...], is_sound: bool
) -> None:
    """Excel calls such a workbook damaged."""
    book = Workbook()
    book.active["A1"] = "{{ title }}"
    book.active.freeze_panes = frozen
    out = io.BytesIO()
    book.save(out)
    path = rewrite(out.getvalue(), tmp_path / "t.xlsx", selecting(*panes))
    assert [(f.code, f.place) for f in lint.structure(path)] == ([] if is_sound else [("pane", "[Sheet]")])


@pytest.mark.parametrize(
    ("link", "is_sound"),
    [
        (Hyperlink(ref="A1", location="'二 表'!A1"), True),
        (Hyperlink(ref="A1", location="二表!A1"), False),
        (Hyperlink(ref="A1", location="合计"), True),
        ("#'二 表'!A1", True),
        ("#二表!A1", False),
        ("https://example.com/#二表!A1", True),
    ],
)
def test_a_link_to_a_sheet_that_is_not_there_is_told(tmp_path: Path, link: Any, is_sound: bool) -> None:
    book = Workbook()
    book.active["A1"] = "看二表"
    book.create_sheet("二 表")
    book.active["A1"].hyperlink = link
    book.save(tmp_path / "t.xlsx")
    told = [(f.code, f.place) for f in lint.structure(tmp_path / "t.xlsx")]
    assert told == ([] if is_sound else [("link", "[Sheet] A1")])


@pytest.mark.parametrize("name", ["vmerge 'restart'", "colspan 2"])
def test_two_tags_of_one_kind_in_a_cell_are_told(tmp_path: Path, name: str) -> None:
    cells = [["{% " + name + " %}甲{% " + name + " %}", "乙"], ["{% " + name + " %}丙", "丁"]]
    (found,) = lint.structure(word(tmp_path / "t.docx", cells=cells))
    assert found.code == "twice" and "table 1, row 1, cell 1" in found.place


def extended(uri: str) -> Callable[[str, bytes], bytes]:
    ext = f'<extLst><ext uri="{uri}"/></extLst></worksheet>'
    return lambda name, blob: blob.replace(b"</worksheet>", ext.encode()) if name.endswith("sheet1.xml") else blob


def with_element(element: str) -> Callable[[str, bytes], bytes]:
    new = f"{element}</worksheet>".encode()
    return lambda name, blob: blob.replace(b"</worksheet>", new) if name.endswith("sheet1.xml") else blob


@pytest.mark.parametrize(
    ("change", "thing"),
    [
        (extended("{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"), "sparklines"),
        (extended("{78C0D931-6437-407d-A8EE-F0AAD7539E65}"), "conditional formats"),
        (extended("{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"), "lists to choose from"),
        (extended("{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"), "slicers"),
        (extended("{11111111-2222-3333-4444-555555555555}"), "an extension of Excel"),
        (with_element("<controls/>"), "form controls"),
    ],
)
def test_what_would_be_lost_of_a_sheet_is_refused_by_name(
    tmp_path: Path, change: Callable[[str, bytes], bytes], thing: str
) -> None:
    path = rewrite(excel(tmp_path / "s.xlsx", ["{{ title }}"]).read_bytes(), tmp_path / "t.xlsx", change)
    found = only(path)
    assert found.code == "lost" and thing in found.what and found.place == "[Sheet]"


def with_shape(path: Path, text: str) -> Path:
    """A workbook with a text box at D5, and two rows below a repeated one."""
    book = Workbook()
    for row in (["名称"], ["{%tr for i in items %}"], ["{{ i }}"], ["{%tr endfor %}"], ["合计"]):
        book.active.append(row)
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=1))
    book.active.add_chart(chart, "D5")
    out = io.BytesIO()
    book.save(out)
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    shape = (
        f'<sp macro="" textlink=""><nvSpPr><cNvPr id="2" name="框"/><cNvSpPr txBox="1"/></nvSpPr><spPr/>'
        f'<txBody><a:bodyPr xmlns:a="{a}"/><a:p xmlns:a="{a}"><a:r><a:t>{text}</a:t></a:r></a:p></txBody></sp>'
    ).encode()

    def change(name: str, blob: bytes) -> bytes:
        if name != "xl/drawings/drawing1.xml":
            return blob
        start = blob.index(b"<graphicFrame")
        return blob[:start] + shape + blob[blob.index(b"</graphicFrame>") + 15 :]

    return rewrite(out.getvalue(), path, change)


def test_a_tag_in_a_text_box_is_told_with_the_cell_it_stands_at(tmp_path: Path) -> None:
    found = only(with_shape(tmp_path / "t.xlsx", "截至{{ year }}年"))
    assert found.code == "shape-tag" and found.place == "[Sheet] D5" and "{{ year }}" in found.tag


def test_a_text_box_stays_and_goes_along_with_its_row(tmp_path: Path) -> None:
    path = with_shape(tmp_path / "t.xlsx", "填表说明")
    assert lint.structure(path) == []
    drawing = package.xml(ExcelTemplate(path).render({"items": [1, 2, 3, 4]})["xl/drawings/drawing1.xml"]).decode()
    assert "填表说明" in drawing and "<row>5</row>" in drawing.replace("xdr:", "")


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of templates with mistakes in three of them."""
    folder = tmp_path / "模板"
    folder.mkdir()
    word(folder / "brief.docx", "{{ tital }}", "{{ year")
    word(folder / "notice.docx", "{%p for line in lines %}")
    excel(folder / "plan-table.xlsx", ["{{ titel }}"], ["{{ yaer }}"])
    shutil.copy(resources.bundled("templates") / "plan-table.docx", folder)
    shutil.copy(resources.bundled("templates") / "plan-table.docx", folder / "breif.docx")
    return folder


def test_the_command_tells_all_findings_of_several_templates(tool: Tool, own: Path) -> None:
    names = ("brief.docx", "notice.docx", "plan-table.docx", "plan-table.xlsx")
    result = tool("--templates", own, "templates", "check", *names, code=1)
    for said in ("brief.docx: paragraph 2", "notice.docx: paragraph 1", "plan-table.xlsx: [Sheet] A1", "[Sheet] A2"):
        assert said in result.stdout
    assert "Did you mean: title" in result.stdout and "Did you mean: year" in result.stdout
    assert "plan-table.docx: sound" in result.stdout and "brief.docx: sound" not in result.stdout.splitlines()
    assert "breif.docx: no document is made of a template of this name" in result.stdout


def test_the_command_gives_records(tool: Tool, own: Path) -> None:
    found = tool.json("--templates", own, "templates", "check", "plan-table.xlsx", code=1)
    mine = [f for f in found if f["level"] == "error"]
    assert {f["place"] for f in mine} == {"[Sheet] A1", "[Sheet] A2"}
    assert set(mine[0]) == {"code", "level", "file", "place", "tag", "what", "todo"}


def test_the_mistakes_are_told_though_the_data_can_not_be_read(tool: Tool, own: Path, tmp_path: Path) -> None:
    result = tool("--data", tmp_path / "nowhere", "--templates", own, "templates", "check", code=2)
    assert "the tag is not closed" in result.stdout and "no such data folder" in result.stderr


def test_a_sound_folder_is_said_to_be_sound(tool: Tool) -> None:
    assert tool.json("templates", "check", "plan-table.docx", "plan-table.xlsx") == []
    assert json.loads(tool("templates", "check", "brief.docx", "--format", "json").stdout) == []


def test_the_check_speaks_the_users_language(tool: Tool, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZCPLAN_LANG", "zh")
    assert "[Sheet] A1" in tool("--templates", own, "templates", "check", "plan-table.xlsx", code=1).stdout


@pytest.mark.parametrize("blob", [b"", b"hello", b"PK\x03\x04 and so on"])
def test_a_file_that_is_no_template_is_a_finding(tmp_path: Path, blob: bytes) -> None:
    for name in ("t.docx", "t.xlsx"):
        (tmp_path / name).write_bytes(blob)
        assert only(tmp_path / name).code == "template"
