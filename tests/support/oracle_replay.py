"""The oracle's first half: replaying returns, the ratings in force, the history. Plain Python, as in `oracle`."""

from collections.abc import Iterable
from typing import NamedTuple

from depipe.folding import fold
from depipe.master.model import Master
from support.random_ledgers import Ledger, Row

NOTES = ("doc", "repro", "evidence")
EMPTY: Row = {"stars": None, "doc": None, "repro": None, "evidence": None}


class Statement(NamedTuple):
    """What a return says about one item: stars, or None for a withdrawal."""

    key: tuple[str, str, str, str]
    stars: int | None
    answer: Row
    said_by: Row


def replay(master: Master, ledger: Ledger) -> list[Statement]:
    """Return all statements in replay order; about one return, in the master's order of items."""
    ordered = sorted(
        ledger.returns,
        key=lambda r: (r["verified_on"], r["received_at"], r["sequence"], tool_place(master, r["tool"])),
    )
    answers: dict[tuple[str, str], dict[str, Row]] = {}
    for row in ledger.answers:
        answers.setdefault((row["submission_id"], row["tool"]), {})[row["item_id"]] = row
    previous: dict[tuple[str, ...], dict[str, Row]] = {}
    found = []
    for returned in ordered:
        line = tuple(returned[name] for name in ("context_id", "evaluator", "workbook_id", "tool"))
        now = answers.get((returned["submission_id"], returned["tool"]), {})
        before = previous.get(line)
        if before is None:
            before = {
                row["item_id"]: row
                for row in ledger.issued
                if (row["workbook_id"], row["tool"]) == (returned["workbook_id"], returned["tool"])
            }
        previous[line] = now
        for item in master.items:
            answer, baseline = now.get(item.id, EMPTY), before.get(item.id, EMPTY)
            key = (returned["context_id"], returned["evaluator"], returned["tool"], item.id)
            if answer["stars"] is None:
                if baseline["stars"] is not None:
                    found.append(Statement(key, None, answer, returned))
            elif not (returned["changed_only"] and same(answer, baseline)):
                found.append(Statement(key, answer["stars"], answer, returned))
    return found


def same(answer: Row, baseline: Row) -> bool:
    """Tell whether two answers say the same: stars and folded notes."""
    return answer["stars"] == baseline["stars"] and all(
        fold(answer[note] or "") == fold(baseline[note] or "") for note in NOTES
    )


def last_of_each(said: Iterable[Statement]) -> dict[tuple[str, str, str, str], Statement]:
    """Return the last statement about each key."""
    return {made.key: made for made in said}


def history(said: Iterable[Statement]) -> list[Row]:
    """Return every change of stars or version: evaluators by name, each one's in replay order."""
    standing: dict[tuple[str, str, str, str], tuple[int | None, str | None]] = {}
    rows = []
    for made in said:
        before = standing.get(made.key, (None, None))
        after = (made.stars, made.said_by["tool_version"] if made.stars is not None else None)
        standing[made.key] = after
        if before != after:
            names = dict(zip(("context_id", "evaluator", "tool", "item_id"), made.key, strict=True))
            rows.append(
                names
                | {
                    "changed_at": made.said_by["received_at"],
                    "from_stars": before[0],
                    "to_stars": after[0],
                    "from_version": before[1],
                    "to_version": after[1],
                    "submission_id": made.said_by["submission_id"],
                }
            )
    return sorted(rows, key=lambda row: str(row["evaluator"]))


def tool_place(master: Master, tool: str) -> tuple[int, str]:
    """Return what tools are ordered by in the long tables: the master's own as they stand there, then by name."""
    return (master.tools.index(tool) if tool in master.tools else len(master.tools), tool)


def line_up(ledger: Ledger) -> list[tuple[str, str]]:
    """Return the (context, tool) pairs: contexts by first receipt, tools in their order."""
    received = {row["context_id"]: row["sequence"] for row in ledger.contexts}
    ordered = sorted(ledger.tools, key=lambda row: (received[row["context_id"]], row["order"]))
    return [(row["context_id"], row["tool"]) for row in ordered]


def rating_order(master: Master, in_force: Iterable[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Return the keys of ratings: by evaluator, context id, tool and item."""
    items = [item.id for item in master.items]
    return sorted(in_force, key=lambda key: (key[1], key[0], tool_place(master, key[2]), items.index(key[3])))


def ratings_row(master: Master, made: Statement) -> Row:
    """Return the row of a rating in force."""
    context_id, evaluator, tool, item_id = made.key
    return {
        "context_id": context_id,
        "evaluator": evaluator,
        "tool": tool,
        "item_id": item_id,
        "category_id": master.items_by_id[item_id].category,
        "stars": made.stars,
        **{note: made.answer[note] for note in NOTES},
        **{
            name: made.said_by[name]
            for name in ("tool_version", "verified_on", "submission_id", "master_id", "master_version")
        },
    }
