"""The oracle's decisions: workbook by workbook, return by return. Plain Python, as in `oracle`."""

from collections.abc import Mapping
from typing import Any

from depipe.master.model import Master
from support.oracle_replay import Statement
from support.random_ledgers import Ledger, Row

Triple = tuple[str, str, str]
_SAID = ("stars", "reason", "decided_by")


def decisions_of(
    master: Master,
    ledger: Ledger,
    everyone: list[tuple[str, str]],
    in_force: Mapping[tuple[str, str, str, str], Statement],
) -> list[Row]:
    """Return the rows of decisions; *in_force* are the current ratings."""
    entries = [
        entry for workbook in {row["workbook_id"] for row in ledger.decided} for entry in _told(ledger, workbook)
    ]
    rows = []
    for pair in everyone:
        for item in master.items:
            own = sorted((e for e in entries if e["key"] == (*pair, item.id)), key=lambda e: int(e["sequence"]))
            alive = [e for e in own if e["ended_by"] == "nothing"]
            rows += [_row(e, _status(e, alive, ledger, in_force)) for e in own]
    return rows


def _told(ledger: Ledger, workbook: str) -> list[Row]:
    """Return what a workbook decided: one entry for as long as its returns go on saying the same about a pair."""
    returns: dict[int, dict[Triple, Row]] = {}
    for row in ledger.decided:
        if row["workbook_id"] == workbook:
            key = (row["context_id"], row["tool"], row["item_id"])
            now = returns.setdefault(row["sequence"], {})
            if row["stars"] is not None:
                now[key] = row
    going: dict[Triple, Row] = {}
    entries: list[Row] = []
    for sequence in sorted(returns):
        now = returns[sequence]
        for key in list(going):
            if key not in now:
                going.pop(key)["ended_by"] = "left open"
        for key, row in now.items():
            before = going.get(key)
            if before is not None and all(before["row"][name] == row[name] for name in _SAID):
                continue
            if before is not None:
                before["ended_by"] = "another"
            going[key] = {"key": key, "row": row, "sequence": sequence, "ended_by": "nothing"}
            entries.append(going[key])
    return [entry | {"ended_by": _end(entry, entries[place + 1 :])} for place, entry in enumerate(entries)]


def _end(entry: Row, later: list[Row]) -> str:
    """Return what ended an entry; one that was left open, and decided again later, was replaced after all."""
    again = any(other["key"] == entry["key"] for other in later)
    return "another" if entry["ended_by"] == "left open" and again else str(entry["ended_by"])


def _status(
    entry: Row, alive: list[Row], ledger: Ledger, in_force: Mapping[tuple[str, str, str, str], Statement]
) -> str:
    if entry["ended_by"] == "left open":
        return "withdrawn"
    if entry["ended_by"] == "another" or entry is not alive[-1]:
        return "replaced"
    context_id, tool, item_id = entry["key"]
    workbook = entry["row"]["workbook_id"]
    then: dict[str, Any] = {
        row["evaluator"]: (row["stars"], row["tool_version"])
        for row in ledger.bases
        if (row["workbook_id"], row["tool"], row["item_id"]) == (workbook, tool, item_id)
    }
    now = {
        key[1]: (made.stars, made.said_by["tool_version"])
        for key, made in in_force.items()
        if (key[0], key[2], key[3]) == (context_id, tool, item_id)
    }
    return "in_force" if then == now else "reopened"


def _row(entry: Row, status: str) -> Row:
    context_id, tool, item_id = entry["key"]
    row = entry["row"]
    return {
        "context_id": context_id,
        "tool": tool,
        "item_id": item_id,
        **{name: row[name] for name in _SAID},
        "decided_at": row["received_at"],
        "status": status,
        "submission_id": row["submission_id"],
    }
