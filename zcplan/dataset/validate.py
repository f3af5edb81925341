"""Rules that span rows and tables: keys, references, units, bounds. Each says what to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any

from zcplan import quantity
from zcplan.dataset.read import Rows
from zcplan.errors import Problem
from zcplan.i18n import gettext as _

Tables = Mapping[str, Rows]
MAX_COMPARED = 100_000
"""Names looked at to guess what unknown ones were meant to be; beyond that none is guessed."""


def validate(tables: Tables, broken: set[str]) -> list[Problem]:
    """Check everything that one cell alone can't tell.

    :param broken: files with defects of their own; references into them are not checked
    """
    problems: list[Problem] = []
    for rows in tables.values():
        problems += _keys(rows)
        problems += _references(rows, tables, broken)
    problems += _observations(tables)
    problems += _task_targets(tables)
    problems += _progress(tables)
    problems += _names(tables)
    problems += _territory(tables)
    problems += _loops(tables)
    return problems


def _values(rows: Rows, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The values of some columns, row by row."""
    return zip(*map(rows.column, columns), strict=True)


def _each(rows: Rows, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The same, each led by its line."""
    return zip(rows.lines, *map(rows.column, columns), strict=True)


def _different(rows: Rows, *columns: str) -> set[tuple[Any, ...]]:
    """The different values of some columns."""
    return set(zip(set(rows.column(columns[0])), strict=True) if len(columns) == 1 else _values(rows, *columns))


def _keys(rows: Rows) -> Iterator[Problem]:
    key = rows.table.primary_key
    if not key:
        return
    if len(set(map(hash, _values(rows, *key)))) == len(rows.lines):
        return  # every key differs; in a long table their hashes take less room than they do
    seen: dict[tuple[Any, ...], int] = {}
    for line, value in zip(rows.lines, _values(rows, *key), strict=True):
        first = seen.setdefault(value, line)
        if first != line:
            what = _("the key {key} stands in row {row} already").format(key=", ".join(map(str, value)), row=first)
            yield Problem(
                "duplicate-key", rows.table.path, line, key[0], what, _("Delete one of the two, or tell them apart.")
            )


def _references(rows: Rows, tables: Tables, broken: set[str]) -> Iterator[Problem]:
    for foreign in rows.table.foreign_keys:
        target = tables[foreign.resource] if foreign.resource else rows
        if target.table.path in broken:
            continue
        known = _different(target, *foreign.reference)
        unknown = {v for v in _different(rows, *foreign.fields) - known if any(part not in ("", None) for part in v)}
        if not unknown:
            continue
        guess = _guesser({", ".join(map(str, k)) for k in known})
        for line, value in zip(rows.lines, _values(rows, *foreign.fields), strict=True):
            if value in unknown:
                text = ", ".join(map(str, value))
                near = guess(text)
                todo = (
                    _("Did you mean “{guess}”?").format(guess=near)
                    if near
                    else _("Add it to {file} first.").format(file=target.table.path)
                )
                what = _("{file} knows no “{text}”").format(file=target.table.path, text=text)
                yield Problem("unknown-id", rows.table.path, line, foreign.fields[0], what, todo)


def _guesser(known: Collection[str]) -> Callable[[str], str]:
    """A function to what a text was meant to be, or nothing; it looks among so many names and for so many texts."""
    import difflib

    left = MAX_COMPARED // max(len(known), 1)

    @cache
    def guess(text: str) -> str:
        nonlocal left
        left -= 1
        return next(iter(difflib.get_close_matches(text, known, n=1, cutoff=0.7)), "") if left >= 0 else ""

    return guess


def _observations(tables: Tables) -> Iterator[Problem]:
    rows = tables["observations"]
    for line, bound, value, name, text, evidence in _each(rows, "bound", "value", "unit", "text", "evidence"):
        is_plain = name and value is not None and bound != quantity.QUALITATIVE and str(value).lstrip("-") in evidence
        if not is_plain:  # most are, and need no second look
            yield from _figure(rows, line, bound, value, name, text, evidence)
    units = dict(_values(tables["indicators"], "id", "unit"))
    expected = {
        (indicator, measure, name): _expected_unit(measure, units[indicator], name)
        for indicator, measure, name in _different(rows, "indicator", "measure", "unit")
        if name and indicator in units
    }
    if not any(expected.values()):
        return
    for line, indicator, measure, name, value in _each(rows, "indicator", "measure", "unit", "value"):
        fitting = expected.get((indicator, measure, name))
        if fitting and value is not None:
            what = _("the unit “{unit}” does not fit the {measure} of “{indicator}”").format(
                unit=name, measure=measure, indicator=indicator
            )
            yield Problem(
                "unit",
                rows.table.path,
                line,
                "unit",
                what,
                _("Expected is {unit}, or a multiple of it.").format(unit=fitting),
            )


def _expected_unit(measure: str, own: str, name: str) -> str:
    """The unit that was expected, or nothing when ``name`` fits."""
    if measure == "growth":
        return "" if name == quantity.PERCENT else quantity.PERCENT
    if measure == "change" and quantity.comparable(name, quantity.POINTS):
        return "" if quantity.comparable(own, quantity.PERCENT) else own
    return "" if quantity.comparable(name, own) else own


def _task_targets(tables: Tables) -> Iterator[Problem]:
    rows = tables["task_targets"]
    for line, bound, value, name, text, evidence in _each(rows, "bound", "value", "unit", "text", "evidence"):
        yield from _figure(rows, line, bound, value, name, text, evidence)


def _progress(tables: Tables) -> Iterator[Problem]:
    """A reply must be on a target that its task has."""
    rows = tables.get("progress")
    if rows is None:
        return
    known = _different(tables["task_targets"], "document", "number", "label")
    for line, document, number, label, value, unit in _each(rows, "document", "number", "label", "value", "unit"):
        if label and (document, number, label) not in known:
            what = _("task {number} of {document} has no target “{label}”").format(
                number=number, document=document, label=label
            )
            todo = _("Write the label as in task_targets.csv, or leave it empty.")
            yield Problem("unknown-label", rows.table.path, line, "label", what, todo)
        if value is not None and not unit:
            todo = _("Give it as printed, such as 亿元.")
            yield Problem("figure", rows.table.path, line, "unit", _("the unit is missing"), todo)


def _figure(rows: Rows, line: int, bound: str, value: Any, name: str, text: str, evidence: str) -> Iterator[Problem]:
    """What bound, value, unit, text and evidence must be to each other."""

    def problem(column: str, what: str, todo: str) -> Problem:
        return Problem("figure", rows.table.path, line, column, what, todo)

    if bound == quantity.QUALITATIVE:
        if value is not None:
            yield problem("value", _("a qualitative statement has no value"), _("Leave value empty, or correct bound."))
        if not text:
            yield problem(
                "text", _("a qualitative statement needs its words"), _("Put them into text, such as 保持稳定.")
            )
        return
    if value is None:
        yield problem(
            "value", _("the value is missing"), _("Fill it in, or set bound to qualitative and give the words in text.")
        )
        return
    if not name:
        yield problem("unit", _("the unit is missing"), _("Give it as printed, such as 亿元."))
    if not quantity.says(evidence, value):
        yield problem(
            "evidence",
            _("the evidence does not hold the figure {digits}").format(digits=quantity.plain(abs(value))),
            _("Quote the clause that states it."),
        )


def _names(tables: Tables) -> Iterator[Problem]:
    """A name or alias must lead to one indicator (or department) only."""
    for table, columns in (("indicators", ("id", "name", "aliases")), ("departments", ("id", "short", "aliases"))):
        rows = tables[table]
        owner: dict[str, str] = {}
        for line, own, name, aliases in _each(rows, *columns):
            for alias in dict.fromkeys(n.strip() for n in (name, *aliases.split(";")) if n.strip()):
                first = owner.setdefault(alias, own)
                if first != own:
                    what = _("the name “{name}” belongs to “{first}” already").format(name=alias, first=first)
                    yield Problem(
                        "ambiguous-name",
                        rows.table.path,
                        line,
                        columns[1],
                        what,
                        _("Tell the two apart by a longer name."),
                    )


def _territory(tables: Tables) -> Iterator[Problem]:
    rows = tables["areas"]
    wholes = [line for line, part_of in _each(rows, "part_of") if not part_of]
    if rows.lines and len(wholes) != 1:
        what = _("{n} areas are part of no other; one must be").format(n=len(wholes))
        yield Problem(
            "territory",
            rows.table.path,
            wholes[1] if wholes else 0,
            "part_of",
            what,
            _("Leave part_of empty for the whole territory alone."),
        )


def _loops(tables: Tables) -> Iterator[Problem]:
    """Nothing may be a part of itself, however far around."""
    for table, column in (("indicators", "parent"), ("areas", "part_of")):
        rows = tables[table]
        above = dict(_values(rows, "id", column))
        for line, own in _each(rows, "id"):
            seen, at = {own}, above.get(own)
            while at and at not in seen:
                seen.add(at)
                at = above.get(at)
            if at == own:
                what = _("“{name}” is a part of itself").format(name=own)
                yield Problem("loop", rows.table.path, line, column, what, _("Correct the parent."))
