"""All that documents state, as rows to review: what is new to the dataset, what it has, what needs a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zcplan import quantity
from zcplan.extract import sheets
from zcplan.extract.about import About
from zcplan.extract.certainty import about_name
from zcplan.extract.defaults import unit_of
from zcplan.extract.heads import fits_head
from zcplan.extract.layout import LayoutRow, read_layout
from zcplan.extract.marks import (
    ALIKE,
    EARLY,
    ELSEWHERE,
    FOREIGN,
    FRAGMENT,
    LACKS,
    NO_NAME,
    NO_UNIT,
    SAME_NAME,
    TWICE,
    UNIT,
    Reason,
    _,
)
from zcplan.extract.names import is_label, is_name, key, standard
from zcplan.extract.new_indicators import Catalogue, NewIndicator, fits, new_indicators
from zcplan.extract.places import place_of
from zcplan.extract.propose import Proposal
from zcplan.extract.registry import Registry
from zcplan.extract.tasks import Division, ProposedTask
from zcplan.figures.name_edges import without_verbs
from zcplan.model import ACTUAL, LEVEL, TARGET, Dataset, Observation
from zcplan.reading.document import Draft

SENTENCE = 140
"""Characters of a sentence that the workbook shows; the figure is among them."""


@dataclass(frozen=True)
class Source:
    """A document with all that was read from it.

    :param id: its id in the dataset, a new one where it is new
    """

    name: str
    draft: Draft
    about: About
    id: str
    figures: tuple[Proposal, ...]
    division: Division

    def title(self, dataset: Dataset) -> str:
        """Its title, as the dataset has it where it has the document."""
        known = dataset.document.get(self.id)
        return known.title if known else self.about.title


@dataclass(frozen=True)
class Row:
    """A row of the workbook.

    :param mark: one of the words of :mod:`~zcplan.extract.sheets`
    :param told: what is missing, doubtful or different
    :param is_preset: whether it is set to be taken over
    """

    mark: str
    told: str
    cells: Mapping[str, Any]
    is_preset: bool = False

    @property
    def accept(self) -> str:
        """What the choice is set to."""
        return sheets.ACCEPT if self.is_preset else ""


@dataclass(frozen=True)
class Review:
    """The rows by sheet, and the names that its drop-downs offer."""

    rows: Mapping[str, tuple[Row, ...]]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def gather(sources: Sequence[Source], dataset: Dataset) -> Review:
    """The rows of every sheet."""
    told = [replace(s, figures=tuple(_checked(s, dataset))) for s in sources]
    layout = max((read_layout(s.draft) for s in told), key=len, default=())
    figures = [f for s in told for f in s.figures]
    names = Catalogue(dataset, new_indicators(figures, layout, dataset))
    place = next((s.about.place for s in told if s.about.place), None)
    registry = Registry(dataset, place)
    for source in told:
        registry.enter(source.division)
    rows = {
        sheets.FIGURES: [r for s in told for r in _figures(s, names, dataset)],
        sheets.INDICATORS: list(map(_indicator, names.fresh.values())),
        sheets.AREAS: list(_areas(figures, dataset)),
        sheets.DOCUMENTS: [_document(s, dataset) for s in told],
        sheets.DEPARTMENTS: list(_departments(registry)),
        sheets.TASKS: [_task(s, t, dataset) for s in told for t in s.division.tasks],
        sheets.ASSIGNMENTS: [r for s in told for t in s.division.tasks for r in _assignments(s, t, registry, dataset)],
        sheets.TARGETS: [r for s in told for t in s.division.tasks for r in _targets(s, t, names, dataset)],
        sheets.LAYOUT: list(_layout(layout, names, dataset)),
    }
    return Review({name: tuple(found) for name, found in rows.items()}, _choices(rows, dataset))


def _choices(rows: Mapping[str, Sequence[Row]], dataset: Dataset) -> dict[str, tuple[str, ...]]:
    def listed(known: Iterable[str], sheet: str, column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*known, *(str(r.cells[column]) for r in rows[sheet])]))

    return {
        sheets.INDICATORS: listed((i.name for i in dataset.indicators), sheets.INDICATORS, "name"),
        sheets.AREAS: listed((a.name for a in dataset.areas), sheets.AREAS, "name"),
        sheets.DOCUMENTS: listed((d.title for d in dataset.documents), sheets.DOCUMENTS, "title"),
        sheets.DEPARTMENTS: listed((d.short for d in dataset.departments), sheets.DEPARTMENTS, "short"),
    }


# --- figures ---------------------------------------------------------------------------------------


def _checked(source: Source, dataset: Dataset) -> list[Proposal]:
    """The figures of a document with what stands against them: no name, another place, another figure of the name."""
    whole = dataset.area[dataset.whole].name
    place = source.about.place
    foreign = place is not None and whole not in place.full and place.name not in whole
    found: list[Proposal] = []
    said: dict[tuple[object, ...], list[int]] = {}
    for figure in source.figures:
        reasons = list(figure.reasons)
        if foreign and place is not None:
            reasons.append(Reason(FOREIGN, place.name))
        if figure.status == ACTUAL and figure.year and not _has_ended(figure.year, source.about.day):
            reasons.append(Reason(EARLY, str(figure.year)))
        can_stand = is_label if figure.in_table else is_name
        if not figure.indicator and not can_stand(figure.name):
            if not any(r.code in (NO_NAME, FRAGMENT) for r in reasons):
                reasons.append(Reason(FRAGMENT, figure.name) if figure.name else Reason(NO_NAME))
            figure = replace(figure, name="")
        else:
            if not (figure.indicator or figure.in_table):
                reasons += about_name(standard(figure.name), figure.unit, figure.measure)
                reasons += _odd_share(figure)
            identity = (figure.indicator or key(figure.name), *_fact(figure))
            said.setdefault(identity, []).append(len(found))
        found.append(replace(figure, reasons=tuple(reasons)) if len(reasons) > len(figure.reasons) else figure)
    for places in said.values():
        _tell_apart(found, places)
    return found


def _odd_share(figure: Proposal) -> Iterator[Reason]:
    """A level in per cent of what custom measures in another unit: more likely a growth, or a share of it."""
    name = standard(figure.name)
    customary = unit_of(name)
    is_share = figure.measure == LEVEL and figure.unit == quantity.PERCENT
    if is_share and customary not in ("", quantity.PERCENT) and not fits_head(name, figure.unit, is_level=True):
        yield Reason(UNIT, f"{name}（{customary}）")


def _tell_apart(figures: list[Proposal], places: Sequence[int]) -> None:
    """Mark figures that are said to be the same and differ; of a sentence only the first keeps the name."""
    first = figures[places[0]]
    for at in places[1:]:
        other = figures[at]
        if not _differ(first, other):
            continue
        same = first.paragraph == other.paragraph and first.sentence == other.sentence
        code = SAME_NAME if same else TWICE
        figures[at] = replace(other, reasons=(*other.reasons, Reason(code, _where(first))))
        if same:
            figures[at] = replace(figures[at], name="", indicator="")
        if not any(r.code == code for r in figures[places[0]].reasons):
            own = figures[places[0]]
            figures[places[0]] = replace(own, reasons=(*own.reasons, Reason(code, _where(other))))


def _where(figure: Proposal) -> str:
    return f"{figure.printed or figure.value}（{figure.locator}）"


def _has_ended(year: int, day: date | None) -> bool:
    """Whether a year has ended when a document is issued; December may state the year's results."""
    return day is None or year < day.year or (year == day.year and day.month == 12)


def _fact(figure: Proposal) -> tuple[object, ...]:
    dimension = quantity.unit(figure.unit).dimension if figure.unit else ""
    return (figure.year, figure.area, figure.measure, figure.status, dimension)


def _differ(one: Proposal, other: Proposal) -> bool:
    if one.value is None or other.value is None:
        return one.text != other.text
    return not quantity.comparable(one.unit, other.unit) or one.value != quantity.convert(
        other.value, other.unit, one.unit
    )


def _figures(source: Source, names: Catalogue, dataset: Dataset) -> Iterator[Row]:
    seen: set[tuple[object, ...]] = set()
    for figure in source.figures:
        name = names.of(figure)
        fresh = names.fresh.get(key(figure.name)) if not figure.indicator and figure.name else None
        reasons = list(figure.reasons)
        if fresh and not fits(figure, fresh.unit):
            reasons.append(Reason(UNIT, f"{fresh.name}（{fresh.unit}）"))
            name = ""
        if fresh and not fresh.unit:
            reasons.append(Reason(NO_UNIT, fresh.name))
        mark, told = _mark(figure, reasons, source, dataset)
        identity = (name, *_fact(figure), figure.bound)
        if mark == sheets.NEW and identity in seen:
            mark, told = sheets.KNOWN, _("stands elsewhere in the document too")
        seen.add(identity)
        is_sure = bool(name) and (fresh is None or fresh.is_sure)
        yield Row(mark, told, _figure_cells(figure, name, source, dataset), mark == sheets.NEW and is_sure)


def _figure_cells(figure: Proposal, name: str, source: Source, dataset: Dataset) -> dict[str, Any]:
    area = dataset.area[figure.area].name if figure.area in dataset.area else figure.area
    before, printed, after = _shown(figure)
    return {
        "before": before,
        "figure": printed,
        "after": after,
        "indicator": name,
        "year": figure.year,
        "area": area,
        "status": sheets.STATUSES.get(figure.status, ""),
        "measure": sheets.MEASURES[figure.measure],
        "bound": sheets.BOUNDS[figure.bound],
        "value": figure.value,
        "unit": figure.unit,
        "text": figure.text,
        "document": source.title(dataset),
        "locator": figure.locator,
        "note": "",
        "evidence": figure.evidence,
        "printed": "" if figure.value is None else quantity.plain(figure.value),
        "proposed": name,
    }


def _shown(figure: Proposal) -> tuple[str, str, str]:
    """The sentence in three parts, its figure in the middle, cut to what a cell shows well."""
    printed = re.sub(r"\s", "", figure.printed)
    at = max(figure.sentence.find(figure.evidence), 0) if figure.evidence else 0
    at = _at(figure.sentence, printed, at)
    if at < 0:
        return figure.sentence[:SENTENCE], "", ""
    first = max(0, min(at - SENTENCE // 2, len(figure.sentence) - SENTENCE))
    end = at + len(printed)
    before = ("…" if first else "") + figure.sentence[first:at]
    after = figure.sentence[end : max(end, first + SENTENCE)]
    return before, figure.sentence[at:end], after + ("…" if end + len(after) < len(figure.sentence) else "")


def _at(sentence: str, printed: str, start: int) -> int:
    """Where a figure stands in a sentence, rather by itself than within another's digits; -1 for nowhere."""
    first = at = sentence.find(printed, start) if printed else -1
    while at >= 0:
        if not _DIGIT.match(sentence[max(0, at - 1) : at]) and not _DIGIT.match(sentence, at + len(printed)):
            return at
        at = sentence.find(printed, at + 1)
    return first


_DIGIT = re.compile(r"[\d.]")


def _mark(figure: Proposal, reasons: Sequence[Reason], source: Source, dataset: Dataset) -> tuple[str, str]:
    """What a figure is to the dataset, and why."""
    told = "；".join(r.told for r in reasons)
    if any(r.code in LACKS for r in reasons) or not (figure.indicator or figure.name):
        return sheets.LACKING, told
    others = _statements(figure, dataset)
    same = [o for o in others if o.document == source.id and _agrees(o, figure)]
    different = [o for o in others if not _agrees(o, figure)]
    said = "；".join(f"{_value(o)}（{dataset.document[o.document].name}）" for o in different)
    data = _("the data has {values}").format(values=said) if said else ""
    if any(r.code != ALIKE for r in reasons):
        return sheets.DOUBTFUL, "；".join(filter(None, (told, data)))
    if same:
        return sheets.KNOWN, ""
    if different:
        return sheets.DIFFERS, "；".join(filter(None, (data, told)))
    agreeing = [o for o in others if _agrees(o, figure)]
    if agreeing:
        return sheets.NEW, _("as in {document}").format(document=dataset.document[agreeing[0].document].name)
    return sheets.NEW, told


def _statements(figure: Proposal, dataset: Dataset) -> list[Observation]:
    """What the dataset has of the same fact, with the same status."""
    if not figure.indicator or figure.year is None:
        return []
    facts = dataset.by_fact.get((figure.indicator, figure.year, figure.area, figure.measure), ())
    return [o for o in facts if o.status == figure.status]


def _agrees(o: Observation, figure: Proposal) -> bool:
    if o.value is None or figure.value is None:
        return o.value is None and figure.value is None and o.text == figure.text
    if not quantity.comparable(o.unit, figure.unit):
        return False
    return o.value == quantity.convert(figure.value, figure.unit, o.unit)


def _value(o: Observation) -> str:
    return o.text if o.value is None else f"{quantity.plain(o.value)}{o.unit}{quantity.BOUND_WORDS.get(o.bound, '')}"


# --- what figures refer to -------------------------------------------------------------------------


def _indicator(new: NewIndicator) -> Row:
    told = [_("the unit is the customary one, the text gives growth alone")] if new.is_customary and new.unit else []
    lacks = [] if new.unit else [_("unit: the text gives growth alone")]
    cells = {
        "name": new.name,
        "unit": new.unit,
        "group": new.group,
        "direction": sheets.DIRECTIONS[new.direction],
        "nature": new.nature,
        "decimals": new.decimals,
        "growth_basis": sheets.BASES[new.growth_basis],
        "parent": "",
        "aliases": ";".join(new.aliases),
        "figures": new.figures,
        "proposed": new.name,
    }
    mark = sheets.LACKING if lacks else sheets.NEW
    return Row(mark, "；".join(lacks + told), cells, not lacks and new.is_sure)


def _areas(figures: Iterable[Proposal], dataset: Dataset) -> Iterator[Row]:
    whole = dataset.area[dataset.whole].name
    found = [f for f in figures if f.area and f.area not in dataset.area]
    parts = {f.area for f in found if not any(r.code == ELSEWHERE for r in f.reasons)}
    for name in dict.fromkeys(f.area for f in found):
        cells = {"name": name, "short": "", "part_of": whole, "proposed": name}
        if name in parts:
            yield Row(sheets.NEW, "", cells)
        elif place_of(name):
            yield Row(sheets.DOUBTFUL, _("it may be no part of {place}").format(place=whole), cells)


def _document(source: Source, dataset: Dataset) -> Row:
    a, known = source.about, dataset.document.get(source.id)
    cells = {
        "file": source.name,
        "title": known.title if known else a.title,
        "number": known.number if known else a.number,
        "issuer": known.issuer if known else a.issuer,
        "date": known.date if known else a.day,
        "kind": sheets.KINDS.get(known.kind if known else a.kind, a.kind),
        "precedence": known.precedence if known else _precedence(a, dataset),
        "proposed": known.title if known else a.title,
        "id": source.id,
    }
    heads = {c.key: c.head for c in sheets.SHEETS[sheets.DOCUMENTS]}
    lacks = [heads[k] for k in ("title", "issuer", "date", "kind") if not cells[k]]
    mark = sheets.KNOWN if known else sheets.LACKING if lacks else sheets.NEW
    told = _("the document does not tell: {columns}").format(columns="、".join(lacks)) if lacks and not known else ""
    return Row(mark, told, cells, mark == sheets.NEW)


def _precedence(about: About, dataset: Dataset) -> int:
    own = next((d.precedence for d in dataset.documents if d.kind == about.kind), about.precedence)
    return about.rank or own


# --- tasks -----------------------------------------------------------------------------------------


def _departments(registry: Registry) -> Iterator[Row]:
    for entry in registry.new:
        cells = {
            "short": entry.short,
            "name": entry.name,
            "aliases": ";".join(entry.aliases),
            "collective": sheets.COLLECTIVES.get(entry.collective, ""),
            "proposed": entry.short,
        }
        if not entry.is_sure:
            yield Row(sheets.DOUBTFUL, _("this may be no department"), cells)
        elif entry.collective:
            yield Row(sheets.NEW, _("it stands for several departments"), cells, True)
        else:
            yield Row(sheets.NEW, "", cells, True)


def _task(source: Source, task: ProposedTask, dataset: Dataset) -> Row:
    present = {(t.document, t.number) for t in dataset.tasks}
    cells = {
        "number": task.number,
        "section": task.section or _subject(source.title(dataset)),
        "title": task.title,
        "content": task.content,
        "document": source.title(dataset),
    }
    if (source.id, task.number) in present:
        return Row(sheets.KNOWN, "", cells)
    return Row(sheets.NEW, "", cells, True)


def _subject(title: str) -> str:
    """What a document is about, for tasks that stand under no heading: its title without the frame of a notice."""
    match = re.search("(?:印发|下达|公布)《?(.+?)》?的通知$", title)
    return match[1] if match else title


def _assignments(source: Source, task: ProposedTask, registry: Registry, dataset: Dataset) -> Iterator[Row]:
    present = {(a.document, a.number, dataset_short(dataset, a.department), a.role) for a in dataset.assignments}
    ranks: dict[str, int] = {}
    for part, whole in registry.completed(task.parts):
        ranks[part.role] = ranks.get(part.role, 0) + 1
        short = registry.short(whole)
        cells = {
            "number": task.number,
            "task": task.title,
            "role": sheets.ROLES[part.role],
            "department": short,
            "rank": ranks[part.role],
            "etc": "等" if part.etc else "",
            "document": source.title(dataset),
        }
        if (source.id, task.number, short, part.role) in present:
            yield Row(sheets.KNOWN, "", cells)
        elif part.is_sure:
            yield Row(sheets.NEW, "", cells, True)
        else:
            yield Row(sheets.DOUBTFUL, _("this may be no department"), cells)


def dataset_short(dataset: Dataset, department: str) -> str:
    """The short form of a department by its id."""
    return next((d.short for d in dataset.departments if d.id == department), department)


def _targets(source: Source, task: ProposedTask, names: Catalogue, dataset: Dataset) -> Iterator[Row]:
    present = {(t.document, t.number, t.label) for t in dataset.task_targets}
    said: set[str] = set()
    for figure in figures_of(source, task):
        label = standard(figure.name) if figure.name else names.of(figure)
        reasons = [r for r in figure.reasons if r.code in LACKS]
        words = next((r.detail for r in reasons if r.code == FRAGMENT), "")
        if not without_verbs(label or words):  # 新建3所 in a column of goals: of what the task says
            label = task.title
            reasons = [r for r in reasons if r.code not in (NO_NAME, FRAGMENT)]
        elif not label:
            label = standard(words)
        unique = label and label not in said
        said.add(label)
        before, printed, after = _shown(figure)
        cells = {
            "number": task.number,
            "before": before,
            "figure": printed,
            "after": after,
            "label": label,
            "indicator": names.of(figure),
            "year": figure.year,
            "bound": sheets.BOUNDS[figure.bound],
            "value": figure.value,
            "unit": figure.unit,
            "text": figure.text,
            "evidence": figure.evidence,
            "printed": "" if figure.value is None else quantity.plain(figure.value),
            "document": source.title(dataset),
        }
        if (source.id, task.number, label) in present:
            yield Row(sheets.KNOWN, "", cells)
        elif reasons or not unique:
            told = "；".join(r.told for r in reasons) or _("another goal of the task has the same name")
            yield Row(sheets.LACKING if reasons or not label else sheets.DOUBTFUL, told, cells)
        else:
            yield Row(sheets.NEW, "", cells, figure.status == TARGET)


def figures_of(source: Source, task: ProposedTask) -> list[Proposal]:
    """The figures of a task's text."""
    return [f for f in source.figures if f.paragraph in task.paragraphs and _within(f, task)]


def _within(figure: Proposal, task: ProposedTask) -> bool:
    """Whether a figure stands in the task's own text, where a paragraph holds several tasks."""
    return not figure.printed or re.sub(r"\s", "", figure.printed) in re.sub(r"\s", "", task.content)


# --- layout ----------------------------------------------------------------------------------------


def _layout(layout: Sequence[LayoutRow], names: Catalogue, dataset: Dataset) -> Iterator[Row]:
    present = [(t.label, t.indent, t.unit, t.result, t.target) for t in dataset.tables]
    proposed = [(r.label, r.indent, r.unit, r.result, r.target) for r in layout]
    same = present == proposed
    for order, row in enumerate(layout, start=1):
        cells = {
            "order": order,
            "label": row.label,
            "indent": row.indent,
            "indicator": names.named(row.name),
            "unit": row.unit,
            "result": sheets.READINGS[row.result],
            "target": sheets.READINGS[row.target],
        }
        if same:
            yield Row(sheets.KNOWN, "", cells)
        elif present:
            yield Row(sheets.DIFFERS, _("what is accepted takes the place of the layout that the data has"), cells)
        else:
            yield Row(sheets.NEW, "", cells, True)
