"""What every benchmark shares: floor and subject in turn, and the row that is printed.

A figure is a ratio against a floor of the same run. Floor and subject run one after the other, A B A B ..., so that a
busy machine slows both; the median decides, the best of each is printed beside it. Nothing here fails on time.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

Work = Callable[[], object]

WIDTH = 66


def timed(work: Work, before: Work = lambda: None) -> Callable[[], float]:
    """Return a function that does *work* once and returns its wall time in seconds; *before* is not counted."""

    def run() -> float:
        before()
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return run


def process(*command: str, before: Work = lambda: None) -> Callable[[], float]:
    """Return a function that runs *command* as a whole process and returns its wall time in seconds."""
    return timed(lambda: subprocess.run(command, check=True, capture_output=True), before)


def heading(theme: str) -> None:
    """Print what the rows below are about, and how busy the machine is."""
    load, cores, python = os.getloadavg()[0], os.cpu_count(), sys.version.split()[0]
    print(f"\n{theme} (load {load:.2f}, {cores} cores, Python {python})")
    print(f"{'':<{WIDTH}} {'median':>10} {'floor':>10}  {'ratio':>6} {'of bests':>9}")


def compare(
    what: str, subject: Callable[[], float], floor: Callable[[], float], *, reach: float | None = None, runs: int = 9
) -> None:
    """Print the ratio of *subject* to *floor*, and whether it is within *reach*."""
    subject(), floor()  # warm the caches of both
    floors, subjects = zip(*((floor(), subject()) for _ in range(runs)), strict=True)
    ratio = statistics.median(subjects) / statistics.median(floors)
    verdict = "" if reach is None else f"  reach {reach:.2f}: {'holds' if ratio <= reach else 'misses'}"
    print(
        f"{what:<{WIDTH}} {_shown(statistics.median(subjects)):>10} {_shown(statistics.median(floors)):>10}"
        f"  x {ratio:4.2f}    x {min(subjects) / min(floors):4.2f}{verdict}",
        flush=True,
    )


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:,.2f} ms"
