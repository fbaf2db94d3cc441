"""What every visible sheet has in common: the lock, the locked margin, paper and footer."""

import math
from collections.abc import Sequence
from typing import Final

from depipe.master.model import Master
from depipe.sheets import Sheet
from depipe.workbook.writing.sheet_plans import MARGIN
from depipe.workbook.writing.style import Styles

ALLOWED: Final = {"format_columns": True, "format_rows": True, "autofilter": True}
"""What people may still do under the lock, besides selecting. Not sorting: spreadsheets refuse to sort locked cells."""

_A4: Final = 9
_INCH_WIDTH: Final = {False: 8.27, True: 11.69}
_SIDE: Final = 0.4
_TOP: Final = 0.45
_BOTTOM: Final = 0.6
"""Inches."""
_AIR: Final = 1.02
_SQUEEZED: Final = 0.15
"""The part of a page that is rather squeezed onto the others than printed for itself."""


def protect(sheet: Sheet) -> None:
    """Lock the sheet without a password."""
    sheet.raw.protect("", ALLOWED)


def set_up(sheet: Sheet, master: Master, *, landscape: bool) -> None:
    """Set paper, margins and footer with the master's title; grid lines give way to the borders of the tables."""
    if landscape:
        sheet.raw.set_landscape()
    sheet.raw.set_paper(_A4)
    sheet.raw.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    title = master.title.replace("&", "&&")[:80]
    sheet.raw.set_footer(f"&L&8{_apart(title)}&C&8&A&R&8&P / &N", {"margin": 0.3})
    sheet.raw.hide_gridlines(2)


def printable_points(*, landscape: bool, height: bool = False) -> float:
    """Return the width (or *height*) of the paper between the margins, in points."""
    if height:
        return (_INCH_WIDTH[not landscape] - _TOP - _BOTTOM) * 72
    return (_INCH_WIDTH[landscape] - 2 * _SIDE) * 72


def fit_across(sheet: Sheet, columns: Sequence[float], height: float, *, landscape: bool) -> None:
    """Print a sheet one page wide, on as many pages as its *height* (points) needs, but none for a few lines."""
    scale = min(printable_points(landscape=landscape) / sum(map(column_points, columns)), 1)
    room = printable_points(landscape=landscape, height=True) / scale
    sheet.raw.fit_to_pages(1, max(math.ceil(height / room - _SQUEEZED), 1))


def column_points(width: float) -> float:
    """Return what a column of *width* characters takes on paper where digits are eight pixels wide, the widest seen."""
    return (8 * width + 5) * 0.75 * _AIR


def widths(sheet: Sheet, styles: Styles, columns: tuple[float, ...]) -> None:
    """Set the columns' widths, all locked, and lock a margin to their right."""
    for column, width in enumerate(columns):
        sheet.columns(column, column, width, styles.page)
    sheet.columns(len(columns), len(columns) + MARGIN - 1, 9, styles.page)


def _apart(title: str) -> str:
    """Return *title* so that a digit at its beginning is not read as part of the font size before it."""
    return f" {title}" if title[:1].isdigit() else title
