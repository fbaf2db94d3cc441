"""Leaving out: the verdicts without each evaluator in turn (the jackknife, after Quenouille and Tukey)."""

from typing import Final

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR, UNIT
from depipe.scoring.consensus import counted, statistics
from depipe.scoring.overall import ranking_key
from depipe.scoring.whatif import Known, outcomes

EVALUATORS: Final = 200
"""Up to so many are left out in turn: among more of them nobody reads the list, and no single one decides."""

_LINE: Final = ("context_id", "evaluator", "tool")


def leaving_out(given: pl.DataFrame, known: Known, overall: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the verdicts without each evaluator, by their names, then tools in their order.

    given: context_id, evaluator, tool, item_id: str; stars: i8, the ratings. overall: the table. All of one context.

    Where a decision stands it goes on to stand: it is no evaluator's. An item that nobody else rated is unverified.

    Result: context_id, evaluator, tool: str; final_stars: f64?; cap: str; rank: u32? (null: 順位保留), a row for each
    evaluator and tool of *overall*; none where there are more than `EVALUATORS`.
    """
    evaluators = given["evaluator"].unique().sort()
    if len(evaluators) > EVALUATORS:
        evaluators = evaluators.head(0)
    left = given.filter(pl.col("evaluator").is_in(evaluators.implode()))
    without = outcomes(_changes(left, known, master), known, master)
    now = overall.select(*PAIR, "final_stars", "cap", key=ranking_key(), held=pl.col("rank").is_null())
    changed = without.rename({"case": "evaluator"})
    rank = pl.when(~pl.col("held")).then("key").rank("min", descending=True).over("evaluator")
    return (
        pl.DataFrame({"evaluator": evaluators})
        .join(now, how="cross", maintain_order="left_right")
        .join(changed, on=["evaluator", *PAIR], how="left", suffix="_new", maintain_order="left")
        .with_columns(
            pl.when(pl.col("key_new").is_null()).then(name).otherwise(f"{name}_new").alias(name)
            for name in ("final_stars", "cap", "key", "held")
        )
        .select(*_LINE, "final_stars", "cap", rank.cast(pl.UInt32).alias("rank"))
    )


def _changes(given: pl.DataFrame, known: Known, master: Master) -> pl.DataFrame:
    """Return what is changed without each evaluator (the case): the consensus of the others on what they rated."""
    decided = known.rows.filter("decided").select(UNIT)
    return (
        given.select(*_LINE, "item_id", gone="stars")
        .join(decided, on=UNIT, how="anti")
        .join(_others(counted(given.lazy()), master), on=[*UNIT, "gone"], how="left")
        .rename({"evaluator": "case"})
    )


def _others(votes: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the consensus of each item and tool without one vote of so many stars (gone).

    Whose vote it was makes no difference, so there are five of them at most, however many evaluators.
    """
    one_less = pl.col("len") - (pl.col("stars") == pl.col("gone")).cast(pl.UInt32)
    remaining = (
        votes.select(*UNIT, gone="stars").join(votes, on=UNIT).with_columns(len=one_less).filter(pl.col("len") > 0)
    )
    return statistics(remaining, [*UNIT, "gone"], master).select(*UNIT, "gone", "stars", "level")
