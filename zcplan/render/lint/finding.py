"""A mistake in a template, with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

ERROR, ADVICE = "error", "advice"


@dataclass(frozen=True)
class Finding:
    """One mistake.

    :param level: ``error`` where the template can't be used so, ``advice`` where it can
    :param place: paragraph, table cell, header or footer; sheet and cell in Excel; empty for the file as a whole
    :param tag: the tag as it stands there, if it is one
    """

    code: str
    level: str
    place: str
    tag: str
    what: str
    todo: str
    file: str = ""

    def of(self, path: Path) -> Finding:
        """The finding with its file named."""
        return replace(self, file=str(path))

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.place) if part)
        tag = f" {self.tag}" if self.tag and self.tag not in self.place else ""
        return f"{place}{tag}: {self.what}" + (f"\n  -> {self.todo}" if self.todo else "")
