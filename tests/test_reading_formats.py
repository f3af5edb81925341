"""Any file that a person has is read by what it is, or refused in words that say what it is and what to do."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from tests import ledgers
from tests.packages import c, excel, row, words
from zcplan.errors import UsageError
from zcplan.reading import convert
from zcplan.reading.archive import read_bytes
from zcplan.reading.document import Draft, read
from zcplan.reading.opening import files_in
from zcplan.reading.passed_over import told

SENTENCE = "2023年，全区地区生产总值增长5.5%左右，新增市场主体7472家。"
TRADITIONAL = "2023年，全區地區生產總值增長5.5%左右，新增市場主體7472家。"
needs_office = pytest.mark.skipif(convert.program() is None, reason="LibreOffice is not installed")


def texts(draft: Draft) -> list[str]:
    return [q.text for q in draft.paragraphs if q.text.strip()]


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


# --- text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_text_in_every_encoding_that_windows_writes(encoding: str, tmp_path: Path) -> None:
    assert texts(read(written(tmp_path / "a.txt", f"{SENTENCE}\r\n第二行\r\n".encode(encoding)))) == [
        SENTENCE,
        "第二行",
    ]


def test_traditional_text_in_big5(tmp_path: Path) -> None:
    assert texts(read(written(tmp_path / "a.txt", TRADITIONAL.encode("big5")))) == [TRADITIONAL]


def test_rare_characters_of_gb18030_and_a_text_cut_off(tmp_path: Path) -> None:
    assert (
        texts(read(written(tmp_path / "a.txt", "㐂𠮷镇增长5%，全区完成目标任务。".encode("gb18030"))))[0][:3]
        == "㐂𠮷镇"
    )
    assert texts(read(written(tmp_path / "b.txt", SENTENCE.encode()[:-1])))[0] == SENTENCE[:-1]


@pytest.mark.parametrize(
    "data", [bytes(range(128, 256)) * 40, b"\x00\x01\x02" * 400, os.urandom(64) * 0 + b"\xff" * 900]
)
def test_what_is_no_text_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no text file"):
        read(written(tmp_path / "a.txt", data))


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    draft = read(written(tmp_path / "a.txt", f"一\n\n{SENTENCE}\n"))
    assert [(q.index, q.text) for q in draft.paragraphs] == [(0, "一"), (1, ""), (2, SENTENCE)]


@pytest.mark.parametrize("end", ["。", "！", "!", "?", ";"])
def test_a_line_that_ends_its_sentence_does_not_go_on(end: str, tmp_path: Path) -> None:
    draft = read(written(tmp_path / "a.txt", f"全区发展实践迈出新的坚实步伐{end}\n地区生产总值增长5%。\n"))
    assert not draft.paragraphs[0].runs_on
    broken = read(written(tmp_path / "b.txt", "全区发展实践迈出新的坚实步伐，其中\n地区生产总值增长5%。\n"))
    assert broken.paragraphs[0].runs_on


# --- tables as text, pages


@pytest.mark.parametrize(
    "text",
    [
        '指标,单位,2023年\n甲,亿元,"1,234.5"\n',
        "sep=;\n指标;单位;2023年\n甲;亿元;1,234.5\n",
        "指标\t单位\t2023年\n甲\t亿元\t1,234.5\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_tables_saved_as_text(text: str, encoding: str, tmp_path: Path) -> None:
    draft = read(written(tmp_path / "a.csv", text.encode(encoding)))
    (table,) = draft.tables
    assert [x.text for x in table.cells] == ["指标", "单位", "2023年", "甲", "亿元", "1,234.5"]
    assert draft.paragraphs[-1].cell[0] == "C"


PAGE = """<!DOCTYPE html><html><head><meta charset="{}"><title>标题不读</title><style>p{{}}</style></head><body>
<h1>工作报告</h1><p>全区地区<b>生产总值</b>增长<span>5.5</span>%<sup>1</sup>，
另有<span style="display:none">9.9%</span>。</p><script>var x = 99;</script>
<table><caption>主要指标</caption><tr><th rowspan=2>指标</th><th colspan=2>2023年</th></tr>
<tr><td>数</td><td>增</td></tr>
<tr><td>甲</td><td>1.5</td><td><del>2</del>3%</td></tr></table><p>完<br>了</p><img src="x.png"></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gbk")])
def test_a_page_is_read_as_a_browser_shows_it(charset: str, encoding: str, tmp_path: Path) -> None:
    draft = read(written(tmp_path / "a.html", PAGE.format(charset).encode(encoding)))
    assert [(q.kind, q.text) for q in draft.paragraphs if q.kind != "cell"] == [
        ("heading", "工作报告"),
        ("body", "全区地区生产总值增长5.5%¹， 另有。"),
        ("body", "完"),
        ("body", "了"),
    ]
    (table,) = draft.tables
    assert table.caption == "主要指标"
    assert [(x.row, x.column, x.columns, x.rows, x.text) for x in table.cells] == [
        (0, 0, 1, 2, "指标"), (0, 1, 2, 1, "2023年"), (1, 1, 1, 1, "数"), (1, 2, 1, 1, "增"),
        (2, 0, 1, 1, "甲"), (2, 1, 1, 1, "1.5"), (2, 2, 1, 1, "3%"),
    ]  # fmt: skip
    assert told(draft.passed_over) == ["pieces of hidden text: 1", "pictures: 1"]


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    import email.mime.multipart
    import email.mime.text

    message = email.mime.multipart.MIMEMultipart("related")
    message.attach(email.mime.text.MIMEText(f"<html><body><p>{SENTENCE}</p></body></html>", "html", "gbk"))
    assert texts(read(written(tmp_path / "a.mht", message.as_bytes()))) == [SENTENCE]


def test_a_system_s_page_under_the_name_of_an_old_workbook_is_read(tmp_path: Path) -> None:
    draft = read(
        written(
            tmp_path / "导出.xls",
            "<html><table><tr><td>指标</td><td>数</td></tr><tr><td>甲</td><td>1</td></tr></table>",
        )
    )
    assert (draft.kind, [x.text for x in draft.tables[0].cells]) == ("html", ["指标", "数", "甲", "1"])


# --- what is not what its name says


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"", "the file is empty"),
        ("a.docx", b"\0" * 600, "the file is empty"),
        ("a.docx", ledgers.ole("WordDocument"), r"an old Word document \(.doc\) under the name of a .docx"),
        ("a.docx", ledgers.ole("EncryptedPackage"), "locked with a password"),
        ("a.docx", b"{\\rtf1 x}", "Rich Text Format"),
        ("a.docx", b"<html><body>x</body></html>", "a web page under the name"),
        ("a.docx", b"%PDF-1.7 ...", "a PDF under the name"),
        ("a.docx", "只是文字".encode(), "plain text under the name"),
        ("a.docx", b"PK\x03\x04 cut off", "no Word or Excel file, or it is damaged"),
        ("a.docx", b"\x01\x02\x00binary", "no Word or Excel file, or it is damaged"),
        ("a.xlsx", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", "web page saved as one file"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\0JFIF", "a picture"),
        ("a.pdf", b"%PDF-1.7 broken", "the PDF is damaged"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "an archive"),
        ("a.rar", b"Rar!\x1a\x07\0", "an archive"),
        ("a.ppt", ledgers.ole("PowerPoint Document"), "a presentation"),
        ("a.exe", b"MZ text", "“.exe” files can't be read"),
        ("a.txt", b"  \n\t\n ", "the file is empty"),
        ("a.txt", "　\n".encode(), "it holds no text"),
    ],
)  # fmt: skip
def test_what_a_file_really_is_is_said(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        read(written(tmp_path / name, data))
    assert refused.value.todo
    assert not re.search("Error|Exception|zipfile|lxml|NoneType|0x", str(refused.value))


def test_an_excel_workbook_under_a_word_name_is_read_as_what_it_is(tmp_path: Path) -> None:
    excel(tmp_path / "a.xlsx", row(1, words("A1", "甲"), c("B1", "1"))).rename(tmp_path / "a.docx")
    assert (read(tmp_path / "a.docx").kind, texts(read(tmp_path / "a.docx"))) == ("xlsx", ["甲", "1"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_a_device_and_a_folder_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.docx")
    for path in (tmp_path / "a.docx", Path("/dev/zero")):
        with pytest.raises(UsageError, match="a device or a pipe"):
            read(path)
    with pytest.raises(UsageError, match="this is a folder"):
        read(tmp_path)


def test_what_the_system_says_of_a_file_is_told_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_args: object, **_options: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "stat", failing)
    with pytest.raises(UsageError, match="the disk or the network fails"):
        read_bytes(Path("a.docx"))


def test_a_folder_stands_for_the_documents_in_it(tmp_path: Path) -> None:
    for name in ("b.docx", "a.xlsx", "子/c.pdf", "~$b.docx", ".d.docx", "e.exe", "Thumbs.db", "子/.x/f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(b"x")
    assert files_in([tmp_path, tmp_path / "b.docx"]) == [
        tmp_path / "a.xlsx",
        tmp_path / "b.docx",
        tmp_path / "子/c.pdf",
    ]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no document"):
        files_in([tmp_path / "empty"])


# --- PDF


def pdf(*pages: bytes) -> bytes:
    """A PDF of pages with these instructions; letters by their codes in the plainest font."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects.append(b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)))
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    chinese = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts "
        b"[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
    )
    for n, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F 3 0 R /C %b >> >> /Contents %d 0 R >>" % (chinese, 5 + 2 * n)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page))
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(places) + 1, table, len(places) + 1, len(out),
    )  # fmt: skip


def print_at(x: float, y: float, text: str, size: int = 12) -> bytes:
    return b"BT /F %d Tf %d %d Td (%b) Tj ET\n" % (size, x, y, text.encode())


def chinese_at(x: float, y: float, text: str, size: int = 16) -> bytes:
    """Chinese words in the font that every reader of PDFs knows without its letters."""
    return b"BT /C %d Tf %d %d Td <%b> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())


def rules(xs: list[int], ys: list[int]) -> bytes:
    lines = [b"%d %d m %d %d l S\n" % (xs[0], y, xs[-1], y) for y in ys]
    return b"".join([*lines, *(b"%d %d m %d %d l S\n" % (x, ys[0], x, ys[-1]) for x in xs)])


def test_a_pdf_gives_paragraphs_tables_and_pages(tmp_path: Path) -> None:
    full = "GDP grew by 5.5 per cent and retail sales grew by 9.9 per cent in the whole of the"
    page = print_at(70, 700, full) + print_at(50, 684, "district in 2023.") + print_at(290, 40, "- 1 -")
    page += rules([50, 200, 350, 500], [600, 570, 540])
    for n, words_ in enumerate(("Item", "2022", "2023")):
        page += print_at(60 + 150 * n, 580, words_)
    for n, words_ in enumerate(("GDP", "1.5", "2.5")):
        page += print_at(60 + 150 * n, 550, words_)
    draft = read(written(tmp_path / "a.pdf", pdf(page, print_at(50, 700, "Second page, to its end."))))
    assert [(q.page, q.text) for q in draft.paragraphs if q.kind == "body"] == [
        (1, f"{full} district in 2023."),
        (2, "Second page, to its end."),
    ]
    assert [(x.row, x.column, x.text) for x in draft.tables[0].cells] == [
        (0, 0, "Item"), (0, 1, "2022"), (0, 2, "2023"), (1, 0, "GDP"), (1, 1, "1.5"), (1, 2, "2.5"),
    ]  # fmt: skip


def test_lines_of_chinese_are_joined_and_headings_stand_alone(tmp_path: Path) -> None:
    page = chinese_at(70 + 32, 700, "一、工作回顾")
    page += chinese_at(70 + 32, 670, "全区地区生产总值增长百分之五，培育更多全国第一、全国第")
    page += chinese_at(70, 640, "一、行业第一的企业，完成全年的目标和任务。")
    page += chinese_at(70 + 32, 610, "（一）经济运行。")
    draft = read(written(tmp_path / "a.pdf", pdf(page)))
    assert [(q.kind, q.text) for q in draft.paragraphs] == [
        ("heading", "一、工作回顾"),
        ("body", "全区地区生产总值增长百分之五，培育更多全国第一、全国第一、行业第一的企业，完成全年的目标和任务。"),
        ("heading", "（一）经济运行。"),
    ]


def test_a_raised_number_in_a_pdf_is_a_note(tmp_path: Path) -> None:
    page = print_at(50, 700, "Growth of 5.5") + print_at(122, 706, "1", 7) + print_at(131, 700, "per cent")
    assert texts(read(written(tmp_path / "a.pdf", pdf(page)))) == ["Growth of 5.5¹ per cent"]


def test_columns_without_rules_are_a_table(tmp_path: Path) -> None:
    page = b"".join(
        print_at(50 + 150 * k, 700 - 20 * n, text)
        for n, line in enumerate((("Item", "2022", "2023"), ("GDP", "1.5", "2.5"), ("Retail", "3.5", "4.5")))
        for k, text in enumerate(line)
    )
    (table,) = read(written(tmp_path / "a.pdf", pdf(page))).tables
    assert [x.text for x in table.cells] == ["Item", "2022", "2023", "GDP", "1.5", "2.5", "Retail", "3.5", "4.5"]


def test_a_scanned_pdf_is_refused_with_its_pages(tmp_path: Path) -> None:
    image = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q\n"
    with pytest.raises(UsageError, match=r"nothing in it could be read \(pages that are pictures, without text: 2"):
        read(written(tmp_path / "a.pdf", pdf(image, image)))
    draft = read(written(tmp_path / "b.pdf", pdf(image, print_at(50, 700, "Text on the second page"))))
    assert told(draft.passed_over) == ["pages that are pictures, without text: 1 (page 1)"]


def test_without_the_extra_a_pdf_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(UsageError, match="not installed") as refused:
        read(written(tmp_path / "a.pdf", pdf(print_at(50, 700, "x"))))
    assert "zcplan[pdf]" in refused.value.todo


# --- through LibreOffice


def test_without_libreoffice_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "program", lambda: None)
    for name, data in (
        ("a.doc", ledgers.ole("WordDocument")),
        ("a.wps", ledgers.ole("WordDocument")),
        ("a.rtf", b"{\\rtf1 x}"),
    ):
        with pytest.raises(UsageError, match="through LibreOffice, which is not installed") as refused:
            read(written(tmp_path / name, data))
        assert "docx" in refused.value.todo


@needs_office
@pytest.mark.slow
def test_a_document_in_rich_text_format_is_read_with_its_table(tmp_path: Path) -> None:
    def coded(text: str) -> bytes:
        return "".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in text).encode()

    row_ = b"\\trowd\\cellx3000\\cellx6000 \\intbl %b\\cell %b\\cell\\row\n"
    table = b"".join(row_ % (coded(a), coded(b)) for a, b in (("指标", "数"), ("甲", "1.5")))
    path = written(
        tmp_path / "a.rtf", b"{\\rtf1\\ansi\\deff0 " + coded(SENTENCE) + b"\\par\n" + table + b"\\pard end\\par}"
    )
    draft = read(path)
    assert (draft.kind, texts(draft)) == ("rtf", [SENTENCE, "指标", "数", "甲", "1.5", "end"])
    assert [x.text for x in draft.tables[0].cells] == ["指标", "数", "甲", "1.5"]
    with pytest.raises(UsageError, match="LibreOffice can't read this file"):
        read(written(tmp_path / "b.doc", ledgers.ole("WordDocument")))


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.md", b"\xef\xbb\xbf"),
        ("a.txt", b"\xef\xbb\xbf\n\n"),
        ("a.csv", b"\xff\xfe"),
    ],
)
def test_a_file_that_holds_a_mark_alone_is_empty(name: str, raw: bytes, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the file is empty"):
        read(written(tmp_path / name, raw))


def test_a_mark_that_is_not_the_files_own_is_not_believed(tmp_path: Path) -> None:
    text = "2023年，地区生产总值达到240亿元。"
    assert text in read(written(tmp_path / "a.txt", b"\xef\xbb\xbf" + text.encode("gbk"))).paragraphs[0].text
    with pytest.raises(UsageError, match="no text file"):
        read(written(tmp_path / "b.txt", b"\xff\xfe" + text.encode("utf-8")))


def test_a_table_saved_as_text_with_an_empty_line_behind_each_is_one_table(tmp_path: Path) -> None:
    rows = ["指标,单位,2022年,2023年", "甲,亿元,240,999.9", "乙,人,4100,4427"]
    draft = read(written(tmp_path / "a.csv", "\r\r\n".join(rows).encode()))
    (table,) = draft.tables
    assert [c.text for c in table.cells] == [text for row in rows for text in row.split(",")]


def test_a_page_whose_letters_can_not_be_read_is_told(tmp_path: Path) -> None:
    draft = read(written(tmp_path / "a.pdf", pdf(b"BT 50 700 Td (GDP 5.5) Tj ET\n", print_at(50, 700, "x"))))
    assert [p.text for p in draft.paragraphs] == ["x"]
    assert [(q.what, q.where) for q in draft.passed_over] == [("scanned", "page 1")]
