"""Ten thousand workbooks against a thousand: time for each, and memory, each run in a process of its own."""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.batch import ingest, tables
from benchmarks.harness import Measure, compare, heading, within
from benchmarks.samples import sample

FEW, MANY = 1_000, 10_000
RUNS = 2
MOST = 400e6 / 2**20
"""MiB."""
ALONE = """
import sys
from depipe.cli import prepare_process
prepare_process()
from benchmarks.growth import alone
print(*alone(int(sys.argv[1])))
"""
"""A process of its own, as the command line makes it: it prints what taking so many workbooks in took."""


class Took(NamedTuple):
    """What taking workbooks in took, and what it took with scoring and tables."""

    seconds: float
    mib: float
    seconds_with_tables: float
    mib_with_tables: float


def alone(count: int) -> Took:
    """Do it, in this process with one reading worker."""
    returned = sample(count)
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "ledger.db"
        shutil.copy(returned.ledger, store)
        started = time.perf_counter()
        ingest(returned, store, 1)
        seconds, mib = time.perf_counter() - started, _held()
        tables(store)
        return Took(seconds, mib, time.perf_counter() - started, _held())


def _held() -> float:
    """Return the most memory that this process has held, in MiB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found  # noqa: S101 - Linux says so
    return int(found[1]) / 1024


def run() -> None:
    """Print the rows of growing."""
    heading(f"growth: {MANY:,} workbooks against {FEW:,}, one reading worker (minutes)")
    for count in (FEW, MANY):
        sample(count)
    taken: dict[int, list[Took]] = {FEW: [], MANY: []}
    for _ in range(RUNS):
        for count, runs in taken.items():
            command = [sys.executable, "-c", ALONE, str(count)]
            said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
            runs.append(Took(*map(float, said.split())))
    for name, when, what in (
        ("into the ledger", 0, 1),
        ("from files to tables", 2, 3),
    ):
        few, many = ([took[when] / count for took in taken[count]] for count in (FEW, MANY))
        compare(
            f"{name}: time for one, {MANY:,} / {FEW:,}",
            _one_by_one(many),
            _one_by_one(few),
            reach=1.1,
            runs=RUNS,
            warm=False,
        )
        small, large = (statistics.median(took[what] for took in taken[count]) for count in (FEW, MANY))
        within(f"{name}: most memory at {MANY:,} ({small:,.0f} MiB at {FEW:,})", large, min(MOST, 1.2 * small), "MiB")


def _one_by_one(figures: Sequence[float]) -> Measure:
    remaining = iter(figures)
    return lambda: next(remaining)


if __name__ == "__main__":
    run()
