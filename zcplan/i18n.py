"""Messages in the user's language: Chinese where the locale is Chinese, English elsewhere.

``ZCPLAN_LANG=zh|en`` outranks ``language`` in a folder's ``zcplan.toml``, and that the locale. The documents
themselves are always Chinese.
"""

from __future__ import annotations

import gettext as _gettext
import os
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

# click looks its own messages up in gettext's default domain, so ours share it.
DOMAIN = "messages"
LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")
SETTINGS = "zcplan.toml"
_LANGUAGE = re.compile(r"""^\s*language\s*=\s*["'](\w+)["']""", re.MULTILINE)


_settled: list[str] = []


def settle() -> None:
    """Keep the language for the rest of the process: a long listing asks for it a hundred thousand times."""
    _settled[:] = [language()]


def language() -> str:
    """Return ``zh`` or ``en``."""
    if _settled:
        return _settled[0]
    chosen = os.environ.get("ZCPLAN_LANG", "")
    if not chosen:
        chosen = _set_around(_here())
    if not chosen:
        chosen = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    if not chosen and sys.platform == "win32":
        import locale

        chosen = locale.getlocale()[0] or ""
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


def settings_above(folder: str) -> str:
    """The nearest settings file from a folder upwards, or nothing."""
    while True:
        file = os.path.join(folder, SETTINGS)
        if os.path.isfile(file):
            return file
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # the folder was deleted meanwhile
        return os.sep


@lru_cache(maxsize=8)
def _set_around(folder: str) -> str:
    """The language that the nearest settings name; messages are needed before those can be read and complained of."""
    file = settings_above(folder)
    try:
        match = _LANGUAGE.search(Path(file).read_text(encoding="utf-8-sig")) if file else None
    except (OSError, UnicodeDecodeError):
        return ""
    return match[1] if match else ""


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
