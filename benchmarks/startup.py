"""Whole processes: the help, and one returned workbook from the file to every output."""

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import compare, heading, process
from benchmarks.samples import sample

PYTHON = sys.executable
DEPIPE = (PYTHON, "-m", "depipe")
IMPORTS = "import polars, pandera.polars, sqlalchemy, xlsxwriter, python_calamine"


def run() -> None:
    """Print the rows of starting up."""
    heading("startup: whole processes")
    compare(
        "depipe --help / import click",
        process(*DEPIPE, "--help"),
        process(PYTHON, "-c", "import click"),
        reach=1.4,
        runs=15,
    )
    returned = sample(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "ledger.db"
        command = (*DEPIPE, "ingest", str(returned.paths[0]), "--store", f"sqlite:///{store}")
        ingest = process(
            *command, "--output", str(folder / "output"), before=lambda: shutil.copy(returned.ledger, store)
        )
        compare("depipe ingest one.xlsx / its imports", ingest, process(PYTHON, "-c", IMPORTS), reach=1.5, runs=15)


if __name__ == "__main__":
    run()
