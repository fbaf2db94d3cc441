"""Asking "what if" about one context: the what-ifs of scoring in, values with words out."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from depipe.comparison.people import natural
from depipe.comparison.ratings import ItemRow
from depipe.comparison.sure_words import edge_words, lift_words, sure_words
from depipe.comparison.sureness import Lift, SingleChange, Sureness, Without
from depipe.language import Language
from depipe.master.model import Master
from depipe.scoring.leaving_out import leaving_out
from depipe.scoring.lifting import lifting
from depipe.scoring.single_changes import single_changes
from depipe.scoring.tables import Tables
from depipe.scoring.weighting import DRAWS, rank_shares
from depipe.scoring.whatif import known


class Asked(NamedTuple):
    """What came of the questions: by tool what lifts its cap and how sure its rank is, and every change that matters.

    changes are those that move the first place or a cap: mandatory items first, of these the ones that are now at the
    first star above the threshold, then in the order of tools and items. draws: how many weights were drawn.
    """

    lifts: Mapping[str, Lift]
    sureness: Mapping[str, Sureness]
    changes: tuple[SingleChange, ...]
    draws: int


def ask(master: Master, here: Tables, given: pl.DataFrame, items: Sequence[ItemRow], language: Language) -> Asked:
    """Return what comes of every what-if.

    *here* are the tables of one context, *given* who gave which stars there (`view.build`), *items* its rows in their
    order.
    """
    overall = here.overall
    rows = known(here.consensus, here.gates, here.category_summary)
    changes = _changes(single_changes(rows, overall, master), items, master)
    without: dict[str, list[Without]] = {}
    for _, evaluator, tool, *verdict in leaving_out(given, rows, overall, master).iter_rows():
        without.setdefault(tool, []).append(Without(evaluator, *verdict))
    shares: dict[str, dict[int, float]] = {}
    for _, tool, rank, share in rank_shares(here.category_summary, overall, master).iter_rows():
        shares.setdefault(tool, {})[rank] = share
    return Asked(
        lifts=_lifts(lifting(rows, master), here.consensus, master, language),
        sureness={
            row["tool"]: _sureness(
                row,
                tools=overall.height,
                master=master,
                without=tuple(sorted(without.get(row["tool"], ()), key=lambda one: natural(one.evaluator))),
                changes=changes,
                shares=tuple(shares[row["tool"]].get(rank, 0.0) for rank in range(1, len(shares) + 1))
                if row["tool"] in shares
                else (),
                language=language,
            )
            for row in overall.iter_rows(named=True)
        },
        changes=changes,
        draws=DRAWS,
    )


def _lifts(lifting: pl.DataFrame, consensus: pl.DataFrame, master: Master, language: Language) -> dict[str, Lift]:
    stars = master.fail_close.threshold + 1
    decided: dict[str, set[str]] = {}
    for tool, item_id in consensus.filter("decided").select("tool", "item_id").iter_rows():
        decided.setdefault(tool, set()).add(item_id)
    return {
        tool: Lift(
            tuple(gates), stars, becomes, lift_words(gates, stars, becomes, language, decided=decided.get(tool, ()))
        )
        for _, tool, gates, becomes in lifting.iter_rows()
    }


def _changes(changes: pl.DataFrame, items: Sequence[ItemRow], master: Master) -> tuple[SingleChange, ...]:
    names = {item.item_id: item.name for item in items}
    told = changes.filter(pl.col("moves_first") | (pl.col("cap") != pl.col("cap_before")))
    gate = pl.col("status").is_not_null() & (pl.col("status") != "bonus")
    at_the_edge = pl.col("from_stars") == master.fail_close.threshold + 1
    ordered = told.sort(~gate.fill_null(value=False), ~at_the_edge, maintain_order=True)
    return tuple(
        SingleChange(
            tool=row["tool"],
            item_id=row["item_id"],
            name=names[row["item_id"]],
            mandatory=row["status"] not in {None, "bonus"},
            from_stars=row["from_stars"],
            to_stars=row["to_stars"],
            final=row["final_stars"],
            cap=row["cap"],
            capped=row["cap"] != row["cap_before"],
            first=tuple(row["first"] or ()),
        )
        for row in ordered.iter_rows(named=True)
    )


def _sureness(
    row: Mapping[str, Any],
    *,
    tools: int,
    master: Master,
    without: tuple[Without, ...],
    changes: Sequence[SingleChange],
    shares: tuple[float, ...],
    language: Language,
) -> Sureness:
    tool, rank = row["tool"], row["rank"]
    own = tuple(one for one in changes if one.first and (tool in one.first) != (rank == 1))
    close = master.fail_close
    edges = tuple(
        one.item_id
        for one in changes
        if (one.tool, row["cap"], one.from_stars) == (tool, "none", close.threshold + 1) and one.capped
    )
    return Sureness(
        without=without,
        changes=own,
        shares=shares,
        edges=edges,
        words=sure_words(
            tool,
            rank,
            cap=row["cap"],
            tools=tools,
            without=without,
            changes=own,
            share=shares[rank - 1] if shares else 0.0,
            draws=DRAWS,
            language=language,
        ),
        edge_words=edge_words(edges, close.threshold + 1, close.cap, language),
    )
