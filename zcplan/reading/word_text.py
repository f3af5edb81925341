"""The text of a Word paragraph as a reader sees it, piece by piece, each with the run that shows it.

One walk for reading and for comments: it goes through content controls, customXml, smart tags, links, insertions,
moves, fields (their shown result) and alternatives, and leaves out what Word does not show: deletions, hidden text,
codes of fields. Struck-through text counts as taken out. Text boxes are paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zcplan.characters import SUPERSCRIPT
from zcplan.reading.document import SPACE, STRUCK, Note
from zcplan.reading.word_styles import Styles, W

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_THROUGH = frozenset(
    W + name
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent")
)
_SIMPLE_MATH = frozenset(M + name for name in ("r", "t", "rPr", "sty", "nor", "lit", "brk", "aln", "ctrlPr", "oMath"))
_KNOWN = frozenset("w w14 w15 w16 w16cex w16cid w16du w16sdtdh w16se wp wp14 wps wpg wpc wpi a a14 v o m mc".split())
"""Prefixes of what today's Word shows; an alternative that asks for others is left for its fallback."""
_SYMBOLS = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xB7: "·", 0xB2: "″",
    0xA2: "′", 0xA5: "∞", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0x2D: "−", 0xD7: "·", 0xE5: "∑", 0xD6: "√",
}  # fmt: skip
"""What Adobe's Symbol encoding means beyond ASCII; Word writes it as F000 + code."""
_WINGDINGS = {0xFC: "√", 0xFB: "×", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0xA2: "○", 0x6C: "●", 0x6E: "■"}
_MARKS = frozenset("①②③④⑤⑥⑦⑧⑨⑩*＊#注")
_INVISIBLE = "\u2063"
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)(?=[^\s\d])")
"""A number whose groups of three are parted by plain spaces, or two numbers: nobody can tell."""


@dataclass(frozen=True)
class Piece:
    """Text that is shown: the element that holds it, the run that it belongs to, the characters."""

    node: Any
    run: Any
    text: str


@dataclass(frozen=True)
class _Context:
    """What holds inside a run: is it struck through, are its characters raised."""

    run: Any
    struck: bool = False
    raised: bool = False


class Walk:
    """The walk over one part of a document: the state of its fields, what was passed over on the way."""

    def __init__(self, styles: Styles, root: Any = None) -> None:
        self._styles = styles
        self._fields = _paired(root)
        self._codes: list[bool] = []
        self.equations = 0
        self.hidden = 0

    def pieces(self, paragraph: Any, style: str) -> tuple[list[Piece], list[tuple[int, str]]]:
        """What a paragraph shows, and what is struck through in it: the offset where it stood, and the words."""
        shown: list[Piece] = []
        struck: list[tuple[int, str]] = []
        size = 0
        for piece, is_struck in self._inside(paragraph, style):
            if is_struck:
                if struck and struck[-1][0] == size:
                    struck[-1] = (size, struck[-1][1] + piece.text)
                else:
                    struck.append((size, piece.text))
            else:
                shown.append(piece)
                size += len(piece.text)
        return shown, struck

    def _inside(self, element: Any, style: str) -> Iterator[tuple[Piece, bool]]:
        for child in element:
            tag = child.tag
            if tag == W + "r":
                yield from self._run(child, child, style)
            elif tag in _THROUGH:
                yield from self._inside(child, style)
            elif tag == W + "sdt":
                yield from self._contents(child, style)
            elif tag == MC + "AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    yield from self._inside(chosen, style)
            elif tag in (M + "oMath", M + "oMathPara"):
                yield from self._equation(child)

    def _contents(self, control: Any, style: str) -> Iterator[tuple[Piece, bool]]:
        for content in control.iterchildren(W + "sdtContent"):
            yield from self._inside(content, style)

    def _run(self, run: Any, outer: Any, style: str) -> Iterator[tuple[Piece, bool]]:
        look = self._styles.look(run.find(W + "rPr"), style)
        context = _Context(outer, bool(look.struck), bool(look.raised))
        for text, node in self._shown(run, outer, style, context):
            if isinstance(node, Piece):
                yield node, context.struck
            elif look.hidden:
                self.hidden += bool(text.strip())
            elif all(self._codes):
                yield Piece(node, outer, _raised(text) if context.raised else text), context.struck

    def _shown(self, run: Any, outer: Any, style: str, context: _Context) -> Iterator[tuple[str, Any]]:
        """The text elements of a run with what they show, fields counted on the way."""
        for node in run:
            tag = node.tag
            if tag == W + "t":
                yield node.text or "", node
            elif tag in (W + "tab", W + "ptab", W + "br", W + "cr"):
                yield "\t", node
            elif tag == W + "noBreakHyphen":
                yield "-", node
            elif tag == W + "sym":
                yield _symbol(node), node
            elif tag == W + "fldChar":
                self._field(node)
            elif tag == W + "ruby":
                for base in node.iterchildren(W + "rubyBase"):
                    for inner in base.iterchildren(W + "r"):
                        for piece, is_struck in self._run(inner, outer, style):
                            if not is_struck:
                                yield piece.text, piece
            elif tag == MC + "AlternateContent":
                chosen = alternative(node)
                if chosen is not None:
                    yield from self._shown(chosen, outer, style, context)

    def _field(self, mark: Any) -> None:
        """A field's code is not shown, its result is; a mark without its partner counts for nothing."""
        if mark not in self._fields:
            return
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._codes.append(False)
        elif kind == "separate" and self._codes:
            self._codes[-1] = True
        elif kind == "end" and self._codes:
            self._codes.pop()

    def _equation(self, equation: Any) -> Iterator[tuple[Piece, bool]]:
        """An equation that is a mere line of text is text; one with fractions or roots is told."""
        if all(not isinstance(n.tag, str) or n.tag in _SIMPLE_MATH or n.tag.startswith(W) for n in equation.iter()):
            for node in equation.iter(M + "t"):
                yield Piece(node, None, node.text or ""), False
        else:
            self.equations += 1


def _paired(root: Any) -> set[Any]:
    """The marks of fields that have a beginning and an end."""
    whole: set[Any] = set()
    open_marks: list[list[Any]] = []
    for mark in root.iter(W + "fldChar") if root is not None else ():
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            open_marks.append([mark])
        elif open_marks:
            open_marks[-1].append(mark)
            if kind == "end":
                whole.update(open_marks.pop())
    return whole


def alternative(element: Any) -> Any:
    """Of alternatives the one that today's Word shows; ``None`` where there is none."""
    for choice in element.iterchildren(MC + "Choice"):
        if set(choice.get("Requires", "").split()) <= _KNOWN:
            return choice
    return element.find(MC + "Fallback")


def _symbol(node: Any) -> str:
    """The character that a ``w:sym`` shows, as far as its font's encoding is known; else a replacement mark."""
    try:
        code = int(node.get(W + "char", ""), 16)
    except ValueError:
        return ""
    font = node.get(W + "font", "").lower()
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if font == "symbol":
        return _SYMBOLS.get(low) or (chr(low) if 0x20 <= low < 0x7F else "\ufffd")
    if font.startswith("wingdings"):
        return _WINGDINGS.get(low, "\ufffd")
    if 0xE000 <= code <= 0xF8FF:
        return chr(low) if 0x20 <= low < 0x7F else "\ufffd"
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _raised(text: str) -> str:
    """Raised characters as what they are: ¹ is no digit of the figure before it, a raised ① or * nothing at all."""
    return "".join(_INVISIBLE if c in _MARKS else SUPERSCRIPT.get(c, c) for c in text)


def notes(text: str, struck: list[tuple[int, str]]) -> tuple[Note, ...]:
    """What is to be told of a paragraph's text: figures partly struck through, plain spaces inside digits."""
    found = [n for at, words in struck if (n := _partly_struck(text, at, words))]
    found += [Note(SPACE, m.start(), m.end()) for m in _SPACED.finditer(text)]
    return tuple(found)


def _partly_struck(text: str, at: int, words: str) -> Note | None:
    """A note where what is struck may be a part of the figure beside it: 95̶.5 is one figure with it, 5.5̶9.9 is two."""
    left = re.search(r"[\d.,]*$", text[max(0, at - 40) : at])
    right = re.match(r"[\d.,]*", text[at : at + 40])
    before, after = left[0] if left else "", right[0] if right else ""
    touches = (before and words[:1].isdecimal()) or (after and words[-1:].isdecimal()) or words[:1] == "."
    if not touches or not (before or after):
        return None
    if not _FIGURE.fullmatch((before + words + after).strip(".,")):
        return None
    return Note(STRUCK, at - len(before), at + len(after), words)
