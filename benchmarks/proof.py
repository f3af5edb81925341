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
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.alterations import KINDS, SWAP, Edit, alterations, apply, rounds  # noqa: E402, F401
from benchmarks.extraction import measure_extract  # noqa: E402
from benchmarks.sources import core_figures, read_sources  # noqa: E402
from zcplan.dataset import load  # noqa: E402
from zcplan.model import Dataset  # noqa: E402
from zcplan.proof import Finding, proof  # noqa: E402
from zcplan.reading.document import read  # noqa: E402

DEFAULT = ROOT.parent / "shared" / "seeds"
SEED = 20230425


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
