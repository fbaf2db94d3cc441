"""People at work in a real LibreOffice: what they do to workbooks, and how it saves them."""

import json
import os
import subprocess
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from support.libreoffice import TIMEOUT, started_in

PYTHON: Final = "/usr/bin/python3"
"""The system's Python: the bridge to LibreOffice is a system package."""
FILTERS: Final = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"}

Action = tuple[str | int | bool, ...]
"""The name of a method of `office_script.Book`, and its arguments."""


@dataclass(frozen=True)
class Work:
    """A workbook, and what a person does to it."""

    source: bytes
    actions: Sequence[Action]


def worked_on(works: Mapping[str, Work]) -> dict[tuple[str, str], bytes]:
    """Return each workbook as LibreOffice saves it afterwards, by name and format (xlsx, ods)."""
    _need_bridge()
    with tempfile.TemporaryDirectory(prefix="depipe-office-") as name:
        folder = Path(name)
        jobs = []
        saved: dict[tuple[str, str], Path] = {}
        for number, (work, what) in enumerate(works.items()):
            source = folder / f"{number}.xlsx"
            source.write_bytes(what.source)
            targets = {kind: folder / f"{number}-saved.{kind}" for kind in FILTERS}
            saved |= {(work, kind): target for kind, target in targets.items()}
            jobs.append(
                {
                    "source": str(source),
                    "actions": what.actions,
                    "save": {FILTERS[kind]: str(target) for kind, target in targets.items()},
                }
            )
        _run(folder, json.dumps(jobs))
        return {key: path.read_bytes() for key, path in saved.items()}


def _run(folder: Path, jobs: str) -> None:
    pipe = f"depipe-{uuid.uuid4().hex}"
    command, environment = started_in(folder, recalculate=False)
    with subprocess.Popen(
        [*command, f"--accept=pipe,name={pipe};urp;"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as office:
        try:
            done = subprocess.run(
                [PYTHON, str(Path(__file__).with_name("office_script.py")), pipe],
                input=jobs,
                capture_output=True,
                encoding="utf-8",
                timeout=TIMEOUT,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            office.wait(TIMEOUT)
        finally:
            office.kill()


def _need_bridge() -> None:
    """Skip the test without the bridge, fail it in CI."""
    found = Path(PYTHON).exists() and not subprocess.run([PYTHON, "-c", "import uno"], check=False).returncode
    if not found:
        message = "LibreOffice's bridge to Python is not installed (python3-uno)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
