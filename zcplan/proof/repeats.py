"""The same thing given two values in one draft: in two sentences, in the text and the table beneath it, two ranks.

Told of the later statement, with the place of the other. Values that one sentence gives to one subject are a list or a
whole with its parts, and no slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from zcplan.figures.figure import CellFigure, Figure, TextFigure
from zcplan.figures.statement import CITED, OPEN, POINT, YEAR
from zcplan.model import ESTIMATE, TARGET
from zcplan.proof.agreement import agree
from zcplan.proof.finding import AMBIGUOUS, CONTRADICTS, REPEAT, Finding
from zcplan.proof.identity import Home, fact_of

TELLING = 6
"""Characters from which on a subject that nobody knows is told from another in one and the same draft."""
KNOWN = "known"
Key = tuple[object, ...]


def repeats(held: Iterable[Finding], names: Mapping[str, str], home: Home) -> Iterator[Finding]:
    """What a draft says twice and differently, unless the dataset told already.

    :param names: from names of indicators to the common ones
    :param home: the draft's own place
    """
    first: dict[Key, list[Finding]] = {}
    for finding in held:
        key = _same_thing(finding, names, home)
        if key is None or finding.verdict == CONTRADICTS:
            continue
        others = first.setdefault(key, [])
        against = next((o for o in others if _contradict(o, finding)), None)
        is_told = any(not _contradict(o, finding) for o in others[1:])
        is_known = len(key) > 1
        if against is not None and not is_told and all(_are_apart(o, finding, is_known) for o in others):
            yield _told(finding, against)
        others.append(finding)


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


def _are_apart(one: Finding, other: Finding, is_known: bool) -> bool:
    """Whether they stand in different sentences, and not in a list of one, nor in cells of one row.

    What only its own words name (道路工程5条；道路工程7条) has to stand in another paragraph: it may be another road.
    """
    a, b = one.figure, other.figure
    if isinstance(a, TextFigure) and isinstance(b, TextFigure) and a.flow is b.flow:
        return is_known and a.sentence != b.sentence
    return a.sentence != b.sentence or isinstance(a, CellFigure) is not isinstance(b, CellFigure)


def _is_cited(figure: Figure) -> bool:
    """Whether a document is named as saying it: 《…》93个, 《…》预计增长3%; then others may say otherwise."""
    if not isinstance(figure, TextFigure):
        return False
    return bool(re.search("》(?:预计)?$", figure.flow.text[: figure.flow.found[figure.number].start]))
