"""Decisions (裁定): what was settled about a pair of an item and a tool, and whether it still stands.

A decision rests on the ratings that the deciders had before them: who gave which stars, at which version. It is in
force while the current ratings of the pair are the same, and reopened as soon as they are not.
"""

from typing import Final, Literal, get_args

import polars as pl

from depipe.master.model import Master
from depipe.scoring.catalogue import PAIR, UNIT

Standing = Literal["in_force", "reopened", "replaced", "withdrawn"]
"""in_force: it is the consensus. reopened: a rating under it has changed since. replaced: a newer decision counts.
withdrawn: the same workbook came back without it."""

STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)

_ENTRY: Final = ("workbook_id", *UNIT)

DECIDED: Final = pl.Schema(
    {
        "submission_id": pl.String(),
        "workbook_id": pl.String(),
        "context_id": pl.String(),
        "tool": pl.String(),
        "item_id": pl.String(),
        "stars": pl.Int8(),
        "reason": pl.String(),
        "decided_by": pl.String(),
        "received_at": pl.Datetime("us", "UTC"),
        "sequence": pl.Int64(),
    }
)
"""What returned workbooks for decisions say: a row a (submission, pair); stars and reason are null where it is open."""

BASES: Final = pl.Schema(
    {
        "workbook_id": pl.String(),
        "tool": pl.String(),
        "item_id": pl.String(),
        "evaluator": pl.String(),
        "stars": pl.Int8(),
        "tool_version": pl.String(),
    }
)
"""The ratings that workbooks for decisions were issued with: a row a (workbook, pair, evaluator)."""

_RESULT: Final = pl.Schema(
    {
        **dict.fromkeys(UNIT, pl.String()),
        "stars": pl.Int8(),
        "reason": pl.String(),
        "decided_by": pl.String(),
        "decided_at": pl.Datetime("us", "UTC"),
        "status": pl.String(),
        "submission_id": pl.String(),
    }
)


def decisions(
    decided: pl.DataFrame, bases: pl.DataFrame, ratings: pl.LazyFrame, line_up: pl.DataFrame, master: Master
) -> pl.DataFrame:
    """Return every decision with how it stands: tools as in *line_up*, items in the master's order, then as received.

    decided: `DECIDED`. bases: `BASES`. ratings: the current ones. A workbook says what its last return says: a pair
    that an earlier return decided and the last one leaves open is withdrawn; one that it only repeats was decided when
    it first said so. Of several workbooks' decisions of one pair the newest counts.

    Result: context_id, tool, item_id: str; stars: i8; reason, decided_by: str; decided_at: datetime; status: str (a
    `Standing`); submission_id: str, the return that first said it.
    """
    if decided.is_empty():
        return _RESULT.to_frame()
    standing = _standing(_entries(decided))
    moved = reopenings(standing.filter(pl.col("status") == "in_force"), bases, ratings)
    reopened = moved.select(UNIT).unique().with_columns(moved=pl.lit(value=True))
    items = pl.DataFrame({"item_id": list(master.items_by_id)}, {"item_id": pl.String}).with_row_index("item_place")
    shaken = (pl.col("status") == "in_force") & pl.col("moved").is_not_null()
    return (
        standing.join(reopened, on=UNIT, how="left")
        .with_columns(status=pl.when(shaken).then(pl.lit("reopened")).otherwise("status"))
        .join(line_up.with_row_index("tool_place"), on=PAIR)
        .join(items, on="item_id")
        .sort("tool_place", "item_place", "sequence")
        .select(_RESULT.names())
    )


def reopenings(standing: pl.DataFrame, bases: pl.DataFrame, ratings: pl.LazyFrame) -> pl.DataFrame:
    """Return what differs between the ratings that decisions rest on and the current ones: a row a pair and evaluator.

    standing: workbook_id, context_id, tool, item_id and whatever else; one row a pair. bases, ratings: as `decisions`
    takes them.

    Result: context_id, tool, item_id, evaluator: str; was_stars, stars: i8?; was_version, tool_version: str?. Stars are
    null where the evaluator had no rating then, or has none now.
    """
    pairs = standing.select(_ENTRY)
    then = pairs.join(bases, on=["workbook_id", "tool", "item_id"]).select(
        *UNIT, "evaluator", was_stars="stars", was_version="tool_version"
    )
    now = ratings.select(*UNIT, "evaluator", "stars", "tool_version").join(pairs.lazy(), on=UNIT, how="semi").collect()
    both = then.join(now, on=[*UNIT, "evaluator"], how="full", coalesce=True)
    same = pl.col("was_stars").eq_missing(pl.col("stars")) & pl.col("was_version").eq_missing(pl.col("tool_version"))
    return both.filter(~same).sort(*UNIT, "evaluator")


def settled(consensus: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Return *consensus* with the decisions in force in place of its stars and level, and these marked as decided."""
    ruled = decisions.filter(pl.col("status") == "in_force").select(*UNIT, ruling="stars")
    return (
        consensus.join(ruled, on=UNIT, how="left", maintain_order="left")
        .with_columns(
            stars=pl.coalesce("ruling", "stars"),
            level=pl.coalesce(pl.col("ruling").cast(pl.Float64), "level"),
            decided=pl.col("ruling").is_not_null(),
        )
        .select(consensus.columns)
    )


def _entries(decided: pl.DataFrame) -> pl.DataFrame:
    """Return *decided* without repetitions, with `last`: whether it is in its workbook's last return.

    What a later return of the workbook repeats, without a return between that says otherwise, stays the decision of the
    first.
    """
    told = (
        decided.with_columns(
            number=pl.col("sequence").rank("dense").over("workbook_id"),
            final=pl.col("sequence") == pl.col("sequence").max().over("workbook_id"),
        )
        .filter(pl.col("stars").is_not_null())
        .sort("sequence")
    )
    said = ("stars", "reason", "decided_by")
    repeats = pl.all_horizontal(
        pl.col("number") == pl.col("number").shift().over(_ENTRY) + 1,
        *(pl.col(name) == pl.col(name).shift().over(_ENTRY) for name in said),
    )
    return (
        told.with_columns(run=(~repeats.fill_null(value=False)).cum_sum().over(_ENTRY))
        .group_by(*_ENTRY, "run", maintain_order=True)
        .agg(
            pl.col(*said, "submission_id", "sequence").first(),
            pl.col("received_at").first().alias("decided_at"),
            pl.col("final").any().alias("last"),
        )
    )


def _standing(entries: pl.DataFrame) -> pl.DataFrame:
    """Return *entries* with their status as if no rating had changed."""
    newest = pl.col("sequence").filter("last").max().over(UNIT)
    again = pl.col("run") < pl.col("run").max().over(_ENTRY)
    status = (
        pl.when(pl.col("last") & (pl.col("sequence") == newest))
        .then(pl.lit("in_force"))
        .when(pl.col("last") | again)
        .then(pl.lit("replaced"))
        .otherwise(pl.lit("withdrawn"))
    )
    return entries.with_columns(status=status)
