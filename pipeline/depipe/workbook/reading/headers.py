"""The header row of a table: which column is whose, whatever was inserted, moved or typed over."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

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


@lru_cache(maxsize=64)
def without_case(wanted: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the headers by their folded spelling in small letters, but for those that differ in nothing else."""
    counted = Counter(folded.casefold() for folded, _ in wanted)
    return {folded.casefold(): header for folded, header in wanted if counted[folded.casefold()] == 1}


def read_headers(view: SheetView, row: int, wanted: Mapping[str, str]) -> Headers:
    """Return the columns of the table whose header is in *row*; *wanted* holds the headers by folded spelling.

    Headers that differ in more than capitals and small letters are found in either.
    """
    found = Headers(row)
    loosely = without_case(tuple(wanted.items()))
    for column in view.columns:
        header = wanted.get(view.plain(row, column))
        if header is None:
            folded = view.folded_here(row, column)
            header = wanted.get(folded) or loosely.get(folded.casefold())
        if header is None:
            found.strange.append(column)
        elif header in found.columns:
            found.again.setdefault(header, []).append(column)
        else:
            found.columns[header] = column
    return found
