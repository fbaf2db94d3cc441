"""Read, check and compare thousands of mutated workbooks: `python -m support.fuzzing --files 5000 --seed 1`.

Prints one JSON document. The files go through the real reading stage, in worker processes with tight walls, and
through validation in batches. What is accepted must say the stars that a second reader finds. The exit status is 1
when a file made a reader die, or was read in two ways; `--first NUMBER --files 1` makes that file again.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from depipe.flow import reading
from depipe.flow.reading import read_chunks
from depipe.flow.worker import Walls
from depipe.validation.rules import Checked, Known, check
from depipe.validation.submission import Submission
from support.mutations import Mutant, mutated
from support.plain_reader import NOTES, plain, plain_answers, plain_stars
from support.readings import EXPECTATIONS, ISSUANCE, ITEMS, MASTER

BATCH = 250
WALLS = Walls(memory_bytes=1 << 30, seconds=20)
"""Half of it goes to this program, which workers import, before they read a file."""
KNOWN = Known(
    masters={MASTER.digest: MASTER},
    issuances={ISSUANCE.identity.workbook_id: ISSUANCE},
    evaluators=frozenset(),
    today=date(2026, 5, 3),
)
OUTCOMES = ("compared", "no second reader", "no headers")


@dataclass
class Tally:
    """What became of the files."""

    files: int = 0
    whole: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    comparisons: Counter[str] = field(default_factory=Counter)
    died: list[int] = field(default_factory=list)
    differing: list[int] = field(default_factory=list)
    unexplained: list[int] = field(default_factory=list)
    peaks_mib: list[int] = field(default_factory=list)
    """The most memory that this process ever took, after each batch."""


def is_whole(data: bytes) -> bool:
    """Tell whether a file is a valid archive whose XML parts are well-formed."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                if name.casefold().endswith((".xml", ".rels")):
                    expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - takes it by position only
    except Exception:  # noqa: BLE001 - damage shows in a dozen ways
        return False
    return True


def compared(mutant: Mutant, submission: Submission) -> str:
    """Return how the second reader's answers compare with those that were accepted."""
    if mutant.ways[0] == "ods":
        return "no second reader"
    try:
        found = plain_answers(mutant.data, ITEMS, [tool.tool for tool in submission.tools])
    except MemoryError:  # a mistake of the second reader's own: what was accepted fits
        raise
    except Exception:  # noqa: BLE001 - openpyxl gives up in as many ways as there are files
        return "no second reader"
    if found is None:
        return "no headers"
    return "differs" if differing(mutant, found, submission) else "compared"


def differing(mutant: Mutant, found: Mapping[tuple[str, str], object], submission: Submission) -> list[tuple[str, str]]:
    """Return the item and header of what the second reader reads otherwise: stars, and notes that are text.

    A note under a merged range is none to depipe, and one with a link behind it is longer.
    """
    may_be_merged = {"marks", "elements"}.intersection(mutant.ways)
    rows = {(row.item_id, row.tool): row for row in submission.answers}
    wrong = []
    for (item, header), value in found.items():
        tool = next(tool.tool for tool in submission.tools if header.removeprefix(tool.tool)[:1] in {"", " "})
        row = rows.get((item, tool))
        if header == tool:
            same = stars_of(value) == (row.stars if row else None)
        else:
            note = None if row is None else row[3 + NOTES.index(header.removeprefix(f"{tool} "))]
            said = plain(value)
            same = plain(note).startswith(said) if note else not said or bool(may_be_merged)
        if not same:
            wrong.append((item, header))
    return wrong


def stars_of(value: object) -> int | None:
    """Return the stars that a cell gives, -1 for what is none."""
    try:
        return plain_stars(value)
    except ValueError:
        return -1


def batches(first: int, files: int, seed: int) -> Iterator[tuple[range, list[Mutant]]]:
    """Yield the mutants in batches, with their numbers."""
    for start in range(first, first + files, BATCH):
        numbers = range(start, min(start + BATCH, first + files))
        yield numbers, [mutated(number, seed) for number in numbers]


def judged(folder: Path, mutants: Sequence[Mutant]) -> list[Checked]:
    """Read and check a batch."""
    paths = [folder / f"{place:03}.xlsx" for place in range(len(mutants))]
    for path, mutant in zip(paths, mutants, strict=True):
        path.write_bytes(mutant.data)
    files = [file.returned for chunk in read_chunks(paths, EXPECTATIONS, workers=1) for file in chunk]
    return check(files, KNOWN)


def take(tally: Tally, number: int, mutant: Mutant, checked: Checked) -> None:
    """Count what became of a file."""
    tally.files += 1
    tally.whole += is_whole(mutant.data)
    severities = {finding.severity for finding in checked.findings}
    status = "rejected" if checked.submission is None else "accepted"
    tally.statuses[status] += 1
    tally.codes.update({f"{status} {finding.code}" for finding in checked.findings} or {f"{status} without a finding"})
    if any(finding.found in {"reader", "memory"} for finding in checked.findings):
        tally.died.append(number)
    if (checked.submission is None) != ("error" in severities):
        tally.unexplained.append(number)
    if checked.submission is not None:
        outcome = compared(mutant, checked.submission)
        tally.comparisons[outcome] += 1
        if outcome == "differs":
            tally.differing.append(number)


def run(first: int, files: int, seed: int) -> Tally:
    """Run the files of these numbers."""
    reading.WALLS = WALLS
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="depipe-fuzz-") as name:
        for numbers, mutants in batches(first, files, seed):
            for number, mutant, checked in zip(numbers, mutants, judged(Path(name), mutants), strict=True):
                take(tally, number, mutant, checked)
            tally.peaks_mib.append(peak_mib())
    return tally


def peak_mib() -> int:
    """Return the most memory that this process has held, 0 where Linux does not tell.

    getrusage would not do: its peak outlives exec, so it says what the process held that started this one, if more.
    """
    status = Path("/proc/self/status")
    held = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii")) if status.exists() else None
    return int(held[1]) // 1024 if held else 0


def main() -> int:
    """Run as the arguments say, print the tally, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))  # noqa: S311 - any seed will do
    asked = parser.parse_args()
    if "--seed" not in sys.argv:
        print(f"seed {asked.seed}", file=sys.stderr, flush=True)  # noqa: T201 - so that it is known whatever happens
    started = time.monotonic()
    tally = run(asked.first, asked.files, asked.seed)
    document = {"seed": asked.seed, "seconds": round(time.monotonic() - started, 1), **vars(tally)}
    print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201 - a program for the terminal
    return int(bool(tally.died or tally.differing or tally.unexplained))


if __name__ == "__main__":
    raise SystemExit(main())
