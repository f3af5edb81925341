"""Whose document it is: its own place, told by its title or by the congress that it was given to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from zcplan.reading.document import Draft

_OF_CONGRESS = re.compile(r"在([\u4e00-\u9fff]{2,20}?)第[一二三四五六七八九十百]+届(?:人民代表大会)?")
_OF_TITLE = re.compile(
    r"([\u4e00-\u9fff]{2,15}?(?:[省市区县旗州盟镇乡]|街道))(?:人民政府|政府工作报告|(?:19|20)\d\d年|国民经济|十[二三四五六]五)"
)
_UNIT_OF_PLACE = re.compile("[\u4e00-\u9fff]{2,}?(?:自治区|自治州|自治县|街道|省|市|州|盟|区|县|旗|镇|乡)")
_TOP = 12
"""Paragraphs at the top of a draft that tell whose it is."""


@dataclass(frozen=True)
class OwnPlace:
    """A document's own place: its name as printed, empty where nothing tells, and the last character of its level."""

    name: str
    level: str

    def is_called(self, territory: str) -> bool:
        """Whether a territory stands for it: 全县 in a county's document, 全疆 in one of 新疆."""
        if len(territory) != 2 or territory[0] not in "全我本":
            return False
        return territory[1] == self.level or (territory[1] == "疆" and "疆" in self.name)


def place_of(draft: Draft) -> str:
    """A draft's own place, told by its title or by the congress it was given to; empty where nothing tells."""
    filled = (p.text for p in draft.paragraphs if p.text.strip())
    top = [re.sub(r"[\s*#]", "", text) for text in islice(filled, _TOP)]
    joined = "".join(top)
    congress = _OF_CONGRESS.search(joined)
    title = next((m for line in top if len(line) < 60 and (m := _OF_TITLE.search(line))), None)
    found = congress or title
    units = _UNIT_OF_PLACE.findall(re.sub("^.*(?:关于|印发|下达|公布)", "", found[1])) if found else []
    return units[-1] if units else ""
