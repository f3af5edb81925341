"""What ``zcplan proof`` prints: findings between the drafts grouped by fact, then those of each draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from zcplan.cli.drafts import tell_passed_over
from zcplan.cli.output import asks_for_columns, complain, emit, is_coloured, note
from zcplan.cli.output import show as show_text
from zcplan.cli.parts.table import plain
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.cli.proof import Proof, Proofed
    from zcplan.figures.statement import Statement
    from zcplan.model import Dataset
    from zcplan.proof import Finding
    from zcplan.proof.disagreement import Disagreement
    from zcplan.proof.papers import Paper, Stated

_TOLD = ("contradicts", "superseded")
_NOT_IN_JSON = ("name", "sentence")
_COLOURS = {"agrees": "green", "superseded": "yellow", "contradicts": "red"}


def show(proof: Proof, form: str, *, everything: bool) -> None:
    """Print the findings in the form asked for."""
    if form == "table" and not asks_for_columns():
        lines = [*_between_lines(proof), *_draft_lines(proof, everything)]
        if lines:
            show_text("\n".join(lines))
        return
    records = list(_records(proof))
    columns = plain(
        verdict=_("Verdict"),
        file=_("File"),
        place=_("Place"),
        figure=_("Figure"),
        indicator=_("Indicator"),
        year=_("Year"),
        what=_("What"),
        sentence=_("Sentence"),
    )
    rows = (
        (_label(r), r["file"], _place_of(r), r["text"], r["name"], r["year"], r["message"], r["sentence"])
        for r in records
        if everything or r["verdict"] in _TOLD
    )
    emit(form, ({k: v for k, v in r.items() if k not in _NOT_IN_JSON} for r in records), columns, rows)


def contradicts(proof: Proof) -> bool:
    """Whether anything contradicts."""
    own = any(f.verdict == "contradicts" for d in proof.drafts for f in d.findings)
    return own or any(d.verdict == "contradicts" for d in proof.between)


def count(proof: Proof, *, with_data: bool) -> None:
    """Say on standard error how much was found, and what could not be read.

    :param with_data: whether the drafts were held against a dataset; what it does not know is told only then
    """
    from zcplan.proof import VERDICTS

    counts = Counter(f.verdict for d in proof.drafts for f in d.findings)
    told = [v for v in VERDICTS if with_data or v == "contradicts"]
    words = _(", ").join(f"{_verdict_word(v)} {counts[v]}" for v in told)
    if len(proof.drafts) > 1:
        apart = Counter(d.verdict for d in proof.between)
        text = _("between the drafts: {n} contradictions, {m} replaced estimates; figure by figure: {words}")
        note(text.format(n=apart["contradicts"], m=apart["superseded"], words=words))
    else:
        note(words)
    for draft in proof.drafts:
        if not draft.paper.statements:
            note(_("{file}: no figure was found in it").format(file=draft.paper.name))
    for draft in proof.drafts:
        tell_passed_over(draft.paper.draft)
    for _path, error in proof.failures:
        complain(error)


# --- the terminal ----------------------------------------------------------------------------------


def _between_lines(proof: Proof) -> Iterator[str]:
    """Each fact on which the drafts differ, the gravest first, with everyone's words below it."""
    from zcplan.proof.between_message import fact_name

    for found in (*proof.between, *proof.alike):
        hint = _(" (neighbouring digits exchanged?)") if found.transposed else ""
        yield f"{_coloured(_between_label(found), found.verdict)} {fact_name(found.fact, found.statements, _)}{hint}"
        for s in found.statements:
            yield f"    {_source(s, proof.papers)}  {_marked(s, proof.papers)}"


def _draft_lines(proof: Proof, everything: bool) -> Iterator[str]:
    from zcplan.proof import message

    several = len(proof.drafts) > 1
    for draft in proof.drafts:
        for f in draft.findings:
            if everything or f.verdict in _TOLD:
                place = _place(f)
                where = f"{draft.paper.name} {place}" if several else place
                yield f"{_coloured(_verdict(f), f.verdict)} {where}: {message(f, proof.dataset, _)}"
                yield f"    {_excerpt(f)}"


def _coloured(label: str, verdict: str) -> str:
    """A verdict in brackets, in its colour where colours are wanted."""
    colour = _COLOURS.get(verdict)
    return click.style(f"[{label}]", fg=colour) if colour and is_coloured() else f"[{label}]"


def _source(s: Stated, papers: Sequence[Paper]) -> str:
    from zcplan.proof.excerpt import place_name

    return f"{papers[s.paper].name} {place_name(s.statement.place, _, papers[s.paper].draft)}"


def _marked(s: Stated, papers: Sequence[Paper]) -> str:
    """The sentence with the figure in brackets, and in bold where the terminal can."""
    from zcplan.proof.excerpt import excerpt

    found = excerpt(papers[s.paper].draft, s.statement)
    figure = f"【{found.figure}】"
    return f"{found.before}{click.style(figure, bold=True) if is_coloured() else figure}{found.behind}"


def _place(f: Finding) -> str:
    from zcplan.proof.excerpt import place_name

    return place_name(f.statement.place, _)


def _excerpt(f: Finding) -> str:
    sentence = f.statement.sentence
    at = max(0, sentence.find(f.statement.text.strip()))
    start = max(0, at - 30)
    return f"{'…' if start else ''}{sentence[start : at + 40]}{'…' if at + 40 < len(sentence) else ''}"


# --- records ---------------------------------------------------------------------------------------


def _records(proof: Proof) -> Iterator[dict[str, Any]]:
    for draft in proof.drafts:
        for f in draft.findings:
            yield _record(f, draft, proof.dataset)
    for found in (*proof.between, *proof.alike):
        yield from _between_records(found, proof)


def _record(f: Finding, draft: Proofed, dataset: Dataset) -> dict[str, Any]:
    from zcplan.proof import message

    return {
        "verdict": f.verdict,
        "text": f.statement.text.strip(),
        "value": f.statement.quantity.value,
        "unit": f.statement.quantity.unit,
        "indicator": f.indicator or None,
        "name": dataset.indicator[f.indicator].name if f.indicator else "",
        "year": f.year,
        "area": f.area or None,
        "measure": f.measure or f.statement.measures[0] if f.measure or f.statement.measures else "level",
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
        "file": str(draft.path),
        **_where(f.statement),
        "others": [_inside(s, draft) for s in f.others],
        "reason": _reason(f),
        "message": message(f, dataset, _),
        "sentence": f.statement.sentence,
    }


def _reason(f: Finding) -> str | None:
    """Why a figure is not known, in the contract's words."""
    if f.verdict != "unknown":
        return None
    return f.reason or "no-fact"


def _between_records(found: Disagreement, proof: Proof) -> Iterator[dict[str, Any]]:
    """A record for each statement, with those that it stands against."""
    from zcplan.proof.between_message import between_message, printed_subject

    text = between_message(found, proof.papers, _)
    for group in found.groups:
        against = [s for other in found.groups if other is not group for s in other]
        for s in group:
            said = s.statement
            yield {
                "verdict": found.verdict,
                "text": said.text.strip(),
                "value": said.quantity.value,
                "unit": said.quantity.unit,
                "indicator": None,
                "name": printed_subject(found.fact, found.statements),
                "year": found.fact.period[2],
                "area": found.fact.territory or None,
                "measure": found.fact.measure,
                "expected": [],
                "check": "between",
                "file": str(proof.drafts[s.paper].path),
                **_where(s.statement),
                "others": [_other(o, proof) for o in against],
                "reason": "ambiguous" if found.verdict == "unknown" else None,
                "code": found.code,
                "message": text,
                "sentence": said.sentence,
            }


def _inside(statement: Statement, draft: Proofed) -> dict[str, Any]:
    """Another statement of the same draft, with its place."""
    from zcplan.proof.excerpt import place_name

    return {
        "file": str(draft.path),
        "place": place_name(statement.place, _, draft.paper.draft),
        **_where(statement),
        "text": statement.text.strip(),
        "value": statement.quantity.value,
        "unit": statement.quantity.unit,
    }


def _where(statement: Statement) -> dict[str, Any]:
    place = statement.place
    if place.cell:
        return {"sheet": place.sheet, "cell": place.cell}
    return {"paragraph": place.paragraph, "offset": place.offset}


def _other(s: Stated, proof: Proof) -> dict[str, Any]:
    from zcplan.proof.excerpt import place_name

    said = s.statement
    return {
        "file": str(proof.drafts[s.paper].path),
        "place": place_name(said.place, _, proof.drafts[s.paper].paper.draft),
        **_where(said),
        "text": said.text.strip(),
        "value": said.quantity.value,
        "unit": said.quantity.unit,
    }


def _place_of(record: dict[str, Any]) -> str:
    if "cell" in record:
        return f"{record['sheet']}!{record['cell']}"
    return _("paragraph {n}").format(n=record["paragraph"] + 1)


# --- words -----------------------------------------------------------------------------------------


def _label(record: dict[str, Any]) -> str:
    if record["check"] == "between":
        return _between_words(record["code"])
    is_slip = record["verdict"] == "contradicts"
    return (is_slip and _check_words().get(record["check"])) or _verdict_word(record["verdict"])


def _between_label(found: Disagreement) -> str:
    return _between_words(found.code)


def _between_words(code: str) -> str:
    words = {
        "goals": _("goals differ"),
        "revision": _("estimate replaced"),
        "alike": _("alike"),
        "magnitude": _("unit"),
        "sign": _("sign"),
        "rank": _("rank"),
    }
    return words.get(code, _("drafts differ"))


def _check_words() -> dict[str, str]:
    return {
        "arithmetic": _("arithmetic"),
        "sum": _("sum"),
        "sign": _("sign"),
        "repeat": _("two values"),
        "missing": _("figure missing"),
    }


def _verdict(f: Finding) -> str:
    return (f.verdict == "contradicts" and _check_words().get(f.check)) or _verdict_word(f.verdict)


def _verdict_word(verdict: str) -> str:
    words = {
        "agrees": _("agrees"),
        "superseded": _("superseded"),
        "contradicts": _("contradicts"),
        "unknown": _("unknown"),
    }
    return words[verdict]
