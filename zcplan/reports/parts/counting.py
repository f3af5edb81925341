"""One year, one count: how many indicators, how they stand, and what stands beside the count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zcplan.analysis import goals as plan
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Counted, standings
from zcplan.analysis.goals import Goal
from zcplan.model import Dataset, Document
from zcplan.reports.parts.writer import Writer


def summary(writer: Writer, year: int, found: Counted) -> str:
    """How many indicators have a goal, how many of them are known, and how those stand."""
    counts, phrases = standings(found.indicators), writer.phrases
    text = phrases("count.indicators", year=year, total=len(found.indicators))
    untold = counts[rule.UNDISCLOSED]
    known = len(found.indicators) - untold
    if not known:
        return text + phrases("count.none-known") + "。"
    text += phrases("count.known", known=known, shares=_shares(writer, "verdict", counts, (rule.UNDISCLOSED,)))
    if untold:
        text += phrases("count.untold", count=untold)
    return text + "。"


def plan_summary(writer: Writer, year: int, found: Sequence[Goal], sorted_goals: Counted) -> str:
    """How many indicators the plan has goals for, and how these differ from the year before."""
    counts, phrases = Counter(g.change for g in found), writer.phrases
    text = phrases("count.indicators", year=year, total=len(sorted_goals.indicators)) + "。"
    if not any(g.before for g in found):
        return text + phrases("count.goals-alone", before=year - 1) + "。"
    changes = {name: counts[name] for name in plan.CHANGES}
    text += phrases("count.goals", before=year - 1, shares=_shares(writer, "change", changes, (plan.DROPPED,)))
    if counts[plan.DROPPED]:
        text += phrases("count.dropped", before=year - 1, count=counts[plan.DROPPED])
    return text + "。"


def _shares(writer: Writer, section: str, counts: Mapping[str, int], without: Sequence[str]) -> str:
    return "、".join(
        writer.phrases("count.share", verdict=writer.phrases(f"{section}.{name}"), count=count)
        for name, count in counts.items()
        if count and name not in without
    )


def beside(writer: Writer, found: Counted) -> str:
    """What stands in the list of all targets beside the indicators that are counted; empty where nothing does."""
    measures, areas = len(found.measures), len(found.areas)
    name = {(True, True): "beside", (True, False): "beside-measures", (False, True): "beside-areas"}
    key = name.get((bool(measures), bool(areas)))
    if key is None:
        return ""
    given = {"measures": measures, "areas": areas}
    return writer.phrases(f"count.{key}", **given)


def newest_document(dataset: Dataset, year: int) -> Document:
    """The newest document that states anything of the year: what is told of the year is as of its date."""
    used = {o.document for o in dataset.observations if o.year == year}
    return max((d for d in dataset.documents if d.id in used), key=lambda d: d.date, default=dataset.documents[0])
