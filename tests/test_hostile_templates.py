"""A template or a name that means harm: each way out of the sandbox, the file and the folder is tried and shut."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName

from tests import hostile
from tests.conftest import Tool, edit
from tests.ledgers import rewrite
from tests.test_templates import excel, word
from zcplan import resources
from zcplan.errors import TemplateError
from zcplan.render import package, produce
from zcplan.render.excel import ExcelTemplate
from zcplan.render.word import WordTemplate
from zcplan.reports.parts.layout import Cell, Output


def test_a_list_longer_than_a_sheet_is_wide_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        ExcelTemplate(excel(tmp_path / "t.xlsx", ["{{ items }}"])).render({"items": list(range(20_000))})
    assert "[Sheet]" in str(caught.value) and "20000" in str(caught.value)


# --- what lies outside the file ---------------------------------------------------------------------

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind: str, target: str, mode: str = ' TargetMode="External"') -> Callable[[str, bytes], bytes]:
    new = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()
    return lambda name, blob: (
        blob.replace(b"</Relationships>", new)
        if name in ("word/_rels/document.xml.rels", "xl/_rels/workbook.xml.rels")
        else blob
    )


@pytest.mark.parametrize(
    ("kind", "target", "mode"),
    [
        ("image", "http://192.0.2.1/x.png", ' TargetMode="External"'),
        ("attachedTemplate", "file:///C:/evil.dotm", ' TargetMode="External"'),
        ("oleObject", "\\\\192.0.2.1\\share\\x.docx", ' TargetMode="External"'),
        ("frame", "https://192.0.2.1/", ' TargetMode="External"'),
        ("externalLinkPath", "../other.xlsx", ' TargetMode="External"'),
        ("image", "../../../../etc/passwd", ""),
        ("image", "file:///etc/passwd", ""),
        ("image", "..\\..\\secret.png", ""),
    ],
)
def test_a_relationship_that_leads_outside_is_refused(tmp_path: Path, kind: str, target: str, mode: str) -> None:
    for name, reader in (("brief.docx", WordTemplate), ("plan-table.xlsx", ExcelTemplate)):
        source = (resources.bundled("templates") / name).read_bytes()
        path = rewrite(source, tmp_path / name, related(kind, target, mode))
        with pytest.raises(TemplateError) as caught:
            reader(path)
        assert target in str(caught.value)


def test_a_part_with_thousands_of_tags_is_refused_before_it_is_read(tmp_path: Path) -> None:
    many = "{{ title }}" * 2_001
    for path, reader in (
        (word(tmp_path / "t.docx", many), WordTemplate),
        (word(tmp_path / "u.docx", "}}" * 2_001), WordTemplate),
        (excel(tmp_path / "t.xlsx", [many[:30_000]]), ExcelTemplate),
    ):
        with pytest.raises(TemplateError, match="more than 2000 tags") as caught:
            reader(path)
        assert ".xml" in str(caught.value)


def test_a_hyperlink_is_no_harm(tmp_path: Path) -> None:
    source = (resources.bundled("templates") / "brief.docx").read_bytes()
    WordTemplate(rewrite(source, tmp_path / "t.docx", related("hyperlink", "https://example.org/")))


@pytest.mark.parametrize("part", ["../../evil.xml", "/evil.xml", "word\\..\\evil.xml"])
def test_a_part_that_lies_outside_is_refused(tmp_path: Path, part: str) -> None:
    path = word(tmp_path / "t.docx", "x")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, "<a/>")
    with pytest.raises(TemplateError):
        WordTemplate(path)


def test_macros_are_refused(tmp_path: Path, tool: Tool) -> None:
    path = word(tmp_path / "brief.docx", "x")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    with pytest.raises(TemplateError) as caught:
        WordTemplate(path)
    assert "macros" in str(caught.value)
    renamed = rewrite(
        word(tmp_path / "u.docx", "x").read_bytes(),
        tmp_path / "v.docx",
        lambda name, blob: blob.replace(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
        ),
    )
    with pytest.raises(TemplateError):
        WordTemplate(renamed)
    path.rename(tmp_path / "notice.docm")
    word(path, "x")
    assert "notice.docm" in tool("--templates", tmp_path, "templates", "check", "brief.docx").stdout


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_entities_are_refused_however_they_are_written(tmp_path: Path, code: str) -> None:
    xml = hostile.OUTSIDE.decode().replace('version="1.0"', f'version="1.0" encoding="{code}"').encode(code)
    source = (resources.bundled("templates") / "brief.docx").read_bytes()
    for part in ("word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"):
        path = rewrite(source, tmp_path / "t.docx", lambda name, blob, part=part: xml if name == part else blob)
        with pytest.raises(TemplateError) as caught:
            WordTemplate(path)
        assert "entities" in str(caught.value)


def test_a_failure_at_any_place_is_an_error_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> None:
        raise ArithmeticError("strange")

    monkeypatch.setattr(package, "sealed", broken)
    output = Output("t.docx", "t.docx", {})
    path = word(tmp_path / "t.docx", "x")
    with pytest.raises(TemplateError) as caught:
        produce.render(lambda _name: path, output, datetime(2023, 1, 1, tzinfo=timezone.utc))
    assert "t.docx" in str(caught.value) and "strange" not in str(caught.value)


# --- names that lead out of the folder --------------------------------------------------------------


@pytest.mark.parametrize("name", ["../../逃", "..\\..\\逃", "/etc/逃", "C:\\逃", "a/../../逃", "\u202e逃", "CON"])
def test_a_department_can_not_leave_the_output_folder(tool: Tool, tmp_path: Path, folder: Path, name: str) -> None:
    row = next(csv.DictReader((folder / "departments.csv").read_text(encoding="utf-8-sig").splitlines()))
    edit(folder / "departments.csv", f",{row['short']},", f",{name},")
    out = tmp_path / "inner" / "out"
    tool("--data", folder, "make", "assignment", "2023", "--department", row["id"], "-o", out)
    made = [p for p in tmp_path.rglob("*") if p.is_file() and folder not in p.parents]
    assert made and all(out in p.resolve().parents for p in made)


@pytest.mark.parametrize("kind", ["../brief", "brief/../../x", "zcplan.cli", "parts", "__init__"])
def test_a_kind_is_no_path(tool: Tool, tmp_path: Path, kind: str) -> None:
    assert "no kind of document" in tool("make", kind, 2023, "-o", tmp_path, code=2).stderr


def test_a_template_to_export_is_no_path(tool: Tool, tmp_path: Path) -> None:
    for name in ("../data/areas.csv", "/etc/passwd", "..\\brief.docx"):
        assert "there is no template" in tool("templates", "export", tmp_path / "t", name, code=2).stderr
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("path", ["../areas.csv", "/etc/passwd", "http://192.0.2.1/a.csv", "..\\areas.csv", "a.txt"])
def test_a_table_is_read_from_its_folder_alone(tool: Tool, folder: Path, path: str) -> None:
    edit(folder / "datapackage.json", '"areas.csv"', f'"{path}"'.replace("\\", "\\\\"))
    assert "datapackage.json" in tool("--data", folder, "check", code=2).stderr


# --- text that a spreadsheet would run --------------------------------------------------------------

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/C calc'!A0", "\t=1+1", '=HYPERLINK("http://192.0.2.1")']


@pytest.mark.parametrize("text", FORMULAS)
def test_text_in_a_workbook_is_never_run(tmp_path: Path, text: str) -> None:
    path = excel(tmp_path / "t.xlsx", ["{{ text }}"], ["{{ text | d('') }}"], ["{{ many }}"], ["{{ cell }}"], ["x"])
    book = load_workbook(path)
    book.defined_names["text"] = DefinedName("text", attr_text="'Sheet'!$A$5")
    book.save(path)
    context = {"text": text, "many": [text, text], "cell": Cell(text)}
    made = load_workbook(io.BytesIO(package.pack(ExcelTemplate(path).render(context)))).active
    cells = [c for row in made.iter_rows() for c in row if c.value is not None]
    assert len(cells) == 6 and all((c.value, c.data_type) == (text, "s") for c in cells)


@pytest.mark.parametrize("text", [*FORMULAS[:5], "＝1+1", "＠SUM"])
def test_text_in_a_csv_listing_is_never_run(tool: Tool, folder: Path, text: str) -> None:
    edit(folder / "indicators.csv", ",地区生产总值,", f",'{text},".replace('"', '""'))
    listed = list(csv.reader(tool("--data", folder, "show", "--format", "csv").stdout.splitlines()))
    assert [f"'{text}"] == [cell for row in listed for cell in row if text in cell]
