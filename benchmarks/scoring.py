"""Ten million ratings: their consensus, and which of ten million statements are in force."""

import polars as pl

from benchmarks.harness import compare, heading, timed
from benchmarks.samples import AT
from depipe.master.load import shipped_master
from depipe.scoring.consensus import consensus, counted
from depipe.scoring.statements import current

ROWS = 10_000_000
SEED = 20260501
TOOLS = 40
EVALUATORS = 8_000
"""Each of them says something about half of the items and tools; the later statements are about the same ones."""

GROUP = ("context_id", "tool", "item_id")


def statements() -> pl.DataFrame:
    """Return statements as `scoring.statements` does, in replay order: some 2.5 returns of every evaluator and tool.

    Of columns that are only carried along there is one, the notes' Evidence.
    """
    items = [item.id for item in shipped_master().items]
    returns = ROWS // len(items)
    position = pl.int_range(returns, eager=True)
    return (
        pl.DataFrame({"position": position})
        .with_columns(
            evaluator=pl.format("Evaluator {}", pl.col("position").shuffle(SEED) % EVALUATORS),
            tool=pl.format("Tool {}", pl.col("position").shuffle(SEED + 1) % TOOLS),
            context_id=pl.lit("0123456789ab"),
            tool_version=pl.format("1.{}", pl.col("position") % 9),
            received_at=pl.lit(AT),
        )
        .join(pl.DataFrame({"item_id": items}), how="cross")
        .with_columns(
            stars=(pl.int_range(pl.len()).hash(SEED) % 6).cast(pl.Int8).replace(0, None),
            evidence=pl.lit("seen"),
        )
    )


def run() -> None:
    """Print the rows of scoring."""
    heading(f"scoring: {ROWS:,} rows, {TOOLS} tools, {EVALUATORS:,} evaluators")
    master, said = shipped_master(), statements()
    ratings = said.drop_nulls("stars")
    line_up = ratings.select("context_id", "tool").unique(maintain_order=True)
    compare(
        "consensus of all ratings / group_by mean",
        timed(lambda: consensus(counted(ratings.lazy()), line_up, master)),
        timed(lambda: ratings.group_by(GROUP).agg(pl.col("stars").mean())),
        reach=1.5,
        runs=5,
    )
    compare(
        "ratings in force among all statements / group_by max",
        timed(lambda: current(said)),
        timed(lambda: said.group_by("evaluator", "tool", "item_id").agg(pl.col("position").max())),
        reach=1.5,
        runs=5,
    )


if __name__ == "__main__":
    run()
