"""What a person says of figures drawn at random from real documents, held against what extract proposes for them.

A file of labels has a JSON object a line: ``file`` ``paragraph`` ``offset`` ``text`` (the digits) ``before`` ``figure``
(false where the digits are no figure: a hotline, a name), and for a figure ``subject`` (what may be missing in round
brackets, ``*`` for any), ``territory`` (``.`` for the document's own), ``period`` (a year, ``open`` or ``span``),
``status`` (a, t, c for cited), ``measure`` (l, g, c) and ``unit``. But for the subject and the unit each is a list of
answers that are right.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from zcplan.extract.propose import Proposal, extract
from zcplan.model import Dataset
from zcplan.reading.document import Draft, read

FIELDS = ("name", "year", "status", "measure", "territory", "unit")
BEFORE = 16
"""Characters that a proposal may begin before its digits: 同比增长, 力争突破."""
MORE = 12
"""Characters that a name may have beyond the label's: a verb, 全区, 等."""
_SOFT = re.compile("[\\s\"'“”‘’「」『』《》()（）,，、]")
_STATUS = {"actual": "a", "estimate": "a", "target": "t", "cited": "c"}

Label = dict[str, Any]


def measure_labels(path: Path, folder: Path, dataset: Dataset, show: int) -> None:
    """Print the accuracy of extract by field on the labelled figures of a folder's documents."""
    by_file: dict[str, list[Label]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        by_file[label["file"]].append(label)
    count: Counter[str] = Counter()
    shown = []
    for name, labels in sorted(by_file.items()):
        draft = read(folder / name)
        proposals = extract(draft, dataset)
        for label in labels:
            found = faults(label, proposal_at(label, proposals, draft), dataset)
            _count(count, label, found)
            if found:
                shown.append(f"{name} paragraph {label['paragraph']}: {label['before']}{label['text']}: {found}")
    print(f"\nlabelled figures: {count['figures']}, right by field (and numbers that are no figure, left alone)")
    for field in ("seen", *FIELDS, "name, year and status", "all"):
        print(f"{field:<24}{count[field]:>5} {100 * count[field] / max(1, count['figures']):6.1f}%")
    print(f"{'no figure, left alone':<24}{count['left alone']:>5} of {count['others']}")
    for line in shown[: 10 * show]:
        print("  " + line)


def _count(count: Counter[str], label: Label, found: dict[str, str]) -> None:
    if not label["figure"]:
        count["others"] += 1
        count["left alone"] += not found
        return
    count["figures"] += 1
    seen = "seen" not in found
    count["seen"] += seen
    for field in FIELDS:
        count[field] += seen and field not in found
    count["name, year and status"] += seen and not {"name", "year", "status"} & set(found)
    count["all"] += not found


def proposal_at(label: Label, proposals: list[Proposal], draft: Draft) -> Proposal | None:
    """What is proposed for the digits of a label."""
    text = next((p.text for p in draft.paragraphs if p.index == label["paragraph"]), "")
    at, digits = label["offset"], label["text"]
    near = [
        p
        for p in proposals
        if p.paragraph == label["paragraph"]
        and 0 <= at - p.offset <= BEFORE
        and p.value is not None
        and abs(p.value) == Decimal(re.sub("[,，]", "", digits))
        and re.search(rf"(?<![\d.]){re.escape(digits)}", text[p.offset : at + len(digits)])
    ]
    return max(near, key=lambda p: p.offset, default=None)


def faults(label: Label, proposal: Proposal | None, dataset: Dataset) -> dict[str, str]:
    """What is wrong with a proposal, by field; ``seen`` where there is none."""
    if not label["figure"]:
        return {"figure": proposal.name} if proposal else {}
    if proposal is None:
        return {} if label["status"] == ["c"] else {"seen": "no"}
    year = str(proposal.year) if isinstance(proposal.year, int) else "open"
    area = "" if proposal.area == dataset.whole else proposal.area
    own, unit = label["unit"], proposal.unit
    right = {
        "name": is_named(label["subject"], proposal.name),
        "year": year in {"open" if p == "span" else p for p in label["period"]},
        "status": _STATUS.get(proposal.status, "") in label["status"],
        "measure": proposal.measure[:1] in label["measure"],
        "territory": any(
            (not area) if t == "." else bool(area) and (t in area or area in t) for t in label["territory"]
        ),
        "unit": unit == own or (own == "万" and unit.startswith(own)),
    }
    said = {"name": proposal.name, "year": year, "status": proposal.status, "measure": proposal.measure}
    return {field: said.get(field, area if field == "territory" else unit) for field, fits in right.items() if not fits}


def is_named(subject: str, name: str) -> bool:
    """Whether a name holds all of a label's subject but what stands in brackets, in order, and little beside."""
    if subject == "*":
        return True
    folded, at = _fold(name), 0
    for part in filter(None, map(_fold, re.split(r"\([^)]*\)", subject))):
        hit = folded.find(part, at)
        if hit < 0:
            return False
        at = hit + len(part)
    return len(folded) <= len(_fold(subject)) + MORE


def _fold(text: str) -> str:
    return _SOFT.sub("", text).upper()
