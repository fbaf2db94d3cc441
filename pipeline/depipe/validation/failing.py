"""From the rows that break a table's rules to findings at their cells."""

from collections.abc import Collection, Iterator
from typing import Final

import polars as pl

from depipe.findings import Finding
from depipe.validation.tables import Table
from depipe.workbook.cells import address

_AT: Final = ("code", "file", "sheet", "row", "column", "item_id", "tool", "name")
_SAID: Final = ("found", "expected", "case")


def found_in(table: Table, frame: pl.DataFrame, *, without: Collection[str] = ()) -> Iterator[tuple[int, Finding]]:
    """Yield what fails in *table*, with the file that it is about; findings of the codes *without* are left out."""
    failing = table.failures(frame)
    if failing.is_empty():
        return
    at = [_or_nothing(name, failing) for name in _AT]
    for code, file, sheet, row, column, item_id, tool, name, found, expected, case in failing.select(
        *at, *(_said(name, table, failing) for name in _SAID)
    ).iter_rows():
        if code in without:
            continue
        yield (
            file,
            Finding(
                code=code,
                sheet=sheet,
                cell=None if row is None else address(row, column),
                item_id=item_id,
                tool=tool,
                name=name,
                found=found,
                expected=expected,
                case=case,
            ),
        )


def _said(name: str, table: Table, failing: pl.DataFrame) -> pl.Expr:
    """Return what is said as *name*: of each row as its code says it."""
    said = _or_nothing(name, failing)
    for code, columns in table.said.items():
        if name in columns:
            said = pl.when(pl.col("code") == code).then(_or_nothing(columns[name], failing)).otherwise(said)
    return said.alias(name)


def _or_nothing(name: str | None, frame: pl.DataFrame) -> pl.Expr:
    return pl.col(name) if name in frame.columns else pl.lit(None, pl.String).alias(name or "nothing")
