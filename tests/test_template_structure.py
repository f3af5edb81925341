"""What `templates check` calls sound never makes a file that Word would repair; what office programs leave is told."""
# ruff: noqa: E501 - XML a line

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from tests.blank import blank
from tests.conftest import ROOT
from tests.test_active_templates import DOCUMENT, changed, in_body, into
from tests.test_templates import excel, text_of, word
from zcplan.errors import TemplateError
from zcplan.render import lint, package
from zcplan.render.excel import ExcelTemplate
from zcplan.render.rows import LONG
from zcplan.render.structure import faults
from zcplan.render.word import WordTemplate

FILES = ROOT.parent / "shared" / "cases" / "files"
CONTEXT = {"items": ["甲", "乙"], "nothing": [], "title": "题", "n": 2, "sections": [{"title": "一"}, {"title": "二"}]}


def made(path: Path, context: dict[str, object] = CONTEXT) -> package.Parts:
    assert [f for f in lint.structure(path) if f.level == lint.ERROR] == []
    parts = WordTemplate(path).render(context)
    assert lint.made(path, parts) == []
    return parts


def looped(tmp_path: Path, xml: str) -> etree._Element:
    """A document in which a loop over two items repeats the XML of a paragraph."""
    loop = "<w:p><w:r><w:t>{%p for i in items %}</w:t></w:r></w:p>" + xml
    loop += "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    path = changed(word(tmp_path / "s.docx", "头"), tmp_path / "t.docx", in_body(loop))
    return etree.fromstring(made(path)[DOCUMENT])


V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
REPEATED: dict[str, tuple[str, str]] = {
    "bookmarks": (
        '<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:r><w:t>{{ i }}</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>',
        "//w:bookmarkStart/@w:name",
    ),
    "shapes": (
        f'<w:p><w:r><w:pict><v:shape {V} id="s" o:spid="_x1"><v:textbox/></v:shape></w:pict></w:r></w:p>', "//@id | //@*[local-name()='spid']"
    ),
    "controls": (
        '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{ i }}</w:t></w:r></w:p></w:sdtContent></w:sdt>',
        "//w:sdtPr/w:id/@w:val",
    ),
    "paragraphs": (
        f'<w:p xmlns:w14="{W14}" w14:paraId="11111111" w14:textId="77777777"><w:r><w:t>{{{{ i }}}}</w:t></w:r></w:p>',
        "//@*[local-name()='paraId']",
    ),
    "comments": (
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>{{ i }}</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>',
        "//w:commentReference/@w:id",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REPEATED)
def test_what_a_loop_repeats_has_ids_of_its_own(tmp_path: Path, kind: str) -> None:
    xml, path = REPEATED[kind]
    root = looped(tmp_path, xml)
    ids = root.xpath(path, namespaces={"w": root.nsmap["w"]})
    assert ids and len(ids) == len(set(ids))
    assert len(root.xpath("//w:bookmarkStart", namespaces=root.nsmap)) == len(
        root.xpath("//w:bookmarkEnd", namespaces=root.nsmap)
    )


def table(path: Path, *rows: list[str]) -> Path:
    document = blank()
    grid = document.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(grid.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def test_a_table_whose_loop_gives_no_row_is_left_out(tmp_path: Path) -> None:
    path = table(tmp_path / "t.docx", ["{%tr for i in nothing %}"], ["{{ i }}"], ["{%tr endfor %}"])
    assert Document(io.BytesIO(package.pack(made(path)))).tables == []


def test_a_cell_whose_loop_gives_nothing_keeps_a_paragraph(tmp_path: Path) -> None:
    document = blank()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{%p for i in nothing %}"
    cell.add_paragraph("{{ i }}")
    cell.add_paragraph("{%p endfor %}")
    document.save(str(tmp_path / "t.docx"))
    root = etree.fromstring(made(tmp_path / "t.docx")[DOCUMENT])
    assert [c[-1].tag for c in root.iter(qn("w:tc"))] == [qn("w:p")]


def test_a_header_whose_condition_leaves_nothing_keeps_a_paragraph(tmp_path: Path) -> None:
    document = blank()
    header = document.sections[0].header
    header.paragraphs[0].text = "{%p if nothing %}"
    header.add_paragraph("甲")
    header.add_paragraph("{%p endif %}")
    document.save(str(tmp_path / "t.docx"))
    root = etree.fromstring(made(tmp_path / "t.docx")["word/header1.xml"])
    assert [child.tag for child in root] == [qn("w:p")]


@pytest.mark.parametrize("properties", ["<w:tcPr/>", ""])
def test_a_cell_without_properties_can_span_columns(tmp_path: Path, properties: str) -> None:
    xml = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2500"/><w:gridCol w:w="2500"/></w:tblGrid><w:tr><w:tc>'
        f"{properties}<w:p><w:r><w:t>{{% colspan n %}}{{{{ title }}}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    path = changed(word(tmp_path / "s.docx", "头"), tmp_path / "t.docx", in_body(xml))
    root = etree.fromstring(made(path)[DOCUMENT])
    (cell,) = root.iter(qn("w:tc"))
    assert cell[0].tag == qn("w:tcPr") and cell[0].find(qn("w:gridSpan")).get(qn("w:val")) == "2"


def test_a_cell_with_a_merge_of_its_own_has_one(tmp_path: Path) -> None:
    xml = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2500"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:vMerge w:val="continue"/>'
        "</w:tcPr><w:p><w:r><w:t>{% vmerge 'restart' %}甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    path = changed(word(tmp_path / "s.docx", "头"), tmp_path / "t.docx", in_body(xml))
    merges = [e.get(qn("w:val")) for e in etree.fromstring(made(path)[DOCUMENT]).iter(qn("w:vMerge"))]
    assert merges == ["restart"]


@pytest.mark.parametrize("value", ["题", "", "0", "-1", "64", "2.5"])
def test_a_span_that_is_no_number_of_columns_is_told(tmp_path: Path, value: str) -> None:
    path = table(tmp_path / "t.docx", ["{% colspan title %}甲", "乙"])
    with pytest.raises(TemplateError) as caught:
        WordTemplate(path).render({"title": value})
    assert "number of columns" in str(caught.value) and "invalid literal" not in str(caught.value)


def test_a_tag_in_text_that_was_taken_out_is_not_filled(tmp_path: Path) -> None:
    xml = (
        '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{{ gone</w:delText></w:r><w:r><w:delText> }}{%</w:delText></w:r>'
        "</w:del><w:r><w:t>{{ title }}</w:t></w:r></w:p>"
    )
    path = changed(word(tmp_path / "s.docx", "头"), tmp_path / "t.docx", in_body(xml))
    parts = made(path)
    assert (
        text_of(parts) == "头\n题"
        and "".join(etree.fromstring(parts[DOCUMENT]).itertext(qn("w:delText"))) == "{{ gone }}{%"
    )


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<w:p><w:p/></w:p>", "stands where it can't"),
        ("<w:tbl><w:tc/></w:tbl>", "stands where it can't"),
        ("<w:p>甲</w:p>", "outside a paragraph"),
        ('<w:p><w:pPr><w:vMerge w:val="x"/></w:pPr></w:p>', "vmerge"),
    ],
)
def test_a_fault_of_a_made_document_is_told_with_its_place(tmp_path: Path, xml: str, said: str) -> None:
    path = changed(word(tmp_path / "s.docx", "头"), tmp_path / "t.docx", in_body(xml))
    parts = package.unpack(path.read_bytes(), "")
    root = etree.fromstring(parts[DOCUMENT])
    assert [what for _element, what in faults(root) if said in what]
    assert any(said in f.what and "in the document made" in f.place for f in lint.made(path, parts))


# --- the files that fell short ----------------------------------------------------------------------

WORDS = {
    "d18-docm-renamed.docx": "macros",
    "d18-dotx-renamed.docx": ".dotx",
    "tp15-strict.docx": "Strict Open XML",
    "tp17-dotx.docx": ".dotx",
}
BRIEF = {
    "title": "简报", "date": "2023年1月1日", "summary": "总", "issuer": "局", "numerals": ("一", "二"),
    "sections": [{"title": "甲", "paragraphs": ["一", "二"]}, {"title": "乙", "paragraphs": []}],
}  # fmt: skip


def case_files(pattern: str) -> list[Path]:
    return sorted(FILES.glob(pattern)) if FILES.is_dir() else []


@pytest.mark.parametrize("path", [*case_files("tp*.docx"), *case_files("d18*.docx")], ids=lambda p: p.name)
def test_a_word_file_of_the_cases_is_filled_or_told_in_words(path: Path) -> None:
    if path.name in WORDS:
        with pytest.raises(TemplateError) as caught:
            WordTemplate(path)
        assert WORDS[path.name] in str(caught.value) and "BytesIO" not in str(caught.value)
        return
    parts = made(path, BRIEF)
    root = etree.fromstring(parts[DOCUMENT])
    shapes = [e.get("id") for e in root.iter("{urn:schemas-microsoft-com:vml}*") if e.get("id")]
    assert len(shapes) == len(set(shapes))
    assert "{{" not in re.sub(r"<w:delText.*?</w:delText>", "", parts[DOCUMENT].decode())


TOLD = {"xt03-comment-tag.xlsx": "[部门汇总] A1", "xt04-tabname-tag.xlsx": "[{{ year }}]"}


@pytest.mark.parametrize("path", case_files("xt*.xlsx"), ids=lambda p: p.name)
def test_a_workbook_of_the_cases_is_read_or_told_with_its_place(path: Path) -> None:
    found = [f.place for f in lint.structure(path) if f.level == lint.ERROR]
    assert found == ([TOLD[path.name]] if path.name in TOLD else [])


# --- workbooks --------------------------------------------------------------------------------------


def of_book(template: Path, context: dict[str, object]) -> Workbook:
    return load_workbook(io.BytesIO(package.pack(ExcelTemplate(template).render(context))))


@pytest.mark.parametrize("text", ["合计 {{ title", "title }}", "{% if title", "合计 }}{{", "{{ title }} 与 {{ n"])
def test_a_brace_without_its_pair_is_refused_when_a_workbook_is_made(tmp_path: Path, text: str) -> None:
    path = excel(tmp_path / "t.xlsx", ["甲"], ["乙", text])
    assert {f.place for f in lint.structure(path)} == {"[Sheet] B2"}
    with pytest.raises(TemplateError) as caught:
        ExcelTemplate(path).render(CONTEXT)
    assert "t.xlsx [Sheet] B2" in str(caught.value)


def test_comments_go_along_with_their_rows(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["头"], ["{%tr for i in items %}"], ["{{ i }}"], ["{%tr endfor %}"], ["尾"]):
        book.active.append(row)
    for cell, text in (("A1", "说明"), ("A3", "每项"), ("A5", "末")):
        book.active[cell].comment = Comment(text, "科")
    book.save(tmp_path / "t.xlsx")
    sheet = of_book(tmp_path / "t.xlsx", CONTEXT).active
    assert [sheet.cell(n, 1).comment.text for n in range(1, 5)] == ["说明", "每项", "每项", "末"]
    with pytest.raises(TemplateError) as caught:
        ExcelTemplate(tmp_path / "t.xlsx").render({"items": list(range(LONG + 10))})
    assert "comments" in str(caught.value)


def test_a_column_that_is_added_beside_the_print_area_prints(tmp_path: Path) -> None:
    rows = [
        ["名称", "数", "自加"],
        ["{%tr for i in items %}"],
        ["{{ i }}", "{{ n }}", "{{ title }}"],
        ["{%tr endfor %}"],
    ]
    book = load_workbook(excel(tmp_path / "s.xlsx", *rows))
    book.active.print_area = "A1:B4"
    book.save(tmp_path / "t.xlsx")
    assert of_book(tmp_path / "t.xlsx", CONTEXT).active.print_area == "'Sheet'!$A$1:$C$3"
    book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "u.xlsx")
    assert of_book(tmp_path / "u.xlsx", CONTEXT).active.print_area == "'Sheet'!$A$1:$B$3"


def test_a_fill_without_a_pattern_is_no_damage(tmp_path: Path) -> None:
    path = changed(
        excel(tmp_path / "s.xlsx", ["{{ title }}"]),
        tmp_path / "t.xlsx",
        lambda parts: into(parts, "xl/styles.xml", "</fills>", "<fill/>"),
    )
    assert lint.structure(path) == [] and of_book(path, CONTEXT).active["A1"].value == "题"


def test_no_temporary_file_is_made_for_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def refused(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    assert of_book(excel(tmp_path / "t.xlsx", ["{{ title }}"]), CONTEXT).active["A1"].value == "题"


def test_merged_cells_that_overlap_are_told(tmp_path: Path) -> None:
    merges = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'
    path = changed(
        excel(tmp_path / "s.xlsx", ["{{ title }}"]),
        tmp_path / "t.xlsx",
        lambda parts: into(parts, "xl/worksheets/sheet1.xml", "<pageMargins", merges),
    )
    (finding,) = lint.structure(path)
    assert finding.place.startswith("[Sheet] ") and "overlap" in finding.what
