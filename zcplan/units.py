"""Units of measure: what they measure, how large they are, how one converts into another."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from zcplan.characters import WIDTHS

PERCENT, POINTS = "%", "个百分点"
MULTIPLIERS = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}

# Base unit: its dimension, its size in that dimension, and whether amounts of it add up.
BASES: dict[str, tuple[str, Decimal, bool]] = {
    PERCENT: ("ratio", Decimal("0.01"), False),
    "‰": ("ratio", Decimal("0.001"), False),
    POINTS: ("points", Decimal("0.01"), False),
    "百分点": ("points", Decimal("0.01"), False),
    "元": ("CNY", Decimal(1), True),
    "美元": ("USD", Decimal(1), True),
    "欧元": ("EUR", Decimal(1), True),
    "港元": ("HKD", Decimal(1), True),
    "日元": ("JPY", Decimal(1), True),
    "吨标准煤": ("coal", Decimal(1), True),
    "吨": ("mass", Decimal(1000), True),
    "公斤": ("mass", Decimal(1), True),
    "千克": ("mass", Decimal(1), True),
    "平方公里": ("area", Decimal(1000000), True),
    "公顷": ("area", Decimal(10000), True),
    "平方米": ("area", Decimal(1), True),
    "亩": ("farmland", Decimal(1), True),
    "立方米": ("volume", Decimal(1), True),
    "公里": ("length", Decimal(1000), True),
    "千米": ("length", Decimal(1000), True),
    "米": ("length", Decimal(1), True),
    "千瓦时": ("energy", Decimal(1), True),
    "千瓦": ("power", Decimal(1), True),
    "兆瓦": ("power", Decimal(1000), True),
    "千伏": ("voltage", Decimal(1), False),
    "周年": ("years", Decimal(1), False),
    "天": ("day", Decimal(1), False),
    "岁": ("age", Decimal(1), False),
    "小时": ("hour", Decimal(1), True),
    "人次": ("visit", Decimal(1), True),
    "剂次": ("dose", Decimal(1), True),
    "人": ("person", Decimal(1), True),
    "名": ("person", Decimal(1), True),
    "位": ("person", Decimal(1), True),
    "户": ("household", Decimal(1), True),
    "床": ("bed", Decimal(1), True),
    "张床位": ("bed", Decimal(1), True),
    "斤": ("mass", Decimal("0.5"), True),
    "克": ("mass", Decimal("0.001"), True),
    "毫克": ("mass", Decimal("0.000001"), True),
    "微克": ("mass", Decimal("0.000000001"), True),
    "立方": ("volume", Decimal(1), True),
    "方": ("volume", Decimal(1), True),
    "升": ("volume", Decimal("0.001"), True),
    "毫米": ("length", Decimal("0.001"), True),
    "厘米": ("length", Decimal("0.01"), True),
    "度": ("energy", Decimal(1), True),
    "倍": ("multiple", Decimal(1), False),
    "℃": ("temperature", Decimal(1), False),
    "标箱": ("container", Decimal(1), True),
    "标准箱": ("container", Decimal(1), True),
    "架次": ("flight", Decimal(1), True),
    "分钟": ("hour", Decimal(1) / Decimal(60), True),
    "个月": ("month", Decimal(1), True),
    "MW": ("power", Decimal(1000), True),
    "GW": ("power", Decimal(1000000), True),
    "kW": ("power", Decimal(1), True),
    "km": ("length", Decimal(1000), True),
    "kg": ("mass", Decimal(1), True),
}
# Measure words for things counted one by one.
_CLASSIFIERS = (
    "台（套） 件套 大项 小项 个 家 项 处 条 所 座 片 台 套 件 张 场 次 种 类 支 栋 只 辆 枚 份 村 镇 批 笔 宗 "
    "起 例 部 门 对 组 本 册 间 块 段 层 艘 轮 批次 场次 台次 班次 车次 航次 例次 件次 户次 点次 趟 株 头 篇 期 届 "
    "级 员 桩 幢 盏 根 架 口 眼 扇 列 羽 棵 幅 班 站 队 群 首 袋 箱 桶 瓶 双 节 卷 轴 "
).split()
BASES.update({word: ("count", Decimal(1), True) for word in _CLASSIFIERS})


class Unit(NamedTuple):
    """What a unit measures (``dimension``), its size there (``factor``), and whether amounts add up."""

    text: str
    dimension: str
    factor: Decimal
    additive: bool


@lru_cache(maxsize=1024)
def unit(text: str) -> Unit:
    """Read a unit such as 亿元, 万千瓦 or 万人次. An unknown one is a dimension of its own."""
    text = text.translate(WIDTHS).strip()
    if "/" in text:
        return _compound(text)
    for cut in range(min(3, len(text))):
        head, base = text[:cut], text[cut:]
        if base in BASES and all(c in MULTIPLIERS for c in head):
            dimension, factor, additive = BASES[base]
            return Unit(text, dimension, factor * Decimal(10) ** sum(MULTIPLIERS[c] for c in head), additive)
    head = text[0] if len(text) > 1 and text[0] in "万亿" else ""
    return Unit(text, text[len(head) :], Decimal(10) ** MULTIPLIERS[head], True)


def _compound(text: str) -> Unit:
    """A unit per another: 微克/立方米."""
    one, other = (unit(part) for part in text.split("/", 1))
    return Unit(text, f"{one.dimension}/{other.dimension}", one.factor / other.factor, False)


def comparable(one: str, other: str) -> bool:
    """Whether amounts in the two units can be held against each other."""
    return unit(one).dimension == unit(other).dimension


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """Express a value in another unit of its dimension, exactly.

    :raises ValueError: the units measure different things

    >>> convert(Decimal("4427"), "人", "万人")
    Decimal('0.4427')
    """
    if source == target:
        return value
    one, other = unit(source), unit(target)
    if one.dimension != other.dimension:
        raise ValueError(f"{source} -> {target}")
    ratio = (one.factor / other.factor).normalize()
    exponent = ratio.as_tuple().exponent
    if ratio.as_tuple().digits == (1,) and isinstance(exponent, int):
        return value.scaleb(exponent)
    return value * ratio
