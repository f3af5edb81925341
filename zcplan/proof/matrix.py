"""The table of facts (核数表): a row a fact, a column a draft, each cell as printed with its place.

What differs stands first. Facts of one draft alone, and what could not be read, have sheets of their own, so that
nothing is lost between a draft and its check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.model import Dataset
from zcplan.proof.between import Compared
from zcplan.proof.between_message import period_name, printed_subject
from zcplan.proof.disagreement import CODES, Disagreement, groups_of
from zcplan.proof.excerpt import place_name
from zcplan.proof.finding import AMBIGUOUS, DATASET, Finding
from zcplan.proof.identity import GOAL, RANK, Fact, names_of, open_part
from zcplan.proof.papers import Paper, Stated
from zcplan.reading import passed_over

Gettext = Callable[[str], str]
TITLE = "核数表"
FIRST, PLACE = 9, 3
"""Columns of the template in which the drafts begin, and in which the place of what is unread stands."""
AGREED, SEVERAL, NOWHERE = "agreed", "several", "—"
_SENTENCE = 120
"""Characters of a sentence that could not be told: enough to find it by."""


@dataclass(frozen=True)
class Link:
    """What a cell shows, and where it leads: a draft and, in a workbook, a cell of it. An empty one is empty."""

    text: str = ""
    path: Path | None = None
    location: str = ""


@dataclass(frozen=True)
class Row:
    """A fact: its name in parts, whether the drafts agree, what the dataset says, and a cell for each draft."""

    number: int
    state: str
    code: str
    subject: str
    territory: str
    period: str
    status: str
    measure: str
    data: str
    paper: str
    cells: tuple[Link, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The drafts' words, a cell each."""
        return tuple(cell.text for cell in self.cells)

    @property
    def said(self) -> str:
        """The words of the one draft that has it."""
        return next((cell.text for cell in self.cells if cell.text), "")


@dataclass(frozen=True)
class Unread:
    """A figure, or a file, that could not be told apart: where it stands and why."""

    number: int
    paper: str
    link: Link
    text: str
    sentence: str
    reason: str

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.link.text


@dataclass(frozen=True)
class Matrix:
    """The whole table: the drafts, the facts that several state, those of one, and what is left."""

    papers: tuple[str, ...]
    shared: tuple[Row, ...]
    single: tuple[Row, ...]
    unread: tuple[Unread, ...]

    @property
    def context(self) -> dict[str, Any]:
        """What the template's tags name."""
        return {
            "title": TITLE,
            "papers": self.papers,
            "shared": self.shared,
            "single": self.single,
            "unread": self.unread,
        }

    @property
    def links(self) -> list[list[tuple[int, int, Link]]]:
        """For each sheet, which cells lead where: row of the table from 0, column from 1, the link."""
        return [
            [(n, FIRST + k, link) for n, row in enumerate(self.shared) for k, link in enumerate(row.cells)],
            [(n, FIRST, link) for n, row in enumerate(self.single) for link in row.cells if link.text],
            [(n, PLACE, item.link) for n, item in enumerate(self.unread)],
        ]


@dataclass(frozen=True)
class Checked:
    """A draft as the table needs it: what it states, what the other checks made of it, and where it lies."""

    paper: Paper
    findings: Sequence[Finding]
    path: Path


def matrix(
    compared: Compared, drafts: Sequence[Checked], failures: Mapping[Path, str], dataset: Dataset, _: Gettext
) -> Matrix:
    """Lay out the facts of drafts that were read.

    :param failures: files that could not be read, with the reason
    """
    names, known = names_of(dataset), compared.facts
    told = {fact: d for d in compared.disagreements for fact in _facts_of(d, known)}
    by_place = [_expected(d.findings, dataset) for d in drafts]

    def row(number: int, fact: Fact, stated: Sequence[Stated]) -> Row:
        return _row(number, fact, stated, told.get(fact), drafts, by_place, _)

    shared = [(f, s) for f, s in known.items() if len({x.paper for x in s}) > 1]
    shared.sort(key=lambda item: _rank(item[0], item[1], told))
    single = [(f, s) for f, s in known.items() if len({x.paper for x in s}) == 1]
    return Matrix(
        tuple(d.paper.name for d in drafts),
        tuple(row(n, *item) for n, item in enumerate(shared, 1)),
        tuple(row(n, *item) for n, item in enumerate(single, 1)),
        tuple(_unread(drafts, failures, names, _)),
    )


def _facts_of(found: Disagreement, known: Mapping[Fact, Sequence[Stated]]) -> list[Fact]:
    """The facts that a disagreement is of: one, or two where the same figure is said of two."""
    of = {id(s.statement) for s in found.statements}
    own = [f for f in (found.fact,) if f in known]
    return own or [f for f, stated in known.items() if any(id(s.statement) in of for s in stated)]


def _rank(fact: Fact, stated: Sequence[Stated], told: Mapping[Fact, Disagreement]) -> tuple[int, int, int, int]:
    found = told.get(fact)
    place = stated[0].statement.place
    grade = CODES.index(found.code) if found else len(CODES) + (_state(fact, stated) == AGREED)
    return (grade, stated[0].paper, place.paragraph, place.offset)


def _row(
    number: int,
    fact: Fact,
    stated: Sequence[Stated],
    found: Disagreement | None,
    drafts: Sequence[Checked],
    by_place: Sequence[Mapping[tuple[int, int], str]],
    _: Gettext,
) -> Row:
    data = list(dict.fromkeys(filter(None, (by_place[s.paper].get(_spot(s), "") for s in stated))))
    cells = tuple(_cell([s for s in stated if s.paper == n], d, _) for n, d in enumerate(drafts))
    is_shared = len({s.paper for s in stated}) > 1
    code = found.code if found else _state(fact, stated) if is_shared else ""
    measures = {"growth": _("growth"), "change": _("change"), RANK: _("rank"), "level": _("level")}
    return Row(
        number,
        state_name(code, _),
        code,
        printed_subject(fact, stated),
        fact.territory,
        period_name(fact),
        _("target") if fact.status == GOAL else _("result"),
        measures.get(fact.measure, ""),
        "；".join(data),
        drafts[stated[0].paper].paper.name,
        cells,
    )


def _state(fact: Fact, stated: Sequence[Stated]) -> str:
    """Whether the drafts agree, or what they say can't be told apart for sure: one gives it several values."""
    return AGREED if len(groups_of(stated, fact)) == 1 else SEVERAL


def state_name(code: str, _: Gettext) -> str:
    """Whether the drafts agree, in a word or two for the table."""
    words = {
        AGREED: _("agree"),
        SEVERAL: _("to be looked at"),
        "goals": _("goals differ"),
        "revision": _("estimate replaced"),
        "": "",
    }
    return words.get(code, _("drafts differ"))


def _spot(s: Stated) -> tuple[int, int]:
    return (s.statement.place.paragraph, s.statement.place.offset)


def _cell(stated: Sequence[Stated], draft: Checked, _: Gettext) -> Link:
    """Every way in which a draft states a fact, one a line, each with its places; linked to the first."""
    if not stated:
        return Link()
    places: dict[str, list[str]] = {}
    for s in stated:
        places.setdefault("".join(s.statement.text.split()), []).append(
            place_name(s.statement.place, _, draft.paper.draft)
        )
    lines = [f"{text}（{'、'.join(dict.fromkeys(where))}）" for text, where in places.items()]
    return Link("；".join(lines), draft.path, _location(stated[0]))


def _location(s: Stated) -> str:
    place = s.statement.place
    return f"'{place.sheet}'!{place.cell}" if place.sheet and place.cell else ""


def _expected(findings: Sequence[Finding], dataset: Dataset) -> dict[tuple[int, int], str]:
    """What the dataset says of each figure, by where it stands; nothing where it can't be told which fact it is."""
    found: dict[tuple[int, int], str] = {}
    for f in findings:
        if f.expected and f.check == DATASET and f.reason != AMBIGUOUS:
            said = dict.fromkeys(
                f"{quantity.format(as_quantity(o))}（{dataset.document[o.document].name}）" for o in f.expected
            )
            found[f.statement.place.paragraph, f.statement.place.offset] = "；".join(said)
    return found


def _unread(
    drafts: Sequence[Checked], failures: Mapping[Path, str], names: Mapping[str, str], _: Gettext
) -> Iterator[Unread]:
    reasons = {
        "no-subject": _("what is measured is left open"),
        "no-period": _("the time is left open"),
        "cited": _("said of somebody else's document"),
        "untold": _("it can't be told from others of its kind"),
    }
    number = 0
    for path, reason in failures.items():
        number += 1
        yield Unread(number, path.name, Link(NOWHERE, path), NOWHERE, NOWHERE, reason)
    for paper, draft in enumerate(drafts):
        for phrase in passed_over.told(draft.paper.draft.passed_over):
            number += 1
            yield Unread(number, draft.paper.name, Link(NOWHERE, draft.path), NOWHERE, NOWHERE, phrase)
        for statement in draft.paper.statements:
            why = open_part(statement, names)
            if why:
                number += 1
                stated = Stated(paper, statement)
                place = Link(place_name(statement.place, _, draft.paper.draft), draft.path, _location(stated))
                sentence = statement.sentence[:_SENTENCE]
                yield Unread(number, draft.paper.name, place, statement.text.strip(), sentence, reasons[why])
