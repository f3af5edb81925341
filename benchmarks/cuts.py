"""One report cut into three drafts that state the same: a speech, a press release, a table.

Every figure is a token while the words around it are changed, so that it is known where each of them stands in each
draft. Nothing of zcplan is used here: what is cut, reworded and altered must not depend on what reads it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

UNITS = (
    "万亿元|亿元|万元|亿美元|万美元|元|万亿斤|亿斤|万斤|万吨|亿吨|吨|亿人次|万人次|人次|万人|人|名|万户|户|万家|家|万个|个|万公里|公里|万亩|亩|"
    "万千瓦|亿千瓦|千瓦|万平方米|平方米|万套|套|万张|张|座|处|项|件|条|所|天|批|部|场|万台|台|个百分点|%|％"
)
_FIGURE = re.compile(rf"(?<![\d.第])(\d+(?:\.\d+)?)(余|多)?({UNITS})(左右|以上|以内|余)?")
_OTHER_TIME = re.compile(
    r"五年|十四五|十三五|十五五|累计|以来|年均|翻|三年|两年|四年|历年|每年|季度|月份?|上半年|下半年|(?:19|20)\d\d|去年|上年|明年|由|从|分别|比.{1,8}(?:高|低|快|多|少)|高于|低于|快于|位居|其中|前|预计|初步"
)
"""Sentences with such words say more than this simple cutting could keep true."""
_BAD_NAME = re.compile(
    "年|月|约|近|超|再|均|各|其|等|和|与|及|的|了|新增$|增至|净增|^[在对为把将让使]|^按时|^共|^总|^办理|预计|万|亿|个|家|实现|完成|达|突破|推动|推进|力争|确保|持续|全|第|占|较|比"
)
_NAMED = re.compile(
    r"(?:^|(?<=[，。；：]))(?:预计)?((?:[\u4e00-\u9fff]{3,16}?))(?:达到|达|为|完成|实现|突破)?⟦(\d+)⟧(?:[、，]?(?:同比)?(增长|下降)⟦(\d+)⟧)?(?=[，。；、])"
)
_GROWN = re.compile(r"(?:^|(?<=[，。；：]))(?:预计)?([\u4e00-\u9fff]{3,16}?)(?:同比)?(增长|下降)⟦(\d+)⟧(?=[，。；、])")


@dataclass
class Figure:
    """A figure as the report prints it."""

    number: str
    more: str
    unit: str
    bound: str


@dataclass
class Text:
    """A draft in the making: its lines with tokens ⟦n⟧ for the figures."""

    name: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Fact:
    """A plain statement: a name, its level or growth, the figure's token, and the year and kind of its section."""

    name: str
    token: int
    is_growth: bool
    falls: bool
    goal: bool


@dataclass
class Cut:
    """A report cut up."""

    place: str
    year: int
    figures: dict[int, Figure]
    speech: Text
    release: Text
    table: list[tuple[str, str, dict[str, tuple[int, str]]]]
    facts: list[Fact]


def cut(paragraphs: list[str], chance: random.Random) -> Cut | None:
    """Cut a report; ``None`` where its parts can't be told."""
    title = re.sub(r"\s", "", paragraphs[0]) if paragraphs else ""
    head = re.search(r"((?:19|20)\d\d)年([\u4e00-\u9fff]+?)政府工作报告", title)
    start = next((n for n, p in enumerate(paragraphs) if re.search("工作回顾", p) and len(p) < 30), None)
    if head is None or start is None:
        return None
    year, place = int(head[1]), head[2]
    later = re.compile(rf"^\s*(?:[一二三四]、|第[一二三]部分)?.{{0,16}}{year}年")
    turn = next((n for n, p in enumerate(paragraphs) if n > start + 3 and len(p) < 45 and later.match(p)), None)
    if turn is None:
        return None
    figures: dict[int, Figure] = {}

    def tokened(text: str) -> str:
        def take(match: re.Match[str]) -> str:
            figures[len(figures)] = Figure(match[1], match[2] or "", match[3], match[4] or "")
            return f"⟦{len(figures) - 1}⟧"

        return _FIGURE.sub(take, re.sub(r"\s", "", text))

    past = [tokened(p) for p in paragraphs[start + 1 : turn] if p.strip()]
    coming = [tokened(p) for p in paragraphs[turn + 1 :] if p.strip()]
    speech = Text("speech")
    speech.lines = [
        f"{place}{year}年政府工作报告",
        f"——{year}年1月15日在{place}人民代表大会会议上",
        "",
        f"一、{year - 1}年工作回顾",
        *past,
        f"二、{year}年工作安排",
        *coming,
    ]
    sentences = [list(_plain_sentences(lines)) for lines in (past, coming)]
    facts = [f for goal, own in enumerate(sentences) for s in own for f in _facts(s, bool(goal), figures)]
    release = Text("release")
    for own in sentences:
        chance.shuffle(own)
    release.lines = [
        f"{place}{year}年经济社会发展情况新闻发布稿",
        f"（{year}年1月20日）",
        "",
        f"一、{year - 1}年完成情况",
        *_paragraphs((reworded(s, chance) for s in sentences[0]), chance),
        f"二、{year}年目标任务",
        *_paragraphs((reworded(s, chance) for s in sentences[1]), chance),
    ]
    return Cut(place, year, figures, speech, release, _rows(facts, figures, chance), facts)


def _plain_sentences(lines: list[str]) -> Iterator[str]:
    for line in lines:
        for sentence in re.findall(r"[^。！？]+[。！？]", line):
            if "⟦" in sentence and len(sentence) < 220 and not _OTHER_TIME.search(re.sub("⟦[0-9]+⟧", "", sentence)):
                bare = re.sub(
                    r"^(?:——|──)?(?:[一二三四五六七八九十]{1,3}是|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)",
                    "",
                    sentence,
                )
                yield bare


def _facts(sentence: str, goal: bool, figures: dict[int, Figure]) -> Iterator[Fact]:
    for match in _NAMED.finditer(sentence):
        if _BAD_NAME.search(match[1]) or figures[int(match[2])].unit in ("%", "％", "个百分点", "个", "项", "条"):
            continue
        yield Fact(match[1], int(match[2]), False, False, goal)
        if match[4] and figures[int(match[4])].unit in ("%", "％"):
            yield Fact(match[1], int(match[4]), True, match[3] == "下降", goal)
    for match in _GROWN.finditer(sentence):
        if not _BAD_NAME.search(match[1]) and figures[int(match[3])].unit in ("%", "％"):
            yield Fact(match[1], int(match[3]), True, match[2] == "下降", goal)


def _rows(
    facts: list[Fact], figures: dict[int, Figure], chance: random.Random
) -> list[tuple[str, str, dict[str, tuple[int, str]]]]:
    """The table: a row a name, with the cells that it has; a name told twice is left out."""
    rows: dict[str, dict[str, tuple[int, str]]] = {}
    twice: set[str] = set()
    units: dict[str, str] = {}
    for fact in facts:
        column = ("goal" if fact.goal else "result") + ("-growth" if fact.is_growth else "-level")
        row = rows.setdefault(fact.name, {})
        if column in row:
            twice.add(fact.name)
        row[column] = (fact.token, "-" if fact.falls else "")
        unit = figures[fact.token].unit
        if not fact.is_growth and units.setdefault(fact.name, unit) != unit:
            twice.add(fact.name)
    found = [(name, units.get(name, "%"), row) for name, row in rows.items() if name not in twice]
    chance.shuffle(found)
    return found


# --- other words for the same ----------------------------------------------------------------------

_OTHER_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("规上工业增加值", ("规模以上工业增加值",)),
    ("规模以上工业增加值", ("规上工业增加值",)),
    ("社会消费品零售总额", ("社零总额", "社会消费品零售总额")),
    ("地区生产总值", ("GDP", "生产总值", "地区生产总值")),
    ("一般公共预算收入", ("地方一般公共预算收入", "一般公共预算收入")),
    ("城镇新增就业", ("新增城镇就业", "城镇新增就业人数")),
    ("进出口总额", ("进出口总值", "外贸进出口总额")),
    ("固定资产投资", ("固定资产投资", "固投")),
    ("达到⟦", ("为⟦", "达⟦", "达到⟦")),
    ("增长⟦", ("同比增长⟦", "比上年增长⟦", "增长⟦")),
    ("全省", ("我省", "全省")),
    ("全市", ("我市", "全市")),
    ("⟧，增长", ("⟧、增长", "⟧，同比增长")),
    ("建成", ("建成", "建成了")),
    ("新增", ("新增", "新增加")),
)


def reworded(sentence: str, chance: random.Random) -> str:
    """A sentence in other words, its figures' tokens kept."""
    for word, others in _OTHER_WORDS:
        if word in sentence and chance.random() < 0.6:
            sentence = sentence.replace(word, chance.choice(others), 1)
    return sentence


def _paragraphs(sentences: Iterator[str], chance: random.Random) -> list[str]:
    """Sentences in paragraphs of two to four."""
    waiting = list(sentences)
    found = []
    while waiting:
        size = chance.randint(2, 4)
        found.append("".join(waiting[:size]))
        waiting = waiting[size:]
    return found


# --- from tokens to text ---------------------------------------------------------------------------

Printed = Callable[[int, Figure], str]
_CONVERTED = {"万亿元": (4, "亿元"), "万人": (4, "人"), "万家": (4, "家"), "万个": (4, "个"), "万户": (4, "户")}


def as_printed(_token: int, figure: Figure) -> str:
    """A figure as the report has it."""
    return f"{figure.number}{figure.more}{figure.unit}{figure.bound}"


def converted(_token: int, figure: Figure) -> str:
    """A figure in a smaller unit where it has one, bounds kept."""
    if figure.unit in _CONVERTED and not figure.more:
        shift, unit = _CONVERTED[figure.unit]
        value = (Decimal(figure.number) * Decimal(10) ** shift).normalize()
        return f"{value:f}{unit}{figure.bound}"
    return as_printed(_token, figure)


def render(lines: list[str], figures: dict[int, Figure], shown: Printed) -> tuple[str, dict[int, tuple[int, int, int]]]:
    """The text, and where each figure stands: line, first character, the one behind."""
    out: list[str] = []
    places: dict[int, tuple[int, int, int]] = {}
    for number, line in enumerate(lines):
        made, last = "", 0
        for match in re.finditer(r"⟦(\d+)⟧", line):
            made += line[last : match.start()]
            token = int(match[1])
            text = shown(token, figures[token])
            places[token] = (number, len(made), len(made) + len(text))
            made += text
            last = match.end()
        out.append(made + line[last:])
    return "\n".join(out) + "\n", places
