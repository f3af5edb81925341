"""What proof says of one figure of a text, counted by kind of text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from zcplan.i18n import translator
from zcplan.model import Dataset
from zcplan.proof import AGREES, CONTRADICTS, SUPERSEDED, Finding, message, proof
from zcplan.reading.document import read

TOLD, AGREED, HINTED, UNKNOWN, UNSEEN = "told", "agrees", "hint", "unknown", "unseen"
HINTS = ("other-subject", "other-period")
"""Reasons of an unknown figure that tell the reader what it is mistaken for."""


@dataclass(frozen=True)
class Trial:
    """One figure of one text, and what came of it.

    :param wrong: whether the text says something wrong of it, so that it is to be told
    :param outcome: :data:`TOLD` where something contradicts, and so on
    :param named: whether the finding names the indicator that is meant
    :param text: the clause, to be shown
    :param said: the message of the finding
    """

    kind: str
    wrong: bool
    outcome: str
    named: bool
    text: str
    figure: str
    said: str

    @property
    def fails(self) -> bool:
        """Whether a person would have wished another answer."""
        return self.outcome != TOLD if self.wrong else self.outcome == TOLD


class Answers:
    """The findings on one text, to be asked by place."""

    def __init__(self, text: str, dataset: Dataset, folder: Path) -> None:
        path = folder / "draft.txt"
        path.write_text(text, encoding="utf-8", newline="")
        self.text, self._dataset = text, dataset
        self.findings = proof(read(path), dataset)
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def span(self, finding: Finding) -> tuple[int, int]:
        """From where to where in the text a finding's figure stands."""
        statement = getattr(finding, "statement", None)
        place = finding.figure if statement is None else statement.place
        start = self.starts[place.paragraph]
        return start + place.offset, start + max(place.end, place.offset + 1)

    def at(self, start: int, end: int | None = None) -> list[Finding]:
        """Findings on the figure that stands at a place."""
        end = start + 1 if end is None else end
        return [f for f, (a, b) in ((f, self.span(f)) for f in self.findings) if a < end and start < b]

    def line(self, place: int) -> tuple[int, int]:
        """The paragraph that a place is in."""
        last = max(n for n, s in enumerate(self.starts) if s <= place)
        return self.starts[last], self.starts[last + 1] if last + 1 < len(self.starts) else len(self.text)

    def trial(self, kind: str, place: tuple[int, int], wanted: set[str], wrong: bool = True) -> Trial:
        """What came of the figure at a place that is said of the indicators wanted."""
        found = self.at(*place)
        outcome = outcome_of(found)
        says = {TOLD: (CONTRADICTS,), AGREED: (AGREES, SUPERSEDED)}.get(outcome, ())
        best = [f for f in found if f.verdict in says] or found
        return Trial(
            kind,
            wrong,
            outcome,
            any(f.indicator in wanted for f in best),
            clause(self.text, *place),
            self.text[place[0] : place[1]],
            message(best[0], self._dataset, translator("zh")) if best else "",
        )


def outcome_of(found: list[Finding]) -> str:
    """The strongest thing that findings on one figure say."""
    verdicts = {f.verdict for f in found}
    if CONTRADICTS in verdicts:
        return TOLD
    if verdicts & {AGREES, SUPERSEDED}:
        return AGREED
    if any(getattr(f, "hint", None) or getattr(f, "reason", "") in HINTS for f in found):
        return HINTED
    return UNKNOWN if found else UNSEEN


def clause(text: str, start: int, end: int) -> str:
    """The sentence around a place, on one line."""
    before = max(text.rfind(c, 0, start) for c in "。！？\n") + 1
    after = min((n for n in (text.find(c, end) for c in "。！？\n") if n >= 0), default=len(text))
    return re.sub(r"\s", "", text[max(before, start - 60) : min(after, end + 30)])


class Tally:
    """Trials by kind, with the figures left alone that were blamed."""

    def __init__(self) -> None:
        self.trials: dict[str, list[Trial]] = defaultdict(list)
        self.alone: Counter[str] = Counter()
        self.blamed: Counter[str] = Counter()

    def add(self, trial: Trial) -> None:
        """Count one more trial."""
        self.trials[trial.kind].append(trial)

    def leave(self, kind: str, figures: int, blamed: int) -> None:
        """Count figures that nobody altered."""
        self.alone[kind] += figures
        self.blamed[kind] += blamed

    def all_too(self) -> None:
        """Add a line for all kinds together."""
        self.trials["all"] = [t for trials in self.trials.values() for t in trials]

    def print(self, title: str, show: int = 0) -> None:
        """Print a line for each kind, and some of the trials that fail."""
        print(f"\n{title}")
        print(f"{'kind':<26}{'n':>5}" + "".join(f"{h:>16}" for h in ("told", "agrees", "hint", "unknown", "not seen")))
        for kind, trials in self.trials.items():
            self._line(kind, trials)
        for kind, trials in self.trials.items():
            if kind == "all":
                continue
            for t in [t for t in trials if t.fails or (t.wrong and t.outcome == AGREED)][:show]:
                print(f"  {kind}: {t.outcome}: {t.figure} | {t.text} | {t.said}")

    def _line(self, kind: str, trials: list[Trial]) -> None:
        count = Counter(t.outcome for t in trials)
        cells = "".join(
            f"{count[o]:>8} {100 * count[o] / len(trials):5.1f}%" + "  "
            for o in (TOLD, AGREED, HINTED, UNKNOWN, UNSEEN)
        )
        named = sum(t.named for t in trials)
        alone = self.alone[kind]
        extra = f"  blamed beside it {self.blamed[kind]}/{alone}" if alone else ""
        print(f"{kind:<26}{len(trials):>5}  {cells}named {100 * named / len(trials):.0f}%{extra}")
