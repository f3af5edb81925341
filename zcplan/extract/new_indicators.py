"""Indicators that the dataset does not have yet: one for all figures of a name, with what custom says of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zcplan import quantity
from zcplan.extract.defaults import direction_of, group_of, growth_basis_of, nature_of, unit_of
from zcplan.extract.layout import LayoutRow
from zcplan.extract.names import key, standard
from zcplan.extract.propose import Proposal
from zcplan.figures.terms import fold
from zcplan.matching.canonical import Key, common_names
from zcplan.model import CHANGE, LEVEL, Dataset
from zcplan.quantity import PERCENT, POINTS

_MOST_DECIMALS = 6


@dataclass(frozen=True)
class NewIndicator:
    """A proposed indicator.

    :param nature: ``预期性`` or ``约束性`` where a document counts it among its main goals, else empty
    :param unit: that of its levels; where only growth is told, the customary one (``is_customary``); may be empty
    :param figures: how many figures are of it
    :param is_sure: it stands in a table of indicators, or is told for several years or as both goal and result
    """

    name: str
    unit: str
    group: str
    nature: str
    direction: str
    growth_basis: str
    decimals: int
    aliases: tuple[str, ...]
    figures: int
    is_sure: bool
    is_customary: bool


class Catalogue:
    """Which indicator a name leads to: one of the dataset, or a new one."""

    def __init__(self, dataset: Dataset, fresh: Mapping[Key, NewIndicator]) -> None:
        self._known = {key(name): i.id for i in reversed(dataset.indicators) for name in i.names}
        self._dataset, self.fresh = dataset, fresh

    def known(self, name: str) -> str:
        """The id of the dataset's indicator of that name, empty for none."""
        return self._known.get(key(name), "")

    def of(self, figure: Proposal) -> str:
        """The name of a figure's indicator, empty where it has none."""
        if figure.indicator:
            return self._dataset.indicator[figure.indicator].name
        return self.named(figure.name)

    def named(self, name: str) -> str:
        """The indicator's name for a printed one, empty where there is none."""
        if not name:
            return ""
        known = self.known(name)
        if known:
            return self._dataset.indicator[known].name
        found = self.fresh.get(key(name))
        return found.name if found else ""


def new_indicators(
    figures: Iterable[Proposal], layout: Sequence[LayoutRow], dataset: Dataset
) -> Mapping[Key, NewIndicator]:
    """The indicators that the figures need and the dataset lacks, by what their names have in common.

    A table's own order comes first: next year's is printed in it.
    """
    known = Catalogue(dataset, {})
    of: dict[Key, list[Proposal]] = defaultdict(list)
    in_table = {key(row.name): row for row in layout if row.name and not known.known(row.name)}
    for row_key in in_table:
        of[row_key] = []
    for figure in figures:
        if figure.name and not figure.indicator:
            of[key(figure.name)].append(figure)
    return {k: _indicator(stated, in_table.get(k)) for k, stated in of.items()}


def _indicator(stated: Sequence[Proposal], row: LayoutRow | None) -> NewIndicator:
    clear = [f for f in stated if not f.reasons] or stated
    printed = Counter(standard(f.name) for f in clear)
    name = standard(row.name) if row else _usual(printed)
    levels = [f for f in clear if f.measure == LEVEL and f.value is not None and f.unit]
    units = Counter(f.unit for f in levels)
    own = row.unit if row and row.unit else max(units, key=lambda u: units[u]) if units else ""
    if not own and any(f.measure == CHANGE and f.unit == POINTS for f in stated):
        own = PERCENT
    unit = own or unit_of(name)
    decimals = max((_places(f) for f in levels if f.unit == unit), default=0)
    kinds = {(f.year, f.status) for f in stated if f.year}
    forms = [s for f in stated if (s := standard(f.name)) != name] + ([row.name] if row and row.name != name else [])
    aliases = tuple(dict.fromkeys(forms))
    return NewIndicator(
        name,
        unit,
        group_of(name),
        row.nature if row and row.nature else nature_of(name) if any(f.is_main_goal for f in stated) else "",
        direction_of(name),
        growth_basis_of(name),
        min(decimals, _MOST_DECIMALS),
        tuple(a for a in aliases if ";" not in a),
        len(stated),
        row is not None or any(f.in_table for f in stated) or len(kinds) > 1,
        not own,
    )


def _usual(printed: Counter[str]) -> str:
    """The form of a name to keep: the standard one where the documents use it, else the one they use most."""
    customary = {common_names().get(fold(name)) for name in printed}
    found = next((name for name in printed if fold(name) in customary), "")
    return found or max(printed, key=lambda name: printed[name])


def _places(figure: Proposal) -> int:
    assert figure.value is not None
    exponent = figure.value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def fits(figure: Proposal, unit: str) -> bool:
    """Whether a figure can be one of an indicator that is measured in a unit."""
    if figure.value is None or not unit or figure.measure != LEVEL:
        return True
    return quantity.comparable(figure.unit, unit)
