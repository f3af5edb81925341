"""``zcplan progress``: how far the tasks are, by what departments replied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli.output import emit, emit_json, format_option, note
from zcplan.cli.parts.table import plain
from zcplan.cli.parts.values import Word, folder, year_argument
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.analysis.progress import Disagreement, Item, Share
    from zcplan.model import Dataset
    from zcplan.reports.parts.writer import Writer

VIEWS = ("section", "department", "task")


@click.command(
    "progress",
    help=_(
        "Tell how far the tasks of YEAR are (default: the newest year with tasks that departments answer for): "
        "the share of targets reached, what is behind schedule, unanswered or contradicted."
    ),
    epilog=_("Example: zcplan progress 2023 --by department"),
)
@year_argument()
@click.option(
    "--by",
    type=Word(VIEWS, lambda: {"section": _("Section"), "department": _("Department"), "task": _("Task")}),
    default="section",
    show_default=True,
    help=_("What a line stands for."),
)
@click.option(
    "-o", "--output", type=click.Path(), metavar="DIR", help=_("Make the report in Word and Excel in this folder.")
)
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@format_option
@click.pass_obj
def command(settings: Settings, year: int | None, by: str, output: str | None, force: bool, form: str) -> None:
    """Print the shares and what needs attention, or make the documents."""
    from zcplan.analysis.missing import FOR_TASKS
    from zcplan.analysis.progress import disagreements
    from zcplan.reports.parts.progress import found

    dataset = settings.holding(FOR_TASKS)
    year = _year(dataset, year)
    items = found(dataset, year)
    if output is not None:
        _make(settings, year, folder(Path(output)), force)
        return
    vying = disagreements(dataset, items)
    if form == "json":
        emit_json(_record(dataset, year, items, vying))
        return
    _list(form, by, settings.writer, items)
    if form == "table":
        for text in _attention(settings.writer, items, vying):
            click.echo(text)
    note(_count(items, vying))


def _year(dataset: Dataset, given: int | None) -> int:
    from zcplan.analysis.progress import years
    from zcplan.errors import UsageError

    known = years(dataset)
    if given is None and not known:
        raise UsageError(_("the dataset has no tasks that a department answers for"), todo=_("Name a year."))
    return known[-1] if given is None else given


def _make(settings: Settings, year: int, folder: Path, force: bool) -> None:
    from zcplan.cli.produced import report
    from zcplan.render.produce import produce
    from zcplan.reports import equipped
    from zcplan.reports.parts.progress import found, newest_reply, outputs

    newest = newest_reply(found(settings.dataset, year))
    stamp = settings.stamp
    if newest is not None:
        stamp = max(stamp, datetime.combine(newest, time(), timezone.utc))
    files = list(equipped(outputs(settings.writer, year), settings.writer))
    if not report(produce(files, settings.find_template, folder, stamp, force=force), len(files)):
        raise click.exceptions.Exit(1)


def _list(form: str, by: str, writer: Writer, items: Sequence[Item]) -> None:
    from zcplan.analysis.progress import by_department, by_section

    if by == "task":
        _list_items(form, writer, items)
    else:
        _list_shares(form, by, by_section(items) if by == "section" else by_department(writer.dataset, items), items)


def _list_shares(form: str, by: str, shares: Sequence[Share], items: Sequence[Item]) -> None:
    from zcplan.analysis.progress import total
    from zcplan.reports.parts.progress import share_row

    name = _("Section") if by == "section" else _("Department")
    head = plain(
        **{by: name},
        items=_("Items"),
        replied=_("Replied"),
        done=_("Done"),
        behind=_("Behind"),
        targets=_("Number of targets"),
        reached=_("Reached"),
        share=_("Share"),
    )
    lines = [*shares, total(items, _("Total"))]
    rows = [
        (s.name, s.items, s.replied, s.done, s.behind, s.targets, s.reached, share_row(0, s).percent) for s in lines
    ]
    emit(form, (), head, rows)


def _list_items(form: str, writer: Writer, items: Sequence[Item]) -> None:
    from zcplan.reports.parts.progress import line

    head = plain(
        number=_("No."),
        task=_("Task"),
        target=_("Target"),
        goal=_("Goal"),
        result=_("Result reported"),
        status=_("State"),
        verdict=_("Verdict"),
        department=_("Department taken"),
        reported=_("Reported"),
    )
    lines = [line(writer, n, item) for n, item in enumerate(items, start=1)]
    reported = [i.reply.reported.isoformat() if i.reply else "—" for i in items]
    rows = [
        (x.code, x.task, x.label, x.goal, x.result, x.status, x.verdict, x.department, day)
        for x, day in zip(lines, reported, strict=True)
    ]
    emit(form, (), head, rows)


def _attention(writer: Writer, items: Sequence[Item], vying: Sequence[Disagreement]) -> Iterator[str]:
    """What is behind schedule, who contradicts whom, which departments did not reply."""
    from zcplan.analysis.progress import by_department
    from zcplan.reports.parts.progress import behind, contradiction

    late = behind(writer, items)
    if late:
        yield "\n" + _("Behind schedule:")
        yield from (
            f"  {x.code} {x.task}  {x.label} {x.goal}  {x.result}  {x.department}"
            + (f"  {' '.join(x.progress.split())[:60]}" if x.progress else "")
            for x in late
        )
    if vying:
        yield "\n" + _("Contradictions:")
        for n, d in enumerate(vying, start=1):
            c = contradiction(writer, n, d)
            yield f"  {c.code} {c.task}  {c.label} {c.goal}"
            yield from (f"    {' '.join(s.split())}" for s in c.statements.split("\n"))
    silent = [d.name for d in by_department(writer.dataset, items) if not d.replied]
    if silent:
        yield "\n" + _("No reply yet: {names}").format(names="、".join(silent))


def _record(dataset: Dataset, year: int, items: Sequence[Item], vying: Sequence[Disagreement]) -> dict[str, Any]:
    from zcplan.analysis.progress import by_department, by_section, total
    from zcplan.reports.parts.progress import disagreement_record, item_record, share_record

    departments = by_department(dataset, items)
    return {
        "year": year,
        "total": share_record(total(items, "")),
        "sections": [share_record(s) for s in by_section(items)],
        "departments": [share_record(s) for s in departments],
        "silent": [d.name for d in departments if not d.replied],
        "items": [item_record(i) for i in items],
        "disagreements": [disagreement_record(d) for d in vying],
    }


def _count(items: Sequence[Item], vying: Sequence[Disagreement]) -> str:
    from zcplan.analysis.progress import total

    t = total(items)
    return _("{reached} of {targets} targets reached; {replied} of {items} items replied; {n} contradictions").format(
        reached=t.reached, targets=t.targets, replied=t.replied, items=t.items, n=len(vying)
    )
