"""評価 on paper: few pages, none of them nearly empty; the items with their stars first, then the notes.

Spreadsheets print down before they print across: the pages of all items with their stars and the notes that still
fit, then those with further notes, each with the ids and the names.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from depipe.sheets import Sheet
from depipe.workbook.layout import NOTE_FIELDS
from depipe.workbook.writing.page import column_points, printable_points
from depipe.workbook.writing.plan import Plan

_SMALLEST: Final = 62
"""Percent. Smaller print is hard to read: what then does not fit takes more pages."""
_STARS_SMALLEST: Final = 55
"""Percent, where many tools' stars stand beside the items."""
_HEAD: Final = 80.0
"""Points that the rows above the items take at most on a page."""
_SLACK: Final = 0.94
"""How much of a page's height is planned for: rows are printed a little higher than they are on the screen."""


class _Layout(NamedTuple):
    scale: int
    across: list[int]
    """Columns that begin a page."""
    down: int
    """Pages that the rows take."""

    @property
    def pages(self) -> int:
        return (len(self.across) + 1) * self.down


def fit_to_paper(sheet: Sheet, plan: Plan, widths: Sequence[float], heights: Sequence[float]) -> None:
    """Scale and break the sheet; the ids, the names and the header come again on every page."""
    at = plan.ratings
    points = [column_points(width) for width in widths]
    paper = printable_points(landscape=True)
    fitting = int(paper / sum(points[: at.last_star + 1]) * 100)
    least = max(min(fitting, _SMALLEST), _STARS_SMALLEST)
    layouts = [_layout(plan, points, heights, scale) for scale in range(100, least - 1, -1)]
    # The first of equals: the largest print.
    best = min(layouts, key=lambda layout: layout.pages)
    sheet.raw.set_print_scale(best.scale)
    if best.across:
        sheet.raw.set_v_pagebreaks(best.across)
    if best.down > 1:
        sheet.raw.set_h_pagebreaks([at.first_row + row for row in _even_breaks(heights, best.down)])
    sheet.raw.repeat_rows(at.header_row)
    sheet.raw.repeat_columns(0, at.frozen_columns - 1)
    sheet.raw.print_area(at.title_row, 0, at.last_row, at.last_column)


def _layout(plan: Plan, points: Sequence[float], heights: Sequence[float], scale: int) -> _Layout:
    across = _across(plan, points, printable_points(landscape=True) / scale * 100)
    room = printable_points(landscape=True, height=True) / scale * 100 * _SLACK - _HEAD
    return _Layout(scale, across, math.ceil((sum(heights) + max(heights)) / room))


def _across(plan: Plan, widths: Sequence[float], room: float) -> list[int]:
    """Return the columns that begin a page: each page takes as many tools' stars, or three notes, as fit."""
    at, tools = plan.ratings, len(plan.tools)
    breaks: list[int] = []
    column, taken = at.first_star, sum(widths[: at.first_star])
    for block in [1] * tools + [len(NOTE_FIELDS)] * tools:
        needed = sum(widths[column : column + block])
        if taken + needed > room:
            breaks.append(column)
            taken = sum(widths[: at.frozen_columns])
        taken += needed
        column += block
    return breaks


def _even_breaks(heights: Sequence[float], pages: int) -> list[int]:
    """Return the rows, from 0, that begin a page, so that all pages are about equally full."""
    share, filled = sum(heights) / pages, 0.0
    breaks: list[int] = []
    for row, height in enumerate(heights):
        if filled + height / 2 > share * (len(breaks) + 1):
            breaks.append(row)
        filled += height
    return breaks
