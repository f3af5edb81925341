"""Another district uses its own folder, with no line of code changed."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from tests.conftest import Tool
from zcplan import resources

TABLES = {
    "documents": """
id,title,number,issuer,date,kind,precedence
plan-2031,关于下达乙县2031年国民经济和社会发展计划的通知,乙政发〔2031〕5号,乙县人民政府,2031-03-08,plan,1
report-2032,乙县2031年计划执行情况报告,,乙县发展和改革局,2032-01-20,plan-report,2
""",
    "areas": """
id,name,part_of,stands_for
yi,乙县,,
""",
    "indicators": """
id,name,unit,group,parent,direction,nature,decimals,growth_basis,aliases
tea,茶叶产量,万吨,农业,,up,预期性,1,current,茶产量
dropout,辍学率,%,教育,,down,约束性,2,current,
bridges,新建桥梁数,座,交通,,up,,0,current,
""",
    "observations": """
indicator,year,area,measure,status,bound,value,unit,text,document,locator,evidence,note
tea,2031,yi,level,target,at_least,3.2,万吨,,plan-2031,二,茶叶产量3.2万吨以上,
tea,2031,yi,level,actual,exact,3.15,万吨,,report-2032,一,茶叶产量3.15万吨,
dropout,2031,yi,level,target,at_most,0.5,%,,plan-2031,二,辍学率控制在0.5%以内,
dropout,2031,yi,level,actual,exact,0.4,%,,report-2032,一,辍学率0.4%,
bridges,2031,yi,level,target,exact,4,座,,plan-2031,三,新建桥梁4座,
bridges,2031,yi,level,target,exact,6,座,,report-2032,一,计划新建桥梁6座,
""",
    "departments": "id,name,short,aliases\n",
    "tasks": "document,number,section,title,content\n",
    "assignments": "document,number,department,role,rank,etc\n",
    "task_targets": "document,number,indicator,label,year,bound,value,unit,text,evidence\n",
    "tables": """
table,order,label,indent,indicator,unit,result,target
guidance,1,一、农业,0,,,,
guidance,2,茶叶产量,1,tea,万吨,,
""",
}


def small_county(target: Path) -> Path:
    target.mkdir()
    shutil.copy(resources.bundled("data") / "datapackage.json", target)
    for name, text in TABLES.items():
        (target / f"{name}.csv").write_text(text.lstrip(), encoding="utf-8-sig")
    return target


def test_its_data_is_sound_and_judged_by_the_same_rule(county: Path, tool: Tool) -> None:
    tool("--data", county, "check")
    verdicts = {r["indicator"]: r["verdict"] for r in tool.json("--data", county, "compare")}
    assert verdicts == {"tea": "near", "dropout": "exceeded", "bridges": "undisclosed"}


def test_its_contradictions_are_found(county: Path, tool: Tool) -> None:
    found = tool.json("--data", county, "reconcile", code=1)
    assert [(f["kind"], f["indicator"]) for f in found] == [("conflict", "bridges")]


def test_its_documents_speak_of_it_alone(county: Path, tool: Tool, tmp_path: Path) -> None:
    tool("--data", county, "build", "-o", tmp_path / "out", code=None)
    made = sorted(p for p in (tmp_path / "out").rglob("*") if p.suffix in (".docx", ".xlsx"))
    assert {"2031年指导计划表.docx", "2031年计划执行对比.xlsx", "2031年计划执行简报.docx"} <= {p.name for p in made}
    for path in made:
        with zipfile.ZipFile(path) as archive:
            text = "".join(archive.read(n).decode("utf-8", "ignore") for n in archive.namelist() if n.endswith(".xml"))
        for foreign in ("周村", "文昌湖", "淄博", "2023"):
            assert foreign not in text.replace("2023-01-01T", ""), (path.name, foreign)
