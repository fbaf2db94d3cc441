"""The header row of a table: which column is whose, whatever was inserted, moved or typed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from depipe.folding import fold
from depipe.workbook.reading.view import SheetView


@dataclass(slots=True)
class Headers:
    """The columns of a table by their headers, as the layout spells them."""

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    again: dict[str, list[int]] = field(default_factory=dict)
    """Further columns with the same header."""
    strange: list[int] = field(default_factory=list)
    """Columns with another header or none."""

    def take_over(self, header: str, column: int) -> None:
        """Let a strange column be the one of *header*."""
        self.strange.remove(column)
        self.columns[header] = column


def folded_headers(headers: tuple[str, ...]) -> dict[str, str]:
    """Return the headers by their folded spelling."""
    return {fold(header): header for header in headers}


def read_headers(view: SheetView, row: int, wanted: Mapping[str, str]) -> Headers:
    """Return the columns of the table whose header is in *row*; *wanted* holds the headers by folded spelling."""
    found = Headers(row)
    for column in view.columns:
        header = wanted.get(view.plain(row, column)) or wanted.get(view.folded_here(row, column))
        if header is None:
            found.strange.append(column)
        elif header in found.columns:
            found.again.setdefault(header, []).append(column)
        else:
            found.columns[header] = column
    return found
