"""The tables as Parquet files, for analysts and other engines."""

from functools import partial
from pathlib import Path
from typing import Final

from depipe.parquet import write_parquet
from depipe.placing import place
from depipe.scoring.tables import Tables

ROWS: Final = 100_000
"""Rows that stand together in a file: left to polars, it would depend on the files that a long table is read from."""


def write_tables(tables: Tables, folder: Path) -> list[Path]:
    """Write each table as `<name>.parquet` into *folder*; return the files. The same tables give the same bytes.

    Each is written beside and renamed into place. Raises SurroundingsError when one cannot be written.
    """
    written = []
    for name, frame in tables.frames.items():
        path = folder / f"{name}.parquet"
        place(path, partial(write_parquet, frame, row_group_size=ROWS))
        written.append(path)
    return written
