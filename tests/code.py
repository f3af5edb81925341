"""The source of zcplan, as tests look at it: each module is parsed once in a run."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ZCPLAN = Path(__file__).parent.parent / "zcplan"
KINDS = ast.Call, ast.ImportFrom, ast.JoinedStr


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """The calls, imports and f-strings of a module."""
    return tuple(n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, KINDS))


@cache
def messages(path: Path) -> tuple[str, ...]:
    """Every message that a module hands to gettext."""
    calls = (n for n in nodes(path) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "_")
    texts = (call.args[0] for call in calls if call.args)
    return tuple(t.value for t in texts if isinstance(t, ast.Constant) and isinstance(t.value, str))
