"""Which documents two datasets make differently, and what is new in each: told from what their templates are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zcplan.errors import UsageError
from zcplan.reports import each_kind, outputs
from zcplan.reports.parts.writer import Writer


@dataclass(frozen=True)
class DocumentChange:
    """A document that differs: texts that it no longer has, and texts that it has now, in its own order.

    A document that only one of the datasets makes has texts on one side alone.
    """

    file: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def changed(old: Writer, new: Writer, year: int) -> tuple[DocumentChange, ...]:
    """The documents of a year that the two make differently."""
    was, now = _documents(old, year), _documents(new, year)
    found = []
    for file in dict.fromkeys((*now, *was)):
        before, after = Counter(was.get(file, ())), Counter(now.get(file, ()))
        gone, come = tuple((before - after).elements()), tuple((after - before).elements())
        if gone or come:
            found.append(DocumentChange(file, gone, come))
    return tuple(found)


def _documents(writer: Writer, year: int) -> dict[str, list[str]]:
    """The texts of each document, in order; a kind that the data give nothing for makes none."""
    texts: dict[str, list[str]] = {}
    for _name, kind in each_kind():
        try:
            for output in outputs(kind, writer, year):
                place = f"{output.folder}/{output.file}" if output.folder else output.file
                texts[place] = list(_texts(output.context))
        except UsageError:
            continue
    return texts


def _texts(value: Any) -> Iterator[str]:
    if callable(value):
        return  # fact() holds the whole dataset, and prints nothing by itself
    if isinstance(value, str):
        yield from filter(None, (value.strip(),))
    elif isinstance(value, (int, Decimal, date)) and not isinstance(value, bool):
        yield str(value)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)
