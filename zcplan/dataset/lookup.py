"""Find an indicator, a department or a document by what a person types: id, name or alias."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _
from zcplan.model import Dataset, Department, Document, Indicator

T = TypeVar("T")


def find_indicator(dataset: Dataset, wanted: str) -> Indicator:
    """The indicator of that id, name or alias; also one whose names alone contain it.

    :raises UsageError: there is none, with the nearest names; or there are several
    """
    todo = _("“zcplan show” lists the indicators.")
    return _find(dataset.indicators, wanted, lambda i: (i.id, *i.names), _("there is no indicator “{wanted}”"), todo)


def indicators_like(dataset: Dataset, wanted: str) -> tuple[Indicator, ...]:
    """The indicator of that id, name or alias; where there is none, every one whose id or names hold the text.

    :raises UsageError: there is none, with the nearest names
    """
    key = _folded(wanted)
    exact = tuple(i for i in dataset.indicators if key in map(_folded, (i.id, *i.names)))
    holding = tuple(i for i in dataset.indicators if key and any(key in _folded(n) for n in (i.id, *i.names)))
    return exact[:1] or holding or (find_indicator(dataset, wanted),)


def find_department(dataset: Dataset, wanted: str) -> Department:
    """The department of that id, name, short form or alias.

    :raises UsageError: there is none, with the nearest names; or there are several
    """
    todo = _("“zcplan tasks --departments” lists the departments.")
    return _find(
        dataset.departments,
        wanted,
        lambda d: (d.id, d.name, d.short, *d.aliases),
        _("there is no department “{wanted}”"),
        todo,
    )


def find_document(dataset: Dataset, wanted: str) -> Document:
    """The document of that id, title or number.

    :raises UsageError: there is none, with those that there are; or there are several
    """
    every = _("There are: {names}").format(names="、".join(f"{d.id}（{d.name}）" for d in dataset.documents))
    return _find(
        dataset.documents,
        wanted,
        lambda d: tuple(filter(None, (d.id, d.name, d.title, d.number))),
        _("there is no document “{wanted}”"),
        every,
    )


def _find(things: Iterable[T], wanted: str, names: Callable[[T], tuple[str, ...]], missing: str, todo: str) -> T:
    by_name: dict[str, T] = {}
    for thing in things:
        for name in names(thing):
            by_name.setdefault(_folded(name), thing)
    key = _folded(wanted)
    if key in by_name:
        return by_name[key]
    holding = {id(t): t for name, t in by_name.items() if key and key in name}
    if len(holding) == 1:
        return next(iter(holding.values()))
    near = list(holding.values()) or [by_name[n] for n in _close_to(key, by_name)]
    labels = list(dict.fromkeys(names(t)[1] for t in near))[:8]
    hint = _("Did you mean: {names}?").format(names="、".join(labels)) if labels else todo
    raise UsageError(missing.format(wanted=wanted), todo=hint)


def _close_to(key: str, names: Iterable[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(key, list(names), n=5, cutoff=0.4)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    """Without what people type differently: case, spaces, kinds of quotation marks and brackets."""
    text = re.sub(r"[\s\"'“”‘’「」]", "", text).lower()
    return text.replace("（", "(").replace("）", ")")
