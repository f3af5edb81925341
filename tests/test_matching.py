"""From a figure to the indicator it is of: each rung of the ladder by cases, and what two names have to share."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.test_figures_in_tables import drawn
from zcplan.figures.read import read_statements
from zcplan.figures.text import MASK
from zcplan.matching.canonical import Key, key_of, may_count
from zcplan.matching.match import ALIKE, NAMED, WORDED, fits_unit, matches
from zcplan.matching.names import Names
from zcplan.matching.wording import Wording, own_clause, whole_length
from zcplan.model import ANNEX, Area, Dataset, Indicator, Observation
from zcplan.proof.dataset import held as against_dataset
from zcplan.quantity import parse
from zcplan.reading.document import Draft, Paragraph


@pytest.fixture(scope="module")
def names(dataset):
    return Names(dataset)


@pytest.fixture
def found(names):
    """What the figures of a sentence may be of: (level, indicator, territory), nothing for none."""

    def run(sentence: str):
        draft = Draft((Paragraph(0, sentence),))
        statements = read_statements(draft, names.units, 2023, names.areas)
        return [[(m.level, m.indicator, m.area) for m in matches(s, names)][:1] for s in statements]

    return run


@pytest.mark.parametrize(
    ("sentence", "level", "indicator"),
    [
        # a name of the indicator, nothing left over
        ("地区生产总值增长5.5%。", NAMED, "gdp"),
        ("GDP增速为5.5%。", NAMED, "gdp"),
        ("固投增长9.9%。", NAMED, "fixed-asset-investment"),
        ("去年服务业增加值达到132.7亿元。", NAMED, "services-value-added"),
        ("周村固定资产投资增长9.9%。", NAMED, "fixed-asset-investment"),
        ("现有高新技术企业14家。", NAMED, "hightech-enterprises"),
        ("新增高新技术企业14家。", NAMED, "hightech-enterprises-new"),
        ("外贸进出口总额增速居全市第1位。", NAMED, "foreign-trade"),
        ("一般公共预算收入（扣除留抵退税因素）增长19.1%。", NAMED, "budget-revenue-excl-rebate"),
        # the whole clause as a document of the dataset words it
        ("支持企业主导或参与制修订国际、国家、地方和行业标准5项以上。", WORDED, "standards-made"),
        ("建档立卡贫困人口4057户8391人年人均纯收入稳定超过4200元。", WORDED, "poor-households"),
        # a name with words left over is another subject
        ("民间固定资产投资增长5%。", ALIKE, "fixed-asset-investment"),
        ("外资规模以上工业增加值增长5%。", ALIKE, "industrial-value-added"),
        # nothing of it is known
        ("海洋牧场建成5处。", "", ""),
        # how a growth rate changed is no growth
        ("固定资产投资增速比上年提高2.7个百分点。", "", ""),
    ],
)
def test_each_rung_of_the_ladder(found, sentence, level, indicator):
    (first, *_rest) = found(sentence)[0] or [("", "", "")]
    assert first[:2] == (level, indicator)


@pytest.mark.parametrize(
    ("sentence", "areas"),
    [
        ("地区生产总值增长5.5%。", ["zhoucun"]),
        ("全区地区生产总值增长5.5%。", ["zhoucun"]),
        ("我区地区生产总值增长5.5%。", ["zhoucun"]),
        ("全市地区生产总值增长5.5%。", [None]),
        ("海州区地区生产总值增长5.5%。", [None]),
        ("省外到位资金53.64亿元（含文昌湖0.34亿元）。", ["zhoucun", "wenchanghu"]),
        ("省外到位资金53.64亿元，其中文昌湖0.34亿元，实际使用外资1733万美元。", ["zhoucun", "wenchanghu", "zhoucun"]),
        ("发放文昌湖技改专项贷800万元。", ["wenchanghu"]),
        ("海州区省级重点项目11个（含文昌湖3个）。", [None, None]),
        ("周村和文昌湖优良天数分别达到220天、253天。", ["zhoucun", "wenchanghu"]),
    ],
)
def test_a_figure_is_of_the_place_that_its_clause_names(found, sentence, areas):
    assert [f[0][2] for f in found(sentence)] == areas


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("固定资产投资增长9.9个百分点。", ("change", "growth")),
        ("全社会研发经费支出占GDP比重达到3个百分点。", ("change", "level", "growth")),
        ("全社会研发经费支出占GDP比重提高3个百分点。", ("change", "growth")),
        ("全社会研发经费支出占GDP比重提高到3个百分点。", ("change", "level", "growth")),
        ("全社会研发经费支出占GDP比重达到3%。", ("level",)),
        ("固定资产投资实现9.9%的增长。", ("growth", "change")),
    ],
)
def test_a_slip_of_the_unit_is_held_against_what_it_may_have_meant(names, sentence, measures):
    (statement,) = read_statements(Draft((Paragraph(0, sentence),)), names.units, 2023)
    assert {m.measures for m in matches(statement, names)} == {measures}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规上工业增加值", "规模以上工业增加值"),
        ("社会消费品零售额", "社零总额"),
        ("服务业增加值", "第三产业增加值"),
        ("GDP", "地区生产总值"),
        ("地区GDP", "GDP"),
        ("新培育瞪羚企业", "瞪羚企业新增数"),
        ("进出口总额（不变口径）", "外贸进出口"),
        ("研发经费支出占GDP比重", "研发投入强度"),
        ("为市场主体减税降费", "减税降费额"),
        ("就业新增", "新增就业"),
        ("高新技术企业新增数", "新增高新技术企业"),
        ("子丑面积新增数", "新增子丑面积"),
        ("服务业增加值新增", "第三产业增加值新增"),
    ],
)
def test_names_of_one_thing_are_one(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高新技术企业", "新增高新技术企业"),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入"),
        ("工业增加值", "规模以上工业增加值"),
        ("民间固定资产投资", "固定资产投资"),
        ("一般公共预算收入", "一般公共预算支出"),
        ("新能源汽车", "能源汽车"),
        ("存款余额", "贷款余额"),
        ("一般公共预算收入（扣除留抵退税因素）", "一般公共预算收入"),
    ],
)
def test_names_of_two_things_are_two(one, other):
    assert key_of(one) != key_of(other)


# --- how much is enough ----------------------------------------------------------------------------


def indicator(id: str, name: str, phrase: str = "") -> Indicator:
    return Indicator(id, name, "个", "", "", "up", "", 0, "current", (), phrase)


@pytest.fixture
def known():
    """What the last figure of a sentence is known as, where a dataset holds 3个 of one indicator by its evidence."""

    def run(name: str, evidence: str, sentence: str, *more: Indicator, area: str = "whole"):
        said = (area, "level", "actual", "exact", Decimal(3), "个")
        stated = (Observation("own", 2023, *said, "", "", "", evidence, ""),) if evidence else ()
        areas = (Area("whole", "某某区", ""), Area("part", "东河镇", "whole"))
        rest = ((), (), (), (), ())
        names = Names(Dataset((), areas, (indicator("own", name), *more), stated, *rest))
        last = read_statements(Draft((Paragraph(0, sentence),)), names.units, 2023, names.areas)[-1]
        return [(m.level, m.indicator, m.area) for m in matches(last, names)]

    return run


@pytest.mark.parametrize(
    ("words", "names_it", "enough"),
    [("甲乙丙丁", True, 4), ("甲乙丙", True, 0), ("甲乙丙丁戊己", False, 6), ("甲乙丙丁戊", False, 0)],
)
def test_a_wording_needs_four_characters_and_six_where_it_names_nothing(words, names_it, enough):
    wording = Wording(f"全年{words}达到", "以上", parse("5个"), (), names_it)
    assert whole_length(f"完成，全年{words}达到", "以上。", wording) == enough


@pytest.mark.parametrize(("clause", "is_known"), [("甲乙丙丁戊己庚辛达到{}", True), ("甲乙丙丁戊己庚达到{}", False)])
def test_a_long_wording_is_told_even_behind_what_else_is_listed(known, clause, is_known):
    said = known("子丑寅卯", clause.format("3个"), f"发展农业、{clause.format('7个')}。")
    assert said == ([(WORDED, "own", "whole")] if is_known else [])


@pytest.mark.parametrize(("name", "is_known"), [("甲乙丙丁戊己庚辛", True), ("甲乙丙丁戊己庚", False)])
def test_a_long_noun_behind_the_figure_is_told_even_before_what_else_is_listed(known, name, is_known):
    said = known("子丑寅卯", f"建成3个{name}", f"建成7个{name}和子丑园。")
    assert said == ([(WORDED, "own", "whole")] if is_known else [])


@pytest.mark.parametrize(("whole", "is_known"), [("甲乙丙丁", True), ("甲乙丙", False)])
def test_a_part_in_a_bracket_is_known_by_four_characters_of_its_whole(known, whole, is_known):
    said = known("子丑寅卯", f"{whole}5个（含东河镇3个）", f"{whole}8个（含东河镇4个）。", area="part")
    assert said == ([(WORDED, "own", "part")] if is_known else [])


@pytest.mark.parametrize(
    ("name", "words", "is_known"),
    [
        ("甲乙丙丁戊己庚辛壬癸子", "甲乙丙丁园", True),
        ("甲乙丙丁戊己庚辛壬癸子", "园甲乙丙丁", True),
        ("甲乙丙丁戊己庚辛", "甲乙丙园", False),
    ],
)
def test_words_of_evidence_are_a_name_where_they_share_three_tenths_of_it(known, name, words, is_known):
    said = known(name, f"{words}达到3个", f"{words}达到7个。")
    assert said == ([(NAMED, "own", "whole")] if is_known else [])


@pytest.mark.parametrize(("between", "is_known"), [(49, True), (50, False)])
def test_what_goes_on_about_the_row_above_has_it_named_within_sixty_characters(known, between, is_known):
    sentence = f"子丑企业9个，{'甲' * between}，辰巳企业7个。"
    said = known("子丑企业", "", sentence, indicator("below", "寅卯企业", "、辰巳企业{}"))
    assert said == ([(NAMED, "below", "whole")] if is_known else [])


# --- which of two ----------------------------------------------------------------------------------


def held(sentence: str, areas: tuple[Area, ...], *stated: tuple[str, str, str, int]):
    """What each figure of a sentence is known as; stated are an indicator's name, its evidence, area and value."""
    indicators = tuple(indicator(name, name) for name in dict.fromkeys(name for name, *_rest in stated))
    said = tuple(
        Observation(name, 2023, area, "level", "actual", "exact", Decimal(value), "个", "", "", "", evidence, "")
        for name, evidence, area, value in stated
    )
    names = Names(Dataset((), areas, indicators, said, (), (), (), (), ()))
    found = read_statements(Draft((Paragraph(0, sentence),)), names.units, 2023, names.areas)
    return [[(m.level, m.indicator, m.area) for m in matches(s, names)] for s in found]


WHOLE = Area("whole", "某某区", "")


def test_of_two_wordings_that_fit_the_longer_is_meant():
    short = ("子丑寅卯", "甲乙丙丁戊己庚辛达到3个", "whole", 3)
    long = ("辰巳午未", "壬癸园、甲乙丙丁戊己庚辛达到3个", "whole", 3)
    for stated in ((short, long), (long, short)):
        assert held("壬癸园、甲乙丙丁戊己庚辛达到7个。", (WHOLE,), *stated) == [[(WORDED, "辰巳午未", "whole")]]


def test_of_two_parts_that_begin_alike_the_longer_is_meant():
    areas = (WHOLE, Area("a", "东河", "whole"), Area("b", "东河湾", "whole"))
    told = held("发放东河湾子丑寅卯3个，发放东河子丑寅卯5个。", areas, ("子丑寅卯", "", "whole", 3))
    assert [found[0][2] for found in told] == ["b", "a"]


def test_of_two_names_within_a_subject_the_longer_is_alike():
    stated = (("子丑寅卯辰", "", "whole", 3), ("甲乙子丑寅卯辰", "", "whole", 3))
    assert held("民间甲乙子丑寅卯辰达到3个。", (WHOLE,), *stated) == [[(ALIKE, "甲乙子丑寅卯辰", "whole")]]


def test_each_of_two_like_numbers_in_evidence_goes_with_the_name_beside_it():
    evidence = "甲乙丙丁戊达到5个，子丑寅卯辰达到5个"
    stated = (("新子丑寅卯辰", evidence, "whole", 5), ("新甲乙丙丁戊", evidence, "whole", 5))
    told = held("甲乙丙丁戊达到6个，子丑寅卯辰达到7个。", (WHOLE,), *stated)
    assert [[m[1] for m in found] for found in told] == [["新甲乙丙丁戊"], ["新子丑寅卯辰"]]


def test_of_two_like_numbers_that_no_name_tells_apart_each_is_told_in_turn():
    evidence = "甲乙丙丁戊己达到5个，子丑寅卯辰巳达到5个"
    stated = (("第一名称", evidence, "whole", 5), ("第二名称", evidence, "whole", 5))
    told = held(evidence.replace("5", "7"), (WHOLE,), *stated)
    assert [[m[:2] for m in found] for found in told] == [[(WORDED, "第一名称")], [(WORDED, "第二名称")]]


# --- what a name may leave out or bring along ------------------------------------------------------

TOWN = Area("part", "东河镇", "whole")


def _known(sentence: str, year: int, *names: str):
    said = tuple(
        Observation(n, year, "whole", "level", "actual", "exact", Decimal(9), "个", "", "", "", "", "") for n in names
    )
    dataset = Dataset((), (WHOLE, TOWN), tuple(indicator(n, n) for n in names), said, (), (), (), (), ())
    arranged = Names(dataset)
    found = read_statements(Draft((Paragraph(0, sentence),)), arranged.units, 2023, arranged.areas)
    return [[(m.level, m.indicator, m.area, m.measures) for m in matches(s, arranged)] for s in found]


@pytest.mark.parametrize(
    ("sentence", "name", "measures"),
    [
        # a share of days, where the dataset has one for the year
        ("优良天数达到55%以上。", "优良天数比例", ("level",)),
        ("优良天数达到220天。", "优良天数比例", None),
        ("优良天数达到55%以上。", "优良天数占比", ("level",)),
        ("2021年，优良天数达到55%以上。", "优良天数占比", None),
        # the rate of a name is its growth
        ("子丑投资增速达到9%。", "子丑投资", ("growth", "change")),
        ("子丑投资增速达到9个百分点。", "子丑投资", ("change", "growth")),
        ("子丑投资同比增速达到9%。", "子丑投资", ("growth", "change")),
        ("子丑投资增长9亿元。", "子丑投资", ("change",)),
        # the whole's name may be the beginning of a name
        ("全区重点工程9个。", "全区重点工程", ("level",)),
        ("全市重点工程9个。", "全市重点工程", ("level",)),
        # what was added is none of what there is, and no hint at it
        ("新增子丑技术企业9个。", "子丑技术企业", None),
        ("现有子丑技术企业9个。", "子丑技术企业", ("level",)),
        ("实施子丑技术改造9个。", "子丑技术改造", ("level",)),
        # an indicator's unit decides nothing where no other has the name
        ("子丑企业9亿元。", "子丑企业", ("level",)),
    ],
)
def test_what_belongs_to_a_name_and_what_does_not(sentence, name, measures):
    told = _known(sentence, 2023, name)[-1]
    found = [(m[1], m[3]) for m in told if m[0] != ALIKE]
    assert found == ([(name, measures)] if measures else [])


def test_a_share_of_days_that_evidence_alone_names_is_none_of_the_days():
    stated = ("子丑寅卯天数比例", "子丑天数比例达到3个", "whole", 3)
    assert held("子丑天数比例达到55%，子丑天数达到55%。", (WHOLE,), stated) == [[(NAMED, stated[0], "whole")], []]


@pytest.mark.parametrize(
    ("lines", "area"),
    [
        (("子丑企业9个。",), "whole"),
        (("东河镇子丑企业9个。",), "part"),
        (("某某区子丑企业9个。",), "whole"),
        (("某某子丑企业9个。",), "whole"),
        (("全区某某子丑企业9个。",), "whole"),
        (("子丑企业（东河镇）9个。",), "part"),
        (("东河镇2023年工作报告", "子丑企业9个。"), "part"),
        (("东河镇2023年工作报告", "全镇子丑企业9个。"), None),
        (("某某区2023年工作报告", "全区子丑企业9个。"), "whole"),
        (("海州区2023年工作报告", "子丑企业9个。"), None),
        (("海州区2023年工作报告", "全区子丑企业9个。"), "whole"),
    ],
)
def test_whose_figure_it_is_by_its_clause_or_by_whose_document_it_is(lines, area):
    names = Names(Dataset((), (WHOLE, TOWN), (indicator("own", "子丑企业"),), (), (), (), (), (), ()))
    draft = Draft(tuple(Paragraph(n, line) for n, line in enumerate(lines)))
    (said,) = read_statements(draft, names.units, 2023, names.areas)
    assert [(m.level, m.area) for m in matches(said, names)] == [(NAMED, area)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        # evidence that names the city's number for a task of the district, and the same of another place
        ("全市子丑寅卯企业达到50家。", [(NAMED, "子丑寅卯企业", "whole")]),
        ("全省子丑寅卯企业达到50家。", [(NAMED, "子丑寅卯企业", None)]),
        ("全市辰巳午未企业达到50家。", []),
    ],
)
def test_evidence_may_name_the_number_of_a_larger_place(sentence, found):
    assert held(sentence, (WHOLE,), ("子丑寅卯企业", "全市子丑寅卯企业达到45家", "whole", 45))[0] == found


def test_the_own_place_behind_a_larger_one_is_part_of_the_name():
    assert held("全市某某子丑企业9个。", (WHOLE,), ("子丑企业", "", "whole", 3)) == [[(ALIKE, "子丑企业", None)]]


def test_a_wording_of_a_part_leads_to_the_part(known):
    said = known("子丑寅卯", "甲乙丙丁戊己庚辛达到3个", "甲乙丙丁戊己庚辛达到7个。", area="part")
    assert said == [(WORDED, "own", "part")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("甲乙丙丁戊己庚辛达到7个。", [(WORDED, "子丑寅卯", "whole")]),
        ("全年，某某区甲乙丙丁戊己庚辛达到7个以上。", [(WORDED, "子丑寅卯", "whole")]),
        ("海州区甲乙丙丁戊己庚辛达到7个。", []),
        ("培育甲乙丙丁戊己庚辛达到7个。", [(WORDED, "子丑寅卯", "whole")]),
        ("民营甲乙丙丁戊己庚辛达到7个。", []),
        ("甲乙丙丁戊己庚辛达到7个园区。", []),
        ("甲乙丙丁戊己庚辛达到7个的目标。", [(WORDED, "子丑寅卯", "whole")]),
        ("甲乙丙丁戊己庚辛增长7%。", []),
    ],
)
def test_a_wording_fits_where_nothing_is_left_of_its_clause(sentence, found):
    assert held(sentence, (WHOLE,), ("子丑寅卯", "甲乙丙丁戊己庚辛达到3个", "whole", 3))[0] == found


def test_what_goes_on_about_the_row_above_measures_what_its_figure_does(known):
    below = indicator("below", "寅卯企业", "、辰巳企业{}")
    names = Names(Dataset((), (WHOLE,), (indicator("own", "子丑企业"), below), (), (), (), (), (), ()))
    draft = Draft((Paragraph(0, "子丑企业9个，辰巳企业7个。"),))
    _first, said = read_statements(draft, names.units, 2023, names.areas)
    (match,) = matches(said, names)
    assert (match.indicator, match.area, match.measures, match.is_sure) == ("below", "whole", ("level",), True)


@pytest.mark.parametrize(
    ("phrase", "sentence", "is_known"),
    [
        ("实施辰巳项目{}", "实施辰巳项目7个。", True),
        ("实施辰巳项目{};其中{}", "实施辰巳项目7个。", True),
        ("实施{}辰巳项目", "实施7个辰巳项目。", True),
        ("实施 {} 辰巳项目", "实施7个辰巳项目。", True),
        ("新增辰巳项目{}", "辰巳项目7个。", False),
        ("辰巳{}", "辰巳7个。", False),
    ],
)
def test_what_our_own_documents_call_it_is_a_name_of_it(known, phrase, sentence, is_known):
    assert known("子丑企业", "", sentence, indicator("below", "寅卯企业", phrase)) == (
        [(NAMED, "below", "whole")] if is_known else []
    )


def test_a_phrase_is_no_name_where_another_indicator_has_it(known):
    assert known("辰巳项目", "", "辰巳项目7个。", indicator("below", "寅卯企业", "辰巳项目{}")) == [
        (NAMED, "own", "whole")
    ]


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("", "", True),
        ("", "done", True),
        ("", "stock", True),
        ("", "added", False),
        ("added", "done", True),
        ("added", "", False),
        ("done", "added", True),
        ("done", "", True),
        ("done", "stock", False),
        ("stock", "", True),
        ("stock", "added", False),
    ],
)
def test_what_was_added_is_never_what_there_is(one, other, may):
    assert may_count(one, other) == may


KEYS = {
    "现有高新企业": ("高新企业", "stock"),
    "新培育高新企业": ("高新企业", "added"),
    "实施辰巳项目": ("辰巳项目", "done"),
    "现有新增辰巳项目": ("辰巳项目", "added"),
    "新区": ("新区", ""),
    "新能源汽车": ("新能源汽车", ""),
    "企业数": ("企业", ""),
    "子丑利润总额": ("子丑利润", ""),
    "装机容量": ("装机", ""),
    "子丑（不含农户）投资": ("子丑投资", ""),
    "规上企业": ("规模以上企业", ""),
    "R&D经费": ("研发经费", ""),
    "国内生产总值": ("地区生产总值", ""),
    "子丑占GDP的比例": ("子丑占地区生产总值比重", ""),
    "完成率": ("完成率", ""),
    "培训": ("培训", ""),
    "培育园": ("培育园", ""),
    "今年子丑企业": ("子丑企业", ""),
    "子丑的企业": ("子丑企业", ""),
    "子丑地区GDP": ("子丑地区生产总值", ""),
    "城镇新增就业人数": ("城镇就业", "added"),
}


@pytest.mark.parametrize(("name", "key"), KEYS.items(), ids=str)
def test_a_name_is_reduced_to_what_it_means(name, key):
    assert key_of(name) == Key(*key)


@pytest.mark.parametrize("words", ["甲乙丙丁戊己", "甲乙（含庚）丙丁戊己"])
def test_of_two_like_numbers_the_one_in_the_bracket_is_the_parts(words):
    evidence = f"{words}5个（含东河镇5个）"
    stated = (("子丑寅卯", evidence, "part", 5), ("子丑寅卯", evidence, "whole", 5))
    told = held(f"{words}8个（含东河镇6个）。", (WHOLE, TOWN), *stated)
    assert [[m[1:] for m in found] for found in told] == [[("子丑寅卯", "whole")], [("子丑寅卯", "part")]]


@pytest.mark.parametrize(
    ("named", "found"),
    [("a", [(NAMED, "a")]), ("ab", [(NAMED, "a"), (NAMED, "b"), (WORDED, "c")])],
)
def test_where_two_have_the_name_what_a_wording_leads_to_may_be_meant_too(named, found):
    indicators = (*(indicator(id, "子丑企业") for id in named), indicator("c", "寅卯"))
    said = ("whole", "level", "actual", "exact", Decimal(3), "个")
    stated = (Observation("c", 2023, *said, "", "", "", "去年子丑企业达到3个", ""),)
    names = Names(Dataset((), (WHOLE,), indicators, stated, (), (), (), (), ()))
    (said_of,) = read_statements(Draft((Paragraph(0, "去年子丑企业达到7个。"),)), names.units, 2023, names.areas)
    assert [(m.level, m.indicator) for m in matches(said_of, names)] == found


@pytest.mark.parametrize(
    ("word", "is_whole"),
    [
        ("某某区", True),
        ("某区", False),
        ("全区", True),
        ("我区", True),
        ("本区", True),
        ("各区", False),
        ("全市", False),
        ("全某", True),  # as 全疆
        ("东河镇", False),
        ("区", False),
        ("", False),
    ],
)
def test_what_stands_for_the_whole(word, is_whole):
    names = Names(Dataset((), (WHOLE, TOWN), (), (), (), (), (), (), ()))
    assert names.is_whole(word) == is_whole


def test_a_whole_is_called_as_running_text_calls_it():
    names = Names(Dataset((), (Area("whole", "子丑新城", "", short="全区"),), (), (), (), (), (), (), ()))
    words = ("全区", "我区", "本区", "我城", "全市", "各区", "区")
    assert [w for w in words if names.is_whole(w)] == ["全区", "我区", "本区", "我城"]
    names = Names(Dataset((), (Area("whole", "子丑市某某区", ""),), (), (), (), (), (), (), ()))
    words = ("子丑市某某区", "某某区", "某区", "子丑市", "丑市某某区")
    assert [w for w in words if names.is_whole(w)] == ["子丑市某某区", "某某区", "丑市某某区"]


@pytest.mark.parametrize(
    ("word", "area"), [("东河", "part"), ("东河镇", "part"), ("东河街道", "part"), ("西河镇", None)]
)
def test_a_part_is_known_by_its_name_with_a_level_behind_it(word, area):
    names = Names(Dataset((), (WHOLE, Area("part", "东河", "whole")), (), (), (), (), (), (), ()))
    assert names.area(word) == area


def test_without_territories_no_word_stands_for_the_whole():
    names = Names(Dataset((), (), (), (), (), (), (), (), ()))
    assert not names.is_whole("全区") and not names.is_whole("某某区")


def test_a_wording_is_read_with_the_units_of_the_dataset():
    said = ("whole", "level", "actual", "exact", Decimal(3), "吨公里")
    stated = (Observation("own", 2023, *said, "", "", "", "甲乙丙丁戊己庚辛达到3吨公里", ""),)
    names = Names(Dataset((), (WHOLE,), (indicator("own", "子丑寅卯"),), stated, (), (), (), (), ()))
    sentence = Draft((Paragraph(0, "甲乙丙丁戊己庚辛达到7吨公里。"),))
    (found,) = read_statements(sentence, names.units, 2023, names.areas)
    assert [(m.level, m.indicator, m.measures) for m in matches(found, names)] == [(WORDED, "own", ("level",))]


def test_a_name_that_begins_with_a_whole_is_of_the_datasets_own():
    for name in ("全区重点工程", "全市重点工程"):
        assert [m[1:3] for m in _known(f"{name}9个。", 2023, name)[0]] == [(name, "whole")]


def test_an_alias_of_what_was_added_is_none_of_what_there_is():
    added = replace(indicator("own", "新增子丑企业"), aliases=("子丑企业", "子丑企业培育数"))
    names = Names(Dataset((), (WHOLE,), (added,), (), (), (), (), (), ()))
    told = {}
    for words in ("新增子丑企业", "现有子丑企业"):
        (said,) = read_statements(Draft((Paragraph(0, f"{words}9个。"),)), names.units, 2023)
        told[words] = [m.level for m in matches(said, names) if m.is_sure]
    assert told == {"新增子丑企业": [NAMED], "现有子丑企业": []}


@pytest.mark.parametrize(
    ("clause", "own", "fits"),
    [
        ("达到9家", "户", True),
        ("达到9家", "人", True),
        ("达到9户", "人", False),
        ("达到9家", "亿元", False),
        ("达到9万元", "亿元", True),
        ("增长9%", "亿元", True),
        ("提高9个百分点", "亿元", True),
        ("增长9亿元", "亿元", True),
        ("增长9亿元", "户", False),
    ],
)
def test_a_unit_fits_one_of_its_kind_and_a_rate_fits_all(clause, own, fits):
    names = Names(Dataset((), (WHOLE,), (replace(indicator("own", "子丑"), unit=own),), (), (), (), (), (), ()))
    (said,) = read_statements(Draft((Paragraph(0, f"子丑主体{clause}。"),)), names.units, 2023)
    assert fits_unit(said, "own", said.measures, names) == fits


def test_of_evidence_with_several_figures_the_stated_one_gives_the_name(known):
    said = known("甲乙丙丁戊己庚辛壬癸子", "甲乙丙丁园达到3个，辰巳午未达到9个", "甲乙丙丁园达到7个。")
    assert said == [(NAMED, "own", "whole")]


@pytest.mark.parametrize(
    ("left", "right", "own"),
    [
        ("全年，甲达到", "以上，乙、丙。", ("甲达到", "以上")),
        ("甲达到", "以上，乙，丙。", ("甲达到", "以上")),
        (f"{MASK}、乙", f"（含丙{MASK}）", ("乙", "")),
        ("甲", "乙", ("甲", "乙")),
    ],
)
def test_a_figures_own_clause_ends_at_the_next_mark_or_figure(left, right, own):
    assert own_clause(left, right) == own


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("东河镇企业", ("part", "企业")),
        ("东河镇的企业", ("part", "企业")),
        ("东河镇园", ("", "东河镇园")),
        ("发放东河镇补贴", ("part", "发放补贴")),
        ("西河镇企业", ("", "西河镇企业")),
    ],
)
def test_a_part_begins_a_name_or_stands_behind_its_verb(text, told):
    assert Names(Dataset((), (WHOLE, TOWN), (), (), (), (), (), (), ())).part_at_start(text) == told


def test_a_territory_named_before_goes_with_a_wording_that_does_not_name_it():
    told = held("全市企业园5家，甲乙丙丁戊己达到7个。", (WHOLE,), ("子丑寅卯", "甲乙丙丁戊己达到3个", "whole", 3))
    assert told[-1] == [(WORDED, "子丑寅卯", None)]


@pytest.mark.parametrize(
    ("label", "cell", "measures"),
    [
        ("子丑投资（绝对值）", "9亿元", ("level",)),
        ("子丑投资（增速）", "5", ("growth", "change")),
        ("子丑投资增速", "5", ("growth", "change")),
        ("子丑投资涨幅", "5%", ("growth", "change")),
        ("子丑投资涨幅", "5亿元", ("level",)),
    ],
)
def test_what_a_rows_label_says_of_the_measure_is_no_part_of_the_name(label, cell, measures):
    names = Names(Dataset((), (WHOLE,), (indicator("own", "子丑投资"),), (), (), (), (), (), ()))
    (said,) = read_statements(drawn(f"指标 | 2023年\n{label} | {cell}"), names.units, 2023, names.areas)
    assert [(m.level, m.measures) for m in matches(said, names)] == [(NAMED, measures)]


@pytest.mark.parametrize(
    ("name", "evidence", "sentence", "is_known"),
    [
        ("甲乙丙丁数目", "甲乙丙丁达到3个", "甲乙丙丁达到7个。", True),
        ("甲乙丙丁数目", "建成3个甲乙丙丁", "建成7个甲乙丙丁。", True),
        ("子丑寅卯数目", "甲乙丙丁达到3个", "甲乙丙丁达到7个。", False),
    ],
)
def test_four_characters_of_an_annex_are_enough_where_they_name_the_indicator(name, evidence, sentence, is_known):
    said = ("whole", "level", "actual", "exact", Decimal(3), "个")
    stated = (Observation("own", 2023, *said, "", "", ANNEX, evidence, ""),)
    names = Names(Dataset((), (WHOLE,), (indicator("own", name),), stated, (), (), (), (), ()))
    (found,) = read_statements(Draft((Paragraph(0, sentence),)), names.units, 2023, names.areas)
    assert [(m.level, m.indicator) for m in matches(found, names)] == ([(WORDED, "own")] if is_known else [])


@pytest.mark.parametrize(
    ("number", "hint"), [("145个", "子丑寅卯"), ("146个", "甲乙丙丁"), ("147个", None), ("145亿元", None)]
)
def test_an_unknown_figure_is_told_whose_number_it_is_by_digits_and_unit(number, hint):
    indicators = (indicator("子丑寅卯", "子丑寅卯"), indicator("甲乙丙丁", "甲乙丙丁"))
    said = tuple(
        Observation(i.id, 2023, "whole", "level", "actual", "exact", Decimal(value), "个", "", "", "", "", "")
        for i, value in zip(indicators, (145, 146), strict=True)
    )
    names = Names(Dataset((), (WHOLE,), indicators, said, (), (), (), (), ()))
    (statement,) = read_statements(Draft((Paragraph(0, f"辰巳午未达到{number}。"),)), names.units, 2023)
    found = against_dataset(statement, names).hint
    assert (found and found.indicator) == hint
