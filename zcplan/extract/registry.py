"""The departments that divisions of tasks name: one for all its spellings, in short and in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zcplan.extract.places import PlaceName, full_name, is_standard, level_of
from zcplan.extract.roles import Part, collective_of
from zcplan.extract.tasks import Division
from zcplan.model import Dataset, Department


@dataclass
class Entry:
    """A department that the dataset does not have.

    :param name: in full
    :param printed: how it is written in the documents, and how often
    :param is_sure: whether its name ends as a department's does
    """

    name: str
    collective: str
    is_sure: bool
    printed: Counter[str] = field(default_factory=Counter)

    @property
    def short(self) -> str:
        """The form that the documents write most, the longer of two."""
        return max(self.printed, key=lambda text: (self.printed[text], len(text)))

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other forms."""
        return tuple(t for t in self.printed if t not in (self.short, self.name))


class Registry:
    """Departments by every name that they go by: the dataset's own, and those that are new."""

    def __init__(self, dataset: Dataset, place: PlaceName | None) -> None:
        self._place = place.name if place else ""
        self._level = level_of(self._place)
        self._known: dict[str, Department] = {}
        for department in dataset.departments:
            for name in (department.name, department.short, *department.aliases):
                self._known.setdefault(name, department)
        self._new: dict[str, Entry] = {}

    def enter(self, division: Division) -> None:
        """Take in who has a part in the tasks."""
        for task in division.tasks:
            for part, whole in self.completed(task.parts):
                if self._find(whole) is None:
                    name = full_name(whole, self._place)
                    entry = self._new.setdefault(name, Entry(name, collective_of(whole), part.is_sure))
                    entry.printed[whole] += 1
                    if part.department != whole:
                        entry.printed[part.department] += 0

    @property
    def new(self) -> tuple[Entry, ...]:
        """Those that the dataset does not have, in the order they are named."""
        return tuple(self._new.values())

    def short(self, whole: str) -> str:
        """The short form of a department by the completed name that it is printed with."""
        known = self._find(whole)
        return known.short if known else self._new[full_name(whole, self._place)].short

    def completed(self, parts: Iterable[Part]) -> Iterator[tuple[Part, str]]:
        """Each part with its department's name, the level put before it that a list says once: 省财政厅、教育厅."""
        level = ""
        for part in parts:
            name = part.department
            own = next((lead for lead in (self._level, self._place) if lead and name.startswith(lead)), "")
            if own:
                level = own
            elif level and is_standard(name, "") and not collective_of(name) and name not in self._known:
                name = level + name
            yield part, name

    def _find(self, name: str) -> Department | None:
        return self._known.get(name) or self._known.get(full_name(name, self._place))
