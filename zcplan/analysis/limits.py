"""Statements that can't be, whatever others say: a share above the whole, more days than the year has."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.finding import ARITHMETIC, Finding
from zcplan.analysis.statement_interval import interval
from zcplan.model import LEVEL, Dataset, Observation

SHARE = re.compile(
    "占比|占.+(?:比重|比例)|比重|份额|(?:合格|达标|优良|优良天数|满意|处理|处置|利用|收集|参保|接种|巩固|失业|绿化|绿地|城镇化|城市化)率"
    "|森林覆盖率|满意度"
)
"""Names of what is a part of a whole. A rate by another name may well exceed 100 %: a gross enrolment rate
(毛入学率), a provision coverage (拨备覆盖率), the execution of a target (完成率)."""
RUNS_ON = re.compile("累计|连续|周转|库存|周期")
"""Days that are not those of one year."""
_HUNDRED = Decimal(100)


def limits(dataset: Dataset) -> Iterator[Finding]:
    """Levels beyond what there can be."""
    for o in dataset.observations:
        beyond = _limit(o, dataset) if o.measure == LEVEL and o.value is not None else None
        if beyond is None:
            continue
        code, limit = beyond
        low = interval(o, o.bound, o.unit).low
        if low is not None and low > limit:
            yield Finding(
                ARITHMETIC, code, dataset.indicator[o.indicator], o.year, o.area, LEVEL, (o,), {"limit": limit}
            )


def _limit(o: Observation, dataset: Dataset) -> tuple[str, Decimal] | None:
    """The most that there can be, in the observation's unit, and the code of the finding; none where there is none."""
    name, unit = dataset.indicator[o.indicator].name, quantity.unit(o.unit)
    if unit.dimension == "ratio" and SHARE.search(name):
        return "share-limit", quantity.convert(_HUNDRED, quantity.PERCENT, o.unit)
    if unit.dimension == "day" and not RUNS_ON.search(name):
        return "days-limit", Decimal(366 if calendar.isleap(o.year) else 365)
    return None
