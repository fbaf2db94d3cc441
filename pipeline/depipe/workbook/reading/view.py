"""A sheet as the reader looks at it: every cell's kind and text, wherever it stands."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Final

from depipe.folding import INVISIBLE, fold
from depipe.workbook.cells import Kind, address
from depipe.workbook.reading.checked import CheckedSheet, Grid, Value
from depipe.workbook.reading.limits import Limits, unsafe
from depipe.workbook.reading.references import Cell, cells_of

Content = tuple[Kind, str | None]
"""What stands in a cell: its kind, and its value as text (None when blank)."""

BLANK: Final[Content] = ("blank", None)
_MERGED: Final[Content] = ("merged", None)
_NOTHING: Final = INVISIBLE + " \t\r\n\u00a0\u3000\v\f"
_WHOLE: Final = 1e15
"""Up to here a number without a fraction is written with all its digits."""


def content(value: Value) -> Content:
    """Return the kind and the text of a cell's value."""
    if type(value) is str:
        return ("text", value) if value.strip(_NOTHING) else BLANK
    if type(value) is float or type(value) is int:
        whole = value == value // 1 and abs(value) < _WHOLE
        return "number", str(int(value)) if whole else repr(value)
    if type(value) is bool:
        return "boolean", "TRUE" if value else "FALSE"
    return _time_content(value)


def _time_content(value: Value) -> Content:
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return "date", (value.date() if at_midnight else value).isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    return "duration", value.isoformat() if isinstance(value, time) else _hours(value)


def _hours(value: Value) -> str:
    if not isinstance(value, timedelta):
        return str(value)
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


class SheetView:
    """The cells of one sheet; rows and columns count from 1, and outside of what is filled everything is blank."""

    def __init__(self, sheet: CheckedSheet, grid: Grid) -> None:
        self.sheet = sheet
        self.name = sheet.name
        self._grid = grid
        shown = [*sheet.formulas, *sheet.errors]  # a formula or an error may stand outside of all values
        self.height = max(len(grid), max((row for row, _ in shown), default=0))
        self.width = max(max(map(len, grid), default=0), max((column for _, column in shown), default=0))

    @cached_property
    def special(self) -> dict[int, dict[int, Content]]:
        """Return the cells that are not what their value says, by column and row."""
        sheet = self.sheet
        found: dict[int, dict[int, Content]] = {}
        for row, column in sheet.formulas:
            found.setdefault(column, {})[row] = "formula", content(self._value(row, column))[1]
        for (row, column), shown in sheet.errors.items():
            found.setdefault(column, {})[row] = "error", shown
        for row, column in sheet.pictures:
            found.setdefault(column, {})[row] = BLANK
        for row, column in self._covered:
            found.setdefault(column, {})[row] = _MERGED
        return found

    @cached_property
    def _covered(self) -> dict[Cell, Cell]:
        """Return the cells under merged ranges, but the top left ones, each with the one that is shown instead."""
        last = (self.height, self.width)
        bound = Limits().area
        covered: dict[Cell, Cell] = {}
        for merged in self.sheet.merges:
            top_left = merged[:2]
            for count, cell in enumerate(cells_of([merged], last)):
                if cell != top_left:
                    covered[cell] = top_left
                if count + len(covered) > bound:
                    raise unsafe("marks", bound, where=self.name)
        return covered

    def _value(self, row: int, column: int) -> Value:
        if not (0 < row <= len(self._grid)):
            return ""
        values = self._grid[row - 1]
        return values[column - 1] if 0 < column <= len(values) else ""

    def content(self, row: int, column: int) -> Content:
        """Return what stands in a cell."""
        found = self.special.get(column, {}).get(row)
        return content(self._value(row, column)) if found is None else found

    @cached_property
    def _columns(self) -> list[tuple[Value, ...]]:
        """The values column by column; short rows end in blank cells."""
        columns = list(zip_longest(*self._grid, fillvalue=""))
        return columns + [("",) * len(self._grid)] * (self.width - len(columns))

    def column(self, column: int, rows: Sequence[int]) -> tuple[list[Kind], list[str | None]]:
        """Return the kinds and the texts of the cells of one column in *rows*."""
        if not 0 < column <= self.width:
            return ["blank"] * len(rows), [None] * len(rows)
        values = self._columns[column - 1]
        height = len(values)
        found = [values[row - 1] if row <= height else "" for row in rows]
        special = self.special.get(column, {})
        texts = [value for value in found if type(value) is str]
        if len(texts) < len(found) or not special.keys().isdisjoint(rows):
            contents = [special.get(row) or content(value) for row, value in zip(rows, found, strict=True)]
            return [kind for kind, _ in contents], [text for _, text in contents]
        said = [text.strip(_NOTHING) for text in texts]
        if all(said):
            return ["text"] * len(said), list(texts)
        kinds: list[Kind] = ["text" if something else "blank" for something in said]
        return kinds, [text if something else None for text, something in zip(texts, said, strict=True)]

    def text(self, row: int, column: int) -> str:
        """Return what a person reads in a cell, a merged one's included; nothing when blank."""
        value = self._value(*self.shown_instead(row, column))
        if type(value) is str and (row, column) not in self.sheet.errors:
            return value
        return self.content(row, column)[1] or ""

    def folded(self, row: int, column: int) -> str:
        """Return what a person reads in a cell, folded."""
        return fold(self.text(row, column))

    def folded_here(self, row: int, column: int) -> str:
        """Return what stands in the cell itself, folded; nothing for one under a merged range."""
        return fold(self.content(row, column)[1] or "")

    def shown_instead(self, row: int, column: int) -> Cell:
        """Return the cell that is shown where this one is: the top left one of a merged range, else itself."""
        return self._covered.get((row, column), (row, column))

    def hidden_text(self, row: int, column: int) -> str | None:
        """Return what a cell under a merged range holds all the same: some programs keep it there, unseen."""
        return content(self._value(row, column))[1]

    def is_filled(self, row: int, column: int) -> bool:
        """Tell whether a cell holds anything of its own."""
        return self.content(row, column)[0] not in {"blank", "merged"}

    def filled(self, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Cell]:
        """Yield those of the cells in *rows* and *columns* that hold anything, row by row."""
        special, grid, nothing = self.special, self._grid, frozenset[int]()
        for row in rows:
            values = grid[row - 1] if 0 < row <= len(grid) else ()
            for column in columns:
                # Nearly all of these cells are blank, and looking twice at what is not costs little.
                blank = not 0 < column <= len(values) or values[column - 1] == ""
                if not (blank and row not in special.get(column, nothing)) and self.is_filled(row, column):
                    yield row, column

    def values(self, row: int) -> Sequence[Value]:
        """Return the values of a row from its first column on."""
        return self._grid[row - 1] if row <= len(self._grid) else ()

    def plain(self, row: int, column: int) -> str:
        """Return the text that stands in a cell, just so; nothing where it is no text."""
        value = self._value(row, column)
        return value if type(value) is str else ""

    def first_row_with(self, texts: Sequence[str], enough: int) -> int | None:
        """Return the first row that holds the first and at least *enough* of these texts, spelled just so."""
        first, wanted = texts[0], set(texts)
        return next(
            (
                row
                for row, values in enumerate(self._grid, 1)
                if first in values and len(wanted.intersection(values)) >= enough
            ),
            None,
        )

    def texts(self, row: int) -> Iterator[str]:
        """Yield the texts of a row as they stand there."""
        return (value for value in self.values(row) if type(value) is str and value)

    def short_texts(self, row: int, longest: int) -> Iterator[tuple[int, str]]:
        """Yield the columns and folded texts of a row's texts of at most *longest* characters: headers are short."""
        for column, value in enumerate(self.values(row), 1):
            if type(value) is str and 0 < len(value) <= longest:
                yield column, fold(value)

    @property
    def rows(self) -> range:
        """The numbers of the rows."""
        return range(1, self.height + 1)

    @property
    def columns(self) -> range:
        """The numbers of the columns."""
        return range(1, self.width + 1)

    def address(self, cell: Cell) -> str:
        """Return the A1 address of a cell."""
        return address(*cell)
