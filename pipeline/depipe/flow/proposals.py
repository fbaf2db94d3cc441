"""Proposals: the items that evaluators found lacking, what resembles them in the master, and what became of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from depipe.errors import DataError, UsageError
from depipe.flow.masters import chosen_master
from depipe.folding import fold, fold_loosely
from depipe.ledger.history import read_history
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.master.resemblance import Resemblance, Resembling

_NO: Final = frozenset({"no", "n", "false", "0", "x", "×", "✕", "✗", "❌", "いいえ", "否", "ない", "なし", "しない"})
_NO_AT_FIRST: Final = ("いいえ", "該当しない", "該当なし", "非該当")
"""What says, or begins to say, that a proposal means nothing for other tools; anything else leaves it open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRecord:
    """A proposal that counts: who made it, when and in which file, and what the master has.

    proposal_id is the id of the submission that held it first, a dash, and its number there. closest is the master's
    item that comes closest; added_as is the id of the item that was made from it.
    """

    proposal_id: str
    evaluator: str
    file: str
    received_at: datetime
    category: str | None
    name: str | None
    description: str | None
    reason: str | None
    general: str | None
    closest: Resemblance | None
    added_as: str | None

    @property
    def is_for_one_tool(self) -> bool:
        """Whether its evaluator says that it means nothing for other tools."""
        said = fold_loosely(self.general or "")
        return said in _NO or said.startswith(_NO_AT_FIRST)


def compared_with(ledger: Ledger, source: str | None) -> Master:
    """Return the master that proposals are compared with: the named one, else the ledger's newest.

    Raises as `chosen_master` does; DataError when the ledger has none.
    """
    master = chosen_master(source) if source else ledger.newest_master()
    if master is None:
        raise DataError(f"台帳 {ledger.place} にはまだ何もありません。", f"The ledger {ledger.place} is empty.")
    return master


def proposals(ledger: Ledger, master: Master) -> list[ProposalRecord]:
    """Return the proposals in the ledger in order of receipt, beside what *master* has.

    What the last return of a workbook holds counts; a proposal that an evaluator repeats is one.
    """
    resembling, known = Resembling(master), ledger.masters()
    return [
        ProposalRecord(
            proposal_id=proposal_id,
            evaluator=row["evaluator"],
            file=row["file"],
            received_at=row["received_at"],
            category=row["category"],
            name=row["name"],
            description=row["description"],
            reason=row["reason"],
            general=row["general"],
            closest=resembling.closest(row["name"], row["description"]),
            added_as=_added_as(proposal_id, row["name"], master, known[row["master_digest"]]),
        )
        for proposal_id, row in _counting(ledger)
    ]


def proposal_for(ledger: Ledger, proposal_id: str, master: Master) -> ProposalRecord:
    """Return one proposal, to make an item of.

    Raises UsageError when the ledger has none of that id; DataError when its evaluator says that it means nothing for
    other tools, or when the master has it already.
    """
    found = next((one for one in proposals(ledger, master) if one.proposal_id == proposal_id), None)
    if found is None:
        raise UsageError(
            f"提案 {proposal_id} は台帳 {ledger.place} にありません。depipe master proposals で確かめてください。",
            f"The ledger {ledger.place} has no proposal {proposal_id}: depipe master proposals lists them.",
        )
    if found.added_as:
        raise DataError(
            f"提案 {proposal_id} は {found.added_as} として追加済みです。",
            f"The proposal {proposal_id} was added already, as {found.added_as}.",
        )
    if found.is_for_one_tool:
        raise DataError(
            f"提案 {proposal_id} は、ほかのツールに該当するかが「{found.general}」のため、追加しません。"
            "汎用的な項目に言い換えられるときは、--from-proposal を付けずに追加してください。",
            f"The proposal {proposal_id} is not added: its evaluator says that it means nothing for other tools "
            f"({found.general}). If it can be put in general terms, add it without --from-proposal.",
        )
    return found


def _counting(ledger: Ledger) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the rows of the last return of each workbook, each once, with the id that it got when it first came."""
    history = read_history(ledger)
    submissions = history.submissions.filter(~pl.col("withdrawn"))
    last = submissions.group_by("workbook_id").agg(pl.col("submission_id").sort_by("sequence").last())
    lasting = set(last["submission_id"])
    rows = history.proposals.join(submissions, on="submission_id", maintain_order="left").with_columns(
        number=pl.int_range(1, pl.len() + 1).over("submission_id")
    )
    ids: dict[tuple[str, ...], str] = {}
    told: set[str] = set()
    for row in rows.iter_rows(named=True):
        said = (fold(row[field] or "") for field in ("category", "name", "description"))
        proposal_id = ids.setdefault((row["evaluator"], *said), f"{row['submission_id']}-{row['number']}")
        if row["submission_id"] in lasting and proposal_id not in told:
            told.add(proposal_id)
            yield proposal_id, row


def _added_as(proposal_id: str, name: str | None, master: Master, proposed_with: Master) -> str | None:
    """Return the item that names the proposal, else one of the same name that came later than the proposal's master."""
    for item in master.items:
        if item.proposal == proposal_id:
            return item.id
    wanted = fold_loosely(name or "")
    for item in master.items:
        if item.id not in proposed_with.items_by_id and wanted == fold_loosely(item.name):
            return item.id
    return None
