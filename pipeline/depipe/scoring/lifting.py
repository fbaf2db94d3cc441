"""Lifting: what would take a tool's cap away, and what its overall would be then.

The cap is flat: one gate that does not hold is enough for it. So only all of them together lift it.
"""

from typing import Final

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR
from depipe.scoring.gates import OPEN
from depipe.scoring.whatif import outcomes
from depipe.stars import LEVELS

LIFTING: Final = pl.Schema(
    {"context_id": pl.String(), "tool": pl.String(), "gates": pl.List(pl.String()), "becomes": pl.Float64()}
)


def lifting(known: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the gates that cap each capped tool, and its overall once all of them hold; tools in their order.

    known: as `depipe.scoring.whatif.known` returns it.

    Result: context_id, tool: str; gates: list[str], in the master's order; becomes: f64, with each of the gates at the
    first star above the threshold and everything else as it is. More stars never make it less, so it is the least. A
    tool without a cap has no row; nobody has one where the threshold is at five stars.
    """
    binding = ["failed", *(OPEN if master.fail_close.unverified == "capped" else ())]
    holds = master.fail_close.threshold + 1
    if holds > LEVELS[-1]:
        return LIFTING.to_frame()
    place = {gate.item: number for number, gate in enumerate(master.fail_close.gates)}
    caps = pl.col("status").is_in(binding).fill_null(value=False)
    capping = (
        known.filter(caps)
        .sort(pl.col("item_id").replace_strict(place, return_dtype=pl.Int64), maintain_order=True)
        .group_by(PAIR, maintain_order=True)
        .agg(pl.col("item_id").alias("gates"))
    )
    if capping.is_empty():
        return LIFTING.to_frame()
    worlds = known.join(capping.select(PAIR), on=PAIR, how="semi").with_columns(
        pl.lit(0).alias("case"),
        pl.when(caps).then(pl.lit(holds, pl.Int8)).otherwise("stars").alias("stars"),
        pl.when(caps).then(pl.lit(holds, pl.Float64)).otherwise("level").alias("level"),
    )
    return (
        known.select(PAIR)
        .unique(maintain_order=True)
        .join(capping, on=PAIR, maintain_order="left")
        .join(outcomes(worlds, master), on=PAIR, maintain_order="left")
        .select(*PAIR, "gates", pl.col("final_stars").alias("becomes"))
    )
