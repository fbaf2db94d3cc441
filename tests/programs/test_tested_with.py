"""The README says which programs the tests save workbooks with: it names those that do, in the versions that do."""

import json
import os
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from support.resaved import ROOT, program, ran

HERE = Path(__file__).parent


def table() -> dict[str, str]:
    """Return the README's programs and their versions."""
    section = (ROOT / "README.md").read_text("utf-8").partition("## Tested with")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {row[0]: row[1] for row in rows[2:]}


def printed(name: str, package: str, folder: Path) -> str:
    """Return what a program prints of its version: two numbers."""
    found = re.search(r"(\d+\.\d+)\.\d+", ran(program(name, package), "--version", folder=folder))
    assert found is not None
    return found[1]


VERSIONS: dict[str, Callable[[Path], str]] = {
    "LibreOffice Calc": lambda folder: printed("soffice", "LibreOffice Calc", folder),
    "Gnumeric": lambda folder: printed("ssconvert", "Gnumeric", folder),
    "SheetJS (Node)": lambda _: json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["xlsx"],
    "openpyxl": lambda _: version("openpyxl"),
}


def test_the_table_names_the_programs() -> None:
    """No program more, none less."""
    assert set(table()) == set(VERSIONS)


@pytest.mark.parametrize("name", VERSIONS)
def test_the_table_tells_the_version(name: str, tmp_path: Path) -> None:
    """The version is the one that is here; on a developer's machine it may be another one."""
    here = VERSIONS[name](tmp_path)

    if here != table()[name] and not os.environ.get("CI"):
        pytest.skip(f"{name} {here} is installed here")
    assert here == table()[name]
