"""Consensus: what an item and a tool have over all their evaluators."""

from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import UNIT, item_frame

Section = Literal["good", "not_good", "unverified"]

GOOD_FROM: Final = 3
"""Good begins at three stars (PoC可), whatever the gates' threshold: it is the scale's border."""

_STATISTICS: Final = ("stars", "level", "evaluators", "spread")


def consensus(votes: pl.DataFrame, line_up: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the consensus of every (context, tool, item): tools as in *line_up*, items in the master's order.

    votes: as `counted` returns them. line_up: context_id, tool: str.

    Result: context_id, tool, item_id, category_id: str; stars: i8? (lower median, or what `scoring.consensus` says);
    level: f64? (ordinary median, or the same); evaluators: u32; spread: i8? (greatest minus least); decided: bool.
    """
    return (
        line_up.join(item_frame(master), how="cross")
        .join(statistics(votes, UNIT, master), on=UNIT, how="left", maintain_order="left")
        .with_columns(pl.col("evaluators").fill_null(0), decided=pl.lit(value=False))
        .select(*UNIT, "category_id", *_STATISTICS, "decided")
    )


def counted(ratings: pl.LazyFrame) -> pl.DataFrame:
    """Return context_id, tool, item_id: str; stars: i8; len: u32: how many of *ratings* gave so many stars."""
    return ratings.group_by(*UNIT, "stars").len().collect(engine="streaming")


def statistics(votes: pl.DataFrame, group: Sequence[str], master: Master) -> pl.DataFrame:
    """Return *group*; stars: i8; level: f64; evaluators: u32; spread: i8, a row each that has ratings, in any order.

    votes: *group*; stars: i8; len: u32 above 0. A histogram: ratings are counted once with the stars as one more
    key, which is as cheap as their mean; what follows sees five rows a group at most, however many evaluators.
    """
    total, below = pl.col("len").sum(), pl.col("len").cum_sum()
    lower = pl.col("stars").filter(below * 2 >= total).first()
    upper = pl.col("stars").filter(below * 2 > total).first()
    least, greatest = pl.col("stars").first(), pl.col("stars").last()
    chosen = {"median": (lower, (lower + upper) / 2), "min": (least, least), "max": (greatest, greatest)}
    stars, level = chosen[master.scoring.consensus]
    return (
        votes.sort("stars")
        .group_by(group)
        .agg(
            stars.alias("stars"),
            level.cast(pl.Float64).alias("level"),
            total.cast(pl.UInt32).alias("evaluators"),
            (greatest - least).alias("spread"),
        )
    )
