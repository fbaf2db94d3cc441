"""What scoring needs of a master, as frames; and the line-up: which tools stand in which context, in which order."""

import polars as pl

from depipe.master.model import Master

PAIR = ("context_id", "tool")
"""Whom a verdict is about."""
UNIT = (*PAIR, "item_id")
"""What a consensus is about: an item of a tool."""


def item_frame(master: Master) -> pl.DataFrame:
    """Return item_id, category_id: str, a row an item in the master's order."""
    return pl.DataFrame(
        {"item_id": [item.id for item in master.items], "category_id": [item.category for item in master.items]},
        schema={"item_id": pl.String, "category_id": pl.String},
    )


def category_frame(master: Master) -> pl.DataFrame:
    """Return category_id: str; weight: f64; items: u32, a row a category that has items, in the master's order."""
    counts = {category.id: 0 for category in master.categories}
    for item in master.items:
        counts[item.category] += 1
    asked = [category for category in master.categories if counts[category.id]]
    return pl.DataFrame(
        {
            "category_id": [category.id for category in asked],
            "weight": [category.weight for category in asked],
            "items": [counts[category.id] for category in asked],
        },
        schema={"category_id": pl.String, "weight": pl.Float64, "items": pl.UInt32},
    )


def line_up(contexts: pl.DataFrame, tools: pl.DataFrame) -> pl.DataFrame:
    """Return context_id, tool: str, a row a tool of each context; contexts by first receipt, tools in their order.

    contexts: context_id: str; sequence: i64, and more. tools: context_id, tool: str; order: u32.
    """
    received = contexts.group_by("context_id").agg(pl.col("sequence").min().alias("received"))
    return tools.join(received, on="context_id", how="left").sort("received", "context_id", "order").select(PAIR)
