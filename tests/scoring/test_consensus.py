"""Consensus over evaluators."""

from typing import Any

import polars as pl
import pytest

from depipe.scoring.consensus import consensus, counted
from support.random_ledgers import LedgerBuilder, scored
from support.random_masters import small_master

RATINGS = {"context_id": pl.String, "tool": pl.String, "item_id": pl.String, "stars": pl.Int8}


def agreed(stars: list[int], kind: str = "median") -> dict[str, Any]:
    """Return the consensus of one item that has these stars."""
    master = small_master({"A": ["A-1"]}, consensus=kind)
    ratings = pl.DataFrame([("c", "Alpha", "A-1", n) for n in stars], schema=RATINGS, orient="row")
    line_up = pl.DataFrame({"context_id": ["c"], "tool": ["Alpha"]})
    (row,) = (
        consensus(counted(ratings.lazy()), line_up, master)
        .drop("context_id", "tool", "item_id", "category_id")
        .to_dicts()
    )
    return row


@pytest.mark.parametrize(
    ("stars", "expected"),
    [
        ([], {"stars": None, "level": None, "evaluators": 0, "spread": None, "decided": False}),
        ([4], {"stars": 4, "level": 4.0, "evaluators": 1, "spread": 0, "decided": False}),
        ([5, 2], {"stars": 2, "level": 3.5, "evaluators": 2, "spread": 3, "decided": False}),
        ([1, 5, 2], {"stars": 2, "level": 2.0, "evaluators": 3, "spread": 4, "decided": False}),
        ([5, 3, 3, 4], {"stars": 3, "level": 3.5, "evaluators": 4, "spread": 2, "decided": False}),
    ],
)
def test_the_median_is_the_lower_one_for_showing_and_the_ordinary_one_for_means(
    stars: list[int], expected: dict[str, Any]
) -> None:
    """`stars` is a star that somebody gave; `level` lies in the middle."""
    assert agreed(stars) == expected


@pytest.mark.parametrize(("kind", "stars"), [("min", 2), ("max", 5)])
def test_a_master_may_take_the_least_or_the_greatest(kind: str, stars: int) -> None:
    """Then stars and level are the same figure; the spread stays that of the evaluators."""
    assert agreed([3, 5, 2], kind) == {
        "stars": stars,
        "level": float(stars),
        "evaluators": 3,
        "spread": 3,
        "decided": False,
    }


def test_contexts_are_never_mixed() -> None:
    """Two contexts give two lines, each with its own evaluators."""
    master = small_master({"A": ["A-1"]})
    builder = LedgerBuilder(master)
    builder.receive(builder.context(Span="long"), "Evaluator A", {"Alpha": {"A-1": 5}})
    builder.receive(builder.context(Span="short"), "Evaluator A", {"Alpha": {"A-1": 1}})

    tables = scored(master, builder.ledger)

    assert tables.consensus.select("stars", "evaluators").rows() == [(5, 1), (1, 1)]
    assert tables.contexts.select("Span", "Place").rows() == [("long", "here"), ("short", "here")]
