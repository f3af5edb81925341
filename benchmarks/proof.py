"""How well proof and extract do: on real documents altered at random, on sentences of a clerk's kind, on other places.

``python benchmarks/proof.py [FOLDER]`` takes the source documents of the dataset (default: ../shared/seeds, one text
file a document) and real reports of other places (``--reports``, default: ../shared/reports), and prints

- ``figures``: core figures altered (those that an observation of that document states, found by its evidence): how many
  alterations proof reports, by kind and document, how often it names the right indicator, how many figures that
  were left alone it blames;
- ``identity``: the figure left right, and what it is said of altered (another subject, territory, year), or it gone;
- ``paraphrases``: facts of the dataset in other words, right and wrong;
- ``scopes``: true sentences about another territory, period or part, which are to be left alone;
- ``reports``: what is blamed, tied or misdated in reports of other places;
- ``labels``: with ``--labels FILE``, how extract reads figures of these reports that a person has labelled;
- ``extract``: how many observations it finds with value, unit, year, status, measure, bound, and with the right
  indicator and area;
- ``time``: how long drafts of 15 to 120 pages take.

``--kind`` runs one of them, or one kind of alteration; ``--show N`` prints N failing examples of each kind.
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

from benchmarks import identities, sentences  # noqa: E402
from benchmarks.alterations import KINDS, Edit, alterations, apply, rounds  # noqa: E402
from benchmarks.answers import Answers, Tally  # noqa: E402
from benchmarks.drafts import measure_time  # noqa: E402
from benchmarks.extraction import measure_extract  # noqa: E402
from benchmarks.labels import measure_labels  # noqa: E402
from benchmarks.reports import measure_reports  # noqa: E402
from benchmarks.sources import core_figures, read_sources  # noqa: E402
from zcplan.dataset import load  # noqa: E402
from zcplan.model import Dataset  # noqa: E402

SOURCES, REPORTS = ROOT.parent / "shared" / "seeds", ROOT.parent / "shared" / "reports"
SEED = 20230425
FIGURES, IDENTITY, PARAPHRASES, SCOPES, OTHERS, LABELS, EXTRACT, TIME = (
    "figures", "identity", "paraphrases", "scopes", "reports", "labels", "extract", "time",
)  # fmt: skip
PARTS = (FIGURES, IDENTITY, PARAPHRASES, SCOPES, OTHERS, LABELS, EXTRACT, TIME)


def measure_figures(sources: dict[str, str], dataset: Dataset, kinds: tuple[str, ...], show: int) -> None:
    """Print recall by kind and document, and false alarms."""
    chance = random.Random(SEED)
    hits: Counter[tuple[str, str]] = Counter()
    named: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    blamed: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    longest, shown = 0.0, []
    with tempfile.TemporaryDirectory() as name:
        for document, text in sources.items():
            cores = core_figures(text, document, dataset)
            for kind in (None, *KINDS):
                groups: list[list[Edit]] = (
                    [[]] if kind is None else list(rounds(alterations(text, cores, kind, chance, dataset), kind))
                )
                for edits in groups if kind is None or kind in kinds else ():
                    altered, places = apply(text, edits)
                    start = time.perf_counter()
                    answers = Answers(altered, dataset, Path(name))
                    longest = max(longest, time.perf_counter() - start)
                    touched: set[int] = set()
                    for edit, place in places:
                        found = answers.at(place)
                        touched |= {id(f) for f in found}
                        wanted = {o.indicator for o in edit.core.observations}
                        trial = answers.trial(edit.kind, (place, place + 1), wanted)
                        right = any(f.verdict == "contradicts" and f.indicator in wanted for f in found)
                        tried[document, edit.kind] += 1
                        hits[document, edit.kind] += trial.outcome == "told"
                        named[document, edit.kind] += right
                        if not right:
                            shown.append(f"missed {edit.kind}: {trial.outcome}: {trial.text} | {trial.said}")
                    rest = [f for f in answers.findings if id(f) not in touched]
                    false = [f for f in rest if f.verdict == "contradicts"]
                    alone[document] += len({answers.span(f) for f in rest})
                    blamed[document] += len(false)
                    shown += [f"false {kind}: {answers.trial('', answers.span(f), set()).text}" for f in false]
    print("figures altered: reported (right indicator named) of those tried")
    print(f"{'document':<18}" + "".join(f"{k:>22}" for k in kinds) + f"{'all':>22}{'false alarms':>20}")
    for document in (*sources, "all"):
        cells = []
        for kind in (*kinds, "all"):
            keys = [k for k in tried if document in (k[0], "all") and kind in (k[1], "all")]
            n, h, i = (sum(c[k] for k in keys) for c in (tried, hits, named))
            cells.append(f"{h}({i})/{n} {100 * h / n:.1f}%" if n else "-")
        b, a = (sum(c.values()) if document == "all" else c[document] for c in (blamed, alone))
        print(f"{document:<18}" + "".join(f"{c:>22}" for c in cells) + f"{b}/{a} {100 * b / max(a, 1):.2f}%".rjust(20))
    print(f"slowest draft: {longest:.2f} s")
    for line in shown[: 5 * show]:
        print("  " + line)


def measure_identity(sources: dict[str, str], dataset: Dataset, kinds: tuple[str, ...], show: int) -> None:
    """Print what becomes of right figures whose subject, territory or year was altered."""
    tally = Tally()
    cores = {document: core_figures(text, document, dataset) for document, text in sources.items()}
    with tempfile.TemporaryDirectory() as name:
        for kind in kinds:
            chance = random.Random(f"{SEED} {kind}")
            identities.measure(cores, sources, kind, dataset, chance, Path(name), tally)
    tally.print(
        "identity altered, the figure left right: it must not agree, and is told where the dataset can tell "
        f"(true, not to be told: {'、'.join(identities.TRUE_KINDS)})",
        show,
    )


def measure_paraphrases(dataset: Dataset, show: int) -> None:
    """Print what becomes of facts in other words, right and wrong."""
    with tempfile.TemporaryDirectory() as name:
        for is_wrong in (False, True):
            tally, word = Tally(), "wrong" if is_wrong else "right"
            made = sentences.paraphrases(dataset, is_wrong, SEED + is_wrong)
            sentences.measure(made, lambda kind: kind, is_wrong, dataset, Path(name), tally)
            tally.all_too()
            tally.print(f"paraphrases that are {word}: {'told' if is_wrong else 'agree and are not told'}", show)


def measure_scopes(dataset: Dataset, show: int) -> None:
    """Print what becomes of true sentences about something else, and of ranks."""
    with tempfile.TemporaryDirectory() as name:
        for same in (False, True):
            tally, word = Tally(), "a fact's own number" if same else "another number"
            made = sentences.other_scopes(dataset, same, SEED)
            sentences.measure(made, lambda kind: kind, False, dataset, Path(name), tally)
            tally.all_too()
            tally.print(f"true sentences of another scope with {word}: neither told nor agreed with", show)
        tally = Tally()
        for twice in (False, True):
            kind = "rank said in two ways" if twice else "rank said once (true)"
            made = sentences.ranks(dataset, twice, SEED)
            sentences.measure(made, lambda _, kind=kind: kind, twice, dataset, Path(name), tally)
        tally.print("ranks", show)


def main() -> int:
    """Run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=SOURCES)
    options.add_argument("--data", type=Path, default=ROOT / "data")
    options.add_argument("--reports", type=Path, default=REPORTS)
    options.add_argument("--labels", type=Path, help="labelled figures of the reports, see labels.py")
    options.add_argument("--kind", help=f"one of {', '.join((*PARTS, *KINDS, *identities.KINDS))}")
    options.add_argument("--show", type=int, default=0, metavar="N", help="print N failing examples of each kind")
    given = options.parse_args()
    kind = given.kind
    if kind and kind not in (*PARTS, *KINDS, *identities.KINDS):
        options.error(f"there is no kind {kind}")
    dataset = load(given.data)
    sources = read_sources(given.folder, dataset) if given.folder.is_dir() else {}
    figures, identity = (tuple(k for k in all_ if kind in (None, part, k)) for part, all_ in _ALTERED)
    if sources:
        if figures:
            measure_figures(sources, dataset, figures, given.show)
        if identity:
            measure_identity(sources, dataset, identity, given.show)
    elif not kind or figures or identity or kind == EXTRACT:
        print(f"No source document of the dataset in {given.folder}: what needs them is left out.")
    if kind in (None, PARAPHRASES):
        measure_paraphrases(dataset, given.show)
    if kind in (None, SCOPES):
        measure_scopes(dataset, given.show)
    if kind in (None, OTHERS) and given.reports.is_dir():
        measure_reports(given.reports, dataset, given.show)
    if kind in (None, LABELS) and given.labels and given.reports.is_dir():
        measure_labels(given.labels, given.reports, dataset, given.show)
    if sources and kind in (None, EXTRACT):
        measure_extract(sources, dataset, bool(given.show))
    if kind in (None, TIME):
        measure_time(dataset)
    return 0


_ALTERED = ((FIGURES, KINDS), (IDENTITY, identities.KINDS))

if __name__ == "__main__":
    raise SystemExit(main())
