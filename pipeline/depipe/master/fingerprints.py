"""Fingerprints of items: whether a rating that was given with one version of the master holds for another.

What an evaluator rates is an item's name and description, its rubric, the boundaries that say what belongs to it, and
the scale. Two spellings that are equal after folding (spaces, width, kinds of dashes) have the same fingerprint. An
edit beyond that is a change of meaning unless the master declares it wording: `same_since: 1.1.0` on an item or on the
scale says that ratings given since version 1.1.0 still hold.
"""

from depipe.folding import fold
from depipe.master.model import Master, version_key


def items_to_reconfirm(rated_with: Master, now: Master) -> frozenset[str]:
    """Return the ids of the items whose ratings, given with *rated_with*, do not hold for *now* as they stand.

    These are the items of both masters whose fingerprint changed and that *now* does not declare to be the same since
    *rated_with* or earlier. Items that came or went are not among them: nothing of theirs can be confirmed again.
    """
    scale_changed = _scale(rated_with) != _scale(now) and not is_declared(now.scale.same_since, rated_with, now)
    return frozenset(
        item.id
        for item in now.items
        if item.id in rated_with.items_by_id
        and (
            scale_changed
            or (_item(rated_with, item.id) != _item(now, item.id) and not is_declared(item.same_since, rated_with, now))
        )
    )


def is_declared(same_since: str | None, before: Master, now: Master) -> bool:
    """Tell whether *same_since* in *now* says that what was edited since *before* is wording."""
    return (
        same_since is not None
        and version_key(same_since) <= version_key(before.version)
        and version_key(before.version) <= version_key(now.version)
    )


def _scale(master: Master) -> list[str]:
    levels = ((level.label, level.definition, level.criterion) for level in master.scale.levels)
    return [fold(text) for texts in (*levels, master.scale.judging_points) for text in texts]


def _item(master: Master, item_id: str) -> list[list[str]]:
    """Return the folded texts that are the item's own: what it asks, its rubric, and its boundaries in any order."""
    item = master.items_by_id[item_id]
    rubric = master.rubrics_by_item.get(item_id)
    boundaries = sorted(fold(boundary.rule) for boundary in master.boundaries_by_item.get(item_id, ()))
    asked = [fold(item.name), fold(item.description)]
    return [asked, [fold(text) for text in rubric.levels] if rubric else [], boundaries]
