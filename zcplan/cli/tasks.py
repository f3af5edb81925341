"""``zcplan tasks``: tasks with their departments and targets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli import suggest
from zcplan.cli.output import emit, format_option, note
from zcplan.cli.parts.table import Column, plain
from zcplan.cli.parts.values import Word, must_be_known, some, year_argument
from zcplan.cli.settings import Settings
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.analysis.division import Division
    from zcplan.model import Dataset

ROLES = ("lead", "support", "responsible")


@click.command(
    "tasks",
    help=_("List the tasks of YEAR (default: all) with their departments."),
    epilog=_("Example: zcplan tasks 2023 --department 区科技局 --role lead"),
)
@year_argument()
@click.option("--document", metavar="NAME", help=_("Only the tasks of this document (id, title or number)."))
@click.option("--section", metavar="TEXT", help=_("Only sections that hold this text."))
@click.option(
    "--department",
    metavar="NAME",
    shell_complete=suggest.departments,
    help=_("Only the tasks of this department (id, name or alias)."),
)
@click.option(
    "--role",
    type=Word(ROLES, lambda: {"lead": _("Lead"), "support": _("Support"), "responsible": _("Responsible")}),
    help=_("Only tasks where the department (or any) has this role."),
)
@click.option("--text", metavar="TEXT", help=_("Only tasks whose title, content or targets hold this text."))
@click.option("--departments", is_flag=True, help=_("Count the tasks of each department instead."))
@format_option
@click.pass_obj
def command(
    settings: Settings,
    year: int | None,
    document: str | None,
    section: str | None,
    department: str | None,
    role: str | None,
    text: str | None,
    departments: bool,
    form: str,
) -> None:
    """Print tasks, or counts by department."""
    from zcplan.analysis.division import divisions
    from zcplan.analysis.missing import FOR_TASKS
    from zcplan.dataset.lookup import find_department

    dataset = settings.holding(FOR_TASKS)
    must_be_known(year, {t.year for t in dataset.task_targets}, _("no task has a target of {year}"))
    found = divisions(dataset, year)
    if document is not None:
        found = _of_document(dataset, found, document)
    if section:
        found = _of_section(found, section)
    if text:
        found = _of_text(found, text)
    before = found
    if department:
        wanted = find_department(dataset, department)
        found = [d for d in found if wanted in d.of_role(role)]
    elif role:
        found = [d for d in found if d.of_role(role)]
    if not found:
        note(_("None of these {n} tasks is of that department or role.").format(n=len(before)))
    if departments:
        _count(found, form)
    else:
        _list(dataset, found, form)
    note(_("{n} tasks").format(n=len(found)))


def _of_document(dataset: Dataset, found: list[Division], document: str) -> list[Division]:
    from zcplan.dataset.lookup import find_document

    wanted = find_document(dataset, document)
    kept = [d for d in found if d.task.document == wanted.id]
    if not kept:
        having = some(dataset.document[d.task.document].name for d in found)
        what = _("“{document}” has no such tasks").format(document=wanted.name)
        raise UsageError(what, todo=_("Documents that have: {names}").format(names=having))
    return kept


def _of_section(found: list[Division], section: str) -> list[Division]:
    kept = [d for d in found if section in d.task.section]
    if not kept:
        there = some(d.task.section for d in found)
        what = _("no section holds “{text}”").format(text=section)
        raise UsageError(what, todo=_("There are: {names}").format(names=there))
    return kept


def _of_text(found: list[Division], text: str) -> list[Division]:
    kept = [d for d in found if text in d.task.title + d.task.content + "".join(t.label for t in d.targets)]
    if not kept:
        what = _("no title, content or target of these {n} tasks holds “{text}”").format(n=len(found), text=text)
        raise UsageError(what, todo=_("Try a shorter word; without --text all are listed."))
    return kept


def _list(dataset: Dataset, found: list[Division], form: str) -> None:
    records = [_record(d) for d in found]
    columns = [
        Column(_("Document"), "document", rank=4, wraps=True),
        Column(_("No."), "number", rank=0),
        Column(_("Task"), "title", rank=0, wraps=True),
        Column(_("Lead"), "lead", rank=1, wraps=True),
        Column(_("Support"), "support", rank=2, wraps=True),
        Column(_("Responsible"), "responsible", rank=2, wraps=True),
        Column(_("Targets"), "targets", rank=3, wraps=True),
    ]
    rows = [
        (
            dataset.document[r["document"]].name,
            r["number"],
            r["title"],
            *("、".join(r[role]) for role in ROLES),
            "；".join(f"{t['label']}{t['figure']}" for t in r["targets"]),
        )
        for r in records
    ]
    emit(form, records, columns, rows)


def _record(d: Division) -> dict[str, Any]:
    from zcplan.analysis.division import figure

    return {
        "document": d.task.document,
        "number": d.task.number,
        "section": d.task.section,
        "title": d.task.title,
        "content": d.task.content,
        "lead": [x.short for x in d.lead],
        "support": [x.short for x in d.support],
        "responsible": [x.short for x in d.responsible],
        "targets": [
            {
                "label": t.label,
                "indicator": t.indicator or None,
                "year": t.year,
                "bound": t.bound,
                "value": t.value,
                "unit": t.unit,
                "text": t.text,
                "figure": figure(t),
            }
            for t in d.targets
        ],
    }


def _count(found: list[Division], form: str) -> None:
    counts: dict[str, Counter[str]] = {}
    for d in found:
        for role in ROLES:
            for x in d.of_role(role):
                counts.setdefault(x.short, Counter())[role] += 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    records = [{"department": name, **{role: n[role] for role in ROLES}, "tasks": n.total()} for name, n in ranked]
    emit(
        form,
        records,
        plain(
            department=_("Department"),
            lead=_("Lead"),
            support=_("Support"),
            responsible=_("Responsible"),
            tasks=_("Tasks"),
        ),
        [tuple(r.values()) for r in records],
    )
