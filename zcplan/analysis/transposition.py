"""Neighbouring digits that changed places: what typists do most often after a wrong key."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal


def transpositions(value: Decimal) -> Iterator[Decimal]:
    """Every number that the printed digits give when two neighbours change places.

    A leading nought is left out: nobody prints 0120.

    >>> [str(v) for v in transpositions(Decimal("76.02"))]
    ['67.02', '70.62', '76.20']
    """
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    for at in range(len(digits) - 1):
        one, other = digits[at : at + 2]
        if one == other or (at == 0 and other == 0):
            continue
        yield Decimal((sign, (*digits[:at], other, one, *digits[at + 2 :]), exponent))


def transposed(one: Decimal, other: Decimal) -> bool:
    """Whether one number is the other with two neighbouring digits exchanged, both printed to the same place.

    >>> transposed(Decimal("448"), Decimal("484")), transposed(Decimal("12"), Decimal("13"))
    (True, False)
    """
    same_place = one.as_tuple().exponent == other.as_tuple().exponent
    return same_place and any(other == swapped for swapped in transpositions(one))
