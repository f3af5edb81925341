"""Every message of the checks of templates comes out of a template that a person may make."""
# ruff: noqa: E501 - XML a line

from __future__ import annotations

import contextlib
import gettext
import inspect
import io
import itertools
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import jinja2
import pytest
from jinja2.exceptions import SecurityError
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.worksheet.properties import PageSetupProperties

from tests import code
from tests import test_active_templates as active
from tests import test_template_check as check
from tests import test_template_language as language
from tests import test_template_structure as structure
from tests.conftest import ROOT
from zcplan.errors import TemplateError
from zcplan.render import guard, lint, reasons
from zcplan.render.language import parsed, refusals
from zcplan.render.lint import width
from zcplan.render.word import WordTemplate

RENDER = ROOT / "zcplan" / "render"
NAMES = ("guard", "language", "reasons", "nearest")
CHECKED = [*(RENDER / "lint").glob("*.py"), *(RENDER / f"{name}.py" for name in NAMES)]


@cache
def messages() -> set[str]:
    """What the checks may say."""
    return {message for path in CHECKED for message in code.messages(path)}


def calls(module: ModuleType, folder: Path) -> Iterator[Callable[[], object]]:
    """The tests of a module that need a folder alone, once for each of their cases."""
    count = itertools.count()
    for name, test in vars(module).items():
        marks = [m for m in getattr(test, "pytestmark", ()) if m.name == "parametrize"]
        if not name.startswith("test_"):
            continue
        wanted = set(inspect.signature(test).parameters)
        cases: list[dict[str, object]] = [{}]
        for mark in marks:
            names = mark.args[0].split(",") if isinstance(mark.args[0], str) else list(mark.args[0])
            rows = [row if len(names) > 1 else (row,) for row in mark.args[1]]
            names = [n.strip() for n in names]
            cases = [{**case, **dict(zip(names, row, strict=True))} for case in cases for row in rows]
        for case in cases:
            if wanted - set(case) == {"tmp_path"}:
                own = folder / str(next(count))
                own.mkdir()
                yield lambda test=test, case=case, own=own: test(tmp_path=own, **case)


def refused(folder: Path) -> Iterator[Path]:
    """Templates that act or reach outside."""
    for suffix, cases in ((".docx", active.IN_WORD), (".xlsx", active.IN_EXCEL)):
        source = active.word(folder / "s.docx", "x") if suffix == ".docx" else active.excel(folder / "s.xlsx", ["x", 1])
        for n, (change, _place) in enumerate(cases.values()):
            yield active.changed(source, folder / f"{n}{suffix}", change)


def failing(error: OSError) -> Callable[[Path], bytes]:
    def read(_path: Path) -> bytes:
        raise error

    return read


def of_kind(old: str, new: str, part: str = "[Content_Types].xml") -> Callable[[Path], Path]:
    """A Word file of another kind."""

    def make(folder: Path) -> Path:
        source = active.word(folder / "s.docx", "x")
        return active.changed(
            source,
            folder / "t.docx",
            lambda parts: parts.update({part: parts[part].replace(old.encode(), new.encode())}),
        )

    return make


def inside(xml: str) -> Callable[[Path], Path]:
    """A Word file with XML in its body."""
    return lambda folder: active.changed(active.word(folder / "s.docx", "x"), folder / "t.docx", active.in_body(xml))


def torn(folder: Path) -> Path:
    """Tags of which one stands deeper than the other."""
    xml = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{% if items %}甲</w:t></w:r></w:hyperlink></w:p>'
    return inside(xml + "<w:p><w:r><w:t>乙{% endif %}</w:t></w:r></w:p>")(folder)


def large(folder: Path) -> Path:
    return active.changed(
        active.word(folder / "s.docx", "x"),
        folder / "t.docx",
        lambda parts: parts.update({"word/settings.xml": b" " * (guard.MAX_XML + 1)}),
    )


def outside(folder: Path) -> Path:
    return active.changed(
        active.word(folder / "s.docx", "x"), folder / "t.docx", lambda parts: parts.update({"../x.xml": b"<a/>"})
    )


def tagged_chart(folder: Path) -> Path:
    book = Workbook()
    book.active.append(["甲", 1])
    chart = BarChart()
    chart.title = "{{ title }}"
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=1))
    book.active.add_chart(chart, "D5")
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def tagged_sheet(folder: Path) -> Path:
    book = Workbook()
    book.active.title = "{{ year }}"
    book.active["A1"].comment = Comment("{{ title }}", "科")
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


MAIN = "wordprocessingml.document.main+xml"
WRONG_FILES = (
    of_kind(MAIN, "wordprocessingml.template.main+xml"),
    of_kind(MAIN, "presentationml.presentation.main+xml"),
    of_kind(
        "http://schemas.openxmlformats.org/officeDocument/2006",
        "http://purl.oclc.org/ooxml/officeDocument",
        "_rels/.rels",
    ),
    large,
    outside,
)
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WRONG_CONTENT = (
    lambda folder: active.word(folder / "t.docx", "{{ title }}" * 2_001),
    lambda folder: active.excel(folder / "t.xlsx", ["{{r title }}"]),
    lambda folder: active.word(folder / "t.docx", "{{ title > }}"),
    inside(f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:docPr id="1" name="a" descr="chart: a"/></wp:inline></w:drawing></w:r></w:p>'),
    inside("<w:tc><w:p><w:r><w:t>{{ title</w:t></w:r></w:p></w:tc>"),
    tagged_chart,
    tagged_sheet,
)  # fmt: skip


def cramped() -> bytes:
    """A workbook with text that is cut off across and down, and a sheet that prints too small."""
    book = Workbook()
    sheet = book.active
    sheet.append(["长" * 60, 1])
    sheet["A2"] = "长" * 200
    sheet["A2"].alignment = Alignment(wrap_text=True)
    sheet.row_dimensions[2].height = 15
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for column in range(1, 30):
        sheet.cell(3, column).value = column
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.slow
def test_every_message_is_produced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[str] = set()

    def listening(_catalogue: object, message: str) -> str:
        said.add(message)
        return message

    monkeypatch.setattr(gettext.NullTranslations, "gettext", listening)
    assert len(list(width.clipped(cramped()))) == 3
    for path in refused(tmp_path):
        lint.structure(path)
    for source in language.ENDLESS:
        with contextlib.suppress(jinja2.TemplateSyntaxError, RecursionError):
            refusals(jinja2.Environment().parse(source))
    with contextlib.suppress(jinja2.TemplateSyntaxError):
        parsed(jinja2.Environment(), "{{ " + "9" * 10_000 + " }}")
    for number, make in enumerate((*WRONG_FILES, *WRONG_CONTENT)):
        folder = tmp_path / f"wrong{number}"
        folder.mkdir()
        assert [f for f in lint.structure(make(folder)) if f.what], number
    for tag in ("{{ items[9] }}", "{{ title | round }}", "{{ title > 1 }}"):
        with pytest.raises(TemplateError):
            WordTemplate(active.word(tmp_path / "t.docx", tag)).render({"items": [], "title": "题"})
    with pytest.raises(TemplateError) as caught:
        WordTemplate(torn(tmp_path)).render({"items": []})
    assert "structure" in str(caught.value)
    for error in (jinja2.UndefinedError("strange"), SecurityError("strange")):
        assert "strange" not in reasons.of(error)
    for error in (FileNotFoundError(), PermissionError(), IsADirectoryError(), OSError(5, "strange")):
        monkeypatch.setattr(Path, "read_bytes", failing(error))
        (finding,) = lint.structure(Path("t.docx"))
        assert "strange" not in finding.what
    monkeypatch.undo()
    monkeypatch.setattr(gettext.NullTranslations, "gettext", listening)
    for module in (check, structure):
        folder = tmp_path / module.__name__
        folder.mkdir()
        for call in calls(module, folder):
            if not messages() - said:
                break
            call()
    assert "\n".join(sorted(messages() - said)) == ""
