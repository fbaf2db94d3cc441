"""Adding an item to a master's YAML: with the category's next id, and the master's next minor version."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from depipe.errors import DataError, UsageError
from depipe.folding import fold_loosely
from depipe.master.amending import amended
from depipe.master.document import Document
from depipe.master.lint import examined
from depipe.master.load import load_master
from depipe.master.model import Category, Item, Master, version_key
from depipe.master.problem import listed
from depipe.master.reading import read
from depipe.master.resemblance import Resembling
from depipe.master.shape import shaped

_NUMBERED: Final = re.compile(r"(?P<stem>.*?)(?P<number>[0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item to be added. category is an id or a name; proposal is the id of the proposal that it comes from."""

    category: str
    name: str
    description: str
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A master's YAML with a new item in it, and what it was before."""

    text: str
    item: Item
    master: Master
    before: Master


def add_item(text: str, new: NewItem, *, taken: Collection[str] = (), even_so: bool = False) -> Added:
    """Return *text*, the YAML of a master, with *new* after the last item of its category; the rest stays as it is.

    *taken*: ids of items that there were once, which no other item may get. Raises UsageError for a category that the
    master lacks; DataError where an item resembles the new one (unless *even_so*), or where the outcome is no good
    master; then it lists every problem with its line.
    """
    before = master_to_change(text)
    category = _category(before, new.category)
    if not even_so:
        _refuse_a_second(before, new)
    plain = before.model_dump(mode="json") | {"version": next_minor(before.version)}
    item_id = next_id(before, category.id, taken)
    item = {"id": item_id, "category": category.id, "name": new.name, "description": new.description}
    plain["items"].insert(_place(before, category.id), item | {"proposal": new.proposal})
    after, problems = shaped(Document(plain))
    if after is None:
        raise DataError(
            f"この項目は追加できません。\n{listed(problems, 'ja')}",
            f"This item cannot be added:\n{listed(problems, 'en')}",
        )
    return Added(amended(text, before, after), after.items_by_id[item_id], after, before)


def master_to_change(text: str) -> Master:
    """Return the master in *text* as long as its shape is right: what contradicts itself may be what is to change.

    Raises DataError listing every problem where it is not.
    """
    return examined(read(text))[0] or load_master(text)


def next_minor(version: str) -> str:
    """Return the version after *version* that says that something was added."""
    major, minor, _ = version_key(version)
    return f"{major}.{minor + 1}.0"


def next_id(master: Master, category: str, taken: Collection[str] = ()) -> str:
    """Return the id of the category's next item: the last number of its items plus one, as they write it (EX-08).

    An id among *taken* was an item's once: it is passed over. A category without numbers begins with its own id and 01.
    """
    own = [item.id for item in master.items if item.category == category]
    numbered = [match for item_id in own if (match := _NUMBERED.fullmatch(item_id))]
    stem, digits = (numbered[-1]["stem"], numbered[-1]["number"]) if numbered else (f"{category}-", "00")
    known = [
        int(match["number"])
        for item_id in (*own, *taken)
        if (match := _NUMBERED.fullmatch(item_id)) and match["stem"].casefold() == stem.casefold()
    ]
    number = max(known, default=0) + 1
    used = {item_id.casefold() for item_id in (*master.items_by_id, *taken)}
    while (found := f"{stem}{number:0{len(digits)}}").casefold() in used:
        number += 1
    return found


def _category(master: Master, wanted: str) -> Category:
    for category in master.categories:
        if fold_loosely(wanted) in {fold_loosely(category.id), fold_loosely(category.name)}:
            return category
    known = ", ".join(category.id for category in master.categories)
    raise UsageError(
        f"カテゴリ {wanted} はこのマスタにありません（{known}）。",
        f"The master has no category {wanted} (it has {known}).",
    )


def _refuse_a_second(master: Master, new: NewItem) -> None:
    found = Resembling(master).closest(new.name, new.description)
    if found is None or not found.close:
        return
    name = master.items_by_id[found.item_id].name
    raise DataError(
        f"「{new.name}」は既存の {found.item_id} {name} に似ています（類似度 {found.degree:.2f}）。"
        "同じものでなければ --even-so を付けてください。",
        f"“{new.name}” resembles {found.item_id} {name}, which is there already (by {found.degree:.2f}). "
        "If they are not the same, say --even-so.",
    )


def _place(master: Master, category: str) -> int:
    """Return where an item of *category* belongs: after the last one of it or of the categories before it."""
    order = [known.id for known in master.categories]
    before = order[: order.index(category) + 1]
    for own in reversed(before):
        places = [n for n, item in enumerate(master.items) if item.category == own]
        if places:
            return places[-1] + 1
    return 0
