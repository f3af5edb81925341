"""``fact()``: any figure of the dataset, cited in any template."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from zcplan.analysis.vintage import results, targets
from zcplan.dataset.lookup import find_indicator
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import LEVEL, MEASURES, Area, Observation
from zcplan.reports.parts.writer import Writer

_MEASURES = {"绝对值": "level", "增速": "growth", "增减": "change"}
_STATUS = {"完成": False, "目标": True, "actual": False, "target": True}


@dataclass(frozen=True)
class Cite:
    """``{{ fact("地区生产总值", 2023) }}`` in a template: the figure as a sentence gives it.

    The statement is chosen by the rule that every document is made by. Without more words it is the result, its
    growth before its level where the indicator is one of growth; ``fact(NAME, YEAR, "目标")`` is the goal,
    ``fact(NAME, YEAR, measure="绝对值")`` another measure, ``area="…"`` another territory.
    """

    writer: Writer
    _told: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, name: str, year: int, status: str = "完成", measure: str = "", area: str = "") -> str:
        """The figure in words; each is looked up once.

        :raises UsageError: the dataset has no such indicator, territory or figure
        """
        key = (str(name), str(year), str(status), str(measure), str(area))
        if key not in self._told:
            self._told[key] = self._figure(str(name), year, str(status), str(measure), str(area))
        return self._told[key]

    def _figure(self, name: str, year: int, status: str, measure: str, area: str) -> str:
        indicator = find_indicator(self.writer.dataset, name)
        if status not in _STATUS or (measure and measure not in _MEASURES and measure not in MEASURES):
            what = _("fact() knows no “{word}”").format(word=status if status not in _STATUS else measure)
            known = ", ".join((*_STATUS, *_MEASURES))
            raise UsageError(what, todo=_("Known words: {words}").format(words=known))
        place = self._area(area).id if area else self.writer.dataset.whole
        wanted = [_MEASURES.get(measure, measure)] if measure else list(_preferred(self.writer, indicator.id))
        choose = targets if _STATUS[status] else results
        for one in wanted:
            found: tuple[Observation, ...] = choose(self.writer.dataset, (indicator.id, int(year), place, one))
            if found:
                return self.writer.stated(found[0])
        what = _("the dataset has no {status} of “{name}” in {year}")
        told = what.format(status=status, name=name, year=year)
        raise UsageError(told, todo=_("“zcplan show {name}” tells what it has.").format(name=name))

    def _area(self, name: str) -> Area:
        for area in self.writer.dataset.areas:
            if name in (area.id, area.name):
                return area
        names = ", ".join(a.name for a in self.writer.dataset.areas)
        what = _("there is no territory “{name}”").format(name=name)
        raise UsageError(what, todo=_("There are: {names}").format(names=names))


def _preferred(writer: Writer, indicator: str) -> tuple[str, ...]:
    """Growth leads for an indicator that plans are made in growth of, a level for every other one."""
    goals = [o.measure for o in writer.dataset.by_indicator.get(indicator, ()) if o.is_target]
    first = Counter(goals).most_common(1)[0][0] if goals else LEVEL
    return (first, *(m for m in MEASURES if m != first))
