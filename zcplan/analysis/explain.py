"""What a finding says, in one plain sentence and in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import as_quantity
from zcplan.analysis.disagreement import scope
from zcplan.analysis.finding import ARITHMETIC, PART_WHOLE, REAL_GROWTH, REVISION, SCOPE, UNIT, WITHIN_REACH, Finding
from zcplan.analysis.statement_interval import value_in
from zcplan.model import CHANGE, ESTIMATE, GROWTH, Dataset, Observation

Gettext = Callable[[str], str]


def message(finding: Finding, dataset: Dataset, _: Gettext) -> str:
    """One plain sentence on what differs.

    :param _: the gettext function of the language wanted
    """
    if finding.code in ("share-limit", "days-limit"):
        text = _limit(finding, dataset, _)
    elif finding.kind == ARITHMETIC or finding.code == "scale":
        text = _arithmetic(finding, dataset, _)
    elif finding.kind == PART_WHOLE:
        text = _parts(finding, dataset, _)
    else:
        text = _statements(finding, dataset, _)
    return text + _misprint(finding, _)


def _misprint(finding: Finding, _: Gettext) -> str:
    """What probably caused it, as a sentence of its own; empty where nothing tells."""
    slip = finding.misprint
    if slip is None:
        return ""
    told = _(" Probably two neighbouring digits of {figure} changed places: {meant}.")
    meant = replace(slip.statement, value=slip.meant, text="")
    return told.format(figure=_figure(slip.statement), meant=_figure(meant))


def _limit(finding: Finding, dataset: Dataset, _: Gettext) -> str:
    texts = {
        "share-limit": _("{name} {year}: {figure} is more than the whole: a share can't be above {limit}."),
        "days-limit": _("{name} {year}: {figure}, but the year has {limit}."),
    }
    (statement,) = finding.statements
    return texts[finding.code].format(
        name=_name(finding, dataset),
        year=finding.year,
        figure=_figure(statement),
        limit=number(finding.numbers["limit"]) + statement.unit,
    )


def _statements(finding: Finding, dataset: Dataset, _: Gettext) -> str:
    if finding.code == "magnitude":
        text = _("{name}, {kind} of {year}: {said}; they differ by a factor of {factor}, as if a unit were wrong.")
    elif finding.code == "exchange":
        text = _(
            "{name}, {kind} of {year}: {said}; they differ by a factor of {factor}, "
            "as if one amount were in another currency."
        )
    elif finding.kind == REVISION:
        text = _("{name} {year}: an estimate was revised: {said}.")
    elif finding.code == WITHIN_REACH:
        text = _(
            "{name}, {kind} of {year}: the goals are not the same, though one result can meet them all: {said}; "
            "a difference of {gap}."
        )
    elif finding.code == SCOPE:
        text = _("{name}, {kind} of {year}: {said}; a difference of {gap}, but they do not cover the same: {scopes}.")
    elif finding.code == "within":
        text = _("{name}, {kind} of {year}: one document states it in different ways: {said}; a difference of {gap}.")
    else:
        text = _("{name}, {kind} of {year}: documents differ: {said}; a difference of {gap}.")
    one = finding.statements[0]
    is_rate = finding.kind != UNIT and rule.is_rate(one.unit, finding.measure)
    gap = number(finding.numbers.get("gap", Decimal(0))) + (quantity.POINTS if is_rate else one.unit)
    return text.format(
        name=_name(finding, dataset),
        kind=_("target") if one.is_target else _("result"),
        year=finding.year,
        said=_("; ").join(_said(finding.statements, dataset, _)),
        factor=number(finding.numbers.get("factor", Decimal(0))),
        gap=gap,
        scopes=_("; ").join(dict.fromkeys(s for o in finding.statements for s in scope(o))),
    )


def _said(statements: Iterable[Observation], dataset: Dataset, _: Gettext) -> list[str]:
    """Who says what, documents that say the same told together."""
    sources: dict[str, dict[str, None]] = {}
    for o in statements:
        status = _("estimated ") if o.status == ESTIMATE else ""
        sources.setdefault(status + _figure(o), {})[dataset.document[o.document].cited] = None
    return [_("{source} {figure}").format(source="".join(names), figure=figure) for figure, names in sources.items()]


def _arithmetic(finding: Finding, dataset: Dataset, _: Gettext) -> str:
    base, level, rate = finding.statements
    if finding.code == REAL_GROWTH:
        text = _(
            "{name} {year}: from {base} to {level} is {real} at current prices; {rate} is at constant prices, "
            "so the two need not agree."
        )
    elif finding.code == "scale":
        text = _(
            "{name} {year}: {base} and {rate} give {expected}, but {level} is printed, off by a factor of {factor}, "
            "as if a unit were wrong."
        )
    elif finding.code == "points":
        text = _("{name} {year}: from {base} to {level} is {real}, which {rate} gives as a growth.")
    elif finding.code == "relative":
        text = _("{name} {year}: from {base} to {level} is {real}, which {rate} gives as a change.")
    else:
        text = _("{name} {year}: {base} and {rate} give {expected}, but {level} is printed, which is {real}.")
    return text.format(
        name=_name(finding, dataset),
        year=finding.year,
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


def _parts(finding: Finding, dataset: Dataset, _: Gettext) -> str:
    whole, *parts = finding.statements
    if finding.code == "above" and len(parts) == 1:
        text = _("{name} {year}: the part ({parts}) is more than the whole, {whole}.")
    elif finding.code == "above":
        text = _("{name} {year}: the parts ({parts}) come to {sum}, more than the whole, {whole}.")
    elif finding.code == "range":
        text = _("{name} {year}: {whole} lies outside the range of its parts: {parts}.")
    elif finding.code == "additions":
        text = _("{name} {year}: there are {whole} in all, less than were added within the year: {parts}.")
    else:
        text = _("{name} {year}: the parts ({parts}) come to {sum}, not to the whole, {whole}.")
    return text.format(
        name=_name(finding, dataset),
        year=finding.year,
        whole=_figure(whole),
        sum=number(finding.numbers.get("sum", Decimal(0))) + whole.unit,
        parts=_(", ").join(f"{_part_name(o, whole, dataset)}{_figure(o)}" for o in parts),
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
