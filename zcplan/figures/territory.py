"""Territories named in a clause, by how place names are made: 某区, 某自治州; 全市, 我县. No list of places."""

from __future__ import annotations

import re

_DISTRICT = re.compile("(?:高新区|经开区|开发区|高新技术产业开发区|经济技术开发区|保税区|[省市区县]本级)(?![级域])的?")
_HONOUR = "重点|首[个家批创]|先进|文明|百强|示范|优秀|名特|排名|前列|率先|领先|第|统一|人大|政协|性|十[大佳]"
"""Behind 全国 these make a rank or a title of it: 全国重点实验室, 全国排名."""
_WHOLE = re.compile(
    f"(全国(?!{_HONOUR})|全[球省市区县州旗镇乡盟疆](?![级民性]))(?:各地|范围内?|上下)?的?|"
    "([我本][国省市区县州旗镇乡盟])(?!级)的?|(世界|国内)(?=平均)"
)
"""A whole named by its level; which one is the document's own is for whoever knows that."""
_ENDS = (
    "自治区",
    "自治州",
    "自治县",
    "特别行政区",
    "新区",
    "开发区",
    "高新区",
    "经开区",
    "街道",
    *"省市县区州盟旗镇乡",
)
_LONGEST = 10
_BODY = re.compile("人大|政协|政府|党委|委|监委|纪委|机关|部门|有关|常委")
"""Behind 省 or 市: a body of it is spoken of, not the territory."""
_GOES_ON = {
    "市": "场民政级域容值属内面",
    "县": "域级城乡属直道",
    "区": "域间位内级块别",
    "镇": "级域村乡街化",
    "乡": "村镇土贤情道",
    "旗": "舰下帜",
    "省": "级会内外直属道",
    "盟": "友军",
    "州": "际",
}
"""Characters behind an end that make another word of it: 市场, 区域."""
_COMMON = tuple(
    (
        "湾区 城区 城市 都市 超市 菜市 股市 夜市 上市 楼市 小区 社区 园区 景区 校区 库区 灾区 地区 市区 辖区 片区 "
        "示范区 试验区 实验区 厂区 林区 牧区 矿区 郊区 老区 集聚区 先行区 合作区 自贸区 保税区 功能区 保护区 街区 "
        "棚户区 商区 灌区 农区 特区 各区 分区 雄区 城镇 乡镇 小镇 重点镇 强镇 城乡 下乡 返乡 家乡 水乡 "
        "故乡 入乡 兴乡 各省 各市 各县 各镇 每县 该市 该区 该县 区县 市县 神州 九州 红旗 国旗 联盟 同盟 加盟 强省 "
        "强市 强县 强区 产业区 工业区 商务区 服务区 停车区 居住区 聚集区 引领区 创新区 改革区 核心区 大市 旗县 全区 "
        "全市 全省 全县 百强县 百强区 百强市 设区市 地级市 县级市 副省 "
    ).split()
)
"""Words that end like a place's name and are none."""
_NO_STEM = re.compile(
    "[在的和与及对为把将被等各每个了并或其中由向]|实施|完成|完善|推进|打造|新增|新建|发放|惠及|获评|入选|列入"
    "|纳入|争取|培育|引进|预计|达到|提升|改造|支持|服务|建设|创建|策划|项目|首批|重大|重点|企业|工程|辐射"
    "|带动|覆盖|涉及|特色|国家|[省市区县]级|新型|农村|规模|安排|部署|依托|投入|开展|组织|申报|认定|评为|评选"
    "|成为|位于|来自|面向|前往|高新技|巩固|打通|畅通|[铺展召公打]开|超|亿|脱贫|贫困|普惠|示范|试点|均衡|达标|边境|产粮|欠发达|[建办做用管抓]好"
    "|建强|做[大强]|重组|建成|联合|优化|还有|援疆|援藏|援助|对口|帮扶|支援|结对"
)
"""What no place's name holds: before 省 or 市 it makes 列入省重点项目 of it."""


def split_territory(text: str, places: tuple[str, ...] = ()) -> tuple[str, str]:
    """A territory at the start of words, as printed, and the rest; empty where none is named.

    :param places: folded names of places that do not end as places do, the longest first

    >>> split_territory("全市地区生产总值"), split_territory("某某区固定资产投资"), split_territory("地区生产总值")
    (('全市', '地区生产总值'), ('某某区', '固定资产投资'), ('', '地区生产总值'))
    """
    known = next((p for p in places if text.startswith(p)), "")
    if known and not re.match("[区县市镇乡]|街道", text[len(known) :]):
        return known, text[len(known) :].removeprefix("的")
    whole = _WHOLE.match(text)
    if whole:
        return whole[1] or whole[2] or whole[3], text[whole.end() :]
    district = _DISTRICT.match(text)
    if district:
        return district[0].removesuffix("的"), text[district.end() :]
    end = _place_end(text)
    return (text[:end], text[end:].removeprefix("的")) if end else ("", text)


def _place_end(text: str) -> int:
    """Where a place's name at the start of a text ends; 0 for none. 某某市某某区 is one."""
    reached = 0
    for at in range(2, min(_LONGEST, len(text)) + 1):
        name = text[:at]
        end = next((e for e in _ENDS if name.endswith(e)), "")
        if not end or len(name) - len(end) < 2 - (reached > 0 or end == "县") or not _CHARACTERS.fullmatch(name):
            continue
        if _NO_STEM.search(name):
            return reached
        if name.endswith(_COMMON) or _goes_on(text, at, end):
            if not reached and name.endswith(_COMMON) and len(name) <= 3:
                return 0
            continue
        reached = at
        if not any(text[at:k].endswith(_ENDS) for k in range(at + 1, min(at + 7, len(text)) + 1)):
            return reached
    return reached


_CHARACTERS = re.compile("[\u4e00-\u9fff]+")


def _goes_on(text: str, at: int, end: str) -> bool:
    """Whether what follows makes another word of a place's end: 市场; or speaks of a body there: 省人大."""
    following = text[at : at + 1]
    return bool(_BODY.match(text, at)) or bool(following and following in _GOES_ON.get(end[-1], ""))
