"""Single changes: every consensus that is one star more or less, each on its own (one-at-a-time sensitivity)."""

from typing import Final

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR
from depipe.scoring.overall import ranking_key
from depipe.scoring.whatif import Known, outcomes
from depipe.stars import LEVELS

_AT_ONCE: Final = 5_000
"""Changes that are scored together: each has a row for every item of its category, and masters can be large."""


def single_changes(known: Known, overall: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return what every single change of one star on one consensus does, in the order of the consensus.

    overall: the table of that name; both of one context.

    A change takes the place of the consensus, as a decision would: it is one figure for both stars and level. Items
    without stars have none to change: the bounds speak of them.

    Result: context_id, tool, item_id, status: str? (the gate's, before); from_stars, to_stars: i8; final_stars: f64 and
    cap: str, the tool's; cap_before: str; moves_first: bool, whether the tools at rank 1 are others than today's;
    first: list[str], those tools after the change, in their order.
    """
    changes = (
        known.rows.filter(pl.col("stars").is_not_null())
        .select(*PAIR, "item_id", "status", from_stars="stars")
        .join(pl.DataFrame({"step": [-1, 1]}, {"step": pl.Int8}), how="cross", maintain_order="left_right")
        .with_columns(to_stars=pl.col("from_stars") + pl.col("step"))
        .filter(pl.col("to_stars").is_between(LEVELS[0], LEVELS[-1]))
        .with_row_index("case")
    )
    told = changes.select(
        "case", *PAIR, "item_id", pl.col("to_stars").alias("stars"), pl.col("to_stars").cast(pl.Float64).alias("level")
    )
    parts = list(told.iter_slices(_AT_ONCE)) or [told]
    after = pl.concat([outcomes(some, known, master) for some in parts])
    ahead = pl.col("key") - pl.col("rival_key")
    ahead_now = pl.col("key_now") - pl.col("rival_key")
    first = (
        pl.when(ahead > 0)
        .then(pl.concat_list("tool"))
        .when(ahead == 0)
        .then(pl.concat_list("tool", "rivals"))
        .otherwise("rivals")
    )
    order = overall["tool"].to_list()
    return (
        changes.join(after, on=["case", *PAIR], maintain_order="left")
        .join(_rivals(overall), on=PAIR, how="left", maintain_order="left")
        .join(overall.select(*PAIR, cap_before="cap"), on=PAIR, how="left", maintain_order="left")
        .with_columns(moves_first=(ahead.sign() != ahead_now.sign()).fill_null(value=False))
        .select(
            *PAIR,
            "item_id",
            "status",
            "from_stars",
            "to_stars",
            "final_stars",
            "cap",
            "cap_before",
            "moves_first",
            pl.when("moves_first")
            .then(first.list.eval(pl.element().sort_by(pl.element().cast(pl.Enum(order)))))
            .alias("first"),
        )
    )


def _rivals(overall: pl.DataFrame) -> pl.DataFrame:
    """Return for each ranked tool the best of the other ranked ones: context_id, tool; key_now, rival_key; rivals."""
    ranked = overall.filter(pl.col("rank").is_not_null()).select(*PAIR, key=ranking_key())
    return (
        ranked.join(ranked, on="context_id", suffix="_other", maintain_order="left_right")
        .filter(pl.col("tool") != pl.col("tool_other"))
        .group_by(PAIR, maintain_order=True)
        .agg(
            pl.col("key").first().alias("key_now"),
            pl.col("key_other").max().alias("rival_key"),
            pl.col("tool_other").filter(pl.col("key_other") == pl.col("key_other").max()).alias("rivals"),
        )
    )
