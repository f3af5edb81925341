"""Help texts that fit the window in Chinese too: click counts characters, a terminal counts columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click


class Formatter(click.HelpFormatter):
    """Wraps by the width that text takes on the screen."""

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with a backspace keeps its lines."""
        room = max(self.width - self.current_indent, 11)
        for n, paragraph in enumerate(text.split("\n\n")):
            if n:
                self.write_paragraph()
            lines = _kept(paragraph) if paragraph.lstrip().startswith("\b") else _wrapped(paragraph, room)
            for line in lines:
                self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names, and beside each what is said of it."""
        from zcplan.cli.parts.table import width

        rows = list(rows)
        if not rows:
            return
        first = min(max(width(name) for name, _said in rows), col_max) + col_spacing
        margin = self.current_indent + first
        for name, said in rows:
            lines = list(_wrapped(said, max(self.width - margin, 10))) if said else []
            fits = width(name) <= first - col_spacing
            beside = lines.pop(0) if lines and fits else ""
            gap = " " * (first - width(name)) if beside else ""
            self.write(f"{'':>{self.current_indent}}{name}{gap}{beside}\n")
            for line in lines:
                self.write(f"{'':>{margin}}{line}\n")


class Context(click.Context):
    """A context whose help fits the window."""

    formatter_class = Formatter


def _kept(paragraph: str) -> Iterator[str]:
    yield from (line.rstrip() for line in paragraph.replace("\b", "").strip("\n").split("\n"))


def _wrapped(paragraph: str, room: int) -> Iterator[str]:
    from zcplan.cli.parts.table import broken

    yield from (line.strip() for line in broken(" ".join(paragraph.split()), room))
