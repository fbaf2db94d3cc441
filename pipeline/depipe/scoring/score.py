"""The whole scoring on one screen."""

import polars as pl

from depipe.master.model import Master
from depipe.scoring.agreement import agreement
from depipe.scoring.catalogue import PAIR, item_frame, line_up
from depipe.scoring.categories import category_means, category_summary
from depipe.scoring.consensus import consensus
from depipe.scoring.decisions import BASES, DECIDED, decisions, settled
from depipe.scoring.gates import attribute_values, gates
from depipe.scoring.overall import cases, overall
from depipe.scoring.statements import changes, current, statements
from depipe.scoring.tables import Tables


def score(
    master: Master,
    *,
    returns: pl.DataFrame,
    answers: pl.DataFrame,
    issued: pl.DataFrame,
    contexts: pl.DataFrame,
    attributes: pl.DataFrame,
    tools: pl.DataFrame,
    decided: pl.DataFrame | None = None,
    bases: pl.DataFrame | None = None,
) -> Tables:
    """Return all tables of what the returns say, read with *master*.

    returns, answers, issued: as `statements` takes them. contexts: context_id, name, value: str; order: u32, a row a
    parameter. attributes: context_id, tool, name, value: str. tools: context_id, tool: str; order: u32, a row a tool
    returned in a context. decided, bases: as `decisions` takes them; None where nothing was decided. Frames without
    rows give tables without rows.

    Ratings of items that *master* lacks stay in `changes` and are in no other table.
    """
    standing = line_up(contexts, tools)
    said = _by_place(statements(_by_tool(returns, standing), answers, issued), master)
    ratings = _in_order(current(said), standing, master)
    ruled = decisions(
        DECIDED.to_frame() if decided is None else decided,
        BASES.to_frame() if bases is None else bases,
        ratings,
        standing,
        master,
    )
    agreed = settled(consensus(ratings, standing, master), ruled)
    status = gates(agreed, standing, contexts, attributes, master)
    means = category_means(cases(agreed, status))
    known = means.filter(pl.col("case") == "now")
    return Tables(
        ratings=ratings,
        consensus=agreed,
        category_summary=category_summary(known, standing, master),
        gates=status,
        overall=overall(means, agreed, status, standing, master),
        agreement=agreement(ratings, standing, master),
        decisions=ruled,
        changes=changes(said),
        contexts=_wide(contexts, master),
        tool_attributes=attribute_values(standing, attributes, master),
    ).checked(master.parameter_names)


def _by_tool(returns: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return *returns* in the order of the tools, which decides between two of one submission and one date."""
    return returns.join(standing.with_row_index("tool_place"), on=PAIR, how="left").sort("tool_place")


def _by_place(said: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the statements in replay order, those of one return in the master's order of items."""
    return said.sort("position", _item_place(master), maintain_order=True, nulls_last=True)


def _in_order(ratings: pl.DataFrame, standing: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the ratings of the master's items with their category: contexts, tools and items in order, by evaluator.

    Rows are ordered by one number: sorting by the names themselves takes three times as long.
    """
    names = ratings["evaluator"].unique().sort()
    name_place = pl.col("evaluator").cast(pl.Enum(names)).to_physical()
    key = (pl.col("tool_place").cast(pl.UInt64) * len(master.items) + pl.col("item_place")) * len(names) + name_place
    places = (
        ratings.select(*PAIR, "evaluator", _item_place(master).alias("item_place"))
        .with_row_index("row")
        .join(standing.with_row_index("tool_place"), on=PAIR)
        .select("row", "item_place", key.alias("key"))
        .filter(pl.col("item_place").is_not_null())
        .sort("key")
    )
    category = item_frame(master)["category_id"][places["item_place"]]
    whole = ratings[places["row"]]
    return whole.insert_column(whole.columns.index("item_id") + 1, category)


def _item_place(master: Master) -> pl.Expr:
    """Return each item's place in the master, null for one that the master lacks."""
    return pl.col("item_id").cast(pl.Enum(list(master.items_by_id)), strict=False).to_physical()


def _wide(contexts: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return context_id and the master's parameters by name, a row a context, by first receipt.

    A parameter that is new since a context was received is an empty text there: it was not asked.
    """
    return (
        contexts.sort("order", maintain_order=True)
        .group_by("context_id", maintain_order=True)
        .agg(
            pl.col("value").filter(pl.col("name") == name).first().fill_null("").alias(name)
            for name in master.parameter_names
        )
    )
