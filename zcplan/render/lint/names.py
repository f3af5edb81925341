"""Names in tags held against what a report hands over, field by field, through loops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jinja2
from jinja2 import nodes

from zcplan.i18n import gettext as _
from zcplan.render import language
from zcplan.render.environment import Sandbox
from zcplan.render.lint.finding import Finding
from zcplan.render.lint.tags import Room
from zcplan.render.nearest import nearest

Samples = list[Any] | None
"""Values that an expression may have; ``None`` where that can't be told."""
Scope = dict[str, Samples]
_MOST = 500
_SANDBOX = Sandbox(autoescape=False)
"""Tells what is a field, as it does when a template is filled."""


class _Loop:
    """What ``loop`` has inside a loop."""

    def __init__(self) -> None:
        self.__dict__.update(dict.fromkeys(language.LOOP_FIELDS))


def wrong_names(room: Room, contexts: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Names and fields that no context has, and loops over what is no list."""
    scope: Scope = {}
    for context in contexts:
        for name, value in context.items():
            scope.setdefault(name, []).append(value)  # type: ignore[union-attr]
    walk = _Walk(room)
    try:
        tree = language.parsed(jinja2.Environment(), room.source())
        walk.through(tree.body, scope)
    except (jinja2.TemplateSyntaxError, RecursionError):
        return []  # told by the check of its tags
    return walk.result.found


class _Walk:
    def __init__(self, room: Room) -> None:
        self._tags = room.tags
        self.result = Room()

    def _note(self, node: nodes.Node, code: str, what: str, todo: str) -> None:
        tag = self._tags[node.lineno - 1]
        if not any(f.place == tag.place and f.what == what for f in self.result.found):
            self.result.add(code, tag.place, tag.text, what, todo)

    # --- statements

    def through(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        """Go through statements; what they set is put into the scope."""
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.Assign):
            _bind(node.target, self.value(node.node, scope), scope)
        else:
            for child in node.iter_child_nodes():
                if isinstance(child, nodes.Expr):
                    self.value(child, scope)
                else:
                    self._statement(child, scope)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        samples = self.value(node.iter, scope)
        inner: Scope = {**scope, "loop": [_Loop()]}
        items: Samples = None
        if samples:
            wrong = next((s for s in samples if not isinstance(s, Iterable) or isinstance(s, str)), None)
            if wrong is not None:
                what = _("the loop goes over something that is no list")
                self._note(node.iter, "no-list", what, _lists(scope))
            else:
                items = [item for sample in samples for item in list(sample)[:_MOST]][:_MOST] or None
        _bind(node.target, items, inner)
        if node.test is not None:
            self.value(node.test, inner)
        self.through(node.body, inner)
        self.through(node.else_, dict(scope))

    # --- expressions

    def value(self, node: nodes.Node, scope: Scope) -> Samples:
        """What an expression may be; unknown names in it are noted."""
        if isinstance(node, nodes.Name):
            return self._name(node, scope)
        if isinstance(node, nodes.Getattr):
            return self._member(node, self.value(node.node, scope), node.attr)
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope)
        if isinstance(node, nodes.CondExpr):
            self.value(node.test, scope)
            one, other = self.value(node.expr1, scope), self.value(node.expr2, scope) if node.expr2 else None
            return one + other if one and other else None
        if _asks_for_definition(node):
            return None
        for child in node.iter_child_nodes():
            self.value(child, scope)
        return None

    def _name(self, node: nodes.Name, scope: Scope) -> Samples:
        if node.name in scope:
            return scope[node.name]
        what = _("there is no “{name}”").format(name=node.name)
        self._note(node, "unknown-name", what, nearest(node.name, scope))
        return None

    def _item(self, node: nodes.Getitem, scope: Scope) -> Samples:
        samples = self.value(node.node, scope)
        self.value(node.arg, scope)
        if isinstance(node.arg, nodes.Slice):
            return samples
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._member(node, samples, node.arg.value)
        lists = [s for s in samples or () if isinstance(s, Sequence) and not isinstance(s, str)]
        return [item for one in lists for item in one][:_MOST] or None

    def _member(self, node: nodes.Node, samples: Samples, name: str) -> Samples:
        if not samples or any(s is None for s in samples):
            return None
        found = [v for s in samples if not isinstance(v := _SANDBOX.getattr(s, name), jinja2.Undefined)]
        if found:
            return None if isinstance(samples[0], _Loop) else found
        what = _("there is no field “{name}” here").format(name=name)
        self._note(node, "unknown-field", what, nearest(name, _members(samples[0])))
        return None


def _bind(target: nodes.Node, items: Samples, scope: Scope) -> None:
    """Let the names of a target stand for the items, or for the parts of each."""
    if isinstance(target, nodes.Name):
        scope[target.name] = items
    elif isinstance(target, nodes.Tuple):
        whole = [i for i in items or () if isinstance(i, Sequence) and len(i) == len(target.items)]
        for at, part in enumerate(target.items):
            _bind(part, [i[at] for i in whole] or None, scope)


def _asks_for_definition(node: nodes.Node) -> bool:
    """Whether the name below may be unknown: ``x is defined``, ``x | default(…)``."""
    told = isinstance(node, nodes.Test | nodes.Filter) and node.name in ("defined", "undefined", "default", "d")
    return told and isinstance(node.node, nodes.Name | nodes.Getattr | nodes.Getitem)  # type: ignore[attr-defined]


def _members(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [str(key) for key in value]
    return [n for n in dir(value) if not isinstance(_SANDBOX.getattr(value, n), jinja2.Undefined)]


def _lists(scope: Scope) -> str:
    found = [n for n, s in scope.items() if s and isinstance(s[0], Sequence | Mapping) and not isinstance(s[0], str)]
    return _("Lists are: {names}").format(names=", ".join(sorted(found))) if found else ""
