"""Proposed observations as a table to review, and the reviewed table merged into the data folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zcplan import quantity
from zcplan.dataset.csvfile import armed_unless_number
from zcplan.dataset.transaction import Transaction
from zcplan.errors import InputError, UsageError
from zcplan.extract.propose import Proposal
from zcplan.i18n import gettext as _
from zcplan.model import Dataset
from zcplan.reading.archive import read_bytes

OBSERVATION = (
    "indicator", "year", "area", "measure", "status", "bound", "value", "unit", "text", "document", "locator",
    "evidence", "note",
)  # fmt: skip
DOCUMENT = ("title", "number", "issuer", "date", "kind", "precedence")
HEADER = ("accept", "sentence", "name", *OBSERVATION, "paragraph", "offset", *(f"document_{c}" for c in DOCUMENT))
_YES = {"accept", "accepted", "yes", "y", "1", "true", "x", "√", "✓", "是", "接受", "采纳", "同意"}
_NO = {"", "reject", "rejected", "no", "n", "0", "false", "否", "拒绝", "不采纳", "不接受"}
_KEY = ("indicator", "year", "area", "measure", "status", "bound", "document", "locator")
_LEAST_COLUMNS = 3
"""A row with more names than this, one of them “accept”, is the header."""
Row = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """What merging did: rows taken over, rows that stood there already, whether a document is new."""

    added: int
    present: int
    documents: tuple[str, ...]


def as_rows(proposals: Iterable[Proposal], document: str, about: Mapping[str, str]) -> list[dict[str, str]]:
    """The table to review: the dataset's columns, led by the verdict to fill in, the sentence beside them.

    :param about: the document's own row, carried along so that it can be added with the first figure accepted
    """
    return [
        {
            "accept": "",
            "name": p.name,
            "indicator": p.indicator,
            "year": str(p.year or ""),
            "area": p.area,
            "measure": p.measure,
            "status": p.status,
            "bound": p.bound,
            "value": "" if p.value is None else quantity.plain(p.value),
            "unit": p.unit,
            "text": p.text,
            "document": document,
            "locator": p.locator,
            "evidence": p.evidence,
            "note": "",
            "sentence": p.sentence[:300],
            "paragraph": str(p.paragraph),
            "offset": str(p.offset),
            **{f"document_{c}": about.get(c, "") for c in DOCUMENT},
        }
        for p in proposals
    ]


def as_csv(rows: Sequence[Row]) -> bytes:
    """The table as CSV that Excel opens (with a byte order mark); what looks like a formula is led by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([armed_unless_number(row[c]) for c in HEADER] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _workbook_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the first sheet that has the table's header, by column name, with their numbers in the sheet."""
    from zcplan.reading import workbook

    try:
        book = workbook.read(read_bytes(path), path.name)
    except InputError as error:
        raise UsageError(error.what, str(path), error.todo) from error
    for sheet in book.sheets:
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            by_row.setdefault(row, {})[column] = cell.text.strip()
        header = next((row for row, cells in by_row.items() if _is_header(cells)), None)
        if header is None:
            continue
        if sheet.cut:
            what = _("the table has more than {n} rows").format(n=workbook.MAX_ROWS)
            raise UsageError(what, str(path), _("Split it."))
        for row, cells in by_row.items():
            if row > header and any(cells.values()):
                yield row, {name: cells.get(column, "") for column, name in by_row[header].items()}
        return


def _is_header(cells: Mapping[int, str]) -> bool:
    return "accept" in cells.values() and len(cells) > _LEAST_COLUMNS


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """A reviewed table (csv or xlsx): each row with its number in the sheet.

    :raises UsageError: it can't be read, or columns are missing
    """
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        found = list(_workbook_rows(path))
    else:
        raw = read_bytes(path)
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030", errors="replace")
        try:
            found = [
                (n, {k: v or "" for k, v in row.items() if k})
                for n, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2)
            ]
        except csv.Error as error:
            what = _("the file can't be read as CSV ({reason})").format(reason=error)
            raise UsageError(what, str(path), _("Save it as “CSV UTF-8”.")) from None
    missing = [c for c in ("accept", *OBSERVATION) if found and c not in found[0][1]]
    if missing or not found:
        what = _("this is no table of proposals: it lacks {columns}").format(columns=", ".join(missing or ["accept"]))
        raise UsageError(what, str(path), _("“zcplan extract FILE -o proposals.xlsx” makes one."))
    return [
        (n, {k: v.removeprefix("'") if v[:2] in ("'=", "'+", "'@", "'-") else v for k, v in row.items()})
        for n, row in found
    ]


def accepted(rows: Sequence[tuple[int, dict[str, str]]], dataset: Dataset, where: str) -> list[dict[str, str]]:
    """The rows that were accepted, checked one by one.

    :raises UsageError: a row has a word in ``accept`` that is neither, or names no indicator or territory
    """
    taken = []
    for number, row in rows:
        word = row.get("accept", "").strip().lower()
        if word in _NO:
            continue
        place = f"{where}:{number}"
        if word not in _YES:
            raise UsageError(
                _("“{word}” is neither accept nor reject").format(word=word),
                f"{place}:accept",
                _("Write accept or reject."),
            )
        if row["indicator"] not in dataset.indicator:
            what = _("the row is accepted but “{indicator}” is no indicator").format(indicator=row["indicator"])
            raise UsageError(
                what,
                f"{place}:indicator",
                _("Give the id of an indicator (“zcplan show”), adding it to indicators.csv first if it is new."),
            )
        if row["area"] not in dataset.area:
            what = _("the row is accepted but “{area}” is no territory").format(area=row["area"])
            raise UsageError(
                what, f"{place}:area", _("Give the id of a territory, adding it to areas.csv first if it is new.")
            )
        taken.append({k: row.get(k, "").strip() for k in HEADER})
    return taken


def merge(transaction: Transaction, rows: Sequence[Row], about: Mapping[str, str]) -> Merged:
    """Take accepted rows over into the dataset, the document first where it is new.

    Merging the same table again changes nothing.

    :param about: the new document's row as given on the command line; it outranks what the table carries
    """
    observations = transaction.rows("observations")
    present = {tuple(o[c] for c in _KEY): o for o in observations}
    fresh: list[dict[str, str]] = []
    for row in rows:
        new = {c: row[c] for c in OBSERVATION}
        key = tuple(new[c] for c in _KEY)
        old = present.get(key)
        if old is None:
            present[key] = new
            fresh.append(new)
        elif any(old[c] != new[c] for c in ("value", "unit", "text")):
            what = _("the dataset has another value for {key}: {old}, not {new}").format(
                key=", ".join(key), old=old["value"] + old["unit"], new=new["value"] + new["unit"]
            )
            raise UsageError(what, todo=_("Tell the two apart by their locator, or correct observations.csv by hand."))
    documents = transaction.rows("documents")
    new_documents = _new_documents(rows, {d["id"] for d in documents}, about)
    transaction.append("documents", new_documents)
    placed = _placed(observations, fresh, transaction.dataset, [*documents, *new_documents])
    transaction.replace("observations", placed)
    return Merged(len(fresh), len(rows) - len(fresh), tuple(d["id"] for d in new_documents))


def _new_documents(rows: Sequence[Row], known: set[str], about: Mapping[str, str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for row in rows:
        if row["document"] in known:
            continue
        known.add(row["document"])
        new = {"id": row["document"], **{c: about.get(c) or row.get(f"document_{c}", "") for c in DOCUMENT}}
        lacking = [c for c in DOCUMENT if c != "number" and not new[c]]
        if lacking:
            what = _("the document “{id}” is new and lacks: {columns}").format(id=new["id"], columns=", ".join(lacking))
            raise UsageError(what, todo=_("Give them: {options}").format(options=" ".join(f"--{c} …" for c in lacking)))
        found.append(new)
    return found


def _placed(
    old: list[dict[str, str]], fresh: list[dict[str, str]], dataset: Dataset, documents: list[dict[str, str]]
) -> list[dict[str, str]]:
    """Old rows in their order, each new one behind the last that comes before it in the dataset's order."""
    order = {i.id: n for n, i in enumerate(dataset.indicators)}
    areas = {a.id: n for n, a in enumerate(dataset.areas)}
    dates = {d["id"]: d["date"] for d in documents}

    def rank(row: Row) -> tuple[int, str, int, str]:
        return (
            order.get(row["indicator"], 9999),
            row["year"],
            areas.get(row["area"], 99),
            dates.get(row["document"], ""),
        )

    rows = list(old)
    for new in fresh:
        at = next((n for n in range(len(rows), 0, -1) if rank(rows[n - 1]) <= rank(new)), 0)
        rows.insert(at, new)
    return rows
