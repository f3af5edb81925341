"""What the styles of a Word file say that matters to its text: what is hidden, struck or raised, headings, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset(("0", "false", "off", "none"))
_MAX_CHAIN = 20
"""Styles based on one another; Word itself allows 11."""
_BODY_LEVEL = 9
"""The outline level of body text."""


@dataclass(frozen=True)
class Look:
    """How a run shows; ``None`` where nothing is said of it."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, else the other."""
        return Look(
            other.hidden if self.hidden is None else self.hidden,
            other.struck if self.struck is None else self.struck,
            other.raised if self.raised is None else self.raised,
        )


def look_of(properties: Any) -> Look:
    """What a ``w:rPr`` says itself."""
    if properties is None:
        return Look()
    struck = [s for s in (is_on(properties, "strike"), is_on(properties, "dstrike")) if s is not None]
    align = properties.find(W + "vertAlign")
    raised = None if align is None else align.get(W + "val") == "superscript"
    return Look(is_on(properties, "vanish"), any(struck) if struck else None, raised)


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a property that is on or off is on; ``None`` where it is not there."""
    found = properties.find(W + name)
    return None if found is None else found.get(W + "val", "1").lower() not in _OFF


def value_of(properties: Any, path: str) -> str | None:
    """The ``w:val`` of an element below the properties, or nothing."""
    found = properties.find("/".join(W + name for name in path.split("/"))) if properties is not None else None
    return None if found is None else found.get(W + "val")


def number_of(text: str | None) -> int | None:
    """The number that an attribute holds; nothing for what is none."""
    return int(text) if text is not None and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", text) else None


class Styles:
    """The styles of a document; without a styles part nothing has any."""

    def __init__(self, root: Any = None) -> None:
        self._by_id: dict[str, Any] = {}
        self._defaults: dict[str, str] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._base = Look()
        if root is None:
            return
        self._base = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iter(W + "style"):
            name = style.get(W + "styleId", "")
            self._by_id[name] = style
            if style.get(W + "default", "0").lower() not in _OFF:
                self._defaults.setdefault(style.get(W + "type", ""), name)

    def look(self, run_properties: Any, paragraph_style: str) -> Look:
        """How a run shows in a paragraph of a style: by itself, its own style, the paragraph's, the document's."""
        own = look_of(run_properties)
        key = (value_of(run_properties, "rStyle") or "", paragraph_style)
        if key not in self._looks:
            by_style = self._by_style(key[0]).over(self._by_style(key[1] or self._defaults.get("paragraph", "")))
            self._looks[key] = by_style.over(self._base)
        return own.over(self._looks[key])

    def _by_style(self, name: str) -> Look:
        look = Look()
        for style in self._chain(name):
            look = look.over(look_of(style.find(W + "rPr")))
        return look

    def _chain(self, name: str) -> Iterator[Any]:
        """A style and those that it is based on."""
        for _step in range(_MAX_CHAIN):
            style = self._by_id.get(name)
            if style is None:
                return
            yield style
            name = value_of(style, "basedOn") or ""

    def paragraph_style(self, properties: Any) -> str:
        """The id of a paragraph's style."""
        return value_of(properties, "pStyle") or self._defaults.get("paragraph", "")

    def level(self, name: str) -> int:
        """Depth of a heading style, 0 for any other."""
        for style in self._chain(name):
            called = re.fullmatch(r"(?:heading|标题) ?([1-9])", (value_of(style, "name") or "").lower())
            if called:
                return int(called[1])
            outline = number_of(value_of(style, "pPr/outlineLvl"))
            if outline is not None:
                return outline + 1 if 0 <= outline < _BODY_LEVEL else 0
        return 0

    def is_contents(self, name: str) -> bool:
        """Whether it is the style of a line in a table of contents."""
        return any(re.match("toc [1-9]", (value_of(s, "name") or "").lower()) for s in self._chain(name))

    def numbering(self, name: str) -> tuple[str | None, str | None]:
        """The list and the level that a style puts its paragraphs in; either may be unsaid."""
        number = level = None
        for style in self._chain(name):
            number = number or value_of(style, "pPr/numPr/numId")
            level = level or value_of(style, "pPr/numPr/ilvl")
        return number, level

    def list_of(self, name: str) -> str | None:
        """The list (``numId``) of a numbering style."""
        return next((n for s in self._chain(name) if (n := value_of(s, "pPr/numPr/numId"))), None)
