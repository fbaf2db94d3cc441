"""What one marked copy of the standard workbook costs, against reading that workbook once with openpyxl.

`python -m benchmarks.marking`. Floor and subject run in turn, so that a busy machine slows both.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from depipe.findings import Finding
from depipe.master.load import shipped_master
from depipe.workbook.cells import address
from depipe.workbook.issue import new_issuance
from depipe.workbook.layout import SHEET_MENDING, SHEET_RATINGS
from depipe.workbook.mark import mark
from depipe.workbook.write import write_workbook

RUNS = 25
FINDINGS = 12
REACH_MS = 60.0


def timed(work: Callable[[], object]) -> float:
    """Return how long *work* takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def main() -> None:
    """Print the time of one marked copy, of a second marking, and of the floor."""
    master = shipped_master()
    data = write_workbook(master, new_issuance(master, evaluator="Evaluator A", issued_on=date(2026, 5, 1)))
    findings = [
        Finding(code="stars.invalid", sheet=SHEET_RATINGS, cell=address(5 + number, 5 + number % 3), found="?")
        for number in range(FINDINGS)
    ]
    marked = mark(data, findings, language="ja", title=SHEET_MENDING)
    works: dict[str, Callable[[], object]] = {
        "openpyxl reads the workbook (the floor)": lambda: load_workbook(BytesIO(data)),
        "the marked copy": lambda: mark(data, findings, language="ja", title=SHEET_MENDING),
        "marking the marked copy again": lambda: mark(marked, findings, language="ja", title=SHEET_MENDING),
    }
    rounds = [{name: timed(work) for name, work in works.items()} for _ in range(RUNS)]
    floor = statistics.median(one["openpyxl reads the workbook (the floor)"] for one in rounds)
    print(f"load {os.getloadavg()[0]:.2f}; {len(data):,} bytes, {FINDINGS} findings, copy {len(marked):,} bytes")
    for name in works:
        times = [one[name] for one in rounds]
        median = statistics.median(times)
        print(f"{name:<42} median {median:6.1f} ms   best {min(times):6.1f} ms   x {median / floor:.2f} of the floor")
    print(f"the aim is {REACH_MS:.0f} ms a copy")


if __name__ == "__main__":
    main()
