"""Parquet files, written so that what the file system has against it is an OSError."""

import os
import re
from pathlib import Path
from typing import Any, Final

import polars as pl

_NUMBER: Final = re.compile(r"\(os error (\d+)\)")


def write_parquet(frame: pl.LazyFrame, path: Path, **options: Any) -> None:  # noqa: ANN401 - what polars takes
    """Write *frame* to *path*, rows in their order; *options* are those of `LazyFrame.sink_parquet`.

    Raises OSError where the file system refuses it. Of why, polars gives a sentence alone that has the number.
    """
    try:
        frame.sink_parquet(path, **options)
    except (pl.exceptions.ComputeError, OSError) as error:
        found = _NUMBER.search(str(error))
        if found is None:
            raise
        number = int(found[1])
        raise OSError(number, os.strerror(number), str(path), number) from error  # the last one is Windows' number
