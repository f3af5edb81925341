"""What a clerk may believe of a proposed row that carries no mark: its name stands, its figure is of that name."""

from __future__ import annotations

from pathlib import Path

import pytest

from zcplan.dataset import load, start
from zcplan.extract import defaults, sheets
from zcplan.extract.gather import Row, gather
from zcplan.extract.sources import read_sources
from zcplan.model import Dataset

PLACE = "清河县"
HEAD = f"{PLACE}人民政府工作报告\n2026年1月15日在{PLACE}第十八届人民代表大会第五次会议上\n\n"
LAST, NEXT = "一、2025年工作回顾\n", "二、2026年工作安排\n"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A folder that holds nothing but the place."""
    folder = tmp_path_factory.mktemp("data")
    for name, data in start.empty(PLACE, ""):
        (folder / name).write_bytes(data)
    return load(folder)


@pytest.fixture
def proposed(empty: Dataset, tmp_path: Path):
    """The rows of figures that a report of these sentences gives, by printed figure."""

    def rows(sentence: str, heading: str = LAST) -> dict[str, Row]:
        path = tmp_path / "report.txt"
        path.write_text(HEAD + heading + sentence, encoding="utf-8")
        review = gather(read_sources([path], empty, None, {}), empty)
        return {r.cells["figure"]: r for r in review.rows[sheets.FIGURES]}

    return rows


@pytest.mark.parametrize(
    ("sentence", "figure", "name"),
    [
        ("农村自来水普及率94%，城市生活污水集中收集率68%。", "94%", "农村自来水普及率"),
        ("培育高新技术企业22家、专精特新中小企业10家以上。", "10家以上", "培育专精特新中小企业"),
        ("新改建义务教育学校5所、乡镇卫生院2家。", "2家", "新改建乡镇卫生院"),
        ("新增3个特色产业集群、总数达13个。", "13个", "特色产业集群总数"),
        ("上市企业新增4家。", "4家", "新增上市企业"),
        ("新增甲材料、乙装备2个先进制造业集群。", "2个", "新增先进制造业集群"),
        ("汽车、有色金属行业增加值分别增长18.1%、16.6%。", "增长18.1%", "汽车行业增加值"),
        ("网络货运量、交易额分别增长35%和25%。", "增长35%", "网络货运量"),
        ("生产安全事故起数、死亡人数分别下降8.9%、4.6%。", "4.6%", "生产安全事故死亡人数"),
        ("有效期内高新技术企业70家。", "70家", "有效期内高新技术企业"),
        ("基本建成7个区域医疗中心。", "7个", "建成区域医疗中心"),
        ("家电、新能源汽车零售额分别增长23.9%、35.8%。", "增长23.9%", "家电零售额"),
        ("和美乡村覆盖率达51.7%。", "51.7%", "和美乡村覆盖率"),
        ("主要流域优良水质比例100%。", "100%", "主要流域优良水质比例"),
        ("新建改扩建10个健身共享中心、45个多功能运动场。", "45个", "新建改扩建多功能运动场"),
        ("重大项目完成投资14亿元、投资完成率129.6%。", "129.6%", "重大项目投资完成率"),
        ("外送电量9.35亿千瓦时。", "9.35亿千瓦时", "外送电量"),
        ("全国重点实验室达6家。", "6家", "全国重点实验室"),
    ],
)
def test_what_stands_plainly_is_offered_by_its_own_name(proposed, sentence: str, figure: str, name: str) -> None:
    row = proposed(sentence)[figure]
    assert (row.mark, row.told, row.cells["indicator"], row.cells["area"]) == (sheets.NEW, "", name, PLACE)


@pytest.mark.parametrize(
    ("sentence", "figure", "why"),
    [
        ("城镇新增就业完成年计划的113.4%。", "113.4%", "完成程度"),
        ("城镇新增就业、发放创业担保贷款分别完成年计划的113.4%、256.1%。", "256.1%", "完成程度"),
        ("年销售收入超10亿元农业产业化龙头企业达到8家。", "超10亿元", "农业产业化龙头企业"),
        ("新增专业60%以上服务于重点产业。", "60%以上", "百分数后面"),
        ("集体经济薄弱村降至3.1%。", "3.1%", "名称取自原句"),
        ("全县33家医疗机构实现检查检验结果互认。", "33家", "接着说"),
        ("推动40家企业提档升级。", "40家", "接着说"),
        ("调整时速60公里路段占比15%。", "15%", "中间还有"),
        ("累计创建国家级文明村镇4个、省级文明村镇12个。", "12个", "几年的累计"),
        ("12345便民热线解决群众急难愁盼诉求474件。", "474件", "名称取自原句"),
        ("补充中小学教师280名，其中乡村教师91名。", "91名", "“其中”"),
        ("3个县入选全国先进县。", "3个", "名称取自原句"),
        ("实施18个小区、道路积水点改造。", "18个", "接着说"),
        ("开工3个城市更新项目、6个康育服务项目，年度投资8亿元。", "8亿元", "名称取自原句"),
        ("地区生产总值8%。", "8%", "单位与"),
        ("因地制宜优化撤并小规模学校43所。", "43所", "名称取自原句"),
        ("医药集中采购减轻群众就医负担172万元。", "172万元", "名称取自原句"),
    ],
)
def test_what_may_be_something_else_waits_for_a_person(proposed, sentence: str, figure: str, why: str) -> None:
    row = proposed(sentence)[figure]
    assert row.mark == sheets.DOUBTFUL and why in row.told and not row.accept


def test_how_things_stand_is_no_goal(proposed) -> None:
    row = proposed("全县还有6300名失能老人，15800名残疾人。", NEXT)["6300名"]
    assert row.mark == sheets.DOUBTFUL and "现状" in row.told


@pytest.mark.parametrize(
    ("sentence", "is_doubtful"),
    [("培育企业20家（还有高新企业6家）。", True), ("还有企业20家（培育高新企业6家）。", False)],
)
def test_in_a_bracket_its_own_words_tell_how_things_stand(proposed, sentence: str, is_doubtful: bool) -> None:
    assert ("现状" in proposed(sentence, NEXT)["6家"].told) == is_doubtful


def test_how_much_of_a_plan_was_carried_out_is_another_indicator(proposed) -> None:
    rows = proposed("城镇新增就业完成年计划的113.4%。\n" + NEXT + "城镇新增就业4100人。")
    assert rows["113.4%"].cells["indicator"] == "城镇新增就业完成率"
    assert (rows["4100人"].mark, rows["4100人"].cells["indicator"]) == (sheets.NEW, "城镇新增就业")


def test_a_second_goal_of_a_growth_is_no_level_in_per_cent(proposed) -> None:
    rows = proposed("预期目标是：地区生产总值增长7%以上、力争达到8%，固定资产投资增长15%、力争20%。", NEXT)
    assert {rows[f].cells["measure"] for f in ("8%", "20%")} == {"增速"}
    assert not any(rows[f].accept for f in ("8%", "20%"))


def test_a_verb_that_ends_in_a_joining_character_is_a_verb(proposed) -> None:
    rows = proposed("发放租房补贴惠及8.1万个困难家庭。")
    assert rows["8.1万个"].cells["indicator"] != "发放困难家庭"


def test_a_list_without_a_verb_takes_none_from_another_clause(proposed) -> None:
    rows = proposed("新增12座充电站，4家区域医疗中心投入运营。")
    assert "新增" not in rows["4家"].cells["indicator"]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("接待游客人次、旅游总花费、入境游客人次分别增长4%、3%、8%。", {"3%": "旅游总花费", "8%": "入境游客人次"}),
        ("地区总部、研发中心分别新认定6家和3家。", {"6家": "新认定地区总部", "3家": "新认定研发中心"}),
        ("交通、水利分别完成投资32亿元、21亿元。", {"32亿元": "交通完成投资", "21亿元": "水利完成投资"}),
        (
            "青山机场货邮和旅客吞吐量分别达到4.6万吨、125万人次。",
            {"4.6万吨": "青山机场货邮吞吐量", "125万人次": "青山机场旅客吞吐量"},
        ),
        (
            "接待游客512.4万人次，实现旅游综合收入48.9亿元，分别增长13.2%和15.6%。",
            {"增长13.2%": "接待游客", "15.6%": "旅游综合收入"},
        ),
        (
            "金融机构存贷款余额分别达到152.6亿元、133.8亿元。",
            {"152.6亿元": "金融机构存款余额", "133.8亿元": "金融机构贷款余额"},
        ),
        (
            "生物医药、智能装备两大主导产业产值分别达到210亿元、168亿元。",
            {"210亿元": "生物医药产业产值", "168亿元": "智能装备产业产值"},
        ),
    ],
)
def test_each_figure_of_a_list_has_the_name_that_stands_in_its_place(proposed, sentence, figures) -> None:
    rows = proposed(sentence)
    assert {f: rows[f].cells["indicator"] for f in figures} == figures


def test_how_much_of_a_plan_was_carried_out_is_of_what_the_sentence_planned(proposed) -> None:
    assert proposed("城镇新增就业2650人，完成目标任务的120.5%。")["120.5%"].cells["indicator"] == "城镇新增就业完成率"


def test_what_is_expected_at_the_head_of_a_list_is_so_to_its_end(proposed) -> None:
    rows = proposed("预计全年地区生产总值增长7.2%；规上工业增加值增长9.1%；固定资产投资增长12.6%。新增规上企业3家。")
    assert [rows[f].cells["status"] for f in ("增长7.2%", "增长9.1%", "增长12.6%", "3家")] == ["预计"] * 3 + ["实际"]


def test_an_amount_that_adds_up_years_gives_no_name_to_what_was_added_in_one(proposed) -> None:
    rows = proposed("累计建成高标准农田21.6万亩。\n" + NEXT + "新建高标准农田1.8万亩。")
    assert rows["1.8万亩"].cells["indicator"] == "新建高标准农田"


def test_the_same_title_of_another_year_is_told_apart(empty: Dataset, tmp_path: Path) -> None:
    for year in (2025, 2026):
        text = HEAD.replace("2026", str(year)) + "一、工作回顾\n新增企业3家。"
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    sources = read_sources([tmp_path / "2025.txt", tmp_path / "2026.txt"], empty, None, {})
    assert [s.about.title for s in sources] == [f"{PLACE}人民政府工作报告", f"2026年{PLACE}人民政府工作报告"]
    assert len({s.id for s in sources}) == 2


@pytest.mark.parametrize(
    ("name", "unit", "group", "direction", "basis"),
    [
        ("地区生产总值", "亿元", "综合", "up", "constant"),
        ("单位地区生产总值能耗", "吨标准煤/万元", "节能减排与生态环境", "down", "current"),
        ("研发经费投入占地区生产总值比重", "%", "科技创新", "up", "current"),
        ("生产安全事故死亡人数", "人", "安全保障", "down", "current"),
        ("游客总花费", "亿元", "消费与外经外贸", "up", "current"),
        ("粮食单产", "", "农业农村", "up", "current"),
        ("每万人口发明专利拥有量", "", "科技创新", "up", "current"),
        ("居民消费价格涨幅", "%", "综合", "neutral", "current"),
        ("营商环境评分", "", "改革与营商环境", "up", "current"),
    ],
)
def test_what_custom_fills_in_is_what_the_office_would(name, unit, group, direction, basis) -> None:
    filled = (defaults.unit_of(name), defaults.group_of(name), defaults.direction_of(name))
    assert (*filled, defaults.growth_basis_of(name)) == (unit, group, direction, basis)
