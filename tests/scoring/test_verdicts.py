"""Gates, category means, caps and ranks: one small case for each rule."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depipe.master.model import GateCondition, ItemWarning, Master
from depipe.scoring.overall import hundredths
from depipe.scoring.tables import Tables
from depipe.stars import half_up
from support.random_ledgers import LedgerBuilder, scored
from support.random_masters import UNLESS_SHORT_LIVED, WHEN_LONGER, gate, small_master

Stars = int | Sequence[int | None] | None
Ratings = Mapping[str, Mapping[str, Stars]]


def tables(master: Master, ratings: Ratings, span: str = "long", short_lived: tuple[str, ...] = ()) -> Tables:
    """Return the tables of tool -> item -> stars (a list: of Evaluator A, B, C, ...)."""
    builder = LedgerBuilder(master)
    context = builder.context(Span=span)
    lists = {
        tool: {item: stars if isinstance(stars, Sequence) else [stars] for item, stars in told.items()}
        for tool, told in ratings.items()
    }
    evaluators = max(len(stars) for told in lists.values() for stars in told.values())
    for n in range(evaluators):
        builder.receive(
            context,
            f"Evaluator {'ABC'[n]}",
            {tool: {i: s[n] for i, s in told.items() if n < len(s)} for tool, told in lists.items()},
        )
    for tool in ratings:
        builder.attribute(context, tool, "yes" if tool in short_lived else "no")
    return scored(master, builder.ledger)


def verdicts(found: Tables, *columns: str) -> list[tuple[Any, ...]]:
    """Return the tools' rows of `overall`, those columns only."""
    return found.overall.select(columns).rows()


# ---- Gates


@pytest.mark.parametrize(
    ("stars", "status"),
    [
        (None, "unverified"),
        (2, "failed"),
        (3, "passed"),
        ([2, 3], "disputed"),
        ([1, 2], "failed"),
        ([2, 2, 5], "failed"),
        ([3, 5, 2], "passed"),
    ],
)
def test_a_gate_passes_or_fails_only_when_both_medians_agree(stars: Stars, status: str) -> None:
    """Failed: even the upper median is at the threshold or below. Passed: even the lower one is above it."""
    found = tables(small_master({"A": ["A-1", "A-2"]}, gates=(gate("A-1"),)), {"Alpha": {"A-1": stars, "A-2": 3}})

    assert found.gates["status"].to_list() == [status]


@pytest.mark.parametrize(("kind", "status"), [("min", "failed"), ("max", "passed")])
def test_with_min_or_max_a_gate_is_never_disputed(kind: str, status: str) -> None:
    """The consensus replaces both medians."""
    master = small_master({"A": ["A-1"]}, gates=(gate("A-1"),), consensus=kind)

    assert tables(master, {"Alpha": {"A-1": [2, 3]}}).gates["status"].to_list() == [status]


@pytest.mark.parametrize(
    ("span", "short_lived", "status"),
    [("short", (), "bonus"), ("long", (), "failed"), ("unheard of", (), "failed"), ("long", ("Alpha",), "bonus")],
)
def test_a_gate_whose_condition_does_not_hold_is_a_bonus(span: str, short_lived: tuple[str, ...], status: str) -> None:
    """Where the parameter's value is not among the options it cannot know, and the gate stays mandatory."""
    condition = GateCondition(when=WHEN_LONGER, unless=UNLESS_SHORT_LIVED)
    master = small_master({"A": ["A-1", "A-2"]}, gates=(gate("A-1", condition),))

    found = tables(master, {"Alpha": {"A-1": 1, "A-2": 4}}, span, short_lived)

    assert found.gates["status"].to_list() == [status]


def test_an_attribute_that_nobody_set_has_the_masters_default() -> None:
    """Workbooks of an older master may lack it."""
    master = small_master({"A": ["A-1"]})
    builder = LedgerBuilder(master)
    builder.receive(builder.context(), "Evaluator A", {"Alpha": {"A-1": 3}})

    assert scored(master, builder.ledger).tool_attributes.select("name", "value").rows() == [
        ("Short-lived only", "no"),
    ]


# ---- Category means


ALWAYS_BONUS = GateCondition(unless=UNLESS_SHORT_LIVED)


@pytest.mark.parametrize(
    ("bonus", "ordinary", "mean"),
    [
        ([5], [3, 3], 11 / 3),  # above the others' mean: counts
        ([3], [3, 3], 3.0),  # not above it: no difference
        ([1], [4, 5], 4.5),  # below: never lowers
        ([5], [None, None], None),  # never a mean on its own
        ([None], [4, 2], 3.0),
        ([5, 3], [2, 2], 3.0),  # the second is not above (2 + 2 + 5) / 3 = 3
        ([5, 4], [2, 2], 13 / 4),
    ],
)
def test_bonus_items_can_only_help(bonus: list[int | None], ordinary: list[int | None], mean: float | None) -> None:
    """They join from the highest down, while that lifts the mean of what counts."""
    extras = [f"A-{n}" for n in range(len(bonus))]
    plain = [f"A-{n}" for n in range(len(bonus), len(bonus) + 2)]
    master = small_master({"A": [*extras, *plain]}, gates=tuple(gate(item, ALWAYS_BONUS) for item in extras))
    stars = dict(zip([*extras, *plain], [*bonus, *ordinary], strict=True))

    found = tables(master, {"Alpha": stars}, short_lived=("Alpha",))

    assert found.category_summary["mean_stars"].to_list() == [pytest.approx(mean) if mean else None]
    assert found.category_summary["rated"].to_list() == [sum(value is not None for value in stars.values())]


def test_the_raw_overall_weighs_the_categories_that_have_a_mean() -> None:
    """A category without ratings counts for nothing; the others by their weights."""
    master = small_master({"A": ["A-1"], "B": ["B-1"], "C": ["C-1"]}, weights={"A": 3.0, "C": 9.0})

    found = tables(master, {"Alpha": {"A-1": 5, "B-1": 1}})

    assert verdicts(found, "raw_stars", "coverage", "rank") == [(4.0, pytest.approx(2 / 3), None)]


# ---- Caps


GATED = small_master({"A": ["A-1", "A-2"]}, gates=(gate("A-1"),))


@pytest.mark.parametrize(
    ("stars", "expected"),
    [
        ({"A-1": 5, "A-2": 4}, (4.5, 4.5, "none", False, False)),
        ({"A-1": 2, "A-2": 4}, (3.0, 2.0, "certain", True, False)),
        ({"A-2": 4}, (4.0, 2.0, "provisional", True, True)),
        ({"A-1": [2, 3], "A-2": [4, 4]}, (3.25, 2.0, "provisional", True, True)),
        ({"A-1": 1, "A-2": 1}, (1.0, 1.0, "certain", False, False)),
        ({"A-1": 5}, (5.0, 5.0, "none", False, True)),
        ({}, (None, None, "provisional", False, True)),
    ],
)
def test_what_was_not_shown_to_hold_caps(stars: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """Raw, final, cap, capped, provisional: a failed gate caps for certain, an open one provisionally."""
    found = tables(GATED, {"Alpha": stars or {"A-1": None}})

    assert verdicts(found, "raw_stars", "final_stars", "cap", "capped", "provisional") == [expected]


@pytest.mark.parametrize(
    ("stars", "expected"),
    [
        ({"A-2": 4}, (4.0, "none", True, 2.0, 4.5)),
        ({"A-1": [2, 3], "A-2": [4, 4]}, (3.25, "none", True, 2.0, 3.25)),
        ({"A-1": 2, "A-2": 4}, (2.0, "certain", False, 2.0, 2.0)),
    ],
)
def test_a_master_may_leave_open_gates_uncapped(stars: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """The provisional cap is lifted (the verdict stays provisional, the bounds say how far); a certain one is not."""
    master = small_master({"A": ["A-1", "A-2"]}, gates=(gate("A-1"),), unverified="open")

    found = tables(master, {"Alpha": stars})

    assert verdicts(found, "final_stars", "cap", "provisional", "low", "high") == [expected]


def test_the_gates_are_named_by_how_they_stand() -> None:
    """gates_failed and gates_open hold item ids in the master's order; a bonus is neither."""
    master = small_master(
        {"A": ["A-1", "A-2", "A-3", "A-4"]},
        gates=(gate("A-1"), gate("A-2"), gate("A-3"), gate("A-4", ALWAYS_BONUS)),
    )

    found = tables(master, {"Alpha": {"A-3": [1, 4], "A-1": 2, "A-4": 1}}, short_lived=("Alpha",))

    assert verdicts(found, "gates_failed", "gates_open") == [(["A-1"], ["A-2", "A-3"])]


def test_warnings_name_items_at_their_threshold_or_below() -> None:
    """An unverified item is no warning here: the consensus table has it without stars."""
    warned = tuple(ItemWarning(item=item, threshold=n, text=("Beware.",)) for item, n in [("A-2", 3), ("A-1", 2)])
    master = small_master({"A": ["A-1", "A-2"]}, warnings=warned)

    found = tables(master, {"Alpha": {"A-1": 2, "A-2": 3}, "Beta": {"A-1": 3}})

    assert verdicts(found, "warnings") == [(["A-1", "A-2"],), ([],)]


# ---- Ranks


PLAIN = small_master({"A": ["A-1", "A-2"], "B": ["B-1"]}, tools=("Alpha", "Beta", "Gamma", "Delta"))


def test_equal_verdicts_share_a_rank_and_the_next_is_skipped() -> None:
    """1, 1, 3; and a tool that lacks a category's mean has none."""
    same = {"A-1": 4, "A-2": 3, "B-1": 4}
    found = tables(PLAIN, {"Alpha": same | {"B-1": 2}, "Beta": same, "Gamma": same, "Delta": {"A-1": 4, "A-2": 3}})

    assert verdicts(found, "tool", "rank", "rank_best", "rank_worst") == [
        ("Alpha", 3, 3, 4),
        ("Beta", 1, 1, 2),
        ("Gamma", 1, 1, 2),
        ("Delta", None, 1, 4),
    ]


def test_a_certain_cap_ranks_below_a_provisional_one_and_that_below_none() -> None:
    """At the same final overall the cap decides, then the raw overall."""
    master = small_master({"A": ["A-1", "A-2"]}, gates=(gate("A-1"),), tools=("Alpha", "Beta", "Gamma", "Delta"))

    found = tables(
        master,
        {
            "Alpha": {"A-1": 2, "A-2": 5},
            "Beta": {"A-1": 3, "A-2": 1},
            "Gamma": {"A-2": 2},
            "Delta": {"A-1": 2, "A-2": 4},
        },
    )

    assert verdicts(found, "final_stars", "cap", "rank") == [
        (2.0, "certain", 3),
        (2.0, "none", 1),
        (2.0, "provisional", 2),
        (2.0, "certain", 4),
    ]


def test_ranks_compare_what_people_read() -> None:
    """Two means that read the same at two decimals are equal, however they differ further on."""
    items = [f"A-{n:03}" for n in range(400)]
    master = small_master({"A": items})
    alpha: dict[str, Stars] = dict.fromkeys(items, 3)

    found = tables(master, {"Alpha": alpha, "Beta": alpha | {"A-000": 4}, "Gamma": alpha | {"A-000": 5}})

    assert verdicts(found, "raw_stars", "rank") == [(3.0, 2), (3.0025, 2), (3.005, 1)]


@given(st.integers(1, 2000), st.integers(1, 10_000))
def test_the_expression_rounds_as_the_helper_does(count: int, total: int) -> None:
    """`hundredths` is `half_up` for a whole column."""
    mean = total / count

    (rounded,) = pl.DataFrame({"mean": [mean]}).select(hundredths("mean"))["mean"]

    assert rounded / 100 == half_up(mean)


def test_decimal_weights_leave_no_crumbs() -> None:
    """Three categories at five stars are five stars, whatever 0.3 is in binary."""
    master = small_master({"A": ["A-1"], "B": ["B-1"], "C": ["C-1"]}, weights={"A": 0.3, "B": 0.3, "C": 0.3})

    found = tables(master, {"Alpha": {"A-1": 5, "B-1": 5, "C-1": 5}})

    assert verdicts(found, "raw_stars", "low", "high", "capped") == [(5.0, 5.0, 5.0, False)]


def test_a_final_overall_is_rounded_before_the_cap_decides() -> None:
    """1.9975 reads 2.00: as much as a capped tool's, and without a cap better."""
    items = [f"A-{n:03}" for n in range(400)]
    master = small_master({"A": items}, gates=(gate("A-000"),))
    twos = dict.fromkeys(items, 2)

    found = tables(master, {"Alpha": {**twos, "A-001": 5}, "Beta": {**twos, "A-000": 3, "A-001": 1, "A-002": 1}})

    assert verdicts(found, "final_stars", "cap", "rank") == [(2.0, "certain", 2), (1.9975, "none", 1)]


def test_a_gate_that_even_five_stars_cannot_pass_caps_the_high_bound() -> None:
    """With a threshold of five, an unverified gate fails in every completion."""
    master = small_master({"A": ["A-1", "A-2"]}, gates=(gate("A-1"),), threshold=5)

    assert verdicts(tables(master, {"Alpha": {"A-2": 5}}), "cap", "low", "high") == [("provisional", 2.0, 2.0)]


def test_a_tool_that_can_have_no_mean_comes_last_of_all() -> None:
    """All its items are bonus: no verdict, no bounds, no rank, and no way past anybody."""
    master = small_master({"A": ["A-1"]}, gates=(gate("A-1", ALWAYS_BONUS),))

    found = tables(master, {"Alpha": {"A-1": 5}, "Beta": {"A-1": 1}}, short_lived=("Alpha",))

    assert verdicts(found, "final_stars", "low", "high", "rank", "rank_best", "rank_worst") == [
        (None, None, None, None, 2, 2),
        (1.0, 1.0, 1.0, 1, 1, 1),
    ]
