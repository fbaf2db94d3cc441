"""Gates: how each tool stands with the mandatory items, and what that means for its verdict."""

from typing import Final, Literal

import polars as pl

from depipe.master.model import Gate, Master
from depipe.scoring.catalogue import PAIR

Status = Literal["bonus", "unverified", "failed", "passed", "disputed"]

OPEN: Final = ("unverified", "disputed")
"""What was neither shown to hold nor shown not to hold."""


def gates(
    consensus: pl.DataFrame,
    line_up: pl.DataFrame,
    contexts: pl.DataFrame,
    attributes: pl.DataFrame,
    master: Master,
) -> pl.DataFrame:
    """Return how each tool of *line_up* stands with each gate, gates in the master's order.

    consensus: of every (context, tool, item). contexts: context_id, name, value: str. attributes: context_id, tool,
    name, value: str.

    Result: context_id, tool, item_id, status: str (a `Status`).
    """
    wanted = pl.DataFrame({"item_id": [gate.item for gate in master.fail_close.gates]}, schema={"item_id": pl.String})
    return (
        line_up.join(wanted, how="cross")
        .join(consensus, on=[*PAIR, "item_id"], how="left", maintain_order="left")
        .with_columns(_bonus(line_up, contexts, attributes, master))
        .select(*PAIR, "item_id", standing(master).alias("status"))
    )


def standing(master: Master) -> pl.Expr:
    """Return how a tool stands with a gate (a `Status`), from the columns bonus: bool; stars: i8?; level: f64?."""
    lower = pl.col("stars")
    # Where the consensus is a median, `stars` is the lower one and `level` lies in the middle between lower and upper.
    # Where it is `min`, `max` or a decision, both are the same figure, and a gate cannot be disputed.
    upper = pl.col("level") * 2 - pl.col("stars")
    return (
        pl.when(pl.col("bonus"))
        .then(pl.lit("bonus"))
        .when(lower.is_null())
        .then(pl.lit("unverified"))
        .when(upper <= master.fail_close.threshold)
        .then(pl.lit("failed"))
        .when(lower > master.fail_close.threshold)
        .then(pl.lit("passed"))
        .otherwise(pl.lit("disputed"))
    )


def attribute_values(line_up: pl.DataFrame, attributes: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return context_id, tool, name, value: str: every attribute of the master for every tool of *line_up*.

    What nobody set has the master's default: workbooks of an older master may lack an attribute.
    """
    known = pl.DataFrame(
        [(attribute.name, attribute.default) for attribute in master.tool_attributes],
        schema={"name": pl.String, "default": pl.String},
        orient="row",
    )
    return (
        line_up.join(known, how="cross")
        .join(attributes, on=[*PAIR, "name"], how="left", maintain_order="left")
        .select(*PAIR, "name", pl.coalesce("value", "default").alias("value"))
    )


def _bonus(line_up: pl.DataFrame, contexts: pl.DataFrame, attributes: pl.DataFrame, master: Master) -> pl.Series:
    """Return `bonus`: whether the gate is none for the tool, for each (tool of *line_up*, gate)."""
    values: dict[str, dict[str, str]] = {}
    for context_id, name, value in contexts.select("context_id", "name", "value").iter_rows():
        values.setdefault(context_id, {})[name] = value
    facts: dict[tuple[str, str], dict[str, str]] = {}
    for context_id, tool, name, value in attribute_values(line_up, attributes, master).iter_rows():
        facts.setdefault((context_id, tool), {})[name] = value

    def bonus(gate: Gate, context_id: str, tool: str) -> bool:
        return gate.condition is not None and not master.gate_applies(
            gate, values.get(context_id, {}), facts.get((context_id, tool), {})
        )

    every = [bonus(gate, *pair) for pair in line_up.iter_rows() for gate in master.fail_close.gates]
    return pl.Series("bonus", every, dtype=pl.Boolean)
