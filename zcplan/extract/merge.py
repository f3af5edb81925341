"""What a person accepted, taken over into the dataset: every fault told at its own row, whole or not at all.

Figures, tasks and the layout are taken where they are accepted. What they refer to (documents, areas, departments,
indicators) comes along unless it was refused; so nobody has to accept the same thing twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from zcplan import quantity
from zcplan.dataset.schema import read_schema
from zcplan.dataset.transaction import Transaction
from zcplan.errors import DatasetError, Problem
from zcplan.extract import sheets
from zcplan.extract.ids import readable_id
from zcplan.extract.names import key
from zcplan.extract.propose import EVIDENCE
from zcplan.extract.review import DOCUMENT, OBSERVATION, Line, Reviewed
from zcplan.figures.terms import fold
from zcplan.i18n import gettext as _
from zcplan.resources import bundled

_TABLES = {
    sheets.FIGURES: "observations",
    sheets.INDICATORS: "indicators",
    sheets.AREAS: "areas",
    sheets.DOCUMENTS: "documents",
    sheets.DEPARTMENTS: "departments",
    sheets.TASKS: "tasks",
    sheets.ASSIGNMENTS: "assignments",
    sheets.TARGETS: "task_targets",
    sheets.LAYOUT: "tables",
}
_FACT = ("indicator", "year", "area", "measure", "status", "bound", "document", "locator")
"""What makes a statement another one than those that the dataset has."""
_GUIDANCE = "guidance"
Known = Mapping[Hashable, str]
"""Ids of the dataset by what names of one thing have in common, and by themselves."""


@dataclass(frozen=True)
class Merged:
    """What merging did: rows that stood there already, and the ids of new documents. New rows are the transaction's."""

    present: int
    documents: tuple[str, ...]


def merge(transaction: Transaction, reviewed: Reviewed, given: Mapping[str, str]) -> Merged:
    """Take accepted rows over; merging the same table again changes nothing.

    :param given: a new document's columns as told on the command line; they outrank the table's
    :raises DatasetError: rows have faults, each told with its file, sheet and row; nothing is taken over
    """
    work = _Work(transaction, reviewed, given)
    work.run()
    if not work.faults:
        _must_be_sound(transaction)
        return Merged(work.present, tuple(work.new_documents))
    what = _("{n} rows can't be taken over; nothing was merged").format(n=len(work.faults))
    raise DatasetError(what, work.faults, todo=_("Correct them in the table, save it and run the command again."))


def _must_be_sound(transaction: Transaction) -> None:
    """Check the dataset as it is to be, its problems told by the workbook's own heads.

    :raises DatasetError: it would not be sound
    """
    try:
        transaction.outcome()
    except DatasetError as error:
        told = [replace(p, column=_head_of(p)) if p.origin else p for p in error.problems]
        raise DatasetError(error.what, told, error.where, error.todo) from None


def _head_of(problem: Problem) -> str:
    """The head of the workbook's column for a column of the dataset."""
    sheet = next((s for s, table in _TABLES.items() if f"{table}.csv" == problem.file), "")
    is_book = problem.origin.rpartition(" ")[0].endswith("]")
    columns = sheets.SHEETS.get(sheet, ()) if is_book else ()
    return next((c.head for c in columns if c.key == problem.column), problem.column)


class _Work:
    """A merge under way: the rows to come by table, and the faults found."""

    def __init__(self, transaction: Transaction, reviewed: Reviewed, given: Mapping[str, str]) -> None:
        dataset = transaction.dataset
        self.faults: list[Problem] = []
        self.present = 0
        self.new_documents: list[str] = []
        self._transaction, self._reviewed, self._given = transaction, reviewed, given
        patterns = {t.name: {f.name: f.pattern for f in t.fields} for t in read_schema(bundled("data"))}

        def catalogue(
            sheet: str, known: Mapping[Hashable, str], name: str, same: Callable[[str], Hashable]
        ) -> _Catalogue:
            pattern = patterns[_TABLES[sheet]]["id"]
            return _Catalogue(sheet, reviewed.get(sheet, ()), known, name, same, pattern, self.fault)

        self.documents = catalogue(
            sheets.DOCUMENTS,
            {text: d.id for d in reversed(dataset.documents) for text in (fold(d.title), d.id)},
            "title",
            fold,
        )
        self.areas = catalogue(
            sheets.AREAS, {text: a.id for a in dataset.areas for text in (fold(a.name), a.id)}, "name", fold
        )
        self.indicators = catalogue(
            sheets.INDICATORS,
            {text: i.id for i in reversed(dataset.indicators) for text in (*map(key, i.names), i.id)},
            "name",
            key,
        )
        self.departments = catalogue(
            sheets.DEPARTMENTS,
            {text: d.id for d in dataset.departments for text in (*map(fold, (d.name, d.short, *d.aliases)), d.id)},
            "short",
            fold,
        )

    def fault(self, line: Line, column: str, what: str, todo: str) -> None:
        """Note what is wrong with a row."""
        self.faults.append(Problem("proposal", "", line.row, column, what, todo, line.place))

    def run(self) -> None:
        """Look at every sheet, then put the rows into the transaction in the order that references ask for."""
        figures = list(self._accepted(sheets.FIGURES))
        tasks = list(self._accepted(sheets.TASKS))
        observations = [(line, row) for line in figures if (row := self._observation(line))]
        of_tasks = [(line, row) for line in tasks if (row := self._task(line))]
        numbers = {(row["document"], row["number"]) for _line, row in of_tasks}
        assignments = list(self._of_tasks(sheets.ASSIGNMENTS, numbers, self._assignment))
        targets = list(self._of_tasks(sheets.TARGETS, numbers, self._target))
        layout = [(line, row) for line in self._accepted(sheets.LAYOUT) if (row := self._layout_row(line))]
        self._catalogues()
        if self.faults:
            return
        self._add_observations(observations)
        self._add("tasks", ("document", "number"), ("title",), of_tasks)
        self._add("assignments", ("document", "number", "department", "role"), (), assignments)
        self._add("task_targets", ("document", "number", "label"), ("value", "unit", "text"), targets)
        self._replace_layout(layout)

    # --- which rows --------------------------------------------------------------------------------

    def _accepted(self, sheet: str) -> Iterator[Line]:
        for line in self._reviewed.get(sheet, ()):
            if self._is_accepted(sheet, line) and self._is_whole(sheet, line):
                yield line

    def _is_accepted(self, sheet: str, line: Line) -> bool:
        word = line["accept"].lower()
        if word not in sheets.YES | sheets.NO:
            head = "采纳" if line.where.endswith("]") and sheet in self._reviewed else "accept"
            what = _("“{word}” is neither accept nor reject").format(word=line["accept"])
            self.fault(line, head, what, _("Write accept or reject."))
        return word in sheets.YES

    def _is_whole(self, sheet: str, line: Line) -> bool:
        """Whether an accepted row has what it can't do without; a row of figures alone has other columns."""
        lacks = [c for c in sheets.SHEETS[sheet] if c.needed and not line[c.key]]
        for column in lacks:
            what = _("the row is accepted but its cell “{column}” is empty").format(column=column.head)
            self.fault(line, self._column(line, column.key), what, _("Fill it in, or reject the row."))
        return not lacks

    def _column(self, line: Line, name: str) -> str:
        """What a column is called in the line's own file."""
        if "sentence" in line.cells and "paragraph" in line.cells:
            return name
        found = (c.head for columns in sheets.SHEETS.values() for c in columns if c.key == name)
        return next(found, name)

    def _of_tasks(
        self, sheet: str, numbers: set[tuple[str, str]], made: Callable[[Line], dict[str, str] | None]
    ) -> Iterator[tuple[Line, dict[str, str]]]:
        """Accepted rows that belong to an accepted task, or to one that the dataset has."""
        present = {(t.document, t.number) for t in self._transaction.dataset.tasks}
        for line in self._reviewed.get(sheet, ()):
            if not self._is_accepted(sheet, line):
                continue
            document = self.documents.peek(line["document"])
            if (document, line["number"]) not in numbers | present:
                continue
            row = made(line) if self._is_whole(sheet, line) else None
            if row:
                yield line, row

    # --- rows --------------------------------------------------------------------------------------

    def _observation(self, line: Line) -> dict[str, str] | None:
        indicator = self.indicators.resolve(line["indicator"], line, self._column(line, "indicator"))
        area = self.areas.resolve(line["area"], line, self._column(line, "area"))
        document = self.documents.resolve(line["document"], line, self._column(line, "document"))
        if not (indicator and area and document):
            return None
        row = {c: line[c] for c in OBSERVATION}
        row |= {"indicator": indicator, "area": area, "document": document}
        return self._with_evidence(line, row)

    def _with_evidence(self, line: Line, row: dict[str, str]) -> dict[str, str] | None:
        """The row with the digits as printed, and with evidence that holds them also where a person mended them."""
        row["value"] = _digits(row["value"], line["printed"])
        bare = row["value"].lstrip("-")
        if bare and not _holds(row["evidence"], bare):
            sentence = line["sentence"]
            at = re.sub("[,，]", "", quantity.normalise(sentence)).find(bare)
            if at < 0 and sentence:
                what = _("the sentence does not hold the figure {value}").format(value=row["value"])
                self.fault(line, self._column(line, "value"), what, _("Correct the value, or reject the row."))
                return None
            if sentence:
                first = max(0, min(at + len(bare) - EVIDENCE // 2, len(sentence) - EVIDENCE))
                row["evidence"] = sentence[first : first + EVIDENCE]
        return row

    def _task(self, line: Line) -> dict[str, str] | None:
        document = self.documents.resolve(line["document"], line, self._column(line, "document"))
        return (
            {**{c: line[c] for c in ("number", "section", "title", "content")}, "document": document}
            if document
            else None
        )

    def _assignment(self, line: Line) -> dict[str, str] | None:
        document = self.documents.resolve(line["document"], line, self._column(line, "document"))
        department = self.departments.resolve(line["department"], line, self._column(line, "department"))
        if not (document and department):
            return None
        return {
            **{c: line[c] for c in ("number", "role", "rank", "etc")},
            "document": document,
            "department": department,
        }

    def _target(self, line: Line) -> dict[str, str] | None:
        document = self.documents.resolve(line["document"], line, self._column(line, "document"))
        name = line["indicator"]
        indicator = self.indicators.resolve(name, line, self._column(line, "indicator")) if name else ""
        if not document or indicator is None:
            return None
        columns = ("number", "label", "year", "bound", "value", "unit", "text", "evidence")
        row = {**{c: line[c] for c in columns}, "document": document, "indicator": indicator}
        return self._with_evidence(line, row)

    def _layout_row(self, line: Line) -> dict[str, str] | None:
        name = line["indicator"]
        indicator = self.indicators.resolve(name, line, self._column(line, "indicator")) if name else ""
        if indicator is None:
            return None
        columns = ("order", "label", "indent", "unit", "result", "target")
        return {**{c: line[c] for c in columns}, "table": _GUIDANCE, "indicator": indicator}

    # --- what rows refer to ------------------------------------------------------------------------

    def _catalogues(self) -> None:
        """Rows of what is new: wanted by accepted rows, or accepted for itself."""
        for line in self.indicators.lines:
            if self._is_accepted(sheets.INDICATORS, line):
                self.indicators.want(line)
        for line in list(self.indicators.wanted):
            if line["parent"]:
                self.indicators.resolve(line["parent"], line, self._column(line, "parent"))
        for line in self.areas.lines:
            if self._is_accepted(sheets.AREAS, line):
                self.areas.want(line)
        for catalogue in (self.documents, self.departments):
            for line in catalogue.lines:
                if self._is_accepted(catalogue.sheet, line):
                    catalogue.want(line)
        self._append(self.documents, self._document_row)
        self._append(self.areas, self._area_row)
        self._append(self.departments, self._department_row)
        self._append(self.indicators, self._indicator_row)

    def _append(self, catalogue: _Catalogue, made: Callable[[Line, str], dict[str, str] | None]) -> None:
        for line, own in catalogue.fresh():
            row = (
                made(line, own)
                if catalogue.sheet == sheets.DOCUMENTS or self._is_whole(catalogue.sheet, line)
                else None
            )
            if row and not self.faults:
                self._transaction.append(_TABLES[catalogue.sheet], [row], [line.place])

    def _document_row(self, line: Line, own: str) -> dict[str, str] | None:
        row = {"id": own, **{c: self._given.get(c) or line[c] for c in DOCUMENT}}
        lacking = [c for c in DOCUMENT if c != "number" and not row[c]]
        if lacking:
            what = _("the document “{id}” is new and lacks: {columns}")
            heads = (self._column(line, "title") != "title" and [self._column(line, c) for c in lacking]) or lacking
            todo = _("Fill them in, or give them: {options}").format(options=" ".join(f"--{c} …" for c in lacking))
            self.fault(line, "", what.format(id=row["title"] or own, columns="、".join(heads)), todo)
            return None
        self.new_documents.append(own)
        return row

    def _area_row(self, line: Line, own: str) -> dict[str, str] | None:
        whole = self._transaction.dataset.whole
        above = self.areas.resolve(line["part_of"], line, self._column(line, "part_of")) if line["part_of"] else whole
        if not above:
            return None
        row = {"id": own, "name": line["name"], "part_of": above, "stands_for": ""}
        has_short = any(f.name == "short" for t in read_schema(bundled("data")) if t.name == "areas" for f in t.fields)
        return {**row, "short": line["short"]} if has_short else row

    def _department_row(self, line: Line, own: str) -> dict[str, str]:
        return {"id": own, **{c: line[c] for c in ("name", "short", "aliases", "collective")}}

    def _indicator_row(self, line: Line, own: str) -> dict[str, str]:
        columns = ("name", "unit", "group", "direction", "nature", "decimals", "growth_basis", "aliases")
        parent = self.indicators.peek(line["parent"]) if line["parent"] else ""
        aliases = [a for a in re.split("[;；]", line["aliases"]) if a.strip() and a.strip() != line["name"]]
        if line["proposed"] and line["proposed"] not in (line["name"], *aliases):
            aliases.append(line["proposed"])
        return {"id": own, **{c: line[c] for c in columns}, "parent": parent, "aliases": ";".join(aliases)}

    # --- into the transaction ----------------------------------------------------------------------

    def _add_observations(self, rows: Iterable[tuple[Line, dict[str, str]]]) -> None:
        """New statements, each behind the last that comes before it in the dataset's order."""
        standing = self._transaction.rows("observations")
        present = {tuple(o[c] for c in _FACT): o for o in standing}
        rank = self._rank()
        ranks = [rank(row) for row in standing]
        for line, row in rows:
            fact = tuple(row[c] for c in _FACT)
            old = present.get(fact)
            if old is not None:
                self._must_be_same(line, old, row, ("value", "unit", "text"))
                continue
            present[fact] = row
            own = rank(row)
            at = next((n for n in range(len(ranks), 0, -1) if ranks[n - 1] <= own), 0)
            ranks.insert(at, own)
            self._transaction.insert("observations", at, row, line.place)

    def _rank(self) -> Callable[[Mapping[str, str]], tuple[int, str, int, str]]:
        order = {row["id"]: n for n, row in enumerate(self._transaction.rows("indicators"))}
        areas = {row["id"]: n for n, row in enumerate(self._transaction.rows("areas"))}
        dates = {row["id"]: row["date"] for row in self._transaction.rows("documents")}

        def rank(row: Mapping[str, str]) -> tuple[int, str, int, str]:
            at = (order.get(row["indicator"], len(order)), areas.get(row["area"], len(areas)))
            return at[0], row["year"], at[1], dates.get(row["document"], "")

        return rank

    def _add(
        self, table: str, own: Sequence[str], said: Sequence[str], rows: Iterable[tuple[Line, dict[str, str]]]
    ) -> None:
        present = {tuple(row[c] for c in own): row for row in self._transaction.rows(table)}
        for line, row in rows:
            found = present.get(tuple(row[c] for c in own))
            if found is None:
                present[tuple(row[c] for c in own)] = row
                self._transaction.append(table, [row], [line.place])
            else:
                self._must_be_same(line, found, row, said)

    def _must_be_same(self, line: Line, old: Mapping[str, str], new: Mapping[str, str], columns: Sequence[str]) -> None:
        """Count a row that stands there already; one that says otherwise of the very same thing is a fault."""
        if all(_same(old[c], new[c]) for c in columns):
            self.present += 1
            return
        told = ("".join(row[c] for c in columns) for row in (old, new))
        what = _("the same document and place says something else in the data: {old}, not {new}").format(
            **dict(zip(("old", "new"), told, strict=True))
        )
        self.fault(line, "", what, _("Reject the row, or take the earlier merge back with “zcplan undo”."))

    def _replace_layout(self, rows: Sequence[tuple[Line, dict[str, str]]]) -> None:
        """The accepted rows in the place of the layout that the dataset has."""
        if not rows:
            return
        new = [row for _line, row in sorted(rows, key=lambda r: int(r[1]["order"]) if r[1]["order"].isdigit() else 0)]
        old = self._transaction.rows("tables")
        kept = [row for row in old if row["table"] != _GUIDANCE]
        if [row for row in old if row["table"] == _GUIDANCE] == new:
            self.present += len(new)
        else:
            self._transaction.replace("tables", [*kept, *new])


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one == other


def _digits(value: str, printed: str) -> str:
    """The value with the digits that the document prints (5.0), which a spreadsheet drops."""
    try:
        return printed if printed and Decimal(value) == Decimal(printed) else value
    except InvalidOperation:
        return value


def _holds(evidence: str, digits: str) -> bool:
    try:
        return quantity.says(evidence, Decimal(digits))
    except InvalidOperation:
        return True  # no number: the check of the dataset tells so


class _Catalogue:
    """What rows refer to by name, on one sheet and in the dataset, and which of it is new and wanted.

    :param name: the column that holds the name
    :param same: what two spellings of a name have in common
    """

    def __init__(
        self,
        sheet: str,
        lines: Sequence[Line],
        known: Known,
        name: str,
        same: Callable[[str], Hashable],
        pattern: re.Pattern[str] | None,
        fault: Callable[[Line, str, str, str], None],
    ) -> None:
        self.sheet, self.lines = sheet, lines
        self._known, self._name, self._same, self._fault = known, name, same, fault
        self._by_name: dict[Hashable, Line] = {}
        for column in (name, "proposed", "id"):
            for line in lines:
                if line[column]:
                    self._by_name.setdefault(same(line[column]), line)
        self.wanted: dict[Line, str] = {}
        self._ids: dict[Line, str] = {}
        taken = set(known.values())
        for line in lines:
            own = self._of_dataset(line)
            if not own:
                given = line["id"] if line["id"] not in taken else ""
                own = given or readable_id(line[name], taken, pattern, _TABLES[sheet].rstrip("s"))
            taken.add(own)
            self._ids[line] = own

    def _of_dataset(self, line: Line) -> str:
        """The id of what a line names where the dataset has it already."""
        for text in (line["id"], line[self._name]):
            if text and (found := self._known.get(text) or self._known.get(self._same(text))):
                return found
        return ""

    def peek(self, name: str) -> str:
        """The id that a name leads to, empty for none."""
        line = self._by_name.get(self._same(name))
        return self._ids[line] if line is not None else self._known.get(name) or self._known.get(self._same(name), "")

    def resolve(self, name: str, by: Line, column: str) -> str | None:
        """The id that a name leads to; what is new is wanted from now on. ``None``, and a fault, for none."""
        line = self._by_name.get(self._same(name))
        own = self.peek(name)
        if not own:
            what = _("the row is accepted but “{name}” is neither in the data nor on the sheet “{sheet}”")
            todo = _("Choose one from the list, or rename or add a row on the sheet “{sheet}”.").format(
                sheet=self.sheet
            )
            self._fault(by, column, what.format(name=name, sheet=self.sheet), todo)
            return None
        if line is not None and not self._of_dataset(line):
            if line["accept"].lower() in sheets.NO - {""}:
                what = _("the row is accepted but “{name}” was rejected on the sheet “{sheet}”")
                todo = _("Accept it there, choose another one here, or reject this row.")
                self._fault(by, column, what.format(name=name, sheet=self.sheet), todo)
                return None
            if line["mark"] == sheets.DOUBTFUL and not line["accept"]:
                what = _("the row is accepted but “{name}” is doubtful on the sheet “{sheet}”")
                self._fault(by, column, what.format(name=name, sheet=self.sheet), _("Accept or reject it there first."))
                return None
            self.want(line)
        return own

    def want(self, line: Line) -> None:
        """Note that a line is to be taken over."""
        self.wanted[line] = self._ids[line]

    def fresh(self) -> Iterator[tuple[Line, str]]:
        """The wanted lines that the dataset does not have, with their ids, in the sheet's order."""
        for line in self.lines:
            if line in self.wanted and not self._of_dataset(line):
                yield line, self._ids[line]
