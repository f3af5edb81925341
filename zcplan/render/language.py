"""The language of templates: what a tag may hold. It is small, so that every template comes to an end.

A tag names values that a report gives, their fields and items; it compares them, asks with ``and``, ``or`` and
``not``, chooses with ``if``, keeps one with ``set``, repeats with ``for``, cites a fact with ``fact(…)`` and shapes a
value with a few filters. There is no arithmetic and nothing that makes text or lists grow, a loop goes over what is
given, and a loop in a loop over a part of the outer one's item: so the work is bounded by what the report gives,
whatever the template says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jinja2 import Environment, Undefined, nodes
from jinja2.exceptions import TemplateSyntaxError

from zcplan.i18n import gettext as _
from zcplan.render.nearest import nearest

FACT = "fact"
"""The one function: a report hands it over where its template may cite facts."""
LOOP_FIELDS = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "previtem", "nextitem")
TESTS = ("defined", "undefined", "none")
MAX_LOOPS = 8
"""Loops inside one another. Jinja makes Python of a template, which allows twenty blocks inside one another."""
MAX_NESTING = 30
"""Expressions or statements inside one another: brackets, ``and``, filters behind filters, ``if`` in ``if``."""
MAX_TEXT = 1000
"""Characters of a text written in a tag: longer text stands beside the tag."""
MAX_WIDTH = 20
"""Digits that a number is filled up to, or rounded to."""
_RESERVED = ("loop", "self", "super", "caller", "varargs", "kwargs", FACT)


_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""What Unicode calls format characters (Cf), as far as office programs leave them in texts."""


def visible(text: str) -> str:
    """Text without the characters that nobody sees, which Word and web pages bring into tags."""
    return _INVISIBLE.sub("", text)


@dataclass(frozen=True)
class Refusal:
    """Something that the language does not have: the line of the source, what it is, what to write in place of it."""

    line: int
    what: str
    todo: str


class TooMuchError(TemplateSyntaxError):
    """A template holds more than can be read; the message is for who wrote it."""


def parsed(syntax: Environment, source: str) -> nodes.Template:
    """The tree of a template.

    :raises TemplateSyntaxError: it can't be read
    """
    try:
        return syntax.parse(source)
    except RecursionError:
        raise TooMuchError(_("it is nested too deeply"), 1) from None
    except (ValueError, OverflowError, MemoryError):
        raise TooMuchError(_("the number is beyond all measure"), 1) from None


def refusals(tree: nodes.Template) -> list[Refusal]:
    """What stands in a parsed template beyond the language, in the order of the template."""
    try:
        reader = _Reader(tree)
        reader.through(tree.body, ())
    except RecursionError:
        return [Refusal(1, _("it is nested too deeply"), _("Say it in several tags, or more briefly."))]
    return sorted(reader.found, key=lambda refusal: refusal.line)


class _Reader:
    """A walk through a template; ``found`` grows with what is not allowed."""

    def __init__(self, tree: nodes.Template) -> None:
        self.found: list[Refusal] = []
        self._depth = 0
        self._set = {n.target.name for n in tree.find_all(nodes.Assign) if isinstance(n.target, nodes.Name)}

    def _refuse(self, node: nodes.Node, what: str, todo: str = "") -> None:
        self.found.append(Refusal(_line(node), what, todo))

    # --- statements

    def through(self, body: Iterable[nodes.Node], loops: tuple[frozenset[str], ...]) -> None:
        """Go through statements.

        :param loops: the names that each loop around them gives, the nearest last
        """
        self._depth += 1
        for node in body:
            if self._depth > MAX_NESTING:
                self._refuse(node, _("it is nested too deeply"), _("Say it in several tags, or more briefly."))
                break
            self._statement(node, loops)
        self._depth -= 1

    def _statement(self, node: nodes.Node, loops: tuple[frozenset[str], ...]) -> None:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                self.expression(child)
        elif isinstance(node, nodes.If):
            self.expression(node.test)
            for branch in (node.body, node.elif_, node.else_):
                self.through(branch, loops)
        elif isinstance(node, nodes.For):
            self._loop(node, loops)
        elif isinstance(node, nodes.Assign):
            self._assignment(node)
        else:
            self.found.append(no_tag(_word(node), _line(node)))

    def _loop(self, node: nodes.For, loops: tuple[frozenset[str], ...]) -> None:
        self._iterated(node, loops)
        if node.recursive:
            self._refuse(node, _("a loop can't call itself"), _("Take “recursive” out."))
        if node.test is not None:
            self._refuse(
                node, _("a loop can't choose its items"), _("Put {tag} into the loop.").format(tag="{% if … %}")
            )
        names = frozenset(self._bound(node.target))
        if len(loops) + 1 > MAX_LOOPS:
            self._refuse(node, _("more than {n} loops stand inside one another").format(n=MAX_LOOPS))
            return
        self.through(node.body, (*loops, names))
        self.through(node.else_, loops)

    def _iterated(self, node: nodes.For, loops: tuple[frozenset[str], ...]) -> None:
        self.expression(node.iter)
        root = self._given(node.iter)
        if root is None:
            what = _("a loop can go only over a list that is given, or over a field of one")
            self._refuse(node, what, _("Write {right}.").format(right="{% for item in items %}"))
        elif loops and root not in loops[-1]:
            what = _("a loop in a loop must go over a field of the outer loop's item")
            right = "{% for " + (min(loops[-1], default="item")) + " in … %}{% for x in " + min(loops[-1]) + ".… %}"
            self._refuse(node, what, _("Write {right}.").format(right=right))

    def _bound(self, target: nodes.Node) -> Iterator[str]:
        parts = target.items if isinstance(target, nodes.Tuple) else [target]
        for part in parts:
            if isinstance(part, nodes.Name) and not is_reserved(part.name):
                yield part.name
            else:
                self._refuse(target, _("this can't be the name of a loop's item"), _("Use another name."))

    def _assignment(self, node: nodes.Assign) -> None:
        if not isinstance(node.target, nodes.Name) or is_reserved(node.target.name):
            self._refuse(node, _("“set” can't give a value to this"), _("Use another name."))
        self.expression(node.node)

    def _given(self, node: nodes.Node) -> str | None:
        """The name that a value is a part of, where it is a part of what is given: ``section`` of ``section.tasks``."""
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            node = node.node
        if not isinstance(node, nodes.Name) or node.name in self._set or is_reserved(node.name):
            return None
        return node.name

    # --- expressions

    def expression(self, node: nodes.Node, depth: int = 0) -> None:
        """Go through an expression; what is not allowed is noted once, with nothing of what stands in it."""
        if depth > MAX_NESTING:
            self._refuse(node, _("it is nested too deeply"), _("Say it in several tags, or more briefly."))
            return
        wrong = self._wrong(node)
        if wrong:
            self._refuse(node, *wrong)
            return
        for child in _parts(node):
            self.expression(child, depth + 1)

    def _wrong(self, node: nodes.Node) -> tuple[str, str] | None:
        """What is wrong with one node of an expression, and what to do."""
        for kind, check in _CHECKS:
            if isinstance(node, kind):
                return check(self, node)
        return _beyond(node)

    def _text(self, node: nodes.Const) -> tuple[str, str] | None:
        if isinstance(node.value, str) and len(node.value) > MAX_TEXT:
            what = _("the text in the tag is longer than {n} characters").format(n=MAX_TEXT)
            return what, _("Write it beside the tag.")
        return None

    def _name(self, node: nodes.Name) -> tuple[str, str] | None:
        if is_reserved(node.name):
            return _("“{name}” can't stand alone in a tag").format(name=node.name), ""
        return None

    def _field(self, node: nodes.Getattr) -> tuple[str, str] | None:
        if node.attr.startswith("_"):
            return _no_field(node.attr)
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr not in LOOP_FIELDS:
            return _("there is no “{name}”").format(name=f"loop.{node.attr}"), nearest(node.attr, LOOP_FIELDS)
        return None

    def _item(self, node: nodes.Getitem) -> tuple[str, str] | None:
        if isinstance(node.arg, nodes.Slice):
            return _("a tag can't cut a part out of a list or text"), _("Name one item: {example}.").format(
                example="{{ items[0] }}"
            )
        if isinstance(node.arg, nodes.Const) and str(node.arg.value).startswith("_"):
            return _no_field(str(node.arg.value))
        return None

    def _filter(self, node: nodes.Filter) -> tuple[str, str] | None:
        if node.name not in FILTERS:
            return _("there is no filter “{name}”").format(name=node.name), nearest(node.name, FILTERS)
        if node.node is None or node.dyn_args or node.dyn_kwargs:
            return _("the filter “{name}” is used in a way that there is none of").format(name=node.name), ""
        if node.name == "join" and (self._given(node.node) is None or not all(map(_is_literal, _arguments(node)))):
            what = _("“join” can put only a text written in the tag between the items of a list that is given")
            return what, _("Write {right}.").format(right="{{ items | join('、') }}")
        return None

    def _test(self, node: nodes.Test) -> tuple[str, str] | None:
        if node.name not in TESTS or node.args or node.kwargs:
            return _("there is no test “is {name}”").format(name=node.name), nearest(node.name, TESTS)
        return None

    def _call(self, node: nodes.Call) -> tuple[str, str] | None:
        if not isinstance(node.node, nodes.Name) or node.node.name != FACT or node.dyn_args or node.dyn_kwargs:
            return _("a tag can call nothing but {name}").format(name=f"{FACT}(…)"), ""
        if not all(_is_literal(a) or self._is_path(a) for a in _arguments(node)):
            what = _("{name} takes only texts, numbers and names").format(name=f"{FACT}(…)")
            return what, _("Write {right}.").format(right='{{ fact("…", year) }}')
        return None

    def _is_path(self, node: nodes.Node) -> bool:
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            node = node.node
        return isinstance(node, nodes.Name)

    def _sign(self, node: nodes.Neg) -> tuple[str, str] | None:
        return None if isinstance(node.node, nodes.Const) else _beyond(node)

    def _sound(self, _node: nodes.Node) -> tuple[str, str] | None:
        return None


_CHECKS: tuple[tuple[Any, Callable[[_Reader, Any], tuple[str, str] | None]], ...] = (
    (nodes.Const, _Reader._text),
    (nodes.Name, _Reader._name),
    (nodes.Getattr, _Reader._field),
    (nodes.Getitem, _Reader._item),
    (nodes.Filter, _Reader._filter),
    (nodes.Test, _Reader._test),
    (nodes.Call, _Reader._call),
    (nodes.Neg, _Reader._sign),
    (
        (nodes.TemplateData, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr),
        _Reader._sound,
    ),
    (nodes.Keyword, _Reader._sound),
)


def _parts(node: nodes.Node) -> Iterator[nodes.Node]:
    """What stands in a node, but for names that mean something only there: ``loop`` in ``loop.last``, ``fact``."""
    for child in node.iter_child_nodes():
        is_loop = isinstance(node, nodes.Getattr) and isinstance(child, nodes.Name) and child.name == "loop"
        if not is_loop and not (isinstance(node, nodes.Call) and child is node.node):
            yield child


def _arguments(node: nodes.Filter | nodes.Call) -> list[nodes.Node]:
    return [*node.args, *(pair.value for pair in node.kwargs)]


def _is_literal(node: nodes.Node) -> bool:
    return isinstance(node.node if isinstance(node, nodes.Neg) else node, nodes.Const)


def is_reserved(name: str) -> bool:
    """Whether a name is none that a value can have: it means something of its own, or is Python's."""
    return name.startswith("_") or name in _RESERVED


def _no_field(name: str) -> tuple[str, str]:
    return _("there is no field “{name}” here").format(name=name), ""


def _beyond(node: nodes.Node) -> tuple[str, str]:
    """The refusal of an operator or a list, in words."""
    if isinstance(node, nodes.BinExpr | nodes.UnaryExpr):
        what = _("a tag can't calculate (“{sign}”)").format(sign=node.operator)
        return what, _("Use a value that is given; “| round(1)” and “| pad(2)” shape a number.")
    if isinstance(node, nodes.Concat):
        what = _("a tag can't join texts (“~”)")
        return what, _("Write one tag behind the other.")
    if isinstance(node, nodes.List | nodes.Tuple | nodes.Dict):
        return _("a tag can't make a list"), _("Use a list that is given.")
    return _("a tag uses what templates may not use"), ""


def no_tag(word: str, line: int) -> Refusal:
    """The refusal of a statement that there is none of."""
    what = _("a template can't hold the tag “{word}”").format(word=word)
    return Refusal(line, what, nearest(word, ("for", "if", "set")))


def _line(node: nodes.Node) -> int:
    """The line that a node begins in; Jinja gives none to some that only hold others."""
    return node.lineno or next((line for child in node.iter_child_nodes() if (line := _line(child))), 0) or 1


def _word(node: nodes.Node) -> str:
    """The word that a statement begins with in a template."""
    words = {"CallBlock": "call", "FilterBlock": "filter", "AssignBlock": "set", "FromImport": "from"}
    words["ScopedEvalContextModifier"] = "autoescape"
    kind = type(node).__name__
    return words.get(kind, kind.lower())


# --- the filters ------------------------------------------------------------------------------------


def rounded(value: Any, digits: int = 0) -> Decimal:
    """A number rounded half up, as statistics prints it.

    :param digits: decimals to keep, :data:`MAX_WIDTH` at most

    >>> rounded(Decimal("2.45"), 1)
    Decimal('2.5')
    """
    places = min(max(int(digits), 0), MAX_WIDTH)
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def padded(value: Any, digits: int) -> str:
    """A number with zeros in front, so that it has so many digits.

    >>> padded(7, 3)
    '007'
    """
    return str(value).zfill(min(int(digits), MAX_WIDTH))


def joined(value: Iterable[Any], separator: str = "", attribute: str | None = None) -> str:
    """The items of a list, or a field of each, with a text between them.

    >>> joined(("甲", "乙"), "、")
    '甲、乙'
    """
    items = value if attribute is None else (_field_of(item, attribute) for item in value)
    return str(separator).join(map(str, items))


def _field_of(item: Any, name: str) -> Any:
    value = item[name] if isinstance(item, Mapping) else getattr(item, name)
    if name.startswith("_") or callable(value):
        raise AttributeError(name)
    return value


def first(value: Any) -> Any:
    """The first item of a list, nothing where there is none."""
    return next(iter(value), "")


def last(value: Any) -> Any:
    """The last item of a list, nothing where there is none."""
    return value[-1] if value else ""


def otherwise(value: Any, instead: Any = "", always: bool = False) -> Any:
    """The value, or another where there is none (``always``: also where it is empty or zero)."""
    return instead if isinstance(value, Undefined) or (always and not value) else value


def trimmed(value: Any) -> str:
    """Text without space around it."""
    return str(value).strip()


def upper(value: Any) -> str:
    """Text in capital letters."""
    return str(value).upper()


def lower(value: Any) -> str:
    """Text in small letters."""
    return str(value).lower()


FILTERS: Mapping[str, Callable[..., Any]] = {
    "abs": abs,
    "count": len,
    "d": otherwise,
    "default": otherwise,
    "first": first,
    "join": joined,
    "last": last,
    "length": len,
    "lower": lower,
    "pad": padded,
    "round": rounded,
    "trim": trimmed,
    "upper": upper,
}
