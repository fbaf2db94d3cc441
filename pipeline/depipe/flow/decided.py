"""Decisions (裁定) as lists show them: what was decided, how it stands, and what reopened it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import polars as pl

from depipe.ledger.history import History
from depipe.scoring.catalogue import UNIT
from depipe.scoring.decisions import Standing, reopenings
from depipe.scoring.tables import Tables
from depipe.stars import written


class Decision(NamedTuple):
    """What was decided about an item of a tool, by whom and when (UTC), in which returned workbook.

    Where it is reopened, moved says of each rating that has changed what it was and what it is, and reopened_at is when
    the last of them came in (None where it is not there any more).
    """

    context_id: str
    tool: str
    item_id: str
    stars: int
    reason: str
    decided_by: str
    decided_at: datetime
    status: Standing
    submission_id: str
    workbook_id: str
    file: str
    moved: tuple[str, ...] = ()
    reopened_at: datetime | None = None


def decided(tables: Tables, history: History) -> tuple[Decision, ...]:
    """Return every decision, in the order of `tables.decisions`."""
    if tables.decisions.is_empty():
        return ()
    sent = history.submissions.select("submission_id", "workbook_id", "file")
    told = tables.decisions.join(sent, on="submission_id", maintain_order="left")
    moved = _moved(told.filter(pl.col("status") == "reopened"), tables, history)
    found = []
    for row in told.iter_rows(named=True):
        reopened = row["status"] == "reopened"
        changes, at = (
            moved.get((row["context_id"], row["tool"], row["item_id"]), ((), None)) if reopened else ((), None)
        )
        found.append(Decision(**row, moved=changes, reopened_at=at))
    return tuple(found)


def _moved(
    reopened: pl.DataFrame, tables: Tables, history: History
) -> dict[tuple[str, str, str], tuple[tuple[str, ...], datetime | None]]:
    """Return by pair which ratings under a decision have changed, and when the last of them did."""
    changed = reopenings(reopened, history.bases, tables.ratings)
    last = tables.changes.group_by(*UNIT, "evaluator").agg(pl.col("changed_at").max()).collect()
    found: dict[tuple[str, str, str], tuple[tuple[str, ...], datetime | None]] = {}
    for row in changed.join(last, on=[*UNIT, "evaluator"], how="left", maintain_order="left").iter_rows(named=True):
        key = (row["context_id"], row["tool"], row["item_id"])
        told, at = found.get(key, ((), None))
        moments = [moment for moment in (at, row["changed_at"]) if moment is not None]
        found[key] = ((*told, move(row)), max(moments, default=None))
    return found


def move(row: Mapping[str, Any]) -> str:
    """Return a row of `reopenings` in words: `Evaluator A: ⭐⭐ (1.0) → ⭐⭐⭐ (1.1)`."""
    was, now = _rating(row["was_stars"], row["was_version"]), _rating(row["stars"], row["tool_version"])
    return f"{row['evaluator']}: {was} → {now}"


def _rating(stars: int | None, version: str | None) -> str:
    return written(stars) + (f" ({version})" if stars is not None and version else "")
