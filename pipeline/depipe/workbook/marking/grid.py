"""The cells of one worksheet: found by address, inserted in order where they are missing."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from depipe.workbook.cells import address
from depipe.workbook.marking.trees import Element, StructureError, add, child, children, local, truth, unset

_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


class Place(NamedTuple):
    """A cell's row and column, from 1."""

    row: int
    column: int


class Area(NamedTuple):
    """A rectangle of cells, its corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, place: Place) -> bool:
        """Tell whether a cell lies inside."""
        return self.top <= place.row <= self.bottom and self.left <= place.column <= self.right

    @property
    def text(self) -> str:
        """The area as `A1:B2`, or `A1` for a single cell."""
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


def place_of(text: str | None) -> Place | None:
    """Return where the cell of an A1 address is; None for what is no address of a spreadsheet."""
    match = _ADDRESS.fullmatch(text or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    row = int(match[2])
    return Place(row, column) if row <= _LAST_ROW and column <= _LAST_COLUMN else None


def area_of(text: str | None) -> Area | None:
    """Return the rectangle that `A1:B2` or `A1` names; None for what names none."""
    first, _, last = (text or "").partition(":")
    start, end = place_of(first), place_of(last or first)
    return Area(*start, *end) if start and end else None


class Grid:
    """The rows and cells of a worksheet's root, for looking and for changing.

    Raises StructureError for a root that is no worksheet.
    """

    def __init__(self, root: Element) -> None:
        data = child(root, "sheetData") if local(root) == "worksheet" else None
        if data is None:
            raise StructureError("no worksheet")
        self.root = root
        self._data = data
        self._rows: dict[int, Element] = {}
        number = 0
        for row in children(data, "row"):
            said = row.get("r", "")
            number = int(said) if said.isdecimal() else number + 1
            self._rows.setdefault(number, row)
        self._cells: dict[int, dict[int, Element]] = {}
        self._column_styles = [
            (int(column.get("min", "0")), int(column.get("max", "0")), column.get("style", "0"))
            for column in self.columns()
        ]

    def columns(self) -> list[Element]:
        """Return what the sheet says of its columns."""
        listed = child(self.root, "cols")
        return [] if listed is None else children(listed, "col")

    def rows(self) -> dict[int, Element]:
        """Return the rows by their number."""
        return self._rows

    def cells(self, row: int) -> dict[int, Element]:
        """Return a row's cells by their column."""
        if row not in self._cells:
            found: dict[int, Element] = {}
            column = 0
            for cell in children(self._rows[row], "c") if row in self._rows else []:
                said = place_of(cell.get("r"))
                column = said.column if said else column + 1
                found.setdefault(column, cell)
            self._cells[row] = found
        return self._cells[row]

    def all_cells(self) -> Iterator[tuple[Place, Element]]:
        """Yield every cell with its place."""
        for row in self._rows:
            for column, cell in self.cells(row).items():
                yield Place(row, column), cell

    def style(self, place: Place) -> int:
        """Return the number of a cell's format; of a cell that is not there, its row's or its column's."""
        cell = self.cells(place.row).get(place.column)
        row = self._rows.get(place.row)
        if cell is not None:
            said = cell.get("s", "0")
        elif row is not None and truth(row.get("customFormat")):
            said = row.get("s", "0")
        else:
            within = (style for first, last, style in self._column_styles if first <= place.column <= last)
            said = next(within, "0")
        return int(said) if said.isdecimal() else 0

    def cell(self, place: Place) -> Element:
        """Return a cell, which is inserted in order where it is missing."""
        cells = self.cells(place.row)
        found = cells.get(place.column)
        if found is not None:
            return found
        style = self.style(place)
        row = self._row(place.row)
        for column, cell in cells.items():
            cell.set("r", address(place.row, column))
        made = add(row, "c", {"r": address(*place), "s": str(style)})
        _put(made, cells, place.column)
        # The span only hints at the columns that a row uses, and would lie now.
        unset(row, "spans")
        return made

    def _row(self, number: int) -> Element:
        found = self._rows.get(number)
        if found is not None:
            return found
        for other, row in self._rows.items():
            row.set("r", str(other))
        made = add(self._data, "row", {"r": str(number)})
        _put(made, self._rows, number)
        return made


def _put(made: Element, known: dict[int, Element], number: int) -> None:
    """Move *made* before the next of the *known* ones, and remember it there."""
    order = sorted(known)
    position = bisect_right(order, number)
    if position < len(order):
        known[order[position]].addprevious(made)
    known[number] = made
