"""``zcplan extract``: the figures of a document as proposed observations; the accepted ones into the dataset."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli.output import emit, format_option, note, say_waiting
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.extract.propose import Proposal
    from zcplan.extract.tasks import ProposedTask
    from zcplan.reading.document import Draft


@click.command(
    "extract",
    help=_(
        "Propose the figures of a document FILE (docx, xlsx, pdf, txt, md, html, csv) as observations to review; "
        "with --accept, merge those that were accepted into the data folder."
    ),
    epilog=_("Example: zcplan extract report.docx --document work-report-2025 -o proposals.xlsx"),
)
@click.argument("file", type=click.Path(), required=False)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help=_("Write the proposals as .csv or .xlsx."))
@click.option(
    "--accept", type=click.Path(), metavar="FILE", help=_("Merge the accepted rows of a reviewed .csv or .xlsx.")
)
@click.option("--document", metavar="ID", help=_("Id of the document (default: made of the file's name)."))
@click.option("--title", help=_("Title of a new document."))
@click.option("--number", help=_("Number of a new document, such as 周政发〔2023〕34号."))
@click.option("--issuer", help=_("Issuer of a new document."))
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help=_("Day of issue of a new document."))
@click.option("--kind", help=_("Kind of a new document: plan, plan-report, work-report, task-list."))
@click.option("--precedence", type=click.IntRange(1, 99), help=_("Rank of a new document; 1 outranks 2."))
@click.option("--year", type=click.IntRange(1949, 2100), help=_("The document's own year, where it does not tell."))
@click.option(
    "--tasks", "as_tasks", is_flag=True, help=_("List the tasks with the departments in their brackets instead.")
)
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@format_option
@click.pass_obj
def command(
    settings: Settings,
    /,
    file: str | None,
    output: str | None,
    accept: str | None,
    document: str | None,
    year: int | None,
    as_tasks: bool,
    force: bool,
    form: str,
    **about: Any,
) -> None:
    """Print or write proposals, or merge a reviewed table."""
    from zcplan.errors import UsageError
    from zcplan.reading.document import read

    given = {k: v.date().isoformat() if k == "date" else str(v) for k, v in about.items() if v is not None}
    if bool(file) == bool(accept):
        raise UsageError(
            _("name either a document to read or, with --accept, a reviewed table"),
            todo=_("See “zcplan extract --help”."),
        )
    if accept:
        _merge(settings, Path(accept), given)
        return
    assert file is not None
    draft = read(Path(file))
    if as_tasks:
        _list_tasks(settings, draft, form)
        return
    from zcplan.cli.drafts import tell_passed_over
    from zcplan.extract.propose import extract

    found = extract(draft, settings.dataset, year)
    if output:
        _write(settings, draft, found, Path(output), document or _id(Path(file)), given, force=force)
    else:
        _list(settings, draft, found, form)
    known = sum(bool(p.indicator) for p in found)
    note(_("{n} figures, {m} of them tied to an indicator").format(n=len(found), m=known))
    tell_passed_over(draft)


def _id(path: Path) -> str:
    return re.sub("[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "new-document"


def _list(settings: Settings, draft: Draft, found: list[Proposal], form: str) -> None:
    from zcplan.cli.drafts import place_record

    records = [
        {
            "name": p.name,
            "indicator": p.indicator or None,
            "year": p.year,
            "status": p.status,
            "measure": p.measure,
            "area": p.area,
            "bound": p.bound,
            "value": p.value,
            "unit": p.unit,
            "text": p.text,
            "evidence": p.evidence,
            "locator": p.locator,
            **place_record(draft, p.paragraph, p.offset),
        }
        for p in found
    ]
    head = [
        _("Name"),
        _("Indicator"),
        _("Year"),
        _("Status"),
        _("Measure"),
        _("Area"),
        _("Value"),
        _("Unit"),
        _("Evidence"),
    ]
    rows = [(p.name, p.indicator, p.year, p.status, p.measure, p.area, p.value, p.unit, p.evidence) for p in found]
    emit(form, records, head, rows)


def _list_tasks(settings: Settings, draft: Draft, form: str) -> None:
    from zcplan.extract.tasks import read_division

    known = {name: d.id for d in settings.dataset.departments for name in (d.name, d.short, *d.aliases)}
    division = read_division(draft)
    found = division.tasks
    records = [_task_record(t, known) for t in found]
    head = [_("No."), _("Task"), _("Lead"), _("Support"), _("Responsible")]
    emit(
        form,
        records,
        head,
        [(t.number, t.title, "、".join(t.lead), "、".join(t.support), "、".join(t.responsible)) for t in found],
    )
    note(_("{n} tasks").format(n=len(found)))
    if division.without:
        what = _("items that name no department: {titles}").format(titles="；".join(division.without))
        note(what)


def _task_record(task: ProposedTask, known: dict[str, str]) -> dict[str, Any]:
    roles = {"lead": task.lead, "support": task.support, "responsible": task.responsible}
    return {
        "number": task.number,
        "section": task.section,
        "title": task.title,
        "content": task.content,
        **{role: list(names) for role, names in roles.items()},
        "departments": {name: known.get(name) for names in roles.values() for name in names},
        "paragraph": task.paragraph,
    }


def _write(
    settings: Settings,
    draft: Draft,
    found: list[Proposal],
    target: Path,
    document: str,
    given: dict[str, str],
    *,
    force: bool,
) -> None:
    from zcplan import files
    from zcplan.errors import UsageError
    from zcplan.extract.propose import described
    from zcplan.extract.review import HEADER, as_csv, as_rows
    from zcplan.render import package

    if not re.fullmatch("[a-z0-9][a-z0-9-]*", document):
        raise UsageError(
            _("“{id}” is no document id").format(id=document), todo=_("Use lower-case letters, digits and hyphens.")
        )
    rows = as_rows(found, document, {**described(draft, settings.dataset), **given})
    if target.suffix.lower() == ".csv":
        files.write(target, as_csv(rows), None if force else lambda old: False)
    elif target.suffix.lower() == ".xlsx":
        from zcplan.render.excel import ExcelTemplate

        context = {"rows": [[row[c] for c in HEADER] for row in rows], "head": list(HEADER)}
        parts = ExcelTemplate(settings.find_template("proposals.xlsx")).render(context)
        data = package.seal(parts, package.stamp(settings.stamp))
        files.write(target, data, None if force else package.is_untouched)
    else:
        raise UsageError(_("proposals are written as .csv or .xlsx"), str(target), _("Name it so."))
    click.echo(str(target))


def _merge(settings: Settings, path: Path, given: dict[str, str]) -> None:
    from zcplan.dataset.transaction import change
    from zcplan.extract.review import accepted, merge, read_rows

    rows = read_rows(path)
    with change(settings.data, "extract", [path.name], say_waiting) as transaction:
        done = merge(transaction, accepted(rows, transaction.dataset, str(path)), given)
    for document in done.documents:
        click.echo(_("new document: {id}").format(id=document))
    click.echo(_("{n} observations added, {m} were there already").format(n=done.added, m=done.present))
