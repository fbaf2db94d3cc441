"""Which sheets of a returned workbook are read: ours by name, or all when some of ours go by another one."""

import re
from collections.abc import Iterable
from typing import Final

from depipe.folding import fold
from depipe.workbook.layout import (
    SHEET_CONTEXT,
    SHEET_DECISIONS,
    SHEET_IDENTITY,
    SHEET_LISTS,
    SHEET_MENDING,
    SHEET_PROPOSALS,
    SHEET_RATINGS,
    SHEET_REMARKS,
    SHEET_SCALE,
    SHEET_START,
    SHEET_SUMMARY,
)

RATING_ANSWERS: Final = (SHEET_CONTEXT, SHEET_RATINGS, SHEET_PROPOSALS)
DECISION_ANSWERS: Final = (SHEET_DECISIONS,)
"""The sheets that hold the answers of a workbook of either kind: the return is not whole without them."""
ANSWERS: Final = (*DECISION_ANSWERS, *RATING_ANSWERS)
READ: Final = (*ANSWERS, SHEET_SCALE, SHEET_IDENTITY)
FIXED: Final = (SHEET_START, SHEET_SUMMARY)
"""Our sheets of texts that should not change, and nothing else: looked at where that can be done."""
NEVER_READ: Final = (SHEET_LISTS, SHEET_MENDING, SHEET_REMARKS)
"""Our sheets that hold nothing that a person answers or reads."""

NAMES: Final = frozenset(map(fold, (*READ, *FIXED, *NEVER_READ)))
"""The folded names of all our sheets."""

_TABLE_OF: Final = re.compile(r"(.+?) ?- ?(?:表|テーブル|table) ?[0-9]*")
"""Numbers makes a sheet of every table and calls it `Sheet - Table 1`."""


def our_name(name: str) -> str | None:
    """Return which of our sheets the sheet called *name* is, as far as the name tells; None for none of them."""
    folded = fold(name).casefold()
    if folded in _OURS:
        return _OURS[folded]
    table = _TABLE_OF.fullmatch(folded)
    return _OURS.get(table[1]) if table else None


_OURS: Final = {fold(name).casefold(): name for name in (*READ, *FIXED, *NEVER_READ)}


def may_be_copies(names: Iterable[str]) -> list[str]:
    """Return those of the sheets called *names* that are none of ours: somebody may have filled in a copy there."""
    return [name for name in names if our_name(name) is None]


def hold_fixed_texts(names: Iterable[str]) -> list[str]:
    """Return those of the sheets called *names* whose texts should be as they were issued, and that hold no answer."""
    return [name for name in names if our_name(name) in FIXED]


def worth_reading(names: Iterable[str]) -> set[str]:
    """Return those of the sheets called *names* that must be read."""
    listed = list(names)
    ours = {name: our_name(name) for name in listed}
    known = {name for name, our in ours.items() if our in READ}
    named = {ours[name] for name in known}
    if named.issuperset(RATING_ANSWERS) or named.intersection(ANSWERS) == {*DECISION_ANSWERS}:
        return known
    return {name for name in listed if ours[name] not in (*FIXED, *NEVER_READ)}
