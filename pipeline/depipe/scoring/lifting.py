"""Lifting: what would take a tool's cap away, and what its overall would be then.

The cap is flat: one gate that does not hold is enough for it. So only all of them together lift it.
"""

from typing import Final

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR
from depipe.scoring.gates import OPEN
from depipe.scoring.whatif import Known, outcomes
from depipe.stars import LEVELS

LIFTING: Final = pl.Schema(
    {"context_id": pl.String(), "tool": pl.String(), "gates": pl.List(pl.String()), "becomes": pl.Float64()}
)


def lifting(known: Known, master: Master) -> pl.DataFrame:
    """Return the gates that cap each capped tool, and its overall once all of them hold; tools in their order.

    Result: context_id, tool: str; gates: list[str], in the master's order; becomes: f64, with each of the gates at the
    first star above the threshold and everything else as it is. More stars never make it less, so it is the least. A
    tool without a cap has no row; nobody has one where the threshold is at five stars.
    """
    binding = ["failed", *(OPEN if master.fail_close.unverified == "capped" else ())]
    holds = master.fail_close.threshold + 1
    if holds > LEVELS[-1]:
        return LIFTING.to_frame()
    place = {gate.item: number for number, gate in enumerate(master.fail_close.gates)}
    capping = known.rows.filter(pl.col("status").is_in(binding)).sort(
        pl.col("item_id").replace_strict(place, return_dtype=pl.Int64), maintain_order=True
    )
    if capping.is_empty():
        return LIFTING.to_frame()
    changes = capping.select(
        *PAIR, "item_id", case=pl.lit(0), stars=pl.lit(holds, pl.Int8), level=pl.lit(holds, pl.Float64)
    )
    return (
        known.rows.select(PAIR)
        .unique(maintain_order=True)
        .join(capping.group_by(PAIR, maintain_order=True).agg(gates="item_id"), on=PAIR, maintain_order="left")
        .join(outcomes(changes, known, master), on=PAIR, maintain_order="left")
        .select(*PAIR, "gates", pl.col("final_stars").alias("becomes"))
    )
