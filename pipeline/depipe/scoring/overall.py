"""Overall: each tool's verdict, how far it could still move, and its rank.

Everything is computed in three cases at once: `now` (what is known), `low` (every unverified item at one star, every
disputed gate failed) and `high` (every unverified item at five stars, every disputed gate passed).
"""

from typing import Final, Literal

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR, category_frame
from depipe.scoring.gates import OPEN
from depipe.stars import LEVELS

Cap = Literal["none", "provisional", "certain"]

CAPS: Final[tuple[Cap, ...]] = ("certain", "provisional", "none")
"""From the worst to the best, as they rank."""

CASE_PAIR: Final = ("case", *PAIR)
"""Whom a verdict is about, in a case."""


def cases(consensus: pl.DataFrame, gates: pl.DataFrame) -> pl.DataFrame:
    """Return the levels of all three cases: what `category_means` takes.

    consensus and gates: the tables of those names.
    """
    bonus = gates.filter(pl.col("status") == "bonus").select(*PAIR, "item_id", bonus=pl.lit(value=True))
    known = consensus.join(bonus, on=[*PAIR, "item_id"], how="left").select(
        *PAIR, "item_id", "category_id", "level", pl.col("bonus").fill_null(value=False)
    )
    complete = {"now": pl.col("level"), "low": pl.col("level").fill_null(1), "high": pl.col("level").fill_null(5)}
    return pl.concat(
        [known.with_columns(pl.lit(case).alias("case"), level.alias("level")) for case, level in complete.items()],
    )


def overall(
    means: pl.DataFrame,
    consensus: pl.DataFrame,
    gates: pl.DataFrame,
    line_up: pl.DataFrame,
    master: Master,
) -> pl.DataFrame:
    """Return the verdict of every tool of *line_up*.

    means: as `category_means` returns them, of all three cases. consensus, gates: the tables of those names.

    Result: context_id, tool: str; raw_stars, final_stars, low, high: f64?; cap: str (a `Cap`); capped,
    provisional: bool; coverage: f64; rank: u32? (null: 順位保留); rank_best, rank_worst: u32;
    gates_failed, gates_open, warnings: list[str] (item ids in the master's order).
    """
    status = gates.lazy()
    found = verdicts(raw_overall(means.lazy(), master), _caps(status, master), master).collect()
    return (
        line_up.lazy()
        .join(_ranked(found.lazy()), on=PAIR, how="left", maintain_order="left")
        .join(_named(status, "gates_failed", pl.col("status") == "failed"), on=PAIR, how="left", maintain_order="left")
        .join(_named(status, "gates_open", pl.col("status").is_in(OPEN)), on=PAIR, how="left", maintain_order="left")
        .join(_warnings(consensus.lazy(), master), on=PAIR, how="left", maintain_order="left")
        .select(
            *PAIR,
            "raw_stars",
            "final_stars",
            "low",
            "high",
            "cap",
            (pl.col("final_stars") < pl.col("raw_stars")).fill_null(value=False).alias("capped"),
            (pl.col("pending") | (pl.col("coverage") < 1)).alias("provisional"),
            "coverage",
            "rank",
            "rank_best",
            "rank_worst",
            *(pl.col(name).fill_null([]) for name in ("gates_failed", "gates_open", "warnings")),
        )
        .collect()
    )


def raw_overall(means: pl.LazyFrame, master: Master) -> pl.LazyFrame:
    """Return case, context_id, tool; raw_stars: f64?; held: bool (a category has no mean); coverage: f64.

    means: as `category_means` returns them; case may be of any type.
    """
    weighed = means.join(category_frame(master).with_row_index("place").lazy(), on="category_id")
    mean, there = pl.col("mean"), pl.col("mean").is_not_null()
    # Sorted, and rounded far behind what anybody sees: so the sum comes out the same to the last bit on every machine,
    # and decimal weights, which are no binary ones, do not make 3.5000000000000004 of 3.5, above a cap of 3.5.
    total = (mean * pl.col("weight")).sort_by("place").sum()
    weights = pl.col("weight").filter(there).sort_by(pl.col("place").filter(there)).sum()
    return weighed.group_by(CASE_PAIR).agg(
        pl.when(there.any()).then((total / weights).round(12)).alias("raw_stars"),
        (~there).any().alias("held"),
        (pl.col("rated").sum() / pl.col("items").sum()).alias("coverage"),
    )


def verdicts(raw: pl.LazyFrame, caps: pl.LazyFrame, master: Master) -> pl.LazyFrame:
    """Return *raw* as `judged` does; *caps*: case, context_id, tool; failed, open: bool, of tools that have gates."""
    gated = raw.join(caps, on=CASE_PAIR, how="left")
    return judged(gated.with_columns(pl.col("failed", "open").fill_null(value=False)), master)


def judged(weighed: pl.LazyFrame, master: Master) -> pl.LazyFrame:
    """Return *weighed* with cap: str (a `Cap`); pending: bool; final_stars: f64?; key: i64.

    weighed: raw_stars: f64?; failed, open: bool (one of the gates is), a row a verdict, and more.

    pending: no gate failed, but one is open. key: as `ranking_key` has it.
    """
    capped = master.fail_close.unverified == "capped"
    cap = (
        pl.when("failed")
        .then(pl.lit("certain"))
        .when(pl.col("pending") & pl.lit(capped))
        .then(pl.lit("provisional"))
        .otherwise(pl.lit("none"))
    )
    limited = pl.col("raw_stars").clip(upper_bound=master.fail_close.cap)
    final = pl.when(pl.col("cap") == "none").then("raw_stars").otherwise(limited)
    return (
        weighed.with_columns(pending=~pl.col("failed") & pl.col("open"))
        .with_columns(cap=cap)
        .with_columns(final_stars=final)
        .with_columns(key=ranking_key())
    )


def ranking_key() -> pl.Expr:
    """Return what ranks, the greater the better, from final_stars, cap and raw_stars; -1 without a mean."""
    rank_of_cap = pl.col("cap").replace_strict({name: place for place, name in enumerate(CAPS)}, return_dtype=pl.Int64)
    key = hundredths("final_stars") * 3000 + rank_of_cap * 1000 + hundredths("raw_stars")
    return key.fill_null(-1)


def hundredths(mean: str) -> pl.Expr:
    """Return the column *mean* in whole hundredths, half up, as `depipe.stars.half_up` rounds."""
    return (pl.col(mean) * 100 + 0.5 + 1e-9).floor().cast(pl.Int64)


def _caps(gates: pl.LazyFrame, master: Master) -> pl.LazyFrame:
    """Return case, context_id, tool: str; failed, open: bool: what the gates mean for each tool that has any."""
    status = pl.col("status")
    missing, never = status == "unverified", pl.lit(value=False)
    failed = {
        "now": status == "failed",
        "low": status.is_in(["failed", *OPEN]),
        # Five stars pass every gate but one that a threshold of five makes impossible.
        "high": (status == "failed") | (missing & pl.lit(LEVELS[-1] <= master.fail_close.threshold)),
    }
    still_open = {"now": status.is_in(OPEN), "low": never, "high": never}
    return (
        pl.concat(
            [
                gates.select(pl.lit(case).alias("case"), *PAIR, failed=failed[case], open=still_open[case])
                for case in failed
            ],
        )
        .group_by(CASE_PAIR)
        .agg(pl.col("failed", "open").any())
    )


def _ranked(verdicts: pl.LazyFrame) -> pl.LazyFrame:
    """Return the verdicts of the case `now` with low, high, rank, rank_best and rank_worst."""
    known = verdicts.filter(pl.col("case") == "now")
    for case in ("low", "high"):
        bound = verdicts.filter(pl.col("case") == case)
        known = known.join(
            bound.select(*PAIR, pl.col("final_stars").alias(case), pl.col("key").alias(f"key_{case}")), on=PAIR
        )
    others = known.select("context_id", other_low="key_low", other_high="key_high")
    span = (
        known.join(others, on="context_id")
        .group_by(PAIR)
        .agg(
            (pl.col("other_low") > pl.col("key_high")).sum().alias("above"),
            # A tool whose own bounds differ meets itself here, and is no other.
            ((pl.col("other_high") > pl.col("key_low")).sum() - (pl.col("key_high") > pl.col("key_low")).first()).alias(
                "perhaps_above"
            ),
        )
    )
    rank = pl.when(~pl.col("held")).then("key").rank("min", descending=True).over("context_id")
    return known.join(span, on=PAIR).with_columns(
        rank=rank.cast(pl.UInt32),
        rank_best=(pl.col("above") + 1).cast(pl.UInt32),
        rank_worst=(pl.col("perhaps_above") + 1).cast(pl.UInt32),
    )


def _named(gates: pl.LazyFrame, name: str, wanted: pl.Expr) -> pl.LazyFrame:
    """Return the gates of *wanted* status as a list of item ids per tool, in a column called *name*."""
    return gates.filter(wanted).group_by(PAIR, maintain_order=True).agg(pl.col("item_id").alias(name))


def _warnings(consensus: pl.LazyFrame, master: Master) -> pl.LazyFrame:
    """Return context_id, tool and `warnings`: the warned items whose consensus stars are at their threshold or less."""
    thresholds: dict[str, int] = {}
    for warning in master.warnings:
        thresholds[warning.item] = max(warning.threshold, thresholds.get(warning.item, 0))
    warned = pl.LazyFrame(
        {"item_id": list(thresholds), "threshold": list(thresholds.values())},
        schema={"item_id": pl.String, "threshold": pl.Int64},
    )
    return (
        consensus.join(warned, on="item_id", maintain_order="left")
        .filter(pl.col("stars") <= pl.col("threshold"))
        .group_by(PAIR, maintain_order=True)
        .agg(pl.col("item_id").alias("warnings"))
    )
