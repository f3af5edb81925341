"""Tasks with the departments that answer for them and the figures they are to reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from zcplan import quantity
from zcplan.model import Assignment, Dataset, Department, Task, TaskTarget

LEAD, SUPPORT, RESPONSIBLE = "lead", "support", "responsible"


@dataclass(frozen=True)
class Division:
    """A task, its departments by role in printed order, its targets. ``open_roles`` end in a printed 等."""

    task: Task
    lead: tuple[Department, ...]
    support: tuple[Department, ...]
    responsible: tuple[Department, ...]
    open_roles: frozenset[str]
    targets: tuple[TaskTarget, ...]

    @property
    def reporter(self) -> Department | None:
        """Who reports on it: the first that leads or is responsible; ``None`` where nobody is named."""
        return next(iter(self.lead + self.responsible + self.support), None)

    @property
    def is_common(self) -> bool:
        """Whether every department is responsible and none is named (各相关部门)."""
        named = self.lead + self.support + self.responsible
        return bool(named) and all(d.collective == "all" for d in named)

    def of_role(self, role: str | None) -> tuple[Department, ...]:
        """Departments in one role, or in any."""
        by_role = {LEAD: self.lead, SUPPORT: self.support, RESPONSIBLE: self.responsible}
        return by_role[role] if role else self.lead + self.support + self.responsible


def divisions(dataset: Dataset, year: int | None = None) -> list[Division]:
    """Every task, or those with the year: of documents whose tasks have a target in it, in the dataset's order."""
    assigned, targets = defaultdict(list), defaultdict(list)
    for a in dataset.assignments:
        assigned[a.document, a.number].append(a)
    for t in dataset.task_targets:
        targets[t.document, t.number].append(t)
    documents = {t.document for t in dataset.task_targets if year is None or t.year == year}
    departments = {d.id: d for d in dataset.departments}
    found = []
    for task in dataset.tasks:
        if year is not None and task.document not in documents:
            continue
        rows = sorted(assigned[task.document, task.number], key=lambda a: a.rank)
        found.append(
            Division(
                task=task,
                lead=_of_role(rows, LEAD, departments),
                support=_of_role(rows, SUPPORT, departments),
                responsible=_of_role(rows, RESPONSIBLE, departments),
                open_roles=frozenset(a.role for a in rows if a.etc),
                targets=tuple(targets[task.document, task.number]),
            )
        )
    return found


def assigned(dataset: Dataset, year: int) -> list[Division]:
    """The year's tasks of documents that give tasks to departments, in the dataset's order.

    A document without any figure is of the year that its title names.
    """
    figured = {t.document for t in dataset.task_targets}
    of_year = {d.task.document for d in divisions(dataset, year)}
    of_year |= {d.id for d in dataset.documents if d.id not in figured and f"{year}年" in d.title}
    of_year &= {a.document for a in dataset.assignments}
    return [d for d in divisions(dataset) if d.task.document in of_year]


def indicators_of(dataset: Dataset, department: Department) -> frozenset[str]:
    """Ids of the indicators that a department's tasks have targets of, in whatever role it has the task."""
    own = {(a.document, a.number) for a in dataset.assignments if a.department == department.id}
    return frozenset(t.indicator for t in dataset.task_targets if t.indicator and (t.document, t.number) in own)


def _of_role(rows: list[Assignment], role: str, departments: Mapping[str, Department]) -> tuple[Department, ...]:
    return tuple(departments[a.department] for a in rows if a.role == role)


def figure(t: TaskTarget) -> str:
    """The figure of a target as a phrase: 9家, 5%以上, 2-3处."""
    if t.text:
        return t.text
    return quantity.format(quantity.Quantity(t.value, t.unit, t.bound))
