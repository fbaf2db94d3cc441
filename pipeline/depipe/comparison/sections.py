"""Good, Not Good and 未検証: the partition of the (item, tool) pairs by consensus stars."""

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from depipe.comparison.effect import Effect
from depipe.comparison.ratings import SECTION_NAMES, ItemCell, ItemRow, Remark, SectionRow, SectionRows
from depipe.scoring.consensus import Section
from depipe.stars import UNRATED, written

KEYS: Final[tuple[Section, ...]] = get_args(Section)


def sections(
    items: Sequence[ItemRow],
    tools: Sequence[str],
    remarks: Mapping[tuple[str, str], Sequence[Remark]],
    effects: Mapping[str, Effect],
) -> tuple[SectionRows, ...]:
    """Return the three sections; *remarks* are by (tool, item id), *effects* by item id.

    An item has a row in each section to which one of its tools belongs, with the remarks of those tools alone, so
    that every remark stands once. Rows stand in the order of what the item can do to the verdict of a tool that
    belongs there; of equal ones in the master's order.
    """
    return tuple(SectionRows(key, tuple(_rows(key, items, tools, remarks, effects))) for key in KEYS)


def _rows(
    key: Section,
    items: Sequence[ItemRow],
    tools: Sequence[str],
    remarks: Mapping[tuple[str, str], Sequence[Remark]],
    effects: Mapping[str, Effect],
) -> list[SectionRow]:
    rows = []
    for item in sorted(items, key=lambda item: effects[item.item_id].key(_places(item, key))):
        here = [cell.section == key for cell in item.cells]
        if any(here):
            rows.append(
                SectionRow(
                    item=item,
                    words=tuple(_words(cell, key) for cell in item.cells),
                    stars=tuple(cell.stars if inside else None for cell, inside in zip(item.cells, here, strict=True)),
                    remarks=tuple(
                        remark
                        for tool, inside in zip(tools, here, strict=True)
                        if inside
                        for remark in remarks.get((tool, item.item_id), ())
                    ),
                )
            )
    return rows


def _places(item: ItemRow, key: Section) -> list[int]:
    return [place for place, cell in enumerate(item.cells) if cell.section == key]


def _words(cell: ItemCell, key: Section) -> str:
    if cell.stars is None:
        return UNRATED
    return written(cell.stars) if cell.section == key else f"→ {SECTION_NAMES[cell.section]}"
