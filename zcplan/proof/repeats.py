"""The same thing given two values in one draft: in two sentences, in the text and the table beneath it, two ranks.

Told of the later statement, with the place of the other. Values that one sentence gives to one subject are a list or a
whole with its parts, and no slip.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from zcplan.figures.figure import CellFigure, Figure, TextFigure
from zcplan.figures.statement import CITED, OPEN, POINT, YEAR
from zcplan.model import ESTIMATE, TARGET
from zcplan.proof.agreement import agree
from zcplan.proof.finding import AMBIGUOUS, CONTRADICTS, REPEAT, Finding
from zcplan.proof.identity import Home, fact_of
from zcplan.quantity import EXACT, half_step

TELLING = 6
"""Characters from which on a subject that nobody knows is told from another in one and the same draft."""
MOST = 50
"""Different goals, ranges and bounds of one thing, and plain numbers beside them, that a later one is held against."""
KNOWN = "known"
Key = tuple[object, ...]


def repeats(held: Iterable[Finding], names: Mapping[str, str], home: Home) -> Iterator[Finding]:
    """What a draft says twice and differently, unless the dataset told already.

    :param names: from names of indicators to the common ones
    :param home: the draft's own place
    """
    said: dict[Key, _Said] = {}
    for finding in held:
        key = _same_thing(finding, names, home)
        if key is None or finding.verdict == CONTRADICTS:
            continue
        others = said.setdefault(key, _Said(is_known=len(key) > 1))
        against = others.against(finding)
        if against is not None:
            yield _told(finding, against)
        others.add(finding)


class _Said:
    """What a draft says of one thing, so that a later statement need not be held against every one before it."""

    def __init__(self, *, is_known: bool) -> None:
        self._is_known = is_known
        self._earliest: list[Finding] = []
        self._flows: set[int] = set()
        self._places: set[tuple[bool, str]] = set()
        self._stances: set[object] = set()
        self._unit = ""
        self._values: dict[int, list[Decimal]] = {}
        self._plain: list[Finding] = []
        self._others: list[Finding] = []

    def add(self, finding: Finding) -> None:
        """Note what is said."""
        figure, stance = finding.figure, _stance(finding)
        self._places.add(_place(figure))
        if isinstance(figure, TextFigure):
            self._flows.add(id(figure.flow))
        if len(self._earliest) < 2:
            self._earliest.append(finding)
        if len(self._earliest) == 1 or stance in self._stances:
            return
        self._stances.add(stance)
        if not self._unit and _is_plain(finding):
            self._unit = finding.statement.quantity.unit
        is_plain = self._is_plain(finding)
        if is_plain:
            value = _number(finding)
            insort(self._values.setdefault(_exponent(value), []), value)
        kept = self._plain if is_plain else self._others
        if len(kept) < MOST:
            kept.append(finding)

    def against(self, finding: Finding) -> Finding | None:
        """What a statement contradicts; nothing where a later one says the same, or they may stand together."""
        if not self._earliest or not self._is_apart(finding.figure):
            return None
        against = next((o for o in self._earliest if _contradict(o, finding)), None)
        return None if against is None or self._is_told(finding) else against

    def _is_apart(self, figure: Figure) -> bool:
        """Whether it stands in another sentence than each of them, not in a list of one, nor in a row with them.

        What only its own words name (道路工程5条；道路工程7条) has to stand in another paragraph too.
        """
        if not self._is_known and isinstance(figure, TextFigure) and id(figure.flow) in self._flows:
            return False
        return _place(figure) not in self._places

    def _is_told(self, finding: Finding) -> bool:
        """Whether another statement than the first agrees with it."""
        if _stance(finding) in self._stances:
            return True
        if not self._is_plain(finding):
            return any(not _contradict(o, finding) for o in (*self._plain, *self._others))
        return self._is_printed(_number(finding)) or any(not _contradict(o, finding) for o in self._others)

    def _is_plain(self, finding: Finding) -> bool:
        return _is_plain(finding) and finding.statement.quantity.unit == self._unit

    def _is_printed(self, value: Decimal) -> bool:
        """Whether a plain number is one of those before, the finer of the two perhaps rounded in the other."""
        for exponent, values in self._values.items():
            step = Decimal(0) if exponent == _exponent(value) else max(half_step(value), half_step(values[0]))
            at = bisect_left(values, value - step)
            if at < len(values) and values[at] <= value + step:
                return True
        return False


def _place(figure: Figure) -> tuple[bool, str]:
    return isinstance(figure, CellFigure), figure.sentence


def _stance(finding: Finding) -> object:
    """What of a statement decides whether another can be true beside it."""
    statement, value = finding.statement, finding.statement.quantity.value
    return statement.status, statement.rank, statement.quantity, None if value is None else _exponent(value)


def _number(finding: Finding) -> Decimal:
    value = finding.statement.quantity.value
    assert value is not None
    return value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _is_plain(finding: Finding) -> bool:
    """Whether a statement is a result with a number and no more: no goal, rank, range or bound."""
    statement, said = finding.statement, finding.statement.quantity
    is_number = said.value is not None and said.upper is None and said.bound == EXACT
    return is_number and statement.rank is None and statement.status not in (TARGET, ESTIMATE)


def _told(finding: Finding, against: Finding) -> Finding:
    is_table = isinstance(finding.figure, CellFigure) is not isinstance(against.figure, CellFigure)
    numbers = {
        "figure": finding.statement.text.strip(),
        "other": against.statement.text.strip(),
        "paragraph": str(against.figure.paragraph + 1),
    }
    return replace(
        finding,
        verdict=CONTRADICTS,
        check=REPEAT,
        code="table" if is_table else "repeat",
        equal=None,
        numbers=numbers,
        reason="",
        others=(against.statement,),
    )


def _same_thing(finding: Finding, names: Mapping[str, str], home: Home) -> Key | None:
    """What a statement is about, as far as it is sure: a fact of the dataset, or its own subject, place and time."""
    statement = finding.statement
    if statement.period.kind not in (YEAR, POINT) or statement.period.year is None:
        return None
    if statement.status == CITED or _is_cited(finding.figure):
        return None
    if finding.indicator and finding.reason != AMBIGUOUS and statement.rank is None:
        return (finding.indicator, finding.year, finding.area, finding.measure, statement.status == TARGET)
    fact = None if finding.indicator and statement.rank is None else fact_of(statement, names, home)
    if fact is None or statement.subject_known == OPEN:
        return None
    is_known = fact.subject in names
    in_bracket = isinstance(finding.figure, TextFigure) and finding.figure.bracket >= 0
    if not is_known and (len(fact.subject) < TELLING or in_bracket):
        return None
    return (fact, KNOWN) if is_known else (fact,)


def _contradict(one: Finding, other: Finding) -> bool:
    """Whether both can't be true; a result that follows an estimate is none."""
    a, b = one.statement, other.statement
    if {a.status, b.status} > {ESTIMATE} and TARGET not in (a.status, b.status):
        return False
    if a.rank is not None or b.rank is not None:
        return a.rank != b.rank
    return not agree(a.quantity, b.quantity, are_goals=a.status == TARGET)


def _is_cited(figure: Figure) -> bool:
    """Whether a document is named as saying it: 《…》93个, 《…》预计增长3%; then others may say otherwise."""
    if not isinstance(figure, TextFigure):
        return False
    return figure.flow.text.endswith(("》", "》预计"), 0, figure.flow.found[figure.number].start)
