"""What changed between two versions of a master, by meaning: entries are laid side by side by their ids and names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from depipe.folding import fold
from depipe.master.fingerprints import is_declared, items_to_reconfirm
from depipe.master.model import Master
from depipe.master.parts import keys

Kind = Literal["added", "removed", "renamed", "reworded", "changed", "reordered"]
"""reworded is said of texts, changed of numbers and of what is chosen, reordered of a whole list."""

Cosmetic = Literal["folding", "declared", "declared-before", "order", "record"]
"""Why a change is cosmetic: equal after folding; declared wording (`same_since`), now or by a declaration that the old
version had already, which is worth a look; an order that decides nothing; a record that nobody rates by."""

Place = tuple[str, ...]
"""Where in the master: field names, and the keys of list entries: ("items", "EX-05", "description")."""

_RECORDS: Final = frozenset({"same_since", "proposal"})
_NAMES: Final = frozenset({"items", "categories"})
"""Lists whose entries keep their id when they are renamed."""
_CHOSEN: Final = frozenset(
    {"id", "language", "category", "item", "parameter", "attribute", "value", "default", "unverified", "consensus"}
)
"""Fields whose text is no sentence but one of several that there are."""
_DECIDING_ORDER: Final[Place] = ("parameters", "entries")
"""A context's id is that of its parameters' values in order."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; before or after is None where there was or is nothing. cosmetic is None where it is substantive."""

    kind: Kind
    place: Place
    before: str | None
    after: str | None
    cosmetic: Cosmetic | None = None

    @property
    def substantive(self) -> bool:
        """Whether the master means something else."""
        return self.cosmetic is None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed from one master to another but their versions, in the order of the document.

    reconfirm holds the ids of the items whose ratings, given with the old one, must be confirmed again.
    """

    changes: tuple[Change, ...]
    reconfirm: tuple[str, ...]

    @property
    def substantive(self) -> bool:
        """Whether any change is."""
        return any(change.substantive for change in self.changes)


def difference(old: Master, new: Master) -> Difference:
    """Return what changed from *old* to *new*; no changes where they differ in nothing but their versions."""
    before, after = (master.model_dump(mode="json", exclude={"version"}) for master in (old, new))
    reconfirm = items_to_reconfirm(old, new)
    changes = (_judged(change, old, new) for change in _fields((), before, after))
    return Difference(tuple(changes), tuple(item.id for item in new.items if item.id in reconfirm))


def _fields(place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for field in dict.fromkeys((*old, *new)):
        yield from _values((*place, field), old.get(field), new.get(field))


def _values(place: Place, old: object, new: object) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _fields(place, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _entries(place, old, new)
    else:
        yield Change(_kind(place, old, new), place, _shown(old), _shown(new))


def _entries(place: Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    before = dict(zip(keys(place[-1], old), old, strict=True))
    after = dict(zip(keys(place[-1], new), new, strict=True))
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _values((*place, key), before.get(key), after.get(key))
    kept, now = [key for key in before if key in after], [key for key in after if key in before]
    if kept != now:
        yield Change("reordered", place, ", ".join(kept), ", ".join(now))


def _kind(place: Place, old: object, new: object) -> Kind:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    if place[-1] == "name" and place[0] in _NAMES:
        return "renamed"
    is_text = isinstance(old, str) and isinstance(new, str) and place[-1] not in _CHOSEN
    return "reworded" if is_text else "changed"


def _shown(value: object) -> str | None:
    """Return a value on its own as text: of an entry its texts, of a list its entries."""
    if isinstance(value, Mapping):
        parts = (_shown(inner) for inner in value.values())
        return " / ".join(part for part in parts if part)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_shown, value)))
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _judged(change: Change, old: Master, new: Master) -> Change:
    return Change(change.kind, change.place, change.before, change.after, _cosmetic(change, old, new))


def _cosmetic(change: Change, old: Master, new: Master) -> Cosmetic | None:
    if change.place[-1] in _RECORDS:
        return "record"
    if change.kind == "reordered":
        return None if change.place == _DECIDING_ORDER else "order"
    if change.before is not None and change.after is not None and fold(change.before) == fold(change.after):
        return "folding"
    now = _declarations(change.place, new)
    if not now or not all(is_declared(same_since, old, new) for same_since in now):
        return None
    return "declared-before" if now == _declarations(change.place, old) else "declared"


def _declarations(place: Place, master: Master) -> list[str | None]:
    """Return what *master* declares of the scale or the items that the texts at *place* belong to; none elsewhere."""
    match place:
        case ("scale", *_):
            return [master.scale.same_since]
        case ("items", item_id, "name" | "description") | ("rubrics", item_id, *_):
            concerned = [item_id]
        case ("boundaries", items, *_):
            concerned = items.split(" ↔ ")
        case _:
            return []
    return [master.items_by_id[item].same_since if item in master.items_by_id else None for item in concerned]
