"""The first cell in which two Parquet tables differ, found by a process of its own that may take bounded memory.

A table from outside may say that it holds anything. So it is opened only where its bytes are not the derived table's,
and never in the process that reports.
"""

import multiprocessing
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import polars as pl

from depipe.bundle.differences import CellDifference, Difference, FileDifference, Plain

_MEMORY: Final = 4 << 30
_MEMORY_A_BYTE: Final = 40
"""Address space beyond what the process has when it starts: this much, and so much a byte of the derived file."""
_SECONDS: Final = 600
_LONGEST: Final = 1_000
"""Signs of a value that are shown."""
_ROWS_BEYOND: Final = 100_000
"""How many rows more than the derived table another one may have before it is not read at all."""


def first_difference(table: str, derived: Path, bundled: Path, key: Sequence[str], name: str) -> Difference | None:
    """Return the first difference between two files of *table*, None when they hold the same.

    *name* is what the bundle calls its file. A file that cannot be read within bounds differs as a whole.
    """
    context = multiprocessing.get_context("spawn")
    bound = _MEMORY + _MEMORY_A_BYTE * derived.stat().st_size
    with ProcessPoolExecutor(1, context, initializer=_wall_in, initargs=(bound,)) as pool:
        future = pool.submit(_compared, table, derived, bundled, tuple(key))
        try:
            found = future.result(timeout=_SECONDS)
        except (BrokenProcessPool, TimeoutError, pl.exceptions.PolarsError, MemoryError):
            for process in (pool._processes or {}).values():  # noqa: SLF001 - Python 3.14 says kill_workers
                process.kill()
            return FileDifference(name, "derived")
    return found if isinstance(found, CellDifference) else FileDifference(name, "order") if found else None


def _compared(table: str, derived: Path, bundled: Path, key: Sequence[str]) -> CellDifference | str | None:
    made = pl.read_parquet(derived)
    try:
        other = pl.scan_parquet(bundled)
        schema = other.collect_schema()
        height = other.select(pl.len()).collect().item()
    except BaseException as error:  # a panic is no Exception; the parent knows polars' errors
        raise pl.exceptions.ComputeError("no table") from error
    for name in (*made.schema, *schema):
        if (was := schema.get(name)) != (now := made.schema.get(name)):
            return CellDifference(table, (), name, _type(was), _type(now))
    if height > made.height + _ROWS_BEYOND:
        return CellDifference(table, (), "rows", height, made.height)
    return _first_cell(table, _plain(made), _plain(other.select(made.columns).collect()), key)


def _type(dtype: pl.DataType | None) -> str | None:
    return None if dtype is None else str(dtype)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return *frame* with lists as texts, which can be compared and shown."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).list.join(", ") for name in lists)


def _first_cell(table: str, made: pl.DataFrame, other: pl.DataFrame, key: Sequence[str]) -> CellDifference | str | None:
    repeated = other.filter(pl.struct(key).is_duplicated() & ~pl.struct(key).is_first_distinct())
    if not repeated.is_empty():
        return _row_difference(table, repeated, key, was="+", now="-")
    values = [name for name in made.columns if name not in key]
    both = made.join(
        other.with_row_index("place"), on=list(key), how="left", suffix="_was", nulls_equal=True, maintain_order="left"
    )
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_was")) for name in values]
    odd = both.filter(pl.any_horizontal(pl.col("place").is_null(), *differs)).head(1)
    if not odd.is_empty():
        if odd["place"].item() is None:
            return _row_difference(table, odd, key, was="-", now="+")
        column = next(name for name in values if not odd.select(name).equals(_renamed(odd, name)))
        where = tuple((name, _value(odd[name].item())) for name in key)
        return CellDifference(table, where, column, _value(odd[f"{column}_was"].item()), _value(odd[column].item()))
    extra = other.join(made, on=list(key), how="anti", nulls_equal=True, maintain_order="left")
    if not extra.is_empty():
        return _row_difference(table, extra, key, was="+", now="-")
    return None if both["place"].is_sorted() else "order"


def _renamed(odd: pl.DataFrame, name: str) -> pl.DataFrame:
    return odd.select(pl.col(f"{name}_was").alias(name))


def _row_difference(table: str, rows: pl.DataFrame, key: Sequence[str], *, was: str, now: str) -> CellDifference:
    return CellDifference(table, tuple((name, _value(rows[name][0])) for name in key), None, was, now)


def _value(value: Any) -> Plain:  # noqa: ANN401 - whatever a column holds
    plain = value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
    return f"{plain[:_LONGEST]}…" if isinstance(plain, str) and len(plain) > _LONGEST else plain


def _wall_in(beyond: int) -> None:
    """Bound this process's address space where the system can: what it has, and *beyond* bytes; let it die in silence.

    What a library says when there is no more memory is not for people: the parent has a sentence.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - POSIX only

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        bound = pages * resource.getpagesize() + beyond
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or bound < hard:
            resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
