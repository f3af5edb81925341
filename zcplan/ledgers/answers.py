"""What a person typed into an open cell of a ledger: a status, a figure, a day.

Each reader returns what it could read, or raises :class:`UnclearError`; it never guesses.
Figures are read by :mod:`zcplan.quantity` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zcplan import quantity
from zcplan.i18n import gettext as _
from zcplan.model import BEHIND, DONE, IN_PROGRESS, LEVEL, NOT_STARTED
from zcplan.reading.workbook import Cell, serial_day

_STATUS_WORDS = {
    NOT_STARTED: "未开始 未启动 尚未开始 尚未启动 未开展 尚未开展 待启动 未开工 尚未开工 没有开始 还没开始",
    IN_PROGRESS: "进行中 正在进行 正在进行中 正在推进 正在推进中 推进中 正常推进 有序推进 稳步推进 持续推进 加快推进 "
    "按计划推进 正在实施 实施中 正在办理 办理中 在办 在建 建设中 正在建设 正在开展 开展中 进展顺利 正常 序时推进 "
    "达到序时进度 符合序时进度 按序时进度推进 正在落实",
    DONE: "已完成 完成 完成了 已经完成 全部完成 已全部完成 圆满完成 超额完成 已超额完成 提前完成 已提前完成 按时完成 "
    "按期完成 已办结 办结 已达标 达标 已达成 达成 已实现 已落实 完结 已完结 √ ✓ ✔ ☑ 100%",
    BEHIND: "进度滞后 滞后 落后 进度落后 进展滞后 进度缓慢 进展缓慢 未达序时进度 未达到序时进度 低于序时进度 "
    "延期 逾期 超期",
}
_STATUS = {word: status for status, words in _STATUS_WORDS.items() for word in words.split()}
_NOTHING = frozenset("无 — —— ― - -- / ／ \\ 暂无 空".split())
_LEAD = re.compile(
    r"^(?:截至目前|目前|现已|已经|已|累计|全年|共计|共|实际|今年)*(?:完成|实现|达到|达)?了?"
    r"(?P<act>新增|新培育|新建|新认证|建成|引进|签约)?"
)
_CHANGE = re.compile("增长|增速|增幅|增加|提高|提升|上升|下降|降低|降幅|减少|压减")
_FALL = re.compile("下降|降低|降幅|减少|压减")
_BARE = re.compile(r"[-+−]?[\d,，.]+[百千万亿]{0,2}")
_HEADS = "十百千万亿"
_LONGEST_UNIT = 12
_WITH_YEAR = (
    re.compile(
        r"(\d{4})\s*[-/.年－．、]\s*(\d{1,2})\s*[-/.月－．、]\s*(\d{1,2})\s*[日号]?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
    ),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


class UnclearError(ValueError):
    """A cell or row whose meaning can't be told: what is wrong with it, and what to do."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what, self.todo = what, todo


@dataclass(frozen=True)
class Figure:
    """A figure reached. ``words`` keeps the cell's text where it says more than value and unit do."""

    value: Decimal | None
    unit: str
    words: str = ""


def is_change(label: str) -> bool:
    """Whether a target is a change, such as 增长, of which a figure may be negative."""
    return bool(_CHANGE.search(label))


def is_blank(cell: Cell) -> bool:
    """Whether the cell says nothing: empty, a dash, 无."""
    return not cell.text or cell.text in _NOTHING


def status(cell: Cell) -> str:
    """The status that the cell's words stand for; empty for an empty cell.

    :raises UnclearError: they stand for none of the four, or for more than one
    """
    if is_blank(cell):
        return ""
    words = re.sub(r"[\s。．.！!；;，,、~～（）()]", "", quantity.normalise(cell.text))
    if cell.flaw or words not in _STATUS:
        todo = _("Choose one of: {choices}").format(choices="、".join(w.split()[0] for w in _STATUS_WORDS.values()))
        raise UnclearError(cell.flaw or _("the status “{text}” can't be told").format(text=_short(cell.text)), todo)
    return _STATUS[words]


def words_or_figure(cell: Cell, units: Iterable[str] = (), given: str = "") -> Figure:
    """The figure of a cell where none is asked for (no target, or one in words); what is none is kept as words.

    :raises UnclearError: what stands in the cell can't be told
    """
    try:
        return figure(cell, "", "", units, given)
    except UnclearError:
        if cell.flaw or cell.day is not None:
            raise
        return Figure(None, "", cell.text)


def figure(cell: Cell, unit: str, label: str = "", units: Iterable[str] = (), given: str = "") -> Figure:
    """The figure of the cell: 12, 1,234, 12家, 3.5亿元, 5.5%.

    :param unit: the target's unit, which a bare number takes; empty where the target is in words
    :param label: what the target is a figure of: tells whether 新增3家 or 增长5% can be it
    :param units: units of the dataset that the grammar may not know
    :param given: the unit that the row names beside it, which a bare number takes before the target's
    :raises UnclearError: it can't be read as one figure, or it is not of what the target is
    """
    if is_blank(cell):
        return Figure(None, "")
    if cell.flaw or cell.day is not None:
        raise _no_figure(cell.flaw or _("a date stands in place of a figure"))
    text = re.sub(r"\s", "", quantity.normalise(cell.text)).rstrip("。；;，,")
    try:
        own = given if 0 < len(given) <= _LONGEST_UNIT else unit
        read = _read(_without_lead(text, label), own, [*units, *([own] if own else [])])
    except ValueError:
        raise _no_figure(_("“{text}” can't be read as a figure").format(text=_short(cell.text))) from None
    if read.value is None:
        if not unit:
            return Figure(None, "", cell.text)
        raise _no_figure(_("“{text}” is no figure").format(text=_short(cell.text)))
    return _checked(_signed(read, cell, unit, label), cell, unit)


def _without_lead(text: str, label: str) -> str:
    """The text without words such as 累计完成; 新增 goes only where the target itself counts what is new."""
    match = _LEAD.match(text)
    act = match["act"] if match else None
    if not match or (act and act not in label and not (act.startswith("新") and "新" in label)):
        return text
    return text[match.end() :] or text


def _read(text: str, unit: str, units: list[str]) -> quantity.Quantity:
    if not _BARE.fullmatch(text):
        return quantity.parse(text, units)
    if not unit:
        raise ValueError(text)
    return quantity.parse(text + (_base(unit) if text[-1] in _HEADS else unit), units)


def _signed(read: quantity.Quantity, cell: Cell, unit: str, label: str) -> quantity.Quantity:
    """A change in the sense of a target that is one: 下降5% is 5 where the target is a fall.

    :raises UnclearError: the target is a level, so a change can't be held against it
    """
    if read.measure == LEVEL or not unit or read.value is None:
        return read
    if not is_change(label) and not (unit == read.unit == quantity.POINTS):
        what = _("“{text}” is a change, the target is a level").format(text=_short(cell.text))
        raise _no_figure(what)
    return replace(read, value=-read.value) if _FALL.search(label) else read


def _base(unit: str) -> str:
    """The unit without its multiplier, for a number that brings its own: 亿元 for 3.5亿 is 元."""
    bare = unit.lstrip(_HEADS)
    return bare if bare and quantity.comparable(bare, unit) else unit


def _checked(read: quantity.Quantity, cell: Cell, unit: str) -> Figure:
    """The figure, unless it is a range or a mere bound, or measures something else than the target."""
    assert read.value is not None
    if read.upper is not None or read.bound in (quantity.AT_LEAST, quantity.AT_MOST):
        what = _("“{text}” is a range or a bound, not the figure reached").format(text=_short(cell.text))
        raise _no_figure(what)
    percent = {quantity.PERCENT, quantity.POINTS}
    if unit and not quantity.comparable(read.unit, unit) and not {read.unit, unit} <= percent:
        what = _("the unit “{unit}” does not fit the target's, {expected}").format(unit=read.unit, expected=unit)
        raise _no_figure(what)
    if abs(read.value.adjusted()) > 20 or len(read.value.as_tuple().digits) > 25:
        raise _no_figure(_("the number is beyond all measure"))
    plain = read.bound == quantity.EXACT and not read.parts and (unit or read.measure == LEVEL)
    return Figure(read.value, unit if {read.unit, unit} == percent else read.unit, "" if plain else cell.text)


def _no_figure(what: str) -> UnclearError:
    return UnclearError(what, _("Ask the department for the one number reached, in digits."))


def day(cell: Cell, year: int | None, epoch: date) -> date | None:
    """The day of the cell: a real date, a serial, 2023-06-09, 2023/6/9, 2023.6.9, 2023年6月9日, 6月9日, 20230609.

    :param year: the plan's year, which 6月9日 takes
    :param epoch: day 0 of the workbook's serials
    :raises UnclearError: it is no day
    """
    if is_blank(cell):
        return None
    todo = _("Ask the department for the day, written like 2023-06-09.")
    if cell.flaw:
        raise UnclearError(cell.flaw, todo)
    found = cell.day or _day(quantity.normalise(cell.text).rstrip("。；;，,"), cell.number, year, epoch)
    if found is None or not 1949 <= found.year <= 2100:
        raise UnclearError(_("“{text}” is no date").format(text=_short(cell.text)), todo)
    return found


def _day(text: str, number: Decimal | None, year: int | None, epoch: date) -> date | None:
    try:
        for form in _WITH_YEAR:
            if match := form.fullmatch(text):
                return date(*map(int, match.groups()))
        if (match := _WITHOUT_YEAR.fullmatch(text)) and year is not None:
            return date(year, *map(int, match.groups()))
    except ValueError:
        return None
    if number is None and re.fullmatch(r"\d{5}(\.0)?", text):
        number = Decimal(text)
    return serial_day(number, epoch) if number is not None else None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"
