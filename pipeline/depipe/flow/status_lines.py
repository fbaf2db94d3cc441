"""The lines of `depipe status`: an evaluator's work on a tool in a context, and each tool's whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from depipe.folding import fold
from depipe.ledger.history import History
from depipe.ledger.records import IssuanceRecord
from depipe.master.model import Master
from depipe.scoring.tables import Tables

_PAIR = ("context_id", "tool")
LINE = ("context_id", "evaluator", "tool")


@dataclass(frozen=True, slots=True)
class ToolStatus:
    """One evaluator's work on one tool in one context.

    evaluator and context_id are None while a workbook without them is out; returned_at is UTC and None while nothing
    came back. version and verified_on are those of the last verification in force. gates_open are the items mandatory
    for the tool that this evaluator has not rated. other_version are the items that they rated at another version than
    the tool's newest verified one, to_reconfirm those that the master puts otherwise since they were rated.
    waiting_since is the day on which the last prefilled workbook was issued that is still out.
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
    other_version: tuple[str, ...] = ()
    waiting_since: date | None = None
    to_reconfirm: tuple[str, ...] = ()

    @property
    def line(self) -> tuple[str | None, str | None, str]:
        """The context, the evaluator and the tool."""
        return self.context_id, self.evaluator, self.tool


@dataclass(frozen=True, slots=True)
class ToolOverview:
    """A tool in one context: how many people rated it, what was verified last, and how complete it is.

    rated counts the items that anybody rated. mandatory are the items that are mandatory for it in this context (none
    that is a bonus), gates_open those of them that are unverified or disputed.
    """

    context_id: str
    tool: str
    evaluators: int
    newest_version: str | None
    last_verified_on: date | None
    rated: int
    items: int
    mandatory: tuple[str, ...]
    gates_open: tuple[str, ...]


def overviews(tables: Tables, ratings: pl.DataFrame) -> tuple[ToolOverview, ...]:
    """Return the tools in order; *ratings* are in replay order, so that the last one is of the last verification."""
    last = ratings.group_by(_PAIR).agg(
        pl.col("evaluator").n_unique(), pl.col("tool_version").last(), pl.col("verified_on").last()
    )
    counted = tables.category_summary.group_by(_PAIR).agg(pl.col("rated", "items").sum())
    mandatory = tables.gates.filter(pl.col("status") != "bonus").group_by(_PAIR, maintain_order=True).agg("item_id")
    there = tables.overall.select(*_PAIR, "gates_open")
    for frame in (last, counted, mandatory):
        there = there.join(frame, on=_PAIR, how="left", maintain_order="left")
    return tuple(
        ToolOverview(
            context_id=row["context_id"],
            tool=row["tool"],
            evaluators=row["evaluator"] or 0,
            newest_version=row["tool_version"],
            last_verified_on=row["verified_on"],
            rated=row["rated"],
            items=row["items"],
            mandatory=tuple(row["item_id"] or ()),
            gates_open=tuple(row["gates_open"]),
        )
        for row in there.iter_rows(named=True)
    )


class Issued:
    """What was issued, as far as rows of what came back need it."""

    def __init__(self, master: Master, history: History, issued: Sequence[IssuanceRecord]) -> None:
        returned = set(history.returns["workbook_id"])
        self.on = {one.workbook_id: one.issued_on for one in issued}
        prefilled = {
            (context_of(master, one), one.evaluator, tool): one
            for one in issued
            if one.mode == "prefill"
            for tool in one.tools
        }
        self.waiting = {key: one.issued_on for key, one in prefilled.items() if one.workbook_id not in returned}


def returned(
    master: Master,
    history: History,
    ratings: pl.DataFrame,
    tools: Mapping[tuple[str, str], ToolOverview],
    issued: Issued,
) -> Iterable[ToolStatus]:
    """Yield what came back, by context and evaluator (who came first) and tool; *ratings* are in replay order."""
    rated = ratings.group_by(LINE).agg("item_id", "tool_version", pl.col("verified_on").last())
    first = history.returns.group_by("evaluator").agg(first=pl.col("sequence").min())
    contexts = history.contexts.select("context_id", place="sequence").unique()
    last = (
        history.returns.sort("verified_on", "received_at", "sequence", maintain_order=True)
        .group_by(LINE, maintain_order=True)
        .last()
        .join(first, on="evaluator")
        .join(contexts, on="context_id")
        .join(history.tools, on=_PAIR)
        .sort("place", "first", "order")
        .select(*LINE, "workbook_id", "received_at")
        .join(rated, on=LINE, how="left", maintain_order="left")
    )
    for row in last.iter_rows(named=True):
        yield _row(master, row, tools[row["context_id"], row["tool"]], issued)


def _row(master: Master, row: Mapping[str, Any], tool: ToolOverview, issued: Issued) -> ToolStatus:
    versions = dict(zip(row["item_id"] or [], row["tool_version"] or [], strict=True))
    return ToolStatus(
        evaluator=row["evaluator"],
        tool=row["tool"],
        context_id=row["context_id"],
        issued_on=issued.on.get(row["workbook_id"]),
        returned_at=row["received_at"],
        version=next(reversed(versions.values()), None),
        verified_on=row["verified_on"],
        rated=len(versions),
        items=len(master.items),
        gates_open=tuple(gate for gate in tool.mandatory if gate not in versions),
        other_version=tuple(
            item
            for item in master.items_by_id
            if item in versions and fold(versions[item] or "") != fold(tool.newest_version or "")
        ),
        waiting_since=issued.waiting.get((row["context_id"], row["evaluator"], row["tool"])),
    )


def outstanding(master: Master, issued: Sequence[IssuanceRecord], history: History) -> Iterable[ToolStatus]:
    """Yield what was issued and did not come back, neither as this workbook nor as another of the same evaluator."""
    workbooks = set(history.returns["workbook_id"])
    done = set(history.returns.select("evaluator", "tool", "context_id").iter_rows())
    done |= {(evaluator, tool, None) for evaluator, tool, _ in done}
    waiting = {
        (one.evaluator, tool, context_of(master, one), None if one.evaluator else one.workbook_id): (
            one.issued_on,
            _mandatory(master, one.context or {}),
        )
        for one in issued
        if one.workbook_id not in workbooks
        for tool in one.tools
        if (one.evaluator, tool, context_of(master, one)) not in done
    }
    for (evaluator, tool, context_id, _), (issued_on, gates) in waiting.items():
        yield ToolStatus(
            evaluator=evaluator,
            tool=tool,
            context_id=context_id,
            issued_on=issued_on,
            returned_at=None,
            version=None,
            verified_on=None,
            rated=0,
            items=len(master.items),
            gates_open=gates,
        )


def _mandatory(master: Master, context: Mapping[str, str]) -> tuple[str, ...]:
    """Return the items that are mandatory for a tool of which nothing is known."""
    facts = {attribute.name: attribute.default for attribute in master.tool_attributes}
    return tuple(item for item, gate in master.gates_by_item.items() if master.gate_applies(gate, context, facts))


def context_of(master: Master, issued: IssuanceRecord) -> str | None:
    """Return the id of the context that a workbook was issued for; None where it was left open or is another's."""
    context = issued.context
    return master.context_id(context) if context and set(context) == set(master.parameter_names) else None
