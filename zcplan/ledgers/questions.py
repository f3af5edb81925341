"""Which target of which task a row of a returned ledger answers for. Where it can't be told, it is never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from zcplan import quantity
from zcplan.i18n import gettext as _
from zcplan.ledgers import layout as ledger
from zcplan.ledgers.answers import UnclearError
from zcplan.ledgers.layout import Row
from zcplan.model import Dataset, Task, TaskTarget


@dataclass(frozen=True)
class Question:
    """What a row of the ledger asks for: a task, and the target in it; ``None`` for a task without target."""

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


class Questions:
    """Every row that a ledger of this dataset may have, found by identifier, number or title."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def find(self, row: Row) -> Question:
        """The question of a row.

        :raises UnclearError: none fits, several fit, or the row contradicts itself
        """
        question = self._by_key.get(_folded(row.text(ledger.KEY)))
        if question is None:
            return self._without_key(row)
        if self._contradicts(question, row):
            what = _("the identifier says task {number}, the rest of the row another one").format(
                number=question.task.number
            )
            raise UnclearError(what, _("Columns were sorted apart; ask the department for the row anew."))
        return question

    def is_known(self, row: Row) -> bool:
        """Whether anything in the row points to a task at all."""
        key, title = _folded(row.text(ledger.KEY)), _folded(row.text(ledger.TASK))
        return key in self._by_key or _number(row) in self._by_number or title in self._by_title

    @cached_property
    def _all(self) -> tuple[Question, ...]:
        targets: dict[tuple[str, str], list[TaskTarget]] = defaultdict(list)
        for t in self._dataset.task_targets:
            targets[t.document, t.number].append(t)
        found = []
        for task in self._dataset.tasks:
            own = {t.label: t for t in targets[task.document, task.number]}
            found += [Question(task, t) for t in own.values()] or [Question(task, None)]
        return tuple(found)

    @cached_property
    def _by_key(self) -> dict[str, Question]:
        return {_folded(t.key): t for t in self._all}

    @cached_property
    def _by_number(self) -> dict[str, list[Question]]:
        return _grouped((t.task.number, t) for t in self._all)

    @cached_property
    def _by_title(self) -> dict[str, list[Question]]:
        return _grouped((_folded(t.task.title), t) for t in self._all)

    @cached_property
    def _answerable(self) -> frozenset[tuple[str, str]]:
        return frozenset((a.document, a.number) for a in self._dataset.assignments)

    def _contradicts(self, question: Question, row: Row) -> bool:
        """Whether number and title, or the target's label, name another row of the ledger than the identifier."""
        number, title, label = _number(row), _folded(row.text(ledger.TASK)), _folded(row.text(ledger.LABEL))
        other_number = bool(number) and number != question.task.number
        other_title = bool(title) and title != _folded(question.task.title)
        if other_number and (other_title or not title):
            return True
        if other_title and not number and title in self._by_title:
            return True
        siblings = {_folded(t.label) for t in self._by_number.get(question.task.number, ()) if t.task == question.task}
        return bool(label) and label != _folded(question.label) and label in siblings

    def _without_key(self, row: Row) -> Question:
        number, title, label = _number(row), _folded(row.text(ledger.TASK)), _folded(row.text(ledger.LABEL))
        by_number = [t for t in self._by_number.get(number, ()) if not title or _folded(t.task.title) == title]
        by_title = [t for t in self._by_title.get(title, ()) if not number or t.task.number == number]
        found = self._narrowed(by_number or by_title, label)
        if len(found) == 1:
            return found[0]
        todo = _("Restore the columns 标识, 任务编号 and 目标 from the ledger that was sent out.")
        if found:
            what = _("the row fits {n} targets or tasks: {keys}").format(n=len(found), keys=_listed(found))
            raise UnclearError(what, todo)
        shown = row.text(ledger.KEY) or " ".join(filter(None, (number, row.text(ledger.TASK), row.text(ledger.LABEL))))
        raise UnclearError(_("the row belongs to no task that is known: “{text}”").format(text=shown[:80]), todo)

    def _narrowed(self, questions: list[Question], label: str) -> list[Question]:
        """Those with the label; without one all; where documents still vie, those that a department answers for."""
        fitting = [t for t in questions if _folded(t.label) == label] if label else questions
        if len(fitting) > 1:
            answered = [t for t in fitting if (t.task.document, t.task.number) in self._answerable]
            return answered or fitting
        return fitting


def _number(row: Row) -> str:
    return quantity.normalise(row.text(ledger.NUMBER)).strip()


def _grouped(pairs: Iterable[tuple[str, Question]]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = defaultdict(list)
    for key, question in pairs:
        groups[key].append(question)
    return dict(groups)


def _listed(questions: list[Question]) -> str:
    keys = [t.key for t in questions]
    return "、".join(keys[:4]) + ("…" if len(keys) > 4 else "")


def _folded(text: str) -> str:
    """Without what people and programs change unseen: white space, case, kinds of quotation marks and brackets."""
    text = re.sub(r"[\s\"'“”‘’「」]", "", text).lower()
    return text.translate(str.maketrans("（）／，：", "()/,:"))
