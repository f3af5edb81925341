"""Whether a document says the same whatever format it comes in: reports as docx, re-saved, as odt, text and PDF.

Run with a folder of Word files: ``python benchmarks/reading.py FOLDER``. LibreOffice makes the other formats, which
takes some ten seconds for each report. For each format it prints in how many reports every figure, with its year and
its status, is the same as in the original, and which figures are not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from zcplan import resources
from zcplan.dataset import load
from zcplan.extract.propose import extract
from zcplan.model import Dataset
from zcplan.reading.convert import program
from zcplan.reading.document import read

FORMATS = {"docx": "docx", "odt": "odt", "txt": "txt:Text (encoded):UTF8", "pdf": "pdf"}


def figures(path: Path, dataset: Dataset) -> list[tuple[object, ...]]:
    """What is said of each figure of a document, but for its place."""
    found = extract(read(path), dataset)
    return [(p.name, p.year, p.status, p.measure, p.bound, p.value, p.unit) for p in found]


def converted(reports: list[Path], form: str, folder: Path) -> Path:
    """A folder with the reports in another format."""
    target = folder / form
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(program()), profile, "--headless", "--convert-to", FORMATS[form], "--outdir", str(target)]
    subprocess.run([*command, *map(str, reports)], check=True, capture_output=True)
    return target


def main() -> None:
    """Print the table."""
    if len(sys.argv) != 2 or program() is None:
        sys.exit("usage: python benchmarks/reading.py FOLDER (LibreOffice has to be installed)")
    reports = sorted(Path(sys.argv[1]).glob("*.docx"))
    dataset = load(resources.bundled("data"))
    own = {path.stem: figures(path, dataset) for path in reports}
    print(f"{len(reports)} reports, {sum(map(len, own.values()))} figures")
    with tempfile.TemporaryDirectory() as name:
        for form in FORMATS:
            folder = converted(reports, form, Path(name))
            other = {path.stem: figures(folder / f"{path.stem}.{form}", dataset) for path in reports}
            same = [stem for stem in own if own[stem] == other[stem]]
            print(f"{form}: {len(same)} of {len(reports)} say the same")
            for stem in sorted(set(own) - set(same)):
                lost, extra = Counter(own[stem]) - Counter(other[stem]), Counter(other[stem]) - Counter(own[stem])
                print(f"  {stem}: lost {list(lost)[:5]}, other {list(extra)[:5]}")


if __name__ == "__main__":
    main()
