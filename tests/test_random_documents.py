"""A known text, wrapped and split in random ways as Word and its users do, is read back exactly."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.packages import numbering, p, run, sdt, styles, tbl, tc, tr, word
from zcplan.reading.document import Draft, read

SEED = int(os.environ.get("ZCPLAN_SEED", "1"))
DOCUMENTS = 300
_WORDS = (
    "全区 地区生产总值 增长 5.5% 左右 ， 。 粮食总产量 2.57 亿斤 新增 7472 家 （含园区31个） 城镇 251.2亿元 、 以上"
).split()
_NOISE = "99.9% 8888亿元 删去的 旧数".split()
_DIGITS = "一二三四五六七八九十"


@dataclass
class Written:
    """What was written: the text that shows, by paragraph; each table by place; the labels."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    tables: list[dict[tuple[int, int], str]] = field(default_factory=list)


class Writer:
    """Writes one document."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.written = Written()
        self.counts = [0, 0]
        self.id = 0

    def words(self, most: int = 8) -> str:
        return "".join(self.rng.choices(_WORDS, k=self.rng.randint(1, most)))

    def mark(self) -> str:
        self.id += 1
        return f'w:id="{self.id}" w:author="某人"'

    # --- inside a paragraph

    def runs(self, text: str) -> str:
        """The text cut into runs, each wrapped at random, with what does not show between them."""
        out = self.noise()
        while text:
            size = self.rng.randint(1, max(1, len(text)))
            out += self.wrapped(run(text[:size], self.rng.choice(["", "<w:b/>", '<w:vanish w:val="0"/>'])))
            out += self.noise()
            text = text[size:]
        return out

    def wrapped(self, inside: str, depth: int = 0) -> str:
        if depth > 3 or self.rng.random() < 0.4:
            return inside
        codes = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        field_code = (
            codes.format("begin") + "<w:r><w:instrText>REF x 99%</w:instrText></w:r>" + codes.format("separate")
        )
        other = run(self.rng.choice(_NOISE))
        wrap = self.rng.choice(
            [
                lambda x: sdt(x),
                lambda x: f'<w:customXml w:element="a">{x}</w:customXml>',
                lambda x: f'<w:smartTag w:element="a">{x}</w:smartTag>',
                lambda x: f"<w:ins {self.mark()}>{x}</w:ins>",
                lambda x: f"<w:moveTo {self.mark()}>{x}</w:moveTo>",
                lambda x: f'<w:hyperlink w:anchor="a">{x}</w:hyperlink>',
                lambda x: f'<w:fldSimple w:instr="REF x">{x}</w:fldSimple>',
                lambda x: field_code + x + codes.format("end"),
                lambda x: (
                    f'<mc:AlternateContent><mc:Choice Requires="wps">{x}</mc:Choice>'
                    f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
                ),
                lambda x: (
                    f'<mc:AlternateContent><mc:Choice Requires="future">{other}</mc:Choice>'
                    f"<mc:Fallback>{x}</mc:Fallback></mc:AlternateContent>"
                ),
            ]
        )
        return wrap(self.wrapped(inside, depth + 1))

    def noise(self) -> str:
        """What Word does not show: deletions, moves from here, hidden text, codes of fields, marks."""
        word_ = self.rng.choice(_NOISE)
        return self.rng.choice(
            [
                "", "", "",
                f"<w:del {self.mark()}><w:r><w:delText>{word_}</w:delText></w:r></w:del>",
                f"<w:moveFrom {self.mark()}>{run(word_)}</w:moveFrom>",
                run(word_, "<w:vanish/>"),
                run(word_, '<w:rStyle w:val="hidden"/>'),
                '<w:bookmarkStart w:id="0" w:name="a"/><w:bookmarkEnd w:id="0"/><w:proofErr w:type="gramStart"/>',
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>XE 9%</w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                "<w:r><w:softHyphen/></w:r>",
            ]
        )  # fmt: skip

    # --- blocks

    def paragraph(self) -> str:
        text, label, properties = self.words(), "", ""
        if self.rng.random() < 0.3:
            level = self.rng.randint(0, 1)
            label = self.number(level)
            properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        self.written.texts.append(text)
        self.written.labels.append(label)
        return p(self.runs(text), properties=properties)

    def number(self, level: int) -> str:
        self.counts[level] += 1
        if level == 0:
            self.counts[1] = 0
        return f"{_DIGITS[self.counts[0] - 1]}、" if level == 0 else f"（{self.counts[1]}）"

    def cell_text(self, text: str) -> str:
        self.written.texts.append(text)
        self.written.labels.append("")
        inside = p(self.runs(text))
        return sdt(inside) if self.rng.random() < 0.2 else inside

    def table(self) -> str:
        height, width = self.rng.randint(1, 5), self.rng.randint(1, 5)
        grid: dict[tuple[int, int], str] = {}
        rows = []
        under: dict[int, tuple[int, str]] = {}
        for row in range(height):
            cells, column = [], 0
            if self.rng.random() < 0.1:
                rows.append(tr(tc("删"), properties=f"<w:del {self.mark()}/>"))
            while column < width:
                span, text = self.rng.randint(1, width - column), self.words(2)
                properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
                over = under.get(column)
                if over and over[0] <= width - column and self.rng.random() < 0.4:
                    span, text = over
                    properties = f'<w:gridSpan w:val="{span}"/><w:vMerge/>'
                    cell = tc(p(""), properties)
                    self.written.texts.append("")
                    self.written.labels.append("")
                else:
                    cell = tc(self.cell_text(text), properties + '<w:vMerge w:val="restart"/>')
                    under = {at: kept for at, kept in under.items() if not column < at < column + span}
                    under[column] = (span, text)
                for at in [at for at in under if column < at < column + span]:
                    del under[at]
                grid |= {(row, column + k): text for k in range(span)}
                cells.append(self.around(cell))
                column += span
            rows.append(self.around(tr(*cells)))
        self.written.tables.append(grid)
        return tbl(*rows)

    def around(self, block: str) -> str:
        """A block, a row or a cell in a content control or customXml, or bare."""
        wraps = [lambda x: x, lambda x: x, sdt, lambda x: f'<w:customXml w:element="a">{x}</w:customXml>']
        return self.rng.choice(wraps)(self.rng.choice(wraps)(block))

    def body(self) -> list[str]:
        return [
            self.around(self.table() if self.rng.random() < 0.2 else self.paragraph())
            for _n in range(self.rng.randint(1, 10))
        ]


def by_place(draft: Draft) -> list[dict[tuple[int, int], str]]:
    return [
        {(c.row + r, c.column + k): c.text for c in t.cells for r in range(c.rows) for k in range(c.columns)}
        for t in draft.tables
    ]


@pytest.mark.parametrize("part", range(10))
def test_300_documents_are_read_back_exactly(part: int, tmp_path: Path) -> None:
    parts = {
        "numbering.xml": numbering(("chineseCounting", "%1、"), ("decimal", "（%2）")),
        "styles.xml": styles('<w:style w:type="character" w:styleId="hidden"><w:rPr><w:vanish/></w:rPr></w:style>'),
    }
    for n in range(part, DOCUMENTS, 10):
        writer = Writer(SEED * 1000 + n)
        draft = read(word(tmp_path / "a.docx", *writer.body(), parts=parts))
        written = writer.written
        assert [q.text for q in draft.paragraphs] == written.texts, n
        assert [q.label for q in draft.paragraphs] == written.labels, n
        assert by_place(draft) == written.tables, n
