"""Measure zcplan against what people would use instead, side by side: ``python benchmarks/run.py [--quick]``.

Every contender works in a process of its own; contenders take turns, so that what disturbs the machine disturbs all.
A full run writes its tables into benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tabulate import tabulate

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import provinces  # noqa: E402 - needs the checkout on the path

README = HERE / "README.md"
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
BARE_CLICK = """
import click
@click.group(help="A tool.")
def cli(): pass
@cli.command(help="Do a thing.")
def one(): pass
cli(prog_name="tool")
"""
STREAMED = 1_000
"""Rows from which on a ledger is streamed, and held to what streams as well."""
CSV_ALONE = "the csv module alone"
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Modules are kept compiled, as an installed package has them."""
Runs = Mapping[str, Sequence[dict[str, float]]]


@dataclass(frozen=True)
class Bar:
    """A promise: the ratio (or the figure) is at most ``limit``."""

    text: str
    found: float
    limit: float

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The bar as a table prints it."""
        return self.text, f"{self.limit:g}", f"{self.found:.2f}", "yes" if self.found <= self.limit else "NO"


def in_turn(contenders: Mapping[str, Sequence[str]], rounds: int, folder: Path, *, whole: bool = False) -> Runs:
    """Run each contender's command once a round; ``whole`` measures its whole process from outside.

    Each run writes into a folder of its own in ``folder``, and nothing is deleted between, which would make
    the disk slow for the next.
    """
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, command in contenders.items():
            command = [part.replace("{folder}", str(folder / str(time.monotonic_ns()))) for part in command]
            start = time.perf_counter()
            done = subprocess.run(command, cwd=HERE.parent, env=ENV, capture_output=True, text=True, encoding="utf-8")
            seconds = time.perf_counter() - start
            if done.returncode:
                sys.exit(f"{name}: {done.stderr}")
            runs[name].append({"work": seconds} if whole else json.loads(done.stdout))
    return runs


def work(subject: str, names: Sequence[str], size: int, folder: str = "{folder}") -> dict[str, list[str]]:
    """The commands of contenders in one subject."""
    return {name: [sys.executable, str(HERE / "work.py"), subject, name, str(size), folder] for name in names}


def median(runs: Sequence[dict[str, float]], key: str = "work") -> float:
    """Median of a figure."""
    return statistics.median(run[key] for run in runs)


def ratio(runs: Runs, one: str, other: str, key: str = "work") -> float:
    """Median over the rounds of how many times as long ``one`` took as ``other`` in the same round."""
    return statistics.median(a[key] / b[key] for a, b in zip(runs[one], runs[other], strict=True))


def table(runs: Runs, base: str, key: str = "work") -> str:
    """A comparison: seconds with spread, ratio to ``base``, peak memory."""
    rows = []
    for name, own in runs.items():
        seconds = [run[key] for run in own]
        spread = f"{min(seconds):.3f} – {max(seconds):.3f}"
        memory = f"{median(own, 'MB'):.0f}" if "MB" in own[0] else ""
        rows.append((name, f"{median(own, key):.3f}", spread, f"{ratio(runs, name, base, key):.2f}", memory))
    head = ["", "seconds", "spread", f"times {base}", "peak MB"]
    return tabulate(rows, head, tablefmt="pipe", disable_numparse=True, colalign=("left", *["right"] * 4))


class Report:
    """What was found, told as it is found and kept for the README."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.bars: list[Bar] = []

    def add(self, title: str, body: str) -> None:
        """A section."""
        self.text += [f"### {title}", "", body, ""]
        print(f"{title}\n{body}\n", flush=True)

    def finish(self) -> str:
        """All sections, the bars before them."""
        head = ["Bar", "at most", "found", "held"]
        bars = tabulate([b.row for b in self.bars], head, tablefmt="pipe", disable_numparse=True)
        print(bars)
        return "\n".join([machine(), "", bars, "", *self.text])


def machine() -> str:
    """What it ran on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    tools = []
    for name in ("click", "docxtpl", "python-docx", "openpyxl", "XlsxWriter", "Jinja2", "lxml"):
        try:
            tools.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return f"Python {platform.python_version()} on {platform.system()}, {cores} cores; {', '.join(tools)}."


def place() -> str | None:
    """Where to write: in memory where the system offers room there and TMPDIR names no other place."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    return str(memory) if roomy and "TMPDIR" not in os.environ else None


def start_up(report: Report, rounds: int, folder: Path) -> None:
    """The help text, two listings, and the whole build: each beside the bare help of click."""
    python, bare = sys.executable, "bare click --help"
    compileall.compile_dir(HERE.parent / "zcplan", quiet=1)
    commands = {
        "zcplan --help": [python, "-m", "zcplan", "--help"],
        "zcplan show": [python, "-m", "zcplan", "show", "GDP"],
        "zcplan compare": [python, "-m", "zcplan", "compare", "2023"],
        bare: [python, "-c", BARE_CLICK, "--help"],
        "python -c pass": [python, "-c", "pass"],
    }
    runs = in_turn(commands, rounds * 5, folder, whole=True)
    report.add("Help and listings", table(runs, bare))
    for name, limit in (("zcplan --help", 1.2), ("zcplan show", 2.5), ("zcplan compare", 2.5)):
        report.bars.append(Bar(f"{name}: times bare click", ratio(runs, name, bare), limit))
    whole = {
        "zcplan build 2023": [python, "-m", "zcplan", "build", "2023", "-o", "{folder}"],
        bare: commands[bare],
    }
    build = in_turn(whole, rounds, folder, whole=True)
    report.add("The whole build", table(build, bare))
    report.bars.append(Bar("build 2023: times bare click", ratio(build, "zcplan build 2023", bare), 20))


def drafts(report: Report, sizes: Sequence[int], rounds: int, folder: Path) -> None:
    """Proof and extract of drafts of so many pages: the time is to grow as the draft does."""
    for subject in ("proof", "extract"):
        runs = {pages: in_turn(work(subject, ["zcplan"], pages), rounds, folder)["zcplan"] for pages in sizes}
        seconds = {pages: median(of, "work") for pages, of in runs.items()}
        rows = [
            (f"{pages}", f"{took:.2f}", f"{took / pages * 1000:.1f}", f"{median(runs[pages], 'MB'):.0f}")
            for pages, took in seconds.items()
        ]
        head = ["pages", "seconds", "ms a page", "peak MB"]
        report.add(subject, tabulate(rows, head, tablefmt="pipe", disable_numparse=True, colalign=["right"] * 4))
        first, last = sizes[0], sizes[-1]
        growth = (seconds[last] / last) / (seconds[first] / first)
        report.bars.append(Bar(f"{subject}: time a page, {last} pages over {first}", growth, 1.3))


def books(report: Report, sizes: Mapping[int, int], folder: Path, where: str = "") -> None:
    """Word documents of one template: sizes with rounds; ``where`` they are written, as the tables tell it."""
    for count, rounds in sizes.items():
        names = ["zcplan", "zcplan, one process", "docxtpl", "floor"] if count > 1 else ["zcplan", "docxtpl", "floor"]
        runs = in_turn(work("books", names, count), rounds, folder)
        report.add(f"{count} department book{'s' if count > 1 else ''}{where}", table(runs, "docxtpl"))
    last = max(sizes)
    report.bars += [
        Bar(f"{last} books{where}: share of docxtpl's time", ratio(runs, "zcplan", "docxtpl"), 0.07),
        Bar(f"{last} books{where}: times the floor", ratio(runs, "zcplan", "floor"), 1.3),
    ]


def ledgers(report: Report, sizes: Mapping[int, int], folder: Path) -> None:
    """Ledgers of so many rows: sizes with rounds."""
    write_only, constant_memory = "openpyxl write-only", "XlsxWriter constant memory"
    names = ["zcplan", "openpyxl", write_only]
    try:
        version("XlsxWriter")
        names.append(constant_memory)
    except PackageNotFoundError:
        pass
    memory = {}
    for count, rounds in sizes.items():
        runs = in_turn(work("ledger", names, count), rounds, folder)
        memory[count] = median(runs["zcplan"], "MB")
        if "again" in runs["zcplan"][0]:
            report.add(f"A ledger of {count} rows, its template open", table(runs, write_only, "again"))
            found = ratio(runs, "zcplan", write_only, "again")
            report.bars.append(Bar(f"ledger of {count} rows, its template open: times {write_only}", found, 1.2))
        report.add(f"A ledger of {count} rows", table(runs, write_only))
        other, limit = (write_only, 1.2) if count < STREAMED else (constant_memory, 1.0)
        if other in names:
            found = ratio(runs, "zcplan", other)
            report.bars.append(Bar(f"ledger of {count} rows: times {other}", found, limit))
    fewer, most = sorted(memory)[-2:]
    report.bars.append(Bar(f"ledger: MB for {most} rows over MB for {fewer}", memory[most] / memory[fewer], 1.1))


def bundled_observations() -> int:
    """How many observations come with zcplan."""
    with (HERE.parent / "data" / "observations.csv").open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def datasets(report: Report, sizes: Mapping[int, int], folder: Path) -> None:
    """Datasets of so many counties (0: the bundled one): sizes with rounds."""
    rows, found = [], {}
    for counties, rounds in sizes.items():
        data = folder / f"data-{counties}"
        count = provinces.make(data, counties) if counties else bundled_observations()
        source = data if counties else HERE.parent / "data"
        both = in_turn(work("dataset", ["zcplan", CSV_ALONE], 0, str(source)), rounds, folder)
        runs = both["zcplan"]
        phases = {name: median(runs, name) for name in ("load", "check", "compare", "reconcile", "load MB", "MB")}
        spread = f"{min(r['load'] for r in runs):.2f} – {max(r['load'] for r in runs):.2f}"
        seconds = [f"{phases[name]:.3f}" for name in ("load", "check", "compare", "reconcile")]
        each = f"{phases['load'] / count * 1e6:.1f}"
        rows.append((f"{count:,}", *seconds, spread, each, f"{phases['load MB']:.0f}", f"{phases['MB']:.0f}"))
        phases["times csv"] = statistics.median(
            a["load"] / b["load"] for a, b in zip(runs, both[CSV_ALONE], strict=True)
        )
        found[count] = phases
    head = ["observations", "load s", "check s", "compare s", "reconcile s", "spread of load", "load µs each"]
    report.add(
        "The dataset",
        tabulate(
            rows,
            [*head, "MB loaded", "MB at most"],
            tablefmt="pipe",
            disable_numparse=True,
            colalign=["right"] * 9,
        ),
    )
    fewer, most = sorted(found)[-2:]
    growth = (found[most]["load"] / most) / (found[fewer]["load"] / fewer)
    report.bars += [
        Bar(f"load {most:,} observations: times {CSV_ALONE}", found[most]["times csv"], 3),
        Bar(f"load {most:,} observations: MB", found[most]["load MB"], 1500),
        Bar(f"load: time for each of {most:,} over each of {fewer:,}", growth, 1.5),
    ]


def main() -> None:
    """Run all, or a short form."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, under a minute; the README stays as it is")
    quick = parser.parse_args().quick
    report = Report()
    with tempfile.TemporaryDirectory(prefix="zcplan-bench-", dir=place()) as name:
        folder = Path(name)
        start_up(report, 1 if quick else 5, folder)
        drafts(report, [15, 30] if quick else [15, 60, 120], 1 if quick else 3, folder)
        books(report, {1: 2, 40: 2, 200: 2} if quick else {1: 9, 40: 7, 1000: 5}, folder)
        ledgers(report, {60: 1, 2_000: 1, 10_000: 1} if quick else {60: 7, 10_000: 5, 100_000: 3}, folder)
        if place() and not quick:
            with tempfile.TemporaryDirectory(prefix="zcplan-bench-") as disk:
                books(report, {1000: 3}, Path(disk), " on the disk")
        datasets(report, {0: 1, 1: 1, 11: 1} if quick else {0: 5, 11: 3, provinces.COUNTIES: 3}, folder)
    text = report.finish()
    if not quick:
        before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        README.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
