"""A thousand workbooks against what a user would write instead, in pandas (`pandas_peer`)."""

import json
import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.batch import READ, WORKBOOKS, whole
from benchmarks.harness import compare, heading, per, timed
from benchmarks.samples import Sample, sample
from depipe.master.load import shipped_master
from depipe.workbook.layout import SHEET_RATINGS

PYTHON = Path(".venv/peer/bin/python")
"""Made by `make bench`."""
READ_BY_PEER = 50
"""It takes minutes for a thousand; the time for one workbook does not depend on their number."""


def peer(returned: Sample) -> float:
    """Return the seconds that pandas takes for the first workbooks."""
    master = shipped_master()
    asked = {
        "paths": [str(path) for path in returned.paths[:READ_BY_PEER]],
        "sheets": [*(name for name in READ if name != SHEET_RATINGS), SHEET_RATINGS],
        "items": {item.id: item.category for item in master.items},
        "tools": master.tools,
    }
    command = [str(PYTHON), "-m", "benchmarks.pandas_peer"]
    done = subprocess.run(command, input=json.dumps(asked), check=True, capture_output=True, encoding="utf-8")
    return float(done.stdout)


def run() -> None:
    """Print the row of the peer."""
    heading(f"peer: pandas, pandera on pandas, groupby; {READ_BY_PEER} workbooks against depipe's {WORKBOOKS:,}")
    returned = sample(WORKBOOKS)
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "ledger.db"
        issued = partial(shutil.copy, returned.ledger, store)
        compare(
            "one workbook, from files to tables, one reading worker / pandas",
            per(WORKBOOKS, timed(partial(whole, returned, store, 1), before=issued)),
            per(READ_BY_PEER, partial(peer, returned)),
            at_least=20,
            runs=3,
        )


if __name__ == "__main__":
    run()
