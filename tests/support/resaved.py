"""Workbooks that go through another program and come back: what is filled in, and what must still be read."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from depipe.findings import Finding
from depipe.validation.rules import Known, check
from depipe.workbook.expected import expected_of
from depipe.workbook.read import read
from support.good import SMALL, Says, says, whole
from support.readings import ISSUANCE, MASTER, excel, openpyxl
from support.value_corpus import MASTER as SHIPPED
from support.value_corpus import Case
from support.value_files import file_of, issuance_of_case

PLAIN: Final = Case("plain", ())
SOURCES: Final[Mapping[str, Callable[[], bytes]]] = {
    "small, as Excel saves it": excel,
    "small, as openpyxl saves it": openpyxl,
    "58 items and two tools": lambda: file_of(PLAIN),
}
"""Filled workbooks, by what they are."""

ROOT: Final = Path(__file__).parents[2]


def what_it_says(name: str) -> Says:
    """Return what the workbook of this name says, whatever program saves it."""
    return whole() if name.startswith("58") else SMALL


def read_again(data: bytes) -> tuple[Says | None, tuple[Finding, ...]]:
    """Return what a file says, None where it is rejected, and the findings."""
    masters = {master.digest: master for master in (MASTER, SHIPPED)}
    issuances = [ISSUANCE, issuance_of_case(PLAIN)]
    known = Known(
        masters=masters,
        issuances={issuance.identity.workbook_id: issuance for issuance in issuances},
        evaluators=frozenset(),
        today=date(2026, 5, 3),
    )
    expectations = {digest: expected_of(master) for digest, master in masters.items()}
    [checked] = check([read("返送", data, expectations)], known)
    return None if checked.submission is None else says(checked.submission), checked.findings


def program(name: str, package: str) -> str:
    """Return the path of a program; skip the test without it, fail it in CI."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not installed ({package})"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def ran(*command: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a program in *folder*, which is its home as well, and return what it printed."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
