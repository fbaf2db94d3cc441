"""Items, categories and gates with what each tool has for them: frames of one context in, frozen rows out.

The tables hold a row for every tool and item, category that has items, gate or attribute: a missing one is a bug, and
a KeyError here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from depipe.comparison.model import CategoryCell, CategoryRow, GateCell, GateRow
from depipe.comparison.people import votes
from depipe.comparison.ratings import Decided, ItemCell, ItemRow
from depipe.comparison.sureness import Source
from depipe.comparison.wording import GATE_WORDS, bold_dropped, star_range, vote_groups
from depipe.language import Language
from depipe.master.model import Master
from depipe.stars import written


def item_rows(
    master: Master,
    tools: Sequence[str],
    consensus: pl.DataFrame,
    given: pl.DataFrame,
    *,
    again: pl.DataFrame,
    rulings: Mapping[tuple[str, str], Decided],
) -> tuple[ItemRow, ...]:
    """Return every item of the master, in its order.

    *given* tells who gave which stars, *again* (tool, item_id, evaluator) which of them to confirm again, *rulings*
    (by tool and item id) what was decided.
    """
    found = _by_pair(consensus, "item_id")
    cast = votes(given, again)

    def cell(tool: str, item_id: str) -> ItemCell:
        row = found[tool, item_id]
        return ItemCell(row["stars"], row["level"], cast.get((tool, item_id), ()), rulings.get((tool, item_id)))

    return tuple(
        ItemRow(
            item.id,
            item.category,
            bold_dropped(item.name),
            bold_dropped(item.description),
            mandatory=item.id in master.gates_by_item,
            cells=tuple(cell(tool, item.id) for tool in tools),
        )
        for item in master.items
    )


def category_rows(master: Master, tools: Sequence[str], summary: pl.DataFrame) -> tuple[CategoryRow, ...]:
    """Return every category that has items, in the master's order."""
    found = _by_pair(summary, "category_id")

    def cell(tool: str, category_id: str) -> CategoryCell:
        row = found[tool, category_id]
        return CategoryCell(row["mean_stars"], row["rated"], row["items"], row["coverage"])

    asked = {item.category for item in master.items}
    return tuple(
        CategoryRow(
            category.id,
            bold_dropped(category.name),
            bold_dropped(category.focus),
            bold_dropped(category.layer),
            category.weight,
            tuple(cell(tool, category.id) for tool in tools),
        )
        for category in master.categories
        if category.id in asked
    )


def gate_rows(
    master: Master,
    tools: Sequence[str],
    statuses: pl.DataFrame,
    *,
    items: Sequence[ItemRow],
    sources: Mapping[tuple[str, str], tuple[Source, ...]],
    reopened: Mapping[tuple[str, str], Decided],
    language: Language,
) -> tuple[GateRow, ...]:
    """Return every gate of the master, in its order.

    *sources* and the decisions that were *reopened* are by (tool, item id).
    """
    found = _by_pair(statuses, "item_id")
    by_id = {item.item_id: item for item in items}

    def cell(tool: str, item_id: str, own: ItemCell) -> GateCell:
        status = found[tool, item_id]["status"]
        apart = star_range(own.lowest, own.highest, language)
        beside = {"unverified": "", "disputed": apart}.get(status, written(own.stars))
        moved = reopened.get((tool, item_id))
        told = [own.ruling.line(language)] if own.ruling else []
        told += [moved.reopened_words().within(language)] if moved else []
        told += vote_groups(own.votes, language) if own.uneven else ()
        words = f"{GATE_WORDS[status].within(language)} {beside}".rstrip()
        cells = sources.get((tool, item_id), ())
        more = len(own.given) - len(cells) if cells else 0
        return GateCell(status, words, tuple(told), cells, own.ruling, more, moved)

    return tuple(
        GateRow(
            gate.item,
            by_id[gate.item].name,
            bold_dropped(gate.reason),
            bold_dropped(gate.applies),
            tuple(cell(tool, gate.item, own) for tool, own in zip(tools, by_id[gate.item].cells, strict=True)),
        )
        for gate in master.fail_close.gates
    )


def attribute_rows(master: Master, tools: Sequence[str], attributes: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    """Return the values of the master's tool attributes: a tuple a tool, in the order of the attributes."""
    found = _by_pair(attributes, "name")
    return tuple(tuple(found[tool, one.name]["value"] for one in master.tool_attributes) for tool in tools)


def _by_pair(frame: pl.DataFrame, second: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["tool"], row[second]): row for row in frame.iter_rows(named=True)}
