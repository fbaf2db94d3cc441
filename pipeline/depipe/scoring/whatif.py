"""What if: the verdicts of worlds in which some consensus is another one, any number of them in one scoring.

A world is about one tool, and is told by what is changed in it; all else is as it is known. Every question of the kind
"and if ..." tells its worlds' changes and reads the answers off `outcomes`.
"""

from typing import Final, NamedTuple

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR
from depipe.scoring.categories import category_means
from depipe.scoring.gates import OPEN, standing
from depipe.scoring.overall import CASE_PAIR, raw_overall, verdicts

_GROUP: Final = (*CASE_PAIR, "category_id")


class Known(NamedTuple):
    """What is known, and not changed in a world.

    rows: context_id, tool, item_id, category_id: str; stars: i8?; level: f64?; decided: bool; status: str? (the gate's,
    null where the item is none); bonus: bool, a row an item and tool, in the order of the consensus.
    means: context_id, tool, category_id: str; mean: f64?; rated: u32.
    """

    rows: pl.DataFrame
    means: pl.DataFrame


def known(consensus: pl.DataFrame, gates: pl.DataFrame, summary: pl.DataFrame) -> Known:
    """Return what is known by the tables consensus, gates and category_summary."""
    rows = consensus.join(gates, on=[*PAIR, "item_id"], how="left", maintain_order="left").select(
        *PAIR,
        "item_id",
        "category_id",
        "stars",
        "level",
        "decided",
        "status",
        pl.col("status").eq_missing(pl.lit("bonus")).alias("bonus"),
    )
    return Known(rows, summary.select(*PAIR, "category_id", pl.col("mean_stars").alias("mean"), "rated"))


def outcomes(changes: pl.DataFrame, known: Known, master: Master) -> pl.DataFrame:
    """Return the verdict of every world, in any order.

    changes: case (of any type, a world's name); context_id, tool, item_id: str; stars: i8?; level: f64?, a row for each
    item that has other stars in the world (null: none any more). A world has at least one.

    Only the categories that a change touches are looked at again: the others keep their means.

    Result: case; context_id, tool: str; raw_stars, final_stars: f64?; cap: str; held: bool (a category has no mean, so
    there is no rank); key: i64 (as `ranking_key` has it).
    """
    # One plan: of so few rows, a call of its own takes longer to reach polars' threads than to be answered.
    world, rows = changes.lazy(), known.rows.lazy()
    told = world.select(*CASE_PAIR, "item_id", new_stars="stars", new_level="level", changed=pl.lit(value=True))
    cases = world.select(CASE_PAIR).unique()
    touched = told.join(rows.select(*PAIR, "item_id", "category_id"), on=[*PAIR, "item_id"]).select(_GROUP).unique()
    again = _changed(touched.join(rows, on=[*PAIR, "category_id"]), told)
    kept = cases.join(known.means.lazy(), on=PAIR).join(touched, on=_GROUP, how="anti")
    means = pl.concat([category_means(again), kept.select(*_GROUP, "mean", "rated")])
    gates = _changed(cases.join(rows.filter(pl.col("status").is_not_null()), on=PAIR), told)
    now = standing(master)
    gated = gates.group_by(CASE_PAIR).agg((now == "failed").any().alias("failed"), now.is_in(OPEN).any().alias("open"))
    found = verdicts(raw_overall(means, master), gated, master)
    return found.select(*CASE_PAIR, "raw_stars", "final_stars", "cap", "held", "key").collect()


def _changed(rows: pl.LazyFrame, told: pl.LazyFrame) -> pl.LazyFrame:
    """Return *rows* (with their case) with the stars and levels that are *told*."""
    changed = pl.col("changed").is_not_null()
    return rows.join(told, on=[*CASE_PAIR, "item_id"], how="left").with_columns(
        pl.when(changed).then("new_stars").otherwise("stars").alias("stars"),
        pl.when(changed).then("new_level").otherwise("level").alias("level"),
    )
