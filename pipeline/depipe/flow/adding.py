"""Adding an item to a master's file, from scratch or from an evaluator's proposal."""

from dataclasses import dataclass, replace
from pathlib import Path

from depipe.errors import UsageError
from depipe.flow.proposals import proposal_for
from depipe.flow.versions import ids_in
from depipe.ledger.store import Ledger
from depipe.master.adding import Added, NewItem, add_item, master_to_change
from depipe.master.model import Master
from depipe.master.reading import file_text
from depipe.placing import place


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the lead asks for; what is None comes from the proposal."""

    category: str | None
    name: str | None
    description: str | None
    from_proposal: str | None


def add(path: Path, wanted: Wanted, ledger: Ledger | None, *, even_so: bool = False) -> Added:
    """Write a new item into the master at *path*, whole or not at all, and return what was done.

    Raises UsageError when something is not given or there is no such proposal or category; DataError when the proposal
    is not to be added, an item resembles the new one (unless *even_so*), or the outcome is no good master.
    """
    text = file_text(path)
    master = master_to_change(text)
    if wanted.from_proposal:
        wanted = _completed(wanted, wanted.from_proposal, ledger, master)
    new = NewItem(
        category=_given("--category", wanted.category),
        name=_given("--name", wanted.name),
        description=_given("--description", wanted.description),
        proposal=wanted.from_proposal,
    )
    added = add_item(text, new, taken=ids_in(ledger, master.id), even_so=even_so)
    place(path.resolve(), added.text.encode())
    return added


def _completed(wanted: Wanted, proposal_id: str, ledger: Ledger | None, master: Master) -> Wanted:
    if ledger is None:
        raise UsageError(
            "台帳がないため、--from-proposal は使えません。", "There is no ledger to take a proposal from."
        )
    proposal = proposal_for(ledger, proposal_id, master)
    return replace(
        wanted,
        category=wanted.category or proposal.category,
        name=wanted.name or proposal.name,
        description=wanted.description or proposal.description,
    )


def _given(option: str, value: str | None) -> str:
    if not value:
        raise UsageError(f"{option} を指定してください。", f"{option} is needed.")
    return value
