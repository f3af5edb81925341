"""Make the files of a report: render each template, seal it, write it safely, and tell what came of it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from zcplan.errors import TemplateError, ZcplanError
from zcplan.files import Content, explained, file_name, write
from zcplan.i18n import gettext as _
from zcplan.render import package
from zcplan.reports.parts.layout import Output

if TYPE_CHECKING:
    from zcplan.render.excel import ExcelTemplate
    from zcplan.render.word import WordTemplate


FindTemplate = Callable[[str], Path]
MAKING = {".docx": 0.001, ".xlsx": 0.03}
"""Seconds that a file takes, roughly."""
STARTING = {"fork": 0.1, "forkserver": 1.0, "spawn": 1.0}
"""Seconds that further processes take to start, by the way they start here."""
_WATCH = 0.5
"""Seconds between looks whether the process that was called still runs."""
CHUNK = 8
"""Most files handed to a process at a time: few enough to keep the progress bar moving."""


@dataclass(frozen=True)
class Outcome:
    """What came of one file: ``made``, ``same`` (it was so already), or an error that kept it from being made."""

    path: Path
    state: str
    error: ZcplanError | None = None


def render(templates: FindTemplate, output: Output, when: datetime) -> bytes:
    """The bytes of one file.

    :param templates: from a template's name to its file
    :param when: the time to write into it, where ``SOURCE_DATE_EPOCH`` sets none
    :raises TemplateError: the template can't be read or filled
    :raises OSError: the system's own folder for what is too long for memory takes nothing more
    """
    made = _content(templates(output.template), output, when, None)
    return made if isinstance(made, bytes) else b"".join(made)


def _content(path: Path, output: Output, when: datetime, beside: Path | None) -> Content:
    """What one file is to hold, in pieces where it is long.

    :param beside: a folder for what is too long for memory; left out, the system's own
    """
    try:
        parts = template_at(path).render(output.context, beside)
        pieces = package.sealed(parts, package.stamp(when))
        return pieces if any(isinstance(part, package.Spooled) for part in parts.values()) else b"".join(pieces)
    except (ZcplanError, OSError):
        raise
    except Exception as error:  # a hostile template may fail in any way, at any place
        raise package.damaged(error, str(path)) from None


def produce(
    outputs: Iterable[Output],
    templates: FindTemplate,
    folder: Path,
    when: datetime,
    *,
    force: bool = False,
    workers: int | None = None,
) -> Iterator[Outcome]:
    """Make files, tell of each in the order of ``outputs``; an error in one does not keep the others from being made.

    :param force: write also over files that a person has changed
    :param workers: processes to use; left out, every processor is used where there are many files
    """
    jobs = [Job(output, templates(output.template), place(output, folder), when, force) for output in outputs]
    workers = workers_for(jobs) if workers is None else workers
    yield from _in_parallel(jobs, workers) if workers > 1 else map(make, jobs)


def place(output: Output, folder: Path) -> Path:
    """Where a file goes: inside ``folder``, whatever its name is made of."""
    stem, _dot, suffix = output.file.rpartition(".")
    inside = folder / file_name(output.folder) if output.folder else folder
    return inside / f"{file_name(stem)}.{suffix}"


def make_one(output: Output, templates: FindTemplate, path: Path, when: datetime, *, force: bool = False) -> Outcome:
    """Make one file at a given path."""
    template = templates(output.template)
    try:
        data = _content(template, output, when, path.parent)
        return Outcome(path, write(path, data, None if force else package.is_untouched))
    except ZcplanError as error:
        return Outcome(path, "failed", error)
    except OSError as error:
        return Outcome(path, "failed", explained(error, path))


@dataclass(frozen=True)
class Job:
    """A file to make, told so that another process can make it."""

    output: Output
    template: Path
    path: Path
    when: datetime
    force: bool


def make(job: Job) -> Outcome:
    """Make the file of a job."""
    return make_one(job.output, lambda _name: job.template, job.path, job.when, force=job.force)


def _in_parallel(jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """Make files in several processes; what these can't do (none may start, one was killed) is done here."""
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    uses = Counter(job.template for job in jobs)
    for path in (path for path, number in uses.items() if number > 1):
        with contextlib.suppress(Exception):  # told with the file that needs it
            template_at(path).prepare()  # where processes fork, they find it done
    done = 0
    try:
        with ProcessPoolExecutor(workers, initializer=_finish_in_peace) as pool:
            batches = _batches(jobs, uses, max(1, min(CHUNK, len(jobs) // workers // 2)))
            begun: dict[int, Future[list[Outcome]]] = {}
            for first, batch in sorted(batches, key=lambda each: uses[each[1][0].template] > 1):
                begun[first] = pool.submit(_make_all, batch)
            try:
                for first in sorted(begun):
                    outcomes = begun[first].result()
                    yield from outcomes
                    done += len(outcomes)
            finally:  # broken off, what is not begun is not made
                for waiting in begun.values():
                    waiting.cancel()
    except (BrokenProcessPool, OSError, ImportError):
        yield from map(make, jobs[done:])


def _batches(jobs: Sequence[Job], uses: Mapping[Path, int], most: int) -> Iterator[tuple[int, list[Job]]]:
    """Jobs to be handed over together, and the number of their first.

    One whose template no other job uses goes alone: it takes longest, so it is begun first.
    """
    batch: list[Job] = []
    for number, job in enumerate(jobs):
        if batch and (len(batch) == most or uses[job.template] == 1):
            yield number - len(batch), batch
            batch = []
        if uses[job.template] == 1:
            yield number, [job]
        else:
            batch.append(job)
    if batch:
        yield len(jobs) - len(batch), batch


def _make_all(jobs: Sequence[Job]) -> list[Outcome]:
    return [make(job) for job in jobs]


def _finish_in_peace() -> None:
    """An interrupt is for the process that was called: it hands out no more work, and what is begun is finished.

    When that process is killed, nobody hands out work any more, and this one ends as well.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process soon after its parent: a sibling may hold open what would tell it at once."""
    import multiprocessing

    caller = multiprocessing.parent_process()
    while os.getppid() == parent and caller is not None and caller.is_alive():
        time.sleep(_WATCH)
    os._exit(1)


def workers_for(jobs: Sequence[Job]) -> int:
    """How many processes to use: every processor, where the work is worth their start."""
    import multiprocessing

    seconds = sum(MAKING.get(job.template.suffix, 0.0) for job in jobs)
    if len(jobs) <= CHUNK or seconds < 2 * STARTING[multiprocessing.get_start_method()]:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, len(jobs) // 4, 60)  # Windows waits for 61 at most


@lru_cache(maxsize=16)
def template_at(path: Path) -> WordTemplate | ExcelTemplate:
    """The template in a file, opened once.

    :raises TemplateError: it is at fault, or neither .docx nor .xlsx
    """
    if path.suffix == ".docx":
        from zcplan.render.word import WordTemplate

        return WordTemplate(path)
    if path.suffix == ".xlsx":
        from zcplan.render.excel import ExcelTemplate

        return ExcelTemplate(path)
    raise TemplateError(_("a template must be .docx or .xlsx"), str(path))
