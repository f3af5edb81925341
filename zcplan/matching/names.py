"""The dataset's names, territories and wordings, arranged for looking up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from zcplan.figures import terms
from zcplan.matching.evidence import Wording, wordings
from zcplan.model import Dataset, Indicator

_COUNTING = re.compile("(数|数量|总数)$")


class Known:
    """The dataset with its names and wordings.

    ``areas`` leads from a territory's printed name to its id, the longest first, the whole left out;
    ``own`` matches words for the whole at the end of a text; ``above`` holds the words for territories above it,
    two characters each; ``continuing`` leads from words that go on about a figure (总投资 behind 区重点项目93个) to
    pairs of the indicator they name there and the one they go on from.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.units = frozenset({o.unit for o in dataset.observations if o.unit} | {i.unit for i in dataset.indicators})
        self._names: dict[str, tuple[str, float]] = {}
        for indicator in dataset.indicators:
            self._add_names(indicator)
        self.continuing: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for indicator in dataset.indicators:
            self._add_phrase(indicator)
        self._by_end: dict[str, list[str]] = defaultdict(list)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names, key=len, reverse=True):
            self._by_end[name[-2:]].append(name)
            self._by_start[name[:2]].append(name)
        self._after: dict[str, list[Wording]] = defaultdict(list)
        self._before: dict[str, list[Wording]] = defaultdict(list)
        for wording in wordings(dataset, self.units):
            self._after[wording.left[-2:]].append(wording)
            self._before[wording.right[:2]].append(wording)
        parts = sorted((a for a in dataset.areas if a.part_of), key=lambda a: -len(a.name))
        self.areas = {terms.fold(a.name): a.id for a in parts}
        whole = dataset.area[dataset.whole].name
        self.own = (
            re.compile(f"((全|我|本|各)[区县市省]|{re.escape(terms.fold(whole))})的?$") if whole else re.compile("$^")
        )
        self.above = terms.ABOVE.get(whole[-1:], "全国")

    def _add_names(self, indicator: Indicator) -> None:
        for n, printed in enumerate(indicator.names):
            name = terms.fold(printed)
            self._names.setdefault(name, (indicator.id, 1.0))
            bare = _COUNTING.sub("", name)
            if n == 0 and len(bare) > 3:
                self._names.setdefault(bare, (indicator.id, 0.95))

    def _add_phrase(self, indicator: Indicator) -> None:
        """What our own documents call it; a name or alias of another indicator goes first."""
        for printed in indicator.running_names:
            if len(printed) > 2:
                self._names.setdefault(terms.fold(printed), (indicator.id, 0.95))
        if indicator.is_continuation:
            words = terms.fold(indicator.phrase[1:].partition(";")[0].partition("{}")[0])
            self.continuing[words].append((indicator.id, self.dataset.row_above(indicator.id)))

    def territory(self, text: str) -> str:
        """Id of the part of the territory that a folded text names, the longest name first; empty for none."""
        return next((area for word, area in self.areas.items() if word in text), "")

    def part(self, word: str) -> str:
        """Id of the part of the territory of that very name, folded; empty for none."""
        return self.areas.get(word, "")

    def exact(self, name: str) -> tuple[str, float] | None:
        """The indicator of that very name, with the weight of the name."""
        return self._names.get(name)

    def of(self, name: str) -> tuple[str, float]:
        """The indicator of a name that was found here, with the weight of the name."""
        return self._names[name]

    def name_at_end(self, text: str) -> str:
        """The longest name that the text ends with."""
        return next((n for n in self._by_end.get(text[-2:], ()) if text.endswith(n)), "")

    def name_at_start(self, text: str) -> str:
        """The longest name that the text starts with."""
        return next((n for n in self._by_start.get(text[:2], ()) if text.startswith(n)), "")

    def wordings(self, left: str, right: str) -> Iterator[Wording]:
        """Wordings that agree at least beside the figure."""
        seen: set[int] = set()
        for found in (self._after.get(left[-2:], ()), self._before.get(right[:2], ()), self._after.get("", ())):
            for wording in found:
                if id(wording) not in seen:
                    seen.add(id(wording))
                    yield wording
