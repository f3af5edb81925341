"""Every figure of a draft with its context: the sentence, the year, the status, the table's heads."""

from __future__ import annotations

from collections.abc import Iterable

from zcplan.figures import terms
from zcplan.figures.figure import Figure, Words
from zcplan.figures.naming import name_of
from zcplan.figures.statement import NO_PERIOD, OPEN, SAID, YEAR, Period, Place, Statement, Territory
from zcplan.figures.table import cell_figure, cell_words, entries, is_value
from zcplan.figures.text import Flow, make_flow, measured
from zcplan.figures.year_and_status import Time, carried, figure_time, goes_on_listing, times_of
from zcplan.model import TARGET
from zcplan.quantity import Found
from zcplan.reading.document import CELL, HEADING, Draft, Paragraph, Table


def read_figures(draft: Draft, units: Iterable[str] = (), year: int | None = None) -> list[Figure]:
    """Every figure of a draft, in the order of its paragraphs.

    :param units: units of the dataset that the grammar may not know
    :param year: the draft's own year, where it does not tell itself
    """
    return _read(draft, tuple(units), year)[0]


def read_words(draft: Draft, units: Iterable[str] = (), year: int | None = None) -> list[Words]:
    """What the tables of a draft say in words (保持稳定), in order; parameters as above."""
    return _read(draft, tuple(units), year)[1]


def _read(draft: Draft, units: tuple[str, ...], year: int | None) -> tuple[list[Figure], list[Words]]:
    times = times_of(draft, year)
    starts: dict[int, list[Table]] = {}
    for table in draft.tables:
        starts.setdefault(table.before, []).append(table)
    cells = {p.index for t in draft.tables for c in t.cells for p in c.paragraphs}
    figures: list[Figure] = []
    words: list[Words] = []
    group: list[Paragraph] = []

    def enter(tables: list[Table]) -> None:
        for table in tables:
            for entry in entries(table, draft, times.now, times.own, units):
                figures.extend(cell_figure(entry, units))
                words.extend(cell_words(entry))

    enter(starts.get(-1, []))
    following = _following(draft)
    for paragraph, after in zip(draft.paragraphs, following, strict=True):
        if paragraph.kind == HEADING:
            times.enter(paragraph)
        if paragraph.index not in cells and paragraph.text.strip():
            group.append(paragraph)
        elif paragraph.index in cells and not is_value(paragraph.text, units):
            figures += _flow_figures([paragraph], times.now, times.own, units)
        joins = paragraph.runs_on if paragraph.text.strip() else bool(group)
        if group and not (joins and after and after.kind == paragraph.kind and after.kind not in (CELL, HEADING)):
            figures += _flow_figures(group, times.now, times.own, units)
            group = []
        enter(starts.get(paragraph.index, []))
    return sorted(_once(figures), key=lambda f: (f.paragraph, f.offset)), words


def _once(figures: list[Figure]) -> list[Figure]:
    """Without what the line of a text table says as running text where a cell says it."""
    cells: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.number < 0:
            cells.setdefault(figure.paragraph, []).append(figure)

    def is_told(figure: Figure) -> bool:
        return any(c.offset < figure.end and figure.offset < c.end for c in cells.get(figure.paragraph, ()))

    return [f for f in figures if f.number < 0 or not is_told(f)]


def _following(draft: Draft) -> list[Paragraph | None]:
    """For each paragraph the next one that is not empty."""
    found: list[Paragraph | None] = []
    after: Paragraph | None = None
    for paragraph in reversed(draft.paragraphs):
        found.append(after)
        after = paragraph if paragraph.text.strip() else after
    return found[::-1]


def _flow_figures(paragraphs: list[Paragraph], now: Time, own: int | None, units: tuple[str, ...]) -> list[Figure]:
    flow = make_flow(paragraphs, units)
    lengths = {p.index: len(p.text) for p in paragraphs}
    figures: list[Figure] = []
    running, listing, sentence = now, False, ""
    for start, end in flow.sentences:
        listing = goes_on_listing(sentence, listing)
        sentence = flow.text[start:end]
        running = carried(sentence, running, now, own)
        here = Time(running.year, TARGET) if listing else running
        while len(figures) < len(flow.found) and flow.found[len(figures)].start < end:
            number = len(figures)
            found = flow.found[number]
            time = figure_time(sentence, found, start, here, own)
            figures.append(_figure(flow, number, found, time, sentence, lengths))
    return figures


def _figure(flow: Flow, number: int, found: Found, time: Time, sentence: str, lengths: dict[int, int]) -> Figure:
    paragraph, offset = flow.places[found.start]
    last_paragraph, last = flow.places[found.stop - 1]
    end = last + 1 if last_paragraph == paragraph else lengths[paragraph]
    said = measured(flow, number)
    return Figure(
        said,
        found.text,
        paragraph,
        offset,
        end,
        time.year,
        time.status,
        flow,
        number,
        "",
        (said.measure,),
        _bracket(flow.masked, flow.at[number]),
        sentence,
    )


def _bracket(masked: str, at: int) -> int:
    """Where the bracket around a place begins, or -1."""
    depth = 0
    for n in range(at - 1, max(-1, at - 80), -1):
        if masked[n] == "）":
            depth += 1
        elif masked[n] == "（":
            if not depth:
                return n
            depth -= 1
        elif masked[n] in "。！？":
            return -1
    return -1


def read_statements(draft: Draft, units: Iterable[str] = (), year: int | None = None) -> list[Statement]:
    """Every statement of a draft, in the order of its paragraphs.

    :param units: units of the dataset that the grammar may not know
    :param year: the draft's own year, where it does not tell itself
    """
    return [_statement(figure) for figure in read_figures(draft, units, year)]


def _statement(figure: Figure) -> Statement:
    name = terms.fold(name_of(figure))
    period = Period(YEAR, figure.year) if figure.year is not None else NO_PERIOD
    return Statement(
        name,
        SAID if name else OPEN,
        Territory(),
        period,
        figure.status,
        figure.quantity,
        Place(figure.paragraph, figure.offset, figure.end),
        figure.text,
        figure.sentence,
        label=figure.label,
        head=figure.head,
        measures=figure.measures,
    )
