"""The sandbox that templates run in: no access to Python's insides, no undefined name passed over."""

from __future__ import annotations

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """A fresh sandboxed Jinja environment; with ``autoescape`` text is made safe for XML."""
    return ImmutableSandboxedEnvironment(
        autoescape=autoescape,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        loader=DictLoader({}),  # an include finds nothing, and says so as any other wrong tag does
    )
