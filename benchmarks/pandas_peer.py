"""What a user would write instead of depipe: pandas.read_excel per sheet, pandera on pandas, groupby.

A program of its own, without depipe, in an environment of its own (pandera imports pandas wherever it finds it, which
would make depipe's start slower there). On stdin it takes the files, sheets, items with their categories, and tools as
JSON; on stdout it leaves the seconds that all of it took, imports excluded.
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

HEADERS = 10
"""Rows among which the header row is looked for."""


def compared(paths: Sequence[str], sheets: Sequence[str], items: Mapping[str, str], tools: Sequence[str]) -> pd.Series:
    """Read the workbooks, hold their stars against a schema, and return the mean of every tool."""
    schema = pa.DataFrameSchema(
        {
            "evaluator": pa.Column(str),
            "tool": pa.Column(str, pa.Check.isin(tools)),
            "ID": pa.Column(str, pa.Check.isin(items)),
            "stars": pa.Column(int, pa.Check.in_range(1, 5)),
        }
    )
    checked = schema.validate(pd.concat([rated(path, sheets, tools) for path in paths]), lazy=True)
    median = checked.groupby(["tool", "ID"])["stars"].median().reset_index()
    return median.groupby(["tool", median["ID"].map(items)])["stars"].mean().groupby("tool").mean()


def rated(path: str, sheets: Sequence[str], tools: Sequence[str]) -> pd.DataFrame:
    """Return one workbook's ratings, a row each. The last sheet holds them."""
    *_, grid = (pd.read_excel(path, sheet_name=name, header=None) for name in sheets)
    header = next(row for row in range(HEADERS) if "ID" in set(grid.iloc[row]))
    table = grid.iloc[header + 1 :].set_axis(grid.iloc[header], axis="columns")
    stars = table[["ID", *tools]].melt("ID", var_name="tool", value_name="stars").dropna()
    return stars.assign(evaluator=Path(path).stem, stars=stars["stars"].str.len())


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    started = time.perf_counter()
    means = compared(**asked)
    seconds = time.perf_counter() - started
    assert len(means) == len(asked["tools"])  # noqa: S101 - else the figure means nothing
    print(seconds)
