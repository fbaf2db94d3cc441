"""What one cell's value says: stars, a day, a text.

Plain functions of (kind, value), called once for each distinct pair of a batch. They parse; what is right and what is
wrong is decided by the tables.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from depipe import stars
from depipe.findings import listed
from depipe.folding import INVISIBLE, fold

NO_RATING_KINDS: Final = ("formula", "date", "duration", "boolean", "error", "merged")
"""Kinds of cell that hold no stars, whatever they show."""
EMPTY_KINDS: Final = ("blank", "merged")
_NO_NAME_KINDS: Final = ("number", "date", "duration", "boolean")

_DROPPED: Final = str.maketrans(dict.fromkeys(INVISIBLE, ""))
_NOTHING_MEANT: Final = frozenset(fold(spelling) for spelling, level in stars.SPELLINGS.items() if level is None)
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_STARS_ONLY: Final = re.compile("⭐+|★+|🌟+")


class StarReading(NamedTuple):
    """What a star cell says.

    number is set where it is no level but a number (6, 3.5, six ⭐), text where it is to be a spelling of stars;
    rated is the value where it gives stars, unrated where it gives none.
    """

    level: int | None = None
    number: float | None = None
    text: str | None = None
    rated: str | None = None
    unrated: str | None = None


def read_stars(kind: str, value: str | None) -> StarReading:
    """Return what a star cell says."""
    if kind in NO_RATING_KINDS:
        return StarReading()
    text = stars.tidy(value or "")
    if text in stars.SPELLINGS:
        level = stars.SPELLINGS[text]
        if level is None:
            return StarReading(text=text, unrated=value or "")
        return StarReading(level, text=text, rated=value)
    number = _number(kind, text)
    if number is None or number in stars.LEVELS:
        return StarReading(text=text)
    return StarReading(number=number)


def _number(kind: str, text: str) -> float | None:
    if kind == "number":
        return float(text)
    if _STARS_ONLY.fullmatch(text):
        return float(len(text))
    plain = unicodedata.normalize("NFKC", text)
    return float(plain) if _NUMBER.fullmatch(plain) else None


def probable_stars(kind: str, value: str | None) -> str | None:
    """Return what was probably meant or typed where *value* gives no stars; None if that is unclear."""
    text = value or ""
    if kind == "date":
        day = read_day(kind, value).day
        return f"{day.month}/{day.day}" if day else None
    number = _number(kind, stars.tidy(text)) if kind in {"number", "text"} else None
    if number is not None and not number.is_integer():
        around = [level for level in stars.LEVELS if abs(level - number) < 1]
        return listed(map(stars.written, around)) if number > 1 and around else None
    if kind == "text" and fold(text).casefold() in stars.PERHAPS_UNRATED:
        return stars.UNRATED
    level = stars.probably_meant(text) if kind == "text" else None
    return stars.written(level) if level else None


def readable(text: str) -> str:
    """Return *text* as names are kept: NFKC, nothing invisible, single inner spaces; dashes stay as they are typed."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_DROPPED)).split())


class TextReading(NamedTuple):
    """What a cell for a short text says: the text, or None with what stands there instead ("": nothing)."""

    text: str | None
    instead: str | None = None


def read_text(kind: str, value: str | None) -> TextReading:
    """Return what a cell for a name or another short text says."""
    text = "" if kind in EMPTY_KINDS else readable(value or "")
    if kind == "error":
        return TextReading(None, text)
    return TextReading(text) if text else TextReading(None)


def read_name(kind: str, value: str | None) -> TextReading:
    """Return what a cell for a person's name says; a number or a date is no name."""
    reading = read_text(kind, value)
    return TextReading(None, reading.text) if kind in _NO_NAME_KINDS and reading.text else reading


def read_version(kind: str, value: str | None) -> TextReading:
    """Return what a cell for a version says; `-` and 未検証 are no version."""
    reading = read_text(kind, value)
    if reading.text is not None and fold(reading.text) in _NOTHING_MEANT:
        return TextReading(None, reading.text)
    return reading


class DayReading(NamedTuple):
    """What a cell for a day says: the day; None where there is nothing, or where it cannot be read (given)."""

    given: bool
    day: date | None


_DAY_ZERO: Final = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial numbers, as from March 1900 on."""
_EARLIEST: Final = date(2000, 1, 1)
"""An earlier day is a slip: a year typed alone is a day in 1905 to a spreadsheet."""
_COMPACT: Final = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_REIWA: Final = re.compile(r"(?:令和|[Rr]) ?(元|[0-9]{1,2}) ?(?=[-年/.])")
"""A year of the era that began in 2019; years of earlier ones are no days of verification."""
_BEFORE_REIWA: Final = 2018
_DAY: Final = re.compile(
    r"([0-9]{4}) ?(?:年|[-/.]) ?([0-9]{1,2}) ?(?:月|[-/.]) ?([0-9]{1,2}) ?日?"
    r"(?: ?\(?[月火水木金土日](?:曜日?)?\)?)?"  # a day of the week
    r"(?:[T ][0-9]{1,2}:[0-9:.]+Z?)?"  # a time of day
)


@lru_cache(maxsize=4096)
def read_day(kind: str, value: str | None) -> DayReading:
    """Return what a cell for a day says: a date, a serial number, or a text with year, month and day in this order.

    The year may be one of the era 令和.
    """
    text = "" if kind in EMPTY_KINDS else fold(value or "")
    if text in _NOTHING_MEANT:
        return DayReading(given=False, day=None)
    if kind in {"boolean", "duration", "error"}:
        return DayReading(given=True, day=None)
    era = _REIWA.match(text)
    if era:
        text = f"{_BEFORE_REIWA + (1 if era[1] == '元' else int(era[1]))}{text[era.end() :]}"
    match = _COMPACT.fullmatch(text) or _DAY.fullmatch(text)
    try:
        if match:
            day = date(*(int(part) for part in match.groups()))
        elif kind in {"number", "formula"}:
            day = _DAY_ZERO + timedelta(days=int(float(text)))
        else:
            return DayReading(given=True, day=None)
    except (ValueError, OverflowError):
        return DayReading(given=True, day=None)
    return DayReading(given=True, day=day if day >= _EARLIEST else None)
