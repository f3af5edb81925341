"""What a table says: of each figure its row's label, its column's heads, its unit, its year and how sure it is.

A grid is drawn line by line, its cells apart by ``|``; ``<`` goes on with the cell to its left, ``^`` with the one
above. A row of what is read is ``figure and unit | label | head | territory | period | status | measure``, with 2024 as
the document's own year. The tables are invented.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from zcplan.figures.difference_words import cell_lead
from zcplan.figures.read import read_statements, read_with_words
from zcplan.figures.statement import Statement
from zcplan.reading.document import CELL, Cell, Draft, Paragraph, Table

OWN = 2024


def drawn(grid: str, above: Iterable[str] = (), caption: str = "", unit: str = "") -> Draft:
    """A draft of lines and the table below them."""
    paragraphs = [Paragraph(n, line) for n, line in enumerate(above)]
    before, held, starts = len(paragraphs) - 1, [], {}
    for row, line in enumerate(grid.strip().splitlines()):
        for column, text in enumerate(word.strip() for word in line.split("|")):
            if text in ("<", "^"):
                start = starts[row, column - 1] if text == "<" else starts[row - 1, column]
            else:
                start = (row, column)
                paragraphs.append(Paragraph(len(paragraphs), text, CELL))
                held.append([row, column, 0, 0, (paragraphs[-1],)])
            starts[row, column] = start
    for cell in held:
        places = [place for place, start in starts.items() if start == tuple(cell[:2])]
        cell[2:4] = len({column for _row, column in places}), len({row for row, _column in places})
    return Draft(tuple(paragraphs), (Table(tuple(Cell(*cell) for cell in held), before, caption, unit),))


def _row(s: Statement) -> str:
    when = s.period.kind if s.period.kind != "year" else str(s.period.year)
    figure = f"{s.text} {s.quantity.unit}".strip()
    return " | ".join([figure, s.subject, s.head, s.territory.name, when, s.status, s.quantity.measure])


TABLES = {
    "a year in its head and its unit in a column": (
        """
        指标 | 单位 | 2023年完成 | 2024年目标
        工业增加值 | 亿元 | 30.5 | 33
        高新企业 | 家 | 14 | 20以上
        """,
        [
            "30.5 亿元 | 工业增加值 | 2023年完成 |  | 2023 | actual | level",
            "33 亿元 | 工业增加值 | 2024年目标 |  | 2024 | target | level",
            "14 家 | 高新企业 | 2023年完成 |  | 2023 | actual | level",
            "20以上 家 | 高新企业 | 2024年目标 |  | 2024 | target | level",
        ],
    ),
    "two rows of heads": (
        """
        指标 | 2023年 | < | 2024年
        ^ | 完成数 | 增长 | 目标增长
        固定资产投资（亿元） | 120.5 | 8.5 | 9
        """,
        [
            "120.5 亿元 | 固定资产投资 | 2023年 完成数 |  | 2023 | actual | level",
            "8.5 % | 固定资产投资 | 2023年 增长 |  | 2023 | actual | growth",
            "9 % | 固定资产投资 | 2024年 目标增长 |  | 2024 | target | growth",
        ],
    ),
    "two words of status beneath one year say nothing of a third column": (
        """
        指标 | 2024年 | < | <
        ^ | 目标 | 预计 | 绝对值
        工业投资（亿元） | 120 | 118 | 117
        """,
        [
            "120 亿元 | 工业投资 | 2024年 目标 |  | 2024 | target | level",
            "118 亿元 | 工业投资 | 2024年 预计 |  | 2024 | estimate | level",
            "117 亿元 | 工业投资 | 2024年 绝对值 |  | 2024 |  | level",
        ],
    ),
    "a title in the first row, numbers in the first column": (
        """
        2024年主要指标（单位：亿元） | < | <
        序号 | 指标名称 | 预期
        1 | 工业投资 | 55
        2 | 税收收入 | 12
        """,
        [
            "55 亿元 | 工业投资 | 2024年主要指标（单位：亿元） 预期 |  | 2024 | target | level",
            "12 亿元 | 税收收入 | 2024年主要指标（单位：亿元） 预期 |  | 2024 | target | level",
        ],
    ),
    "numbers in words are no label, and what a plan calls its targets is no head": (
        """
        编号 |  | 属性 | 2024年目标
        一 | 森林覆盖率（%） | 预期性 | 38
        二 | 煤炭消费（吨） | 约束性 | 3
        """,
        [
            "38 % | 森林覆盖率 | 2024年目标 |  | 2024 | target | level",
            "3 吨 | 煤炭消费 | 2024年目标 |  | 2024 | target | level",
        ],
    ),
    "a column of territories": (
        """
        指标 | 区域 | 单位 | 2023年完成
        优良天数 | 河东镇 | 天 | 220
        优良天数 | 河西 镇 | 天 | 230
        """,
        [
            "220 天 | 优良天数 | 河东镇 2023年完成 | 河东镇 | 2023 | actual | level",
            "230 天 | 优良天数 | 河西 镇 2023年完成 | 河西镇 | 2023 | actual | level",
        ],
    ),
    "a territory in the label or the head": (
        """
        指标 | 河东镇 | 河西镇2023年
        工业投资（亿元） | 5 | 6
        云河县工业投资（亿元） | 7 |
        """,
        [
            "5 亿元 | 工业投资 | 河东镇 | 河东镇 | 2024 |  | level",
            "6 亿元 | 工业投资 | 河西镇2023年 |  | 2023 |  | level",
            "7 亿元 | 工业投资 | 河东镇 | 云河县 | 2024 |  | level",
        ],
    ),
    "a column of years": (
        """
        年份 | 指标 | 单位 | 数值
        2022 | 粮食产量 | 万吨 | 14.5
        2023年 | 粮食产量 | 万吨 | 15.5
        """,
        [
            "14.5 万吨 | 粮食产量 | 2022年 数值 |  | 2022 |  | level",
            "15.5 万吨 | 粮食产量 | 2023年 数值 |  | 2023 |  | level",
        ],
    ),
    "an amount merged downward is of all its rows together, a rate of each": (
        """
        指标 | 单位 | 2023年完成 | 增长（%）
        一产投资 | 亿元 | 20 | 5.5
        二产投资 | 亿元 | ^ | ^
        """,
        [
            "20 亿元 | 一产投资 | 2023年完成 |  | 2023 | actual | level",
            "5.5 % | 一产投资 | 增长（%） |  | 2024 |  | growth",
            "5.5 % | 二产投资 | 增长（%） |  | 2024 |  | growth",
        ],
    ),
    "a rate of completion and a rank are of no year": (
        """
        指标 | 2023年完成 | 完成率 | 排名
        工业投资（亿元） | 50 | 98% | 3
        """,
        [
            "50 亿元 | 工业投资 | 2023年完成 |  | 2023 | actual | level",
            "98% % | 工业投资 | 完成率 |  | open | actual | level",
            "3 亿元 | 工业投资 | 排名 |  | open |  | level",
        ],
    ),
    "what is measured in the label or in a word of the row": (
        """
        指标 |  | 2023年
        工业投资增速 |  | 6.5
        农业投资（增速） |  | 5.5
        服务业投资 | 绝对值 | 30.5亿元
        ^ | 增速 | 4.5
        建筑业投资 | — | 20亿元
        """,
        [
            "6.5 % | 工业投资增速 | 2023年 |  | 2023 |  | growth",
            "5.5 % | 农业投资（增速） | 2023年 |  | 2023 |  | growth",
            "30.5亿元 亿元 | 服务业投资 | 绝对值 2023年 |  | 2023 |  | level",
            "4.5 % | 服务业投资 | 增速 2023年 |  | 2023 |  | growth",
            "20亿元 亿元 | 建筑业投资 | 2023年 |  | 2023 |  | level",
        ],
    ),
    "points are a change": (
        """
        指标 | 2023年 | 比上年增减（百分点）
        城镇化率（%） | 66.5 | 0.8
        """,
        [
            "66.5 % | 城镇化率 | 2023年 |  | 2023 |  | level",
            "0.8 个百分点 | 城镇化率 | 比上年增减（百分点） |  | 2024 | actual | change",
        ],
    ),
    "a status, a difference and a coverage that a cell tells itself": (
        """
        指标 | 2023年
        优良天数 | 220天（不含某湖）
        工业投资 | 预计增长9.9%
        农业投资 | (目标增长5%以上)
        税收收入（亿元） | 力争：30
        消费增速 | 高于目标1.5个百分点
        """,
        [
            "220天（不含某湖） 天 | 优良天数 | 2023年 | 不含某湖 | 2023 |  | level",
            "预计增长9.9% % | 工业投资 | 2023年 |  | 2023 | estimate | growth",
            "(目标增长5%以上) % | 农业投资 | 2023年 |  | 2023 | target | growth",
            "力争：30 亿元 | 税收收入 | 2023年 |  | 2023 | target | level",
            "高于目标1.5个百分点 个百分点 | 消费增速 | 2023年 |  | open |  | change",
        ],
    ),
    "a part of a year": (
        """
        指标 | 1-6月完成 | 上半年增长（%）
        工业投资（亿元） | 25 | 7.5
        """,
        [
            "25 亿元 | 工业投资 | 1-6月完成 |  | part |  | level",
            "7.5 % | 工业投资 | 上半年增长（%） |  | part |  | growth",
        ],
    ),
    "numbers as they are typed, labels as they are numbered": (
        """
        指标 | 2023年实际 | 2024年预期
        一、工业投资（亿元） | +1,234.5 | （-5.6）
        其中：技改投资（万元） | 1，200左右 |
        #高新投资（亿元） | 2023 | —
        （1）服务业投资（新口径） | 3.5亿元 | 4亿元
        """,
        [
            "+1,234.5 亿元 | 工业投资 | 2023年实际 |  | 2023 | actual | level",
            "（-5.6） 亿元 | 工业投资 | 2024年预期 |  | 2024 | target | level",
            "1，200左右 万元 | 技改投资 | 2023年实际 |  | 2023 | actual | level",
            "2023 亿元 | 高新投资 | 2023年实际 |  | 2023 | actual | level",
            "3.5亿元 亿元 | 服务业投资（新口径） | 2023年实际 |  | 2023 | actual | level",
            "4亿元 亿元 | 服务业投资（新口径） | 2024年预期 |  | 2024 | target | level",
        ],
    ),
    "rows wider than their heads, and shorter ones": (
        """
        指标 | 2023年
        高新企业 | 14家 | 15家 | 备案 | < | 16家
        瞪羚企业
        | | 7家
        技改项目 | < | < | 8个
        """,
        [
            "14家 家 | 高新企业 | 2023年 |  | 2023 |  | level",
            "15家 家 | 高新企业 |  |  | 2024 |  | level",
            "16家 家 | 高新企业 |  |  | 2024 |  | level",
            "8个 个 | 技改项目 |  |  | 2024 |  | level",
        ],
    ),
}


@pytest.mark.parametrize(("grid", "rows"), TABLES.values(), ids=TABLES)
def test_each_figure_of_a_table_has_its_whole_identity(grid: str, rows: list[str]) -> None:
    assert [_row(s) for s in read_statements(drawn(grid), (), OWN)] == rows


@pytest.mark.parametrize(
    ("above", "caption", "unit", "told"),
    [
        ((), "2023年主要指标完成情况（单位：亿元）", "", "55 亿元 |  | 2023"),
        ((), "2022年和2023年主要指标", "亿元、%", "55 亿元 |  | 2024"),
        ((), "", "%；万元", "55 万元 |  | 2024"),
        ((), "2023年上半年主要指标", "亿元", "55 亿元 |  | part"),
        (("2022年统计公报", "单位：万元"), "", "", "55 万元 | actual | 2022"),
        (("2022年统计公报", "附表", "单位：万元"), "2023年指标", "亿元", "55 亿元 |  | 2023"),
        (("单位：万元", "这里说的是另一件事。", "主要指标"), "", "", "55 |  | 2024"),
        (("一、总体情况", f"单位：万元{'说明' * 30}"), "", "", "55 |  | 2024"),
    ],
)
def test_the_lines_above_a_table_tell_its_unit_and_year(above, caption, unit, told) -> None:
    (said,) = read_statements(drawn("指标 | 数值\n工业投资 | 55", above, caption, unit), (), OWN)
    when = said.period.year if said.period.kind == "year" else said.period.kind
    assert f"55 {said.quantity.unit}".strip() + f" | {said.status} | {when}" == told


def test_a_growth_in_a_table_may_be_a_change_of_points_and_the_other_way_round() -> None:
    growth, change, level = read_statements(
        drawn("指标 | 增长 | 增加百分点 | 数量（家）\n工业投资 | 5 | 3 | 4"), (), OWN
    )
    assert [s.measures for s in (growth, change, level)] == [("growth", "change"), ("change", "growth"), ("level",)]
    assert [s.quantity.unit for s in (growth, change, level)] == ["%", "个百分点", "家"]


def test_a_figure_of_a_table_stands_where_its_cell_does_and_its_sentence_is_its_row() -> None:
    draft = drawn("指标 | 2023年\n工业 投资 | 3.5亿元\n农业投资 | 4亿元")
    first, second = read_statements(draft, (), OWN)
    assert [(s.place.paragraph, s.place.offset, s.place.end) for s in (first, second)] == [(3, 0, 5), (5, 0, 3)]
    assert (first.sentence, first.label, second.sentence) == ("工业投资 3.5亿元", "工业投资", "农业投资 4亿元")


def test_a_table_without_a_figure_or_of_figures_alone_says_nothing() -> None:
    assert not read_statements(drawn("指标 | 说明\n工业投资 | 稳步推进"), (), OWN)
    assert not read_statements(drawn("数值 | 2023年\n5.5 | 6.5"), (), OWN)


def test_what_a_column_of_sources_quotes_is_said_by_another_document() -> None:
    grid = """
    指标 | 2023年 | 原 文 | 备注
    工业投资 | 5亿元 | 完成工业投资6亿元。 | 税收7亿元。
    以上合计 | 8亿元 | 消费9亿元。 | <
    """
    told = {s.text: s.status for s in read_statements(drawn(grid), (), OWN)}
    assert told == {"5亿元": "", "6亿元": "cited", "7亿元": "cited", "8亿元": "", "9亿元": ""}


def test_words_in_place_of_a_figure_are_told_with_their_year_and_measure() -> None:
    grid = """
    指标 | 2023年完成 | 2024年目标 | 2024年增长目标 | 一季度
    就业 | 3万人 | 保持 稳定 | 不低于全市平均 | 稳定
    一、治安案件 | 2起 | 完成市下达任务 | 在保持总体稳定的基础上力争实现稳中有降再创新低 | 平稳
    """
    told = read_with_words(drawn(grid), (), OWN)[1]
    assert [(w.text, w.label, w.head, w.year, w.status, w.measure) for w in told] == [
        ("保持稳定", "就业", "2024年目标", 2024, "target", "level"),
        ("不低于全市平均", "就业", "2024年增长目标", 2024, "target", "growth"),
        ("完成市下达任务", "治安案件", "2024年目标", 2024, "target", "level"),
    ]
    assert [(w.paragraph, w.offset) for w in told] == [(7, 0), (8, 0), (12, 0)]
    assert told[0].sentence == "就业 3万人 保持稳定 不低于全市平均 稳定"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("高于目标1.5个百分点", (1, "", "", "高于目标")),
        ("超额427人", (1, "", "", "超额")),
        ("比计划多30人", (1, "", "", "比计划多")),
        ("低于预期目标2%", (-1, "", "", "低于预期目标")),
        ("（较全年计划减少5家）", (-1, "", "", "较全年计划减少")),
        ("工业投资（含技改）超目标3亿元", (1, "工业投资", "含技改", "超目标")),
        ("分别高于目标1.5个百分点", None),
        ("增长1.5%", None),
        ("高于目标", None),
    ],
)
def test_a_difference_from_a_target_has_the_side_that_its_words_tell(text, told) -> None:
    lead = cell_lead(text)
    assert (lead and (lead.sign, lead.before, lead.bracket, lead.text)) == told
