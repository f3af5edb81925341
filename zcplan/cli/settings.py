"""What the global options say, and the dataset that they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zcplan import project, resources
from zcplan.cli.parts.values import must_be_known
from zcplan.errors import MissingError, UsageError
from zcplan.i18n import gettext as _
from zcplan.project import Project

if TYPE_CHECKING:
    from zcplan.model import Dataset
    from zcplan.reports.parts.writer import Writer


def project_of(data: str | None) -> Project:
    """Where data and templates are: as named, else as the nearest ``zcplan.toml`` says, else what comes along.

    :param data: the folder named, a data folder or one that holds one
    :raises UsageError: the settings there can't be read
    """
    if data:
        return project.named(Path(data))
    return project.around(Path.cwd()) or Project(resources.bundled("data"), None)


def _templates_in(folder: Path) -> Path:
    """The folder of templates that is named: itself, or the one in it, as of a folder made by ``zcplan init``.

    :raises UsageError: neither holds a template of a name that is used, so it was hardly meant
    """
    names = {path.name for path in resources.bundled("templates").iterdir()}
    for place in (folder, folder / "templates"):
        if place.is_dir() and any((place / name).is_file() for name in names):
            return place
    if not folder.is_dir():
        return folder
    what = _("there is no template in the folder that a document is made of")
    raise UsageError(what, str(folder), _("“zcplan templates export DIR” makes one."))


@dataclass(frozen=True)
class Settings:
    """The global options. ``is_quiet`` leaves out remarks, ``is_wordy`` adds where things were taken from."""

    data: Path
    templates: Path | None
    as_of: date | None
    is_quiet: bool = False
    is_wordy: bool = False

    @classmethod
    def of(cls, data: str | None, templates: str | None, as_of: date | None, **talk: bool) -> Settings:
        """Settings from the options as typed.

        :param talk: ``is_quiet`` and ``is_wordy``
        :raises UsageError: the folder of own templates does not exist, or ``zcplan.toml`` can't be read
        """
        own = project_of(data)
        chosen = _templates_in(Path(templates)) if templates else own.templates
        if chosen is not None and not chosen.is_dir():
            what = _("there is no such template folder")
            raise UsageError(what, str(chosen), _("“zcplan templates export DIR” makes one."))
        return cls(own.data, chosen, as_of, **talk)

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset, as it stood on the day asked for.

        :raises DatasetError: it has defects
        :raises UsageError: nothing had been issued by that day
        """
        from zcplan.dataset import load

        dataset = load(self.data)
        if self.as_of is None or not dataset.documents:
            return dataset
        first = min(d.date for d in dataset.documents)
        if self.as_of < first:
            what = _("no document of the dataset had been issued by {day}").format(day=self.as_of)
            raise UsageError(what, todo=_("The first one is of {day}.").format(day=first))
        return dataset.as_of(self.as_of)

    @cached_property
    def filled(self) -> Dataset:
        """The dataset, once it holds figures.

        :raises MissingError: it does not yet; it is told what is missing and how it gets there
        """
        from zcplan.analysis.missing import NEEDED

        return self.holding(NEEDED)

    def holding(self, tables: Iterable[str]) -> Dataset:
        """The dataset, once each of the tables holds something.

        :raises MissingError: one does not yet; it is told what is missing and how it gets there
        """
        from zcplan.analysis.missing import empty

        lacks = empty(self.dataset, tables)
        if lacks:
            what = _("the data do not hold enough for this yet; still empty: {tables}")
            todo = _(
                "Take a document in: “zcplan extract FILE -o proposals.xlsx”, review it, then "
                "“zcplan extract --accept proposals.xlsx”."
            )
            raise MissingError(what.format(tables=", ".join(f"{t}.csv" for t in lacks)), str(self.data), todo)
        return self.dataset

    def year(self, given: int | None) -> int:
        """The year given, or the plan's: see :func:`~zcplan.analysis.compare.plan_year`; of tasks alone their newest.

        :raises UsageError: nothing is stated of that year; none was given and nothing is stated of any
        """
        from zcplan.analysis.compare import plan_year

        if given is None:
            given = plan_year(self.filled) or max(self.filled.years, default=None)
            if given is None:
                raise UsageError(_("the data state nothing of any year"), todo=_("Name a year."))
        must_be_known(given, self.filled.years, _("the data state nothing of {year}"))
        return given

    def find_template(self, name: str) -> Path:
        """The file of a template: the user's own where there is one."""
        return resources.template(name, self.templates)

    @cached_property
    def writer(self) -> Writer:
        """The dataset with the office's phrases: the user's own where there are some.

        :raises MissingError: the dataset holds nothing yet
        :raises TemplateError: a phrase is wrong
        """
        return self.writes(self.filled)

    def writes(self, dataset: Dataset) -> Writer:
        """Some dataset with the office's phrases.

        :raises TemplateError: a phrase is wrong
        """
        from zcplan.reports.parts import phrases
        from zcplan.reports.parts.writer import Writer

        standard = resources.template(phrases.FILE)
        return Writer(dataset, phrases.load(self.find_template(phrases.FILE), standard))

    @property
    def stamp(self) -> datetime:
        """The time to write into files: the day of the newest document, so that it does not depend on the clock."""
        newest = max((d.date for d in self.dataset.documents), default=date(2000, 1, 1))
        return datetime.combine(newest, time(), timezone.utc)
