"""Messages in the user's language: Chinese where the locale is Chinese, English elsewhere.

``ZCPLAN_LANG=zh|en`` outranks the locale. The documents themselves are always Chinese.
"""

from __future__ import annotations

import gettext as _gettext
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

# click looks its own messages up in gettext's default domain, so ours share it.
DOMAIN = "messages"
LOCALE_DIR = Path(__file__).parent / "locale"


def language() -> str:
    """Return ``zh`` or ``en``."""
    chosen = os.environ.get("ZCPLAN_LANG", "")
    if not chosen:
        chosen = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    if not chosen and sys.platform == "win32":
        import locale

        chosen = locale.getlocale()[0] or ""
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


@lru_cache(maxsize=2)
def _catalogue(lang: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, LOCALE_DIR, [lang], fallback=True)


def translator(lang: str) -> Callable[[str], str]:
    """The gettext function of one language, whatever the locale: documents are always Chinese."""
    return _catalogue(lang).gettext


def gettext(message: str) -> str:
    """Return the message in the user's language."""
    return _catalogue(language()).gettext(message)


def install_for_click() -> None:
    """Let click's own messages (Usage, Options, errors) speak the same language."""
    os.environ["LANGUAGE"] = language()
    _gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
