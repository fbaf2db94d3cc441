"""Where printed pages must break so that no heading stands at the foot of one, parted from its table."""

from collections.abc import Collection, Sequence
from typing import Final

_WIDTH: Final = 10.8
_HEIGHT: Final = 7.1
"""Inches of a landscape A4 within the margins."""
_LEAST, _MOST = 0.96, 1.07
"""How much of that a page may hold: programs differ in the widths of fonts, and so in how far they shrink a sheet."""
_DOTS: Final = 96
_KEPT: Final = 5
"""Rows that stay together: a heading, what it says, the table's header and its first rows."""
_DIGIT, _CELL = 7, 5


def breaks(heights: Sequence[int], headings: Collection[int], widths: Sequence[float]) -> list[int]:
    """Return the rows of *headings* that begin a page of a sheet that is printed one page wide.

    heights are the rows', in pixels; widths the columns', in digits. Where pages break by themselves is reckoned, not
    known.
    """
    across = sum(int(width * _DIGIT) + _CELL for width in widths)
    page = _HEIGHT * _DOTS * max(across / (_WIDTH * _DOTS), 1)
    found: list[int] = []
    used = 0
    for row, height in enumerate(heights):
        parted = row in headings and used and used + sum(heights[row : row + _KEPT]) > _LEAST * page
        if parted:
            found.append(row)
        used = height if parted or used + height > _MOST * page else used + height
    return found
