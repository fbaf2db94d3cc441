"""Links: each leads where it says, so that nobody lands on a cell that is not theirs."""

from collections.abc import Iterator

from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from depipe.workbook.layout import SHEET_RATINGS, SHEET_SCALE, SHEET_START
from depipe.workbook.writing import links
from depipe.workbook.writing.plan import Plan
from depipe.workbook.writing.start import rules, steps

_Ways = dict[tuple[int, int], str]
"""Row and column, from 0 -> the place that the cell leads to."""


def link_promises(book: Workbook, plan: Plan) -> Iterator[str]:
    """Yield what does not hold of the links."""
    started = [line.target for line in (*steps(plan), *rules(plan)) if line.target]
    if list(ways(book[SHEET_START]).values()) != started:
        yield f"{SHEET_START}: its links do not lead where they should"
    for sheet, wanted in ((SHEET_RATINGS, _on_ratings(plan)), (SHEET_SCALE, _on_scale(plan))):
        found = ways(book[sheet])
        for row, column in sorted(wanted.keys() | found.keys()):
            place, target = links.place(sheet, row, column), wanted.get((row, column))
            if found.get((row, column)) != target:
                yield f"{place}: it leads to {found.get((row, column))}, not {target}"


def ways(sheet: Worksheet) -> _Ways:
    """Return the links of a sheet, in order."""
    found = {
        (cell.row - 1, cell.column - 1): str(cell.hyperlink.location)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.hyperlink is not None
    }
    return dict(sorted(found.items()))


def _on_ratings(plan: Plan) -> _Ways:
    at = plan.ratings
    ways: _Ways = {}
    for tool in range(len(plan.tools)):
        ways[at.title_row, at.first_star + tool] = links.to_notes(plan, tool)
        ways[at.title_row, at.first_note(tool)] = links.to_stars(plan, tool)
    for item in plan.rubric_rows:
        ways[at.first_row + plan.item_numbers[item] - 1, 1] = links.to_rubric(plan, item)
    return ways


def _on_scale(plan: Plan) -> _Ways:
    return {(row, 0): links.to_item(plan, item) for item, row in plan.rubric_rows.items()}
