"""Tasks in the terminal: by year, document, section, department, role and text; counts by department."""

from __future__ import annotations

import pytest

from tests.conftest import Tool


def test_a_task_has_its_departments_and_targets(tool: Tool) -> None:
    records = {r["number"]: r for r in tool.json("tasks", 2023, "--document", "green-tasks-2023")}
    assert len(records) == 65
    first = records["1"]
    assert set(first) >= {"document", "number", "section", "title", "lead", "support", "responsible", "targets"}
    assert (first["title"], first["lead"], first["support"]) == (
        "加快高能级创新平台建设",
        ["区科技局"],
        ["区发展改革局"],
    )
    assert [(t["value"], t["unit"]) for t in first["targets"]] == [(9, "家")]
    assert records["65"]["responsible"] == ["各相关部门"]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--department", "区科技局"], 6),
        (["--department", "区科技局", "--role", "lead"], 2),
        (["--department", "区科技局", "--role", "responsible"], 2),
        (["--section", "创新型城市"], 6),
        (["--text", "口袋"], 1),
    ],
)
def test_filters(tool: Tool, options: list[str], count: int) -> None:
    found = tool.json("tasks", 2023, "--document", "green-tasks-2023", *options)
    assert len(found) == count


def test_counts_by_department_add_up(tool: Tool, dataset) -> None:
    rows = tool.json("tasks", 2023, "--departments")
    assert sum(r["tasks"] for r in rows) == len(dataset.assignments)
    assert rows[0]["department"] == "区发展改革局"
    assert all(r["tasks"] == r["lead"] + r["support"] + r["responsible"] for r in rows)


def test_a_slip_in_a_department_gets_a_guess(tool: Tool) -> None:
    assert "区科技局" in tool("tasks", "--department", "区科技居", code=2).stderr
