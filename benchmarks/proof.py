"""How well proof and extract do: real documents, altered at random with a fixed seed.

``python benchmarks/proof.py [FOLDER]`` takes the source documents of the dataset (default: ../shared/seeds, one
text file a document), alters core figures (those that an observation of that document states, found by its
evidence), and prints how many alterations proof reports, by kind of alteration and by document, how often it
names the right indicator, and how many figures that were left alone it blames. For extract it prints how many
observations it finds with value, unit, year, status, measure, bound, and with the right indicator and area.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from zcplan import quantity  # noqa: E402
from zcplan.dataset import load  # noqa: E402
from zcplan.extract.propose import Proposal, extract  # noqa: E402
from zcplan.model import Dataset, Observation  # noqa: E402
from zcplan.proof import Finding, proof  # noqa: E402
from zcplan.reading.document import read  # noqa: E402

DEFAULT = ROOT.parent / "shared" / "seeds"
SEED = 20230425
DIGIT, UNIT, POINT, SWAP, BOUND = "digit", "unit", "point", "swap", "bound"
KINDS = (DIGIT, UNIT, POINT, SWAP, BOUND)
_UNITS = {"亿元": "万元", "万元": "亿元", "万美元": "亿美元", "亿美元": "万美元", "万人": "人",
          "人": "万人", "元": "万元",
          "%": "个百分点", "个百分点": "%", "万吨": "吨", "万亩": "亩", "亩": "万亩", "公里": "米", "米": "公里",
          "万千瓦": "千瓦", "万平方米": "平方米", "天": "%", "‰": "%", "万件": "件", "万名": "名", "名": "万名",
          "万剂次": "剂次", "万人次": "人次", "平方米": "万平方米", "个": "%", "家": "%", "处": "亩", "项": "亿元",
          "条": "公里", "场": "人", "张": "亩", "件": "%", "座": "%", "套": "人", "户": "亩"}  # fmt: skip


@dataclass(frozen=True)
class Core:
    """A figure of a document that observations state: its digits at ``start`` to ``end`` of the raw text."""

    start: int
    end: int
    observations: tuple[Observation, ...]


@dataclass(frozen=True)
class Edit:
    """One alteration of the raw text."""

    kind: str
    start: int
    end: int
    text: str
    core: Core


def core_figures(text: str, document: str, dataset: Dataset) -> list[Core]:
    """Where each observation of a document stands in its text."""
    compact = [(c, n) for n, c in enumerate(text) if not c.isspace() and c != "*"]
    joined = "".join(c for c, _n in compact)
    places: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    used: set[tuple[str, int]] = set()
    for o in dataset.observations:
        if o.document != document or o.value is None:
            continue
        at = _annex_place(text, o) if o.in_annex else _body_place(joined, compact, o, used)
        if at:
            places[at].append(o)
    return [Core(*at, tuple(observations)) for at, observations in sorted(places.items())]


def _body_place(
    joined: str, compact: list[tuple[str, int]], o: Observation, used: set[tuple[str, int]]
) -> tuple[int, int] | None:
    evidence = re.sub(r"\s", "", o.evidence)
    base = joined.find(evidence)
    digits = quantity.plain(abs(o.value or Decimal(0)))
    if base < 0:
        return None
    number = rf"(?<![\d.]){re.escape(digits)}(?![\d.])"
    hits = [m.start() for m in re.finditer(rf"{number}(?:[余多])?{re.escape(o.unit)}", evidence)]
    hits = hits or [m.start() for m in re.finditer(number, evidence)]
    free = [h for h in hits if (o.evidence + o.measure, h) not in used] or hits
    if not free:
        return None
    used.add((o.evidence + o.measure, free[0]))
    start = base + free[0]
    return compact[start][1], compact[start + len(digits) - 1][1] + 1


def _annex_place(text: str, o: Observation) -> tuple[int, int] | None:
    label = re.split(r"\s", re.sub(r"^[\d.]+以上 ", "", o.evidence))[0]
    rows = re.compile(rf"\t[^\S\n]*(?:[一二三四五六七八九]、)?{re.escape(label)}\n((?:\t.*\n)+)")
    row = next(iter(rows.finditer(text)), None)
    if row is None:
        return None
    cells, at = [], row.start(1)
    for line in row[1].splitlines(keepends=True):
        cells.append((at, line))
        at += len(line)
    column = {("2022", "绝"): 1, ("2022", "增"): 2, ("2023", "绝"): 3, ("2023", "增"): 4}
    parts = o.locator.split("·")
    if len(parts) < 4 or (parts[2][:4], parts[3][:1]) not in column:
        return None
    number = column[parts[2][:4], parts[3][:1]]
    digits = quantity.plain(abs(o.value or Decimal(0)))
    if number >= len(cells) or digits not in cells[number][1]:
        return None
    start = cells[number][0] + cells[number][1].index(digits)
    return start, start + len(digits)


# --- alterations -----------------------------------------------------------------------------------


def alterations(text: str, cores: list[Core], kind: str, chance: random.Random, dataset: Dataset) -> list[Edit]:
    """Every alteration of one kind that the text allows, one for each core figure (or pair)."""
    make: dict[str, Callable[[str, Core, random.Random], Edit | None]] = {
        DIGIT: _digit, UNIT: _unit, POINT: _point, BOUND: _bound,
    }  # fmt: skip
    if kind == SWAP:
        pairs = list(_swaps(text, cores))
        both = zip(pairs[::2], pairs[1::2], strict=True)
        return [e for pair in both if not any(_is_other_statement(e, dataset) for e in pair) for e in pair]
    made = [e for core in cores if (e := make[kind](text, core, chance))]
    return [e for e in made if e.kind in (UNIT, BOUND) or not _is_other_statement(e, dataset)]


def _is_other_statement(edit: Edit, dataset: Dataset) -> bool:
    """Whether it turns the figure into one that another document states of the same fact."""
    return any(
        s.value is not None and abs(s.value) == Decimal(edit.text) and s.is_target == o.is_target
        for o in edit.core.observations
        for s in dataset.by_fact[o.fact]
    )


def _digit(text: str, core: Core, chance: random.Random) -> Edit:
    digits = text[core.start : core.end]
    at = chance.choice([n for n, c in enumerate(digits) if c.isdigit()])
    low = "1" if at == 0 and len(digits) > 1 and digits[1:2] != "." else "0"
    other = chance.choice([d for d in "0123456789" if d != digits[at] and d >= low])
    return Edit(DIGIT, core.start, core.end, digits[:at] + other + digits[at + 1 :], core)


def _unit(text: str, core: Core, _chance: random.Random) -> Edit | None:
    match = re.match(
        r"(\s*)([余多]?)(\s*)(万元|亿元|万美元|亿美元|万人次|万人|万吨|万亩|万千瓦|万平方米|平方米|万剂次|万件|万名|公里|个百分点|[%‰元人亩米天名个家处项条场张件座套户])",
        text[core.end :],
    )
    if not match or match[4] not in _UNITS or (match[2] and _UNITS[match[4]] == "%"):
        return None
    after = text[core.end + match.end() :][:1]
    if match[4] in "个家处项条场张件座套户" and after not in "，。；、（":
        return None
    start = core.end + match.start(4)
    return Edit(UNIT, start, start + len(match[4]), _UNITS[match[4]], core)


def _point(text: str, core: Core, _chance: random.Random) -> Edit | None:
    digits = text[core.start : core.end]
    if "." in digits:
        whole, part = digits.split(".")
        moved = whole + part[:1] + ("." + part[1:] if part[1:] else "")
        moved = moved.lstrip("0") or "0"
        moved = "0" + moved if moved.startswith(".") else moved
    elif len(digits) > 1:
        moved = f"{digits[:-1]}.{digits[-1]}"
    else:
        moved = f"0.{digits}"
    if Decimal(moved) == Decimal(digits):
        return None
    return Edit(POINT, core.start, core.end, moved, core)


def _bound(text: str, core: Core, _chance: random.Random) -> Edit | None:
    match = re.match(r"[^\d，。；、]{0,7}?(以上|以内)", text[core.end :])
    if not match:
        return None
    start = core.end + match.start(1)
    return Edit(BOUND, start, start + 2, {"以上": "以内", "以内": "以上"}[match[1]], core)


def _swaps(text: str, cores: list[Core]) -> Iterator[Edit]:
    """Neighbouring figures exchanged: two edits that belong together, one after the other."""
    for one, other in zip(cores[::2], cores[1::2], strict=False):
        a, b = text[one.start : one.end], text[other.start : other.end]
        if a != b and other.start - one.end < 60 and not any(o.text for c in (one, other) for o in c.observations):
            yield Edit(SWAP, one.start, one.end, b, one)
            yield Edit(SWAP, other.start, other.end, a, other)


def rounds(edits: list[Edit], kind: str, apart: int = 6) -> Iterator[list[Edit]]:
    """Edits in groups that leave most of the text as it is."""
    step = 2 if kind == SWAP else 1
    units = [edits[n : n + step] for n in range(0, len(edits), step)]
    for start in range(apart):
        group = [e for unit in units[start::apart] for e in unit]
        if group:
            yield sorted(group, key=lambda e: e.start)


def apply(text: str, edits: list[Edit]) -> tuple[str, list[tuple[Edit, int]]]:
    """The altered text, and where each alteration now stands."""
    out, places, last, moved = [], [], 0, 0
    for edit in edits:
        out += [text[last : edit.start], edit.text]
        at = edit.core.start + moved if edit.start >= edit.core.end else edit.start + moved
        places.append((edit, at))
        moved += len(edit.text) - (edit.end - edit.start)
        last = edit.end
    return "".join([*out, text[last:]]), places


# --- measuring -------------------------------------------------------------------------------------


def run(text: str, dataset: Dataset, folder: Path) -> tuple[tuple[Finding, ...], list[int]]:
    """Proof a text; also where its lines start."""
    path = folder / "draft.txt"
    path.write_text(text, encoding="utf-8", newline="")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return proof(read(path), dataset), starts


def at_place(findings: tuple[Finding, ...], starts: list[int], place: int) -> list[Finding]:
    """Findings about the figure that covers a place of the text."""
    found = []
    for f in findings:
        start, end = starts[f.figure.paragraph] + f.figure.offset, starts[f.figure.paragraph] + f.figure.end
        if start <= place < end:
            found.append(f)
    return found


def measure_proof(sources: dict[str, str], dataset: Dataset, verbose: bool) -> None:
    """Print recall by kind and document, and false alarms."""
    chance = random.Random(SEED)
    hits: Counter[tuple[str, str]] = Counter()
    named: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    blamed: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    spent, longest = 0.0, 0.0
    with tempfile.TemporaryDirectory() as name:
        for document, text in sources.items():
            cores = core_figures(text, document, dataset)
            for kind in (None, *KINDS):
                groups: list[list[Edit]] = (
                    [[]] if kind is None else list(rounds(alterations(text, cores, kind, chance, dataset), kind))
                )
                for edits in groups:
                    altered, places = apply(text, edits)
                    start = time.perf_counter()
                    findings, starts = run(altered, dataset, Path(name))
                    spent = time.perf_counter() - start
                    longest = max(longest, spent)
                    touched: set[int] = set()
                    for edit, place in places:
                        found = at_place(findings, starts, place)
                        touched |= {id(f) for f in found}
                        wrong = [f for f in found if f.verdict == "contradicts"]
                        wanted = {o.indicator for o in edit.core.observations}
                        tried[document, edit.kind] += 1
                        hits[document, edit.kind] += bool(wrong)
                        named[document, edit.kind] += any(f.indicator in wanted for f in wrong)
                        if verbose and not any(f.indicator in wanted for f in wrong):
                            told = [(f.verdict, f.code, f.indicator, f.year, f.figure.text) for f in found]
                            print(
                                "  missed",
                                kind,
                                altered[max(0, place - 20) : place + 12].replace("\n", ""),
                                "->",
                                told,
                                wanted,
                            )
                    rest = [f for f in findings if id(f) not in touched]
                    false = [f for f in rest if f.verdict == "contradicts"]
                    alone[document] += len({(f.figure.paragraph, f.figure.offset) for f in rest})
                    blamed[document] += len(false)
                    if verbose:
                        for f in false:
                            print(
                                "  false",
                                kind,
                                f.figure.sentence[-40:],
                                f.figure.text,
                                f.check,
                                f.code,
                                f.indicator,
                                f.numbers,
                            )
            print(f"{document:<18} core figures {len(cores):>4}")
    print()
    print("proof: alterations reported (right indicator named) of those tried")
    print(f"{'document':<18}" + "".join(f"{k:>22}" for k in KINDS) + f"{'all':>22}{'false alarms':>20}")
    for document in (*sources, "all"):
        cells = []
        for kind in (*KINDS, "all"):
            keys = [k for k in tried if document in (k[0], "all") and kind in (k[1], "all")]
            n, h, i = (sum(c[k] for k in keys) for c in (tried, hits, named))
            cells.append(f"{h}({i})/{n} {100 * h / n:.1f}%" if n else "-")
        b, a = (sum(c.values()) if document == "all" else c[document] for c in (blamed, alone))
        print(f"{document:<18}" + "".join(f"{c:>22}" for c in cells) + f"{b}/{a} {100 * b / max(a, 1):.2f}%".rjust(20))
    print(f"slowest draft: {longest:.2f} s")


def measure_extract(sources: dict[str, str], dataset: Dataset, verbose: bool) -> None:
    """Print how many observations extract proposes, with what right, as the dataset is and without own evidence."""
    print(
        "\nextract: core figures proposed with value, unit, year, measure, status, bound; with indicator and area too;"
    )
    print("of the indicators named, right; last two columns: with the document's own evidence taken out of the dataset")
    print(
        f"{'document':<18}{'figures':>9}{'figure right':>16}{'indicator right':>18}{'precision':>12}"
        f"{'new: indicator':>18}{'precision':>12}"
    )
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for document, text in sources.items():
            cores = core_figures(text, document, dataset)
            own = _extracted(text, document, dataset, cores, Path(name), verbose)
            blind = _extracted(text, document, without_evidence(dataset, document), cores, Path(name), False)
            total.update({**own, **{f"new {k}": v for k, v in blind.items()}})
            _print_extract(document, own, blind)
    _print_extract("all", total, Counter({k: total[f"new {k}"] for k in list(total) if f"new {k}" in total}))


def _print_extract(document: str, own: Counter[str], blind: Counter[str]) -> None:
    def share(count: Counter[str], part: str, whole: str) -> str:
        return f"{count[part]}/{count[whole]} {100 * count[part] / max(1, count[whole]):.1f}%"

    print(
        f"{document:<18}{own['figures']:>9}{share(own, 'figure', 'figures'):>16}"
        f"{share(own, 'indicator', 'figures'):>18}"
        f"{100 * own['right'] / max(1, own['named']):>11.1f}%{share(blind, 'indicator', 'figures'):>18}"
        f"{100 * blind['right'] / max(1, blind['named']):>11.1f}%"
    )


def without_evidence(dataset: Dataset, document: str) -> Dataset:
    """The dataset as if a document had been curated without evidence: names alone can tie its figures."""
    kept = tuple(replace(o, evidence="") if o.document == document else o for o in dataset.observations)
    return replace(dataset, observations=kept)


def _extracted(
    text: str, document: str, dataset: Dataset, cores: list[Core], folder: Path, verbose: bool
) -> Counter[str]:
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8", newline="")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    by_place: dict[int, list[Proposal]] = defaultdict(list)
    for p in extract(read(path), dataset):
        by_place[p.paragraph].append(p)
    count: Counter[str] = Counter()
    for core in cores:
        line = max(n for n, s in enumerate(starts) if s <= core.start)
        near = [p for p in by_place[line] if starts[line] + p.offset <= core.start < starts[line] + p.offset + 24]
        here = min(near, key=lambda p: core.start - starts[line] - p.offset, default=None)
        wanted = {(o.indicator, o.area) for o in core.observations}
        count["figures"] += 1
        if here is None:
            if verbose:
                print("  not found", text[core.start - 20 : core.end + 10].replace("\n", ""))
            continue
        same = any(
            (here.value, here.unit, here.year, here.measure, here.status, here.bound)
            == (o.value, o.unit, o.year, o.measure, o.status, o.bound)
            for o in core.observations
        )
        count["figure"] += same
        count["indicator"] += (here.indicator, here.area) in wanted
        count["named"] += bool(here.indicator)
        count["right"] += bool(here.indicator) and (here.indicator, here.area) in wanted
        if verbose and not (same and (here.indicator, here.area) in wanted):
            told = (here.name, here.indicator, here.area, here.value, here.unit, here.year, here.measure, here.bound)
            wished = [
                (o.indicator, o.area, str(o.value), o.unit, o.year, o.measure, o.bound) for o in core.observations
            ]
            print("  differs", *told, "|", wished)
    return count


def read_sources(folder: Path, dataset: Dataset) -> dict[str, str]:
    """Each document's text: the file in which most of its evidence stands."""
    texts = {}
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts[path.name] = file.read()
    found = {}
    for document in dataset.documents:
        own = {re.sub(r"\s", "", o.evidence) for o in dataset.observations if o.document == document.id}
        score = {name: sum(e in re.sub(r"[\s*]", "", text) for e in own) for name, text in texts.items()}
        best = max(score, key=lambda name: score[name], default=None)
        if best is not None and score[best] * 2 > len(own) > 0:
            found[document.id] = texts[best]
    return found


def main() -> int:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    options.add_argument("--data", type=Path, default=ROOT / "data")
    options.add_argument("--verbose", action="store_true", help="print every miss and every false alarm")
    given = options.parse_args()
    if not given.folder.is_dir():
        print(f"There is no folder {given.folder}: name the one that holds the source documents as .txt files.")
        return 2
    dataset = load(given.data)
    sources = read_sources(given.folder, dataset)
    if not sources:
        print(f"No file in {given.folder} is a source document of the dataset.")
        return 2
    measure_proof(sources, dataset, given.verbose)
    measure_extract(sources, dataset, given.verbose)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
