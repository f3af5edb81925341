"""Whatever Excel or WPS makes of a table when a clerk saves it is read, or refused in words that he can follow."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zcplan.dataset import check, csvfile, load
from zcplan.dataset.transaction import change, undo
from zcplan.errors import Problem

TABLES = ("documents", "areas", "departments", "observations")


def saved(folder: Path, delimiter: str = ",", encoding: str = "utf-8-sig", lead: str = "", table: str = "") -> None:
    """Save tables as a spreadsheet does: its own quotation marks, CRLF."""
    for name in [table] if table else TABLES:
        path = folder / f"{name}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        path.write_bytes((lead + out.getvalue()).encode(encoding))


def altered(folder: Path, table: str, how: Callable[[list[str]], list[str]]) -> None:
    path = folder / f"{table}.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(",".join(how(cells)) for cells in lines) + "\n", encoding="utf-8")


def problem(folder: Path) -> Problem:
    found = check(folder)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "form",
    [
        {"delimiter": ";"},
        {"delimiter": "\t"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"delimiter": ",", "encoding": "utf-16"},
        {"lead": "sep=,\r\n"},
        {"delimiter": ";", "lead": "sep=;\r\n"},
        {"delimiter": "\t", "lead": "sep=\t\r\n"},
        {"delimiter": "|", "lead": '"sep=|"\r\n'},
    ],
    ids=lambda f: "-".join(f"{k}={v!r}" for k, v in f.items()),
)
def test_every_way_to_save_is_read_alike_and_written_back_as_csv(folder: Path, form: dict[str, str]) -> None:
    before = load(folder)
    saved(folder, **form)
    assert check(folder) == []
    assert load(folder) == before
    with change(folder, "extract") as transaction:
        row = {"id": "tea", "name": "茶叶局", "short": "茶叶局"}
        transaction.append("departments", [row])
    text = (folder / "departments.csv").read_bytes().decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text)))[:2] == ["id", "name"]
    assert load(folder).departments[:-1] == before.departments


@pytest.mark.parametrize("form", ["{0}/{1}/{2}", "{0}-{1}-{2}", "{0}年{1}月{2}日", "{0}/{1}/{2} 0:00"])
def test_a_day_as_excel_saves_it(folder: Path, form: str) -> None:
    before = load(folder).documents

    def day(cells: list[str]) -> list[str]:
        return [*cells[:4], form.format(*map(int, cells[4].split("-"))), *cells[5:]] if cells[0] != "id" else cells

    altered(folder, "documents", day)
    assert load(folder).documents == before


@pytest.mark.parametrize(
    "text", ["2023.4.25", "20230425", "2023-04-25T00:00", "2023-W17-2", "45041", "2023/13/1", "4/25/2023"]
)
def test_a_day_in_another_form_is_refused_on_every_python(folder: Path, text: str) -> None:
    altered(folder, "documents", lambda c: [*c[:4], text, *c[5:]] if c[0] == "plan-2023" else c)
    assert "no date" in problem(folder).what and problem(folder).place == "documents.csv:4:date"


def test_thousands_are_read(folder: Path) -> None:
    before = load(folder).observations
    path = folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [next(csv.reader([line])) for line in lines]
    changed = 0
    for row in rows[1:]:
        if row[6].isdigit() and len(row[6]) > 3:
            row[6], changed = f"{int(row[6]):,}", changed + 1
    assert changed
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    assert load(folder).observations == before


@pytest.mark.parametrize("text", ["1,23", "12,34.5", "1,2345", "1.234,5"])
def test_other_commas_are_no_thousands(folder: Path, text: str) -> None:
    altered(
        folder, "observations", lambda c: [*c[:6], f'"{text}"', *c[7:]] if c[:3] == ["gdp", "2019", "zhoucun"] else c
    )
    assert "no number" in check(folder)[0].what


@pytest.mark.parametrize("text", ["1.23E+11", "1E-05", "2.3e+05"])
def test_scientific_form_is_refused_since_digits_are_lost(folder: Path, text: str) -> None:
    altered(folder, "observations", lambda c: [*c[:6], text, *c[7:]] if c[:3] == ["gdp", "2019", "zhoucun"] else c)
    assert "scientific form" in problem(folder).what


def test_empty_columns_and_rows_at_the_end_say_nothing(folder: Path) -> None:
    before = load(folder)
    for name in TABLES:
        altered(folder, name, lambda c: [*c, "", ""])
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(",,,\n , ,\n\n")
    assert load(folder) == before


def test_cells_left_out_at_a_rows_end_are_empty(folder: Path) -> None:
    before = load(folder)
    path = folder / "observations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line.rstrip(",") for line in text.splitlines()) + "\n", encoding="utf-8")
    assert load(folder) == before


def test_a_line_that_was_cut_off_is_still_told(folder: Path) -> None:
    with (folder / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("gdp,2022")
    assert {p.column for p in check(folder)} >= {"area", "document", "evidence"}


@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
def test_text_that_was_opened_in_the_wrong_encoding_is_recognised(folder: Path, encoding: str) -> None:
    path = folder / "departments.csv"
    wrong = path.read_bytes().decode(encoding, "replace").replace("\ufffd", "?")
    path.write_text(wrong, encoding="utf-8-sig")
    found = check(folder)
    assert found[0].code == "mojibake", found[0]
    assert "an older copy" in found[0].todo


@pytest.mark.parametrize("how", ["gbk read as Latin", "lost", "question marks"])
def test_text_that_was_lost_on_the_way_is_recognised(folder: Path, how: str) -> None:
    path = folder / "departments.csv"
    text = path.read_text(encoding="utf-8-sig")
    head, rows = text.split("\n", 1)
    chinese = re.compile("[\u4e00-\u9fff]+")
    wrong = {
        "gbk read as Latin": lambda m: m[0].encode("gb18030").decode("latin-1"),
        "lost": lambda m: "锟斤拷" * len(m[0]),
        "question marks": lambda m: "??" * len(m[0]),
    }[how]
    path.write_text(head + "\n" + chinese.sub(wrong, rows), encoding="utf-8-sig")
    assert check(folder)[0].code == "mojibake"


def test_sound_chinese_is_never_taken_for_garbled(folder: Path) -> None:
    rare = "镕堃淼喆囍犇骉龘芈邗禺媃䶮㙍"
    latin = "PM₂.₅ ±5‰ 〔2023〕34号 ½ … café naïve Ä É 5—8"
    altered(folder, "departments", lambda c: [c[0], c[1] + rare, *c[2:]] if c[0] == "drc" else c)
    altered(folder, "areas", lambda c: [c[0], c[1] + latin, *c[2:]] if c[0] == "wenchanghu" else c)
    assert check(folder) == []


def test_undo_finds_merged_rows_again_after_excel_saved_the_table(folder: Path) -> None:
    before = load(folder)
    new = {
        "id": "new",
        "title": "新报告",
        "issuer": "某县",
        "date": "2025-01-20",
        "kind": "plan-report",
        "precedence": 2,
    }
    with change(folder, "extract") as transaction:
        transaction.append("documents", [new])
    path = folder / "documents.csv"
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    for row in rows[1:]:
        row[4] = "{}/{}/{}".format(*map(int, row[4].split("-")))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([*row, ""] for row in rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    assert undo(folder).by == "extract"
    assert load(folder) == before


def test_rows_read_alike_and_lines_that_do_not_change_stay_as_excel_saved_them(folder: Path) -> None:
    path = folder / "documents.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-04-25", "2023/4/25"), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    with change(folder, "extract") as transaction:
        rows = transaction.rows("documents")
        assert rows[2]["date"] == "2023-04-25"
        transaction.replace("documents", [*rows, {**rows[0], "id": "another"}])
    assert path.read_bytes().decode("utf-8-sig").splitlines()[:-1] == lines


@given(
    st.lists(st.sampled_from(["a", "中,", ",", '"', '""', '",', '"\n', "\n", "\r\n", "\r", 'x"y', "bb"]), max_size=30)
)
def test_whatever_stands_in_a_file_its_cells_are_those_that_the_csv_module_reads(pieces: list[str]) -> None:
    text = "".join(pieces)
    with mock.patch.object(csvfile, "_AT_ONCE", 16):
        ours = _until_error(record for several in csvfile.cells_of(text, csvfile.Form()) for record in several)
    assert ours == _until_error(csv.reader(io.StringIO(text, newline=""), strict=True))


def _until_error(records: Iterable[list[str]]) -> tuple[list[list[str]], str]:
    found = []
    try:
        for record in records:
            found.append(record)
    except csv.Error as error:
        return found, str(error)
    return found, ""
