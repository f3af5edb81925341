"""Whatever a file was made into on its way, it is read or refused in words, within seconds."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import hostile, old_workbook
from tests.conftest import Tool, some_of
from tests.packages import c, excel, formats, item, numbering, p, row, sdt, styles, tbl, tc, tr, word, words
from tests.test_random_documents import Writer
from tests.test_reading_formats import PAGE, pdf, print_at, rules
from zcplan.errors import UsageError
from zcplan.reading.document import read

INPUTS = int(os.environ.get("ZCPLAN_FUZZ", "60"))
"""For each seed and kind; 2000 in all took two minutes."""
_PYTHON = re.compile(r"Error\b|Exception|Traceback|NoneType|object at 0x|lxml|openpyxl|zipfile|xlrd|pdfminer|codec")


def _word(folder: Path) -> bytes:
    parts = {
        "numbering.xml": numbering(("chineseCounting", "%1、"), ("decimal", "（%2）")),
        "styles.xml": styles('<w:style w:type="character" w:styleId="hidden"><w:rPr><w:vanish/></w:rPr></w:style>'),
        "a.html": ("aFChunk", PAGE.format("utf-8")),
    }
    table = tbl(tr(tc("指标", '<w:gridSpan w:val="2"/>'), tc("数")), sdt(tr("甲", "1.5", "2")))
    body = [*Writer(5).body(), item("标题"), item("段", 1), table, '<w:altChunk r:id="rId3"/>', p("完")]
    return word(folder / "sound.docx", *body, parts=parts).read_bytes()


def _excel(folder: Path) -> bytes:
    rows = row(1, words("A1", "指标"), words("B1", "数")) + row(
        2, words("A2", "甲"), c("B2", "45086", 1), c("C2", "0", 0, "s")
    )
    code = formats("General", 'yyyy"年"m"月"', "0!.00,,")
    merges = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    path = excel(folder / "sound.xlsx", rows, styles=code, strings="<si><t>共享</t></si>", more=merges)
    return path.read_bytes()


SOUND: dict[str, Callable[[Path], bytes]] = {
    "docx": _word,
    "xlsx": _excel,
    "xls": lambda _folder: old_workbook.data(),
    "html": lambda _folder: PAGE.format("gbk").encode("gbk"),
    "mht": lambda _folder: (
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + PAGE.format("utf-8").encode()
    ),
    "csv": lambda _folder: '指标,单位,2023年\n甲,亿元,"1,234.5"\n'.encode("gbk") * 5,
    "txt": lambda _folder: "一、2023年\n增长5.5%。\n| a | b |\n| 1 | 2 |\n甲\t1\n乙\t2\n".encode() * 5,
    "md": lambda _folder: "# 2023年\n\n| 指标 | 完成 |\n| --- | --- |\n| 甲 | 4427人 |\n".encode() * 5,
    "pdf": lambda _folder: pdf(
        print_at(50, 700, "GDP 5.5")
        + rules([50, 200, 350], [600, 570, 540])
        + print_at(60, 580, "a")
        + print_at(210, 550, "2"),
        print_at(50, 700, "x"),
    ),
}


@pytest.mark.parametrize("kind", SOUND)
def test_the_sound_file_is_read(kind: str, tmp_path: Path) -> None:
    """Damage to a file that is refused as it is would try nothing."""
    path = tmp_path / f"b.{kind}"
    path.write_bytes(SOUND[kind](tmp_path))
    assert len(read(path).paragraphs) > 1


@pytest.mark.parametrize("seed", some_of([11, 2026]))
@pytest.mark.parametrize("kind", SOUND)
def test_a_damaged_file_is_read_or_refused_in_words(kind: str, seed: int, tmp_path: Path) -> None:
    sound = SOUND[kind](tmp_path)
    told: Counter[str] = Counter()
    path = tmp_path / f"a.{kind}"
    for n in range(INPUTS):
        rng = random.Random(seed * 10_000 + n)
        package = kind in ("docx", "xlsx") and rng.random() < 0.7
        change = hostile.other_part if package else rng.choice(hostile.BYTES)
        path.write_bytes(change(sound, rng))
        with hostile.limits(350_000):
            try:
                draft = read(path)
            except UsageError as error:
                told["refused"] += 1
                assert error.todo, n
                assert not _PYTHON.search(f"{error.what} {error.todo}"), (n, error.what)
                if error.__cause__ is not None:
                    told[type(error.__cause__).__name__] += 1
            else:
                told["read"] += 1
                assert [q.index for q in draft.paragraphs] == list(range(len(draft.paragraphs))), n
    assert told["read"] + told["refused"] == INPUTS


@pytest.mark.parametrize("kind", ["txt", "md", "csv", "html"])
@pytest.mark.parametrize("character", some_of(["\x01", "\x1b", "\uffff", "\ufffe"]))
def test_a_character_that_no_document_can_hold_is_marked_and_the_proposals_can_be_written(
    kind: str, character: str, tmp_path: Path, tool: Tool
) -> None:
    line = f"2023年，城镇新增{character}就业4427人{character}。"
    texts = {
        "md": f"{line}\n\n| 指标 | 2023年 |\n| --- | --- |\n| 就业{character} | 4427人 |\n",
        "csv": f"指标,2023年\n城镇{character}就业,4427人{character}\n",
        "html": f"<html><body><p>{line}</p></body></html>",
    }
    path = tmp_path / f"a.{kind}"
    path.write_bytes(texts.get(kind, line).encode())
    draft = read(path)
    assert not any(character in p.text for p in draft.paragraphs)
    assert any("\ufffd" in p.text for p in draft.paragraphs) or kind in ("html", "csv")
    tool("extract", path, "-o", tmp_path / "p.xlsx")
    tool("proof", path, "--matrix", tmp_path / "m.xlsx", code=None)
    assert (tmp_path / "p.xlsx").exists() and (tmp_path / "m.xlsx").exists()
