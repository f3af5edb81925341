"""What the dataset's codes are called in listings."""

from __future__ import annotations

from zcplan.i18n import gettext as _


def measure_word(measure: str) -> str:
    """What is measured: a level, its growth, its change; nothing for nothing."""
    return {"level": _("level"), "growth": _("growth"), "change": _("change")}.get(measure, measure)


def status_word(status: str) -> str:
    """How sure a figure is: a result, an estimate, a target; nothing for nothing."""
    return {"actual": _("actual"), "estimate": _("estimate"), "target": _("target")}.get(status, status)
