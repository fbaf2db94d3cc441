"""Status: who has got which tools to rate, what came back, and how complete it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from depipe.ledger.history import History, issuances_overview, read_history
from depipe.ledger.records import IssuanceRecord
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.scoring.statements import current, statements


@dataclass(frozen=True, slots=True)
class ToolStatus:
    """One evaluator's work on one tool in one context.

    evaluator and context_id are None while a workbook without them is out; returned_at is UTC and None while nothing
    came back. gates_open are the mandatory items that this evaluator has not rated.
    """

    evaluator: str | None
    tool: str
    context_id: str | None
    issued_on: date | None
    returned_at: datetime | None
    version: str | None
    verified_on: date | None
    rated: int
    items: int
    gates_open: tuple[str, ...]


def status(ledger: Ledger) -> list[ToolStatus]:
    """Return a row per evaluator, tool and context that was issued or returned: what came back first, by receipt."""
    master = ledger.newest_master()
    if master is None:
        return []
    history = read_history(ledger)
    issued = issuances_overview(ledger)
    returned = _returned(master, history, {one.workbook_id: one.issued_on for one in issued})
    return returned + _outstanding(master, issued, history)


def _returned(master: Master, history: History, issued_on: Mapping[str, date]) -> list[ToolStatus]:
    keys = ["context_id", "evaluator", "tool"]
    rated = (
        current(statements(history.returns, history.answers, history.issued))
        .filter(pl.col("item_id").is_in(list(master.items_by_id)))
        .group_by(keys)
        .agg(pl.col("item_id"))
    )
    last = (
        history.returns.sort("verified_on", "received_at", "sequence", maintain_order=True)
        .group_by(keys, maintain_order=True)
        .last()
        .sort("sequence")
        .join(rated, on=keys, how="left", maintain_order="left")
    )
    return [
        ToolStatus(
            evaluator=row["evaluator"],
            tool=row["tool"],
            context_id=row["context_id"],
            issued_on=issued_on.get(row["workbook_id"]),
            returned_at=row["received_at"],
            version=row["tool_version"],
            verified_on=row["verified_on"],
            rated=len(items := row["item_id"] or []),
            items=len(master.items),
            gates_open=tuple(gate for gate in master.gates_by_item if gate not in items),
        )
        for row in last.iter_rows(named=True)
    ]


def _outstanding(master: Master, issued: Sequence[IssuanceRecord], history: History) -> list[ToolStatus]:
    """Return what was issued and did not come back, neither as this workbook nor as another of the same evaluator."""
    workbooks = set(history.returns["workbook_id"])
    done = set(history.returns.select("evaluator", "tool").iter_rows())
    waiting = {
        (one.evaluator, tool, None if one.evaluator else one.workbook_id): one.issued_on
        for one in issued
        if one.workbook_id not in workbooks
        for tool in one.tools
        if (one.evaluator, tool) not in done
    }
    return [
        ToolStatus(
            evaluator=evaluator,
            tool=tool,
            context_id=None,
            issued_on=issued_on,
            returned_at=None,
            version=None,
            verified_on=None,
            rated=0,
            items=len(master.items),
            gates_open=tuple(master.gates_by_item),
        )
        for (evaluator, tool, _), issued_on in waiting.items()
    ]
