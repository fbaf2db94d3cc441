"""評価 on paper: few pages, none of them nearly empty; the items with their stars first, then the notes.

Spreadsheets print down before they print across: the pages of all items with their stars, then those with the notes,
each with the ids and the names. Only a single tool has its notes beside its stars.
"""

import math
from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple

from depipe.sheets import Sheet
from depipe.workbook.layout import NOTE_FIELDS
from depipe.workbook.writing.page import column_points, printable_points
from depipe.workbook.writing.plan import Plan

_SMALLEST: Final = 70
"""Percent: print of eight points. Smaller print is hard to read: what then does not fit takes more pages."""
_TOGETHER_SMALLEST: Final = 62
"""Percent, where a single tool's notes stand beside its stars."""
_STARS_SMALLEST: Final = 55
"""Percent, where many tools' stars stand beside the items."""
_LEGEND: Final = 60.0
"""Points that the rows above the header take at most, on the first page alone."""
_SLACK: Final = 0.94
"""How much of a page's height is planned for: rows are printed a little higher than they are on the screen."""


class _Layout(NamedTuple):
    scale: int
    across: list[int]
    """Columns that begin a page."""
    down: list[int]
    """Rows, from 0, that begin a page."""

    @property
    def pages(self) -> int:
        return (len(self.across) + 1) * (len(self.down) + 1)


def fit_to_paper(sheet: Sheet, plan: Plan, widths: Sequence[float], heights: Sequence[float], header: float) -> None:
    """Scale and break the sheet; the ids, the names and the header come again on every page.

    *heights* are those of the items' rows, *header* that of the header's, in points.
    """
    at = plan.ratings
    points = [column_points(width) for width in widths]
    paper = printable_points(landscape=True)
    fitting = int(paper / sum(points[: at.last_star + 1]) * 100)
    readable = _TOGETHER_SMALLEST if len(plan.tools) == 1 else _SMALLEST
    least = max(min(fitting, readable), _STARS_SMALLEST)
    layouts = [_layout(plan, points, heights, header, scale) for scale in range(100, least - 1, -1)]
    # The first of equals: the largest print.
    best = min(layouts, key=lambda layout: layout.pages)
    sheet.raw.set_print_scale(best.scale)
    if best.across:
        sheet.raw.set_v_pagebreaks(best.across)
    if best.down:
        sheet.raw.set_h_pagebreaks([at.first_row + row for row in best.down])
    sheet.raw.repeat_rows(at.header_row)
    sheet.raw.repeat_columns(0, at.frozen_columns - 1)
    sheet.raw.print_area(at.title_row, 0, at.last_row, at.last_column)


def _layout(plan: Plan, points: Sequence[float], heights: Sequence[float], header: float, scale: int) -> _Layout:
    across = _across(plan, points, printable_points(landscape=True) / scale * 100)
    room = printable_points(landscape=True, height=True) / scale * 100 * _SLACK - header
    return _Layout(scale, across, _down(heights, room))


def _across(plan: Plan, widths: Sequence[float], room: float) -> list[int]:
    """Return the columns that begin a page: each page takes as many tools' stars, or as many tools' notes, as fit."""
    at, tools = plan.ratings, len(plan.tools)
    breaks: list[int] = []
    column, taken = at.first_star, sum(widths[: at.first_star])
    for block in [1] * tools + [len(NOTE_FIELDS)] * tools:
        needed = sum(widths[column : column + block])
        notes_begin = tools > 1 and column == at.last_star + 1
        if notes_begin or taken + needed > room:
            breaks.append(column)
            taken = sum(widths[: at.frozen_columns])
        taken += needed
        column += block
    return breaks


def _down(heights: Sequence[float], room: float) -> list[int]:
    """Return the rows that begin a page: as few pages as there can be, all about equally full."""
    least = math.ceil((sum(heights) + _LEGEND) / room)
    return next(breaks for pages in count(least) if (breaks := _even_breaks(heights, pages, room)) is not None)


def _even_breaks(heights: Sequence[float], pages: int, room: float) -> list[int] | None:
    """Return the rows that begin one of so many *pages*; none where one of them takes more than *room* so."""
    share, filled, begun = (sum(heights) + _LEGEND) / pages, _LEGEND, 0.0
    breaks: list[int] = []
    for row, height in enumerate(heights):
        if row and filled + height / 2 > share * (len(breaks) + 1):
            breaks.append(row)
            begun = filled
        filled += height
        if filled - begun > room and begun != filled - height:
            return None
    return breaks
