"""The pages of docs/ that are made from the code and the data, so that they can't tell something else.

``ZCPLAN_UPDATE_DOCS=1 python -m pytest tests/test_docs.py`` writes them anew.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from zcplan import cli, resources
from zcplan.errors import UsageError
from zcplan.reports import each_kind
from zcplan.reports import outputs as of_kind
from zcplan.reports.parts.cite import Cite
from zcplan.reports.parts.layout import Cell, Chart
from zcplan.reports.parts.writer import Writer

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@dataclasses.dataclass(frozen=True)
class Words:
    """What a page says around what the code says."""

    title: str
    made: str
    key: str
    columns: str
    description: str
    required: str
    unique: str
    one_of: str
    characters: str
    form: str
    is_in: str


ENGLISH = Words(
    "# Data dictionary 数据字典",
    "Made from `data/datapackage.json`; do not edit.",
    "Key: ",
    "| column | type | meaning | limits |",
    "description",
    "required",
    "unique",
    "one of {}",
    "at most {} characters",
    "form `{}`",
    "is in {}",
)
CHINESE = Words(
    "# 数据字典",
    "由 `data/datapackage.json` 生成，请不要改这一页。",
    "主键：",
    "| 列 | 类型 | 意思 | 限制 |",
    "description_zh",
    "必填",
    "不重复",
    "取 {} 之一",
    "最多 {} 字",
    "写成 `{}`",
    "须在 {} 中",
)


def data_dictionary(words: Words = ENGLISH) -> str:
    """Every table and column of the dataset, from ``datapackage.json``."""
    package = json.loads((resources.bundled("data") / "datapackage.json").read_text(encoding="utf-8"))
    lines = [words.title, "", words.made, ""]
    for table in package["resources"]:
        schema = table["schema"]
        key = schema.get("primaryKey", [])
        lines += [
            f"## `{table['path']}` {table.get('title', '')}",
            "",
            words.key + ", ".join(f"`{k}`" for k in key),
            "",
        ]
        references = {
            ", ".join(_list(k["fields"])): f"`{k['reference']['resource'] or table['name']}`"
            for k in schema.get("foreignKeys", [])
        }
        lines += [words.columns, "| --- | --- | --- | --- |"]
        for field in schema["fields"]:
            limits = _limits(field.get("constraints", {}), words)
            if field["name"] in references:
                limits.append(words.is_in.format(references[field["name"]]))
            meaning = field[words.description]
            lines.append(f"| `{field['name']}` | {field['type']} | {meaning} | {'; '.join(limits)} |")
        lines.append("")
    return "\n".join(lines)


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _limits(constraints: Mapping[str, Any], words: Words) -> list[str]:
    told = []
    if constraints.get("required"):
        told.append(words.required)
    if constraints.get("unique"):
        told.append(words.unique)
    if "enum" in constraints:
        told.append(words.one_of.format(", ".join(f"`{v}`" for v in constraints["enum"])))
    if "minimum" in constraints:
        told.append(f"{constraints['minimum']} – {constraints.get('maximum', '…')}")
    if "maxLength" in constraints:
        told.append(words.characters.format(constraints["maxLength"]))
    if "pattern" in constraints:
        told.append(words.form.format(constraints["pattern"]).replace("|", "\\|"))
    return told


def template_variables(writer: Writer, years: Sequence[int]) -> str:
    """Every name that each template may use, from what the reports hand over; the first year that has a value tells."""
    lines = ["# Variables of the templates 模板变量", "", "Made from the reports; do not edit.", ""]
    for name, kind in each_kind():
        told: dict[str, dict[str, str]] = {}
        for year in years:
            for output in _outputs(kind, writer, year):
                known = told.setdefault(output.template, {})
                for variable, value in output.context.items():
                    if known.get(variable, "list") == "list":
                        known[variable] = _described(value)
        for template, variables in told.items():
            lines += [f"## `{template}` {kind.TITLE}（`{name}`）", "", "| name | what it is |", "| --- | --- |"]
            lines += [f"| `{variable}` | {what} |" for variable, what in sorted(variables.items())]
            lines.append("")
    return "\n".join(lines)


def _outputs(kind: Any, writer: Writer, year: int) -> list[Any]:
    try:
        return list(of_kind(kind, writer, year))
    except UsageError:
        return []


def _described(value: Any) -> str:
    if isinstance(value, Cell):
        return "table cell: `.text`, `.value`, `.across`, `.down`, `.merge`"
    if isinstance(value, Cite):
        return 'any figure of the dataset: `fact("NAME", YEAR)`, `fact("NAME", YEAR, "目标")`, with `measure=`, `area=`'
    if isinstance(value, Chart):
        return "data of a chart whose alternative text is `chart: NAME`"
    if dataclasses.is_dataclass(value):
        return "fields " + ", ".join(f"`.{f}`" for f in _fields(value))
    if isinstance(value, Mapping):
        return "by name: " + ", ".join(f"`{k}` ({_described(v)})" for k, v in value.items())
    if isinstance(value, (bool, int)):
        return "number" if not isinstance(value, bool) else "yes or no"
    if isinstance(value, Decimal):
        return "number"
    if isinstance(value, Sequence) and not isinstance(value, str):
        kinds = list(dict.fromkeys(map(_described, value)))
        if isinstance(value, tuple) and len(kinds) > 1 and not dataclasses.is_dataclass(value[0]):
            return f"{len(value)} values: {', '.join(map(_described, value))}"
        return f"list of: {kinds[0]}" if kinds else "list"
    return "text"


def _fields(value: Any) -> list[str]:
    names = [f.name for f in dataclasses.fields(value)]
    return names + [n for n, v in vars(type(value)).items() if isinstance(v, property)]


def commands_in_chinese() -> str:
    """The page of commands in Chinese; help is worded when commands are loaded, so it takes a program of its own."""
    program = "from tests.docs_pages import CHINESE_HEAD, commands; print(commands(CHINESE_HEAD), end='')"
    environment = {**os.environ, "ZCPLAN_LANG": "zh", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment, cwd=ROOT)
    return done.stdout.decode("utf-8")


ENGLISH_HEAD = ("# Commands 命令", "Made from the commands' own help; do not edit.")
CHINESE_HEAD = ("# 命令", "由命令自己的帮助生成，请不要改这一页。")


def commands(head: tuple[str, str] = ENGLISH_HEAD) -> str:
    """Every command with its options, from its own help."""
    lines = [head[0], "", head[1], ""]
    root = click.Context(cli.cli, info_name="zcplan", terminal_width=100, **cli.cli.context_settings)
    for name in cli.COMMANDS:
        command = importlib.import_module(f"zcplan.cli.{name}").command
        lines += _command(command, root, name)
    return "\n".join(lines)


def _command(command: click.Command, parent: click.Context, name: str) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100)
    path = context.command_path
    lines = [f"## `{path}`", "", "```text", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for sub, inner in command.commands.items():
            lines += _command(inner, context, sub)
    return lines
