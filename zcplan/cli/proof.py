"""``zcplan proof``: every figure of the drafts held against the dataset, within each draft, and between the drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zcplan.cli import draft_files
from zcplan.cli.output import complain, format_option, note
from zcplan.cli.parts.values import Year
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.errors import ZcplanError
    from zcplan.model import Dataset
    from zcplan.proof import Finding
    from zcplan.proof.between import Compared
    from zcplan.proof.disagreement import Disagreement
    from zcplan.proof.papers import Paper
    from zcplan.reading.document import Draft

WITHOUT_DATA = datetime(2000, 1, 1, tzinfo=timezone.utc)
"""Time to write into files where no dataset gives the day of its newest document; it must not be the clock's."""


@dataclass(frozen=True)
class Proofed:
    """A draft with what came of its figures."""

    path: Path
    paper: Paper
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Proof:
    """All drafts, and what they say differently."""

    dataset: Dataset
    drafts: tuple[Proofed, ...]
    compared: Compared
    alike: tuple[Disagreement, ...]
    failures: tuple[tuple[Path, ZcplanError], ...]

    @property
    def between(self) -> tuple[Disagreement, ...]:
        """What the drafts say differently, the gravest first."""
        return self.compared.disagreements

    @property
    def papers(self) -> list[Paper]:
        """The drafts as they are held against each other."""
        return [d.paper for d in self.drafts]


@click.command(
    "proof",
    help=_(
        "Hold every figure of the drafts (FILE: docx, xlsx, txt, md; or folders of them) against the dataset, its "
        "percentages and sums against each other, and the drafts against each other."
    ),
    epilog=_(
        "Examples: zcplan proof report.docx --annotate checked.docx; "
        "zcplan proof congress --no-data --matrix facts.xlsx"
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option(
    "--annotate",
    type=click.Path(),
    metavar="OUT",
    help=_("Write the findings as comments into copies: a .docx or .xlsx, or a folder where there are several drafts."),
)
@click.option(
    "--matrix",
    type=click.Path(),
    metavar="OUT.xlsx",
    help=_("Write the table of facts: what each draft says of each fact, those that differ first."),
)
@click.option("--no-data", is_flag=True, help=_("Hold the drafts against each other and themselves alone."))
@click.option("--alike", is_flag=True, help=_("List also pairs that are only alike, to be looked at."))
@click.option("--year", type=Year(), metavar="YEAR", help=_("The drafts' own year, where they do not tell."))
@click.option("--all", "everything", is_flag=True, help=_("List also the figures that agree or are not known."))
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@format_option
@click.pass_obj
def command(
    settings: Settings,
    paths: tuple[str, ...],
    annotate: str | None,
    matrix: str | None,
    no_data: bool,
    alike: bool,
    year: int | None,
    everything: bool,
    force: bool,
    form: str,
) -> None:
    """Print what was found; exit with 1 if something contradicts or could not be read, with 2 if nothing could."""
    from zcplan.cli import proof_output

    files = draft_files.expand(paths)
    proof = _proof(settings, files, year, use_data=not no_data, with_alike=alike, with_facts=bool(matrix))
    when = WITHOUT_DATA if no_data else settings.stamp
    not_written = _annotate(settings, proof, Path(annotate), when, force=force) if annotate else ()
    if matrix:
        _write_matrix(settings, proof, Path(matrix), when, force=force)
    proof_output.show(proof, form, everything=everything)
    proof_output.count(proof, with_data=not no_data)
    if not no_data and not proof.dataset.observations:
        note(_("The data hold no figure yet, so nothing was held against them: only the drafts against themselves."))
    if not_written:
        raise click.exceptions.Exit(max(error.exit_code for error in not_written))
    if proof_output.contradicts(proof) or proof.failures:
        raise click.exceptions.Exit(1)


def _proof(
    settings: Settings, files: Sequence[Path], year: int | None, *, use_data: bool, with_alike: bool, with_facts: bool
) -> Proof:
    """Read and check every draft, then hold them against each other.

    :param with_facts: put also the statements of a single draft under their facts, which only the matrix shows
    :raises ZcplanError: there is one draft and it can't be read, or none can
    """
    from zcplan.proof import NOTHING, between, proof
    from zcplan.proof.identity import names_of
    from zcplan.proof.papers import paper_of
    from zcplan.reading.document import read

    dataset = settings.dataset if use_data else NOTHING
    short = dict(zip(files, draft_files.names_of(files), strict=True))

    def check(path: Path) -> Proofed:
        draft: Draft = read(path)
        findings = proof(draft, dataset, year)
        return Proofed(path, paper_of(short[path], draft, (f.statement for f in findings), year), findings)

    done, failures = draft_files.each(files, check)
    if not done:
        raise failures[0][1]
    checked = tuple(done)
    compared = between.compare([d.paper for d in checked], names_of(dataset), with_facts=with_facts)
    pairs = between.alike(compared) if with_alike else ()
    return Proof(dataset, checked, compared, pairs, tuple(failures))


def _annotate(settings: Settings, proof: Proof, target: Path, when: datetime, *, force: bool) -> Sequence[ZcplanError]:
    """Write the commented copies and tell of each; what could not be written keeps no other from being written."""
    from zcplan.cli.proof_copies import copies

    errors = []
    for path, made in copies(settings, proof, target, when, force=force):
        if isinstance(made, int):
            note(_("{n} comments in {file}").format(n=made, file=path))
        else:
            errors.append(made)
            complain(made)
    return errors


def _write_matrix(settings: Settings, proof: Proof, target: Path, when: datetime, *, force: bool) -> None:
    from zcplan import files
    from zcplan.errors import UsageError
    from zcplan.i18n import translator
    from zcplan.proof.matrix import Checked, matrix
    from zcplan.render import fact_matrix, package

    if target.suffix.lower() != ".xlsx":
        raise UsageError(_("the table of facts is a workbook"), str(target), _("Name it OUT.xlsx."))
    drafts_read = [Checked(d.paper, d.findings, d.path) for d in proof.drafts]
    failures = {path: error.what for path, error in proof.failures}
    table = matrix(proof.compared, drafts_read, failures, proof.dataset, translator("zh"))
    template = settings.find_template("fact-matrix.xlsx")
    data = fact_matrix.workbook(template, table.context, table.links, target, package.stamp(when))
    files.write(target, data, None if force else package.is_untouched)
    note(_("{n} facts in {file}").format(n=len(table.shared) + len(table.single), file=target))
