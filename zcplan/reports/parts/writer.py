"""Sentences about the dataset's figures, in the office's own phrases.

A :class:`Writer` holds the dataset and the phrases of ``wording.toml``. A result is told with its parts, its growth
and how far it is from the goal; the words follow from what the figures are, never from one document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from zcplan import quantity
from zcplan.analysis import verdict as rule
from zcplan.analysis.compare import Comparison, as_quantity
from zcplan.analysis.vintage import results, targets
from zcplan.model import CHANGE, ESTIMATE, GROWTH, LEVEL, Dataset, Indicator, Observation
from zcplan.reports.parts import wording
from zcplan.reports.parts.phrases import Phrases

FIGURE = "{}"
CONTINUES = "、"
"""What the phrase of an indicator begins with that continues the clause on the one in the row above it."""
AND = "和"
"""What stands before the last of several names that share their words."""
_BESIDE_OTHERS = re.compile("不?[高低快慢优好]于|(?:位居|保持|继续|持续)*(?:不?[高低快慢优好]于|前列|领先)")
"""Words that set a growth against that of others, and do not say themselves that a growth is meant."""


@dataclass(frozen=True)
class Clause:
    """A clause on an indicator: ``head`` may be shared with a neighbour, ``body`` follows it.

    ``follows`` is the indicator whose clause this one continues, where that stands right before it; ``subject`` is
    the name that the clause begins with, which the next clause on the same need not repeat; ``words`` is the rest where
    that is words and no number, which neighbours may share. ``alone`` is how it reads by itself where that is
    otherwise; ``remark`` tells that it says how far the goal is, and holds a comma.
    """

    indicator: str
    head: str
    body: str
    remark: bool = False
    follows: str = ""
    subject: str = ""
    words: str = ""
    alone: str = ""

    @property
    def text(self) -> str:
        """The clause where it stands alone."""
        return self.alone or self.head + self.body


@dataclass(frozen=True)
class Writer:
    """The dataset, and the phrases to tell it with."""

    dataset: Dataset
    phrases: Phrases

    # --- labels

    def verdict(self, c: Comparison) -> str:
        """The verdict as a table prints it."""
        return self.phrases(f"verdict.{c.standing}")

    def source(self, o: Observation | None) -> str:
        """The document that a figure is taken from, as short as a column wants it: 年度计划2023-04."""
        if o is None:
            return wording.NOTHING
        document = self.dataset.document[o.document]
        if f"source.{document.kind}" not in self.phrases.entries:
            return document.name
        date = document.date.strftime(self.phrases("source.date"))
        return self.phrases(f"source.{document.kind}", date=date)

    def difference(self, name: str, /, **fields: object) -> str:
        """The words of a contradiction: see :func:`zcplan.analysis.explain.explained`."""
        return self.phrases(f"difference.{name}", **fields)

    def called(self, o: Observation, others: Iterable[Observation]) -> str:
        """A statement's document by its kind, 年度计划; by its title where others of the kind stand beside it."""
        document = self.dataset.document[o.document]
        alike = {x.document for x in others if self.dataset.document[x.document].kind == document.kind}
        name = f"document.{document.kind}"
        return self.phrases(name) if name in self.phrases.entries and len(alike) == 1 else document.cited

    # --- figures

    def figure(self, o: Observation | None) -> str:
        """The figure with its direction, unit and bound: 增长5.5%左右, 50亿元以上, 2-3处; — for none.

        A growth in words that only says how it stands to others' says that it is a growth: 增速高于全市平均水平.
        """
        if o is None:
            return wording.NOTHING
        if o.value is None and o.measure == GROWTH and _BESIDE_OTHERS.match(o.text):
            return self.phrases("figure.growth-words", figure=o.text)
        return o.text or wording.beside(self.dataset.indicator[o.indicator].name, as_quantity(o))

    def stated(self, o: Observation) -> str:
        """A figure as a sentence gives it: a result of at least 195家 is 超过195家, an estimate 预计."""
        words = self.figure(o)
        plain = o.measure == LEVEL and not o.text and o.value is not None
        if plain and o.bound == quantity.AT_MOST:
            words = self.phrases("figure.at-most", figure=words)
        elif plain and o.bound == quantity.AT_LEAST and not o.is_target:
            exact = quantity.format(replace(as_quantity(o), bound=quantity.EXACT))
            words = self.phrases("figure.at-least", figure=exact)
        return self.phrases("figure.estimate", figure=words) if o.status == ESTIMATE else words

    def result(self, c: Comparison) -> str:
        """What came of it: 预计增长5.25%, 53.64亿元, 超过195家, 持平."""
        assert c.actual is not None
        return self.stated(c.actual)

    def goal(self, c: Comparison) -> str:
        """The goal: 增长5%以上, 50亿元以上, 保持稳定增长."""
        return self.figure(c.target)

    def named(self, indicator: str, area: str) -> str:
        """The indicator's name, led by the area where that is not the whole territory."""
        name = self.dataset.indicator[indicator].name
        if area == self.dataset.whole:
            return name
        return self.phrases("figure.area", name=name, area=self.dataset.area[area].name)

    def in_measure(self, indicator: Indicator, measure: str) -> str:
        """The indicator's name in a measure: 某值 its level, 某值增速 its growth."""
        if measure == LEVEL or wording.tells_change(indicator.name):
            return indicator.name
        return self.phrases(f"history.{measure}", name=indicator.name)

    def subject(self, c: Comparison) -> str:
        """What a sentence on a comparison is about: where a part stands for the whole, that part."""
        return self.named(c.indicator.id, c.actual.area if c.actual is not None and c.stands_in else c.area.id)

    def parts(self, o: Observation) -> tuple[Observation, ...]:
        """The same document's figures of the parts of the territory: included in an amount, beside a share."""
        if o.value is None or o.measure != LEVEL:
            return ()
        areas = [a.id for a in self.dataset.areas if a.part_of == o.area and not a.stands_for]
        return tuple(
            part
            for area in areas
            for part in self.dataset.by_fact.get((o.indicator, o.year, area, o.measure), ())
            if part.document == o.document and part.is_target == o.is_target and part.value is not None
        )

    def part_words(self, o: Observation) -> str:
        """The parts in brackets: （含某湖31个）, of a share （某湖90.56%）; nothing where there are none."""
        kind = "parts" if quantity.unit(o.unit).additive else "parts-beside"
        return "".join(
            self.phrases(f"figure.{kind}", area=self.dataset.area[p.area].name, figure=quantity.format(as_quantity(p)))
            for p in self.parts(o)
        )

    def misleads(self, o: Observation) -> bool:
        """Whether a sentence leaves it to the tables: the growth of a share beside it would be read as points."""
        if o.measure != GROWTH or not rule.is_rate(self.dataset.indicator[o.indicator].unit, LEVEL):
            return False
        level = (o.indicator, o.year, o.area, LEVEL)
        return any(x.is_target == o.is_target for x in self.dataset.by_fact.get(level, ()))

    # --- how far from the goal

    def gap(self, c: Comparison) -> str:
        """How far the result is from the target; — where there is none or the target is words."""
        if c.difference is None:
            return wording.NOTHING
        if c.difference == 0:
            flat = c.measure == GROWTH and c.target.value == 0
            return self.phrases("gap.same-flat" if flat else "gap.same")
        assert c.actual is not None and c.target.value is not None
        amount = f"{wording.number(abs(c.difference))}{c.difference_unit}"
        if c.difference > 0 and c.actual.bound in (quantity.AT_LEAST, quantity.APPROX):
            amount = self.phrases("gap.more", gap=amount)
        kind = "rate" if c.difference_unit == quantity.POINTS else "amount"
        falls = c.measure != LEVEL and c.target.value < 0 and (c.actual_value or 0) <= 0
        sense = "fall" if falls else "ceiling" if c.less_is_better else "floor"
        side = ("slight-" if c.standing == rule.SLIGHT else "") + ("above" if c.difference > 0 else "below")
        return self.phrases(f"gap.{kind}-{sense}-{side}", gap=amount)

    def sentence(self, c: Comparison) -> str:
        """One clause on a comparison with what is to be held against it, without a final stop."""
        if c.actual is None:
            return self.phrases("sentence.undisclosed", name=self.subject(c), goal=self.goal(c))
        text = self.clause(c.actual, *self._companion(c)).text
        if not c.caveats:
            return self._judged(c, text)
        caveat = "；".join(c.caveats)
        if c.verdict == rule.JUDGE:
            kind = "judge-words-caveat" if c.target.value is None else "judge-caveat"
            return self.phrases(f"sentence.{kind}", result=text, goal=_unquoted(self.goal(c)), caveat=caveat)
        return self.phrases("sentence.caveat", sentence=self._judged(c, text), caveat=caveat)

    def _judged(self, c: Comparison, result: str) -> str:
        goal = self.goal(c)
        if c.target.value is None:
            names = {rule.MET: "words-met", rule.MISSED: "words-missed"}
            return self.phrases(f"sentence.{names.get(c.verdict, 'judge-words')}", result=result, goal=_unquoted(goal))
        if c.verdict == rule.JUDGE:
            return self.phrases("sentence.judge", result=result, goal=goal)
        return self.phrases("sentence.told", result=result, gap=self.gap(c))

    def comparison(self, c: Comparison) -> Clause:
        """A comparison as a clause that may stand among others."""
        assert c.actual is not None
        clause = self.clause(c.actual, *self._companion(c))
        return replace(clause, remark=True, alone=self._judged(c, clause.text))

    def _companion(self, c: Comparison) -> tuple[Observation, ...]:
        """The growth beside a level, or the level beside a growth, that the same document states."""
        assert c.actual is not None
        return self.companions(c.actual)

    def companions(self, o: Observation) -> tuple[Observation, ...]:
        """What the same document states of the same indicator in the other measures, as results or as goals."""
        choose = targets if o.is_target else results
        found = []
        for measure in (LEVEL, GROWTH, CHANGE):
            fact = (o.indicator, o.year, o.area, measure)
            other = next(iter(choose(self.dataset, fact)), None) if measure != o.measure else None
            if other is None or other.document != o.document or other.value is None or o.value is None:
                continue
            if not self.misleads(other):
                found.append(other)
        return tuple(found[:1])

    # --- running text

    def clause(self, o: Observation, *others: Observation) -> Clause:
        """A figure in running text, with other measures of the same indicator behind it: 1205万美元、增长318.4%."""
        told = sorted((o, *others), key=lambda x: (x.measure != LEVEL, x.measure == CHANGE))
        first, rest = told[0], told[1:]
        indicator = self.dataset.indicator[o.indicator]
        figure = self.stated(first)
        tail = self.part_words(first) + "".join(f"{CONTINUES}{self.stated(x)}" for x in rest)
        head, body, follows = self._pattern(indicator, first)
        words = figure if first.value is None and not rest else ""
        if not body:
            name = self.named(o.indicator, first.area)
            return Clause(o.indicator, "", name + figure + tail, subject=name, words=words)
        alone = f"{indicator.name}{figure}{tail}" if follows else ""
        before = body.removesuffix(FIGURE) if words and body.endswith(FIGURE) else ""
        clause = Clause(o.indicator, head, body.replace(FIGURE, figure) + tail, follows=follows, alone=alone)
        return replace(clause, subject=head + before, words=words) if before else clause

    def _pattern(self, indicator: Indicator, o: Observation) -> tuple[str, str, str]:
        """Head and body of the indicator's own phrase, and the indicator that it continues; empty where none fits."""
        own = indicator.phrase.split(";")
        text = own[0] if o.value is not None else own[1] if len(own) > 1 else ""
        if not text or o.measure != LEVEL or o.area != self.dataset.whole:
            return "", "", ""
        if text.startswith(CONTINUES):
            before = self.dataset.row_above(indicator.id)
            return "", text.removeprefix(CONTINUES), before
        head, space, body = text.partition(" ")
        if not space:
            return "", text, ""
        return ("", head + body, "") if CONTINUES in body else (head, body, "")

    def statement(self, o: Observation) -> str:
        """A clause on a figure alone."""
        return self.clause(o).text


def joined(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Clauses as an office writes them in a row: neighbours share their head or words, amounts follow their count.

    What belongs together stands with 、 and is one of the texts that come back.
    """
    texts: list[str] = []
    before: Clause | None = None
    for clause in _together(clauses):
        more = _continued(clause, before) if before is not None else ""
        if more:
            texts[-1] += CONTINUES + more
        else:
            texts.append(clause.text)
        before = clause
    return tuple(texts)


def _together(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Neighbours that say the same words of different indicators as one: 某率和某余额实现大幅下降."""
    for words, members in groupby(clauses, key=lambda c: "" if c.remark else c.words):
        alike = list(members)
        names = [_name_after(above, c) for above, c in zip((None, *alike), alike, strict=False)]
        if not words or len(set(names)) < 2 or any(AND in name or CONTINUES in name for name in names):
            yield from alike
        else:
            yield Clause(alike[-1].indicator, "", CONTINUES.join(names[:-1]) + AND + names[-1] + words)


def _name_after(above: Clause | None, clause: Clause) -> str:
    """The name of a clause behind another one: what continues that need not begin anew."""
    continues = above is not None and clause.follows == above.indicator
    return clause.subject if continues or not clause.follows else clause.alone.removesuffix(clause.words)


def _continued(clause: Clause, before: Clause) -> str:
    """What is left to say of a clause that goes on with the one before it; empty where it stands by itself."""
    if clause.remark or before.remark:
        return ""
    if (clause.follows and clause.follows == before.indicator) or (clause.head and clause.head == before.head):
        return clause.body
    if clause.subject and clause.subject == before.subject:
        return clause.body.removeprefix(clause.subject)
    return ""


def _unquoted(text: str) -> str:
    return text[1:-1] if text.startswith("“") and text.endswith("”") and text.count("“") == 1 else text


def told(clauses: Iterable[str]) -> str:
    """Texts of clauses as one sentence: a comma between plain ones, a semicolon where they hold commas themselves."""
    texts = list(clauses)
    if not texts:
        return ""
    mark = "；" if any("，" in t for t in texts) else "，"
    return mark.join(texts) + "。"
