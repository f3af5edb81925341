"""``zcplan proof``: every figure of a draft held against the dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli.output import emit, format_option, note
from zcplan.cli.settings import Settings
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.model import Dataset
    from zcplan.proof import Finding
    from zcplan.reading.document import Draft


@click.command(
    "proof",
    help=_(
        "Hold every figure of a draft FILE (docx, xlsx, pdf, txt, md, html, csv) against the dataset, "
        "and its percentages and sums against each other."
    ),
    epilog=_("Example: zcplan proof report.docx --annotate report-checked.docx"),
)
@click.argument("file", type=click.Path())
@click.option(
    "--annotate",
    type=click.Path(),
    metavar="OUT.docx",
    help=_("Write the findings as comments into a copy; the draft itself is left as it is."),
)
@click.option("--year", type=click.IntRange(1949, 2100), help=_("The draft's own year, where it does not tell."))
@click.option("--all", "everything", is_flag=True, help=_("List also the figures that agree or are not known."))
@click.option("--force", is_flag=True, help=_("Write also over files that were changed by hand."))
@format_option
@click.pass_obj
def command(
    settings: Settings, file: str, annotate: str | None, year: int | None, everything: bool, force: bool, form: str
) -> None:
    """Print what was found; exit with 1 if something contradicts."""
    from collections import Counter

    from zcplan import proof as room
    from zcplan.cli.drafts import place, tell_passed_over
    from zcplan.reading.document import read

    dataset, draft = settings.dataset, read(Path(file))
    found = room.proof(draft, dataset, year)
    worth_telling = [f for f in found if f.verdict in (room.CONTRADICTS, room.SUPERSEDED)]
    if annotate:
        _annotate(settings, Path(file), Path(annotate), worth_telling, force=force)
    if form == "table":
        for f in found if everything else worth_telling:
            where = place(draft, f.figure.paragraph)
            click.echo(f"[{_verdict(f)}] {where}: {room.message(f, dataset, _)}")
            click.echo(f"    {_excerpt(f)}")
    else:
        records = [_record(f, dataset, draft) for f in found]
        head = [_("Verdict"), _("Paragraph"), _("Figure"), _("Indicator"), _("Year"), _("What")]
        rows = [
            (_verdict(f), f.figure.paragraph + 1, f.figure.text, _name(f, dataset), f.year, r["message"])
            for f, r in zip(found, records, strict=True)
            if everything or form != "markdown" or f in worth_telling
        ]
        emit(form, records, head, rows)
    counts = Counter(f.verdict for f in found)
    words = {v: _verdict_word(v) for v in room.VERDICTS}
    note(", ".join(f"{words[v]} {counts[v]}" for v in room.VERDICTS))
    tell_passed_over(draft)
    if counts[room.CONTRADICTS]:
        raise click.exceptions.Exit(1)


def _annotate(settings: Settings, file: Path, target: Path, found: list[Finding], *, force: bool) -> None:
    from zcplan import files
    from zcplan.errors import UsageError
    from zcplan.i18n import translator
    from zcplan.proof import message
    from zcplan.render import annotate, package

    if target.suffix.lower() != ".docx":
        raise UsageError(_("comments can be written into a .docx only"), str(target), _("Name it OUT.docx."))
    if target.exists() and file.exists() and target.samefile(file):
        raise UsageError(_("the draft itself is never changed"), str(target), _("Name another file."))
    zh = translator("zh")
    remarks = [
        annotate.Remark(f.figure.paragraph, f.figure.offset, f.figure.end, message(f, settings.dataset, zh))
        for f in found
    ]
    data = annotate.annotated(file, remarks, package.stamp(settings.stamp), settings.find_template("draft.docx"))
    files.write(target, data, None if force else package.is_untouched)
    note(_("{n} comments in {file}").format(n=len(remarks), file=target))


def _record(f: Finding, dataset: Dataset, draft: Draft) -> dict[str, Any]:
    from zcplan.cli.drafts import place_record
    from zcplan.proof import message

    return {
        "verdict": f.verdict,
        "text": f.figure.text.strip(),
        "value": f.figure.quantity.value,
        "unit": f.figure.quantity.unit,
        "indicator": f.indicator or None,
        "year": f.year,
        "area": f.area or None,
        "measure": f.measure or f.figure.measures[0],
        "expected": [
            {
                "value": o.value,
                "unit": o.unit,
                "bound": o.bound,
                "document": o.document,
                "status": o.status,
                "locator": o.locator,
            }
            for o in f.expected
        ],
        "check": f.check,
        **place_record(draft, f.figure.paragraph, f.figure.offset),
        "message": message(f, dataset, _),
    }


def _name(f: Finding, dataset: Dataset) -> str:
    return dataset.indicator[f.indicator].name if f.indicator else ""


def _excerpt(f: Finding) -> str:
    sentence = f.figure.sentence
    at = max(0, sentence.find(f.figure.text.strip()))
    start = max(0, at - 30)
    return f"{'…' if start else ''}{sentence[start : at + 40]}{'…' if at + 40 < len(sentence) else ''}"


def _verdict(f: Finding) -> str:
    checks = {
        "arithmetic": _("arithmetic"),
        "sum": _("sum"),
        "sign": _("sign"),
        "repeat": _("two values"),
    }
    return (f.verdict == "contradicts" and checks.get(f.check)) or _verdict_word(f.verdict)


def _verdict_word(verdict: str) -> str:
    words = {
        "agrees": _("agrees"),
        "superseded": _("superseded"),
        "contradicts": _("contradicts"),
        "unknown": _("unknown"),
    }
    return words[verdict]
