"""Where the rows of a template's sheet went, as its rows are made."""

from __future__ import annotations

from zcplan.cells import LAST_ROW, Area


class RowMap:
    """Where each of the template's rows went."""

    def __init__(self) -> None:
        self.rows = 0
        self._last = 0
        self._made: dict[int, tuple[int, int]] = {}
        self._is_plain = True
        """Whether each row stands where it stood, as on a sheet without loops, which may be long."""

    def add(self, source: int) -> int:
        """Note a row made of one of the template's rows; return its number."""
        self.rows += 1
        self._is_plain = self._is_plain and source == self.rows
        self._last = max(self._last, source)
        self._made[source] = (self._made.get(source, (self.rows,))[0], self.rows)
        return self.rows

    def made(self, source: int) -> int | None:
        """The first row made of a row of the template."""
        made = self._made.get(source)
        return made[0] if made else None

    def first(self, source: int) -> int:
        """The first row made of a row of the template, or where it would be."""
        return self.made(source) or 1 + max((last for s, (_, last) in self._made.items() if s < source), default=0)

    def area(self, of: Area) -> Area | None:
        """Where an area of the template went; ``None`` when nothing was made of it."""
        if self._is_plain and of.bottom <= self.rows:
            return of
        made = [ends for source, ends in self._made.items() if of.top <= source <= of.bottom]
        if not made:
            return None
        return Area(of.left, min(first for first, _last in made), of.right, max(last for _first, last in made))

    def stretch(self, of: Area) -> Area | None:
        """The same, with what lies behind the template's last row as far behind the last row made."""
        end = self._last
        if of.bottom <= end:
            return self.area(of)
        bottom = min(self.rows + of.bottom - end, LAST_ROW)
        above = self.area(of) if of.top <= end else None
        top = above.top if above else min(self.rows + max(of.top - end, 1), bottom)
        return Area(of.left, top, of.right, bottom)

    @property
    def behind(self) -> Area:
        """The empty row behind the last one made."""
        return Area(1, self.rows + 1, 1, self.rows + 1)

    def is_repeated(self, source: int) -> bool:
        """Whether several rows were made of one of the template's."""
        return source in self._made and self._made[source][0] < self._made[source][1]

    def run_together(self, source: int, other: int) -> bool:
        """Whether two rows of the template are repeated by the same loop."""
        if source not in self._made or other not in self._made:
            return False
        (first, last), (others_first, others_last) = self._made[source], self._made[other]
        overlap = first <= others_last and others_first <= last
        return overlap and self.is_repeated(source) and self.is_repeated(other)
