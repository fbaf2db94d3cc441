"""What if: the verdicts of worlds in which some consensus is another one, any number of them in one scoring.

A world is about one tool: a row for each of its items. What is not changed in it is what is known. Every question of
the kind "and if ..." makes its worlds from `known`, and reads the answers off `outcomes`.
"""

from typing import Final

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR
from depipe.scoring.categories import category_means
from depipe.scoring.gates import OPEN, standing
from depipe.scoring.overall import raw_overall, verdicts

_CASE_PAIR: Final = ("case", *PAIR)


def known(consensus: pl.DataFrame, gates: pl.DataFrame) -> pl.DataFrame:
    """Return what worlds are made of, a row for each of *consensus*, in its order.

    consensus, gates: the tables of those names.

    Result: context_id, tool, item_id, category_id: str; stars: i8?; level: f64?; decided: bool; status: str? (the
    gate's, null where the item is none); bonus: bool.
    """
    return consensus.join(gates, on=[*PAIR, "item_id"], how="left", maintain_order="left").select(
        *PAIR,
        "item_id",
        "category_id",
        "stars",
        "level",
        "decided",
        "status",
        pl.col("status").eq_missing(pl.lit("bonus")).alias("bonus"),
    )


def outcomes(worlds: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the verdict of every world, in any order.

    worlds: case (of any type) and the columns of `known`, a row an item.

    Result: case; context_id, tool: str; raw_stars, final_stars: f64?; cap: str; held: bool (a category has no mean, so
    there is no rank); key: i64 (as `ranking_key` has it).
    """
    now = standing(master)
    gated = (
        worlds.filter(pl.col("status").is_not_null())
        .group_by(_CASE_PAIR)
        .agg((now == "failed").any().alias("failed"), now.is_in(OPEN).any().alias("open"))
    )
    found = verdicts(raw_overall(category_means(worlds), master), gated, master)
    return found.select(*_CASE_PAIR, "raw_stars", "final_stars", "cap", "held", "key")
