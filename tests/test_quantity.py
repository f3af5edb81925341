"""The grammar of figures: what a phrase means, and that reading what was written gives the same again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zcplan import quantity as q
from zcplan.numerals import chinese_number, ordinal

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


RUNNING_TEXT = {
    # figures without a digit
    "工业占比超过百分之五点五": [("5.5", "%", "at_least", "level", "超过百分之五点五")],
    "同比增长百分之二十二点七": [("22.7", "%", "exact", "growth", "同比增长百分之二十二点七")],
    "价格下降百分之三": [("-3", "%", "exact", "growth", "下降百分之三")],
    "完成二百五十一亿元": [("251", "亿元", "exact", "level", "二百五十一亿元")],
    "总额二十二点七亿元": [("22.7", "亿元", "exact", "level", "二十二点七亿元")],
    "引进三百零五家": [("305", "家", "exact", "level", "三百零五家")],
    "培训一千零二十人次": [("1020", "人次", "exact", "level", "一千零二十人次")],
    "两万多人参加": [("2", "万人", "approx", "level", "两万多人")],
    "投资三千余万元": [("3000", "万元", "approx", "level", "三千余万元")],
    "五亿元左右": [("5", "亿元", "about", "level", "五亿元左右")],
    "近四成企业": [("40", "%", "about", "level", "近四成")],
    "四成企业": [("40", "%", "about", "level", "四成")],
    "占比达六成以上": [("60", "%", "at_least", "level", "六成以上")],
    "占三成五": [("35", "%", "exact", "level", "三成五")],
    "占七成半": [("75", "%", "exact", "level", "七成半")],
    "约三分之一": [("33.3", "%", "about", "level", "约三分之一")],
    "四分之三": [("75.0", "%", "about", "level", "四分之三")],
    "三分之二以上": [("66.7", "%", "at_least", "level", "三分之二以上")],
    "产值翻一番": [("100", "%", "exact", "growth", "翻一番")],
    "产值翻了两番": [("300", "%", "exact", "growth", "翻了两番")],
    "实现两位数增长": [("10", "%", "at_least", "growth", "两位数增长")],
    "增长保持两位数": [("10", "%", "at_least", "growth", "增长保持两位数")],
    "增长2.5倍": [("250", "%", "exact", "growth", "增长2.5倍")],
    "增长两倍": [("200", "%", "exact", "growth", "增长两倍")],
    "提高到3倍": [("3", "倍", "exact", "level", "提高到3倍")],
    # what only looks like one
    "二十届三中全会": [],
    "四成为主导": [],
    "第三产业": [],
    "第一书记": [],
    "百家企业": [],
    "一家一户": [],
    # ranks
    "总量居全市第十一位": [("11", "位", "exact", "rank", "第十一位")],
    "排名第3": [("3", "位", "exact", "rank", "第3")],
    "列全省第2，": [("2", "位", "exact", "rank", "第2")],
    "共有第3，": [],
    # ratios
    "三次产业比重为8.3∶41.4∶50.3": [
        ("8.3", "%", "exact", "level", "8.3"),
        ("41.4", "%", "exact", "level", "41.4"),
        ("50.3", "%", "exact", "level", "50.3"),
    ],
    "结构为8.3:41.4:50.5": [
        ("8.3", "%", "exact", "level", "8.3"),
        ("41.4", "%", "exact", "level", "41.4"),
        ("50.5", "%", "exact", "level", "50.5"),
    ],
    "结构为8.3:41.4:50.6": [],
    "时间12:30:45": [],
    # direction, basis, bounds
    "增速为3.5%": [("3.5", "%", "exact", "growth", "增速为3.5%")],
    "比重提高到3.5%": [("3.5", "%", "exact", "level", "提高到3.5%")],
    "同比增3.5%": [("3.5", "%", "exact", "growth", "同比增3.5%")],
    "新增3.5万人": [("3.5", "万人", "exact", "level", "3.5万人")],
    "降2个百分点": [("-2", "个百分点", "exact", "change", "降2个百分点")],
    "下降3%-5%": [("-5", "%", "exact", "growth", "下降3%-5%")],
    "下降3%以内": [("-3", "%", "at_least", "growth", "下降3%以内")],
    "增幅-3.2%": [("-3.2", "%", "exact", "growth", "增幅-3.2%")],
    "+5.3%": [("5.3", "%", "exact", "growth", "+5.3%")],
    "不足5%": [("5", "%", "at_most", "level", "不足5%")],
    "将近500家": [("500", "家", "about", "level", "将近500家")],
    "10—12亿元": [("10", "亿元", "exact", "level", "10—12亿元")],
    "新建提升10处公园": [("10", "处", "exact", "level", "10处")],
    "效率提升10个百分点": [("10", "个百分点", "exact", "change", "提升10个百分点")],
    "15微克/立方米": [("15", "微克/立方米", "exact", "level", "15微克/立方米")],
    # numbers that count nothing
    "PM2.5浓度": [],
    "12345热线": [],
    "119火警": [],
    "309国道": [],
    "表1": [],
    "前10%": [],
    "第3届": [],
    "超10亿企业": [],
    "产值超10亿元企业": [("10", "亿元", "at_least", "level", "超10亿元")],
    "5G基站120个": [("120", "个", "exact", "level", "120个")],
    "2023年投资2023万元": [("2023", "万元", "exact", "level", "2023万元")],
}


@pytest.mark.parametrize("text", RUNNING_TEXT)
def test_the_figures_of_running_text_are_found_whole_and_nothing_else(text: str) -> None:
    found = q.find(text)
    told = [(q.plain(f.quantity.value), f.quantity.unit, f.quantity.bound, f.quantity.measure, f.text) for f in found]
    assert told == RUNNING_TEXT[text]
    for f in found:
        assert text[f.start : f.end] == f.text and f.start <= f.digits < f.stop <= f.end


@pytest.mark.parametrize(
    ("text", "figure", "part"),
    [
        ("增长百分之二十二点七", "百分之二十二点七", ""),
        ("近四成", "四成", ""),
        ("比上年增长5.5%左右", "5.5%左右", ""),
        ("共93个（含文昌湖31个）。", "93个", "（含文昌湖31个）"),
        ("约三分之一", "三分之一", ""),
    ],
)
def test_the_figure_alone_stands_between_its_first_digit_and_its_bound(text: str, figure: str, part: str) -> None:
    (found,) = q.find(text)
    assert (text[found.digits : found.stop], text[found.stop : found.end]) == (figure, part)


def test_figures_in_brackets_come_one_by_one_with_their_own_places() -> None:
    text = "共93个（含文昌湖31个、总投资122.3亿元）。"
    found = q.figures(text)
    assert [f.text for f in found] == ["93个", "31个", "122.3亿元"]
    assert [text[f.start : f.end] for f in found] == ["93个", "31个", "122.3亿元"]
    assert [text[f.digits : f.stop] for f in found] == ["93个", "31个", "122.3亿元"]
    assert all(not f.quantity.parts for f in found)


@pytest.mark.parametrize(
    ("text", "value", "held"),
    [
        ("增长5.5%", "5.5", True),
        ("下降5.5%", "-5.5", True),
        ("总投资1,234.5万元", "1234.5", True),
        ("占比超过七成", "70", True),
        ("翻一番", "100", True),
        ("增长5.5%", "5.6", False),
        ("占比超过七成", "71", False),
        ("没有数字", "1", False),
    ],
)
def test_whether_a_text_holds_a_number(text: str, value: str, held: bool) -> None:
    assert q.says(text, D(value)) is held


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("6700余亩", "6700余亩"),
        ("2万余名", "2万余名"),
        ("20余万名", "20余万名"),
        ("3.5万余人", "3.5万余人"),
        ("3%余", "3%余"),
        ("减少30公里", "减少30公里"),
        ("下降2个百分点", "下降2个百分点"),
        ("提高2个百分点", "提高2个百分点"),
        ("增加2亿元", "增加2亿元"),
        ("下降3%以上", "下降3%以上"),
        ("持平", "持平"),
        ("突破195家", "195家以上"),
        ("控制在4%以内", "4%以内"),
        ("约1500米", "1500米左右"),
        ("2-3处", "2-3处"),
        ("下降3%-5%", "下降3%-5%"),
        ("保持稳定", "保持稳定"),
    ],
)
def test_a_quantity_is_written_as_a_clerk_writes_it(phrase: str, written: str) -> None:
    assert q.format(q.parse(phrase)) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("三百五", 350),
        ("两千五", 2500),
        ("两千零五", 2005),
        ("一千二百三十四", 1234),
        ("零", 0),
        ("〇", 0),
    ],
)
def test_a_number_in_characters(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "七八", "三百千", "点五", "五点", "二点三点四", "五点十", "一万", "元"])
def test_what_is_no_number_in_characters(text: str) -> None:
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("text", "place"), [("3", 3), ("三", 3), ("十一", 11), ("3.5", None), ("", None), ("第三", None), ("二点五", None)]
)
def test_a_place_in_an_order(text: str, place: int | None) -> None:
    assert ordinal(text) == place


def test_a_unit_per_another_is_of_its_own_kind() -> None:
    one, other = q.unit("微克/立方米"), q.unit("毫克/立方米")
    assert (one.dimension, one.additive) == ("mass/volume", False)
    assert q.convert(D(15), "微克/立方米", "毫克/立方米") == D("0.015")
    assert other.factor / one.factor == 1000
    assert not q.comparable("微克/立方米", "微克")


@pytest.mark.parametrize(
    ("name", "dimension", "factor", "additive"),
    [
        ("亿元", "CNY", "100000000", True),
        ("百万吨", "mass", "1000000000", True),
        ("万千瓦", "power", "10000", True),
        ("万亿元", "CNY", "1000000000000", True),
        ("％", "ratio", "0.01", False),
        ("个百分点", "points", "0.01", False),
        ("万套服", "套服", "10000", True),
        ("服", "服", "1", True),
        (" 家 ", "count", "1", True),
    ],
)
def test_a_unit_tells_what_it_measures_and_how_large_it_is(name, dimension, factor, additive) -> None:
    unit = q.unit(name)
    assert (unit.dimension, unit.factor, unit.additive) == (dimension, D(factor), additive)


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
