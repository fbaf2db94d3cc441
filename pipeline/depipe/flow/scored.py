"""What every use case that looks begins with: the tables of a history, and the masters of its returns."""

from collections.abc import Mapping

from depipe.ledger.history import History
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.scoring.decisions import BASES, DECIDED
from depipe.scoring.score import score
from depipe.scoring.tables import Tables


def scored(master: Master, history: History) -> Tables:
    """Return all tables of a history, read with *master*."""
    return score(
        master,
        returns=history.returns,
        answers=history.answers,
        issued=history.issued,
        contexts=history.contexts,
        attributes=history.attributes,
        tools=history.tools,
        decided=history.decisions.select(DECIDED.names()),
        bases=history.bases.select(BASES.names()),
    )


def masters_of(ledger: Ledger, newest: Master, history: History) -> Mapping[str, Master]:
    """Return by digest the masters that the history's returns were read with."""
    if set(history.submissions["master_digest"]) <= {newest.digest}:
        return {newest.digest: newest}
    return ledger.masters()
