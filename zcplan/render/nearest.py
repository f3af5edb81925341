"""What to do about a name that there is none of."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from zcplan.i18n import gettext as _


def nearest(name: str, known: Iterable[str]) -> str:
    """The nearest known names, or all of them; nothing where none is known."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=2, cutoff=0.6)
    if near:
        return _("Did you mean: {names}?").format(names=", ".join(near))
    return _("There are: {names}").format(names=", ".join(names)) if names else ""
