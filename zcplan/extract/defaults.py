"""What custom fills in for a new indicator: its unit where only growth is told, its group, which way is better.

All of it is a proposal that the reviewer sees and may change.
"""

from __future__ import annotations

import re

_UNITS = (
    ("能耗(?!.*率)|能源消耗", "吨标准煤/万元"),
    ("单产|亩产|^每.{2,}(?:数|量)|评分|得分", ""),
    ("(?:死亡|受伤|伤亡|遇难)人数", "人"),
    ("花费", "亿元"),
    ("人均.*(?:收入|支出|消费|生产总值|GDP)|(?:平均|月)工资", "元"),
    (
        "(?:失业|就业|增长|覆盖|达标|合格|普及|入学|升学|城镇化|利用|参保|绿化|治理|降低|上升|渗透|自给|满意|"
        "生育|死亡|检出|抽检|普惠|化)率|占比|比重|比例|强度",
        "%",
    ),
    ("价格|指数$|CPI|PPI", "%"),
    (
        "增加值|生产总值|GDP|财政.*收入|预算.*(?:收入|支出)|税收|投资|零售总?额|销售额|贸易|进出口|出口|进口|"
        "贷款|存款|营业?收入|总收入|产值|利润|保费|交易额|增值",
        "亿元",
    ),
    ("外资", "亿美元"),
    ("游客|接待.*人次|客流|客运|吞吐量.*人", "万人次"),
    ("就业|转移|从业|培训|参保|人口|人数", "万人"),
    ("用电量|发电量", "亿千瓦时"),
    ("装机", "万千瓦"),
    ("粮食|产量|吞吐量|货运", "万吨"),
    ("优良天数|天数", "天"),
)
"""The unit that levels of such a name are given in."""
_GROUPS = (
    ("能耗|能源消耗|碳排放", "节能减排与生态环境"),
    ("死亡人数|事故", "安全保障"),
    ("专利|研发", "科技创新"),
    ("生产总值|GDP|经济总量|第[一二三]产业|[一二三]产|人口|城镇化|市场主体|经营主体", "综合"),
    ("价格|CPI|物价", "综合"),
    ("就业|失业|居民.*(?:收入|支出|消费)|收入比|工资", "就业与居民收入"),
    ("财政|预算|税收|存款|贷款|金融|保费|上市|基金|融资|债券", "财政金融"),
    ("消费品|零售|消费|外贸|进出口|出口|进口|外资|内资|电商|跨境|旅游|游客|商贸|餐饮", "消费与外经外贸"),
    ("研发|科技|创新|专利|高新技术|平台|实验室|技术合同|人才", "科技创新"),
    (
        "能耗|排放|削减|PM|空气|优良|水质|碳|污染|污水|垃圾|森林|造林|绿化|生态|(?<!营商)环境|新能源|光伏|风电|装机|耕地|湿地",
        "节能减排与生态环境",
    ),
    (
        "粮食|生猪|牛羊|家禽|出栏|存栏|油料|茶叶|棉花|果品|水果|肉类|牛奶|农业|农村|农田|农民|畜|禽|蔬菜|乡村|村|水产|种植|"
        "高标准",
        "农业农村",
    ),
    ("固定资产投资|投资|项目", "投资与项目"),
    ("工业|制造|服务业|产值|产业|企业|园区|数字经济|规上|规模以上", "工业与服务业"),
    ("学校|学位|教育|幼儿园|医院|床位|医疗|卫生|文化|体育|图书|非遗|文物|义务|高中|高校", "教育文体卫生"),
    ("养老|托位|托育|社保|低保|医保|参保|救助|保障性|残疾|福利|公益性", "社会保障与养老"),
    (
        "道路|公路|铁路|高铁|高速|航线|航空|货邮|吞吐量|货运|客运|轨道|管网|小区|棚户|城中村|停车|公园|绿道|桥|燃气|供热|住房|改造|港口|机场|交通",
        "城市建设与交通",
    ),
    ("事故|死亡|安全|应急|案件|信访|消防", "安全保障"),
    ("审批|政务|营商|改革", "改革与营商环境"),
)
"""Groups by what the name is about, the most telling first."""
_OTHER_GROUP = "其他"
_DOWN = re.compile(
    "失业|能耗|排放量|排放强度|浓度|死亡|事故|案件|发案|贫困|辍学|污染(?!.*利用)|赤字|债务|杠杆|不良|逾期|"
    "损失|收入比|发病"
)
_RISING = re.compile("(?:降低|下降|减少|削减|压减|治理|处置|控制|修复)(?:率|量|幅度)?$")
_NEUTRAL = re.compile("价格|CPI|物价|(?<!每[万千百])人口(?!.*城镇化)|面积|户数")
_BINDING = re.compile(
    "能耗|能源消耗|碳排放|二氧化碳|污染物|优良天数|PM2|水质|森林覆盖率|耕地保有|粮食.{0,4}(?:产量|能力)$"
)
_CONSTANT = re.compile("(?:增加值|生产总值|GDP)$")


def unit_of(name: str) -> str:
    """The unit that custom gives the levels of an indicator in; empty where custom does not tell."""
    return next((unit for pattern, unit in _UNITS if re.search(pattern, name)), "")


def group_of(name: str) -> str:
    """The group that an indicator of that name belongs to."""
    return next((group for pattern, group in _GROUPS if re.search(pattern, name)), _OTHER_GROUP)


def direction_of(name: str) -> str:
    """``down`` where less is better, ``neutral`` where neither is, else ``up``: 降低率 is a rate that is to rise."""
    if _RISING.search(name):
        return "up"
    return "down" if _DOWN.search(name) else "neutral" if _NEUTRAL.search(name) else "up"


def nature_of(name: str) -> str:
    """``约束性`` for what a higher level lays down as binding (energy, emissions, air, water, land, grain), else
    ``预期性``; of an indicator that a document counts among its main goals."""
    return "约束性" if _BINDING.search(name) else "预期性"


def growth_basis_of(name: str) -> str:
    """``constant`` for value added, whose growth the statistical system gives at constant prices, else ``current``."""
    return "constant" if _CONSTANT.search(name) else "current"
