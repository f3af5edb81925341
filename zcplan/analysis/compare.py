"""Plan against result: one record for each target of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.vintage import Statements, results, targets
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import CHANGE, GROWTH, LEVEL, TARGET, Area, Dataset, Fact, Indicator, Observation

COVERAGE = "口径"


@dataclass(frozen=True)
class Comparison:
    """A target, the result it is held against, and what came of it.

    ``actual_value`` and ``difference`` are in the target's unit; a difference of rates is in percentage points.
    ``others`` are the statements of the same fact that the rule did not choose.
    """

    indicator: Indicator
    area: Area
    measure: str
    target: Observation
    actual: Observation | None
    actual_value: Decimal | None
    difference: Decimal | None
    verdict: str
    others: Statements

    @property
    def fact(self) -> Fact:
        """What target and result are of."""
        return self.target.fact

    @property
    def unit(self) -> str:
        """Unit of target, result and difference; a qualitative target takes the result's."""
        return self.target.unit or (self.actual.unit if self.actual else self.indicator.unit)

    @property
    def difference_unit(self) -> str:
        """Unit of the difference: percentage points between rates."""
        return quantity.POINTS if rule.is_rate(self.unit, self.measure) else self.unit

    @property
    def less_is_better(self) -> bool:
        """Whether the target is a ceiling."""
        return rule.less_is_better(self.target.bound, self.indicator.direction)

    @property
    def standing(self) -> str:
        """The verdict, but for a met target that the result falls a little short of: that is ``slight``."""
        short = self.difference is not None and (self.difference > 0 if self.less_is_better else self.difference < 0)
        is_slight = self.verdict == rule.MET and short and self.indicator.direction != "neutral"
        return rule.SLIGHT if is_slight else self.verdict

    @property
    def caveats(self) -> tuple[str, ...]:
        """Notes by which the two statements may not mean quite the same: those that speak of their coverage (口径)."""
        notes = (self.target.note, self.actual.note if self.actual else "")
        return tuple(dict.fromkeys(n for n in notes if COVERAGE in n))

    @property
    def stands_in(self) -> bool:
        """Whether the result is that of a part which stands for the whole."""
        return self.actual is not None and self.actual.area != self.area.id


def as_quantity(o: Observation) -> quantity.Quantity:
    """The figure that an observation states."""
    upper = quantity.range_end(o.text, o.value) if o.text and o.value is not None else None
    return quantity.Quantity(o.value, o.unit, o.bound, o.measure, upper, text=o.text if o.value is None else "")


def planned(dataset: Dataset, year: int) -> tuple[Comparison, ...]:
    """The comparisons of a year that has targets.

    :raises UsageError: it has none
    """
    found = compare(dataset, year)
    if not found:
        years = sorted({o.year for o in dataset.observations if o.is_target})
        has_results = any(o.year == year for o in dataset.observations)
        what = _("the dataset has no targets of {year}, results alone") if has_results else _no_targets()
        raise UsageError(
            what.format(year=year),
            todo=_("Years with targets: {years}").format(years=", ".join(map(str, years))),
        )
    return found


def _no_targets() -> str:
    return _("the dataset has no targets of {year}")


def compare(dataset: Dataset, year: int) -> tuple[Comparison, ...]:
    """Hold every target of a year against its result, in the dataset's order of indicators."""
    facts = {o.fact for o in dataset.observations if o.year == year and o.is_target}
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    areas = {a.id: n for n, a in enumerate(dataset.areas)}
    measures = {GROWTH: 0, LEVEL: 1, CHANGE: 2}
    ranked = sorted(facts, key=lambda f: (order[f[0]], areas[f[2]], measures[f[3]]))
    return tuple(compare_fact(dataset, fact) for fact in ranked)


def compare_fact(dataset: Dataset, fact: Fact) -> Comparison:
    """Hold one target against its result.

    :raises IndexError: the fact has no target
    """
    indicator, area = dataset.indicator[fact[0]], dataset.area[fact[2]]
    goals, found = targets(dataset, fact), results_of(dataset, fact)
    target, actual = goals[0], found[0] if found else None
    actual_value = in_unit_of(target, actual)
    known = as_quantity(actual) if actual else None
    if known and actual_value is not None:
        known = quantity.Quantity(actual_value, target.unit or known.unit, known.bound, known.measure)
    difference = None
    if target.value is not None and actual_value is not None:
        difference = actual_value - target.value
    return Comparison(
        indicator,
        area,
        fact[3],
        target,
        actual,
        actual_value,
        difference,
        rule.judge(as_quantity(target), known, indicator.direction),
        (*goals[1:], *found[1:]),
    )


def results_of(dataset: Dataset, fact: Fact) -> Statements:
    """Results of the fact itself, or of the part that stands for the whole where amounts don't add up."""
    own = results(dataset, fact)
    name, year, area, measure = fact
    if own or quantity.unit(dataset.indicator[name].unit).additive:
        return own
    return next((r for a in dataset.stand_ins.get(area, ()) if (r := results(dataset, (name, year, a, measure)))), ())


def in_unit_of(target: Observation, actual: Observation | None) -> Decimal | None:
    """The result's value in the target's unit; ``None`` where it has none."""
    if actual is None or actual.value is None:
        return None
    if not target.unit or not quantity.comparable(actual.unit, target.unit):
        return actual.value
    return quantity.convert(actual.value, actual.unit, target.unit)


def headline(comparisons: Iterable[Comparison], whole: str) -> tuple[Comparison, ...]:
    """One comparison for each headline indicator (those with a nature) of the whole territory.

    Where both a rate and a level are planned, the one with a result counts; then growth before level,
    but a share's level before its change.
    """
    chosen: dict[str, Comparison] = {}
    for c in comparisons:
        if c.area.id == whole and c.indicator.nature:
            best = chosen.get(c.indicator.id)
            chosen[c.indicator.id] = c if best is None else min(best, c, key=_weight)
    return tuple(chosen.values())


def one_each(comparisons: Iterable[Comparison]) -> tuple[Comparison, ...]:
    """One comparison for each indicator and area, chosen as :func:`headline` chooses."""
    chosen: dict[tuple[str, str], Comparison] = {}
    for c in comparisons:
        key = (c.indicator.id, c.area.id)
        chosen[key] = min(chosen[key], c, key=_weight) if key in chosen else c
    return tuple(chosen.values())


@dataclass(frozen=True)
class Counted:
    """Comparisons sorted by how they count: an indicator of the whole territory counts once.

    ``measures`` are further targets of such an indicator (its level beside its growth), ``areas`` those of parts of
    the territory: both stand beside the count.
    """

    indicators: tuple[Comparison, ...]
    measures: tuple[Comparison, ...]
    areas: tuple[Comparison, ...]


def counted(comparisons: Iterable[Comparison], whole: str) -> Counted:
    """Sort comparisons by how they count."""
    given = tuple(comparisons)
    own = [c for c in given if c.area.id == whole]
    indicators = one_each(own)
    chosen = {c.fact for c in indicators}
    areas = tuple(c for c in given if c.area.id != whole)
    return Counted(indicators, tuple(c for c in own if c.fact not in chosen), areas)


def standings(comparisons: Iterable[Comparison]) -> Mapping[str, int]:
    """How many comparisons stand how, in the order of :data:`~zcplan.analysis.verdict.STANDINGS`."""
    counts = Counter(c.standing for c in comparisons)
    return {name: counts[name] for name in rule.STANDINGS}


def _weight(c: Comparison) -> tuple[bool, int]:
    share = quantity.unit(c.indicator.unit).dimension == "ratio"
    order = (LEVEL, CHANGE, GROWTH) if share else (GROWTH, LEVEL, CHANGE)
    return (c.verdict in (rule.UNDISCLOSED, rule.JUDGE), order.index(c.measure))


def ordered(comparisons: Iterable[Comparison], by: str) -> tuple[Comparison, ...]:
    """The comparisons in another order; what has nothing to be ordered by comes last, in the order it had.

    :param by: ``plan`` (as they are), ``name``, ``group``, ``target``, ``result``, ``difference`` (what falls short
        most first, in shares of the target), ``verdict`` (the worst first)
    """
    keys: dict[str, Callable[[Comparison], Any]] = {
        "name": lambda c: c.indicator.name,
        "group": lambda c: c.indicator.group,
        "target": lambda c: c.target.value,
        "result": lambda c: c.actual_value,
        "difference": _shortfall,
        "verdict": lambda c: _WORST_FIRST.index(c.verdict),
    }
    if by not in keys:
        return tuple(comparisons)
    keyed = [(keys[by](c), c) for c in comparisons]
    known = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0])
    return tuple(c for _key, c in [*known, *(pair for pair in keyed if pair[0] is None)])


_WORST_FIRST = (rule.MISSED, rule.NEAR, rule.JUDGE, rule.MET, rule.EXCEEDED, rule.UNDISCLOSED)


def _shortfall(c: Comparison) -> Decimal | None:
    """How far the result is above its target in the target's favour: a rate in points, a level in per cent of it."""
    if c.difference is None or c.target.value is None:
        return None
    less_is_better = rule.less_is_better(c.target.bound, c.indicator.direction)
    turned = -c.difference if less_is_better else c.difference
    if rule.is_rate(c.unit, c.measure) or not c.target.value:
        return turned
    return turned / abs(c.target.value) * 100


def tally(comparisons: Iterable[Comparison]) -> Mapping[str, int]:
    """How many comparisons have each verdict, in the order of :data:`~zcplan.analysis.verdict.VERDICTS`."""
    counts = Counter(c.verdict for c in comparisons)
    return {name: counts[name] for name in rule.VERDICTS}


def plan_year(dataset: Dataset) -> int | None:
    """The newest year with both targets and results, else the newest with targets, else with results; else ``None``.

    A folder begun from one report has the results of one year and the targets of the next: the plan's year is meant.
    """
    goals = {o.year for o in dataset.observations if o.status == TARGET}
    ended = {o.year for o in dataset.observations if o.status != TARGET}
    return max(goals & ended or goals or ended, default=None)
