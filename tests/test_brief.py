"""The brief for leaders: two pages at most, in words that follow the data."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from docx import Document
from wcwidth import wcswidth

from tests.conftest import Tool, writer_of
from zcplan.analysis.compare import Comparison, compare_fact
from zcplan.model import Dataset, Observation
from zcplan.reports import brief

NAME = "2023年计划执行简报.docx"


def lines(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs]


def test_it_says_what_was_achieved_missed_untold_and_contradicted(built: Path) -> None:
    text = "\n".join(lines(built / NAME))
    assert "地区生产总值预计增长5.5%左右，与预期目标持平" in text
    assert "社会消费品零售总额预计增长9.9%，高于预期目标4.9个百分点" in text
    assert "“四新”经济增加值占比40%，低于预期目标4.3个百分点" in text
    assert "空气质量优良天数（不含文昌湖）220天，比目标少22天" in text
    assert "固定资产投资" in text and "尚未公布完成情况" in text
    assert "由71.05亿元、增长5.0%推算应为74.6亿元，年度计划所列76.02亿元实为增长7%" in text


def test_it_fits_two_pages(built: Path) -> None:
    """22 lines of 28 characters a page (GB/T 9704-2012, 5.2.3): 44 lines in all."""
    needed = sum(max(1, -(-(wcswidth(text) + 4) // 56)) for text in lines(built / NAME))
    assert needed <= 44


def test_its_headings_count_on_whatever_is_left_out(dataset: Dataset) -> None:
    bare = replace(dataset, observations=tuple(o for o in dataset.observations if o.indicator == "gdp"))
    context = next(iter(brief.outputs(writer_of(bare), 2023))).context
    assert [s.title for s in context["sections"]] == ["主要指标完成情况"]


def statement(dataset: Dataset, **changes: object) -> Comparison:
    """The comparison of a fact with its statements replaced by changed ones."""
    fact = ("retail-sales", 2023, "zhoucun", "growth")
    goal, result = (
        next(o for o in dataset.by_fact[fact] if o.is_target is is_goal and o.value is not None)
        for is_goal in (True, False)
    )
    goal = goal._replace(**{k[5:]: v for k, v in changes.items() if k.startswith("goal_")})
    result = result._replace(**{k: v for k, v in changes.items() if not k.startswith("goal_")})
    observations: tuple[Observation, ...] = (goal, result)
    return compare_fact(replace(dataset, observations=observations), fact)


def test_words_follow_the_numbers(dataset: Dataset) -> None:
    def said(**changes: object) -> str:
        return writer_of(dataset).sentence(statement(dataset, **changes))

    name = "社会消费品零售总额"
    assert said() == f"{name}预计增长9.9%，高于预期目标4.9个百分点"
    assert said(status="actual", value=Decimal(5)) == f"{name}增长5%，与预期目标持平"
    assert said(status="actual", value=Decimal("-2.3")) == f"{name}下降2.3%，低于预期目标7.3个百分点"
    assert said(status="actual", value=Decimal("0.0")) == f"{name}持平，低于预期目标5个百分点"
    assert (
        said(goal_bound="qualitative", goal_value=None, goal_unit="", goal_text="保持稳定")
        == f"{name}预计增长9.9%，实现“保持稳定”目标"
    )
    assert said(goal_bound="about", value=Decimal("5.3")) == f"{name}预计增长5.3%，高于预期目标0.3个百分点"
    assert said(goal_bound="about", value=Decimal("4.8")) == f"{name}预计增长4.8%，略低于预期目标0.2个百分点"


def test_no_zero_trails_a_difference(dataset: Dataset) -> None:
    changed = statement(dataset, value=Decimal("6.10"), goal_value=Decimal("5.1"))
    assert writer_of(dataset).gap(changed) == "高于预期目标1个百分点"


def test_other_years_have_one_as_far_as_the_data_goes(tool: Tool, tmp_path: Path) -> None:
    tool("make", "brief", 2024, "-o", tmp_path / "b.docx")
    assert "周村区2024年计划目标简报" in lines(tmp_path / "b.docx")
    assert "no targets of 2019" in tool("make", "brief", 2019, code=2).stderr


def test_the_date_begins_two_characters_right_of_the_issuer(built: Path) -> None:
    """GB/T 9704-2012, 7.3.5.2."""
    *_rest, issuer, date = lines(built / NAME)
    assert issuer.strip() == "周村区发展和改革局" and date.strip() == "2024年1月30日"
    indent = [len(text) - len(text.lstrip("\u3000")) for text in (issuer, date)]
    assert indent[1] == indent[0] + 2


def test_a_year_without_goals_of_the_year_before_shows_no_column_of_them(tool: Tool, tmp_path: Path) -> None:
    def heads(year: int) -> list[str]:
        tool("make", "brief", year, "-o", tmp_path / f"{year}.docx")
        (table,) = Document(str(tmp_path / f"{year}.docx")).tables
        return [c.text for c in table.rows[0].cells]

    assert heads(2020) == ["指标", "2019年完成", "2020年目标"]
    assert heads(2024) == ["指标", "2023年目标", "2023年完成", "2024年目标", "变化"]


def test_a_list_that_is_complete_says_so(dataset: Dataset) -> None:
    def told(names: set[str]) -> str:
        kept = replace(dataset, observations=tuple(o for o in dataset.observations if o.indicator in names))
        sections = next(iter(brief.outputs(writer_of(kept), 2023))).context["sections"]
        return next(s for s in sections if s.title == "超出目标较多的指标").paragraphs[0]

    one = "city-tech-upgrade-projects"
    assert told({one, "gdp"}).startswith("1项指标超额完成：列入市重点技改项目69个")
    assert told({one, "retail-sales"}).startswith("2项指标超额完成，除上述1项主要指标外，还有：列入市重点技改项目69个")
