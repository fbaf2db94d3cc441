"""The oracle of the agenda: each disagreement settled at both ends, and everything scored anew. Plain Python."""

from collections.abc import Sequence
from fractions import Fraction

from depipe.master.model import Master
from depipe.scoring.tables import Tables
from support.oracle import means_of, verdict
from support.random_ledgers import Row

Pair = tuple[str, str]


def agenda(master: Master, tables: Tables) -> list[Row]:
    """Return the rows of the agenda of *tables*, whose own numbers other oracles hold against the ledger."""
    given: dict[tuple[str, str, str], list[int]] = {}
    for row in tables.ratings.collect().to_dicts():
        given.setdefault((row["context_id"], row["tool"], row["item_id"]), []).append(row["stars"])
    statuses = {(r["context_id"], r["tool"], r["item_id"]): r["status"] for r in tables.gates.to_dicts()}
    levels = {(r["context_id"], r["tool"], r["item_id"]): r for r in tables.consensus.to_dicts()}
    found: dict[str, list[Row]] = {context: [] for context in tables.contexts["context_id"]}
    for key, agreed in levels.items():
        stars = given.get(key, [])
        disputed = statuses.get(key) == "disputed"
        if agreed["decided"] or not (disputed or (stars and max(stars) - min(stars) >= 2)):
            continue
        ends = [_settled(master, key, end, levels, statuses) for end in (min(stars), max(stars))]
        raw, final = ([end[name] for end in ends] for name in (0, 1))
        found[key[0]].append(
            {
                "context_id": key[0],
                "tool": key[1],
                "item_id": key[2],
                "category_id": agreed["category_id"],
                "kind": "disputed_gate" if disputed else "spread",
                "spread": max(stars) - min(stars),
                "least": min(stars),
                "greatest": max(stars),
                "effect": _moved(final),
                "effect_raw": _moved(raw),
            }
        )
    return [row | {"place": place} for rows in found.values() for place, row in enumerate(sorted(rows, key=_first), 1)]


def _first(row: Row) -> tuple[bool, Fraction, Fraction, int]:
    return row["kind"] != "disputed_gate", -row["effect"], -row["effect_raw"], -row["spread"]


def _moved(ends: Sequence[Fraction | None]) -> Fraction:
    there = [end for end in ends if end is not None]
    return max(there, default=Fraction(0)) - min(there, default=Fraction(0))


def _settled(
    master: Master,
    key: tuple[str, str, str],
    stars: int,
    levels: dict[tuple[str, str, str], Row],
    statuses: dict[tuple[str, str, str], str],
) -> tuple[Fraction | None, Fraction | None]:
    """Return the raw and the final overall if the pair's consensus were *stars*."""
    pair, item_id = key[:2], key[2]

    def level(item: str) -> Fraction | None:
        known = levels[*pair, item]["level"]
        return Fraction(stars) if item == item_id else None if known is None else Fraction(known)

    outcome = "failed" if stars <= master.fail_close.threshold else "passed"
    own = {one: status for one, status in statuses.items() if one[:2] == pair}
    after = {one: outcome if one == key and status != "bonus" else status for one, status in own.items()}
    judged = verdict(master, means_of(master, pair, level, after), after.values())
    return judged.raw, judged.final
