"""A statement against the dataset: it agrees, is superseded, contradicts, or is not known.

Precision comes first: a statement agrees or contradicts only where its subject, territory, period and measure are
surely those of a fact. What is ambiguous, or said of something else, is unknown, and the reason is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zcplan import quantity
from zcplan.analysis.compare import results_of
from zcplan.analysis.vintage import targets
from zcplan.figures.figure import CellFigure, Figure
from zcplan.figures.statement import CITED, POINT, SPAN, YEAR, Statement
from zcplan.matching.match import WORDED, Match, matches
from zcplan.matching.names import Names
from zcplan.model import LEVEL, TARGET, Observation
from zcplan.proof.compare import (
    APART,
    BOUND,
    DIFFERENT,
    EQUAL,
    MAGNITUDE,
    OPEN,
    UNIT,
    alike,
    compared,
    is_as_fine,
    is_magnitude,
)
from zcplan.proof.finding import (
    AGREES,
    AMBIGUOUS,
    CONTRADICTS,
    DATASET,
    NO_FACT,
    OTHER_PERIOD,
    OTHER_SUBJECT,
    SUPERSEDED,
    UNKNOWN,
    Finding,
)


def held(statement: Statement, names: Names) -> Finding:
    """Hold one statement against the dataset."""
    found = matches(statement, names)
    sure = [m for m in found if m.is_sure and m.area is not None and _can_be(statement, m, names)]
    if not sure:
        return _unknown(statement, found, names, OTHER_SUBJECT if found or not statement.subject else NO_FACT)
    year = year_of(statement, sure[0], names)
    if year is None:
        return _unknown(statement, sure, names, OTHER_PERIOD)
    judged = [(match, *_judge(statement, match, year, names)) for match in sure]
    judged = [j for j in judged if j[2] and j[1] != APART]
    if not judged:
        return _unknown(statement, sure, names, NO_FACT)
    for match, code, statements, equal in judged:
        if code == EQUAL:
            verdict = AGREES if _is_chosen(equal, statements) else SUPERSEDED
            return _finding(statement, match, verdict, code, statements, equal)
    match, code, statements, _equal = judged[0]
    silent = len({m.indicator for m in sure}) > len({j[0].indicator for j in judged})
    if silent or any(j[1] == OPEN for j in judged) or statement.status == CITED:
        finding = _finding(statement, match, UNKNOWN, "none", statements, None)
        return _with(finding, AMBIGUOUS, None)
    return _with(_finding(statement, match, CONTRADICTS, code, statements, None), "", _hint(statement, match, names))


def year_of(statement: Statement, match: Match, names: Names) -> int | None:
    """The year that a statement is of; ``None`` where it is of a part, a span, or nothing tells.

    累计 makes a span of a figure, unless the indicator itself is called so.
    """
    period = statement.period
    if period.kind in (YEAR, POINT):
        return period.year
    if period.kind == SPAN and period.text == "累计" and "累计" in names.dataset.indicator[match.indicator].name:
        return period.year
    return None


def _with(finding: Finding, reason: str, hint: Observation | None) -> Finding:
    return replace(finding, reason=reason, hint=hint)


def _can_be(statement: Statement, match: Match, names: Names) -> bool:
    """Whether a name and a figure go together: 天 is no unit of a share, unless the digits tell that it is a slip."""
    own = names.dataset.indicator[match.indicator].unit
    said = statement.quantity
    if said.measure == "rank":
        return False
    if (
        match.level == WORDED
        or match.measures[0] != LEVEL
        or quantity.comparable(own, said.unit)
        or alike(own, said.unit)
    ):
        return True
    year = year_of(statement, match, names)
    return year is not None and any(
        o.value == said.value for m in match.measures for o in _statements(statement, match, m, year, names)
    )


def _unknown(statement: Statement, found: list[Match], names: Names, reason: str) -> Finding:
    sure = [m for m in found if m.is_sure]
    hint = _hint(statement, found[0] if found else None, names)
    measure = (statement.measures or (statement.quantity.measure,))[0]
    if len({m.indicator for m in sure}) == 1 and sure[0].area is not None:
        return _with(_finding(statement, sure[0], UNKNOWN, "none", (), None), reason, hint)
    reason = AMBIGUOUS if len({m.indicator for m in sure}) > 1 else reason
    return Finding(
        UNKNOWN, DATASET, "none", statement, year=statement.period.of_year, measure=measure, reason=reason, hint=hint
    )


def _hint(statement: Statement, match: Match | None, names: Names) -> Observation | None:
    """A statement of the dataset with the same number: of the indicator in the subject, else the only one there is."""
    said = statement.quantity
    if said.value is None or len(said.value.normalize().as_tuple().digits) < 2:
        return None
    same = [
        o
        for o in names.by_value.get((str(abs(said.value)), said.unit), ())
        if o.measure == said.measure and o.value == said.value
    ]
    if match is not None:
        own = [o for o in same if o.indicator == match.indicator]
        if own:
            return own[0]
    facts = {o.fact for o in same}
    distinct = len(said.value.as_tuple().digits) > 2
    return same[0] if len(facts) == 1 and distinct else None


def _finding(
    statement: Statement,
    match: Match,
    verdict: str,
    code: str,
    statements: tuple[Observation, ...],
    equal: Observation | None,
) -> Finding:
    measure = statements[0].measure if statements else match.measures[0]
    year = statements[0].year if statements else statement.period.of_year
    return Finding(
        verdict, DATASET, code, statement, match.indicator, year, match.area or "", measure, statements, equal
    )


def _is_chosen(o: Observation | None, statements: tuple[Observation, ...]) -> bool:
    """Whether it says what the first statement of its kind says."""
    if o is None:
        return False
    chosen = next(s for s in statements if s.is_target == o.is_target)
    return o.value == chosen.value


def _judge(
    statement: Statement, match: Match, year: int, names: Names
) -> tuple[str, tuple[Observation, ...], Observation | None]:
    """How a statement stands to those of the fact that a match leads to."""
    figure = statement.figure
    assert figure is not None
    codes: list[tuple[str, Observation]] = []
    for measure in match.measures:
        held_against = [(compared(figure, o), o) for o in _statements(statement, match, measure, year, names)]
        codes = codes or held_against
        if any(code != APART for code, _o in held_against):
            codes = held_against
            break
    if not codes:
        return OPEN, (), None
    statements = tuple(o for _code, o in codes)
    equal = [o for code, o in codes if code == EQUAL]
    if equal and _other_measure_word(figure, match, names):
        return UNIT, statements, None
    told = _equal(figure, statements, codes, equal)
    return told or _unequal(figure, match, statements, codes)


def _equal(
    figure: Figure, statements: tuple[Observation, ...], codes: list[tuple[str, Observation]], equal: list[Observation]
) -> tuple[str, tuple[Observation, ...], Observation | None] | None:
    if not equal:
        return None
    if equal[0] is statements[0]:
        return EQUAL, statements, equal[0]
    same_bound = [o for o in equal if o.bound == figure.quantity.bound]
    if not same_bound and any(code == BOUND for code, _o in codes):
        return BOUND, statements, None
    return EQUAL, statements, (same_bound or equal)[0]


def _unequal(
    figure: Figure, match: Match, statements: tuple[Observation, ...], codes: list[tuple[str, Observation]]
) -> tuple[str, tuple[Observation, ...], None]:
    as_fine = any(code == DIFFERENT and is_as_fine(figure, o) for code, o in codes)
    if any(code == OPEN for code, _o in codes) and not as_fine:
        return OPEN, statements, None
    if all(code == APART for code, _o in codes):
        return APART, statements, None
    if any(o.area != match.area for o in statements) or (isinstance(figure, CellFigure) and not figure.has_unit):
        return OPEN, statements, None
    for wanted in (UNIT, BOUND):
        if any(code == wanted for code, _o in codes):
            return wanted, statements, None
    return (MAGNITUDE if is_magnitude(figure.quantity, statements) else DIFFERENT), statements, None


def _statements(statement: Statement, match: Match, measure: str, year: int, names: Names) -> tuple[Observation, ...]:
    """Statements of the fact with the status that the draft speaks of, the one to use first."""
    assert match.area is not None
    fact = (match.indicator, year, match.area, measure)
    dataset = names.dataset
    found: Iterator[Observation] | tuple[Observation, ...]
    if statement.status in (TARGET, CITED):
        found = targets(dataset, fact)
    elif statement.status:
        found = results_of(dataset, fact)
    else:
        found = (*results_of(dataset, fact), *targets(dataset, fact))
    return tuple(o for o in found if o.value is not None)


def _other_measure_word(figure: Figure, match: Match, names: Names) -> bool:
    """Whether a clause that is otherwise the dataset's own counts in a measure word that no statement uses."""
    if match.level != WORDED:
        return False
    counts = quantity.unit(figure.quantity.unit).dimension in ("count", "person", "household")
    dataset = names.dataset
    units = {o.unit for o in dataset.by_indicator[match.indicator]} | {dataset.indicator[match.indicator].unit}
    used = tuple(u.lstrip("百千万亿") for u in units if u)
    return counts and not figure.quantity.unit.endswith(used)
