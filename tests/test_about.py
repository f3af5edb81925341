"""What a document says of itself is read from its head, for a place of any kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from zcplan.extract.about import About, read_about
from zcplan.extract.places import full_name, level_of, place_of
from zcplan.reading.document import read

REPORTS = ROOT.parent / "shared" / "reports"
TEXT = (
    "过去一年，在上级党委和政府的坚强领导下，我们坚持稳中求进工作总基调，全力以赴稳增长、调结构、惠民生，经济社会发展保持了良好态势。"
    * 2
)


def about(tmp_path: Path, *lines: str) -> About:
    path = tmp_path / "x.txt"
    path.write_text("\n\n".join([*lines, TEXT]), encoding="utf-8")
    return read_about(read(path))


HEADS = {
    "a county's report, title over two lines": (
        (
            "关于甲县2025年国民经济和社会发展计划",
            "执行情况与2026年计划草案的报告",
            "——2026年1月12日在甲县第十八届人民代表大会第六次会议上",
            "县发展和改革局局长 张三",
            "各位代表：",
        ),
        (
            "关于甲县2025年国民经济和社会发展计划执行情况与2026年计划草案的报告",
            "",
            "甲县发展和改革局",
            date(2026, 1, 12),
            "plan-report",
            "甲县",
        ),
    ),
    "a city's, with 发改委": (
        (
            "关于丙丁市2025年国民经济和社会发展计划执行情况与2026年国民经济和社会发展计划草案的报告",
            "（2026年1月20日在丙丁市第九届人民代表大会第五次会议上）",
            "丙丁市发展和改革委员会主任  李四五",
            "各位代表:",
        ),
        (
            "关于丙丁市2025年国民经济和社会发展计划执行情况与2026年国民经济和社会发展计划草案的报告",
            "",
            "丙丁市发展和改革委员会",
            date(2026, 1, 20),
            "plan-report",
            "丙丁市",
        ),
    ),
    "a town's work report, letters apart": (
        ("政 府 工 作 报 告", "2026年2月3日在戊己镇第十九届人民代表大会第七次会议上", "镇长 王六", "各位代表："),
        ("2026年政府工作报告", "", "戊己镇人民政府", date(2026, 2, 3), "work-report", "戊己镇"),
    ),
    "a district below a city": (
        (
            "庚辛市壬癸区政府工作报告",
            "——2026年1月8日在庚辛市壬癸区第五届人民代表大会第六次会议上",
            "庚辛市壬癸区人民政府区长 赵七",
            "各位代表：",
        ),
        ("庚辛市壬癸区政府工作报告", "", "壬癸区人民政府", date(2026, 1, 8), "work-report", "壬癸区"),
    ),
    "an autonomous county": (
        ("2026年政府工作报告", "——2026年1月8日在甲乙自治县第十届人民代表大会第六次会议上", "各位代表："),
        ("2026年政府工作报告", "", "甲乙自治县人民政府", date(2026, 1, 8), "work-report", "甲乙自治县"),
    ),
    "a plan under a red head": (
        (
            "甲县人民政府文件",
            "甲政发〔2026〕3号",
            "甲县人民政府关于印发甲县2026年国民经济和社会发展计划的通知",
            "各乡镇人民政府，县政府各部门：",
            "现将《甲县2026年国民经济和社会发展计划》印发给你们，请认真组织实施。",
            "甲县人民政府",
            "2026年3月6日",
        ),
        (
            "甲县人民政府关于印发甲县2026年国民经济和社会发展计划的通知",
            "甲政发〔2026〕3号",
            "甲县人民政府",
            date(2026, 3, 6),
            "plan",
            "甲县",
        ),
    ),
    "a division of tasks, number in square brackets, a date in words": (
        (
            "甲县人民政府办公室",
            "关于印发2026年政府工作报告重点任务分工方案的通知",
            "甲政办发[2026]012号",
            "各乡镇人民政府，县直各部门：",
            "方案已经县政府同意，请认真落实。",
            "甲县人民政府办公室",
            "二〇二六年二月十五日",
        ),
        (
            "关于印发2026年政府工作报告重点任务分工方案的通知",
            "甲政办发〔2026〕12号",
            "甲县人民政府办公室",
            date(2026, 2, 15),
            "task-list",
            "甲县",
        ),
    ),
    "a development zone": (
        ("甲乙经济开发区2026年工作报告", "2026年1月5日", "甲乙经济开发区管理委员会"),
        (
            "甲乙经济开发区2026年工作报告",
            "",
            "甲乙经济开发区管理委员会",
            date(2026, 1, 5),
            "work-report",
            "甲乙经济开发区",
        ),
    ),
    "nothing but text": ((TEXT,), ("", "", "", None, "", "")),
}


@pytest.mark.parametrize("name", HEADS)
def test_title_number_issuer_date_kind_and_place_are_read(tmp_path, name):
    lines, wanted = HEADS[name]
    a = about(tmp_path, *lines)
    if a.kind == "work-report" and not wanted[0].startswith(a.title[:4]):
        raise AssertionError(a)
    assert (a.title, a.number, a.issuer, a.day, a.kind, a.place.name if a.place else "") == wanted


def test_its_id_names_kind_and_year(tmp_path):
    lines = HEADS["a county's report, title over two lines"][0]
    assert about(tmp_path, *lines).id == "plan-report-2026"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the reports are not here")
def test_reports_as_their_offices_made_them_tell_all_of_it():
    found = [read_about(read(path)) for path in sorted(REPORTS.glob("*.docx"))]
    assert len(found) > 20
    for a in found:
        assert a.kind == "work-report" and a.day is not None and a.day.year == 2025 and a.place, a
        assert a.issuer == f"{a.place.name}人民政府" and a.place.short, a


@pytest.mark.parametrize(
    ("text", "name", "short", "level"),
    [
        ("甲省", "甲省", "全省", "省"),
        ("甲乙自治区", "甲乙自治区", "全区", "自治区"),
        ("甲乙市丙丁区", "丙丁区", "全区", "区"),
        ("甲乙市", "甲乙市", "全市", "市"),
        ("甲乙省丙丁市戊己县", "戊己县", "全县", "县"),
        ("甲乙高新区", "甲乙高新区", "全区", "区"),
        ("甲乙旗", "甲乙旗", "全旗", "旗"),
        ("甲乙镇", "甲乙镇", "全镇", "镇"),
        ("甲乙自治州", "甲乙自治州", "全州", "州"),
    ],
)
def test_a_place_has_its_name_and_short_form(text, name, short, level):
    place = place_of(text)
    assert place is not None and (place.name, place.short, level_of(place.name)) == (name, short, level)


@pytest.mark.parametrize(
    ("printed", "place", "full"),
    [
        ("县发展改革局", "某县", "某县发展和改革局"),
        ("发改局", "某县", "某县发展和改革局"),
        ("县财政局", "某县", "某县财政局"),
        ("某县财政局", "某县", "某县财政局"),
        ("自治区发展改革委", "某某自治区", "某某自治区发展和改革委员会"),
        ("教育厅", "某某自治区", "某某自治区教育厅"),
        ("区人力资源社会保障局", "某区", "某区人力资源和社会保障局"),
        ("县委宣传部", "某县", "县委宣传部"),
        ("市税务局", "某县", "市税务局"),
        ("供电公司", "某县", "供电公司"),
        ("县供销社", "某县", "某县供销社"),
        ("宁东管委会", "某某自治区", "宁东管委会"),
    ],
)
def test_a_department_has_its_full_name_where_the_field_knows_it(printed, place, full):
    assert full_name(printed, place) == full
