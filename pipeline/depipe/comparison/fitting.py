"""How much room text takes: spreadsheets do not fit rows to wrapped text by themselves when a file is opened.

Widths are in columns' own unit, the width of a digit. A full-width sign (kanji, kana, emoji) takes two. The estimates
are on the safe side: a little air below a text is better than a clipped line.
"""

import math
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

LINE_HEIGHT: Final = 15.0
"""Points, at the font size of 10."""
MAX_HEIGHT: Final = 405.0
"""Points that a row can be high (Excel stops at 409)."""
MAX_LINES: Final = int(MAX_HEIGHT // LINE_HEIGHT) - 1

_PADDING: Final = 5.0
_MARGIN: Final = 2.0
"""What a cell keeps free at its sides, indent included, in digits."""
_RAGGED: Final = 0.93
"""How full a wrapped line gets: words and brackets move to the next one whole."""

# Everything from the Hangul letters on, and those signs that Japanese fonts draw as wide as a kanji.
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2010-\u206f\u2100-\u303f\u3040-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00010000-\U0010ffff]+"
)


def width(text: str) -> int:
    """Return the width of one line of text in digits."""
    return len(text) if text.isascii() else len(text) + sum(map(len, _WIDE.findall(text)))


def lines(text: str, column: float) -> int:
    """Return how many lines *text* takes in a column of that width."""
    room = max(column - _MARGIN, 1.0)
    return sum(_wrapped(width(paragraph), room) for paragraph in text.split("\n"))


def _wrapped(length: int, room: float) -> int:
    return 1 if length <= room else math.ceil(length / (room * _RAGGED))


def height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height in points of a row whose cells hold these (text, column width)."""
    most = max((lines(text, column) for text, column in cells), default=1)
    return min(most * LINE_HEIGHT + _PADDING, MAX_HEIGHT)


def pieces(paragraphs: Iterable[str], column: float, *, first: int = MAX_LINES) -> Iterator[str]:
    """Yield the paragraphs, a line break between them, in pieces that each fit a row of that column.

    The first takes *first* lines at most, the others what the highest row holds. Nothing is lost: the pieces joined
    are the paragraphs joined, but for the line breaks at which they were parted. A piece is far below the 32,767
    units that a cell holds.
    """
    gathered: list[str] = []
    room = first
    queue = deque(line for paragraph in paragraphs for line in paragraph.split("\n"))
    while queue:
        line = queue.popleft()
        needed = lines(line, column)
        if needed <= room:
            gathered.append(line)
            room -= needed
            continue
        if not gathered:
            cut = _cut(line, int(max(column - _MARGIN, 1.0) * _RAGGED * room))
            gathered.append(line[:cut])
            line = line[cut:]
        yield "\n".join(gathered)
        gathered, room = [], MAX_LINES
        queue.appendleft(line)
    if gathered:
        yield "\n".join(gathered)


def _cut(text: str, longest: int) -> int:
    """Return how many characters of *text* are at most *longest* wide: at least one."""
    cut = min(len(text), longest)
    while cut > 1 and width(text[:cut]) > longest:
        cut -= max((width(text[:cut]) - longest) // 2, 1)
    return max(cut, 1)
