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
    from zcplan.render.files import write

    root = Path(folder)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(_("the folder is not empty"), str(root), _("Name a new one: nothing is written over."))
    for name in ("data", "templates"):
        for path in sorted(resources.bundled(name).iterdir()):
            if path.suffix in (".csv", ".json", ".docx", ".xlsx"):
                write(root / name / path.name, path.read_bytes())
    write(root / GUIDE, _guide(folder).encode("utf-8-sig"))
    click.echo(_("{folder} is ready; see {guide}.").format(folder=root, guide=GUIDE))


def _guide(folder: str) -> str:
    return "\r\n".join(
        [
            "zcplan 使用说明",
            "",
            "data 里是数据：每行一个事实，用 Excel 或 WPS 打开，改后存为“CSV UTF-8”。",
            "templates 里是模板：用 Word、Excel 或 WPS 改版式；{{ }} 和 {% %} 是填数的标记，请保留。",
            "",
            "常用命令：",
            f"  zcplan --data {folder}/data check                                     检查数据",
            f"  zcplan --data {folder}/data reconcile                                 核对相互矛盾的数字",
            f"  zcplan --data {folder}/data --templates {folder}/templates build      生成全部文件",
            "",
        ]
    )
