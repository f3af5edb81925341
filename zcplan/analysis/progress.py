"""How far the tasks are: replies of departments against the targets, judged by the rule that compare uses.

Whose word counts, where several departments replied on one target: one that gives a figure before one that
gives none, then the leading department, the responsible one, a supporting one, each in printed order. Of a
department the newest reply counts. What the others said is kept beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.division import LEAD, RESPONSIBLE, SUPPORT, Division, divisions
from zcplan.model import BEHIND, DONE, Dataset, Progress, TaskTarget

REACHED = (rule.EXCEEDED, rule.MET)


@dataclass(frozen=True)
class Item:
    """A target of a task (``target`` ``None``: a task without one) and what was replied on it.

    :param replies: each department's newest reply, the one that counts first
    :param value: the figure reached, in the target's unit
    :param verdict: one of :data:`~zcplan.analysis.verdict.VERDICTS`; empty for a task without target
    """

    division: Division
    target: TaskTarget | None
    replies: tuple[Progress, ...]
    value: Decimal | None
    verdict: str

    @property
    def reply(self) -> Progress | None:
        """The reply that counts."""
        return self.replies[0] if self.replies else None

    @property
    def is_reached(self) -> bool:
        """Whether the target is reached, by figures; words are for a person to judge."""
        return self.verdict in REACHED

    @property
    def is_done(self) -> bool:
        """Whether the reply that counts says that it is done."""
        return self.reply is not None and self.reply.status == DONE

    @property
    def is_behind(self) -> bool:
        """Whether any department says that it is behind schedule."""
        return any(r.status == BEHIND for r in self.replies)


@dataclass(frozen=True)
class Disagreement:
    """Replies on one item that can't all be true: of several departments, or of one on the same day."""

    item: Item
    replies: tuple[Progress, ...]

    @property
    def is_between_departments(self) -> bool:
        """Whether several departments vie, not one with itself."""
        return len({r.department for r in self.replies}) > 1


@dataclass(frozen=True)
class Share:
    """How far the items of a section or a department are.

    :param items: targets, and tasks without one
    :param replied: items with a reply; ``done`` those said to be done, ``behind`` those said to be behind
    :param targets: items that have a target; ``reached`` those that reached it
    """

    name: str
    items: int
    replied: int
    done: int
    behind: int
    targets: int
    reached: int

    @property
    def share(self) -> Decimal | None:
        """Reached targets in % of all targets, to one decimal; ``None`` where there is no target."""
        if not self.targets:
            return None
        return (Decimal(100 * self.reached) / self.targets).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def unanswered(self) -> int:
        """Items without a reply."""
        return self.items - self.replied


def years(dataset: Dataset) -> tuple[int, ...]:
    """Years with tasks that some department answers for, the oldest first."""
    assigned = {a.document for a in dataset.assignments} | {p.document for p in dataset.progress}
    return tuple(sorted({t.year for t in dataset.task_targets if t.document in assigned}))


def progress(dataset: Dataset, year: int) -> tuple[Item, ...]:
    """Every target of the year's tasks that a department answers for, in the dataset's order."""
    said: dict[tuple[str, str, str], list[Progress]] = defaultdict(list)
    for p in dataset.progress:
        said[p.document, p.number, p.label].append(p)
    items = []
    for division in divisions(dataset, year):
        task = division.task
        targets: list[TaskTarget | None] = [*division.targets] or [None]
        own = [(t, said[task.document, task.number, t.label if t else ""]) for t in targets]
        if division.of_role(None) or any(replies for _target, replies in own):
            items += [_item(division, target, replies, dataset) for target, replies in own]
    return tuple(items)


def _item(division: Division, target: TaskTarget | None, replies: list[Progress], dataset: Dataset) -> Item:
    newest: dict[str, Progress] = {}
    for p in replies:
        if p.department not in newest or p.reported >= newest[p.department].reported:
            newest[p.department] = p
    ranked = tuple(sorted(newest.values(), key=_rank(division, target)))
    value = _in_unit_of(target, ranked[0]) if ranked and target else None
    return Item(division, target, ranked, value, _verdict(target, ranked, value, dataset))


def _rank(division: Division, target: TaskTarget | None) -> Callable[[Progress], tuple[bool, int, str]]:
    order = [d.id for role in (LEAD, RESPONSIBLE, SUPPORT) for d in division.of_role(role)]
    counts = target is not None and target.value is not None

    def rank(p: Progress) -> tuple[bool, int, str]:
        place = order.index(p.department) if p.department in order else len(order)
        return (counts and p.value is None, place, p.department)

    return rank


def _in_unit_of(target: TaskTarget, reply: Progress) -> Decimal | None:
    if reply.value is None or not target.unit or not quantity.comparable(reply.unit, target.unit):
        return reply.value
    return quantity.convert(reply.value, reply.unit, target.unit)


def _verdict(target: TaskTarget | None, replies: tuple[Progress, ...], value: Decimal | None, dataset: Dataset) -> str:
    if target is None:
        return ""
    indicator = dataset.indicator.get(target.indicator)
    actual = None
    if replies and value is not None:
        unit = replies[0].unit
        if target.unit and not quantity.comparable(unit, target.unit):
            return rule.JUDGE
        actual = quantity.Quantity(value, target.unit or unit)
    elif replies and target.value is None and replies[0].status == DONE:
        actual = quantity.Quantity(None, bound=quantity.QUALITATIVE)
    return rule.judge(goal(target), actual, indicator.direction if indicator else "up")


def goal(target: TaskTarget) -> quantity.Quantity:
    """The figure that a target asks for."""
    words = target.text if target.value is None else ""
    return quantity.Quantity(target.value, target.unit, target.bound, text=words)


def disagreements(dataset: Dataset, items: Iterable[Item]) -> tuple[Disagreement, ...]:
    """Items on which departments contradict each other, or one contradicts itself on one day."""
    same_day: dict[tuple[str, str, str, str], list[Progress]] = defaultdict(list)
    for p in dataset.progress:
        same_day[p.document, p.number, p.label, p.department].append(p)
    found = []
    for item in items:
        if _differ(item.replies):
            found.append(Disagreement(item, item.replies))
        for reply in item.replies:
            own = same_day[reply.document, reply.number, reply.label, reply.department]
            mine = tuple(p for p in own if p.reported == reply.reported)
            if _differ(mine):
                found.append(Disagreement(item, mine))
    return tuple(found)


def _differ(replies: Iterable[Progress]) -> bool:
    """Whether statuses differ, or figures do; saying nothing contradicts nobody."""
    replies = list(replies)
    statuses = {r.status for r in replies if r.status}
    figures = [(r.value, r.unit) for r in replies if r.value is not None]
    return len(statuses) > 1 or any(not _same(figures[0], other) for other in figures[1:])


def _same(one: tuple[Decimal, str], other: tuple[Decimal, str]) -> bool:
    if not quantity.comparable(one[1], other[1]):
        return False
    return quantity.convert(one[0], one[1], other[1]) == other[0]


def by_section(items: Iterable[Item]) -> tuple[Share, ...]:
    """Shares by section of the documents, in their order."""
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.division.task.document, item.division.task.section].append(item)
    return tuple(total(members, section) for (_document, section), members in groups.items())


def by_department(dataset: Dataset, items: Iterable[Item]) -> tuple[Share, ...]:
    """Shares by department, of the items that it has a part in or replied on; in the dataset's order.

    ``replied``, ``done`` and ``behind`` are the department's own word; ``reached`` is what counts for the item.
    A collective name (各相关部门) is nobody who could reply, and is left out.
    """
    groups: dict[str, list[tuple[Item, Progress | None]]] = defaultdict(list)
    for item in items:
        own = {r.department: r for r in item.replies}
        for name in dict.fromkeys([*(d.id for d in item.division.of_role(None)), *own]):
            groups[name].append((item, own.get(name)))
    return tuple(_share(d.short, groups[d.id]) for d in dataset.departments if d.id in groups and not d.collective)


def total(items: Iterable[Item], name: str = "") -> Share:
    """The share over all items; one is behind where any department says so."""
    items = list(items)
    return replace(_share(name, [(i, i.reply) for i in items]), behind=sum(i.is_behind for i in items))


def _share(name: str, members: list[tuple[Item, Progress | None]]) -> Share:
    replies = [reply for _item, reply in members if reply is not None]
    targets = [item for item, _reply in members if item.target is not None]
    return Share(
        name=name,
        items=len(members),
        replied=len(replies),
        done=sum(r.status == DONE for r in replies),
        behind=sum(r.status == BEHIND for r in replies),
        targets=len(targets),
        reached=sum(i.is_reached for i in targets),
    )
