import re
from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).parent
VERSION = re.search(r'__version__ = "(.+?)"', (ROOT / "zcplan" / "__init__.py").read_text(encoding="utf-8")).group(1)
PACKAGES = sorted(
    str(init.parent.relative_to(ROOT)).replace("/", ".").replace("\\", ".")
    for init in (ROOT / "zcplan").rglob("__init__.py")
)

setup(
    name="zcplan",
    version=VERSION,
    description="A planning office's yearly documents from one dataset, and the figures that contradict each other",
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="MIT",
    author="The zcplan authors",
    python_requires=">=3.10",
    packages=[*PACKAGES, "zcplan.data", "zcplan.templates", "zcplan.locale"],
    package_dir={"zcplan": "zcplan", "zcplan.data": "data", "zcplan.templates": "templates"},
    package_data={
        "zcplan.data": ["*.csv", "*.json"],
        "zcplan.extract": ["*.toml"],
        "zcplan.matching": ["*.toml"],
        "zcplan.templates": ["*.docx", "*.xlsx", "*.toml"],
        "zcplan.locale": ["*/LC_MESSAGES/*.mo", "*/LC_MESSAGES/*.po"],
        "zcplan": ["py.typed"],
    },
    install_requires=[
        "click>=8.2.1",
        "docxtpl>=0.20,<0.21",
        "filelock>=3.12",
        "openpyxl>=3.1.2,<3.2",
        "python-docx>=1.2",
        "tabulate>=0.9",
        "tomli>=2; python_version < '3.11'",
        "wcwidth>=0.2.13",
        "xlrd>=2.0.1",
    ],
    extras_require={
        "bench": ["XlsxWriter>=3.1"],
        "pdf": ["pdfplumber>=0.11"],
        "test": [
            "babel>=2.14",
            "build>=1.0",
            "frictionless>=5.17",
            "hypothesis>=6.100",
            "mypy>=1.10",
            "pdfplumber>=0.11",
            "pillow>=10",
            "pytest>=8",
            "pytest-xdist>=3.5",
            "ruff>=0.6",
        ],
    },
    entry_points={"console_scripts": ["zcplan = zcplan.cli:main"]},
    classifiers=[
        "Environment :: Console",
        "Natural Language :: Chinese (Simplified)",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.10",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Office/Business",
        "Typing :: Typed",
    ],
)
