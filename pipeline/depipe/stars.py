"""Stars: how they are written, every spelling that is read as one, and how a mean is shown.

The table of spellings is finite on purpose: the workbook's own live summary matches against the very same table, so
that what an evaluator sees there is what depipe computes from the returned file.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from depipe.folding import DASHES, INVISIBLE

STAR: Final = "⭐"
UNRATED: Final = "-"
"""How an unverified item is written (the master's update rules)."""

LEVELS: Final = (1, 2, 3, 4, 5)

SPACES: Final = "\u00a0\u3000\t\r\n"
"""Spaces that a spreadsheet's TRIM leaves alone; they are read as a plain space."""

_FULL_WIDTH: Final = "０１２３４５"
_UNRATED_WORDS: Final = ("", "未検証")


def written(stars: int | None) -> str:
    """Return how depipe writes *stars*: ⭐ as the seed has them (U+2B50), `-` for none."""
    return UNRATED if stars is None else STAR * stars


def _spellings() -> dict[str, int | None]:
    table: dict[str, int | None] = dict.fromkeys((*_UNRATED_WORDS, *DASHES), None)
    for level in LEVELS:
        wide = _FULL_WIDTH[level]
        for spelling in (
            *(sign * level for sign in "⭐★🌟"),
            *("★" * level + empty * (5 - level) for empty in "☆✩"),
            "⭐" * level + "☆" * (5 - level),
            str(level),
            wide,
            f"{level}.0",
            f"{wide}．０",
        ):
            table[spelling] = level
    return table


SPELLINGS: Final[Mapping[str, int | None]] = _spellings()
"""Every spelling of stars, after `tidy`, and what it means (None: unverified)."""

_TIDY: Final = str.maketrans(dict.fromkeys(INVISIBLE, "") | dict.fromkeys(SPACES, " "))


def tidy(text: str) -> str:
    """Return *text* as the table of spellings has it: nothing invisible, spaces trimmed and single."""
    return " ".join(filter(None, text.translate(_TIDY).split(" ")))


def half_up(value: float, digits: int = 2) -> float:
    """Return *value* rounded half up, as everywhere that people look.

    polars and Python round half to even. The small constant takes back what binary fractions lose
    (2.675 is stored as 2.67499...).
    """
    scale = 10.0**digits
    return math.floor(value * scale + 0.5 + 1e-9) / scale


def shown(mean: float | None) -> str:
    """Return a mean as people read it: two decimals, half up; `-` for none."""
    return UNRATED if mean is None else f"{half_up(mean):.2f}"


def star_row(mean: float | None) -> str:
    """Return as many ⭐ as the *shown* mean rounds to half up; `-` for none."""
    return UNRATED if mean is None else STAR * int(half_up(half_up(mean), 0))


_NUMBERS: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_OUT_OF_FIVE: Final = re.compile(r"\s*/\s*5\s*$")
_RUNS: Final = re.compile(r"[⭐★🌟](?:\s*[⭐★🌟])*")


PERHAPS_UNRATED: Final = frozenset(
    {"n/a", "na", "tbd", "?", "??", "--", "---", "未", "未評価", "未確認", "未調査", "未実施", "未定", "保留", "不明"}
    | {"該当なし", "対象外", "スキップ"}
)
"""What people write, folded and in small letters, where depipe's word is `-`; some of it may mean one star as well."""


def probably_meant(text: str) -> int | None:
    """Return the level that an unreadable *text* most likely means, for the finding's next step; None if unclear.

    The stars in it are counted where they stand together (`⭐ ⭐ ⭐`), or a single number is taken (`星3`, `3/5`); one
    star beside it is its unit (`⭐4`, `4★`, `⭐×4`). Where the two disagree, nothing is clear.
    """
    runs = _RUNS.findall(text.translate(_TIDY))
    count = sum(run.count(sign) for run in runs for sign in "⭐★🌟")
    numbers = _NUMBERS.findall(_OUT_OF_FIVE.sub("", unicodedata.normalize("NFKC", text)))
    if len(runs) > 1 or len(numbers) > 1:
        return None
    number = float(numbers[0]) if numbers else None
    if number is None or number == count:
        return count if count in LEVELS else None
    return int(number) if number in LEVELS and count <= 1 else None
