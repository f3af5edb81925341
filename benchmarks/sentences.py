"""Sentences of a clerk's kind made from the dataset's own facts: paraphrases, right and wrong, and other scopes.

The patterns hold no figure and no indicator: both are put in from the dataset, chosen by a seeded chance. In a
pattern ``{T}`` is the time, ``{N}`` the name, ``{L}`` a level, ``{G}`` growth with its verb, ``{g}`` the bare rate.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path

from benchmarks.answers import Answers, Tally
from benchmarks.identities import names_of, qualifiers
from zcplan import quantity
from zcplan.analysis.compare import results_of
from zcplan.analysis.vintage import targets
from zcplan.model import CHANGE, GROWTH, LEVEL, Dataset, Observation

OPEN, CLOSE = "⟦", "⟧"
"""Around a figure that is asked about, until the text is written."""

OTHER_NAMES = {
    "地区生产总值": ("GDP", "生产总值"),
    "规模以上工业增加值": ("规上工业增加值", "规模工业增加值"),
    "固定资产投资": ("固投", "固定资产投资额", "全社会固定资产投资"),
    "社会消费品零售总额": ("社零总额", "社消零", "社零额"),
    "一般公共预算收入": ("地方一般公共预算收入", "一般预算收入"),
    "一般公共预算支出": ("地方一般公共预算支出",),
    "进出口总额": ("外贸进出口总值", "货物进出口总额", "进出口总值"),
    "实际使用外资": ("实际利用外资", "实际到账外资"),
    "金融机构存款余额": ("各项存款余额", "金融机构各项存款余额"),
    "金融机构贷款余额": ("各项贷款余额", "金融机构各项贷款余额"),
    "居民人均可支配收入": ("全体居民人均可支配收入", "居民人均收入"),
    "城镇居民人均可支配收入": ("城镇常住居民人均可支配收入", "城镇居民人均收入"),
    "农村居民人均可支配收入": ("农村常住居民人均可支配收入", "农民人均可支配收入"),
    "服务业增加值": ("第三产业增加值", "三产增加值"),
    "研发经费投入占比": ("研发投入强度", "R&D经费投入强度"),
    "城镇登记失业率": ("登记失业率",),
    "城镇新增就业人数": ("新增城镇就业人数", "城镇新增就业"),
    "空气质量优良天数比例": ("空气优良率", "优良天数比率"),
    "粮食总产量": ("粮食总产", "粮食产量"),
}
"""What the field also calls its common indicators."""


@dataclass(frozen=True)
class Sentence:
    """A text with the places of its figures, and what each is said of."""

    kind: str
    text: str
    places: tuple[tuple[int, int], ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """A way to say something: the text, what it needs, and how its figure is written."""

    text: str
    needs: str
    write: str = ""


# --- patterns --------------------------------------------------------------------------------------

RESULTS = tuple(
    Pattern(text, needs)
    for needs, texts in {
        "amount": """
            {T}，全区{N}达到{L}。
            {T}，全区实现{N}{L}。
            据统计，{T}全区{N}为{L}。
            在多重压力叠加的情况下，{T}全区{N}仍完成{L}，成绩来之不易。
            {N}跃上新台阶，{T}达到{L}。
            {T}，{N}（不变口径）完成{L}。
            从主要指标看，{T}{N}{L}，好于预期。
            经济总量稳步扩大，{T}实现{N}{L}，为下一步工作打下基础。
            {T}{N}的完成数为{L}。
            {T}，全区共完成{N}{L}。
            {L}，这是{T}全区{N}的最终核算数。
            全区{N}{T}达{L}，保持平稳。
        """,
        "growth": """
            {T}，{N}同比{G}。
            {T}全区{N}比上年{G}。
            {T}，{N}较上年{G}，走势符合预期。
            {T}{N}增速为{g}。
            {T}，全区{N}同比增速达到{g}。
            {T}，{N}增幅为{g}。
            {N}{T}{G}，运行总体平稳。
            {T}，全区上下顶住压力，{N}实现{g}的增长。
            从需求侧看，{T}{N}{G}。
            {T}{N}的增长速度是{g}。
            {T}，{N}（可比口径）同比{G}。
        """,
        "rise": """
            {T}，{N}同比增{g}。
            {T}，{N}以{g}的速度增长。
            {T}，{N}实现两位数以内的平稳增长，增速{g}。
        """,
        "fall": """
            {T}，受市场需求不足影响，{N}同比下滑{a}。
            {T}{N}同比减少{a}。
            {T}，{N}增速为负，同比降{a}。
        """,
        "both": """
            {T}，{N}完成{L}，同比{G}。
            {T}，{N}{L}、{G}。
            {T}全区{N}{G}，达到{L}。
            {T}，{N}{L}（{G}）。
            {T}，{N}较上年{G}，总量为{L}。
            {N}{T}达到{L}，比上年{G}。
        """,
        "from to": """
            {T}，{N}由上年的{P}{E}{L}。
            {T}，全区{N}从{P}{E}{L}。
            {N}由{P}{E}{T}的{L}。
        """,
        "two growths": """
            {T}，{N}{G}，{M}{H}。
            {T}，{N}比上年{G}；{M}比上年{H}。
        """,
        "two rises": """
            {T}，{N}、{M}分别增长{g}、{h}。
            {T}全区{N}和{M}同比分别增长{g}和{h}。
            {T}，{N}、{M}增速分别为{g}、{h}。
        """,
        "two amounts": """
            {T}，{N}、{M}分别达到{L}、{K}。
            {T}，{N}{L}，{M}{K}。
            {T}，全区{N}和{M}分别为{L}和{K}。
            {T}全区{N}、{M}分别完成{L}与{K}。
        """,
        "share": """
            {T}，{N}达到{L}。
            {T}，全区{N}为{L}。
            {T}，{N}提高到{L}，结构持续优化。
            截至{Y}年底，{N}达{L}。
            {N}{T}升至{L}。
            {T}，{N}（按年度口径）为{L}。
        """,
        "points": """
            {T}，{N}较上年提高{p}。
            {T}，{N}同比提升{p}。
            {N}{T}上升{p}，结构进一步优化。
        """,
        "count": """
            {T}，{N}{L}。
            {T}，全区{N}达到{L}。
            {T}全区共{N}{L}，完成年度任务。
            ——{T}{N}{L}。
            {N}{T}达{L}。
            围绕高质量发展，{T}{N}{L}。
        """,
        "new count": """
            {T}，{V}{L}{O}。
            {T}全区{V}{O}{L}。
            {T}，共{V}{L}{O}，超额完成任务。
        """,
    }.items()
    for text in texts.split()
)

GOALS = tuple(
    Pattern(text, needs)
    for needs, texts in {
        "growth": """
            {T}，全区{N}预期增长{g}{B}。
            {T}{N}的预期目标是增长{g}{B}。
            {T}，力争{N}同比增长{g}{B}。
            {N}{T}计划增长{g}{B}。
            {T}要确保{N}增速达到{g}{B}。
            {T}主要预期目标：{N}增长{g}{B}。
            把{T}{N}增长{g}{B}作为预期目标，统筹各项工作。
        """,
        "at least growth": """
            {T}，{N}增速不低于{g}。
            确保{T}{N}增长不低于{g}。
        """,
        "two growths": """
            {T}，{N}、{M}预期分别增长{g}{B}、{h}{C}。
            {T}，力争{N}增长{g}{B}，{M}增长{h}{C}。
        """,
        "amount": """
            {T}，{N}预期达到{L}{B}。
            {T}，力争完成{N}{L}{B}。
            {T}{N}目标为{L}{B}。
        """,
        "share": """
            {T}，{N}力争达到{L}{B}。
            {T}{N}目标值为{L}{B}。
        """,
        "count": """
            {T}，计划{N}{L}{B}。
            {T}，力争{N}达到{L}{B}。
            {T}将{N}{L}{B}。
        """,
        "new count": """
            {T}，计划{V}{O}{L}{B}。
            {T}力争{V}{L}{B}{O}。
        """,
    }.items()
    for text in texts.split()
)

ROUNDED = tuple(
    Pattern(text, "amount", write)
    for write, texts in {
        "about": "{T}，{N}约{L}。 {T}全区{N}约为{L}。 {T}，{N}达到{L}左右。",
        "nearly": "{T}，{N}近{L}。 {T}，全区{N}接近{L}。",
        "over": "{T}，{N}突破{L}。 {T}，{N}超过{L}。 {T}全区{N}达到{L}以上。 {T}，{N}超{L}。",
        "odd": "{T}，{N}{L}。 {T}，全区{N}达{L}。",
        "unit": "{T}，{N}达到{L}。 {T}全区完成{N}{L}。 {N}{T}为{L}。",
    }.items()
    for text in texts.split()
)

OF_ANOTHER_SCOPE = {
    "span": """
        五年来，{N}年均增长{g}。
        “十三五”时期，全区{N}年均增长{g}。
        近三年，{N}累计完成{L}。
        过去五年，全区{N}增长{g}，实现历史性跨越。
        自{B}年以来，{N}年均增长{g}。
        本届政府任期内，{N}累计达到{L}。
        {B}年至{Y}年，{N}累计增长{g}。
        {N}五年累计增长{g}。
        党的十九大以来，全区{N}累计完成{L}。
    """,
    "territory": """
        {T}，全市{N}增长{g}。
        {T}，全省{N}增长{g}，增速居全国前列。
        {T}，全国{N}同比增长{g}。
        {T}，安平镇{N}完成{L}。
        同期，临江区{N}增长{g}。
        {T}，长三角地区{N}增长{g}。
        {T}，开发区{N}{L}，占比继续提高。
        {T}，与我区相邻的平川县{N}完成{L}，增长{g}。
    """,
    "part": """
        {T}，{Q}{N}增长{g}。
        {T}，全区{Q}{N}同比增长{g}。
        {T}，其中{Q}{N}增长{g}。
        {T}，{N}中，民营企业部分增长{g}。
        {T}，{Q}{N}达到{L}。
        {T}，{Q}{N}增速达到{g}。
        {T}，全区{Q}{N}为{L}。
        {T}，{N}中的{Q}部分增长{g}。
    """,
    "part of a year": """
        {Y}年一季度，{N}增长{g}。
        {Y}年1至4月，{N}完成{L}。
        {Y}年上半年，全区{N}同比增长{g}。
        截至{Y}年4月底，{N}完成{L}，增长{g}。
        {Y}年前三季度，{N}增长{g}。
        {Y}年12月当月，{N}增长{g}。
    """,
    "former goal": """
        {T}初确定的{N}增长{g}的目标顺利实现。
        {T}，原定{N}增长{g}，后经人大批准调整。
        {T}，{N}未能达到年初增长{g}的预期目标。
        {T}，上级下达我区{N}{L}的任务。
        对照{T}{N}增长{g}的预期，仍有差距。
    """,
    "later goal": """
        到{D}年，{N}力争达到{L}。
        “十五五”末，{N}力争突破{L}。
        力争用三年时间，推动{N}年均增长{g}。
        展望{D}年，{N}年均增速保持在{g}以上。
    """,
    "difference": """
        {T}，{N}较{B}年增长{g}。
        {T}，{N}拉动经济增长{p}。
        {T}，{N}占全市的比重为{g}。
        {T}，{N}增速比上年提高{p}。
        {T}，{N}增速高于全市平均{p}。
        {T}，{N}完成年度计划的{g}。
        {T}，{N}对经济增长的贡献率为{g}。
        {T}，{N}相当于年度目标的{g}。
    """,
}

_RESULT_TIMES = ("去年", "{Y}年", "{Y}年全年", "上年", "{Y}年度")
_GOAL_TIMES = ("今年", "{Y}年", "本年度")
_LEAD_INS = ("", "", "", "总的看，", "数据显示，", "一是经济运行稳中有进。", "同志们：")
_RESULT_HEADS = (
    "在全区经济工作会议上的讲话\n（{X}年2月10日）\n\n",
    "关于{Y}年国民经济和社会发展计划执行情况的报告\n{X}年1月20日\n\n",
    "# 全区重点工作推进会讲话\n\n{X}年3月5日\n\n",
)
_GOAL_HEADS = (
    "在全区重点工作部署会上的讲话\n（{Y}年5月10日）\n\n",
    "# {Y}年国民经济和社会发展计划\n\n{Y}年3月1日\n\n",
    "区政府常务会议材料\n{Y}年4月8日\n\n",
)
_VERBS = re.compile("^(新增|新培育|新建|建成|培育|新引进|引进|改造|新改建|新打造|新认证|新创建|新入驻)(?=..)")
_MONEY = ("CNY", "USD")
_FAR = Decimal("0.3")
"""By how much a rounded value is off to be wrong beyond doubt, as a share of the true one."""


# --- facts -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """The dataset's statements to make sentences of: the one to use of each fact of the whole territory."""

    dataset: Dataset
    goal: bool

    def chosen(self, measure: str) -> list[Observation]:
        """One statement a fact, with a value, in file order."""
        found = {}
        for fact in self.dataset.by_fact:
            if fact[2] != self.dataset.whole or fact[3] != measure:
                continue
            statements = (targets if self.goal else results_of)(self.dataset, fact)
            if statements and statements[0].value is not None and not statements[0].text:
                found[fact] = statements[0]
        return list(found.values())

    def fitting(self, needs: str) -> list[tuple[Observation, ...]]:
        """The statements, or pairs of them, that a pattern can be filled with."""
        one = self._ones(needs.removeprefix("two ").rstrip("s") if needs.startswith("two ") else needs)
        if not needs.startswith("two "):
            return one
        pairs = zip(one, one[1:] + one[:1], strict=True)
        return [(a[0], b[0]) for a, b in pairs if a[0].year == b[0].year and a[0].indicator != b[0].indicator]

    def _ones(self, needs: str) -> list[tuple[Observation, ...]]:
        level, growth, change = (self.chosen(m) for m in (LEVEL, GROWTH, CHANGE))
        exact = [o for o in level if self.goal or o.bound == quantity.EXACT]
        rates = [o for o in growth if (self.goal or o.bound == quantity.EXACT) and o.unit == quantity.PERCENT]
        rates = [o for o in rates if self.dataset.indicator[o.indicator].unit != quantity.PERCENT]
        money = [o for o in exact if quantity.unit(o.unit).dimension in _MONEY]
        counts = [o for o in exact if quantity.unit(o.unit).dimension in ("count", "person", "household")]
        if needs in ("both", "from to"):
            by = {(o.indicator, o.year): o for o in money}
            return [(by[o.indicator, o.year], o) for o in rates if (o.indicator, o.year) in by]
        return [
            (o,)
            for o in {
                "amount": money,
                "growth": rates,
                "rise": [o for o in rates if _value(o) > 0],
                "fall": [o for o in rates if _value(o) < 0],
                "at least growth": [o for o in rates if o.bound == quantity.AT_LEAST],
                "share": [o for o in exact if o.unit == quantity.PERCENT],
                "points": [o for o in change if o.unit == quantity.POINTS],
                "count": counts,
                "new count": [o for o in counts if _VERBS.match(self.dataset.indicator[o.indicator].name)],
            }[needs]
        ]


def _value(o: Observation) -> Decimal:
    assert o.value is not None
    return o.value


def name_for(indicator: str, dataset: Dataset, chance: random.Random) -> str:
    """A name that a clerk might use: the indicator's own, or what the field also calls it."""
    own = dataset.indicator[indicator]
    bare = [n for n in names_of(own) if not n.endswith(("数", "数量"))] or [own.name]
    other = OTHER_NAMES.get(own.name, ())
    if own.name.endswith("增加值占比"):
        other = (own.name.replace("占比", "比重"),)
    return chance.choice([bare[0], *other, *bare])


# --- figures ---------------------------------------------------------------------------------------


def wrong(o: Observation, dataset: Dataset, chance: random.Random) -> Observation:
    """The statement with another value, one that nobody states of the fact."""
    digits = quantity.plain(abs(_value(o)))
    stated = {abs(s.value) for s in dataset.by_fact[o.fact] if s.value is not None}
    while True:
        at = chance.choice([n for n, c in enumerate(digits) if c.isdigit()][:3])
        other = chance.choice([d for d in "123456789" if d != digits[at]])
        value = Decimal(digits[:at] + other + digits[at + 1 :])
        if value not in stated:
            return o._replace(value=value.copy_sign(_value(o)))


def _altered(o: Observation, pattern: Pattern, dataset: Dataset, chance: random.Random) -> Observation:
    """The statement with another value, one that stays wrong however the pattern rounds it: 超 above, 近 below."""
    if not pattern.write:
        return wrong(o, dataset, chance)
    more = {"over": True, "nearly": False}.get(pattern.write, chance.random() < 0.5)
    return o._replace(value=(_value(o) * (1 + _FAR if more else 1 - _FAR)).quantize(_value(o)))


def rounded(o: Observation, write: str) -> str | None:
    """The value with fewer digits, as the word in the pattern has it; ``None`` where it can't be said so."""
    value = abs(_value(o))
    if write == "unit":
        return _in_other_unit(o)
    whole = len(str(int(value)))
    if value < 20 or (value == value.to_integral() and value % 10 == 0):
        return None
    step = Decimal(1) if value != value.to_integral() else Decimal(10) ** max(1, whole - 2)
    way = {"about": ROUND_HALF_UP, "nearly": ROUND_CEILING, "over": ROUND_FLOOR, "odd": ROUND_DOWN}[write]
    short = (value / step).to_integral_value(way) * step
    if write == "nearly" and (short - value) * 50 > value:
        return None
    number = quantity.plain(short)
    if write != "odd":
        return f"{number}{o.unit}"
    head = o.unit[:1] if o.unit[:1] in "万亿" and not number.endswith("0") else ""
    return f"{number}{head}余{o.unit[len(head) :]}"


def _in_other_unit(o: Observation) -> str | None:
    other = {"亿元": "万元", "万美元": "亿美元", "万元": "亿元", "元": "万元", "万人": "人"}.get(o.unit)
    if other is None:
        return None
    value = quantity.convert(abs(_value(o)), o.unit, other)
    return f"{quantity.plain(value.normalize())}{other}" if value >= Decimal("0.01") else None


def _mark(text: str) -> str:
    return f"{OPEN}{text}{CLOSE}"


def _growth(o: Observation) -> str:
    return _mark(("增长" if _value(o) >= 0 else "下降") + f"{quantity.plain(abs(_value(o)))}%")


def _level(o: Observation) -> str:
    return _mark(f"{quantity.plain(abs(_value(o)))}{o.unit}")


# --- sentences -------------------------------------------------------------------------------------


def fill(pattern: Pattern, said: tuple[Observation, ...], facts: Facts, chance: random.Random) -> str | None:
    """A pattern with the names and figures of statements; figures stand between marks."""
    dataset, first, last = facts.dataset, said[0], said[-1]
    time = chance.choice(_GOAL_TIMES if facts.goal else _RESULT_TIMES).replace("{Y}", str(first.year))
    name = name_for(first.indicator, dataset, chance)
    other = name_for(last.indicator, dataset, chance)
    verb = _VERBS.match(name)
    if (pattern.needs == "new count" and not verb) or not _sounds(pattern, first, last, name + other):
        return None
    level = rounded(first, pattern.write) if pattern.write else ""
    if level is None:
        return None
    rate = last if pattern.needs in ("both", "from to") else first
    return chance.choice(_LEAD_INS) + pattern.text.format(
        T=time,
        Y=first.year,
        N=name,
        M=other,
        V=verb[0] if verb else "",
        O=name[verb.end() :] if verb else "",
        L=_mark(level) if level else _level(first),
        K=_level(last),
        P=_year_before(first, last),
        E=("增加到" if _value(rate) >= 0 else "降至"),
        G=_growth(rate),
        H=_growth(last),
        g=_mark(f"{quantity.plain(_value(rate))}%"),
        h=_mark(f"{quantity.plain(_value(last))}%"),
        a=_mark(f"{quantity.plain(abs(_value(first)))}%"),
        p=_mark(f"{quantity.plain(abs(_value(first)))}个百分点"),
        B=quantity.BOUND_WORDS.get(first.bound, "") if pattern.needs != "at least growth" else "",
        C=quantity.BOUND_WORDS.get(last.bound, ""),
    )


def _year_before(level: Observation, rate: Observation) -> str:
    """The level of the year before, as the growth has it."""
    if rate.measure != GROWTH or level.measure != LEVEL:
        return ""
    before = _value(level) / (1 + _value(rate) / 100)
    return f"{before.quantize(_value(level)).normalize():f}{level.unit}"


def _sounds(pattern: Pattern, first: Observation, last: Observation, names: str) -> bool:
    """Whether a clerk would say so: a standard, a stock or an income is not 完成."""
    done = re.search("完成|实现{N}|经济总量", pattern.text)
    return not done or ("元" not in (first.unit, last.unit) and not re.search("余额|标准|基金", names))


def marked(kind: str, head: str, body: str, indicators: tuple[str, ...]) -> Sentence:
    """A sentence with its marks taken out and their places kept."""
    text, places = head, []
    body = re.sub("全区(?=区|市|全|省|新区)", "", body)
    for part in re.split(f"({OPEN}.*?{CLOSE})", body):
        if part.startswith(OPEN):
            places.append((len(text), len(text) + len(part) - 2))
        text += part.strip(OPEN + CLOSE)
    order = indicators if len(indicators) == len(places) else indicators[:1] * len(places)
    return Sentence(kind, text + "\n", tuple(places), order)


def paraphrases(dataset: Dataset, is_wrong: bool, seed: int, each: int = 4) -> Iterator[Sentence]:
    """Every pattern with some of the facts that fit it, right or with another value."""
    chance = random.Random(seed)
    for kind, patterns, goal in (("result", RESULTS, False), ("goal", GOALS, True), ("rounded", ROUNDED, False)):
        facts = Facts(dataset, goal)
        for pattern in patterns:
            fitting = facts.fitting(pattern.needs)
            for said in chance.sample(fitting, min(each, len(fitting))):
                changed = said[:1] if pattern.needs == "from to" else said
                told = tuple(_altered(o, pattern, dataset, chance) for o in changed) if is_wrong else said
                told += said[len(told) :]
                body = fill(pattern, told, facts, chance)
                if body is None:
                    continue
                heads = _GOAL_HEADS if goal else _RESULT_HEADS
                head = chance.choice(heads).format(Y=said[0].year, X=said[0].year + 1)
                yield marked(kind, head, body, tuple(o.indicator for o in said))


def other_scopes(dataset: Dataset, same_number: bool, seed: int, each: int = 3) -> Iterator[Sentence]:
    """True sentences about another scope than the dataset's facts; their numbers are made up, or a fact's own."""
    chance = random.Random(seed)
    facts = Facts(dataset, False)
    newest = max(o.year for o in dataset.observations)
    for kind, texts in OF_ANOTHER_SCOPE.items():
        for text in texts.split():
            fitting = [s for s in facts.fitting("both") if _fits_scope(kind, text, s, dataset)]
            for level, rate in chance.sample(fitting, min(each, len(fitting))):
                if not same_number:
                    level, rate = (wrong(o, dataset, chance) for o in (level, rate))
                name, year = name_for(level.indicator, dataset, chance), level.year
                body = text.format(
                    T=chance.choice(("去年", f"{year}年")),
                    Y=year,
                    B=year - 3,
                    D=newest + 3,
                    N=name,
                    Q=chance.choice(qualifiers(dataset.indicator[level.indicator])),
                    L=_level(level),
                    g=_mark(f"{quantity.plain(_value(rate))}%"),
                    p=_mark(f"{quantity.plain(_value(rate))}个百分点"),
                )
                head = _RESULT_HEADS[0].format(Y=year, X=year + 1)
                yield marked(kind, head, body, (level.indicator,))


def _fits_scope(kind: str, text: str, said: tuple[Observation, ...], dataset: Dataset) -> bool:
    """Whether a clerk would say so of the indicator, and the dataset has no word on it."""
    level, rate = said
    if _value(rate) <= 0 or (kind == "former goal" and any(targets(dataset, o.fact) for o in said)):
        return False
    name = dataset.indicator[level.indicator].name
    return not re.search("累计|完成{L}", text) or not (level.unit == "元" or "余额" in name)


def ranks(dataset: Dataset, twice: bool, seed: int, count: int = 20) -> Iterator[Sentence]:
    """An indicator's rank said once, or said twice in two ways that can't both be true."""
    chance = random.Random(seed)
    fitting = Facts(dataset, False).fitting("growth")
    for (o,) in chance.sample(fitting, min(count, len(fitting))):
        name, year = name_for(o.indicator, dataset, chance), o.year
        first, other = chance.sample(("第1位", "第三位", "第5位", "第二", "第六位", "第4位"), 2)
        body = f"{year}年，{name}增速居全市{OPEN}{first}{CLOSE}。"
        if twice:
            body = f"{year}年，{name}增速居全市{first}。\n\n从全年看，{year}年{name}增速位列全市{OPEN}{other}{CLOSE}。"
        yield marked("rank", _RESULT_HEADS[0].format(Y=year, X=year + 1), body, (o.indicator,))


def measure(
    found: Iterator[Sentence],
    name: Callable[[str], str],
    wished: frozenset[str],
    dataset: Dataset,
    folder: Path,
    tally: Tally,
) -> None:
    """Add the trials of sentences to a tally, one text for each sentence."""
    for sentence in found:
        answers = Answers(sentence.text, dataset, folder)
        for place, indicator in zip(sentence.places, sentence.indicators, strict=True):
            tally.add(answers.trial(name(sentence.kind), place, {indicator}, wished))
