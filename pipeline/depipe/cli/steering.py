"""Text for the terminal: what people wrote into files, and what they called them, must not steer it."""

from typing import Final
from unicodedata import category

_STEERING: Final = "[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
"""Control characters that JSON lets stand, and marks that turn the direction of what follows."""


def printable(text: str) -> str:
    """Return *text* without control and direction marks, each replaced by a sign that shows that there was one."""
    return "".join(
        sign if sign in "\n\u200d" or category(sign)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )


def document(value: object) -> str:
    """Return *value* as the JSON that `--json` writes: everything in it, and no character that a terminal obeys."""
    import json
    import re

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub(_STEERING, lambda found: f"\\u{ord(found[0]):04x}", text)
