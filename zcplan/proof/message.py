"""One plain sentence on a finding, for a person."""

from __future__ import annotations

from collections.abc import Callable

from zcplan import quantity
from zcplan.analysis.compare import as_quantity
from zcplan.model import Dataset, Observation
from zcplan.proof.excerpt import place_name
from zcplan.proof.finding import (
    AGREES,
    AMBIGUOUS,
    ARITHMETIC,
    CONTRADICTS,
    DATASET,
    OTHER_PERIOD,
    OTHER_SUBJECT,
    SUPERSEDED,
    UNKNOWN,
    Finding,
)


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
        return _unknown_message(finding, dataset, said, _)
    texts = {
        "unit": _("{subject}: the draft says {figure}, the unit does not fit; the data say {expected}."),
        "magnitude": _("{subject}: the draft says {figure}, the data say {expected}: check the unit."),
        "bound": _("{subject}: the draft says {figure}, the number is right but not its bound: {expected}."),
    }
    text = texts.get(finding.code, _("{subject}: the draft says {figure}, the data say {expected}."))
    text = text.format(subject=said, figure=finding.statement.text.strip(), expected=_expected(finding, dataset, _))
    is_own = finding.hint is not None and finding.hint.fact in {o.fact for o in finding.expected}
    return text if finding.hint is None or is_own else f"{text}{_hint(finding, dataset, _)}"


def _unknown_message(finding: Finding, dataset: Dataset, said: str, _: Callable[[str], str]) -> str:
    """Why a figure is unknown, and whose number it is in the dataset."""
    texts = {
        AMBIGUOUS: _("{subject}: it can't be told for sure which fact this is."),
        OTHER_SUBJECT: _("the dataset has no fact of this subject and place"),
        OTHER_PERIOD: _("{subject}: said of another time than a year that the dataset has"),
    }
    text = texts.get(finding.reason, _("the dataset has no such fact")).format(subject=said)
    return text if finding.hint is None else f"{text}{_hint(finding, dataset, _)}"


def _hint(finding: Finding, dataset: Dataset, _: Callable[[str], str]) -> str:
    """Of what the number stands in the dataset, and of what it is said here."""
    hint, statement = finding.hint, finding.statement
    assert hint is not None
    whose = dataset.area[hint.area].name
    target = _("target") if hint.is_target else _("result")
    fact = f"{whose}{dataset.indicator[hint.indicator].name} {hint.year} {target}"
    here = "".join((statement.territory.name, statement.subject)) or statement.text.strip()
    when = f" {statement.period.year}" if statement.period.of_year else f" {statement.period.text}".rstrip()
    text = _(" (the same number, {figure}, stands for {fact}; here it is said of {here})")
    return text.format(figure=quantity.format(as_quantity(hint)), fact=fact, here=f"{here}{when}")


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
        "growth": _("from {base} to {level} is {expected}, not {rate}"),
        "yearly": _("from {base} to {level} in {years} years is {expected} a year, not {rate}"),
        "change": _("from {base} to {level} is {expected}, not {rate}"),
        "points": _("from {base} to {level} is {expected}, in percentage points, not {rate}"),
        "share": _("{part} of {whole} is {expected}, not {rate}"),
        "above": _("the part {part} is more than the whole {whole}"),
        "missing": _("a figure is missing in “{name}”"),
        "sum": _("the parts {parts} make {expected}, not {whole}"),
        "sign": _("“{figure}”: after {word} the number must not be negative"),
        "repeat": _("{figure} here, but {other} in paragraph {paragraph}"),
        "table": _("{figure} here, but {other} in paragraph {paragraph}: text and table differ"),
        "range": _("{whole} lies outside the range of its parts: {parts}"),
        "whole": _("the shares {parts} make {expected}, not 100%"),
    }
    text = texts[finding.code].format(**finding.numbers)
    elsewhere = [s for s in finding.others if s.place.paragraph != finding.statement.place.paragraph]
    if not elsewhere or finding.code in ("repeat", "table"):
        return text
    places = _(", ").join(dict.fromkeys(place_name(s.place, _) for s in elsewhere[:_PLACES]))
    return _("{what} (see {places})").format(what=text, places=places)


_PLACES = 4
"""Places named beside a finding."""


def _said(finding: Finding, dataset: Dataset, _: Callable[[str], str]) -> str:
    """What a figure is about: 地区生产总值（文昌湖）2023年目标."""
    if not finding.indicator:
        return finding.statement.text.strip()
    name = dataset.indicator[finding.indicator].name
    if finding.area and finding.area != dataset.whole:
        name = f"{name}（{dataset.area[finding.area].name}）"
    kinds = {o.is_target for o in finding.expected}
    kind = _("target") if kinds == {True} else _("result") if kinds == {False} else ""
    return " ".join(filter(None, (name, str(finding.year or ""), kind)))


def _expected(finding: Finding, dataset: Dataset, _: Callable[[str], str]) -> str:
    shown: dict[str, list[str]] = {}
    for o in finding.expected:
        sources = shown.setdefault(quantity.format(as_quantity(o)), [])
        sources.extend(s for s in [_source(o, dataset)] if s not in sources)
    told = _("{figure} ({places})")
    return _("; ").join(told.format(figure=figure, places="、".join(sources)) for figure, sources in shown.items())


def _source(o: Observation, dataset: Dataset) -> str:
    return f"{dataset.document[o.document].cited}{o.locator}"
