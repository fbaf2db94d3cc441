"""What libraries log and warn about stays away from the terminal, unless it is asked for."""

import os
import subprocess
import sys
from pathlib import Path

from support.noisy_cli import RECORD, WARNING

TESTS = Path(__file__).parents[1]


def said(folder: Path, **settings: str) -> str:
    """Return what a command prints on stderr whose libraries log and warn, where there is no ledger to list."""
    ours = ("DEPIPE_", "PYTHONWARNINGS")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = os.pathsep.join(filter(None, (str(TESTS), env.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "support.noisy_cli", "ledger", "list", "--lang", "en"],
        cwd=folder,
        env=env | {"PYTHONPATH": path} | settings,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    return done.stderr


def test_libraries_are_heard_by_developers_alone(tmp_path: Path) -> None:
    """A log record and a warning leave the one sentence alone; with DEPIPE_DEBUG both are shown."""
    quiet, debugging = said(tmp_path), said(tmp_path, DEPIPE_DEBUG="1")

    [sentence] = quiet.splitlines()
    assert sentence in debugging
    assert (RECORD in debugging, WARNING in debugging) == (True, True)
    assert RECORD not in quiet
    assert WARNING not in quiet
