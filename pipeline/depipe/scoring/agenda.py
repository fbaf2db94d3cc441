"""The agenda: what the evaluators should talk about, in the order of what it can do to the verdict."""

from typing import Final, Literal

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR
from depipe.scoring.categories import category_means
from depipe.scoring.gates import OPEN
from depipe.scoring.overall import raw_overall, verdicts
from depipe.scoring.tables import Tables

Kind = Literal["disputed_gate", "spread"]

WIDE: Final = 2
"""Stars apart from which on a spread is on the agenda: one star apart is a matter of taste."""

_KEY: Final = (*PAIR, "item_id")


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
        .select(*_KEY, "category_id", "kind", "spread", "least", "greatest", "effect", "effect_raw", "place")
    )


def _disagreed(tables: Tables) -> pl.DataFrame:
    """Return the pairs to settle in the tables' order: their consensus with kind, least, greatest and world: u32."""
    disputed = tables.gates.filter(pl.col("status") == "disputed").select(*_KEY, disputed=pl.lit(value=True))
    given = tables.ratings.group_by(_KEY).agg(
        pl.col("stars").min().alias("least"), pl.col("stars").max().alias("greatest")
    )
    kind = pl.when("disputed").then(pl.lit("disputed_gate")).otherwise(pl.lit("spread"))
    return (
        tables.consensus.filter(~pl.col("decided"))
        .join(disputed, on=_KEY, how="left", maintain_order="left")
        .filter(pl.col("disputed").fill_null(value=False) | (pl.col("spread") >= WIDE))
        .join(given, on=_KEY, maintain_order="left")
        .with_columns(kind.alias("kind"))
        .with_row_index("world")
    )


def _settled(rows: pl.DataFrame, tables: Tables, master: Master) -> pl.DataFrame:
    """Return world: u32; effect, effect_raw: f64 of each of *rows*.

    Each is scored twice more, settled at the least and at the greatest star. Only its own category's items are looked
    at again: the other categories keep their means.
    """
    worlds = pl.concat(
        [
            rows.select("world", *_KEY, "category_id", pl.lit(end).alias("end"), pl.col(end).alias("settled"))
            for end in ("least", "greatest")
        ]
    ).with_row_index("case")
    found = verdicts(raw_overall(_means(worlds, tables), master), _caps(worlds, tables, master), master)
    moved = found.join(worlds.select("case", "world"), on="case").group_by("world")
    # The overalls are rounded to twelve decimals, so their differences to fewer: else equal effects would not be equal.
    return moved.agg(
        (pl.col(name).max() - pl.col(name).min()).round(9).alias(effect)
        for effect, name in (("effect", "final_stars"), ("effect_raw", "raw_stars"))
    )


def _means(worlds: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Return the category means of each case of *worlds*, as `category_means` does."""
    here = worlds.select("case", *PAIR, "category_id", settled_id="item_id", settled="settled")
    bonus = tables.gates.filter(pl.col("status") == "bonus").select(*_KEY, bonus=pl.lit(value=True))
    levels = (
        here.join(tables.consensus, on=[*PAIR, "category_id"])
        .join(bonus, on=_KEY, how="left")
        .with_columns(
            level=pl.when(pl.col("item_id") == pl.col("settled_id")).then("settled").otherwise("level"),
            bonus=pl.col("bonus").fill_null(value=False),
        )
        .select("case", *_KEY, "category_id", "level", "bonus")
    )
    others = (
        here.select("case", *PAIR, own="category_id")
        .join(tables.category_summary, on=PAIR)
        .filter(pl.col("own") != pl.col("category_id"))
        .select("case", *PAIR, "category_id", pl.col("mean_stars").alias("mean"), "rated")
    )
    return pl.concat([category_means(levels), others])


def _caps(worlds: pl.DataFrame, tables: Tables, master: Master) -> pl.DataFrame:
    """Return case: u32; context_id, tool: str; failed, open: bool: what the gates mean in each case of *worlds*."""
    fails = pl.when(pl.col("settled") <= master.fail_close.threshold).then(pl.lit("failed")).otherwise(pl.lit("passed"))
    touched = (pl.col("item_id") == pl.col("settled_id")) & (pl.col("status") != "bonus")
    return (
        worlds.select("case", *PAIR, settled_id="item_id", settled="settled")
        .join(tables.gates, on=PAIR)
        .with_columns(status=pl.when(touched).then(fails).otherwise("status"))
        .group_by("case", *PAIR)
        .agg(failed=(pl.col("status") == "failed").any(), open=pl.col("status").is_in(OPEN).any())
    )
