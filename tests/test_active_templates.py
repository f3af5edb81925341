"""What would act or reach outside when an issued file is opened is refused in a template, with its place."""
# ruff: noqa: E501 - a case a line

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from tests.ledgers import rewrite
from tests.test_templates import excel, word
from zcplan import resources
from zcplan.errors import TemplateError
from zcplan.render import guard, lint
from zcplan.render.excel import ExcelTemplate
from zcplan.render.word import WordTemplate

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
Parts = dict[str, bytes]


def changed(source: Path, target: Path, change: Callable[[Parts], None]) -> Path:
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w") as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return target


def into(parts: Parts, name: str, before: str, new: str) -> None:
    assert before.encode() in parts[name]
    parts[name] = parts[name].replace(before.encode(), (new + before).encode(), 1)


def typed(parts: Parts, name: str, kind: str) -> None:
    into(parts, "[Content_Types].xml", "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/>')


def related(parts: Parts, rels: str, kind: str, target: str, mode: str = "", base: str = R) -> None:
    if rels not in parts:
        parts[rels] = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        )
    external = f' TargetMode="{mode}"' if mode else ""
    new = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{external}/>'
    into(parts, rels, "</Relationships>", new)


DOCUMENT, RELS = "word/document.xml", "word/_rels/document.xml.rels"


def in_paragraph(xml: str) -> Callable[[Parts], None]:
    """A second paragraph with XML in it."""
    return lambda parts: into(parts, DOCUMENT, "<w:sectPr", f"<w:p>{xml}</w:p>")


def in_body(xml: str) -> Callable[[Parts], None]:
    return lambda parts: into(parts, DOCUMENT, "<w:sectPr", xml)


def simple(code: str) -> Callable[[Parts], None]:
    return in_paragraph(f'<w:fldSimple w:instr="{code}"><w:r><w:t>x</w:t></w:r></w:fldSimple>')


def complex_field(*codes: str) -> Callable[[Parts], None]:
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return in_paragraph(
        f"{mark.format('begin')}{runs}{mark.format('separate')}<w:r><w:t>x</w:t></w:r>{mark.format('end')}"
    )


def nested_field() -> Callable[[Parts], None]:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "end"))
    inner = f"{begin}<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>{end}"
    return in_paragraph(f"{begin}{inner}<w:r><w:instrText> c:\\\\cmd.exe</w:instrText></w:r>{end}")


def used(kind: str, target: str, xml: str, mode: str = "External") -> Callable[[Parts], None]:
    """A relationship and the element that uses it in the second paragraph."""

    def change(parts: Parts) -> None:
        related(parts, RELS, kind, target, mode)
        in_paragraph(xml.replace("r:id", f'xmlns:r="{R}" r:id').replace("r:link", f'xmlns:r="{R}" r:link'))(parts)

    return change


def part(name: str, kind: str, relation: str, blob: bytes, base: str = R, rels: str = RELS) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[name] = blob
        typed(parts, name, kind)
        related(parts, rels, relation, "/" + name, base=base)

    return change


def in_part(name: str, before: str, xml: str) -> Callable[[Parts], None]:
    return lambda parts: into(parts, name, before, xml)


def together(*changes: Callable[[Parts], None]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for one in changes:
            one(parts)

    return change


MS = "http://schemas.microsoft.com/office/2006/relationships"
PICTURE = '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="rIdX"/></w:drawing></w:r>'
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
CODE = "<w:r><w:instrText>IF 1=1 a b</w:instrText></w:r>"
IN_WORD: dict[str, tuple[Callable[[Parts], None], str]] = {
    "DDE": (simple("DDE excel C:\\\\a.xlsx"), "paragraph 2"),
    "DDEAUTO over runs": (complex_field(" DDE", "AUTO c:\\\\cmd.exe "), "paragraph 2"),
    "INCLUDETEXT": (simple(" INCLUDETEXT \\\\192.0.2.1\\a.docx"), "paragraph 2"),
    "INCLUDEPICTURE": (complex_field(' INCLUDEPICTURE "http://192.0.2.1/a.png" \\d'), "paragraph 2"),
    "LINK": (simple("LINK Excel.Sheet.12 a.xlsx"), "paragraph 2"),
    "IMPORT": (simple("IMPORT a.png"), "paragraph 2"),
    "RD": (simple("RD a.docx"), "paragraph 2"),
    "MERGEFIELD": (simple("MERGEFIELD name"), "paragraph 2"),
    "DATABASE": (simple("DATABASE \\c &quot;DSN=x&quot;"), "paragraph 2"),
    "MACROBUTTON": (simple("MACROBUTTON Run x"), "paragraph 2"),
    "AUTOTEXT": (simple("AUTOTEXT x"), "paragraph 2"),
    "ADDIN": (simple("ADDIN x"), "paragraph 2"),
    "DATE": (simple("DATE \\@ &quot;yyyy&quot;"), "paragraph 2"),
    "a field's name that a field gives": (nested_field(), "paragraph 2"),
    "a deleted field": (in_paragraph("<w:del><w:r><w:delInstrText>DDE a b</w:delInstrText></w:r></w:del>"), "paragraph 2"),
    "HYPERLINK to a file": (simple("HYPERLINK &quot;file:///c:/a.exe&quot;"), "paragraph 2"),
    "HYPERLINK to a share": (simple("HYPERLINK \\\\192.0.2.1\\a"), "paragraph 2"),
    "a tag in a field's code": (simple("HYPERLINK &quot;{{ title }}&quot;"), "paragraph 2"),
    "a linked picture": (used("image", "http://192.0.2.1/x.png", PICTURE), "paragraph 2"),
    "a linked object": (used("oleObject", "file:///c:/x.xlsx", '<w:r><w:object><x r:id="rIdX"/></w:object></w:r>'), "paragraph 2"),
    "a link to a file": (used("hyperlink", "file:///c:/x.exe", '<w:hyperlink r:id="rIdX"/>'), "paragraph 2"),
    "a link to a neighbour": (used("hyperlink", "x.docx", '<w:hyperlink r:id="rIdX"/>'), "paragraph 2"),
    "a link that runs": (used("hyperlink", "java&#10;script:x()", '<w:hyperlink r:id="rIdX"/>'), "paragraph 2"),
    "a subdocument": (used("subDocument", "x.docx", '<w:subDoc r:id="rIdX"/>'), "paragraph 2"),
    "a frame": (used("frame", "http://192.0.2.1/", '<w:frame r:id="rIdX"/>'), "paragraph 2"),
    "a picture of VML by address": (
        in_paragraph(f'<w:r><w:pict><v:shape {V}><v:imagedata src="http://192.0.2.1/x.png"/></v:shape></w:pict></w:r>'),
        "paragraph 2",
    ),
    "a picture of VML by name": (
        in_paragraph(f'<w:r><w:pict><v:shape {V}><v:imagedata o:href="x.png"/></v:shape></w:pict></w:r>'),
        "paragraph 2",
    ),
    "a film from the web": (
        in_paragraph('<w:r><wp15:webVideoPr xmlns:wp15="urn:x" embeddedHtml="&lt;iframe&gt;"/></w:r>'), "paragraph 2"
    ),
    "macros of a form field": (
        in_paragraph('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="x"/></w:ffData></w:fldChar></w:r>'),
        "paragraph 2",
    ),
    "altChunk": (
        together(
            part("word/a.html", "text/html", "aFChunk", b"<p>x</p>"),
            in_body(f'<w:altChunk xmlns:r="{R}" r:id="rIdX"/>'),
        ),
        "word/a.html",
    ),
    "an object": (part("word/embeddings/o.bin", f"{guard.BOOK[:45]}.oleObject", "oleObject", COMPOUND), "o.bin"),
    "an embedded workbook without a chart": (part("word/embeddings/o.xlsx", guard.BOOK, "package", b"PK"), "o.xlsx"),
    "ActiveX": (part("word/activeX/a.xml", "application/vnd.ms-office.activeX+xml", "control", b"<a/>"), "activeX/a.xml"),
    "renamed macros": (
        part("word/media/x.png", "image/png", "image", COMPOUND + "VBA".encode("utf-16-le")), ""
    ),
    "macros as a picture's neighbour": (
        part("word/x.bin", "application/vnd.ms-office.vbaProject", "vbaProject", COMPOUND, base=MS), ""
    ),
    "an own ribbon": (
        part("customUI/c.xml", "application/xml", "ui/extensibility", b"<customUI/>", base=MS, rels="_rels/.rels"), ""
    ),
    "mail merge": (
        in_part("word/settings.xml", "</w:settings>", '<w:mailMerge><w:connectString w:val="x"/></w:mailMerge>'),
        "word/settings.xml",
    ),
    "the source of a mail merge": (
        lambda parts: related(parts, "word/_rels/settings.xml.rels", "mailMergeSource", "file:///a.csv", "External"),
        "word/settings.xml",
    ),
    "an attached template": (
        lambda parts: related(parts, "word/_rels/settings.xml.rels", "attachedTemplate", "file:///a.dotm", "External"),
        "word/settings.xml",
    ),
    "frames of a web page": (
        together(
            part("word/webSettings2.xml", f"{guard.MAIN['.docx'][:67]}webSettings+xml", "webSettings",
                 f'<w:webSettings {W}><w:frameset/></w:webSettings>'.encode()),
        ),
        "word/webSettings2.xml",
    ),
    "a field in a footnote": (
        part("word/footnotes.xml", f"{guard.MAIN['.docx'][:67]}footnotes+xml", "footnotes",
             f'<w:footnotes {W}><w:footnote><w:p><w:fldSimple w:instr="DDE a b"/></w:p></w:footnote></w:footnotes>'.encode()),
        "footnotes",
    ),
    "a field in a part of another encoding": (
        part("word/footnotes.xml", f"{guard.MAIN['.docx'][:67]}footnotes+xml", "footnotes",
             f'<?xml version="1.0" encoding="utf-16"?><w:footnotes {W}><w:footnote><w:p><w:fldSimple w:instr="DDE a b"/>'
             "</w:p></w:footnote></w:footnotes>".encode("utf-16")),
        "footnotes",
    ),
    "a field spelt with entities": (simple("&#x44;&#68;E a b"), "paragraph 2"),
    "text in a field's code": (in_paragraph(f"{BEGIN}<w:r><w:t>NEXT</w:t></w:r>{CODE}{END}"), "paragraph 2"),
    "a whole field in a field's code": (
        in_paragraph(f'{BEGIN}<w:fldSimple w:instr="DOCPROPERTY x"><w:r><w:t>x</w:t></w:r></w:fldSimple>{CODE}{END}'),
        "paragraph 2",
    ),
    "a hyperlink of a picture": (used("hyperlink", "http://192.0.2.1/x.png", PICTURE), "paragraph 2"),
    "a hyperlink of an attached template": (
        together(
            lambda parts: related(parts, "word/_rels/settings.xml.rels", "hyperlink", "https://192.0.2.1/a.dotm", "External"),
            in_part("word/settings.xml", "</w:settings>", f'<w:attachedTemplate xmlns:r="{R}" r:id="rIdX"/>'),
        ),
        "word/settings.xml",
    ),
    "an object that is called a picture": (
        together(
            part("word/media/x.png", "image/png", "image", COMPOUND),
            in_paragraph(f'<w:r><w:object><o:OLEObject {V} xmlns:r="{R}" r:id="rIdX"/></w:object></w:r>'),
        ),
        "paragraph 2",
    ),
    "a control": (in_paragraph(f'<w:r><w:object><w:control xmlns:r="{R}" r:id="rId1"/></w:object></w:r>'), "paragraph 2"),
    "text that other data take the place of": (
        in_paragraph('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr><w:sdtContent/></w:sdt>'),
        "paragraph 2",
    ),
    "relations in capitals": (
        lambda parts: parts.update({"word/_rels/header9.xml.RELS": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{R}/attachedTemplate" Target="x.dotm" TargetMode="External"/></Relationships>'
        ).encode()}),
        "word/header9.xml",
    ),
    "SVG": (part("word/media/x.svg", "image/svg+xml", "image", b"<svg/>"), "word/media/x.svg"),
    "sound": (part("word/media/x.wav", "audio/wav", "audio", b"RIFF"), "word/media/x.wav"),
    "a part that nobody knows": (part("word/x.foo", "application/x-foo", "foo", b"x"), "word/x.foo"),
    "a part outside the file": (
        lambda parts: related(parts, RELS, "image", "../../../../etc/passwd"), "word/document.xml"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_WORD)
def test_word_refuses(tmp_path: Path, name: str) -> None:
    change, place = IN_WORD[name]
    path = changed(word(tmp_path / "s.docx", "{{ title }}"), tmp_path / "t.docx", change)
    found = [f for f in lint.structure(path) if f.level == lint.ERROR]
    assert found and any(place in f.place for f in found), found
    with pytest.raises(TemplateError) as caught:
        WordTemplate(path)
    assert "t.docx" in str(caught.value)


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def formula(text: str) -> Callable[[Parts], None]:
    return lambda parts: into(parts, SHEET, "</row></sheetData>", f'<c r="C1"><f>{text}</f></c>')


def named(attributes: str, text: str) -> Callable[[Parts], None]:
    names = f"<definedNames><definedName {attributes}>{text}</definedName></definedNames>"
    return lambda parts: (
        into(parts, BOOK, "<calcPr", names)
        if b"<definedNames" not in parts[BOOK]
        else parts.update(
            {BOOK: parts[BOOK].replace(b"<definedNames/>", names.encode()).replace(b"<definedNames />", names.encode())}
        )
    )


def in_sheet(xml: str) -> Callable[[Parts], None]:
    return lambda parts: into(parts, SHEET, "<pageMargins", xml)


SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
BUTTON = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape>'
    b'<x:ClientData ObjectType="Button"/></v:shape></xml>'
)
SHAPE = (
    b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:oneCellAnchor>'
    b'<xdr:sp textlink="WEBSERVICE(A1)"/></xdr:oneCellAnchor></xdr:wsDr>'
)
IN_EXCEL: dict[str, tuple[Callable[[Parts], None], str]] = {
    "WEBSERVICE": (formula('_xlfn.WEBSERVICE("http://192.0.2.1")'), "[Sheet] C1"),
    "HYPERLINK": (formula('HYPERLINK("http://"&amp;A1)&amp;HYPERLINK(A1)'), "[Sheet] C1"),
    "HYPERLINK to a file": (formula('HYPERLINK("file:///c:/a.exe")'), "[Sheet] C1"),
    "DDE": (formula("cmd|'/C calc'!A0"), "[Sheet] C1"),
    "another workbook": (formula("SUM([1]Sheet1!A1)"), "[Sheet] C1"),
    "another workbook by name": (formula("'C:\\[a.xlsx]Sheet1'!A1"), "[Sheet] C1"),
    "INDIRECT": (formula('INDIRECT("[a.xlsx]S!A1")'), "[Sheet] C1"),
    "IMAGE": (formula('_xlfn.IMAGE("http://192.0.2.1/x.png")'), "[Sheet] C1"),
    "CALL": (formula('CALL("a","b")'), "[Sheet] C1"),
    "REGISTER.ID": (formula('REGISTER.ID("a","b")'), "[Sheet] C1"),
    "RTD": (formula('RTD("a",,"b")'), "[Sheet] C1"),
    "the clock": (formula("TODAY()"), "[Sheet] C1"),
    "chance": (formula("RAND()"), "[Sheet] C1"),
    "a function that is given": (formula("Module1.Run()"), "[Sheet] C1"),
    "a name of another workbook": (named('name="x"', "[1]Sheet1!$A$1"), "name “x”"),
    "a name of a macro": (named('name="x" function="1"', "Sheet!$A$1"), "name “x”"),
    "a macro at opening": (named('name="_xlnm.Auto_Open"', "Sheet!$A$1"), "name “_xlnm.Auto_Open”"),
    "a list of another workbook": (
        in_sheet('<dataValidations count="1"><dataValidation type="list" sqref="B2"><formula1>[1]S!$A$1</formula1>'
                 "</dataValidation></dataValidations>"), "[Sheet] B2"),
    "a format that asks the web": (
        in_sheet('<conditionalFormatting sqref="B3"><cfRule type="expression" priority="1"><formula>WEBSERVICE("http://x")'
                 "</formula></cfRule></conditionalFormatting>"), "[Sheet] B3"),
    "a link to a file": (
        together(
            lambda parts: related(parts, SHEET_RELS, "hyperlink", "file:///c:/x.exe", "External"),
            in_sheet(f'<hyperlinks><hyperlink ref="A1" xmlns:r="{R}" r:id="rIdX"/></hyperlinks>'),
        ), "[Sheet] A1"),
    "links to another workbook": (
        part("xl/externalLinks/externalLink1.xml", f"{guard.BOOK[:59]}.externalLink+xml", "externalLink", b"<a/>",
             rels="xl/_rels/workbook.xml.rels"), "xl/externalLinks/externalLink1.xml"),
    "data connections": (
        part("xl/connections.xml", f"{guard.BOOK[:59]}.connections+xml", "connections", b"<a/>",
             rels="xl/_rels/workbook.xml.rels"), "xl/connections.xml"),
    "a query": (
        part("xl/queryTables/q.xml", f"{guard.BOOK[:59]}.queryTable+xml", "queryTable", b"<a/>", rels=SHEET_RELS),
        "xl/queryTables/q.xml"),
    "a pivot table": (
        part("xl/pivotTables/p.xml", f"{guard.BOOK[:59]}.pivotTable+xml", "pivotTable", b"<a/>", rels=SHEET_RELS),
        "xl/pivotTables/p.xml"),
    "a slicer": (
        part("xl/slicers/s.xml", "application/vnd.ms-excel.slicer+xml", "slicer", b"<a/>", base=MS, rels=SHEET_RELS),
        "xl/slicers/s.xml"),
    "a form control": (
        part("xl/ctrlProps/c.xml", "application/vnd.ms-excel.controlproperties+xml", "ctrlProp", b"<a/>", rels=SHEET_RELS),
        "xl/ctrlProps/c.xml"),
    "an object": (
        part("xl/embeddings/o.bin", f"{guard.BOOK[:45]}.oleObject", "oleObject", COMPOUND, rels=SHEET_RELS),
        "xl/embeddings/o.bin"),
    "a sheet of macros": (
        part("xl/macrosheets/m.xml", "application/vnd.ms-excel.macrosheet+xml", "xlMacrosheet", b"<a/>", base=MS,
             rels="xl/_rels/workbook.xml.rels"), "xl/macrosheets/m.xml"),
    "a function behind a space": (formula('WEBSERVICE ("http://192.0.2.1")'), "[Sheet] C1"),
    "a sheet that is called as a program": (
        together(
            in_part(BOOK, "</sheets>", '<sheet name="cmd|\'/c calc" sheetId="9" xmlns:r="' + R + '" r:id="rId1"/>'),
            formula("'cmd|''/c calc'!A0"),
        ),
        "[Sheet] C1",
    ),
    "a colour that asks the web": (
        in_sheet('<conditionalFormatting sqref="B3"><cfRule type="colorScale" priority="1"><colorScale><cfvo type="formula" '
                 'val="WEBSERVICE(A1)"/><cfvo type="max"/><color rgb="FFFF0000"/><color rgb="FF00FF00"/></colorScale></cfRule>'
                 "</conditionalFormatting>"), "[Sheet] B3"),
    "a button": (
        part("xl/drawings/v.bin", f"{guard.BOOK[:45]}.vmlDrawing", "vmlDrawing", BUTTON, rels=SHEET_RELS),
        "xl/drawings/v.bin"),
    "a shape whose text asks the web": (
        part("xl/drawings/d.xml", f"{guard.BOOK[:45]}.drawing+xml", "drawing", SHAPE, rels=SHEET_RELS), "xl/drawings/d.xml"),
    "renamed macros": (part("xl/x.png", "image/png", "image", COMPOUND + "VBA".encode("utf-16-le"), rels=SHEET_RELS), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_EXCEL)
def test_excel_refuses(tmp_path: Path, name: str) -> None:
    change, place = IN_EXCEL[name]
    path = changed(excel(tmp_path / "s.xlsx", ["{{ title }}", 1]), tmp_path / "t.xlsx", change)
    found = [f for f in lint.structure(path) if f.level == lint.ERROR]
    assert found and any(place in f.place for f in found), found
    with pytest.raises(TemplateError) as caught:
        ExcelTemplate(path)
    assert "t.xlsx" in str(caught.value)


def test_the_workbook_behind_a_chart_is_looked_at(tmp_path: Path) -> None:
    source = resources.bundled("templates") / "comparison.docx"
    book = Workbook()
    book.active["A1"] = "=cmd|'/C calc'!A0"
    out = io.BytesIO()
    book.save(out)

    def change(name: str, blob: bytes) -> bytes:
        return out.getvalue() if name.endswith("workbook1.xlsx") else blob

    path = rewrite(source.read_bytes(), tmp_path / "comparison.docx", change)
    found = [f for f in lint.structure(path) if f.code == "active"]
    assert found and "workbook1.xlsx" in found[0].place


SOUND = {
    "PAGE": simple("PAGE"),
    "a table of contents": complex_field(' TOC \\o "1-3" \\h '),
    "a sum": complex_field(" = SUM(ABOVE) "),
    "a link to a page": used("hyperlink", "https://example.invalid/", '<w:hyperlink r:id="rIdX"/>'),
    "a link to a mailbox": used("hyperlink", "mailto:a@example.invalid", '<w:hyperlink r:id="rIdX"/>'),
    "a link within": simple("HYPERLINK \\l mark"),
    "a picture": part("word/media/x.png", "image/png", "image", b"\x89PNG"),
    "an embedded typeface": part("word/fonts/f.odttf", f"{guard.BOOK[:45]}.obfuscatedFont", "font", b"x"),
}


@pytest.mark.parametrize("name", SOUND)
def test_word_lets_through(tmp_path: Path, name: str) -> None:
    path = changed(word(tmp_path / "s.docx", "{{ title }}"), tmp_path / "t.docx", SOUND[name])
    assert [f for f in lint.structure(path) if f.level == lint.ERROR] == []
    assert WordTemplate(path).render({"title": "x"})


@pytest.mark.parametrize(
    "text",
    [
        "SUM(A1:B1)", "IF(A1=1,COUNTIF(Sheet!A:A,B1),0)", "'Sheet'!$A$1", "_xlfn.XLOOKUP(A1,B:B,C:C)", "甲[乙]", "A1&amp;#N/A",
        'HYPERLINK("#Sheet!A1","甲")', 'TEXT(A1,"0.0%")', "Sheet:Sheet!A1",
    ],
)  # fmt: skip
def test_excel_lets_through(tmp_path: Path, text: str) -> None:
    path = changed(excel(tmp_path / "s.xlsx", ["{{ title }}", 1]), tmp_path / "t.xlsx", formula(text))
    assert lint.structure(path) == []


def test_a_chart_of_a_sheet_may_refer_to_its_sheet_alone(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["甲", 1])
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=1))
    book.active.add_chart(chart, "D5")
    book.save(tmp_path / "s.xlsx")
    assert lint.structure(tmp_path / "s.xlsx") == []
    path = rewrite(
        (tmp_path / "s.xlsx").read_bytes(),
        tmp_path / "t.xlsx",
        lambda _n, blob: blob.replace(b"'Sheet'!", b"[1]Other!"),
    )
    assert {f.code for f in lint.structure(path)} == {"active"}
