"""What we write passes our own proof: documents are made and held against the dataset that they come from."""

from __future__ import annotations

import re
from collections import Counter

import docx
import pytest
from click.testing import CliRunner

from zcplan.cli import cli
from zcplan.proof import AGREES, ARITHMETIC, CONTRADICTS, SUPERSEDED, UNKNOWN, proof
from zcplan.reading.document import read

OF_2023 = ("plan-report", "brief", "plan-table", "notice", "comparison")
COUNT = re.compile("项指标|目标[0-9]+个、部分区域|相互矛盾的(数据|数字)共|等[0-9]+项(主要指标|未公布)|处不一致")
"""A paragraph that counts indicators: our own tallies are no facts of the dataset."""
CITATION = re.compile("[0-9]+[.．].*(，相差|推算|按现价计算|已作修订|收录[0-9]+条)")
"""A paragraph that sets statements of documents against each other, or counts what was taken from one."""


@pytest.fixture(scope="module")
def held(tmp_path_factory, dataset):
    """Make a kind of document and return its paragraphs and what proof finds in it."""
    folder = tmp_path_factory.mktemp("ours")
    done = {}

    def run(kind, year):
        if (kind, year) not in done:
            file = folder / f"{kind}-{year}.docx"
            result = CliRunner().invoke(cli, ["make", kind, str(year), "-o", str(file)])
            assert result.exit_code == 0, result.output
            draft = read(file)
            done[kind, year] = [p.text for p in draft.paragraphs], proof(draft, dataset)
        return done[kind, year]

    return run


def told(findings, *verdicts):
    return [(f.statement.place.paragraph, f.statement.text, f.code) for f in findings if f.verdict in verdicts]


@pytest.mark.parametrize("year", [2019, 2022, 2023])
def test_a_plan_report_has_no_contradiction_and_no_unknown_figure(held, year):
    _paragraphs, findings = held("plan-report", year)
    assert told(findings, CONTRADICTS, UNKNOWN, SUPERSEDED) == []
    assert Counter(f.verdict for f in findings)[AGREES] > 100


@pytest.mark.parametrize("kind", OF_2023)
def test_no_document_of_2023_contradicts_the_data_or_itself(held, kind):
    _paragraphs, findings = held(kind, 2023)
    assert told(findings, CONTRADICTS) == []
    assert told(findings, AGREES)


@pytest.mark.parametrize("kind", ["comparison", "brief"])
@pytest.mark.parametrize("year", [2020, 2024])
def test_a_year_without_results_is_told_without_a_slip(held, kind, year):
    _paragraphs, findings = held(kind, year)
    assert told(findings, CONTRADICTS) == []


@pytest.mark.parametrize("kind", ["plan-table", "notice"])
def test_a_plan_table_has_no_unknown_figure(held, kind):
    assert told(held(kind, 2023)[1], UNKNOWN) == []


@pytest.mark.parametrize("kind", ["brief", "comparison"])
def test_only_our_own_counts_and_what_documents_are_quoted_as_saying_is_unknown(held, kind):
    paragraphs, findings = held(kind, 2023)
    for at, text, _code in told(findings, UNKNOWN):
        assert COUNT.search(paragraphs[at]) or CITATION.match(paragraphs[at]), (text, paragraphs[at])


@pytest.mark.parametrize("kind", ["plan-report", "brief", "comparison"])
def test_every_difference_from_a_target_is_worked_out(held, kind):
    paragraphs, findings = held(kind, 2023)
    printed = sum(len(re.findall("(?:(?:高于|低于)预期目标|超出目标|比目标少)[0-9]", p)) for p in paragraphs)
    assert len([f for f in findings if f.check == ARITHMETIC and f.verdict == AGREES]) == printed > 5


def test_a_figure_altered_in_our_report_is_found_in_sentence_and_table(tmp_path, dataset):
    file = tmp_path / "report.docx"
    CliRunner().invoke(cli, ["make", "plan-report", "2023", "-o", str(file)])
    report = docx.Document(file)
    cells = [p for t in report.tables for row in t.rows for c in row.cells for p in c.paragraphs]
    altered = {"4.9个百分点": "5.9个百分点", "预计增长10.6%": "预计增长16.0%", "比目标少22天": "比目标少32天"}
    wanted = 0
    for paragraph in [*report.paragraphs, *cells]:
        for old, new in altered.items():
            if old in paragraph.text:
                assert paragraph.text.count(old) == 1
                wanted += 1
                paragraph.runs[0].text = paragraph.text.replace(old, new)
                for run in paragraph.runs[1:]:
                    run.text = ""
    report.save(file)
    wrong = [f for f in proof(read(file), dataset) if f.verdict == CONTRADICTS]
    assert wanted > 5
    assert len(wrong) == wanted
    assert {f.indicator for f in wrong} == {"retail-sales", "foreign-trade", "good-air-days"}
