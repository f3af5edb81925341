"""Reports of other places: nothing of theirs may be blamed or agree, no result may be of a year that has not ended."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from zcplan.extract.propose import extract
from zcplan.figures.sections import sections_of
from zcplan.i18n import translator
from zcplan.model import ACTUAL, ESTIMATE, Dataset
from zcplan.proof import AGREES, CONTRADICTS, DATASET, SUPERSEDED, message, proof
from zcplan.reading.document import Draft, read


def year_of(path: Path, draft: Draft) -> int | None:
    """The year in which a report was given: that of its name, or of its date."""
    named = re.search(r"(?:19|20)\d\d", path.name)
    return int(named[0]) if named else sections_of(draft, None).own


def measure_reports(folder: Path, dataset: Dataset, show: int) -> None:
    """Print what proof and extract make of every report of a folder."""
    heads = ("contradicts data", "inside", "agrees", "figures", "results", "not ended", "year open", "status open")
    print("\nreports of other places: contradictions and agreements with this dataset (none is right), contradictions")
    print("inside (to be looked at), figures proposed, results among them, results of a year not ended, what is open")
    print(f"{'report':<30}" + "".join(f"{h:>17}" for h in heads))
    total: Counter[str] = Counter()
    shown: list[str] = []
    for path in sorted(folder.glob("*.docx")):
        count, lines = _report(path, dataset)
        total.update(count)
        shown += lines
        if show:
            print(f"{path.stem:<30}" + "".join(f"{count[h]:>17}" for h in heads))
    print(f"{'all':<30}" + "".join(f"{total[h]:>17}" for h in heads))
    rate = 100 * total["not ended"] / max(1, total["results"])
    unknown = [f"{h} {100 * total[h] / max(1, total['figures']):.1f} %" for h in heads[-2:]]
    print(f"results dated to a year not ended {rate:.2f} %, {', '.join(unknown)}")
    for line in shown[: 10 * show]:
        print("  " + line)


def _report(path: Path, dataset: Dataset) -> tuple[Counter[str], list[str]]:
    draft = read(path)
    year = year_of(path, draft)
    count: Counter[str] = Counter()
    lines = []
    for f in proof(draft, dataset):
        what = "agrees" if f.verdict in (AGREES, SUPERSEDED) else ""
        if f.verdict == CONTRADICTS:
            what = "contradicts data" if f.check == DATASET else "inside"
        if what:
            count[what] += 1
            place = f.statement.place
            clause = draft.paragraphs[place.paragraph].text[max(0, place.offset - 40) : place.end + 10]
            lines.append(f"{path.stem}: {what} ({f.check}): {clause} | {message(f, dataset, translator('zh'))}")
    for p in extract(draft, dataset):
        is_result = p.status in (ACTUAL, ESTIMATE)
        count["figures"] += 1
        count["results"] += is_result
        count["year open"] += not isinstance(p.year, int)
        count["status open"] += not p.status
        if is_result and year is not None and isinstance(p.year, int) and p.year >= year:
            count["not ended"] += 1
            lines.append(f"{path.stem}: not ended: {p.evidence} | {p.name} {p.year} {p.status}")
    return count, lines
