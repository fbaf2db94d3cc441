"""Names that stand twice: which place is whose, as far as the layout's own order tells.

A header typed over with another one leaves one name missing and another one standing twice. Names that stand once are
where they stand; if these follow the layout, the places between two of them belong to the names between them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise


def settle(order: Sequence[str], standing: Mapping[str, Sequence[int]], others: Collection[int] = ()) -> dict[str, int]:
    """Return the places of those names that stand twice or nowhere, as far as they can be told.

    *order* has the names as the layout has them, *standing* the places (columns or rows) of each that stands at all,
    *others* the places with something else that may be a name typed over.
    """
    fixed = [(number, standing[name][0]) for number, name in enumerate(order) if len(standing.get(name, ())) == 1]
    if any(before[1] >= after[1] for before, after in pairwise(fixed)):
        return {}
    doubled = sorted(place for places in standing.values() if len(places) > 1 for place in places)
    ends = [(-1, 0), *fixed, (len(order), max([*doubled, *others, 0, *(place for _, place in fixed)]) + 1)]
    settled: dict[str, int] = {}
    for (before, left), (after, right) in pairwise(ends):
        names = order[before + 1 : after]
        places = [place for place in doubled if left < place < right]
        among = sorted([*places, *(place for place in others if left < place < right)])
        found = next((one for one in (among, places) if len(one) == len(names)), ())
        pairs = list(zip(names, found, strict=False))
        if all(name not in standing or place in standing[name] for name, place in pairs):
            settled |= pairs
    return settled


def overtyped(settled: Mapping[str, int], standing: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str, int]]:
    """Yield each missing name that is *settled* where another one stands: it, the other one, and the place."""
    heads = {place: name for name, places in standing.items() for place in places}
    for name, place in settled.items():
        if name not in standing and place in heads:
            yield name, heads[place], place
