"""`make bench`: print what depipe costs, each figure as a ratio against a floor measured in the same run.

Floor and subject run in turn, A B A B ..., so that a busy machine slows both. Nothing here fails on time.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from depipe.demo.run import demonstrate

PYTHON = sys.executable
FLOOR_OF_INGEST = "import polars, pandera.polars, sqlalchemy, xlsxwriter, python_calamine"


def process(*command: str, before: Callable[[], object] = lambda: None) -> Callable[[], float]:
    """Return a function that runs *command* once and returns its wall time in seconds."""

    def run() -> float:
        before()
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    return run


def compare(what: str, subject: Callable[[], float], floor: Callable[[], float], reach: float, runs: int = 15) -> None:
    """Print the ratio of *subject* to *floor*: medians, the best of each, and whether it holds."""
    subject(), floor()  # warm the caches of both
    pairs = [(floor(), subject()) for _ in range(runs)]
    floors, subjects = zip(*pairs, strict=True)
    ratio = statistics.median(subjects) / statistics.median(floors)
    best = min(subjects) / min(floors)
    print(
        f"{what:<46} {statistics.median(subjects) * 1000:8.0f} ms {statistics.median(floors) * 1000:8.0f} ms"
        f"   x {ratio:5.2f} (best x {best:5.2f})   reach x {reach:.2f}   {'holds' if ratio <= reach else 'misses'}"
    )


def main() -> None:
    """Run every benchmark."""
    print(f"load {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"{'what':<46} {'subject':>11} {'floor':>11}")
    depipe = [PYTHON, "-m", "depipe"]
    compare("depipe --help / import click", process(*depipe, "--help"), process(PYTHON, "-c", "import click"), 1.4)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        returned = demonstrate(folder / "demo").returned[0]
        store = folder / "ledger.db"
        ingest = process(
            *depipe,
            "ingest",
            str(returned),
            "--store",
            f"sqlite:///{store}",
            "--output",
            str(folder / "output"),
            before=lambda: store.unlink(missing_ok=True),
        )
        compare("depipe ingest one.xlsx / its imports", ingest, process(PYTHON, "-c", FLOOR_OF_INGEST), 1.5)


if __name__ == "__main__":
    main()
