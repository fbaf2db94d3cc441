"""How much room text takes, and notes in pieces that fit a row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depipe.comparison.fitting import MAX_HEIGHT, height, lines, most_lines, pieces, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", 3),
        ("進行保証", 7.6),
        ("⭐⭐⭐", 5.7),
        ("ﾊﾝｶｸ", 4),
        ("𠮷野家", 5.7),
        ("→ Good", 6.55),
        ("i.", 1.3),
        ("", 0),
    ],
)
def test_full_width_signs_take_nearly_two_digits(text: str, expected: float) -> None:
    """Kanji, kana, stars and arrows are nearly as wide as two digits, half-width kana as one, an i as two thirds."""
    assert width(text) == pytest.approx(expected)


def test_lines_count_wraps_and_breaks() -> None:
    """A text takes a line for each break and as many more as the column wraps it into."""
    assert lines("短い", 20) == 1
    assert lines("a\n\nb", 20) == 3
    assert lines("あ" * 30, 22) == 4


def test_smaller_letters_take_fewer_and_lower_lines() -> None:
    """More of them fit beside each other, and a row of them is lower."""
    assert lines("あ" * 30, 22, 5) == 2
    assert height([("a", 10, 8)]) < height([("a", 10, 10)])


def test_rows_are_never_higher_than_a_row_can_be() -> None:
    """A row is as high as its highest cell, and stops where Excel stops."""
    assert height([("a", 10, 10), ("a\nb\nc", 10, 10)]) > height([("a", 10, 10)])
    assert height([("a\n" * 500, 10, 10)]) == MAX_HEIGHT


@settings(max_examples=200)
@given(
    st.lists(st.text(max_size=400), max_size=12),
    st.floats(8, 90),
    st.integers(1, most_lines()),
    st.sampled_from([9, 10]),
)
def test_pieces_lose_nothing_and_fit(paragraphs: list[str], column: float, first: int, size: int) -> None:
    """Joined again the pieces are the paragraphs, but for line breaks; each fits its row."""
    parts = list(pieces(paragraphs, column, size=size, first=first))

    assert "".join(parts).replace("\n", "") == "".join(paragraphs).replace("\n", "")
    most = most_lines(size)
    assert all(lines(part, column, size) <= (most if place else first) for place, part in enumerate(parts))


def test_pieces_keep_short_paragraphs_whole() -> None:
    """What fits stays together, a line a paragraph."""
    assert list(pieces(["一", "二", "三"], 40)) == ["一\n二\n三"]
    assert list(pieces([], 40)) == []
