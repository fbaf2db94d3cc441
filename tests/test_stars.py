"""Stars: spellings, how they are written, and how a mean is shown."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depipe import stars


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("⭐", 1),
        ("⭐⭐⭐⭐⭐", 5),
        ("★★★", 3),
        ("★★★☆☆", 3),
        ("🌟🌟", 2),
        ("⭐️⭐️", 2),
        ("4", 4),
        ("４", 4),
        ("4.0", 4),
        (" ⭐⭐\u3000", 2),
        ("-", None),
        ("－", None),
        ("−", None),
        ("ー", None),
        ("未検証", None),
        ("", None),
    ],
)
def test_spellings(text: str, level: int | None) -> None:
    """Each usual spelling is read as its level, or as unverified."""
    assert stars.SPELLINGS[stars.tidy(text)] == level


@pytest.mark.parametrize("text", ["6", "0", "⭐⭐⭐⭐⭐⭐", "★★★☆", "3.5", "4.00", "٣", "③", "三", "TRUE", "⭐★"])
def test_what_is_no_spelling(text: str) -> None:
    """Other numbers, wrong totals, other digits and mixed signs are not read as stars."""
    assert stars.tidy(text) not in stars.SPELLINGS


def test_what_depipe_writes_is_read_back() -> None:
    """Every level, and none, is read from what depipe writes."""
    for level in (None, *stars.LEVELS):
        assert stars.SPELLINGS[stars.written(level)] == level


def test_no_spelling_needs_tidying() -> None:
    """The table holds each spelling as it is looked up."""
    assert [spelling for spelling in stars.SPELLINGS if stars.tidy(spelling) != spelling] == []


@given(st.text())
def test_tidy_text_is_so_for_good(text: str) -> None:
    """Tidying twice changes nothing more."""
    assert stars.tidy(stars.tidy(text)) == stars.tidy(text)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("3/5", 3),
        ("４／５", 4),
        ("3 / 5", 3),
        ("3 stars", 3),
        ("星3", 3),
        ("4.00", 4),
        ("⭐ ⭐", 2),
        ("★★★☆", 3),
        ("⭐⭐⭐⭐⭐⭐", None),
        ("3-5", None),
        ("3か4", None),
        ("3.5", None),
        ("6", None),
        ("10/5", None),
        ("2026/3/5", None),
        ("1.24.0", None),
        ("", None),
    ],
)
def test_what_was_probably_meant(text: str, level: int | None) -> None:
    """A single clear number or count of stars is taken as what was meant; one of several never is."""
    assert stars.probably_meant(text) == level


@pytest.mark.parametrize(
    ("value", "shown"), [(2.675, 2.68), (1.005, 1.01), (2.5, 2.5), (0.125, 0.13), (4.995, 5.0), (3.0, 3.0)]
)
def test_half_up_where_binary_fractions_fall_short(value: float, shown: float) -> None:
    """Halves go up, although they are stored a little below."""
    assert stars.half_up(value) == shown


@given(st.integers(1, 5000), st.integers(1, 1000))
def test_half_up_as_in_decimal_arithmetic(total: int, count: int) -> None:
    """A mean of whole stars is rounded as exact decimal arithmetic rounds it."""
    exact = (Decimal(total) / Decimal(count)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert Decimal(repr(stars.half_up(total / count))) == exact


@pytest.mark.parametrize(
    ("mean", "text", "row"),
    [
        (None, "-", "-"),
        (2.5, "2.50", "⭐⭐⭐"),
        (2.494, "2.49", "⭐⭐"),
        (2.495, "2.50", "⭐⭐⭐"),
        (5.0, "5.00", "⭐⭐⭐⭐⭐"),
        (1.0, "1.00", "⭐"),
    ],
)
def test_how_means_are_shown(mean: float | None, text: str, row: str) -> None:
    """Two decimals, and as many stars as the shown number rounds to."""
    assert stars.shown(mean) == text
    assert stars.star_row(mean) == row
