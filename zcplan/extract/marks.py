"""Why a proposed row needs a person: what is missing, what is doubtful, what the data says instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zcplan.i18n import translator

_ = translator("zh")
"""The workbook is Chinese whatever the language of the command line."""

NO_NAME, FRAGMENT, NO_YEAR, NO_STATUS, NO_UNIT = "no-name", "fragment", "no-year", "no-status", "no-unit"
CITED_GOAL, ELSEWHERE, UNIT, SAME_NAME, TWICE, EARLY, FOREIGN = (
    *("cited", "elsewhere", "unit", "same-name", "twice", "early", "foreign"),
)
ODD_UNIT = "odd-unit"
NAME, CUT, COMPLETION, PART_OF_ALL, ATTRIBUTE, PREDICATE, PRESENT, SUMMED, OF_WHICH = (
    *("name", "cut", "completion", "part-of-all", "attribute", "predicate", "present", "summed", "of-which"),
)
ALIKE = "alike"
"""Code of a hint: it tells, and does not mark the row."""
LACKS = frozenset({NO_NAME, FRAGMENT, NO_YEAR, NO_STATUS, NO_UNIT})
"""Codes of what is missing; a row can't be taken before it is filled in. The others are doubts."""


@dataclass(frozen=True)
class Reason:
    """Why a row is marked.

    :param code: one of the codes above
    :param detail: the words that it rests on
    """

    code: str
    detail: str = ""

    @property
    def told(self) -> str:
        """The reason as the workbook tells it."""
        return _words()[self.code].format(detail=self.detail)


@cache
def _words() -> dict[str, str]:
    return {
        NO_NAME: _("indicator: the text does not say what is counted"),
        FRAGMENT: _("indicator: “{detail}” is no name by itself"),
        NO_YEAR: _("year: {detail}"),
        NO_STATUS: _("kind of figure: the text does not say whether it is a goal or a result"),
        NO_UNIT: _("unit of “{detail}”: see the sheet of indicators"),
        CITED_GOAL: _("it cites a former goal or another document"),
        ELSEWHERE: _("it is a figure of “{detail}”"),
        ODD_UNIT: _("“{detail}” may be no unit"),
        NAME: _(
            "the name is taken from the sentence: see whether it can stand (to rename it, see the sheet of indicators)"
        ),
        CUT: _("a figure stands within the name: see whether it is whole"),
        OF_WHICH: _("it is a part of what was told before: see whether the name says so"),
        SUMMED: _("it may add up several years"),
        COMPLETION: _("it may be how much of the plan was carried out"),
        PART_OF_ALL: _("the percentage is of something: see whether the name says of what"),
        ATTRIBUTE: _("it may only describe “{detail}”"),
        PREDICATE: _("the sentence goes on about what is counted: “{detail}”"),
        PRESENT: _("it may be how things stand, and no goal"),
        ALIKE: _("the words may mean “{detail}”"),
        UNIT: _("its unit does not fit “{detail}”"),
        SAME_NAME: _("another figure of the sentence has the same name: {detail}"),
        TWICE: _("the document says otherwise elsewhere: {detail}"),
        EARLY: _("a result of {detail}, which had not ended when the document was issued"),
        FOREIGN: _("the document is one of “{detail}”"),
    }
