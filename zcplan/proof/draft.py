"""Every check of one draft: against the dataset, its own arithmetic, and what it says twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from zcplan.figures.own_place import place_of
from zcplan.figures.read import read_statements
from zcplan.matching.names import names_in
from zcplan.model import Area, Dataset
from zcplan.proof.accounts import Account, accounts
from zcplan.proof.columns import columns
from zcplan.proof.dataset import held
from zcplan.proof.differences import differences
from zcplan.proof.finding import AGREES, ARITHMETIC, CHECKS, CONTRADICTS, SUM, SUPERSEDED, Finding
from zcplan.proof.identity import Home, names_of
from zcplan.proof.missing import missing
from zcplan.proof.repeats import repeats
from zcplan.proof.slips import slips
from zcplan.reading.document import Draft

NOTHING = Dataset((), (Area("", "", ""),), (), (), (), (), (), (), ())
"""A dataset that knows nothing: a draft held against it is held against itself alone."""


def proof(draft: Draft, dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Check every figure of a draft, in its order; findings of other checks follow the figure they speak of.

    :param year: the draft's own year, where it does not tell itself
    """
    names = names_in(dataset)
    statements = read_statements(draft, names.units, year, names.areas)
    each = [held(s, names) for s in statements]
    apart = differences(each, names)
    found: list[Finding] = [apart.get(id(s), h) for s, h in zip(statements, each, strict=True)]
    told = list(found)
    home, common = Home(place_of(draft)), names_of(dataset)
    slipped = list(_slips(told))
    found += slipped
    found += _accounts([*told, *slipped], [*accounts(statements, common, home), *columns(statements, draft)])
    found += repeats((h for h in each if id(h.statement) not in apart), common, home)
    found += missing(draft, names)
    order = {id(s): n for n, s in enumerate(statements)}

    def rank(f: Finding) -> tuple[int, int, int, int]:
        place = f.statement.place
        return (place.paragraph, place.offset, order.get(id(f.statement), -1), CHECKS.index(f.check))

    return tuple(sorted(found, key=rank))


def _accounts(held: list[Finding], found: Iterable[Account]) -> Iterator[Finding]:
    """Accounts that do not come out, unless one of their figures is told to be wrong already.

    Where all of them agree with the dataset it is the dataset that does not come out: reconcile tells that.
    """
    of = {id(f.statement): f for f in held}
    wrong = {id(f.statement) for f in held if f.verdict == CONTRADICTS}
    told: set[tuple[str, int]] = set()
    for account in found:
        involved = [of[id(s)] for s in (account.about, *account.others) if id(s) in of]
        is_told = any(id(f.statement) in wrong for f in involved) or (account.code, id(account.about)) in told
        if is_told or all(f.verdict in (AGREES, SUPERSEDED) for f in involved):
            continue
        told.add((account.code, id(account.about)))
        yield replace(
            of[id(account.about)],
            verdict=CONTRADICTS,
            check=SUM if account.code in ("sum", "above", "whole", "range") else ARITHMETIC,
            code=account.code,
            equal=None,
            numbers=account.numbers,
            reason="",
            others=account.others,
        )


def _slips(held: list[Finding]) -> Iterator[Finding]:
    of: dict[int, Finding] = {}
    for finding in held:
        of.setdefault(id(finding.figure), finding)
    for slip in slips([f.figure for f in of.values()]):
        own = of[id(slip.figure)]
        if any(of[id(f)].verdict == CONTRADICTS for f in (slip.figure, *slip.others)):
            continue
        yield replace(
            own,
            verdict=CONTRADICTS,
            check=slip.check,
            code=slip.code,
            equal=None,
            numbers=slip.numbers,
            reason="",
            others=tuple(of[id(f)].statement for f in slip.others),
        )
