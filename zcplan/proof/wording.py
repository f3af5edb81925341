"""Sentences that drafts have in common: where the very same words lead to two figures, they are of the same thing.

Offices copy sentences from one document into the next. Where a subject could not be told (it is too short a word, or
the clause was not understood), the words before and behind a figure still say that it is the same figure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from zcplan import quantity
from zcplan.figures import terms
from zcplan.figures.figure import TextFigure
from zcplan.figures.name_edges import TRAILING
from zcplan.figures.statement import CITED, Statement
from zcplan.figures.text import MASK
from zcplan.proof.agreement import same_figure
from zcplan.proof.disagreement import PERIOD, Disagreement, both_true, disagreement
from zcplan.proof.finding import CONTRADICTS
from zcplan.proof.identity import GENERIC, Fact, Home, period_of, status_of
from zcplan.proof.papers import Paper, Stated

LEFT, RIGHT = 14, 6
"""Characters before and behind a figure that have to be the same."""
CLAUSE, LEAST = 6, 8
"""Characters that have to tell something: of the figure's own clause, or else of what leads to it in the sentence."""
_TIME = re.compile(r"(?:19|20)\d\d年(?:末|底|度|以来)?|今年|去年|上年|本年|全年|年内|我[省市区县州]|全[省市区县州国]")
_STOP = re.compile("[。！？；]")
_BREAK = re.compile(f"[，。；：、！？（）{MASK}]")
Key = tuple[str, ...]


def words_of(statement: Statement) -> Key | None:
    """The words on either side of a figure, its measure, unit and status; ``None`` where they tell little.

    Words of time and of the own place are left out, and so is what may be put differently before a figure (达到, 为).
    """
    figure = statement.figure
    if not isinstance(figure, TextFigure) or statement.status == CITED or statement.quantity.value is None:
        return None
    sentence = terms.without_end(_TIME.sub("", _STOP.split(figure.left)[-1]), TRAILING)
    right = _TIME.sub("", _BREAK.split(figure.right, maxsplit=1)[0])[:RIGHT]
    own = _BREAK.split(sentence)[-1]
    left = own if _tells(own + right, CLAUSE) else sentence[-LEFT:]
    if left is not own and not _tells(left + right, LEAST):
        return None
    said = statement.quantity
    return left, right, said.measure, quantity.unit(said.unit).dimension, status_of(statement)


def _tells(words: str, least: int) -> bool:
    telling = re.sub(f"[，、：（）{MASK}]", "", words)
    return len(telling) >= least and not terms.made_of(telling, GENERIC)


def same_words(
    papers: Sequence[Paper], homes: Sequence[Home], settled: set[int], told: set[int]
) -> Iterator[Disagreement]:
    """Figures that the same words lead to, each once in its draft, and that cannot both be true.

    Drafts are compared where both tell the same time, or one leaves it open and both are of one year. Where the time
    differs and the figure does not, one of the two times is told as wrong.

    :param settled: statements whose facts several drafts state: those are compared already
    :param told: statements of disagreements that are told already
    """
    by_words: dict[Key, list[Stated]] = defaultdict(list)
    for number, paper in enumerate(papers):
        for statement in paper.statements:
            key = words_of(statement)
            if key is not None:
                by_words[key].append(Stated(number, statement))
    for stated in by_words.values():
        times = Counter(s.paper for s in stated)
        each = [s for s in stated if times[s.paper] == 1]
        for n, one in enumerate(each):
            for other in each[n + 1 :]:
                if not {id(one.statement), id(other.statement)} & told:
                    yield from _pair(one, other, papers, homes, settled)


def _pair(
    one: Stated, other: Stated, papers: Sequence[Paper], homes: Sequence[Home], settled: set[int]
) -> Iterator[Disagreement]:
    a, b = one.statement, other.statement
    places = [homes[s.paper].territory(s.statement.territory.name) for s in (one, other)]
    if status_of(a) != status_of(b) or places[0] != places[1]:
        return
    periods = [period_of(s.period) for s in (a, b)]
    of_one_year = papers[one.paper].year is not None and papers[one.paper].year == papers[other.paper].year
    period = periods[0] or periods[1] or ("open", None, papers[one.paper].year, "")
    kind = quantity.unit(a.quantity.unit).dimension
    fact = Fact(a.subject or b.subject, places[0], period, status_of(a), a.quantity.measure, kind)
    if None not in periods and periods[0] != periods[1]:
        lonely = not {id(a), id(b)} & settled
        if lonely and of_one_year and same_figure(a.quantity, b.quantity):
            yield Disagreement(CONTRADICTS, PERIOD, fact, ((one,), (other,)))
        return
    if (periods[0] == periods[1] != None or of_one_year) and not both_true(a, b, fact):  # noqa: E711
        yield disagreement(fact, ((one,), (other,)))
