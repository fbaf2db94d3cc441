"""Estimates of how much room a text takes, for row heights: no spreadsheet measures them when a file is opened."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from depipe.workbook.layout import utf16_length

LINE: Final = 15.0
"""Points that a line takes at the default size."""
SMALL: Final = 0.9
"""The size of small print beside the ordinary one."""
SMALL_LINE: Final = 12.0
"""Points that a line of small print takes."""
PADDING: Final = 4.0
"""Points above and below a cell's text together."""
MAX_HEIGHT: Final = 409.0
"""Points that a row can have at most."""

_FIRST_WIDE: Final = "\u1100"
_WIDE: Final = 1.8
_NARROW: Final = 0.95
"""A full-width sign and a Latin one, in digits: of the fonts tried, the widest."""
_INDENT: Final = 1.5
"""What the indent and the cell's own margin take."""
_BREAKING: Final = 1.03
"""Lines end before they are full: words, and signs that must not begin a line, go to the next."""


@lru_cache(maxsize=16_384)
def width(text: str) -> float:
    """Return the width of one line of *text* in digits, the unit of column widths."""
    wide = 0 if text.isascii() else sum(sign >= _FIRST_WIDE for sign in text)
    return (len(text) - wide) * _NARROW + wide * _WIDE


def lines(text: str, columns: float) -> int:
    """Return how many lines *text* takes when wrapped in a column of that width."""
    room = max(columns - _INDENT, 1)
    return sum(max(1, math.ceil(width(line) * _BREAKING / room)) for line in text.split("\n"))


def height(cells: Iterable[tuple[str, float]], line: float = LINE) -> float:
    """Return the height in points of a row with these (text, width of the column) cells."""
    return height_of(max((lines(text, columns) for text, columns in cells), default=1), line)


def height_of(most: int, line: float = LINE) -> float:
    """Return the height in points of a row whose longest cell takes so many lines."""
    return min(most * line + PADDING, MAX_HEIGHT)


def within_lines(text: str, columns: float, most: int) -> str:
    """Return *text* cut, between words where there are any, to what takes so many lines."""
    limit = utf16_length(text)
    while lines(kept := shortened(text, limit), columns) > most and limit > 1:
        limit -= 1
    return kept


def shortened(text: str, limit: int) -> str:
    """Return *text* in at most *limit* UTF-16 units, cut between words and ended with … when it is too long."""
    if utf16_length(text) <= limit:
        return text
    kept = text
    while utf16_length(kept) > limit - 1:
        kept = kept[:-1]
    word = len(kept)
    while word and _within_word(text, word):
        word -= 1
    return kept[: word or len(kept)].rstrip(" 、。,.;:（(「") + "…"


def _within_word(text: str, position: int) -> bool:
    before, after = text[position - 1], text[position]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
