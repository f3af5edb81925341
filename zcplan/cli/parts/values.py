"""What is typed for a year or a day, with a word of help where it is a slip."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

FIRST_YEAR, LAST_YEAR = 1949, 2100
_LOOKALIKES = str.maketrans("OoQDIlｌ|ZSB〇○零" + "一二三四五六七八九", "00001111258000" + "123456789")
_DAY = re.compile(r"(\d{4})(?:[-/.年]\s?(\d\d?)[-/.月]\s?(\d\d?)日?|(\d\d)(\d\d))", re.ASCII)
_PRINTABLE = (".docx", ".xlsx")
_OTHER_FILES = frozenset(
    f".{name}" for name in "pdf doc docm dotx xls xlsm wps et csv txt md odt ods rtf htm html json zip ppt pptx".split()
)
"""What a person may take a document's name to end in; 2023.v2 is a folder."""


class Year(click.ParamType):
    """A year in digits."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year, or an error with the one that was most likely meant."""
        text = str(value)
        if re.fullmatch(r"\d{4}年?", text) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
            return int(text[:4])
        meant = re.sub(r"\D", "", text.translate(_LOOKALIKES))
        what = _("“{text}” is no year from {first} to {last}.").format(text=text, first=FIRST_YEAR, last=LAST_YEAR)
        if len(meant) == 4 and FIRST_YEAR <= int(meant) <= LAST_YEAR:
            what = _("“{text}” is no year. Did you mean {guess}?").format(text=text, guess=int(meant))
        return self.fail(what, param, ctx)


def day_in(text: str) -> date | None:
    """The day that a text is in any common form; ``None`` where it is none."""
    match = _DAY.fullmatch(text.strip())
    try:
        return date(*(int(part) for part in match.groups() if part)) if match else None
    except ValueError:
        return None


def meant_day(text: str) -> date | None:
    """The day that a text was meant for whose digits are mistyped: 2O23-06-01."""
    return day_in(unicodedata.normalize("NFKC", text).translate(_LOOKALIKES))


class Day(click.ParamType):
    """A day as 2023-05-01."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or an error with the one that was most likely meant."""
        if isinstance(value, date):
            return value
        meant = day_in(str(value)) or meant_day(str(value))
        if meant is None:
            return self.fail(_("“{text}” is no day. Write it as 2023-05-01.").format(text=value), param, ctx)
        if not re.fullmatch(r"\d{4}-\d\d?-\d\d?", str(value), re.ASCII):
            what = _("A day is written with hyphens. Did you mean {guess}?")
            if not _DAY.fullmatch(str(value).strip()):
                what = _("A day is written in digits. Did you mean {guess}?")
            return self.fail(what.format(guess=meant.isoformat()), param, ctx)
        return meant


class Number(click.ParamType):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or an error with the bounds."""
        text = str(value).strip()
        if re.fullmatch(r"\d{1,9}", text) and self.first <= int(text) <= self.last:
            return int(text)
        what = _("“{text}” is no whole number from {first} to {last}.")
        return self.fail(what.format(text=text, first=self.first, last=self.last), param, ctx)


class Word(click.Choice):
    """One of several words, in capitals or not, also as listings print it; a slip gets what was meant.

    :param printed: what each is called in listings, worked out when it is needed: it depends on the language
    """

    def __init__(self, words: Iterable[str], printed: Callable[[], Mapping[str, str]] = dict) -> None:
        super().__init__(list(words))
        self._printed = printed

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or an error with the one that was most likely meant, or all."""
        text = str(value).strip()
        if text in self.choices:
            return text
        from difflib import get_close_matches

        words = self._printed()
        by_name = {name.casefold(): key for key in self.choices for name in (words.get(key, key), key)}
        if text.casefold() in by_name:
            return by_name[text.casefold()]
        what = _("“{text}” is none of the words for it.").format(text=text)
        near = get_close_matches(text.casefold(), by_name, n=1)
        if near:
            return self.fail(f"{what} " + _("Did you mean “{guess}”?").format(guess=by_name[near[0]]), param, ctx)
        return self.fail(f"{what} {self._there()}", param, ctx)

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """What there is, for a word that is not given."""
        return self._there()

    def _there(self) -> str:
        words = self._printed()
        return _("There are: {names}").format(names=", ".join(named(k, words.get(k, "")) for k in self.choices))


def named(key: str, title: str) -> str:
    """A word to type, and what it is called where that says more.

    >>> named("missed", "未完成"), named("area", "Area")
    ('missed (未完成)', 'area')
    """
    return key if not title or title.casefold() == key else f"{key} ({title})"


def year_argument(kind: Year | None = None) -> Callable[[Callable], Callable]:
    """Add ``[YEAR]`` to a command."""
    from zcplan.cli import suggest

    return click.argument("year", type=kind or Year(), required=False, shell_complete=suggest.years)


def must_be_known(year: int | None, known: Collection[int], what: str) -> None:
    """Refuse a year that there is nothing of.

    :param what: the message, with ``{year}``
    :raises UsageError: it is not among those known
    """
    if year is not None and year not in known:
        raise UsageError(what.format(year=year), todo=_("Years that there are: {years}").format(years=spans(known)))


def some(names: Iterable[str], most: int = 8) -> str:
    """The first of several names, each once.

    >>> some("abcabcd", most=3)
    'a、b、c…'
    """
    every = list(dict.fromkeys(names))
    return "、".join(every[:most]) + ("…" if len(every) > most else "")


def spans(years: Collection[int]) -> str:
    """Years as people list them.

    >>> spans([2019, 2022, 2020, 2023, 2025])
    '2019–2020, 2022–2023, 2025'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


def names_a_file(target: Path) -> bool:
    """Whether a path is meant for a file: it ends as files of an office do, and no folder is called so."""
    return not target.is_dir() and target.suffix.lower() in {*_PRINTABLE, *_OTHER_FILES}


def is_file_name(target: Path) -> bool:
    """Whether -o names one Word or Excel file rather than a folder.

    :raises UsageError: it names a file of a kind that is not made
    """
    suffix = target.suffix.lower()
    if not names_a_file(target):
        return False
    if suffix in _PRINTABLE:
        return True
    what = _("no {suffix} files are made").format(suffix=suffix)
    raise UsageError(what, str(target), _("Name a folder, or a file that ends in .docx or .xlsx."))


def folder(target: Path) -> Path:
    """The folder that -o names.

    :raises UsageError: it names a file, or a file stands in its way; said once, before anything is made
    """
    must_be_free(target)
    if names_a_file(target):
        raise UsageError(_("several files are made, so a folder is wanted"), str(target), _("Name a folder."))
    return target


def must_be_free(folder: Path) -> None:
    """Make sure that a folder is there or can be made, before anything is.

    :raises UsageError: a file stands in its way
    """
    nearest = next((p for p in (folder, *folder.parents) if os.path.lexists(p)), folder)
    if os.path.lexists(nearest) and not nearest.is_dir():
        what = _("a file stands where a folder should be")
        raise UsageError(what, str(nearest), _("Move the file away, or name another folder."))
