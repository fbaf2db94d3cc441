"""Status: who got which tools to rate, what came back, how complete it is, what to verify again, who differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from depipe.flow.decided import Decision, decided
from depipe.flow.differences import Differences, differences
from depipe.flow.scored import masters_of, replayed, scored
from depipe.flow.status_lines import (
    LINE,
    Issued,
    ToolOverview,
    ToolStatus,
    context_of,
    outstanding,
    overviews,
    returned,
)
from depipe.ledger.history import History, issuances_overview, read_parts
from depipe.ledger.records import IssuanceRecord
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.scoring.reconfirming import reconfirming
from depipe.scoring.tables import Tables
from depipe.workbook.layout import NOTE_FIELDS

__all__ = ["Deciding", "Status", "ToolOverview", "ToolStatus", "status"]


@dataclass(frozen=True, slots=True)
class Deciding:
    """A workbook for decisions that did not come back; decider is None where the lead left that open."""

    context_id: str | None
    decider: str | None
    issued_on: date


@dataclass(frozen=True, slots=True)
class Status:
    """A row per evaluator, tool and context that was issued or returned, one per tool that was returned, one a context.

    differences are those of the contexts that have returns; decisions those in force and those that were reopened.
    deciding are the workbooks for decisions that are still out, the last one of each context and decider.
    """

    rows: tuple[ToolStatus, ...]
    tools: tuple[ToolOverview, ...]
    differences: tuple[Differences, ...] = ()
    decisions: tuple[Decision, ...] = ()
    deciding: tuple[Deciding, ...] = ()

    @property
    def uneven(self) -> dict[str, tuple[ToolOverview, ...]]:
        """The contexts in which a different number of people rated the tools, with these."""
        contexts = {
            one.context_id: tuple(o for o in self.tools if o.context_id == one.context_id) for one in self.tools
        }
        return {name: tools for name, tools in contexts.items() if len({one.evaluators for one in tools}) > 1}


def status(ledger: Ledger) -> Status:
    """Return how things stand: what came back first, by context, evaluator (who came first) and tool."""
    master = ledger.newest_master()
    if master is None:
        return Status((), ())
    told = replayed(master, read_parts(ledger))
    history, tables = told.history, scored(told)
    handed_out = issuances_overview(ledger)
    issued = [one for one in handed_out if one.mode != "adjudicate"]
    deciding = _deciding(master, [one for one in handed_out if one.mode == "adjudicate"], history)
    ratings = _in_replay_order(tables, history)
    tools = overviews(tables, ratings)
    again = _by_line(
        reconfirming(ratings.lazy(), history.submissions, masters_of(ledger, master, history), master), master
    )
    by_pair = {(one.context_id, one.tool): one for one in tools}
    came = returned(master, history, ratings, by_pair, Issued(master, history, issued))
    came = (replace(row, to_reconfirm=again.get(row.line, ())) for row in came)
    rulings = tuple(one for one in decided(tables, history) if one.status in {"in_force", "reopened"})
    lines = (*came, *outstanding(master, issued, history))
    return Status(lines, tools, differences(tables, master), rulings, tuple(deciding))


def _deciding(master: Master, issued: Sequence[IssuanceRecord], history: History) -> Iterable[Deciding]:
    """Yield what is out: a decider's last workbook of a context, unless it came back."""
    returned = set(history.submissions["workbook_id"])
    last = {(context_of(master, one), one.evaluator): one for one in issued}
    for (context_id, decider), one in last.items():
        if one.workbook_id not in returned:
            yield Deciding(context_id, decider, one.issued_on)


def _by_line(again: pl.DataFrame, master: Master) -> dict[tuple[str | None, ...], tuple[str, ...]]:
    """Return the items whose ratings are to be confirmed again, in the master's order, by `ToolStatus.line`."""
    place = {item: number for number, item in enumerate(master.items_by_id)}
    lines = again.group_by(LINE).agg("item_id").iter_rows()
    return {tuple(line): tuple(sorted(items, key=place.__getitem__)) for *line, items in lines}


def _in_replay_order(tables: Tables, history: History) -> pl.DataFrame:
    """Return the current ratings in replay order, without their notes."""
    received = history.returns.select("submission_id", "tool", "received_at", "sequence")
    return (
        tables.ratings.drop(NOTE_FIELDS)
        .collect()
        .join(received, on=["submission_id", "tool"], maintain_order="left")
        .sort("verified_on", "received_at", "sequence", maintain_order=True)
    )
