"""評価 on paper: the items with their stars on one page width, the notes on the pages after it."""

from collections.abc import Sequence
from typing import Final

from depipe.sheets import Sheet
from depipe.workbook.layout import NOTE_FIELDS
from depipe.workbook.writing.page import printable_points
from depipe.workbook.writing.plan import Plan

_AIR: Final = 1.02
_SMALLEST: Final = 55
"""Percent. Smaller print cannot be read: more tools then take more pages."""


def fit_to_paper(sheet: Sheet, plan: Plan, widths: Sequence[float]) -> None:
    """Scale and break the sheet; the category, the id and the name come again on every page, and so does the header."""
    at = plan.ratings
    points = [_points(width) for width in widths]
    paper = printable_points(landscape=True)
    scale = max(min(int(paper / sum(points[: at.last_star + 1]) * 100), 100), _SMALLEST)
    room = paper / scale * 100
    blocks = [1] * len(plan.tools) + [len(NOTE_FIELDS)] * len(plan.tools)
    sheet.raw.set_print_scale(scale)
    sheet.raw.set_v_pagebreaks(_breaks(points, at.first_star, at.frozen_columns, blocks, room))
    sheet.raw.repeat_rows(at.header_row)
    sheet.raw.repeat_columns(0, at.frozen_columns - 1)
    sheet.raw.print_area(at.title_row, 0, at.last_row, at.last_column)


def _points(width: float) -> float:
    """Return what a column of *width* characters takes on paper where digits are eight pixels wide, the widest seen."""
    return (8 * width + 5) * 0.75 * _AIR


def _breaks(widths: Sequence[float], first: int, repeated: int, blocks: Sequence[int], room: float) -> list[int]:
    """Return the columns that begin a page: before the notes, and wherever a block would not fit."""
    breaks: list[int] = []
    column, taken, first_notes = first, sum(widths[:first]), blocks.count(1)
    for number, block in enumerate(blocks):
        needed = sum(widths[column : column + block])
        if number == first_notes or taken + needed > room:
            breaks.append(column)
            taken = sum(widths[:repeated])
        taken += needed
        column += block
    return breaks
