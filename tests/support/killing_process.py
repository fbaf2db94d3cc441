"""A process whose children append to ledgers until they are killed: `python killing_process.py FOLDER POINTS`.

A child is forked for each of POINTS points in time. It makes a ledger of its own and appends batches, and acknowledges
each when the ledger says that it is kept. The points lie in its steps (making the ledger, the first batch, the
second, ...), and are spread over the time that a step takes on this machine now. Written out is a line of JSON per
point: the ledger's file and how many entries were acknowledged.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import alembic.command  # noqa: F401 - imported before the fork, or children would be killed while importing

from depipe.ledger.store import Entry, open_ledger
from support.appending_process import append, batches

BATCH = 8
ORIGINAL = 300_000
"""Bytes of an original: a batch is larger than SQLite's cache, so that it writes before the commit too."""


STEPS = 4
"""In which of its steps a child is killed: making the ledger, and three batches."""


class Child:
    """A forked process that makes a ledger at *path* and goes on appending."""

    def __init__(self, path: Path, made: list[list[Entry]]) -> None:
        self._ours, theirs = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            with open_ledger(f"sqlite:///{path}") as ledger:
                os.write(theirs, b"o")
                for entries in made:
                    append(ledger, entries)
                    os.write(theirs, b"a")
            signal.pause()
        os.close(theirs)

    def wait_for_step(self) -> bytes:
        """Wait until one more step is acknowledged, and return its mark."""
        return os.read(self._ours, 1)

    def kill(self) -> int:
        """Kill the process and return how many batches it acknowledged since the steps that were waited for."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        rest = os.read(self._ours, 1_000_000)
        os.close(self._ours)
        return rest.count(b"a")


def step_seconds(path: Path, made: list[list[Entry]]) -> list[float]:
    """Return how long each step of a child takes that is left alone."""
    child, lasted = Child(path, made), []
    for _ in range(STEPS):
        begun = time.perf_counter()
        child.wait_for_step()
        lasted.append(time.perf_counter() - begun)
    child.kill()
    path.unlink()
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    return lasted


def main(folder: Path, points: int) -> None:
    """Kill a child at every point."""
    made = list(batches(1, 10 * BATCH, BATCH, ORIGINAL))
    lasted = step_seconds(folder / "alone.db", made)
    for point in range(points):
        path, step, part = folder / f"{point}.db", point % STEPS, point // STEPS / (points // STEPS)
        child = Child(path, made)
        waited = sum(child.wait_for_step() == b"a" for _ in range(step))
        time.sleep(lasted[step] * part)
        acknowledged = (waited + child.kill()) * BATCH
        sys.stdout.write(json.dumps({"path": str(path), "acknowledged": acknowledged}) + "\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
