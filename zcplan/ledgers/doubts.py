"""What a department filled in that can be read but can hardly be right: it is merged and told, never in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zcplan import quantity
from zcplan.i18n import gettext as _
from zcplan.ledgers.answers import Figure, is_change
from zcplan.ledgers.layout import COMPLETED, VALUE
from zcplan.model import TaskTarget

_COUNTED = ("count", "person", "household")
"""Dimensions of things that come in whole numbers."""


def of(
    target: TaskTarget | None, figure: Figure | None, completed: date | None, year: int, reported: date
) -> Iterator[tuple[str, str, str]]:
    """What is odd about an answer: the header of its cell, what it is and what to do."""
    if figure and target:
        yield from ((VALUE, *told) for told in of_figure(figure, target))
    if completed:
        yield from ((COMPLETED, *told) for told in of_day(completed, year, reported))


def of_figure(figure: Figure, target: TaskTarget) -> Iterator[tuple[str, str]]:
    """What is odd about a figure reached, each as what it is and what to do.

    :param figure: the figure, in a unit that can be held against the target's
    """
    ask = _("Ask the department; the figure was merged as it stands.")
    if figure.value is None or not target.unit:
        return
    own, wanted = quantity.unit(figure.unit), quantity.unit(target.unit)
    if wanted.dimension == "count" and _word(figure.unit) != _word(target.unit):
        what = _("the figure counts {unit}, the target {expected}").format(unit=figure.unit, expected=target.unit)
        yield what, ask
    if _is_share_of_one(figure, target):
        what = _("{value} of a target in per cent: {meant}% may be meant").format(
            value=quantity.plain(figure.value), meant=_percent(figure.value)
        )
        yield what, ask
    if figure.value < 0 and not is_change(target.label):
        yield _("the figure is negative"), ask
    if own.dimension in _COUNTED and figure.value * own.factor % 1:
        yield (
            _("{value}{unit} is no whole number of them").format(value=quantity.plain(figure.value), unit=figure.unit),
            ask,
        )


def of_day(completed: date, year: int, reported: date) -> Iterator[tuple[str, str]]:
    """What is odd about the day on which a target is said to have been reached.

    :param year: the plan's year
    :param reported: the day of the reply
    """
    ask = _("Ask the department; the day was merged as it stands.")
    if completed.year != year:
        yield _("the day {day} is not in the plan's year, {year}").format(day=completed, year=year), ask
    elif completed > reported:
        yield _("the day {day} is after that of the reply, {reported}").format(day=completed, reported=reported), ask


def _word(unit: str) -> str:
    """A counting word without its multiplier: 家 of 万家."""
    return unit.lstrip("十百千万亿")


def _is_share_of_one(figure: Figure, target: TaskTarget) -> bool:
    """Whether a share was given as 0.73 where the target is in per cent: a hundred times it is nearer the target."""
    if figure.value is None or target.value is None or quantity.unit(target.unit).dimension != "ratio":
        return False
    if not 0 < abs(figure.value) <= 1 or target.value == 0:
        return False
    near, far = (abs(value - target.value) for value in (figure.value * 100, figure.value))
    return near < far


def _percent(value: Decimal) -> str:
    return quantity.plain((value * 100).normalize() if value * 100 % 1 else (value * 100).quantize(Decimal(1)))
