"""A dataset's names, territories and wordings, arranged for looking up."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from functools import cached_property

from zcplan.figures import terms
from zcplan.figures.name_edges import without_verbs
from zcplan.figures.read import read_statements
from zcplan.figures.statement import Statement
from zcplan.matching.canonical import ADDED, Key, key_of, may_count
from zcplan.matching.wording import Wording, overlap, wordings
from zcplan.model import Dataset, Indicator, Observation
from zcplan.quantity import comparable
from zcplan.reading.document import Draft, Paragraph

SHARED = 0.3
"""Share of a name's pairs of characters that evidence's own words for it must hold."""


_LEVELS = "国省市区县州盟旗镇乡"


class Names:
    """The dataset with its names and wordings.

    ``areas`` leads from a territory's printed name to its id, the longest first, the whole left out.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.units = frozenset({o.unit for o in dataset.observations if o.unit} | {i.unit for i in dataset.indicators})
        parts = sorted((a for a in dataset.areas if a.part_of), key=lambda a: -len(a.name))
        self.areas = {terms.fold(a.name): a.id for a in parts}
        self._whole_name = terms.fold(dataset.area[dataset.whole].name) if dataset.areas else ""
        self._by_core: dict[str, dict[str, set[str]]] = defaultdict(dict)
        self.continuing: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for indicator in dataset.indicators:
            self._enter(indicator)
        for indicator in dataset.indicators:
            self._enter_phrase(indicator)

    def _enter(self, indicator: Indicator) -> None:
        own = key_of(terms.fold(indicator.name))
        for printed in indicator.names:
            key = key_of(terms.fold(printed))
            counts = ADDED if own.counts == ADDED and not key.counts else key.counts
            self._by_core[key.core].setdefault(indicator.id, set()).add(counts)

    def _enter_phrase(self, indicator: Indicator) -> None:
        """What our own documents call it, where no other indicator has that name."""
        own = key_of(terms.fold(indicator.name))
        for printed in self._running_names(indicator):
            key = key_of(terms.fold(printed))
            known = self._by_core[key.core]
            counts = ADDED if own.counts == ADDED and not key.counts else key.counts
            if len(key.core) > 2 and not any(counts in c for i, c in known.items() if i != indicator.id):
                known.setdefault(indicator.id, set()).add(counts)
        if indicator.is_continuation:
            words = terms.fold(indicator.phrase[1:].partition(";")[0].partition("{}")[0])
            above = self.dataset.indicator[self.dataset.row_above(indicator.id)]
            led_by = tuple(terms.fold(n) for n in (*self._running_names(above), *above.names))
            self.continuing[words].append((indicator.id, led_by))

    def _running_names(self, indicator: Indicator) -> tuple[str, ...]:
        """Its names by its phrase; of one that goes on behind the figure, the subject that is read of it."""
        before, _figure, behind = indicator.phrase.partition(";")[0].partition("{}")
        if not behind:
            return indicator.running_names
        text = f"{before}2{indicator.unit}{behind}".replace(" ", "")
        read = read_statements(Draft((Paragraph(0, text),)), self.units)
        return tuple(s.subject for s in read if s.subject)

    # --- territories -------------------------------------------------------------------------------

    def area(self, word: str) -> str | None:
        """Id of the territory that a folded word names; ``None`` where it is none of the dataset's."""
        if not word or self.is_whole(word):
            return self.dataset.whole
        return self.areas.get(word) or self.areas.get(re.sub("(?:区|县|市|镇|街道)$", "", word))

    def is_whole(self, word: str) -> bool:
        """Whether a word stands for the dataset's whole territory: its name, 全区 or 我区 of a 区."""
        if not self._whole_name:
            return False
        end = self._whole_name[-1]
        short = self.dataset.area[self.dataset.whole].short
        if word == self._whole_name or (len(word) > 2 and self._whole_name.endswith(word)) or (short and word == short):
            return True
        if len(word) != 2 or word[0] not in "全我本":
            return False
        by_name = word[1] not in _LEVELS and word[1] in self._whole_name  # as some call theirs: 全疆
        return by_name or word[1] == end or (bool(short) and word[1] == short[-1:])

    def foreign(self, statement: Statement) -> str:
        """The folded territory that a statement names, where the dataset has no such territory; else nothing."""
        word = terms.fold(statement.territory.name)
        return word if self.area(word) is None else ""

    def part_at_start(self, text: str) -> tuple[str, str]:
        """A part of the territory that a folded text begins with, be it behind its verb, as its id, and the rest."""
        bare = without_verbs(text)
        for word, area in self.areas.items():
            if bare.startswith(word) and len(bare) > len(word) + 1:
                return area, text[: len(text) - len(bare)] + bare[len(word) :].removeprefix("的")
        return "", text

    def without_whole(self, text: str) -> str:
        """A folded text behind the dataset's own place at its start, with or without its level; else nothing."""
        stem = re.sub("(?:自治)?[区县市州旗省]$", "", self._whole_name)
        name = next((n for n in (self._whole_name, stem) if len(n) > 1 and text.startswith(n)), "")
        return text[len(name) :] if name else ""

    # --- names -------------------------------------------------------------------------------------

    def named(self, subject: str) -> list[str]:
        """Ids of the indicators of which a folded subject is a name, nothing left over."""
        key = key_of(subject)
        found = self._by_core.get(key.core, {})
        exact = [i for i, counts in found.items() if key.counts in counts]
        return exact or [i for i, counts in found.items() if any(may_count(c, key.counts) for c in counts)]

    def has(self, indicator: str, year: int | None) -> bool:
        """Whether the dataset states an indicator for a year."""
        return any(o.year == year for o in self.dataset.by_indicator[indicator])

    def told(self, subject: str, territory: str = "") -> list[str]:
        """Ids of the indicators that the dataset's own evidence calls by a folded subject.

        :param territory: a territory other than the dataset's that the evidence names too: 全市专精特新企业达到45家 may
            be what a district's task is told in
        """
        return sorted(self._evidence.get((key_of(subject), territory), ()))

    def inside(self, subject: str) -> str:
        """Id of the indicator with the longest name that a subject ends or begins with; empty for none."""
        core = key_of(subject).core
        for size in range(len(core) - 1, 3, -1):
            for part in (core[-size:], core[:size]):
                if part in self._by_core:
                    return next(iter(self._by_core[part]))
        return ""

    @cached_property
    def _evidence(self) -> dict[tuple[Key, str], set[str]]:
        """What evidence calls an indicator: the subject of the figure that each observation was taken from."""
        found: dict[tuple[Key, str], set[str]] = defaultdict(set)
        by_evidence: dict[str, list[Observation]] = defaultdict(list)
        for o in self.dataset.observations:
            if o.value is not None and not o.in_annex:
                by_evidence[o.evidence].append(o)
        for evidence, observations in by_evidence.items():
            statements = read_statements(Draft((Paragraph(0, evidence),)), self.units, None, self.areas)
            for o in observations:
                fitting = {
                    (key_of(s.subject), self.foreign(s))
                    for s in statements
                    if s.subject
                    and s.quantity.value is not None
                    and o.value is not None
                    and abs(s.quantity.value) == abs(o.value)
                    and (s.quantity.unit == o.unit or comparable(s.quantity.unit, o.unit))
                }
                if len(fitting) == 1 and self._speaks_of(next(iter(fitting))[0], o.indicator):
                    found[fitting.pop()].add(o.indicator)
        return found

    def _speaks_of(self, key: Key, indicator: str) -> bool:
        """Whether a subject shares enough with an indicator's names to be one: 充分发挥 is no name of a fund."""
        pairs = {key.core[n : n + 2] for n in range(len(key.core) - 1)}
        return overlap(pairs, self.dataset.indicator[indicator].names) >= SHARED

    # --- wordings ----------------------------------------------------------------------------------

    @cached_property
    def _wordings(self) -> tuple[dict[str, list[Wording]], dict[str, list[Wording]]]:
        after: dict[str, list[Wording]] = defaultdict(list)
        before: dict[str, list[Wording]] = defaultdict(list)
        for wording in wordings(self.dataset, self.units):
            after[wording.left[-2:]].append(wording)
            before[wording.right[:2]].append(wording)
        return after, before

    def wordings(self, left: str, right: str) -> Iterator[Wording]:
        """Wordings that agree at least beside the figure."""
        after, before = self._wordings
        seen: set[int] = set()
        for found in (after.get(left[-2:], ()), before.get(right[:2], ())):
            for wording in found:
                if id(wording) not in seen:
                    seen.add(id(wording))
                    yield wording

    # --- values ------------------------------------------------------------------------------------

    @cached_property
    def by_value(self) -> dict[tuple[str, str], list[Observation]]:
        """Observations by their digits and unit, to tell whose number a figure is."""
        found: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for o in self.dataset.observations:
            if o.value is not None:
                found[str(abs(o.value)), o.unit].append(o)
        return found


_ARRANGED: deque[Names] = deque(maxlen=4)
"""The names of the datasets asked for last: a folder of drafts is held against one."""


def names_in(dataset: Dataset) -> Names:
    """The names of a dataset, arranged once however many drafts are held against it."""
    for names in _ARRANGED:
        if names.dataset is dataset:
            return names
    _ARRANGED.append(Names(dataset))
    return _ARRANGED[-1]
