"""Digits that only their cell's format makes a date of.

Who types 3/5 gets a date, and the cell keeps the format of one: a 4 that is typed over it later is the fourth day of
the spreadsheet's calendar. The number itself is what was typed.
"""

from datetime import date
from typing import Final

from depipe.stars import LEVELS
from depipe.workbook.cells import Kind

_HOURS: Final = {f"{24 * level}:00:00": level for level in LEVELS}
"""The same for a cell with a format of hours, as 3:5 leaves behind."""


def undated(kinds: list[Kind], texts: list[str | None], day_zero: date) -> None:
    """Turn dates and durations that are one of the levels back into that number, in place.

    *day_zero* is the day that the spreadsheet numbers 0.
    """
    if "date" not in kinds and "duration" not in kinds:
        return
    days = {date.fromordinal(day_zero.toordinal() + level).isoformat(): level for level in LEVELS} | _HOURS
    for index, text in enumerate(texts):
        if text in days and kinds[index] in {"date", "duration"}:
            kinds[index], texts[index] = "number", str(days[text])
