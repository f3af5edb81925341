"""A draft against the dataset: each figure agrees, is superseded, contradicts, or is not known.

Percentages, sums and signs that need no dataset are checked too (:mod:`zcplan.intake.selfcheck`).

Precision comes first: a figure is said to contradict only where it is tied surely to an indicator, year, territory
and measure of which the dataset has a statement. What is ambiguous is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis.compare import as_quantity, results_of
from zcplan.analysis.interval import stated
from zcplan.analysis.vintage import targets
from zcplan.intake import gap, terms
from zcplan.intake.context import read_figures
from zcplan.intake.draft import Draft
from zcplan.intake.figure import Figure
from zcplan.intake.flow import MASK
from zcplan.intake.known import Known
from zcplan.intake.selfcheck import slips
from zcplan.intake.terms import LIST_MARK as LIST
from zcplan.intake.tie import STRONG, Tie, ties
from zcplan.intake.wording import own_clause
from zcplan.model import CHANGE, GROWTH, LEVEL, TARGET, Dataset, Fact, Observation
from zcplan.quantity import ABOUT, AT_LEAST, AT_MOST, EXACT, half_step

AGREES, SUPERSEDED, CONTRADICTS, UNKNOWN = "agrees", "superseded", "contradicts", "unknown"
VERDICTS = (AGREES, SUPERSEDED, CONTRADICTS, UNKNOWN)
DATASET, ARITHMETIC, SUM, SIGN, REPEAT = "dataset", "arithmetic", "sum", "sign", "repeat"
CHECKS = (DATASET, ARITHMETIC, SUM, SIGN, REPEAT)
_GLUE = re.compile("|".join(sorted(map(re.escape, terms.GLUE), key=len, reverse=True)))
_REACH = 12
"""How many figures back a difference from a target looks for its fact."""
_EQUAL, _OPEN, _APART, _DIFFERENT, _UNIT, _BOUND = "equal", "open", "apart", "different", "unit", "bound"


@dataclass(frozen=True)
class Finding:
    """What came of one figure in one check.

    :param code: why: ``equal`` ``different`` ``unit`` ``magnitude`` ``bound`` ``none`` ``ambiguous``, or a slip's
    :param expected: statements of the fact, the one to use first
    :param numbers: what the message needs beside: what the arithmetic gives, the other value
    """

    verdict: str
    check: str
    code: str
    figure: Figure
    indicator: str = ""
    year: int | None = None
    area: str = ""
    measure: str = ""
    expected: tuple[Observation, ...] = ()
    equal: Observation | None = None
    numbers: dict[str, str] = field(default_factory=dict, hash=False)


def proof(draft: Draft, dataset: Dataset, year: int | None = None) -> tuple[Finding, ...]:
    """Check every figure of a draft, in its order; findings of other checks follow the figure they speak of.

    :param year: the draft's own year, where it does not tell itself
    """
    known = Known(dataset)
    figures = read_figures(draft, known.units, year)
    held = [_held(f, known) for f in figures]
    differences = _differences(held, known)
    found: list[Finding] = [differences.get(id(f), h) for f, h in zip(figures, held, strict=True)]
    found += [*_slips(figures, found), *_repeats(h for h in held if id(h.figure) not in differences)]
    order = {id(f): n for n, f in enumerate(figures)}
    return tuple(sorted(found, key=lambda f: (order[id(f.figure)], CHECKS.index(f.check))))


def _held(figure: Figure, known: Known) -> Finding:
    """Hold one figure against the dataset."""
    tied = [t for t in ties(figure, known) if _can_be(figure, t, known.dataset)]
    judged = [(tie, *_judge(figure, tie, known.dataset)) for tie in tied]
    judged = [(t, code, statements, o) for t, code, statements, o in judged if statements and code != _APART]
    if not judged:
        return _unknown(figure, tied)
    best = judged[0][0].strength
    close = [j for j in judged if j[0].strength > best - 0.1]
    for tie, code, statements, o in close:
        if code == _EQUAL:
            return _finding(figure, tie, AGREES if _is_chosen(o, statements) else SUPERSEDED, code, statements, o)
    for tie, code, statements, o in judged:
        if code == _EQUAL and best < 0.9 and tie.strength >= 0.5:
            return _finding(figure, tie, AGREES if _is_chosen(o, statements) else SUPERSEDED, code, statements, o)
    tie, code, statements, o = judged[0]
    near = [j for j in judged if j[0].strength > tie.strength - 0.02]
    told = {j[0].indicator for j in judged}
    silent = any(t.strength > tie.strength - 0.02 and t.indicator not in told and not t.wording for t in tied)
    surer_elsewhere = tied[0].strength > tie.strength + 0.05
    if tie.strength < STRONG or surer_elsewhere or silent or any(j[1] == _OPEN for j in near):
        return _finding(figure, tie, UNKNOWN, "ambiguous", statements, None)
    return _finding(figure, tie, CONTRADICTS, code, statements, None)


def _can_be(figure: Figure, tie: Tie, dataset: Dataset) -> bool:
    """Whether a name and a figure go together: 天 is no unit of a share, unless the digits tell that it is a slip."""
    own = dataset.indicator[tie.indicator].unit
    said = figure.quantity
    if tie.wording or said.measure != LEVEL or quantity.comparable(own, said.unit) or _alike(own, said.unit):
        return True
    return any(o.value == said.value for m in tie.measures for o in _statements(figure, tie, m, dataset))


def _unknown(figure: Figure, tied: list[Tie]) -> Finding:
    sure = tied and tied[0].strength >= STRONG and (len(tied) == 1 or tied[1].strength < tied[0].strength)
    if not sure:
        return Finding(UNKNOWN, DATASET, "none", figure, year=figure.year, measure=figure.measures[0])
    return _finding(figure, tied[0], UNKNOWN, "none", (), None)


def _finding(
    figure: Figure, tie: Tie, verdict: str, code: str, statements: tuple[Observation, ...], equal: Observation | None
) -> Finding:
    measure = statements[0].measure if statements else tie.measures[0]
    year = statements[0].year if statements else figure.year
    return Finding(verdict, DATASET, code, figure, tie.indicator, year, tie.area, measure, statements, equal)


def _is_chosen(o: Observation | None, statements: tuple[Observation, ...]) -> bool:
    """Whether it says what the first statement of its kind says."""
    if o is None:
        return False
    chosen = next(s for s in statements if s.is_target == o.is_target)
    return o.value == chosen.value


# --- one tie ---------------------------------------------------------------------------------------


def _judge(figure: Figure, tie: Tie, dataset: Dataset) -> tuple[str, tuple[Observation, ...], Observation | None]:
    """How a figure stands to the statements of the fact that a tie leads to."""
    if figure.year is None:
        return _OPEN, (), None
    for measure in tie.measures:
        statements = _statements(figure, tie, measure, dataset)
        if statements:
            break
    else:
        statements = ()
    if not statements:
        return _OPEN, (), None
    codes = [(_compared(figure, o, tie), o) for o in statements]
    equal = [o for code, o in codes if code == _EQUAL]
    if equal and _other_measure_word(figure, tie, dataset):
        return _UNIT, statements, None
    said = figure.quantity.bound
    if equal and equal[0] is statements[0]:
        return _EQUAL, statements, equal[0]
    if equal and any(o.bound == said for o in equal):
        equal = [o for o in equal if o.bound == said]
    elif equal and any(code == _BOUND for code, _o in codes):
        return _BOUND, statements, None
    if equal:
        return _EQUAL, statements, equal[0]
    as_fine = any(code == _DIFFERENT and _is_as_fine(figure.quantity, o) for code, o in codes)
    if any(code == _OPEN for code, _o in codes) and not as_fine:
        return _OPEN, statements, None
    if all(code == _APART for code, _o in codes):
        return _APART, statements, None
    if any(o.area != tie.area for o in statements):
        return _OPEN, statements, None
    for wanted in (_UNIT, _BOUND):
        if any(code == wanted for code, _o in codes):
            return wanted, statements, None
    return ("magnitude" if _is_magnitude(figure.quantity, statements) else _DIFFERENT), statements, None


def _statements(figure: Figure, tie: Tie, measure: str, dataset: Dataset) -> tuple[Observation, ...]:
    """Statements of the fact with the status that the draft speaks of, the one to use first."""
    if figure.year is None:
        return ()
    fact = (tie.indicator, figure.year, tie.area, measure)
    if figure.status == TARGET:
        found = targets(dataset, fact)
    elif figure.status:
        found = results_of(dataset, fact)
    else:
        found = (*results_of(dataset, fact), *targets(dataset, fact))
    return tuple(o for o in found if o.value is not None)


def _compared(figure: Figure, o: Observation, tie: Tie) -> str:
    """``equal``, ``open`` (both can be true), or how they differ; ``apart`` where they can't be held together."""
    said = figure.quantity
    assert said.value is not None and o.value is not None
    value = _in_unit(said, o, in_table=figure.number < 0)
    if value is None:
        same_digits = abs(said.value) == abs(o.value)
        sure = tie.strength >= 0.9
        return _UNIT if sure and (tie.wording or same_digits) and not _alike(said.unit, o.unit) else _APART
    if o.text and as_quantity(o).upper != said.upper:
        return _DIFFERENT
    exact = value == o.value
    if exact or (not o.is_target and _rounded(value, o.value, said, o)):
        return _EQUAL if _bounds_agree(said.bound, o.bound) else _BOUND
    open_ended = (AT_LEAST, AT_MOST, quantity.APPROX)
    if not o.is_target and said.bound != o.bound and (o.bound in open_ended or said.bound in open_ended):
        one, other = stated(value, said.bound), stated(o.value, o.bound)
        return _OPEN if one.meets(other) else _DIFFERENT
    if not o.is_target and len(said.value.as_tuple().digits) == 1 and abs(value - o.value) <= half_step(value):
        return _OPEN
    if o.is_target and not (o.bound == ABOUT and said.bound != ABOUT):
        return _DIFFERENT
    finer = half_step(value) < half_step(o.value)
    return _OPEN if finer and abs(value - o.value) <= half_step(o.value) else _DIFFERENT


def _is_as_fine(said: quantity.Quantity, o: Observation) -> bool:
    """Whether a statement has as many digits as the draft, so that it can tell."""
    value = _in_unit(said, o, in_table=False)
    return value is not None and o.value is not None and half_step(o.value) <= half_step(value)


def _in_unit(said: quantity.Quantity, o: Observation, *, in_table: bool) -> Decimal | None:
    """The figure's value in the observation's unit, or ``None`` where they measure different things.

    A table's column heads a change of a share as growth.
    """
    assert said.value is not None
    if quantity.comparable(said.unit, o.unit):
        return quantity.convert(said.value, said.unit, o.unit)
    pair = {quantity.unit(said.unit).dimension, quantity.unit(o.unit).dimension}
    if pair == {"ratio", "points"} and said.measure == o.measure == CHANGE:
        return said.value
    if in_table and pair == {"ratio", "points"} and o.measure == CHANGE and said.measure == GROWTH:
        return said.value
    return said.value if _alike(said.unit, o.unit) else None


def _other_measure_word(figure: Figure, tie: Tie, dataset: Dataset) -> bool:
    """Whether a clause that is otherwise the dataset's own counts in a measure word that no statement uses."""
    if not tie.wording or tie.strength <= 0.95:
        return False
    counts = quantity.unit(figure.quantity.unit).dimension in ("count", "person", "household")
    units = {o.unit for o in dataset.by_indicator[tie.indicator]} | {dataset.indicator[tie.indicator].unit}
    used = tuple(u.lstrip("百千万亿") for u in units if u)
    return counts and not figure.quantity.unit.endswith(used)


def _alike(one: str, other: str) -> bool:
    """Measure words that stand for one another: 5户企业, 5家企业."""
    dimensions = {quantity.unit(one).dimension, quantity.unit(other).dimension}
    return dimensions <= {"count", "household"}


def _rounded(value: Decimal, other: Decimal, said: quantity.Quantity, o: Observation) -> bool:
    """Whether the draft rounds what the dataset has: 12% for 11.92%."""
    assert said.value is not None
    step = half_step(said.value)
    if quantity.comparable(said.unit, o.unit):
        step = quantity.convert(step, said.unit, o.unit)
    rounds = len(said.value.as_tuple().digits) > 1 and said.bound in (EXACT, ABOUT)
    return rounds and step > half_step(other) and abs(value - other) <= step


def _bounds_agree(one: str, other: str) -> bool:
    """以上 is not 以内, nor is it 左右; a bare figure leaves it open."""
    return one == other or not {one, other} <= {ABOUT, AT_LEAST, AT_MOST}


def _is_magnitude(said: quantity.Quantity, statements: Iterable[Observation]) -> bool:
    """Whether the digits are right and the unit's multiplier is not: 亿元 for 万元."""
    return any(
        said.value is not None
        and o.value is not None
        and said.unit != o.unit
        and said.value.normalize().as_tuple().digits == o.value.normalize().as_tuple().digits
        for o in statements
    )


# --- differences from a target ---------------------------------------------------------------------


def _differences(held: list[Finding], known: Known) -> dict[int, Finding]:
    """A finding on each figure that is a difference from a target, by the figure's identity."""
    found: dict[int, Finding] = {}
    for at, own in enumerate(held):
        lead = gap.lead_of(own.figure)
        if lead is not None:
            end = at - lead.text.count(MASK)
            before = [h for h in held[max(0, end - _REACH) : end] if id(h.figure) not in found]
            found[id(own.figure)] = _difference(own.figure, lead, before, known)
    return found


def _difference(figure: Figure, lead: gap.Lead, before: list[Finding], known: Known) -> Finding:
    """Work out the difference from the fact that is told before it, or that its own clause names."""
    for fact in _facts_of(figure, lead, before, known):
        pairs = gap.gaps(fact, figure.quantity.unit, known.dataset)
        if not pairs:
            continue
        codes = [gap.held(figure, lead.sign, p) for p in pairs]
        if codes[0] == gap.DIFFERENT and gap.EQUAL in codes:
            return _on_gap(figure, SUPERSEDED, fact, lead, pairs[0])
        if codes[0] != gap.EQUAL and (gap.OPEN in codes or any(gap.names_target(figure, p) for p in pairs)):
            return replace(_on_gap(figure, UNKNOWN, fact, lead, pairs[0]), code="ambiguous")
        verdict = AGREES if codes[0] == gap.EQUAL else CONTRADICTS
        return _on_gap(figure, verdict, fact, lead, pairs[0])
    return Finding(UNKNOWN, DATASET, "none", figure, year=figure.year, measure=figure.measures[0])


def _facts_of(figure: Figure, lead: gap.Lead, before: list[Finding], known: Known) -> Iterator[Fact]:
    """The fact that a difference may be of; several where the clause names an indicator but not what is measured."""
    clause = terms.without_end(lead.before, terms.NAME_GLUE)
    if clause:
        name = known.name_at_end(clause)
        if name and figure.year:
            area = known.part(lead.bracket) or known.territory(clause) or known.dataset.whole
            yield from ((known.of(name)[0], figure.year, area, m) for m in (GROWTH, LEVEL, CHANGE))
        return
    for h in reversed(before):
        if not _same_clause(h.figure, figure):
            return
        if h.figure.bracket not in (-1, figure.bracket) or h.figure.status == TARGET:
            continue
        if gap.is_of_its_kind(figure.quantity, h.figure.quantity):
            if h.indicator and h.year and h.code != "ambiguous":
                yield (h.indicator, h.year, h.area, h.measure)
            return


def _same_clause(one: Figure, other: Figure) -> bool:
    """Whether two figures stand in one clause, or in one row."""
    if one.number < 0 or other.number < 0:
        return one.number == other.number and (one.label, one.sentence) == (other.label, other.sentence)
    if one.flow is not other.flow:
        return False
    between = one.flow.masked[one.flow.at[one.number] : one.flow.at[other.number]]
    return not any(c in terms.CLAUSE for c in between)


def _on_gap(figure: Figure, verdict: str, fact: Fact, lead: gap.Lead, pair: gap.Gap) -> Finding:
    side = "over" if pair.difference > 0 else "under" if pair.difference < 0 else "even"
    amount = quantity.plain(abs(pair.difference))
    amount = amount.rstrip("0").rstrip(".") if "." in amount else amount
    numbers = {
        "result": quantity.format(as_quantity(pair.result)),
        "target": quantity.format(as_quantity(pair.target)),
        "expected": f"{amount}{pair.unit}",
        "figure": gap.wording(figure, lead),
    }
    indicator, year, area, measure = fact
    return Finding(
        verdict, ARITHMETIC, side, figure, indicator, year, area, measure, (pair.result, pair.target), None, numbers
    )


# --- without the dataset ---------------------------------------------------------------------------


def _slips(figures: list[Figure], held: list[Finding]) -> Iterator[Finding]:
    of = {id(f.figure): f for f in held}
    for slip in slips(figures):
        own = of[id(slip.figure)]
        if any(of[id(f)].verdict == CONTRADICTS for f in (slip.figure, *slip.others)):
            continue
        yield replace(own, verdict=CONTRADICTS, check=slip.check, code=slip.code, equal=None, numbers=slip.numbers)


def _repeats(held: Iterable[Finding]) -> Iterator[Finding]:
    """The same thing given two values in one draft; told of the later one, unless the dataset told already."""
    first: dict[tuple[object, ...], Finding] = {}
    for finding in held:
        key = _same_thing(finding)
        if key is None or finding.verdict == CONTRADICTS:
            continue
        other = first.setdefault(key, finding)
        if other is not finding and not _say_the_same(other.figure.quantity, finding.figure.quantity):
            numbers = {
                "figure": finding.figure.text,
                "other": other.figure.text,
                "paragraph": str(other.figure.paragraph + 1),
            }
            yield replace(finding, verdict=CONTRADICTS, check=REPEAT, code="repeat", equal=None, numbers=numbers)


def _same_thing(finding: Finding) -> tuple[object, ...] | None:
    """What a figure is about, as far as it is sure: a fact of the dataset, or the very same clause."""
    figure = finding.figure
    if figure.year is None or _is_cited(figure):
        return None
    if finding.indicator and finding.code != "ambiguous":
        return (finding.indicator, finding.year, finding.area, finding.measure, figure.status == TARGET)
    if figure.number < 0 or figure.bracket >= 0 or finding.indicator:
        return None
    clause = "\n".join(own_clause(figure.left, figure.right))
    if len(_telling(clause)) < 8 or LIST.search(figure.left[-40:]):
        return None
    return (_topic(figure), clause, figure.year, figure.quantity.measure, figure.status == TARGET)


def _topic(figure: Figure) -> str:
    """What leads a clause up to its colon: 固定资产投资（2022年） in 固定资产投资（2022年）：预计增长16.5%."""
    before = figure.left.removesuffix(own_clause(figure.left, "")[0])
    return re.split(f"[{terms.CLAUSE}]", before)[-1] if before.endswith("：") else ""


def _is_cited(figure: Figure) -> bool:
    """Whether a document is named as saying it: 《…》93个, 《…》预计增长3%; then others may say otherwise."""
    if figure.number < 0:
        return False
    return bool(re.search("》(?:预计)?$", figure.flow.text[: figure.flow.found[figure.number].start]))


def _telling(clause: str) -> str:
    """A clause without its glue."""
    return _GLUE.sub("", clause)


def _say_the_same(one: quantity.Quantity, other: quantity.Quantity) -> bool:
    """Whether two statements can both be true, one perhaps rounded; what can't be compared is let pass."""
    if one.value is None or other.value is None or not quantity.comparable(one.unit, other.unit):
        return True
    value, factor = (
        quantity.convert(other.value, other.unit, one.unit),
        quantity.convert(Decimal(1), other.unit, one.unit),
    )
    slack = max(half_step(one.value), half_step(other.value) * factor)
    if value == one.value or (
        half_step(one.value) != half_step(other.value) * factor and abs(value - one.value) <= slack
    ):
        return True
    return one.bound != other.bound and stated(one.value, one.bound).meets(stated(value, other.bound))


# --- words -----------------------------------------------------------------------------------------


def message(finding: Finding, dataset: Dataset, _: Callable[[str], str]) -> str:
    """One plain sentence on a finding, in the language of the gettext function given."""
    if finding.check == ARITHMETIC and finding.code in ("over", "under", "even"):
        return _gap_message(finding, _)
    if finding.check != DATASET and finding.verdict == CONTRADICTS:
        return _slip_message(finding, _)
    said = _said(finding, dataset, _)
    if finding.verdict == AGREES:
        assert finding.equal is not None
        return _("{subject}: agrees with {source}.").format(subject=said, source=_source(finding.equal, dataset))
    if finding.verdict == SUPERSEDED:
        assert finding.equal is not None
        text = _("{subject}: {source} says so, but {chosen} is to be used: {expected}.")
        chosen = next(o for o in finding.expected if o.is_target == finding.equal.is_target)
        return text.format(
            subject=said,
            source=_source(finding.equal, dataset),
            chosen=_source(chosen, dataset),
            expected=quantity.format(as_quantity(chosen)),
        )
    if finding.verdict == UNKNOWN:
        if finding.code == "ambiguous":
            return _("{subject}: it can't be told for sure which fact this is.").format(subject=said)
        return _("the dataset has no such fact")
    texts = {
        "unit": _("{subject}: the draft says {figure}, the unit does not fit; the data say {expected}."),
        "magnitude": _("{subject}: the draft says {figure}, the data say {expected}: check the unit."),
        "bound": _("{subject}: the draft says {figure}, the number is right but not its bound: {expected}."),
    }
    text = texts.get(finding.code, _("{subject}: the draft says {figure}, the data say {expected}."))
    return text.format(subject=said, figure=finding.figure.text.strip(), expected=_expected(finding, dataset))


def _gap_message(finding: Finding, _: Callable[[str], str]) -> str:
    texts = {
        "over": _("the result, {result}, is {expected} above the target, {target}"),
        "under": _("the result, {result}, is {expected} below the target, {target}"),
        "even": _("the result, {result}, is the target itself"),
    }
    true = texts[finding.code].format(**finding.numbers)
    if finding.verdict == AGREES:
        return _("“{figure}” agrees: {true}.").format(figure=finding.numbers["figure"], true=true)
    if finding.verdict == SUPERSEDED:
        text = _("“{figure}” follows from statements that are not to be used: {true}.")
        return text.format(figure=finding.numbers["figure"], true=true)
    return _("“{figure}” is wrong: {true}.").format(figure=finding.numbers["figure"], true=true)


def _slip_message(finding: Finding, _: Callable[[str], str]) -> str:
    texts = {
        "growth": _("from {base} to {level} is a growth of {expected}, not {rate}"),
        "change": _("from {base} to {level} is a change of {expected}, not {rate}"),
        "points": _("from {base} to {level} is a change of {expected}: percentage points, not {rate}"),
        "share": _("{part} of {whole} is {expected}, not {rate}"),
        "above": _("the part {part} is more than the whole {whole}"),
        "sum": _("the parts {parts} make {expected}, not {whole}"),
        "sign": _("“{figure}”: after {word} the number must not be negative"),
        "repeat": _("{figure} here, but {other} in paragraph {paragraph}"),
    }
    return texts[finding.code].format(**finding.numbers)


def _said(finding: Finding, dataset: Dataset, _: Callable[[str], str]) -> str:
    """What a figure is about: 地区生产总值（文昌湖）2023年目标."""
    if not finding.indicator:
        return finding.figure.text.strip()
    name = dataset.indicator[finding.indicator].name
    if finding.area and finding.area != dataset.whole:
        name = f"{name}（{dataset.area[finding.area].name}）"
    year = f" {finding.year}" if finding.year else ""
    kinds = {o.is_target for o in finding.expected}
    kind = f" {_('target')}" if kinds == {True} else f" {_('result')}" if kinds == {False} else ""
    return f"{name}{year}{kind}"


def _expected(finding: Finding, dataset: Dataset) -> str:
    shown: dict[str, list[str]] = {}
    for o in finding.expected:
        sources = shown.setdefault(quantity.format(as_quantity(o)), [])
        sources.extend(s for s in [_source(o, dataset)] if s not in sources)
    return "; ".join(f"{figure} ({'、'.join(sources)})" for figure, sources in shown.items())


def _source(o: Observation, dataset: Dataset) -> str:
    return f"《{dataset.document[o.document].name}》{o.locator}"
