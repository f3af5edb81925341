"""Whose figure, of what, of when: what every part of a statement is read as, in sentences of each kind.

A row is ``figure | subject | territory (the whole that a part is of) | period | status | measure``, read with 2024 as
the document's own year. The sentences are invented.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from zcplan.figures.period import mentions
from zcplan.figures.read import read_statements
from zcplan.figures.sections import sections_of
from zcplan.figures.statement import Statement
from zcplan.figures.territory import split_territory
from zcplan.figures.text import MASK, make_flow, measured
from zcplan.reading.document import BODY, HEADING, NOTE, Draft, Paragraph
from zcplan.reading.document import read as read_file

OWN = 2024

STATEMENTS = {
    "names and verbs": [
        (
            "全年完成固定资产投资120亿元，同比增长8.5%。",
            [
                "120亿元 | 固定资产投资 |  | 2024 |  | level",
                "同比增长8.5% | 固定资产投资 |  | 2024 |  | growth",
            ],
        ),
        (
            "新培育高新技术企业14家、科技型中小企业26家。",
            [
                "14家 | 新培育高新技术企业 |  | 2024 |  | level",
                "26家 | 新培育科技型中小企业 |  | 2024 |  | level",
            ],
        ),
        (
            "建设农村公路20公里、改造危桥3座。",
            [
                "20公里 | 建设农村公路 |  | 2024 |  | level",
                "3座 | 改造危桥 |  | 2024 |  | level",
            ],
        ),
        (
            "3家企业被评为国家级绿色工厂，5家企业列入省级专精特新名单。",
            [
                "3家 | 国家级绿色工厂 |  | 2024 |  | level",
                "5家 | 省级专精特新名单 |  | 2024 |  | level",
            ],
        ),
        (
            "总投资290亿元的75个重点项目全部开工。",
            [
                "290亿元 | 重点项目总投资 |  | 2024 |  | level",
                "75个 | 重点项目 |  | 2024 |  | level",
            ],
        ),
        (
            "总投资20亿元的甲厂、乙园等重点农业项目加快建设。",
            [
                "20亿元 | 重点农业项目总投资 |  | 2024 |  | level",
            ],
        ),
        (
            "实施重点项目93个，总投资414亿元，完成投资88亿元。",
            [
                "93个 | 实施重点项目 |  | 2024 |  | level",
                "414亿元 | 实施重点项目总投资 |  | 2024 |  | level",
                "88亿元 | 实施重点项目完成投资 |  | 2024 |  | level",
            ],
        ),
        (
            "新增运营里程43公里，总里程达到879公里。",
            [
                "43公里 | 新增运营里程 |  | 2024 |  | level",
                "879公里 | 运营总里程 |  | 2024 |  | level",
            ],
        ),
        (
            "小麦播种面积30万亩，单产480公斤，总产14.4万吨。",
            [
                "30万亩 | 小麦播种面积 |  | 2024 |  | level",
                "480公斤 | 小麦单产 |  | 2024 |  | level",
                "14.4万吨 | 小麦总产 |  | 2024 |  | level",
            ],
        ),
        (
            "规模以上工业中，高技术制造业增加值增长12.5%。",
            [
                "增长12.5% | 规模以上工业中高技术制造业增加值 |  | 2024 |  | growth",
            ],
        ),
        (
            "固定资产投资：预计增长6.5%。",
            [
                "增长6.5% | 固定资产投资 |  | 2024 |  | growth",
            ],
        ),
        (
            "固定资产投资稳步增长，增幅达到7%。",
            [
                "增幅达到7% | 固定资产投资 |  | 2024 |  | growth",
            ],
        ),
        (
            "技改贷款跃上新台阶，达到6300万元。",
            [
                "6300万元 | 技改贷款 |  | 2024 |  | level",
            ],
        ),
        (
            "在47个居住小区安装充电插头6576个。",
            [
                "47个 | 居住小区安装充电插头 |  | 2024 |  | level",
                "6576个 | 居住小区安装充电插头 |  | 2024 |  | level",
            ],
        ),
        (
            "完成体育馆、5处健身广场建设。",
            [
                "5处 | 健身广场建设 |  | 2024 |  | level",
            ],
        ),
        (
            "我们遴选确定了25件民生实事。",
            [
                "25件 | 遴选确定民生实事 |  | 2024 |  | level",
            ],
        ),
        (
            "建成灯塔工厂、数字车间、无人工厂3家。",
            [
                "3家 | 建成灯塔工厂、数字车间、无人工厂 |  | 2024 |  | level",
            ],
        ),
        (
            "改造提升700个乡镇（街道）应急站点。",
            [
                "700个 | 改造乡镇应急站点 |  | 2024 |  | level",
            ],
        ),
        (
            "举办运动会、健身节等赛事活动320场以上。",
            [
                "320场以上 | 举办赛事活动 |  | 2024 |  | level",
            ],
        ),
        (
            "省级统筹改造1000公里国省道低等级路段。",
            [
                "1000公里 | 省级统筹改造国省道低等级路段 |  | 2024 |  | level",
            ],
        ),
    ],
    "lists": [
        (
            "城镇、农村居民人均可支配收入分别达到40495元、19327元，同比增长7.1%、8.7%。",
            [
                "40495元 | 城镇居民人均可支配收入 |  | 2024 |  | level",
                "19327元 | 农村居民人均可支配收入 |  | 2024 |  | level",
                "同比增长7.1% | 城镇居民人均可支配收入 |  | 2024 |  | growth",
                "8.7% | 农村居民人均可支配收入 |  | 2024 |  | growth",
            ],
        ),
        (
            "城镇和农村居民收入均增长6%。",
            [
                "增长6% | 城镇和农村居民收入 |  | 2024 |  | growth",
            ],
        ),
        (
            "一、二、三产增加值分别增长3.5%、7.2%、5.1%。",
            [
                "增长3.5% | 一产增加值 |  | 2024 |  | growth",
                "7.2% | 二产增加值 |  | 2024 |  | growth",
                "5.1% | 三产增加值 |  | 2024 |  | growth",
            ],
        ),
        (
            "养老金、失业金分别提高25元、50元。",
            [
                "提高25元 | 养老金 |  | 2024 |  | change",
                "50元 | 失业金 |  | 2024 |  | change",
            ],
        ),
        (
            "一般公共预算收入（扣除留抵退税因素）、一般公共预算支出分别增长19.1%、2.8%。",
            [
                "增长19.1% | 一般公共预算收入（扣除留抵退税因素） |  | 2024 |  | growth",
                "2.8% | 一般公共预算支出 |  | 2024 |  | growth",
            ],
        ),
        (
            "地区生产总值、服务业增加值分别增长5.5%、6.1%。",
            [
                "增长5.5% | 地区生产总值 |  | 2024 |  | growth",
                "6.1% | 服务业增加值 |  | 2024 |  | growth",
            ],
        ),
        (
            "三次产业结构为8.3∶41.4∶50.3。",
            [
                "8.3 | 第一产业增加值占比 |  | 2024 |  | level",
                "41.4 | 第二产业增加值占比 |  | 2024 |  | level",
                "50.3 | 第三产业增加值占比 |  | 2024 |  | level",
            ],
        ),
        (
            "确保开工率、投资完成率“两个100%”。",
            [
                "100% | 开工率 |  | 2024 | target | level",
                "100% | 投资完成率 |  | 2024 | target | level",
            ],
        ),
        (
            "规模化供水率、水质达标率达到98%。",
            [
                "98% | 规模化供水率 |  | 2024 |  | level",
                "98% | 水质达标率 |  | 2024 |  | level",
            ],
        ),
        (
            "工业投资达到5亿元、农业投资达到6亿元，分别增长3%、4%。",
            [
                "5亿元 | 工业投资 |  | 2024 |  | level",
                "6亿元 | 农业投资 |  | 2024 |  | level",
                "增长3% | 工业投资 |  | 2024 |  | growth",
                "4% | 农业投资 |  | 2024 |  | growth",
            ],
        ),
        (
            "一、二产业增加值分别增长3%、4%。",
            [
                "增长3% | 第一产业增加值 |  | 2024 |  | growth",
                "4% | 第二产业增加值 |  | 2024 |  | growth",
            ],
        ),
    ],
    "brackets": [
        (
            "全区重点项目93个（含河东镇31个、总投资122.3亿元）。",
            [
                "93个 | 重点项目 | 全区 | 2024 |  | level",
                "31个 | 重点项目 | 河东镇(全区) | 2024 |  | level",
                "122.3亿元 | 重点项目总投资 | 河东镇(全区) | 2024 |  | level",
            ],
        ),
        (
            "接种覆盖率达到93.1%（河东镇90.56%）。",
            [
                "93.1% | 接种覆盖率 |  | 2024 |  | level",
                "90.56% | 接种覆盖率 | 河东镇() | 2024 |  | level",
            ],
        ),
        (
            "7家企业入选百强（含河东镇1家综合百强企业、2家工业百强企业）。",
            [
                "7家 | 百强 |  | 2024 |  | level",
                "1家 | 综合百强企业 | 河东镇() | 2024 |  | level",
                "2家 | 工业百强企业 | 河东镇() | 2024 |  | level",
            ],
        ),
        (
            "新增创新平台26家（含河东镇1家）、高新技术企业37家（含河东镇4家）。",
            [
                "26家 | 新增创新平台 |  | 2024 |  | level",
                "1家 | 新增创新平台 | 河东镇() | 2024 |  | level",
                "37家 | 新增高新技术企业 |  | 2024 |  | level",
                "4家 | 新增高新技术企业 | 河东镇() | 2024 |  | level",
            ],
        ),
        (
            "进出口总额90亿元（增长12%）。",
            [
                "90亿元 | 进出口总额 |  | 2024 |  | level",
                "增长12% | 进出口总额 |  | 2024 |  | growth",
            ],
        ),
        (
            "重点项目（含河东镇31个）加快建设。",
            [
                "31个 | 重点项目 | 河东镇() | 2024 |  | level",
            ],
        ),
        (
            "全区重点项目93个（含河东镇31个、河西镇22个）。",
            [
                "93个 | 重点项目 | 全区 | 2024 |  | level",
                "31个 | 重点项目 | 河东镇(全区) | 2024 |  | level",
                "22个 | 重点项目 | 河西镇(全区) | 2024 |  | level",
            ],
        ),
        (
            "接种覆盖率达到93.1%（六十岁以上老年人群90.56%）。",
            [
                "93.1% | 接种覆盖率 |  | 2024 |  | level",
                "90.56% | 六十岁以上老年人群 |  | 2024 |  | level",
            ],
        ),
        (
            "实施重点项目93个（含总投资20亿元）。",
            [
                "93个 | 实施重点项目 |  | 2024 |  | level",
                "20亿元 | 实施重点项目总投资 | () | 2024 |  | level",
            ],
        ),
        (
            "全市百强企业7家（含河东镇1家综合百强企业）。",
            [
                "7家 | 百强企业 | 全市 | 2024 |  | level",
                "1家 | 综合百强企业 | 河东镇(全市) | 2024 |  | level",
            ],
        ),
    ],
    "change behind": [
        (
            "各项贷款余额实现8.5%的增长。",
            [
                "8.5% | 各项贷款余额 |  | 2024 |  | growth",
            ],
        ),
        (
            "存款余额以10.1%的速度增长。",
            [
                "10.1% | 存款余额 |  | 2024 |  | growth",
            ],
        ),
        (
            "用电量出现2.4%的下降。",
            [
                "2.4% | 用电量 |  | 2024 |  | growth",
            ],
        ),
        (
            "外贸出口增速为负，同比降4.8%。",
            [
                "同比降4.8% | 外贸出口 |  | 2024 |  | growth",
            ],
        ),
        (
            "社会消费品零售总额的增长速度是9.9%。",
            [
                "增长速度是9.9% | 社会消费品零售总额 |  | 2024 |  | growth",
            ],
        ),
        (
            "工业投资增速比上年提高2.7个百分点。",
            [
                "比上年提高2.7个百分点 | 工业投资 |  | 2024 |  | change",
            ],
        ),
    ],
    "territories": [
        (
            "全市地区生产总值增长6%，全区增长5.8%。",
            [
                "增长6% | 地区生产总值 | 全市 | 2024 |  | growth",
                "增长5.8% | 地区生产总值 | 全区 | 2024 |  | growth",
            ],
        ),
        (
            "从全省看，固定资产投资增长4.1%。",
            [
                "增长4.1% | 固定资产投资 | 全省 | 2024 |  | growth",
            ],
        ),
        (
            "云河县实际使用外资3000万美元。",
            [
                "3000万美元 | 实际使用外资 | 云河县 | 2024 |  | level",
            ],
        ),
        (
            "高新区完成工业产值310亿元。",
            [
                "310亿元 | 工业产值 | 高新区 | 2024 |  | level",
            ],
        ),
        (
            "打通省道5条，列入省重点项目12个。",
            [
                "5条 | 打通省道 |  | 2024 |  | level",
                "12个 | 列入省重点项目 |  | 2024 |  | level",
            ],
        ),
        (
            "脱贫县农民收入增长6.9%。",
            [
                "增长6.9% | 脱贫县农民收入 |  | 2024 |  | growth",
            ],
        ),
        (
            "在全国率先建成示范基地2个。",
            [
                "2个 | 建成示范基地 |  | 2024 |  | level",
            ],
        ),
    ],
    "times": [
        (
            "五年来，新建学校28所，新增学位3.2万个。",
            [
                "28所 | 新建学校 |  | span - |  | level",
                "3.2万个 | 新增学位 |  | span - |  | level",
            ],
        ),
        (
            "“十四五”期间，累计完成水利投资46亿元。",
            [
                "46亿元 | 水利投资 |  | span 2021-2025 |  | level",
            ],
        ),
        *(
            (f"“{plan}”期间，建设学校9所。", [f"9所 | 建设学校 |  | span {first}-{first + 4} | {status} | level"])
            for plan, first, status in (
                *(("十五", 2001, "actual"), ("十一五", 2006, "actual"), ("十二五", 2011, "actual")),
                *(("十三五", 2016, "actual"), ("十五五", 2026, ""), ("十六五", 2031, "")),
            )
        ),
        (
            "近三年技改投资年均增长15%。",
            [
                "年均增长15% | 技改投资 |  | span - |  | growth",
            ],
        ),
        (
            "上半年社会消费品零售总额增长5.2%，全年预计增长6%。",
            [
                "增长5.2% | 社会消费品零售总额 |  | part 2024 |  | growth",
                "增长6% | 社会消费品零售总额 |  | 2024 |  | growth",
            ],
        ),
        (
            "2023年12月当月用电量增长3.3%。",
            [
                "增长3.3% | 用电量 |  | part 2023 | actual | growth",
            ],
        ),
        (
            "截至4月底，登记经营主体8.1万户。",
            [
                "8.1万户 | 登记经营主体 |  | part 2024 |  | level",
            ],
        ),
        (
            "到2030年，森林覆盖率达到38%。",
            [
                "38% | 森林覆盖率 |  | point 2030 | target | level",
            ],
        ),
        (
            "地区生产总值由2020年的210亿元增加到2023年的261亿元。",
            [
                "210亿元 | 地区生产总值 |  | 2020 | actual | level",
                "261亿元 | 地区生产总值 |  | 2023 | actual | level",
            ],
        ),
        (
            "农产品出口由去年的4.1亿元增加到5.3亿元。",
            [
                "4.1亿元 | 农产品出口 |  | 2023 | actual | level",
                "增加到5.3亿元 | 农产品出口 |  | 2024 |  | level",
            ],
        ),
        (
            "社会消费品零售总额比2020年增长20%。",
            [
                "增长20% | 社会消费品零售总额 |  | span 2020-2024 |  | growth",
            ],
        ),
        (
            "今年，地区生产总值增长5.5%左右。",
            [
                "增长5.5%左右 | 地区生产总值 |  | 2024 |  | growth",
            ],
        ),
        (
            "去年，一般公共预算收入完成22.1亿元。",
            [
                "22.1亿元 | 一般公共预算收入 |  | 2023 | actual | level",
            ],
        ),
        (
            "力争到2030年，森林覆盖率达到38%。",
            [
                "38% | 森林覆盖率 |  | point 2030 | target | level",
            ],
        ),
        (
            "2021—2023年，累计建设学校9所。",
            [
                "9所 | 累计建设学校 |  | span 2021-2023 | actual | level",
            ],
        ),
        (
            "工业投资（2022年）增长5%。",
            [
                "增长5% | 工业投资 |  | 2022 | actual | growth",
            ],
        ),
        (
            "工业投资（2022年），农业投资增长5%。",
            [
                "增长5% | 农业投资 |  | 2024 |  | growth",
            ],
        ),
        (
            "工业投资环比增长5%。",
            [
                "环比增长5% | 工业投资 |  | part 2024 |  | growth",
            ],
        ),
        (
            "本届任期以来建成学校9所。",
            [
                "9所 | 建成学校 |  | span - |  | level",
            ],
        ),
        (
            "“十四五”末森林覆盖率达到38%。",
            [
                "38% | 森林覆盖率 |  | point 2025 |  | level",
            ],
        ),
        (
            "“十四五”以来建成学校9所。",
            [
                "9所 | 建成学校 |  | span 2021- |  | level",
            ],
        ),
        (
            "明年工业投资增长5%，前年工业投资增长6%。",
            [
                "增长5% | 工业投资 |  | 2025 |  | growth",
                "增长6% | 工业投资 |  | 2022 | actual | growth",
            ],
        ),
        (
            "截至2023年12月底登记企业8万户。",
            [
                "8万户 | 登记企业 |  | 2023 | actual | level",
            ],
        ),
        (
            "《2022年行动方案》提出投资增长5%。",
            [
                "增长5% | 投资 |  | 2024 |  | growth",
            ],
        ),
        (
            "工业投资与2022年同期相比增长5%。",
            [
                "增长5% | 工业投资 |  | 2024 |  | growth",
            ],
        ),
    ],
    "status": [
        (
            "力争新建标准厂房35万平方米。",
            [
                "35万平方米 | 新建标准厂房 |  | 2024 | target | level",
            ],
        ),
        (
            "预计一般公共预算收入增长5%。",
            [
                "增长5% | 一般公共预算收入 |  | 2024 |  | growth",
            ],
        ),
        (
            "地区生产总值预期目标为增长6%。",
            [
                "增长6% | 地区生产总值 |  | 2024 | target | growth",
            ],
        ),
        (
            "原计划投资50亿元，实际完成48亿元。",
            [
                "50亿元 | 投资 |  | 2024 | cited | level",
                "48亿元 | 投资 |  | open | actual | level",
            ],
        ),
        (
            "年初确定的6%的增长目标圆满完成。",
            [
                "6% |  |  | 2024 | cited | growth",
            ],
        ),
        (
            "把居民收入增长5.5%作为预期目标。",
            [
                "增长5.5% | 居民收入 |  | 2024 | target | growth",
            ],
        ),
        (
            "力争新建标准厂房35万平方米。培育企业20家以上。培育工厂30家。",
            [
                "35万平方米 | 新建标准厂房 |  | 2024 | target | level",
                "20家以上 | 培育企业 |  | 2024 | target | level",
                "30家 | 培育工厂 |  | 2024 |  | level",
            ],
        ),
        (
            "工业投资完成2023年计划的98%。",
            [
                "98% | 工业投资 |  | 2024 | target | level",
            ],
        ),
    ],
    "forms": [
        (
            "人均预期寿命提高到79.3岁，60岁以上老人28万人。",
            [
                "提高到79.3岁 | 人均预期寿命 |  | 2024 |  | level",
                "28万人 | 60岁以上老人 |  | 2024 |  | level",
            ],
        ),
        (
            "粮食总产251万斤，增速达到二点五倍。",
            [
                "251万斤 | 粮食总产 |  | 2024 |  | level",
                "增速达到二点五倍 | 粮食总产 |  | 2024 |  | growth",
            ],
        ),
        (
            "税收收入二百五十一亿元，占比百分之六十二点七。",
            [
                "二百五十一亿元 | 税收收入 |  | 2024 |  | level",
                "百分之六十二点七 | 税收收入占比 |  | 2024 |  | level",
            ],
        ),
        (
            "培育1个400亿级产业集群，引进10亿元以上重大项目6个。",
            [
                "1个 | 培育400亿级产业集群 |  | 2024 |  | level",
                "6个 | 引进10亿元以上重大项目 |  | 2024 |  | level",
            ],
        ),
        (
            "发电量达2700亿千瓦时，总装机近3500万千瓦。",
            [
                "2700亿千瓦时 | 发电量 |  | 2024 |  | level",
                "近3500万千瓦 | 总装机 |  | 2024 |  | level",
            ],
        ),
        (
            "新能源汽车产量增长2.5倍，软件收入翻一番。",
            [
                "增长2.5倍 | 新能源汽车产量 |  | 2024 |  | growth",
                "翻一番 | 软件收入 |  | 2024 |  | growth",
            ],
        ),
        (
            "进出口增速居全省第三位，总量在全国排名第20位。",
            [
                "第三位 | 进出口 |  | 2024 |  | rank",
                "第20位 | 进出口总量 |  | 2024 |  | rank",
            ],
        ),
    ],
    "more kinds": [
        (
            "民营企业、外资企业出口分别占全省的50.6%、41.9%。",
            [
                "50.6% | 民营企业出口占全省 |  | 2024 |  | level",
                "41.9% | 外资企业出口占全省 |  | 2024 |  | level",
            ],
        ),
        (
            "地区生产总值超百亿元县增至35个。",
            [
                "35个 | 地区生产总值超百亿元县 |  | 2024 |  | level",
            ],
        ),
        (
            "再生水利用率达到45%，全市性检查事项减少20%。",
            [
                "45% | 再生水利用率 |  | 2024 |  | level",
                "减少20% | 全市性检查事项 |  | 2024 |  | growth",
            ],
        ),
        (
            "新增污水处理能力日均1200吨。",
            [
                "1200吨 | 新增污水处理能力 |  | 2024 |  | level",
            ],
        ),
        (
            "培育国家级专精特新企业41家，制造业“单项冠军”企业5家。",
            [
                "41家 | 培育国家级专精特新企业 |  | 2024 |  | level",
                "5家 | 制造业单项冠军企业 |  | 2024 |  | level",
            ],
        ),
        (
            "甲镇、乙镇等骨干冷链基地和16个区域物流枢纽加快建设。",
            [
                "16个 | 区域物流枢纽 |  | 2024 |  | level",
            ],
        ),
        (
            "新增公共充电桩380个、累计达到973个。",
            [
                "380个 | 新增公共充电桩 |  | 2024 |  | level",
                "973个 | 公共充电桩 |  | span -2024 |  | level",
            ],
        ),
        (
            "打造示范村12个，其中省级3个。",
            [
                "12个 | 打造示范村 |  | 2024 |  | level",
                "3个 | 打造省级示范村 |  | 2024 |  | level",
            ],
        ),
        (
            "税务部门减税降费11.8亿元，惠及企业2300户。",
            [
                "11.8亿元 | 税务部门减税降费 |  | 2024 |  | level",
                "2300户 | 惠及企业 |  | 2024 |  | level",
            ],
        ),
        (
            "高标准农田面积达到17.19万亩以上。",
            [
                "17.19万亩以上 | 高标准农田面积 |  | 2024 |  | level",
            ],
        ),
        (
            "常住人口城镇化率提高0.8个百分点，达到66.5%。",
            [
                "提高0.8个百分点 | 常住人口城镇化率 |  | 2024 |  | change",
                "66.5% | 常住人口城镇化率 |  | 2024 |  | level",
            ],
        ),
        (
            "城镇登记失业率控制在4%以内。",
            [
                "控制在4%以内 | 城镇登记失业率 |  | 2024 |  | level",
            ],
        ),
        (
            "生活垃圾无害化处理率保持100%。",
            [
                "100% | 生活垃圾无害化处理率 |  | 2024 |  | level",
            ],
        ),
        (
            "单位地区生产总值能耗下降3.2%左右。",
            [
                "下降3.2%左右 | 单位地区生产总值能耗 |  | 2024 |  | growth",
            ],
        ),
        (
            "新开通公交线路2条，延长线路3条、里程26公里。",
            [
                "2条 | 新开通公交线路 |  | 2024 |  | level",
                "3条 | 延长线路 |  | 2024 |  | level",
                "26公里 | 延长线路里程 |  | 2024 |  | level",
            ],
        ),
        (
            "全年接待游客310万人次，实现旅游收入21亿元，分别增长12%、15%。",
            [
                "310万人次 | 接待游客 |  | 2024 |  | level",
                "21亿元 | 旅游收入 |  | 2024 |  | level",
                "增长12% | 接待游客 |  | 2024 |  | growth",
                "15% | 旅游收入 |  | 2024 |  | growth",
            ],
        ),
        (
            "3个项目获省科技进步奖，获奖数量居全市第2位。",
            [
                "3个 | 项目获省科技进步奖 |  | 2024 |  | level",
                "第2位 | 获奖数量 |  | 2024 |  | rank",
            ],
        ),
        (
            "规上工业企业达到320家、净增18家。",
            [
                "320家 | 规上工业企业 |  | 2024 |  | level",
                "净增18家 | 规上工业企业 |  | 2024 |  | change",
            ],
        ),
        (
            "实现税收两位数增长。",
            [
                "两位数增长 | 税收 |  | 2024 |  | growth",
            ],
        ),
        (
            "实施重点项目93个（含河东镇31个），总投资414亿元，年度投资88亿元。",
            [
                "93个 | 实施重点项目 |  | 2024 |  | level",
                "31个 | 实施重点项目 | 河东镇() | 2024 |  | level",
                "414亿元 | 实施重点项目总投资 |  | 2024 |  | level",
                "88亿元 | 实施重点项目年度投资 |  | 2024 |  | level",
            ],
        ),
        (
            "重点项目完成投资14亿元、投资完成率129%。",
            [
                "14亿元 | 重点项目完成投资 |  | 2024 |  | level",
                "129% | 重点项目投资完成率 |  | 2024 |  | level",
            ],
        ),
        (
            "粮食增产3万吨，总产达到14万吨。",
            [
                "3万吨 | 粮食增产 |  | 2024 |  | level",
                "14万吨 | 粮食总产 |  | 2024 |  | level",
            ],
        ),
        (
            "推进重大工程建设，完成投资2400亿元。",
            [
                "2400亿元 | 重大工程完成投资 |  | 2024 |  | level",
            ],
        ),
        (
            "推进重大工程和改造，完成投资2400亿元。",
            [
                "2400亿元 |  |  | 2024 |  | level",
            ],
        ),
        (
            "新增创新平台26家，总数达到50家。",
            [
                "26家 | 新增创新平台 |  | 2024 |  | level",
                "50家 | 创新平台总数 |  | 2024 |  | level",
            ],
        ),
        (
            "支持甲类企业20家、乙类企业10家。",
            [
                "20家 | 支持甲类企业 |  | 2024 |  | level",
                "10家 | 乙类企业 |  | 2024 |  | level",
            ],
        ),
        (
            "新建公路20公里、绿道10公里、湿地种植3万亩。",
            [
                "20公里 | 新建公路 |  | 2024 |  | level",
                "10公里 | 新建绿道 |  | 2024 |  | level",
                "3万亩 | 湿地种植 |  | 2024 |  | level",
            ],
        ),
        (
            "工业投资：总量达到5亿元，增长6%。",
            [
                "5亿元 | 工业投资总量 |  | 2024 |  | level",
                "增长6% | 工业投资总量 |  | 2024 |  | growth",
            ],
        ),
        (
            "主要目标：增长6%。",
            [
                "增长6% |  |  | 2024 | target | growth",
            ],
        ),
        (
            "打造市级以上示范村12个，其中省级3个、国家级1个。",
            [
                "12个 | 打造市级以上示范村 |  | 2024 |  | level",
                "3个 | 打造省级示范村 |  | 2024 |  | level",
                "1个 | 打造国家级示范村 |  | 2024 |  | level",
            ],
        ),
        (
            "甲、乙、丙3个产业园建成投产。",
            [
                "3个 | 产业园建成投产 |  | 2024 |  | level",
            ],
        ),
        (
            "河东镇高新企业5家，河西镇3家，新建学校2所。",
            [
                "5家 | 高新企业 | 河东镇 | 2024 |  | level",
                "3家 | 高新企业 | 河西镇 | 2024 |  | level",
                "2所 | 新建学校 |  | 2024 |  | level",
            ],
        ),
        (
            "全县高新企业5家、其中河东镇2家。",
            [
                "5家 | 高新企业 | 全县 | 2024 |  | level",
                "2家 | 高新企业 | 河东镇(全县) | 2024 |  | level",
            ],
        ),
        (
            "全市方面，工业投资增长5%，农业投资增长6%。",
            [
                "增长5% | 工业投资 | 全市 | 2024 |  | growth",
                "增长6% | 农业投资 | 全市 | 2024 |  | growth",
            ],
        ),
        (
            "高新技术企业14家，占企业总数的30%，比重提高2个百分点。",
            [
                "14家 | 高新技术企业 |  | 2024 |  | level",
                "30% | 高新技术企业占企业总数 |  | 2024 |  | level",
                "提高2个百分点 | 高新技术企业占企业总数比重 |  | 2024 |  | change",
            ],
        ),
        (
            "培育高新企业20家，其中新增5家。",
            [
                "20家 | 培育高新企业 |  | 2024 |  | level",
                "5家 | 新增高新企业 |  | 2024 |  | level",
            ],
        ),
        (
            "粮食产量5万吨，其中小麦3万吨、玉米2万吨。",
            [
                "5万吨 | 粮食产量 |  | 2024 |  | level",
                "3万吨 | 小麦 |  | 2024 |  | level",
                "2万吨 | 玉米 |  | 2024 |  | level",
            ],
        ),
        (
            "建成3个公园、绿道、驿站5个。",
            [
                "3个 | 建成公园 |  | 2024 |  | level",
                "5个 | 建成驿站 |  | 2024 |  | level",
            ],
        ),
    ],
}


def read(*lines: str, year: int | None = OWN) -> list[Statement]:
    return read_statements(Draft(tuple(Paragraph(n, line) for n, line in enumerate(lines))), (), year)


def _row(statement: Statement) -> str:
    territory, period = statement.territory, statement.period
    place = territory.name + (f"({territory.within})" if territory.is_part else "")
    when = {
        "year": str(period.year),
        "part": f"part {period.year}",
        "span": f"span {period.start or ''}-{period.year or ''}",
        "point": f"point {period.year}",
        "open": "open",
    }[period.kind]
    return " | ".join([statement.text, statement.subject, place, when, statement.status, statement.quantity.measure])


@pytest.mark.parametrize(
    ("sentence", "rows"), [pair for group in STATEMENTS.values() for pair in group], ids=lambda value: str(value)[:24]
)
def test_each_figure_of_a_sentence_has_its_whole_identity(sentence, rows):
    assert [_row(s) for s in read(sentence)] == rows


def test_an_arrow_before_a_name_tells_the_direction():
    fall, rise = read("↓ 用电量2.4%，↑ 进出口总额3.1%。")
    assert [(s.subject, s.quantity.measure) for s in (fall, rise)] == [("用电量", "growth"), ("进出口总额", "growth")]
    assert (fall.quantity.value, rise.quantity.value) == (Decimal("-2.4"), Decimal("3.1"))


def test_a_change_named_behind_its_figure_has_its_sign():
    (fall,) = read("用电量出现2.4%的下降。")
    (rise,) = read("用电量实现2.4%的增长。")
    assert (fall.quantity.value, rise.quantity.value) == (Decimal("-2.4"), Decimal("2.4"))


@pytest.mark.parametrize(
    "words",
    ["400亿级产业集群", "5万吨级航道", "10亿元以上重大项目", "15分钟便民生活圈", "70岁以上老年人", "“3个100”工程"],
)
def test_a_size_is_no_figure_of_its_own(words):
    assert [s.text for s in read(f"建设{words}。")] == []


def test_a_task_that_speaks_of_results_stays_one_of_its_year():
    draft = [
        "# 2024年工作报告",
        "（2024年1月8日）",
        "## 二、2024年主要任务",
        "### （一）推进改革取得新成效",
        "新建学校3所。",
    ]
    (statement,) = read(*draft, year=None)
    assert (statement.period.year, statement.status) == (2024, "target")


def test_a_part_of_a_year_in_a_review_is_one_of_the_year_reviewed():
    draft = ["# 政府工作报告", "（2024年1月8日）", "## 一、2023年工作回顾", "三季度增长4.6%，全年增长4.8%。"]
    quarter, whole = read(*draft, year=None)
    assert (quarter.period.kind, quarter.period.year) == ("part", 2023)
    assert (whole.period.kind, whole.period.year) == ("year", 2023)


def test_the_average_of_one_year_is_of_that_year():
    (mean,) = read("城镇调查失业率全年平均值5.2%。")
    (rate,) = read("地区生产总值年平均增长6%。")
    assert (mean.period.kind, mean.period.year, rate.period.kind) == ("year", OWN, "span")


# --- how far words reach ---------------------------------------------------------------------------


REVIEW, PLAN = "## 一、2023年工作回顾", "## 二、2024年主要任务"
DATED = [
    # the month of 2024 that a document is given in, its heading, a paragraph, what each of its figures is of
    (1, "", "全年投资增长5%。", "2023 actual"),
    (8, "", "全年投资增长5%。", "2024"),
    (1, PLAN, "全年投资增长5%。", "2024 target"),
    (1, "", "全年投资增长5%以上。", "2024"),
    (1, "", "今年投资增长5%。", "2024"),
    (1, "", "全年预计投资增长5%。", "2023 estimate"),
    (8, "", "全年预计投资增长5%。", "2024"),
    (12, "", "全年预计投资增长5%。", "2024 estimate"),
    (1, REVIEW, "上半年，投资增长5%。消费增长6%。", "part 2023 actual, part 2023 actual"),
    (1, "", "上半年，投资增长5%。消费增长6%。", "part 2024, part 2024"),
    (1, REVIEW, "上半年增长5%，全年增长6%。", "part 2023 actual, 2023 actual"),
    (8, "", "上半年增长5%，全年增长6%。", "part 2024, 2024"),
    (1, REVIEW, "2022年上半年增长5%，三季度增长6%。", "part 2022 actual, part 2023 actual"),
    (1, REVIEW, "投资由上年的3亿元增加到5亿元。", "2022 actual, 2023 actual"),
    (1, PLAN, "投资由上年的3亿元增加到5亿元。", "2023 actual, 2024 target"),
    (1, REVIEW, "投资由3亿元增加到5亿元。", "2022 actual, 2023 actual"),
    (1, PLAN, "投资由3亿元增加到5亿元。", "2023, 2024 target"),
    (1, "", "五年来，投资由3亿元增加到5亿元。", "span actual, span"),
    (1, REVIEW, "投资比2022年增长5%，消费比2020年增长6%。", "2023 actual, span 2023 actual"),
    (1, REVIEW, "投资达到5亿元，比2020年多6亿元。", "2023 actual, 2023 actual"),
    (1, REVIEW, "累计完成投资5亿元。", "span 2023 actual"),
    (1, REVIEW, "全年累计完成投资5亿元。", "2023 actual"),
    (1, REVIEW, "投资年均增长5%，消费环比增长6%。", "span actual, part 2023 actual"),
    (1, PLAN, "投资年均增长5%，消费环比增长6%。", "span target, part 2024 target"),
    (1, REVIEW, "年度计划确定投资增长5%。", "2023 target"),
    (1, REVIEW, "年初提出的目标是投资增长5%。", "2023 cited"),
    (1, REVIEW, "投资增长5%以上的预期目标。", "2023 cited"),
    (1, "", "投资增长5%以上的预期目标。", "2024 target"),
    (1, PLAN, "曾经提出投资增长5%的目标。", "2024 cited"),
    (8, "", "原定投资5亿元，实际投资6亿元。", "2024 cited, open actual"),
    (12, "", "原定投资5亿元，实际投资6亿元。", "2024 cited, 2024 actual"),
    (8, "", "实际使用外资5亿元。", "2024"),
    (1, REVIEW, "《2024年计划》：93个。", "2023"),
    (1, REVIEW, "2022年甲业增长5%。乙业增长6%。", "2022 actual, 2023 actual"),
    (8, "", "2022年，甲业增长5%。乙业增长6%。", "2022 actual, 2022 actual"),
    (1, REVIEW, "到2025年，甲业增长5%。乙业增长6%。", "point 2025 target, point 2025 target"),
    (1, REVIEW, "2025年，甲业增长5%。乙业增长6%。", "point 2025, point 2025"),
    (8, "", "投资增长5%。消费增长6%，2022年出口增长7%。", "2024, 2024, 2022 actual"),
    (8, "", "力争投资增长5%。", "2024 target"),
    (8, "", "2023年力争投资5亿元。", "2023"),
    (1, REVIEW, "当年投资5亿元，这一年消费6亿元。", "2023 actual, 2023 actual"),
    (1, REVIEW, "今年投资5亿元，去年投资6亿元。", "2024, 2023 actual"),
    (1, REVIEW, "预计甲业投资总量增长5%；乙业投资总量增长6%；丙业投资总量增长7%。丁业增长8%。",
     "2023 estimate, 2023 estimate, 2023 estimate, 2023 actual"),
    (8, "", "预期目标：甲业投资总量增长5%；乙业投资总量增长6%；丙业投资总量增长7%。丁业增长8%。",
     "2024 target, 2024 target, 2024 target, 2024"),
]  # fmt: skip


@pytest.mark.parametrize(("month", "heading", "line", "told"), DATED, ids=str)
def test_year_and_status_of_a_figure_are_those_of_its_clause_its_sentence_or_its_section(month, heading, line, told):
    said = read("# 某区材料", f"（2024年{month}月8日）", heading, line, year=None)
    of = [(s.period.kind.removeprefix("year"), s.period.year or "", s.status) for s in said if s.place.paragraph == 3]
    assert ", ".join(" ".join(str(word) for word in words if word) for words in of) == told


@pytest.mark.parametrize(("month", "status"), [(9, ""), (10, "estimate")])
def test_results_of_the_own_year_are_estimated_from_october_on(month, status):
    (said,) = read("# 2024年计划执行情况", f"（2024年{month}月8日）", "预计地区生产总值增长5%。", year=None)
    assert (said.period.year, said.status) == (2024, status)


@pytest.mark.parametrize(("month", "year"), [(4, 2023), (5, 2024)])
def test_a_review_of_the_first_four_months_looks_back_on_the_year_before(month, year):
    draft = ["# 某区工作报告", f"（2024年{month}月8日）", "## 一、过去工作回顾", "地区生产总值增长5%。"]
    (said,) = read(*draft, year=None)
    assert said.period.year == year


@pytest.mark.parametrize(("opening", "year"), [("回过头来看看", 2022), ("回过头来再看看", 2024)])
def test_a_year_near_the_head_of_a_sentence_holds_on(opening, year):
    said, after = read(f"{opening}2022年，地区生产总值增长5%。固定资产投资增长6%。")
    assert (said.period.year, after.period.year) == (2022, year)


@pytest.mark.parametrize(("quoted", "status"), [("全市工业经济增长", "cited"), ("全市工业税收涨", "")])
def test_what_is_quoted_as_a_clause_is_said_by_somebody_else(quoted, status):
    (said,) = read(f"上级文件提出“{quoted}6%”。")
    assert said.status == status


@pytest.mark.parametrize(("above", "home"), [(11, "东河县"), (12, "")])
def test_whose_document_it_is_stands_in_its_first_twelve_lines(above, home):
    (said,) = read(*["内部材料"] * above, "东河县人民政府工作报告", "全县地区生产总值增长5%。")
    assert said.territory.home == home


@pytest.mark.parametrize(("above", "month"), [(19, 4), (20, None)])
def test_the_date_stands_in_the_first_twenty_lines(above, month):
    lines = [*["内部材料"] * above, "2024年4月8日", "地区生产总值增长5%。"]
    date = sections_of(Draft(tuple(Paragraph(n, line) for n, line in enumerate(lines))), None).date
    assert (date.month if date.told else None) == month


@pytest.mark.parametrize(("length", "year"), [(40, 2023), (41, 2024)])
def test_a_line_of_forty_characters_may_head_a_section(length, year):
    line = f"2023年全区{'工业和信息化' * 6}"[: length - 4] + "完成情况"
    (said,) = read("一、总体情况", line, "地区生产总值增长5%。")
    assert (len(line), said.period.year) == (length, year)


@pytest.mark.parametrize(("towns", "subject"), [("东西南北", "实施重点项目总投资"), ("东西南北上", "")])
def test_a_total_goes_on_behind_a_bracket_of_four_parts(towns, subject):
    parts = "、".join(f"{town}河镇{n}个" for n, town in enumerate(towns, 2))
    *_others, total = read(f"实施重点项目93个（含{parts}），总投资414亿元。")
    assert total.subject == subject


@pytest.mark.parametrize(("length", "is_name"), [(40, True), (41, False)])
def test_a_name_has_at_most_forty_characters(length, is_name):
    name = ("甲乙丙丁戊己庚辛壬癸" * 5)[:length]
    (said,) = read(f"{name}达到2亿元。")
    assert said.subject == (name if is_name else "")


@pytest.mark.parametrize(("place", "is_place"), [("甲乙丙丁戊己庚自治县", True), ("甲乙丙丁戊己庚辛自治县", False)])
def test_a_place_has_at_most_ten_characters(place, is_place):
    (said,) = read(f"{place}地区生产总值增长5%。")
    assert said.territory.name == (place if is_place else "")


@pytest.mark.parametrize(("place", "subject"), [("东河新城", "东河新城优良天数"), ("东河新城里", "东河新城里")])
def test_a_short_name_beside_a_known_place_is_one_too(place, subject):
    for shared in ("分别达到220天、253天", "均达到220天"):
        line = f"{place}和某湖优良天数{shared}。"
        first, second = read_statements(Draft((Paragraph(0, line),)), (), OWN, ("某湖",))
        assert (first.subject, second.subject, second.territory.name) == (subject, "优良天数", "某湖")


@pytest.mark.parametrize(("word", "head"), [("全社会投资额", "全社会投资额 2023年"), ("全社会投资总额", "2023年")])
def test_a_short_word_of_a_row_is_a_head_of_its_figures(tmp_path, word, head):
    path = tmp_path / "table.md"
    path.write_text(f"| 指标 |  | 2023年 |\n| --- | --- | --- |\n| 工业 | {word} | 30.5亿元 |\n", encoding="utf-8")
    (said,) = read_statements(read_file(path), (), OWN)
    assert (said.label, said.head) == ("工业", head)


def test_each_figure_of_a_long_list_has_the_name_that_stands_in_its_place():
    kinds = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"
    names = [f"{kind}类服务业产值" for kind in kinds]
    line = "、".join(f"{kind}类服务业" for kind in kinds) + "产值分别增长"
    told = read(line + "、".join(f"{n}%" for n in range(1, 19)) + "。")
    assert [(s.subject, s.quantity.measure) for s in told] == [(name, "growth") for name in names]


def test_a_later_figure_of_a_list_that_is_not_understood_is_never_that_of_the_first():
    told = read("工业、农业分别完成投资3亿元、5亿元、7亿元。")
    assert [s.subject for s in told[1:]] == ["", ""]


def test_growth_at_the_head_of_a_list_governs_thirty_figures():
    told = read(f"各业分别增长{'、'.join(f'{n}%' for n in range(1, 32))}。")
    assert [s.quantity.measure for s in told] == ["growth"] * 30 + ["level"]


def test_a_sentence_without_an_end_is_cut_behind_a_comma_or_at_a_thousand_characters():
    listed = make_flow([Paragraph(0, "甲类投资1亿元，" * 150)])
    assert listed.sentences == ((0, 1000), (1000, 1200))
    assert make_flow([Paragraph(0, "甲" * 1500)]).sentences == ((0, 1000), (1000, 1500))
    assert make_flow([Paragraph(0, f"甲，{'乙' * 1200}")]).sentences == ((0, 2), (2, 1002), (1002, 1202))


HEADINGS = {
    # a heading: what its section is of in a document of January 2024, and in one of August where that is another
    "2023年工作回顾": ("year 2023 actual",),
    "2024年主要任务": ("year 2024 target",),
    "2024年": ("year 2024 target", "year 2024"),
    "2022年": ("year 2022",),
    "2022年目标": ("year 2022 target",),
    "2023年、2024年情况": ("year 2023",),
    "2025年展望": ("point 2025 target",),
    "到2030年": ("point 2030 target",),
    "2025年上半年工作": ("part 2025",),
    "上半年工作情况": ("part 2024 actual",),
    "过去五年回顾": ("span None actual",),
    "2021—2025年发展目标": ("span 2025 target",),
    "2021—2024年发展目标": ("span 2024",),
    "2021—2023年工作回顾": ("span 2023 actual",),
    "“十四五”时期目标": ("span 2025 target",),
    "“十四五”以来重点任务": ("span None target",),
    "“2022年行动”回顾": ("year 2023 actual", "year 2024 actual"),
    "过去的工作回顾": ("year 2023 actual", "year 2024 actual"),
    "过去一年，我们主要做了以下工作：": ("year 2023 actual", "year 2023"),
    "2022年，我们主要做了以下工作：": ("year 2022 actual", "year 2022"),
    "今年，我们要重点做好以下工作：": ("year 2024 target",),
    "工作总结": ("year 2024 actual",),
    "改革成效深化工程": ("year 2024",),
    "重点任务": ("year 2024",),
}


@pytest.mark.parametrize(("heading", "told"), HEADINGS.items(), ids=str)
def test_a_heading_tells_year_and_status_of_its_section(heading, told):
    for month, of in zip((1, 8), (told[0], told[-1]), strict=True):
        lines = (f"2024年{month}月8日", "本文共有三个部分。")
        sections = sections_of(Draft(tuple(Paragraph(n, line) for n, line in enumerate(lines))), None)
        sections.enter(Paragraph(2, heading, HEADING, 1))
        period, status = sections.now.period, sections.now.status
        assert f"{period.kind} {period.year} {status}".strip() == of, month


TITLES = {
    # title lines: the document's date, and what holds where no heading has told anything
    "2024年东河县国民经济计划草案": ("2024-0", "year 2024 target"),
    "东河县2023年国民经济计划执行情况和2024年计划草案的报告": ("2024-0", "year 2024"),
    "2023年国民经济计划执行情况": ("2023-12", "year 2023 actual"),
    "2023年国民经济计划执行情况与计划草案": ("2023-0", "year 2023"),
    "2024年上半年经济运行情况": ("2024-0", "part 2024"),
    "2024年工作要点 2024年3月5日": ("2024-3", "year 2024 target"),
    "2023年统计公报 2024年3月5日": ("2024-3", "year 2023 actual"),
    "2023年工作任务 2024年3月5日": ("2024-3", "year 2023 target"),
    "政府工作报告 2024年1月8日": ("2024-1", "year 2023 actual"),
    "政府工作报告 2024年5月8日": ("2024-5", "year 2024"),
    "政府工作报告任务分工 2024年1月8日": ("2024-1", "year 2024"),
    "工作总结 区统计局2024年1月": ("2024-1", "year 2024"),
    "工作总结 （2024年1月）": ("2024-1", "year 2024"),
    "工作总结": ("", "open None"),
}


@pytest.mark.parametrize(("title", "told"), TITLES.items(), ids=str)
def test_title_and_date_tell_year_and_status_of_a_document(title, told):
    lines = [*title.split(" "), "一、总体情况", "投资有所增长。"]
    sections = sections_of(Draft(tuple(Paragraph(n, line) for n, line in enumerate(lines))), None)
    period, date = sections.now.period, sections.date
    assert (f"{date.year}-{date.month}" if date else "") == told[0]
    assert f"{period.kind} {period.year} {sections.now.status}".strip() == told[1]


@pytest.mark.parametrize(
    ("month", "line", "told"),
    [
        (1, "今年经济社会发展的主要预期目标是：地区生产总值增长6%。", (2024, "target")),
        (1, "2024年经济社会发展的主要预期目标是：地区生产总值增长6%。", (2024, "target")),
        (1, "2023年经济社会发展的主要预期目标是：地区生产总值增长6%。", (2023, "target")),
        (5, "过去一年，地区生产总值增长6%。", (2023, "actual")),
        (1, "回顾过去，地区生产总值增长6%。", (2023, "actual")),
        (5, "回顾过去，地区生产总值增长6%。", (2024, "")),
    ],
)
def test_running_text_may_turn_to_the_plan_or_look_back_without_a_heading(month, line, told):
    (said,) = read("某区汇报材料", f"（2024年{month}月8日）", line, year=None)
    assert (said.period.year, said.status) == told


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("东河县人民政府工作报告", "县"),
        ("东河区2024年计划", "区"),
        ("县政府汇报", "县"),
        ("工作报告 全市投资增长，我市消费增长，全县用电增长。", "市"),
        ("工作报告 全县级项目开工。", ""),
        ("工作报告", ""),
    ],
)
def test_a_document_is_of_the_level_that_its_title_names_or_its_text_speaks_of_most(text, level):
    assert sections_of(Draft(tuple(Paragraph(n, line) for n, line in enumerate(text.split(" ")))), None).level == level


def test_headings_hold_until_one_of_their_level_or_a_higher_one():
    sections = sections_of(Draft((Paragraph(0, "2024年8月8日"),)), None)
    told = []
    for level, heading in ((1, "2023年工作回顾"), (2, "上半年"), (2, "其他"), (1, "2025年展望"), (2, "主要任务")):
        sections.enter(Paragraph(1, heading, HEADING, level))
        told.append((sections.now.period.kind, sections.now.period.year, sections.now.status))
    review, plan = ("year", 2023, "actual"), ("point", 2025, "target")
    assert told == [review, ("part", 2024, "actual"), review, plan, plan]


def test_each_part_of_a_statement_tells_how_it_is_known():
    sentence = "去年，全市地区生产总值210亿元，增长5%，农业增加值增长3%。农业投资增长4%，三产、二产投资均增长6%。"
    told = [(s.subject_known, s.territory.known, s.period.known) for s in read(sentence)]
    assert told == [
        ("said", "said", "said"),
        ("shared", "said", "said"),
        ("said", "shared", "said"),
        ("said", "open", "inherited"),
        ("shared", "open", "inherited"),
        ("shared", "open", "inherited"),
    ]
    told = [s.subject_known for s in read("全区重点项目93个（含河东镇31个、河西镇22个），海洋牧场5处。")]
    assert told == ["said", "shared", "shared", "said"]
    goal = read("某区材料", "（2024年1月8日）", "今年的主要预期目标是稳中求进。", "投资增长5%。", year=None)[-1]
    assert (goal.period.kind, goal.period.year, goal.period.text) == ("year", 2024, "今年")
    assert goal.period.known == "inherited"
    early = read("某区材料", "（2024年8月8日）", "今年实际投资6亿元。", year=None)[-1]
    assert (early.period.kind, early.period.text, early.period.known) == ("open", "今年", "open")


# --- whose, and of what ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "territory", "rest"),
    [
        ("某某市某某区工业投资", "某某市某某区", "工业投资"),
        ("河东自治县的投资", "河东自治县", "投资"),
        ("河东街道投资", "河东街道", "投资"),
        ("东县投资", "东县", "投资"),
        ("东区投资", "", "东区投资"),
        ("高新区投资", "高新区", "投资"),
        ("高新区级投资", "", "高新区级投资"),
        ("市本级的投资", "市本级", "投资"),
        ("我县的投资", "我县", "投资"),
        ("我县级投资", "", "我县级投资"),
        ("全县上下投资", "全县", "投资"),
        ("全县各地的投资", "全县", "投资"),
        ("全县级投资", "", "全县级投资"),
        ("全国重点实验室", "", "全国重点实验室"),
        ("全国投资", "全国", "投资"),
        ("世界平均增速", "世界", "平均增速"),
        ("世界级企业", "", "世界级企业"),
        ("市场主体", "", "市场主体"),
        ("河东市场主体", "", "河东市场主体"),
        ("河东县委干部", "", "河东县委干部"),
        ("河东省人大代表", "", "河东省人大代表"),
        ("列入省重点项目", "", "列入省重点项目"),
        ("河东湾区项目", "", "河东湾区项目"),
        ("河东区域镇投资", "河东区域镇", "投资"),
        ("示范区项目", "", "示范区项目"),
        ("某湖投资", "某湖", "投资"),
        ("某湖的投资", "某湖", "投资"),
        ("某湖区投资", "某湖区", "投资"),
        ("投资", "", "投资"),
    ],
)
def test_a_place_is_told_by_how_its_name_is_made_or_by_being_known(words, territory, rest):
    assert split_territory(words, ("某湖",)) == (territory, rest)


@pytest.mark.parametrize(
    ("title", "own", "territory", "is_own"),
    [
        ("东河县人民政府工作报告", "东河县", "全县", True),
        ("东河县人民政府工作报告", "东河县", "我县", True),
        ("东河县人民政府工作报告", "东河县", "全市", False),
        ("东河县人民政府工作报告", "东河县", "东河县", False),
        ("关于印发某某市西河县2023年计划的通知", "西河县", "全县", True),
        ("二〇二四年在东河县第十八届人民代表大会上", "东河县", "全县", True),
        ("新疆维吾尔自治区2024年计划", "新疆维吾尔自治区", "全疆", True),
        ("工作报告", "", "全县", True),
        (f"{'为了' * 26}东河县2024年计划", "", "全县", True),
    ],
)
def test_whose_document_it_is_and_what_it_calls_its_own(title, own, territory, is_own):
    said = read(title, f"{territory}地区生产总值增长5%。")[-1]
    assert (said.territory.home, said.territory.is_own) == (own, is_own)


SUBJECTS = {
    # what the clause before is about, where a figure's own does not name it
    "其中规模以上工业中，高技术产业增长5%。": "规模以上工业中高技术产业",
    "在过去的工作中，高技术产业增长5%。": "高技术产业",
    "在河东镇中，高技术产业增长5%。": "高技术产业",
    "全县：增长6%。": "",
    "任务情况如下：增长6%。": "",
    "固定资产投资（不含农户）：预计增长6%。": "固定资产投资",
    "全县固定资产投资稳步增长，增幅达到7%。": "固定资产投资",
    "工业投资稳步增长，增幅达到7%。": "工业投资",
    "工业持续向好，增幅达到7%。": "",
    "工业和农业持续向好，增幅达到7%。": "",
    "产业经济稳步增长，增幅达到7%。": "",
    f"{'甲乙丙丁戊' * 4}稳步增长，增幅达到7%。": "甲乙丙丁戊" * 4,
    f"{'甲乙丙丁戊' * 4}己稳步增长，增幅达到7%。": "",
    "推进甲乙丙丁建设，完成投资5亿元。": "甲乙丙丁完成投资",
    "推进甲乙丙建设，完成投资5亿元。": "",
    f"推进{'甲乙丙丁戊己庚' * 2}建设，完成投资5亿元。": "甲乙丙丁戊己庚" * 2 + "完成投资",
    f"推进{'甲乙丙丁戊己庚' * 2}辛建设，完成投资5亿元。": "",
    "推进甲乙丙丁建设，完成数量5个。": "",
}


@pytest.mark.parametrize(("sentence", "subject"), SUBJECTS.items(), ids=str)
def test_a_figure_without_a_name_is_of_what_the_clause_before_is_about(sentence, subject):
    assert read(sentence)[-1].subject == subject


MENTIONS = {
    # words of time: kind, first year, year, the words that tell it, and whether it is only compared with; in 2024
    "2021—2023年累计": ["span 2021 2023 2021—2023年"],
    "自2020年以来": ["span 2020 自2020年以来"],
    "从2020年3月以来": ["span 2020 从2020年3月以来"],
    "“十四五”时期": ["span 2021 2025 “十四五”时期"],
    "“十四五”，": ["span 2021 2025 “十四五”"],
    "“十四五”规划": [],
    "“十四五”末": ["point 2025 “十四五”末"],
    "“十四五”以来": ["span 2021 “十四五”以来"],
    "“十四五”前四年": ["span 前四年"],
    "去年": ["year 2023 去年"],
    "上一年度": ["year 2023 上一年度"],
    "过去的一年": ["year 2023 过去的一年"],
    "近三年": ["span 近三年"],
    "两年平均": ["span 两年平均"],
    "本届任期以来": ["span 本届任期以来"],
    "到2030年": ["point 2030 到2030年"],
    "截至2023年底": ["year 2023 截至2023年底"],
    "2024年": ["year 2024 2024年"],
    "力争到2024年": ["point 2024 力争到2024年"],
    "2025年以前": ["point 2025 2025年"],
    "全年": ["year 2024 全年"],
    "年度计划": ["year 2024 全年"],
    "今年": ["year 2024 今年"],
    "明年": ["year 2025 明年"],
    "前年": ["year 2022 前年"],
    "2023年1-6月": ["part 2023 2023年1-6月"],
    "前三季度": ["part 2024 前三季度"],
    "上半年": ["part 2024 上半年"],
    "12月底": [],
    "截至4月底": ["part 2024 截至4月底"],
    "比2020年增长": ["year 2020 2020年 base"],
    "较上年末": ["year 2023 上年 base"],
    "由2020年的": ["year 2020 2020年 base"],
    "2020年同期": ["year 2020 2020年 base"],
    "高于2022年水平": ["year 2022 2022年 base"],
    "2023年目标": [],
    "2023年目标任务期": ["year 2023 2023年"],
    "2022年《行动计划》": ["year 2022 2022年"],
    "《2022年计划》": [],
    "一年来": [],
    "当年": ["year 2024 当年"],
    "五年来": ["span 五年来"],
    "2023年12月当月": ["part 2023 2023年12月当月"],
    "今冬明春": ["part 2024 今冬明春"],
    "2023年之前": ["year 2023 2023年之前"],
}


@pytest.mark.parametrize(("text", "told"), MENTIONS.items(), ids=str)
def test_every_expression_of_time_is_found_with_the_words_that_tell_it(text, told):
    found = [(m, m.period) for m in mentions(text, OWN)]
    said = [(p.kind, p.start, p.year, p.text, "base" if m.is_base else "") for m, p in found]
    assert [" ".join(str(word) for word in words if word) for words in said] == told


def test_what_counts_from_a_year_that_nobody_told_is_open():
    (mention,) = mentions("今年", None)
    assert (mention.period.kind, mention.period.year, mention.period.text) == ("open", None, "今年")


# --- how text runs on ------------------------------------------------------------------------------


def test_a_sentence_over_several_lines_is_one_and_its_figures_stand_where_they_begin():
    lines = ("去年，全区完成固定资产投", "", "资120亿元，增长8.5", "%。农业投资", "增长3%。")
    runs_on = (True, False, True, False, False)
    draft = Draft(tuple(Paragraph(n, t, runs_on=on) for n, (t, on) in enumerate(zip(lines, runs_on, strict=True))))
    told = [(s.text, s.subject, s.place.paragraph, s.place.offset, s.place.end) for s in read_statements(draft)]
    assert told == [
        ("120亿元", "固定资产投资", 2, 1, 6),
        ("增长8.5%", "固定资产投资", 2, 7, 12),
        ("增长3%", "", 4, 0, 4),
    ]


@pytest.mark.parametrize(
    ("first", "kind", "sentence"),
    [
        ("工业完成，", BODY, "工业完成，投资5亿元。"),
        ("工业完成，", NOTE, "投资5亿元。"),
        ("东河县的工作报告", BODY, "投资5亿元。"),  # a line without any punctuation is a title
        ("东河县的工作报告" * 6, BODY, "东河县的工作报告" * 6 + "投资5亿元。"),
    ],
)
def test_a_line_runs_on_into_the_next_of_its_kind_unless_it_is_a_title(first, kind, sentence):
    (said,) = read_statements(Draft((Paragraph(0, first, runs_on=True), Paragraph(1, "投资5亿元。", kind))))
    assert said.sentence == sentence


def test_a_statement_of_a_workbook_stands_in_its_cell():
    (said,) = read_statements(Draft((Paragraph(0, "投资5亿元。", sheet="表一", cell="B7"),)))
    assert (said.place.sheet, said.place.cell, said.place.offset) == ("表一", "B7", 2)


@pytest.mark.parametrize(
    ("printed", "text", "masked"),
    [
        ("**投资** 5 亿元,增长 1,234 户: 1 2", "投资5亿元，增长1,234户：1 2", "投资_，增长_：12"),
        ("a;b!c?d,e", "a；b！c？d，e", "A；B！C？D，E"),
        ("`甲`|乙#1", "甲乙1", "甲乙1"),
        ("投资 12 345 亿元", "投资12 345亿元", "投资12_"),
        ("他说:“５亿元;6亿元”", "他说：“5亿元；6亿元”", "他说：_；_"),
    ],
)
def test_running_text_is_written_in_one_way(printed, text, masked):
    flow = make_flow([Paragraph(3, printed)])
    assert (flow.text, flow.masked.replace(MASK, "_")) == (text, masked)
    assert [flow.masked[at] for at in flow.at] == [MASK] * len(flow.found)
    assert len(flow.places) == len(flow.text) and flow.places[0][0] == 3


MEASURES = {
    "投资增长7%以上、力争达到8%。": ["7 growth", "8 growth"],
    "投资、消费分别下降3%、2%。": ["-3 growth", "-2 growth"],
    "养老金提高25元、50元。": ["25 change", "50 level"],
    "工业↓2.4%，农业2.5%": ["-2.4 growth", "2.5 level"],
    "↓用电量2.4%，↑用气量2.5%": ["-2.4 growth", "2.5 growth"],
    "用电量以2.4%的降幅回落": ["-2.4 growth"],
    "用电量有2.4亿度的增长": ["2.4 level"],
    "投资达到7%，力争8%": ["7 level", "8 level"],
    "工业增长5%，农业3%": ["5 growth", "3 level"],
    "工业增长5%和6家": ["5 growth", "6 level"],
}


@pytest.mark.parametrize(("text", "told"), MEASURES.items(), ids=str)
def test_a_figure_is_measured_as_the_one_before_it_in_its_list(text, told):
    flow = make_flow([Paragraph(0, text)])
    said = [measured(flow, number) for number in range(len(flow.at))]
    assert [f"{q.value} {q.measure}" for q in said] == told


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("红色“齐365”工程", []),
        ("“365”热线", []),
        ("“两个100%”", []),
        ("3个100%", ["3个", "100%"]),
        ("10亿元以上的外资企业", []),
        ("10亿元以上的收入", ["10亿元以上"]),
        ("超200亿元县达26个", ["26个"]),
        ("超200亿元标准", ["超200亿元"]),
        ("突破5亿元项目3个", ["3个"]),
        ("70岁以内的老人", []),
        ("工作8小时，休息", ["8小时"]),
        ("220千伏变电站3座", ["3座"]),
    ],
)
def test_a_number_that_belongs_to_a_name_is_no_figure(text, figures):
    assert [f.text for f in make_flow([Paragraph(0, text)]).found] == figures


# --- which of two ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("全市投资增长5%，全县投资增长6%。", "全县"),
        ("全县投资增长6%，全市投资增长5%。", "全县"),
        ("全市投资增长5%，全县投资增长6%，全市消费增长7%。", "全市"),
    ],
)
def test_the_own_place_is_the_level_named_most_and_of_two_the_lower(text, own):
    assert {s.territory.name for s in read(text) if s.territory.is_own} == {own}


@pytest.mark.parametrize(("text", "year"), [("2023年和2022年。", 2022), ("2023年、2022年、2023年。", 2023)])
def test_a_document_without_a_date_is_of_the_year_it_speaks_of_most_and_of_two_the_earlier(text, year):
    date = sections_of(Draft((Paragraph(0, f"{text}投资增长，消费增长。"),)), None).date
    assert (date.year, date.told) == (year, False)


def test_of_two_places_that_begin_alike_the_longer_is_named():
    line = "东河湾投资5亿元，东河投资6亿元。"
    found = read_statements(Draft((Paragraph(0, line),)), (), OWN, ("东河", "东河湾"))
    assert [(s.territory.name, s.subject) for s in found] == [("东河湾", "投资"), ("东河", "投资")]


def test_names_of_a_list_share_the_longest_end_of_the_last():
    first, second = read("工商银行、建设银行贷款余额分别达到3亿元、5亿元。")
    assert (first.subject, second.subject) == ("工商银行贷款余额", "建设银行贷款余额")
