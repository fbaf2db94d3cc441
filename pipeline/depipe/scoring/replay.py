"""Replay: what the returns of some evaluators come to, which rests on nobody else's: their ratings and their changes.

So the evaluators of a large ledger can be replayed a part at a time, and the parts put one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import item_frame
from depipe.scoring.statements import changes, current, statements
from depipe.scoring.tables import CHANGES, RATINGS

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
    said = _by_place(statements(returns.sort(_tool_place(master), "tool"), answers, issued), master)
    ratings = RATINGS.validate(_in_order(current(said), lines, master))
    place = _place("evaluator", evaluators)
    gates = pl.col("item_id").is_in(list(master.gates_by_item))
    return Replay(
        ratings=ratings,
        changes=CHANGES.validate(changes(said).sort(place, maintain_order=True)),
        cells=ratings.filter(gates)
        .select(_ANSWER)
        .join(answers.filter(gates).select(*_ANSWER, "sheet", "cell"), on=_ANSWER, maintain_order="left"),
    )


def _place(column: str, names: Sequence[str]) -> pl.Expr:
    """Return each name's place, null for one that is not among *names*."""
    return pl.col(column).cast(pl.Enum(names), strict=False).to_physical()


def _tool_place(master: Master) -> pl.Expr:
    return _place("tool", master.tools).fill_null(len(master.tools))


def _lines(returns: pl.DataFrame, evaluators: Sequence[str], master: Master) -> pl.DataFrame:
    """Return evaluator, context_id, tool: str; line: u32, in the order of the ratings."""
    line = ("evaluator", "context_id", "tool")
    return (
        returns.select(line)
        .unique()
        .sort(_place("evaluator", evaluators), "context_id", _tool_place(master), "tool")
        .with_row_index("line")
    )


def _by_place(said: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the statements in replay order, those of one return in the master's order of items, then others by id."""
    others = set(said["item_id"].unique()) - master.items_by_id.keys()
    return said.sort("position", _place("item_id", [*master.items_by_id, *sorted(others)]))


def _in_order(ratings: pl.DataFrame, lines: pl.DataFrame, master: Master) -> pl.DataFrame:
    """Return the ratings of the master's items with their category, in order.

    Rows are ordered by one number: sorting by the names themselves takes three times as long.
    """
    places = (
        ratings.select("evaluator", "context_id", "tool", _place("item_id", [*master.items_by_id]).alias("item_place"))
        .with_row_index("row")
        .filter(pl.col("item_place").is_not_null())
        .join(lines, on=["evaluator", "context_id", "tool"], maintain_order="left")
        .select("row", "item_place", key=pl.col("line").cast(pl.UInt64) * len(master.items) + pl.col("item_place"))
        .sort("key")
    )
    category = item_frame(master)["category_id"][places["item_place"]]
    whole = ratings[places["row"]]
    return whole.insert_column(whole.columns.index("item_id") + 1, category)
