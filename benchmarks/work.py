"""One piece of work by one contender, in a process of its own: ``python work.py SUBJECT CONTENDER SIZE FOLDER``.

Prints seconds (by phase, without imports) and peak memory as JSON.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
WHEN = datetime(2023, 6, 9, tzinfo=timezone.utc)
YEAR = WHEN.year
BOOK = HERE / "book.docx"
ROWS = 30
"""Table rows of a department's book."""


def dataset() -> Any:
    """The bundled dataset."""
    from zcplan import resources
    from zcplan.dataset import load

    return load(resources.bundled("data"))


def writer() -> Any:
    """The bundled dataset with the phrases that come along."""
    from zcplan import resources
    from zcplan.reports.parts import phrases
    from zcplan.reports.parts.writer import Writer

    standard = resources.template(phrases.FILE)
    return Writer(dataset(), phrases.load(standard, standard))


# --- books of departments --------------------------------------------------------------------------


def books(count: int) -> list[dict[str, Any]]:
    """What the books are filled with: the bundled tasks, in another order for each department."""
    from zcplan.analysis.division import divisions, figure

    tasks = [
        {
            "number": d.task.number,
            "title": d.task.title,
            "content": d.task.content,
            "targets": ["；".join(f"{t.label}{figure(t)}" for t in d.targets) or "—"],
            "duties": ["、".join(x.short for x in d.of_role(None)) or "—"],
        }
        for d in divisions(dataset())
    ]
    return [
        {
            "place": "周村区",
            "year": 2023,
            "book_title": "周村区2023年任务书",
            "department": f"第{n}局",
            "department_name": f"周村区第{n}局",
            "sources": "《2023年重点工作任务》",
            "task_count": ROWS,
            "target_count": ROWS,
            "counts": f"牵头任务{ROWS}项",
            "chapters": [
                {
                    "numeral": "一",
                    "title": "牵头任务",
                    "tasks": [tasks[(n * 7 + at) % len(tasks)] for at in range(ROWS)],
                }
            ],
        }
        for n in range(count)
    ]


def books_zcplan(count: int, folder: Path, workers: int | None = None) -> Callable[[], object]:
    """Our own way; ``workers`` 1 keeps to one process."""
    from zcplan.render import word
    from zcplan.render.produce import produce
    from zcplan.reports.parts.layout import Output

    outputs = [Output(BOOK.name, f"{n}.docx", context) for n, context in enumerate(books(count))]
    assert word
    return lambda: list(produce(outputs, lambda _name: BOOK, folder, WHEN, workers=workers))


def books_docxtpl(count: int, folder: Path) -> Callable[[], object]:
    """What docxtpl's own guide shows: a template opened for each document."""
    from docxtpl import DocxTemplate

    contexts = books(count)

    def make() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for n, context in enumerate(contexts):
            template = DocxTemplate(BOOK)
            template.render(context, autoescape=True)
            template.save(folder / f"{n}.docx")

    return make


def books_floor(count: int, folder: Path) -> Callable[[], object]:
    """No template at work: texts put between prepared pieces of XML, the other parts zipped as they are."""
    from zcplan.render.word import WordTemplate

    contexts = books(count)
    marked = {key: f"@{key}@" for key in contexts[0]} | {
        "chapters": [
            {
                "numeral": "一",
                "title": "@chapter@",
                "tasks": [
                    {key: f"@{at}{key}@" for key in ("number", "title", "content")}
                    | {"targets": [f"@{at}targets@"], "duties": [f"@{at}duties@"]}
                    for at in range(ROWS)
                ],
            }
        ]
    }
    parts = WordTemplate(BOOK).render(marked)
    pieces = re.split("@([^@]+)@", parts.pop("word/document.xml").decode())

    def values(context: dict[str, Any]) -> dict[str, str]:
        found = {key: str(value) for key, value in context.items() if key != "chapters"} | {"chapter": "牵头任务"}
        for at, task in enumerate(context["chapters"][0]["tasks"]):
            for key, value in task.items():
                found[f"{at}{key}"] = value[0] if isinstance(value, list) else value
        return found

    def make() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for n, context in enumerate(contexts):
            filled, texts = pieces.copy(), values(context)
            filled[1::2] = [escape(texts[name]) for name in pieces[1::2]]
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, blob in parts.items():
                    archive.writestr(name, blob)
                archive.writestr("word/document.xml", "".join(filled))
            (folder / f"{n}.docx").write_bytes(out.getvalue())

    return make


FEW_ROWS = 100
"""Rows of a ledger that is made a second time, as many departments' are of one template."""

# --- ledgers ---------------------------------------------------------------------------------------

COLUMNS = ("number", "key", "task_number", "task", "target", "value", "unit", "lead", "support", "reporter", "role")


def ledger_rows(count: int) -> Iterator[dict[str, Any]]:
    """Rows of a ledger, made as they are asked for."""
    from zcplan.analysis.division import divisions, figure

    tasks = [d for d in divisions(dataset()) if d.targets]
    for n in range(count):
        d = tasks[n % len(tasks)]
        target = d.targets[n % len(d.targets)]
        yield {
            "number": n + 1,
            "key": f"{d.task.document}/{n}",
            "task_number": d.task.number,
            "task": d.task.title,
            "target": f"{target.label}{figure(target)}",
            "value": target.value,
            "unit": target.unit,
            "lead": "、".join(x.short for x in d.lead),
            "support": "、".join(x.short for x in d.support),
            "reporter": f"第{n % 60}局",
            "role": "牵头",
        }


def ledger_zcplan(count: int, folder: Path) -> Callable[[], object]:
    """Our own way, from the template of the ledger: styles, heights, filter, lists, protection."""
    from zcplan import resources
    from zcplan.render import excel  # noqa: F401
    from zcplan.render.produce import make_one
    from zcplan.reports import kind, outputs
    from zcplan.reports.parts.layout import Output

    made = outputs(kind("assignment"), writer(), YEAR)
    template = resources.template("assignment.xlsx")
    own = next(output.context for output in made if output.template == template.name)
    context = {**own, "rows": ledger_rows(count)}
    output = Output(template.name, "ledger.xlsx", context)

    def make() -> None:
        outcome = make_one(output, lambda _name: template, folder / "ledger.xlsx", WHEN)
        if outcome.error:
            raise outcome.error

    return make


def ledger_openpyxl(count: int, folder: Path, write_only: bool = False) -> Callable[[], object]:
    """Plain rows without styles or heights, by openpyxl."""
    from openpyxl import Workbook

    dataset()  # read before, as for zcplan

    def make() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        book = Workbook(write_only=write_only)
        sheet = book.create_sheet("任务台账") if write_only else book.active
        sheet.append(COLUMNS)
        for row in ledger_rows(count):
            sheet.append(list(row.values()))
        book.save(folder / "ledger.xlsx")

    return make


def ledger_xlsxwriter(count: int, folder: Path) -> Callable[[], object]:
    """Plain rows without styles or heights, by XlsxWriter with constant memory."""
    import xlsxwriter

    dataset()  # read before, as for zcplan

    def make() -> None:
        folder.mkdir(parents=True, exist_ok=True)
        book = xlsxwriter.Workbook(str(folder / "ledger.xlsx"), {"constant_memory": True})
        sheet = book.add_worksheet("任务台账")
        sheet.write_row(0, 0, COLUMNS)
        for at, row in enumerate(ledger_rows(count), start=1):
            for column, value in enumerate(row.values()):
                sheet.write(at, column, value)
        book.close()

    return make


# --- the dataset -----------------------------------------------------------------------------------


def dataset_phases(folder: Path) -> dict[str, float]:
    """Seconds of load, check, compare and reconcile on a data folder."""
    from zcplan.analysis.compare import compare
    from zcplan.analysis.reconcile import reconcile
    from zcplan.dataset import check, load

    loaded, seconds = [], {}
    phases: dict[str, Callable[[], object]] = {
        "load": lambda: loaded.append(load(folder)),
        "compare": lambda: compare(loaded[0], 2023),
        "reconcile": lambda: reconcile(loaded[0]),
    }
    for name, work in phases.items():
        seconds[name] = timed(work)
        if name == "load":
            seconds["load MB"] = peak_memory()
    loaded.clear()
    with tempfile.TemporaryDirectory() as name:
        copy = Path(shutil.copytree(folder, Path(name, "data")))
        with (copy / "areas.csv").open("a", encoding="utf-8") as areas:
            areas.write("\n")  # what stands as it was read before is not read again
        seconds["check"] = timed(lambda: check(copy))
    return seconds


def csv_alone(folder: Path) -> dict[str, float]:
    """Seconds in which the csv module reads the files of a data folder, and nothing is done with what it reads."""
    import csv

    def read() -> None:
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                for _cells in csv.reader(file):
                    pass

    return {"load": timed(read)}


# --- drafts ----------------------------------------------------------------------------------------


def draft(pages: int, folder: Path) -> Path:
    """A draft of so many pages, made of sentences on the bundled facts."""
    from drafts import draft as text_of

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "draft.txt"
    path.write_text(text_of(dataset(), pages), encoding="utf-8")
    return path


def command(name: str) -> Callable[[int, Path], Callable[[], object]]:
    """A command on a draft, without its imports."""

    def of(pages: int, folder: Path) -> Callable[[], object]:
        from click.testing import CliRunner

        from zcplan.cli import cli

        path, runner = draft(pages, folder), CliRunner()
        warm = folder / "warm.txt"
        warm.write_text("全区生产总值增长1%。", encoding="utf-8")
        rest = ["-o", str(folder / "proposals.xlsx")] if name == "extract" else ["--format", "json"]
        runner.invoke(cli, [name, str(warm), *rest])
        return lambda: runner.invoke(cli, [name, str(path), *rest])

    return of


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_memory() -> float:
    """The most memory that this process or one it started has used, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    status = Path("/proc/self/status")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if status.exists():
        own = int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


CONTENDERS: dict[tuple[str, str], Callable[[int, Path], Callable[[], object]]] = {
    ("books", "zcplan"): books_zcplan,
    ("books", "zcplan, one process"): lambda count, folder: books_zcplan(count, folder, 1),
    ("books", "docxtpl"): books_docxtpl,
    ("books", "floor"): books_floor,
    ("ledger", "zcplan"): ledger_zcplan,
    ("proof", "zcplan"): command("proof"),
    ("extract", "zcplan"): command("extract"),
    ("ledger", "openpyxl"): ledger_openpyxl,
    ("ledger", "openpyxl write-only"): lambda count, folder: ledger_openpyxl(count, folder, True),
    ("ledger", "XlsxWriter constant memory"): ledger_xlsxwriter,
}


def main(subject: str, contender: str, size: str, folder: str) -> None:
    """Do the work and print what it took."""
    if subject == "dataset":
        result = dataset_phases(Path(folder)) if contender == "zcplan" else csv_alone(Path(folder))
    else:
        made = (CONTENDERS[subject, contender](int(size), Path(folder, name)) for name in ("first", "again"))
        result = {"work": timed(next(made))}
        if subject == "ledger" and int(size) <= FEW_ROWS:
            result["again"] = timed(next(made))
    print(json.dumps({**result, "MB": peak_memory()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
