"""``zcplan.toml``: where a folder of one's own has its data and templates, and which language is spoken there."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zcplan import files
from zcplan.errors import UsageError
from zcplan.i18n import LANGUAGES, SETTINGS, settings_above
from zcplan.i18n import gettext as _

DESCRIPTOR = "datapackage.json"
_KEYS = ("data", "templates", "language")


@dataclass(frozen=True)
class Project:
    """A folder of one's own; ``templates`` is ``None`` where those that come along are used."""

    data: Path
    templates: Path | None


def around(folder: Path) -> Project | None:
    """The project that a folder is in: the nearest ``zcplan.toml``, from the folder upwards.

    :raises UsageError: it can't be read, or says what can't be
    """
    found = settings_above(str(folder))
    return _read(Path(found)) if found else None


def named(path: Path) -> Project:
    """The project that a path names: a data folder itself, or a folder made by ``zcplan init``, which holds one.

    A path that is neither is returned as it is, for the reader of the data to complain of.
    """
    if (path / DESCRIPTOR).exists():
        return Project(path, None)
    if (path / SETTINGS).is_file():
        return _read(path / SETTINGS)
    inside = path / "data"
    return Project(inside if (inside / DESCRIPTOR).exists() else path, None)


def _read(file: Path) -> Project:
    settings = _settings(file)
    for key, value in settings.items():
        if key not in _KEYS or not isinstance(value, str):
            what = _("“{key}” can't be set so").format(key=key)
            todo = _("There are: {names}. Each is a text in quotation marks.").format(names=", ".join(_KEYS))
            raise UsageError(what, str(file), todo)
    if settings.get("language", LANGUAGES[0]) not in LANGUAGES:
        raise UsageError(_("the language is zh or en"), str(file), _("Correct it."))
    templates = settings.get("templates")
    return Project(file.parent / settings.get("data", "data"), file.parent / templates if templates else None)


def _settings(file: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        what = _("the settings can't be read ({reason})").format(reason=files.reason(error))
        todo = _("Write lines such as data = 'data', in single quotation marks, and save as UTF-8.")
        raise UsageError(what, str(file), todo) from None
