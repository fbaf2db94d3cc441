"""Everything in a comparison that comes from people: who rated, their notes, what they sent.

Evaluators' names and notes enter a comparison here and nowhere else.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from depipe.comparison.model import Remark, Return, ToolReview

_NOTES: Final = ("doc", "repro", "evidence")
_RETURN: Final = (
    "evaluator",
    "file",
    "digest",
    "master_version",
    "program",
    "received_at",
    "withdrawn",
    "reason",
)


def evaluator_counts(ratings: pl.DataFrame) -> dict[str, int]:
    """Return by tool how many evaluators rated anything of it; tools that nobody rated are absent."""
    return dict(ratings.group_by("tool").agg(pl.col("evaluator").n_unique()).iter_rows())


def remarks(ratings: pl.DataFrame) -> dict[tuple[str, str], list[Remark]]:
    """Return the notes by (tool, item id), evaluators in the frame's order; ratings without any note are absent."""
    found: dict[tuple[str, str], list[Remark]] = {}
    noted = ratings.filter(pl.any_horizontal(pl.col(_NOTES).fill_null("") != ""))
    for tool, item_id, evaluator, *notes in noted.select("tool", "item_id", "evaluator", *_NOTES).iter_rows():
        found.setdefault((tool, item_id), []).append(Remark(tool, evaluator, *notes))
    return found


def reviews(tools: Sequence[str], ratings: pl.DataFrame) -> tuple[ToolReview, ...]:
    """Return what each evaluator looked at, tools in their order and evaluators in that of their names."""
    order = {tool: position for position, tool in enumerate(tools)}
    grouped = ratings.group_by("tool", "evaluator").agg(
        pl.col("tool_version").drop_nulls().unique().sort(),
        pl.col("verified_on").min().alias("first_day"),
        pl.col("verified_on").max().alias("last_day"),
        pl.len(),
    )
    made = (
        ToolReview(tool, evaluator, tuple(versions), first_day, last_day, rated)
        for tool, evaluator, versions, first_day, last_day, rated in grouped.iter_rows()
    )
    return tuple(sorted(made, key=lambda review: (order[review.tool], review.evaluator)))


def returns(submissions: pl.DataFrame) -> tuple[Return, ...]:
    """Return the returned workbooks in the order of their receipt."""
    return tuple(Return(*row) for row in submissions.sort("sequence").select(_RETURN).iter_rows())
