"""The one hierarchy of errors: each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ZcplanError(Exception):
    """An error in the user's terms.

    :param what: what is wrong
    :param where: file, row, cell or tag it was found at; may be empty
    :param todo: what the user can do about it; may be empty
    """

    exit_code = 2

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.todo = what, where, todo

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  -> {self.todo}" if self.todo else head


class UsageError(ZcplanError):
    """The call names something that does not exist or does not fit."""


class MissingError(UsageError):
    """The dataset does not hold yet what the call needs."""


@dataclass(frozen=True)
class Problem:
    """One defect of the dataset, with its place.

    ``row`` counts as a spreadsheet does: the header is row 1. ``row`` 0 means the file as a whole.
    ``origin`` is where a row came from that is not in the file yet; it is the place that a person can mend.
    """

    code: str
    file: str
    row: int
    column: str
    what: str
    todo: str
    origin: str = ""

    @property
    def place(self) -> str:
        """``FILE:ROW:COLUMN``, leaving out what does not apply; the origin of a row that has one."""
        if self.origin:
            return f"{self.origin}:{self.column}" if self.column else self.origin
        return ":".join([self.file, *([str(self.row)] if self.row else []), *([self.column] if self.column else [])])

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n  -> {self.todo}"


class DatasetError(ZcplanError):
    """The dataset can't be used; ``problems`` holds every defect found."""

    def __init__(self, what: str, problems: Sequence[Problem] = (), where: str = "", todo: str = "") -> None:
        super().__init__(what, where, todo)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.problems)])


class InputError(ZcplanError):
    """A file that was handed in can't be read."""


class TemplateError(ZcplanError):
    """A template is missing, broken, or has a wrong tag."""


class OutputError(ZcplanError):
    """A file could not be written."""

    exit_code = 1


class EditedError(OutputError):
    """The file in the way was changed by a person, so it was kept."""
