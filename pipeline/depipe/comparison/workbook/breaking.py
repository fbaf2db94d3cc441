"""Where printed pages break: while a sheet is written, so that headings stay with tables and headers come again."""

from collections.abc import Sequence
from typing import Final

_WIDTH: Final = 10.8
_HEIGHT: Final = 7.1
"""Inches of a landscape A4 within the margins."""
_FULL: Final = 0.96
"""How much of that a page gets: programs differ in the widths of fonts, and so in how far they shrink a sheet."""
_DOTS: Final = 96
_KEPT: Final = 5
"""Rows that stay together: a heading, what it says, the table's header and its first rows."""
_DIGIT, _CELL = 7, 5


class Pages:
    """The pages of a sheet that is written row by row, each ended before it is full. Heights are pixels.

    *widths* are the columns', in digits; *scale* is how far a sheet is shrunk that is not printed one page wide. Where
    programs end a page by themselves is not known, so nothing is left to them but a last table, whose header they
    repeat. `start` is the row that begins the page; `breaks` are those that begin one.
    """

    def __init__(self, widths: Sequence[float], scale: float | None = None) -> None:
        across = sum(int(width * _DIGIT) + _CELL for width in widths)
        shrunk = max(across / (_WIDTH * _DOTS), 1) if scale is None else 1 / scale
        self._room = _FULL * _HEIGHT * _DOTS * shrunk
        self._heading = 0
        self.start = 0
        self.breaks: list[int] = []

    def heads(self, row: int) -> None:
        """Keep *row*, a heading, with the rows below it."""
        self._heading = row

    def keeps(self, row: int) -> bool:
        """Return whether *row* belongs to the last heading."""
        return row - self._heading < _KEPT

    def ends(self, row: int, used: float) -> bool:
        """End the page where *used*, from `start` to the end of *row*, is more than it holds; return whether at *row*.

        It ends before the heading that *row* belongs to, unless that one begins the page.
        """
        if used <= self._room or row == self.start:
            return False
        with_heading = self.keeps(row) and self._heading > self.start
        self.start = self._heading if with_heading else row
        self.breaks.append(self.start)
        return not with_heading
