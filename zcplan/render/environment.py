"""The sandbox that templates run in: no access to Python's insides, no undefined name passed over, no end of work.

Jinja's own sandbox keeps a template away from Python. What it lets through is work without end (loops in loops,
``9 ** 9 ** 9``) and text without end (``"a" * 10 ** 9``); here each rendering has a budget for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, nodes, pass_environment, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import do_format, do_join, do_replace, do_sum
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from zcplan.i18n import gettext as _

MAX_TEXT = 256 * 1024 * 1024
"""Characters that one rendering may write: as many as a file may unpack to."""
PASS = 800
"""What one pass of a loop costs beside the text in it: some 300 000 passes are allowed."""
MAX_VALUE = 16 * 1024 * 1024
"""Characters of one value."""
MAX_ITEMS = 1_000_000
"""Length of lists."""
MAX_BITS = 512
"""Size of whole numbers."""

_FILTERS = """abs capitalize count d default dictsort e escape first float forceescape groupby int items last length
list lower map max min reject rejectattr reverse round safe select selectattr sort string title tojson trim truncate
unique upper wordcount""".split()
_TEXT_METHODS = """capitalize count endswith find index isalpha isdecimal isdigit isnumeric isspace lower lstrip
partition removeprefix removesuffix rfind rpartition rsplit rstrip split splitlines startswith strip title
upper""".split()
_DIRECTIVE = re.compile(r"%(?:\(\w*\))?[#0\- +]*(\*|\d*)(?:\.(\*|\d*))?[hlL]?[a-zA-Z%]")
_WIDEST = 1000


def environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    """A fresh sandboxed Jinja environment; with ``autoescape`` text is made safe for XML."""
    return _Environment(
        autoescape=autoescape,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        loader=DictLoader({}),  # an include finds nothing, and says so as any other wrong tag does
    )


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a budget, and without the filters and methods that chance or size would come in by."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, finalize=self._measured)
        self._left = MAX_TEXT
        del self.globals["lipsum"]
        own = {"join": _join, "replace": _replace, "sum": _sum, "format": _format, "_measured": _measured}
        self.filters = {name: self.filters[name] for name in _FILTERS} | own

    def begin(self) -> str:
        """Start a rendering with the whole budget."""
        self._left = MAX_TEXT
        return ""

    def spend(self, cost: int) -> str:
        """Take something off the budget.

        :raises SecurityError: it is used up
        """
        self._left -= cost
        if self._left < 0:
            raise SecurityError(_("the template repeats more than is safe"))
        return ""

    def _measured(self, value: Any) -> Any:
        if isinstance(value, str):
            self.spend(len(value))
        return value

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _Budgeted().visit(super()._parse(source, name, filename))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute; never a text's ``format``, which Jinja lets through with checks of its own, widths aside."""
        if isinstance(obj, str) and attribute.startswith("format"):
            return self.unsafe_undefined(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item, or the attribute of that name."""
        if isinstance(obj, str) and isinstance(argument, str):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use an attribute: of text the harmless methods alone, of numbers none."""
        if isinstance(obj, str) and attr not in _TEXT_METHODS:
            return False
        if isinstance(obj, int | float | Decimal | bytes) and callable(value):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out ``left operator right`` unless it is too large.

        :raises SecurityError: it is
        """
        if operator == "**" and (abs(right) > MAX_BITS or abs(left) > 2**MAX_BITS):
            raise _too_large()
        if operator == "*":
            for repeated, times in ((left, right), (right, left)):
                if isinstance(repeated, str | list | tuple) and isinstance(times, int):
                    _must_fit(len(repeated) * times, repeated)
        if operator == "%" and isinstance(left, str):
            _check_widths(left, right if isinstance(right, tuple) else (right,))
        return _measured(super().call_binop(context, operator, left, right))


class _Budgeted(NodeTransformer):
    """Put the budget's counting into a template: at its start, at each pass of a loop or macro, at each joined text."""

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802
        self.generic_visit(node)
        node.body.insert(0, _call("begin", [], node.lineno))
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        return self._counted(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:  # noqa: N802
        return self._counted(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:  # noqa: N802
        return self._counted(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return nodes.Filter(node, "_measured", [], [], None, None, lineno=node.lineno)

    def _counted(self, node: Any) -> Any:
        self.generic_visit(node)
        cost = PASS + sum(len(data.data) for child in node.body for data in _texts(child))
        node.body.insert(0, _call("spend", [nodes.Const(cost, lineno=node.lineno)], node.lineno))
        return node


def _texts(node: nodes.Node) -> Iterable[nodes.TemplateData]:
    """The text under a node, but for that in loops of its own, which count it themselves."""
    if isinstance(node, nodes.TemplateData):
        yield node
    elif not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
        for child in node.iter_child_nodes():
            yield from _texts(child)


def _call(name: str, arguments: list[nodes.Expr], line: int) -> nodes.ExprStmt:
    method = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.ExprStmt(nodes.Call(method, arguments, [], None, None, lineno=line), lineno=line)


def _too_large() -> SecurityError:
    return SecurityError(_("a value of the template is larger than is safe"))


def _must_fit(length: int, value: Any) -> None:
    if length > (MAX_VALUE if isinstance(value, str) else MAX_ITEMS):
        raise _too_large()


def _measured(value: Any) -> Any:
    """The value, unless it is beyond the limits."""
    if isinstance(value, str | list | tuple):
        _must_fit(len(value), value)
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise _too_large()
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > MAX_BITS:
        raise _too_large()
    return value


@pass_eval_context
def _join(context: nodes.EvalContext, value: Iterable[Any], d: str = "", attribute: Any = None) -> str:
    items = list(value)
    if len(items) * len(str(d)) > MAX_VALUE:
        raise _too_large()
    return _measured(do_join(context, items, d, attribute))


@pass_eval_context
def _replace(context: nodes.EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
    if (str(s).count(str(old)) + 1) * len(str(new)) > MAX_VALUE:
        raise _too_large()
    return do_replace(context, s, old, new, count)


@pass_environment
def _sum(sandbox: Environment, iterable: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
    if not isinstance(start, int | float | Decimal):
        raise SecurityError(_("only numbers can be added up"))
    return _measured(do_sum(sandbox, iterable, attribute, start))


def _format(value: str, *args: Any, **kwargs: Any) -> str:
    _check_widths(str(value), args)
    return do_format(value, *args, **kwargs)


def _check_widths(pattern: str, args: Any) -> None:
    """Refuse ``%1000000000d`` and ``'%*d' % (1000000000, 1)``."""
    at = 0
    for directive in _DIRECTIVE.finditer(pattern):
        for width in (directive[1], directive[2]):
            if width == "*":
                wanted = args[at] if at < len(args) else 0
                at += 1
            else:
                wanted = int(width[:9]) if width else 0
            if isinstance(wanted, int) and abs(wanted) > _WIDEST:
                raise _too_large()
        at += not directive[0].endswith("%")
