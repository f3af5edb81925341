"""Where the data and templates that come with the package are: inside a wheel, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def bundled(name: str) -> Path:
    """Return the folder ``data`` or ``templates`` that ``setup.py`` installs into the package."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def is_installed() -> bool:
    """Whether they are inside a package that an update replaces, not in a checkout."""
    return (Path(__file__).resolve().parent / "data").is_dir()


def template(name: str, own: Path | None = None) -> Path:
    """Return a template's file: the one of the user's own folder where it has it, else the one that comes along."""
    if own is not None and (own / name).is_file():
        return own / name
    return bundled("templates") / name
