"""What a reader sees in a Word file is what is read: nothing lost, nothing that is not shown."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.packages import HEAD, NAMES, item, numbering, p, run, sdt, styles, tbl, tc, tr, word
from zcplan.errors import UsageError
from zcplan.reading.document import Draft, read
from zcplan.reading.passed_over import told

GREW = "2023年，全区地区生产总值增长"
VANISH, STRIKE, RAISED = "<w:vanish/>", "<w:strike/>", '<w:vertAlign w:val="superscript"/>'


def text(path: Path) -> str:
    return "\n".join(q.text for q in read(path).paragraphs)


def grid(draft: Draft, number: int = 0) -> dict[tuple[int, int], str]:
    """The texts of a table by every place that a cell covers."""
    return {
        (c.row + r, c.column + k): c.text
        for c in draft.tables[number].cells
        for r in range(c.rows)
        for k in range(c.columns)
    }


# --- text

FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    "inside",
    [
        sdt(run("5.5%")),
        f'<w:customXml w:element="a">{run("5.5%")}</w:customXml>',
        f'<w:smartTag w:element="a">{run("5.5%")}</w:smartTag>',
        f'<w:hyperlink w:anchor="a">{run("5.5%")}</w:hyperlink>',
        f'<w:ins w:id="1" w:author="a">{run("5.5%")}</w:ins>',
        f'<w:moveTo w:id="1" w:author="a">{run("5.5%")}</w:moveTo>',
        f'<w:fldSimple w:instr="DOCPROPERTY 增速">{run("5.5%")}</w:fldSimple>',
        FIELD.format("DOCPROPERTY 增速", run("5.5%")),
        FIELD.format("IF ", FIELD.format("PAGE", run("5.5%"))),
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>99</w:t></w:r>'
        + FIELD.format("QUOTE", run("77"))
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("5.5%")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        f'<mc:AlternateContent><mc:Choice Requires="wps">{run("5.5%")}</mc:Choice>'
        f"<mc:Fallback>{run('9.9%')}</mc:Fallback></mc:AlternateContent>",
        f'<mc:AlternateContent><mc:Choice Requires="unheard">{run("9.9%")}</mc:Choice>'
        f"<mc:Fallback>{run('5.5%')}</mc:Fallback></mc:AlternateContent>",
        run("9", VANISH) + run("5.5%"),
        run("9", '<w:rStyle w:val="hidden"/>') + run("5.5%"),
        run("9", '<w:vanish w:val="0"/>').replace(">9<", ">5.5<") + run("%"),
        run("8.8", STRIKE) + run("5.5%"),
        run("8.8", "<w:dstrike/>") + run("5.5%"),
        '<w:del w:id="1" w:author="a"><w:r><w:delText>8.8</w:delText></w:r></w:del>' + run("5.5%"),
        f'<w:moveFrom w:id="1" w:author="a">{run("8.8")}</w:moveFrom>' + run("5.5%"),
        "<m:oMath><m:r><m:t>5.5%</m:t></m:r></m:oMath>",
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>wu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>5.5</w:t></w:r></w:rubyBase>"
        "</w:ruby></w:r>" + run("%"),
        run("5") + run(".") + '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="a"/>' + run("5%"),
        "<w:r><w:t>5.</w:t><w:softHyphen/><w:t>5%</w:t></w:r>",
    ],
    ids=range(23),
)
def test_what_is_shown_is_read_and_nothing_else(inside: str, tmp_path: Path) -> None:
    hidden = styles(f'<w:style w:type="character" w:styleId="hidden"><w:rPr>{VANISH}</w:rPr></w:style>')
    path = word(tmp_path / "a.docx", p(GREW, inside, "左右。"), parts={"styles.xml": hidden})
    assert text(path) == f"{GREW}5.5%左右。"


def test_hidden_paragraphs_keep_their_number_and_say_nothing(tmp_path: Path) -> None:
    body = [p("一"), p(run("9.9%", VANISH)), p("三")]
    draft = read(word(tmp_path / "a.docx", *body))
    assert [q.text for q in draft.paragraphs] == ["一", "", "三"]
    assert [q.index for q in draft.paragraphs] == [0, 1, 2]
    assert told(draft.passed_over) == ["pieces of hidden text: 1"]


def test_a_style_can_hide_a_paragraph_and_a_run_can_show_itself_again(tmp_path: Path) -> None:
    style = styles(
        f'<w:style w:type="paragraph" w:styleId="base"><w:rPr>{VANISH}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="s"><w:basedOn w:val="base"/></w:style>'
    )
    body = p("9.9", run("5.5%", '<w:vanish w:val="false"/>'), properties='<w:pStyle w:val="s"/>')
    assert text(word(tmp_path / "a.docx", body, parts={"styles.xml": style})) == "5.5%"


def test_a_field_without_an_end_hides_nothing(tmp_path: Path) -> None:
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert text(word(tmp_path / "a.docx", p(GREW, broken, "5.5%"), p("完"))) == f"{GREW}5.5%\n完"


def test_symbols_are_what_their_font_makes_of_them(tmp_path: Path) -> None:
    sym = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    body = p("增长", sym.format("Symbol", "F0B3"), "9.9%", sym.format("Wingdings", "F0FC"), sym.format("宋体", "2265"))
    assert text(word(tmp_path / "a.docx", body)) == "增长≥9.9%√≥"


def test_a_raised_number_behind_a_figure_is_a_note_and_no_digit(tmp_path: Path) -> None:
    from zcplan.folding import plain

    body = p("增长5.5", run("1", RAISED), "%，面积10km", run("2", RAISED), "，收入12", run("[3]", RAISED), "亿元")
    shown = text(word(tmp_path / "a.docx", body))
    assert len(shown) == len("增长5.51%，面积10km2，收入12[3]亿元")
    assert plain(shown) == "增长5.5%，面积10km²，收入12亿元"


def test_a_figure_partly_struck_is_told(tmp_path: Path) -> None:
    draft = read(
        word(tmp_path / "a.docx", p("增长9", run("5", STRIKE), ".5%"), p("投资", run("12亿元", STRIKE), "9亿元"))
    )
    assert [q.text for q in draft.paragraphs] == ["增长9.5%", "投资9亿元"]
    assert [[(n.code, n.start, n.end, n.text) for n in q.notes] for q in draft.paragraphs] == [
        [("struck", 2, 5, "5")],
        [],
    ]
    assert "figures partly struck through: 1" in told(draft.passed_over)


def test_a_space_inside_a_figure_is_told_and_a_thin_one_joins(tmp_path: Path) -> None:
    from zcplan.folding import plain

    draft = read(word(tmp_path / "a.docx", p("新增7 472家"), p("新增7\u00a0472家"), p("2023年 472家")))
    assert [[n.code for n in q.notes] for q in draft.paragraphs] == [["space"], [], []]
    assert plain(draft.paragraphs[1].text) == "新增7472家"


def test_equations_with_fractions_pictures_and_charts_are_told(tmp_path: Path) -> None:
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    chart = "<w:r><w:drawing><c:chart/></w:drawing></w:r>"
    ole = "<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>"
    draft = read(word(tmp_path / "a.docx", p("占", fraction), p(picture, chart, ole)))
    assert sorted(told(draft.passed_over)) == ["charts: 1", "embedded objects: 1", "equations: 1", "pictures: 1"]


def test_tracked_changes_are_read_as_accepted_and_told(tmp_path: Path) -> None:
    gone = '<w:del w:id="1" w:author="a"><w:r><w:delText>5.5%</w:delText></w:r></w:del>'
    draft = read(word(tmp_path / "a.docx", p("增长", gone, f'<w:ins w:id="2" w:author="a">{run("5.8%")}</w:ins>')))
    assert draft.paragraphs[0].text == "增长5.8%"
    assert told(draft.passed_over) == ["tracked changes, read as if accepted: 2"]


def test_a_document_of_pictures_alone_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing in it could be read \(pictures: 2\)"):
        read(word(tmp_path / "a.docx", *[p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")] * 2))


BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    box = BOX.format(p("框内9.9%"))
    alternatives = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    draft = read(word(tmp_path / "a.docx", p("前", alternatives, "后"), p("下一段")))
    assert [(q.kind, q.text) for q in draft.paragraphs] == [
        ("body", "前后"),
        ("textbox", "框内9.9%"),
        ("body", "下一段"),
    ]


def test_headers_notes_and_their_separators(tmp_path: Path) -> None:
    notes = (
        f'{HEAD}<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="-1">{p("分隔")}</w:footnote>'
        f'<w:footnote w:id="1">{p("注：增长5.5%")}</w:footnote></w:footnotes>'
    )
    header = f"{HEAD}<w:hdr {NAMES}>{sdt(p('页眉'))}</w:hdr>"
    parts = {"fn.xml": ("footnotes", notes), "h7.xml": ("header", header)}
    draft = read(word(tmp_path / "a.docx", p("正文"), parts=parts))
    assert [(q.kind, q.text) for q in draft.paragraphs] == [
        ("body", "正文"),
        ("header", "页眉"),
        ("footnote", "注：增长5.5%"),
    ]


def test_wordart_is_read_as_a_text_box(tmp_path: Path) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="某区人民政府文件"/></v:shape></w:pict></w:r>'
    draft = read(word(tmp_path / "a.docx", p(art), p("正文")))
    assert [(q.kind, q.text) for q in draft.paragraphs] == [
        ("body", ""),
        ("textbox", "某区人民政府文件"),
        ("body", "正文"),
    ]


def test_parts_are_found_whatever_the_case_of_their_names(tmp_path: Path) -> None:
    source = word(tmp_path / "a.docx", item("甲"), parts={"numbering.xml": numbering(("decimal", "%1."))})
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("numbering", "Numbering").replace("word/doc", "Word/Doc"), old.read(name))
    assert [q.numbered for q in read(tmp_path / "b.docx").paragraphs] == ["1.甲"]


# --- tables


@pytest.mark.parametrize(
    "row",
    [
        sdt(tr("服务业", "132.7", "139")),
        sdt(sdt(tr("服务业", "132.7", "139"))),
        f'<w:customXml w:element="a">{tr("服务业", "132.7", "139")}</w:customXml>',
        tr("服务业", sdt(tc("132.7")), "139"),
        tr(sdt(tc("服务业")), sdt(tc("132.7")), sdt(tc("139"))),
        tr("服务业", f'<w:customXml w:element="a">{tc("132.7")}</w:customXml>', "139"),
        tr("服务业", tc(sdt(p("132.7"))), "139"),
        tr("服务业", tc("9.9", '<w:cellDel w:id="1" w:author="a"/>'), "132.7", "139"),
        tr("删", "1", "2", properties='<w:del w:id="1" w:author="a"/>') + tr("服务业", "132.7", "139"),
        tr("隐", "1", "2", properties="<w:hidden/>") + tr("服务业", "132.7", "139"),
    ],
    ids=range(10),
)
def test_rows_and_cells_keep_their_columns_however_they_are_wrapped(row: str, tmp_path: Path) -> None:
    draft = read(word(tmp_path / "a.docx", tbl(tr("指标", "2022年", "2023年"), row)))
    assert grid(draft) == {
        (0, 0): "指标", (0, 1): "2022年", (0, 2): "2023年", (1, 0): "服务业", (1, 1): "132.7", (1, 2): "139",
    }  # fmt: skip


def test_spans_merges_and_grid_before(tmp_path: Path) -> None:
    start, go = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(
            tc("指标", start),
            tc("2022年", '<w:gridSpan w:val="2"/>'),
            tc("2023年", '<w:hMerge w:val="restart"/>'),
            tc("盖住", '<w:hMerge w:val="continue"/>'),
        ),
        tr(tc("盖住", go), "数", "增", "数", "增"),
        tr("5.5", properties='<w:gridBefore w:val="4"/>'),
    )
    draft = read(word(tmp_path / "a.docx", body))
    assert grid(draft) == {
        (0, 0): "指标", (0, 1): "2022年", (0, 2): "2022年", (0, 3): "2023年", (0, 4): "2023年",
        (1, 0): "指标", (1, 1): "数", (1, 2): "增", (1, 3): "数", (1, 4): "增", (2, 4): "5.5",
    }  # fmt: skip


def test_a_table_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = tbl(tr("里", "1.5"))
    draft = read(word(tmp_path / "a.docx", tbl(tr("外", tc(p("格") + inner + p("末"))))))
    assert [grid(draft, n) for n in range(2)] == [{(0, 0): "外", (0, 1): "格 末"}, {(0, 0): "里", (0, 1): "1.5"}]


def test_a_table_knows_its_caption_and_its_unit(tmp_path: Path) -> None:
    body = (p("正文一段，到此为止。"), p("表1 主要指标"), p("单位：亿元、%"), tbl(tr("指标", "数"), tr("甲", "1")))
    (table,) = read(word(tmp_path / "a.docx", *body)).tables
    assert (table.caption, table.unit, table.before) == ("表1 主要指标", "亿元、%", 2)
    bare = read(word(tmp_path / "b.docx", p("正文。"), tbl(tr("指标", "数"), tr("甲", "1")))).tables[0]
    assert (bare.caption, bare.unit) == ("", "")


# --- numbers


LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%3.%4"))


def labels(path: Path) -> list[str]:
    return [q.label for q in read(path).paragraphs]


def test_automatic_numbers_are_labels_and_make_headings(tmp_path: Path) -> None:
    body = [
        item("工作回顾"),
        p("增长5.5%。"),
        item("经济", 1),
        item("民生", 1),
        item("目标"),
        item("一般", 1),
        item("细", 2),
    ]
    draft = read(word(tmp_path / "a.docx", *body, parts={"numbering.xml": numbering(*LEVELS)}))
    assert [q.label for q in draft.paragraphs] == ["一、", "", "（一）", "（二）", "二、", "（一）", "1."]
    assert [q.level for q in draft.paragraphs] == [1, 0, 2, 2, 1, 2, 0]
    assert draft.paragraphs[0].text == "工作回顾" and draft.paragraphs[0].numbered == "一、工作回顾"


def test_numbers_of_a_style_and_numbers_taken_off(tmp_path: Path) -> None:
    style = styles(
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="k"><w:basedOn w:val="h"/></w:style>'
    )
    body = [
        p("甲", properties='<w:pStyle w:val="h"/>'),
        p("乙", properties='<w:pStyle w:val="k"/>'),
        p("丙", properties='<w:pStyle w:val="h"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'),
        p("丁", properties='<w:pStyle w:val="h"/>'),
    ]
    path = word(tmp_path / "a.docx", *body, parts={"numbering.xml": numbering(*LEVELS), "styles.xml": style})
    assert labels(path) == ["一、", "二、", "", "三、"]
    assert [q.level for q in read(path).paragraphs] == [1, 1, 1, 1]


def test_lists_of_one_definition_count_on_unless_one_starts_anew(tmp_path: Path) -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = [item("一"), item("二", number=2), item("五", number=3), item("六", number=3), item("七")]
    path = word(tmp_path / "a.docx", *body, parts={"numbering.xml": numbering(("decimal", "%1."), more=more)})
    assert labels(path) == ["1.", "2.", "5.", "6.", "7."]


def test_levels_within_levels_and_deleted_paragraphs(tmp_path: Path) -> None:
    gone = p(
        '<w:del w:id="1" w:author="a"><w:r><w:delText>x</w:delText></w:r></w:del>',
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '<w:rPr><w:del w:id="2" w:author="a"/></w:rPr>',
    )
    body = [item("a"), item("b", 1), item("c", 1), gone, item("d"), item("e", 1)]
    forms = (("decimal", "%1"), ("decimal", "%1.%2"))
    path = word(tmp_path / "a.docx", *body, parts={"numbering.xml": numbering(*forms)})
    assert labels(path) == ["1", "1.1", "1.2", "", "2", "2.1"]


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("upperRoman", "XIV"), ("lowerLetter", "n"), ("decimalZero", "14"), ("chineseCounting", "十四"),
        ("ideographDigital", "一四"), ("chineseLegalSimplified", "壹拾肆"), ("decimalEnclosedCircleChinese", "⑭"),
        ("ideographTraditional", "丁"), ("decimalFullWidth", "１４"), ("none", ""), ("bullet", ""),
    ],
)  # fmt: skip
def test_every_form_of_numbers(form: str, label: str, tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", *[item("x")] * 14, parts={"numbering.xml": numbering((form, "%1"))})
    assert labels(path)[-1] == label


# --- packages


def test_strict_documents_templates_and_other_names_of_the_main_part(tmp_path: Path) -> None:
    plain = word(tmp_path / "a.docx", p(GREW, "5.5%"), main="document2.xml")
    assert text(plain) == f"{GREW}5.5%"
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            blob = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(
                name,
                blob.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            )
    assert text(strict) == f"{GREW}5.5%"
    template = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    assert text(word(tmp_path / "b.docx", p(GREW, "5.5%"), kind=template)) == f"{GREW}5.5%"
    assert text(word(tmp_path / "b.docm", p(GREW, "5.5%"))) == f"{GREW}5.5%"


def test_a_part_brought_in_is_read_or_told(tmp_path: Path) -> None:
    inner = word(tmp_path / "inner.docx", p("内文9.9%"), tbl(tr("指标", "1"), tr("甲", "2"))).read_bytes()
    rows = "<tr><td>指标</td><td>数</td></tr><tr><td>甲</td><td>3</td></tr>"
    page = f"<html><body><p>网页5.5%</p><table>{rows}</table></body></html>"
    parts = {"a.docx": ("aFChunk", inner), "b.html": ("aFChunk", page.encode()), "c.bin": ("aFChunk", b"\0\1")}
    body = [p("前"), *(f'<w:altChunk r:id="rId{n}"/>' for n in (1, 2, 3)), p("后")]
    draft = read(word(tmp_path / "a.docx", *body, parts=parts))
    assert [q.text for q in draft.paragraphs] == [
        "前",
        "内文9.9%",
        "指标",
        "1",
        "甲",
        "2",
        "网页5.5%",
        "指标",
        "数",
        "甲",
        "3",
        "后",
    ]
    assert [q.index for q in draft.paragraphs] == list(range(12))
    assert [c.paragraphs[0].index for t in draft.tables for c in t.cells] == [2, 3, 4, 5, 7, 8, 9, 10]
    assert told(draft.passed_over) == ["parts imported from other files: 1"]


def test_a_document_within_itself_ends(tmp_path: Path) -> None:
    data = b""
    for n in range(6):
        parts = {"a.docx": ("aFChunk", data)} if data else {}
        data = word(
            tmp_path / "a.docx", p(str(n)), '<w:altChunk r:id="rId1"/>' if parts else "", parts=parts
        ).read_bytes()
    draft = read(tmp_path / "a.docx")
    assert [q.text for q in draft.paragraphs] == ["5", "4", "3", "2"]
    assert told(draft.passed_over) == ["parts imported from other files: 1"]


@pytest.mark.parametrize("count", [pytest.param(110_000, marks=pytest.mark.slow), 1_600_000])
def test_too_many_paragraphs_are_refused_at_once(count: int, tmp_path: Path) -> None:
    from tests.hostile import limits

    path = word(tmp_path / "a.docx", "<w:p/>" * count)
    with limits(350_000), pytest.raises(UsageError, match="more elements than can be read"):
        read(path)
