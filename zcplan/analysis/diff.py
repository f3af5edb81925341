"""What two datasets state differently, in the words of real-time databases (ALFRED): added, removed, revised, stable.

Held against each other is what is used of each fact, its result and its target apart: what a reader of the documents
would see. Which statement that is, is for :mod:`zcplan.analysis.vintage` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from zcplan.analysis.vintage import results, targets
from zcplan.model import Dataset, Fact, Observation

ADDED, REMOVED, REVISED, STABLE = "added", "removed", "revised", "stable"
WORDS = (ADDED, REMOVED, REVISED, STABLE)


@dataclass(frozen=True)
class Change:
    """What became of the result, or of the target, of one fact.

    :param word: ``added`` ``removed`` ``revised`` (another figure or another bound) or ``stable``
    :param old: the statement that was used, ``None`` where there was none; ``new`` likewise
    """

    word: str
    fact: Fact
    is_target: bool
    old: Observation | None
    new: Observation | None

    @property
    def statement(self) -> Observation:
        """The newer statement, or the one that went."""
        found = self.new or self.old
        assert found is not None
        return found


def diff(old: Dataset, new: Dataset) -> tuple[Change, ...]:
    """Every fact of either dataset, in the order of the newer one's indicators, then by year."""
    order = {i.id: n for n, i in enumerate((*new.indicators, *old.indicators))}
    for n, indicator in enumerate(new.indicators):
        order[indicator.id] = n
    facts = sorted({*old.by_fact, *new.by_fact}, key=lambda f: (order[f[0]], f[1], f[2], f[3]))
    return tuple(change for fact in facts for change in _of_fact(fact, old, new))


def _of_fact(fact: Fact, old: Dataset, new: Dataset) -> Iterator[Change]:
    for is_target, used in ((False, results), (True, targets)):
        was, now = (next(iter(used(dataset, fact)), None) for dataset in (old, new))
        if was is not None or now is not None:
            yield Change(_word(was, now), fact, is_target, was, now)


def _word(old: Observation | None, new: Observation | None) -> str:
    if old is None:
        return ADDED
    if new is None:
        return REMOVED
    return STABLE if _said(old) == _said(new) else REVISED


def _said(o: Observation) -> tuple[object, ...]:
    """What a statement says, whoever says it: a document that repeats a figure revises nothing."""
    return (o.status, o.bound, o.value, o.unit, o.text)


def tally(changes: Iterable[Change]) -> Mapping[str, int]:
    """How many facts were added, removed, revised and left as they were."""
    counts = Counter(c.word for c in changes)
    return {word: counts[word] for word in WORDS}


def rows(old: Dataset, new: Dataset) -> Mapping[str, tuple[int, int]]:
    """By table that differs: how many rows came, and how many went."""
    found = {}
    for table in fields(Dataset):
        was, now = (Counter(map(repr, getattr(dataset, table.name))) for dataset in (old, new))
        came, went = (now - was).total(), (was - now).total()
        if came or went:
            found[table.name] = (came, went)
    return found
