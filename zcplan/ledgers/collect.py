"""Returned ledgers into replies: each file read for itself, what can't be read told by file, sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from zcplan import quantity
from zcplan.dataset.lookup import find_department
from zcplan.errors import InputError, UsageError
from zcplan.files import reason
from zcplan.i18n import gettext as _
from zcplan.ledgers import answers as cells
from zcplan.ledgers import doubts
from zcplan.ledgers import layout as ledger
from zcplan.ledgers.answers import UnclearError
from zcplan.ledgers.layout import Ledger, Row
from zcplan.ledgers.questions import Question, Questions
from zcplan.model import Dataset, Progress, TaskTarget
from zcplan.reading import container, workbook
from zcplan.reading.workbook import MAX_ROWS, Cell, Workbook

T = TypeVar("T")
UNREADABLE_FILE, REMARK, DOUBT = "file", "remark", "doubt"
_CODES = {ledger.STATUS: "status", ledger.VALUE: "figure", ledger.COMPLETED: "date"}
_LOCKS = re.compile(r"[.~]\$|\.|thumbs\.db$|desktop\.ini$", re.IGNORECASE)
_MOST_TEXT = 100_000
_MOST_QUOTED = 200


@dataclass(frozen=True)
class File:
    """A returned file; ``name`` tells it from the others: its place in the folder that was collected."""

    path: Path
    name: str


@dataclass(frozen=True)
class Trouble:
    """Something in a file that could not be used.

    :param code: ``file`` ``sheet`` ``column`` ``department`` ``row`` ``status`` ``figure`` ``date`` ``text``
        ``doubt`` (read and merged, but hardly right) ``remark`` (words outside the table: told, but no problem)
    :param cell: the cell, or the row; empty for a whole file or sheet
    :param text: what stands there
    """

    code: str
    file: str
    sheet: str
    cell: str
    what: str
    todo: str
    text: str = ""

    @property
    def place(self) -> str:
        """``FILE [SHEET] CELL``, leaving out what does not apply."""
        return " ".join(filter(None, [self.file, f"[{self.sheet}]" if self.sheet else "", self.cell]))

    @property
    def is_problem(self) -> bool:
        """Whether something could not be read."""
        return self.code != REMARK


@dataclass(frozen=True)
class Returned:
    """What one file gave.

    :param rows: rows of its ledgers; ``blank`` of them the department left unanswered
    """

    file: File
    departments: tuple[str, ...] = ()
    rows: int = 0
    blank: int = 0
    replies: tuple[Progress, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def problems(self) -> tuple[Trouble, ...]:
        """What could not be read."""
        return tuple(t for t in self.troubles if t.is_problem)


@dataclass
class _Reading:
    """What is known while a file is read."""

    dataset: Dataset
    questions: Questions
    file: File
    book: Workbook
    reported: date
    department: str
    year: int | None
    units: frozenset[str]
    troubles: list[Trouble] = field(default_factory=list)

    def trouble(self, code: str, sheet: str, cell: str, what: str, todo: str, text: str = "") -> None:
        self.troubles.append(Trouble(code, self.file.name, sheet, cell, what, todo, text))


def files(paths: Iterable[Path]) -> list[File]:
    """The files named, and those in the folders named, however deep; each once, hidden and lock files left out.

    :raises UsageError: a folder holds none
    """
    found: dict[Path, File] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _LOCKS.match(p.name))
            if not inside:
                todo = _("Put the workbooks that came back into it, or name another folder.")
                raise UsageError(_("there is no file in the folder"), str(path), todo)
            named = [File(p, workbook.clean(p.relative_to(path).as_posix())) for p in inside]
        else:
            named = [File(path, workbook.clean(path.name))]
        for file in named:
            found.setdefault(file.path.resolve(), file)
    return list(found.values())


def read_file(
    file: File, dataset: Dataset, questions: Questions, day: date | None = None, department: str | None = None
) -> Returned:
    """Read one returned file; what is wrong with it is in ``troubles``, and never keeps the rest from being read.

    :param day: the date of the reply, where the file does not say when it was saved
    :param department: id of the department, where the file names none
    """
    try:
        data, saved = _bytes(file)
        book = workbook.read(data, file.name)
        found = ledger.ledgers(book)
        if not found:
            todo = _("Collect the ledger that the department filled in; its header names 任务编号, 状态 and 完成值.")
            raise InputError(_("there is no task ledger in this workbook"), file.name, todo)
    except InputError as error:
        return Returned(file, troubles=(Trouble(UNREADABLE_FILE, file.name, "", "", error.what, error.todo),))
    reading = _Reading(
        dataset=dataset,
        questions=questions,
        file=file,
        book=book,
        reported=book.modified or day or saved,
        department=_department_id(dataset, book.named.get(ledger.NAME_OF_DEPARTMENT, "")) or department or "",
        year=_year(book.named.get(ledger.NAME_OF_YEAR, "")),
        units=frozenset(t.unit for t in dataset.task_targets if t.unit),
    )
    return _read_ledgers(reading, found)


def _bytes(file: File) -> tuple[bytes, date]:
    """A file's content and the day it was last changed."""
    path = file.path
    try:
        if not path.is_file():
            raise InputError(_("there is no such file"), file.name, _("Check its name."))
        if path.stat().st_size > container.MAX_BYTES:
            limit = container.MAX_BYTES >> 20
            raise InputError(_("the file is larger than {n} MB").format(n=limit), file.name, _("This is no ledger."))
        return path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime).date()
    except OSError as error:
        what = _("the file can't be read ({reason})").format(reason=reason(error))
        raise InputError(what, file.name, _("Close it in other programs and check the rights.")) from None


def _department_id(dataset: Dataset, text: str) -> str:
    """The department of that name, or nothing."""
    try:
        return find_department(dataset, text).id if text.strip() else ""
    except UsageError:
        return ""


def _year(text: str) -> int | None:
    match = re.search(r"(?:19|20)\d\d", quantity.normalise(text))
    return int(match[0]) if match else None


def _read_ledgers(reading: _Reading, found: Sequence[Ledger]) -> Returned:
    rows = blank = 0
    replies: list[Progress] = []
    for one in found:
        _tell_of_sheet(reading, one)
        for row in one.rows:
            if not row.is_answered and not reading.questions.is_known(row):
                reading.trouble(
                    REMARK, row.sheet, _row(row), _("words outside the table"), _("Read them yourself."), row.content
                )
                continue
            rows += 1
            blank += not row.is_answered
            _tell_of_asides(reading, row)
            reply = _reply(reading, row) if row.is_answered else None
            if reply and reply not in replies:
                replies.append(reply)
    departments = tuple(dict.fromkeys(r.department for r in replies)) or tuple(filter(None, [reading.department]))
    return Returned(reading.file, departments, rows, blank, tuple(replies), tuple(reading.troubles))


def _tell_of_sheet(reading: _Reading, one: Ledger) -> None:
    """Columns that are missing or stand twice, and rows beyond the limit."""
    sheet = one.sheet.name
    for name in one.missing:
        if name in ledger.OPEN:
            what = _("the column “{name}” is missing").format(name=name)
            todo = _("If it was renamed, give it its name back; its text is kept in the note.")
            reading.trouble("column", sheet, _line(one.header), what, todo)
    for name, cell in one.twice:
        what = _("the column “{name}” stands twice").format(name=name)
        todo = _("The first one counts; the text of this one is kept in the note.")
        reading.trouble("column", sheet, cell, what, todo)
    if one.sheet.cut:
        what = _("only the first {n} rows were read").format(n=MAX_ROWS)
        reading.trouble("sheet", sheet, "", what, _("Split the sheet."))


def _tell_of_asides(reading: _Reading, row: Row) -> None:
    """Comments, pictures and words struck through: where they may be the answer, a problem; else a remark."""
    for aside in row.asides:
        what, todo = {
            ledger.COMMENT: (
                _("a comment on the cell"),
                _("Words in comments are not read: type them into the cells."),
            ),
            ledger.STRUCK: (_("words struck through"), _("They were left out; ask the department if they still hold.")),
            ledger.PICTURE: (_("a picture in the cell"), _("Look at it, and type what it says into the cells.")),
        }[aside.code]
        is_lost = not row.is_answered or aside.code == ledger.PICTURE
        reading.trouble("text" if is_lost else REMARK, row.sheet, aside.place, what, todo, aside.text[:_MOST_QUOTED])


def _row(row: Row) -> str:
    return _line(row.line)


def _line(number: int) -> str:
    return _("row {n}").format(n=number)


def _reply(reading: _Reading, row: Row) -> Progress | None:
    """The reply of an answered row, or nothing where task or department can't be told."""
    try:
        question = reading.questions.find(row)
    except UnclearError as error:
        reading.trouble("row", row.sheet, _row(row), error.what, error.todo, row.content)
        return None
    department = _department(reading, row)
    return _filled(reading, row, question, department) if department else None


def _department(reading: _Reading, row: Row) -> str:
    """Who replied: the row's own word, else the workbook's."""
    text = row.text(ledger.DEPARTMENT)
    own = _department_id(reading.dataset, text)
    if own or (not text and reading.department):
        return own or reading.department
    what = (
        _("there is no department “{wanted}”").format(wanted=text[:40]) if text else _("the reply names no department")
    )
    todo = _("Write the department's name into 填报部门, or name it with --department.")
    reading.trouble("department", row.sheet, row.place(ledger.DEPARTMENT), what, todo, row.content)
    return ""


def _filled(reading: _Reading, row: Row, question: Question, department: str) -> Progress:
    """The reply, with the text of what could not be read in its note."""
    target = question.target
    year = reading.year or (target.year if target else reading.dataset.document[question.task.document].date.year)
    lost: list[str] = []
    status = _read(reading, row, ledger.STATUS, cells.status, lost)
    figure = _read(reading, row, ledger.VALUE, lambda c: _figure(c, row, target, reading.units), lost)
    completed = _read(reading, row, ledger.COMPLETED, lambda c: cells.day(c, year, reading.book.epoch), lost)
    if figure and figure.words:
        lost.append(_quoted(ledger.VALUE, figure.words))
    _tell_of_text(reading, row)
    _tell_of_doubts(reading, row, doubts.of(target, figure, completed, year, reading.reported))
    notes = [row.text(ledger.NOTE), *lost, *(f"{name}：{text}" for name, text in row.extra)]
    notes += [f"{aside.place}批注：{aside.text}" for aside in row.asides if aside.code == ledger.COMMENT]
    return Progress(
        document=question.task.document,
        number=question.task.number,
        label=question.label,
        department=department,
        reported=reading.reported,
        status=status or "",
        value=figure.value if figure else None,
        unit=figure.unit if figure else "",
        completed=completed,
        progress=row.text(ledger.PROGRESS),
        note="；".join(filter(None, notes))[:_MOST_TEXT],
        source=workbook.clean(reading.file.path.name),
    )


def _read(reading: _Reading, row: Row, header: str, reader: Callable[[Cell], T], lost: list[str]) -> T | None:
    """What the reader makes of the cell; where it can't, the trouble is told and the cell's text goes to ``lost``."""
    cell = row.cell(header)
    try:
        return reader(cell)
    except UnclearError as error:
        reading.trouble(_CODES[header], row.sheet, row.place(header), error.what, error.todo, cell.text)
        lost.append(_quoted(header, cell.text))
        return None


def _quoted(header: str, text: str) -> str:
    return f"{header}原文：{text}"


def _tell_of_text(reading: _Reading, row: Row) -> None:
    """Texts that are kept but can't be trusted: errors, formulas, what was cut off."""
    todo = _("Ask the department for the text; what stands there was kept.")
    for header in (ledger.PROGRESS, ledger.NOTE):
        if (flaw := row.cell(header).flaw) and row.text(header):
            reading.trouble("text", row.sheet, row.place(header), flaw, todo, row.text(header)[:_MOST_QUOTED])


def _tell_of_doubts(reading: _Reading, row: Row, found: Iterable[tuple[str, str, str]]) -> None:
    """Figures and days that are kept but can hardly be right."""
    for header, what, todo in found:
        reading.trouble(DOUBT, row.sheet, row.place(header), what, todo, row.text(header))


def _figure(cell: Cell, row: Row, target: TaskTarget | None, units: frozenset[str]) -> cells.Figure:
    """The row's own figure: one that is merged over several rows counts for the first of them alone."""
    if ledger.VALUE in row.shared and cell.text and not cells.is_blank(cell):
        what = _("one figure stands over several rows")
        raise UnclearError(what, _("Ask the department for a figure of each target."))
    given = row.text(ledger.UNIT)
    if target is None or (not target.unit and target.value is None):
        return cells.words_or_figure(cell, units, given)
    return cells.figure(cell, target.unit, target.label, units, given)


@dataclass(frozen=True)
class Merged:
    """What came of the replies of one file."""

    returned: Returned
    new: tuple[Progress, ...]
    unchanged: int


def merge(known: Sequence[Progress], returned: Iterable[Returned]) -> Iterator[Merged]:
    """Tell which replies are new. What a department said on a day is known, whatever file it comes in again.

    Where a file of the same name brought other words on the same day, the newer file's name gets a number.
    """
    said = {_statement(p) for p in known}
    keys = {_key(p) for p in known}
    for one in returned:
        new = []
        for reply in one.replies:
            if _statement(reply) in said:
                continue
            reply = _apart(reply, keys)
            said.add(_statement(reply))
            keys.add(_key(reply))
            new.append(reply)
        yield Merged(one, tuple(new), len(one.replies) - len(new))


def _statement(p: Progress) -> Progress:
    return replace(p, source="")


def _key(p: Progress) -> tuple[object, ...]:
    return (p.document, p.number, p.label, p.department, p.reported, p.source)


def _apart(reply: Progress, keys: set[tuple[object, ...]]) -> Progress:
    again, n = reply, 2
    while _key(again) in keys:
        again = replace(reply, source=f"{reply.source}（{n}）")
        n += 1
    return again
