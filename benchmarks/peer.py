"""What a user would write instead: pandas.read_excel per sheet, pandera on pandas, groupby."""

import shutil
import tempfile
from functools import partial
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from benchmarks.batch import READ, WORKBOOKS, whole
from benchmarks.harness import compare, heading, per, timed
from benchmarks.samples import Sample, sample
from depipe.master.load import shipped_master
from depipe.workbook.layout import SHEET_RATINGS

READ_BY_PEER = 50
"""It takes a minute and a half for a thousand; the time for one workbook does not depend on their number."""

HEADERS = 10
"""Rows among which the header row is looked for."""


def peer(returned: Sample) -> None:
    """Read the first workbooks, hold their stars against a schema, and take the means."""
    master = shipped_master()
    items = {item.id: item.category for item in master.items}
    schema = pa.DataFrameSchema(
        {
            "evaluator": pa.Column(str),
            "tool": pa.Column(str, pa.Check.isin(master.tools)),
            "ID": pa.Column(str, pa.Check.isin(items)),
            "stars": pa.Column(int, pa.Check.in_range(1, 5)),
        }
    )
    ratings = pd.concat([rated(path, master.tools) for path in returned.paths[:READ_BY_PEER]])
    checked = schema.validate(ratings, lazy=True)
    median = checked.groupby(["tool", "ID"])["stars"].median().reset_index()
    means = median.groupby(["tool", median["ID"].map(items)])["stars"].mean()
    assert len(means.groupby("tool").mean()) == len(master.tools)  # noqa: S101 - else the figure means nothing


def rated(path: Path, tools: tuple[str, ...]) -> pd.DataFrame:
    """Return one workbook's ratings, a row each."""
    sheets = {name: pd.read_excel(path, sheet_name=name, header=None) for name in READ}
    grid = sheets[SHEET_RATINGS]
    header = next(row for row in range(HEADERS) if "ID" in set(grid.iloc[row]))
    table = grid.iloc[header + 1 :].set_axis(grid.iloc[header], axis="columns")
    stars = table[["ID", *tools]].melt("ID", var_name="tool", value_name="stars").dropna()
    return stars.assign(evaluator=path.stem, stars=stars["stars"].str.len())


def run() -> None:
    """Print the row of the peer."""
    heading(f"peer: pandas, pandera on pandas, groupby; {READ_BY_PEER} workbooks against depipe's {WORKBOOKS:,}")
    returned = sample(WORKBOOKS)
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "ledger.db"
        compare(
            "one workbook, from files to tables, one reading worker / pandas",
            per(
                WORKBOOKS,
                timed(partial(whole, returned, store, 1), before=partial(shutil.copy, returned.ledger, store)),
            ),
            per(READ_BY_PEER, timed(lambda: peer(returned))),
            at_least=20,
            runs=3,
        )


if __name__ == "__main__":
    run()
