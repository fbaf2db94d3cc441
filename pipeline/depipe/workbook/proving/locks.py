"""The lock: on for every sheet, without a password, letting people filter and resize, and every other cell under it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from openpyxl.utils import column_index_from_string
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.workbook.cells import address
from depipe.workbook.layout import (
    HIDDEN_SHEETS,
    PROPOSAL_HEADERS,
    PROPOSAL_ROWS,
    SHEET_CONTEXT,
    SHEET_LISTS,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_SUMMARY,
)
from depipe.workbook.proving.places import Place
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.proposals_plan import HEADER_ROW
from depipe.workbook.writing.sheet_plans import MARGIN


def lock_promises(book: Workbook, places: Iterable[Place], extents: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """Yield what does not hold of the lock.

    *extents*: the last row and column of the sheets whose layout says so, from 0; the others end with what they hold.
    """
    answers: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for place in places:
        answers[place.sheet].add((place.row, place.column))
    for sheet in book.worksheets:
        yield from _protection(sheet)
        yield from _cells(sheet, answers[sheet.title], *_extent(sheet, extents))


def _protection(sheet: Worksheet) -> Iterator[str]:
    lock = sheet.protection
    if not lock.sheet:
        yield f"{sheet.title}: the sheet is not protected"
    if lock.password is not None or lock.hashValue is not None:
        yield f"{sheet.title}: there is a password"
    # These attributes say what is forbidden.
    forbidden = (lock.autoFilter, lock.formatColumns, lock.formatRows, lock.selectLockedCells, lock.selectUnlockedCells)
    if sheet.title not in HIDDEN_SHEETS and any(forbidden):
        yield f"{sheet.title}: people may not filter, resize or select"


def extents(plan: Plan, lists: Worksheet) -> dict[str, tuple[int, int]]:
    """Return the extents of a workbook for ratings."""
    return {
        SHEET_CONTEXT: (plan.context.last_row, plan.context.last_column),
        SHEET_RATINGS: (plan.ratings.last_row, plan.ratings.last_column),
        SHEET_SUMMARY: (plan.summary.last_row, plan.summary.last_column),
        SHEET_PROPOSALS: (HEADER_ROW + PROPOSAL_ROWS, len(PROPOSAL_HEADERS) - 1),
        SHEET_LISTS: (lists.max_row - 1, plan.lists.last_column),
    }


def _extent(sheet: Worksheet, extents: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return the last row and the last column that must be locked, from 1: the layout and a margin beside it."""
    row, column = extents.get(sheet.title, (sheet.max_row - 1, sheet.max_column - 1))
    return row + 1, column + 1 + (0 if sheet.title in HIDDEN_SHEETS else MARGIN)


def _cells(sheet: Worksheet, answers: set[tuple[int, int]], last_row: int, last_column: int) -> Iterator[str]:
    """Check the cells that are in the file, and for the others the columns that they take their lock from."""
    columns = _locked_columns(sheet)
    for column in range(1, last_column + 1):
        if column not in columns:
            yield f"{sheet.title}!{address(1, column)}: the column is not locked"
    present = sheet._cells  # noqa: SLF001 - whoever asks for a cell by its address makes it where there is none
    for (row, column), cell in present.items():
        if row <= last_row and column <= last_column and (row, column) not in answers:
            written = cell.has_style or cell.value is not None
            if written and not cell.protection.locked:
                yield f"{sheet.title}!{address(row, column)}: the cell is not locked"


def _locked_columns(sheet: Worksheet) -> set[int]:
    locked: set[int] = set()
    for letters, dimension in sheet.column_dimensions.items():
        if dimension.has_style and dimension.protection.locked:
            first = dimension.min or column_index_from_string(letters)
            locked.update(range(first, (dimension.max or first) + 1))
    return locked
