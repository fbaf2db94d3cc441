"""A thousand returned workbooks from files to tables, against python-calamine alone reading what was filled in."""

import shutil
import tempfile
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.harness import compare, heading, timed
from benchmarks.samples import Sample, sample
from depipe.comparison.tables import write_tables
from depipe.flow.compare import compare as write_comparison
from depipe.flow.ingest import ingest_files
from depipe.flow.masters import known_masters
from depipe.flow.scored import replayed, scored
from depipe.ledger.history import read_parts
from depipe.ledger.store import open_ledger
from depipe.master.load import shipped_master
from depipe.workbook.layout import SHEET_CONTEXT, SHEET_IDENTITY, SHEET_PROPOSALS, SHEET_RATINGS

WORKBOOKS = 1_000
READ = (SHEET_CONTEXT, SHEET_RATINGS, SHEET_PROPOSALS, SHEET_IDENTITY)


def floor(returned: Sample) -> None:
    """Read the four sheets of every workbook into lists."""
    for path in returned.paths:
        book = CalamineWorkbook.from_path(path)
        for name in READ:
            book.get_sheet_by_name(name).to_python()


def ingest(returned: Sample, store: Path, workers: int) -> None:
    """Take every workbook into the ledger."""
    with open_ledger(f"sqlite:///{store}") as ledger:
        masters = known_masters(ledger, None)
        results = ingest_files(returned.paths, ledger=ledger, masters=masters, workers=workers)
    assert {result.status for result in results} == {"accepted"}  # noqa: S101 - else the figure means nothing


def tables(store: Path) -> None:
    """Score what is in the ledger, and write the tables."""
    with open_ledger(f"sqlite:///{store}") as ledger:
        master = shipped_master()
        write_tables(scored(replayed(master, read_parts(ledger))), store.parent / "tables")


def whole(returned: Sample, store: Path, workers: int) -> None:
    """Do all of it: preflight, reading, validation, findings, ledger, scoring, tables."""
    ingest(returned, store, workers)
    tables(store)


def run() -> None:
    """Print the rows of the batch."""
    heading(f"batch: {WORKBOOKS:,} different workbooks of 58 items and 3 tools, imports excluded")
    returned = sample(WORKBOOKS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "ledger.db"

        def show() -> None:
            with open_ledger(f"sqlite:///{store}") as ledger:
                write_comparison(ledger, folder / "output")

        reading = timed(lambda: floor(returned))
        issued = partial(shutil.copy, returned.ledger, store)
        for workers, reach in ((1, 2.5), (2, 1.6)):
            readers = f"{workers} reading worker(s)"
            compare(
                f"from files to tables, {readers} / calamine",
                timed(partial(whole, returned, store, workers), before=issued),
                reading,
                reach=reach,
                runs=5,
            )
            compare(
                f"... into the ledger alone, {readers} / calamine",
                timed(partial(ingest, returned, store, workers), before=issued),
                reading,
                runs=3,
            )
        compare("every output, with the tables / calamine", timed(show), reading, runs=3)


if __name__ == "__main__":
    run()
