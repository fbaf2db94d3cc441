"""History: every change of every rating, every decision, and what was withdrawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from depipe.flow.decided import Decision, decided
from depipe.flow.names import known
from depipe.flow.scored import replayed, scored
from depipe.language import Text
from depipe.ledger.history import History, read_parts
from depipe.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Change:
    """A rating's change of stars (None: there was, or is, none) or of the version that they hold for.

    changed_at is the receipt, UTC, of the submission that says so; verified_on the day on which it was verified.
    """

    context_id: str
    evaluator: str
    tool: str
    item_id: str
    changed_at: datetime
    from_stars: int | None
    to_stars: int | None
    from_version: str | None
    to_version: str | None
    verified_on: date
    submission_id: str
    workbook_id: str
    file: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A submission that counts nowhere any more: what it said is in no change."""

    submission_id: str
    workbook_id: str
    context_id: str
    evaluator: str
    file: str
    received_at: datetime
    withdrawn_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Changes in the order of verification, decisions and withdrawn submissions by receipt; as_of is None for now."""

    changes: tuple[Change, ...]
    withdrawn: tuple[Withdrawn, ...]
    as_of: datetime | None
    decisions: tuple[Decision, ...] = ()


_PEOPLE: Final = Text("評価者・決定者", "evaluator or decider")
_CHANGE: Final = tuple(Change.__dataclass_fields__)


def timeline(
    ledger: Ledger,
    *,
    tools: Sequence[str] = (),
    items: Sequence[str] = (),
    evaluators: Sequence[str] = (),
    context_id: str | None = None,
    as_of: datetime | None = None,
) -> Timeline:
    """Return what changed, of the named tools, items, evaluators and context only (of all where none is named).

    Decisions are those of the named tools, items and context, and of the named evaluators where these decided. With
    *as_of*, as it was known then. Withdrawn submissions are those of the named evaluators and context: what they
    said about tools and items counts for nothing. Raises DataError naming what the ledger has when it lacks a name.
    """
    master = ledger.newest_master(as_of=as_of)
    if master is None:
        return Timeline((), (), as_of)
    told = replayed(master, read_parts(ledger, as_of=as_of))
    history, tables, sent = told.history, scored(told), told.history.submissions
    changes = tables.changes
    contexts = [context_id] if context_id is not None else []
    wanted = {
        "context_id": known(contexts, sent["context_id"].unique(maintain_order=True), Text("前提", "context")),
        "evaluator": known(evaluators, sent["evaluator"].unique(maintain_order=True), _PEOPLE),
        "tool": known(tools, [*master.tools, *history.tools["tool"]], Text("ツール", "tool")),
        "item_id": known(
            items,
            [*master.items_by_id, *changes.select(pl.col("item_id").unique().sort()).collect()["item_id"]],
            Text("項目", "item"),
        ),
    }
    for column, names in wanted.items():
        if names:
            changes = changes.filter(pl.col(column).is_in(names))
    rows = (
        changes.collect()
        .join(
            history.returns.select("submission_id", "tool", "verified_on", "sequence"),
            on=["submission_id", "tool"],
            maintain_order="left",
        )
        .sort("verified_on", "changed_at", "sequence", maintain_order=True)
        .join(sent.select("submission_id", "workbook_id", "file"), on="submission_id", maintain_order="left")
        .select(_CHANGE)
    )
    return Timeline(
        tuple(Change(*row) for row in rows.iter_rows()),
        tuple(_withdrawn(ledger, history, wanted["evaluator"], context_id)),
        as_of,
        tuple(
            sorted((one for one in decided(tables, history) if _is_wanted(one, wanted)), key=lambda one: one.decided_at)
        ),
    )


def _is_wanted(one: Decision, wanted: Mapping[str, Sequence[str]]) -> bool:
    told = {
        "context_id": one.context_id,
        "evaluator": one.decided_by,
        "tool": one.tool,
        "item_id": one.item_id,
    }
    return all(not names or told[column] in names for column, names in wanted.items())


def _withdrawn(
    ledger: Ledger, history: History, evaluators: Sequence[str], context_id: str | None
) -> Iterable[Withdrawn]:
    gone = set(history.submissions.filter("withdrawn")["submission_id"])
    for one in ledger.submissions():
        if (
            one.submission_id in gone
            and one.withdrawn_at is not None
            and (not evaluators or one.evaluator in evaluators)
            and context_id in (None, one.context_id)
        ):
            yield Withdrawn(
                one.submission_id,
                one.workbook_id,
                one.context_id,
                one.evaluator,
                one.file,
                one.received_at,
                one.withdrawn_at,
                one.reason or "",
            )
