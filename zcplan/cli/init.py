"""``zcplan init``: a folder of one's own, with data and templates to change."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from zcplan import i18n, resources
from zcplan.cli import draft_files
from zcplan.cli.output import quoted
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

GUIDE = "使用说明.txt"
PROPOSALS = "proposals.xlsx"
_UNFINISHED = re.compile(r"\..+\.\w{8}\.zcplan")
_PARTS = ("data", "templates", GUIDE, i18n.SETTINGS)


@click.command(
    "init",
    help=_(
        "Set up DIR with data, templates, settings and a short guide: a copy of the data that come along, or, "
        "with --empty, empty tables for a place of one's own; what the documents FILE state is proposed there at once."
    ),
    epilog=_("Example: zcplan init mine --empty --place 某某县"),
)
@click.argument("folder", type=click.Path(), metavar="DIR")
@click.argument("files", type=click.Path(), nargs=-1, metavar="[FILE]...")
@click.option("--empty", is_flag=True, help=_("Begin with no data but the place's own name."))
@click.option("--place", metavar="NAME", help=_("The place's full name, such as 某某县 (with --empty)."))
@click.option("--short", metavar="NAME", help=_("How its documents call it (default: 全县, 全区 … by its name)."))
def command(folder: str, files: tuple[str, ...], empty: bool, place: str | None, short: str | None) -> None:
    """Make the folder, propose what documents state, and say what comes next."""
    if empty != bool(place) or (short and not empty):
        what = _("--empty and --place go together")
        raise UsageError(
            what, todo=_("Write for example: zcplan init {folder} --empty --place 某某县").format(folder=folder)
        )
    root = Path(folder)
    paths = draft_files.expand(files)
    for path in paths:
        _read(path)
    if place:
        begin_empty(root, place, short or "")
    else:
        begin_copy(root)
    click.echo(_("{folder} is ready; see {guide}.").format(folder=root, guide=GUIDE))
    enter = f"cd {quoted(folder)}"
    if files:
        _propose(root, paths)
        steps: tuple[str, ...] = (enter, f"zcplan extract --accept {PROPOSALS}", "zcplan build")
        click.echo(_("Look through {file} row by row, then:").format(file=root / PROPOSALS))
    else:
        steps = (enter, "zcplan check", "zcplan build")
        if place:
            steps = (enter, "zcplan extract 报告.docx -o 待审核.xlsx", "zcplan extract --accept 待审核.xlsx")
        click.echo(_("What comes next:"))
    for step in steps:
        click.echo(f"  {step}")


def _read(path: Path) -> None:
    """Make sure that a document can be read before anything is made.

    :raises UsageError: it can't
    """
    from zcplan.reading.document import read

    read(path)


def _propose(root: Path, paths: Sequence[Path]) -> None:
    """Write what documents state as proposals into the new folder."""
    from zcplan.cli.extract import write_proposals
    from zcplan.cli.settings import Settings
    from zcplan.extract.sources import read_sources

    settings = Settings.of(str(root / "data"), None, None)
    sources = read_sources(paths, settings.dataset, None, {})
    write_proposals(settings, sources, root / PROPOSALS, {}, force=False)


def begin_empty(root: Path, place: str, short: str = "") -> None:
    """Make a folder whose tables hold nothing but the place itself.

    :raises UsageError: the name can't be a place's, or something stands there
    :raises OutputError: it can't be written
    """
    from zcplan.dataset import start

    _make(root, [(f"data/{name}", data) for name, data in start.empty(place, short)], _FROM_EMPTY)


def begin_copy(root: Path) -> None:
    """Make a folder with a copy of the data that come along.

    :raises UsageError: something stands there
    :raises OutputError: it can't be written
    """
    from zcplan.dataset import start

    _make(root, [(f"data/{name}", data) for name, data in start.copy()], _FROM_COPY)


def _make(root: Path, data: list[tuple[str, bytes]], beginning: str) -> None:
    """Make the folder beside its place, then put it there in one move: a run that is killed leaves nothing there."""
    from zcplan import files

    if root.exists() and not root.is_dir():
        raise UsageError(_("a file of that name stands there"), str(root), _("Name a new folder."))
    if root.exists() and any(root.iterdir()):
        raise UsageError(_("the folder is not empty"), str(root), _("Name a new one: nothing is written over."))
    contents = [*data, *_templates(), (GUIDE, _guide(beginning)), (i18n.SETTINGS, _settings())]
    place = Path(os.path.abspath(root))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place.parent)
        beside = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}.", suffix=".zcplan"))
    except OSError as error:
        raise files.explained(error, root) from None
    try:
        with files.held(beside):
            for name, content in contents:
                files.write(beside / name, content)
            beside.chmod(0o777 & ~files.umask())
            if place.exists():
                place.rmdir()
            beside.rename(place)
    except OSError as error:
        raise files.explained(error, root) from None
    finally:
        _drop(beside)


def _drop(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Delete what runs that were killed left of the folders that they made, whatever their names were to be."""
    from zcplan import files

    with contextlib.suppress(OSError):
        for left in parent.iterdir():
            if _UNFINISHED.fullmatch(left.name) and files.is_left(left) and _is_ours(left):
                _drop(left)


def _is_ours(folder: Path) -> bool:
    """Whether nothing stands in a folder but what is made here."""
    return all(path.name in _PARTS or path.suffix == ".tmp" for path in folder.iterdir())


def _templates() -> Iterator[tuple[str, bytes]]:
    for path in sorted(resources.bundled("templates").iterdir()):
        if path.suffix in (".docx", ".xlsx", ".toml"):
            yield f"templates/{path.name}", path.read_bytes()


def _settings() -> bytes:
    return _SETTINGS.format(language=i18n.language()).encode()


def _guide(beginning: str) -> bytes:
    """The guide for Notepad: lines end as Windows ends them, with a byte order mark."""
    return _GUIDE.format(beginning=beginning.strip("\n")).replace("\n", "\r\n").encode("utf-8-sig")


_SETTINGS = """\
# zcplan 的设置：在这个文件夹或它下面的文件夹里运行 zcplan，用的就是这里的数据和模板。
data = 'data'
templates = 'templates'
language = '{language}'
"""
_FROM_COPY = """
这里的数据是随软件带来的一份完整例子，可以先照着试。换成本地数据时，另建一个空的文件夹更省事：
  zcplan init 新文件夹 --empty --place 某某县
"""
_FROM_EMPTY = """
数据表还是空的，只有本地的名称。把去年和今年的报告、计划、任务分工各取一份，按第三部分逐份并入；
并入以后，check、reconcile、build、proof 就都能用了。还缺什么，命令会说。
"""
_GUIDE = """\
zcplan 使用说明

一、这个文件夹里有什么
{beginning}
data 里是数据：每行一个事实，用 Excel 或 WPS 打开，改后另存为“CSV UTF-8”。
  documents.csv     文件：编号、标题、文号、日期；precedence 数字小的优先
  areas.csv         地区：本地和它的组成部分
  indicators.csv    指标：名称、单位、别名
  observations.csv  数字：哪个指标、哪一年、目标还是完成、出自哪个文件哪一处、原文怎么写
  departments.csv   部门；tasks.csv、assignments.csv、task_targets.csv 是任务、分工、任务目标
  tables.csv        指导计划表的行
  datapackage.json 说明各表的列，不要动；.zcplan 里是撤销用的记录，也不要动。
templates 里是模板：用 Word、Excel 或 WPS 改版式；{{{{ }}}} 和 {{% %}} 是填数的标记，请保留。
zcplan.toml 是设置：数据和模板在哪里。

二、常用命令（先用 cd 进入这个文件夹）
检查数据，逐条告诉哪个文件、哪一行、怎么改：
  zcplan check
核对相互矛盾的数字：
  zcplan reconcile
生成全部文件，放在 out 里：
  zcplan build

三、有了新的文件怎么做（以收到新的计划执行情况报告为例）
1. 取出文件中的数字，写成待审核的表：
  zcplan extract 新报告.docx -o 待审核.xlsx
2. 在 待审核.xlsx 中逐条对照旁边的原句，选采纳或不采纳。不同文件说法不一的都采纳，不要改旧的。
3. 并入采纳的各行（连同出处；缺的项目按提示补上）：
  zcplan extract --accept 待审核.xlsx
   并错了可以撤销，一次撤一回：
  zcplan undo
4. 检查录入，直到没有问题：
  zcplan check
5. 核对矛盾：是录入错误就改数据，是文件之间真有出入就留着，报请核实：
  zcplan reconcile
6. 生成上一年的对比、简报和报告，以及新一年的计划表（年份写在最后，如 build 年份）：
  zcplan build
7. 报告中标黄的【待补充】由起草人补写；定稿前再核一遍稿中的数字，问题写成批注（原稿不动）：
  zcplan proof 稿件.docx --annotate 稿件-核对.docx

四、任务台账
下发 out 里“部门任务书”中的工作簿；收回后放在一个文件夹里，并入并查看进展：
  zcplan collect 收回的台账
  zcplan progress -o 进展

改过的成品不会被覆盖；确实要重新生成，在命令后加 --force。
"""
