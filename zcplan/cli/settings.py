"""What the global options say, and the dataset that they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from zcplan import resources
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

if TYPE_CHECKING:
    from zcplan.model import Dataset
    from zcplan.reports.parts.writer import Writer


@dataclass(frozen=True)
class Settings:
    """The global options."""

    data: Path
    templates: Path | None
    as_of: date | None

    @classmethod
    def of(cls, data: str | None, templates: str | None, as_of: date | None) -> Settings:
        """Settings from the options as typed.

        :raises UsageError: the folder of own templates does not exist
        """
        own = Path(templates) if templates else None
        if own is not None and not own.is_dir():
            what = _("there is no such template folder")
            raise UsageError(what, str(own), _("“zcplan templates export DIR” makes one."))
        return cls(Path(data) if data else resources.bundled("data"), own, as_of)

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset, as it stood on the day asked for.

        :raises DatasetError: it has defects
        :raises UsageError: nothing had been issued by that day
        """
        from zcplan.dataset import load

        dataset = load(self.data)
        if self.as_of is None:
            return dataset
        first = min((d.date for d in dataset.documents), default=None)
        if first is None or self.as_of < first:
            what = _("no document of the dataset had been issued by {day}").format(day=self.as_of)
            raise UsageError(what, todo=_("The first one is of {day}.").format(day=first))
        return dataset.as_of(self.as_of)

    def year(self, given: int | None) -> int:
        """The year given, or the newest one with both targets and results.

        :raises UsageError: none was given and there is none such
        """
        from zcplan.analysis.compare import plan_year

        year = given if given is not None else plan_year(self.dataset)
        if year is None:
            raise UsageError(_("the dataset has no year with both targets and results"), todo=_("Name a year."))
        return year

    def find_template(self, name: str) -> Path:
        """The file of a template: the user's own where there is one."""
        return resources.template(name, self.templates)

    @cached_property
    def writer(self) -> Writer:
        """The dataset with the office's phrases: the user's own where there are some.

        :raises TemplateError: a phrase is wrong
        """
        from zcplan.reports.parts import phrases
        from zcplan.reports.parts.writer import Writer

        standard = resources.template(phrases.FILE)
        return Writer(self.dataset, phrases.load(self.find_template(phrases.FILE), standard))

    @property
    def stamp(self) -> datetime:
        """The time to write into files: the day of the newest document, so that it does not depend on the clock."""
        newest = max(d.date for d in self.dataset.documents)
        return datetime.combine(newest, time(), timezone.utc)
