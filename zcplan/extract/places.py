"""Places and their departments by name: how a place is called in running text, a department in full and in short."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHORT = (
    ("自治区", "全区"),
    ("省", "全省"),
    ("自治州", "全州"),
    ("州", "全州"),
    ("盟", "全盟"),
    ("地区", "全地区"),
    ("市", "全市"),
    ("自治县", "全县"),
    ("县", "全县"),
    ("自治旗", "全旗"),
    ("旗", "全旗"),
    ("区", "全区"),
    ("镇", "全镇"),
    ("乡", "全乡"),
    ("街道", "全街道"),
    ("村", "全村"),
)
"""What a place's name ends with, and the word for all of it."""
_UPPER = "(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|自治州|市|州|盟|地区)){0,2}"
_ENDINGS = "省|自治区|自治州|自治县|自治旗|市|州|盟|地区|县|旗|新区|开发区|高新区|示范区|区|镇|乡|街道"
_LOWER = f"(?P<own>[\u4e00-\u9fff]{{1,12}}?(?:{_ENDINGS}))"
_CHAIN = re.compile(f"{_UPPER}{_LOWER}")
_LEVEL = re.compile("^(?:自治区|自治州|自治县|省|市|州|盟|县|旗|区|镇|乡|街道)")

_STANDARD = {
    "发展改革": "发展和改革",
    "发改": "发展和改革",
    "工信": "工业和信息化",
    "教体": "教育和体育",
    "教科体": "教育科技和体育",
    "科技": "科学技术",
    "人社": "人力资源和社会保障",
    "人力资源社会保障": "人力资源和社会保障",
    "自然资源和规划": "自然资源和规划",
    "自规": "自然资源和规划",
    "住建": "住房和城乡建设",
    "住房城乡建设": "住房和城乡建设",
    "交通": "交通运输",
    "农业": "农业农村",
    "文旅": "文化和旅游",
    "文化旅游": "文化和旅游",
    "文广旅": "文化广电和旅游",
    "卫健": "卫生健康",
    "退役军人": "退役军人事务",
    "应急": "应急管理",
    "市场监管": "市场监督管理",
    "医保": "医疗保障",
    "地方金融监管": "地方金融监督管理",
    "国资": "国有资产监督管理",
    "城管": "城市管理",
    "综合执法": "综合行政执法",
    "行政审批": "行政审批服务",
    "林草": "林业和草原",
    "乡村振兴": "乡村振兴",
}
"""What departments of the same name are called in full all over the country (the State Council's own wording)."""
_PLAIN = (
    "财政 审计 统计 公安 民政 司法 商务 水利 水务 教育 体育 税务 信访 机关事务管理 大数据 生态环境 自然资源 投资促进 "
    "粮食和物资储备 医疗保障 交通运输 农业农村 卫生健康 文化和旅游 城市管理 退役军人事务 应急管理 外事 数据 金融 "
    "市场监督管理 工业和信息化 发展和改革 科学技术 人力资源和社会保障 住房和城乡建设 教育和体育 行政审批服务 "
    "综合行政执法"
).split()
_KIND = re.compile("(?:委员会|委|厅|局|办公室|办)$")
_FULL_KIND = {"委": "委员会", "办": "办公室"}


@dataclass(frozen=True)
class PlaceName:
    """A place as a document names it: ``name`` alone (某区), ``full`` with the places above it (某市某区)."""

    name: str
    full: str

    @property
    def short(self) -> str:
        """How running text calls all of it: 全区, 全市; empty where the name ends like no place's."""
        return next((word for ending, word in _SHORT if self.name.endswith(ending)), "")


def place_of(text: str) -> PlaceName | None:
    """The place that a text is the name of, with or without the places above it; ``None`` where it is none.

    >>> place_of("甲乙市丙丁区").name
    '丙丁区'
    """
    match = _CHAIN.fullmatch(text)
    return PlaceName(match["own"], text) if match else None


def stem_of(department: str, place: str) -> str:
    """What a department does, by its name without place, level and kind: 发展和改革 for 县发改局."""
    bare = without_place(department, place)
    stem = _KIND.sub("", bare)
    return _STANDARD.get(stem, stem)


def is_standard(department: str, place: str) -> bool:
    """Whether places of every kind have a department of that name."""
    bare = without_place(department, place)
    return bool(_KIND.search(bare)) and (stem_of(department, place) in _PLAIN or _KIND.sub("", bare) in _STANDARD)


def without_place(department: str, place: str) -> str:
    """A department's name without the place or the level it begins with: 财政局 for 某县财政局 and 县财政局."""
    if place and department.startswith(place):
        return department[len(place) :]
    level = _LEVEL.match(department)
    if (
        level
        and not department[level.end() :].startswith(("委", "人民政府", "政府"))
        and len(department) > level.end() + 1
    ):
        return department[level.end() :]
    return department


def full_name(department: str, place: str) -> str:
    """A department in full: 某县发展和改革局 for 县发展改革局 and for 发改局.

    What is of another level, of a party committee or of no known kind keeps the name it has.
    """
    level = _LEVEL.match(department)
    bare = without_place(department, place)
    is_elsewhere = level is not None and not place.endswith(level[0])
    if not place or department.startswith(place) or is_elsewhere or (level and bare == department):
        return department
    if not is_standard(department, place):
        return place + re.sub("办$", "办公室", bare) if level else department
    kind = _KIND.search(bare)
    assert kind is not None
    return place + stem_of(department, place) + _FULL_KIND.get(kind[0], kind[0])


def level_of(place: str) -> str:
    """The word for a place in its departments' names: 县 of 某县, 自治区 of a 自治区; empty where there is none."""
    match = re.search("(?:自治区|省|市|自治州|州|盟|县|旗|区|镇|乡|街道)$", place)
    return {"自治州": "州", "新区": "区"}.get(match[0], match[0]) if match else ""
