"""Which target of which task a row of a returned ledger is about. A row that can't be tied is told, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from zcplan import quantity
from zcplan.i18n import gettext as _
from zcplan.ledgers import layout as ledger
from zcplan.ledgers.layout import Row
from zcplan.model import Dataset, Task, TaskTarget


@dataclass(frozen=True)
class Tie:
    """A task, and the target that the row is about; ``None`` for a task without target."""

    task: Task
    target: TaskTarget | None

    @property
    def label(self) -> str:
        """The target's label, empty for a task without target."""
        return self.target.label if self.target else ""

    @property
    def key(self) -> str:
        """The identifier that the ledger prints: ``document/number/label``."""
        return f"{self.task.document}/{self.task.number}/{self.label}"


class Ties:
    """Every row that a ledger of this dataset may have, found by identifier, number or title."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def find(self, row: Row) -> Tie:
        """The tie of a row.

        :raises ValueError: none fits, several fit, or the row contradicts itself; with ``(what, todo)``
        """
        tie = self._by_key.get(_folded(row.text(ledger.KEY)))
        if tie is None:
            return self._without_key(row)
        if self._contradicts(tie, row):
            what = _("the identifier says task {number}, the rest of the row another one").format(
                number=tie.task.number
            )
            raise ValueError(what, _("Columns were sorted apart; ask the department for the row anew."))
        return tie

    def is_known(self, row: Row) -> bool:
        """Whether anything in the row points to a task at all."""
        key, title = _folded(row.text(ledger.KEY)), _folded(row.text(ledger.TASK))
        return key in self._by_key or _number(row) in self._by_number or title in self._by_title

    @cached_property
    def _all(self) -> tuple[Tie, ...]:
        targets: dict[tuple[str, str], list[TaskTarget]] = defaultdict(list)
        for t in self._dataset.task_targets:
            targets[t.document, t.number].append(t)
        found = []
        for task in self._dataset.tasks:
            own = {t.label: t for t in targets[task.document, task.number]}
            found += [Tie(task, t) for t in own.values()] or [Tie(task, None)]
        return tuple(found)

    @cached_property
    def _by_key(self) -> dict[str, Tie]:
        return {_folded(t.key): t for t in self._all}

    @cached_property
    def _by_number(self) -> dict[str, list[Tie]]:
        return _grouped((t.task.number, t) for t in self._all)

    @cached_property
    def _by_title(self) -> dict[str, list[Tie]]:
        return _grouped((_folded(t.task.title), t) for t in self._all)

    @cached_property
    def _answerable(self) -> frozenset[tuple[str, str]]:
        return frozenset((a.document, a.number) for a in self._dataset.assignments)

    def _contradicts(self, tie: Tie, row: Row) -> bool:
        """Whether number and title, or the target's label, name another row of the ledger than the identifier."""
        number, title, label = _number(row), _folded(row.text(ledger.TASK)), _folded(row.text(ledger.LABEL))
        other_number = bool(number) and number != tie.task.number
        other_title = bool(title) and title != _folded(tie.task.title)
        if other_number and (other_title or not title):
            return True
        if other_title and not number and title in self._by_title:
            return True
        siblings = {_folded(t.label) for t in self._by_number.get(tie.task.number, ()) if t.task == tie.task}
        return bool(label) and label != _folded(tie.label) and label in siblings

    def _without_key(self, row: Row) -> Tie:
        number, title, label = _number(row), _folded(row.text(ledger.TASK)), _folded(row.text(ledger.LABEL))
        by_number = [t for t in self._by_number.get(number, ()) if not title or _folded(t.task.title) == title]
        by_title = [t for t in self._by_title.get(title, ()) if not number or t.task.number == number]
        found = self._narrowed(by_number or by_title, label)
        if len(found) == 1:
            return found[0]
        todo = _("Restore the columns 标识, 任务编号 and 目标 from the ledger that was sent out.")
        if found:
            what = _("the row fits {n} targets or tasks: {keys}").format(n=len(found), keys=_listed(found))
            raise ValueError(what, todo)
        shown = row.text(ledger.KEY) or " ".join(filter(None, (number, row.text(ledger.TASK), row.text(ledger.LABEL))))
        raise ValueError(_("the row belongs to no task that is known: “{text}”").format(text=shown[:80]), todo)

    def _narrowed(self, ties: list[Tie], label: str) -> list[Tie]:
        """Those with the label; without one all; where documents still vie, those that a department answers for."""
        fitting = [t for t in ties if _folded(t.label) == label] if label else ties
        if len(fitting) > 1:
            answered = [t for t in fitting if (t.task.document, t.task.number) in self._answerable]
            return answered or fitting
        return fitting


def _number(row: Row) -> str:
    return quantity.normalise(row.text(ledger.NUMBER)).strip()


def _grouped(pairs: Iterable[tuple[str, Tie]]) -> dict[str, list[Tie]]:
    groups: dict[str, list[Tie]] = defaultdict(list)
    for key, tie in pairs:
        groups[key].append(tie)
    return dict(groups)


def _listed(ties: list[Tie]) -> str:
    keys = [t.key for t in ties]
    return "、".join(keys[:4]) + ("…" if len(keys) > 4 else "")


def _folded(text: str) -> str:
    """Without what people and programs change unseen: white space, case, kinds of quotation marks and brackets."""
    text = re.sub(r"[\s\"'“”‘’「」]", "", text).lower()
    return text.translate(str.maketrans("（）／，：", "()/,:"))
