"""Cell references: A1 text to rows and columns, both counted from 1."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

Cell = tuple[int, int]
"""Row and column, from 1."""
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def position(reference: str) -> Cell | None:
    """Return the cell of an A1 reference; None for what is none, or lies outside the grid of a spreadsheet."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


@lru_cache(maxsize=4096)
def area(reference: str) -> Range | None:
    """Return the cells of a reference like `A1` or `A1:B2`; None for anything else.

    Workbooks that were issued together merge and link the same cells.
    """
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    if start is None or end is None:
        return None
    return (min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def cells_of(ranges: Iterable[Range], last: Cell) -> Iterator[Cell]:
    """Yield the cells of *ranges* up to the row and column of *last*: who merges a whole column means what is there."""
    for first_row, first_column, last_row, last_column in ranges:
        for row in range(first_row, min(last_row, last[0]) + 1):
            for column in range(first_column, min(last_column, last[1]) + 1):
                yield row, column
