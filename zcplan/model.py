"""The dataset's records, in the field's own terms. All are frozen; none knows where it is stored."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

ACTUAL, ESTIMATE, TARGET = "actual", "estimate", "target"
LEVEL, GROWTH, CHANGE = "level", "growth", "change"
MEASURES = (LEVEL, GROWTH, CHANGE)
NOT_STARTED, IN_PROGRESS, DONE, BEHIND = "not-started", "in-progress", "done", "behind"
ANNEX = "附件"


_INNER_MARKS = str.maketrans("《》", "〈〉")


@dataclass(frozen=True)
class Document:
    """A source document. ``precedence`` 1 outranks 2 when both state a target."""

    id: str
    title: str
    number: str
    issuer: str
    date: date
    kind: str
    precedence: int

    @property
    def name(self) -> str:
        """Title without the frame of an issuing notice (关于印发…的通知), as other documents cite it."""
        match = re.fullmatch(r".{0,30}?关于(?:印发|公布|下达)《?(.+?)》?的通知", self.title)
        return match[1] if match else self.title

    @property
    def cited(self) -> str:
        """Its name between marks as running text cites it; marks within them are the single ones."""
        return f"《{self.name.translate(_INNER_MARKS)}》"


@dataclass(frozen=True)
class Area:
    """A territory. A result for an area that ``stands_for`` another serves where the other has none.

    ``short`` is how running text calls it (全区, 自治区); empty where it goes by its level's usual name.
    """

    id: str
    name: str
    part_of: str
    stands_for: str = ""
    short: str = ""

    @property
    def level(self) -> str:
        """The last word of its name, which tells what it is: 区, 县, 市, 自治区; empty for any other name.

        >>> [Area("a", name, "").level for name in ("某某自治区", "某某技术产业开发区", "某湖")]
        ['自治区', '区', '']
        """
        match = re.search("自治[区州县旗]$|[省市区县旗盟州镇乡]$", self.name)
        return match[0] if match else ""

    @property
    def called(self) -> str:
        """How running text calls it where it is the place that a document is about.

        >>> Area("a", "某县", "").called, Area("b", "某自治州", "", short="自治州").called, Area("c", "某湖", "").called
        ('全县', '自治州', '某湖')
        """
        return self.short or (f"全{self.level[-1]}" if self.level else self.name)


@dataclass(frozen=True)
class Indicator:
    """A statistical indicator; ``unit`` is the unit of its level, ``parent`` the whole it adds up to.

    ``phrase`` tells its level in running text, with ``{}`` for the figure: 实施区重点项目{}. Words up to a space are
    shared with neighbours (新打造 省级示范村{}); one that begins with 、 continues the indicator in the row above; a
    second one behind ``;`` serves where the level is words. Empty where the name itself does.
    """

    id: str
    name: str
    unit: str
    group: str
    parent: str
    direction: str
    nature: str
    decimals: int
    growth_basis: str
    aliases: tuple[str, ...]
    phrase: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and every alias."""
        return (self.name, *self.aliases)

    @property
    def running_names(self) -> tuple[str, ...]:
        """What stands before its figure by its phrase: with the words that neighbours share, and without them.

        None where the phrase goes on behind the figure (为{}老人免费体检): its name is what a reader makes of both.
        """
        text, _figure, rest = self.phrase.partition(";")[0].partition("{}")
        if not text or rest or self.is_continuation:
            return ()
        head, space, body = text.partition(" ")
        return (head + body, body) if space else (text,)

    @property
    def is_continuation(self) -> bool:
        """Whether its phrase continues the clause on the indicator in the row above."""
        return self.phrase.startswith("、")


class Observation(NamedTuple):
    """One statement of one document: a vintage of a fact.

    ``value`` keeps the printed digits; it is ``None`` for a ``qualitative`` bound, which ``text`` words. A tuple and
    no dataclass, unlike the other records: a province has a million, and they are made in a third of the time.
    """

    indicator: str
    year: int
    area: str
    measure: str
    status: str
    bound: str
    value: Decimal | None
    unit: str
    text: str
    document: str
    locator: str
    evidence: str
    note: str

    @property
    def fact(self) -> Fact:
        """The fact it is a statement of."""
        return (self.indicator, self.year, self.area, self.measure)

    @property
    def is_target(self) -> bool:
        """Whether it states a goal rather than a result."""
        return self.status == TARGET

    @property
    def in_annex(self) -> bool:
        """Whether it stands in the document's annex (附件), not in its body."""
        return self.locator.startswith(ANNEX)


Fact = tuple[str, int, str, str]
"""Indicator, year, area, measure: what several documents may state differently."""


@dataclass(frozen=True)
class Department:
    """A department; ``short`` is the form printed in task lists.

    ``collective`` is empty for a department of its own, ``all`` where the name stands for every one
    (各相关部门), ``some`` where it stands for several that are not named (区有关部门).
    """

    id: str
    name: str
    short: str
    aliases: tuple[str, ...]
    collective: str = ""


@dataclass(frozen=True)
class Task:
    """A task of a document; ``number`` is its number there."""

    document: str
    number: str
    section: str
    title: str
    content: str


@dataclass(frozen=True)
class Assignment:
    """A department's part in a task; ``rank`` is the printed order, ``etc`` the printed 等."""

    document: str
    number: str
    department: str
    role: str
    rank: int
    etc: str


@dataclass(frozen=True)
class TaskTarget:
    """A figure that a task is to reach; ``indicator`` is empty where none fits."""

    document: str
    number: str
    indicator: str
    label: str
    year: int
    bound: str
    value: Decimal | None
    unit: str
    text: str
    evidence: str


@dataclass(frozen=True)
class Progress:
    """What a department replied on a target of a task (``label`` empty: on a task without target), and when.

    ``status`` is empty where the reply names none, ``value`` ``None`` where it gives no figure.
    """

    document: str
    number: str
    label: str
    department: str
    reported: date
    status: str
    value: Decimal | None
    unit: str
    completed: date | None
    progress: str
    note: str
    source: str


@dataclass(frozen=True)
class TableRow:
    """A row of the guidance table; a heading has no indicator.

    The four cell fields say how a cell reads: empty for a cell of its own, ``wide`` for one cell over
    level and growth, ``words`` for one cell over both where words stand in it, and ``above`` (after a
    space) where it joins the cell above when both read alike.
    """

    table: str
    order: int
    label: str
    indent: int
    indicator: str
    unit: str
    result: str
    target: str


@dataclass(frozen=True)
class Notice:
    """What surrounds a document when it is issued: whom it goes to, who approved, copied and printed it.

    What is empty is unknown, but for ``copies_to``: an issued document may well have no copies. ``annexes`` are those
    that go with it beside the table.
    """

    document: str
    recipients: str
    approval: str
    copies_to: str
    print_office: str
    print_date: date | None
    disclosure: str
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """Everything that was curated, in file order."""

    documents: tuple[Document, ...]
    areas: tuple[Area, ...]
    indicators: tuple[Indicator, ...]
    observations: tuple[Observation, ...]
    departments: tuple[Department, ...]
    tasks: tuple[Task, ...]
    assignments: tuple[Assignment, ...]
    task_targets: tuple[TaskTarget, ...]
    tables: tuple[TableRow, ...]
    notices: tuple[Notice, ...] = ()
    progress: tuple[Progress, ...] = ()

    @cached_property
    def document(self) -> Mapping[str, Document]:
        """Documents by id."""
        return {d.id: d for d in self.documents}

    @cached_property
    def area(self) -> Mapping[str, Area]:
        """Areas by id."""
        return {a.id: a for a in self.areas}

    @cached_property
    def stand_ins(self) -> Mapping[str, tuple[str, ...]]:
        """By area, the ids of those that stand for it, in file order."""
        found: dict[str, list[str]] = defaultdict(list)
        for area in self.areas:
            if area.stands_for:
                found[area.stands_for].append(area.id)
        return {area: tuple(ids) for area, ids in found.items()}

    @cached_property
    def indicator(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {i.id: i for i in self.indicators}

    @cached_property
    def _above(self) -> Mapping[str, str]:
        return {below.id: above.id for above, below in pairwise(self.indicators)}

    def row_above(self, indicator: str) -> str:
        """Id of the indicator in the row above; empty for the first."""
        return self._above.get(indicator, "")

    @cached_property
    def whole(self) -> str:
        """Id of the territory that the others are part of; empty where the dataset has none yet."""
        return next((a.id for a in self.areas if not a.part_of), "")

    @cached_property
    def place(self) -> Area:
        """The territory that the others are part of; one without a name where the dataset has none yet."""
        return self.area[self.whole] if self.whole else Area("", "", "")

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that anything is stated of."""
        return frozenset({o.year for o in self.observations} | {t.year for t in self.task_targets})

    @cached_property
    def by_fact(self) -> Mapping[Fact, tuple[Observation, ...]]:
        """Every statement of each fact, in file order."""
        facts: dict[Fact, list[Observation]] = defaultdict(list)
        for observation in self.observations:
            facts[observation.fact].append(observation)
        return {fact: tuple(statements) for fact, statements in facts.items()}

    @cached_property
    def by_indicator(self) -> Mapping[str, tuple[Observation, ...]]:
        """Every statement about each indicator, in file order."""
        grouped: dict[str, list[Observation]] = defaultdict(list)
        for observation in self.observations:
            grouped[observation.indicator].append(observation)
        return {key: tuple(statements) for key, statements in grouped.items()}

    def as_of(self, day: date) -> Dataset:
        """The dataset as it stood on a day: only what had been issued by then."""
        issued = {d.id for d in self.documents if d.date <= day}

        def kept(rows: Iterable) -> tuple:
            return tuple(row for row in rows if row.document in issued)

        return replace(
            self,
            documents=tuple(d for d in self.documents if d.id in issued),
            observations=kept(self.observations),
            tasks=kept(self.tasks),
            assignments=kept(self.assignments),
            task_targets=kept(self.task_targets),
            notices=kept(self.notices),
            progress=tuple(p for p in kept(self.progress) if p.reported <= day),
        )
