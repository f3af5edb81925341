"""Every statement of a draft: its figures in running text and in tables, each with its whole identity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zcplan.figures import terms
from zcplan.figures.dating import Dating
from zcplan.figures.figure import CellFigure, Figure, TextFigure, Words
from zcplan.figures.own_place import OwnPlace, place_of
from zcplan.figures.sections import LONGEST_HEADING, Date, is_heading, sections_of
from zcplan.figures.statement import CITED, OPEN, SAID, Place, Statement, Territory
from zcplan.figures.subject import Clauses, Subject, bracket_before
from zcplan.figures.table import cell_figure, cell_words, entries, is_value, quoting
from zcplan.figures.territory import split_territory
from zcplan.figures.text import make_flow, measured
from zcplan.reading.document import CELL, HEADING, Draft, Paragraph, Table


def read_statements(
    draft: Draft, units: Iterable[str] = (), year: int | None = None, places: Iterable[str] = ()
) -> list[Statement]:
    """Every statement of a draft, in the order of its paragraphs.

    A figure that 均 gives to a list of names makes a statement for each of them.

    :param units: units of the dataset that the grammar may not know
    :param year: the draft's own year, where it does not tell itself
    :param places: folded names of the dataset's places, which need not end as places do
    """
    return read_with_words(draft, units, year, places)[0]


def read_with_words(
    draft: Draft, units: Iterable[str] = (), year: int | None = None, places: Iterable[str] = ()
) -> tuple[list[Statement], list[Words]]:
    """The statements, and what the tables say in words (保持稳定), in order; parameters as above."""
    known = tuple(sorted(places, key=lambda name: -len(name)))
    reading = _Reading(draft, tuple(units), year, known)
    return reading.statements, reading.words


class _Reading:
    """One pass over a draft, heading by heading."""

    def __init__(self, draft: Draft, units: tuple[str, ...], year: int | None, places: tuple[str, ...] = ()) -> None:
        self._draft, self._units, self._places = draft, units, places
        self._sections = sections_of(draft, year)
        self._own = OwnPlace(place_of(draft), self._sections.level)
        self.words: list[Words] = []
        found: list[Statement] = []
        starts: dict[int, list[Table]] = {}
        for table in draft.tables:
            starts.setdefault(table.before, []).append(table)
        cells = {p.index for t in draft.tables for c in t.cells for p in c.paragraphs}
        quoted = {index for table in draft.tables for index in quoting(table)}
        group: list[Paragraph] = []
        found += self._tables(starts.get(-1, []))
        for paragraph, after in zip(draft.paragraphs, _following(draft), strict=True):
            if paragraph.index not in cells and is_heading(paragraph):
                self._sections.enter(paragraph)
            elif paragraph.index not in cells:
                self._sections.hear(paragraph.text)
            if paragraph.index not in cells and paragraph.text.strip():
                group.append(paragraph)
            elif paragraph.index in cells and not is_value(paragraph.text, units):
                found += self._running([paragraph])
            joins = _runs_on(paragraph) if paragraph.text.strip() else bool(group)
            if group and not (joins and after and after.kind == paragraph.kind and after.kind not in (CELL, HEADING)):
                found += self._running(group)
                group = []
            found += self._tables(starts.get(paragraph.index, []))
        found = [replace(s, status=CITED) if s.place.paragraph in quoted else s for s in found]
        found = [self._addressed(s) for s in found]
        self.statements = sorted(_once(found), key=lambda s: (s.place.paragraph, s.place.offset))

    def _addressed(self, statement: Statement) -> Statement:
        """In a workbook a statement stands in a cell of a sheet."""
        paragraph = self._draft.paragraphs[statement.place.paragraph]
        if not paragraph.cell:
            return statement
        return replace(statement, place=replace(statement.place, sheet=paragraph.sheet, cell=paragraph.cell))

    @property
    def _date(self) -> Date | None:
        return self._sections.date

    def _tables(self, tables: list[Table]) -> list[Statement]:
        found: list[Statement] = []
        for table in tables:
            for entry in entries(table, self._draft, self._sections.now, self._date, self._units):
                found += [_cell_statement(f, self._own) for f in cell_figure(entry, self._units)]
                self.words.extend(cell_words(entry))
        return found

    def _running(self, paragraphs: list[Paragraph]) -> list[Statement]:
        """The statements of paragraphs that run on from one to the next."""
        flow = make_flow(paragraphs, self._units)
        if not flow.found:
            return []
        lengths = {p.index: len(p.text) for p in paragraphs}
        named = Clauses(flow, self._places).all()
        dating = Dating(self._sections.now, self._date)
        found: list[Statement] = []
        number = 0
        for start, end in flow.sentences:
            sentence = flow.text[start:end]
            dating.enter(sentence)
            while number < len(flow.found) and flow.found[number].start < end:
                this = flow.found[number]
                period, status = dating.of(this, start)
                paragraph, offset = flow.places[this.start]
                last_paragraph, last = flow.places[this.stop - 1]
                stop = last + 1 if last_paragraph == paragraph else lengths[paragraph]
                said = measured(flow, number)
                bracket = bracket_before(flow.masked, flow.at[number])
                figure = TextFigure(
                    *(said, this.text, paragraph, offset, stop, period, status, (said.measure,), sentence),
                    *(flow, number, bracket),
                )
                found += [_text_statement(figure, s, self._own) for s in named[number] or (Subject("", OPEN),)]
                number += 1
        return found


def _text_statement(figure: TextFigure, subject: Subject, own: OwnPlace) -> Statement:
    return _statement(figure, subject, Place(figure.paragraph, figure.offset, figure.end), own)


def _cell_statement(figure: CellFigure, own: OwnPlace) -> Statement:
    territory, name = split_territory(terms.fold(figure.label))
    if len(name) < 2:
        territory, name = "", terms.fold(figure.label)
    if figure.territory:
        territory, name = terms.fold(figure.territory), terms.fold(figure.label)
    elif not territory:
        territory, rest = split_territory(terms.fold(figure.head))
        territory = territory if not rest or rest[0] in " ，" else ""
    subject = Subject(name, SAID if name else OPEN, territory, SAID if territory else OPEN)
    place = Place(figure.paragraph, figure.offset, figure.end, figure.sheet, figure.cell)
    return _statement(figure, subject, place, own, figure.label, figure.head)


def _statement(
    figure: Figure, subject: Subject, place: Place, own: OwnPlace, label: str = "", head: str = ""
) -> Statement:
    rank = int(figure.quantity.value) if figure.quantity.measure == "rank" and figure.quantity.value else None
    return Statement(
        subject.name,
        subject.known,
        Territory(
            *(subject.territory, subject.territory_known, subject.is_part, subject.within),
            *(own.is_called(subject.territory), own.name),
        ),
        figure.period,
        figure.status,
        figure.quantity,
        place,
        figure.text,
        figure.sentence,
        rank,
        label,
        head,
        figure.measures,
        figure,
    )


def _once(found: list[Statement]) -> list[Statement]:
    """Without what the line of a text table says as running text where a cell says it."""
    cells: dict[int, list[Statement]] = {}
    for statement in found:
        if isinstance(statement.figure, CellFigure):
            cells.setdefault(statement.place.paragraph, []).append(statement)

    def is_told(s: Statement) -> bool:
        return any(
            c.place.offset < s.place.end and s.place.offset < c.place.end for c in cells.get(s.place.paragraph, ())
        )

    return [s for s in found if isinstance(s.figure, CellFigure) or not is_told(s)]


def _runs_on(paragraph: Paragraph) -> bool:
    """Whether its text goes on in the next one; a line without any punctuation is a title."""
    return paragraph.runs_on and bool(
        re.search("[，。；：、]", paragraph.text) or len(paragraph.text) > LONGEST_HEADING
    )


def _following(draft: Draft) -> list[Paragraph | None]:
    """For each paragraph the next one that is not empty."""
    found: list[Paragraph | None] = []
    after: Paragraph | None = None
    for paragraph in reversed(draft.paragraphs):
        found.append(after)
        after = paragraph if paragraph.text.strip() else after
    return found[::-1]
