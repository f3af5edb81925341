"""Sentences belong to the office: phrases can be changed, what is wrong in them is told, and no sentence is odd."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from tests import wording_page
from tests.conftest import Tool, writer_of
from zcplan import resources
from zcplan.errors import TemplateError, UsageError
from zcplan.model import Dataset, Observation
from zcplan.reports.parts import phrases
from zcplan.reports.parts.cite import Cite
from zcplan.reports.parts.writer import Writer, joined

STANDARD = resources.template(phrases.FILE)


def own(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / phrases.FILE
    path.write_text(text, encoding="utf-8")
    return path


# --- sentences -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(writer: Writer) -> list[tuple[str, str, str, str, str]]:
    return list(wording_page.sentences(writer))


def test_no_sentence_repeats_a_direction_or_says_two_things(made: list[tuple[str, ...]]) -> None:
    odd = re.compile("涨幅增长|降低率下降|增长-|下降-|持平，与预期目标持平|允许范围|目标目标|，，|。|None")
    assert [sentence for *_rest, sentence in made if odd.search(sentence)] == []
    assert len(made) > 300


def test_what_falls_short_is_never_called_reached(made: list[tuple[str, ...]]) -> None:
    for verdict, *_rest, sentence in made:
        if verdict == "基本完成":
            assert "略" in sentence
        if verdict in ("超额完成", "完成"):
            assert "略" not in sentence and "未实现" not in sentence


def test_a_result_in_words_is_printed_and_one_in_another_unit_as_published(writer: Writer) -> None:
    indicator = replace(writer.dataset.indicators[0], name="居民人均可支配收入", unit="元")
    goal, result = (
        Observation("gdp", 2030, "zhoucun", "level", status, "exact", value, unit, "", "plan-2023", "", "", "")
        for status, value, unit in (("target", 35000, "元"), ("actual", "3.52", "万元"))
    )
    from decimal import Decimal

    from zcplan.analysis.compare import compare_fact
    from zcplan.reports.parts.facts import fact

    observations = tuple(o._replace(value=Decimal(str(o.value))) for o in (goal, result))
    dataset = replace(writer.dataset, indicators=(indicator,), observations=observations)
    row = fact(writer_of(dataset), 1, compare_fact(dataset, goal.fact), "")
    assert (row.actual, row.actual_value, row.difference) == ("3.52万元", "3.52万元", 200)
    flat = observations[1]._replace(measure="growth", value=Decimal(0), unit="%")
    aim = observations[0]._replace(measure="growth", value=None, bound="qualitative", unit="", text="稳定增长")
    dataset = replace(dataset, observations=(aim, flat))
    row = fact(writer_of(dataset), 1, compare_fact(dataset, aim.fact), "")
    assert (row.actual, row.verdict) == ("持平", "完成")


def test_neighbours_share_words_counts_join_amounts_and_levels_growth(writer: Writer) -> None:
    def stated(name: str, measure: str = "level") -> Observation:
        fact = (name, 2023, "zhoucun", measure)
        return next(o for o in writer.dataset.by_fact[fact] if not o.is_target)

    assert joined(
        [writer.clause(stated("district-projects")), writer.clause(stated("district-projects-investment"))]
    ) == ("实施区重点项目93个（含文昌湖29个）、总投资414.2亿元（含文昌湖143.8亿元）",)
    assert joined([writer.clause(stated(n)) for n in ("maker-spaces-new", "enterprise-tech-centres-new")]) == (
        "新增省级众创空间1家、省企业技术中心2家",
    )
    level, growth = stated("foreign-investment"), stated("foreign-investment", "growth")
    assert writer.clause(growth, level).text == "实际使用外资1733万美元、增长52%"
    assert (
        writer.clause(stated("district-projects-investment")).text == "区重点项目总投资414.2亿元（含文昌湖143.8亿元）"
    )


def test_neighbours_that_say_the_same_words_say_them_once(writer: Writer) -> None:
    def goal(name: str, year: int = 2020, measure: str = "level") -> Observation:
        return next(o for o in writer.dataset.by_fact[name, year, "zhoucun", measure] if o.is_target)

    def told(*goals: Observation) -> tuple[str, ...]:
        return joined([writer.clause(o) for o in goals])

    assert told(goal("npl-ratio"), goal("npl-balance")) == ("不良贷款率和不良贷款余额实现大幅下降",)
    deaths, accidents = goal("work-accident-deaths", 2023), goal("work-accidents", 2023)
    assert told(accidents, deaths) == ("安全生产事故起数和死亡人数双下降",)
    assert told(deaths) == ("安全生产事故死亡人数双下降",)
    three = [goal(n, 2023) for n in ("energy-intensity-reduction", "vocs-reduction", "cod-reduction")]
    assert told(*three) == ("万元生产总值能耗降低率、VOCs削减量和COD排放削减量完成市下达任务指标",)
    assert told(goal("hygiene-towns-villages", 2023), goal("peoples-homes-coverage", 2024)) == (
        "国家卫生乡镇、省级卫生村全覆盖",
        "“百姓家园”村（社区）全覆盖",
    ), "a name that is a row of names stays apart"


def test_a_growth_set_against_others_says_that_it_is_a_growth(writer: Writer) -> None:
    def goal(name: str, measure: str, year: int) -> Observation:
        fact = (name, year, "zhoucun", measure)
        return next(o for o in writer.dataset.by_fact[fact] if o.is_target and o.value is None)

    assert writer.figure(goal("retail-sales", "growth", 2024)) == "增速不低于全市平均水平"
    assert writer.figure(goal("foreign-trade", "growth", 2023)) == "保持稳定增长"
    assert writer.figure(goal("npl-ratio", "level", 2023)) == "继续优于全市平均水平"


def test_shares_are_told_as_shares(writer: Writer) -> None:
    """Their parts are not included in them, and their relative growth would be read as points."""
    stated = {o.fact[:1] + o.fact[3:]: o for o in writer.dataset.observations if o.year == 2022 and not o.is_target}
    coverage = next(
        o for o in writer.dataset.by_fact["covid-vaccine-coverage", 2022, "zhoucun", "level"] if not o.is_target
    )
    assert writer.clause(coverage).text == "新冠疫苗接种覆盖率93.1%（文昌湖90.56%）"
    share = stated["rd-share", "level"]
    assert writer.companions(share) == () and writer.misleads(stated["rd-share", "growth"])
    assert not writer.misleads(stated["gdp", "growth"])


def test_a_phrase_that_goes_on_behind_its_figure_ends_with_the_parts(writer: Writer) -> None:
    fact = ("green-factories-national", 2023, "zhoucun", "level")
    assert writer.clause(writer.dataset.by_fact[fact][0]).text == "3家企业被评为国家级绿色工厂（含文昌湖1家）"


# --- an office's own phrases -----------------------------------------------------------------------


def test_an_office_changes_one_phrase_and_keeps_the_others(tool: Tool, tmp_path: Path) -> None:
    own(tmp_path / "mine", '[gap]\nsame = "与目标一致"\n[brief]\ntitle = "{place}{year}年计划完成情况专报"\n')
    tool("--templates", tmp_path / "mine", "make", "brief", 2023, "-o", tmp_path / "b.docx")
    text = "\n".join(p.text for p in Document(str(tmp_path / "b.docx")).paragraphs)
    assert "地区生产总值预计增长5.5%左右，与目标一致" in text and "年计划完成情况专报" in text
    assert "高于预期目标4.9个百分点" in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[gap]\nsam = '与目标一致'\n", "Did you mean “gap.same”?"),
        ("[gap]\nrate-floor-above = '高于{gpa}'\n", "There is: {gap}"),
        ("[gap]\nrate-floor-above = '高于目标'\n", "{gap} is left out"),
        ("[gap]\nsame = '与{目标'\n", "a brace has no partner"),
        ("[gap]\nsame = 3\n", "the phrase is no text"),
        ("[notice]\napproved = [1]\n", "the phrase is no text"),
        ("[gap\nsame = 'x'\n", "a phrase is not written as"),
    ],
)
def test_a_wrong_phrase_is_told_by_check_and_before_anything_is_made(
    tool: Tool, tmp_path: Path, text: str, told: str
) -> None:
    own(tmp_path / "mine", text)
    result = tool("--templates", tmp_path / "mine", "templates", "check", phrases.FILE, code=None)
    assert result.exit_code in (1, 2) and told in result.output
    result = tool("--templates", tmp_path / "mine", "make", "brief", 2023, "-o", tmp_path / "b.docx", code=2)
    assert told in result.output and not (tmp_path / "b.docx").exists()


def test_phrases_of_another_encoding_are_told(tmp_path: Path) -> None:
    path = tmp_path / phrases.FILE
    path.write_bytes("[gap]\nsame = '与目标一致'\n".encode("gb18030"))
    with pytest.raises(TemplateError, match="not UTF-8"):
        phrases.load(path, STANDARD)


def test_the_standard_phrases_are_listed_exported_and_sound(tool: Tool, tmp_path: Path) -> None:
    assert phrases.FILE in tool("templates", "list").stdout
    tool("templates", "export", tmp_path, phrases.FILE)
    assert (tmp_path / phrases.FILE).read_bytes() == STANDARD.read_bytes()
    assert f"{phrases.FILE}: sound" in tool("templates", "check", phrases.FILE).stdout


# --- fact() ----------------------------------------------------------------------------------------


def test_any_template_cites_any_figure(tool: Tool, tmp_path: Path) -> None:
    tool("templates", "export", tmp_path / "mine", "brief.docx")
    path = tmp_path / "mine" / "brief.docx"
    document = Document(str(path))
    document.paragraphs[3].insert_paragraph_before(
        "去年{{ fact('地区生产总值', 2022) }}，目标{{ fact('gdp', 2023, '目标') }}"
    )
    document.save(str(path))
    tool("--templates", tmp_path / "mine", "templates", "check", "brief.docx")
    tool("--templates", tmp_path / "mine", "make", "brief", 2023, "-o", tmp_path / "b.docx")
    text = "\n".join(p.text for p in Document(str(tmp_path / "b.docx")).paragraphs)
    assert "去年增长2.3%，目标增长5.5%左右" in text


def test_a_figure_that_is_not_there_is_an_error_in_words(writer: Writer) -> None:
    fact = Cite(writer)
    assert fact("实际使用外资", 2023, measure="绝对值") == "1733万美元"
    assert fact("空气质量优良天数", 2023, area="文昌湖") == "253天"
    for wrong in (
        lambda: fact("地区生产总值", 1999),
        lambda: fact("无此指标", 2023),
        lambda: fact("地区生产总值", 2023, "计划"),
        lambda: fact("地区生产总值", 2023, area="某地"),
    ):
        with pytest.raises(UsageError):
            wrong()


# --- one count -------------------------------------------------------------------------------------


def counts(text: str, word: str) -> list[int]:
    return [int(n) for n in re.findall(rf"{word}(\d+)项", text)]


def paragraphs(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs]


def test_the_counts_of_a_brief_add_up_and_its_lists_are_complete(built: Path, dataset: Dataset) -> None:
    text = "\n".join(paragraphs(built / "2023年计划执行简报.docx"))
    total, known = int(re.search(r"涉及(\d+)项", text)[1]), int(re.search(r"情况的(\d+)项", text)[1])
    untold = int(re.search(r"；(\d+)项尚未公布", text)[1])
    verdicts = [
        n
        for v in ("超额完成", "完成", "基本完成", "接近完成", "未完成", "需研判")
        for n in counts(text, f"[，、中]{v}")
    ]
    assert sum(verdicts) == known and known + untold == total
    headline, others = (int(n) for n in re.search(r"等(\d+)项主要指标和其他(\d+)项指标尚未公布", text).groups())
    assert headline + others == untold
    exceeded = next(p for p in text.split("\n") if "项指标超额完成" in p)
    told = exceeded.count("超出目标") + exceeded.count("高于预期")
    beyond, above, rest = (int(n) for n in re.search(r"^(\d+)项.*上述(\d+)项.*其余(\d+)项", exceeded).groups())
    assert told + above + rest == beyond == counts(text, "其中超额完成")[0]
    short = next(p for p in text.split("\n") if "项指标未达到目标：" in p)
    assert len(short.split("；")) == int(re.match(r"(\d+)项", short)[1]) == counts(text, "未完成")[0]
    judge = next(p for p in text.split("\n") if "需研判（" in p)
    assert len(re.split("[、；]", judge.partition("：")[2])) == int(re.match(r"(\d+)项", judge)[1])
    check = text.partition("相互矛盾的数据共")[2]
    told = len(re.findall(r"^\d+\. ", check, re.MULTILINE))
    total, rest = (int(n) for n in re.match(r"(\d+)处，现列主要的，另(\d+)处", check).groups())
    assert told + rest == total


def test_brief_comparison_workbook_and_terminal_count_alike(built: Path, tool: Tool) -> None:
    from openpyxl import load_workbook

    said = {
        re.search("2023年计划目标涉及.*?尚未公布完成情况。", "\n".join(paragraphs(built / f)))[0]
        for f in ("2023年计划执行简报.docx", "2023年计划执行对比.docx")
    }
    sheet = load_workbook(built / "2023年计划执行对比.xlsx")
    said.add(sheet["概览"]["A3"].value)
    assert len(said) == 1
    total = int(re.search(r"涉及(\d+)项", said.pop())[1])
    heads = [c.value for c in sheet["全部指标"][2]]
    marks = [r[heads.index("计数")] for r in sheet["全部指标"].iter_rows(min_row=3, values_only=True)]
    assert marks.count("计入") == total
    told = tool("compare", 2023).stderr
    assert f"{total} indicators" in told
    assert (marks.count("同一指标的其他口径"), marks.count("部分区域")) == tuple(
        int(n) for n in re.search(r"them (\d+) in .*, (\d+) of parts", told).groups()
    )


@pytest.mark.parametrize("year", [2020, 2024])
def test_a_year_with_goals_only_gets_a_brief_and_a_comparison_of_the_plan(
    tool: Tool, tmp_path: Path, year: int
) -> None:
    tool("make", "brief", year, "-o", tmp_path)
    tool("make", "comparison", year, "-o", tmp_path)
    brief = "\n".join(paragraphs(tmp_path / f"{year}年计划目标简报.docx"))
    total = int(re.search(r"涉及(\d+)项", brief)[1])
    if "与2023年目标相比" in brief:
        changes = [counts(brief, w)[0] for w in ("调高", "调低", "不变", "表述不同", "、新列入")]
        assert sum(changes) == total
        lists = re.findall(r"^\D+(\d+)项：(.*)。$", brief, re.MULTILINE)
        assert lists and all(len(re.split("；" if "；" in names else "、", names)) == int(n) for n, names in lists)
    word = Document(str(tmp_path / f"{year}年计划目标对比.docx"))
    assert all(len(t.rows) > 1 for t in word.tables), "no table is empty"
    rows = sum(len(t.rows) - 1 for t in word.tables[:2])
    assert rows == total
    assert "未公布完成情况，不作判断" not in brief
    assert year == 2024 or "2020年5月26日" in brief, "a brief is as of the documents that it tells of"


def test_a_year_with_results_only_is_left_out_with_a_word(tool: Tool, tmp_path: Path) -> None:
    told = tool("build", 2022, "-o", tmp_path).stderr
    assert "brief is left out: the dataset has no targets of 2022, results alone" in told
