"""A draft against the dataset: each figure agrees, is superseded, contradicts, or is not known.

Percentages, sums and signs that need no dataset are checked too (:mod:`zcplan.proof.slips`).

Precision comes first: a figure is said to contradict only where it is tied surely to an indicator, year, territory
and measure of which the dataset has a statement. What is ambiguous is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.compare import as_quantity, results_of
from zcplan.analysis.interval import stated
from zcplan.analysis.vintage import targets
from zcplan.figures.figure import Figure
from zcplan.matching.match import STRONG, Tie, ties
from zcplan.matching.names import Known
from zcplan.model import CHANGE, GROWTH, LEVEL, TARGET, Dataset, Observation
from zcplan.proof.finding import AGREES, CONTRADICTS, DATASET, SUPERSEDED, UNKNOWN, Finding
from zcplan.quantity import ABOUT, AT_LEAST, AT_MOST, EXACT, half_step

_EQUAL, _OPEN, _APART, _DIFFERENT, _UNIT, _BOUND = "equal", "open", "apart", "different", "unit", "bound"


def held(figure: Figure, known: Known) -> Finding:
    """Hold one figure against the dataset."""
    tied = [t for t in ties(figure, known) if _can_be(figure, t, known.dataset)]
    judged = [(tie, *_judge(figure, tie, known.dataset)) for tie in tied]
    judged = [(t, code, statements, o) for t, code, statements, o in judged if statements and code != _APART]
    if not judged:
        return _unknown(figure, tied)
    best = judged[0][0].strength
    close = [j for j in judged if j[0].strength > best - 0.1]
    for tie, code, statements, o in close:
        if code == _EQUAL:
            return _finding(figure, tie, AGREES if _is_chosen(o, statements) else SUPERSEDED, code, statements, o)
    for tie, code, statements, o in judged:
        if code == _EQUAL and best < 0.9 and tie.strength >= 0.5:
            return _finding(figure, tie, AGREES if _is_chosen(o, statements) else SUPERSEDED, code, statements, o)
    tie, code, statements, o = judged[0]
    near = [j for j in judged if j[0].strength > tie.strength - 0.02]
    told = {j[0].indicator for j in judged}
    silent = any(t.strength > tie.strength - 0.02 and t.indicator not in told and not t.wording for t in tied)
    surer_elsewhere = tied[0].strength > tie.strength + 0.05
    if tie.strength < STRONG or surer_elsewhere or silent or any(j[1] == _OPEN for j in near):
        return _finding(figure, tie, UNKNOWN, "ambiguous", statements, None)
    return _finding(figure, tie, CONTRADICTS, code, statements, None)


def _can_be(figure: Figure, tie: Tie, dataset: Dataset) -> bool:
    """Whether a name and a figure go together: 天 is no unit of a share, unless the digits tell that it is a slip."""
    own = dataset.indicator[tie.indicator].unit
    said = figure.quantity
    if tie.wording or said.measure != LEVEL or quantity.comparable(own, said.unit) or _alike(own, said.unit):
        return True
    return any(o.value == said.value for m in tie.measures for o in _statements(figure, tie, m, dataset))


def _unknown(figure: Figure, tied: list[Tie]) -> Finding:
    sure = tied and tied[0].strength >= STRONG and (len(tied) == 1 or tied[1].strength < tied[0].strength)
    if not sure:
        return Finding(UNKNOWN, DATASET, "none", figure, year=figure.year, measure=figure.measures[0])
    return _finding(figure, tied[0], UNKNOWN, "none", (), None)


def _finding(
    figure: Figure, tie: Tie, verdict: str, code: str, statements: tuple[Observation, ...], equal: Observation | None
) -> Finding:
    measure = statements[0].measure if statements else tie.measures[0]
    year = statements[0].year if statements else figure.year
    return Finding(verdict, DATASET, code, figure, tie.indicator, year, tie.area, measure, statements, equal)


def _is_chosen(o: Observation | None, statements: tuple[Observation, ...]) -> bool:
    """Whether it says what the first statement of its kind says."""
    if o is None:
        return False
    chosen = next(s for s in statements if s.is_target == o.is_target)
    return o.value == chosen.value


def _judge(figure: Figure, tie: Tie, dataset: Dataset) -> tuple[str, tuple[Observation, ...], Observation | None]:
    """How a figure stands to the statements of the fact that a tie leads to."""
    if figure.year is None:
        return _OPEN, (), None
    for measure in tie.measures:
        statements = _statements(figure, tie, measure, dataset)
        if statements:
            break
    else:
        statements = ()
    if not statements:
        return _OPEN, (), None
    codes = [(_compared(figure, o, tie), o) for o in statements]
    equal = [o for code, o in codes if code == _EQUAL]
    if equal and _other_measure_word(figure, tie, dataset):
        return _UNIT, statements, None
    said = figure.quantity.bound
    if equal and equal[0] is statements[0]:
        return _EQUAL, statements, equal[0]
    if equal and any(o.bound == said for o in equal):
        equal = [o for o in equal if o.bound == said]
    elif equal and any(code == _BOUND for code, _o in codes):
        return _BOUND, statements, None
    if equal:
        return _EQUAL, statements, equal[0]
    as_fine = any(code == _DIFFERENT and _is_as_fine(figure.quantity, o) for code, o in codes)
    if any(code == _OPEN for code, _o in codes) and not as_fine:
        return _OPEN, statements, None
    if all(code == _APART for code, _o in codes):
        return _APART, statements, None
    if any(o.area != tie.area for o in statements):
        return _OPEN, statements, None
    for wanted in (_UNIT, _BOUND):
        if any(code == wanted for code, _o in codes):
            return wanted, statements, None
    return ("magnitude" if _is_magnitude(figure.quantity, statements) else _DIFFERENT), statements, None


def _statements(figure: Figure, tie: Tie, measure: str, dataset: Dataset) -> tuple[Observation, ...]:
    """Statements of the fact with the status that the draft speaks of, the one to use first."""
    if figure.year is None:
        return ()
    fact = (tie.indicator, figure.year, tie.area, measure)
    if figure.status == TARGET:
        found = targets(dataset, fact)
    elif figure.status:
        found = results_of(dataset, fact)
    else:
        found = (*results_of(dataset, fact), *targets(dataset, fact))
    return tuple(o for o in found if o.value is not None)


def _compared(figure: Figure, o: Observation, tie: Tie) -> str:
    """``equal``, ``open`` (both can be true), or how they differ; ``apart`` where they can't be held together."""
    said = figure.quantity
    assert said.value is not None and o.value is not None
    value = _in_unit(said, o, in_table=figure.number < 0)
    if value is None:
        same_digits = abs(said.value) == abs(o.value)
        sure = tie.strength >= 0.9
        return _UNIT if sure and (tie.wording or same_digits) and not _alike(said.unit, o.unit) else _APART
    if o.text and as_quantity(o).upper != said.upper:
        return _DIFFERENT
    exact = value == o.value
    if exact or (not o.is_target and _rounded(value, o.value, said, o)):
        return _EQUAL if _bounds_agree(said.bound, o.bound) else _BOUND
    open_ended = (AT_LEAST, AT_MOST, quantity.APPROX)
    if not o.is_target and said.bound != o.bound and (o.bound in open_ended or said.bound in open_ended):
        one, other = stated(value, said.bound), stated(o.value, o.bound)
        return _OPEN if one.meets(other) else _DIFFERENT
    if not o.is_target and len(said.value.as_tuple().digits) == 1 and abs(value - o.value) <= half_step(value):
        return _OPEN
    if o.is_target and not (o.bound == ABOUT and said.bound != ABOUT):
        return _DIFFERENT
    finer = half_step(value) < half_step(o.value)
    return _OPEN if finer and abs(value - o.value) <= half_step(o.value) else _DIFFERENT


def _is_as_fine(said: quantity.Quantity, o: Observation) -> bool:
    """Whether a statement has as many digits as the draft, so that it can tell."""
    value = _in_unit(said, o, in_table=False)
    return value is not None and o.value is not None and half_step(o.value) <= half_step(value)


def _in_unit(said: quantity.Quantity, o: Observation, *, in_table: bool) -> Decimal | None:
    """The figure's value in the observation's unit, or ``None`` where they measure different things.

    A table's column heads a change of a share as growth.
    """
    assert said.value is not None
    if quantity.comparable(said.unit, o.unit):
        return quantity.convert(said.value, said.unit, o.unit)
    pair = {quantity.unit(said.unit).dimension, quantity.unit(o.unit).dimension}
    if pair == {"ratio", "points"} and said.measure == o.measure == CHANGE:
        return said.value
    if in_table and pair == {"ratio", "points"} and o.measure == CHANGE and said.measure == GROWTH:
        return said.value
    return said.value if _alike(said.unit, o.unit) else None


def _other_measure_word(figure: Figure, tie: Tie, dataset: Dataset) -> bool:
    """Whether a clause that is otherwise the dataset's own counts in a measure word that no statement uses."""
    if not tie.wording or tie.strength <= 0.95:
        return False
    counts = quantity.unit(figure.quantity.unit).dimension in ("count", "person", "household")
    units = {o.unit for o in dataset.by_indicator[tie.indicator]} | {dataset.indicator[tie.indicator].unit}
    used = tuple(u.lstrip("百千万亿") for u in units if u)
    return counts and not figure.quantity.unit.endswith(used)


def _alike(one: str, other: str) -> bool:
    """Measure words that stand for one another: 5户企业, 5家企业."""
    dimensions = {quantity.unit(one).dimension, quantity.unit(other).dimension}
    return dimensions <= {"count", "household"}


def _rounded(value: Decimal, other: Decimal, said: quantity.Quantity, o: Observation) -> bool:
    """Whether the draft rounds what the dataset has: 12% for 11.92%."""
    assert said.value is not None
    step = half_step(said.value)
    if quantity.comparable(said.unit, o.unit):
        step = quantity.convert(step, said.unit, o.unit)
    rounds = len(said.value.as_tuple().digits) > 1 and said.bound in (EXACT, ABOUT)
    return rounds and step > half_step(other) and abs(value - other) <= step


def _bounds_agree(one: str, other: str) -> bool:
    """以上 is not 以内, nor is it 左右; a bare figure leaves it open."""
    return one == other or not {one, other} <= {ABOUT, AT_LEAST, AT_MOST}


def _is_magnitude(said: quantity.Quantity, statements: Iterable[Observation]) -> bool:
    """Whether the digits are right and the unit's multiplier is not: 亿元 for 万元."""
    return any(
        said.value is not None
        and o.value is not None
        and said.unit != o.unit
        and said.value.normalize().as_tuple().digits == o.value.normalize().as_tuple().digits
        for o in statements
    )
