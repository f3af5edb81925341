"""Comments stand at the figure that they speak of, in a copy of any Word draft that python-docx can hold."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.blank import blank
from tests.conftest import Tool
from tests.packages import item, numbering, p, run, sdt, word
from zcplan import resources
from zcplan.errors import UsageError
from zcplan.reading.document import read
from zcplan.render.annotate import Remark, annotated

WHEN = datetime(2024, 1, 30, tzinfo=timezone.utc)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def commented(path: Path, *remarks: Remark) -> list[str]:
    """The words that each comment of the copy stands at."""
    data = annotated(path, remarks, WHEN, resources.bundled("templates") / "draft.docx")
    docx.Document(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = next(n for n in archive.namelist() if n.startswith("word/document"))
        root = etree.fromstring(archive.read(main))
    found: dict[str, str] = {}
    held: list[str] = []
    for node in root.iter():
        if node.tag == W + "commentRangeStart":
            held.append(node.get(W + "id"))
            found[node.get(W + "id")] = ""
        elif node.tag == W + "commentRangeEnd":
            held.remove(node.get(W + "id"))
        elif node.tag == W + "t":
            for at in held:
                found[at] += node.text or ""
    return list(found.values())


def on(path: Path, *figures: str) -> list[Remark]:
    """A remark on each figure, where it is first read."""
    remarks = []
    for figure in figures:
        paragraph = next(q for q in read(path).paragraphs if figure in q.text)
        at = paragraph.text.index(figure)
        remarks.append(Remark(paragraph.index, at, at + len(figure), f"核：{figure}"))
    return remarks


@pytest.mark.parametrize("kind", [TEMPLATE, MACROS], ids=["template", "macros"])
def test_templates_and_documents_with_macros_under_the_name_of_a_document(kind: str, tmp_path: Path) -> None:
    parts = {"vbaProject.bin": ("../../2006/relationships/vbaProject", b"macros")}
    path = word(tmp_path / "a.docx", p("增长9.9%。"), kind=kind, parts=parts)
    assert commented(path, *on(path, "9.9%")) == ["9.9%"]
    data = annotated(path, on(path, "9.9%"), WHEN, Path())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [n for n in archive.namelist() if "vba" in n]
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_a_strict_document_is_refused_in_words(tmp_path: Path) -> None:
    source = word(tmp_path / "a.docx", p("增长9.9%。"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            blob = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, blob)
    with pytest.raises(UsageError, match="Strict Open XML") as refused:
        commented(tmp_path / "b.docx", Remark(0, 2, 6, "x"))
    assert "Save it in Word" in refused.value.todo


def test_comments_stand_at_their_figures_however_the_text_is_wrapped(tmp_path: Path) -> None:
    body = [
        p(
            "增长",
            sdt(run("9.")),
            '<w:ins w:id="1" w:author="a">' + run("9%，") + "</w:ins>",
            run("隐", "<w:vanish/>"),
            "降8.8%。",
        ),
        item("收入7.7亿元"),
        p(
            "增长",
            "<w:r><w:ruby><w:rt><w:r><w:t>liu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>6.6</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "%",
        ),
    ]
    path = word(
        tmp_path / "a.docx", *body, parts={"numbering.xml": numbering(("decimal", "%1."))}, main="document2.xml"
    )
    assert commented(path, *on(path, "9.9%", "8.8%", "7.7亿元")) == ["9.9%", "8.8%", "7.7亿元"]
    assert "6.6" in commented(path, *on(path, "6.6%"))[0]


def test_what_stands_in_an_imported_part_or_an_equation_gets_its_comment_at_the_first_words(tmp_path: Path) -> None:
    page = "<html><body><p>网页9.9%</p></body></html>".encode()
    equation = "<m:oMath><m:r><m:t>5.5%</m:t></m:r></m:oMath>"
    path = word(
        tmp_path / "a.docx", p("第一段"), '<w:altChunk r:id="rId1"/>', p(equation), parts={"a.html": ("aFChunk", page)}
    )
    assert commented(path, *on(path, "9.9%", "5.5%")) == ["第一段", "第一段"]


def without_relations(path: Path, target: Path) -> Path:
    """A document whose list of parts is empty: its text is read, but python-docx opens it no more."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"" if name == "_rels/.rels" else old.read(name))
    return target


def test_a_document_too_damaged_for_comments_is_told_and_keeps_no_other_from_its_copy(tmp_path: Path, tool: Tool):
    document = blank()
    document.add_paragraph("工业投资增长-5%。")
    document.save(str(tmp_path / "好.docx"))
    without_relations(tmp_path / "好.docx", tmp_path / "坏.docx")
    result = tool("proof", tmp_path / "坏.docx", "--no-data", "--annotate", tmp_path / "out.docx", code=2)
    assert "comments can't be written into this document: it is damaged" in result.stderr
    assert "增长-5%" in result.stdout and not (tmp_path / "out.docx").exists()
    drafts = (tmp_path / "坏.docx", tmp_path / "好.docx")
    result = tool("proof", *drafts, "--no-data", "--annotate", tmp_path / "out", code=2)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["好.docx"]
    assert "1 comments in" in result.stderr and "坏.docx" in result.stderr


def test_a_text_with_control_characters_gets_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("增长\x019.9%，\x0c下降8%。", encoding="utf-8")
    assert commented(path, *on(path, "9.9%", "8%")) == ["9.9%", "8%"]


def test_a_workbook_gets_a_document_of_its_cells(tmp_path: Path) -> None:
    from tests.packages import c, excel, row, words

    path = excel(tmp_path / "a.xlsx", row(1, words("A1", "指标"), c("B1", "9.9")))
    assert commented(path, *on(path, "9.9")) == ["9.9"]
