"""The rows of the ranking: the figures of `overall`, and the words that say why."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from depipe.comparison.asking import Asked
from depipe.comparison.cautions import concerning
from depipe.comparison.model import CategoryRow, GateRow, Verdict
from depipe.comparison.outlook import Outlook, Rival
from depipe.comparison.ratings import ItemRow
from depipe.comparison.reasons import cap_prospect, cause, reason
from depipe.comparison.sureness import Lift, Pull
from depipe.comparison.wording import Standing, cap_words, capping, rank_range, rank_words
from depipe.language import Language
from depipe.master.model import Master
from depipe.stars import half_up


def verdicts(
    master: Master,
    overall: pl.DataFrame,
    *,
    items: Sequence[ItemRow],
    categories: Sequence[CategoryRow],
    gates: Sequence[GateRow],
    evaluators: Mapping[str, int],
    asked: Asked,
    language: Language,
) -> tuple[Verdict, ...]:
    """Return a verdict for each row of *overall*, in its order (which is the tools' order everywhere).

    *asked* is what came of the what-ifs.
    """
    rows = {item.item_id: item for item in items}
    every = overall.rows(named=True)
    rivals = _rivals(every)
    made = []
    for position, row in enumerate(every):
        standings = tuple(_standing(gate, rows[gate.item_id], position) for gate in gates)
        lacking = tuple(c.category_id for c in categories if c.cells[position].mean is None)
        rated = sum(item.cells[position].stars is not None for item in items)
        warned = concerning(master, items, position, language)
        lift = asked.lifts.get(row["tool"])
        outlook = _outlook(row, standings, len(items) - rated, master.fail_close.cap, len(every), rivals, lift)
        made.append(
            Verdict(
                tool=row["tool"],
                rank=row["rank"],
                rank_best=row["rank_best"],
                rank_worst=row["rank_worst"],
                lacking=lacking,
                raw=row["raw_stars"],
                final=row["final_stars"],
                low=row["low"],
                high=row["high"],
                cap=row["cap"],
                capped=row["capped"],
                provisional=row["provisional"],
                rated=rated,
                items=len(items),
                coverage=row["coverage"],
                evaluators=evaluators.get(row["tool"], 0),
                cap_words=cap_words(row["cap"], master.fail_close.cap, standings, language),
                caps=capping(row["cap"], standings),
                rank_words=rank_words(row["rank"], lacking, language),
                rank_range=rank_range(row["rank_best"], row["rank_worst"], language),
                reason=reason(outlook, language),
                cause=cause(outlook, language),
                warnings=tuple(warned.values()),
                warned_items=tuple(warned),
                cap_outlook=outlook.cap_outlook,
                cap_prospect=cap_prospect(outlook, language),
                lift=lift,
                pulls=_pulls(categories, position, row["raw_stars"]),
                sureness=asked.sureness[row["tool"]],
            )
        )
    return tuple(made)


def _standing(gate: GateRow, item: ItemRow, position: int) -> Standing:
    own, cell = gate.cells[position], item.cells[position]
    stars = (cell.stars, cell.lowest, cell.highest)
    return Standing(gate.item_id, gate.name, own.status, *stars, cell.ruling, own.reopened)


def _outlook(  # noqa: PLR0917 - one row and what it cannot tell of itself
    row: Mapping[str, Any],
    standings: tuple[Standing, ...],
    unverified: int,
    limit: float,
    tools: int,
    rivals: Mapping[str, Rival],
    lift: Lift | None,
) -> Outlook:
    return Outlook(
        cap=row["cap"],
        capped=row["capped"],
        limit=limit,
        standings=standings,
        raw=row["raw_stars"],
        final=row["final_stars"],
        low=row["low"],
        high=row["high"],
        unverified=unverified,
        rank=row["rank"],
        rank_best=row["rank_best"],
        rank_worst=row["rank_worst"],
        tools=tools,
        rival=rivals.get(row["tool"]),
        lift=lift,
    )


def _pulls(categories: Sequence[CategoryRow], position: int, raw: float | None) -> tuple[Pull, ...]:
    """Return by how much each category's mean moves the overall before the cap, the greatest effects first."""
    means = [(one, mean) for one in categories if (mean := one.cells[position].mean) is not None]
    total = sum(one.weight for one, _ in means)
    if raw is None:
        return ()
    pulls = [Pull(one.category_id, one.focus, mean, one.weight * (mean - raw) / total) for one, mean in means]
    return tuple(sorted(pulls, key=lambda pull: -abs(pull.effect)))


def _rivals(rows: Sequence[Mapping[str, Any]]) -> dict[str, Rival]:
    """Return by tool its neighbour in the ranking with the same overall: the one above, else the one below."""
    ranked = sorted((row for row in rows if row["rank"] is not None), key=lambda row: row["rank"])
    found: dict[str, Rival] = {}
    for upper, lower in pairwise(ranked):
        if half_up(upper["final_stars"]) == half_up(lower["final_stars"]):
            found.setdefault(upper["tool"], _rival(lower))
            found[lower["tool"]] = _rival(upper)
    return found


def _rival(row: Mapping[str, Any]) -> Rival:
    return Rival(row["tool"], row["cap"], row["raw_stars"], row["rank"])
