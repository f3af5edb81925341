"""The office's phrases (``wording.toml`` beside the templates): read, checked, filled in.

A phrase is text with places such as ``{gap}``. An own file may hold some of the phrases only; the others are those
that come along. What is wrong in it is told with its name before any document is made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from zcplan import files
from zcplan.errors import TemplateError
from zcplan.i18n import gettext as _

FILE = "wording.toml"
MOST = 2000
"""Characters of one phrase: a page of text is no phrase."""
_PLACE = re.compile(r"\{([a-z_]*)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_NEEDED = frozenset({"figure", "gap", "goal", "result", "clauses"})
"""Places that carry a figure: a phrase without them would keep silent on it."""
Phrase = str | tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a phrase: its name in the file (``gap.same``), what, and what to do."""

    name: str
    what: str
    todo: str


@dataclass(frozen=True)
class Phrases:
    """Phrases by their name, such as ``gap.same``."""

    entries: Mapping[str, Phrase]

    def __call__(self, name: str, /, **fields: object) -> str:
        """The phrase with its places filled.

        :raises KeyError: there is no such phrase, or a place is not given
        """
        text = self.entries[name]
        assert isinstance(text, str)
        return _filled(text, fields)

    def paragraphs(self, name: str, /, **fields: object) -> tuple[str, ...]:
        """The paragraphs of a phrase that has several."""
        texts = self.entries[name]
        return tuple(_filled(text, fields) for text in ((texts,) if isinstance(texts, str) else texts))

    def of(self, section: str) -> dict[str, str]:
        """The phrases of a section without places, by the rest of their names."""
        start = f"{section}."
        return {k.removeprefix(start): v for k, v in self.entries.items() if k.startswith(start) and isinstance(v, str)}


def _filled(text: str, fields: Mapping[str, object]) -> str:
    return _PLACE.sub(lambda place: str(fields[place[1]]), text)


@lru_cache(maxsize=8)
def load(path: Path, standard: Path) -> Phrases:
    """The phrases of a file, with those that it leaves out taken from the standard ones.

    :raises TemplateError: the file can't be read, or a phrase in it is wrong
    """
    known = _flat(_read(standard))
    if path == standard:
        return Phrases(known)
    own = _flat(_read(path))
    for mistake in _mistakes(own, known):
        raise TemplateError(mistake.what, f"{path}: {mistake.name}", mistake.todo)
    return Phrases({**known, **own})


def check(path: Path, standard: Path) -> list[Mistake]:
    """Every mistake of a file of phrases.

    :raises TemplateError: it can't be read at all
    """
    return list(_mistakes(_flat(_read(path)), _flat(_read(standard))))


def _read(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    todo = _("Correct it, or take “{file}” from “zcplan templates export DIR” again.").format(file=FILE)
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        what = _("the phrases can't be read ({reason})").format(reason=files.reason(error))
        raise TemplateError(what, str(path), todo) from None
    except UnicodeDecodeError:
        todo = _("Save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8).")
        raise TemplateError(_("the file is not UTF-8 text"), str(path), todo) from None
    except tomllib.TOMLDecodeError as error:
        what = _('a phrase is not written as NAME = "PHRASE": {reason}').format(reason=files.reason(error))
        raise TemplateError(what, str(path), todo) from None


def _flat(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Phrases by section and name; what is no phrase stays as it is, to be told."""
    found: dict[str, Any] = {}
    for section, phrases in tree.items():
        if not isinstance(phrases, dict):
            found[section] = phrases
            continue
        for name, phrase in phrases.items():
            found[f"{section}.{name}"] = tuple(phrase) if isinstance(phrase, list) else phrase
    return found


def _mistakes(own: Mapping[str, Any], known: Mapping[str, Phrase]) -> Iterator[Mistake]:
    for name, phrase in own.items():
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, 1)
            todo = _("Did you mean “{name}”?").format(name=near[0]) if near else _("Take it out.")
            yield Mistake(name, _("there is no phrase of this name"), todo)
            continue
        yield from _mistakes_of(name, phrase, known[name])


def _mistakes_of(name: str, phrase: Any, standard: Phrase) -> Iterator[Mistake]:
    texts = phrase if isinstance(phrase, tuple) else (phrase,)
    several = isinstance(standard, tuple)
    if not all(isinstance(text, str) for text in texts) or (isinstance(phrase, tuple) and not several):
        todo = _("Write it as a list of texts in quotation marks.") if several else _("Put it in quotation marks.")
        yield Mistake(name, _("the phrase is no text"), todo)
        return
    allowed = {p for text in ((standard,) if isinstance(standard, str) else standard) for p in _PLACE.findall(text)}
    for text in texts:
        for place in _PLACE.findall(text):
            if place not in allowed:
                what = _("nothing is filled in at {place}").format(place="{" + place + "}")
                places = ", ".join("{" + p + "}" for p in sorted(allowed))
                yield Mistake(name, what, _("There is: {places}").format(places=places or _("nothing to fill in")))
        for place in sorted(_NEEDED & allowed - set(_PLACE.findall(text))) if not several else ():
            what = _("{place} is left out, so that it is not printed").format(place="{" + place + "}")
            yield Mistake(name, what, _("Put it where it is to stand."))
        if re.search(r"[{}]", _PLACE.sub("", text)):
            yield Mistake(name, _("a brace has no partner"), _("Write each place as {gap}."))
        if len(text) > MOST or _CONTROL.search(text):
            yield Mistake(name, _("the phrase is too long, or holds invisible characters"), _("Type it anew."))
