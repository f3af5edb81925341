"""The curated dataset: every figure stands in its source, both sides of each disagreement are kept."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from tests.conftest import DATA
from zcplan import quantity, resources
from zcplan.dataset import check, load
from zcplan.dataset.schema import read_schema
from zcplan.model import Dataset

D = Decimal


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The data that comes along, as they stand now; every other test has its own."""
    return load(resources.bundled("data"))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def values(dataset: Dataset, indicator: str, year: int, measure: str = "level", area: str = "zhoucun", **has: str):
    """Every statement of a fact, as (document, status, bound, value)."""
    found = dataset.by_fact.get((indicator, year, area, measure), ())
    return {
        (o.document, o.status, o.bound, str(o.value) if o.value is not None else o.text)
        for o in found
        if all(getattr(o, k) == v for k, v in has.items())
    }


def test_the_dataset_is_sound() -> None:
    assert check(resources.bundled("data")) == []


def test_frictionless_itself_finds_the_package_valid() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(resources.bundled("data") / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) >= 9


def test_the_tests_own_data_has_the_same_tables() -> None:
    def described(folder):
        return [(t.name, t.path, [(f.name, f.type) for f in t.fields]) for t in read_schema(folder)]

    assert described(DATA) == described(resources.bundled("data"))


def test_there_is_enough_of_it(dataset: Dataset) -> None:
    assert len(dataset.observations) >= 300
    assert len({o.indicator for o in dataset.observations}) >= 120
    assert {o.document for o in dataset.observations} == set(dataset.document)
    years = {o.year for o in dataset.observations}
    assert min(years) == 2019 and max(years) == 2024


def test_every_evidence_stands_in_its_source_and_holds_its_figure(dataset: Dataset, sources: dict[str, str]) -> None:
    texts = {name: squeezed(text) for name, text in sources.items()}
    for row in (*dataset.observations, *dataset.task_targets):
        assert squeezed(row.evidence) in texts[row.document], row
        assert len(row.evidence) <= 40
        if row.value is not None:
            assert quantity.plain(abs(row.value)) in re.sub(r"[\s,，]", "", row.evidence), row


def test_an_estimate_is_what_the_source_calls_one(dataset: Dataset, sources: dict[str, str]) -> None:
    for o in dataset.observations:
        if o.status == "estimate":
            text = squeezed(sources[o.document])
            start = text.index(squeezed(o.evidence))
            sentence = text[text.rfind("。", 0, start) + 1 : start + len(squeezed(o.evidence)) + 20]
            assert "预计" in sentence, o


@pytest.mark.parametrize(
    ("indicator", "year", "measure", "one", "other"),
    [
        ("district-projects", 2023, "level", ("work-report-2023", "120"), ("plan-2023", "93")),
        ("district-projects-investment", 2023, "level", ("work-report-2023", "448"), ("plan-2023", "394.3")),
        ("out-of-province-funds", 2023, "level", ("plan-2023", "50"), ("green-tasks-2023", "52")),
        ("digital-core-value-added", 2023, "growth", ("work-report-2023", "25"), ("green-tasks-2023", "8")),
        ("startup-guaranteed-loans", 2023, "level", ("plan-2023", "4000"), ("green-tasks-2023", "8000")),
        ("four-new-share", 2022, "level", ("work-report-2023", "37.1"), ("plan-2023", "43.3")),
        ("grain-capacity", 2023, "level", ("plan-2023", "5.57"), ("green-tasks-2023", "4.4")),
        ("gdp", 2022, "growth", ("work-report-2023", "3.5"), ("plan-2023", "2.3")),
        ("fixed-asset-investment", 2022, "growth", ("work-report-2023", "16.5"), ("plan-2023", "22.7")),
        ("foreign-trade", 2022, "growth", ("work-report-2023", "10"), ("plan-2023", "8.1")),
    ],
)
def test_both_sides_of_a_disagreement_are_kept(dataset: Dataset, indicator, year, measure, one, other) -> None:
    said = {(document, value) for document, _s, _b, value in values(dataset, indicator, year, measure)}
    assert {one, other} <= said


def test_known_traps_were_not_fallen_into(dataset: Dataset) -> None:
    # points of a share, not a rate of growth
    assert values(dataset, "four-new-share", 2023, "change") == {("plan-2023", "target", "exact", "1")}
    assert values(dataset, "four-new-share", 2023, "growth") == set()
    # a share that grows relatively
    assert ("plan-2023", "target", "exact", "1") in values(dataset, "rd-share", 2023, "growth")
    # forecast against final
    assert ("work-report-2023", "estimate", "exact", "3.5") in values(dataset, "gdp", 2022, "growth")
    assert ("plan-2023", "actual", "exact", "2.3") in values(dataset, "gdp", 2022, "growth")
    # digits as printed, in the unit as printed
    retail = [o for o in dataset.by_fact["retail-sales", 2023, "zhoucun", "growth"] if o.in_annex]
    assert [str(o.value) for o in retail] == ["5.0"]
    foreign = {(o.unit, o.value) for o in dataset.by_fact["foreign-investment", 2022, "zhoucun", "level"]}
    assert foreign == {("万美元", D(1139)), ("亿美元", D("0.1139"))}
    # parts of 文昌湖 beside the whole
    assert values(dataset, "district-projects", 2023, area="wenchanghu", document="plan-2023") == {
        ("plan-2023", "target", "exact", "31")
    }
    assert values(dataset, "good-air-days", 2023, area="wenchanghu") == {("plan-report-2024", "actual", "exact", "253")}
    # a range, and about / at least / more than
    parks = [o for o in dataset.observations if o.text == "2-3处"]
    assert {o.document for o in parks} == {"plan-2023", "green-tasks-2023"}
    assert {o.bound for o in dataset.observations} == set(quantity.BOUNDS)
    # a rate of days in a year is not a number of days
    assert all(o.unit == "天" for o in dataset.by_indicator["good-air-days"])
    # revenue without refunds is another thing than revenue
    assert ("plan-2023", "actual", "exact", "11.92") in values(dataset, "budget-revenue", 2022, "growth")
    assert all(o.value != D("19.12") for o in dataset.by_indicator["budget-revenue"])


def test_every_cell_of_the_annex_is_an_observation(dataset: Dataset) -> None:
    """Counted by hand: 33 numbers for 2022, 24 for 2023; 5.5以上 is one cell over two lines and counts twice."""
    annex = [o for o in dataset.observations if o.document == "plan-2023" and o.in_annex]
    rows = {r.indicator for r in dataset.tables if r.indicator}
    assert {o.indicator for o in annex} == rows
    numbers = Counter(o.year for o in annex if o.value is not None)
    assert numbers == {2022: 33, 2023: 24}


def test_the_65_tasks_and_their_departments_are_there(dataset: Dataset) -> None:
    green = [t for t in dataset.tasks if t.document == "green-tasks-2023"]
    assert [int(t.number) for t in green] == list(range(1, 66))
    assigned = {a.number for a in dataset.assignments if a.document == "green-tasks-2023"}
    assert assigned == {t.number for t in green}
    assert {a.document for a in dataset.assignments} == {"green-tasks-2023"}, "no department is invented"


BRACKET = re.compile(r"[（(]([^（）()]*?(?:牵头|配合|负责|各相关部门)[^（）()]*)[）)]\s*$")


ROLES = {"牵头": "lead", "配合": "support", "负责": "responsible"}


def brackets(text: str) -> dict[str, dict[str, list[str]]]:
    """Departments by role from the bracket that ends each numbered task, read anew from the source."""
    text = text.replace("工作任务如下。", "")
    found = {}
    for match in re.finditer(r"(?m)^(\d{1,2})\. (.*?)(?=^\d{1,2}\. |^#|^---|\Z)", text, re.DOTALL):
        body = squeezed(match[2])
        bracket = BRACKET.search(body)
        assert bracket, match[1]
        roles: dict[str, list[str]] = {}
        for clause in re.split("[，,]", bracket[1]):
            word = next((w for w in ROLES if clause.endswith(w) and len(clause) > len(w)), "")
            names, role = clause.removesuffix(word), ROLES.get(word, "responsible")
            names = re.sub("等部门$|等$", "", names)
            roles.setdefault(role, []).extend(names.split("、"))
        found[match[1]] = roles
    return found


def test_departments_equal_the_brackets_of_the_source(dataset: Dataset, sources: dict[str, str]) -> None:
    short = {d.id: {d.short, *d.aliases} for d in dataset.departments}
    printed = brackets(sources["green-tasks-2023"])
    assert len(printed) == 65
    for number, roles in printed.items():
        for role in ("lead", "support", "responsible"):
            rows = sorted(
                (a for a in dataset.assignments if a.number == number and a.role == role), key=lambda a: a.rank
            )
            names = roles.get(role, [])
            assert len(rows) == len(names), (number, role)
            for row, name in zip(rows, names, strict=True):
                assert name in short[row.department], (number, role, name)
