"""Weighting: which rank each tool has under other weights of the categories, drawn at random.

After SMAA (Lahdelma, Hokkanen & Salminen 1998; Lahdelma & Salminen 2001): the share of all weights under which a tool
has a rank is its rank acceptability.
"""

import random
from array import array
from typing import Final

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR, category_frame
from depipe.scoring.overall import judged

DRAWS: Final = 2_000
"""A share of a half is then exact to 2.2 points, nineteen times out of twenty."""
SHARES: Final = pl.Schema({"context_id": pl.String(), "tool": pl.String(), "rank": pl.UInt32(), "share": pl.Float64()})
_SEED: Final = 1998
_BITS: Final = 32


def rank_shares(
    summary: pl.DataFrame, overall: pl.DataFrame, master: Master, *, draws: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return the share of draws in which each ranked tool has each rank; tools in their order, ranks ascending.

    summary: the table category_summary, overall: the table of that name; both of one context. draws: as `drawn`
    returns them, which are taken by default.

    Gates do not depend on weights, so caps are today's. Result: context_id, tool: str; rank: u32; share: f64, no row
    for what never happens.
    """
    ranked = overall.filter(pl.col("rank").is_not_null()).with_row_index("place")
    if ranked.is_empty():
        return SHARES.to_frame()
    draws = drawn(master) if draws is None else draws
    totals = pl.sum_horizontal(draws.columns)
    means = {
        tool: dict(zip(rows["category_id"], rows["mean_stars"], strict=True))
        for (tool,), rows in summary.group_by("tool", maintain_order=True)
    }
    weighed = (
        draws.lazy()
        .select(
            (pl.sum_horizontal(pl.col(name) * means[tool][name] for name in draws.columns) / totals)
            .round(12)
            .alias(tool)
            for tool in ranked["tool"]
        )
        .with_row_index("draw")
    )
    gated = ranked.lazy().select(
        *PAIR, "place", failed=pl.col("gates_failed").list.len() > 0, open=pl.col("gates_open").list.len() > 0
    )
    long = weighed.unpivot(index="draw", variable_name="tool", value_name="raw_stars").join(gated, on="tool")
    rank = pl.col("key").rank("min", descending=True).over("draw").cast(pl.UInt32)
    return (
        judged(long, master)
        .select(*PAIR, "place", rank=rank)
        .group_by(*PAIR, "place", "rank")
        .agg((pl.len() / draws.height).alias("share"))
        .sort("place", "rank")
        .drop("place")
        .collect()
    )


def drawn(master: Master, draws: int = DRAWS) -> pl.DataFrame:
    """Return a column of weights for each category that has items, a row a draw: the same ones every time.

    Each is the master's own weight times a factor; the factors are independent and exponential, so that their
    proportions are spread evenly over all that there can be. With equal weights in the master, that is the uniform
    distribution over all weights, the Dirichlet distribution with every parameter 1.
    """
    categories = category_frame(master)
    numbers = array("I", random.Random(_SEED).randbytes(4 * draws * categories.height))  # noqa: S311 - no secret
    uniform = (pl.Series(numbers, dtype=pl.Float64) + 0.5) / 2**_BITS
    factors = -uniform.log()
    return pl.DataFrame(
        {
            category: factors.slice(place * draws, draws) * weight
            for place, (category, weight) in enumerate(categories.select("category_id", "weight").iter_rows())
        }
    )
