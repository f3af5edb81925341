"""Templates: ordinary files that a clerk can restyle; a wrong tag is named; a hostile one gets nowhere."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook, load_workbook

from tests.blank import blank
from tests.conftest import Tool, writer_of
from zcplan import resources
from zcplan.errors import TemplateError
from zcplan.model import Dataset
from zcplan.render import package
from zcplan.render.excel import ExcelTemplate
from zcplan.render.word import WordTemplate
from zcplan.reports import plan_table
from zcplan.reports.parts.layout import Cell

BUNDLED = sorted(p for p in resources.bundled("templates").iterdir() if p.suffix in (".docx", ".xlsx"))


def word(path: Path, *paragraphs: str) -> Path:
    document = blank()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def excel(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def text_of(parts: package.Parts) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(package.pack(parts))).paragraphs)


def rows_of(parts: package.Parts) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(package.pack(parts))).active
    return [[c.value for c in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("path", [p for p in BUNDLED if p.suffix == ".docx"], ids=lambda p: p.name)
def test_word_templates_keep_to_the_standard(path: Path) -> None:
    """GB/T 9704-2012, 5.2: paper, margins and type area; faces by name, no theme font that would outrank them."""
    document = Document(str(path))
    for section in document.sections:
        sides = (section.page_width.mm, section.page_height.mm)
        assert sorted(round(x) for x in sides) == [210, 297]
        if sides[0] < sides[1]:
            margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
            assert [round(m.mm) for m in margins] == [37, 28, 26, 35]
            grid = section._sectPr.find(qn("w:docGrid"))
            assert grid.get(qn("w:type")) == "linesAndChars"
            assert abs(int(grid.get(qn("w:linePitch"))) / 20 - 28.95) < 0.1
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                assert b"Theme=" not in archive.read(name), name
        settings = archive.read("word/settings.xml")
        assert b"evenAndOddHeaders" in settings
        feet = [archive.read(n) for n in archive.namelist() if n.startswith("word/footer")]
        numbered = [f for f in feet if b" PAGE " in f and "— ".encode() in f]
        assert len(numbered) == 2 and not any(b"PAGE" in f for f in feet if f not in numbered)


def test_the_checked_templates_are_sound(tool: Tool) -> None:
    result = tool("templates", "check")
    assert result.stdout.count("sound") >= 5


def test_export_gives_a_copy_that_is_used_instead(tool: Tool, tmp_path: Path) -> None:
    tool("templates", "export", tmp_path / "mine", "brief.docx")
    own = tmp_path / "mine" / "brief.docx"
    document = Document(str(own))
    document.paragraphs[0].insert_paragraph_before("内部资料")
    document.save(str(own))
    tool("--templates", tmp_path / "mine", "make", "brief", 2023, "-o", tmp_path / "out")
    made = Document(str(tmp_path / "out" / "2023年计划执行简报.docx"))
    assert made.paragraphs[0].text == "内部资料"
    listed = {r["template"]: r["own"] for r in tool.json("--templates", tmp_path / "mine", "templates", "list")}
    assert listed["brief.docx"] and not listed["comparison.docx"]
    again = tool("templates", "export", tmp_path / "mine", "brief.docx", code=1)
    assert "kept" in again.stderr and Document(str(own)).paragraphs[0].text == "内部资料"


def test_a_wrong_tag_is_named_with_file_and_place(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        WordTemplate(word(tmp_path / "t.docx", "好的", "总量{{ tital }}")).render({"title": "x"})
    assert "t.docx" in str(caught.value) and "tital" in str(caught.value)
    with pytest.raises(TemplateError) as caught:
        ExcelTemplate(excel(tmp_path / "t.xlsx", ["甲"], ["乙", "{{ tital }}"])).render({"title": "x"})
    assert "t.xlsx [Sheet] B2" in str(caught.value) and "tital" in str(caught.value)
    with pytest.raises(TemplateError) as caught:
        ExcelTemplate(excel(tmp_path / "t.xlsx", ["{%tr for x in items %}"], ["{{ x }}"])).render({"items": [1]})
    assert "t.xlsx [Sheet]" in str(caught.value)


def test_the_command_names_a_wrong_template_and_goes_on(tool: Tool, tmp_path: Path, county: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    word(own / "brief.docx", "{{ nonsense }}")
    result = tool("--data", county, "--templates", own, "templates", "check", code=1)
    assert "nonsense" in result.stdout and result.stdout.count("sound") >= 4
    built = tool("--data", county, "--templates", own, "build", "-o", tmp_path / "out", code=1)
    assert "nonsense" in built.stderr and (tmp_path / "out" / "2031年指导计划表.docx").is_file()


def test_a_folder_of_templates_that_is_none_is_an_error(tool: Tool, tmp_path: Path) -> None:
    result = tool("--templates", tmp_path / "nowhere", "make", "brief", 2023, "-o", tmp_path, code=2)
    assert "templates export" in result.stderr


@pytest.mark.parametrize("name", ["区发改局 & 统计局", "<w:p>", 'A"B', "{{ 7*7 }}", "{% raw %}", "“四新”‘甲’"])
def test_text_from_data_is_shown_as_it_is(tmp_path: Path, name: str) -> None:
    made = WordTemplate(word(tmp_path / "t.docx", "单位：{{ name }}。")).render({"name": name})
    assert text_of(made) == f"单位：{name}。"
    made = ExcelTemplate(excel(tmp_path / "t.xlsx", ["{{ name }}", "单位{{ name }}"])).render({"name": name})
    assert rows_of(made) == [[name, f"单位{name}"]]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-cmd|' /C calc'!A0", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    parts = ExcelTemplate(excel(tmp_path / "t.xlsx", ["{{ name }}"])).render({"name": text})
    cell = load_workbook(io.BytesIO(package.pack(parts))).active["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


ESCAPES = [
    "{{ x.__class__.__mro__ }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ x.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.system('id') }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ self.__init__ }}",
    "{{ items.append(1) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
]


@pytest.mark.parametrize("tag", ESCAPES)
def test_a_template_can_not_leave_its_sandbox(tmp_path: Path, tag: str) -> None:
    context = {"x": Cell("a"), "items": [1]}
    with pytest.raises(TemplateError):
        WordTemplate(word(tmp_path / "t.docx", tag)).render(context)
    if "{{" in tag:
        with pytest.raises(TemplateError):
            ExcelTemplate(excel(tmp_path / "t.xlsx", [tag])).render(context)
    assert context["items"] == [1]


def bomb(path: Path, size: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(size):
                part.write(b" " * 1024 * 1024)
    return path


def test_broken_and_hostile_files_are_refused_in_words(tmp_path: Path) -> None:
    good = resources.bundled("templates") / "brief.docx"
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><w:document/>'
    parts = package.unpack(good.read_bytes(), "")
    samples = {
        "empty": b"",
        "text": b"hello",
        "cut": good.read_bytes()[:2000],
        "zip": bomb(tmp_path / "z.zip", 1).read_bytes(),
        "entities": package.pack({**parts, "word/document.xml": entity}),
        "notxml": package.pack({**parts, "word/document.xml": b"<w:document"}),
        "bomb": bomb(tmp_path / "b.docx", 300).read_bytes(),
    }
    for name, data in samples.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        with pytest.raises(TemplateError) as caught:
            WordTemplate(path).render({})
        assert f"{name}.docx" in str(caught.value)
    with pytest.raises(TemplateError):
        WordTemplate(tmp_path / "missing.docx")


def test_excel_rows_repeat_with_all_that_stands_on_them(tmp_path: Path) -> None:
    book = load_workbook(resources.bundled("templates") / "comparison.xlsx")
    path = tmp_path / "t.xlsx"
    book.save(path)
    rows = [
        ["名称", "{{ total }}"],
        ["{%tr for item in items %}"],
        ["{%tr if item.big %}"],
        ["大：{{ item.name }}", "{{ item.value }}"],
        ["{%tr else %}"],
        ["{{ item.name }}", "{{ item.value }}"],
        ["{%tr endif %}"],
        ["{%tr endfor %}"],
        ["合计", "{{ values }}"],
    ]
    context = {
        "total": 3,
        "values": [1, 2],
        "items": [
            {"name": "甲", "value": 1, "big": True},
            {"name": "乙", "value": Cell("跨", 1, 2), "big": False},
            {"name": "丙", "value": Cell("", 1, 0), "big": False},
        ],
    }
    made = rows_of(ExcelTemplate(excel(path, *rows)).render(context))
    assert made == [
        ["名称", 3, None],
        ["大：甲", 1, None],
        ["乙", "跨", None],
        ["丙", None, None],
        ["合计", 1, 2],
    ]


def test_a_named_cell_takes_the_value_of_its_name(tmp_path: Path) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    book.defined_names["year"] = DefinedName("year", attr_text="'Sheet'!$B$2")
    book.active["A2"] = "年份"
    book.save(tmp_path / "t.xlsx")
    made = ExcelTemplate(tmp_path / "t.xlsx").render({"year": 2023})
    assert rows_of(made)[1] == ["年份", 2023]


def test_an_empty_list_leaves_no_row_and_no_error(tmp_path: Path) -> None:
    path = excel(tmp_path / "t.xlsx", ["头"], ["{%tr for x in items %}"], ["{{ x }}"], ["{%tr endfor %}"], ["尾"])
    assert rows_of(ExcelTemplate(path).render({"items": []})) == [["头"], ["尾"]]


def test_a_heading_of_the_table_may_hold_anything(dataset: Dataset, tmp_path: Path) -> None:
    """Names from data reach Word and Excel unharmed."""
    first = replace(dataset.tables[0], label="一、A&B <总值> =1+1")
    outputs = list(plan_table.outputs(writer_of(replace(dataset, tables=(first, *dataset.tables[1:]))), 2023))
    for output in outputs:
        path = resources.template(output.template)
        parts = (WordTemplate if path.suffix == ".docx" else ExcelTemplate)(path).render(output.context)
        data = io.BytesIO(package.pack(parts))
        cell = (
            Document(data).tables[0].cell(2, 0).text
            if path.suffix == ".docx"
            else load_workbook(data).active["A4"].value
        )
        assert cell == "一、A&B <总值> =1+1"
