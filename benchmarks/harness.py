"""What every benchmark shares: floor and subject in turn, and the row that is printed.

A figure is a ratio against a floor of the same run. Floor and subject run one after the other, A B A B ..., so that a
busy machine slows both; the median decides, and the ratio of the best runs stands beside it: on a machine with other
work it is the better one. Nothing here fails on time.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

Work = Callable[[], object]
Measure = Callable[[], float]
"""Does something once and returns what it took: seconds, or whatever is compared."""

WIDTH = 74


def timed(work: Work, before: Work = lambda: None) -> Measure:
    """Return a function that does *work* once and returns its wall time in seconds; *before* is not counted."""

    def run() -> float:
        before()
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return run


def per(count: int, measure: Measure) -> Measure:
    """Return *measure* for one of *count* things."""
    return lambda: measure() / count


def process(*command: str, before: Work = lambda: None) -> Measure:
    """Return a function that runs *command* as a whole process and returns its wall time in seconds."""
    return timed(lambda: subprocess.run(command, check=True, capture_output=True), before)


def machine() -> str:
    """Return what this runs on."""
    cpu = Path("/proc/cpuinfo")
    named = (
        [line for line in cpu.read_text("utf-8").splitlines() if line.startswith("model name")] if cpu.exists() else []
    )
    model = named[0].partition(":")[2].strip() if named else platform.machine()
    return f"{os.cpu_count()} cores of {model}, {platform.system()}, Python {sys.version.split()[0]}"


def heading(theme: str) -> None:
    """Print what the rows below are about, and how busy the machine is."""
    print(f"\n{theme} (load {os.getloadavg()[0]:.2f}; {machine()})")
    print(f"{'':<{WIDTH}} {'median':>10} {'floor':>10}  {'ratio':>7} {'of bests':>9}", flush=True)


def compare(
    what: str,
    subject: Measure,
    floor: Measure,
    *,
    reach: float | None = None,
    at_least: float | None = None,
    runs: int = 9,
    warm: bool = True,
) -> None:
    """Print the ratio of *subject* to *floor*, and whether it is within *reach*.

    With *at_least*, the floor is a peer, the ratio is how many times faster the subject is, and that is to be reached.
    With *warm*, both run once before, so that their files are in the caches.
    """
    if warm:
        subject(), floor()
    floors, subjects = zip(*((floor(), subject()) for _ in range(runs)), strict=True)
    ratio, of_bests = statistics.median(subjects) / statistics.median(floors), min(subjects) / min(floors)
    verdict = "" if reach is None else _verdict(ratio, of_bests, f"{reach:.2f}", lambda one: one <= reach)
    if at_least is not None:
        ratio, of_bests = 1 / ratio, 1 / of_bests
        verdict = _verdict(ratio, of_bests, f"{at_least:.0f} at least", lambda one: one >= at_least)
    print(
        f"{what:<{WIDTH}} {_shown(statistics.median(subjects)):>10} {_shown(statistics.median(floors)):>10}"
        f"  x {ratio:5.2f}   x {of_bests:5.2f}{verdict}",
        flush=True,
    )


def within(what: str, found: float, bound: float, unit: str) -> None:
    """Print whether a figure is within its bound."""
    print(
        f"{what:<{WIDTH}} {found:>7,.0f} {unit}{'':>23}  reach {bound:,.0f} {unit}: {_holds(found <= bound)}",
        flush=True,
    )


def _verdict(ratio: float, of_bests: float, reach: str, holds: Callable[[float], bool]) -> str:
    best = "" if holds(ratio) == holds(of_bests) else f" ({_holds(holds(of_bests))} by the best runs)"
    return f"  reach {reach}: {_holds(holds(ratio))}{best}"


def _holds(holds: bool) -> str:  # noqa: FBT001 - what it says
    return "holds" if holds else "misses"


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:,.2f} ms"
