"""How long a draft takes to be proofed, by its pages: the time is to grow as the draft does."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.sentences import paraphrases
from zcplan.model import Dataset
from zcplan.proof import proof
from zcplan.reading.document import read

PAGE = 560
"""Characters of a full page: 22 lines of 28 characters (GB/T 9704), less what headings and ends of paragraphs leave."""
PAGES, ROUNDS = (15, 30, 60, 120), 3
IN_A_PARAGRAPH = 6


def draft(dataset: Dataset, pages: int) -> str:
    """A report of so many pages, made of sentences on the dataset's facts."""
    said = [s.text.splitlines()[-1] for s in paraphrases(dataset, False, 7) if "去年" not in s.text]
    lines, size, n = ["2024年政府工作报告", "", "一、2023年工作回顾", ""], 0, 0
    while size < pages * PAGE:
        line = "".join(said[(n + k) % len(said)] for k in range(IN_A_PARAGRAPH))
        lines.append(line)
        size, n = size + len(line), n + IN_A_PARAGRAPH
    return "\n".join(lines) + "\n"


def measure_time(dataset: Dataset, clock: Callable[[], float] = time.perf_counter) -> None:
    """Print the seconds that drafts of several lengths take, and by how much a page of the longest costs more."""
    print("\nseconds to proof a draft (median of some rounds), and milliseconds a page beyond the shortest draft")
    with tempfile.TemporaryDirectory() as name:
        spent = {pages: _seconds(dataset, pages, Path(name), clock) for pages in PAGES}
    first = PAGES[0]
    for pages, seconds in spent.items():
        each = f"{1000 * (seconds - spent[first]) / (pages - first):8.1f}" if pages > first else ""
        print(f"{pages:>5} pages {seconds:8.2f} s {each}")


def _seconds(dataset: Dataset, pages: int, folder: Path, clock: Callable[[], float]) -> float:
    path = folder / "draft.txt"
    path.write_text(draft(dataset, pages), encoding="utf-8")
    spent = []
    for _ in range(ROUNDS):
        start = clock()
        proof(read(path), dataset)
        spent.append(clock() - start)
    return median(spent)
