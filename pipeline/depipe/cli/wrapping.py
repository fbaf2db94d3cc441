"""Lines of a terminal: Japanese may break between any two signs, Latin words and ids may not."""

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len

# A Latin word or id, a run of spaces, or any one other sign, with the closing signs that must not begin a line.
_PIECES: Final = re.compile(r"(?:[!-~⭐]+|\s+|.)[、。，．）」』〜：；]*")


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield *text* in lines at most *width* cells wide; a piece wider than that is left to the terminal."""
    line = ""
    for piece in _PIECES.findall(text):
        if line and cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()
