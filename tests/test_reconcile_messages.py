"""What reconcile says of figures that contradict each other, read as a clerk reads it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests import code
from tests.conftest import ROOT, reads_the_code
from tests.test_reconcile import dataset, growths, indicator, industries, named, said
from zcplan.analysis.explain import message
from zcplan.analysis.reconcile import reconcile
from zcplan.i18n import translator

WORK, PLAN = "《2023年政府工作报告》", "《某区2023年计划》"
SHARE = (indicator(unit="%"),)
FAMILY = (indicator(), indicator("a", parent="x"), indicator("b", parent="x"))
STOCK = (named("高新技术企业数", "家"), replace(indicator("n", "家"), name="新增高新技术企业数"))
BASE = said("71.05", year=2022, status="actual")
TOLD = [
    (
        (said(50, document="work"), said(52)),
        None,
        f"指标x2023年目标，{WORK}为50亿元；{PLAN}为52亿元，相差2亿元。",
    ),
    (
        (said(5, "%", measure="growth", document="work"), said(6, "%", measure="growth")),
        None,
        f"指标x2023年目标，{WORK}为增长5%；{PLAN}为增长6%，相差1个百分点。",
    ),
    (
        (
            said(5, "%", measure="growth", document="work", bound="at_least"),
            said(6, "%", measure="growth", bound="at_least"),
        ),
        None,
        f"指标x2023年目标，{WORK}为增长5%以上；{PLAN}为增长6%以上，相差1个百分点（一个完成数可以同时达到各目标）。",
    ),
    (
        (said("53.64", status="actual", document="work"), said("53.64", "万元", status="actual")),
        None,
        f"指标x2023年完成数，{WORK}为53.64亿元；{PLAN}为53.64万元，相差10000倍，疑为单位有误。",
    ),
    (
        (said(1139, "万美元", "work", status="actual"), said(8156, "万美元", status="actual")),
        (indicator(unit="万美元"),),
        f"指标x2023年完成数，{WORK}为1139万美元；{PLAN}为8156万美元，相差7.16倍，近于汇率，疑为币种有误。",
    ),
    (
        (
            said("3.5", "%", measure="growth", status="estimate", document="work"),
            said("2.3", "%", measure="growth", status="actual"),
        ),
        None,
        f"指标x2023年预计数已作修订，{WORK}为预计增长3.5%；{PLAN}为增长2.3%。",
    ),
    (
        (said(50), said(52, locator="二")),
        None,
        f"指标x2023年目标，同一文件前后不一，{PLAN}为50亿元；{PLAN}为52亿元，相差2亿元。",
    ),
    (
        (said(50, document="work", note="统计口径含某湖"), said(52)),
        None,
        f"指标x2023年目标，{WORK}为50亿元；{PLAN}为52亿元，相差2亿元，但统计范围不同：统计口径含某湖。",
    ),
    (
        (said("71.05", document="work"), said("70.15")),
        None,
        f"指标x2023年目标，{WORK}为71.05亿元；{PLAN}为70.15亿元，相差0.9亿元。"
        "可能是70.15亿元中相邻两位数字写颠倒了，应为71.05亿元。",
    ),
    (
        (BASE, said("76.02"), said("5.0", "%", measure="growth")),
        None,
        "指标x2023年，由71.05亿元按增长5.0%推算应为74.6亿元，文件所列为76.02亿元，相当于增长7%。",
    ),
    (
        (BASE, said("60.02"), said("5.0", "%", measure="growth")),
        None,
        "指标x2023年，由71.05亿元按增长5.0%推算应为74.6亿元，文件所列为60.02亿元，相当于下降15.52%。",
    ),
    (
        (BASE, said(7460), said("5.0", "%", measure="growth")),
        None,
        "指标x2023年，由71.05亿元按增长5.0%推算应为74.6亿元，文件所列为7460亿元，相差100倍，疑为单位有误。",
    ),
    (
        (said("40.0", "%", year=2022, status="actual"), said("42.0", "%"), said("2.0", "%", measure="growth")),
        SHARE,
        "指标x（2023年）：由40.0%到42.0%是提高2个百分点，所列“增长2.0%”把百分点写成了增速。",
    ),
    (
        (said("40.0", "%", year=2022, status="actual"), said("42.0", "%"), said("5.0", "个百分点", measure="change")),
        SHARE,
        "指标x（2023年）：由40.0%到42.0%是增长5%，所列“提高5.0个百分点”把增速写成了百分点。",
    ),
    (
        (said("40.0", "%", year=2022, status="actual"), said("42.0", "%"), said("3.0", "个百分点", measure="change")),
        SHARE,
        "指标x2023年，由40.0%按提高3.0个百分点推算应为43%，文件所列为42.0%，相当于提高2个百分点。",
    ),
    (
        (said("167.4", "%", status="actual"),),
        (named("高技术产业增加值占比", "%"),),
        "高技术产业增加值占比2023年：167.4%，超过了全部，占比不可能高于100%。",
    ),
    (
        (said(420, "天", status="actual"),),
        (named("空气质量优良天数", "天"),),
        "空气质量优良天数2023年：420天，而这一年只有365天。",
    ),
    (
        (said(93, "个"), said(131, "个", area="lake")),
        (indicator(unit="个"),),
        "指标x（2023年）：分项（某湖131个）大于总量93个。",
    ),
    (
        (said(93, "个"), said(31, "个", area="lake"), said(52, "个", area="rest")),
        (indicator(unit="个"),),
        "指标x（2023年）：分项（某湖31个、不含某湖52个）合计83个，不等于总量93个。",
    ),
    (
        (said(50), said(30, indicator="a"), said(31, indicator="b")),
        FAMILY,
        "指标x（2023年）：分项（指标a30亿元、指标b31亿元）合计61亿元，大于总量50亿元。",
    ),
    (
        growths("7.1", "3.1", "5.8", "6.0"),
        industries(),
        "地区生产总值2023年：增长7.1%，不在各组成部分的增速范围之内："
        "第一产业增加值增长3.1%、第二产业增加值增长5.8%、第三产业增加值增长6.0%。",
    ),
    (
        (said(14, "家"), said(134, "家", indicator="n")),
        STOCK,
        "高新技术企业数2023年：总量14家，少于当年新增数（新增高新技术企业数134家）。",
    ),
    (
        (said(31, "个", area="lake", document="work"), said(33, "个", area="lake")),
        (indicator(unit="个"),),
        f"指标x（某湖）2023年目标，{WORK}为31个；{PLAN}为33个，相差2个。",
    ),
]


@pytest.mark.parametrize(("statements", "indicators", "told"), TOLD)
def test_a_contradiction_is_told_in_one_sentence_with_all_its_figures(statements, indicators, told):
    data = dataset(*statements, indicators=indicators)
    assert [message(f, data, translator("zh")) for f in reconcile(data)] == [told]


def test_growth_that_prices_explain_is_told_so():
    data = dataset(BASE, said("79.6"), said("5.0", "%", measure="growth"), indicators=(indicator(basis="constant"),))
    (told,) = (message(f, data, translator("zh")) for f in reconcile(data))
    assert (
        told
        == "指标x2023年，由71.05亿元到79.6亿元，按现价计算为增长12.03%；所列增长5.0%按不变价计算，口径不同，不作差错。"
    )


@reads_the_code
def test_every_message_of_reconcile_is_among_them():
    english = []
    cases = [(s, i) for s, i, _told in TOLD]
    cases += [((BASE, said("79.6"), said("5.0", "%", measure="growth")), (indicator(basis="constant"),))]
    for statements, indicators in cases:
        data = dataset(*statements, indicators=indicators)
        english += [message(f, data, translator("en")) for f in reconcile(data)]
    never = []
    for text in code.messages(ROOT / "zcplan" / "analysis" / "explain.py"):
        pattern = re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)))
        if not any(pattern.search(told) for told in english):
            never.append(text)
    assert never == []
