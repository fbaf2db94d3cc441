"""Everything that is written from a ledger: against XlsxWriter alone writing the same cells, and against decoding."""

import tempfile
from functools import partial
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from benchmarks.harness import compare, heading, timed
from benchmarks.roster import floor, recording
from benchmarks.samples import answered
from depipe.comparison.tables import write_tables
from depipe.flow.compare import Settings, computed, save
from depipe.flow.compare import compare as write_outputs
from depipe.flow.scored import replayed, scored
from depipe.ledger.history import read_history, read_parts
from depipe.ledger.store import open_ledger
from depipe.master.load import shipped_master

EVALUATORS, TOOLS = 50, 10
SUBMISSIONS = 10_000


def meeting(folder: Path) -> None:
    """Print the row of a company's evaluation."""
    heading(f"outputs: {EVALUATORS} evaluators, {TOOLS} tools, 58 items, every star and note given")
    store = f"sqlite:///{answered(EVALUATORS, TOOLS)}"
    with open_ledger(store, create=False) as ledger:
        outputs = computed(ledger, Settings())
        with recording() as recorder:
            save(outputs, folder)
    program = recorder.program()

    compare(
        "every output from the ledger / XlsxWriter alone",
        timed(partial(_everything, store, folder)),
        timed(partial(floor, program, Worksheet)),
        reach=3,
        runs=5,
    )


def _everything(store: str, folder: Path) -> None:
    with open_ledger(store, create=False) as ledger:
        write_outputs(ledger, folder)


def many(folder: Path) -> None:
    """Print the row of a public evaluation."""
    heading(f"outputs: {SUBMISSIONS:,} submissions of 58 items and 3 tools (minutes)")
    store = f"sqlite:///{answered(SUBMISSIONS, 3)}"

    def decoded() -> None:
        with open_ledger(store, create=False) as ledger:
            read_history(ledger)

    def scored_tables() -> None:
        with open_ledger(store, create=False) as ledger:
            master = shipped_master()
            write_tables(scored(replayed(master, read_parts(ledger))), folder / "tables")

    decoding = timed(decoded)
    compare("the tables from the ledger / fetching and decoding it", timed(scored_tables), decoding, reach=2, runs=5)
    compare(
        "every output, what people read too / fetching and decoding it",
        timed(partial(_everything, store, folder)),
        decoding,
        runs=2,
        warm=False,
    )


def run() -> None:
    """Print the rows of what is written."""
    with tempfile.TemporaryDirectory() as name:
        meeting(Path(name))
        many(Path(name))


if __name__ == "__main__":
    run()
