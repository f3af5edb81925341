"""The issuing notice is what GB/T 9704-2012 asks of an official document, and says what the data says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.conftest import Tool, writer_of
from tests.word import Word, badly_wide, rows, text
from zcplan.model import Dataset, Notice
from zcplan.render.produce import make_one
from zcplan.reports import notice
from zcplan.reports.parts.official import TITLE_LINE, signature, title_lines, width
from zcplan.resources import template

NAME = "2023年计划印发通知.docx"
MM, TWIPS_A_MM = 25.4 / 1440, 1440 / 25.4


@pytest.fixture(scope="module")
def issued(tool: Tool, tmp_path_factory: pytest.TempPathFactory) -> Word:
    folder = tmp_path_factory.mktemp("notice")
    tool("make", "notice", 2023, "-o", folder)
    return Word(folder / NAME)


@pytest.fixture(scope="module")
def draft(tool: Tool, tmp_path_factory: pytest.TempPathFactory) -> Word:
    path = tmp_path_factory.mktemp("draft") / "草稿.docx"
    tool("make", "notice", 2023, "--draft", "-o", path)
    return Word(path)


def made(dataset: Dataset, path: Path) -> Word:
    output = next(iter(notice.outputs(writer_of(dataset), 2023)))
    outcome = make_one(output, template, path, datetime(2024, 1, 30, tzinfo=timezone.utc))
    assert outcome.error is None, outcome.error
    return Word(path)


def lines(word: Word) -> list[str]:
    return [text(p) for p in word.paragraphs]


def framed(word: Word) -> list[etree._Element]:
    """The paragraphs of the imprint, which stand in the table of a text box."""
    return [p for box in word.document.element.body.iter(qn("w:txbxContent")) for p in box.iter(qn("w:p")) if text(p)]


def _letters(paragraph: etree._Element) -> Iterator[str]:
    for run in paragraph.iter(qn("w:r")):
        for e in run:
            if e.tag in (qn("w:t"), qn("w:tab")):
                yield (e.text or "") if e.tag == qn("w:t") else "\t"


def imprint(word: Word) -> list[str]:
    return ["".join(_letters(p)) for p in framed(word)]


# --- what it says ----------------------------------------------------------------------------------


def test_every_element_stands_in_the_standards_order_with_its_empty_lines(issued: Word) -> None:
    assert lines(issued)[:23] == [
        "",
        "周村区人民政府文件",
        "",
        "",
        "周政发〔2023〕34号",
        "",
        "",
        "周村区人民政府",
        "关于印发周村区2023年国民经济",
        "和社会发展计划的通知",
        "",
        "各镇政府、街道办事处，周村经济开发区管委会，区政府各部门，有关单位：",
        "《周村区2023年国民经济和社会发展计划》已经周村区第十九届人民代表大会第二次会议批准，"
        "现印发给你们，请认真组织实施。",
        "",
        "附件：周村区2023年国民经济和社会发展指导计划",
        "",
        "\u3000" * 19 + "周村区人民政府",
        "\u3000" * 21 + "2023年4月25日",
        "（此件公开发布）",
        "附件",
        "",
        "周村区2023年国民经济和社会发展指导计划",
        "",
    ]


def test_its_annex_is_the_guidance_table_cell_for_cell(issued: Word, built: Path) -> None:
    table = Word(built / "2023年指导计划表.docx").tables[0]
    assert rows(issued.tables[0]) == rows(table)
    assert ["一、地区生产总值", "亿元", "251.2", "2.3", "—", "5.5"] in rows(issued.tables[0])
    assert annex_mark(issued).find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None


def annex_mark(word: Word):
    return next(p for p in word.paragraphs if text(p) == "附件")


def test_the_imprint_prints_what_is_known_and_marks_what_is_not(issued: Word, dataset: Dataset, tmp_path: Path) -> None:
    assert imprint(issued) == ["【印发机关】\t【印发日期】印发"], "the source shows no 抄送: none is made up"
    own = Notice("plan-2023", "各部门", "", "区委办，区人大办", "某办公室", date(2023, 4, 26), "")
    full = made(replace(dataset, notices=(own,)), tmp_path / "full.docx")
    assert imprint(full) == ["抄送：区委办，区人大办。", "某办公室\t2023年4月26日印发"]
    assert "【" not in "".join(lines(full))
    assert "（此件公开发布）" not in lines(full)
    assert "现将《周村区2023年国民经济和社会发展计划》印发给你们，请认真组织实施。" in lines(full)


@pytest.mark.parametrize("described", [True, False])
def test_a_folder_without_notices_still_works_and_its_places_are_marked(
    tool: Tool, folder: Path, tmp_path: Path, described: bool
) -> None:
    (folder / "notices.csv").unlink()
    if not described:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "notices"]
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    tool("--data", folder, "check")
    tool("--data", folder, "make", "notice", 2023, "-o", tmp_path)
    word = Word(tmp_path / NAME)
    assert "【主送机关】：" in lines(word)
    assert imprint(word)[0] == "抄送：【抄送机关，没有则删去此行】。"
    runs = word.document.element.body.iter(qn("w:r"))
    marked = [r for r in runs if any("【" in (t.text or "") for t in r.findall(qn("w:t")))]
    assert len(marked) == 4
    assert all(r.find(f"{qn('w:rPr')}/{qn('w:rStyle')}").get(qn("w:val")) == "Placeholder" for r in marked)


def test_a_year_without_a_plan_is_told(tool: Tool) -> None:
    result = tool("make", "notice", 2024, code=2)
    assert "the dataset has no plan of 2024 to issue" in result.output


def test_the_plan_is_the_one_that_names_the_year_or_aims_at_it(dataset: Dataset) -> None:
    assert notice.plan_document(dataset, 2023).id == "plan-2023"
    untitled = tuple(replace(d, title="关于印发年度计划的通知") if d.kind == "plan" else d for d in dataset.documents)
    assert notice.plan_document(replace(dataset, documents=untitled), 2023).id == "plan-2023"


def test_only_kinds_with_a_draft_take_the_option(tool: Tool) -> None:
    result = tool("make", "brief", 2023, "--draft", code=2)
    assert "Kinds that know it: notice" in result.output.replace("\n", " ")


# --- the figures of GB/T 9704-2012 -----------------------------------------------------------------


def test_paper_margins_and_type_area(issued: Word) -> None:
    section = issued.document.element.body.find(qn("w:sectPr"))
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    wide, high = (int(size.get(qn(f"w:{k}"))) * MM for k in "wh")
    top, right, bottom, left = (int(margins.get(qn(f"w:{k}"))) * MM for k in ("top", "right", "bottom", "left"))
    assert (round(wide), round(high)) == (210, 297)
    assert (round(top), round(left)) == (37, 28)
    assert wide - left - right == pytest.approx(156, abs=0.5)
    assert high - top - bottom == pytest.approx(225, abs=0.5)


def test_the_grid_has_22_lines_of_28_characters(issued: Word) -> None:
    grid = issued.document.element.body.find(f"{qn('w:sectPr')}/{qn('w:docGrid')}")
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert int(int(225 * TWIPS_A_MM) / int(grid.get(qn("w:linePitch")))) == 22
    empty = next(p for p in issued.paragraphs if not text(p) and issued.value(p, "pPr/snapToGrid") is None)
    assert issued.face(empty) == ("仿宋_GB2312", 16)
    character = 16 + int(issued.value(empty, "rPr/spacing") or 0) / 20
    assert int(156 / 25.4 * 72 / character) == 28


@pytest.mark.parametrize(
    ("start", "face", "size"),
    [
        ("周村区人民政府文件", "方正小标宋简体", 44),
        ("周政发", "仿宋_GB2312", 16),
        ("关于印发", "方正小标宋简体", 22),
        ("各镇政府", "仿宋_GB2312", 16),
        ("《周村区", "仿宋_GB2312", 16),
        ("附件：", "仿宋_GB2312", 16),
        ("2023年4月25日", "仿宋_GB2312", 16),
        ("（此件公开发布）", "仿宋_GB2312", 16),
        ("周村区2023年国民经济和社会发展指导计划", "方正小标宋简体", 22),
    ],
)
def test_typefaces_and_sizes(issued: Word, start: str, face: str, size: float) -> None:
    assert issued.face(issued.paragraph(start)) == (face, size)


def test_numbers_and_latin_are_times_new_roman_and_no_theme_font_outranks(issued: Word) -> None:
    assert issued.value(issued.paragraph("《周村区"), "rPr/rFonts", "w:ascii") == "Times New Roman"
    assert not any(b"Theme=" in issued.parts[f"word/{n}.xml"] for n in ("document", "styles", "footer1", "footer2"))


def test_annex_mark_is_16_point_black_type_on_its_first_line(issued: Word) -> None:
    assert issued.face(annex_mark(issued)) == ("黑体", 16)
    assert issued.value(annex_mark(issued), "pPr/ind", "w:firstLine") is None


@pytest.mark.parametrize("start", ["《周村区", "（此件"])
def test_body_and_note_are_indented_two_characters(issued: Word, start: str) -> None:
    assert issued.value(issued.paragraph(start), "pPr/ind", "w:firstLineChars") == "200"


def test_the_annex_note_hangs_under_its_own_name(issued: Word) -> None:
    left, hanging = (
        int(issued.value(issued.paragraph("附件："), "pPr/ind", k)) for k in ("w:leftChars", "w:hangingChars")
    )
    assert (left - hanging, hanging) == (200, 300)


def test_recipients_are_flush_left_title_mark_and_number_centred(issued: Word) -> None:
    assert issued.value(issued.paragraph("各镇政府"), "pPr/jc") == "left"
    assert issued.value(issued.paragraph("各镇政府"), "pPr/ind", "w:firstLine") is None
    for start in ("周村区人民政府文件", "周政发", "关于印发"):
        assert issued.value(issued.paragraph(start), "pPr/jc") == "center"


def test_the_mark_is_red_its_top_35_mm_under_the_type_areas(issued: Word) -> None:
    mark = issued.paragraph("周村区人民政府文件")
    assert issued.value(mark, "rPr/color") == "FF0000"
    above, own = (int(issued.value(p, "pPr/spacing", "w:line")) / 20 for p in (issued.paragraphs[0], mark))
    assert issued.value(mark, "pPr/spacing", "w:lineRule") == "exact"
    top = (above + (own - issued.face(mark)[1]) / 2) / 72 * 25.4
    assert top == pytest.approx(35, abs=1)


def test_the_red_rule_is_4_mm_under_the_number_and_as_wide_as_the_type_area(issued: Word) -> None:
    number = issued.paragraph("周政发")
    assert issued.value(number, "pPr/pBdr/bottom", "w:color") == "FF0000"
    assert issued.value(number, "pPr/ind", "w:left") is None
    below = (int(issued.value(number, "pPr/spacing", "w:line")) / 20 - 16) / 2
    gap = (below + int(issued.value(number, "pPr/pBdr/bottom", "w:space"))) / 72 * 25.4
    assert gap == pytest.approx(4, abs=0.5)


def test_the_number_has_hexagonal_brackets_and_no_leading_zero(issued: Word) -> None:
    assert re.fullmatch(r"[一-龥]+〔\d{4}〕[1-9]\d*号", text(issued.paragraph("周政发")))


def test_the_date_has_arabic_numerals_without_leading_zeros(issued: Word) -> None:
    assert re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", text(issued.paragraph("2023年4月")).strip())


def test_the_imprint_stands_at_the_foot_of_the_type_area_between_thick_rules(
    issued: Word, dataset: Dataset, tmp_path: Path
) -> None:
    own = Notice("plan-2023", "各部门", "", "区委办", "某办公室", date(2023, 4, 26), "")
    full = made(replace(dataset, notices=(own,)), tmp_path / "full.docx")
    copies, printed = framed(full)
    for paragraph in (copies, printed):
        anchor = next(paragraph.iterancestors(qn("wp:anchor")))
        upright = anchor.find(qn("wp:positionV"))
        assert (upright.get("relativeFrom"), upright.findtext(qn("wp:align"))) == ("margin", "bottom")
        assert int(anchor.find(qn("wp:extent")).get("cx")) / 36_000 == pytest.approx(156, abs=0.5)
        assert full.face(paragraph) == ("仿宋_GB2312", 14)
        assert full.value(paragraph, "pPr/ind", "w:rightChars") == "100"
    thick, thin = pytest.approx(0.35, abs=0.02), pytest.approx(0.25, abs=0.02)
    assert [rule(copies, "top"), rule(printed, "bottom")] == [thick, thick]
    assert [rule(copies, "bottom"), rule(printed, "top")] == [thin, thin]
    assert full.value(printed, "pPr/tabs/tab") == "right"


def rule(paragraph: etree._Element, edge: str) -> float:
    """Millimetres of a rule of the cell that a paragraph stands in."""
    borders = paragraph.getparent().find(f"{qn('w:tcPr')}/{qn('w:tcBorders')}/{qn(f'w:{edge}')}")
    return int(borders.get(qn("w:sz"))) / 8 / 72 * 25.4


def test_the_imprint_s_own_page_is_an_even_one_without_a_number(issued: Word) -> None:
    own = [s for s in issued.document.element.body.iter(qn("w:sectPr")) if s.find(qn("w:type")) is not None]
    even = next(s for s in own if s.find(qn("w:type")).get(qn("w:val")) == "evenPage")
    relations = etree.fromstring(issued.parts["word/_rels/document.xml.rels"])
    targets = {r.get("Id"): r.get("Target") for r in relations}
    for reference in even.iter(qn("w:footerReference")):
        footer = etree.fromstring(issued.parts[f"word/{targets[reference.get(qn('r:id'))]}"])
        assert text(footer) == "" and not list(footer.iter(qn("w:instrText")))


def test_page_numbers_have_dashes_odd_right_even_left_7_mm_under_the_type_area(issued: Word) -> None:
    for kind, side in (("default", "right"), ("even", "left")):
        footer = issued.page_numbers()[kind]
        paragraph = next(footer.iter(qn("w:p")))
        assert re.fullmatch(r"— \d+ —", text(paragraph))
        assert "".join(i.text for i in footer.iter(qn("w:instrText"))).strip() == "PAGE"
        assert issued.value(paragraph, "pPr/jc") == side
        assert issued.value(paragraph, "pPr/ind", f"w:{side}Chars") == "100"
        assert issued.face(paragraph) == ("宋体", 14)
    assert b"<w:evenAndOddHeaders/>" in issued.parts["word/settings.xml"]
    margins = issued.document.element.body.find(f"{qn('w:sectPr')}/{qn('w:pgMar')}")
    under = int(margins.get(qn("w:bottom"))) - int(margins.get(qn("w:footer"))) - 14 * 20
    assert under * MM == pytest.approx(7, abs=0.3)


def test_widths_are_on_the_grid_and_rows_stay_whole(issued: Word) -> None:
    for table in issued.tables:
        assert list(badly_wide(table)) == []
        assert all(r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in table.iter(qn("w:tr")))


def test_a_draft_has_no_mark_number_rule_nor_anything_red(draft: Word, issued: Word) -> None:
    assert lines(draft)[0] == "周村区人民政府"
    front = lines(issued)[7 : lines(issued).index("附件")]
    assert lines(draft)[: len(front)] == front
    assert not any(draft.value(p, "rPr/color") for p in draft.paragraphs)
    assert b"FF0000" not in draft.parts["word/document.xml"]
    assert any(issued.value(p, "rPr/color") for p in issued.paragraphs)


# --- titles and signatures of other lengths --------------------------------------------------------


@pytest.mark.parametrize(
    ("issuer", "title"),
    [
        ("周村区人民政府", "关于印发周村区2023年国民经济和社会发展计划的通知"),
        ("某市人民政府", "关于下达某市2025年国民经济和社会发展计划的通知"),
        ("周村区人民政府办公室", "关于印发周村区深化新旧动能转换推动绿色低碳高质量发展2023年重点工作任务的通知"),
        ("甲", "关于" + "很长的题目" * 60 + "的通知"),
    ],
)
def test_a_title_keeps_words_whole_and_its_lines_within_the_type_area(issuer: str, title: str) -> None:
    broken = title_lines(issuer, title)
    assert "".join(broken) == issuer + title
    assert broken[0] == issuer
    assert all(width(line) <= TITLE_LINE for line in broken[1:])
    assert all(line[0] not in "的年》，" for line in broken)
    for word in ("国民经济", "社会发展", "2023年", "2025年", "高质量发展", "动能", "通知"):
        assert "".join(broken).count(word) == sum(line.count(word) for line in broken)
    assert len({width(line) for line in broken[:3]}) == len(broken[:3]) or len(broken) > 4, "a block is no trapezium"


def test_a_short_title_is_one_line() -> None:
    assert title_lines("甲区人民政府", "关于开会的通知") == ("甲区人民政府关于开会的通知",)


@pytest.mark.parametrize(("issuer", "right"), [("周村区人民政府", 2), ("周村区人民政府办公室", 2), ("甲市", 9)])
def test_the_date_begins_two_characters_right_of_the_issuer(issuer: str, right: int) -> None:
    signed = signature(issuer, "2023年4月25日") if right == 2 else signature(issuer, "2023年12月25日")
    lead = [len(line) - len(line.lstrip("\u3000")) for line in (signed.issuer, signed.date)]
    assert lead[1] - lead[0] == 2
    assert 28 - width(signed.issuer) == right


def test_an_issuer_longer_than_a_line_is_still_printed() -> None:
    assert signature("很" * 40, "2023年4月25日").issuer == "很" * 40


def test_a_long_mark_is_set_smaller(dataset: Dataset, tmp_path: Path) -> None:
    renamed = tuple(
        replace(d, issuer="某某省某某市某某区人民政府") if d.kind == "plan" else d for d in dataset.documents
    )
    word = made(replace(dataset, documents=renamed), tmp_path / "long.docx")
    face, size = word.face(word.paragraph("某某省某某市某某区人民政府文件"))
    assert face == "方正小标宋简体"
    assert width("某某省某某市某某区人民政府文件") * size / 72 * 25.4 <= 156


def test_markup_in_a_name_stays_text(dataset: Dataset, tmp_path: Path) -> None:
    own = Notice("plan-2023", "甲<b>&乙{{ 7*7 }}", "", "", "", None, "")
    word = made(replace(dataset, notices=(own,)), tmp_path / "hostile.docx")
    assert "甲<b>&乙{{ 7*7 }}：" in lines(word)
