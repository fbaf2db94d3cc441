"""What one cell says: stars, days, texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depipe import stars
from depipe.folding import INVISIBLE
from depipe.validation.values import probable_stars, read_day, read_stars, read_text, read_version, readable

blanks = st.text(st.sampled_from(INVISIBLE + " \u00a0\u3000\t\r\n"), max_size=4)


@given(spelling=st.sampled_from(sorted(stars.SPELLINGS)), before=blanks, after=blanks, data=st.data())
def test_every_spelling_is_read_through_what_cannot_be_seen(
    spelling: str, before: str, after: str, data: st.DataObject
) -> None:
    """Invisible characters anywhere and spaces around change no spelling of stars."""
    place = data.draw(st.integers(0, len(spelling)))
    inside = data.draw(st.text(st.sampled_from(INVISIBLE), max_size=3))

    reading = read_stars("text", before + spelling[:place] + inside + spelling[place:] + after)

    assert reading.level == stars.SPELLINGS[spelling]
    assert reading.number is None
    assert (reading.rated is None) == (reading.level is None)


@given(kind=st.sampled_from(["text", "number"]), value=st.text(max_size=12))
def test_any_text_is_stars_or_a_number_or_a_text(kind: str, value: str) -> None:
    """Whatever stands in a star cell, the reading has a level only for a spelling, and never both number and text."""
    if kind == "number":
        value = "3.25"

    reading = read_stars(kind, value)

    assert (reading.text is None) != (reading.number is None)
    assert (reading.level is None) == (stars.SPELLINGS.get(stars.tidy(value)) is None)


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        ("date", "2026-03-05", "3/5"),
        ("date", "2026-03-05T00:00:00", "3/5"),
        ("duration", "03:05:00", None),
        ("number", "0.5", None),
        ("number", "0.8", None),
        ("text", "0.8", None),
        ("number", "1.5", "⭐ | ⭐⭐"),
        ("number", "3.5", "⭐⭐⭐ | ⭐⭐⭐⭐"),
        ("number", "7.5", None),
        ("number", "6", None),
        ("number", "5.5", "⭐⭐⭐⭐⭐"),
        ("text", "3.5", "⭐⭐⭐ | ⭐⭐⭐⭐"),
        ("text", "3/5", "⭐⭐⭐"),
        ("text", "4.00", "⭐⭐⭐⭐"),
        ("text", "⭐ ⭐ ⭐", "⭐⭐⭐"),
        ("text", "星4つ", "⭐⭐⭐⭐"),
        ("text", "⭐4", "⭐⭐⭐⭐"),
        ("text", "4★", "⭐⭐⭐⭐"),
        ("text", "⭐×4", "⭐⭐⭐⭐"),
        ("text", "⭐️ × ４", "⭐⭐⭐⭐"),
        ("text", "⭐⭐⭐⭐ (4)", "⭐⭐⭐⭐"),
        ("text", "⭐⭐⭐ 4", None),
        ("text", "⭐6", None),
        ("text", "⭐⭐⭐→⭐⭐", None),
        ("text", "⭐⭐⭐ / ⭐⭐", None),
        ("text", "⭐⭐⭐か4", None),
        ("text", "3か4", None),
        ("text", "たぶん", None),
        ("text", "N/A", "-"),
        ("text", "対象外", "-"),
        ("text", "？", "-"),
        ("formula", "⭐⭐⭐", None),
        ("boolean", "TRUE", None),
        ("merged", None, None),
    ],
)
def test_what_was_probably_meant(kind: str, value: str | None, meant: str | None) -> None:
    """A star cell that cannot be read says what was probably typed, where that is clear."""
    assert probable_stars(kind, value) == meant


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "2026/5/1"),
        ("text", "2026-05-01"),
        ("text", "2026.5.1"),
        ("text", "2026年5月1日"),
        ("text", "2026年 5月 1日(金)"),
        ("text", "令和8年5月1日"),
        ("text", "㋿8年5月1日(金)"),
        ("text", "R8.5.1"),
        ("text", "２０２６／５／１"),
        ("text", "２０２６年５月１日（金）"),
        ("text", "2026ー05ー01"),
        ("text", "20260501"),
        ("text", " 2026-05-01T09:30:00 "),
        ("text", "2026/5/1 9:30"),
        ("date", "2026-05-01"),
        ("date", "2026-05-01T23:59:59.999000"),
        ("number", "46143"),
        ("number", "46143.75"),
        ("number", "20260501"),
        ("formula", "2026-05-01"),
        ("formula", "46143"),
    ],
)
def test_days_in_every_unambiguous_spelling(kind: str, value: str) -> None:
    """Year, month and day in this order, in any width and with any usual sign, and serial numbers are read."""
    assert read_day(kind, value) == (True, date(2026, 5, 1))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "3/5"),
        ("text", "05/06/2026"),
        ("text", "5.1.2026"),
        ("text", "26/5/1"),
        ("text", "2026/13/1"),
        ("text", "2026/2/29"),
        ("text", "2026-05-01-02"),
        ("text", "46143"),
        ("text", "1999/12/31"),
        ("text", "今日"),
        ("text", "２０２６"),
        ("number", "2026"),
        ("number", "nan"),
        ("number", "inf"),
        ("number", "-1"),
        ("number", "20261301"),
        ("boolean", "TRUE"),
        ("duration", "05:01:00"),
        ("error", "#N/A"),
        ("formula", "#REF!"),
    ],
)
def test_days_that_are_none_or_could_be_two(kind: str, value: str) -> None:
    """What lacks a year, could be read two ways or is no day is given, but not read."""
    assert read_day(kind, value) == (True, None)


@pytest.mark.parametrize(("kind", "value"), [("blank", None), ("merged", "x"), ("text", " "), ("text", "－")])
def test_days_that_are_not_given(kind: str, value: str | None) -> None:
    """A blank cell, a covered one and a dash are no day at all."""
    assert read_day(kind, value) == (False, None)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    """A day is read from its ISO form, its Japanese form and its serial number alike."""
    serial = (day - date(1899, 12, 30)).days

    assert read_day("date", day.isoformat()).day == day
    assert read_day("text", f"{day.year}年{day.month}月{day.day}日").day == day
    assert read_day("number", str(serial)).day == day


@given(st.text())
def test_readable_text_is_so_for_good(text: str) -> None:
    """Making a text readable twice changes nothing more."""
    assert readable(readable(text)) == readable(text)


def test_short_texts() -> None:
    """A short text is trimmed and of plain width; an error value is no text but said; a dash is no version."""
    assert read_text("text", " Ｅ\u200bvaluator　A ") == ("Evaluator A", None)
    assert read_text("number", "12") == ("12", None)
    assert read_text("error", "#N/A") == (None, "#N/A")
    assert read_text("blank", None) == (None, None)
    assert read_version("text", "ー") == (None, "ー")
    assert read_version("text", "1.2-rc") == ("1.2-rc", None)
