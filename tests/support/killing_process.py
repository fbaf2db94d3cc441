"""A process whose children append to ledgers until they are killed: `python killing_process.py FOLDER POINTS LONGEST`.

A child is forked for each of POINTS points in time (evenly up to LONGEST milliseconds after its start). It makes a
ledger of its own and appends batches, and acknowledges each when the ledger says that it is kept. Written out is a
line of JSON per point: the ledger's file and how many were acknowledged.
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


def killed_after(milliseconds: float, path: Path, made: list[list[Entry]]) -> int:
    """Let a child append to a new ledger at *path*, kill it, and return how many entries it acknowledged."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        with open_ledger(f"sqlite:///{path}") as ledger:
            os.write(theirs, b"o")
            for entries in made:
                append(ledger, entries)
                os.write(theirs, b"a" * len(entries))
        signal.pause()
    os.close(theirs)
    time.sleep(milliseconds / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    acknowledged = os.read(ours, 1_000_000).count(b"a")
    os.close(ours)
    return acknowledged


def main(folder: Path, points: int, longest: float) -> None:
    """Kill a child at every point."""
    made = list(batches(1, 40 * BATCH, BATCH, ORIGINAL))
    for point in range(points):
        path = folder / f"{point}.db"
        acknowledged = killed_after(longest * point / points, path, made)
        sys.stdout.write(json.dumps({"path": str(path), "acknowledged": acknowledged}) + "\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
