"""A glance at a sheet that holds no answers: which texts it says, unread and in no order.

Reading such a sheet costs as much as reading one of answers, and of nearly all returned workbooks a glance tells that
nothing was changed there. What is not of the usual form is not seen: whoever misses a text looks closely.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Final

_SHARED: Final = re.compile(rb't="s"><v>([0-9]{1,7})<')
_PIECE: Final = re.compile(rb"<t(?: [^<>]*)?>([^<]*)</t>")
_PLAIN: Final = b"<si><t>"
_CLOSED: Final = b"</t>"
_END: Final = b"</si>"

_unescaped = lru_cache(maxsize=1024)(unescape)
"""Some programs escape every letter that is not ASCII, and workbooks that were issued together say the same."""


def glance(sheet: bytes, strings: list[bytes]) -> list[str]:
    """Return what the text cells of a sheet's XML say; *strings* is the table of shared strings by `table`."""
    return [text if "&" not in text else _unescaped(text) for text in _texts(sheet, strings)]


def table(strings: bytes) -> list[bytes]:
    """Return the shared strings of a checked table, each with its tags."""
    return strings.removeprefix(b"<sst>").split(_END)


def _texts(sheet: bytes, strings: list[bytes]) -> Iterator[str]:
    shared = _SHARED.findall(sheet)
    texts = (_shared(strings, int(index)) for index in shared) if shared else _PIECE.findall(sheet)
    for text in texts:
        yield text.decode("utf-8", "replace")


def _shared(strings: list[bytes], index: int) -> bytes:
    said = strings[index] if index < len(strings) else b""
    if said.startswith(_PLAIN) and said.endswith(_CLOSED):
        return said[len(_PLAIN) : -len(_CLOSED)]
    return b"".join(_PIECE.findall(said))
