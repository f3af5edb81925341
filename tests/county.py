"""Documents of a county that is invented: a report on the plan with its annex, and the division of its tasks."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document

from tests.blank import blank

PLACE = "某某县"
REPORT, DIVISION = "某某县计划报告.docx", "某某县任务分工.docx"
_REPORT = """
关于某某县2025年国民经济和社会发展计划执行情况与2026年计划草案的报告
——2026年1月16日在某某县第十八届人民代表大会第六次会议上
县发展和改革局局长 张三
各位代表：
受县人民政府委托，现将某某县2025年国民经济和社会发展计划执行情况与2026年计划草案提请大会审议，\
并请各位政协委员提出意见。
一、2025年计划执行情况
2025年，全县上下坚持稳中求进，较好完成了县十八届人大五次会议确定的目标任务。
（一）经济运行稳中有进。全县地区生产总值完成286.4亿元，增长5.8%。一般公共预算收入18.62亿元，增长4.1%；\
固定资产投资增长7.3%，社会消费品零售总额增长5.2%。\
城镇登记失业率3.1%。
（二）产业质量持续提升。规模以上工业增加值增长7.6%，规模以上工业企业达到132家，其中新增16家。\
高新技术企业达到58家，技术合同成交额4.85亿元。
（三）项目建设扎实推进。实施县级重点项目86个，完成投资121.5亿元。全市粮食产量达到312万吨，\
我县粮食产量41.2万吨。
（四）民生保障更加有力。城镇新增就业3860人，城镇居民人均可支配收入41230元、\
农村居民人均可支配收入22105元，分别增长4.9%、6.3%。\
改造老旧小区12个，惠及居民3200户。“十四五”以来累计新建农村公路420公里。
二、2026年经济社会发展主要预期目标
2026年主要预期目标为：地区生产总值增长6%左右；规模以上工业增加值增长7%以上；固定资产投资增长8%左右；\
社会消费品零售总额增长6%；\
一般公共预算收入增长4%以上；城镇居民人均可支配收入增长5%左右，农村居民人均可支配收入增长6%以上；\
城镇登记失业率控制在3.5%以内。
三、2026年重点工作
（一）扩大有效投资。实施县级重点项目90个，力争完成投资130亿元以上。
（二）办好民生实事。城镇新增就业4000人，改造老旧小区15个。
附件：某某县2026年国民经济和社会发展计划主要指标
"""
_DIVISION = """
某某县人民政府办公室
关于印发2026年政府工作报告重点任务分工方案的通知
某政办字〔2026〕5号
各乡镇人民政府、街道办事处，县政府各部门：
《2026年政府工作报告重点任务分工方案》已经县政府同意，现印发给你们，请认真贯彻落实。
某某县人民政府办公室
2026年2月20日
2026年政府工作报告重点任务分工方案
一、扩大有效投资
1.实施县级重点项目90个，力争完成投资130亿元以上。（县发展改革局牵头，县财政局、县自然资源局等部门配合）
2.招商引资到位资金38亿元以上。（牵头单位：县商务局；配合单位：县投资促进中心、各乡镇人民政府）
二、推动产业升级
3.新增规模以上工业企业15家。（责任领导：李四；责任单位：县工业和信息化局、县科技局）
4.高新技术企业达到65家。（县科技局负责）
三、保障和改善民生
5.城镇新增就业4000人。
牵头单位：县人力资源社会保障局
配合单位：县教育和体育局、县退役军人局
6.改造老旧小区15个。（县住房城乡建设局牵头；县财政局，各乡镇人民政府、街道办事处配合）
"""
TABLE = (
    ("指标名称", "单位", "2025年完成", "", "2026年预期", ""),
    ("", "", "绝对值", "增长%", "绝对值", "增长%"),
    ("一、综合", "", "", "", "", ""),
    ("地区生产总值", "亿元", "286.4", "5.8", "—", "6左右"),
    ("规模以上工业增加值", "亿元", "—", "7.6", "—", "7以上"),
    ("二、投资消费", "", "", "", "", ""),
    ("固定资产投资", "亿元", "—", "7.3", "—", "8左右"),
    ("社会消费品零售总额", "亿元", "68.3", "5.2", "—", "6"),
    ("三、财政", "", "", "", "", ""),
    ("一般公共预算收入", "亿元", "18.62", "4.1", "—", "4以上"),
    ("四、人民生活", "", "", "", "", ""),
    ("城镇登记失业率", "%", "3.1", "", "3.5以内", ""),
    ("城镇居民人均可支配收入", "元", "41230", "4.9", "—", "5左右"),
    ("农村居民人均可支配收入", "元", "22105", "6.3", "—", "6以上"),
    ("实际使用外资", "万美元", "860", "—", "保持稳定", ""),
)
"""The annex; where the fourth and sixth cell are empty beside a filled one, the two are merged."""


def write(folder: Path) -> list[Path]:
    """Write both documents into a folder."""
    report = _document(_REPORT)
    _table(report)
    report.save(str(folder / REPORT))
    _document(_DIVISION).save(str(folder / DIVISION))
    return [folder / REPORT, folder / DIVISION]


def _document(text: str) -> Document:
    document = blank()
    for line in text.strip().splitlines():
        document.add_paragraph(line)
    return document


def _table(document: Document) -> None:
    table = document.add_table(rows=len(TABLE), cols=6)
    for r, texts in enumerate(TABLE):
        for c, text in enumerate(texts):
            table.cell(r, c).text = text
    for c in (0, 1):
        _merge(table, (0, c), (1, c))
    for r, texts in enumerate(TABLE):
        for c in (2, 4):
            if r != 1 and texts[c] and not texts[c + 1]:
                _merge(table, (r, c), (r, c + 1))


def _merge(table: docx.table.Table, one: tuple[int, int], other: tuple[int, int]) -> None:
    text = table.cell(*one).text
    table.cell(*one).merge(table.cell(*other)).text = text
