"""The rows of the ranking: the figures of `overall`, and the words that say why."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from depipe.comparison.cautions import short_warnings
from depipe.comparison.model import CategoryRow, GateRow, ItemRow, Verdict
from depipe.comparison.wording import Standing, cap_words, gate_sentences, openness_sentence, rank_words
from depipe.language import Language, Text
from depipe.master.model import Master


def verdicts(
    master: Master,
    overall: pl.DataFrame,
    *,
    items: Sequence[ItemRow],
    categories: Sequence[CategoryRow],
    gates: Sequence[GateRow],
    evaluators: Mapping[str, int],
    language: Language,
) -> tuple[Verdict, ...]:
    """Return a verdict for each row of *overall*, in its order (which is the tools' order everywhere)."""
    rows = {item.item_id: item for item in items}
    warnings = short_warnings(master, overall["tool"].to_list(), items, language)
    made = []
    for position, row in enumerate(overall.iter_rows(named=True)):
        standings = [_standing(gate, rows[gate.item_id], position) for gate in gates]
        lacking = tuple(c.category_id for c in categories if c.cells[position].mean is None)
        rated = sum(item.cells[position].stars is not None for item in items)
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
                rank_words=rank_words(row["rank"], lacking, language),
                reason=_reason(master, row, standings, len(items) - rated, language),
                warnings=warnings[row["tool"]],
            )
        )
    return tuple(made)


def _standing(gate: GateRow, item: ItemRow, position: int) -> Standing:
    own, cell = gate.cells[position], item.cells[position]
    return Standing(gate.item_id, gate.name, own.status, cell.stars, cell.lowest, cell.highest)


def _reason(
    master: Master, row: Mapping[str, Any], standings: Sequence[Standing], unverified: int, language: Language
) -> str:
    sentences = gate_sentences(
        row["cap"], master.fail_close.cap, standings, capped=row["capped"], raw=row["raw_stars"], language=language
    )
    openness = openness_sentence(
        unverified,
        bounds=(row["low"], row["high"]),
        final=row["final_stars"],
        ranks=None if row["rank"] is None else (row["rank_best"], row["rank_worst"]),
        language=language,
    )
    return Text("", " ").within(language).join([*sentences, *([openness] if openness else [])])
