"""Ratings to confirm again: what they were given for has since been put otherwise in the master."""

from collections.abc import Mapping

import polars as pl

from depipe.master.fingerprints import items_to_reconfirm
from depipe.master.model import Master
from depipe.scoring.statements import KEY


def reconfirming(
    ratings: pl.LazyFrame, submissions: pl.DataFrame, masters: Mapping[str, Master], now: Master
) -> pl.DataFrame:
    """Return the ratings whose item, rubric, boundaries or scale changed in meaning since they were given.

    ratings: the current ones. submissions: submission_id, master_digest: str, and more. masters: by digest those that
    the submissions were read with; one that is missing is *now*.

    Result: context_id, evaluator, tool, item_id: str, in the order of *ratings*.
    """
    changed = [
        (digest, item_id)
        for digest, master in masters.items()
        if digest != now.digest
        for item_id in sorted(items_to_reconfirm(master, now))
    ]
    if not changed:
        return pl.DataFrame(schema=dict.fromkeys(KEY, pl.String))
    anew = pl.DataFrame(changed, {"master_digest": pl.String, "item_id": pl.String}, orient="row")
    return (
        ratings.select(*KEY, "submission_id")
        .join(submissions.lazy().select("submission_id", "master_digest"), on="submission_id", maintain_order="left")
        .join(anew.lazy(), on=["master_digest", "item_id"], how="semi", maintain_order="left")
        .select(KEY)
        .collect()
    )
