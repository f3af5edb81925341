"""How much of what a document states extract proposes, and how much of that is right."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from benchmarks.sources import Core, core_figures
from zcplan.extract.propose import Proposal, extract
from zcplan.model import Dataset
from zcplan.reading.document import read


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
    kept = tuple(o._replace(evidence="") if o.document == document else o for o in dataset.observations)
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
