"""What an item can do to a tool's verdict: cap it, warn of it, or move its overall by so much for one star."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from depipe.comparison.model import CategoryRow, GateRow
from depipe.comparison.ratings import ItemRow


class Effect(NamedTuple):
    """What an item can do; entries by tool in order.

    gates: whether it is mandatory for the tool in this context (no bonus). warned: the master warns of it. star: how
    far the overall before the cap moves when the item's level moves by one star, all else as it is; of an unverified
    item, once it is verified.
    """

    gates: tuple[bool, ...]
    warned: bool
    star: tuple[float, ...]

    def key(self, tools: Iterable[int]) -> tuple[bool, bool, float]:
        """Return what rows about these tools (by place) are sorted by: the greatest effect first."""
        here = list(tools)
        gate = any(self.gates[place] for place in here)
        return not gate, not self.warned, -max((self.star[place] for place in here), default=0.0)


def effects(
    items: Sequence[ItemRow], categories: Sequence[CategoryRow], gates: Sequence[GateRow], warned: Iterable[str]
) -> dict[str, Effect]:
    """Return the effect of every item by its id; *warned* are the items that the master warns of."""
    standing = {gate.item_id: tuple(cell.status != "bonus" for cell in gate.cells) for gate in gates}
    rows = {category.category_id: category for category in categories}
    heeded = frozenset(warned)
    return {
        item.item_id: Effect(
            gates=standing.get(item.item_id, (False,) * len(item.cells)),
            warned=item.item_id in heeded,
            star=tuple(
                _star(rows[item.category_id], categories, place, rated=cell.stars is not None)
                for place, cell in enumerate(item.cells)
            ),
        )
        for item in items
    }


def _star(own: CategoryRow, categories: Sequence[CategoryRow], place: int, *, rated: bool) -> float:
    """Return the category's share of the overall, divided among its rated items."""
    there = sum(one.weight for one in categories if one is own or one.cells[place].mean is not None)
    return own.weight / there / (own.cells[place].rated + (not rated))
