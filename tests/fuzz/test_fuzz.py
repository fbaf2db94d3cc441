"""Five thousand mutated workbooks: no reader dies, nothing is refused without a reason, nothing is read in two ways.

`make fuzz` runs many more, from another seed each time. A file is made again by its seed and number:
`PYTHONPATH=tests python -m support.fuzzing --seed SEED --first NUMBER --files 1`.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from support.mutations import BROKEN, WHOLE, mutated

TESTS = Path(__file__).parents[1]
SEED = 20260501
FILES = 5_000
PROCESSES = 2
SECONDS = 900
"""Patience for a machine that is busy with something else: it takes about a minute on two idle cores."""


@pytest.fixture(scope="module")
def tallies() -> list[dict[str, Any]]:
    """Run the files, each process its share of them, and return their tallies."""
    share = FILES // PROCESSES
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    running = [
        subprocess.Popen(
            [
                *(sys.executable, "-W", "error", "-m", "support.fuzzing"),
                *("--files", str(share), "--first", str(share * number), "--seed", str(SEED)),
            ],
            env=os.environ | {"PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(PROCESSES)
    ]
    try:
        done = [process.communicate(timeout=SECONDS) for process in running]
    finally:
        for process in running:
            process.kill()
    assert [errors for _, errors in done] == [""] * PROCESSES
    return [json.loads(printed) for printed, _ in done]


def test_mutated_workbooks(tallies: list[dict[str, Any]]) -> None:
    """Every file ends in findings or is accepted with the answers that a second reader reads; the figures are shown."""
    codes, comparisons = Counter[str](), Counter[str]()
    for tally in tallies:
        codes.update(tally["codes"])
        comparisons.update(tally["comparisons"])
    files, whole = (sum(tally[name] for tally in tallies) for name in ("files", "whole"))
    print(f"\n{files} files, {whole} of them whole; second reader: {dict(comparisons)}")  # noqa: T201 - for -s
    for code, count in codes.most_common():
        print(f"{count:6} {code}")  # noqa: T201 - the same

    again = [(tally["died"], tally["differing"], tally["unexplained"]) for tally in tallies]
    assert again == [([], [], [])] * PROCESSES, f"make these numbers again with --seed {SEED}"
    assert files == FILES
    assert whole >= FILES // 2
    assert comparisons["compared"] >= FILES // 5
    assert len({code.split(" ", 1)[1] for code in codes}) >= 35
    for tally in tallies:
        first, *_, last = tally["peaks_mib"]
        assert last < 512
        assert last <= 1.5 * first, "memory grows with the number of files"


def test_a_mutation_is_the_same_in_every_run() -> None:
    """A file is known by its seed and number, and all ways of mutating are gone."""
    mutants = [mutated(number, SEED) for number in range(300)]

    assert mutants == [mutated(number, SEED) for number in range(300)]
    assert {way for mutant in mutants for way in mutant.ways} >= {*WHOLE, *BROKEN}
