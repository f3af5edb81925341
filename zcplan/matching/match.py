"""Tie a figure of a draft to indicators of the dataset: by their names near it, and by known wordings.

Two resources, both the dataset's own. Names and aliases: the longest one that stands beside the figure, or its
share of a list (A、B分别达到X、Y). Evidence: the clause that an observation was taken from; a clause that reads
the same but for its digits is about the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.figure import Figure
from zcplan.figures.naming import name_of
from zcplan.figures.text import MASK
from zcplan.matching import continued
from zcplan.matching.evidence import alignment, common_end
from zcplan.matching.names import Known
from zcplan.model import LEVEL

STRONG = 0.8
"""From here on a tie is sure enough to speak of a contradiction."""
_BRACKET = re.compile("（[^（）]*）")
_BEGINNING = re.compile("^(新建改?造?|新增|新培育|新打造|新创建|新引进|新|改造|建设|建成|引进|培育)")
_NEW = re.compile("新(?:增|培育|引进|创建|打造|建|认定|签约|入库)|增加")
_STOCK = re.compile("(现有|共有|已有|拥有|原有|累计|总数|其中)[^，。；、]{0,6}$")


@dataclass(frozen=True)
class Tie:
    """An indicator that a figure may state.

    :param area: the territory's id
    :param measures: what it may measure, the likeliest first
    :param strength: 0 to 1
    :param wording: whether it rests on the wording of an observation (its unit must then fit too)
    :param length: how many characters of that wording are found, to choose between two
    """

    indicator: str
    area: str
    measures: tuple[str, ...]
    strength: float
    wording: bool = False
    length: int = 0


def ties(figure: Figure, known: Known) -> list[Tie]:
    """Every indicator that a figure may state, the surest first."""
    found = list(_by_wording(figure, known)) if figure.number >= 0 else []
    found += _by_name(figure, known) if figure.number >= 0 else _by_label(figure, known)
    found += _by_continuation(figure, known) if figure.number > 0 else ()
    best: dict[tuple[str, str, tuple[str, ...]], Tie] = {}
    for tie in found:
        key = (tie.indicator, tie.area, tie.measures)
        if key not in best or _rank(best[key]) > _rank(tie):
            best[key] = tie
    return sorted(best.values(), key=_rank)


def _by_continuation(figure: Figure, known: Known) -> Iterator[Tie]:
    """An amount behind the count that it belongs to, as the dataset's phrases put them: 93个、总投资414.2亿元."""
    named = list(continued.continuations(figure, known))
    earlier = continued.before(figure) if named else None
    if earlier is None:
        return
    sure = {t.indicator: t for t in ties(earlier, known) if t.strength >= STRONG}
    for indicator, above in named:
        if above in sure:
            yield Tie(indicator, sure[above].area, figure.measures, 0.99)


def _rank(tie: Tie) -> tuple[float, int]:
    return (-tie.strength, -tie.length)


def _by_wording(figure: Figure, known: Known) -> Iterator[Tie]:
    left, right = figure.left[-60:], figure.right[:60]
    for wording in known.wordings(left, right):
        strength, length = alignment(left, right, wording)
        if strength < 0.45:
            continue
        common = common_end(left, wording.left)
        whole_list = common == len(wording.left) and re.search(f"分别|{MASK}", wording.left)
        if not whole_list and not _lead_fits(left[: len(left) - common], known):
            strength = min(strength, 0.6)
        for o in wording.observations:
            if figure.quantity.measure == wording.said.measure:
                yield Tie(o.indicator, o.area, (o.measure,), strength, True, length)
            elif strength > 0.9:
                yield Tie(o.indicator, o.area, (o.measure,), strength - 0.02, True, length)


def _by_label(figure: Figure, known: Known) -> Iterator[Tie]:
    label = terms.fold(figure.label)
    area = known.territory(terms.fold(figure.head)) or known.dataset.whole
    found = known.exact(label)
    bracketed = re.fullmatch("(.+)（([^（）]+)）", label)
    if not found and bracketed:
        said = known.part(bracketed[2])
        if said or terms.MEASURE.fullmatch(bracketed[2]):
            found, area = known.exact(bracketed[1]), said or area
    if not found:
        rated = re.fullmatch(f"(.+?){terms.RATE.pattern}", label)
        found = known.exact(rated[1]) if rated else None
    if found:
        yield Tie(found[0], area, figure.measures, found[1])
        return
    name = known.name_at_start(label) or known.name_at_end(label)
    if name and len(name) * 2 > len(label):
        yield Tie(known.of(name)[0], area, figure.measures, 0.5)


def _by_name(figure: Figure, known: Known) -> Iterator[Tie]:
    raw = _raw_left(figure)
    left = _BRACKET.sub("", raw)
    area = known.dataset.whole
    if figure.bracket >= 0:
        inner = figure.inner
        said = known.territory(inner)
        if not said and re.match("其?中?含", inner):
            return
        area = said or area
        own = _strip_part(inner, known)
        if not own and not re.match("[\u4e00-\u9fff]", figure.right):
            yield from _inherited(figure, known, area)
            return
        left = own
    listed = _listed_names(figure, known, left)
    if listed is not None:
        yield from (Tie(i, area, figure.measures, w) for i, w in listed)
        return
    called = terms.fold(name_of(figure))
    if called.endswith("投资") and known.exact(called):
        indicator, weight = known.of(called)
        yield Tie(indicator, area, figure.measures, 0.9 * weight)
    if figure.bracket >= 0:
        yield from (
            Tie(known.of(n)[0], area, figure.measures, s * known.of(n)[1]) for n, s in _beside(figure, known, left)
        )
        return
    whole = [(n, s) for n, s in _beside(figure, known, raw) if "（" in n]
    behind = "" if whole else _bracket_behind(figure, raw)
    for name, strength in whole or _beside(figure, known, left):
        indicator, weight = known.of(name)
        clause = re.split("[，。；：]", left.rsplit(name, 1)[0])[-1]
        area = known.part(behind) or known.territory(clause) or area
        if terms.QUALIFIED.match(behind) and not known.part(behind):
            strength = min(strength, 0.6)
        yield Tie(indicator, area, figure.measures, strength * weight)


def _raw_left(figure: Figure) -> str:
    """The masked sentence before a figure."""
    left = figure.left[-90:]
    return left[max(left.rfind(c) for c in terms.CLAUSE) + 1 :]


def _bracket_behind(figure: Figure, raw: str) -> str:
    """What a bracket right behind the name says: 不含文昌湖 in 空气质量优良天数（不含文昌湖）220天."""
    left = _before_pair(raw) if _second_of_pair(figure, raw) else raw
    match = re.search(f"（([^（）{MASK}]+)）([^（）]*)$", left)
    return match[1] if match and terms.made_of(match[2], terms.GLUE) else ""


def _strip_part(inner: str, known: Known) -> str:
    """What a bracket says before a figure beside the territory: nothing in 含文昌湖31个."""
    rest = inner.rsplit(MASK, 1)[-1].lstrip("、，")
    rest = re.sub("^(其中)?含?", "", rest)
    for word in sorted(known.areas, key=len, reverse=True):
        rest = rest.removeprefix(word)
    rest = terms.without_start(rest, terms.GLUE)
    return rest if len(rest) > 1 else ""


def _inherited(figure: Figure, known: Known, area: str) -> Iterator[Tie]:
    """A part has the indicator of the figure before its bracket that is of its kind."""
    flow = figure.flow
    for number in range(figure.number - 1, max(-1, figure.number - 6), -1):
        at = flow.at[number]
        if at > figure.bracket:
            continue
        said = flow.found[number].quantity
        if quantity.comparable(said.unit, figure.quantity.unit):
            outer = replace(figure, quantity=said, number=number, bracket=-1, measures=(said.measure,))
            for tie in ties(outer, known):
                yield Tie(tie.indicator, area, tie.measures, min(0.85, tie.strength))
            return


def _listed_names(figure: Figure, known: Known, left: str) -> list[tuple[str, float]] | None:
    """The share of a list: A、B分别达到X、Y. ``None`` where there is no list; empty where it can't be told."""
    tail = re.search(
        rf"([^，。；：]*?)(分别|依次)?([^{MASK}，。；、]{{0,8}}?)((?:{MASK}[、和与及，]+(?:同比|较年初|比上年)?(?:增长|提高)?)*)$",
        left,
    )
    follows = re.match(rf"[、和与及]{MASK}", figure.right)
    if tail is None or not (tail[2] or tail[4] or follows):
        return None
    if not tail[2] and not follows and "，" in tail[4]:
        return None
    if not tail[2] and not (follows or re.search(rf"{MASK}[、和与及]$", left)):
        return None
    groups = tail[4].split("，")
    place = groups[-1].count(MASK)
    rest = re.match(rf"(?:[、和与及]{MASK})*", figure.right)
    total = place + 1 + (rest[0].count(MASK) if rest else 0)
    subject = tail[1] if tail[2] else terms.without_end(tail[1] + tail[3], terms.GLUE)
    for splitter in (terms.LIST_SPLIT, re.compile("、")):
        names = [n for n in splitter.split(subject) if n]
        if len(names) == total:
            return _completed(names, place, known)
    return []


def _completed(names: list[str], place: int, known: Known) -> list[tuple[str, float]]:
    """A name of a list made whole by the end of the last one: 城镇、农村居民收入."""
    last, own = names[-1], names[place]
    own = known.own.sub("", own) if known.own.search(own) else own
    tails = [""] + [last[n:] for n in range(1, len(last))] if place < len(names) - 1 else [""]
    for tail in tails:
        text = own + tail
        for start in range(min(8, len(text) - 2)):
            head = text[:start]
            found = known.exact(text[start:])
            if found and (not head or terms.made_of(head, terms.GLUE) or known.own.search(head) or start <= 4):
                return [
                    (found[0], 0.9 if not head or known.own.search(head) or terms.made_of(head, terms.GLUE) else 0.6)
                ]
    return []


def _beside(figure: Figure, known: Known, left: str) -> Iterator[tuple[str, float]]:
    """Names that stand right before a figure, or right after a counted one, with how sure that makes it."""
    after = _name_after(figure, known)
    if after:
        yield after, 0.9 if _prefix_fits(left, after, known, counted=True) else 0.6
        return
    text = _before_pair(left) if _second_of_pair(figure, left) else left
    for gap in range(min(18, len(text))):
        end = len(text) - gap
        name = known.name_at_end(text[:end])
        if name and terms.made_of(text[end:], terms.GLUE):
            before = text[: end - len(name)]
            fits = _prefix_fits(before, name, known, counted=False) and not _counts_something_else(figure, before)
            fits = fits and (not _NEW.search(text[end:]) or bool(_NEW.search(name)))
            yield name, 1.0 if fits else 0.6
            return


def _before_pair(left: str) -> str:
    """What stands before the figures that this one goes on from, with nothing but glue between."""
    while True:
        rest = terms.without_end(left, terms.GLUE)
        if not rest.endswith(MASK):
            return left
        left = rest[:-1]


def _counts_something_else(figure: Figure, before: str) -> bool:
    """Whether the name goes with the figure before it, or this figure with a noun behind it: 15家工坊，44家企业."""
    if re.search(f"{MASK}的?$", before):
        return True
    counts = quantity.unit(figure.quantity.unit).dimension in ("count", "person", "household")
    return counts and bool(re.match("(?!以上|左右|以内|的?目标|任务|同比|比)[\u4e00-\u9fff]", figure.right))


def _second_of_pair(figure: Figure, left: str) -> bool:
    """Whether a figure goes on about the subject of the one before it: 1733万美元、增长52%."""
    if not terms.without_end(left, terms.GLUE).endswith(MASK) or figure.number < 1:
        return False
    before = figure.flow.found[figure.number - 1].quantity
    return before.measure != figure.quantity.measure or not quantity.comparable(before.unit, figure.quantity.unit)


def _name_after(figure: Figure, known: Known) -> str:
    """The name of what is counted, right behind the figure: 93个区重点项目, 50个项目列入市重大项目."""
    if quantity.unit(figure.quantity.unit).dimension in ("ratio", "points") or figure.quantity.measure != LEVEL:
        return ""
    right = re.split(f"[，。；、：（）{MASK}]", figure.right, maxsplit=1)[0]
    for gap in range(min(12, len(right))):
        if gap and not terms.made_of(right[:gap], terms.RIGHT_GLUE):
            continue
        name = known.name_at_start(right[gap:])
        if name:
            goes_on = right[gap + len(name) :]
            return name if not goes_on or not re.match("(的|[\u4e00-\u9fff]{2}(?:率|面积|长度|投资))", goes_on) else ""
    return ""


def _prefix_fits(prefix: str, name: str, known: Known, *, counted: bool) -> bool:
    """Whether what stands before a name leaves its meaning as it is."""
    indicator, _weight = known.of(name)
    standard = terms.fold(known.dataset.indicator[indicator].name)
    beginning = _BEGINNING.match(standard)
    is_new = beginning is not None and not name.startswith(beginning[0][:1])
    if is_new and (_STOCK.search(prefix) or not re.search("[新建增设造创培引打获评入选完成施]", prefix[-12:])):
        return False
    clause = _last_clause(prefix)
    if (
        _NEW.search(clause)
        and not _NEW.search(standard)
        and quantity.unit(known.dataset.indicator[indicator].unit).additive
    ):
        return False
    if terms.LONG.search(clause) and not terms.LONG.search(name):
        return False
    if counted:
        return not re.search("(其中|现有|共有|拥有)$", prefix)
    return _lead_fits(prefix, known)


def _last_clause(text: str) -> str:
    return re.split("[，。；：]", text)[-1]


def _lead_fits(prefix: str, known: Known) -> bool:
    """Whether what stands right before a name speaks of the dataset's own territory, and of all of it."""
    if terms.LONG.search(_last_clause(prefix)):
        return False
    word = re.split(f"[，。；、：（）{MASK}]", prefix)[-1]
    if any(known.above[n : n + 2] in word[-6:] for n in range(0, len(known.above), 2)):
        return False
    if known.own.search(word):
        return True
    return not terms.PLACE.search(word) and not terms.OTHER_LEVEL.search(word)
