"""A template or a name that means harm: each way out of the sandbox, the file and the folder is tried and shut."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
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
from zcplan.render.environment import environment
from zcplan.render.excel import ExcelTemplate
from zcplan.render.word import WordTemplate
from zcplan.reports.parts.layout import Cell, Output

CONTEXT = {"x": Cell("a"), "items": [1, 2], "number": Decimal("1.5"), "place": {"a": Cell("b")}}

ESCAPES = [
    "{{ x['__class__'] }}",
    "{{ x|attr('__class__') }}",
    "{{ [x]|map('attr', '__class__')|list }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ '{0.__class__.__mro__}'.format_map({}) }}",
    "{{ x.value['format']('a') }}",
    "{{ ('%s' % x).__class__ }}",
    "{{ x.value.__class__.__base__ }}",
    "{{ (1).__class__ }}",
    "{{ [].__class__.__base__.__subclasses__() }}",
    "{{ range.__init__.__globals__ }}",
    "{{ dict.__base__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ loop.__init__ }}",
    "{{ items.__reduce__() }}",
    "{{ items.clear() }}",
    "{{ place.update({'b': 1}) }}",
    "{{ place.pop('a') }}",
    "{{ x.value.encode() }}",
    "{{ number.__reduce__() }}",
    "{{ number.as_integer_ratio() }}",
    "{{ _emit(1, []) or __builtins__ }}",
    "{{ [1, 2]|random }}",
    "{{ lipsum() }}",
]

WORK_WITHOUT_END = [
    "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
    "{% for i in [1, 2] recursive %}{% if loop.depth < 90 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}",
    "{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
    "{% set n = namespace(a='xx') %}{% for i in range(90) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
    "{% set n = namespace(a='xx') %}{% for i in range(90) %}{% set n.a = n.a + n.a %}{% endfor %}",
    "{% set n = namespace(a=[1]) %}{% for i in range(90) %}{% set n.a = n.a + n.a %}{% endfor %}",
    "{% for i in range(99999) %}" + "x" * 5000 + "{% endfor %}",
    "{{ range(10 ** 9) }}",
    "{{ 9 ** (9 ** 9) }}",
    "{{ number ** (10 ** 9) }}",
    "{{ 2 ** 500 * 2 ** 500 }}",
    "{{ 'a' * 10 ** 9 }}",
    "{{ 10 ** 9 * 'a' }}",
    "{{ [0] * 10 ** 9 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (1000000000, 1) }}",
    "{{ '%.1000000000f'|format(1.5) }}",
    "{{ '%*d'|format(1000000000, 1) }}",
    "{{ 'a'|center(10 ** 9) }}",
    "{{ 'a'|indent(10 ** 9) }}",
    "{{ 'a'.ljust(10 ** 9) }}",
    "{{ 'a'.zfill(10 ** 9) }}",
    "{{ range(100000)|join('x' * 100000) }}",
    "{{ ('x' * 1000000)|replace('x', 'y' * 1000000) }}",
    "{{ items|slice(10 ** 9)|list }}",
    "{{ items|batch(10 ** 9, 0)|list }}",
    "{{ [[1]]|sum(start=[]) }}",
    "{{ (1).to_bytes(10 ** 9) }}",
    "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
]


@pytest.mark.parametrize("autoescape", [True, False])
@pytest.mark.parametrize("source", [*ESCAPES, *WORK_WITHOUT_END], ids=lambda s: str(s)[:50])
def test_no_way_out_of_the_sandbox_and_no_work_without_end(source: str, autoescape: bool) -> None:
    before = repr(CONTEXT)
    with hostile.limits(10), pytest.raises(Exception) as caught:
        environment(autoescape=autoescape).from_string(source).render(CONTEXT)
    assert not isinstance(caught.value, MemoryError | hostile.TooSlowError)
    assert repr(CONTEXT) == before


@pytest.mark.parametrize("source", [ESCAPES[1], ESCAPES[3], WORK_WITHOUT_END[0], WORK_WITHOUT_END[7]])
def test_word_and_excel_tell_of_it_in_words(tmp_path: Path, source: str) -> None:
    with hostile.limits(20), pytest.raises(TemplateError) as caught:
        WordTemplate(word(tmp_path / "t.docx", source)).render(CONTEXT)
    assert "t.docx" in str(caught.value)
    rows = (
        [[source]]
        if source.startswith("{{")
        else [["{%tr for i in range(99999) %}"], ["{%tr for j in range(99999) %}"]]
    )
    rows += [] if source.startswith("{{") else [["x"], ["{%tr endfor %}"], ["{%tr endfor %}"]]
    with hostile.limits(20), pytest.raises(TemplateError) as caught:
        ExcelTemplate(excel(tmp_path / "t.xlsx", *rows)).render(CONTEXT)
    assert "t.xlsx" in str(caught.value)


def test_the_budget_is_that_of_one_rendering() -> None:
    template = environment(autoescape=False).from_string("{% for i in range(90000) %}{{ i }}{% endfor %}")
    assert len({template.render() for _n in range(8)}) == 1


def test_what_templates_need_still_works() -> None:
    source = (
        "{{ '%0*d'|format(3, 7) }} {{ ['a', 'b']|join('、') }} {{ 1 + 2 * 3 }} {{ 7 % 4 }} "
        "{{ 'ab'|replace('a', 'c') }} "
        "{{ [1, 2]|sum }} {{ 'x' ~ 1 }} {{ ' y '.strip() }} {{ x.value|upper }} "
        "{% for i in items %}{{ loop.length }}{% endfor %}"
    )
    assert environment(autoescape=False).from_string(source).render(CONTEXT) == "007 a、b 7 3 cb 3 x1 y A 22"


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
        assert "outside" in str(caught.value) or "lies outside" in str(caught.value)


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

    monkeypatch.setattr(package, "seal", broken)
    output = Output("t.docx", "t.docx", {})
    path = word(tmp_path / "t.docx", "x")
    with pytest.raises(TemplateError) as caught:
        produce.render(lambda _name: path, output, datetime(2023, 1, 1, tzinfo=timezone.utc))
    assert "strange" in str(caught.value)


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
    path = excel(tmp_path / "t.xlsx", ["{{ text }}"], ["{{ '' ~ text }}"], ["{{ many }}"], ["{{ cell }}"], ["x"])
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
