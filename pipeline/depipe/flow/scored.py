"""What every use case that looks begins with: the history of a ledger, replayed and scored."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import polars as pl

from depipe.flow.spool import Spool
from depipe.ledger.history import History, Part, history_of, joined
from depipe.ledger.store import Ledger
from depipe.master.model import Master
from depipe.scoring.decisions import BASES, DECIDED
from depipe.scoring.replay import replay
from depipe.scoring.score import score
from depipe.scoring.tables import Tables


@dataclass(frozen=True, slots=True)
class Replayed:
    """A history and what it comes to, read with *master*.

    history has no answers, given or issued. ratings, changes, cells: as `scoring.replay` has them, of everybody; where
    they are in files, the spools keep these for as long as this is held.
    """

    master: Master
    history: History
    ratings: pl.LazyFrame
    changes: pl.LazyFrame
    cells: pl.LazyFrame
    spools: tuple[Spool, ...]


def replayed(master: Master, parts: Iterable[Part], *, by_receipt: bool = False) -> Replayed:
    """Return what a history in *parts*, each everything of some evaluators, comes to.

    The parts are those of `read_parts`, with the same *by_receipt*, or a single one. While one is replayed, the next
    one is read; no more than these two are held.
    """
    spools = ratings, changes, cells = Spool(), Spool(), Spool()

    def take(part: Part) -> None:
        names = part.submissions["evaluator"].unique(maintain_order=True).to_list()
        evaluators = names if by_receipt else sorted(names)
        found = replay(master, returns=part.returns, answers=part.answers, issued=part.issued, evaluators=evaluators)
        for spool, frame in zip(spools, (found.ratings, found.changes, found.cells), strict=True):
            spool.add(frame)

    rest = []
    with ThreadPoolExecutor(1) as pool:
        taken: Future[None] | None = None
        for part in parts:
            rest.append(replace(part, answers=part.answers.clear(), issued=part.issued.clear()))
            if taken is not None:
                taken.result()
            taken = pool.submit(take, part)
        if taken is not None:
            taken.result()
    history = history_of(joined(rest), tools=master.tools)
    return Replayed(master, history, ratings.frame(), changes.frame(), cells.frame(), spools)


def scored(told: Replayed) -> Tables:
    """Return all tables of what was replayed."""
    history = told.history
    tables = score(
        told.master,
        ratings=told.ratings,
        changes=told.changes,
        contexts=history.contexts,
        attributes=history.attributes,
        tools=history.tools,
        decided=history.decisions.select(DECIDED.names()),
        bases=history.bases.select(BASES.names()),
    )
    return replace(tables, held=told.spools)


def masters_of(ledger: Ledger, newest: Master, history: History) -> Mapping[str, Master]:
    """Return by digest the masters that the history's returns were read with."""
    if set(history.submissions["master_digest"]) <= {newest.digest}:
        return {newest.digest: newest}
    return ledger.masters()
