"""``assignment``: the year's tasks divided among departments: the table, the ledger, a book for each department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zcplan.analysis.division import Division, assigned
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import Dataset, Department
from zcplan.reports.parts import wording
from zcplan.reports.parts.layout import Output
from zcplan.reports.parts.tasks import ROLES, STATES, TaskRow, ledger, sections, shares, task_row, totals
from zcplan.reports.parts.writer import Writer

TITLE = "任务分工"
FOLDER = "部门任务书"


@dataclass(frozen=True)
class Chapter:
    """The tasks of a department in one role, or those common to every department."""

    numeral: str
    title: str
    tasks: tuple[TaskRow, ...]


def outputs(writer: Writer, year: int) -> Iterator[Output]:
    """The division of a year in Word, its ledger in Excel, the departments' books and their index.

    :raises UsageError: no document gives departments tasks of the year
    """
    tasks = _assigned(writer.dataset, year)
    departments = holders(writer.dataset, tasks)
    yield Output("assignment.docx", f"{year}年任务分工表.docx", _division(writer, year, tasks))
    yield Output("assignment.xlsx", f"{year}年任务台账.xlsx", _full_ledger(writer, year, tasks))
    index = f"{'0' * _digits(departments)} 目录.docx"
    yield Output("assignment-index.docx", index, _index(writer, year, tasks), FOLDER)
    for department in departments:
        yield from _book(writer, year, tasks, departments, department)


def department_outputs(writer: Writer, year: int, department: Department) -> Iterator[Output]:
    """The book of one department, in Word and in Excel, named as among all of them.

    :raises UsageError: there are no tasks of the year, or none of this department
    """
    tasks = _assigned(writer.dataset, year)
    departments = holders(writer.dataset, tasks)
    if department not in departments:
        raise UsageError(
            _("“{name}” has no book of tasks of {year}").format(name=department.short, year=year),
            todo=_("“zcplan tasks {year} --departments” lists the departments that have tasks.").format(year=year),
        )
    yield from _book(writer, year, tasks, departments, department)


def holders(dataset: Dataset, tasks: Sequence[Division]) -> list[Department]:
    """The departments that get a book: those named in a task, without collective names, in the dataset's order."""
    named = {x.id for d in tasks for x in d.of_role(None)}
    return [x for x in dataset.departments if x.id in named and not x.collective]


def _assigned(dataset: Dataset, year: int) -> list[Division]:
    tasks = assigned(dataset, year)
    if not tasks:
        raise UsageError(
            _("no document gives departments tasks of {year}").format(year=year),
            todo=_("Add them to tasks.csv, task_targets.csv and assignments.csv."),
        )
    return tasks


def _heading(writer: Writer, year: int, title: str) -> dict[str, Any]:
    place = wording.place(writer.dataset)
    return {"place": place, "year": year, "title": writer.phrases(f"assignment.{title}", place=place, year=year)}


def _division(writer: Writer, year: int, tasks: Sequence[Division]) -> dict[str, Any]:
    return {
        **_heading(writer, year, "title"),
        "sections": tuple(sections(writer, tasks)),
        "sources": _sources(writer.dataset, tasks),
    }


def _sources(dataset: Dataset, tasks: Sequence[Division]) -> str:
    """The documents that the tasks are taken from, as they are cited: 《…》（周政办字〔2023〕17号）."""
    cited = (dataset.document[i] for i in dict.fromkeys(d.task.document for d in tasks))
    return "、".join(d.cited + (f"（{d.number}）" if d.number else "") for d in cited)


def _full_ledger(writer: Writer, year: int, tasks: Sequence[Division]) -> dict[str, Any]:
    dataset = writer.dataset
    named = {x.id for d in tasks for x in d.of_role(None)}
    departments = holders(dataset, tasks)
    collective = [x for x in dataset.departments if x.collective and x.id in named]
    return {
        **_ledger_heading(writer, year, tasks),
        "department": writer.phrases("assignment.everyone"),
        "rows": ledger(writer, tasks),
        "reporters": tuple(dict.fromkeys(d.reporter.short for d in tasks if d.reporter is not None)),
        "shares": tuple(shares(tasks, [*departments, *collective])),
        "total": totals(tasks),
        "common": sum(d.is_common for d in tasks),
    }


def _ledger_heading(writer: Writer, year: int, tasks: Sequence[Division]) -> dict[str, Any]:
    targets = sum(len(d.targets) for d in tasks)
    counted = "counted" if targets else "counted-tasks"
    given = {"targets": targets} if targets else {}
    return {
        **_heading(writer, year, "ledger"),
        "sources": _sources(writer.dataset, tasks),
        "states": "、".join(STATES),
        "task_count": len(tasks),
        "target_count": targets,
        "count_words": writer.phrases(f"assignment.{counted}", tasks=len(tasks), **given),
    }


def _index(writer: Writer, year: int, tasks: Sequence[Division]) -> dict[str, Any]:
    departments = holders(writer.dataset, tasks)
    return {
        **_heading(writer, year, "index"),
        "digits": _digits(departments),
        "shares": tuple(shares(tasks, departments)),
        "total": totals([d for d in tasks if not d.is_common]),
        "common": sum(d.is_common for d in tasks),
        "sources": _sources(writer.dataset, tasks),
    }


def _book(
    writer: Writer, year: int, tasks: Sequence[Division], departments: Sequence[Department], department: Department
) -> Iterator[Output]:
    """The two files of a department's book."""
    phrases = writer.phrases
    at = departments.index(department) + 1
    stem = f"{at:0{_digits(departments)}d} {department.short}"
    parts = [(phrases(f"assignment.{role}"), _in_role(tasks, department, role)) for role in ROLES]
    common = phrases("assignment.common", name=_common_name(writer.dataset))
    parts.append((common, [d for d in tasks if d.is_common]))
    parts = [(title, members) for title, members in parts if members]
    mine = [d for _title, members in parts for d in members]
    context = {
        **_ledger_heading(writer, year, mine),
        "department": department.short,
        "department_name": department.name,
        "book_title": phrases("assignment.book", place=wording.place(writer.dataset), year=year),
        "chapters": tuple(
            Chapter(wording.numeral(n), title, tuple(task_row(writer, d) for d in members))
            for n, (title, members) in enumerate(parts, start=1)
        ),
        "counts": "、".join(phrases("assignment.share", title=t, count=len(members)) for t, members in parts),
        "rows": ledger(writer, mine, department),
    }
    yield Output("assignment-department.docx", f"{stem}.docx", context, FOLDER)
    yield Output("assignment-department.xlsx", f"{stem}.xlsx", context, FOLDER)


def _in_role(tasks: Sequence[Division], department: Department, role: str) -> list[Division]:
    """Its tasks in a role, without those listed in a role before."""
    before = ROLES[: ROLES.index(role)]
    return [d for d in tasks if department in d.of_role(role) and not any(department in d.of_role(r) for r in before)]


def _common_name(dataset: Dataset) -> str:
    """The name that stands for every department, as printed."""
    return next((d.short for d in dataset.departments if d.collective == "all"), "")


def _digits(departments: Sequence[Department]) -> int:
    """Digits that let every number sort as text."""
    return max(2, len(str(len(departments))))
