"""Replay: what the returns of some evaluators come to, which rests on nobody else's: their ratings and their changes.

So the evaluators of a large ledger can be replayed a part at a time, and the parts put one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import item_frame
from depipe.scoring.statements import KEY, changed, in_force, place, rated, statements, timelines
from depipe.scoring.tables import CHANGES, RATINGS, columns_of

_ANSWER = ("submission_id", "tool", "item_id")


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay comes to, evaluators one after the other.

    ratings: the current ones of the master's items (`tables.RATINGS`): an evaluator's by context id, tool (the master's
    own in their order, then by name) and item. changes: all of them (`tables.CHANGES`): an evaluator's in replay order.
    cells: submission_id, tool, item_id, sheet, cell: str, where in the returned workbooks the ratings of
    gates stand.
    """

    ratings: pl.DataFrame
    changes: pl.DataFrame
    cells: pl.DataFrame


def replay(
    master: Master,
    *,
    returns: pl.DataFrame,
    answers: pl.DataFrame,
    issued: pl.DataFrame,
    evaluators: Sequence[str],
) -> Replay:
    """Return what the returns say, read with *master*.

    returns, answers, issued: as `statements` takes them, answers with sheet, cell: str. evaluators: theirs, in the
    order in which they are to stand.
    """
    lines = _lines(returns, evaluators, master)
    said = statements(returns.sort(_tool_place(master), "tool"), answers, issued)
    items = [*master.items_by_id, *sorted(set(said["item_id"].unique()) - master.items_by_id.keys())]
    told = timelines(said, lines, items)
    ratings = RATINGS.validate(_ratings(said, told, items, master))
    gates = place("item_id", list(master.gates_by_item)).is_not_null()
    return Replay(
        ratings=ratings,
        changes=CHANGES.validate(_changes(said, told, items, lines)),
        cells=ratings.select(_ANSWER)
        .filter(gates)
        .join(answers.select(*_ANSWER, "sheet", "cell").filter(gates), on=_ANSWER, maintain_order="left"),
    )


def _tool_place(master: Master) -> pl.Expr:
    return place("tool", master.tools).fill_null(len(master.tools))


def _lines(returns: pl.DataFrame, evaluators: Sequence[str], master: Master) -> pl.DataFrame:
    """Return context_id, evaluator, tool: str, in the order of the ratings."""
    line = ("context_id", "evaluator", "tool")
    return returns.select(line).unique().sort(place("evaluator", evaluators), "context_id", _tool_place(master), "tool")


def _ratings(said: pl.DataFrame, told: pl.DataFrame, items: Sequence[str], master: Master) -> pl.DataFrame:
    """Return the ratings in force of the master's items with their category; *items* begin with these."""
    known = in_force(told).with_columns(item=pl.col("key") % len(items)).filter(pl.col("item") < len(master.items))
    ratings = rated(said, known["row"])
    return ratings.insert_column(ratings.columns.index("item_id") + 1, item_frame(master)["category_id"][known["item"]])


def _changes(said: pl.DataFrame, told: pl.DataFrame, items: Sequence[str], lines: pl.DataFrame) -> pl.DataFrame:
    """Return every change, evaluators one after the other, an evaluator's in replay order, a return's by item.

    The history is that of the replay: a return that arrives late with an older verification date takes its place among
    the others, and changed_at (its receipt) then stands out of order.
    """
    found = changed(told)
    evaluator = lines["evaluator"].rle_id()[found["key"] // len(items)]
    found = found.with_columns(evaluator=evaluator, position=said["position"][found["row"]])
    found = found.sort("evaluator", "position", maintain_order=True)
    said = said.select(*KEY, pl.col("received_at").alias("changed_at"), "submission_id")[found["row"]]
    became = found.select("from_stars", "from_version", to_stars="stars", to_version="version")
    return pl.concat([said, became], how="horizontal").select(*columns_of(CHANGES))
