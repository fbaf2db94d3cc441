"""A process that ingests files: `python ingesting_process.py URL MASTER FILE...`.

It says `ready`, waits for a line, ingests the files a few at a time, and says what became of each.
"""

import sys
from pathlib import Path

from depipe.flow.ingest import ingest_files
from depipe.ledger.store import open_ledger
from depipe.master.load import load_master

TOGETHER = 5
"""How many files are recorded together."""


def main(url: str, master_file: str, *files: str) -> None:
    """Wait for a line, then ingest."""
    master = load_master(Path(master_file))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with open_ledger(url) as ledger:
        for start in range(0, len(files), TOGETHER):
            paths = [Path(file) for file in files[start : start + TOGETHER]]
            for result in ingest_files(paths, ledger=ledger, masters={master.digest: master}):
                sys.stdout.write(f"{result.status}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
