"""Krippendorff's alpha from its definition, in plain Python with fractions: every pair of values, one by one.

Written from the definition (observed over expected disagreement, K. Krippendorff, Content Analysis), not from a
coincidence matrix, as the library computes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from depipe.master.model import Master
from support.random_ledgers import Row

Unit = tuple[str, str, str]
"""(context id, tool, item id)."""

UNITS_NEEDED = 10


def rows(master: Master, everyone: Sequence[tuple[str, str]], ratings: Iterable[Row]) -> list[Row]:
    """Return the rows of `agreement` for the contexts and tools of *everyone*."""
    given: dict[Unit, dict[str, int]] = {}
    for row in ratings:
        given.setdefault((row["context_id"], row["tool"], row["item_id"]), {})[row["evaluator"]] = row["stars"]
    pairable = {unit: votes for unit, votes in given.items() if len(votes) >= 2}
    category = {item.id: item.category for item in master.items}
    asked = [one.id for one in master.categories if one.id in category.values()]
    made = []
    for context_id in dict.fromkeys(context_id for context_id, _ in everyone):
        here = {unit: votes for unit, votes in pairable.items() if unit[0] == context_id}
        made += [
            _row(context_id, "all", "all", here),
            *(
                _row(context_id, "category", name, {u: v for u, v in here.items() if category[u[2]] == name})
                for name in asked
            ),
            *(
                _row(context_id, "tool", tool, {u: v for u, v in here.items() if u[1] == tool})
                for context, tool in everyone
                if context == context_id
            ),
        ]
    return made


def _row(context_id: str, scope: str, name: str, units: Mapping[Unit, Mapping[str, int]]) -> Row:
    values = [stars for votes in units.values() for stars in votes.values()]
    lack = None
    if not units:
        lack = "no_pairs"
    elif len(units) < UNITS_NEEDED:
        lack = "few_units"
    elif len(set(values)) == 1:
        lack = "no_variation"
    return {
        "context_id": context_id,
        "scope": scope,
        "name": name,
        "alpha": None if lack else alpha([[*votes.values()] for votes in units.values()]),
        "lack": lack,
        "raters": len({evaluator for votes in units.values() for evaluator in votes}),
        "units": len(units),
        "ratings": len(values),
    }


def alpha(units: Sequence[Sequence[int]]) -> Fraction:
    """Return ordinal alpha of units of two values or more, some of them different."""
    values = [value for unit in units for value in unit]

    def difference(one: int, other: int) -> Fraction:
        """Return the ordinal metric: the values between two, these counted half, squared."""
        low, high = sorted((one, other))
        between = sum(low <= value <= high for value in values)
        return (between - Fraction(values.count(low) + values.count(high), 2)) ** 2

    table = {(one, other): difference(one, other) for one in set(values) for other in set(values)}
    observed = sum(
        (sum((table[pair] for pair in permutations(unit, 2)), Fraction(0)) / (len(unit) - 1) for unit in units),
        Fraction(0),
    )
    expected = sum((table[pair] for pair in permutations(values, 2)), Fraction(0)) / (len(values) - 1)
    return 1 - observed / expected
