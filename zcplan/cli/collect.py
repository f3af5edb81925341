"""``zcplan collect``: task ledgers that came back from departments, merged into the dataset."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli import suggest
from zcplan.cli.output import emit, emit_json, format_option, must_have, note, say_waiting
from zcplan.cli.parts.table import Column, plain
from zcplan.cli.parts.values import Day
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.analysis.progress import Disagreement
    from zcplan.ledgers.collect import File, Merged, Returned, Trouble
    from zcplan.model import Dataset, Progress


@click.command(
    "collect",
    help=_(
        "Read returned task ledgers (FILE: workbooks, or folders of them) and merge what the departments "
        "filled in into the dataset's progress.csv. What can't be read is listed with file, sheet and cell."
    ),
    epilog=_("Example: zcplan --data mine/data collect returned"),
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--date",
    "day",
    type=Day(),
    metavar="DATE",
    help=_("Date of the replies whose file does not say when it was saved, such as 2023-06-30."),
)
@click.option(
    "--department",
    metavar="NAME",
    shell_complete=suggest.departments,
    help=_("Department of the files that name none (id, name or alias)."),
)
@format_option
@click.pass_obj
def command(settings: Settings, paths: tuple[str, ...], day: date | None, department: str | None, form: str) -> None:
    """Merge the files; exit with 1 if anything could not be read, with 2 if nothing could be used."""
    from zcplan.analysis.progress import disagreements
    from zcplan.dataset.lookup import find_department
    from zcplan.dataset.transaction import change
    from zcplan.errors import UsageError
    from zcplan.ledgers.collect import files, merge

    if settings.as_of is not None:
        raise UsageError(_("--as-of does not go with collect"), todo=_("Leave it out: all replies are kept."))
    must_have(_columns())
    with change(settings.data, "collect", paths, say_waiting) as transaction:
        dataset = transaction.dataset
        known = find_department(dataset, department).id if department else None
        found = files(map(Path, paths))
        merged = list(merge(dataset.progress, _read(found, dataset, day, known)))
        new = [p for m in merged for p in m.new]
        transaction.append("progress", map(asdict, new))
    after = _with(dataset, new)
    touched = {(p.document, p.number, p.label) for m in merged for p in m.returned.replies}
    vying = tuple(d for d in disagreements(after, _items(after)) if _key(d.replies[0]) in touched)
    _print(form, merged, vying, after)
    _exit(merged, len(new))


def _read(found: Sequence[File], dataset: Dataset, day: date | None, department: str | None) -> Iterator[Returned]:
    """Read the files, with a progress bar on a terminal."""
    from zcplan.ledgers.collect import read_file
    from zcplan.ledgers.questions import Questions

    questions = Questions(dataset)
    if sys.stderr.isatty() and len(found) > 1:
        with click.progressbar(found, label=_("Reading ledgers"), file=sys.stderr) as bar:
            yield from (read_file(file, dataset, questions, day, department) for file in bar)
    else:
        yield from (read_file(file, dataset, questions, day, department) for file in found)


def _with(dataset: Dataset, new: Sequence[Progress]) -> Dataset:
    from dataclasses import replace

    return replace(dataset, progress=(*dataset.progress, *new))


def _items(dataset: Dataset) -> list[Any]:
    from zcplan.analysis.progress import progress, years

    seen: dict[tuple[str, str, str], Any] = {}
    for year in years(dataset):
        for item in progress(dataset, year):
            task = item.division.task
            seen[task.document, task.number, item.target.label if item.target else ""] = item
    return list(seen.values())


def _key(p: Progress) -> tuple[str, str, str]:
    return (p.document, p.number, p.label)


def _print(form: str, merged: Sequence[Merged], vying: Sequence[Disagreement], dataset: Dataset) -> None:
    troubles = [t for m in merged for t in m.returned.troubles]
    from zcplan.reports.parts.progress import disagreement_record

    if form == "json":
        emit_json(
            {
                "files": [_record(m) for m in merged],
                "problems": [asdict(t) for t in troubles],
                "disagreements": [disagreement_record(d) for d in vying],
            }
        )
        return
    emit(form, (), _columns(), [_row(m, dataset) for m in merged])
    say = click.echo if form in ("table", "markdown") else note
    for line in _lines(troubles, vying, dataset):
        say(line)


def _columns() -> list[Column]:
    return plain(
        file=_("File"),
        department=_("Department"),
        rows=_("Rows"),
        merged=_("Merged"),
        unchanged=_("Unchanged"),
        blank=_("Blank"),
        problems=_("Problems"),
    )


def _lines(troubles: Sequence[Trouble], vying: Sequence[Disagreement], dataset: Dataset) -> Iterator[str]:
    """What could not be read, then who contradicts whom."""
    for t in troubles:
        quoted = f"\n  “{_short(t.text)}”" if t.text else ""
        yield f"\n{t.place}: {t.what}{quoted}\n  -> {t.todo}"
    for d in vying:
        task = d.item.division.task
        label = f" {d.item.target.label}" if d.item.target else ""
        lead = _("departments disagree") if d.is_between_departments else _("a department contradicts itself")
        yield f"\n{lead}: {task.number} {task.title}{label}"
        yield from (f"  {_said(r, dataset)}" for r in d.replies)


def _said(r: Progress, dataset: Dataset) -> str:
    from zcplan.reports.parts.progress import STATUS, amount

    names = {d.id: d.short for d in dataset.departments}
    words = [w for w in (STATUS.get(r.status, ""), amount(r)) if w]
    return f"{names[r.department]}（{r.reported}，{r.source}）：{'，'.join(words)}"


def _short(text: str, most: int = 200) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"


def _names(ids: Iterable[str], dataset: Dataset) -> list[str]:
    names = {d.id: d.short for d in dataset.departments}
    return [names[i] for i in ids]


def _row(m: Merged, dataset: Dataset) -> tuple[Any, ...]:
    one = m.returned
    departments = "、".join(_names(one.departments[:3], dataset))
    if len(one.departments) > 3:
        departments = _("{names} and {n} more").format(names=departments, n=len(one.departments) - 3)
    return one.file.name, departments, one.rows, len(m.new), m.unchanged, one.blank, len(one.problems)


def _record(m: Merged) -> dict[str, Any]:
    one = m.returned
    return {
        "file": one.file.name,
        "path": str(one.file.path),
        "departments": list(one.departments),
        "rows": one.rows,
        "merged": len(m.new),
        "unchanged": m.unchanged,
        "blank": one.blank,
        "problems": len(one.problems),
    }


def _exit(merged: Sequence[Merged], new: int) -> None:
    """Say what came of it, and exit with the code that tells."""
    problems = sum(len(m.returned.problems) for m in merged)
    if new:
        note(_("{n} replies are new").format(n=new))
    else:
        note(_("Nothing new: progress.csv is as it was."))
    if problems:
        note(_("{n} problems: what could not be read, or can hardly be right, is listed above").format(n=problems))
    if not any(m.returned.replies or (m.returned.blank and not m.returned.problems) for m in merged):
        note(_("No file could be used."))
        raise click.exceptions.Exit(2)
    if problems:
        raise click.exceptions.Exit(1)
