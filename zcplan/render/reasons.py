"""What a library says of a template, in the words of the person who wrote it."""

from __future__ import annotations

import re
from xml.parsers import expat

import jinja2
from jinja2.exceptions import SecurityError
from lxml import etree

from zcplan.i18n import gettext as _
from zcplan.render.environment import RefusedError, UnfitError

_NAME = re.compile(r"^'(?P<name>[^']+)' is undefined")
_FIELD = re.compile(r"(?:has no attribute|attribute) '(?P<name>[^']+)'")
_ITEM = re.compile(r"has no element (?P<n>-?\d+)")
_GOT = re.compile(r"(?:got|unexpected(?: char)?) '(?P<found>.+?)'(?: at \d+)?$")
_ENDED = re.compile(r"end of template|end of print statement'?$|end of statement block'?$")


def of(error: Exception) -> str:
    """What is wrong, without a word of the program's own language."""
    if isinstance(error, RefusedError | UnfitError):
        return str(error.args[0] if isinstance(error, UnfitError) else error.message)
    if isinstance(error, jinja2.TemplateSyntaxError):
        return unreadable(error.message or "")
    if isinstance(error, jinja2.UndefinedError):
        return _unknown(error.message or "")
    if isinstance(error, SecurityError):
        return _("a tag uses what templates may not use")
    if isinstance(error, etree.XMLSyntaxError | expat.ExpatError):  # before SyntaxError, which lxml's is one of
        return _("the tags break the document's structure")
    if isinstance(error, RecursionError | SyntaxError | MemoryError):
        return _("it is nested too deeply")
    return _("a value can't be worked out: it is of another kind than the tag asks for")


def unreadable(message: str) -> str:
    """What Jinja can't read about a tag: what it met there.

    >>> unreadable("unexpected '}'")
    '“}” is out of place'
    """
    met = _GOT.search(message)
    if met and not _ENDED.search(met["found"]):
        return _("“{character}” is out of place").format(character=met["found"])
    return _("something is missing at its end")


def _unknown(message: str) -> str:
    for pattern, what in ((_NAME, _("there is no “{name}”")), (_FIELD, _("there is no field “{name}” here"))):
        match = pattern.search(message)
        if match:
            return what.format(name=match["name"])
    match = _ITEM.search(message)
    if match:
        return _("the list has no item {n}").format(n=match["n"])
    return _("a name in the tag stands for nothing")
