"""What the tests share: a dataset that does not grow, a copy to break, the command line, the source texts."""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import filelock
import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

os.environ["ZCPLAN_LANG"] = "en"
os.environ["ZCPLAN_DEBUG"] = "1"
os.environ["ZCPLAN_DATA"] = os.path.join(os.path.dirname(__file__), "data")

from zcplan import resources
from zcplan.cli import COMMANDS, cli
from zcplan.dataset import load
from zcplan.model import Dataset
from zcplan.reports.parts import phrases
from zcplan.reports.parts.writer import Writer

for name in COMMANDS:  # help is worded when a command is loaded: here, not in whatever test asks first in Chinese
    importlib.import_module(f"zcplan.cli.{name}")
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
"""The tests' own dataset: data/ as it stood once. What data/ holds now is checked by test_data.py alone."""
SEEDS = Path(os.environ.get("ZCPLAN_SEEDS", ROOT.parent / "shared" / "seeds"))
SEED_FILES = {
    "plan-report-2024": "000_06812650c51a7210.txt",
    "work-report-2023": "001_f00c1b2c4fd73f11.txt",
    "plan-2023": "002_90b8e956cc752258.txt",
    "plan-report-2020": "003_07ec48f3b41160bb.txt",
    "green-tasks-2023": "004_9602368cd89d00dc.txt",
}


reads_the_code = pytest.mark.skipif("MUTANT_UNDER_TEST" in os.environ, reason="mutmut puts changed copies into it")
"""A test that looks at the source itself."""


def pytest_sessionstart() -> None:
    """Forget what was worked out: mutmut tries each change in a copy of a process that has run the tests once."""
    if "MUTANT_UNDER_TEST" in os.environ:
        for thing in gc.get_objects():
            if isinstance(thing, functools._lru_cache_wrapper):
                thing.cache_clear()


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load(DATA)


def writer_of(dataset: Dataset) -> Writer:
    """The dataset with the phrases that come along."""
    standard = resources.template(phrases.FILE)
    return Writer(dataset, phrases.load(standard, standard))


@pytest.fixture(scope="session")
def writer(dataset: Dataset) -> Writer:
    return writer_of(dataset)


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """The text of each source document."""
    if not SEEDS.is_dir():
        pytest.skip("the source texts are not here")
    return {name: (SEEDS / file).read_text(encoding="utf-8") for name, file in SEED_FILES.items()}


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A small district whose documents are made in less than a second."""
    from tests.test_other_district import small_county

    return small_county(tmp_path / "县 数据")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data, to be changed."""
    target = tmp_path / "data"
    target.mkdir()
    for path in DATA.iterdir():
        if path.suffix in (".csv", ".json"):
            shutil.copy(path, target)
    return target


def few_or(number: int, few: int = 8) -> pytest.MarkDecorator:
    """The test is run with a few cases in the ordinary run and with all of them among the slow ones."""
    return pytest.mark.parametrize("number", [few, pytest.param(number, marks=pytest.mark.slow)])


whole_or_quick = pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.slow)])
"""The ordinary run leaves out those calls that :func:`is_long` tells; the slow one makes them all."""


def is_long(words: Sequence[str]) -> bool:
    """Whether a call makes every document of a year, or fills every template."""
    makes_all = "build" in words or list(words[-2:]) == ["templates", "check"]
    return makes_all or ("assignment" in words and "--department" not in words)


def some_of(cases: Sequence[Any], every: int = 4) -> list[Any]:
    """The cases, of which the ordinary run takes the first of so many and the slow one the rest."""
    return [c if n % every == 0 else pytest.param(c, marks=pytest.mark.slow) for n, c in enumerate(cases)]


class Tool:
    """The command line, called as a user would."""

    def __call__(self, *args: object, code: int | None = 0) -> Result:
        result = CliRunner().invoke(cli, [str(a) for a in args], prog_name="zcplan")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        if code is not None:
            assert result.exit_code == code, result.output
        return result

    def json(self, *args: object, code: int | None = 0) -> Any:
        return json.loads(self(*args, "--format", "json", code=code).stdout)


@pytest.fixture(scope="session")
def tool() -> Tool:
    return Tool()


Once = Callable[[str, Callable[[Path], object]], Path]
"""From a name and what fills a folder to the folder."""


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make a folder once in a run of pytest, in whichever of its processes asks first."""
    base = tmp_path_factory.getbasetemp()
    room = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, filled: Callable[[Path], object]) -> Path:
        folder = room / f"once-{name}"
        with filelock.FileLock(room / f"once-{name}.lock"):
            if not folder.exists():
                begun = tmp_path_factory.mktemp(name) / "begun"
                filled(begun)
                begun.rename(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def built(tool: Tool, once: Once) -> Path:
    """Every document of 2023, built once; to be read, not changed."""
    return once("2023", lambda folder: tool("build", 2023, "-o", folder))


YEARS = (2019, 2020, 2022, 2023, 2024)
"""The years that the tests' dataset states something of."""


@pytest.fixture(scope="session")
def every(tool: Tool, built: Path, once: Once) -> Path:
    """Every document of every year, each in the folder of its year, built once; to be read, not changed."""

    def years(folder: Path) -> None:
        for year in YEARS:
            if year == 2023:
                shutil.copytree(built, folder / str(year))
            else:
                tool("build", year, "-o", folder / str(year))

    return once("years", years)


def edit(path: Path, old: str, new: str) -> None:
    """Replace text in a file; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give all tests of messages of one file to one worker: the last of them looks at what the others have read."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file.endswith("messages.py") else nodeid

    return Scheduling(config, log)
