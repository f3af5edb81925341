"""Names reduced to what they mean: written alike whoever wrote them, with what flows told apart from what stands.

Both an indicator's name and a statement's subject are reduced by the same rules, so that a rule too many loses a
match and never makes one.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zcplan.figures import terms
from zcplan.figures.name_edges import without_lead

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ADDED, DONE, STOCK = "added", "done", "stock"
"""What a name counts: what was added (新增, 新培育), what was carried out (实施, 改造), what there is in all (现有)."""

_ADDED = re.compile(
    "^(?:新(?:增|培育|引进|招引|创建|打造|建成|改扩建|改建|建设|建|认定|签约|注册|登记|设立|组建|获批|获评|获得|入选|入库|入驻|设置|实施|上|开壶)(?:的|了)?|净增|增加|"
    "培育|引进|招引|创建|打造|建成|获批|获评|入选|认定|新)(?!区|城|能源|材料|型|兴|动能|旧|经济|物种|三板|一代|冠|农|质|华|业态|媒体|闻|征|生儿|疆|乡)"
)
_DONE = re.compile(
    "^(?:启动实施|组织实施|提升改造|提档升级|改造提升|整治提升|实施|推进|完成(?!率)|开展|组织|举办|办理|发放|接待|整治|治理|改造|提升|建设(?!用地|资金|规模)|培训|选聘|开发|"
    "扩建|改建|改扩建|设置|安装|配备|修建|打通|关停|投放|提供|落实|争取|储备|谋划|推动|促进|惠及|救助|解决|化解|新改建)(?!率|费|量|面|覆盖|项目)"
)
_STOCK = re.compile("^(?:现有|共有|拥有|已有|累计|总计|全部|在库|保有|实有)")
_COUNTS = re.compile(
    "(?<=..)(?:(?<=装机)容量|总?数量?|总量|总规模|规模|面积|长度|里程|总额|(?<!生产)总值|(?<!余|限|差|税|名)额|个数|家数|户数|人数|人次|场次|条数|座数|套数|台数|项数|件数|起数)$"
)
_NOISE = re.compile("（(?:不含农户|含农户|下同|按常住地分|本外币|人民币|[^（）]{0,4}口径|可比价|现价|不变价|年度)）")
_ABBREVIATED = (
    ("规上", "规模以上"),
    ("限上", "限额以上"),
    ("国内生产总值", "地区生产总值"),
    ("GDP", "地区生产总值"),
    ("技术改造", "技改"),
    ("电子商务", "电商"),
    ("R&D", "研发"),
    ("研究与试验发展", "研发"),
)
"""Short forms of the field that stand for a longer one wherever they are part of a name."""
_FOR_WHOM = re.compile(
    "^为.{0,14}?(?:人|户|企业|主体|群众|居民|学生|儿童|职工|群体|家庭|妇女)(?=建设|提供|发放|办理|减|免|新增|配备|接种|开展|送)"
)
"""为市场主体减税: for whom it was done is told by the way."""
_SHARE = re.compile("占(.{2,16}?)的?(?:比重|比例|份额|百分比|比率|的?比)?(?:达到?|为)?$")


@dataclass(frozen=True)
class Key:
    """A name reduced: its core, and what it counts (``added`` ``done`` ``stock``, or empty)."""

    core: str
    counts: str = ""


@lru_cache(maxsize=1)
def common_names() -> dict[str, str]:
    """Names of indicators that every office uses, each with the standard one; all folded."""
    path = Path(__file__).with_name("common_names.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["names"]
    return {_written_out(terms.fold(name)): _written_out(terms.fold(row[0])) for row in rows for name in row}


@lru_cache(maxsize=65536)
def key_of(name: str) -> Key:
    """A folded name reduced to what it means.

    >>> key_of("规上工业增加值") == key_of("规模以上工业增加值"), key_of("新培育瞪羚企业") == key_of("瞪羚企业新增数")
    (True, True)
    """
    text = _written_out(without_lead(name)[0])
    counts = ""
    bare = _COUNTS.sub("", text)
    if bare.endswith("新增") and len(bare) > 3:
        text, counts = bare[:-2], ADDED
    standard = common_names().get(text) or common_names().get(bare)
    if standard:
        return Key(_COUNTS.sub("", standard).replace("新增", ""), ADDED if "新增" in standard else counts)
    for pattern, what in ((_STOCK, STOCK), (_ADDED, ADDED), (_DONE, DONE), (_ADDED, ADDED)):
        match = pattern.match(text)
        if match and len(text) - match.end() > 1:
            text = text[match.end() :]
            counts = counts if counts in (ADDED, STOCK) and what == DONE else what if counts != ADDED else counts
    if "新增" in text and len(text) > 3:
        text, counts = text.replace("新增", ""), ADDED
    return Key(_COUNTS.sub("", text) or text, counts)


def _written_out(name: str) -> str:
    name = re.sub("（[^（）]*）(?=[\u4e00-\u9fff])", "", name)
    text = _FOR_WHOM.sub("", _NOISE.sub("", name.replace("的", "")))
    for short, long in _ABBREVIATED:
        text = text.replace(short, long)
    text = re.sub("(?<!地区)(?<!万元)(?<!单位)生产总值", "地区生产总值", text).replace("地区地区", "地区")
    share = _SHARE.search(text)
    return f"{text[: share.start()]}占{share[1]}比重" if share else text


def may_count(name: str, said: str) -> bool:
    """Whether a statement that counts so can be of an indicator that counts so.

    Additions are never a stock: 新增高新技术企业 is none of 高新技术企业; what was carried out may be either.
    """
    if name == said:
        return True
    allowed = {ADDED: (DONE,), DONE: (ADDED, ""), "": (DONE, STOCK), STOCK: ("",)}
    return said in allowed[name]
