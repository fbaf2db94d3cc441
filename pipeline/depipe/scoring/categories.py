"""Category means: the mean of what is rated, and bonus items that can only help."""

from typing import Final

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR, category_frame

_GROUP: Final = ("case", *PAIR, "category_id")


def category_means(levels: pl.LazyFrame) -> pl.LazyFrame:
    """Return case, context_id, tool, category_id: str; mean: f64?; rated: u32, in any order.

    levels: case, context_id, tool, item_id, category_id: str; level: f64? (null: unverified); bonus: bool.

    The mean is that of the rated items that are no bonus; without any there is none. Bonus items join them from the
    highest down while that lifts the mean. So an item that counts lies above the mean of the others that count, one
    that does not count lies at or below it, and no rating of a bonus item ever lowers a mean.
    """
    base = levels.group_by(_GROUP).agg(
        pl.col("level").filter(~pl.col("bonus")).sum().alias("total"),
        pl.col("level").filter(~pl.col("bonus")).count().alias("count"),
        pl.col("level").count().alias("rated"),
    )
    counted = base.filter(pl.col("count") > 0)
    lifted = (
        levels.filter(pl.col("bonus") & pl.col("level").is_not_null())
        .join(counted, on=_GROUP)
        .sort("level", descending=True)
        .with_columns(
            total=pl.col("total") + pl.col("level").cum_sum().over(_GROUP),
            count=pl.col("count") + pl.col("level").cum_count().over(_GROUP),
        )
    )
    # Of the means with the first k bonus items (k = 0, 1, ...) the greatest is the one that the rule stops at.
    means = (
        pl.concat([counted.select(*_GROUP, "total", "count"), lifted.select(*_GROUP, "total", "count")])
        .group_by(_GROUP)
        .agg((pl.col("total") / pl.col("count")).max().alias("mean"))
    )
    return base.join(means, on=_GROUP, how="left").select(*_GROUP, "mean", "rated")


def category_summary(means: pl.DataFrame, line_up: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the summary of every (tool of *line_up*, category that has items), categories in the master's order.

    means: as `category_means` returns them, of one case.

    Result: context_id, tool, category_id: str; mean_stars: f64?; rated, items: u32; coverage: f64.
    """
    return (
        line_up.join(category_frame(master), how="cross")
        .join(means, on=[*PAIR, "category_id"], how="left", maintain_order="left")
        .select(
            *PAIR,
            "category_id",
            pl.col("mean").alias("mean_stars"),
            "rated",
            "items",
            (pl.col("rated") / pl.col("items")).alias("coverage"),
        )
    )
