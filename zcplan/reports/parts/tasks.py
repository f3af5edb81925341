"""Tasks as documents print them: rows of a division, rows of a ledger, counts by department."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from zcplan.analysis.division import LEAD, RESPONSIBLE, SUPPORT, Division, figure
from zcplan.model import Department, TaskTarget
from zcplan.reports.parts import wording
from zcplan.reports.parts.writer import Writer

ROLES = (LEAD, RESPONSIBLE, SUPPORT)
"""The roles in the order that a department reads its tasks in."""
STATES = ("未开始", "进行中", "已完成", "进度滞后")


@dataclass(frozen=True)
class TaskRow:
    """A task as a table prints it; departments by role, joined, with the printed 等; ``duties`` are all of them.

    ``head`` is who answers for it: those that lead, or those responsible (负责) where nobody leads; where both are
    named, the responsible ones stand under the leading ones.
    """

    number: str
    title: str
    content: str
    targets: tuple[str, ...]
    head: tuple[str, ...]
    lead: str
    support: str
    responsible: str
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Tasks under one heading. ``numeral`` counts the sections; ``document`` is named where there are several."""

    numeral: str
    title: str
    document: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True)
class LedgerRow:
    """A task with one target (or none), as the ledger asks about it.

    ``key`` is ``document/number/label``, by which a returned ledger is matched. ``value`` is a number where
    the target is exact, else its words without the unit: 5以上, 2-3, 稳定增长. ``lead`` names those responsible where
    nobody leads; ``role`` is the part in it of the department that fills the ledger in.
    """

    number: int
    key: str
    task_number: str
    task: str
    target: str
    value: Decimal | str
    unit: str
    lead: str
    support: str
    reporter: str
    role: str


@dataclass(frozen=True)
class Count:
    """How many tasks, or targets of tasks, a department has in each role."""

    lead: int
    responsible: int
    support: int
    total: int


@dataclass(frozen=True)
class Share:
    """A department's part in the division."""

    number: int
    department: str
    tasks: Count
    targets: Count


def beyond_title(title: str, content: str) -> str:
    """What a task's content says beyond its title, which stands above it: empty where it says the same.

    >>> beyond_title("推进老旧小区改造", "推进老旧小区改造。"), beyond_title("改造小区", "改造小区，年内改造15个。")
    ('', '年内改造15个。')
    """
    rest = content.removeprefix(title)
    if rest == content or (rest and rest[0] not in "。；，：、"):
        return content
    return rest.lstrip("。；，：、")


def task_row(writer: Writer, d: Division) -> TaskRow:
    """A task as a row."""
    lead, support, responsible = (names(d, role) for role in (LEAD, SUPPORT, RESPONSIBLE))
    labels = {role: writer.phrases(f"assignment.{role}-duty") for role in ROLES}
    labelled = ((labels[LEAD], lead), (labels[RESPONSIBLE], responsible), (labels[SUPPORT], support))
    both = (lead, f"{labels[RESPONSIBLE]}：{responsible}") if lead and responsible else ()
    return TaskRow(
        number=d.task.number,
        title=d.task.title,
        content=beyond_title(d.task.title, d.task.content),
        targets=tuple(f"{t.label}：{figure(t)}" for t in d.targets),
        head=both or tuple(filter(None, (lead or responsible,))),
        lead=lead,
        support=support,
        responsible=responsible,
        duties=tuple(f"{label}：{text}" for label, text in labelled if text),
    )


def names(d: Division, role: str) -> str:
    """The departments in a role as printed: 区科技局、区财政局等."""
    return "、".join(x.short for x in d.of_role(role)) + ("等" if role in d.open_roles else "")


def sections(writer: Writer, divisions: Sequence[Division]) -> Iterator[Section]:
    """Tasks grouped by document and section, in their order."""
    several = len({d.task.document for d in divisions}) > 1
    grouped = groupby(divisions, key=lambda d: (d.task.document, d.task.section))
    for n, ((document, title), members) in enumerate(grouped, start=1):
        name = writer.dataset.document[document].name if several else ""
        yield Section(wording.numeral(n), title, name, tuple(task_row(writer, d) for d in members))


def ledger(
    writer: Writer, divisions: Iterable[Division], department: Department | None = None
) -> tuple[LedgerRow, ...]:
    """A row for each task and target; a task without a figure has one.

    :param department: who fills it in; without it each task's own reporter
    """
    rows: list[LedgerRow] = []
    for d in divisions:
        reporter = department or d.reporter
        for target in d.targets or (None,):
            rows.append(_ledger_row(writer, len(rows) + 1, d, target, reporter))
    return tuple(rows)


def _ledger_row(
    writer: Writer, number: int, d: Division, target: TaskTarget | None, reporter: Department | None
) -> LedgerRow:
    role = next((r for r in ROLES if reporter is not None and reporter in d.of_role(r)), RESPONSIBLE)
    return LedgerRow(
        number=number,
        key=f"{d.task.document}/{d.task.number}/{target.label if target else ''}",
        task_number=d.task.number,
        task=d.task.title,
        target=target.label if target else "",
        value=_value(target) if target else "",
        unit=target.unit if target else "",
        lead=names(d, LEAD) or names(d, RESPONSIBLE),
        support=names(d, SUPPORT),
        reporter=reporter.short if reporter else "",
        role=writer.phrases(f"assignment.{role}-duty"),
    )


def _value(target: TaskTarget) -> Decimal | str:
    """The figure without its unit, which stands in a column of its own."""
    if target.value is None:
        return target.text
    if target.text:
        return target.text.removesuffix(target.unit)
    return wording.bounded(target.value, target.bound)


def shares(divisions: Sequence[Division], departments: Iterable[Department]) -> Iterator[Share]:
    """What each department has in the division, without the tasks common to all."""
    own = [d for d in divisions if not d.is_common]
    for n, department in enumerate(departments, start=1):
        counted = own if not department.collective else divisions
        mine = {role: [d for d in counted if department in d.of_role(role)] for role in ROLES}
        yield Share(n, department.short, _count(mine), _count_targets(mine))


def totals(divisions: Sequence[Division]) -> Share:
    """The division as a whole: every task counted once in each role that it has."""
    by_role = {role: [d for d in divisions if d.of_role(role)] for role in ROLES}
    return Share(0, "", _count(by_role), _count_targets(by_role))


def _count(by_role: Mapping[str, list[Division]]) -> Count:
    return _sized(by_role, len)


def _count_targets(by_role: Mapping[str, list[Division]]) -> Count:
    return _sized(by_role, lambda tasks: sum(len(d.targets) for d in tasks))


def _sized(by_role: Mapping[str, list[Division]], size: Callable[[list[Division]], int]) -> Count:
    return Count(
        lead=size(by_role[LEAD]),
        responsible=size(by_role[RESPONSIBLE]),
        support=size(by_role[SUPPORT]),
        total=size(_distinct(by_role)),
    )


def _distinct(by_role: Mapping[str, list[Division]]) -> list[Division]:
    """Each task once, though a department may lead and be responsible for the same one."""
    return list({(d.task.document, d.task.number): d for role in ROLES for d in by_role[role]}.values())
