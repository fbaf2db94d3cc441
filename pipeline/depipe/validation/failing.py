"""From the rows that break a table's rules to findings at their cells."""

from collections.abc import Collection, Iterator
from typing import Final

import polars as pl

from depipe.findings import Finding
from depipe.validation.tables import Table
from depipe.workbook.cells import address

_SAID: Final = ("code", "file", "sheet", "row", "column", "item_id", "tool", "name", "found", "expected", "case")


def found_in(
    table: Table, frame: pl.DataFrame, *, without: Collection[str] = (), cased: Collection[str] | None = None
) -> Iterator[tuple[int, Finding]]:
    """Yield what fails in *table*, with the file that it is about.

    Findings of the codes *without* are left out. *cased*: the codes that the frame's `case` is for; None for all.
    """
    failing = table.failures(frame)
    rows = failing.select(
        name if name in failing.columns else pl.lit(None, pl.String).alias(name) for name in _SAID
    ).iter_rows()
    for code, file, sheet, row, column, item_id, tool, name, found, expected, case in rows:
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
                case=case if cased is None or code in cased else None,
            ),
        )
