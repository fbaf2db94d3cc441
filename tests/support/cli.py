"""The command line as a person runs it: a process in a folder."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Done:
    """A finished run of depipe."""

    status: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401 - whatever the document holds
        """Return the one JSON document on stdout."""
        return json.loads(self.out)


def depipe(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Done:
    """Run `depipe ARGUMENTS` in *cwd* with nothing of the caller's DEPIPE_* settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DEPIPE_")}
    done = subprocess.run(
        [sys.executable, "-m", "depipe", *map(str, arguments)],
        cwd=cwd,
        env=own | {"PYTHONWARNINGS": "error", "PYTHONIOENCODING": "utf-8"} | dict(env or {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return Done(done.returncode, done.stdout, done.stderr)
