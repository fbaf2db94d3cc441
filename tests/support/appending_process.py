"""A process that appends to a ledger: `python appending_process.py URL FIRST COUNT BATCH`.

It says `ready`, appends COUNT different submissions from number FIRST on, BATCH at a time, and says how many each call
accepted. Before each batch it waits for a line, or for the end of its input.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from depipe.ledger.store import Entry, Ledger, open_ledger
from support.returns import entry, rated, submission


def batches(first: int, count: int, batch: int, size: int = 40_000) -> Iterator[list[Entry]]:
    """Yield *count* different entries in lists of *batch*; their originals are *size* bytes long."""
    answers = [rated(f"A-{n:02}", 1 + n % 5, "note " * 10) for n in range(58)]
    for start in range(first, first + count, batch):
        yield [
            entry(submission(answers, workbook_id=f"w{n}"), n.to_bytes(8, "big") * (size // 8))
            for n in range(start, min(start + batch, first + count))
        ]


def append(ledger: Ledger, entries: list[Entry]) -> int:
    """Append *entries* and return how many were accepted."""
    return sum(receipt.status == "accepted" for receipt in ledger.append(entries, received_at=datetime.now(UTC)))


def main(url: str, first: int, count: int, batch: int) -> None:
    """Append a batch for each line."""
    made = list(batches(first, count, batch))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with open_ledger(url) as ledger:
        for entries in made:
            sys.stdin.readline()
            sys.stdout.write(f"{append(ledger, entries)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
