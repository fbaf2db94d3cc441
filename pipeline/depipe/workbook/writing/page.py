"""What every visible sheet has in common: the lock, the locked margin, paper and footer."""

from typing import Final

from depipe.sheets import Sheet
from depipe.workbook.writing.plan import MARGIN, Plan
from depipe.workbook.writing.style import Styles

ALLOWED: Final = {"format_columns": True, "format_rows": True, "autofilter": True}
"""What people may still do under the lock, besides selecting. Not sorting: spreadsheets refuse to sort locked cells."""

_A4: Final = 9
_INCH_WIDTH: Final = {False: 8.27, True: 11.69}
_SIDE: Final = 0.4
"""Inches."""


def protect(sheet: Sheet) -> None:
    """Lock the sheet without a password."""
    sheet.raw.protect("", ALLOWED)


def set_up(sheet: Sheet, plan: Plan, *, landscape: bool) -> None:
    """Set paper, margins and footer; grid lines give way to the borders of the tables."""
    if landscape:
        sheet.raw.set_landscape()
    sheet.raw.set_paper(_A4)
    sheet.raw.set_margins(left=_SIDE, right=_SIDE, top=0.45, bottom=0.6)
    title = plan.master.title.replace("&", "&&")[:80]
    sheet.raw.set_footer(f"&L&8{_apart(title)}&C&8&A&R&8&P / &N", {"margin": 0.3})
    sheet.raw.hide_gridlines(2)


def printable_points(*, landscape: bool) -> float:
    """Return the width of the paper between the margins, in points."""
    return (_INCH_WIDTH[landscape] - 2 * _SIDE) * 72


def widths(sheet: Sheet, styles: Styles, columns: tuple[float, ...]) -> None:
    """Set the columns' widths, all locked, and lock a margin to their right."""
    for column, width in enumerate(columns):
        sheet.columns(column, column, width, styles.page)
    sheet.columns(len(columns), len(columns) + MARGIN - 1, 9, styles.page)


def _apart(title: str) -> str:
    """Return *title* so that a digit at its beginning is not read as part of the font size before it."""
    return f" {title}" if title[:1].isdigit() else title
