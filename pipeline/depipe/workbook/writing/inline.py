"""Formulas of conditional formats: they look at cells of their own sheet alone, as every spreadsheet demands.

What _lists does with tables is done here with text: a spelling is looked for between bars in one long literal. FIND
compares sign by sign, so that ⭐ is not taken for ⭐⭐.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from depipe.stars import SPELLINGS
from depipe.workbook.writing.list_formulas import quoted
from depipe.workbook.writing.lists_plan import TIDYING

_BAR: Final = "|"
_LITERAL: Final = 255
"""UTF-16 units that a text within a formula may have."""
_SET: Final = 3_000
"""Units that one formula looks through: a formula may have 8192 signs."""


def _sign(sign: str) -> str:
    return quoted(sign) if sign >= " " else f"CHAR({ord(sign)})"


_HEAD: Final = "TRIM(" + "SUBSTITUTE(" * len(TIDYING)
_TAIL: Final = "".join(f",{_sign(sign)},{quoted(replacement)})" for sign, replacement in TIDYING) + ")"


def tidied(cell: str) -> str:
    """Return the expression for a cell's text as `depipe.stars.tidy` has it."""
    return f"{_HEAD}{cell}{_TAIL}"


def among(text: str, choices: Iterable[str]) -> str:
    """Return the expression that holds where the expression *text* gives one of *choices*."""
    return f'ISNUMBER(FIND("{_BAR}"&{text}&"{_BAR}",{_literal(_BAR + "".join(choice + _BAR for choice in choices))}))'


@lru_cache(maxsize=256)
def _literal(text: str) -> str:
    """Return *text* as a formula has it, in pieces that are not too long; no sign takes more than two units."""
    length = _LITERAL // 2
    return "&".join(quoted(text[start : start + length]) for start in range(0, max(len(text), 1), length))


def spelled(wanted: Callable[[int], bool]) -> list[str]:
    """Return the spellings of the numbers of stars that are *wanted*; unverified is 0."""
    return [spelling for spelling, stars in SPELLINGS.items() if wanted(stars or 0)]


def has_level(cell: str, level: int) -> str:
    """Return the formula that holds where a cell has so many stars."""
    return "=" + among(tidied(cell), spelled(lambda stars: stars == level))


def is_unreadable(cell: str) -> str:
    """Return the formula that holds where a star cell cannot be read."""
    return f"=NOT({among(tidied(cell), SPELLINGS)})"


def is_blank(cell: str) -> str:
    """Return the formula that holds where a cell says nothing."""
    return f"=LEN({tidied(cell)})=0"


def is_no_version(cell: str) -> str:
    """Return the formula that holds where a cell says nothing that could be a version."""
    return "=" + among(tidied(cell), spelled(lambda stars: stars == 0))


def needs_note(star: str, notes: Iterable[str], levels: Iterable[int], *, of: tuple[str, Iterable[str]] | None) -> str:
    """Return the formula that holds where a cell has stars of these levels and the cells *notes* say nothing.

    *of* is a cell with an id, and the items that are meant; None means all.
    """
    wanted = set(levels)
    meant = "" if of is None else f",{among(*of)}"
    rated = among(tidied(star), spelled(lambda stars: stars in wanted))
    return f"=AND(LEN({tidied('&'.join(notes))})=0{meant},{rated})"


def in_sets(ids: Iterable[str]) -> list[list[str]]:
    """Return *ids* in sets that one formula can look through."""
    sets: list[list[str]] = []
    room = 0
    for one in ids:
        if not sets or len(one) + 1 > room:
            sets.append([])
            room = _SET
        sets[-1].append(one)
        room -= len(one) + 1
    return sets
