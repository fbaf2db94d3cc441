"""What tells the entries of a master's lists apart, so that two versions of a list can be laid side by side."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from depipe.folding import fold

_CHOICES: Final = frozenset({"tools", "options", "values"})
"""Lists of texts of which each is known by its words; in the others a text is known by its place."""
_NAMED_BY: Final = ("id", "item", "name", "stars")


def keys(field: str, entries: Sequence[Any]) -> list[str]:
    """Return a key for each entry of the list called *field* (plain data): unique, and the same in every version.

    Ids, names and choices are keys themselves, however they are spelled; texts of the other lists count from 1.
    """
    seen: Counter[str] = Counter()
    return list(_told_apart((_key(field, number, entry) for number, entry in enumerate(entries, 1)), seen))


def _key(field: str, number: int, entry: object) -> str:
    if isinstance(entry, Mapping):
        if "between" in entry:
            return " ↔ ".join(side["item"] for side in entry["between"])
        return fold(str(next(entry[name] for name in _NAMED_BY if name in entry)))
    return fold(str(entry)) if field in _CHOICES else str(number)


def _told_apart(found: Iterator[str], seen: Counter[str]) -> Iterator[str]:
    for key in found:
        seen[key] += 1
        yield key if seen[key] == 1 else f"{key} ({seen[key]})"
