"""Folding: which texts are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depipe.folding import DASHES, INVISIBLE, WAVE_DASHES, fold, fold_loosely

troublesome = st.text(
    st.one_of(st.characters(), st.sampled_from(INVISIBLE + WAVE_DASHES + DASHES + " \u3000\u00a0ｰﾞ゙\u0338˜﹣"))
)


@given(troublesome)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """What is folded is its own folding."""
    assert fold(fold(text)) == fold(text)


@given(troublesome, st.sampled_from(INVISIBLE), st.data())
def test_what_cannot_be_seen_makes_no_difference(text: str, invisible: str, data: st.DataObject) -> None:
    """An invisible character changes nothing, wherever it stands."""
    place = data.draw(st.integers(0, len(text)))

    assert fold(text[:place] + invisible + text[place:]) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("分〜時間", "分～時間"),
        ("分〜時間", "分~時間"),
        ("〜100", "∼100"),
        ("100K+", "１００Ｋ＋"),
        ("A-B", "A－B"),
        ("A-B", "A—B"),
        ("A-B", "A−B"),
        ("データ", "デ-タ"),
        (" a \u3000 b\n", "a b"),
        ("⭐️", "⭐"),
        ("ﾃﾞｰﾀ", "データ"),
    ],
)
def test_what_is_the_same(one: str, other: str) -> None:
    """Spellings of the same text fold alike."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("a", "A"), ("ab", "a b"), ("分〜時間", "分-時間"), ("1.10", "1.1")])
def test_what_is_not(one: str, other: str) -> None:
    """Case, inner spaces and other signs are not folded away."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("one", "other"), [("Evaluator A", "evaluatora"), ("Ａ　Ｂ", "ab"), ("A－B", "a - b")])
def test_what_is_nearly_the_same(one: str, other: str) -> None:
    """Case and all spaces are folded away loosely."""
    assert fold_loosely(one) == fold_loosely(other)
