"""What a finding says, in one plain sentence and in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import as_quantity
from zcplan.analysis.disagreement import scope
from zcplan.analysis.finding import ARITHMETIC, PART_WHOLE, REAL_GROWTH, REVISION, SCOPE, UNIT, WITHIN_REACH, Finding
from zcplan.analysis.statement_interval import value_in
from zcplan.model import CHANGE, ESTIMATE, GROWTH, Dataset, Observation

Gettext = Callable[[str], str]
Called = Callable[[Observation, Sequence[Observation]], str]


class Say(Protocol):
    """Words by their name with their places filled: a language's own, or an office's phrases."""

    def __call__(self, name: str, /, **fields: object) -> str:
        """The words of a name."""


def message(finding: Finding, dataset: Dataset, _: Gettext) -> str:
    """One plain sentence on what differs.

    :param _: the gettext function of the language wanted
    """
    texts = _texts(_)
    return explained(finding, dataset, lambda name, /, **fields: texts[name].format(**fields))


def explained(finding: Finding, dataset: Dataset, say: Say, called: Called | None = None) -> str:
    """What differs in the words of ``say``, which knows every name of :func:`_texts`.

    :param called: what a statement's document is called beside the others; its title in 《》 where left out
    """
    name = called or (lambda o, _others: dataset.document[o.document].cited)
    titles = {o.document: name(o, finding.statements) for o in finding.statements}
    if finding.code in ("share-limit", "days-limit"):
        text = _limit(finding, dataset, say)
    elif finding.kind == ARITHMETIC or finding.code == "scale":
        text = _arithmetic(finding, dataset, say, titles)
    elif finding.kind == PART_WHOLE:
        text = _parts(finding, dataset, say)
    else:
        text = _statements(finding, dataset, say, titles)
    return text + _misprint(finding, say)


def _texts(_: Gettext) -> dict[str, str]:
    """The words of each name in a language."""
    return {
        "misprint": _(" Probably two neighbouring digits of {figure} changed places: {meant}."),
        "share-limit": _("{name} {year}: {figure} is more than the whole: a share can't be above {limit}."),
        "days-limit": _("{name} {year}: {figure}, but the year has {limit}."),
        "magnitude": _(
            "{name}, {kind} of {year}: {said}; they differ by a factor of {factor}, as if a unit were wrong."
        ),
        "exchange": _(
            "{name}, {kind} of {year}: {said}; they differ by a factor of {factor}, "
            "as if one amount were in another currency."
        ),
        "revision": _("{name} {year}: an estimate was revised: {said}."),
        "within-reach": _(
            "{name}, {kind} of {year}: the goals are not the same, though one result can meet them all: {said}; "
            "a difference of {gap}."
        ),
        "scope": _(
            "{name}, {kind} of {year}: {said}; a difference of {gap}, but they do not cover the same: {scopes}."
        ),
        "within": _(
            "{name}, {kind} of {year}: one document states it in different ways: {said}; a difference of {gap}."
        ),
        "between": _("{name}, {kind} of {year}: documents differ: {said}; a difference of {gap}."),
        "target": _("target"),
        "result": _("result"),
        "estimated": _("estimated {figure}"),
        "said": _("{source} {figure}"),
        "and": _("; "),
        "real-growth": _(
            "{name} {year}: from {base} to {level} is {real} at current prices; {rate} is at constant prices, "
            "so the two need not agree."
        ),
        "scale": _(
            "{name} {year}: {base} and {rate} give {expected}, but {level} is printed, off by a factor of {factor}, "
            "as if a unit were wrong."
        ),
        "points": _("{name} {year}: from {base} to {level} is {real}, which {rate} gives as a growth."),
        "relative": _("{name} {year}: from {base} to {level} is {real}, which {rate} gives as a change."),
        "growth": _("{name} {year}: {base} and {rate} give {expected}, but {level} is printed, which is {real}."),
        "part": _("{name} {year}: the part ({parts}) is more than the whole, {whole}."),
        "parts-above": _("{name} {year}: the parts ({parts}) come to {sum}, more than the whole, {whole}."),
        "range": _("{name} {year}: {whole} lies outside the range of its parts: {parts}."),
        "additions": _("{name} {year}: there are {whole} in all, less than were added within the year: {parts}."),
        "parts": _("{name} {year}: the parts ({parts}) come to {sum}, not to the whole, {whole}."),
        "part-and": _(", "),
    }


def _misprint(finding: Finding, say: Say) -> str:
    """What probably caused it, as a sentence of its own; empty where nothing tells."""
    slip = finding.misprint
    if slip is None:
        return ""
    meant = slip.statement._replace(value=slip.meant, text="")
    return say("misprint", figure=_figure(slip.statement), meant=_figure(meant))


def _limit(finding: Finding, dataset: Dataset, say: Say) -> str:
    (statement,) = finding.statements
    return say(
        finding.code,
        name=_name(finding, dataset),
        year=finding.year,
        figure=_figure(statement),
        limit=number(finding.numbers["limit"]) + statement.unit,
    )


def _statements(finding: Finding, dataset: Dataset, say: Say, titles: Mapping[str, str]) -> str:
    if finding.kind == REVISION:
        name = "revision"
    else:
        name = finding.code if finding.code in ("magnitude", "exchange", WITHIN_REACH, SCOPE, "within") else "between"
    one = finding.statements[0]
    is_rate = finding.kind != UNIT and rule.is_rate(one.unit, finding.measure)
    return say(
        name,
        name=_name(finding, dataset),
        kind=say("target" if one.is_target else "result"),
        year=finding.year,
        said=say("and").join(_said(finding.statements, say, titles)),
        factor=number(finding.numbers.get("factor", Decimal(0))),
        gap=number(finding.numbers.get("gap", Decimal(0))) + (quantity.POINTS if is_rate else one.unit),
        scopes=say("and").join(dict.fromkeys(s for o in finding.statements for s in scope(o))),
    )


def _said(statements: Iterable[Observation], say: Say, titles: Mapping[str, str]) -> list[str]:
    """Who says what, documents that say the same told together."""
    sources: dict[str, dict[str, None]] = {}
    for o in statements:
        figure = say("estimated", figure=_figure(o)) if o.status == ESTIMATE else _figure(o)
        sources.setdefault(figure, {})[titles[o.document]] = None
    return [say("said", source="".join(names), figure=figure) for figure, names in sources.items()]


def _arithmetic(finding: Finding, dataset: Dataset, say: Say, titles: Mapping[str, str]) -> str:
    base, level, rate = finding.statements
    name = finding.code if finding.code in (REAL_GROWTH, "scale", "points", "relative") else "growth"
    return say(
        name,
        name=_name(finding, dataset),
        year=finding.year,
        kind=say("target" if level.is_target else "result"),
        source=titles[level.document],
        base=_figure(base),
        level=_figure(level),
        rate=_figure(rate),
        expected=number(finding.numbers["expected"]) + level.unit,
        real=_real(base, level, finding),
        factor=number(finding.numbers.get("factor", Decimal(0))),
    )


def _real(base: Observation, level: Observation, finding: Finding) -> str:
    """What came between base and level, as growth or as a change: 增长7%, 下降2.3%, 提高1个百分点."""
    before, after = value_in(base, level.unit), value_in(level, level.unit)
    as_change = (finding.measure == CHANGE) is not (finding.code in ("points", "relative"))
    if as_change or not before:
        unit = quantity.POINTS if rule.is_rate(level.unit, level.measure) else level.unit
        return quantity.format(quantity.Quantity(Decimal(number(after - before)), unit, measure=CHANGE))
    percent = (after / before - 1) * 100
    return quantity.format(quantity.Quantity(Decimal(number(percent)), quantity.PERCENT, measure=GROWTH))


def _parts(finding: Finding, dataset: Dataset, say: Say) -> str:
    whole, *parts = finding.statements
    names = {"above": "part" if len(parts) == 1 else "parts-above", "range": "range", "additions": "additions"}
    return say(
        names.get(finding.code, "parts"),
        name=_name(finding, dataset),
        year=finding.year,
        kind=say("target" if whole.is_target else "result"),
        whole=_figure(whole),
        sum=number(finding.numbers.get("sum", Decimal(0))) + whole.unit,
        parts=say("part-and").join(f"{_part_name(o, whole, dataset)}{_figure(o)}" for o in parts),
    )


def _part_name(part: Observation, whole: Observation, dataset: Dataset) -> str:
    return dataset.area[part.area].name if part.area != whole.area else dataset.indicator[part.indicator].name


def _name(finding: Finding, dataset: Dataset) -> str:
    area = "" if finding.area == dataset.whole else f"（{dataset.area[finding.area].name}）"
    return finding.indicator.name + area


def _figure(o: Observation) -> str:
    return o.text if o.text else quantity.format(as_quantity(o))


def number(value: Decimal) -> str:
    """Two decimals at most, without trailing zeros; small ones keep two digits that count."""
    places = 2 if abs(value) >= Decimal("0.1") or not value else 1 - value.adjusted()
    rounded = round(value, places)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
