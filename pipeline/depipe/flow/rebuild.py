"""Rebuild: what would move if every original were read again today, told before any of it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Final, NamedTuple

from depipe.flow.reading import Workers
from depipe.flow.rereading import Review, read_again
from depipe.flow.scored import replayed, scored
from depipe.ledger.history import read_parts
from depipe.ledger.store import Ledger, Reread
from depipe.scoring.overall import Cap

_SAME: Final = 1e-9
"""Means that differ by less are the same: the order of adding may have been another one."""


class Verdict(NamedTuple):
    """What the overall table says of a tool."""

    final: float | None
    cap: Cap
    rank: int | None

    def agrees(self, other: "Verdict") -> bool:
        """Tell whether the other one is the same."""
        if (self.cap, self.rank) != (other.cap, other.rank) or (self.final is None) != (other.final is None):
            return False
        return abs((self.final or 0) - (other.final or 0)) < _SAME


class Move(NamedTuple):
    """A verdict that is another one afterwards; None where a tool has none in that context."""

    context_id: str
    tool: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What reading again found, in order of receipt, which verdicts it moves, and whether it is kept."""

    reviews: list[Review]
    moves: list[Move]
    kept: bool


def rebuild(
    ledger: Ledger, *, keep: bool = False, workers: Workers = 0, advance: Callable[[], object] = lambda: None
) -> Rebuilt:
    """Read every original in force again and return what moves; with *keep*, keep it as revisions.

    *advance* is called after each original. Raises SurroundingsError when an original is damaged.
    """
    reviews = list(read_again(ledger, workers=workers, advance=advance))
    rereads = [review.reread for review in reviews if review.reread]
    moves = _moves(ledger, rereads) if rereads else []
    if keep:
        ledger.revise(rereads, at=datetime.now(UTC))
    return Rebuilt(reviews, moves, kept=keep)


def _moves(ledger: Ledger, rereads: Sequence[Reread]) -> list[Move]:
    before, after = _verdicts(ledger, []), _verdicts(ledger, rereads)
    both = dict.fromkeys(chain(before, after))
    moves = [Move(*key, before.get(key), after.get(key)) for key in both]
    return [one for one in moves if not (one.before and one.after and one.before.agrees(one.after))]


def _verdicts(ledger: Ledger, rereads: Sequence[Reread]) -> dict[tuple[str, str], Verdict]:
    """Return the verdicts by context and tool, as they would be with *rereads*."""
    master = ledger.newest_master()
    if master is None:
        return {}
    tables = scored(replayed(master, read_parts(ledger, rereads=rereads)))
    rows = tables.overall.select("context_id", "tool", "final_stars", "cap", "rank").iter_rows()
    return {(context, tool): Verdict(*verdict) for context, tool, *verdict in rows}
