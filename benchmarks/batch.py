"""A thousand returned workbooks into the ledger, against python-calamine alone reading what was filled in."""

import gc
import shutil
import tempfile
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.harness import compare, heading, timed
from benchmarks.samples import Sample, sample
from depipe.flow.compare import compare as write_comparison
from depipe.flow.ingest import ingest_files
from depipe.flow.masters import known_masters
from depipe.ledger.store import open_ledger
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_IDENTITY, SHEET_PROPOSALS, SHEET_RATINGS

WORKBOOKS = 1_000
READ = (SHEET_CONTEXT, SHEET_RATINGS, SHEET_PROPOSALS, SHEET_IDENTITY)


def floor(returned: Sample) -> None:
    """Read the four sheets of every workbook into lists."""
    for path in returned.paths:
        book = CalamineWorkbook.from_path(path)
        for name in READ:
            book.get_sheet_by_name(name).to_python()


def run() -> None:
    """Print the rows of the batch."""
    gc.set_threshold(1_000_000)  # as the command line does
    heading(f"batch: {WORKBOOKS:,} different workbooks of 58 items and 3 tools, imports excluded")
    returned = sample(WORKBOOKS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "ledger.db"

        def ingest(workers: int) -> None:
            with open_ledger(f"sqlite:///{store}") as ledger:
                masters = known_masters(ledger, None)
                results = ingest_files(returned.paths, ledger=ledger, masters=masters, workers=workers)
            assert {result.status for result in results} == {"accepted"}  # noqa: S101 - else the figure means nothing

        def show() -> None:
            with open_ledger(f"sqlite:///{store}") as ledger:
                write_comparison(ledger, folder / "output")

        reading = timed(lambda: floor(returned))
        for workers, reach in ((1, 2.5), (2, 1.6)):
            work = timed(partial(ingest, workers), before=lambda: shutil.copy(returned.ledger, store))
            compare(f"ingest, {workers} reading worker(s) / calamine", work, reading, reach=reach, runs=5)
        compare("scoring and every output after that / calamine", timed(show), reading, runs=3)


if __name__ == "__main__":
    run()
