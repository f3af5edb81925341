"""Documents read for their proposals: each with its record, its id, its figures and its tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from zcplan.extract.about import About, read_about
from zcplan.extract.gather import Source
from zcplan.extract.propose import extract
from zcplan.extract.tasks import read_division
from zcplan.model import Dataset
from zcplan.reading.document import read


def read_sources(
    paths: Iterable[Path], dataset: Dataset, year: int | None, given: Mapping[str, str], document: str = ""
) -> list[Source]:
    """Read documents.

    :param year: their own year, where they do not tell
    :param given: columns of the document's record that a person told, for a single document
    :param document: its id, likewise
    :raises UsageError: one can't be read
    """
    found: list[Source] = []
    for path in paths:
        draft = read(path)
        about = _apart(_told(read_about(draft), given), dataset, found)
        own = document or _id(about, path, dataset, {s.id for s in found})
        figures = tuple(extract(draft, dataset, year))
        found.append(Source(path.name, draft, about, own, figures, read_division(draft)))
    return found


def _told(about: About, given: Mapping[str, str]) -> About:
    """The record with what a person told in the place of what was read."""
    texts: dict[str, Any] = {n: given[n] for n in ("title", "number", "issuer", "kind") if n in given}
    day = date.fromisoformat(given["date"]) if "date" in given else about.day
    return replace(about, **texts, day=day, rank=int(given.get("precedence", 0)))


def _apart(about: About, dataset: Dataset, found: Iterable[Source]) -> About:
    """The record with its year before a title that another year's document bears too: rows name documents by title."""
    others = [(d.title, d.date) for d in dataset.documents] + [(s.about.title, s.about.day) for s in found]
    same = about.title and any(title == about.title and day != about.day for title, day in others)
    return replace(about, title=f"{about.day.year}年{about.title}") if same and about.day else about


def _id(about: About, path: Path, dataset: Dataset, taken: set[str]) -> str:
    """The id of the dataset's document that this one is, else a new one."""
    for known in dataset.documents:
        if about.number and known.number:
            is_known = known.number == about.number
        else:
            is_known = bool(about.title) and known.title == about.title and about.day in (None, known.date)
        if is_known:
            return known.id
    stem = re.sub("[^a-z0-9\u4e00-\u9fff]+", "-", path.stem.lower()).strip("-")
    own = about.id if about.kind not in ("", "other") else stem or "document"
    used, found, number = taken | set(dataset.document), own, 2
    while found in used:
        found, number = f"{own}-{number}", number + 1
    return found
