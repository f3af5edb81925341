"""What a clerk may believe of a proposed row that carries no mark: its name stands, its figure is of that name."""

from __future__ import annotations

from pathlib import Path

import pytest

from zcplan.dataset import load, start
from zcplan.extract import sheets
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


def test_how_much_of_a_plan_was_carried_out_is_another_indicator(proposed) -> None:
    rows = proposed("城镇新增就业完成年计划的113.4%。\n" + NEXT + "城镇新增就业4100人。")
    assert rows["113.4%"].cells["indicator"] == "城镇新增就业完成率"
    assert (rows["4100人"].mark, rows["4100人"].cells["indicator"]) == (sheets.NEW, "城镇新增就业")


def test_a_list_without_a_verb_takes_none_from_another_clause(proposed) -> None:
    rows = proposed("新增12座充电站，4家区域医疗中心投入运营。")
    assert "新增" not in rows["4家"].cells["indicator"]
