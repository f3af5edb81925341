"""The grammar of figures: what a phrase means, and that reading what was written gives the same again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zcplan import quantity as q

D = Decimal
PHRASES = {
    "增长5.5%左右": ("5.5", "%", "about", "growth"),
    "同比增长2.3%": ("2.3", "%", "exact", "growth"),
    "较年初增长9.1%": ("9.1", "%", "exact", "growth"),
    "下降2.3%": ("-2.3", "%", "exact", "growth"),
    "下降3%以上": ("-3", "%", "at_most", "growth"),
    "持平": ("0", "%", "exact", "growth"),
    "提高1个百分点": ("1", "个百分点", "exact", "change"),
    "回落0.5个百分点": ("-0.5", "个百分点", "exact", "change"),
    "增加3亿元": ("3", "亿元", "exact", "change"),
    "76.02亿元": ("76.02", "亿元", "exact", "level"),
    "提高到3000元": ("3000", "元", "exact", "level"),
    "50亿元以上": ("50", "亿元", "at_least", "level"),
    "突破195家": ("195", "家", "at_least", "level"),
    "不低于5.56万吨": ("5.56", "万吨", "at_least", "level"),
    "不少于8000万元": ("8000", "万元", "at_least", "level"),
    "控制在4%以内": ("4", "%", "at_most", "level"),
    "3.3‰以内": ("3.3", "‰", "at_most", "level"),
    "6700余亩": ("6700", "亩", "approx", "level"),
    "1100余万人次": ("1100", "万人次", "approx", "level"),
    "2万余名": ("2", "万名", "approx", "level"),
    "290余亿元": ("290", "亿元", "approx", "level"),
    "15个左右": ("15", "个", "about", "level"),
    "约1500米": ("1500", "米", "about", "level"),
    "0.1139亿美元": ("0.1139", "亿美元", "exact", "level"),
    "1,234.5万元": ("1234.5", "万元", "exact", "level"),
    "１２．５％": ("12.5", "%", "exact", "level"),
    "3万千瓦": ("3", "万千瓦", "exact", "level"),
    "5.0%": ("5.0", "%", "exact", "level"),
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_read_as_a_clerk_means_it(phrase: str) -> None:
    found = q.parse(phrase)
    assert (str(found.value), found.unit, found.bound, found.measure) == PHRASES[phrase]


def test_a_range_has_two_ends() -> None:
    assert q.parse("2-3处") == q.Quantity(D(2), "处", upper=D(3))
    assert q.format(q.parse("5%-6%")) == "5%-6%"


def test_parts_by_territory_come_with_the_whole() -> None:
    found = q.parse("93个（含文昌湖31个、总投资122.3亿元）")
    assert found.parts == (q.Part("文昌湖", (q.Quantity(D(31), "个"), q.Quantity(D("122.3"), "亿元"))),)
    assert q.format(q.parse("36个（含文昌湖4个）")) == "36个（含文昌湖4个）"


@pytest.mark.parametrize("words", ["保持稳定", "完成市下达任务指标", "不低于全市平均水平"])
def test_words_without_a_figure_are_qualitative(words: str) -> None:
    found = q.parse(words)
    assert (found.value, found.bound, found.text) == (None, "qualitative", words)
    assert q.format(found) == words


@pytest.mark.parametrize("phrase", ["", "5.5.5%", "增长", "12家3个", "3家以上以下", "5%6"])
def test_what_holds_a_figure_but_is_none_is_refused_or_kept_as_words(phrase: str) -> None:
    if any(c.isdigit() for c in phrase) or not phrase:
        with pytest.raises(ValueError):
            q.parse(phrase)
    else:
        assert q.parse(phrase).value is None


def test_a_fall_is_never_written_as_negative_growth() -> None:
    assert q.format(q.Quantity(D("-2.3"), "%", measure="growth")) == "下降2.3%"
    assert q.format(q.Quantity(D(-3), "%", "at_most", "growth")) == "下降3%以上"
    assert q.format(q.Quantity(D("-0.4"), "个百分点", measure="change")) == "下降0.4个百分点"
    assert q.format(q.Quantity(D(-2), "亿元", measure="change")) == "减少2亿元"


def test_running_text_gives_its_figures_and_no_years() -> None:
    text = "2023年，“5+N”示范点8处，5G基站780个，沿国道309，增长5.5%左右；达到40%，3家企业"
    assert [f.text for f in q.find(text)] == ["8处", "780个", "增长5.5%左右", "40%", "3家"]
    for found in q.find(text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("4427", "人", "万人", "0.4427"),
        ("1733", "万美元", "亿美元", "0.1733"),
        ("4000", "万元", "亿元", "0.4000"),
        ("15", "公里", "米", "15000"),
        ("3.3", "‰", "%", "0.33"),
        ("30", "万千瓦", "兆瓦", "300"),
    ],
)
def test_units_convert_exactly(value: str, source: str, target: str, expected: str) -> None:
    assert q.convert(D(value), source, target) == D(expected)


@pytest.mark.parametrize(("one", "other"), [("亿元", "亿美元"), ("%", "个百分点"), ("人", "人次"), ("亩", "公里")])
def test_units_of_different_things_do_not_convert(one: str, other: str) -> None:
    assert not q.comparable(one, other)
    with pytest.raises(ValueError):
        q.convert(D(1), one, other)


numbers = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=2) | st.integers(
    0, 10**9
).map(Decimal)
level_units = st.sampled_from(
    ["亿元", "万元", "万美元", "家", "个", "万人次", "万千瓦", "亩", "%", "平方米", "户", "条"]
)
bounds = st.sampled_from([q.EXACT, q.ABOUT, q.AT_LEAST, q.AT_MOST, q.APPROX])


@st.composite
def quantities(draw: st.DrawFn) -> q.Quantity:
    measure = draw(st.sampled_from(["level", "growth", "change"]))
    if measure == "level":
        unit, value = draw(level_units), draw(numbers)
    else:
        unit = "%" if measure == "growth" else draw(st.sampled_from([q.POINTS, "亿元", "人"]))
        value = draw(numbers) * draw(st.sampled_from([1, -1]))
    bound = draw(bounds)
    upper = None
    if bound == q.EXACT and draw(st.booleans()):
        upper = value + draw(st.integers(1, 50))
        if value < 0:
            upper = min(upper, D("-0.01")) if value < D("-0.01") else None
    parts = ()
    if measure == "level" and upper is None and draw(st.booleans()):
        inner = q.Quantity(draw(numbers), draw(level_units))
        parts = (q.Part("文昌湖", (inner,)),)
    return q.Quantity(value, unit, bound, measure, upper, parts)


@given(quantities())
def test_reading_what_was_written_gives_the_same(quantity: q.Quantity) -> None:
    assert q.parse(q.format(quantity)) == quantity


@given(quantities())
def test_a_figure_is_found_whole_in_running_text(quantity: q.Quantity) -> None:
    phrase = q.format(quantity)
    if phrase == "持平":
        return
    text = f"全年工作扎实推进，{phrase}。"
    assert [f.quantity for f in q.find(text)] == [quantity]


@given(numbers, level_units)
def test_half_a_step_is_what_rounding_hides(value: Decimal, unit: str) -> None:
    step = q.half_step(value) * 2
    assert value % step == 0 or step > 1
    assert len(q.plain(value + step)) >= len(q.plain(value)) - 1


def test_every_phrase_of_the_dataset_is_read_as_the_dataset_says(dataset) -> None:
    """The figure of each observation is found in its evidence, with its unit."""
    units = {o.unit for o in dataset.observations if o.unit}
    missed = []
    for o in dataset.observations:
        if o.value is None or o.in_annex:
            continue
        found = q.find(o.evidence.replace(" ", ""), units)
        values = {(abs(f.quantity.value), f.quantity.unit) for f in found if f.quantity.value is not None}
        values |= {(abs(x.value), x.unit) for f in found for p in f.quantity.parts for x in p.quantities}
        if (abs(o.value), o.unit) not in values:
            missed.append((o.evidence, o.value, o.unit))
    assert len(missed) <= len(dataset.observations) * 0.03, missed


@pytest.mark.parametrize("text", ["进出口总额与上年持平", "实现零增长", "标准保持不变"])
def test_what_did_not_change_is_said_to_have_changed_by_nothing(text: str) -> None:
    assert q.says(text, D(0))
    assert not q.says("进出口总额增长3%", D(0))
