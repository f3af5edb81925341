"""Make a province's dataset out of the bundled district's: as many counties and years of statements as asked for."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from zcplan import resources

COUNTIES, YEARS, NEWEST = 136, 20, 2023
DOCUMENTS = ("plan-2023", "plan-report-2024", "green-tasks-2023")
PARTS = {"zhoucun": "", "wenchanghu": "-part", "zhoucun-proper": "-rest"}
STATEMENTS = 368
"""Statements of one county and year: 136 counties and 20 years come to a million."""
Row = dict[str, str]


def make(folder: Path, counties: int = COUNTIES, years: int = YEARS) -> int:
    """Write a data folder of a province; return how many observations it holds.

    Every county and year has documents of its own; levels differ by county, so that values repeat no more than
    they do in fact.
    """
    bundled = resources.bundled("data")
    folder.mkdir(parents=True, exist_ok=True)
    for path in bundled.iterdir():
        if path.suffix in (".csv", ".json"):
            shutil.copy(path, folder)
    own = {row["id"]: row for row in _read(bundled / "documents.csv")}
    names = {row["id"]: row["name"] for row in _read(bundled / "indicators.csv")}
    told = [row for row in _read(bundled / "observations.csv") if row["document"] in DOCUMENTS]
    told = sorted(told, key=lambda row: DOCUMENTS.index(row["document"]))[:STATEMENTS]
    places = [(county, year) for county in range(counties) for year in range(NEWEST - years + 1, NEWEST + 1)]
    _write(folder / "areas.csv", _areas(counties))
    _write(folder / "documents.csv", [*own.values(), *(d for at in places for d in _documents(own, *at))])
    count = _write(folder / "observations.csv", (o for at in places for o in _statements(told, names, *at)))
    for name in ("tasks", "assignments", "task_targets"):
        _write(folder / f"{name}.csv", _read(bundled / f"{name}.csv"))
    return count


def _areas(counties: int) -> Iterator[Row]:
    yield {"id": "province", "name": "全省", "part_of": "", "stands_for": ""}
    for n in range(counties):
        yield {"id": f"county-{n}", "name": f"第{n}县", "part_of": "province", "stands_for": ""}
        yield {"id": f"county-{n}-part", "name": f"第{n}县新区", "part_of": f"county-{n}", "stands_for": ""}
        yield {"id": f"county-{n}-rest", "name": f"第{n}县其余", "part_of": f"county-{n}", "stands_for": f"county-{n}"}


def _documents(own: dict[str, Row], county: int, year: int) -> Iterator[Row]:
    for name in DOCUMENTS:
        document = own[name]
        issued = int(document["date"][:4]) + year - NEWEST
        yield {
            **document,
            "id": f"{name}-{county}-{year}",
            "title": f"第{county}县{document['title']}",
            "date": f"{issued}{document['date'][4:]}",
        }


def _statements(told: list[Row], names: dict[str, str], county: int, year: int) -> Iterator[Row]:
    for row in told:
        made = {
            **row,
            "area": f"county-{county}{PARTS[row['area']]}",
            "year": str(int(row["year"]) + year - NEWEST),
            "document": f"{row['document']}-{county}-{year}",
        }
        if row["measure"] == "level" and row["value"] and not row["text"] and row["unit"] != "%":
            value = Decimal(row["value"])
            made["value"] = f"{(value * (100 + county) / 100).quantize(value):f}"
            made["evidence"] = f"{names[row['indicator']][:20]}{made['value']}{row['unit']}"
        yield made


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Iterator[Row] | list[Row]) -> int:
    count = 0
    with path.open("r", encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n", extrasaction="ignore", restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
