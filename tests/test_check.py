"""A defect in the data is named with file, row, column and what to do, and none hides another."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.conftest import Tool, edit
from zcplan.dataset import check, load
from zcplan.errors import DatasetError, Problem

DOCUMENTS = "documents.csv"


def found(folder: Path, code: str) -> list[Problem]:
    return [p for p in check(folder) if p.code == code]


def row_of(folder: Path, file: str, **cells: str) -> int:
    with (folder / file).open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), start=2):
            if all(row[k] == v for k, v in cells.items()):
                return number
    raise LookupError(cells)


def change(folder: Path, file: str, number: int, **cells: str) -> None:
    """Change cells of one row, as a person would in Excel."""
    with (folder / file).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows[number - 2].update(cells)
    with (folder / file).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


GDP = {"indicator": "gdp", "year": "2022", "measure": "level"}


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"value": "251,2"}, "value", "no number"),
        ({"value": "２５１.2"}, "value", "no number"),
        ({"value": "251.2亿"}, "value", "no number"),
        ({"value": "nan"}, "value", "no number"),
        ({"value": "1e999999999"}, "value", "no number"),
        ({"year": "20233"}, "year", "outside 1949 to 2100"),
        ({"year": "2022年"}, "year", "no whole number"),
        ({"indicator": "gdpp"}, "indicator", "knows no “gdpp”"),
        ({"area": "mars"}, "area", "knows no “mars”"),
        ({"document": "plan-2033"}, "document", "knows no “plan-2033”"),
        ({"status": "final"}, "status", "none of the values"),
        ({"unit": "公里"}, "unit", "does not fit"),
        ({"unit": "亿美元"}, "unit", "does not fit"),
        ({"unit": ""}, "unit", "unit is missing"),
        ({"value": ""}, "value", "value is missing"),
        ({"bound": "qualitative"}, "value", "has no value"),
        ({"evidence": "地区生产总值"}, "evidence", "does not hold the figure 251.2"),
        ({"evidence": "长" * 41}, "evidence", "41 characters"),
        ({"evidence": ""}, "evidence", "cell is empty"),
        ({"measure": "growth"}, "unit", "does not fit"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place(folder: Path, cells: dict[str, str], column: str, words: str) -> None:
    number = row_of(folder, "observations.csv", **GDP)
    change(folder, "observations.csv", number, **cells)
    problems = [p for p in check(folder) if p.column == column]
    assert [p.place for p in problems] == [f"observations.csv:{number}:{column}"]
    assert words in problems[0].what
    assert problems[0].todo


def test_a_multiple_of_the_unit_fits(folder: Path) -> None:
    number = row_of(folder, "observations.csv", **GDP)
    change(folder, "observations.csv", number, unit="万元")
    assert check(folder) == []


def test_a_slip_of_an_id_comes_with_a_guess(folder: Path) -> None:
    number = row_of(folder, "observations.csv", **GDP)
    change(folder, "observations.csv", number, indicator="gpd")
    change(folder, "observations.csv", number + 1, indicator="retail-sale")
    todos = [p.todo for p in found(folder, "unknown-id")]
    assert any("retail-sales" in todo for todo in todos)


def test_every_problem_is_told_at_once(folder: Path) -> None:
    number = row_of(folder, "observations.csv", **GDP)
    change(folder, "observations.csv", number, year="20233", value="x", document="nowhere")
    change(folder, "areas.csv", 3, part_of="nowhere")
    change(folder, DOCUMENTS, 2, date="2020.5.26")
    places = {p.place for p in check(folder)}
    assert {f"observations.csv:{number}:year", f"observations.csv:{number}:value"} <= places
    assert {"areas.csv:3:part_of", "documents.csv:2:date"} <= places


def test_a_key_that_stands_twice_names_both_rows(folder: Path) -> None:
    path = folder / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8") + "zhoucun,又一个,zhoucun,\n", encoding="utf-8")
    problem = found(folder, "duplicate-key")[0]
    assert (problem.row, problem.what) == (5, "the key zhoucun stands in row 2 already")


def test_columns_may_stand_in_any_order(folder: Path) -> None:
    before = load(folder)
    path = folder / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([row[::-1] for row in rows])
    assert load(folder) == before


def test_a_missing_an_unknown_and_a_repeated_column_are_named(folder: Path) -> None:
    edit(folder / "areas.csv", "id,name,short,part_of,stands_for", "id,naam,short,part_of,part_of")
    codes = {(p.code, p.column) for p in check(folder)}
    assert {("missing-column", "name"), ("unknown-column", "naam"), ("repeated-column", "part_of")} <= codes


def test_a_row_of_another_width_is_named(folder: Path) -> None:
    edit(folder / "areas.csv", "wenchanghu,文昌湖,,zhoucun,", "wenchanghu,文昌湖,,zhoucun,,1")
    problem = found(folder, "row-width")[0]
    assert (problem.place, problem.what) == ("areas.csv:3", "the row has 6 cells, the header 5")


def test_a_leading_bom_is_welcome_and_one_inside_is_not(folder: Path) -> None:
    path = folder / "areas.csv"
    raw = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + raw)
    assert check(folder) == []
    path.write_bytes(raw + b"\xef\xbb\xbfother,other,zhoucun,\n")
    assert [p.place for p in found(folder, "stray-bom")] == ["areas.csv:5"]


def test_a_wrong_encoding_says_how_to_save(folder: Path) -> None:
    path = folder / "areas.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    problem = found(folder, "encoding")[0]
    assert problem.file == "areas.csv"
    assert "CSV UTF-8" in problem.todo
    assert "GBK" in problem.what


def test_an_empty_and_a_missing_file_are_named(folder: Path) -> None:
    (folder / "areas.csv").write_bytes(b"\xef\xbb\xbf\r\n")
    (folder / "tasks.csv").unlink()
    codes = {(p.code, p.file) for p in check(folder)}
    assert {("empty-file", "areas.csv"), ("missing-file", "tasks.csv")} <= codes


def test_control_characters_and_open_quotes_are_named(folder: Path) -> None:
    edit(folder / "areas.csv", "文昌湖", "文\x07昌湖")
    edit(folder / DOCUMENTS, "plan-2023,", '"plan-2023,')
    codes = {(p.code, p.file) for p in check(folder)}
    assert {("control", "areas.csv"), ("csv", DOCUMENTS)} <= codes


def test_one_bad_cell_among_thousands_is_told_by_its_row_and_hides_no_other(folder: Path) -> None:
    path = folder / "observations.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[5] = lines[5].replace(",actual,", ",actul,")
    assert "actul" in lines[5]
    lines.insert(400, ",".join([" "] * 13))
    lines[600] += ",,"
    lines[-1] = lines[-1].replace(",20", ",2O", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [(p.row, p.column) for p in check(folder)] == [(6, "status"), (len(lines), "year")]


def test_a_quotation_mark_astray_is_told_by_its_row_beside_what_stood_before_it(folder: Path) -> None:
    path = folder / "observations.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[300] = lines[300].replace(",actual,", ",actul,").replace(",target,", ",targt,")
    lines[700] = '"' + lines[700].replace(",", '"x,', 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [(p.row, p.code) for p in check(folder)] == [(301, "bad-value"), (701, "csv")]


def test_two_indicators_can_not_share_a_name(folder: Path) -> None:
    edit(folder / "indicators.csv", "constant,GDP", "constant,GDP;固定资产投资")
    assert "固定资产投资" in found(folder, "ambiguous-name")[0].what


def test_nothing_is_a_part_of_itself(folder: Path) -> None:
    edit(folder / "areas.csv", "zhoucun,周村区,全区,,", "zhoucun,周村区,全区,wenchanghu,")
    codes = {p.code for p in check(folder)}
    assert {"loop", "territory"} <= codes


@pytest.mark.parametrize("content", ["", "{", "[]", '{"resources": 5}', '{"resources": [{"name": "x"}]}', "[" * 100000])
def test_a_broken_descriptor_is_an_error_in_words(folder: Path, content: str) -> None:
    (folder / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        check(folder)
    assert "datapackage.json" in str(caught.value) or "Data Package" in str(caught.value)


def test_a_table_outside_the_folder_is_refused(folder: Path) -> None:
    edit(folder / "datapackage.json", '"path": "areas.csv"', '"path": "../areas.csv"')
    with pytest.raises(DatasetError):
        check(folder)


def test_the_command_prints_every_problem_and_exits_with_1(folder: Path, tool: Tool) -> None:
    number = row_of(folder, "observations.csv", **GDP)
    change(folder, "observations.csv", number, year="20233", unit="公里")
    result = tool("--data", folder, "check", code=1)
    assert f"observations.csv:{number}:year: 20233 is outside 1949 to 2100" in result.stdout
    assert "1 problems" in result.stderr
    records = tool.json("--data", folder, "check", code=1)
    assert [(r["file"], r["row"], r["column"]) for r in records] == [("observations.csv", number, "year")]


def test_the_command_is_content_with_a_sound_dataset(tool: Tool) -> None:
    assert "sound" in tool("check").stderr


def test_other_commands_refuse_a_defective_dataset_with_2(folder: Path, tool: Tool) -> None:
    change(folder, "observations.csv", row_of(folder, "observations.csv", **GDP), year="20233")
    result = tool("--data", folder, "compare", 2023, code=2)
    assert "observations.csv" in result.stderr and "Traceback" not in result.output


def test_a_folder_that_is_none_is_an_error(tmp_path: Path, tool: Tool) -> None:
    assert "no such data folder" in tool("--data", tmp_path / "nowhere", "check", code=2).stderr
    assert "no datapackage.json" in tool("--data", tmp_path, "check", code=2).stderr


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"data = '\xd6\xd0'", "not UTF-8 text"),
        (b"data = 'a'\nlanguage = x\n", "line 2"),
        (b"x=" + b"[" * 5000, "can't be read"),
    ],
)
def test_settings_that_cannot_be_read_are_told_in_plain_words(
    tool: Tool, tmp_path: Path, data: bytes, told: str
) -> None:
    (tmp_path / "zcplan.toml").write_bytes(data)
    said = tool("--data", tmp_path, "check", code=2).stderr
    assert told in said and "codec" not in said


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"resources": "\xd6\xd0"}', "not UTF-8 text"),
        (b'{"resources":\n [}', "line 2, column 3"),
        (b"[]", "it is damaged"),
        (b'{"resources": [null]}', "it is damaged"),
        (b'{"resources": [{"schema": {}, "path": 1}]}', "(1)"),
    ],
)
def test_a_descriptor_that_is_none_is_told_in_plain_words(tool: Tool, folder: Path, data: bytes, told: str) -> None:
    (folder / "datapackage.json").write_bytes(data)
    said = tool("--data", folder, "check", code=2).stderr
    assert told in said
    assert not any(word in said for word in ("codec", "object", "indices", "NoneType", "attribute", "delimiter"))


def test_cells_that_excel_adds_do_no_harm_where_the_file_lacks_a_column(folder: Path) -> None:
    """An older file lacks an optional column, and Excel adds empty cells behind a row."""
    path = folder / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row[:-1] for row in csv.reader(handle)]
    rows[1] += ["", "", ""]
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    assert check(folder) == []
    assert load(folder).indicators[0].id == rows[1][0]
