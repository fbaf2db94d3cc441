"""A returned file after the preflight: what a reader may look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple

from depipe.workbook.reading.references import Cell, Range

DAY_ZERO: Final = date(1899, 12, 31)
"""The day that spreadsheets number 0, in the first two months of their calendar."""

Value = str | float | bool | date | datetime | time | timedelta
"""What a cell says; an empty text is a blank cell."""
Grid = Sequence[Sequence[Value]]
"""The values of a sheet from its first row and column on."""


class Remark(NamedTuple):
    """What somebody wrote over a cell: a comment, or a text box with its corner there."""

    cell: Cell
    case: Literal["comment", "box"]
    text: str


@dataclass(slots=True, kw_only=True)
class CheckedSheet:
    """A sheet that may be read. Cells are (row, column) from 1."""

    name: str
    key: str
    """What the sheet is called in the package."""
    grid: Grid | None = None
    """Its values, where the check has read them already."""
    errors: dict[Cell, str] = field(default_factory=dict)
    """Cell -> the text of its error, a formula's too."""
    formulas: set[Cell] = field(default_factory=set)
    merges: list[Range] = field(default_factory=list)
    links: dict[Cell, str] = field(default_factory=dict)
    """Cell -> the address that it links to."""
    pictures: set[Cell] = field(default_factory=set)
    """Cells that hold a picture: their value, if any, means nothing."""
    floating: list[Cell] = field(default_factory=list)
    """Cells whose top left corner lies under a picture."""
    remarks: list[Remark] = field(default_factory=list)
    day_zero: date = DAY_ZERO
    """The day that the sheet's own program numbers 0."""


@dataclass(slots=True, kw_only=True)
class CheckedFile:
    """A file that may be read.

    package is a zip archive of checked parts for calamine; None where the sheets come with their grids.
    """

    sheets: tuple[CheckedSheet, ...]
    unread: tuple[str, ...] = ()
    """The names of the sheets that were left alone."""
    glanced: dict[str, list[str]] = field(default_factory=dict)
    """Those of them that hold nothing but fixed texts -> what their cells say, as far as a glance tells."""
    identity: str | None = None
    """The custom document properties `depipe-1`, `depipe-2`, ... joined."""
    program: str | None = None
    package: bytes | None = None
