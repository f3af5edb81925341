"""``zcplan init``: a folder of one's own, with data and templates to change."""

from __future__ import annotations

from pathlib import Path

import click

from zcplan import resources
from zcplan.errors import UsageError
from zcplan.i18n import gettext as _

GUIDE = "使用说明.txt"


@click.command(
    "init",
    help=_("Set up DIR with a copy of the data and the templates, and a short guide."),
    epilog=_("Example: zcplan init mine"),
)
@click.argument("folder", type=click.Path())
def command(folder: str) -> None:
    """Copy data and templates into a new or empty folder."""
    from zcplan.files import write

    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise UsageError(_("a file of that name stands there"), str(root), _("Name a new folder."))
    if root.exists() and any(root.iterdir()):
        raise UsageError(_("the folder is not empty"), str(root), _("Name a new one: nothing is written over."))
    for name in ("data", "templates"):
        for path in sorted(resources.bundled(name).iterdir()):
            if path.suffix in (".csv", ".json", ".docx", ".xlsx", ".toml"):
                write(root / name / path.name, path.read_bytes())
    write(root / GUIDE, _guide(folder).encode("utf-8-sig"))
    click.echo(_("{folder} is ready; see {guide}.").format(folder=root, guide=GUIDE))


def _guide(folder: str) -> str:
    """The guide, with the folder as it was typed, for Notepad: lines end as Windows ends them."""
    data, templates = (_quoted(str(Path(folder) / name)) for name in ("data", "templates"))
    text = _GUIDE.format(zcplan=f"zcplan --data {data}", build=f"zcplan --data {data} --templates {templates} build")
    return text.replace("\n", "\r\n")


def _quoted(path: str) -> str:
    """A path as a command takes it, in Windows as elsewhere."""
    return f'"{path}"' if any(c in path for c in " &()") else path


_GUIDE = """\
zcplan 使用说明

一、这个文件夹里有什么
data 里是数据：每行一个事实，用 Excel 或 WPS 打开，改后另存为“CSV UTF-8”。
  documents.csv     文件：编号、标题、文号、日期；precedence 数字小的优先
  areas.csv         地区：全区和它的组成部分
  indicators.csv    指标：名称、单位、别名
  observations.csv  数字：哪个指标、哪一年、目标还是完成、出自哪个文件哪一处、原文怎么写
  departments.csv   部门；tasks.csv、assignments.csv、task_targets.csv 是任务、分工、任务目标
  tables.csv        指导计划表的行
templates 里是模板：用 Word、Excel 或 WPS 改版式；{{{{ }}}} 和 {{% %}} 是填数的标记，请保留。
换成本地数据时，先改 areas.csv、departments.csv、documents.csv，再改其余各表；datapackage.json 不要动。

二、常用命令
检查数据，逐条告诉哪个文件、哪一行、怎么改：
  {zcplan} check
核对相互矛盾的数字：
  {zcplan} reconcile
生成全部文件，放在当前目录的 out 里：
  {build}

三、每年换年时怎么做（以收到新的计划执行情况报告为例）
1. 取出文件中的数字，写成待审核的表（文件编号自定，用小写字母、数字和连字符；已登记的文件用它的编号）：
  {zcplan} extract 新报告.docx --document plan-report-2025 -o 待审核.xlsx
2. 在 待审核.xlsx 中逐条对照旁边的原句，第一列选 accept（采纳）或 reject（不采纳）；没有对应指标的，先在
   indicators.csv 加一行，再把编号填进 indicator 列。不同文件说法不一的都采纳，不要改旧的。
3. 并入采纳的各行（连同出处；新文件会登记到 documents.csv，缺的项目按提示补上）：
  {zcplan} extract --accept 待审核.xlsx
   新的任务录入 tasks.csv、assignments.csv 和 task_targets.csv。
4. 检查录入，直到没有问题：
  {zcplan} check
5. 核对矛盾：是录入错误就改数据，是文件之间真有出入就留着，报请核实：
  {zcplan} reconcile
6. 生成上一年的对比、简报和报告，以及新一年的计划表（年份写在最后）：
  {build} 年份
7. 报告中标黄的【待补充】由起草人补写；定稿前再核一遍稿中的数字，问题写成批注（原稿不动）：
  {zcplan} proof 稿件.docx --annotate 稿件-核对.docx

四、任务台账
下发 out 里“部门任务书”中的工作簿；收回后放在一个文件夹里，并入并查看进展：
  {zcplan} collect 收回的台账
  {zcplan} progress -o 进展

改过的成品不会被覆盖；确实要重新生成，在命令后加 --force。
"""
