"""The sandbox that templates run in: a language that ends, no access to Python's insides, no unknown name passed over.

What a template may say is told by :mod:`zcplan.render.language`; what its names may reach is told here: fields of what
a report gives, never a method, and nothing of texts, numbers and lists but themselves.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from jinja2 import DictLoader, StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from zcplan.i18n import gettext as _
from zcplan.render import language

MAX_TEXT = 256 * 1024 * 1024
"""Characters that a part of a document may have: as many as a file may unpack to."""
_PLAIN = (str, bytes, int, float, Decimal, list, set, frozenset)
_RAW = re.compile(r"\{%[-+]?\s*raw\b")


class RefusedError(TemplateSyntaxError):
    """A template says what the language of templates does not have."""

    def __init__(self, refusal: language.Refusal) -> None:
        super().__init__(refusal.what, refusal.line)
        self.todo = refusal.todo


class UnfitError(ValueError):
    """A template makes what no file can hold; the message tells what."""


def environment(*, autoescape: bool) -> Sandbox:
    """A fresh environment for templates of a person; with ``autoescape`` text is made safe for XML."""
    return _Checked(autoescape=autoescape)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with nothing in it but what is handed over, and the filters of the language.

    Nothing is worked out when a template is made ready: the language has no arithmetic, and looking costs more.
    """

    def __init__(self, *, autoescape: bool) -> None:
        super().__init__(
            optimized=False,
            autoescape=autoescape,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            loader=DictLoader({}),
        )
        self.globals.clear()
        self.filters = dict(language.FILTERS)
        self.tests = {name: self.tests[name] for name in language.TESTS}

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Join what a template makes.

        :raises UnfitError: it is more than a file may hold
        """
        kept, length = [], 0
        for piece in pieces:
            length += len(piece)
            if length > MAX_TEXT:
                raise UnfitError(_("the template makes more text than a file can hold"))
            kept.append(piece)
        return "".join(kept)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field: what a mapping holds under that name, or an attribute that is no method."""
        if type(obj) is dict and attribute in obj:  # most are
            return obj[attribute]
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, _PLAIN):
            return self.undefined(obj=obj, name=attribute)
        if _is_field(cast(Hashable, type(obj)), attribute):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item by its number or key, or the field of that name."""
        return self.getattr(obj, argument) if isinstance(argument, str) else super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use an attribute: none of Python's own, and no method."""
        return not callable(value) and super().is_safe_attribute(obj, attr, value)


@lru_cache(maxsize=1024)
def _is_field(of: Hashable, attribute: str) -> bool:
    """Whether an attribute is a field or a computed one of a class that reports hand over: harmless, and no method."""
    if not isinstance(of, type) or not is_dataclass(of) or attribute.startswith("_"):
        return False
    return attribute in (f.name for f in fields(of)) or isinstance(getattr(of, attribute, None), property)


class _Checked(Sandbox):
    """The sandbox that refuses a template as soon as it is read, where it says more than the language has."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        raw = _RAW.search(source)
        if raw:
            raise RefusedError(language.no_tag("raw", source.count("\n", 0, raw.start()) + 1))
        tree = super()._parse(source, name, filename)
        for refusal in language.refusals(tree):
            raise RefusedError(refusal)
        return tree


def line_of(error: Exception) -> int:
    """The line of a Jinja template that an error of parsing or of running came from."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
