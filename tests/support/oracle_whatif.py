"""The oracle asked "what if": a ledger scored again in plain Python with some consensus, or some evaluator, changed."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from depipe.master.model import Master
from support import oracle
from support.oracle_replay import last_of_each, line_up, replay
from support.random_ledgers import Ledger

Pair = tuple[str, str]


class Standing(NamedTuple):
    """A tool's verdict, the mean of each category, and what ranks it (None: a category has no mean)."""

    verdict: oracle.Verdict
    means: Mapping[str, Fraction | None]
    key: tuple[int, int, int] | None


class WhatIf:
    """A ledger whose tools are scored again: `now` is how they stand."""

    def __init__(self, master: Master, ledger: Ledger) -> None:
        self._master, self._ledger = master, ledger
        self._votes: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
        for (context, evaluator, tool, item), made in last_of_each(replay(master, ledger)).items():
            if made.stars is not None:
                self._votes.setdefault((context, tool, item), []).append((evaluator, made.stars))
        self.now = {pair: self.after(pair) for pair in line_up(ledger)}

    def after(self, pair: Pair, changes: Mapping[str, int] | None = None, *, without: str | None = None) -> Standing:
        """Return how a tool stands with other stars for some items, and without the ratings of one evaluator."""
        given = {
            item.id: [stars for name, stars in self._votes.get((*pair, item.id), ()) if name != without]
            for item in self._master.items
        } | {item: [stars] for item, stars in (changes or {}).items()}
        agreed = {item: oracle.consensus_of(self._master, list(stars)) for item, stars in given.items()}
        gates = {
            (*pair, gate.item): oracle.gate_status(self._master, self._ledger, gate, pair, agreed[gate.item])
            for gate in self._master.fail_close.gates
        }
        level_of: Callable[[str], Fraction | None] = lambda item: agreed[item]["level"]  # noqa: E731
        means = oracle.means_of(self._master, pair, level_of, gates)
        judged = oracle.verdict(self._master, means, gates.values())
        return Standing(judged, means, None if None in means.values() else oracle.ranking_key(judged))

    def with_changed(self, pair: Pair, changes: Mapping[str, int]) -> dict[Pair, Standing]:
        """Return how all tools stand when one of them has other stars for some items."""
        return self.now | {pair: self.after(pair, changes)}

    def without(self, evaluator: str) -> dict[Pair, Standing]:
        """Return how all tools stand without the ratings of one evaluator."""
        return {pair: self.after(pair, without=evaluator) for pair in self.now}


def first(standings: Mapping[Pair, Standing], context_id: str) -> list[str]:
    """Return the tools at rank 1 of a context, in their order."""
    keys = {
        tool: one.key for (context, tool), one in standings.items() if context == context_id and one.key is not None
    }
    return [tool for tool, key in keys.items() if key == max(keys.values())]


def rank(standings: Mapping[Pair, Standing], pair: Pair) -> int | None:
    """Return the rank of a tool; None where it has none."""
    own = standings[pair].key
    if own is None:
        return None
    keys = [one.key for (context, _), one in standings.items() if context == pair[0] and one.key is not None]
    return 1 + sum(key > own for key in keys)
