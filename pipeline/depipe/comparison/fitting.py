"""How much room text takes: spreadsheets do not fit rows to wrapped text by themselves when a file is opened.

Widths are in columns' own unit, the width of a digit at the workbook's font size. A full-width sign (kanji, kana,
emoji) takes nearly two, an `i` or a dot less than one. The estimates are on the safe side: a little air below a text is
better than a clipped line.
"""

import math
import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

FONT_SIZE: Final = 10.0
"""Points: the workbook's font size."""
MAX_HEIGHT: Final = 405.0
"""Points that a row can be high (Excel stops at 409)."""

_LEADING: Final = 1.5
"""Height of a line by its font size."""

_PADDING: Final = 5.0
_MARGIN: Final = 2.0
"""What a cell keeps free at its sides, indent included, in digits."""
_RAGGED: Final = 0.93
"""How full a wrapped line gets: words and brackets move to the next one whole."""

_SHORT: Final = 64
"""Signs up to which a text is worth remembering."""

_NARROW: Final = str.maketrans(dict.fromkeys("fijlrt .,:;'!|()[]/-", ""))
_NARROW_WIDTH: Final = 0.65
_WIDE_WIDTH: Final = 1.9

# Everything from the Hangul letters on, and those signs that Japanese fonts draw as wide as a kanji.
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2010-\u206f\u2100-\u303f\u3040-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00010000-\U0010ffff]+"
)


def width(text: str) -> float:
    """Return the width of one line of text in digits."""
    others = len(text.translate(_NARROW))
    ascii_width = others + (len(text) - others) * _NARROW_WIDTH
    if text.isascii():
        return ascii_width
    return ascii_width + sum(map(len, _WIDE.findall(text))) * (_WIDE_WIDTH - 1)


def line_height(size: float = FONT_SIZE) -> float:
    """Return how high one line is, in points."""
    return size * _LEADING


def most_lines(size: float = FONT_SIZE) -> int:
    """Return how many lines the highest row holds."""
    return int((MAX_HEIGHT - _PADDING) // line_height(size))


def lines(text: str, column: float, size: float = FONT_SIZE) -> int:
    """Return how many lines *text* takes in a column of that width."""
    room = _room(column, size)
    if len(text) > _SHORT:
        return _lines(text, room)
    if len(text) * _WIDE_WIDTH <= room and "\n" not in text:
        return 1
    return _short_lines(text, room)


def _lines(text: str, room: float) -> int:
    return sum(_wrapped(width(paragraph), room) for paragraph in text.split("\n"))


@lru_cache(maxsize=4096)
def _short_lines(text: str, room: float) -> int:
    """Return the same of a short text: names and ids stand in thousands of rows."""
    return _lines(text, room)


def _room(column: float, size: float) -> float:
    """Return how many digits of that font size fit beside each other."""
    return max(column - _MARGIN, 1.0) * FONT_SIZE / size


def _wrapped(length: float, room: float) -> int:
    return 1 if length <= room else math.ceil(length / (room * _RAGGED))


def height(cells: Iterable[tuple[str, float, float]]) -> float:
    """Return the height in points of a row whose cells hold these (text, column width, font size)."""
    most = max((lines(text, column, size) * line_height(size) for text, column, size in cells), default=line_height())
    return min(most + _PADDING, MAX_HEIGHT)


def pieces(
    paragraphs: Iterable[str], column: float, *, size: float = FONT_SIZE, first: int | None = None
) -> Iterator[str]:
    """Yield the paragraphs, a line break between them, in pieces that each fit a row of that column.

    The first takes *first* lines at most, all others what the highest row holds. Nothing is lost: the pieces joined
    are the paragraphs joined, but for the line breaks at which they were parted. A piece is far below the 32,767
    units that a cell holds.
    """
    gathered: list[str] = []
    most = most_lines(size)
    room = most if first is None else first
    queue = deque(line for paragraph in paragraphs for line in paragraph.split("\n"))
    while queue:
        line = queue.popleft()
        needed = lines(line, column, size)
        if needed <= room:
            gathered.append(line)
            room -= needed
            continue
        if not gathered:
            cut = _cut(line, int(_room(column, size) * _RAGGED * room))
            gathered.append(line[:cut])
            line = line[cut:]
        yield "\n".join(gathered)
        gathered, room = [], most
        queue.appendleft(line)
    if gathered:
        yield "\n".join(gathered)


def _cut(text: str, longest: int) -> int:
    """Return how many characters of *text* are at most *longest* wide: at least one."""
    cut = min(len(text), longest)
    while cut > 1 and (beyond := width(text[:cut]) - longest) > 0:
        cut -= max(int(beyond / 2), 1)
    return max(cut, 1)
