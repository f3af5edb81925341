"""A name whose figure is gone: 地区生产总值、增长2.3%; 社会消费品零售总额亿元; 固定资产投资增长，….

Only names that are surely an indicator's are told of, and only where what follows cannot be said without a figure.
A verb with a bound or a per cent right behind it (增长左右, 达到%) tells by itself that the digits are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.name_edges import trimmed, without_lead
from zcplan.figures.statement import NO_PERIOD, SAID, Place, Statement, Territory
from zcplan.figures.territory import split_territory
from zcplan.matching.canonical import key_of
from zcplan.matching.names import Names
from zcplan.proof.finding import CONTRADICTS, MISSING, Finding
from zcplan.quantity import Quantity
from zcplan.reading.document import BODY, Draft, Paragraph

_AMOUNTS = ("CNY", "USD", "count", "person", "household", "mass", "day", "visit", "area", "farmland")
_BARE_UNIT = (
    "(?:元|美元|吨|公斤|亩|人次|人|户|家|个|天|平方米|千瓦时|公里|处|场|条|座|所|项|张|辆|台|套|件|名|支|%|％|个百分点)"
)
_UNIT = f"(?:[万亿]?{_BARE_UNIT})"
"""突破万亿元 and 超过百亿元 say a number in words: two multipliers, or 百 and 千, are no unit alone."""
_BOUND = "(?:以上|以内|以下|左右)"
_SURE_UNIT = "(?:元|美元|吨|公斤|亩|人次|平方米|千瓦时|%|％|个百分点)"
"""Units that no word begins or ends with, without a multiplier: 超过亿元 is said of one."""
_REACHED = "(?:达到|达|为|完成|增长|下降|增加|减少|控制在|稳定在|保持在|提高到?|不低于|不少于|不超过|不高于|突破|超过)"
_PLACEHOLDER = "(?:[×xX＊*_＿○〇□]{1,6}|\\s{1,6})"
_GONE = re.compile(
    f"(?P<digits>{_REACHED}(?:{_BARE_UNIT}?{_BOUND}|{_SURE_UNIT})(?=[，。；、,;（]|$))"
    f"|(?P<unit>(?:达到|达|完成|为|实现|增长|下降)?{_PLACEHOLDER}?(?<![百千万亿突破]){_UNIT}{_BOUND}?(?=[，。；、,;（]|$))"
    r"|(?P<joined>、(?:同比|比上年|较上年)?(?:增长|下降)(?=[约近]?[\d.]))"
    "|(?P<rate>(?:同比|比上年|较上年)?(?:增长|下降|提高|回落)(?=[，。；、,;]|$))"
    "|(?P<verb>(?:达到|达|突破|增加到|提高到|控制在|增至)(?=[，。；、,;]|$))"
)
_DRIVEN = re.compile("推动|促进|带动|拉动|实现|保持|助力|助推|确保|力争|推进|支撑|引领|刺激|扩大|努力|加快|为|使|让")
_CLAUSE = "，。；、：！？,;:"
_LONGEST = 40


def missing(draft: Draft, names: Names) -> Iterator[Finding]:
    """Every name of an indicator behind which a figure is gone."""
    cells = {p.index for t in draft.tables for c in t.cells for p in c.paragraphs}
    for paragraph in draft.paragraphs:
        if paragraph.kind == BODY and paragraph.index not in cells:
            yield from _in_paragraph(paragraph, names)


def _in_paragraph(paragraph: Paragraph, names: Names) -> Iterator[Finding]:
    text = paragraph.text
    sentence = re.sub(r"\s", "", text)
    for match in _GONE.finditer(text):
        near = max(0, match.start() - _LONGEST - 1)
        start = max(near, *(text.rfind(c, near, match.start()) + 1 for c in _CLAUSE))
        printed = text[start : match.start()]
        if not printed.strip() or len(printed) > _LONGEST or re.search(r"\d\s*$", printed):
            continue
        indicator = _indicator(printed, match, names)
        if indicator or match["digits"]:
            yield _finding(paragraph, sentence, start, match, indicator, names)


def _indicator(printed: str, match: re.Match[str], names: Names) -> str:
    """Id of the one indicator that the words before are a name of, and that what follows can be said of."""
    folded = terms.fold(re.sub(r"\s", "", printed))
    _territory, rest = split_territory(without_lead(folded)[0])
    subject = trimmed(without_lead(rest)[0])
    found = names.named(subject) if len(subject) > 3 or subject == "GDP" else []
    if match["rate"] and (_DRIVEN.search(folded) or not folded.endswith(subject)):
        return ""  # 推动某某稳定增长 needs no figure
    if match["digits"]:
        return found[0] if len(found) == 1 else ""
    if len(found) != 1 or (trimmed(folded) != folded.removesuffix("完成").removesuffix("实现") and match["joined"]):
        return ""
    own = quantity.unit(names.dataset.indicator[found[0]].unit).dimension
    if match["joined"]:
        return found[0] if own in _AMOUNTS else ""
    if match["unit"]:
        said = re.search(f"{_UNIT}(?={_BOUND}?$)", match["unit"])
        if key_of(subject + match["unit"]) == key_of(subject):
            return ""  # 接待游客人次: the unit is the end of the name
        fits = said is not None and (quantity.comparable(said[0], names.dataset.indicator[found[0]].unit))
        rate = match["unit"].startswith(("增长", "下降")) or (said is not None and said[0] in ("%", "个百分点"))
        return found[0] if fits or rate else ""
    return found[0]


def _finding(
    paragraph: Paragraph, sentence: str, start: int, match: re.Match[str], indicator: str, names: Names
) -> Finding:
    text = paragraph.text[start : match.end()]
    name = names.dataset.indicator[indicator].name if indicator else trimmed(terms.fold(text[: match.start() - start]))
    lead = len(text) - len(text.lstrip())
    place = Place(paragraph.index, start + lead, match.end())
    nothing = Quantity(None, bound=quantity.QUALITATIVE, text=text.strip())
    statement = Statement(
        *(name, SAID, Territory(), NO_PERIOD, ""),
        *(nothing, place, text.strip(), sentence),
        measures=("level",),
    )
    return Finding(
        CONTRADICTS, MISSING, "missing", statement, indicator, measure="level", numbers={"name": text.strip()}
    )
