"""A year's tasks as a plan draft tells them: section by section, each with the figures that it is to reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from zcplan import quantity
from zcplan.analysis.division import Division, divisions, figure
from zcplan.model import Dataset, Observation, TaskTarget
from zcplan.reports.parts.execution import sentence
from zcplan.reports.parts.tasks import beyond_title
from zcplan.reports.parts.writer import Clause, Writer


@dataclass(frozen=True)
class Item:
    """A task: its title (empty where the section's says it), what is to be done in words, its targets in a sentence."""

    number: int
    title: str
    content: str
    targets: str


@dataclass(frozen=True)
class Section:
    """A section of the tasks."""

    title: str
    tasks: tuple[Item, ...]


def plan_divisions(dataset: Dataset, year: int) -> list[Division]:
    """The tasks of the one document that plans the year: of those, the one that outranks the others."""
    years: dict[str, Counter[int]] = {}
    for t in dataset.task_targets:
        years.setdefault(t.document, Counter())[t.year] += 1
    candidates = [dataset.document[d] for d, counts in years.items() if counts.most_common(1)[0][0] == year]
    chosen = min(candidates, key=lambda d: (d.precedence, -d.date.toordinal()), default=None)
    return [d for d in divisions(dataset) if chosen is not None and d.task.document == chosen.id]


def agenda(writer: Writer, tasks: Iterable[Division]) -> tuple[Section, ...]:
    """Tasks by section, in the document's order."""
    return tuple(
        Section(title, tuple(_item(writer, n, d) for n, d in enumerate(members, start=1)))
        for title, members in groupby(tasks, key=lambda d: d.task.section)
    )


def _item(writer: Writer, number: int, d: Division) -> Item:
    clauses = [c for t in d.targets if (c := _clause(writer, t))]
    title = "" if d.task.title in d.task.section else d.task.title
    return Item(number, title, _words(d), sentence(clauses))


def _words(d: Division) -> str:
    """The content without the clauses whose figures the targets say, with a stop; empty where nothing is left."""
    said = {_plain(t.value, t.unit) for t in d.targets if t.value is not None}
    units = {t.unit for t in d.targets if t.unit}

    def is_said(clause: str) -> bool:
        found = [f.quantity for f in quantity.find(clause, units)]
        return bool(found) and all(q.value is not None and _plain(q.value, q.unit) in said for q in found)

    content = beyond_title(d.task.title, d.task.content)
    kept = "，".join(c for c in content.rstrip("。").split("，") if not is_said(c))
    return f"{kept}。" if kept else ""


def _plain(value: Decimal, unit: str) -> tuple[str, str]:
    """The digits, and what they count: 9家 and 9个 are alike."""
    return quantity.plain(abs(value)), quantity.unit(unit).dimension


def _clause(writer: Writer, t: TaskTarget) -> Clause | None:
    """The target with its indicator's words, direction and parts, as the dataset states it; a part's own is none."""
    dataset = writer.dataset
    pool = dataset.by_indicator.get(t.indicator, ()) if t.indicator else dataset.observations
    stated = [o for o in pool if o.document == t.document and o.year == t.year and o.is_target and _same(o, t)]
    whole = next((o for o in stated if t.indicator and o.area == dataset.whole), None)
    if whole is not None:
        return writer.clause(whole)
    if any(o.area != dataset.whole and dataset.area[o.area].name in t.label for o in stated):
        return None
    return Clause(t.indicator, "", f"{t.label}{figure(t)}")


def _same(o: Observation, t: TaskTarget) -> bool:
    """Whether both state one figure; of words, whether they are about one indicator."""
    return (o.value, o.unit) == (t.value, t.unit) and (o.value is not None or o.indicator == t.indicator)
