"""Sentences in the terminal: Japanese breaks between any two signs, not only at spaces, where rich would break it."""

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Rich

_WIDE: Final = "\u1100-\uffff\U00010000-\U0003ffff"
_OPENING: Final = "（「『【〈《［｛([“‘"
_CLOSING: Final = "、。，．・：；？！）」』】〉》］｝”’ーァィゥェォッャュョぁぃぅぇぉっゃゅょ々…％%,.!?)]"
_UNIT: Final = rf"(?s)\s+|[{re.escape(_OPENING)}]*(?:⭐+|[^\s{_WIDE}]+|[{_WIDE}])[{re.escape(_CLOSING)}]*|."
"""What stays together: a Latin word or figure, a row of stars, a wide sign, and the brackets and stops about each.

Compiled where a line is broken: that takes longer than importing all that is shown with.
"""


def show_prose(console: Console, text: Rich, *, indent: int = 0) -> None:
    """Print *text*, broken where its language may be, every line *indent* columns from the left."""
    for paragraph in text.split("\n", allow_blank=True):
        for line in paragraph.divide(_breaks(paragraph.plain, console.width - indent)):
            line.rstrip()
            console.print(Rich(" " * indent).append_text(line), soft_wrap=True)


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield where a new line begins; what alone is wider than *width* is left to the terminal."""
    if cell_len(text) <= width:
        return
    used = 0
    for unit in re.finditer(_UNIT, text):
        wide = cell_len(unit.group())
        if used and used + wide > width and not unit.group().isspace():
            yield unit.start()
            used = 0
        used += wide
