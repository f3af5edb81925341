"""The report on task progress: shares by section and department, what is behind, unanswered, contradicted.

It is made by the command ``progress`` from what departments replied; it is no kind of document that ``build`` makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.division import LEAD, RESPONSIBLE, SUPPORT, figure
from zcplan.analysis.progress import (
    Disagreement,
    Item,
    Share,
    by_department,
    by_section,
    disagreements,
    progress,
    total,
    years,
)
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import BEHIND, DONE, IN_PROGRESS, NOT_STARTED, Dataset, Department, Progress
from zcplan.reports.parts import wording
from zcplan.reports.parts.layout import Output
from zcplan.reports.parts.tasks import STATES
from zcplan.reports.parts.writer import Writer

TITLE = "重点工作任务进展情况"
STATUS: Mapping[str, str] = dict(zip((NOT_STARTED, IN_PROGRESS, DONE, BEHIND), STATES, strict=True))
"""What a reply says, in the words that the ledger offers."""
_BRIEF = 80
"""Characters of a department's words that the Word table shows; the workbook has them all."""


@dataclass(frozen=True)
class ShareRow:
    """A share as a table prints it; ``share`` is in %."""

    number: int
    name: str
    items: int
    replied: int
    unanswered: int
    done: int
    behind: int
    targets: int
    reached: int
    share: Decimal | str
    percent: str


@dataclass(frozen=True)
class Line:
    """An item as a table prints it; ``subject`` is task and target in one, ``brief`` the start of ``progress``."""

    number: int
    code: str
    section: str
    subject: str
    task: str
    label: str
    goal: str
    result: str
    status: str
    verdict: str
    completed: str
    department: str
    answerable: str
    reported: str
    progress: str
    brief: str
    note: str
    source: str


@dataclass(frozen=True)
class Contradiction:
    """A disagreement as a table prints it; ``brief`` leaves out which file each statement is from."""

    number: int
    code: str
    subject: str
    task: str
    label: str
    goal: str
    kind: str
    statements: str
    brief: str


def outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The report of a year, in Word and in Excel.

    :raises UsageError: the year has no task that a department answers for
    """
    context = _context(writer, year, found(writer.dataset, year))
    for suffix in ("docx", "xlsx"):
        yield Output(f"progress.{suffix}", f"{year}年{TITLE}.{suffix}", context)


def found(dataset: Dataset, year: int) -> tuple[Item, ...]:
    """The items of a year.

    :raises UsageError: there are none
    """
    items = progress(dataset, year)
    if not items:
        known = ", ".join(map(str, years(dataset))) or "—"
        raise UsageError(
            _("the dataset has no tasks of {year} that a department answers for").format(year=year),
            todo=_("Years with such tasks: {years}").format(years=known),
        )
    return items


def newest_reply(items: Iterable[Item]) -> date | None:
    """The day of the newest reply, or ``None`` where nobody replied."""
    return max((r.reported for i in items for r in i.replies), default=None)


def _context(writer: Writer, year: int, items: tuple[Item, ...]) -> dict[str, Any]:
    dataset = writer.dataset
    vying = disagreements(dataset, items)
    day = newest_reply(items) or max(d.date for d in dataset.documents)
    lines = tuple(line(writer, n, i) for n, i in enumerate(items, start=1))
    whole = total(items, writer.phrases("progress.total"))
    departments = by_department(dataset, items)
    place = wording.place(dataset)
    return {
        "place": place,
        "year": year,
        "title": writer.phrases("progress.title", place=place, year=year),
        "as_of": wording.day(day),
        "summary": _summary(writer, items, whole, len(vying)),
        "total": share_row(0, whole),
        "sections": share_rows(by_section(items)),
        "departments": share_rows(departments),
        "silent": wording.names(d.name for d in departments if not d.replied),
        "silent_count": sum(not d.replied for d in departments),
        "items": lines,
        "behind": behind(writer, items),
        "short": _of(lines, items, lambda i: i.verdict in (rule.MISSED, rule.NEAR) and not i.is_behind),
        "unanswered": _of(lines, items, lambda i: not i.replies),
        "disagreements": tuple(contradiction(writer, n, d) for n, d in enumerate(vying, start=1)),
    }


def _of(lines: Sequence[Line], items: Sequence[Item], wanted: Callable[[Item], bool]) -> tuple[Line, ...]:
    """The lines of the items wanted, numbered anew."""
    kept = [ln for ln, item in zip(lines, items, strict=True) if wanted(item)]
    return tuple(replace(ln, number=n) for n, ln in enumerate(kept, start=1))


def _summary(writer: Writer, items: tuple[Item, ...], whole: Share, vying: int) -> str:
    phrases = writer.phrases
    tasks = len({(i.division.task.document, i.division.task.number) for i in items})
    text = phrases(
        "progress.summary",
        tasks=tasks,
        items=whole.items,
        replied=whole.replied,
        unanswered=whole.unanswered,
        targets=whole.targets,
        reached=whole.reached,
    )
    text += (phrases("progress.share", percent=_percent(whole)) if whole.share is not None else "") + "。"
    behind = sum(i.is_behind for i in items)
    text += phrases("progress.behind", count=behind) if behind else phrases("progress.none-behind")
    return text + (phrases("progress.vying", count=vying) if vying else phrases("progress.none-vying"))


def _percent(s: Share) -> str:
    return wording.NOTHING if s.share is None else f"{s.share:f}%"


def share_row(number: int, s: Share) -> ShareRow:
    """A share as a row."""
    share = wording.NOTHING if s.share is None else s.share
    return ShareRow(
        number, s.name, s.items, s.replied, s.unanswered, s.done, s.behind, s.targets, s.reached, share, _percent(s)
    )


def share_rows(shares: Iterable[Share]) -> tuple[ShareRow, ...]:
    """Shares as numbered rows."""
    return tuple(share_row(n, s) for n, s in enumerate(shares, start=1))


def line(writer: Writer, number: int, item: Item) -> Line:
    """An item as a row."""
    task, reply, target = item.division.task, item.reply, item.target
    names = {d.id: d.short for d in writer.dataset.departments}
    return Line(
        number=number,
        code=task.number,
        section=task.section,
        subject=subject(item),
        task=task.title,
        label=target.label if target else wording.NOTHING,
        goal=figure(target) if target else wording.NOTHING,
        result=(reply and amount(reply)) or wording.NOTHING,
        status=status(writer, item),
        verdict=verdict(writer, item),
        completed=wording.day(reply.completed) if reply and reply.completed else wording.NOTHING,
        department=names[reply.department] if reply else wording.NOTHING,
        answerable=answerable(item),
        reported=wording.day(reply.reported) if reply else wording.NOTHING,
        progress=reply.progress if reply else "",
        brief=_brief(reply.progress) if reply else "",
        note=_note(writer, item, names),
        source=reply.source if reply else wording.NOTHING,
    )


def behind(writer: Writer, items: Iterable[Item]) -> tuple[Line, ...]:
    """The items that are behind schedule, in the words of the first department that says so."""
    lines: list[Line] = []
    for item in items:
        late = sorted(item.replies, key=lambda r: r.status != BEHIND)
        if item.is_behind:
            lines.append(line(writer, len(lines) + 1, replace(item, replies=tuple(late))))
    return tuple(lines)


def _note(writer: Writer, item: Item, names: Mapping[str, str]) -> str:
    """The remark of the reply that counts, then what the others said."""
    own = [item.reply.note] if item.reply and item.reply.note else []
    others = [
        writer.phrases("progress.said", department=names[r.department], words=_words(r)) for r in item.replies[1:]
    ]
    return "；".join([*own, *others])


def _words(r: Progress) -> str:
    """What a reply says in short: status and figure, else its text."""
    said = (STATUS.get(r.status, ""), amount(r))
    return "，".join(filter(None, said)) or _brief(r.note or r.progress) or wording.NOTHING


def subject(item: Item) -> str:
    """The task with its target: 加快高能级创新平台建设：新培育市级以上创新平台9家."""
    title, target = item.division.task.title, item.target
    return title if target is None else f"{title}：{target.label}{figure(target)}"


def _brief(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF]}…"


def status(writer: Writer, item: Item) -> str:
    """The status that the reply names, 未报送 without a reply; 进度滞后 where any department says so."""
    if item.reply is None:
        return writer.phrases("progress.unanswered")
    return STATUS.get(BEHIND if item.is_behind else item.reply.status, wording.NOTHING)


def verdict(writer: Writer, item: Item) -> str:
    """The verdict in words; — for a task without target."""
    if not item.verdict:
        return wording.NOTHING
    if item.verdict == rule.UNDISCLOSED:
        return writer.phrases("progress.unjudged")
    return writer.phrases(f"verdict.{item.verdict}")


def amount(reply: Progress) -> str:
    """The figure reached with its unit, or nothing."""
    return "" if reply.value is None else f"{quantity.plain(reply.value)}{reply.unit}"


def answerable(item: Item) -> str:
    """The departments that answer for the task, the supporting ones last."""
    of = item.division.of_role
    first = [*of(LEAD), *of(RESPONSIBLE)]
    return wording.names(dict.fromkeys(d.short for d in [*first, *of(SUPPORT)])) or wording.NOTHING


def contradiction(writer: Writer, number: int, d: Disagreement) -> Contradiction:
    """A disagreement as a row, each reply with who, when and where from."""
    task, target = d.item.division.task, d.item.target
    names = {x.id: x.short for x in writer.dataset.departments}
    told = [(f"{names[r.department]}（{wording.day(r.reported)}", r.source, _words(r)) for r in d.replies]
    return Contradiction(
        number=number,
        code=task.number,
        subject=subject(d.item),
        task=task.title,
        label=target.label if target else wording.NOTHING,
        goal=figure(target) if target else wording.NOTHING,
        kind=writer.phrases("progress.between" if d.is_between_departments else "progress.within"),
        statements="\n".join(f"{who}，{source}）：{words}" for who, source, words in told),
        brief="\n".join(f"{who}）：{words}" for who, _source, words in told),
    )


# --- records for JSON ------------------------------------------------------------------------------


def reply_record(r: Progress) -> dict[str, Any]:
    """A reply for JSON."""
    return {
        **asdict(r),
        "reported": r.reported.isoformat(),
        "completed": r.completed.isoformat() if r.completed else None,
    }


def item_record(item: Item) -> dict[str, Any]:
    """An item for JSON, with every department's newest reply, the one that counts first."""
    task, target = item.division.task, item.target
    names: tuple[Department, ...] = item.division.of_role(None)
    return {
        "document": task.document,
        "number": task.number,
        "section": task.section,
        "title": task.title,
        "label": target.label if target else "",
        "target": target
        and {"value": target.value, "unit": target.unit, "bound": target.bound, "text": figure(target)},
        "departments": list(dict.fromkeys(d.id for d in names)),
        "value": item.value,
        "status": item.reply.status if item.reply else None,
        "verdict": item.verdict or None,
        "behind": item.is_behind,
        "replies": [reply_record(r) for r in item.replies],
    }


def share_record(s: Share) -> dict[str, Any]:
    """A share for JSON; ``share`` is in %."""
    return {**asdict(s), "share": s.share}


def disagreement_record(d: Disagreement) -> dict[str, Any]:
    """A disagreement for JSON."""
    first = d.replies[0]
    return {
        "document": first.document,
        "number": first.number,
        "label": first.label,
        "between_departments": d.is_between_departments,
        "replies": [reply_record(r) for r in d.replies],
    }
