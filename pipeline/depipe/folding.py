"""Folding: what makes two spellings of the same text equal.

Values are folded before they are compared (never before they are kept): Windows types ～ (U+FF5E) where a master
has 〜 (U+301C), Macs add variation selectors, and a paste brings invisible characters along.
"""

import unicodedata
from functools import lru_cache

INVISIBLE = "\ufe0e\ufe0f\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Variation selectors, zero-width characters, the byte order mark and the soft hyphen. NFKC keeps them all."""

WAVE_DASHES = "〜～~∼"
DASHES = "-－−‐‑–—―ー"

_FOLDED = str.maketrans(
    dict.fromkeys(INVISIBLE, "") | dict.fromkeys(WAVE_DASHES, "~") | dict.fromkeys(DASHES, "-"),
)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return *text* as it is compared: NFKC, no invisible characters, one wave dash, one dash, single inner spaces."""
    if text.isascii():
        return " ".join(text.split())
    # The dashes are folded before NFKC as well as after: NFKC turns some of them into others.
    return " ".join(unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED).split())


def fold_loosely(text: str) -> str:
    """Return *text* folded with case and all spaces dropped as well: for "the same but for spaces, width or case"."""
    return fold(text).casefold().replace(" ", "")
