"""Commented copies of the drafts that ``zcplan proof --annotate`` writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zcplan.cli.parts.values import names_a_file
from zcplan.cli.settings import Settings
from zcplan.errors import UsageError, ZcplanError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.cli.proof import Proof, Proofed
    from zcplan.figures.statement import Statement

_TOLD = ("contradicts", "superseded")
Noted = tuple["Statement", str]


def copies(
    settings: Settings, proof: Proof, target: Path, when: datetime, *, force: bool
) -> Iterator[tuple[Path, int | ZcplanError]]:
    """Write a copy of each draft with the findings as comments; tell of each the number of comments, or the error.

    :raises UsageError: the target does not fit the drafts, or is one of them
    """
    from zcplan import files
    from zcplan.render import package

    for number, (draft, path) in enumerate(zip(proof.drafts, _targets(proof, target), strict=True)):
        noted = list(_noted(number, draft, proof))
        try:
            data = _copy(settings, draft, path, noted, when)
            files.write(path, data, None if force else package.is_untouched)
        except ZcplanError as error:
            yield path, error
        else:
            yield path, len(noted)


def _targets(proof: Proof, target: Path) -> list[Path]:
    """Where the copies go: into the file named, or under their own names into the folder named.

    A text draft becomes a Word document, since a text bears no comments.
    """
    drafts = [d.path for d in proof.drafts]
    if len(drafts) == 1 and names_a_file(target):
        wanted = _suffix(proof.drafts[0])
        if target.suffix.lower() != wanted:
            what = _("comments on this draft are written into a {suffix}").format(suffix=wanted)
            raise UsageError(what, str(target), _("Name it OUT{suffix}.").format(suffix=wanted))
        found = [target]
    else:
        if target.is_file() or names_a_file(target):
            raise UsageError(_("several drafts need a folder for their copies"), str(target), _("Name a folder."))
        found = _apart([target / f"{d.path.stem}{_suffix(d)}" for d in proof.drafts])
    for path in found:
        if any(path.exists() and d.exists() and path.samefile(d) for d in drafts):
            raise UsageError(_("the draft itself is never changed"), str(path), _("Name another file."))
    return found


def _suffix(draft: Proofed) -> str:
    return ".xlsx" if draft.paper.draft.kind == "xlsx" else ".docx"


def _apart(paths: list[Path]) -> list[Path]:
    """The paths, with a number where two would be one."""
    taken: set[Path] = set()
    for n, path in enumerate(paths):
        fresh, count = path, 1
        while fresh in taken:
            count += 1
            fresh = path.with_name(f"{path.stem}-{count}{path.suffix}")
        taken.add(fresh)
        paths[n] = fresh
    return paths


def _noted(number: int, draft: Proofed, proof: Proof) -> Iterator[Noted]:
    """What is to be said of each statement of a draft, in Chinese, as the documents are."""
    from zcplan.i18n import translator
    from zcplan.proof import message
    from zcplan.proof.between_message import comment

    zh: Callable[[str], str] = translator("zh")
    for f in draft.findings:
        if f.verdict in _TOLD:
            yield f.statement, message(f, proof.dataset, zh)
    for found in proof.between:
        for s in found.statements:
            if s.paper == number:
                yield s.statement, comment(found, s, proof.papers, zh)


def _copy(settings: Settings, draft: Proofed, target: Path, noted: list[Noted], when: datetime) -> bytes:
    from zcplan.render import annotate, annotate_workbook, package

    if target.suffix.lower() == ".xlsx":
        cells = [annotate_workbook.CellRemark(s.place.sheet, s.place.cell, text) for s, text in noted if s.place.cell]
        return annotate_workbook.annotated_workbook(draft.path, cells, package.stamp(when))
    remarks = [annotate.Remark(s.place.paragraph, s.place.offset, s.place.end, text) for s, text in noted]
    return annotate.annotated(draft.path, remarks, package.stamp(when), settings.find_template("draft.docx"))
