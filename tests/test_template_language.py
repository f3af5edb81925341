"""The language of templates: what it has works; what it has not is refused with its place, before it is worked out."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
import pytest
from docx import Document
from openpyxl import load_workbook

from tests.conftest import some_of
from tests.test_templates import excel, rows_of, text_of, word
from zcplan.errors import TemplateError
from zcplan.render import lint, package
from zcplan.render.environment import RefusedError, environment
from zcplan.render.excel import ExcelTemplate
from zcplan.render.language import refusals
from zcplan.render.word import WordTemplate
from zcplan.reports.parts.layout import Cell

CONTEXT: dict[str, Any] = {
    "x": Cell("a"),
    "text": "甲",
    "items": [1, 2],
    "number": Decimal("1.25"),
    "place": {"a": Cell("b"), "items": ["一", "二"]},
    "sections": [{"title": "一", "tasks": [{"names": ["甲", "乙"]}, {"names": []}]}],
    "fact": lambda name, year, **_options: f"{name}{year}",
    "year": 2023,
}


def filled(source: str) -> str:
    return environment(autoescape=False).from_string(source).render(CONTEXT)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("{{ text }}{{ x.text }}{{ place['a'].value }}{{ items[-1] }}{{ items[0] }}", "甲ab21"),
        ("{{ place.items[1] }}", "二"),
        ("{{ 'a' }}{{ 1 }}{{ none is none }}{{ true }}", "a1TrueTrue"),
        ("{{ 1 < year }}{{ text == '甲' }}{{ 1 in items }}{{ not text and 1 or 2 }}", "TrueTrueTrue2"),
        ("{% if year > 2022 %}甲{% elif text %}乙{% else %}丙{% endif %}", "甲"),
        ("{{ '有' if items else '无' }}", "有"),
        ("{% set n = items | length %}{{ n }}", "2"),
        ("{% for i in items %}{{ loop.index }}{{ i }}{% if not loop.last %}、{% endif %}{% endfor %}", "11、22"),
        ("{% for s in sections %}{% for t in s.tasks %}{% for n in t.names %}{{ n }}{% endfor %}{% endfor %}"
         "{% endfor %}", "甲乙"),
        ("{% for i in place.items %}{{ i }}{% else %}无{% endfor %}", "一二"),
        ('{{ fact("总量", year) }}{{ fact("总量", 2022, area=text) }}', "总量2023总量2022"),
        ("{{ place.items | join('、') }}{{ sections | join(attribute='title') }}", "一、二一"),
        ("{{ missing | default('无') }}{{ text | d('无') }}{{ '' | default('无', true) }}{{ missing is defined }}",
         "无甲无False"),
        ("{{ items | first }}{{ items | last }}{{ items | count }}{{ number | abs }}", "1221.25"),
        ("{{ number | round(1) }} {{ number | round }} {{ 7 | pad(3) }}{{ items[0] | pad(items[1]) }}", "1.3 1 00701"),
        ("{{ 'Ab' | upper }}{{ 'Ab' | lower }}{{ ' a ' | trim }}", "ABaba"),
        ("{# 说明 #}{{ text }}", "甲"),
    ],
)  # fmt: skip
def test_the_language_has(source: str, made: str) -> None:
    assert filled(source) == made


ENDLESS = """
{% for i in range(10 ** 9) %}{% endfor %}
{{ range(10 ** 9) }}
{{ range(10 ** 9) | join('x') }}
{{ 9 ** 9 ** 9 }}
{{ number ** 999999999 }}
{{ 2 * 2 }}
{{ 'a' * 10 ** 9 }}
{{ 1000000000 * 'a' }}
{{ text * year }}
{{ [0] * 10 ** 9 }}
{{ (0,) * 10 ** 9 }}
{{ items * 999999999 }}
{{ text + text }}
{{ text ~ text }}
{{ items + items }}
{{ 7 // 1 }}
{{ 7 / 3 }}
{{ 7 - 1 }}
{{ +year }}
{{ -year }}
{{ year % 7 }}
{{ '%1000000000d' % 1 }}
{{ '%*d' % (1000000000, 1) }}
{{ '%1000000000d' | format(1) }}
{{ '%.1000000000f' | format(1.5) }}
{{ '{:1000000000}'.format(1) }}
{{ '{:1000000000}'.format_map(place) }}
{{ 'a' | center(1000000000) }}
{{ 'a' | indent(1000000000) }}
{{ 'a' | wordwrap(1) }}
{{ 'a'.ljust(1000000000) }}
{{ 'a'.zfill(1000000000) }}
{{ 'a'.join(text) }}
{{ text | replace('甲', 'aaaaaaaaaa') }}
{{ text | replace('甲', '甲甲') | replace('甲', '甲甲') | replace('甲', '甲甲') }}
{{ text | join('aaaaaaaaaa') | join('aaaaaaaaaa') | join('aaaaaaaaaa') }}
{% set a = text | join('aa') %}{{ a | join('aa') }}
{{ items | join(text) }}
{{ [items, items] | join('x') }}
{{ [[1]] | sum(start=[]) }}
{{ items | sum }}
{{ [items, items, items] | map('join') | join }}
{{ items | map('string') | list }}
{{ items | map(attribute='x') | list }}
{{ items | sort }}
{{ items | sort | reverse | list }}
{{ items | select | list }}
{{ items | selectattr('x') | list }}
{{ items | reject('odd') | list }}
{{ items | groupby('x') }}
{{ items | batch(1000000000, 0) | list }}
{{ items | slice(1000000000) | list }}
{{ items | unique | list }}
{{ items | list }}
{{ place | dictsort }}
{{ place | items }}
{{ place | tojson }}
{{ place | pprint }}
{{ text | list }}
{{ text | wordcount }}
{{ text | int }}
{{ text | safe }}
{{ text | urlize }}
{{ items[:1] }}
{{ items[::-1] }}
{{ [[[[1, 1], [1, 1]], [[1, 1], [1, 1]]]] }}
{{ {'a': items} }}
{{ (items, items) }}
{% for i in [1, 2, 3] %}{% endfor %}
{% for i in 'aaaaaaaa' %}{% endfor %}
{% for i in (1, 2) %}{% endfor %}
{% for i in items if i %}{% endfor %}
{% for i in items | sort %}{% endfor %}
{% for i in items or text %}{% endfor %}
{% for i in fact('a', 1) %}{% endfor %}
{% for i in items %}{% for j in items %}{% endfor %}{% endfor %}
{% for s in sections %}{% for i in items %}{% endfor %}{% endfor %}
{% for s in sections %}{% for t in s.tasks %}{% for u in s.tasks %}{% endfor %}{% endfor %}{% endfor %}
{% for s in sections %}{% for t in loop %}{% endfor %}{% endfor %}
{% for s in sections %}{% for t in loop.nextitem.tasks %}{% endfor %}{% endfor %}
{% set a = items %}{% for i in a %}{% endfor %}
{% for s in sections %}{% set s = place %}{% for t in s.items %}{% endfor %}{% endfor %}
{% for i in items recursive %}{{ loop(items) }}{% endfor %}
{% for i in items %}{{ loop(items) }}{% endfor %}
{% for i in items %}{{ loop.cycle(1, 2) }}{% endfor %}
{% for i in items %}{{ loop.changed(i) }}{% endfor %}
{% for i in items %}{{ loop }}{% endfor %}
{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}
{% macro f() %}{% endmacro %}{% call f() %}{% endcall %}
{% call(x) items.map() %}{% endcall %}
{% filter upper %}a{% endfilter %}
{% set a %}aa{% endset %}
{% set a = namespace(b=1) %}
{% set items.b = 1 %}
{% set a, b = items %}
{% set fact = items %}
{% set _a = 1 %}
{% with a = 1 %}{% endwith %}
{% block a %}{{ self.a() }}{% endblock %}
{% include 'a' %}
{% import 'a' as b %}
{% from 'a' import b %}
{% extends 'a' %}
{% autoescape false %}{{ text }}{% endautoescape %}
{% raw %}{{ text }}{% endraw %}
{% for _a in items %}{% endfor %}
{% for fact in items %}{% endfor %}
{{ items | join(*place) }}
{{ cycler(1, 2).next() }}
{{ joiner(',')() }}
{{ lipsum(n=1000000) }}
{{ dict(a=1) }}
{{ namespace() }}
{{ self }}
{{ fact }}
{{ fact() ()}}
{{ fact(*items) }}
{{ fact(**place) }}
{{ fact(1 + 1) }}
{{ fact(fact('a', 1), 2) }}
{{ fact([1]) }}
{{ x.fact(1) }}
{{ items.append(1) }}
{{ x.__class__ }}
{{ x['__class__'] }}
{{ x._value }}
{{ _emit(1, []) }}
{{ _constant(1) }}
{{ x | attr('__class__') }}
{{ items is iterable }}
{{ items is sequence }}
{{ year is divisibleby 2 }}
{{ '%1000000000d' is odd }}
{{ text is in items }}
""".strip().splitlines()
ENDLESS += [
    "{{ " + "(" * 2_000 + "1" + ")" * 2_000 + " }}",
    "{{ " + "not " * 200 + "1 }}",
    "{{ " + " or ".join(["1"] * 200) + " }}",
    "{{ text" + " | trim" * 200 + " }}",
    "{{ '" + "a" * 2_000 + "' }}",
    "{{ x" + ".a" * 100 + " }}",
    "".join("{% for a" + str(n + 1) + " in a" + str(n) + ".b %}" for n in range(12)) + "{% endfor %}" * 12,
]


def in_word(path: Path, source: str) -> Path:
    return word(path, "第一段", source)


@pytest.mark.parametrize("source", ENDLESS, ids=lambda s: s[:60])
def test_what_the_language_has_not_is_refused_before_it_is_worked_out(source: str) -> None:
    before = repr(CONTEXT)
    try:
        found = refusals(jinja2.Environment().parse(source))
    except (jinja2.TemplateSyntaxError, RecursionError):
        found = []
    with pytest.raises((jinja2.TemplateSyntaxError, RecursionError)):
        environment(autoescape=True).from_string(source)
    assert len(ENDLESS) > 100 and repr(CONTEXT) == before
    assert all(refusal.what and "<" not in refusal.what for refusal in found)


@pytest.mark.parametrize("source", some_of(ENDLESS), ids=lambda s: s[:60])
def test_check_and_make_refuse_it_with_its_place(tmp_path: Path, source: str) -> None:
    path = in_word(tmp_path / "t.docx", source)
    found = [f for f in lint.structure(path) if f.level == lint.ERROR]
    assert found and all(f.place.startswith("paragraph 2 “") for f in found), found
    with pytest.raises(TemplateError) as caught:
        WordTemplate(path).render(CONTEXT)
    assert "paragraph 2 “" in str(caught.value)
    if source.count("{%") + source.count("{{") == 1 and "{{" in source:
        book = excel(tmp_path / "t.xlsx", ["甲"], ["乙", source])
        assert [f.place for f in lint.structure(book)][:1] == ["[Sheet] B2"]
        with pytest.raises(TemplateError) as caught:
            ExcelTemplate(book).render(CONTEXT)
        assert "[Sheet] B2" in str(caught.value)


DEEP = ("nested too deeply", "beyond all measure", "longer than", "only whole rows")


@pytest.mark.parametrize(
    "source",
    [
        "{{ a" + "[0]" * 3000 + " }}",
        "{{ a" + ".b" * 5000 + " }}",
        "{{ " + "a and " * 2000 + "a }}",
        "{{ " + "not " * 900 + "a }}",
        "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
        "{{ a" + " | upper" * 2000 + " }}",
        "{{ " + "9" * 10_000 + " }}",
        "{% if a %}" * 60 + "x" + "{% endif %}" * 60,
        "{% if a %}" * 500 + "x" + "{% endif %}" * 500,
    ],
)
def test_what_is_beyond_all_measure_is_refused_with_its_place(tmp_path: Path, source: str) -> None:
    for path, place in (
        (word(tmp_path / "t.docx", source), "paragraph 1"),
        (excel(tmp_path / "t.xlsx", [source]), "A1"),
    ):
        found = [f for f in lint.structure(path) if f.level == lint.ERROR]
        assert found and all(place in f.place for f in found), found
        assert any(words in f.what for f in found for words in DEEP)
        with pytest.raises(TemplateError) as caught:
            (WordTemplate if path.suffix == ".docx" else ExcelTemplate)(path).render({})
        assert place in str(caught.value)


def test_loops_of_rows_in_a_sheet_are_held_to_the_same(tmp_path: Path) -> None:
    rows = [["{%tr for a in items %}"], ["{%tr for b in items %}"], ["x"], ["{%tr endfor %}"], ["{%tr endfor %}"]]
    path = excel(tmp_path / "t.xlsx", *rows)
    assert [f.place for f in lint.structure(path)] == ["[Sheet] A2"]
    with pytest.raises(TemplateError) as caught:
        ExcelTemplate(path).render(CONTEXT)
    assert "[Sheet] A2" in str(caught.value) and "outer loop's item" in str(caught.value)


def test_a_refusal_says_what_to_write_in_place_of_it() -> None:
    for source in (
        "{{ text ~ text }}",
        "{% for i in items if i %}{% endfor %}",
        "{{ items[:2] }}",
        "{{ text | nonsense }}",
    ):
        with pytest.raises(RefusedError) as caught:
            environment(autoescape=False).from_string(source)
        assert caught.value.todo


FIELDS = [
    "{{ x.render }}",
    "{{ place.keys }}",
    "{{ text.upper }}",
    "{{ number.real }}",
    "{{ items.append }}",
    "{{ text['upper'] }}",
    "{{ place.a.text.encode }}",
    "{{ sections | join(attribute='__class__') }}",
    "{{ sections | join(attribute='keys') }}",
]


@pytest.mark.parametrize("source", FIELDS)
def test_a_name_reaches_fields_and_no_methods(source: str) -> None:
    with pytest.raises((jinja2.UndefinedError, jinja2.exceptions.SecurityError, KeyError, AttributeError)):
        filled(source)


def test_a_part_longer_than_a_file_may_be_is_not_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("zcplan.render.environment.MAX_TEXT", 20_000)
    path = word(tmp_path / "t.docx", "{%p for i in items %}", "甲" * 1000, "{%p endfor %}")
    assert text_of(WordTemplate(path).render({"items": [1]})) == "甲" * 1000
    with pytest.raises(TemplateError) as caught:
        WordTemplate(path).render({"items": list(range(100))})
    assert "more text than a file can hold" in str(caught.value)


def test_tags_with_characters_that_nobody_sees_are_read(tmp_path: Path) -> None:
    hidden = "{{ te\u200bxt\ufeff }}和{{\u200e text }}"
    path = word(tmp_path / "t.docx", hidden)
    assert lint.structure(path) == [] and text_of(WordTemplate(path).render(CONTEXT)) == "甲和甲"
    path = excel(tmp_path / "t.xlsx", [hidden, "{{ text\u200b }}", "{{ text\n }}"])
    assert lint.structure(path) == [] and rows_of(ExcelTemplate(path).render(CONTEXT)) == [["甲和甲", "甲", "甲"]]


def test_word_and_excel_cite_facts(tmp_path: Path) -> None:
    tag = '{{ fact("总量", year) }}'
    made = package.pack(WordTemplate(word(tmp_path / "t.docx", tag)).render(CONTEXT))
    assert Document(io.BytesIO(made)).paragraphs[0].text == "总量2023"
    made = package.pack(ExcelTemplate(excel(tmp_path / "t.xlsx", [tag])).render(CONTEXT))
    assert load_workbook(io.BytesIO(made)).active["A1"].value == "总量2023"
