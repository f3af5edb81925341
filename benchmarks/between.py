"""How well drafts are held against each other: reports cut into speech, release and table, errors planted in one.

``python benchmarks/between.py [FOLDER] [--half tune|judge|all] [--split N]`` takes reports (docx; default:
../shared/reports), cuts each into three drafts that state the same in other words (:mod:`cuts`), plants errors in one
draft of a pair, and prints by kind of error how many were told, how much of what was told is true, and F1; then the
false alarms of pairs that nothing was planted in, and the time of ten long drafts. Rules are tuned on one half of the
reports and judged on the other; ``--split`` deals them anew.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import docx  # noqa: E402
from cuts import Cut, Figure, as_printed, converted, cut, render  # noqa: E402

from zcplan.proof import CONTRADICTS, NOTHING, proof  # noqa: E402
from zcplan.proof.between import compare as hold  # noqa: E402
from zcplan.proof.disagreement import Disagreement  # noqa: E402
from zcplan.proof.finding import Finding  # noqa: E402
from zcplan.proof.identity import names_of  # noqa: E402
from zcplan.proof.papers import Paper, paper_of  # noqa: E402
from zcplan.reading.document import read  # noqa: E402

DEFAULT = ROOT.parent / "shared" / "reports"
SEED = 20250120
DIGIT, UNIT, SIGN, YEAR, SUBJECT = "digit", "unit", "sign", "year", "subject"
KINDS = (DIGIT, UNIT, SIGN, YEAR, SUBJECT)
AT_ONCE = 6
"""Errors planted in one copy."""
_OTHER_UNIT = {
    "万亿元": "亿元", "亿元": "万元", "万元": "亿元", "万人": "人", "人": "万人", "万户": "户", "万家": "家",
    "万个": "个",
    "亿美元": "万美元", "万美元": "亿美元", "万吨": "吨", "亿斤": "万斤", "万亩": "亩", "万千瓦": "千瓦", "万套": "套",
    "公里": "万公里",
    "万平方米": "平方米", "家": "万家", "万台": "台", "万公里": "公里", "亿吨": "万吨",
}  # fmt: skip
Spot = tuple[int, int, int]
"""Line, first character, the one behind."""


@dataclass(frozen=True)
class Made:
    """A draft as a text, with where each figure's token stands."""

    name: str
    text: str
    places: dict[int, Spot]


@dataclass(frozen=True)
class Plant:
    """An error: the figures that it makes wrong, and how the draft is made then."""

    kind: str
    tokens: tuple[int, ...]
    figures: dict[int, Figure]
    edits: tuple[tuple[int, str, str], ...] = ()


# --- drafts ----------------------------------------------------------------------------------------


def speech(c: Cut, figures: dict[int, Figure], edits: Sequence[tuple[int, str, str]] = ()) -> Made:
    """The report itself."""
    text, places = render(_edited(c.speech.lines, edits), figures, as_printed)
    return Made("speech.txt", text, places)


def release(c: Cut, figures: dict[int, Figure], edits: Sequence[tuple[int, str, str]] = ()) -> Made:
    """Its sentences in other words, order and units."""
    text, places = render(_edited(c.release.lines, edits), figures, converted)
    return Made("release.txt", text, places)


def table(c: Cut, figures: dict[int, Figure], edits: Sequence[tuple[int, str, str]] = ()) -> Made:
    """Its plain facts as a table of this year and last."""
    lines = [f"{c.place}{c.year}年主要指标表", f"（{c.year}年1月20日）", ""]
    last, this = c.year - 1, c.year
    lines.append(f"| 指标 | 单位 | {last}年完成 | {last}年增长（%） | {this}年目标 | {this}年目标增长（%） |")
    lines.append("| --- | --- | --- | --- | --- | --- |")
    signs: dict[int, str] = {}
    for name, unit, row in c.table:
        cells = []
        for column in ("result-level", "result-growth", "goal-level", "goal-growth"):
            token, sign = row.get(column, (None, ""))
            cells.append(f"⟦{token}⟧" if token is not None else "—")
            if token is not None:
                signs[token] = sign
        lines.append(f"| {name} | {unit} | {' | '.join(cells)} |")

    def shown(token: int, figure: Figure) -> str:
        own = figure.unit not in ("%", "％") and figure.unit != _row_unit(c, token)
        return f"{signs[token]}{figure.number}{figure.unit if own else ''}"

    text, places = render(_edited(lines, edits), figures, shown)
    return Made("table.md", text, places)


def _row_unit(c: Cut, token: int) -> str:
    return next((unit for _name, unit, row in c.table if any(t == token for t, _s in row.values())), "")


MAKERS = {"speech": speech, "release": release, "table": table}
PAIRS = (("speech", "release"), ("speech", "table"), ("release", "table"))


def _edited(lines: Sequence[str], edits: Sequence[tuple[int, str, str]]) -> list[str]:
    """Lines with words before a token changed: (token, old, new) right before it."""
    found = list(lines)
    for token, old, new in edits:
        for n, line in enumerate(found):
            mark = f"⟦{token}⟧"
            at = line.find(mark)
            if at >= 0 and line[:at].endswith(old):
                found[n] = line[: at - len(old)] + new + line[at:]
    return found


# --- errors ----------------------------------------------------------------------------------------


def plants(c: Cut, lines: list[str], shared: list[int], kind: str, chance: random.Random, name: str) -> Iterator[Plant]:
    """Errors of one kind, up to :data:`AT_ONCE` far apart."""
    tokens = list(shared)
    chance.shuffle(tokens)
    if kind == SUBJECT:
        yield from _exchanges(c, set(shared), chance)
        return
    for token in tokens:
        made = _plant(c, lines, token, kind, chance, name)
        if made:
            yield made


def _plant(c: Cut, lines: list[str], token: int, kind: str, chance: random.Random, name: str) -> Plant | None:
    figure = c.figures[token]
    if kind == DIGIT:
        return Plant(kind, (token,), {token: replace(figure, number=_other_digits(figure.number, chance))})
    if kind == UNIT:
        unit = _OTHER_UNIT.get(figure.unit)
        return Plant(kind, (token,), {token: replace(figure, unit=unit)}) if unit and not figure.more else None
    before = next((line[: line.find(f"⟦{token}⟧")] for line in lines if f"⟦{token}⟧" in line), "")
    if kind == SIGN:
        if name == "table":
            return None
        word = next((w for w in ("增长", "下降") if before.endswith(w)), "")
        return Plant(kind, (token,), {}, ((token, word, "下降" if word == "增长" else "增长"),)) if word else None
    fact = next((f for f in c.facts if f.token == token), None)
    if fact is None or name == "table":
        return None
    words = re.split("[，、。；：]", before)[-1]
    if not words or "⟦" in words:
        return None
    other = c.year + 1 if fact.goal else c.year - 2
    return Plant(kind, (token,), {}, ((token, words, f"{other}年{words}"),))


def _exchanges(c: Cut, shared: set[int], chance: random.Random) -> Iterator[Plant]:
    """Two names exchanged: each has the other's figure."""
    known = [f for f in c.facts if f.token in shared]
    chance.shuffle(known)
    used: set[int] = set()
    for n, one in enumerate(known):
        for other in known[n + 1 :]:
            a, b = c.figures[one.token], c.figures[other.token]
            alike = (one.goal, one.is_growth, one.falls, a.unit) == (other.goal, other.is_growth, other.falls, b.unit)
            if alike and one.name != other.name and a.number != b.number and not {one.token, other.token} & used:
                used |= {one.token, other.token}
                yield Plant(SUBJECT, (one.token, other.token), {one.token: b, other.token: a})
                break


def _other_digits(number: str, chance: random.Random) -> str:
    at = chance.choice([n for n, ch in enumerate(number) if ch.isdigit()])
    low = "1" if at == 0 else "0"
    other = chance.choice([d for d in "0123456789" if d != number[at] and d >= low])
    changed = number[:at] + other + number[at + 1 :]
    return changed if Decimal(changed) else _other_digits(number, chance)


# --- measuring -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Looked:
    """A draft as read and checked by itself."""

    made: Made
    paper: Paper
    findings: tuple[Finding, ...]


def look(made: Made, folder: Path) -> Looked:
    """Read a draft."""
    path = folder / made.name
    path.write_text(made.text, encoding="utf-8", newline="")
    draft = read(path)
    findings = proof(draft, NOTHING)
    return Looked(made, paper_of(made.name, draft, (f.statement for f in findings)), findings)


def _covers(spot: Spot, paragraph: int, offset: int, end: int) -> bool:
    return spot[0] == paragraph and offset < spot[2] and spot[1] < end


@dataclass
class Score:
    """Counts of one kind."""

    planted: int = 0
    told: int = 0
    true: int = 0
    false: int = 0

    def line(self, name: str) -> str:
        """Recall, precision, F1 in a row."""
        recall = self.told / self.planted if self.planted else 0
        precision = self.true / (self.true + self.false) if self.true + self.false else 1
        f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0
        return (
            f"{name:<10}{self.planted:>8}{self.told:>8}{100 * recall:>9.1f}%{self.true:>8}{self.false:>7}"
            f"{100 * precision:>10.1f}%{f1:>8.3f}"
        )


def compare(one: Looked, altered: Looked, planted: Sequence[Plant], score: Score, verbose: bool) -> None:
    """Count what is told of a pair whose second draft has errors."""
    names = names_of(NOTHING)
    found = [d for d in hold([one.paper, altered.paper], names).disagreements if d.verdict == CONTRADICTS]
    inside = [f for f in altered.findings if f.verdict == CONTRADICTS]
    own = [f for f in one.findings if f.verdict == CONTRADICTS]
    spots = {t: altered.made.places[t] for p in planted for t in p.tokens}
    for plant in planted:
        hit = any(_told_at(d, spots[t]) for d in found for t in plant.tokens) or any(
            _covers(spots[t], f.figure.paragraph, f.figure.offset, f.figure.end) for f in inside for t in plant.tokens
        )
        score.planted += 1
        score.told += hit
        if verbose and not hit:
            n, a, b = spots[plant.tokens[0]]
            line = altered.made.text.splitlines()[n]
            print(
                "  missed",
                plant.kind,
                altered.made.name,
                line[max(0, a - 30) : a],
                "【",
                line[a:b],
                "】",
                line[b : b + 12],
            )
            for looked in (one, altered):
                for token in plant.tokens:
                    print("      ", looked.made.name, *_facts_at(looked, token))
    for d in found:
        true = any(_told_at(d, spot, after=planted[0].kind == YEAR) for spot in spots.values())
        score.true += true
        score.false += not true
        if verbose and not true:
            print(
                "  false",
                d.code,
                d.fact.subject,
                [(s.paper, s.statement.text, s.statement.sentence[:60]) for s in d.statements],
            )
    for f in inside + own:
        true = f in inside and any(
            _covers(spot, f.figure.paragraph, f.figure.offset, f.figure.end) or _near(spot, f.figure.paragraph)
            for spot in spots.values()
        )
        score.true += true
        score.false += not true
        if verbose and not true:
            print("  false inside", f.check, f.code, f.figure.text, f.figure.sentence[:80], f.numbers)


def _facts_at(looked: Looked, token: int) -> list[str]:
    """What was read at a token's place, for a person who looks for the cause."""
    known = hold([looked.paper], names_of(NOTHING)).facts
    of = {id(s.statement): fact for fact, stated in known.items() for s in stated}
    return [
        f"{s.text}={of.get(id(s)) or (s.subject, s.period, s.reason)}"
        for s in looked.paper.statements
        if _covers(looked.made.places[token], s.place.paragraph, s.place.offset, s.place.end)
    ]


def _near(spot: Spot, paragraph: int) -> bool:
    """Whether a finding inside a draft stands in the paragraph of an error: it may name the other figure of the two."""
    return spot[0] == paragraph


def _told_at(found: Disagreement, spot: Spot, *, after: bool = False) -> bool:
    """Whether a statement of it stands at a place; or behind it in its line, where a wrong year goes on."""
    return any(
        s.paper == 1
        and (
            _covers(spot, s.statement.place.paragraph, s.statement.place.offset, s.statement.place.end)
            or (after and s.statement.place.paragraph == spot[0] and s.statement.place.offset > spot[1])
        )
        for s in found.statements
    )


def halves(paths: list[Path], split: int) -> tuple[list[Path], list[Path]]:
    """The reports dealt into two halves."""
    dealt = sorted(paths)
    random.Random(split).shuffle(dealt)
    middle = len(dealt) // 2
    return sorted(dealt[:middle]), sorted(dealt[middle:])


def measure(reports: list[Path], verbose: bool) -> None:
    """Print the table of a set of reports."""
    scores = {kind: Score() for kind in KINDS}
    clean, pairs = Score(), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in reports:
            chance = random.Random(f"{SEED}{path.name}")
            c = cut([p.text for p in docx.Document(str(path)).paragraphs if p.text.strip()], chance)
            if c is None:
                continue
            if verbose:
                print(path.name)
            plain = {n: look(make(c, c.figures), folder) for n, make in MAKERS.items()}
            for one, other in PAIRS:
                pairs["pairs"] += 1
                compare(plain[one], plain[other], (), clean, verbose)
                for kind in KINDS:
                    _alter(c, plain[one], plain[other], other, kind, chance, scores[kind], folder, verbose)
    print(f"{pairs['pairs']} pairs of drafts")
    print(f"{'error':<10}{'planted':>8}{'told':>8}{'recall':>10}{'true':>8}{'false':>7}{'precision':>11}{'F1':>8}")
    total = Score()
    for kind in KINDS:
        print(scores[kind].line(kind))
        for field in ("planted", "told", "true", "false"):
            setattr(total, field, getattr(total, field) + getattr(scores[kind], field))
    print(total.line("all"))
    print(f"nothing planted: {clean.false} told in {pairs['pairs']} pairs")


def _alter(
    c: Cut, one: Looked, other: Looked, name: str, kind: str, chance: random.Random, score: Score, folder: Path,
    verbose: bool,
) -> None:  # fmt: skip
    shared = sorted(set(one.made.places) & set(other.made.places))
    lines = c.release.lines if name == "release" else []
    chosen: list[Plant] = []
    taken: set[int] = set()
    for plant in plants(c, lines, shared, kind, chance, name):
        if len(chosen) < AT_ONCE and not taken & {other.made.places[t][0] for t in plant.tokens}:
            chosen.append(plant)
            taken |= {other.made.places[t][0] for t in plant.tokens}
    if not chosen:
        return
    figures = {**c.figures}
    for plant in chosen:
        figures.update(plant.figures)
    edits = [e for plant in chosen for e in plant.edits]
    altered = look(MAKERS[name](c, figures, edits), folder)
    compare(one, altered, chosen, score, verbose)


def speed(reports: list[Path]) -> None:
    """Print the time of ten drafts of about sixty pages (500 characters a page are 30 000)."""
    texts = []
    for path in reports:
        text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
        texts.append((text + "\n" + text)[:33_000])
    with tempfile.TemporaryDirectory() as name:
        paths = []
        for n in range(10):
            paths.append(Path(name) / f"{n}.txt")
            paths[-1].write_text(texts[n % len(texts)], encoding="utf-8")
        start = time.perf_counter()
        looked = []
        for p in paths:
            draft = read(p)
            looked.append(paper_of(p.name, draft, (f.statement for f in proof(draft, NOTHING))))
        names = names_of(NOTHING)
        found = hold(looked, names).disagreements
        spent = time.perf_counter() - start
    figures = sum(len(p.statements) for p in looked)
    print(f"ten drafts of 60 pages, {figures} statements, {len(found)} told: {spent:.2f} s")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--half", choices=("tune", "judge", "all"), default="all")
    parser.add_argument("--split", type=int, default=1)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.docx"))
    tune, judge = halves(paths, options.split)
    chosen = {"tune": tune, "judge": judge, "all": paths}[options.half]
    measure(chosen, options.verbose)
    speed(chosen[:10])


if __name__ == "__main__":
    main()
