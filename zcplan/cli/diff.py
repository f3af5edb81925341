"""``zcplan diff``: what two data folders, or two days, state differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli.output import emit, emit_json, format_option, is_coloured, note
from zcplan.cli.parts.table import Column
from zcplan.cli.parts.values import Year, day_in, meant_day, must_be_known
from zcplan.cli.parts.words import measure_word
from zcplan.cli.settings import Settings, project_of
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.analysis.diff import Change
    from zcplan.model import Dataset, Observation
    from zcplan.reports.parts.changes import DocumentChange

COLOURS = {"added": "green", "removed": "red", "revised": "yellow"}
MOST_LINES = 3
"""Texts shown of a document on either side: enough to see what it is about."""
SHORT = 8
"""Characters below which a text is a cell's figure or name, which says less than a sentence."""


@click.command(
    "diff",
    help=_(
        "Tell what OLD and NEW (by default the data in use) state differently: figures added, removed and revised, "
        "and which documents change. Each is a data folder, or a day: what had been issued by then."
    ),
    epilog=_("Example: zcplan diff 2023-06-01 2024-02-01"),
)
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--year",
    type=Year(),
    metavar="YEAR",
    help=_("Year of the documents (default: the newest that has plan and result)."),
)
@click.option("--all", "everything", is_flag=True, help=_("List also the figures that are the same."))
@format_option
@click.pass_obj
def command(settings: Settings, old: str, new: str | None, year: int | None, everything: bool, form: str) -> None:
    """Print the differences."""
    from zcplan.analysis import diff as analysis
    from zcplan.reports.parts.changes import changed

    before, after = _dataset(settings, old), _dataset(settings, new)
    must_be_known(year, {*before.years, *after.years}, _("the data state nothing of {year}"))
    found = analysis.diff(before, after)
    shown = [c for c in found if everything or c.word != analysis.STABLE]
    year = year or _newest(after, before)
    documents = changed(settings.writes(before), settings.writes(after), year) if year else ()
    records = [_record(c, before, after) for c in shown]
    if form == "json":
        rows = {name: {"added": came, "removed": went} for name, (came, went) in analysis.rows(before, after).items()}
        papers = [{"file": d.file, "gone": list(d.gone), "come": list(d.come)} for d in documents]
        emit_json({"changes": records, "tables": rows, "year": year, "documents": papers})
        return
    emit(form, records, _columns(), [_row(c, before, after) for c in shown])
    if form == "table" and documents:
        click.echo()
        for line in told(documents):
            click.echo(line)
    counts = analysis.tally(found)
    note(_(", ").join(f"{_word(word)} {n}" for word, n in counts.items()))


def _dataset(settings: Settings, named: str | None) -> Dataset:
    """The dataset of a folder or of a day.

    :raises DatasetError: there is no such folder, or it is not sound
    :raises UsageError: nothing had been issued by that day, or it is neither
    """
    if named is None:
        return settings.dataset
    if not Path(named).is_dir():
        day = day_in(named)
        if day is None:
            meant = meant_day(named)
            todo = _("Name a data folder, or a day such as 2023-05-01.")
            if meant is not None:
                todo = _("Did you mean “{guess}”?").format(guess=meant.isoformat())
            raise UsageError(_("“{text}” is neither a folder nor a day").format(text=named), todo=todo)
        return replace(settings, as_of=day).dataset
    return replace(settings, data=project_of(named).data, as_of=None).dataset


def _newest(*datasets: Dataset) -> int | None:
    from zcplan.analysis.compare import plan_year

    return next((year for dataset in datasets if (year := plan_year(dataset)) is not None), None)


def told(documents: Sequence[DocumentChange]) -> Iterator[str]:
    """Lines that say what is new in each document."""
    for document in documents:
        if not (document.gone and document.come):
            one_sided = _("new: {file}") if document.come else _("no longer made: {file}")
            yield one_sided.format(file=document.file)
            continue
        yield _("changes: {file}").format(file=document.file)
        for mark, texts, colour in (("-", document.gone, "red"), ("+", document.come, "green")):
            telling = sorted(dict.fromkeys(texts), key=lambda text: len(text) < SHORT)[:MOST_LINES]
            for text in telling:
                line = f"  {mark} {' '.join(text.split())[:120]}"
                yield click.style(line, fg=colour) if is_coloured() else line
            if len(texts) > len(telling):
                yield "  " + mark + " " + _("and {n} more").format(n=len(texts) - len(telling))


def _columns() -> list[Column]:
    colours = {_word(word): colour for word, colour in COLOURS.items()}
    return [
        Column(_("Change"), "change", rank=0, colours=colours),
        Column(_("Indicator"), "name", rank=0, wraps=True),
        Column(_("Year"), "year", rank=0),
        Column(_("Area"), "area", rank=4),
        Column(_("Measure"), "measure", rank=2),
        Column(_("Before"), "old", rank=1, wraps=True),
        Column(_("Now"), "new", rank=1, wraps=True),
        Column(_("Source"), "source", rank=3, wraps=True),
    ]


def _row(c: Change, old: Dataset, new: Dataset) -> tuple[Any, ...]:
    from zcplan.reports.parts import wording

    dataset = new if c.new else old
    said = c.statement
    source = f"{dataset.document[said.document].name} {said.locator}"
    measure = measure_word(said.measure)
    if c.is_target:
        measure = " ".join((_("target"), measure))
    return (
        _word(c.word),
        dataset.indicator[said.indicator].name,
        said.year,
        dataset.area[said.area].name,
        measure,
        wording.figure(c.old),
        wording.figure(c.new),
        source,
    )


def _record(c: Change, old: Dataset, new: Dataset) -> dict[str, Any]:
    dataset = new if c.new else old
    indicator, year, area, measure = c.fact
    return {
        "change": c.word,
        "indicator": indicator,
        "name": dataset.indicator[indicator].name,
        "year": year,
        "area": area,
        "measure": measure,
        "status": "target" if c.is_target else "result",
        "old": _statement(c.old),
        "new": _statement(c.new),
    }


def _statement(o: Observation | None) -> dict[str, Any] | None:
    if o is None:
        return None
    return {
        "value": o.value,
        "bound": o.bound,
        "unit": o.unit,
        "text": o.text,
        "status": o.status,
        "document": o.document,
        "locator": o.locator,
    }


def _word(word: str) -> str:
    return {"added": _("added"), "removed": _("removed"), "revised": _("revised"), "stable": _("stable")}[word]
