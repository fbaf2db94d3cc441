"""`make soak`: ingest, kill and go on, for a bounded time: `python -m support.soaking --seconds 300`.

Real `depipe ingest` processes, several at once, send overlapping files into one ledger and are killed at any moment,
round after round, on SQLite and PostgreSQL in turn. After each round every submission is held against its digest; in
its last round a ledger has every file, once.
"""

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from depipe.ledger.store import open_existing
from support.copies import filled_workbooks
from support.masters import DATA, second_master
from support.postgresql import Cluster

FILES, PROCESSES, ROUNDS = 60, 3, 4
LONGEST = 6.0
"""Seconds after which a process is killed at the latest."""


def ingest(store: str, files: list[Path], output: Path) -> "subprocess.Popen[bytes]":
    """Start one `depipe ingest`."""
    options = ["--store", store, "--output", output, "--master", DATA / "second-master.yaml", "--lang", "en"]
    return subprocess.Popen(
        [sys.executable, "-m", "depipe", "ingest", *map(str, [*options, *files])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def digests(store: str) -> list[str]:
    """Return the digests of what a ledger holds; the bytes of each are held against them."""
    with open_existing(store) as ledger:
        if ledger is None:
            return []
        records = ledger.submissions()
        ledger.kept([record.submission_id for record in records])
        return [record.digest for record in records]


def one_ledger(store: str, files: list[Path], folder: Path, chance: random.Random) -> int:
    """Fill one ledger through kills, and return how many there were; raises AssertionError when anything is lost."""
    kills, before = 0, 0
    for _ in range(ROUNDS):
        processes = [ingest(store, chance.sample(files, FILES // 2), folder / "output") for _ in range(PROCESSES)]
        for process in processes:
            try:
                process.wait(chance.uniform(0, LONGEST))
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
            process.communicate()
        held = digests(store)
        assert len(held) == len(set(held)) >= before
        before = len(held)
    last = ingest(store, files, folder / "output")
    _, said = last.communicate()
    assert last.returncode == 0, said.decode()
    assert sorted(digests(store)) == sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return kills


@contextmanager
def stores(server: Cluster | None, folder: Path, number: int) -> Iterator[str]:
    """Give an empty store: a file, and every other time a database where there is a server."""
    if server is not None and number % 2:
        with server.database() as name:
            yield server.url(name)
    else:
        yield f"sqlite:///{folder}/{number}/ledger.db"


def main() -> None:
    """Soak until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - only spreads the moments
    deadline = time.monotonic() + asked.seconds
    ledgers = kills = 0
    with tempfile.TemporaryDirectory(prefix="depipe-soak-") as name, Cluster() as server:
        folder = Path(name)
        files = filled_workbooks(second_master(), FILES, folder / "returned")
        while time.monotonic() < deadline:
            with stores(server, folder, ledgers) as store:
                kills += one_ledger(store, files, folder, chance)
            ledgers += 1
            sys.stdout.write(f"{ledgers} ledgers of {FILES} files, {kills} kills, nothing lost (seed {asked.seed})\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
