"""``zcplan extract``: all that documents state, as proposals in one workbook; what was accepted into the dataset."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli import draft_files
from zcplan.cli.output import emit, emit_json, format_option, note, quoted, say_waiting
from zcplan.cli.parts.table import plain
from zcplan.cli.parts.values import Day, Number, Year
from zcplan.cli.parts.words import measure_word, status_word
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.extract.gather import Source
    from zcplan.extract.merge import Merged
    from zcplan.extract.propose import Proposal
    from zcplan.extract.tasks import ProposedTask
    from zcplan.model import Dataset

_ID = "[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff-]*"


@click.command(
    "extract",
    help=_(
        "Propose all that the documents FILE state: figures, new indicators, areas, the documents themselves, tasks "
        "with their departments and goals, the layout of the indicator table, in one workbook to review; with --accept "
        "merge what was accepted into the data folder. A folder stands for the documents in it."
    ),
    epilog=_("Example: zcplan extract report.docx plan.docx -o proposals.xlsx"),
)
@click.argument("files", type=click.Path(), nargs=-1, metavar="[FILE]...")
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help=_("Write the proposals as .xlsx (figures alone: .csv).")
)
@click.option(
    "--accept", type=click.Path(), metavar="FILE", help=_("Merge the accepted rows of a reviewed .xlsx or .csv.")
)
@click.option("--dry-run", is_flag=True, help=_("With --accept: say what would change, and change nothing."))
@click.option("--document", metavar="ID", help=_("Id of the document (default: made of its kind and year)."))
@click.option("--title", help=_("Title of a new document."))
@click.option("--number", help=_("Number of a new document, such as 周政发〔2023〕34号."))
@click.option("--issuer", help=_("Issuer of a new document."))
@click.option("--date", type=Day(), metavar="DATE", help=_("Day of issue of a new document."))
@click.option("--kind", help=_("Kind of a new document: plan, plan-report, work-report, task-list."))
@click.option("--precedence", type=Number(1, 99), metavar="N", help=_("Rank of a new document; 1 outranks 2."))
@click.option("--year", type=Year(), metavar="YEAR", help=_("The document's own year, where it does not tell."))
@click.option("--tasks", "as_tasks", is_flag=True, help=_("List the tasks with their departments instead."))
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@format_option
@click.pass_obj
def command(
    settings: Settings,
    /,
    files: tuple[str, ...],
    output: str | None,
    accept: str | None,
    dry_run: bool,
    document: str | None,
    year: int | None,
    as_tasks: bool,
    force: bool,
    form: str,
    **about: Any,
) -> None:
    """Print or write proposals, or merge a reviewed table."""
    from zcplan.errors import UsageError

    given = {k: v.isoformat() if k == "date" else str(v) for k, v in about.items() if v is not None}
    if bool(files) == bool(accept):
        raise UsageError(
            _("name either documents to read or, with --accept, a reviewed table"),
            todo=_("See “zcplan extract --help”."),
        )
    _must_go_together(accept, dry_run=dry_run, output=output, as_tasks=as_tasks, document=document, year=year)
    if accept:
        _merge(settings, Path(accept), given, form, dry_run=dry_run)
        return
    paths = draft_files.expand(files, Path(output) if output else None)
    if len(paths) > 1 and (document or given):
        what = _("with several documents, none can be told its own title, number, date or id")
        raise UsageError(what, todo=_("Correct them in the workbook, or take the documents one by one."))
    if document and not re.fullmatch(_ID, document):
        raise UsageError(
            _("“{id}” is no document id").format(id=document), todo=_("Use lower-case letters, digits and hyphens.")
        )
    from zcplan.extract.sources import read_sources

    sources = read_sources(paths, settings.dataset, year, given, document or "")
    if as_tasks:
        _list_tasks(settings, sources, form)
    elif output:
        write_proposals(settings, sources, Path(output), given, force=force)
        note(_("Look through it, save it, then: {command}").format(command=f"zcplan extract --accept {quoted(output)}"))
    else:
        _list(settings, sources, form)


def _must_go_together(accept: str | None, *, dry_run: bool, output: str | None, as_tasks: bool, **reading: Any) -> None:
    """Refuse options that would be passed over in silence.

    :param reading: options of reading alone
    :raises UsageError: two are given that do not go together
    """
    from zcplan.errors import UsageError

    pairs = [("--dry-run", "", dry_run and not accept), ("--tasks", "-o", as_tasks and output)]
    alone = {"-o": output, "--tasks": as_tasks, **{f"--{name}": value for name, value in reading.items()}}
    pairs += [(name, "--accept", accept and value) for name, value in alone.items()]
    for one, other, is_given in pairs:
        if is_given and not other:
            raise UsageError(_("--dry-run goes with --accept"), todo=_("Without --accept nothing is merged anyway."))
        if is_given:
            what = _("{one} and {other} do not go together").format(one=one, other=other)
            raise UsageError(what, todo=_("Leave one of them out."))


def _list(settings: Settings, sources: Sequence[Source], form: str) -> None:
    from zcplan.cli.drafts import place_record

    several = len(sources) > 1
    records = [
        {
            **({"file": s.name} if several else {}),
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
            **place_record(s.draft, p.paragraph, p.offset),
        }
        for s in sources
        for p in s.figures
    ]
    columns = plain(
        name=_("Name"),
        indicator=_("Indicator"),
        year=_("Year"),
        status=_("Status"),
        measure=_("Measure"),
        area=_("Area"),
        figure=_("Figure"),
        evidence=_("Evidence"),
    )
    rows = [_row(p, settings.dataset) for s in sources for p in s.figures]
    emit(form, records, columns, rows)
    _count(sources)


def _row(p: Proposal, dataset: Dataset) -> tuple[Any, ...]:
    """A proposal in words: the names of the dataset, where it has them."""
    name = dataset.indicator[p.indicator].name if p.indicator in dataset.indicator else p.indicator
    area = dataset.area[p.area].name if p.area in dataset.area else p.area
    status, measure = status_word(p.status), measure_word(p.measure)
    return p.name, name, p.year, status, measure, area, p.printed, p.evidence


def _count(sources: Sequence[Source]) -> None:
    from zcplan.cli.drafts import tell_passed_over

    figures = [p for s in sources for p in s.figures]
    known = sum(bool(p.indicator) for p in figures)
    note(_("{n} figures, {m} of them tied to an indicator").format(n=len(figures), m=known))
    for source in sources:
        _tell_without(source)
        tell_passed_over(source.draft)


def _list_tasks(settings: Settings, sources: Sequence[Source], form: str) -> None:
    known = {name: d.id for d in settings.dataset.departments for name in (d.name, d.short, *d.aliases)}
    found = [(s, t) for s in sources for t in s.division.tasks]
    records = [
        {**({"file": s.name} if len(sources) > 1 else {}), "document": s.id, **_task_record(s, t, known)}
        for s, t in found
    ]
    head = plain(number=_("No."), task=_("Task"), lead=_("Lead"), support=_("Support"), responsible=_("Responsible"))
    rows = [(t.number, t.title, "、".join(t.lead), "、".join(t.support), "、".join(t.responsible)) for _s, t in found]
    emit(form, records, head, rows)
    note(_("{n} tasks").format(n=len(found)))
    for source in sources:
        _tell_without(source)


def _tell_without(source: Source) -> None:
    """Say which items of a division name no department."""
    if source.division.without:
        titles = "；".join(source.division.without)
        note(_("{file}: items that name no department: {titles}").format(file=source.name, titles=titles))


def _task_record(source: Source, task: ProposedTask, known: dict[str, str]) -> dict[str, Any]:
    from zcplan.extract.gather import figures_of

    roles = {"lead": task.lead, "support": task.support, "responsible": task.responsible}
    targets = [
        {"name": f.name, "year": f.year, "bound": f.bound, "value": f.value, "unit": f.unit, "text": f.text}
        for f in figures_of(source, task)
    ]
    return {
        "number": task.number,
        "section": task.section,
        "title": task.title,
        "content": task.content,
        **{role: list(names) for role, names in roles.items()},
        "targets": targets,
        "departments": {name: known.get(name) for names in roles.values() for name in names},
        "paragraph": task.paragraph,
    }


def write_proposals(
    settings: Settings, sources: Sequence[Source], target: Path, given: dict[str, str], *, force: bool
) -> None:
    """Write the proposals of documents as a workbook to review, or figures alone as CSV.

    :raises UsageError: the file's name ends in something else
    """
    from zcplan import files
    from zcplan.errors import UsageError
    from zcplan.render import package

    if target.suffix.lower() == ".csv" and len(sources) == 1:
        files.write(target, _csv(sources[0], given), None if force else lambda old: False)
    elif target.suffix.lower() == ".xlsx":
        from zcplan.extract.gather import gather
        from zcplan.extract.workbook import TEMPLATE, context
        from zcplan.render.excel import ExcelTemplate

        filled = context(gather(sources, settings.dataset), sources)
        parts = ExcelTemplate(settings.find_template(TEMPLATE)).render(filled)
        data = package.seal(parts, package.stamp(_stamp(settings, sources)))
        files.write(target, data, None if force else package.is_untouched)
    else:
        what = _("proposals are written as .xlsx, those of a single document also as .csv")
        raise UsageError(what, str(target), _("Name it so."))
    click.echo(str(target))
    _count(sources)


def _csv(source: Source, given: dict[str, str]) -> bytes:
    from zcplan.extract.review import as_csv, as_rows

    a = source.about
    about = {
        "title": a.title,
        "number": a.number,
        "issuer": a.issuer,
        "date": a.day.isoformat() if a.day else "",
        "kind": a.kind,
        "precedence": str(a.precedence),
        **given,
    }
    return as_csv(as_rows(source.figures, source.id, about))


def _stamp(settings: Settings, sources: Sequence[Source]) -> datetime:
    """The time to write into the workbook: the newest day that data or documents name, not the clock."""
    days = [d.date for d in settings.dataset.documents] + [s.about.day for s in sources if s.about.day]
    newest = max(days, default=None)
    return datetime.combine(newest, time(), timezone.utc) if newest else datetime(2000, 1, 1, tzinfo=timezone.utc)


def _merge(settings: Settings, path: Path, given: dict[str, str], form: str, *, dry_run: bool) -> None:
    from zcplan.dataset.transaction import change, rehearsal
    from zcplan.extract.merge import merge
    from zcplan.extract.review import read_review

    reviewed = read_review(path)
    if dry_run:
        with rehearsal(settings.data) as transaction:
            done = merge(transaction, reviewed, given)
            note(_("nothing is written; this is what would change:"))
            _tell(dict(transaction.counts), done, form)
        return
    with change(settings.data, "extract", [path.name], say_waiting) as transaction:
        done = merge(transaction, reviewed, given)
        counts = dict(transaction.counts)
    _tell(counts, done, form)


def _tell(counts: dict[str, tuple[int, int]], done: Merged, form: str) -> None:
    """Say what was merged; a listing of another form holds the tables' counts, and the rest goes beside it."""
    say: Callable[[str], None] = click.echo if form == "table" else note
    if form == "json":
        tables = {table: {"added": added, "removed": removed} for table, (added, removed) in counts.items()}
        emit_json({"documents": list(done.documents), "tables": tables, "present": done.present})
        return
    for document in done.documents:
        say(_("new document: {id}").format(id=document))
    if form == "table":
        for table, (added, removed) in counts.items():
            text = _("{table}: {n} rows added, {m} removed") if removed else _("{table}: {n} rows added")
            say(text.format(table=f"{table}.csv", n=added, m=removed))
    else:
        columns = plain(table=_("Table"), added=_("Added"), removed=_("Removed"))
        emit(form, (), columns, [(table, *numbers) for table, numbers in counts.items()])
    if done.present:
        say(_("{m} rows were there already").format(m=done.present))
    elif not counts:
        say(_("No row of it is accepted, so nothing is merged: accept rows in it, save it, run this again."))
