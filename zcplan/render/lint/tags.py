"""Tags in texts: found, read and paired, and what is wrong with them told, whatever program the texts are of."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes

from zcplan.i18n import gettext as _
from zcplan.render import language, reasons
from zcplan.render.lint.finding import ADVICE, ERROR, Finding
from zcplan.render.nearest import nearest

_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_DELIMITER = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_WIDE_BRACES = re.compile("｛[｛{%％]|[{][｛％]|[}%％]｝|｝[}]")
_WIDE = re.compile("[，。：；（）！？＝｜＋－＊／．％【】「」\u3000]")
SMART_QUOTES = re.compile("[“”‘’]")
_SIGNS = re.compile(r"^[-+](?=\s)|(?<=\s)[-+]$")
"""Jinja's marks that take the space around a tag away."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARKED = re.compile(r"(tr|tc|p|r)\s+(.*)", re.DOTALL)
_ENDS = {"endfor": "for", "endif": "if"}
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}
_OPENERS = tuple(dict.fromkeys(_ENDS.values()))
_SET = "set"
_FOREIGN = ("include", "import", "from", "extends", "block")
CELL_TAGS = ("colspan", "vmerge")
"""Tags that shape a table cell: docxtpl's and ours. An expression follows."""
_SYNTAX = jinja2.Environment()
_PATH = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*", re.ASCII)


@dataclass(frozen=True)
class Tag:
    """A tag as it stands in a text.

    ``holder`` is what its pair must stand in with it: a table for a row tag; ``cell`` is the table cell around it.
    """

    kind: str
    mark: str
    body: str
    text: str
    place: str
    holder: Any = None
    cell: Any = None

    @property
    def word(self) -> str:
        """The first word of a statement: ``for``, ``endif``."""
        match = re.match(r"\w+", self.body)
        return match[0] if match else ""


@dataclass
class Room:
    """Texts that are one Jinja template together: a part of a Word file, a sheet of a workbook."""

    tags: list[Tag] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    mends_quotes: bool = False

    def add(self, code: str, place: str, tag: str, what: str, todo: str, level: str = ERROR) -> None:
        """Note a mistake."""
        self.found.append(Finding(code, level, place, shortened(tag), what, todo))

    def read(self, text: str, place: str) -> list[tuple[int, int, Tag]]:
        """The tags of a text with where they begin and end; what is no whole tag is noted."""
        if _WIDE_BRACES.search(text):
            self.add("wide-braces", place, _around(text), _("the tag has full-width braces"), _half_width())
            return []
        spans = []
        for start, end, kind in self._delimited(text, place):
            body = text[start + 2 : end - 2]
            spans.append((start, end, _tag(kind, body, text[start:end], place)))
        return spans

    def _delimited(self, text: str, place: str) -> Iterator[tuple[int, int, str]]:
        opened: tuple[int, str] | None = None
        for match in _DELIMITER.finditer(text):
            found = match[0]
            if found in _CLOSERS:
                if opened:
                    self._unclosed(text[opened[0] : match.start()], opened[1], place)
                opened = (match.start(), found)
            elif opened and _CLOSERS[opened[1]] == found:
                yield opened[0], match.end(), opened[1]
                opened = None
            elif opened is None:
                what = _("“{closer}” closes no tag").format(closer=found)
                opener = next(o for o, c in _CLOSERS.items() if c == found)
                self.add(
                    "unopened", place, _around(text), what, _("Begin the tag with {opener}.").format(opener=opener)
                )
        if opened:
            self._unclosed(text[opened[0] :], opened[1], place)

    def _unclosed(self, rest: str, opener: str, place: str) -> None:
        todo = _("End it with {closer} in the same paragraph or cell.").format(closer=_CLOSERS[opener])
        self.add("unclosed", place, rest.strip(), _("the tag is not closed"), todo)

    def findings(self) -> list[Finding]:
        """Every mistake: those noted, those inside tags, and those of tags that don't pair."""
        inner = Room(mends_quotes=self.mends_quotes)
        for tag in self.tags:
            _check_inside(tag, inner)
        _check_pairs(self.tags, inner)
        _check_loops(self, inner)
        return [*self.found, *inner.found]

    def source(self, *, with_paths: bool = True) -> str:
        """The tags as one Jinja template, a line for each; what is never ended is ended behind them.

        :param with_paths: leave it out to have empty lines for tags that name a value and nothing else
        """
        lines = [_one_line(t, self.mends_quotes) if with_paths or not _is_path(t) else "" for t in self.tags]
        ends = [f"{{% end{t.word} %}}" for t in reversed(_check_pairs(self.tags, Room()))]
        return "\n".join([*lines, *ends])


def shortened(text: str, limit: int = 60) -> str:
    """A text short enough to be quoted."""
    text = " ".join(text[: 100 * limit].split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def mended(text: str) -> str:
    """Text with straight quotes, as docxtpl makes it."""
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', text))


def _tag(kind: str, body: str, text: str, place: str) -> Tag:
    body = _SIGNS.sub("", language.visible(body))
    marked = _MARKED.fullmatch(body) if not body[:1].isspace() and kind != "{#" else None
    if marked and not (kind == "{%" and marked[1] in CELL_TAGS):
        return Tag(kind, marked[1], marked[2].strip(), text, place)
    return Tag(kind, "", body.strip(), text, place)


def _around(text: str) -> str:
    return shortened(text)


def _half_width() -> str:
    return _("Type the tag anew with the input method set to English and half-width characters.")


def _one_line(tag: Tag, mends_quotes: bool) -> str:
    body = " ".join((mended(tag.body) if mends_quotes else tag.body).split())
    if tag.kind == "{{":
        return f"{{{{ {body} }}}}"
    if tag.kind == "{#":
        return ""
    if tag.word in CELL_TAGS:
        return f"{{{{ {body[len(tag.word) :]} }}}}"
    return f"{{% {body} %}}"


def _alone(tag: Tag, mends_quotes: bool) -> str:
    """Jinja source with one tag alone that is complete."""
    line, word = _one_line(tag, mends_quotes), tag.word
    if tag.kind != "{%" or word in CELL_TAGS:
        return line
    if word in _ENDS:
        return ""
    if word in _BETWEEN:
        return f"{{% if 1 %}}{line}{{% endif %}}"
    if word in _OPENERS:
        return f"{line}{{% end{word} %}}"
    return line


def _check_inside(tag: Tag, room: Room) -> None:
    """Note what is wrong inside one tag."""
    if tag.kind == "{#" or _is_path(tag):
        return
    bare = _QUOTED.sub("", mended(tag.body) if room.mends_quotes else tag.body)
    wide, quote = _WIDE.search(bare), SMART_QUOTES.search(_QUOTED.sub("", tag.body))
    if quote and not (room.mends_quotes and _error(tag, True) is None):
        todo = _("Use straight quotes: ' or \".")
        room.add("smart-quotes", tag.place, tag.text, _("the tag has curly quotes (“ ” ‘ ’)"), todo)
    elif wide:
        what = _("the tag has a full-width character: {character}").format(character=wide[0])
        room.add("wide-character", tag.place, tag.text, what, _half_width())
    elif tag.kind == "{%" and _is_unknown(tag):
        _note_unknown(tag, room)
    elif reason := _error(tag, room.mends_quotes):
        what = _("the tag can't be read ({reason})").format(reason=reason)
        room.add(
            "syntax", tag.place, tag.text, what, _("Compare it with the same tag in the template that zcplan brings.")
        )
    elif refused := language.refusals(_parsed(_alone(tag, room.mends_quotes))):
        room.add("language", tag.place, tag.text, refused[0].what, refused[0].todo)
    elif quote:
        what = _("the tag has curly quotes; they are read as straight ones")
        room.add("smart-quotes", tag.place, tag.text, what, _("Use straight quotes: ' or \"."), ADVICE)


def _is_path(tag: Tag) -> bool:
    """Whether a tag names a value or a field of one and nothing else, as most do: those need no parser."""
    if tag.kind != "{{" or tag.mark or not _PATH.fullmatch(tag.body):
        return False
    names = tag.body.split(".")
    is_short = len(names) < language.MAX_NESTING
    return is_short and not language.is_reserved(names[0]) and not any(map(keyword.iskeyword, names))


@lru_cache(maxsize=2048)
def _parsed(source: str) -> nodes.Template:
    """A tag as Jinja reads it; templates say the same ones over and over."""
    return language.parsed(_SYNTAX, source)


def _known_words() -> tuple[str, ...]:
    return (*_OPENERS, *_ENDS, *_BETWEEN, *CELL_TAGS, _SET)


def _is_unknown(tag: Tag) -> bool:
    return tag.word not in _known_words()


def _note_unknown(tag: Tag, room: Room) -> None:
    if tag.word in _FOREIGN:
        what = _("a template can't take in another file")
        room.add("foreign", tag.place, tag.text, what, _("Copy what is wanted into this template."))
        return
    what = _("there is no tag “{word}”").format(word=tag.word or shortened(tag.body))
    todo = nearest(tag.word, _known_words())
    if tag.word in ("tr", "tc", "p", "r"):
        todo = _("Write {right}, without a space in front.").format(right="{%" + tag.word)
    room.add("unknown-tag", tag.place, tag.text, what, todo)


def _error(tag: Tag, mends_quotes: bool) -> str | None:
    """What Jinja can't read about a tag."""
    if tag.kind == "{{" and not tag.body:
        return _("it is empty")
    try:
        _parsed(_alone(tag, mends_quotes))
    except language.TooMuchError as error:
        return error.message
    except jinja2.TemplateSyntaxError as error:
        return reasons.unreadable(error.message or "")
    return None


def _too_deep(tags: list[Tag]) -> Tag | None:
    """The first tag that stands in more statements than may stand inside one another."""
    depth = 0
    for tag in tags:
        depth += (tag.word in _OPENERS) - (tag.word in _ENDS) if tag.kind == "{%" else 0
        if depth > language.MAX_NESTING:
            return tag
    return None


def _check_loops(room: Room, result: Room) -> None:
    """Note what the language does not have of tags together: loops in loops."""
    try:
        refused = language.refusals(language.parsed(_SYNTAX, room.source(with_paths=False)))
    except language.TooMuchError as error:
        tag = _too_deep(room.tags)
        if tag is not None:
            result.add(
                "language", tag.place, tag.text, error.message or "", _("Say it in several tags, or more briefly.")
            )
        return
    except jinja2.TemplateSyntaxError:
        return  # told by the check of its tags
    for refusal in refused:
        tag = room.tags[refusal.line - 1]
        if not any(f.place == tag.place and f.what == refusal.what for f in result.found):
            result.add("language", tag.place, tag.text, refusal.what, refusal.todo)


def _check_pairs(tags: list[Tag], room: Room) -> list[Tag]:
    """Note statements that are not ended, end nothing, or end in another place or way; return those not ended."""
    open_tags: list[Tag] = []
    for tag in tags:
        if tag.kind != "{%":
            continue
        if tag.word in _OPENERS:
            open_tags.append(tag)
        elif tag.word in _BETWEEN:
            if not open_tags or open_tags[-1].word not in _BETWEEN[tag.word]:
                what = _("“{word}” belongs to no “if” before it").format(word=tag.word)
                room.add("unpaired", tag.place, tag.text, what, _("Put it between {%tr if …%} and {%tr endif %}."))
            else:
                _check_pair(open_tags[-1], tag, room)
        elif tag.word in _ENDS:
            _close(open_tags, tag, room)
    for tag in open_tags:
        what = _("“{word}” is never ended").format(word=tag.word)
        todo = _("Add {right} behind it, in a row or paragraph of its own where {tag} has one.")
        right = "{%" + (f"{tag.mark} " if tag.mark else " ") + f"end{tag.word} %}}"
        room.add("unpaired", tag.place, tag.text, what, todo.format(right=right, tag=shortened(tag.text, 30)))
    return open_tags


def _close(open_tags: list[Tag], tag: Tag, room: Room) -> None:
    wanted = _ENDS[tag.word]
    at = next((n for n in reversed(range(len(open_tags))) if open_tags[n].word == wanted), None)
    if at is None:
        what = _("“{word}” ends nothing").format(word=tag.word)
        room.add(
            "unpaired",
            tag.place,
            tag.text,
            what,
            _("Take it out, or add the “{word}” it is to end.").format(word=wanted),
        )
        return
    for left in open_tags[at + 1 :]:
        what = _("“{word}” is not ended before “{other}”").format(word=left.word, other=tag.word)
        room.add(
            "unpaired", left.place, left.text, what, _("Tags must be ended in the reverse order of their beginning.")
        )
    _check_pair(open_tags[at], tag, room)
    del open_tags[at:]


def _check_pair(opened: Tag, tag: Tag, room: Room) -> None:
    if opened.mark != tag.mark:
        what = _("the tag goes with {opened} and has another kind of mark").format(opened=shortened(opened.text, 30))
        right = "{%" + (f"{opened.mark} " if opened.mark else " ") + f"{tag.body} %}}"
        room.add("unlike-pair", tag.place, tag.text, what, _("Write {right}.").format(right=right))
    elif opened.holder is not tag.holder:
        what = _("the tag goes with {opened}, which stands in another table, row or cell")
        todo = _("Put both into the same one.")
        room.add("torn-pair", tag.place, tag.text, what.format(opened=shortened(opened.text, 30)), todo)
