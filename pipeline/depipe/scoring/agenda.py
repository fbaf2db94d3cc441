"""The agenda: what the evaluators should talk about, in the order of what it can do to the verdict."""

from typing import Final, Literal

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import UNIT
from depipe.scoring.tables import Tables
from depipe.scoring.whatif import known, outcomes

Kind = Literal["disputed_gate", "spread"]

WIDE: Final = 2
"""Stars apart from which on a spread is on the agenda: one star apart is a matter of taste."""


def agenda(tables: Tables, master: Master) -> pl.DataFrame:
    """Return what there is to settle: disputed gates, then spreads of two stars or more, by effect on the verdict.

    A pair that has a decision in force is settled. The effect is how far the tool's overall would move between the
    least and the greatest of the given stars as the consensus, all else as it is.

    Result: context_id, tool, item_id, category_id, kind: str (a `Kind`); spread: i8; least, greatest: i8, the given
    stars; effect (of the final overall), effect_raw (before the cap): f64; place: u32, from 1 in each context. By
    context in the order of `tables.contexts`, then place; equal effects in the order of spread, tools and items.
    """
    rows = _disagreed(tables)
    settled = _settled(rows, tables, master)
    first = pl.col("kind") == "disputed_gate"
    contexts = tables.contexts.select("context_id").with_row_index("context_place")
    return (
        rows.join(settled, on="world", how="left", maintain_order="left")
        .join(contexts, on="context_id", how="left", maintain_order="left")
        .sort(
            "context_place",
            first,
            "effect",
            "effect_raw",
            "spread",
            descending=[False, True, True, True, True],
            maintain_order=True,
        )
        .with_columns(place=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("context_id"))
        .select(*UNIT, "category_id", "kind", "spread", "least", "greatest", "effect", "effect_raw", "place")
    )


def _disagreed(tables: Tables) -> pl.DataFrame:
    """Return the pairs to settle in the tables' order: their consensus with kind, least, greatest and world: u32."""
    disputed = tables.gates.filter(pl.col("status") == "disputed").select(*UNIT, disputed=pl.lit(value=True))
    given = (
        tables.ratings.group_by(UNIT)
        .agg(pl.col("stars").min().alias("least"), pl.col("stars").max().alias("greatest"))
        .collect()
    )
    kind = pl.when("disputed").then(pl.lit("disputed_gate")).otherwise(pl.lit("spread"))
    return (
        tables.consensus.filter(~pl.col("decided"))
        .join(disputed, on=UNIT, how="left", maintain_order="left")
        .filter(pl.col("disputed").fill_null(value=False) | (pl.col("spread") >= WIDE))
        .join(given, on=UNIT, maintain_order="left")
        .with_columns(kind.alias("kind"))
        .with_row_index("world")
    )


def _settled(rows: pl.DataFrame, tables: Tables, master: Master) -> pl.DataFrame:
    """Return world: u32; effect, effect_raw: f64 of each of *rows*: settled at the least and at the greatest star."""
    worlds = pl.concat(
        [rows.select("world", *UNIT, stars=end, level=pl.col(end).cast(pl.Float64)) for end in ("least", "greatest")]
    ).with_row_index("case")
    now = known(tables.consensus, tables.gates, tables.category_summary)
    found = outcomes(worlds.drop("world"), now, master)
    moved = found.join(worlds.select("case", "world"), on="case").group_by("world")
    # The overalls are rounded to twelve decimals, so their differences to fewer: else equal effects would not be equal.
    return moved.agg(
        # A tool whose every category has bonus items alone has no overall to move.
        (pl.col(name).max() - pl.col(name).min()).round(9).fill_null(0.0).alias(effect)
        for effect, name in (("effect", "final_stars"), ("effect_raw", "raw_stars"))
    )
